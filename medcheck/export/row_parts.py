"""What a review looks at in a row: its patient, its line, and the cells that say when it counts."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.export.inputs.profiles import Columns
from medcheck.export.lines import code_cells
from medcheck.export.lines.code_cells import SEPARATOR
from medcheck.export.lines.distinct_line import DistinctLine, joined_text
from medcheck.export.times.dates import DATE_LETTERS
from medcheck.export.times.spans import TimeCells

# What is cut off at both ends of a cell; it must be the same in every engine.
BLANKS = " \t\r\n"


class RowParts(NamedTuple):
    """``items`` is how many prescriptions a row counts."""

    patient: str
    line: DistinctLine
    times: TimeCells
    items: int


def row_parts(row: Sequence[str], used: Columns) -> RowParts:
    """What the review looks at in a row."""
    items = row[used.items].strip() if used.items is not None else ""
    return RowParts(
        row[used.patient].strip(BLANKS) if used.patient is not None else "",
        DistinctLine(
            joined_text([row[place].strip(BLANKS) for place in used.drug]),
            code_cells.join([row[place].strip(BLANKS) for place in used.code], used.systems) if used.code else "",
        ),
        _time_cells(row, used) if used.has_times else TimeCells(),
        int(items) if items.isascii() and items.isdigit() and len(items) < 16 else 0,
    )


def _time_cells(row: Sequence[str], used: Columns) -> TimeCells:
    def cell(place: int | None) -> str:
        return row[place].strip(BLANKS) if place is not None else ""

    return TimeCells(
        cell(used.date)[:DATE_LETTERS],
        SEPARATOR.join(cell(place)[:DATE_LETTERS] for place in used.stop),
        SEPARATOR.join(cell(place) for place in used.status),
        cell(used.supply),
        *((cell(used.quantity), cell(used.directions)) if used.has_quantities else ("", "")),
    )
