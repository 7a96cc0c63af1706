"""The laboratory values of a text, in its order."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from medcheck.document.dates import Written, date_around, read_dates
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import Result
from medcheck.results.columns import column_readings
from medcheck.results.judge import judge
from medcheck.results.measures import Measures, units_of
from medcheck.results.names import Named, name_at
from medcheck.results.value import Reading, reading_at, reading_of

_ARROWS = ("->", "→", ">>")
_ARROW = frozenset("->→")
_NO_CHANCE = 3  # analytes in one line
_NEAR = 1  # lines: so far away a sure value shows that a doubtful one is a value, too


class FoundResult(NamedTuple):
    """A value with the stretch ``tokens[first:last]`` that it takes up, its mark and printed range included.

    ``values``: the value in the unit of the reference range, one for each unit that it may be in. ``times_upper``: how
    many times the upper limit it is, at least; None where there is no such limit. ``superseded``: a later one follows.
    """

    first: int
    last: int
    result: Result
    values: tuple[float, ...]
    times_upper: float | None
    superseded: bool


def read_results(
    text: str,
    tokens: Sequence[Token],
    lines_of_text: Sequence[Line],
    places: Sequence[int],
    language: Language,
    measures: Measures,
) -> list[FoundResult]:
    """The laboratory values of a text; a dose, a target, a date and a value of urine are none.

    ``places``: the tokens at which the name of an analyte may begin.
    """
    dates = read_dates(text)
    in_columns = list(column_readings(text, tokens, lines_of_text, places, dates, language, measures))
    in_lines = _readings(text, tokens, places, dates, language, measures)
    readings = _together(in_columns, in_lines)
    if not readings:
        return []
    ends = [index for index, token in enumerate(tokens) if token.kind == "line"]
    lines = [bisect_right(ends, reading.first) for reading in readings]
    settled = _settled_lines(readings, lines)
    headed = {bisect_right(ends, at) for at, token in enumerate(tokens) if token.norm in language.result_headings}
    return [
        FoundResult(
            reading.first,
            reading.covered,
            _result(text, tokens, reading, dates, measures),
            converted := _converted(reading, measures),
            _times_upper(reading, converted, measures),
            reading.superseded,
        )
        for reading, line in zip(readings, lines, strict=True)
        if (reading.sure and reading.firm) or line in headed or _has_company(reading, line, settled)
    ]


def _together(in_columns: Sequence[Reading], in_lines: Sequence[Reading]) -> list[Reading]:
    """The values of columns and those of lines that hold none of them, in order."""
    firsts = [reading.first for reading in in_columns]
    furthest = [0, *accumulate((reading.covered for reading in in_columns), max)]  # of those up to there
    free = [reading for reading in in_lines if furthest[bisect_left(firsts, reading.covered)] <= reading.first]
    return sorted((*in_columns, *free), key=lambda reading: reading.first)


def _settled_lines(readings: Sequence[Reading], lines: Sequence[int]) -> set[int]:
    """The lines with a sure value, or with so many in small letters or capitals that they are no chance."""
    sure = {line for reading, line in zip(readings, lines, strict=True) if reading.sure and reading.firm}
    firm = {(line, reading.analyte) for reading, line in zip(readings, lines, strict=True) if reading.firm}
    counts = Counter(line for line, _ in firm)
    return sure | {line for line, count in counts.items() if count >= _NO_CHANCE}


def _has_company(reading: Reading, line: int, settled: set[int]) -> bool:
    """Whether a sure value stands near a doubtful one; beside a number that may count units, in its own line."""
    near = 0 if reading.dose == "units" else _NEAR
    return any(other in settled for other in range(line - near, line + near + 1))


def _readings(
    text: str,
    tokens: Sequence[Token],
    places: Sequence[int],
    dates: Sequence[Written],
    language: Language,
    measures: Measures,
) -> list[Reading]:
    found: list[Reading] = []
    done = 0  # the token up to which the last name or value reaches
    for index in places:
        if index < done or _is_a_unit(tokens, index, found, dates):
            continue
        named = name_at(text, tokens, index, language)
        if named is None or named.analyte not in measures.analytes:
            continue
        reading = reading_of(text, tokens, named, dates, language, measures)
        done = reading.covered if reading else named.last
        while reading:
            later = _later(text, tokens, named, reading.covered, language, measures)
            found.append(reading._replace(superseded=later is not None))
            done, reading = reading.covered, later
    return found


def _later(
    text: str, tokens: Sequence[Token], named: Named, index: int, language: Language, measures: Measures
) -> Reading | None:
    """The value after an arrow: "K 3.1 -> 3.6"."""
    at = index
    while at < len(tokens) and tokens[at].norm in _ARROW and at < index + 2:
        at += 1
    arrow = "".join(token.norm for token in tokens[index:at])
    return reading_at(text, tokens, named, at, language, measures, first=at) if arrow in _ARROWS else None


def _is_a_unit(tokens: Sequence[Token], index: int, found: Sequence[Reading], dates: Sequence[Written]) -> bool:
    """Whether a symbol stands after a number that is neither a value nor of a date: "20 Mg"."""
    before = tokens[index - 1] if index else None
    if before is None or before.kind != "number":
        return False
    if date_around(dates, before.start, before.start + 1):
        return False
    return not found or found[-1].covered < index


def _result(
    text: str, tokens: Sequence[Token], reading: Reading, dates: Sequence[Written], measures: Measures
) -> Result:
    judged = judge(reading, measures)
    start, end = tokens[reading.first].start, tokens[reading.last - 1].end
    day = reading.day or _only_date(text, start, end, dates)
    return Result(
        name=reading.analyte,
        value=reading.value,
        unit=reading.unit,
        flag=judged.flag,
        text=text[start:end],
        start=start,
        end=end,
        beyond=reading.beyond,
        reference=judged.reference,
        judged_by=judged.by,
        date=day.isoformat() if day else None,
    )


def _converted(reading: Reading, measures: Measures) -> tuple[float, ...]:
    units = units_of(reading.analyte, reading.value, reading.unit, measures)
    return tuple(sorted({reading.value * unit.factor + unit.offset for unit in units}))


def _times_upper(reading: Reading, converted: Sequence[float], measures: Measures) -> float | None:
    if reading.printed and reading.printed.high:
        return reading.value / reading.printed.high
    upper = measures.upper_limits.get(reading.analyte)
    return min(converted) / upper if converted and upper else None


def _only_date(text: str, start: int, end: int, dates: Sequence[Written]) -> date | None:
    """The date of a line that bears one only."""
    first = text.rfind("\n", 0, start) + 1
    last = (text.find("\n", end) + 1 or len(text) + 1) - 1
    at, after = (bisect_left(dates, place, key=lambda day: day.start) for place in (first, last))
    return dates[at].day if after - at == 1 else None
