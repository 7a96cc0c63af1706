"""The SQL that says when each row counts: what ``medcheck.export.times.spans`` means, for all rows at once.

Cells as most exports have them are read in SQL ("plain": days written as 2026-11-30, supplies as digits). A cell of any
other kind is "odd"; where there is one, Python reads each distinct cell and rows are joined to what it says.
"""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.export.engines.duckdb.cells import row_parts_sql, trimmed
from medcheck.export.engines.duckdb.connection import Connection
from medcheck.export.engines.duckdb.plan import step
from medcheck.export.inputs.layouts import TAKEN, layouts
from medcheck.export.inputs.parquet import quoted
from medcheck.export.job import Job
from medcheck.export.lines import code_cells
from medcheck.export.times.dates import DATE_LETTERS, PLACEHOLDER_YEARS, day
from medcheck.export.times.spans import SHIFTED_DAY, status_of, supply_of
from medcheck.export.times.supply import MOST_DAYS

_JOINED = f" || chr({ord(code_cells.SEPARATOR)}) || "
_NO_TIMES = "*, '' AS row_time, '' AS ended_by, NULL::INTEGER AS start, false AS odd"


class Timed(NamedTuple):
    """Rows with when they count: ``looked_up`` cells were read by Python; ``by_person`` is each one's own last day."""

    job: Job
    looked_up: bool = False
    by_person: bool = False

    def source(self, source: str) -> str:
        """The SQL of the rows of a source with the columns row_time, ended_by, start and odd beside their own."""
        used, rules = self.job.export.used, self.job.rules
        if not used.has_times:
            return f"(SELECT {_NO_TIMES} FROM {source})"
        cells = self._looked_up_cells(source) if self.looked_up else self._plain_cells(source)
        on = "last_day" if self.by_person else str(rules.as_of) if rules.as_of is not None else "NULL::INTEGER"
        return step(
            "timed",
            cells=cells,
            still_taken="false" if rules.assume_all else "true" if used.taken else f"state = '{TAKEN}'",
            assumed=str(rules.assumed),
            on=on,
            last_days=f"LEFT JOIN last_days ON last_days.patient = {row_parts_sql(used)['patient']}"
            if self.by_person
            else "",
        )

    def _plain_cells(self, source: str) -> str:
        used = self.job.export.used
        start = _date_cell(used.date)
        stops = [_date_cell(place) for place in used.stop]
        supply = trimmed(used.supply) if used.supply is not None else "''"
        digits = f"CASE WHEN regexp_full_match({supply}, '[0-9]{{1,4}}') THEN CAST({supply} AS INTEGER) END"
        odd = [f"({cell} <> '' AND ({_day(cell)}) IS NULL)" for cell in (start, *stops)]
        odd += [f"strlen({cell}) <> length({cell})" for cell in map(trimmed, used.status)]  # case is more than ASCII's
        if used.supply is not None:
            odd.append(f"({supply} <> '' AND NOT regexp_full_match({supply}, '[0-9]{{1,4}}'))")
        days = f"CASE WHEN {digits} BETWEEN 1 AND {MOST_DAYS} THEN {digits} END" if used.supply is not None else "NULL"
        least = f"least({', '.join(map(_day, stops))})" if stops else "NULL"
        return (
            f"SELECT *, {_day(start)} AS start, {least}::INTEGER AS stop_day, false AS stop_unread, "
            f"{self._state()} AS state, {days}::INTEGER AS supply_days, 'supply' AS supply_by, "
            f"{' OR '.join(odd)} AS odd FROM {source}"
        )

    def _state(self) -> str:
        used = self.job.export.used
        if not used.status:
            return "''"
        cells = [f"lower({trimmed(place)})" for place in used.status]
        ended = [f"{cell} IN {_listed(values)}" for cell, values in zip(cells, used.inactive, strict=True) if values]
        taken = [f"{cell} IN {_listed(layouts().values[TAKEN])}" for cell in cells]
        is_ended, is_taken = " OR ".join(ended) or "false", " OR ".join(taken)
        return f"CASE WHEN {is_ended} THEN 'ended' WHEN {is_taken} THEN '{TAKEN}' ELSE '' END"

    def _looked_up_cells(self, source: str) -> str:
        used = self.job.export.used
        stops = range(len(used.stop))
        joins = [f"LEFT JOIN days d ON d.cell = {_date_cell(used.date)}"]
        joins += [f"LEFT JOIN days d{n} ON d{n}.cell = {_date_cell(used.stop[n])}" for n in stops]
        joins.append(f"LEFT JOIN states ON states.cell = {_status_cells(used.status)}")
        supply, quantity, directions = _supply_cells(self.job)
        joins.append(
            f"LEFT JOIN supplies u ON u.supply = {supply} AND u.quantity = {quantity} AND u.directions = {directions}"
        )
        least = f"least({', '.join(f'd{n}.day' for n in stops)})" if stops else "NULL"
        unread = " OR ".join(f"{_date_cell(place)} <> ''" for place in used.stop) or "false"
        return (
            f"SELECT s.*, d.day AS start, {least}::INTEGER AS stop_day, {unread} AS stop_unread, states.state AS state,"
            f" u.days AS supply_days, u.lasts_by AS supply_by, false AS odd FROM {source} s {' '.join(joins)}"
        )


