"""The SQL that reads the files of an export, where DuckDB sees the same rows in them as the reference."""

from collections.abc import Sequence

from medcheck.export.engines.duckdb.connection import Connection
from medcheck.export.inputs.delimited import LONGEST_CELL, DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.parquet import ParquetFile, literal_path, quoted
from medcheck.export.job import Job

# A file of one column only: there a blank line is a row to DuckDB.
_FEWEST_COLUMNS = 2


def native_source(job: Job) -> str | None:
    """The SQL that reads all files with columns c0, c1 ..., or None where the reference's readers must."""
    files = job.export.files
    if any(literal_path(file.path) is None for file in files):
        return None
    parquet = [file for file in files if isinstance(file, ParquetFile)]
    if parquet:
        return read_parquet(parquet[0]) if len(files) == 1 else None
    delimited = [file for file in files if isinstance(file, DelimitedFile)]
    if len(delimited) < len(files) or len(job.export.columns) < _FEWEST_COLUMNS:
        return None
    gzipped = {is_gzipped(file.path) for file in delimited}
    alike = len({file.dialect for file in delimited}) == len(gzipped) == 1
    if not alike or not delimited[0].dialect.plain or any(file.header_line != 1 for file in delimited):
        return None
    return read_csv(delimited[0], [str(literal_path(file.path)) for file in delimited], True, gzipped == {True})


def read_parquet(file: ParquetFile) -> str:
    """The SQL that reads a Parquet file as text, or fails at a cell that makes a row a bad one."""
    cells = ", ".join(f"{file.checked(name)} AS c{place}" for place, name in enumerate(file.names))
    return f"(SELECT {cells} FROM read_parquet({quoted(str(literal_path(file.path)))}, hive_partitioning=false))"


def read_csv(file: DelimitedFile, paths: Sequence[str], header: bool, gzipped: bool) -> str:
    """The SQL that reads text files like this one as the reference does, or fails."""
    listed = ", ".join(map(quoted, paths))
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(file.columns)))
    quote = "'\"'" if file.dialect.quoted else "''"
    return (
        f"read_csv([{listed}], columns={{{columns}}}, auto_detect=false, header={str(header).lower()}, "
        f"delim={quoted(file.dialect.delimiter)}, quote={quote}, escape={quote}, strict_mode=true, null_padding=false, "
        f"ignore_errors=false, max_line_size={2 * LONGEST_CELL}, nullstr='', allow_quoted_nulls=true, "
        f"hive_partitioning=false, compression='{'gzip' if gzipped else 'none'}')"
    )


def load(job: Job, connection: Connection) -> str:
    """The rows of the reference's readers in a table, whose name is the source; memory exceeded, it is spilled."""
    width = len(job.export.columns)
    connection.execute(f"CREATE TABLE source ({', '.join(f'c{n} VARCHAR' for n in range(width))})")
    job.progress.stage("Reading")
    connection.insert("source", job.export.rows(job.on_bad), ["VARCHAR"] * width)
    return "source"
