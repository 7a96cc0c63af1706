"""Tokens to items: the stretches of a list that each say one thing, and the sentences they stand in."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.reading.tokens import Token

_BULLETS = frozenset("•◦▪●○■□–*·>#|;")
_SENTENCE_ENDS = frozenset(".!?")


class Item(NamedTuple):
    """``tokens[first:last]``; ``sentence`` counts sentences and lines, ``line`` lines."""

    first: int
    last: int
    sentence: int
    line: int


def split_items(text: str, tokens: Sequence[Token]) -> list[Item]:
    """Cut at line ends, bullets, semicolons, commas, list numbers and sentence ends; every token is in one item."""
    items: list[Item] = []
    first = sentence = line = 0
    for index, token in enumerate(tokens):
        new_sentence = token.kind == "line" or _ends_sentence(text, tokens, index)
        if not (new_sentence or _cuts(text, tokens, index)):
            continue
        items.append(Item(first, index + 1, sentence, line))
        first = index + 1
        sentence += new_sentence
        line += token.kind == "line"
    if first < len(tokens):
        items.append(Item(first, len(tokens), sentence, line))
    return items


def _cuts(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind != "mark":
        return False
    if token.norm == ",":
        return True
    if token.norm in _BULLETS:
        return token.norm in ";|•" or _spaced(text, token)
    return token.norm in ".):" and _is_list_number(text, tokens, index)


def _spaced(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    after = text[token.end : token.end + 1]
    return (not before or before.isspace()) and (not after or after.isspace() or after.isalnum())


def _is_list_number(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether the mark ends a list number: "1." or "2)" at the start of a line or behind a mark or a sentence."""
    if index == 0 or tokens[index - 1].kind != "number" or tokens[index - 1].end != tokens[index].start:
        return False
    number = tokens[index - 1].norm
    if not number.isdigit() or len(number) > 2:
        return False
    after = text[tokens[index].end : tokens[index].end + 1]
    if after.isdigit():
        return False
    if index == 1:
        return True
    before = tokens[index - 2]
    return before.kind == "line" or (before.kind == "mark" and before.norm in ",.;:•-)")


def _ends_sentence(text: str, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind != "mark" or token.norm not in _SENTENCE_ENDS:
        return False
    after = text[token.end : token.end + 1]
    if after and not after.isspace() and after not in ",\"')":
        return False
    if _is_list_number(text, tokens, index):
        return False
    # "Vit. D", "St. John's wort", "Dr. X": a short capitalised word with a dot goes on.
    before = tokens[index - 1] if index else None
    return not (
        before
        and before.kind == "word"
        and before.norm in ("st", "vit", "dr", "mr", "mrs", "ms", "no", "prof", "approx")
    )
