"""Rows written as labels and values: "Medicine: X / Taking: No / Comment: ...", or below the name of a medicine.

What a label says of its value is what the head of a column says of a cell, so that both are read alike; but side
effects that are asked for below a medicine ("Side effects: mild") are no allergy.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.document.lines import Line
from medcheck.document.tables import Cell, Row, column_role
from medcheck.document.tokens import Token
from medcheck.language import ColumnRole

_LONGEST_LABEL = 6  # tokens
_SENTENCE_ENDS = frozenset(".!?:")
_QUOTES = frozenset("\"'")
_SPEAKING = frozenset(("status", "end", "comment", "reason", "answer", "issued"))


def read_labelled_rows(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], columns: Mapping[str, ColumnRole]
) -> list[Row]:
    """The rows of a text in labels and values; the labels of each are its head."""
    rows: list[Row] = []
    has_records = "=" in text
    if ":" not in text and not has_records:
        return rows
    pairs: list[_Pair] = []
    opened = 0  # the line with the first cell
    told = False  # whether a pair says something of the medicine
    for number, line in enumerate(lines):
        own = _pairs(text, tokens, line, columns, ":")
        if has_records:
            rows.extend(_row(number, _medicine_first(_pairs(text, tokens, line, columns, "="))))
        begins = line.blank or not own or own[0].value.role == "medicine"
        if begins and pairs:
            rows.extend(_row(opened, pairs))
            pairs, told = [], False
        if not own:
            continue
        if not pairs:
            opened = number
            if own[0].value.role != "medicine" and number and not line.blank and _is_entry(tokens, lines[number - 1]):
                opened = number - 1
                pairs = [_without_label(lines[opened].body, lines[opened].last)]
        for pair in own:
            if pair.value.role == "medicine" and told:
                rows.extend(_row(opened, pairs))
                opened, pairs, told = number, [], False
            pairs.append(pair)
            told = told or pair.value.role != "medicine"
    rows.extend(_row(opened, pairs))
    return rows


class _Pair(NamedTuple):
    """A label and its value."""

    label: Cell
    value: Cell


def _without_label(first: int, last: int) -> _Pair:
    """What names a medicine and has no label."""
    return _Pair(Cell(first, first, "medicine"), Cell(first, last, "medicine"))


def _is_entry(tokens: Sequence[Token], line: Line) -> bool:
    """Whether a line may name what the labels below it speak of: it is no sentence and has no label of its own."""
    labelled = any(
        tokens[at].norm == ":" and tokens[at - 1].kind == "word"
        for at in range(line.body + 1, min(line.body + _LONGEST_LABEL, line.last))
    )
    return not labelled and tokens[line.last - 1].norm not in _SENTENCE_ENDS


def _medicine_first(pairs: Sequence[_Pair]) -> Sequence[_Pair]:
    """The pairs of a record on one line, "status=held; med=X", of which one names the medicine."""
    named = [pair for pair in pairs if pair.value.role == "medicine"]
    return [*named, *(pair for pair in pairs if pair.value.role != "medicine")] if len(named) == 1 else []


def _row(opened: int, pairs: Sequence[_Pair]) -> list[Row]:
    if not pairs:
        return []
    cells = tuple(pair.value._replace(column=number) for number, pair in enumerate(pairs))
    speaks = any(cell.role in _SPEAKING for cell in cells[1:])
    head = tuple(pair.label for pair in pairs)
    return [Row(opened, cells, head)] if speaks and cells[0].role == "medicine" else []


def _pairs(text: str, tokens: Sequence[Token], line: Line, columns: Mapping[str, ColumnRole], sign: str) -> list[_Pair]:
    """The values of a line that begins with a label of a known role, each up to the next such label."""
    if not any(token.norm == sign for token in tokens[line.body : line.last]):
        return []
    found: list[tuple[int, int, ColumnRole]] = []
    begin, end_of_last = line.body, line.last
    for at in range(line.body, line.last):
        if at > line.body and _parts(text, tokens, at):
            begin = at
        if tokens[at].norm != sign or not 0 < at - begin <= _LONGEST_LABEL:
            continue
        role = column_role([token.norm for token in tokens[begin:at]], columns)
        if role is None and begin == line.body:
            return []
        if role is None and not _parts(text, tokens, begin):
            continue
        if role is None and tokens[begin - 1].norm == ".":
            end_of_last = begin
            break  # "MEDICATIONS: X. PAST HISTORY: ... PLAN: ...": headings of a letter on one line
        found.append((begin, at, "other" if role in (None, "reaction") else role))
        begin = at + 1
    if all(role == "other" for _, _, role in found):
        return []
    ends = [*(first for first, _, _ in found[1:]), end_of_last]
    ends = [
        next((at for at in range(first, end) if tokens[at].norm == "}"), end)
        for (first, _, _), end in zip(found, ends, strict=True)
    ]
    pairs = [
        _Pair(Cell(first, last, role), Cell(last + 1, end, role))
        for (first, last, role), end in zip(found, ends, strict=True)
    ]
    opens = found[0][0]
    unlabelled = any(token.kind == "word" for token in tokens[line.body : opens])
    if not unlabelled:
        return pairs
    written = [tuple(token.norm for token in tokens[pair.label.first : pair.label.last]) for pair in pairs]
    if len(set(written)) < len(written):
        pairs = [each for pair in pairs for each in _cut_at_gap(text, tokens, pair)]
    return [_without_label(line.body, opens), *pairs]


def _cut_at_gap(text: str, tokens: Sequence[Token], pair: _Pair) -> list[_Pair]:
    """A pair, and what begins a record of its own after its value: "X  taking: Y    Z  taking: N"."""
    value = pair.value
    cut = next((at for at in range(value.first + 1, value.last) if _parts(text, tokens, at)), value.last)
    parted = cut < value.last and tokens[cut - 1].kind == "mark"
    own = pair._replace(value=value._replace(last=cut - parted))
    return [own] if cut == value.last else [own, _without_label(cut, value.last)]


def _parts(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a new label may begin at a token: after a wide gap, a bar, a semicolon or a full stop; as in JSON."""
    before = tokens[at - 1]
    if before.norm == "{" or (before.norm == "," and tokens[at].norm in _QUOTES):
        return True
    return before.norm in "|;." or len(text[before.end : tokens[at].start]) > 1
