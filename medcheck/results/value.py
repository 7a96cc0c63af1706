"""The value after the name of an analyte: what may stand between, the number, its unit, mark and printed range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from medcheck.document.dates import Written, date_around
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import Flag
from medcheck.results.measures import Measures, units_of
from medcheck.results.names import Named, name_at
from medcheck.results.numbers import PrintedRange, mark_at, number_at, range_at, unit_at

_MOST_BETWEEN = 10  # tokens between a name and its value: "A1c level - IFCC standardised 48"
_TOKENS_BEFORE = 5  # before a name, where a target or a condition may stand: "stop if K+"
_CONDITION_ABOVE = 24  # tokens before a line, where a list of conditions may begin: "Call if:"
_BETWEEN = frozenset(":=-(|,~@[.\"'*{)]→?")
_SENTENCE_ENDS = frozenset(".;")
_BARS = frozenset("|,")
# A whole number of fewer digits right after a name belongs to it: "CK7", "K2".
_DIGITS_GLUED = 3
_LONGEST_SYMBOL = 2  # letters: "Na"
# More tablets are not taken at once: a whole number up to here, without a unit, may be their count.
_MOST_TABLETS = 12

Beyond = Literal["<", ">"]


class Reading(NamedTuple):
    """A value as read: ``tokens[first:last]`` from the name to the unit, ``covered`` the token after mark and range.

    ``mark``: how the laboratory marked it; ``said``: what the words before it say ("low potassium 3.1"). ``firm``
    unless the number may be a dose.
    """

    first: int
    last: int
    covered: int
    analyte: str
    value: float
    unit: str | None
    beyond: Beyond | None
    mark: Flag | None
    said: Flag | None
    printed: PrintedRange | None
    day: date | None
    sure: bool
    firm: bool
    dose: str
    superseded: bool = False  # "K 3.1 -> 3.6": a later value follows


@dataclass
class _Lead:
    """What stands between a name and its number."""

    at: int
    beyond: Beyond | None = None
    mark: Flag | None = None
    said: Flag | None = None
    printed: PrintedRange | None = None
    day: date | None = None


def reading_of(
    text: str, tokens: Sequence[Token], named: Named, dates: Sequence[Written], language: Language, measures: Measures
) -> Reading | None:
    """The value that follows a name; None for a dose, a target, a condition and a number that cannot be a value."""
    if _is_not_measured(tokens, named.first, language):
        return None
    of_a_salt = _may_be_a_salt(tokens, named, language)
    lead = _lead(text, tokens, named.last, dates, language)
    if lead is None:
        return None
    reading = reading_at(text, tokens, named, lead.at, language, measures, lead)
    if reading is None or (of_a_salt and reading.unit is None):
        return None
    is_limit = reading.beyond and reading.beyond not in measures.analytes[named.analyte].beyond
    return None if is_limit and not _is_all_of_a_line(tokens, reading, language) else reading


def reading_at(
    text: str,
    tokens: Sequence[Token],
    named: Named,
    at: int,
    language: Language,
    measures: Measures,
    lead: _Lead | None = None,
    first: int | None = None,
) -> Reading | None:
    """The value of an analyte whose number stands at ``tokens[at]``."""
    lead = lead or _Lead(at)
    value = _number(text, tokens, at)
    if value is None or _is_part_of_more(tokens, at):
        return None
    mark, after = mark_at(text, tokens, at + 1, language)
    unit, unit_end = unit_at(tokens, _after_bar(tokens, after), language) or (None, 0)
    if unit is None and _is_dose(text, tokens, after, language):
        return None
    if not units_of(named.analyte, value, unit, measures):
        return None
    lead.mark = mark or lead.mark
    covered = _read_marks(text, tokens, unit_end or after, named.analyte, unit, language, measures, lead)
    whole = tokens[at].norm.isdigit() and value.is_integer()
    may_be_dose = named.dose == "units" or (named.dose == "count" and whole and value <= _MOST_TABLETS)
    glued = tokens[at].start == tokens[named.last - 1].end
    if whole and glued and unit is None and len(tokens[at].norm) < _DIGITS_GLUED:
        return None
    last = _closed(tokens, named.first if first is None else first, unit_end or at + 1)
    return Reading(
        first=named.first if first is None else first,
        last=last,
        covered=max(covered, last),
        analyte=named.analyte,
        value=value,
        unit=unit,
        beyond=lead.beyond,
        mark=lead.mark,
        said=lead.said,
        printed=lead.printed,
        day=lead.day,
        sure=named.sure,
        firm=bool(unit or lead.mark or lead.printed) or not may_be_dose,
        dose=named.dose,
    )


def _is_dose(text: str, tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a unit, form or frequency of a dose follows a number, and no other analyte ("Ca 2.25 PO4 0.9")."""
    if index >= len(tokens) or tokens[index].norm not in language.dose_words:
        return False
    if tokens[index].norm in language.words_before_value:
        return False
    other = name_at(text, tokens, index, language)
    return other is None or not other.sure or number_at(tokens, other.last) is None


