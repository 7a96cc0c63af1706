"""A distinct line of an export: the text and the codes that settle its answer, whichever rows it stands in."""

from collections.abc import Sequence
from typing import NamedTuple


class DistinctLine(NamedTuple):
    """The text of a row's medicine columns, and its codes as ``code_cells.join`` joins them."""

    text: str
    code: str = ""


class LineCount(NamedTuple):
    """A distinct line, how many rows have it, and how many prescriptions they stand for."""

    line: DistinctLine
    rows: int
    items: int


def joined_text(cells: Sequence[str]) -> str:
    """The text that the medicine columns of a row, without the blanks at their ends, make together."""
    return " ".join(filter(None, cells))
