"""DuckDB: the same rows as the reference, on all cores and from disk where memory does not hold them.

A CSV file that any reader sees alike is read by DuckDB itself; every other file, and one that DuckDB stumbles over,
comes through the reference's readers, which know the line of what is wrong.
"""

import contextlib
import errno
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from medcheck.export.engines.duckdb.sql import identifier, native, read_csv, safe, sql_parts, written
from medcheck.export.engines.streams import Stretch, append, flowing, possible, stretches
from medcheck.export.inputs.delimited import DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.parquet import quoted
from medcheck.export.job import ON_THE_PAGE, Job, Tally, tally_of_lines
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.lines.pool import cores
from medcheck.export.lines.resolved_lines import ResolvedLines
from medcheck.export.outputs.cells import ADDED
from medcheck.export.outputs.patients_file import COLUMNS, medicines_and_combinations
from medcheck.export.patients.rules import PatientReview, PatientRow

_BATCH = 20_000
_MEMORY_MB = 800  # with the interpreter and its tables a whole review stays under 1.5 GB
_MEMORY_PER_THREAD_MB = 125
_STRETCHES_PER_THREAD = 4  # while the later ones are written, the earlier are put together


class _CannotRead(Exception):  # noqa: N818 - not an error of the run: the reference's readers take over
    """DuckDB does not read this file as the reference would."""


def review(job: Job) -> Tally:
    """Read the export natively where that is safe, else through the reference's readers."""
    source = native(job)
    if source:
        try:
            with _connected(job) as connection, _uncollected():
                return _Run(job, connection, source).tally()
        except _CannotRead:
            job.rejected.clear()
    with _connected(job) as connection, _uncollected():
        rows_in = _load(job, connection)
        tally = _Run(job, connection, "source").tally()
        assert tally.rows_in == rows_in
        return tally


@contextlib.contextmanager
def _connected(job: Job) -> Iterator["duckdb.DuckDBPyConnection"]:
    connection = duckdb.connect(config={"allow_unsigned_extensions": "false"})
    threads = job.pool.workers or cores()
    try:
        connection.execute(f"SET threads = {threads}")
        connection.execute(f"SET memory_limit = '{max(_MEMORY_MB, _MEMORY_PER_THREAD_MB * threads)}MB'")
        connection.execute(f"SET temp_directory = {quoted(str(job.output.scratch('spill')))}")
        connection.execute("SET temp_file_encryption = true")  # what does not fit in memory is patient text, too
        # Without OpenSSL, which comes with an extension from the network, DuckDB encrypts only when told that its own
        # random numbers will do: what is left of a killed run is no text, and goes with the next run.
        connection.execute("SET force_mbedtls_unsafe = true")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET enable_progress_bar = false")
        # The answers must be the side that is looked up, for the rows to keep their order.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """What a review keeps only grows and holds no cycles: to look for some again and again would take its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _load(job: Job, connection: "duckdb.DuckDBPyConnection") -> int:
    """The rows of the reference's readers into a table; larger than memory it goes to the encrypted spill."""
    width = len(job.export.columns)
    connection.execute(f"CREATE TABLE source ({', '.join(f'c{n} VARCHAR' for n in range(width))})")
    cells = ", ".join("unnest(?::VARCHAR[])" for _ in range(width))
    rows = job.export.rows(job.on_bad)
    total = 0
    job.progress.stage("Reading")
    while batch := list(islice(rows, _BATCH)):
        connection.execute(f"INSERT INTO source SELECT {cells}", [list(column) for column in zip(*batch, strict=True)])
        total += len(batch)
        job.progress.at(total)
    return total


