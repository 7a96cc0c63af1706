"""The names of what was measured, where a value may follow: "K+", "Ca (adj)", "25-OH vitamin D", "HbA1c"."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.document.tokens import Token
from medcheck.language import AnalyteName, Language
from medcheck.results.numbers import number_at

# Marks inside a name: "25(OH)D", "calcium (adjusted)", "Vit. D", "25-OH".
_INSIDE = frozenset("-().")
_IN_DATES = frozenset("/-.")
_CHARGE = frozenset("+⁺")
_MOST_BETWEEN_WORDS = 2  # marks
_LONGEST = 9  # tokens: "25 ( OH ) vitamin D"


class Named(NamedTuple):
    """An analyte at ``tokens[first:last]``; ``sure`` unless it is a symbol in another spelling ("na", "CR").

    ``dose`` as in :class:`medcheck.language.AnalyteName`.
    """

    first: int
    last: int
    analyte: str
    sure: bool
    dose: str


def name_at(text: str, tokens: Sequence[Token], index: int, language: Language) -> Named | None:
    """The longest name of an analyte that begins at a token."""
    if not may_begin_at(tokens, index, language) or _is_of_other_specimen(tokens, index, language):
        return None
    key = ""
    spaced = False
    found: tuple[int, AnalyteName] | None = None
    for at in range(index, min(index + _LONGEST, len(tokens))):
        token = tokens[at]
        spaced = spaced or (at > index and tokens[at - 1].end != token.start)
        if token.kind in ("word", "number"):
            key += token.norm
            name = language.analyte_names.get(key)
            if name and (name.spaced or not spaced):
                found = at + 1, name
        elif token.kind == "line" or token.norm not in _INSIDE:
            break
    if not found or _goes_on(tokens, found[0], language):
        return None
    last, name = found
    written = text[tokens[index].start : tokens[last - 1].end]
    sure = not name.symbol or written[: len(name.symbol)] == name.symbol
    return Named(index, _after_charge(tokens, _after_bracket(tokens, index, last)), name.analyte, sure, name.dose)


def may_begin_at(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a name may begin at a token, by it and the next word."""
    seconds = language.analyte_heads.get(tokens[index].norm)
    if seconds is None:
        return False
    if "" in seconds:
        return True
    at = index + 1
    while at < len(tokens) and at <= index + _MOST_BETWEEN_WORDS and tokens[at].norm in _INSIDE:
        at += 1
    return at < len(tokens) and tokens[at].norm in seconds


def places_of_analytes(tokens: Sequence[Token], language: Language) -> list[int]:
    """The tokens at which the name of an analyte may begin, in order."""
    heads = language.analyte_heads
    return [
        index for index, token in enumerate(tokens) if token.norm in heads and may_begin_at(tokens, index, language)
    ]


def may_hold_results(text: str, tokens: Sequence[Token], places: Sequence[int], language: Language) -> bool:
    """Whether one of the places where a name may begin is no unit ("20 mg") and no part of a salt's: most texts' are.

    The last number of a date ("12/03/2024 Mg 0.5") has no unit.
    """
    units = language.dose_units
    return any(
        (
            not (at and tokens[at].norm in units and number_at(tokens, at - 1) is not None)
            or (at > 1 and tokens[at - 2].norm in _IN_DATES)
        )
        and not _begins_salt(text, tokens, at, language)
        for at in places
    )


def _begins_salt(text: str, tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether the other part of a salt's name follows, which no value does: "sodium chloride", "calcium carbonate"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        after is not None
        and after.norm in language.salts_without_value
        and after.norm not in language.analyte_heads[tokens[at].norm]
        and text[tokens[at].end : after.start] == " "  # wider gaps part the heads of columns
    )


def _is_of_other_specimen(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a value of urine, stool or food follows, or a vitamin of that letter."""
    before = index - 1
    if before >= 0 and tokens[before].norm in _INSIDE:
        before -= 1
    return before >= 0 and tokens[before].norm in language.other_specimens


def _goes_on(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether the name is part of another: "CK-MB"."""
    if last >= len(tokens) or tokens[last].start != tokens[last - 1].end:
        return False
    if tokens[last].norm == "-" and last + 1 < len(tokens) and tokens[last + 1].kind == "word":
        return tokens[last + 1].start == tokens[last].end and tokens[last + 1].norm not in language.words_before_value
    return False


def _after_bracket(tokens: Sequence[Token], first: int, last: int) -> int:
    opened = sum((token.norm == "(") - (token.norm == ")") for token in tokens[first:last])
    return last + 1 if opened > 0 and last < len(tokens) and tokens[last].norm == ")" else last


def _after_charge(tokens: Sequence[Token], last: int) -> int:
    """The end of a name with its charge: "K+", "Ca2+", "Mg++"."""
    at = last
    if at + 1 < len(tokens) and tokens[at].norm in ("1", "2") and tokens[at].start == tokens[at - 1].end:
        at += 1
    charged = at
    while (
        charged < len(tokens) and tokens[charged].norm in _CHARGE and tokens[charged].start == tokens[charged - 1].end
    ):
        charged += 1
    return charged if charged > at else last
