"""A status that is written once for several rows: "Continue | X", " | Y", "Stop | Z"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.document.tables import Row, Table
from medcheck.document.tokens import Token
from medcheck.language import Language

_ROLES = frozenset(("status", "other"))  # of a first column whose cells may say so: "Status", "Group"


def rows_with_status_above(
    tokens: Sequence[Token], tables: Sequence[Table], cues: Sequence[Cue], language: Language
) -> Iterator[Row]:
    """The rows that leave the first column empty, with the status that stands there in a row above.

    Only where the first row has a status and some status of the column is that medicines go on: otherwise an empty cell
    may be that of a medicine of which there is nothing to say.
    """
    starts = [cue.first for cue in cues]
    for table in tables:
        if table.head[0].role not in _ROLES:
            continue
        stated = [
            next((cell for cell in row.cells if cell.column == 0 and cell.first < cell.last), None)
            for row in table.rows
        ]
        if not stated or stated[0] is None or None not in stated:
            continue
        goes_on = any(
            any(cue.act in POSITIVE for cue in cues[bisect_left(starts, cell.first) : bisect_left(starts, cell.last)])
            or language.status_codes.get(tokens[cell.first].norm) == "taken"
            for cell in stated
            if cell
        )
        above = stated[0]
        for row, cell in zip(table.rows, stated, strict=True):
            above = cell or above
            if cell is None and goes_on:
                yield row._replace(cells=(above, *row.cells))
