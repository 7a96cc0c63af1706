"""The rows of a text: tables, lists beside each other, rows of labels, and what their cells say of its medicines.

Loaded for texts that may hold some, with all that reads cells.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.context.carried_down import rows_with_status_above
from medcheck.context.cells import said_by_cells
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import hides
from medcheck.context.side_by_side import between_compared, read_side_by_side, said_by_doses, said_by_sides
from medcheck.context.trials import said_by_trials
from medcheck.document.labelled_rows import read_labelled_rows
from medcheck.document.tables import Row, read_tables
from medcheck.language import ColumnRole

_LONGEST_HEAD = 8  # tokens of the head of a column


class Grid(NamedTuple):
    """The rows of a text by their lines, and what is said in them.

    ``heads``: the lines that are heads of tables; ``compared``: ``tokens[first:last]`` that compare two columns.
    """

    rows: dict[int, Row]
    heads: frozenset[int]
    compared: Sequence[tuple[int, int]]
    said: Sequence[Said]


def read_grid(text: CuedText, columns: Mapping[str, ColumnRole]) -> Grid:
    """The rows of a text; ``columns``: the words of the heads of columns, with the codes that may be one."""

    def is_heading(first: int, last: int) -> bool:
        return last - first <= _LONGEST_HEAD and hides(text.head_says(first, last))

    def is_named(first: int, last: int) -> bool:
        return bool(text.named(first, last))

    tables, rows = read_tables(text.text, text.tokens, text.lines, columns, is_heading, is_named)
    rows.update((row.line, row) for row in rows_with_status_above(text.tokens, tables, text.cues, text.language))
    beside = read_side_by_side(text)
    for table in beside:
        rows.update((row.line, row) for row in table.rows)
    in_lists = {row.line for table in beside for row in table.rows}
    labelled = read_labelled_rows(text.text, text.tokens, text.lines, text.language.column_roles)
    of_tables = [*(row for row in rows.values() if row.line not in in_lists), *labelled]
    said = [
        *said_by_sides(text, beside),
        *said_by_doses(text, tables),
        *said_by_cells(text, of_tables),
        *said_by_trials(text, tables),
    ]
    heads = frozenset(table.line for table in tables) | {table.line for table in beside}
    return Grid(rows, heads, between_compared(beside), said)
