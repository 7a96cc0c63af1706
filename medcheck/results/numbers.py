"""Numbers, units, marks and printed ranges as laboratories and clinicians write them."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.document.sig import number_of
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import Flag

_MICRO = str.maketrans({"μ": "u", "µ": "u"})
_LONGEST_UNIT = 10  # tokens: "mL / min / 1.73 m ^ 2"
_OPENING = frozenset("([{|,;")
_CLOSING = frozenset(")]}")
_MOST_BEFORE_RANGE = 5  # tokens: "( ref range :"


class PrintedRange(NamedTuple):
    """A range beside a value, as printed; ``last`` is the token after it."""

    low: float | None
    high: float | None
    text: str
    last: int


def number_at(tokens: Sequence[Token], index: int) -> float | None:
    """The number at a token, or None for a word, a date ("12.03.24") or another list of digits."""
    if index >= len(tokens) or tokens[index].kind != "number" or not tokens[index].norm[:1].isdigit():
        return None
    if tokens[index].norm.count(".") > 1 or not tokens[index].norm.isascii():
        return None
    return number_of(tokens[index].norm)


def unit_at(tokens: Sequence[Token], index: int, language: Language) -> tuple[str, int] | None:
    """The longest unit of results that begins at a token, and the token after it."""
    spelling = ""
    found: tuple[str, int] | None = None
    for at in range(index, min(index + _LONGEST_UNIT, len(tokens))):
        if tokens[at].kind == "line":
            break
        spelling += tokens[at].norm.translate(_MICRO)
        unit = language.result_unit_names.get(spelling)
        if unit:
            found = unit, at + 1
    return found


def mark_at(text: str, tokens: Sequence[Token], index: int, language: Language) -> tuple[Flag | None, int]:
    """The mark of low, normal or high at a token, in brackets or not, and the token after it.

    A single letter counts as a capital only, and nothing before "normal" ("low normal").
    """
    at = index
    opened = at < len(tokens) and tokens[at].norm in ("(", "[")
    if opened:
        at += 1
    while at < len(tokens) and tokens[at].norm == "*":
        at += 1
    if at >= len(tokens):
        return None, index
    word = tokens[at]
    flag: Flag | None = None
    if len(word.norm) > 2 or text[word.start : word.end].isupper() or word.kind == "mark":
        if word.norm in language.words_for_low:
            flag = "low"
        elif word.norm in language.words_for_high:
            flag = "high"
        elif word.norm in language.words_for_normal:
            flag = "normal"
    if flag is None:
        return None, at if at > index and not opened else index
    at += 1
    if opened:
        if at >= len(tokens) or tokens[at].norm not in _CLOSING:
            return None, index
        return flag, at + 1
    after = at + (at < len(tokens) and tokens[at].norm == "-")
    if flag != "normal" and after < len(tokens) and tokens[after].norm in language.words_for_normal:
        return None, index
    return flag, at


def range_at(text: str, tokens: Sequence[Token], index: int, language: Language) -> PrintedRange | None:
    """A range that begins at a token: "(3.5-5.3)", "[ref 3.5 - 5.3 mmol/L]", "(<42)", "3.5-5.3"."""
    at = index
    bracketed = False
    for _ in range(_MOST_BEFORE_RANGE):
        if at >= len(tokens) or tokens[at].kind == "line":
            return None
        if tokens[at].norm in _OPENING:
            bracketed = bracketed or tokens[at].norm in "([{"
        elif tokens[at].norm not in language.range_lead_words and tokens[at].norm != ":":
            break
        else:
            bracketed = True
        at += 1
    first = at
    sign = tokens[at].norm if at < len(tokens) and tokens[at].norm in ("<", ">", "≤", "≥") else ""
    at += bool(sign)
    if sign and at < len(tokens) and tokens[at].norm == "=":
        at += 1
    one = number_at(tokens, at)
    if one is None:
        return None
    low: float | None = None
    high: float | None = None
    if sign:
        if not bracketed:
            return None
        low, high = (None, one) if sign in "<≤" else (one, None)
        last = at + 1
    else:
        if at + 2 >= len(tokens) or tokens[at + 1].norm not in language.range_joints:
            return None
        other = number_at(tokens, at + 2)
        if other is None or other <= one:
            return None
        low, high, last = one, other, at + 3
        if last + 1 < len(tokens) and tokens[last].norm in ("-", "/") and tokens[last + 1].kind == "number":
            return None  # "12-03-24"
    written = text[tokens[first].start : tokens[last - 1].end]
    unit = unit_at(tokens, last, language)
    if unit:
        last = unit[1]
    if last < len(tokens) and tokens[last].norm in _CLOSING:
        last += 1
    return PrintedRange(low, high, written, last)