def group_raw_cells(job: Job, connection: Connection, source: str, raw_cells: Sequence[str], items: str) -> Timed:
    """The table raw_cells, with when its rows count; and how that is said again of the same rows."""
    used = job.export.used
    timed = Timed(job, used.has_times and used.has_quantities)

    def group() -> None:
        connection.run("drop_raw_cells")
        connection.run(
            "raw_cells",
            cells=", ".join(raw_cells),
            items=items,
            source=timed.source(source),
            cell_numbers=", ".join(str(number) for number in range(1, len(raw_cells) + 3)),
            shifted_day=str(SHIFTED_DAY),
        )

    if timed.looked_up:
        _look_up(job, connection, source)
    group()
    if connection.number("odd_rows"):
        timed = timed._replace(looked_up=True)
        _look_up(job, connection, source)
        group()
    dated, late = connection.run("dated_rows")[0]
    if job.notice_shift(dated, late) or (job.as_of is None and used.has_times):
        connection.run("last_days", patient=row_parts_sql(used)["patient"], source=timed.source(source))
        timed = timed._replace(by_person=True)
        group()
    return timed


def _look_up(job: Job, connection: Connection, source: str) -> None:
    """What Python says of the cells: the day of each, the state of each status, how long each supply lasts."""
    used = job.export.used
    dates = (used.date, *used.stop)
    cells = " UNION ".join(f"SELECT {_date_cell(place)} AS cell FROM {source}" for place in dates)
    found = ((cell, day(cell)) for (cell,) in connection.run("distinct_cells", cells=cells))
    connection.run("create_days")
    connection.insert(
        "days", ((cell, when.toordinal() if when else None) for cell, when in found), ["VARCHAR", "INTEGER"]
    )
    status = _status_cells(used.status)
    statuses = connection.run("distinct_cells", cells=f"SELECT {status} AS cell FROM {source}") if used.status else []
    connection.run("create_states")
    states = ((cell, status_of(cell, used.inactive)) for (cell,) in statuses)
    connection.insert("states", states, ["VARCHAR", "VARCHAR"])
    supplies = connection.run("distinct_cells", cells=f"SELECT {', '.join(_supply_cells(job))} FROM {source}")
    connection.run("create_supplies")
    connection.insert(
        "supplies", ((*row, *supply_of(*row)) for row in supplies), [*["VARCHAR"] * 3, "INTEGER", "VARCHAR"]
    )


def _date_cell(place: int | None) -> str:
    return f"left({trimmed(place)}, {DATE_LETTERS})" if place is not None else "''"


def _status_cells(places: Sequence[int]) -> str:
    return _JOINED.join(map(trimmed, places)) or "''"


def _supply_cells(job: Job) -> list[str]:
    used = job.export.used
    places = (used.supply, *((used.quantity, used.directions) if used.has_quantities else (None, None)))
    return [trimmed(place) if place is not None else "''" for place in places]


def _day(cell: str) -> str:
    """The SQL of the ordinal of a day written as 2026-11-30; NULL for anything else."""
    return (
        f"CASE WHEN {cell}[5] = '-' AND {cell}[8] = '-' AND {cell}[11] NOT BETWEEN '0' AND '9' "
        f"AND {cell}[:4] NOT IN {_listed(map(str, PLACEHOLDER_YEARS))} "
        f"THEN datediff('day', DATE '0001-01-01', try_cast({cell}[:10] AS DATE)) + 1 END"
    )


def _listed(values: "Sequence[str] | frozenset[str] | map[str]") -> str:
    return f"({', '.join(map(quoted, sorted(values)))})"
