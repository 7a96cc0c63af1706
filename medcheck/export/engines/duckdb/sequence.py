"""First uses counted by DuckDB: the numbers of ``medcheck.export.sequence.uses.count_uses``, in ``sequence.sql``."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence

import duckdb

from medcheck.export.engines.duckdb.cells import row_parts_sql, trimmed
from medcheck.export.engines.duckdb.connection import Connection, connected
from medcheck.export.engines.duckdb.engine import WIDEST, gc_paused
from medcheck.export.engines.duckdb.reader import load, native_source
from medcheck.export.engines.duckdb.writer import answer_columns
from medcheck.export.job import Job, resolved_lines_of
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.sequence.uses import GroupsOf, GroupUse, Pair, Uses, count_uses
from medcheck.export.times.dates import DATE_LETTERS, PLACEHOLDER_YEARS, day


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
    _first_rows(job, connection, source)
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
    rows, undated, without_patient, people, first_day, last_day = connection.run("counts")[0]
    connection.run("create_line_groups")
    groups = (
        (*count.line, group)
        for count, answer in zip(lines.counts, lines.answers, strict=True)
        for group in groups_of(answer)
    )
    connection.insert("line_groups", groups, ["VARCHAR", "VARCHAR", "INTEGER"])
    connection.run("first_uses", same_cells=" AND ".join(f"f.c{place} = g.r{place}" for place in places))
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


def _first_rows(job: Job, connection: Connection, source: str) -> None:
    used = job.export.used
    columns = ", ".join(f"coalesce({column}, '') AS {column}" for column in _columns(job))
    values = {
        "patient": row_parts_sql(used)["patient"],
        "cells": ", ".join(f"c{place}" for place in answer_columns(job)),
        "date": trimmed(used.date) if used.date is not None else "''",
        "date_letters": str(DATE_LETTERS),
        "source": f"(SELECT {columns} FROM {source})",
    }
    connection.run("first_rows", placeholder_years=", ".join(f"'{y}'" for y in sorted(PLACEHOLDER_YEARS)), **values)
    if not connection.number("odd_dates"):
        return
    connection.run("drop_first_rows")
    asked = {name: values[name] for name in ("date", "date_letters", "source")}
    cells = [cell for (cell,) in connection.run("date_cells", **asked)]
    connection.run("create_days")
    days = ((cell, when.toordinal() if when else None) for cell in cells for when in (day(cell),))
    connection.insert("days", days, ["VARCHAR", "BIGINT"])
    connection.run("first_rows_by_days", **values)


def _columns(job: Job) -> list[str]:
    """The columns that are looked at."""
    used = job.export.used
    places = {*answer_columns(job), *(place for place in (used.patient, used.date) if place is not None)}
    return [f"c{place}" for place in sorted(places)]
