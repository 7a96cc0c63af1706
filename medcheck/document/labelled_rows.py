"""Rows written as labels and values: "Medicine: X / Taking: No / Comment: ...", or below the name of a medicine.

What a label says of its value is what the head of a column says of a cell, so that both are read alike; but side
effects that are asked for below a medicine ("Side effects: mild") are no allergy.
"""

from collections.abc import Mapping, Sequence

from medcheck.document.lines import Line
from medcheck.document.tables import Cell, Row, column_role
from medcheck.document.tokens import Token
from medcheck.language import ColumnRole

_LONGEST_LABEL = 6  # tokens
_SENTENCE_ENDS = frozenset(".!?:")
_SPEAKING = frozenset(("status", "end", "comment", "reason", "answer", "issued"))


def read_labelled_rows(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], columns: Mapping[str, ColumnRole]
) -> list[Row]:
    """The rows of a text in labels and values; each has no head, but its cells have the role of their label."""
    rows: list[Row] = []
    if ":" not in text:
        return rows
    cells: list[Cell] = []
    opened = 0  # the line with the first cell
    for number, line in enumerate(lines):
        own = _cells(text, tokens, line, columns)
        begins = line.blank or not own or own[0].role == "medicine"
        if begins and cells:
            rows.extend(_row(opened, cells))
            cells = []
        if not own:
            continue
        if not cells:
            opened = number
            if own[0].role != "medicine" and number and not line.blank and _is_entry(tokens, lines[number - 1]):
                opened = number - 1
                cells = [Cell(lines[opened].body, lines[opened].last, "medicine")]
        cells.extend(own)
    rows.extend(_row(opened, cells))
    return rows


def _is_entry(tokens: Sequence[Token], line: Line) -> bool:
    """Whether a line may name what the labels below it speak of: it is no sentence."""
    return tokens[line.last - 1].norm not in _SENTENCE_ENDS


def _row(opened: int, cells: Sequence[Cell]) -> list[Row]:
    speaks = any(cell.role in _SPEAKING for cell in cells[1:])
    return [Row(opened, tuple(cells), ())] if speaks and cells[0].role == "medicine" else []


def _cells(text: str, tokens: Sequence[Token], line: Line, columns: Mapping[str, ColumnRole]) -> list[Cell]:
    """The values of a line that begins with a label of a known role, each up to the next such label."""
    found: list[tuple[int, int, ColumnRole]] = []
    begin = line.body
    for at in range(line.body, line.last):
        if at > line.body and _parts(text, tokens, at):
            begin = at
        if tokens[at].norm != ":" or not 0 < at - begin <= _LONGEST_LABEL:
            continue
        role = column_role([token.norm for token in tokens[begin:at]], columns)
        if role is None:
            if begin == line.body:
                return []
            continue
        found.append((begin, at + 1, role))
        begin = at + 1
    if not found:
        return []
    ends = [*(first for first, _, _ in found[1:]), line.last]
    found = [(first, body, "other" if role == "reaction" else role) for first, body, role in found]
    cells = [Cell(body, end, role) for (_, body, role), end in zip(found, ends, strict=True)]
    opens = found[0][0]
    return cells if opens == line.body else [Cell(line.body, opens, "medicine"), *cells]


def _parts(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a new label may begin at a token: after a wide gap, a bar, a semicolon or a full stop."""
    before = tokens[at - 1]
    return before.norm in "|;." or len(text[before.end : tokens[at].start]) > 1
