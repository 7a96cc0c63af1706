"""Apache Spark: the answers beside any DataFrame, resolved where its partitions are.

Distinct lines are resolved by one checker for each Python worker (``mapInArrow``) and joined back as a broadcast;
nothing is collected on the driver. Needs ``pip install 'medcheck[spark]'`` and Java 17, here and on the executors.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcheck.export.exceptions import EngineUnavailable
from medcheck.export.job import BLANKS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_BLANKS = "[" + "".join({" ": " ", "\t": "\\t", "\r": "\\r", "\n": "\\n"}[letter] for letter in BLANKS) + "]"
ANSWER_SCHEMA = "medcheck_line string, medcheck_code string, answer string"
_ADDED = ("medcheck_answer", "medcheck_ingredients", "medcheck_findings", "medcheck_corrected")


def annotate(
    df: "DataFrame", column: str, *, code: str | None = None, names: str | None = None, tables: str | None = None
) -> "DataFrame":
    """The DataFrame with ``medcheck_answer``, ``_ingredients``, ``_findings`` and ``_corrected``, as the review's rows.

    ``column`` holds the medicine, ``code`` a code or second name that must agree. ``names`` and ``tables`` are paths
    that every executor can read. The order of rows is Spark's affair; a null line is unrecognised, as an empty one is.
    """
    from pyspark.sql import functions as f

    present = [name for name in _ADDED if name in df.columns]
    if present:
        raise EngineUnavailable(f"the DataFrame has a column {present[0]} already")
    line, second = trimmed(f.col(f"`{column}`")), trimmed(f.col(f"`{code}`")) if code else f.lit("")
    wide = df.withColumn("medcheck_line", line).withColumn("medcheck_code", second)
    keys = wide.select("medcheck_line", "medcheck_code").distinct()
    answered = resolved(keys, names, tables)
    shown = answered.select(
        "medcheck_line",
        "medcheck_code",
        *(f.get_json_object("answer", f"$[{place}]").alias(name) for place, name in enumerate(_ADDED)),
    )
    return wide.join(f.broadcast(shown), ["medcheck_line", "medcheck_code"], "left").select(*df.columns, *_ADDED)


def resolved(keys: "DataFrame", names: str | None, tables: str | None) -> "DataFrame":
    """Distinct (line, code) with their answers as the JSON of ``medcheck.export.worker.encode``.

    The keys are spread over all cores first: resolving costs a thousand times what moving a line does.
    """
    session = keys.sparkSession
    parallel = max(int(session.sparkContext.defaultParallelism), 1)
    spread = keys.repartition(parallel * 4, "medcheck_line", "medcheck_code")

    def resolve(batches: Iterable[Any]) -> Iterator[Any]:
        yield from resolve_batches(batches, names, tables)

    return spread.mapInArrow(resolve, ANSWER_SCHEMA)


def resolve_batches(batches: Iterable[Any], names: str | None, tables: str | None) -> Iterator[Any]:
    """Arrow batches of keys to Arrow batches of answers."""
    import pyarrow

    from medcheck.export.answers import Key
    from medcheck.export.worker import encode

    resolver = _resolver(names, tables)
    for batch in batches:
        lines, codes = batch.column(0).to_pylist(), batch.column(1).to_pylist()
        answers = [encode([resolver.resolve(Key(*key))])[1:-1] for key in zip(lines, codes, strict=True)]
        yield pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(cells, pyarrow.string()) for cells in (lines, codes, answers)],
            names=["medcheck_line", "medcheck_code", "answer"],
        )


@lru_cache(maxsize=4)
def _resolver(names: str | None, tables: str | None) -> Any:
    """One checker for each worker process, which Spark uses again."""
    from medcheck.checker import Checker
    from medcheck.export.answers import Resolver

    return Resolver(Checker(names, tables=Path(tables) if tables else None))


def trimmed(column: Any) -> Any:
    """A cell without the blanks at its ends, as every engine trims it."""
    from pyspark.sql import functions as f

    return f.regexp_replace(f.coalesce(column.cast("string"), f.lit("")), f"^{_BLANKS}+|{_BLANKS}+\\z", "")
