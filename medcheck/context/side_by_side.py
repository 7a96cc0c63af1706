"""Lists beside each other: columns whose heads say of the medicines below them whether they are taken.

"Current | Stopped" says of each cell what its head says. "Before admission | On discharge" compares: what stands in the
first column and is left out, crossed out or replaced in the second is taken no more.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.context.cells import CellText, Found, of_status, subject_of
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, hides
from medcheck.document.tables import (
    OF_COLUMNS,
    WIDE_BELOW_HEAD,
    Cell,
    Row,
    Table,
    rows_below,
    separators_in,
    split_cells,
)
from medcheck.document.tokens import Token

_MOST_COLUMNS = 6
_NAMED_WITHIN = 4  # lines below the heads, of which one must name a medicine
_LONGEST_HEAD = 8  # tokens
_FEWEST_KEPT = 2  # medicines that stand in both columns, before one that stands in the first alone counts as left out
_CROSSES = frozenset("-–—/✗✘×")


class Side(NamedTuple):
    """A column: its head at ``tokens[first:last]``, what that says as ``headings.csv`` puts it, or None.

    ``before`` and ``after``: whether it may hold what was taken before a change, and what is taken after it.
    ``earlier`` and ``now``: whether its head opens with "before", or has "now"; together they say as much.
    """

    first: int
    last: int
    says: str | None
    before: bool
    after: bool
    earlier: bool
    now: bool


class SideBySide(NamedTuple):
    """Columns, their head at a line, and the rows below: ``cells[column]`` of each, empty ones too."""

    line: int
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    compared: tuple[int, int] | None  # the columns of before and after


def read_side_by_side(text: CuedText) -> list[SideBySide]:
    """The lists of a text that stand beside each other."""
    found: list[SideBySide] = []
    at = 0
    while at + 1 < len(text.lines):
        line = text.lines[at]
        read = None if text.named(line.first, line.last) else _read(text, at)
        if read:
            found.append(read)
            at = read.rows[-1].line
        at += 1
    return found


def _read(text: CuedText, at: int) -> SideBySide | None:
    lines = text.lines
    near = lines[min(at + _NAMED_WITHIN, len(lines) - 1)].last
    if not text.named(lines[at].last, near):
        return None
    for separator in separators_in(text.text, text.tokens, lines[at]):
        if separator not in OF_COLUMNS:
            continue
        cells = split_cells(text.text, text.tokens, lines[at], separator, WIDE_BELOW_HEAD)
        if not 1 < len(cells) <= _MOST_COLUMNS or any(last - first > _LONGEST_HEAD for first, last in cells):
            continue
        if any(text.legend.covers(first) for first, _ in cells):
            continue  # "MAR | H = held | S = stopped"
        sides = [_side(text, cell) for cell in cells]
        speaking = [
            n for n, side in enumerate(sides) if side.says or side.before or side.after or side.earlier or side.now
        ]
        if len(speaking) < 2:
            continue
        rows = rows_below(text.text, text.tokens, lines, at, separator, cells)
        naming = {n for n in range(len(sides)) if _is_list(text, [cell for row in rows for cell in _of(row, n)])}
        compared = _compared(sides, naming)
        lists = [n for n in speaking if n in naming and sides[n].says in ACTS]
        if compared or len(lists) > 1:
            return SideBySide(at, tuple(sides), tuple(rows), compared)
    return None


def _is_list(text: CuedText, cells: Sequence[Cell]) -> bool:
    """Whether the cells of a column name medicines, at least every other one that is not empty or a dash."""
    filled = [cell for cell in cells if any(t.kind == "word" for t in text.tokens[cell.first : cell.last])]
    named = sum(bool(text.named(cell.first, cell.last)) for cell in filled)
    return named > 0 and named >= len(filled) / 2


def _side(text: CuedText, cell: tuple[int, int]) -> Side:
    first, last = cell
    while first < last and text.tokens[last - 1].norm == ":":
        last -= 1
    words = [token.norm for token in text.tokens[first:last] if token.kind == "word"]
    counts = len(words) == 1 and text.language.column_roles.get(words[0]) == "other"  # "No  Medicine  Dose"
    says = None if counts else text.head_says(first, last)
    earlier = bool(words) and words[0] in text.language.words_for_before
    now = not text.language.words_for_now.isdisjoint(words)
    return Side(first, last, says if says in ACTS else None, *_time(text, first, last), earlier, now)


def _time(text: CuedText, first: int, last: int) -> tuple[bool, bool]:
    """Whether a head is of what was before a change, and whether of what is after it: "Dose before", "Home meds"."""
    language = text.language
    opened = next((at for at in range(first + 1, last) if text.tokens[at].norm in "(["), last)
    words = [token.norm for token in text.tokens[first:opened] if token.kind == "word"]
    times = language.heads_before_change | language.heads_after_change
    rest = [
        word
        for word in words
        if word in times
        or (
            language.heading_words.get(word) != "medicines"
            and language.column_roles.get(word) not in ("dose", "medicine")
        )
    ]
    time = " ".join(rest)
    return time in language.heads_before_change, time in language.heads_after_change


def _compared(sides: Sequence[Side], naming: set[int]) -> tuple[int, int] | None:
    """The columns of before and, the last, of after, of which the first names medicines."""
    before = next((n for n, side in enumerate(sides) if (side.before or side.earlier) and n in naming), None)
    if before is None:
        return None
    sure = sides[before].before
    after = [n for n, side in enumerate(sides) if n > before and (side.now or (side.after and sure))]
    return (before, after[-1]) if after else None


def between_compared(tables: Sequence[SideBySide]) -> list[tuple[int, int]]:
    """The cells between the columns of before and after: what was done in between holds no longer."""
    return [
        (cell.first, cell.last)
        for table in tables
        if table.compared
        for row in table.rows
        for cell in row.cells
        if table.compared[0] < cell.column < table.compared[1] and cell.first < cell.last
    ]


def said_by_sides(text: CuedText, tables: Sequence[SideBySide]) -> Iterator[Said]:
    """What the columns of each table say of the medicines in them."""
    for table in tables:
        if table.compared:
            yield from _said_by_comparison(text, table, table.compared)
        for row in table.rows:
            for cell in row.cells:
                side = table.sides[cell.column]
                if side.says is None or (table.compared and cell.column in table.compared):
                    continue
                act = ACTS[side.says]
                for number in text.named(cell.first, cell.last):
                    cue = Cue(side.first, side.last, act, "label", "forward")
                    yield Said(number, act, cue, "section" if hides(side.says) else "row")


def _status(text: CuedText, cell: Cell) -> Found | None:
    """What a cell says as one of a column of statuses would."""
    at = next((i for i in range(cell.first, cell.last) if text.tokens[i].kind in ("word", "number")), None)
    return None if at is None else of_status(CellText(text, cell, text.cues_in(cell.first, cell.last), at))


def _said_by_comparison(text: CuedText, table: SideBySide, compared: tuple[int, int]) -> Iterator[Said]:
    """What the column of after says of what stands in that of before."""
    before, after = compared
    meanings = text.meanings

    def named(cells: Sequence[Cell]) -> list[int]:
        return [number for cell in cells for number in text.named(cell.first, cell.last)]

    goes_on = {
        name
        for row in table.rows
        for cell in _of(row, after)
        for n in text.named(cell.first, cell.last)
        if not _is_in_bracket(text.tokens, cell.first, text.names[n])
        for name in meanings[n]
    }
    kept = sum(not goes_on.isdisjoint(meanings[n]) for row in table.rows for n in named(_of(row, before)))
    head = {token.norm for token in text.tokens[table.sides[after].first : table.sides[after].last]}
    adds = kept == 0 and not text.language.heads_of_change.isdisjoint(
        head
    )  # "New" beside "Home medicines" adds to them
    answered = any(_of(row, after) for row in table.rows) and not adds
    for row in table.rows:
        old = [n for n in named(_of(row, before)) if meanings[n]]
        new = _of(row, after)
        cue = _whole(new) if new else None
        crossed = cue is not None and _is_crossed_out(text, cue)
        others = named(new)
        for number in old:
            if not goes_on.isdisjoint(meanings[number]):
                continue
            if crossed and cue and answered:
                yield Said(number, "stop", cue, "cell")
            elif cue and not others:
                found = _status(text, new[0])
                if found:
                    yield Said(number, found[0], found[1], "cell")
            elif kept >= _FEWEST_KEPT and cue and all(isinstance(name, str) for n in others for name in meanings[n]):
                yield Said(number, "switched", cue, "section")
            elif kept >= _FEWEST_KEPT and cue is None:
                side = table.sides[after]
                yield Said(number, "stop", Cue(side.first, side.last, "stop", "label", "forward"), "section")


def said_by_doses(text: CuedText, tables: Sequence[Table]) -> Iterator[Said]:
    """ "Drug | On admission | On discharge": what has a dose before a change and is crossed out after it."""
    for table in tables:
        times = [_time(text, cell.first, cell.last) for cell in table.head]
        pairs = [n for n in range(1, len(times)) if times[n - 1][0] and times[n][1]]
        if not pairs or table.head[pairs[0] - 1].role == "medicine":
            continue
        column = pairs[0]
        rows = [(row, _of(row, column - 1), _of(row, column)) for row in table.rows]
        given = [row for row, _, after in rows if after and not _is_crossed_out(text, _whole(after))]
        neither = text.language.words_for_none
        if len(given) < _FEWEST_KEPT:
            continue
        for row, before, after in rows:
            subject = subject_of(row, text)
            if not before or not after or subject is None:
                continue
            if _is_crossed_out(text, _whole(before)):
                if all(text.tokens[cells[0].first].norm in neither for cells in (before, after)):  # "nil | nil"
                    for number in text.named(subject.first, subject.last):
                        yield Said(number, "never", _whole(after), "cell")
                continue
            if _is_crossed_out(text, _whole(after)):
                for number in text.named(subject.first, subject.last):
                    yield Said(number, "stop", _whole(after), "cell")


def _whole(cells: Sequence[Cell]) -> Cue:
    return Cue(cells[0].first, cells[-1].last, "stop")


def _of(row: Row, column: int) -> list[Cell]:
    return [cell for cell in row.cells if cell.column == column and cell.first < cell.last]


def _is_crossed_out(text: CuedText, cue: Cue) -> bool:
    """Whether a cell holds dashes alone, or opens with a word for none: "nil (given as inpatient)", not "no change"."""
    cell = text.tokens[cue.first : cue.last]
    alone = len(cell) == 1 or cell[1].kind != "word"
    return all(token.norm in _CROSSES for token in cell) or (alone and cell[0].norm in text.language.words_for_none)


def _is_in_bracket(tokens: Sequence[Token], first: int, place: int) -> bool:
    """Whether a name stands in a bracket of its cell: "Losartan 50 mg (replaces lisinopril)"."""
    return sum((t.norm in "([") - (t.norm in ")]") for t in tokens[first:place] if t.kind == "mark") > 0
