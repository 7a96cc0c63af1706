"""Tables of what was tried: "Agent | Duration | Outcome", in which one row is "ongoing" and the others have ended."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.document.tables import Cell, Row, Table


def said_by_trials(text: CuedText, tables: Sequence[Table]) -> Iterator[Said]:
    """Each row with a length of time in a column in which another goes on, where outcomes have a column, too."""
    for table in tables:
        heads = [{token.norm for token in text.tokens[cell.first : cell.last]} for cell in table.head]
        if all(head.isdisjoint(text.language.heads_of_outcomes) for head in heads):
            continue
        for column in range(1, len(table.head)):
            cells = [(row, cell) for row in table.rows for cell in row.cells if cell.column == column]
            if any(_goes_on(text, cell) for _, cell in cells):
                for row, cell in cells:
                    yield from _ended(text, row, cell)


def _goes_on(text: CuedText, cell: Cell) -> bool:
    words = {token.norm for token in text.tokens[cell.first : cell.last]}
    return not words.isdisjoint(text.language.words_for_going_on | text.language.words_for_now)


def _ended(text: CuedText, row: Row, cell: Cell) -> Iterator[Said]:
    """What a row names, if its cell is a length of time and no more."""
    tokens, language = text.tokens[cell.first : cell.last], text.language
    spans = language.period_units | language.words_for_nights
    if not any(one.kind == "number" and other.norm in spans for one, other in pairwise(tokens)) or _goes_on(text, cell):
        return
    for named in row.cells:
        if named.role == "medicine":
            for number in text.named(named.first, named.last):
                yield Said(number, "tried", Cue(cell.first, cell.last, "tried"), "cell")
