"""The SQL of the DuckDB engine: how files are read, rows taken apart and cells written, as the reference does it."""

from collections.abc import Sequence

from medcheck.export.inputs.delimited import LONGEST_CELL, DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.parquet import ParquetFile, quoted
from medcheck.export.inputs.profiles import Columns
from medcheck.export.job import Job
from medcheck.export.lines import code_cells
from medcheck.export.patients.activity import DATE_LETTERS
from medcheck.export.row_parts import BLANKS, SEPARATOR
from medcheck.report.csv import neutral

_FORMULA = ", ".join(str(ord(letter)) for letter in "=+-@\t\r")


def native(job: Job) -> str | None:
    """The SQL that reads all files with columns c0, c1 ..., or None."""
    files, width = job.export.files, len(job.export.columns)
    if all(isinstance(file, ParquetFile) for file in files):
        parts = []
        for file in files:
            assert isinstance(file, ParquetFile)
            cells = ", ".join(f"{file.checked(name)} AS c{place}" for place, name in enumerate(file.names))
            parts.append(f"SELECT {cells} FROM read_parquet({quoted(str(file.path))})")
        return f"({' UNION ALL '.join(parts)})" if len(parts) == 1 else None
    if width < 2 or not all(isinstance(file, DelimitedFile) for file in files):
        return None  # in a file of one column a blank line is a row to DuckDB
    dialects = {file.dialect for file in files if isinstance(file, DelimitedFile)}
    gz = {is_gzipped(file.path) for file in files}
    dialect = next(iter(dialects))
    if len(dialects) > 1 or len(gz) > 1 or not dialect.plain:
        return None
    if any(isinstance(file, DelimitedFile) and file.header_line != 1 for file in files):
        return None
    return read_csv(job, [_literal(str(file.path)) for file in files], header=True, gz=gz == {True})


def read_csv(job: Job, paths: Sequence[str], *, header: bool, gz: bool) -> str:
    """The SQL that reads text files as the reference does, or fails."""
    file = job.export.files[0]
    assert isinstance(file, DelimitedFile)
    listed = ", ".join(map(quoted, paths))
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(job.export.columns)))
    quote = "'\"'" if file.dialect.quoted else "''"
    return (
        f"read_csv([{listed}], columns={{{columns}}}, auto_detect=false, header={str(header).lower()}, "
        f"delim={quoted(file.dialect.delimiter)}, quote={quote}, escape={quote}, strict_mode=true, null_padding=false, "
        f"ignore_errors=false, max_line_size={2 * LONGEST_CELL}, nullstr='', "
        f"allow_quoted_nulls=true, compression='{'gzip' if gz else 'none'}')"
    )


def _literal(path: str) -> str:
    """A path that DuckDB does not take for a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)


def sql_parts(used: Columns) -> dict[str, str]:
    """The SQL of ``medcheck.export.row_parts.row_parts``: the same values, cell for cell."""
    blanks = "chr(32) || chr(9) || chr(13) || chr(10)"
    assert sorted(BLANKS) == sorted(" \t\r\n")

    def trimmed(place: int) -> str:
        # All blanks come before "!": a comparison of both ends spares most cells the slower look for blanks.
        cell = f"coalesce(c{place}, '')"
        return f"CASE WHEN {cell} < '!' OR {cell}[-1] < '!' THEN trim({cell}, {blanks}) ELSE {cell} END"

    drug = [trimmed(place) for place in used.drug]
    filled = ", ".join(f"nullif({sql}, '')" for sql in drug)
    text = drug[0] if len(drug) == 1 else f"concat_ws(' ', {filled})"
    joint = f"chr({ord(SEPARATOR)})"
    number = trimmed(used.items) if used.items is not None else "''"
    return {
        "patient": trimmed(used.patient) if used.patient is not None else "''",
        "text": text,
        "code": _join_codes([trimmed(place) for place in used.code], used.systems) if used.code else "''",
        "stop": f" || {joint} || ".join(f"left({trimmed(p)}, {DATE_LETTERS})" for p in used.stop) or "''",
        "status": f" || {joint} || ".join(trimmed(p) for p in used.status) or "''",
        "items": f"CASE WHEN regexp_full_match({number}, '[0-9]{{1,15}}') THEN CAST({number} AS BIGINT) ELSE 0 END"
        if used.items is not None
        else "0",
    }


def _join_codes(cells: Sequence[str], systems: Sequence[str]) -> str:
    """The SQL of ``code_cells.join`` for the SQL of the cells."""
    named = (f"'{system}:' || nullif({cell}, '')" if system else f"nullif({cell}, '')"
             for cell, system in zip(cells, systems, strict=True))  # fmt: skip
    return f"concat_ws(chr({ord(code_cells.SEPARATOR)}), {', '.join(named)})"


def written(column: str, raw: bool, empty: bool = True) -> str:
    """The SQL of ``medcheck.export.outputs.cells.cell`` but for its quotes, which DuckDB sets alike."""
    plain = f"nullif({column}, '')" if empty else column
    if raw:
        return plain
    # They come before "0" or from "=" to "@": quick comparisons spare most cells the slower look at their first letter.
    formula = f"{column} < 'A' AND ({column} < '0' OR {column} >= '=') AND ascii({column}) IN ({_FORMULA})"
    return f"CASE WHEN {formula} THEN '''' || {column} ELSE {plain} END"


def safe(text: str, raw: bool) -> str:
    """A cell that no spreadsheet takes for a formula, unless raw cells are asked for."""
    return text if raw else neutral(text)


def identifier(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'
