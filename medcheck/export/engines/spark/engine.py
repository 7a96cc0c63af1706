"""Apache Spark: the reference's readers and resolver on the cores of a cluster, and Spark's own groups and joins.

Each byte range of a file is read where a core is free, so the files and the folder of the review must be on paths that
every executor sees. Rows and patients are never gathered on the driver; distinct lines, distinct lists of medicines and
the places of rows that cannot be read are.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from medcheck.exceptions import EngineUnavailable
from medcheck.export.engines.spark.annotate import CODE, LINE, cores, resolved
from medcheck.export.engines.spark.errors import confidential, error_from_spark
from medcheck.export.engines.spark.splits import SCHEMA, Piece, PieceNote, bad_rows, cut_inside_a_row, pieces_of, read
from medcheck.export.engines.streams import append
from medcheck.export.job import ON_THE_PAGE, Job, Tally, tally_of_lines
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.lines.worker import decode
from medcheck.export.outputs.cells import line
from medcheck.export.outputs.patients_file import COLUMNS, patient_cells
from medcheck.export.outputs.rows_file import rows_as_csv
from medcheck.export.patients.order import NOT_AFTER, RANKS, Order
from medcheck.export.patients.rules import PatientReview, PatientRow
from medcheck.export.times.spans import ENDED_BY, SHIFTED_DAY, TIMES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_OF_PATIENTS = ("patient", "sets", "n", "past_rows", "rows_to_come", "unread")
_ORDERED = (
    "patient string, sets array<int>, n long, past_rows long, rows_to_come long, unread long, order_rank int, "
    "words string, within array<array<string>>"
)


def review(job: Job) -> Tally:
    """Read the export in the cluster for its distinct lines, and again to write each row with its line's answer."""
    with _session() as session:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return _review(job, session)
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


def _review(job: Job, session: "SparkSession") -> Tally:
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    rows, tally = _read(job, session, pieces_of(job.export.files, cores(session) * 2))
    table = f.broadcast(_answers(session, tally))
    has_times = job.export.used.has_times
    job.progress.stage("Writing", "stages")
    seen = Observation("written")
    joined = _timed(job, rows.join(table, ["line", "code"], "left"))
    kinds = {f"k_{kind}": f.sum((f.col("added")[0] == kind).cast("int")) for kind in tally.kinds}
    times = {(time, by): f"t_{n}_{m}" for n, time in enumerate(TIMES) for m, by in enumerate(ENDED_BY)}
    of_times = [
        f.sum(((f.col("row_time") == time) & (f.col("ended_by") == by)).cast("int")).alias(alias)
        for (time, by), alias in times.items()
    ]
    watched = joined.observe(
        seen,
        f.count("added").alias("n"),
        *of_times,
        *(s.alias(k) for k, s in kinds.items()),
    )
    with rows_as_csv(job) as (target, raw):

        def written(batches: Iterable[Any]) -> Iterator[Any]:
            import pyarrow

            for batch in batches:
                rows = zip(*(batch.column(n).to_pylist() for n in (0, 1, 2)), strict=True)
                out = [line([*cells, *added, time if has_times else ""], raw)[:-1] for cells, added, time in rows]
                yield pyarrow.RecordBatch.from_arrays([pyarrow.array(out, pyarrow.string())], names=["value"])

        folder = job.output.scratch("spark") / "rows"
        lines = watched.select("cells", "added", "row_time").mapInArrow(confidential(written), "value string")
        lines.write.option("compression", "none").text(f"file://{folder}")
        counted = seen.get
        for part in sorted(folder.glob("part-*")):
            append(target, part)
            part.unlink()
    tally.rows_out = counted["n"]
    if has_times:
        tally.times = Counter({time: counted[alias] for time, alias in times.items() if counted[alias]})
    for kind in tally.kinds:
        tally.kinds[kind] = counted[f"k_{kind}"] or 0
    people = _people(joined).persist()  # asked three times, and the files need not be read for each
    try:
        _patients(job, tally, people)
    finally:
        people.unpersist()
    return tally


