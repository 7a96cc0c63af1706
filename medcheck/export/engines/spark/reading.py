"""The files of an export read in the cluster: its rows, and its distinct lines with their answers."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from medcheck.exceptions import EngineUnavailable
from medcheck.export.engines.spark.annotate import CODE, LINE, cores, resolved
from medcheck.export.engines.spark.errors import confidential, error_from_spark
from medcheck.export.engines.spark.splits import SCHEMA, Piece, PieceNote, bad_rows, cut_inside_a_row, pieces_of, read
from medcheck.export.job import Job
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.lines.worker import decode
from medcheck.export.times.spans import SHIFTED_DAY

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@contextmanager
def spark_session(job: Job) -> "Iterator[SparkSession]":
    """The session that runs, else one of our own, closed afterwards; errors of the cluster become ours."""
    with _session() as session:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield session
        except (Py4JError, PySparkException) as error:
            job.export.check_unchanged()
            raise error_from_spark(error) from None


@contextmanager
def _session() -> "Iterator[SparkSession]":
    try:
        import pandas  # noqa: F401 - both are asked for by mapInArrow
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineUnavailable(
            "the engine 'spark' needs PySpark: in a checkout of medcheck, pip install '.[spark]'"
        ) from None
    running = SparkSession.getActiveSession()
    try:
        session = running or (
            SparkSession.builder.appName("medcheck").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        )
    except Exception:
        raise EngineUnavailable("Spark does not start; it needs Java 17 (JAVA_HOME)") from None
    try:
        if running is None:
            session.sparkContext.setLogLevel("OFF")  # what goes wrong is said once, by the error
            if (session.sparkContext.master or "").startswith("local") and "PYSPARK_PYTHON" not in os.environ:
                # Else it is the first python3 of PATH, which has no medcheck where this environment is not activated.
                session.sparkContext.pythonExec = sys.executable
        yield session
    finally:
        if running is None:
            with suppress(Exception):
                session.stop()


class LinesInCluster(NamedTuple):
    """The ``rows`` that can be read, in their order, and the distinct lines in them.

    Days are those on which rows begin. So many rows are ``dated``, and so many of them so ``late`` that they cannot be
    true.
    """

    rows: "DataFrame"
    counts: list[LineCount]
    answered: "Answered"
    dated: int
    late: int
    first_day: int
    last_day: int


def read_lines(job: Job, session: "SparkSession") -> LinesInCluster:
    """Read the files piece by piece where a core is free, and answer each distinct line in the cluster."""
    return _read(job, session, pieces_of(job.export.files, cores(session) * 2))


def _read(job: Job, session: "SparkSession", pieces: Sequence[Piece]) -> LinesInCluster:
    from pyspark.sql import functions as f

    rules, skip = job.rules, job.skip_bad_rows

    def read_pieces(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from read(pieces, batch.column(0).to_pylist(), rules, skip)

    rows = session.range(0, len(pieces), 1, len(pieces)).mapInArrow(confidential(read_pieces), SCHEMA)
    job.progress.stage("Reading and resolving", "stages")
    keys = rows.groupBy(f.col("line").alias(LINE), f.col("code").alias(CODE), "note").agg(
        f.count("*").alias("n"),
        f.sum("items").alias("items"),
        f.count("start").alias("dated"),
        f.sum((f.coalesce("start", f.lit(0)) >= SHIFTED_DAY).cast("int")).alias("late"),
        f.min("start").alias("first_day"),
        f.max("start").alias("last_day"),
    )
    # What a dictionary has for the keys is known only when all of them are.
    found = keys.withColumn("answer", f.lit("")) if job.export.dictionary else _resolved(job, keys)
    answers: dict[DistinctLine, Answer] = {}
    counts: list[LineCount] = []
    notes: list[PieceNote] = []
    dated = late = 0
    days: list[int] = []
    for text, code, note, n, items, of_line, late_of_line, first_day, last_day, answer in _gathered(found):
        if note is not None:
            notes.append(PieceNote(*note))
            continue
        dated, late = dated + of_line, late + late_of_line
        days += [day for day in (first_day, last_day) if day is not None]
        counts.append(LineCount(DistinctLine(text, code), n, items))
        if answer:
            answers[counts[-1].line] = decode(f"[{answer}]")[0]
    if cut_inside_a_row(pieces, notes):
        return _read(job, session, pieces_of(job.export.files, 1))
    for bad in bad_rows(pieces, notes):
        job.on_bad(bad)
    answered = Answered(job, session, answers)
    return LinesInCluster(
        rows.where("note IS NULL"), counts, answered, dated, late, min(days, default=0), max(days, default=0)
    )


def _resolved(job: Job, keys: "DataFrame") -> "DataFrame":
    return resolved(keys, *(os.path.abspath(path) if path else None for path in (job.pool.names, job.pool.tables)))  # noqa: PTH100


def _gathered(frame: "DataFrame") -> Iterator[Any]:
    """One partition at a time comes to the driver; the shuffle before has them all made side by side."""
    return frame.repartition(cores(frame.sparkSession)).toLocalIterator()


class Answered:
    """In the place of a resolver: the answers found in the cluster, or sought there for what a dictionary names."""

    def __init__(self, job: Job, session: "SparkSession", answers: dict[DistinctLine, Answer]) -> None:
        self.checker = job.pool.checker
        self._job, self._session, self._answers = job, session, answers

    def answers(self, keys: Sequence[DistinctLine], progress: Callable[[int], None]) -> list[Answer]:
        """The answers, in the order of the keys."""
        read = self._job.export.read_all(keys)
        if unknown := sorted(set(read) - self._answers.keys()):
            frame = self._session.createDataFrame(unknown, f"{LINE} string, {CODE} string")
            for text, code, answer in _gathered(_resolved(self._job, frame)):
                self._answers[DistinctLine(text, code)] = decode(f"[{answer}]")[0]
        progress(len(keys))
        return [self._answers[key] for key in read]
