"""Apache Spark: the reference's readers and resolver on the cores of a cluster, and Spark's own groups and joins.

Each stretch of a file is read where a core is free, so the files must be on a path that every executor sees. Rows and
patients are never gathered on the driver; distinct lines and distinct lists of medicines are.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from medcheck.export.answers import Answer, Key
from medcheck.export.cells import ADDED, line
from medcheck.export.codes import damaged
from medcheck.export.engines.streams import Stretch, Window, append, stretches
from medcheck.export.exceptions import EngineUnavailable
from medcheck.export.job import (
    JOINT,
    ON_THE_PAGE,
    Job,
    Judged,
    LineCount,
    PatientRow,
    Tally,
    no_kinds,
    parts,
    patient_cells,
)
from medcheck.export.patients import COLUMNS, PatientReview
from medcheck.export.profiles import Columns
from medcheck.export.readers.delimited import DelimitedFile
from medcheck.export.readers.rows import Table, stop_at_bad
from medcheck.export.taking import is_past
from medcheck.export.worker import decode

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_BATCH = 4096
_ROW = "cells array<string>, patient string, line string, code string, stop string, status string, items bigint"


class _Piece(NamedTuple):
    """What one task reads: a stretch of a text file, or a whole file of another kind."""

    table: Table
    stretch: Stretch | None


def review(job: Job) -> Tally:
    """Read the export twice in the cluster: for its distinct lines, and to write each row with its line's answer."""
    if job.skip_bad_rows or job.format != "csv":
        raise EngineUnavailable("the engine 'spark' neither skips bad rows nor writes Parquet; use --engine duckdb")
    with _session() as session:
        try:
            return _review(job, session)
        except Exception:
            job.export.check_unchanged()
            for _ in job.export.rows(stop_at_bad):  # says which row it was, if it was one
                pass
            raise


@contextmanager
def _session() -> "Iterator[SparkSession]":
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineUnavailable("the engine 'spark' needs PySpark: pip install 'medcheck[spark]'") from None
    running = SparkSession.getActiveSession()
    try:
        session = running or (
            SparkSession.builder.appName("medcheck").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        )
    except Exception:
        raise EngineUnavailable("Spark does not start; it needs Java 17 (JAVA_HOME)") from None
    try:
        yield session
    finally:
        if running is None:
            with suppress(Exception):
                session.stop()


