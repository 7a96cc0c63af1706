"""The DuckDB of one review: its settings, its queries, and its errors told apart."""

import contextlib
import errno
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import duckdb

from medcheck.export.engines.duckdb.plan import step
from medcheck.export.inputs.parquet import quoted
from medcheck.export.interrupts import interrupts_kept
from medcheck.export.job import Job
from medcheck.export.progress import Progress
from medcheck.processes import cores

MEMORY_MB = 800  # with the interpreter and its tables a whole review stays under 1.5 GB
MEMORY_PER_THREAD_MB = 125
BATCH = 20_000  # rows that go to DuckDB at once


_BETWEEN, _NONE = "\x1e", "\x1f"
_MARK_OF_NONE = f"chr({ord(_NONE)})"
# The SQL of a list that ``as_text`` has written.
TEXT_AS_LIST = f"string_split(?, chr({ord(_BETWEEN)}))"


def as_text(values: Sequence[object]) -> str | None:
    """A list as one text, None where a value holds what stands between them or for none.

    DuckDB takes a list apart value by value; 1.5 looks for numpy and pandas at each, and where they are not installed
    takes 0.2 ms for that.
    """
    texts = [_NONE if value is None else str(value) for value in values]
    text = _BETWEEN.join(texts)
    clear = text.count(_BETWEEN) == len(texts) - 1 and texts.count(_NONE) == sum(value is None for value in values)
    return text if clear else None


class Connection:
    """A DuckDB in memory, with an encrypted scratch folder beside the output."""

    def __init__(self, database: "duckdb.DuckDBPyConnection", threads: int, progress: Progress) -> None:
        self._database, self._progress = database, progress
        self.threads = threads

    def run(self, name: str, parameters: Sequence[object] | None = None, **values: str) -> list[tuple[Any, ...]]:
        """The rows that a step of the plan gives; how far it is can be seen meanwhile."""
        with self._query(), self._progress.watch(self._share):
            return self._database.execute(step(name, **values), parameters).fetchall()

    def copy(self, sql: str) -> int:
        """Write a file by a step filled in elsewhere; gives its rows."""
        with self._query(), self._progress.watch(self._share):
            return int(self._database.execute(sql).fetchall()[0][0])

    def number(self, name: str, **values: str) -> int:
        """The one number that a step of the plan gives."""
        return int(self.run(name, **values)[0][0])

    def execute(self, sql: str) -> None:
        """A statement that is no step of the plan."""
        with self._query():
            self._database.execute(sql)

    def insert(self, table: str, rows: Iterable[Sequence[object]], types: Sequence[str]) -> int:
        """Put rows into a table, a batch at a time; gives how many."""
        remaining, total = iter(rows), 0
        while batch := list(islice(remaining, BATCH)):
            columns = [list(column) for column in zip(*batch, strict=True)]
            texts = [as_text(column) for column in columns]
            sql = ", ".join(
                f"unnest(?::{kind}[])" if text is None else f"nullif(unnest({TEXT_AS_LIST}), {_MARK_OF_NONE})::{kind}"
                for kind, text in zip(types, texts, strict=True)
            )
            values = [column if text is None else text for column, text in zip(columns, texts, strict=True)]
            with self._query():
                self._database.execute(f"INSERT INTO {table} SELECT {sql}", values)
            total += len(batch)
            self._progress.at(total)
        return total

    def cursor(self) -> "duckdb.DuckDBPyConnection":
        """A way for another thread to the same tables."""
        return self._database.cursor()

    @contextlib.contextmanager
    def single_threaded(self) -> Iterator[None]:
        """While this lasts, a query runs in the thread that asks, and rows keep their order."""
        self.execute("SET threads = 1")
        yield
        self.execute(f"SET threads = {self.threads}")

    @contextlib.contextmanager
    def _query(self) -> Iterator[None]:
        with interrupts_kept(self._database.interrupt), errors_told_apart():
            yield

    def _share(self) -> float:
        try:
            return float(self._database.query_progress()) / 100
        except (duckdb.Error, AttributeError):
            return 0.0


@contextlib.contextmanager
def connected(job: Job) -> Iterator[Connection]:
    """An empty database for a review, closed afterwards."""
    threads = job.pool.workers or cores()
    database = duckdb.connect(config={"allow_unsigned_extensions": "false"})
    try:
        connection = Connection(database, threads, job.progress)
        for setting in (
            f"threads = {threads}",
            f"memory_limit = '{max(MEMORY_MB, MEMORY_PER_THREAD_MB * threads)}MB'",
            f"temp_directory = {quoted(str(job.output.scratch('spill')))}",
            "temp_file_encryption = true",  # what does not fit in memory is patient text, too
            # Without OpenSSL, which comes with an extension from the network, DuckDB encrypts only when told that its
            # own random numbers will do: what is left of a killed run is no text, and goes with the next run.
            "force_mbedtls_unsafe = true",
            "autoinstall_known_extensions = false",
            "preserve_insertion_order = true",
            "enable_progress_bar = false",
            # The answers must be the side that is looked up, for the rows to keep their order. Looking for common
            # subexpressions takes a time that grows with the square of the columns: 9 s for 1,000 of them.
            "disabled_optimizers = 'join_order,build_side_probe_side,common_subexpressions'",
        ):
            connection.execute(f"SET {setting}")
        yield connection
    finally:
        database.close()


@contextlib.contextmanager
def errors_told_apart() -> Iterator[None]:
    """DuckDB's errors as Python's own where those say more."""
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.IOException as error:
        full = "No space" in str(error)
        what = "the disk is full" if full else "reading or writing failed"
        raise OSError(errno.ENOSPC if full else errno.EIO, what) from None
    except duckdb.OutOfMemoryException:
        raise MemoryError("DuckDB ran out of memory") from None