class _Run:
    """One review over ``source``, which is read twice: for what is distinct, and to write."""

    def __init__(self, job: Job, connection: "duckdb.DuckDBPyConnection", source: str) -> None:
        self._job, self._db, self._source = job, connection, source
        self._parts = sql_parts(job.export.used)
        self._threads = job.pool.workers or cores()

    def tally(self) -> Tally:
        job = self._job
        self._group()
        lines = self._db.execute("SELECT text, code, n, items FROM lines ORDER BY line").fetchall()
        counts = [LineCount(DistinctLine(text, code), rows, items) for text, code, rows, items in lines]
        tally = tally_of_lines(job, counts)
        if tally.lines.counts != counts:
            raise AssertionError("DuckDB sorts text otherwise than Python")
        self._store_answers(tally.lines)
        files = [file for file in self._job.export.files if isinstance(file, DelimitedFile)]
        if self._source == "source" or not files or job.format != "csv" or not possible():
            self._review_patients(tally)
            tally.rows_out = self._write_in_one_stream(tally.rows_in)
            return tally
        cut = _cut(files, self._threads * _STRETCHES_PER_THREAD)
        with self._streams(cut, tally.rows_in) as written:
            self._review_patients(tally)
            tally.rows_out = written()
        if tally.rows_out != tally.rows_in and len(cut) > len(files):  # a cut was not between rows after all
            with self._streams(_cut(files, 1), tally.rows_in) as written:
                tally.rows_out = written()
        return tally

    def _group(self) -> None:
        """What is distinct: first cell by cell as it stands, which is quick, then by what the review looks at."""
        self._job.progress.stage("Reading", total=None)
        used = self._job.export.used
        whole = sorted({*self._raw_key(), *((used.patient,) if used.patient is not None else ())})
        cells = [f"coalesce(c{place}, '') AS c{place}" for place in whole]
        cells += [f"{self._parts[name]} AS {name}" for name in self._when()]
        items = f"sum({self._parts['items']})::BIGINT" if used.items is not None else "0"
        self._run(
            f"CREATE TABLE cells AS SELECT {', '.join(cells)}, count(*) AS n, {items} AS items "
            f"FROM {self._source} GROUP BY {', '.join(str(number) for number in range(1, len(cells) + 1))}"
        )
        raw = ", ".join(f"c{place} AS r{place}" for place in self._raw_key())
        self._run(
            f"CREATE TABLE keys AS SELECT {raw}, {self._parts['text']} AS text, {self._parts['code']} AS code, "
            "sum(n)::BIGINT AS n, sum(items)::BIGINT AS items FROM cells GROUP BY ALL"
        )
        self._run(
            "CREATE TABLE lines AS SELECT text, code, sum(n)::BIGINT AS n, sum(items)::BIGINT AS items, "
            "row_number() OVER (ORDER BY text, code) AS line FROM keys GROUP BY text, code"
        )

    def _raw_key(self) -> list[int]:
        """The columns that settle the answer of a row."""
        used = self._job.export.used
        return sorted({*used.drug, *used.code})

    def _when(self) -> list[str]:
        """What settles whether a row is past."""
        used = self._job.export.used
        return [name for name, places in (("stop", used.stop), ("status", used.status)) if places]

    def _store_answers(self, lines: ResolvedLines) -> None:
        """A table ``lookup`` of what is written behind a row, by the cells that settle it."""
        csv, raw = self._job.format == "csv", self._job.raw
        numbers: dict[tuple[str, ...], int] = {}
        said = [
            numbers.setdefault((answer.kind, answer.ingredients, answer.findings, answer.corrected), len(numbers))
            for answer in lines.answers
        ]
        # In CSV what is absent is written as nothing, an empty text as two quotes.
        cells = ((safe(text, raw) or None for text in texts) if csv else texts for texts in numbers)
        self._db.execute(
            "CREATE TABLE answers "
            "(kind VARCHAR, ingredients VARCHAR, findings VARCHAR, corrected VARCHAR, said INTEGER)"
        )
        self._insert("answers", ((*texts, number) for number, texts in enumerate(cells)), 5)
        self._number("said", said)
        self._run(
            "CREATE TABLE lookup AS SELECT * FROM keys JOIN (SELECT text, code, line FROM lines) USING (text, code) "
            "JOIN said USING (line) JOIN answers USING (said)"
        )

    def _number(self, name: str, numbers: Sequence[int]) -> None:
        """A table of one number for each line."""
        self._db.execute(
            f"CREATE TABLE {name} AS SELECT unnest(range(1, len(numbers) + 1))::BIGINT AS line, "
            f"unnest(numbers) AS {name} FROM (SELECT ?::INTEGER[] AS numbers)",
            [numbers],
        )

    def _store_taking(self) -> None:
        when = ", ".join(self._when())
        seen = self._db.execute(f"SELECT DISTINCT {when} FROM cells").fetchall()
        columns = ", ".join(f"{name} VARCHAR" for name in self._when())
        self._db.execute(f"CREATE TABLE taking ({columns}, past BOOLEAN)")

        def judged() -> Iterator[tuple[object, ...]]:
            for cells in seen:
                given = dict(zip(self._when(), cells, strict=True))
                yield (*cells, self._job.is_inactive(given.get("stop", ""), given.get("status", "")))

        self._insert("taking", judged(), len(self._when()) + 1)

    def _insert(self, table: str, rows: Iterator[tuple[object, ...]], width: int) -> None:
        cells = ", ".join("unnest(?)" for _ in range(width))
        while batch := list(islice(rows, _BATCH)):
            self._db.execute(
                f"INSERT INTO {table} SELECT {cells}", [list(column) for column in zip(*batch, strict=True)]
            )

    def _write_in_one_stream(self, rows: int) -> int:
        """The rows with their answers, in their order: a join of several threads would mix them."""
        self._job.progress.stage("Writing", total=rows)
        self._db.execute("SET threads = 1")
        done = self._run(self._copy(self._source, self._target, True))
        self._db.execute(f"SET threads = {self._threads}")
        return int(done[0][0])

    @contextlib.contextmanager
    def _streams(self, cut: Sequence[Stretch], rows: int) -> Iterator[Callable[[], int]]:
        """Write the rows while the context lasts; what it gives waits for them and says how many there were.

        Each stretch of a text file is read and written by one thread, which keeps its order, into a part of its own,
        and the parts are put behind one another.
        """
        output = self._job.output
        targets = [self._target, *(output.part(f"part-{number}") for number in range(1, len(cut)))]
        cursors = [self._db.cursor() for _ in cut]

        def written() -> int:
            total = 0
            self._job.progress.stage("Writing", total=rows)
            for number, future in enumerate(futures):
                total += future.result()
                if number:
                    append(targets[0], targets[number])
                    output.drop(f"part-{number}")
                self._job.progress.at(total)
            return total

        self._db.execute("SET threads = 1")  # each stream has a thread of ours: DuckDB's own would get in their way
        with ThreadPoolExecutor(self._threads) as pool:
            futures = [pool.submit(self._write_stream, *given) for given in zip(cursors, cut, targets, strict=True)]
            try:
                yield written
            except BaseException:
                for waiting in futures:
                    waiting.cancel()
                for cursor in cursors:
                    cursor.interrupt()
                raise
        self._db.execute(f"SET threads = {self._threads}")

    def _write_stream(self, cursor: "duckdb.DuckDBPyConnection", stretch: Stretch, target: Path) -> int:
        with flowing(stretch) as path:
            source = read_csv(self._job, [path], header=stretch.first, gz=False)
            done = self._run(self._copy(source, target, stretch.first and target == self._target), cursor)
        return int(done[0][0])

    @property
    def _target(self) -> Path:
        return self._job.output.path(self._job.rows_file)

    def _copy(self, source: str, target: Path, header: bool) -> str:
        """The SQL that writes the rows of a source.

        A row whose line was not there when lines were listed is not written, and the count of rows then stops the run.
        """
        job = self._job
        csv = job.format == "csv"
        width = len(job.export.columns)
        empty = not source.startswith("read_csv")  # which reads what is empty, quoted or not, as absent
        given = [written(f"c{n}", job.raw, empty) if csv else f"coalesce(c{n}, '')" for n in range(width)]
        added = ["kind"]
        added += ["ingredients", "findings", "corrected"]
        on = " AND ".join(f"coalesce(s.c{place}, '') = a.r{place}" for place in self._raw_key())
        columns = (*job.export.columns, *ADDED)
        names = [safe(column, job.raw) if csv else column for column in columns]
        aliased = ", ".join(f"{sql} AS {identifier(name)}" for sql, name in zip(given + added, names, strict=True))
        options = f"FORMAT csv, HEADER {str(header).lower()}, NULLSTR ''" if csv else "FORMAT parquet"
        return (
            f"COPY (SELECT {aliased} FROM {source} s JOIN lookup a ON {on}) "
            f"TO {quoted(str(target))} ({options}, USE_TMP_FILE false)"
        )

    def _review_patients(self, tally: Tally) -> None:
        for kind, rows in self._one("SELECT kind, sum(n)::BIGINT FROM lookup GROUP BY kind"):
            tally.kinds[kind] = rows
        used = self._job.export.used
        cells, gone = "cells s", "false"
        if self._when():
            self._store_taking()
            cells, gone = f"cells s JOIN taking USING ({', '.join(self._when())})", "past"
            tally.past_rows = self._one(f"SELECT coalesce(sum(n), 0)::BIGINT FROM {cells} WHERE past")[0][0]
        if used.patient is None:
            self._job.output.write("patients.csv", ",".join(COLUMNS) + "\n")
            return
        self._number("matters", tally.sets.set_of)
        self._run("CREATE TABLE taken AS SELECT * FROM lookup JOIN matters USING (line)")
        on = " AND ".join(f"s.c{place} = a.r{place}" for place in self._raw_key())
        self._run(
            f"CREATE TABLE people AS SELECT {self._parts['patient']} AS patient, sum(s.n)::BIGINT AS n, "
            f"coalesce(sum(s.n) FILTER ({gone}), 0)::BIGINT AS gone, "
            "coalesce(sum(s.n) FILTER (kind = 'unrecognised'), 0)::BIGINT AS unread, "
            f"list_sort(list_distinct(list(matters) FILTER (matters > 0 AND NOT {gone}))) AS sets "
            f"FROM {cells} JOIN taken a ON {on} GROUP BY 1"
        )
        tally.without_patient = self._one("SELECT coalesce(sum(n), 0)::BIGINT FROM people WHERE patient = ''")[0][0]
        tally.people = self._one("SELECT count(*) FROM people WHERE patient <> ''")[0][0]
        reviews = self._judge_sets(tally)
        self._run(
            "CREATE TABLE ranked AS SELECT place, patient, review, n, gone, unread "
            "FROM people JOIN judged USING (sets) WHERE patient <> ''"
        )
        tally.patients = self._one("SELECT count(*) FROM ranked")[0][0]
        first = self._one(
            f"SELECT patient, review, n, gone, unread FROM ranked ORDER BY place, patient LIMIT {ON_THE_PAGE}"
        )
        tally.first = [PatientRow(patient, reviews[review], *counted) for patient, review, *counted in first]
        columns = {name: name for name in COLUMNS} | {
            "rank": "row_number() OVER (ORDER BY ranked.place, patient)",
            "patient": written("patient", self._job.raw),
            "rows": "n",
            "past_rows": "gone",
            "unrecognised_rows": "unread",
        }
        shown = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        target = quoted(str(self._job.output.path("patients.csv")))
        self._run(
            f"COPY (SELECT {shown} FROM ranked JOIN reviews USING (review) ORDER BY rank) TO {target} "
            "(FORMAT csv, HEADER true, NULLSTR '', USE_TMP_FILE false)"
        )

    def _judge_sets(self, tally: Tally) -> list[PatientReview]:
        """Each distinct set of lines is judged once: the tables ``reviews`` and ``judged`` of those with a finding."""
        self._run(
            "CREATE TABLE seen AS SELECT sets, count(*) AS people FROM people "
            "WHERE sets IS NOT NULL AND patient <> '' GROUP BY sets"
        )
        seen = self._one("SELECT rowid, sets, people FROM seen")
        self._job.progress.stage("Reviewing patients", "lists of medicines", len(seen))
        reviews: Counter[PatientReview] = Counter()
        said: list[tuple[int, PatientReview]] = []
        for done, (row, sets, people) in enumerate(seen):
            review = tally.sets.review(sets)
            reviews[review] += people
            said.append((row, review))
            self._job.progress.at(done)
        tally.reviews = reviews
        found = [review for review in reviews if review.findings]
        number = {review: number for number, review in enumerate(found)}
        self._store_reviews(found, tally.sets.names)
        self._db.execute("CREATE TABLE review_of (seen BIGINT, review INTEGER)")
        self._insert("review_of", ((row, number[review]) for row, review in said if review.findings), 2)
        self._run(
            "CREATE TABLE judged AS SELECT sets, review, place FROM seen JOIN review_of ON seen.rowid = review_of.seen "
            "JOIN reviews USING (review)"
        )
        return found

    def _store_reviews(self, reviews: Sequence[PatientReview], names: Sequence[str]) -> None:
        """What is said of a patient, by the number of the review; ``place`` is the order in which to review them."""
        places = {
            need: place for place, need in enumerate(sorted({review.priority for review in reviews}, reverse=True))
        }
        self._db.execute(
            "CREATE TABLE reviews (review INTEGER, place INTEGER, warnings INTEGER, combinations INTEGER, "
            "treatment_beside_cause VARCHAR, strong INTEGER, moderate INTEGER, limited INTEGER, findings INTEGER, "
            "medicines VARCHAR, acting_together VARCHAR)"
        )

        def cells() -> Iterator[tuple[object, ...]]:
            for number, review in enumerate(reviews):
                medicines, together = (
                    safe(text, self._job.raw) or None for text in medicines_and_combinations(review, names)
                )
                warnings, combinations, beside, *counts = review.priority
                need = (warnings, combinations, "yes" if beside else "no", *counts)
                yield (number, places[review.priority], *need, medicines, together)

        self._insert("reviews", cells(), 11)

    def _one(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query).fetchall()

    def _run(self, query: str, cursor: "duckdb.DuckDBPyConnection | None" = None) -> list[tuple[Any, ...]]:
        """A query that takes long, with its errors told apart."""
        try:
            if cursor is not None:
                return cursor.execute(query).fetchall()
            with self._job.progress.watch(self._share):
                return self._db.execute(query).fetchall()
        except duckdb.IOException as error:
            raise _disk(error) from None
        except duckdb.OutOfMemoryException:
            raise MemoryError("DuckDB ran out of memory") from None
        except duckdb.Error:
            self._job.export.check_unchanged()
            if self._source == "source":
                raise
            raise _CannotRead from None

    def _share(self) -> float:
        try:
            return float(self._db.query_progress()) / 100
        except (duckdb.Error, AttributeError):
            return 0.0


def _cut(files: Sequence[DelimitedFile], number: int) -> list[Stretch]:
    return [part for file in files for part in stretches(file.path, is_gzipped(file.path), number, file.open_quotes)]


def _disk(error: Exception) -> OSError:
    full = "No space" in str(error)
    return OSError(errno.ENOSPC if full else errno.EIO, "the disk is full" if full else "reading or writing failed")