def _after_bar(tokens: Sequence[Token], index: int) -> int:
    return index + (index < len(tokens) and tokens[index].norm in _BARS)


def _closed(tokens: Sequence[Token], first: int, last: int) -> int:
    """The end of a stretch with the bracket that closes one inside it: "Mg (0.52)"."""
    opened = sum((token.norm == "(") - (token.norm == ")") for token in tokens[first:last])
    return last + (opened > 0 and last < len(tokens) and tokens[last].norm == ")")


def _is_not_measured(tokens: Sequence[Token], first: int, language: Language) -> bool:
    """Whether a target or a condition is named: "target HbA1c 53", "stop if K+ 6"."""
    for index in range(first - 1, max(first - 1 - _TOKENS_BEFORE, -1), -1):
        if tokens[index].kind == "line" or tokens[index].norm in _SENTENCE_ENDS:
            return False
        if tokens[index].norm in language.not_measured_words:
            return True
    return False


def _is_all_of_a_line(tokens: Sequence[Token], reading: Reading, language: Language) -> bool:
    """Whether a line holds nothing but a value, and none before it that it is one of conditions: "Call if:"."""
    if reading.covered < len(tokens) and tokens[reading.covered].kind != "line":
        return False
    if reading.first and tokens[reading.first - 1].kind != "line":
        return False
    above = tokens[max(0, reading.first - _CONDITION_ABOVE) : reading.first]
    words = {token.norm for token in above}
    if not words.isdisjoint(language.not_measured_words):
        return False
    opens_list = any(one.norm == ":" and other.kind == "line" for one, other in pairwise(above))
    return not opens_list or not words.isdisjoint(language.result_headings)


def _may_be_a_salt(tokens: Sequence[Token], named: Named, language: Language) -> bool:
    """Whether the name may be the second word of a medicine's: "levothyroxine sodium 100"."""
    if named.dose != "count" or not named.first or len(tokens[named.first].norm) <= _LONGEST_SYMBOL:
        return False
    before = tokens[named.first - 1]
    leads = (language.words_before_value, language.result_headings, language.function_words, language.joining_words)
    return before.kind == "word" and not any(before.norm in words for words in leads)


def _lead(text: str, tokens: Sequence[Token], index: int, dates: Sequence[Written], language: Language) -> _Lead | None:
    """What stands between a name and its number, or None where anything else does."""
    lead = _Lead(index)
    while lead.at < min(index + _MOST_BETWEEN, len(tokens)):
        token = tokens[lead.at]
        day = date_around(dates, token.start, token.start + 1)
        if day:
            lead.day = day.day
            while lead.at < len(tokens) and tokens[lead.at].start < day.end:
                lead.at += 1
        elif token.kind == "number":
            short = _after_short_date(tokens, lead.at)
            printed = None if short else range_at(text, tokens, lead.at, language)
            if not short and not printed:
                return lead
            lead.printed = printed or lead.printed
            lead.at = printed.last if printed else short
        elif token.kind == "line" or not _may_stand_between(text, tokens, lead, language):
            return None
    return None


