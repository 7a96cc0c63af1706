"""The file of rows, which the engines that write line by line write as CSV whatever the format asked for."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from medcheck.exceptions import EngineUnavailable
from medcheck.export.inputs.parquet import identifier, quoted
from medcheck.export.interrupts import interrupts_kept
from medcheck.export.job import Job
from medcheck.export.outputs.cells import ADDED, line


@contextmanager
def rows_as_csv(job: Job) -> Iterator[tuple[Path, bool]]:
    """Where to append the rows as lines of CSV, and whether their cells are to be raw."""
    columns = (*job.export.columns, *ADDED)
    as_csv = job.format == "csv"
    target = job.output.path(job.rows_file) if as_csv else job.output.part("rows-as-csv")
    target.write_text(line(columns, job.raw) if as_csv else "", encoding="utf-8", newline="")
    yield target, job.raw or not as_csv
    if not as_csv:
        _write_parquet(target, columns, job.output.path(job.rows_file))
        job.output.drop("rows-as-csv")


def _write_parquet(rows: Path, columns: Sequence[str], target: Path) -> None:
    """Rows that stand in a CSV file without its header, as Parquet; every column is text."""
    try:
        import duckdb
    except ImportError:
        raise EngineUnavailable("Parquet files need DuckDB: in a checkout of medcheck, pip install .") from None
    named = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(columns)))
    shown = ", ".join(f"coalesce(c{place}, '') AS {identifier(name)}" for place, name in enumerate(columns))
    with duckdb.connect(config={"threads": "1"}) as connection, interrupts_kept(connection.interrupt):
        connection.execute(
            f"COPY (SELECT {shown} FROM read_csv({quoted(str(rows))}, columns={{{named}}}, auto_detect=false, "
            "header=false, delim=',', quote='\"', escape='\"')) "
            f"TO {quoted(str(target))} (FORMAT parquet, USE_TMP_FILE false)"
        )
