"""Values in tables: a column for each analyte ("Na  K  Cr" over numbers), or one for each day beside the names."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.document.dates import Written, date_around
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.results.measures import Measures
from medcheck.results.names import Named, name_at
from medcheck.results.numbers import unit_at
from medcheck.results.value import Reading, reading_at

_FEWEST = 2  # columns of analytes, or of days, that make a head
_FEWEST_LINES = 2  # a head and a row
_GAP = 2  # spaces between two cells

Cell = tuple[int, int]


class Column(NamedTuple):
    """What the head of a column names: an analyte, or the day of the values below it."""

    named: Named | None
    day: date | None


def column_readings(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[int],
    dates: Sequence[Written],
    language: Language,
    measures: Measures,
) -> Iterator[Reading]:
    """The values of all tables with such a head, row by row; rows of values are in the lines right below it.

    ``places``: the tokens at which the name of an analyte may begin.
    """
    if len(lines) < _FEWEST_LINES:
        return
    head: list[Column] = []
    for line in lines:
        names = bisect_left(places, line.last) - bisect_left(places, line.first)
        if not head and names < _FEWEST and not dates:
            continue
        cells = _cells(text, tokens, line)
        if len(cells) < _FEWEST:
            head = []
            continue
        columns = [_column(text, tokens, cell, dates, language) for cell in cells]
        if _is_head(columns):
            head = columns
        elif head and len(cells) == len(head) and not line.blank:
            yield from _row(text, tokens, cells, columns, head, language, measures)
        else:
            head = []


def _cells(text: str, tokens: Sequence[Token], line: Line) -> list[Cell]:
    """The cells of a line, parted by bars, tabs or wide gaps."""
    cells: list[Cell] = []
    first = line.first
    for index in range(line.first, line.last):
        if tokens[index].norm == "|":
            if index > first:
                cells.append((first, index))
            first = index + 1
        elif index > first:
            gap = text[tokens[index - 1].end : tokens[index].start]
            if "\t" in gap or len(gap) >= _GAP:
                cells.append((first, index))
                first = index
    return [*cells, (first, line.last)] if first < line.last else cells


def _column(text: str, tokens: Sequence[Token], cell: Cell, dates: Sequence[Written], language: Language) -> Column:
    first, last = cell
    start, end = tokens[first].start, tokens[last - 1].end
    day = date_around(dates, start, end)
    named = name_at(text, tokens, first, language)
    return Column(named if named and _ends_there(tokens, named.last, last, language) else None, day and day.day)


def _ends_there(tokens: Sequence[Token], index: int, last: int, language: Language) -> bool:
    """Whether a cell holds no more than a name, or a name and its unit: "K (mmol/L)"."""
    unit = unit_at(tokens, index + (index < last and tokens[index].norm in ("(", ",", "[")), language)
    return index >= last or (unit is not None and unit[1] + 1 >= last)


def _is_head(columns: Sequence[Column]) -> bool:
    analytes = sum(column.named is not None for column in columns)
    return analytes >= _FEWEST or sum(column.day is not None for column in columns) >= _FEWEST


def _row(
    text: str,
    tokens: Sequence[Token],
    cells: Sequence[Cell],
    columns: Sequence[Column],
    head: Sequence[Column],
    language: Language,
    measures: Measures,
) -> Iterator[Reading]:
    beside = next((column.named for column in columns if column.named), None)
    day = next((column.day for column in columns if column.day), None)
    for (first, _), own, above in zip(cells, columns, head, strict=True):
        named = above.named or (beside if above.day and own.named is None else None)
        if named is None:
            continue
        reading = reading_at(text, tokens, named, first, language, measures, first=first)
        if reading:
            yield reading._replace(day=above.day or day, sure=True, firm=True)
