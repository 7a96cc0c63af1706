"""DuckDB: the same rows as the reference, on all cores and from disk where memory does not hold them.

A CSV file that any reader sees alike is read by DuckDB itself; every other file, and one that DuckDB stumbles over,
comes through the reference's readers, which know the line of what is wrong. The steps are those of ``plan.sql``.
"""

import contextlib
import gc
from collections.abc import Iterator

import duckdb

from medcheck.export.engines import python
from medcheck.export.engines.duckdb.cells import as_in_file, row_parts_sql, safe
from medcheck.export.engines.duckdb.connection import TEXT_AS_LIST, Connection, as_text, connected
from medcheck.export.engines.duckdb.patients import count_rows, review_patients
from medcheck.export.engines.duckdb.reader import load, native_source
from medcheck.export.engines.duckdb.times import Timed, kinds_of_times, look_up_times
from medcheck.export.engines.duckdb.writer import answer_columns, write_rows
from medcheck.export.job import Job, Tally, tally_of_lines
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.lines.resolved_lines import ResolvedLines
from medcheck.export.outputs.cells import cell
from medcheck.export.times.spans import SHIFTED_DAY

# A writer of DuckDB 2 holds 256 KiB for each column, one of DuckDB 1.5 (which Python 3.10 gets) over ten times as much:
# 120 columns did not fit into 400 MB there, 60 did. Exports of prescriptions have fewer than fifty.
WIDEST = 60


def review(job: Job) -> Tally:
    """Read the export natively where that is safe, else through the reference's readers.

    An export of more than WIDEST columns is left to the reference as a whole.
    """
    if len(job.export.columns) > WIDEST:
        return python.review(job)
    source = native_source(job)
    if source:
        with contextlib.suppress(duckdb.Error), connected(job) as connection, gc_paused():
            return _review(job, connection, source)
        job.export.check_unchanged()
        job.rejected.clear()
    with connected(job) as connection, gc_paused():
        return _review(job, connection, load(job, connection))


def _review(job: Job, connection: Connection, source: str) -> Tally:
    counts, (dated, late, *first_and_last_day) = _distinct(job, connection, source)
    timed = Timed(job)
    if job.notice_shift(dated, late) or (job.as_of is None and job.export.used.has_times):
        connection.run("last_days", patient=row_parts_sql(job.export.used)["patient"], source=timed.source(source))
        timed = timed._replace(by_person=True)
    timed = timed.settle(connection)
    tally = tally_of_lines(job, counts)
    tally.dated, (tally.first_day, tally.last_day) = dated, first_and_last_day
    _store_answers(job, connection, tally.lines)
    count_rows(job, connection, timed, source, tally)
    tally.rows_out = write_rows(
        job, connection, timed, source, tally.rows_in, meanwhile=lambda: review_patients(job, connection, tally)
    )
    return tally


def _distinct(job: Job, connection: Connection, source: str) -> tuple[list[LineCount], tuple[int, ...]]:
    """What is distinct in the export: its lines, and on which days its rows begin, as ``days_of_rows`` says it."""
    job.progress.stage("Reading", total=None)
    used = job.export.used
    parts = row_parts_sql(used)
    line = {f"r{place}": as_in_file(place) for place in answer_columns(job)}
    kinds = [line, *kinds_of_times(used)]
    connection.run(
        "distinct_cells",
        cells=", ".join(f"{cell} AS {name}" for kind in kinds for name, cell in kind.items()),
        kinds=", ".join(f"({', '.join(kind)})" for kind in kinds),
        items=f"sum({parts['items']})::BIGINT" if used.items is not None else "0",
        source=source,
    )
    look_up_times(job, connection)
    connection.run(
        "raw_lines",
        raw=", ".join(line),
        cells=", ".join(f"{name}, {name} AS c{name[1:]}" for name in line),
        first=next(iter(line)),
        text=parts["text"],
        code=parts["code"],
    )
    connection.run("lines")
    counts = [
        LineCount(DistinctLine(text, code), rows, items) for text, code, rows, items in connection.run("read_lines")
    ]
    if counts != sorted(counts):
        raise AssertionError("DuckDB sorts text otherwise than Python")
    days = "days_of_rows" if used.date is not None and used.has_times else "no_days"
    return counts, connection.run(days, shifted_day=str(SHIFTED_DAY))[0]


def _store_answers(job: Job, connection: Connection, lines: ResolvedLines) -> None:
    """The table ``lookup`` of what is written after a row, by the cells that settle it."""
    number_of: dict[tuple[str, ...], int] = {}
    numbers = [
        number_of.setdefault((answer.kind, answer.ingredients, answer.findings, answer.corrected), len(number_of))
        for answer in lines.answers
    ]
    # In CSV what is absent is written as nothing, an empty text as two quotes.
    csv = job.format == "csv"
    cells = ((safe(text, job.raw) or None for text in texts) if csv else texts for texts in number_of)
    in_rows = (",".join(cell(text, job.raw) for text in texts) for texts in number_of)
    connection.run("create_answers")
    answers = ((*texts, in_row, number) for number, (texts, in_row) in enumerate(zip(cells, in_rows, strict=True)))
    connection.insert("answers", answers, [*["VARCHAR"] * 5, "INTEGER"])
    connection.run("answer_of_line", [as_text(numbers)], numbers=TEXT_AS_LIST)
    connection.run("lookup")


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """What a review keeps only grows and holds no cycles: to look for some again and again would take its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
