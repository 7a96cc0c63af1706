"""Kinds of medicine that are taken and of which the name is not said: "steroids", "antibiotics, 5 days"."""

from collections.abc import Sequence

from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import TAKEN, Mention

# What parts two entries of a list.
_PARTS_ENTRIES = frozenset((",", ";", "\n", ".", "|", "•"))


def unnamed_classes(
    tokens: Sequence[Token], mentions: Sequence[Mention], places: Sequence[tuple[int, int]], language: Language
) -> set[int]:
    """Which mentions are a kind of medicine that is taken and of which nothing is known.

    Not those beside the medicine that they say the kind of: "Ventolin puffer", "antibiotic (doxycycline)".
    """
    return {
        number
        for number, mention in enumerate(mentions)
        if not (mention.ingredients or mention.drug_class)
        and mention.status in TAKEN
        and not (
            _speaks_of(tokens, mentions, places, number - 1, number, language)
            or _speaks_of(tokens, mentions, places, number, number + 1, language)
        )
    }


def _speaks_of(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    places: Sequence[tuple[int, int]],
    before: int,
    after: int,
    language: Language,
) -> bool:
    """Whether of two mentions one is a medicine, and only directions and joining words stand between them."""
    if before < 0 or after >= len(mentions) or not (mentions[before].ingredients or mentions[after].ingredients):
        return False
    return all(
        token.norm in language.sig_words
        or token.norm in language.words_before_member
        or (token.kind != "word" and token.norm not in _PARTS_ENTRIES)
        for token in tokens[places[before][1] : places[after][0]]
    )
