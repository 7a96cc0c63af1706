"""The SQL that says when each row counts: what ``medcheck.export.times.spans`` means, for all rows at once.

Python reads each distinct cell, of which there are few, and rows are joined to what it says. Where dates and status
alone tell, it is worked out for their combinations, which are few as well, and rows are joined to the result.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from medcheck.export.engines.duckdb.cells import as_in_file, date_cell, row_parts_sql
from medcheck.export.engines.duckdb.connection import Connection
from medcheck.export.engines.duckdb.plan import step
from medcheck.export.inputs.layouts import TAKEN
from medcheck.export.inputs.profiles import Columns
from medcheck.export.job import Job
from medcheck.export.lines import code_cells
from medcheck.export.row_parts import BLANKS
from medcheck.export.times.dates import day
from medcheck.export.times.spans import status_of, supply_of

_JOINED = f" || chr({ord(code_cells.SEPARATOR)}) || "
_NO_TIMES = "*, '' AS row_time, '' AS ended_by, NULL::INTEGER AS start"

_START = "start"

# Cells that are read together: the SQL of each by its name in ``distinct_cells``.
Kind = dict[str, str]


class Timed(NamedTuple):
    """Rows with when they count; ``by_person`` is on each one's own last day.

    ``settled`` says that the table ``settled_times`` has it for each combination of cells.
    """

    job: Job
    by_person: bool = False
    settled: bool = False

    def settle(self, connection: Connection) -> "Timed":
        """Make that table where the combinations of cells are few."""
        kinds = kinds_of_times(self.job.export.used)
        if self.by_person or len(kinds) != 1:
            return self
        (names,) = kinds
        cells = {name: f"{name}_cell" for name in names}
        renamed = ", ".join(f"{name} AS {cell}" for name, cell in cells.items())
        combinations = f"(SELECT {renamed}, n FROM distinct_cells WHERE {next(iter(cells))} IS NOT NULL)"
        connection.run("settled_times", cells=", ".join(cells.values()), source=self._timed(combinations, cells))
        return self._replace(settled=True)

    def source(self, source: str) -> str:
        """The SQL of the rows of a source with the columns row_time, ended_by and start beside their own."""
        used = self.job.export.used
        if not used.has_times:
            return f"(SELECT {_NO_TIMES} FROM {source})"
        if self.settled:
            (cells,) = kinds_of_times(used)
            same = " AND ".join(f"t.{name}_cell = {cell}" for name, cell in cells.items())
            return f"(SELECT s.*, row_time, ended_by, start FROM {source} s JOIN settled_times t ON {same})"
        return self._timed(source, {name: cell for kind in kinds_of_times(used) for name, cell in kind.items()})

    def _timed(self, source: str, cells: Kind) -> str:
        """The SQL of the rows of a source, whose ``cells`` are these, with when they count."""
        used, rules = self.job.export.used, self.job.rules
        return step(
            "timed",
            cells=_looked_up_cells(used, source, cells),
            still_taken="false" if rules.assume_all else "true" if used.taken else f"state = '{TAKEN}'",
            assumed=str(rules.assumed),
            on="last_day" if self.by_person else str(rules.as_of) if rules.as_of is not None else "NULL::INTEGER",
            last_days=f"LEFT JOIN last_days ON last_days.patient = {row_parts_sql(used)['patient']}"
            if self.by_person
            else "",
        )


def kinds_of_times(used: Columns) -> list[Kind]:
    """The cells that say when a row counts: each date by itself, those of a status, and those of a supply.

    Where there is one date at most and no supply, its combinations with a status are few, and one kind.
    """
    if not used.has_times:
        return []
    dates, status, supply = _dates(used), _status(used), _supply(used)
    if len(dates) < 2 and not supply:
        return list(filter(None, ({**dates, **status},)))
    return [*({name: cell} for name, cell in dates.items()), *filter(None, (status, supply))]


def look_up_times(job: Job, connection: Connection) -> None:
    """What Python says of the cells: the day of each, the state of each status, how long each supply lasts."""
    used = job.export.used

    def distinct(names: Sequence[str]) -> list[tuple[Any, ...]]:
        return connection.run("cells_of_kind", cells=", ".join(names), first=names[0]) if names else []

    connection.run("create_days")
    connection.run("create_states")
    connection.run("create_supplies")
    if not used.has_times:
        return
    cells = {cell for name in _dates(used) for (cell,) in distinct([name])}
    days = ((cell, when.toordinal() if when else None) for cell in cells for when in (day(cell),))
    connection.insert("days", days, ["VARCHAR", "INTEGER"])
    states = ((cell, status_of(cell, used.inactive)) for (cell,) in distinct(list(_status(used))))
    connection.insert("states", states, ["VARCHAR", "VARCHAR"])
    names = list(_supply(used))
    supplies = (_lasting(dict(zip(names, row, strict=True))) for row in distinct(names))
    connection.insert("supplies", supplies, [*["VARCHAR"] * 3, "INTEGER", "VARCHAR"])


def _lasting(cells: dict[str, str]) -> tuple[object, ...]:
    """A row of ``supplies``."""
    found = [cells.get(name, "") for name in ("supply", "quantity", "directions")]
    supply, quantity, directions = (cell.strip(BLANKS) for cell in found)
    return (*found, *supply_of(supply, quantity, directions))


def _looked_up_cells(used: Columns, source: str, cells: Kind) -> str:
    """The SQL of the rows with what Python says of their cells; each cell is looked up as it stands in the file."""
    stops = [name for name in _dates(used) if name != _START]
    joins = [f"LEFT JOIN days {name}_day ON {name}_day.cell = {cells[name]}" for name in _dates(used)]
    joins += [f"LEFT JOIN states ON states.cell = {cells[name]}" for name in _status(used)]
    supply = [f"supplies.{name} = {cells[name]}" for name in _supply(used)]
    joins += [f"LEFT JOIN supplies ON {' AND '.join(supply)}"] if supply else []
    start = f"{_START}_day.day" if used.date is not None else "NULL::INTEGER"
    stop = f"least({', '.join(f'{name}_day.day' for name in stops)})" if stops else "NULL::INTEGER"
    unread = " OR ".join(f"{cells[name]} <> ''" for name in stops) or "false"
    state = "states.state" if used.status else "''"
    lasts = "supplies.days AS supply_days, lasts_by" if supply else "NULL::INTEGER AS supply_days, '' AS lasts_by"
    return (
        f"SELECT s.*, {start} AS start, {stop} AS stop_day, {unread} AS stop_unread, {state} AS state, {lasts} "
        f"FROM {source} s {' '.join(joins)}"
    )


def _dates(used: Columns) -> Kind:
    """The cells that hold a day, each of which is read by itself."""
    start = {_START: date_cell(used.date)} if used.date is not None else {}
    return {**start, **{f"stop{n}": date_cell(place) for n, place in enumerate(used.stop)}}


def _status(used: Columns) -> Kind:
    return {"status": _JOINED.join(map(as_in_file, used.status))} if used.status else {}


def _supply(used: Columns) -> Kind:
    places = {"supply": used.supply}
    if used.has_quantities:
        places |= {"quantity": used.quantity, "directions": used.directions}
    return {name: as_in_file(place) for name, place in places.items() if place is not None}