def _read(job: Job, session: "SparkSession", pieces: Sequence[Piece]) -> "tuple[DataFrame, Tally]":
    """The rows that can be read, piece by piece in the order of the files, and the distinct lines in them."""
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
    tally = tally_of_lines(job, counts, _Answered(job, session, answers))
    tally.dated, tally.first_day, tally.last_day = dated, min(days, default=0), max(days, default=0)
    job.notice_shift(dated, late)
    return rows.where("note IS NULL"), tally


def _resolved(job: Job, keys: "DataFrame") -> "DataFrame":
    return resolved(keys, *(os.path.abspath(path) if path else None for path in (job.pool.names, job.pool.tables)))  # noqa: PTH100


def _gathered(frame: "DataFrame") -> Iterator[Any]:
    """One partition at a time comes to the driver; the shuffle before has them all made side by side."""
    return frame.repartition(cores(frame.sparkSession)).toLocalIterator()


class _Answered:
    """In the place of a resolver: the answers found in the cluster, or sought there for what a dictionary names."""

    def __init__(self, job: Job, session: "SparkSession", answers: dict[DistinctLine, Answer]) -> None:
        self.checker = job.pool.checker
        self._job, self._session, self._answers = job, session, answers

    def answers(self, keys: Sequence[DistinctLine], progress: Callable[[int], None]) -> list[Answer]:
        read = self._job.export.read_all(keys)
        if unknown := sorted(set(read) - self._answers.keys()):
            frame = self._session.createDataFrame(unknown, f"{LINE} string, {CODE} string")
            for text, code, answer in _gathered(_resolved(self._job, frame)):
                self._answers[DistinctLine(text, code)] = decode(f"[{answer}]")[0]
        progress(len(keys))
        return [self._answers[key] for key in read]


def _answers(session: "SparkSession", tally: Tally) -> "DataFrame":
    rows = [
        (*count.line, [answer.kind, answer.ingredients, answer.findings, answer.corrected], number)
        for count, answer, number in zip(tally.lines.counts, tally.lines.answers, tally.sets.set_of, strict=True)
    ]
    return session.createDataFrame(rows, "line string, code string, added array<string>, medicines int")


def _timed(job: Job, rows: "DataFrame") -> "DataFrame":
    """The rows with when they count, in their order: ``medcheck.export.times.spans.time_of`` as Spark says it."""
    from pyspark.sql import functions as f

    if job.as_of is None:
        people = rows.where("patient <> ''").groupBy("patient").agg(f.max("start").alias("on"))
        rows = rows.join(f.broadcast(people), "patient", "left")
        on = f.col("on")
    else:
        on = f.lit(job.as_of.toordinal())
    time = (
        f.when(f.col("ended_by") == "status", "past")
        .when(f.col("start") > on, "to come")
        .when(f.col("row_end") < on, "past")
        .otherwise("current")
    )
    return rows.withColumn("row_time", time)


def _people(joined: "DataFrame") -> "DataFrame":
    """Each patient's rows, counted, the sets of medicines in those that are active, and when each set began."""
    from pyspark.sql import functions as f

    begun = (f.col("medicines") > 0) & (f.col("row_time") != "to come")
    by_set = joined.groupBy("patient", f.when(begun, f.col("medicines")).alias("medicines")).agg(
        f.count("*").alias("n"),
        f.sum((f.col("row_time") == "past").cast("int")).alias("past_rows"),
        f.sum((f.col("row_time") == "to come").cast("int")).alias("rows_to_come"),
        f.sum((f.col("added")[0] == "unrecognised").cast("int")).alias("unread"),
        f.max(f.col("row_time") == "current").alias("active"),
        f.when(f.count("start") == f.count("*"), f.min("start")).alias("first"),
    )
    some = f.col("medicines").isNotNull()
    return by_set.groupBy("patient").agg(
        f.sum("n").alias("n"),
        f.sum("past_rows").alias("past_rows"),
        f.sum("rows_to_come").alias("rows_to_come"),
        f.sum("unread").alias("unread"),
        f.sort_array(f.collect_list(f.when(some & f.col("active"), f.col("medicines")))).alias("sets"),
        f.collect_list(f.when(some, f.struct("medicines", "first"))).alias("days"),
    )


