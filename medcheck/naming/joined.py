"""Names whose words are joined, or of which a word is split: "cocodamol", "furo semide"."""

from medcheck.naming.evidence import has_dose_beside
from medcheck.naming.found import Hit, hit
from medcheck.naming.salts import end_with_salts
from medcheck.naming.text_context import TextContext, next_word_of_line
from medcheck.naming.unknown_word import UnknownWord

_SHORTEST = 6  # a shorter key is too often two words by chance


def joined_or_split_name(context: TextContext, word: UnknownWord) -> Hit | None:
    """The name that this word, or this word and the next, make without the blank."""
    if word.is_co_name:
        return None
    lexicon, tokens = context.lexicon, context.tokens
    first = tokens[word.first].norm
    known = lexicon.known(first)
    after = next_word_of_line(context, word.first)
    tries: list[tuple[str, int]] = []
    if after is not None and after < word.limit and tokens[after].kind == "word":
        second = tokens[after].norm
        # "one daily" is no brand name, but what a hyphen joins may be.
        hyphenated = after == word.first + 2 and tokens[word.first].end + 1 == tokens[after].start
        words = {lexicon.word_kind(first), lexicon.word_kind(second)} == {"ordinary"}  # "half-an-hour" is no Halfan
        if words and not has_dose_beside(context, word.first, after + 1):
            hyphenated = False
        if hyphenated or not (known and lexicon.known(second)):
            tries.append((first + second, after + 1))
    if not known:
        tries.append((first, word.first + 1))
    for compact_key, end in tries:
        if len(compact_key) < _SHORTEST:
            continue
        names = tuple(name for name in lexicon.by_compact_key(compact_key) if name.kind != "not_medicine")
        if names:
            return hit(word.first, end_with_salts(context, names[0], end), names, "exact", 100.0)
    return None