def _review(job: Job, session: "SparkSession") -> Tally:
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    from medcheck.export.spark import resolved

    used = job.export.used
    rows = _rows(job, session)
    job.progress.stage("Reading and resolving", "stages")
    keys = rows.groupBy("line", "code").agg(f.count("*").alias("n"), f.sum("items").alias("items"))
    given = json.loads(job.resolving.given)
    told = resolved(keys.select(f.col("line").alias("medcheck_line"), f.col("code").alias("medcheck_code")), *given)
    found = keys.join(told, (keys.line == told.medcheck_line) & (keys.code == told.medcheck_code)).select(
        keys.line, keys.code, "n", "items", "answer"
    )
    answers: dict[Key, Answer] = {}
    counts = []
    for text, code, n, items, answer in found.toLocalIterator():
        answers[Key(text, code)] = decode(f"[{answer}]")[0]
        counts.append(LineCount(Key(text, code), n, items))
    judged = Judged(_Known(job.resolving.checker, answers), counts, job.progress)
    tally = Tally(judged, sum(count.rows for count in counts), 0, no_kinds())
    tally.damaged_codes = sum(damaged(count.key.code) for count in judged.counts)
    table = f.broadcast(_answers(session, judged))
    taking = f.broadcast(_taking(session, rows, used, job))
    job.progress.stage("Writing", "stages")
    seen = Observation("written")
    joined = rows.join(table, ["line", "code"], "left").join(taking, ["stop", "status"], "left")
    kinds = {f"k_{kind}": f.sum((f.col("added")[0] == kind).cast("int")) for kind in tally.kinds}
    watched = joined.observe(
        seen,
        f.count("added").alias("n"),
        f.sum(f.col("past").cast("int")).alias("gone"),
        *(s.alias(k) for k, s in kinds.items()),
    )
    raw = job.raw

    def written(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            cells, added = (batch.column(n).to_pylist() for n in (0, 1))
            out = [line([*one, *other], raw)[:-1] for one, other in zip(cells, added, strict=True)]
            yield pyarrow.RecordBatch.from_arrays([pyarrow.array(out, pyarrow.string())], names=["value"])

    folder = job.output.scratch("spark") / "rows"
    watched.select("cells", "added").mapInArrow(written, "value string").write.option("compression", "none").text(
        str(folder)
    )
    counted = seen.get
    tally.rows_out = counted["n"]
    tally.past_rows = counted["gone"] or 0
    for kind in tally.kinds:
        tally.kinds[kind] = counted[f"k_{kind}"] or 0
    target = job.output.path("rows.csv")
    target.write_text(line((*job.export.columns, *ADDED), raw), encoding="utf-8", newline="")
    for part in sorted(folder.glob("part-*")):
        append(target, part)
    _patients(job, tally, joined)
    return tally


class _Known:
    """Answers that were found in the cluster, in the place of a resolver."""

    def __init__(self, checker: Any, answers: dict[Key, Answer]) -> None:
        self.checker, self._answers = checker, answers

    def answers(self, keys: Sequence[Key], progress: Callable[[int], None]) -> list[Answer]:
        progress(len(keys))
        return [self._answers[key] for key in keys]


def _rows(job: Job, session: "SparkSession") -> "DataFrame":
    """Every row with what the review looks at; partition by partition in the order of the files."""
    pieces: list[_Piece] = []
    cores = max(int(session.sparkContext.defaultParallelism), 1)
    for table in job.export.files:
        if isinstance(table, DelimitedFile) and table.dialect.plain:
            with table.path.open("rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
            if not packed:
                cut = stretches(table.path, False, cores * 2, table.dialect.quoted)
                pieces += [_Piece(table, stretch) for stretch in cut]
                continue
        pieces.append(_Piece(table, None))
    used = job.export.used

    def read(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from _batches(pieces[number], used)

    return session.range(0, len(pieces), 1, len(pieces)).mapInArrow(read, _ROW)


def _batches(piece: _Piece, used: Columns) -> Iterator[Any]:
    import pyarrow

    schema = pyarrow.schema(
        [("cells", pyarrow.list_(pyarrow.string()))]
        + [(name, pyarrow.string()) for name in ("patient", "line", "code", "stop", "status")]
        + [("items", pyarrow.int64())]
    )
    rows: list[tuple[Any, ...]] = []

    def batch() -> Any:
        return pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(column, field.type) for column, field in zip(zip(*rows, strict=True), schema, strict=True)],
            schema=schema,
        )

    for row in _read(piece):
        part = parts(row, used)
        rows.append((row, part.patient, *part.key, part.stop, part.status, part.items))
        if len(rows) == _BATCH:
            yield batch()
            rows = []
    if rows:
        yield batch()


def _read(piece: _Piece) -> Iterator[list[str]]:
    if piece.stretch is None:
        yield from piece.table.rows(stop_at_bad)
        return
    assert isinstance(piece.table, DelimitedFile)
    with io.TextIOWrapper(io.BufferedReader(Window(piece.stretch), 1 << 20), encoding="utf-8", newline="") as file:
        yield from piece.table.rows_of(file, stop_at_bad, header=not piece.stretch.first)


def _answers(session: "SparkSession", judged: Judged) -> "DataFrame":
    rows = [
        (*count.key, [answer.kind, answer.ingredients, answer.findings, answer.corrected], number)
        for count, answer, number in zip(judged.counts, judged.answers, judged.set_of, strict=True)
    ]
    return session.createDataFrame(rows, "line string, code string, added array<string>, medicines int")


def _taking(session: "SparkSession", rows: "DataFrame", used: Columns, job: Job) -> "DataFrame":
    seen = (
        [tuple(row) for row in rows.select("stop", "status").distinct().toLocalIterator()]
        if used.stop or used.status
        else [("", "")]
    )
    judged = [
        (
            stop,
            status,
            is_past(
                stop.split(JOINT) if used.stop else (), status.split(JOINT) if used.status else (), used.past, job.as_of
            ),
        )
        for stop, status in seen
    ]
    return session.createDataFrame(judged, "stop string, status string, past boolean")


def _patients(job: Job, tally: Tally, joined: "DataFrame") -> None:
    from pyspark.sql import functions as f

    if job.export.used.patient is None:
        job.output.write("patients.csv", line(COLUMNS, True))
        return
    matters = f.when((f.col("medicines") > 0) & ~f.col("past"), f.col("medicines"))
    people = joined.groupBy("patient").agg(
        f.count("*").alias("n"),
        f.sum(f.col("past").cast("int")).alias("gone"),
        f.sum((f.col("added")[0] == "unrecognised").cast("int")).alias("unread"),
        f.sort_array(f.collect_set(matters)).alias("sets"),
    )
    lists = people.where("patient <> ''").groupBy("sets").agg(f.count("*").alias("people"))
    kept: dict[tuple[int, ...], PatientReview] = {}
    reviews: Counter[PatientReview] = Counter()
    for sets, number in lists.toLocalIterator():
        tally.people += number
        if sets:
            said = tally.lines.review(sets)
            kept[tuple(sets)] = said
            reviews[said] += number
    tally.reviews = reviews
    nobody = people.where("patient = ''").select("n").collect()
    tally.without_patient = nobody[0][0] if nobody else 0
    session = joined.sparkSession
    places = {need: place for place, need in enumerate(sorted({said.need for said in kept.values()}, reverse=True))}
    ranked = [(list(sets), places[said.need]) for sets, said in kept.items() if said.findings]
    order = f.broadcast(session.createDataFrame(ranked, "sets array<int>, place int"))
    first = people.where("patient <> ''").join(order, "sets").orderBy("place", "patient")
    names = tally.lines.rules.names
    with job.output.path("patients.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(line(COLUMNS, True))
        for found in first.select("patient", "sets", "n", "gone", "unread").toLocalIterator():
            tally.patients += 1
            row = PatientRow(found[0], kept[tuple(found[1])], found[2], found[3], found[4])
            if len(tally.first) < ON_THE_PAGE:
                tally.first.append(row)
            file.write(line(map(str, patient_cells(tally.patients, row, names)), job.raw))
