"""Writes the rows with their answers, in the order of the export: in one stream, or in several side by side."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from medcheck.export.engines.duckdb.cells import checked_line, csv_cell, identifier, quoted_line, safe, safe_line
from medcheck.export.engines.duckdb.connection import Connection, errors_told_apart
from medcheck.export.engines.duckdb.plan import step
from medcheck.export.engines.duckdb.reader import read_csv, read_lines
from medcheck.export.engines.duckdb.times import Timed
from medcheck.export.engines.streams import ByteRange, append, byte_ranges, has_pipe_paths, line_ends_before, open_pipe
from medcheck.export.inputs.delimited import DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.parquet import quoted
from medcheck.export.job import Job
from medcheck.export.outputs.cells import ADDED, line

_RANGES_PER_THREAD = 4  # while the later ones are written, the earlier are put together


class Part(NamedTuple):
    """A part of the rows, which go to a file of their own: their bytes, and the places of the first and after the last.

    Without places rows are written cell by cell.
    """

    byte_range: ByteRange
    places: tuple[int, int] | None = None


def write_rows(
    job: Job, connection: Connection, timed: Timed, source: str, rows: int, meanwhile: Callable[[], None]
) -> int:
    """Write the file of rows and say how many; ``meanwhile`` is done beside the writing where that goes in streams."""
    files = _delimited(job)
    if not files or not source.startswith("read_csv") or job.format != "csv" or not has_pipe_paths():
        meanwhile()
        return _write_in_one_stream(job, connection, timed, source, rows)
    parts = _parts_of(files, connection.threads * _RANGES_PER_THREAD)
    with _streams(job, connection, timed, parts, rows) as written:
        meanwhile()
        total = written()
    if total != rows and len(parts) > len(files):  # a range did not end between rows after all
        with _streams(job, connection, timed, _parts_of(files, 1), rows) as written:
            total = written()
    return total


def has_lines_for_rows(job: Job, source: str, rows: int) -> bool:
    """Whether each row is a line of a bare file, so that it can be written without taking it apart."""
    files = _delimited(job)
    if not source.startswith("read_csv") or job.format != "csv" or not has_pipe_paths():
        return False
    return all(file.content.bare for file in files) and sum(map(_rows_of, files)) == rows


def write_lines(job: Job, connection: Connection, timed: Timed, rows: int, meanwhile: Callable[[], None]) -> int:
    """Write the file of rows as the lines that they are, each with the answer of its number; say how many."""
    parts = [
        Part(part, (before + _rows_before(file, part.start), before + _rows_before(file, part.end)))
        for before, file in _with_rows_before(_delimited(job))
        for part in _ranges_of(file, connection.threads * _RANGES_PER_THREAD)
    ]
    with _streams(job, connection, timed, parts, rows) as written:
        meanwhile()
        return written()


def copy_rows(job: Job, timed: Timed, source: str, target: Path, header: bool) -> str:
    """The SQL that writes the rows of a source."""
    csv = job.format == "csv"
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


def _copy_lines(job: Job, source: str, places: tuple[int, int], target: Path, header: bool) -> str:
    """The SQL that writes the lines of bare files."""
    first, end = places
    # "\r" is in no bare file
    absent = "\r" + "".join(set.intersection(*(set(file.content.absent) for file in _delimited(job))))
    return step(
        "write_lines",
        line=checked_line("written", len(job.export.columns)),
        safe_line="line" if job.raw else safe_line("line", absent),
        quoted_line=quoted_line("safe_line"),
        header_row=identifier(line((*job.export.columns, *ADDED), job.raw).rstrip("\n")),
        source=source,
        first=str(first),
        end=str(end),
        target=quoted(str(target)),
        header=str(header).lower(),
    )


def answer_columns(job: Job) -> list[int]:
    """The columns that settle the answer of a row."""
    return sorted({*job.export.used.drug, *job.export.used.code})


def same_cells(job: Job, numbered: bool = False) -> str:
    """The SQL that joins a row ``s`` of the export, or of ``numbered_rows``, to the answer ``a`` of its cells."""
    cells = {place: f"s.r{place}_cell" if numbered else f"coalesce(s.c{place}, '')" for place in answer_columns(job)}
    return " AND ".join(f"{cell} = a.r{place}" for place, cell in cells.items())


def _rows_path(job: Job) -> Path:
    return job.output.path(job.rows_file)


def _write_in_one_stream(job: Job, connection: Connection, timed: Timed, source: str, rows: int) -> int:
    """In one thread: a join of several would mix the rows."""
    job.progress.stage("Writing", total=rows)
    with connection.single_threaded():
        return connection.copy(copy_rows(job, timed, source, _rows_path(job), True))


def _delimited(job: Job) -> list[DelimitedFile]:
    return [file for file in job.export.files if isinstance(file, DelimitedFile)]


def _rows_of(file: DelimitedFile) -> int:
    """How many rows a bare file has whose lines are rows but for its header."""
    return max(0, sum(file.content.line_ends) - 1)


def _rows_before(file: DelimitedFile, place: int) -> int:
    """How many rows of a bare file stand before a place between rows."""
    if is_gzipped(file.path):
        return _rows_of(file) if place else 0
    if place == file.path.stat().st_size:  # no line end need stand there
        return _rows_of(file)
    return max(0, line_ends_before(file.path, place, file.content.line_ends) - 1)


def _with_rows_before(files: Sequence[DelimitedFile]) -> Iterator[tuple[int, DelimitedFile]]:
    """Each bare file with how many rows those before it have."""
    before = 0
    for file in files:
        yield before, file
        before += _rows_of(file)


def _ranges_of(file: DelimitedFile, number: int) -> list[ByteRange]:
    return byte_ranges(file.path, is_gzipped(file.path), number, file.content.open_quotes)


def _parts_of(files: Sequence[DelimitedFile], number: int) -> list[Part]:
    return [Part(part) for file in files for part in _ranges_of(file, number)]


@contextlib.contextmanager
def _streams(
    job: Job, connection: Connection, timed: Timed, parts: Sequence[Part], rows: int
) -> Iterator[Callable[[], int]]:
    """Write the rows while the context lasts; what it gives waits for them and says how many there were.

    Each range of a text file is read and written by one thread, which keeps its order, into a part of its own; the
    parts are put together in their order.
    """
    targets = [_rows_path(job), *(job.output.part(f"part-{number}") for number in range(1, len(parts)))]
    cursors = [connection.cursor() for _ in parts]

    def write(number: int) -> int:
        byte_range, places = parts[number]
        header = number == 0
        with open_pipe(byte_range) as path, errors_told_apart():
            if places is None:
                source = read_csv(_delimited(job)[0], [path], byte_range.first, False)
                sql = copy_rows(job, timed, source, targets[number], header)
            else:
                sql = _copy_lines(job, read_lines([path], byte_range.first, False), places, targets[number], header)
            return int(cursors[number].execute(sql).fetchall()[0][0])

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
        futures = [pool.submit(write, number) for number in range(len(parts))]
        try:
            yield written
        except BaseException:
            for waiting in futures:
                waiting.cancel()
            for cursor in cursors:
                cursor.interrupt()
            raise
