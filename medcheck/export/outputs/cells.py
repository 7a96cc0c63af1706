"""How a cell is written into a CSV file, byte for byte the same by every engine."""

from collections.abc import Iterable, Sequence

from medcheck.report.csv import neutral

ANSWERED = ("medcheck_answer", "medcheck_ingredients", "medcheck_findings", "medcheck_corrected")
ADDED = (*ANSWERED, "medcheck_time")
# Cells with one of these stand in quotes; "#" because DuckDB, which writes the big files, takes it for a comment.
_QUOTED = frozenset(',"\n\r#')


def cell(text: str, raw: bool) -> str:
    """A cell as it stands in the file; ``raw`` leaves what a spreadsheet would take for a formula as it is."""
    safe = text if raw else neutral(text)
    if _QUOTED.isdisjoint(safe):
        return safe
    return '"' + safe.replace('"', '""') + '"'


def line(cells: Iterable[str], raw: bool) -> str:
    """A line of a CSV file."""
    return ",".join([cell(text, raw) for text in cells]) + "\n"


def table(header: Sequence[str], rows: Iterable[Iterable[object]], raw: bool) -> str:
    """A small CSV file."""
    return line(header, raw) + "".join(line(map(str, row), raw) for row in rows)
