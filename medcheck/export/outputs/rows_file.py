"""The file of rows, which the engines that write line by line write as CSV whatever the format asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from medcheck.export.inputs.parquet import write_parquet
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
        write_parquet(target, columns, job.output.path(job.rows_file))
        job.output.drop("rows-as-csv")
