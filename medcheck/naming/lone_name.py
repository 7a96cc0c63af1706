"""A whole name that is read alike whatever dose follows it, as the great majority are in an export.

``find_exact_names`` asks of each name what else it may mean in its text. A name for which each of those questions has
the same answer before any dose is looked up here without a text; for every other the text must be read.
"""

import re

from medcheck.knowledge.names import Name
from medcheck.naming.exact import LONGEST_UNIT, reads_like_directions
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.meant import has_other_meaning

_WORDS = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_KINDS = ("ingredient", "synonym", "brand")


def lone_name(written: str, lexicon: Lexicon) -> Name | None:
    """The one medicine that these words name before any dose; None where that may depend on the dose or the text."""
    if not _WORDS.fullmatch(written):
        return None
    language = lexicon.language
    as_written = written.replace("-", " ").split(" ")
    words = tuple(word.lower() for word in as_written)
    begin_so = lexicon.starting_with(words[0])
    names = [name for name in begin_so if lexicon.same_words(name.words, words)]
    if len(names) != 1:
        return None
    name = names[0]
    if (
        name.words != words
        or name.kind not in _KINDS
        or not name.ingredients
        or name.countries
        or len(name.compact_key) <= LONGEST_UNIT
        or reads_like_directions(words, language)
        or has_other_meaning(name, lexicon)
        or name.compact_key in language.measured_substances
        or any(word in language.analyte_heads for word in words)
    ):
        return None
    number = len(words)
    if any(
        len(other.words) > number
        and other.words[number][0].isdigit()
        and lexicon.same_words(other.words[:number], words)
        for other in begin_so
    ):
        return None  # "vitamin B", which the number may make vitamin B12
    if not all(word[1:].islower() or word.isupper() for word in as_written[1:]):
        return None  # a capital letter inside a word may be where a unit ends: "mgTablet"
    return name
