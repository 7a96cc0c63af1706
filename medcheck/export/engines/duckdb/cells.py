"""The SQL that takes the cells of a row apart and writes them, cell for cell as the reference does."""

from collections.abc import Sequence

from medcheck.export.inputs.profiles import Columns
from medcheck.export.lines import code_cells
from medcheck.export.row_parts import BLANKS
from medcheck.export.times.dates import DATE_LETTERS
from medcheck.report.csv import FORMULA, neutral

_FORMULA = ", ".join(str(ord(letter)) for letter in FORMULA)
_BLANKS = " || ".join(f"chr({ord(letter)})" for letter in BLANKS)


def row_parts_sql(used: Columns) -> dict[str, str]:
    """The SQL of ``medcheck.export.row_parts.row_parts``, by the names of its parts."""
    drug = [trimmed(place) for place in used.drug]
    filled = ", ".join(f"nullif({sql}, '')" for sql in drug)
    return {
        "patient": trimmed(used.patient) if used.patient is not None else "''",
        "text": drug[0] if len(drug) == 1 else f"concat_ws(' ', {filled})",
        "code": _join_codes([trimmed(place) for place in used.code], used.systems) if used.code else "''",
        "items": _number(trimmed(used.items)) if used.items is not None else "0",
    }


def as_in_file(place: int) -> str:
    """The SQL of a cell as it stands in the file."""
    return f"coalesce(c{place}, '')"


def trimmed(place: int) -> str:
    """The SQL of a cell without the blanks at its ends."""
    return trimmed_cell(as_in_file(place))


def trimmed_cell(cell: str) -> str:
    """The SQL of a text without the blanks at its ends."""
    # All blanks come before "!": a comparison of both ends spares most cells the slower look for blanks.
    return f"CASE WHEN {cell} < '!' OR {cell}[-1] < '!' THEN trim({cell}, {_BLANKS}) ELSE {cell} END"


# Of a column named "cell".
PATIENT = trimmed_cell("cell")


def blank(place: int) -> str:
    """The SQL that says whether a cell holds nothing but blanks."""
    cell = as_in_file(place)
    return f"CASE WHEN {cell} < '!' THEN trim({cell}, {_BLANKS}) = '' ELSE false END"


def date_cell(place: int) -> str:
    """The SQL of as much of a cell as holds a day; blanks may follow it."""
    cell = as_in_file(place)
    cut = f"left(CASE WHEN {cell} < '!' THEN trim({cell}, {_BLANKS}) ELSE {cell} END, {DATE_LETTERS})"
    # Two quick looks spare the usual cell the cutting; bytes are never fewer than letters.
    return f"CASE WHEN c{place} >= '!' AND strlen(c{place}) <= {DATE_LETTERS} THEN c{place} ELSE {cut} END"


def _number(cell: str) -> str:
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{1,15}}') THEN CAST({cell} AS BIGINT) ELSE 0 END"


def _join_codes(cells: Sequence[str], systems: Sequence[str]) -> str:
    """The SQL of ``code_cells.join`` for the SQL of the cells."""
    filled = [f"nullif({cell}, '')" for cell in cells]
    named = [f"'{system}:' || {cell}" if system else cell for cell, system in zip(filled, systems, strict=True)]
    return f"concat_ws(chr({ord(code_cells.SEPARATOR)}), {', '.join(named)})"


def csv_cell(column: str, raw: bool, empty: bool = True) -> str:
    """The SQL of ``medcheck.export.outputs.cells.cell`` but for its quotes, which DuckDB sets alike.

    ``empty`` says that the column may hold empty texts, which DuckDB would write as two quotes.
    """
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
