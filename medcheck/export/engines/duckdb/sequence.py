"""First uses counted by DuckDB: the numbers of ``medcheck.export.sequence.uses.count_uses``, in ``sequence.sql``."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import duckdb

from medcheck.export.engines.duckdb.cells import PATIENT, as_in_file, blank, date_cell, row_parts_sql
from medcheck.export.engines.duckdb.connection import Connection, connected
from medcheck.export.engines.duckdb.engine import WIDEST, gc_paused
from medcheck.export.engines.duckdb.plan import step
from medcheck.export.engines.duckdb.reader import load, native_source
from medcheck.export.engines.duckdb.writer import answer_columns
from medcheck.export.job import Job, resolved_lines_of
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.sequence.uses import GroupsOf, GroupUse, Pair, Uses, count_uses
from medcheck.export.times.dates import day


def count_uses_in_duckdb(job: Job, groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int) -> Uses:
    """Read the export natively where that is safe, else through the reference's readers."""
    if len(job.export.columns) > WIDEST:
        return count_uses(job, groups_of, pairs, run_in)
    source = native_source(job)
    if source:
        with contextlib.suppress(duckdb.Error), connected(job) as connection, gc_paused():
            return _count(job, connection, source, groups_of, pairs, run_in)
        job.export.check_unchanged()
        job.rejected.clear()
    with connected(job) as connection, gc_paused():
        return _count(job, connection, load(job, connection), groups_of, pairs, run_in)


def _count(
    job: Job, connection: Connection, source: str, groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int
) -> Uses:
    job.progress.stage("Reading", total=None)
    dates = _first_rows(job, connection, source)
    parts = row_parts_sql(job.export.used)
    places = answer_columns(job)
    connection.run(
        "line_cells",
        raw=", ".join(f"c{place} AS r{place}" for place in places),
        cells=", ".join(f"c{place}" for place in places),
        text=parts["text"],
        code=parts["code"],
    )
    found = connection.run("distinct_lines")
    lines = resolved_lines_of(job, [LineCount(DistinctLine(text, code), rows, 0) for text, code, rows in found])
    rows = sum(found.rows for found in dates)
    undated = sum(found.rows for found in dates if found.day is None)
    without_patient = sum(found.rows for found in dates if found.nobody)
    days = {found.cell: found.day for found in dates if found.day is not None and not found.nobody}
    first_day, last_day = min(days.values(), default=0), max(days.values(), default=0)
    people = connection.number("people_with_dates", patient=PATIENT)
    connection.run("create_first_days")
    connection.insert("first_days", days.items(), ["VARCHAR", "BIGINT"])
    connection.run("create_line_groups")
    groups = (
        (*count.line, group)
        for count, answer in zip(lines.counts, lines.answers, strict=True)
        for group in groups_of(answer)
    )
    connection.insert("line_groups", groups, ["VARCHAR", "VARCHAR", "INTEGER"])
    same_cells = " AND ".join(f"f.c{place} = g.r{place}" for place in places)
    connection.run("first_uses", patient=PATIENT, same_cells=same_cells)
    connection.run("began", start=str(first_day + run_in))
    began: dict[int, dict[int, int]] = defaultdict(dict)
    for group, number, people_of_day in connection.run("began_by_day"):
        began[group][number] = people_of_day
    connection.run("create_pairs")
    connection.insert("pairs", pairs, ["INTEGER", "INTEGER"])
    users = dict(connection.run("users"))
    apart: dict[Pair, dict[int, int]] = {pair: {} for pair in pairs if all(group in users for group in pair)}
    for index, marker, difference, number in connection.run("days_apart"):
        apart[index, marker][difference] = number
    uses = {group: GroupUse(number, began[group]) for group, number in users.items()}
    return Uses(lines, rows, undated, without_patient, people, first_day, last_day, uses, apart)


class _Date(NamedTuple):
    """A cell that holds a date, in how many rows it stands, and the day, if it is one."""

    cell: str
    nobody: bool
    rows: int
    day: int | None


def _first_rows(job: Job, connection: Connection, source: str) -> list[_Date]:
    """The table first_rows, in which the first date as written is the first day; gives the dates."""
    place = job.export.used.date
    in_file = date_cell(place) if place is not None else "''"
    dates = _read(job, connection, source, _columns(job), in_file)
    if _in_order(dates):
        return dates
    connection.run("drop_first_rows")
    connection.run("create_days_written")
    written = {found.cell: date.fromordinal(found.day).isoformat() for found in dates if found.day is not None}
    connection.insert("days_written", written.items(), ["VARCHAR", "VARCHAR"])
    source = step("with_days_written", source=source, date=in_file)
    return _read(job, connection, source, [*_columns(job), "day_cell"], "day_cell")


def _read(job: Job, connection: Connection, source: str, columns: Sequence[str], date: str) -> list[_Date]:
    used = job.export.used
    connection.run(
        "first_rows",
        cell=as_in_file(used.patient) if used.patient is not None else "''",
        nobody=blank(used.patient) if used.patient is not None else "true",
        cells=", ".join(f"c{place}" for place in answer_columns(job)),
        columns=", ".join(f"coalesce({column}, '') AS {column}" for column in columns),
        date=date,
        source=source,
    )
    cells = connection.run("date_cells")
    days = {cell: day(cell) for cell, _, _ in cells}
    return [
        _Date(cell, nobody, rows, when.toordinal() if (when := days[cell]) else None) for cell, nobody, rows in cells
    ]


def _in_order(dates: Sequence[_Date]) -> bool:
    """Whether every date is a day, and the order of the days that of the letters."""
    days = [found.day for found in sorted(dates, key=lambda one: one.cell) if found.cell]
    known = [one for one in days if one is not None]
    return len(known) == len(days) and known == sorted(known)


def _columns(job: Job) -> list[str]:
    """The columns that are looked at."""
    used = job.export.used
    places = {*answer_columns(job), *(place for place in (used.patient, used.date) if place is not None)}
    return [f"c{place}" for place in sorted(places)]
