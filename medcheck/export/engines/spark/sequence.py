"""First uses counted by Spark: the numbers of ``medcheck.export.sequence.uses.count_uses``."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medcheck.export.engines.spark.reading import read_lines, spark_session
from medcheck.export.job import Job, resolved_lines_of
from medcheck.export.sequence.uses import GroupsOf, GroupUse, Pair, Uses

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def count_uses_on_spark(job: Job, groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int) -> Uses:
    """Read the export in the cluster; days and counts come to the driver, people do not."""
    with spark_session(job) as session:
        return _count(job, session, groups_of, pairs, run_in)


def _count(job: Job, session: "SparkSession", groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int) -> Uses:
    from pyspark.sql import functions as f

    found = read_lines(job, session)
    lines = resolved_lines_of(job, found.counts, found.answered)
    groups = [
        (*count.line, group)
        for count, answer in zip(lines.counts, lines.answers, strict=True)
        for group in groups_of(answer)
    ]
    job.progress.stage("Finding first uses", "stages")
    of_line = session.createDataFrame(groups, "line string, code string, line_group int")
    rows = found.rows.select("patient", "line", "code", "start")
    of_people = rows.where("patient <> '' AND start IS NOT NULL")
    undated, without_patient = rows.select(
        f.coalesce(f.sum(f.col("start").isNull().cast("bigint")), f.lit(0)),
        f.coalesce(f.sum((f.col("patient") == "").cast("bigint")), f.lit(0)),
    ).collect()[0]
    people, first_day, last_day = of_people.select(
        f.countDistinct("patient"), f.coalesce(f.min("start"), f.lit(0)), f.coalesce(f.max("start"), f.lit(0))
    ).collect()[0]
    first_uses = (
        of_people.join(f.broadcast(of_line), ["line", "code"])
        .groupBy("patient", "line_group")
        .agg(f.min("start").alias("day"))
        .persist()  # asked three times, and the files need not be read for each
    )
    try:
        users: dict[int, int] = dict(first_uses.groupBy("line_group").count().toLocalIterator())
        began = first_uses.where(f.col("day") >= first_day + run_in)
        days: dict[int, dict[int, int]] = defaultdict(dict)
        for group, day, number in began.groupBy("line_group", "day").count().toLocalIterator():
            days[group][day] = number
        apart: dict[Pair, dict[int, int]] = {pair: {} for pair in pairs if all(group in users for group in pair)}
        asked = session.createDataFrame(list(apart) or [(-1, -1)], "index_group int, marker_group int")
        index = began.select("patient", f.col("line_group").alias("index_group"), f.col("day").alias("index_day"))
        marker = began.select("patient", f.col("line_group").alias("marker_group"), f.col("day").alias("marker_day"))
        both = index.join(f.broadcast(asked), "index_group").join(marker, ["patient", "marker_group"])
        distance = (f.col("marker_day") - f.col("index_day")).alias("apart")
        counted = both.groupBy("index_group", "marker_group", distance).count()
        for one, other, difference, number in counted.toLocalIterator():
            apart[one, other][difference] = number
    finally:
        first_uses.unpersist()
    uses = {group: GroupUse(number, days[group]) for group, number in users.items()}
    read = sum(count.rows for count in lines.counts)
    return Uses(lines, read, undated, without_patient, people, first_day, last_day, uses, apart)
