"""Whether a row counts on the day of the review: when it began, and what says when it ends.

Days are ordinals, as ``date.toordinal`` gives them. A day of None is one that nobody knows: a row without a begin has
begun, one without an end has not ended.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from medcheck.export.inputs.layouts import TAKEN, layouts
from medcheck.export.inputs.profiles import Columns
from medcheck.export.lines.code_cells import SEPARATOR
from medcheck.export.times.assumed import ASSUMED_DAYS
from medcheck.export.times.dates import day
from medcheck.export.times.supply import days_of_quantity, days_of_supply

Time = Literal["past", "current", "to come"]
TIMES: tuple[Time, ...] = get_args(Time)

# What says when a row ends, in this order: its status; its stop date; the days of its supply; its quantity with its
# directions. Where nothing does: an "open" row is taken until a stop is written, an "assumed" one ends after the days
# that are assumed, and of an "unknown" one nobody knows, so that it counts.
EndedBy = Literal["status", "stop", "supply", "quantity", "open", "assumed", "unknown"]
ENDED_BY: tuple[EndedBy, ...] = get_args(EndedBy)

# No export holds medicines of this year yet: dates were moved for the sake of privacy, each patient's by another span,
# as in MIMIC. A few such are slips of the pen.
SHIFTED_YEAR = 2100
SHIFTED_SHARE = 0.5
SHIFTED_DAY = date(SHIFTED_YEAR, 1, 1).toordinal()


class TimeCells(NamedTuple):
    """The cells of a row that say when it counts; those of several stop or status columns are joined."""

    start: str = ""
    stop: str = ""
    status: str = ""
    supply: str = ""
    quantity: str = ""
    directions: str = ""


class Span(NamedTuple):
    """From when to when a row counts, both days included, and what says so."""

    start: int | None
    end: int | None
    ended_by: EndedBy


class Rules(NamedTuple):
    """How the rows of an export are judged; ``as_of`` None is each person's own last day.

    ``assumed`` are the days for which a row counts that nothing ends; with ``assume_all`` also where the export's
    layout says that it is taken still.
    """

    used: Columns
    as_of: int | None
    assumed: int = ASSUMED_DAYS
    assume_all: bool = False

    def span(self, cells: TimeCells) -> Span:
        """From when to when a row with these cells counts."""
        start = _ordinal(cells.start)
        state = status_of(cells.status, self.used.inactive) if self.used.status else ""
        if state == "ended":
            return Span(start, None, "status")
        stops = [stop for stop in cells.stop.split(SEPARATOR) if stop] if self.used.stop else []
        days = [found for found in map(_ordinal, stops) if found is not None]
        if days and (start is None or start <= min(days)):
            return Span(start, min(days), "stop")
        if stops:
            return Span(start, None, "unknown")  # no day, or one before the begin: one of the two is wrong
        lasts, by = supply_of(cells.supply, cells.quantity, cells.directions)
        if lasts and start:
            return Span(start, start + lasts - 1, by)
        if (self.used.taken or state == "taken") and not self.assume_all:
            return Span(start, None, "open")
        if start:
            return Span(start, start + self.assumed - 1, "assumed")
        return Span(start, None, "unknown")


def time_of(span: Span, on: int | None) -> Time:
    """Whether a row counts on a day; on a day that nobody knows it does unless its status has ended it."""
    if span.ended_by == "status":
        return "past"
    if on is not None and span.start is not None and span.start > on:
        return "to come"
    if on is not None and span.end is not None and span.end < on:
        return "past"
    return "current"


def status_of(status: str, inactive: Sequence[frozenset[str]]) -> Literal["ended", "taken", ""]:
    """What the joined cells of the status columns say; ``inactive`` are the values of each that end a row."""
    values = [cell.strip().casefold() for cell in status.split(SEPARATOR)]
    if any(value in ended for value, ended in zip(values, inactive, strict=True)):
        return "ended"
    return "taken" if not layouts().values[TAKEN].isdisjoint(values) else ""


def supply_of(supply: str, quantity: str, directions: str) -> tuple[int | None, EndedBy]:
    """How many days a row's supply lasts, and which cells say so."""
    days = days_of_supply(supply) if supply else None
    if days:
        return days, "supply"
    return (days_of_quantity(quantity, directions) if quantity and directions else None), "quantity"


def is_shifted(dated: int, late: int) -> bool:
    """Whether an export's dates were moved into another century: so many rows are dated, ``late`` of them so late."""
    return dated > 0 and late > dated * SHIFTED_SHARE


def _ordinal(cell: str) -> int | None:
    found = day(cell)
    return found.toordinal() if found else None