def _patients(job: Job, tally: Tally, people: "DataFrame") -> None:
    from pyspark.sql import functions as f

    if job.export.used.patient is None:
        job.output.write("patients.csv", line(COLUMNS, True))
        return
    lists = people.where("patient <> ''").groupBy("sets").agg(f.count("*").alias("people"))
    review_of: dict[tuple[int, ...], PatientReview] = {}
    people_by_review: Counter[PatientReview] = Counter()
    for sets, number in lists.toLocalIterator():
        tally.people += number
        if sets:
            review_of[tuple(sets)] = tally.sets.review(sets)
            people_by_review[review_of[tuple(sets)]] += number
    tally.reviews = people_by_review
    nameless = people.where("patient = ''").select("n").collect()
    tally.without_patient = nameless[0][0] if nameless else 0
    ranked = _ranked(tally, people, review_of)
    first = ranked.orderBy("place", "patient")
    names = tally.sets.names
    columns = ("patient", "sets", "order_rank", "words", "n", "past_rows", "rows_to_come", "unread")
    with job.output.path("patients.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(line(COLUMNS, True))
        for patient, sets, rank, words, *numbers in first.select(*columns).toLocalIterator():
            tally.patients += 1
            row = PatientRow(patient, review_of[tuple(sets)], Order(rank, words), *numbers)
            if len(tally.first) < ON_THE_PAGE:
                tally.first.append(row)
            file.write(line(map(str, patient_cells(tally.patients, row, names)), job.raw))
    within = ranked.select(f.explode("within").alias("pair")).groupBy("pair").agg(f.count("*").alias("people"))
    tally.within = Counter({tuple(pair): number for pair, number in within.toLocalIterator()})


def _ranked(tally: Tally, people: "DataFrame", review_of: dict[tuple[int, ...], PatientReview]) -> "DataFrame":
    """The patients with a finding, each with its place and, where it is asked, which medicine came first."""
    from pyspark.sql import functions as f

    found = {sets: review for sets, review in review_of.items() if review.findings}
    compared = {sets: asked for sets, review in found.items() if (asked := tally.sets.compared(review))}
    priority_of = {
        (sets, rank): review.priority(rank)
        for sets, review in found.items()
        for rank in (RANKS if sets in compared else (NOT_AFTER,))
    }
    place_of = {priority: place for place, priority in enumerate(sorted(set(priority_of.values()), reverse=True))}
    places = [(list(sets), rank, place_of[priority]) for (sets, rank), priority in priority_of.items()]

    def ordered(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            sets, days = batch.column("sets").to_pylist(), batch.column("days").to_pylist()
            asked = [compared.get(tuple(numbers)) for numbers in sets]
            firsts = [{day["medicines"]: day["first"] for day in of} for of in days]
            orders = [one.order(first) if one else Order() for one, first in zip(asked, firsts, strict=True)]
            pairs = pyarrow.list_(pyarrow.list_(pyarrow.string()))
            added = [
                pyarrow.array([order.rank for order in orders], pyarrow.int32()),
                pyarrow.array([order.words for order in orders], pyarrow.string()),
                pyarrow.array([[list(pair) for pair in order.within] for order in orders], pairs),
            ]
            kept = [batch.column(name) for name in _OF_PATIENTS]
            names = [*_OF_PATIENTS, "order_rank", "words", "within"]
            yield pyarrow.RecordBatch.from_arrays([*kept, *added], names=names)

    session = people.sparkSession
    table = f.broadcast(session.createDataFrame(places, "sets array<int>, order_rank int, place int"))
    with_findings = people.where("patient <> '' AND size(sets) > 0")
    return with_findings.mapInArrow(confidential(ordered), _ORDERED).join(table, ["sets", "order_rank"])
