"""Apache Spark: the answers beside any DataFrame, resolved where its partitions are.

Distinct lines are resolved by one checker for each Python worker (``mapInArrow``) and joined back as a broadcast;
nothing is collected on the driver. Needs PySpark (``pip install '.[spark]'``) and Java 17, here and on the executors.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcheck.exceptions import ProfileError
from medcheck.export.engines.spark.errors import confidential
from medcheck.export.outputs.cells import ANSWERED
from medcheck.export.row_parts import BLANKS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_BLANKS = "[" + "".join({" ": " ", "\t": "\\t", "\r": "\\r", "\n": "\\n"}[letter] for letter in BLANKS) + "]"
LINE, CODE = "medcheck_line", "medcheck_code"


def annotate(
    df: "DataFrame", column: str, *, code: str | None = None, names: str | None = None, tables: str | None = None
) -> "DataFrame":
    """The DataFrame with ``medcheck_answer``, ``_ingredients``, ``_findings`` and ``_corrected``, as the review's rows.

    ``column`` holds the medicine, ``code`` a code or second name that must agree. ``names`` and ``tables`` are paths
    that every executor can read. The order of rows is Spark's affair; a null line is unrecognised, as an empty one is.
    Raises ProfileError for a column that is not there, or that is ours already.
    """
    from pyspark.sql import functions as f

    for name in filter(None, (column, code)):
        if name not in df.columns:
            raise ProfileError(f"the DataFrame has no column '{name}'; it has {', '.join(df.columns)}")
    ours = {name.casefold() for name in (LINE, CODE, *ANSWERED)}
    if taken := [name for name in df.columns if name.casefold() in ours]:
        raise ProfileError(f"the DataFrame has a column '{taken[0]}' already; rename it")
    second = trimmed(_column(code)) if code else f.lit("")
    wide = df.withColumn(LINE, trimmed(_column(column))).withColumn(CODE, second)
    answered = resolved(wide.select(LINE, CODE).distinct(), names, tables)
    added = (f.get_json_object("answer", f"$[{place}]").alias(name) for place, name in enumerate(ANSWERED))
    return wide.join(f.broadcast(answered.select(LINE, CODE, *added)), [LINE, CODE], "left").drop(LINE, CODE)


def resolved(keys: "DataFrame", names: str | None, tables: str | None) -> "DataFrame":
    """Distinct keys, and what stands beside them, with their answers as ``lines.worker.encode`` has them.

    The keys are spread over all cores first: resolving costs a thousand times what moving a line does.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    spread = keys.repartition(cores(keys.sparkSession) * 4, LINE, CODE)

    def resolve(batches: Iterable[Any]) -> Iterator[Any]:
        yield from resolve_batches(batches, names, tables)

    schema = StructType([*spread.schema.fields, StructField("answer", StringType())])
    return spread.mapInArrow(confidential(resolve), schema)


def resolve_batches(batches: Iterable[Any], names: str | None, tables: str | None) -> Iterator[Any]:
    """Arrow batches of keys to the same with their answers."""
    import pyarrow

    from medcheck.export.lines.distinct_line import DistinctLine
    from medcheck.export.lines.worker import encode

    resolver = _resolver(names, tables)
    for batch in batches:
        lines, codes = batch.column(LINE).to_pylist(), batch.column(CODE).to_pylist()
        found = resolver.answers([DistinctLine(*key) for key in zip(lines, codes, strict=True)])
        answers = [encode([answer])[1:-1] for answer in found]
        columns = [*batch.columns, pyarrow.array(answers, pyarrow.string())]
        yield pyarrow.RecordBatch.from_arrays(columns, names=[*batch.schema.names, "answer"])


def cores(session: "SparkSession") -> int:
    """The cores of the cluster, as far as Spark knows them."""
    return max(int(session.sparkContext.defaultParallelism), 1)


@lru_cache(maxsize=4)
def _resolver(names: str | None, tables: str | None) -> Any:
    """One checker for each worker process, which Spark uses again."""
    from medcheck.checker import Checker
    from medcheck.export.lines.answers import Resolver

    return Resolver(Checker(names, tables=Path(tables) if tables else None))


def _column(name: str) -> Any:
    """A column by its whole name, whatever stands in that."""
    from pyspark.sql import functions as f

    return f.col("`" + name.replace("`", "``") + "`")


def trimmed(column: Any) -> Any:
    """A cell without the blanks at its ends, as every engine trims it."""
    from pyspark.sql import functions as f

    return f.regexp_replace(f.coalesce(column.cast("string"), f.lit("")), f"^{_BLANKS}+|{_BLANKS}+\\z", "")
