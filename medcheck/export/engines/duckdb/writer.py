"""Writes the rows with their answers, in the order of the export: in one stream, or in several side by side."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from medcheck.export.engines.duckdb.cells import csv_cell, identifier, safe
from medcheck.export.engines.duckdb.connection import Connection, errors_told_apart
from medcheck.export.engines.duckdb.plan import step
from medcheck.export.engines.duckdb.reader import read_csv
from medcheck.export.engines.duckdb.times import Timed
from medcheck.export.engines.streams import ByteRange, append, byte_ranges, has_pipe_paths, open_pipe
from medcheck.export.inputs.delimited import DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.parquet import quoted
from medcheck.export.job import Job
from medcheck.export.outputs.cells import ADDED, line

_COMMA = ", ',', "
# A row of more columns is not put together as one text: of 30 formulas in each DuckDB 1.5 wants more memory than half
# of what it may have, of 24 it does not.
_MOST_BARE_COLUMNS = 20
_RANGES_PER_THREAD = 4  # while the later ones are written, the earlier are put together


def write_rows(
    job: Job, connection: Connection, timed: Timed, source: str, rows: int, meanwhile: Callable[[], None]
) -> int:
    """Write the file of rows and say how many; ``meanwhile`` is done beside the writing where that goes in streams."""
    files = [file for file in job.export.files if isinstance(file, DelimitedFile)]
    if not files or not source.startswith("read_csv") or job.format != "csv" or not has_pipe_paths():
        meanwhile()
        return _write_in_one_stream(job, connection, timed, source, rows)
    ranges = _ranges_of(files, connection.threads * _RANGES_PER_THREAD)
    with _streams(job, connection, timed, ranges, rows) as written:
        meanwhile()
        total = written()
    if total != rows and len(ranges) > len(files):  # a range did not end between rows after all
        with _streams(job, connection, timed, _ranges_of(files, 1), rows) as written:
            total = written()
    return total


def copy_rows(job: Job, timed: Timed, source: str, target: Path, header: bool) -> str:
    """The SQL that writes the rows of a source."""
    csv = job.format == "csv"
    if csv and _is_bare(job, source):
        return _copy_bare_rows(job, timed, source, target, header)
    # read_csv reads what is empty, quoted or not, as absent
    empty = not source.startswith("read_csv")
    cells = [f"c{place}" for place in range(len(job.export.columns))]
    written = [csv_cell(cell, job.raw, empty) if csv else f"coalesce({cell}, '')" for cell in cells]
    written += ["kind", "ingredients", "findings", "corrected", "nullif(row_time, '')" if csv else "row_time"]
    names = [safe(name, job.raw) if csv else name for name in (*job.export.columns, *ADDED)]
    return step(
        "write_rows",
        columns=", ".join(f"{sql} AS {identifier(name)}" for sql, name in zip(written, names, strict=True)),
        source=timed.source(source),
        same_cells=same_cells(job),
        target=quoted(str(target)),
        options=f"FORMAT csv, HEADER {str(header).lower()}, NULLSTR ''" if csv else "FORMAT parquet",
    )


def _copy_bare_rows(job: Job, timed: Timed, source: str, target: Path, header: bool) -> str:
    """The SQL that writes the rows of bare files, each as one cell."""
    cells = [csv_cell(f"c{place}", job.raw, empty=False) for place in range(len(job.export.columns))]
    return step(
        "write_bare_rows",
        row=_COMMA.join((*cells, "in_row", "row_time")),
        quoted_row=_COMMA.join((*map(_quoted_cell, cells), "in_row", "row_time")),
        header_row=identifier(line((*job.export.columns, *ADDED), job.raw).rstrip("\n")),
        source=timed.source(source),
        same_cells=same_cells(job),
        target=quoted(str(target)),
        header=str(header).lower(),
    )


def _quoted_cell(cell: str) -> str:
    """The SQL of a cell of a bare file in quotes where DuckDB would set them."""
    return f"CASE WHEN contains({cell}, '#') THEN '\"' || {cell} || '\"' ELSE {cell} END"


def _is_bare(job: Job, source: str) -> bool:
    files = [file for file in job.export.files if isinstance(file, DelimitedFile)]
    narrow = len(job.export.columns) <= _MOST_BARE_COLUMNS
    return narrow and source.startswith("read_csv") and all(file.bare for file in files)


def answer_columns(job: Job) -> list[int]:
    """The columns that settle the answer of a row."""
    return sorted({*job.export.used.drug, *job.export.used.code})


def same_cells(job: Job) -> str:
    """The SQL that joins a row of the export ``s`` to the answer ``a`` of its cells."""
    return " AND ".join(f"coalesce(s.c{place}, '') = a.r{place}" for place in answer_columns(job))


def _rows_path(job: Job) -> Path:
    return job.output.path(job.rows_file)


def _write_in_one_stream(job: Job, connection: Connection, timed: Timed, source: str, rows: int) -> int:
    """In one thread: a join of several would mix the rows."""
    job.progress.stage("Writing", total=rows)
    with connection.single_threaded():
        return connection.copy(copy_rows(job, timed, source, _rows_path(job), True))


def _ranges_of(files: Sequence[DelimitedFile], number: int) -> list[ByteRange]:
    return [part for file in files for part in byte_ranges(file.path, is_gzipped(file.path), number, file.open_quotes)]


@contextlib.contextmanager
def _streams(
    job: Job, connection: Connection, timed: Timed, ranges: Sequence[ByteRange], rows: int
) -> Iterator[Callable[[], int]]:
    """Write the rows while the context lasts; what it gives waits for them and says how many there were.

    Each range of a text file is read and written by one thread, which keeps its order, into a part of its own; the
    parts are put together in their order.
    """
    targets = [_rows_path(job), *(job.output.part(f"part-{number}") for number in range(1, len(ranges)))]
    cursors = [connection.cursor() for _ in ranges]

    def write(number: int) -> int:
        with open_pipe(ranges[number]) as path, errors_told_apart():
            file = job.export.files[0]
            assert isinstance(file, DelimitedFile)
            source = read_csv(file, [path], ranges[number].first, False)
            header = number == 0
            return int(cursors[number].execute(copy_rows(job, timed, source, targets[number], header)).fetchall()[0][0])

    def written() -> int:
        total = 0
        job.progress.stage("Writing", total=rows)
        for number, future in enumerate(futures):
            total += future.result()
            if number:
                append(targets[0], targets[number])
                job.output.drop(f"part-{number}")
            job.progress.at(total)
        return total

    with connection.single_threaded(), ThreadPoolExecutor(connection.threads) as pool:  # our threads, not DuckDB's too
        futures = [pool.submit(write, number) for number in range(len(ranges))]
        try:
            yield written
        except BaseException:
            for waiting in futures:
                waiting.cancel()
            for cursor in cursors:
                cursor.interrupt()
            raise
