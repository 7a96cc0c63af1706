"""Where the header of a file stands: titles may stand above it, and the user may say its place."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from medcheck.export.inputs.profiles import is_header

# What has no header in so many rows has none further down either.
_MOST_ROWS = 30


class Asked(NamedTuple):
    """What the user says of how files are to be read: the sheet, the line of the header, the columns by role."""

    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, Sequence[str]] = {}


class Header(NamedTuple):
    """The cells of the header, with its line."""

    line: int
    cells: Sequence[str]

    def notices(self, name: str, first: int) -> Iterator[str]:
        """What a user should know where the first row that is not blank stands above the header."""
        if first < self.line:
            yield f"{name}: the header is that of line {self.line}; what stands above it is not read"


AS_FOUND = Asked()


def find_header(rows: Iterator[tuple[int, Sequence[str]]], asked: Asked) -> tuple[Header | None, int]:
    """The header among rows that are not blank, and the line of the first of them.

    No header where there is no row, or not in the line that the user names; 0 where there is no row. A row below the
    first is the header where it names the medicine and every row above it has fewer than half of its cells, as titles
    have.
    """
    if asked.header_row is not None:
        first = 0
        for line, cells in rows:
            first = first or line
            if line >= asked.header_row:
                return (Header(line, cells) if line == asked.header_row else None), first
        return None, first
    found: list[tuple[int, Sequence[str]]] = []
    widest_above = 0
    for line, cells in islice(rows, _MOST_ROWS):
        found.append((line, cells))
        width = sum(map(bool, cells))
        is_title_above = widest_above <= max(1, (width - 1) // 2)
        if width > 1 and is_title_above and is_header(cells, asked.columns):
            return Header(line, cells), found[0][0]
        widest_above = max(widest_above, width)
    return (Header(*found[0]), found[0][0]) if found else (None, 0)
