"""What a review looks at in a row: its patient, its line, and whether it is still active."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from medcheck.export.inputs.profiles import Columns
from medcheck.export.lines import code_cells
from medcheck.export.lines.code_cells import SEPARATOR
from medcheck.export.lines.distinct_line import DistinctLine, joined_text
from medcheck.export.patients.activity import DATE_LETTERS, is_inactive

# What is cut off at both ends of a cell; it must be the same in every engine.
BLANKS = " \t\r\n"


class RowParts(NamedTuple):
    """``stop`` and ``status`` are the cells of those columns, joined; ``items`` is how many prescriptions it counts."""

    patient: str
    line: DistinctLine
    stop: str
    status: str
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
        SEPARATOR.join(row[place].strip(BLANKS)[:DATE_LETTERS] for place in used.stop),
        SEPARATOR.join(row[place].strip(BLANKS) for place in used.status),
        int(items) if items.isascii() and items.isdigit() and len(items) < 16 else 0,
    )


def row_is_inactive(used: Columns, as_of: date, stop: str, status: str) -> bool:
    """Whether the rows with these joined cells no longer count on the day of the review."""
    stops = stop.split(SEPARATOR) if used.stop else ()
    statuses = status.split(SEPARATOR) if used.status else ()
    return is_inactive(stops, statuses, used.inactive, as_of)
