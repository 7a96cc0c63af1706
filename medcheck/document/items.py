"""Tokens to items: the stretches of a list that each say one thing, and the sentences they stand in."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.document.tokens import Token
from medcheck.language import Language

_BULLETS = frozenset("•◦▪●○■□–*·>#|;")
_SENTENCE_ENDS = frozenset(".!?")


class Item(NamedTuple):
    """``tokens[first:last]``; ``sentence`` counts sentences and lines, ``line`` lines."""

    first: int
    last: int
    sentence: int
    line: int


def split_items(text: str, tokens: Sequence[Token], language: Language) -> list[Item]:
    """Cut at line ends, bullets, semicolons, commas, list numbers and sentence ends; every token is in one item.

    The entries of a numbered list are sentences of their own, but not those of an enumeration inside a sentence
    ("allergic to 1) penicillin 2) iodine").
    """
    items: list[Item] = []
    first = sentence = line = counted = 0
    listed = False  # whether the sentence began with a list number
    for index, token in enumerate(tokens):
        if token.kind == "word" or token.kind == "number":
            continue
        numbers = token.norm in ".)" and _is_list_number(text, tokens, index, counted)
        if numbers:
            counted = int(tokens[index - 1].norm)
        new_sentence = not numbers and (token.kind == "line" or _ends_sentence(text, tokens, index, language))
        if not (new_sentence or numbers or _cuts(text, token)):
            continue
        if numbers:
            opens = not items or items[-1].sentence != sentence
            if index - 1 > first:
                items.append(Item(first, index - 1, sentence, line))
                first, opens = index - 1, False
            listed = listed or opens
            sentence += listed and not opens
        items.append(Item(first, index + 1, sentence, line))
        first = index + 1
        sentence += new_sentence
        listed = listed and not new_sentence
        line += token.kind == "line"
    if first < len(tokens):
        items.append(Item(first, len(tokens), sentence, line))
    return items


def _cuts(text: str, token: Token) -> bool:
    if token.kind != "mark":
        return False
    if token.norm == ",":
        return True
    return token.norm in _BULLETS and (token.norm in ";|•" or _spaced(text, token))


def _spaced(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    after = text[token.end : token.end + 1]
    return (not before or before.isspace()) and (not after or after.isspace() or after.isalnum())


def _is_list_number(text: str, tokens: Sequence[Token], index: int, counted: int) -> bool:
    """Whether the mark ends a list number: "1." or "2)" at the start of a line or after a mark or a sentence.

    Anywhere else it is one if it goes on from the number ``counted`` last ("1) Lasix 40 mg 2) aspirin").
    """
    if index == 0 or tokens[index - 1].kind != "number" or tokens[index - 1].end != tokens[index].start:
        return False
    number = tokens[index - 1].norm
    if not number.isdigit() or len(number) > 2:
        return False
    after = text[tokens[index].end : tokens[index].end + 1]
    if after.isdigit():
        return False
    if index == 1 or int(number) == counted + 1 > 1:
        return True
    before = tokens[index - 2]
    return before.kind == "line" or (before.kind == "mark" and before.norm in ",.;:•-)")


def _ends_sentence(text: str, tokens: Sequence[Token], index: int, language: Language) -> bool:
    token = tokens[index]
    if token.kind != "mark" or token.norm not in _SENTENCE_ENDS:
        return False
    after = text[token.end : token.end + 1]
    if after and not after.isspace() and after not in ",\"')":
        return False
    # "Vit. D", "St. John's wort", "Dr. X": after some short words a dot ends no sentence.
    before = tokens[index - 1] if index else None
    if before is None or before.kind != "word":
        return True
    # A prescription of the Indian style begins with the form, or with an order before it: "Tab. Lasix", "Stop Tab.
    # Lasix", but "one tab. Lasix".
    if before.norm in language.forms_before_names:
        earlier = tokens[index - 2] if index > 1 else None
        return (
            earlier is not None
            and earlier.kind in ("word", "number")
            and (earlier.norm not in language.words_before_forms)
        )
    return before.norm not in language.dotted_abbreviations