def _may_stand_between(text: str, tokens: Sequence[Token], lead: _Lead, language: Language) -> bool:
    """Whether a token may stand before a value; what it says of the value is kept, and ``lead.at`` goes on."""
    token = tokens[lead.at]
    after = tokens[lead.at + 1] if lead.at + 1 < len(tokens) else None
    if token.norm in ("<", ">"):
        lead.beyond = "<" if token.norm == "<" else ">"
        lead.at += 1
        return after is not None and after.kind == "number"
    for words, sign in ((language.less_than_words, "<"), (language.more_than_words, ">")):
        if token.norm in words:
            lead.beyond = "<" if sign == "<" else ">"
            lead.at += 2
            return after is not None and after.kind == "word" and after.norm not in language.analyte_heads
    printed = range_at(text, tokens, lead.at, language)
    if printed:
        lead.printed = printed
        lead.at = printed.last
        return True
    said, at = mark_at(text, tokens, lead.at, language)
    if said:
        if len(token.norm) <= 2 and token.kind == "word":
            lead.mark = said  # a column of marks before that of values
        else:
            lead.said = None if lead.said and lead.said != said else said
        lead.at = at
        return True
    lead.at += 1
    return token.norm in language.words_before_value or token.norm in _BETWEEN


def _after_short_date(tokens: Sequence[Token], index: int) -> int:
    """The token after a date without a year ("12/03"), or 0."""
    if index + 2 >= len(tokens) or tokens[index + 1].norm != "/" or tokens[index + 2].kind != "number":
        return 0
    return index + 3


def _number(text: str, tokens: Sequence[Token], index: int) -> float | None:
    """The number at a token, with a decimal point before it, too (".66")."""
    value = number_at(tokens, index)
    before = tokens[index - 1] if index else None
    if value is None or before is None or before.norm != "." or before.end != tokens[index].start:
        return value
    if not text[before.start - 1 : before.start].isspace() or not tokens[index].norm.isdigit():
        return value
    return float(f"0.{tokens[index].norm}")


def _is_part_of_more(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number is part of a date, a fraction or a range: "138/4.2", "3-4"."""
    if index + 2 >= len(tokens) or tokens[index + 2].kind != "number":
        return False
    return tokens[index + 1].norm == "/" or (
        tokens[index + 1].norm == "-" and tokens[index + 1].start == tokens[index].end
    )


def _read_marks(
    text: str,
    tokens: Sequence[Token],
    index: int,
    analyte: str,
    unit: str | None,
    language: Language,
    measures: Measures,
    lead: _Lead,
) -> int:
    """The token after the marks and the range that stand after a value; both are kept in ``lead``."""
    at = index
    for _ in range(4):  # a mark, a range and another mark, or a bar between them
        mark, after = mark_at(text, tokens, at, language)
        if mark or after > at:
            lead.mark = lead.mark or mark
            at = after
            continue
        printed = range_at(text, tokens, at, language)
        if printed and lead.printed is None and _is_range_of(printed, analyte, unit, measures):
            lead.printed = printed
            at = printed.last
        elif after_bar := _after_bar(tokens, at) - at:
            mark, after = mark_at(text, tokens, at + after_bar, language)
            if not mark:
                break
            lead.mark, at = lead.mark or mark, after
        else:
            break
    return at


def _is_range_of(printed: PrintedRange, analyte: str, unit: str | None, measures: Measures) -> bool:
    """Whether values of the analyte, in this unit or any that is assumed, lie in a printed range."""
    rows = [row for row in measures.units.get(analyte, ()) if (row.unit == unit if unit else row.assumed)]
    low = printed.low if printed.low is not None else 0.0
    high = printed.high if printed.high is not None else float("inf")
    return any(row.low <= high and low <= row.high for row in rows)
