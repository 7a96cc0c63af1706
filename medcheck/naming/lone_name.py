"""A whole name that is read alike whatever dose follows it, as the great majority are in an export.

``find_exact_names`` asks of each name what else it may mean in its text. A name for which each of those questions has
the same answer before any dose is looked up here without a text; for every other the text must be read.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.document.tokens import Token
from medcheck.knowledge.names import Name
from medcheck.language import Language
from medcheck.naming.exact import LONGEST_UNIT, reads_like_directions
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.meant import has_other_meaning
from medcheck.results.numbers import unit_at

_WORDS = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_KINDS = ("ingredient", "synonym", "brand")


class LoneName(NamedTuple):
    """The one medicine that some words name before any dose, except before a number of ``goes_on``.

    ``doubtful``: they may mean something else, or what is measured, so that it must be the number of a dose.
    """

    name: Name
    doubtful: bool
    goes_on: frozenset[str]


def lone_name(written: str, lexicon: Lexicon) -> LoneName | None:
    """The one medicine that these words name before any dose; None where that may depend on the dose or the text."""
    if not _WORDS.fullmatch(written):
        return None
    language = lexicon.language
    as_written = written.replace("-", " ").split(" ")
    words = tuple(map(str.lower, as_written))
    starting = lexicon.starting_with(words[0])
    size = len(words)
    names = [name for name in starting if len(name.words) == size and lexicon.same_words(name.words, words)]
    if len(names) != 1:
        return None
    name = names[0]
    if (
        name.words != words
        or name.kind not in _KINDS
        or not name.ingredients
        or lexicon.is_local(name)
        or len(key := name.compact_key) <= LONGEST_UNIT
        or reads_like_directions(words, language)
    ):
        return None
    if size > 1 and not all(word[1:].islower() or word.isupper() for word in as_written[1:]):
        return None  # a capital letter inside a word may be where a unit ends: "mgTablet"
    measured = not (
        language.measured_substances.isdisjoint((key, *words)) and language.analyte_heads.keys().isdisjoint(words)
    )
    going_on = goes_on(words, lexicon) if len(starting) > 1 else frozenset[str]()
    return LoneName(name, measured or has_other_meaning(name, lexicon), going_on)


def may_be_value(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether the number here, which a unit follows, may be a value if the name before is that of what is measured.

    A dose is none whose unit ends the directions or goes on in words: not as in "5 mg/L" and "30 Mg 3".
    """
    after = tokens[index + 2 : index + 3]
    return any(token.kind != "word" for token in after) or bool(unit_at(tokens, index + 1, language))


def goes_on(words: Sequence[str], lexicon: Lexicon) -> frozenset[str]:
    """The numbers with which another name goes on: "vitamin B", which the number may make vitamin B12."""
    size = len(words)
    longer = [other.words for other in lexicon.starting_with(words[0]) if len(other.words) > size]
    return frozenset(
        [other[size] for other in longer if other[size][0].isdigit() and lexicon.same_words(other[:size], words)]
    )
