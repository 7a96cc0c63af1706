"""Lists beside each other: columns whose heads say of the medicines below them whether they are taken.

"Current | Stopped" says of each cell what its head says. "Before admission | On discharge" compares: what stands in the
first column and is left out, crossed out or replaced in the second is taken no more.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from medcheck.context.cells import CellText, of_status, subject_of
from medcheck.context.compose import Cue
from medcheck.context.dating import Days
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, head_says, hides
from medcheck.context.legend import Legend
from medcheck.document.lines import Line
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
from medcheck.language import Language

_MOST_COLUMNS = 6
_NAMED_WITHIN = 4  # lines below the heads, of which one must name a medicine
_LONGEST_HEAD = 8  # tokens
_FEWEST_KEPT = 2  # medicines that stand in both columns, before one that stands in the first alone counts as left out
_CROSSES = frozenset("-–—/✗✘×")


class Side(NamedTuple):
    """A column: its head at ``tokens[first:last]``, what that says as ``headings.csv`` puts it, or None.

    ``before`` and ``after``: whether it may hold what was taken before a change, and what is taken after it.
    """

    first: int
    last: int
    says: str | None
    before: bool
    after: bool


class SideBySide(NamedTuple):
    """Columns, their head at a line, and the rows below: ``cells[column]`` of each, empty ones too."""

    line: int
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    compared: tuple[int, int] | None  # the columns of before and after


def read_side_by_side(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    cues: Sequence[Cue],
    places: Sequence[tuple[int, int]],
    language: Language,
) -> list[SideBySide]:
    """The lists of a text that stand beside each other."""
    firsts = [first for first, _ in places]
    starts = [cue.first for cue in cues]
    found: list[SideBySide] = []
    at = 0
    while at + 1 < len(lines):
        line = lines[at]
        named = bisect_left(firsts, line.first) < bisect_left(firsts, line.last)
        read = None if named else _read(text, tokens, lines, at, cues, starts, firsts, language)
        if read:
            found.append(read)
            at = read.rows[-1].line
        at += 1
    return found


def _read(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    at: int,
    cues: Sequence[Cue],
    starts: Sequence[int],
    firsts: Sequence[int],
    language: Language,
) -> SideBySide | None:
    for separator in separators_in(text, tokens, lines[at]):
        if separator not in OF_COLUMNS:
            continue
        cells = split_cells(text, tokens, lines[at], separator, WIDE_BELOW_HEAD)
        if not 1 < len(cells) <= _MOST_COLUMNS or any(last - first > _LONGEST_HEAD for first, last in cells):
            continue
        sides = [_side(tokens, cell, cues, starts, language) for cell in cells]
        near = lines[min(at + _NAMED_WITHIN, len(lines) - 1)].last
        if bisect_left(firsts, lines[at].last) == bisect_left(firsts, near):
            return None
        speaking = [n for n, side in enumerate(sides) if side.says or side.before or side.after]
        if len(speaking) < 2:
            continue
        rows = rows_below(text, tokens, lines, at, separator, cells)
        naming = {
            n for n in range(len(sides)) if _is_list(tokens, [cell for row in rows for cell in _of(row, n)], firsts)
        }
        compared = _compared(sides, naming)
        lists = [n for n in speaking if n in naming and sides[n].says in ACTS]
        if compared or len(lists) > 1:
            return SideBySide(at, tuple(sides), tuple(rows), compared)
    return None


def _is_list(tokens: Sequence[Token], cells: Sequence[Cell], firsts: Sequence[int]) -> bool:
    """Whether the cells of a column name medicines, at least every other one that is not empty or a dash."""
    filled = [cell for cell in cells if any(t.kind == "word" for t in tokens[cell.first : cell.last])]
    named = sum(bisect_left(firsts, cell.first) < bisect_left(firsts, cell.last) for cell in filled)
    return named > 0 and named >= len(filled) / 2


def _side(
    tokens: Sequence[Token], cell: tuple[int, int], cues: Sequence[Cue], starts: Sequence[int], language: Language
) -> Side:
    first, last = cell
    while first < last and tokens[last - 1].norm == ":":
        last -= 1
    says = head_says(tokens, first, last, cues, starts, language)
    return Side(first, last, says if says in ACTS else None, *_time(tokens, first, last, language))


def _time(tokens: Sequence[Token], first: int, last: int, language: Language) -> tuple[bool, bool]:
    """Whether a head is of what was before a change, and whether of what is after it: "Dose before", "Home meds"."""
    words = [token.norm for token in tokens[first:last] if token.kind == "word"]
    times = language.heads_before_change | language.heads_after_change
    rest = [
        word
        for word in words
        if language.heading_words.get(word) != "medicines"
        and (word in times or language.column_roles.get(word) not in ("dose", "medicine"))
    ]
    time = " ".join(rest)
    return time in language.heads_before_change, time in language.heads_after_change


def _compared(sides: Sequence[Side], naming: set[int]) -> tuple[int, int] | None:
    """The columns of before and, the last, of after, of which the first names medicines."""
    before = next((n for n, side in enumerate(sides) if side.before and n in naming), None)
    if before is None:
        return None
    after = [n for n, side in enumerate(sides) if side.after and n > before]
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


def said_by_sides(
    tokens: Sequence[Token],
    tables: Sequence[SideBySide],
    places: Sequence[tuple[int, int]],
    meanings: Sequence[Sequence[object]],
    cues: Sequence[Cue],
    legend: Legend,
    language: Language,
    days: Days,
) -> Iterator[Said]:
    """What the columns of each table say of the medicines in them."""
    firsts = [first for first, _ in places]
    starts = [cue.first for cue in cues]

    def numbers(cell: Cell) -> range:
        return range(bisect_left(firsts, cell.first), bisect_left(firsts, cell.last))

    def status(cell: Cell) -> tuple[str, Cue, str] | None:
        at = next((i for i in range(cell.first, cell.last) if tokens[i].kind in ("word", "number")), None)
        if at is None:
            return None
        own = cues[bisect_left(starts, cell.first) : bisect_left(starts, cell.last)]
        return of_status(CellText(tokens, cell, own, at, None, False, legend, language, days))

    for table in tables:
        if table.compared:
            yield from _said_by_comparison(tokens, table, table.compared, places, meanings, numbers, status, language)
        for row in table.rows:
            for cell in row.cells:
                side = table.sides[cell.column]
                if side.says is None or (table.compared and cell.column in table.compared):
                    continue
                act = ACTS[side.says]
                for number in numbers(cell):
                    cue = Cue(side.first, side.last, act, "label", "forward", False)
                    yield Said(number, act, cue, "section" if hides(side.says) else "row")


def _said_by_comparison(
    tokens: Sequence[Token],
    table: SideBySide,
    compared: tuple[int, int],
    places: Sequence[tuple[int, int]],
    meanings: Sequence[Sequence[object]],
    numbers: Callable[[Cell], range],
    status: Callable[[Cell], tuple[str, Cue, str] | None],
    language: Language,
) -> Iterator[Said]:
    """What the column of after says of what stands in that of before."""
    before, after = compared
    goes_on = {
        name
        for row in table.rows
        for cell in _of(row, after)
        for n in numbers(cell)
        if not _is_in_bracket(tokens, cell.first, places[n][0])
        for name in meanings[n]
    }
    named = [n for row in table.rows for cell in _of(row, before) for n in numbers(cell)]
    kept = sum(not goes_on.isdisjoint(meanings[n]) for n in named)
    answered = any(_of(row, after) for row in table.rows)
    for row in table.rows:
        old = [n for cell in _of(row, before) for n in numbers(cell) if meanings[n]]
        new = _of(row, after)
        cue = _whole(new) if new else None
        crossed = cue is not None and _is_crossed_out(tokens, cue, language)
        others = [n for cell in new for n in numbers(cell)]
        for number in old:
            if not goes_on.isdisjoint(meanings[number]):
                continue
            if crossed and cue and answered:
                yield Said(number, "stop", cue, "cell")
            elif cue and not others:
                found = status(new[0])
                if found:
                    yield Said(number, found[0], found[1], "cell")
            elif kept >= _FEWEST_KEPT and cue and all(isinstance(name, str) for n in others for name in meanings[n]):
                yield Said(number, "switched", cue, "section")
            elif kept >= _FEWEST_KEPT and cue is None:
                side = table.sides[after]
                yield Said(number, "stop", Cue(side.first, side.last, "stop", "label", "forward", False), "section")


def said_by_doses(
    tokens: Sequence[Token], tables: Sequence[Table], places: Sequence[tuple[int, int]], language: Language
) -> Iterator[Said]:
    """ "Drug | On admission | On discharge": what has a dose before a change and is crossed out after it."""
    firsts = [first for first, _ in places]
    for table in tables:
        times = [_time(tokens, cell.first, cell.last, language) for cell in table.head]
        pairs = [n for n in range(1, len(times)) if times[n - 1][0] and times[n][1]]
        if not pairs or table.head[pairs[0] - 1].role == "medicine":
            continue
        column = pairs[0]
        rows = [(row, _of(row, column - 1), _of(row, column)) for row in table.rows]
        given = [row for row, _, after in rows if after and not _is_crossed_out(tokens, _whole(after), language)]
        if len(given) < _FEWEST_KEPT:
            continue
        for row, before, after in rows:
            subject = subject_of(row, firsts)
            if not before or not after or subject is None or _is_crossed_out(tokens, _whole(before), language):
                continue
            if _is_crossed_out(tokens, _whole(after), language):
                for number in range(bisect_left(firsts, subject.first), bisect_left(firsts, subject.last)):
                    yield Said(number, "stop", _whole(after), "cell")


def _whole(cells: Sequence[Cell]) -> Cue:
    return Cue(cells[0].first, cells[-1].last, "stop", "", "", False)


def _of(row: Row, column: int) -> list[Cell]:
    return [cell for cell in row.cells if cell.column == column and cell.first < cell.last]


def _is_crossed_out(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a cell holds dashes alone, or opens with a word for none: "nil (given as inpatient)", not "no change"."""
    cell = tokens[cue.first : cue.last]
    alone = len(cell) == 1 or cell[1].kind != "word"
    return all(token.norm in _CROSSES for token in cell) or (alone and cell[0].norm in language.words_for_none)


def _is_in_bracket(tokens: Sequence[Token], first: int, place: int) -> bool:
    """Whether a name stands in a bracket of its cell: "Losartan 50 mg (replaces lisinopril)"."""
    return sum((t.norm in "([") - (t.norm in ")]") for t in tokens[first:place] if t.kind == "mark") > 0
