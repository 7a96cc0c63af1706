"""Apache Spark: the reference's readers and resolver on the cores of a cluster, and Spark's own groups and joins.

Each byte range of a file is read where a core is free, so the files and the folder of the review must be on paths that
every executor sees. Rows and patients are never gathered on the driver; distinct lines, distinct lists of medicines and
the places of rows that cannot be read are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from medcheck.export.engines.spark.errors import confidential
from medcheck.export.engines.spark.reading import read_lines, spark_session
from medcheck.export.engines.streams import append
from medcheck.export.job import ON_THE_PAGE, Job, Tally, tally_of_lines
from medcheck.export.outputs.cells import line
from medcheck.export.outputs.patients_file import COLUMNS, patient_cells
from medcheck.export.outputs.rows_file import rows_as_csv
from medcheck.export.patients.order import NOT_AFTER, RANKS, Order
from medcheck.export.patients.rules import PatientReview, PatientRow
from medcheck.export.times.spans import ENDED_BY, TIMES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_OF_PATIENTS = ("patient", "sets", "n", "past_rows", "rows_to_come", "unread")
_ORDERED = (
    "patient string, sets array<int>, n long, past_rows long, rows_to_come long, unread long, order_rank int, "
    "words string, within array<array<string>>"
)


def review(job: Job) -> Tally:
    """Read the export in the cluster for its distinct lines, and again to write each row with its line's answer."""
    with spark_session(job) as session:
        return _review(job, session)


def _review(job: Job, session: "SparkSession") -> Tally:
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    rows, tally = _read(job, session)
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


def _read(job: Job, session: "SparkSession") -> "tuple[DataFrame, Tally]":
    """The rows that can be read, and the distinct lines in them."""
    lines = read_lines(job, session)
    tally = tally_of_lines(job, lines.counts, lines.answered)
    tally.dated, tally.first_day, tally.last_day = lines.dated, lines.first_day, lines.last_day
    job.notice_shift(lines.dated, lines.late)
    return lines.rows, tally


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
