"""Tables: rows of cells by tab, bar, runs of spaces, " / " or comma, and what the columns of a table hold."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import ColumnRole

Separator = Literal["bar", "tab", "dots", "dashes", "space", "slash", "comma", "semicolon"]

OF_COLUMNS: frozenset[Separator] = frozenset(get_args(Separator)) - {
    "slash",
    "comma",
    "semicolon",
}  # what parts lists beside each other
_SIGNS: dict[Separator, str] = {"bar": "|", "slash": "/", "comma": ",", "semicolon": ";"}
_WRITTEN_SIGNS = "|<,;"  # without one of these a line has no bar, comma or semicolon
_OF_FILES: frozenset[Separator] = frozenset(("comma", "semicolon"))
WIDE = "   "  # so much space parts the cells of a row without a head
WIDE_BELOW_HEAD = 2  # so many spaces part two cells of a table with a head
_WIDEST = 12  # a head that begins so far from the left leaves room for a column of names without one
_DOTS, _ELLIPSES, _DASHES = "....", "……", " -- "
# What stands in a text with cells, as tokens and as written; see separators_in and labelled_rows.
_PARTING = ("|", ",", ";", ":", "=")
_PARTING_WRITTEN = ("\t", "  ", " / ", _DOTS, _ELLIPSES, _DASHES)
_FEWEST_OF_RUN = 2  # dots, or dashes, that part two cells
_MOST_WORDS = 8  # in the head of a column
_FEWEST_WITH_OTHER = 4  # columns of known roles that make a head although one more is not known
_FEWEST_OF_QUESTIONS = 3  # columns of a head of which only that of the medicines is known
_LONGEST_NUMBER = 2  # digits that count the rows
_AFTER_NUMBER = frozenset(".)")
_FIRST_ROWS = 3  # that are looked at for empty lines between them
_MOST_ROWS = 200  # of lists beside each other, so that a text of heads alone is not read again from each
_NOTE_MARKS = frozenset("-*>→")


class Cell(NamedTuple):
    """``tokens[first:last]``, which may be none; ``role`` and number of its column are None in a row without a head."""

    first: int
    last: int
    role: ColumnRole | None
    column: int = -1


class Row(NamedTuple):
    """The cells of one line, and the head of its table as cells, or () for a row without one.

    ``apart``: whether a line without cells that may be a heading stands between the head and the row.
    """

    line: int
    cells: tuple[Cell, ...]
    head: tuple[Cell, ...]
    apart: bool = False


class Table(NamedTuple):
    """A head at a line and the rows below it."""

    line: int
    head: tuple[Cell, ...]
    rows: tuple[Row, ...]


def may_hold_rows(text: str, norms: Collection[str]) -> bool:
    """Whether anything in a text may part cells, or a label and its value; ``norms``: of its tokens."""
    return any(sign in norms for sign in _PARTING) or any(sign in text for sign in _PARTING_WRITTEN)


def read_tables(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    columns: Mapping[str, ColumnRole],
    is_heading: Callable[[int, int], bool],
    is_named: Callable[[int, int], bool],
) -> tuple[list[Table], dict[int, Row]]:
    """The tables with a head, and by its number every line that has cells; ``columns``: the words of heads.

    ``is_heading``: whether the words of a first cell that name no column are a heading of medicines ("PAST TRIALS").
    ``is_named``: whether a medicine is named among some tokens.
    """
    tables: list[Table] = []
    rows: dict[int, Row] = {}
    at = 0
    while at < len(lines):
        separators = separators_in(text, tokens, lines[at])
        if not separators:  # as most lines of lists
            at += 1
            continue
        found = _head(text, tokens, lines[at], separators, columns, is_heading, is_named)
        if not found and at + 1 < len(lines):
            found = _head_of_questions(text, tokens, lines[at], separators, lines[at + 1], columns, is_named)
        if not found:
            alone = _alone(text, tokens, lines[at], separators)
            if alone:
                rows[at] = _without_head(at, alone)
            at += 1
            continue
        separator, head = found
        if at + 1 < len(lines) and _lacks_head_of_names(text, tokens, lines[at + 1], separator, head, is_named):
            head = (Cell(lines[at].first, lines[at].first, "medicine"), *head)
        below = _rows(text, tokens, lines, at, separator, head, columns, is_heading, is_named)
        if separator == "slash" and not below:
            at += 1
            continue  # a heading: "COMPLETED / STOPPED"
        tables.append(Table(at, head, tuple(below)))
        rows.update((row.line, row) for row in below)
        at = below[-1].line + 1 if below else at + 1
    return tables, rows


def _without_head(line: int, cells: Sequence[tuple[int, int]]) -> Row:
    """A row of no table."""
    return Row(line, tuple(Cell(first, last, None) for first, last in cells), ())


def _head(
    text: str,
    tokens: Sequence[Token],
    line: Line,
    separators: Sequence[Separator],
    columns: Mapping[str, ColumnRole],
    is_heading: Callable[[int, int], bool],
    is_named: Callable[[int, int], bool],
) -> tuple[Separator, tuple[Cell, ...]] | None:
    for separator in separators:
        cells = split_cells(text, tokens, line, separator, WIDE_BELOW_HEAD)
        if len(cells) < 2:
            continue
        roles = _roles(tokens, cells, columns, is_heading)
        if roles and roles[0] is None and is_named(*cells[0]):
            continue  # a row of a chart: "X | HOLD | HOLD | HOLD | HOLD"
        empty = sum(first == last for first, last in cells)
        known = sum(role is not None for role in roles)
        if known >= 2 and known + empty >= len(cells) - (known >= _FEWEST_WITH_OTHER):
            head = tuple(Cell(first, last, role or "other") for (first, last), role in zip(cells, roles, strict=True))
            indent = offset_in_line(text, tokens[line.first].start)
            if separator == "space" and "medicine" not in roles and indent >= _WIDEST:
                head = (Cell(line.first, line.first, "medicine"), *head)  # the names have no head of their own
            return separator, head
    return None


def _lacks_head_of_names(
    text: str,
    tokens: Sequence[Token],
    below: Line,
    separator: Separator,
    head: Sequence[Cell],
    is_named: Callable[[int, int], bool],
) -> bool:
    """Whether the line below has one cell more than the head, the first of which names a medicine, as no head says."""
    if separator not in ("bar", "tab") or any(cell.role == "medicine" for cell in head):
        return False
    cells = split_cells(text, tokens, below, separator, WIDE_BELOW_HEAD)
    return len(cells) == len(head) + 1 and is_named(*cells[0])


def _head_of_questions(
    text: str,
    tokens: Sequence[Token],
    line: Line,
    separators: Sequence[Separator],
    below: Line,
    columns: Mapping[str, ColumnRole],
    is_named: Callable[[int, int], bool],
) -> tuple[Separator, tuple[Cell, ...]] | None:
    """A head of a column of medicines and others of which nothing is known: "Med / how many left / any problems?".

    The line below has as many cells, of which that one names a medicine.
    """
    if is_named(line.first, line.last):
        return None
    for separator in separators:
        if separator in _OF_FILES:
            continue
        cells = split_cells(text, tokens, line, separator, WIDE_BELOW_HEAD)
        if len(cells) < _FEWEST_OF_QUESTIONS:
            continue
        words = [[token.norm for token in tokens[first:last]] for first, last in cells]
        roles = [column_role(own, columns) or _opens_with_noun(own, columns) for own in words]
        if roles.count("medicine") != 1 or any(len(own) > _MOST_WORDS or ":" in own for own in words):
            continue
        beside = split_cells(text, tokens, below, separator, WIDE_BELOW_HEAD, tokens[line.first].norm == "|")
        if len(beside) == len(cells) and is_named(*beside[roles.index("medicine")]):
            head = (Cell(first, last, role) for (first, last), role in zip(cells, roles, strict=True))
            return separator, tuple(head)
    return None


def _opens_with_noun(words: Sequence[str], columns: Mapping[str, ColumnRole]) -> ColumnRole:
    """The role of a column of which no more is known: "Medication on discharge"."""
    return "medicine" if words and columns.get(words[0]) == "medicine" else "other"


def _roles(
    tokens: Sequence[Token],
    cells: Sequence[tuple[int, int]],
    columns: Mapping[str, ColumnRole],
    is_heading: Callable[[int, int], bool],
) -> list[ColumnRole | None]:
    """The role of each cell; none where more cells than one of a long head name no column, as in most lines.

    The first is looked at last, for it may be a heading: most lines are no head by their other cells.
    """
    written = [[token.norm for token in tokens[first:last]] for first, last in cells]
    roles: list[ColumnRole | None] = [None]
    spare = int(len(cells) > _FEWEST_WITH_OTHER)
    for before, words in pairwise(written):
        # With the words of the head to the left some are read: "From | To".
        roles.append((columns.get(" ".join([*before, *words])) or column_role(words, columns)) if words else None)
        if roles[-1] is None and words:
            spare -= 1
            if spare < 0:
                return []
    roles[0] = columns.get(" ".join(written[0])) or column_role(written[0], columns)
    first, last = cells[0]
    if roles[0] is None and first < last:
        if "medicine" not in roles and is_heading(first, last):
            roles[0] = "medicine"
        elif not spare:
            return []
    return roles


def column_role(words: Sequence[str], columns: Mapping[str, ColumnRole]) -> ColumnRole | None:
    """What a column holds by the words of its head, or None where they are none of a head."""
    depth = 0
    named: list[str] = []
    if "=" in words:
        return None  # a legend
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0 and word.isalpha():
            named.append(word)
    if not named or len(named) > _MOST_WORDS:
        return None
    whole = columns.get(" ".join(named))
    if whole:
        return whole
    last = columns.get(named[-1])
    if last == "medicine":
        return "medicine"  # "Prior to admission medications", "Stopped medicines"
    if last is None:
        return None  # as of most words
    roles = [columns.get(word) for word in named]
    if None in roles:
        return None
    return next((role for role in ("issued", "end", "status", "reaction", "start") if role in roles), last)


def separators_in(text: str, tokens: Sequence[Token], line: Line) -> list[Separator]:
    """What may part the cells of a line, the surest first."""
    written = text[tokens[line.first].start : tokens[line.last - 1].end]
    found: list[Separator] = []
    # A cell of HTML is a bar, too, and the comma in a number none.
    marked = any(map(written.__contains__, _WRITTEN_SIGNS))
    norms = {token.norm for token in tokens[line.first : line.last]} if marked else ()
    if "|" in norms:
        found.append("bar")
    if "\t" in written:
        found.append("tab")
    if _DOTS in written or _ELLIPSES in written:
        found.append("dots")
    if written.count(_DASHES) > 1:
        found.append("dashes")
    if "  " in written:
        found.append("space")
    if " / " in written:
        found.append("slash")
    if "," in norms:
        found.append("comma")
    if ";" in norms:
        found.append("semicolon")
    return found


def split_cells(
    text: str, tokens: Sequence[Token], line: Line, separator: Separator, wide: int, framed: bool = True
) -> list[tuple[int, int]]:
    """The cells of a line by one separator, empty ones too where bars or tabs show them.

    ``framed``: whether a bar at the start of a line is a frame, so that no empty cell stands before it.
    """
    cells: list[tuple[int, int]] = []
    first = line.first
    sign = _SIGNS.get(separator)
    if sign:
        for index in range(first, line.last):
            if tokens[index].norm == sign and (separator != "slash" or _spaced(text, tokens[index])):
                cells.append((first, index))
                first = index + 1
    elif separator in ("dots", "dashes"):
        for begin, end in _runs(tokens, line, ".…" if separator == "dots" else "-"):
            cells.append((first, begin))
            first = end
    else:
        shortest = 1 if separator == "tab" else wide
        for index in range(first + 1, line.last):
            begin, end = tokens[index - 1].end, tokens[index].start
            if end - begin < shortest:
                continue
            gap = text[begin:end]
            tabs = gap.count("\t") if separator == "tab" else int(_is_space(gap))
            if tabs:
                cells.append((first, index))
                cells.extend([(index, index)] * (tabs - 1))
                first = index
    cells.append((first, line.last))
    if separator == "tab":
        cells.extend((line.last, line.last) for _ in range(_tabs_after(text, tokens[line.last - 1].end)))
    if framed and separator == "bar" and cells[0][0] == cells[0][1]:
        cells = cells[1:]
        if cells and cells[-1][0] >= cells[-1][1]:
            cells = cells[:-1]
    return cells


def heads_over_boxes(text: str, tokens: Sequence[Token], line: Line, boxes: Sequence[int]) -> list[tuple[int, int]]:
    """The heads over boxes that begin at some tokens: the words of a line, or its cells.

    Of more cells than boxes those that stand nearest are theirs; or else, of one more, all but that over the entries.
    """
    count = len(boxes)
    words = [(at, at + 1) for at in range(line.body, line.last) if tokens[at].kind == "word"]
    if len(words) == count:
        return words
    for separator in separators_in(text, tokens, line):
        cells = [cell for cell in split_cells(text, tokens, line, separator, WIDE_BELOW_HEAD) if cell[0] < cell[1]]
        if len(cells) == count:
            return cells
        if len(cells) > count:
            places = [offset_in_line(text, tokens[at].start) for at in boxes]
            nearest = _nearest(_starts(tokens, text, cells), places)
            if len(set(nearest)) == count:
                return [cells[n] for n in nearest]
            if len(cells) - count == 1:
                return cells[-count:]
    return []


def _tabs_after(text: str, end: int) -> int:
    """How many empty cells end a line."""
    at = end
    while at < len(text) and text[at] in " \t":
        at += 1
    return text.count("\t", end, at)


def _spaced(text: str, token: Token) -> bool:
    return text[token.start - 1 : token.start].isspace() and text[token.end : token.end + 1].isspace()


def _alone(text: str, tokens: Sequence[Token], line: Line, separators: Sequence[Separator]) -> list[tuple[int, int]]:
    """The cells of a line without a head above it."""
    for separator in separators:
        if separator not in OF_COLUMNS:
            continue
        cells = [cell for cell in split_cells(text, tokens, line, separator, len(WIDE)) if cell[0] < cell[1]]
        if len(cells) > 1:
            return cells
    return []


def _runs(tokens: Sequence[Token], line: Line, marks: str) -> list[tuple[int, int]]:
    """The dots or dashes, several in a row, inside a line."""
    runs: list[tuple[int, int]] = []
    at = line.first + 1
    while at < line.last:
        end = at
        while end < line.last and tokens[end].kind == "mark" and tokens[end].norm in marks:
            end += 1
        if sum(tokens[n].end - tokens[n].start for n in range(at, end)) >= _FEWEST_OF_RUN and end < line.last:
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def _rows(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    at: int,
    separator: Separator,
    head: tuple[Cell, ...],
    columns: Mapping[str, ColumnRole],
    is_heading: Callable[[int, int], bool],
    is_named: Callable[[int, int], bool],
) -> list[Row]:
    found: list[tuple[int, list[tuple[int, int]], bool]] = []
    missed = 0
    apart = False
    framed = tokens[lines[at].first].norm == "|"
    spaced = _double_spaced(lines, at)
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line.blank and not spaced and (found or missed):
            break
        if _head(text, tokens, line, separators_in(text, tokens, line), columns, is_heading, is_named):
            break
        cells = split_cells(text, tokens, line, separator, WIDE_BELOW_HEAD, framed)
        if len(cells) < 2 or (separator in _OF_FILES and len(cells) < len(head) - 1):
            missed += 1
            if not found and missed > 1:
                break
            worded = any(token.kind == "word" for token in tokens[line.first : line.last])
            apart = apart or (worded and line.indent <= lines[at].indent)
            continue  # a note of the row above, or a heading inside the table
        if head[0].role == "medicine" and _is_row_number(tokens, cells[0]):
            cells = [(cells[0][0], cells[1][1]), *cells[2:]]
        found.append((number, cells, apart))
    starts = _starts(tokens, text, head) if separator == "space" else []
    whole = [_nearest(starts, _starts(tokens, text, cells)) for _, cells, _ in found if len(cells) == len(starts)]
    if whole and 2 * whole.count(list(range(len(head)))) < len(whole):
        starts = []  # the columns do not stand below their heads
    by_hand = separator == "slash"
    return [
        Row(number, _placed(tokens, text, cells, head, starts, by_hand), head, apart) for number, cells, apart in found
    ]


def _is_row_number(tokens: Sequence[Token], cell: tuple[int, int]) -> bool:
    """Whether a cell counts its row, and holds nothing else."""
    written = [token.norm for token in tokens[cell[0] : cell[1]] if token.norm not in _AFTER_NUMBER]
    return len(written) == 1 and written[0].isdigit() and len(written[0]) <= _LONGEST_NUMBER


def _double_spaced(lines: Sequence[Line], at: int) -> bool:
    """Whether an empty line stands above each of the first lines below a head, as in texts pasted from pages."""
    first = lines[at + 1 : at + 1 + _FIRST_ROWS]
    return len(first) == _FIRST_ROWS and all(line.blank for line in first)


def _is_space(gap: str) -> bool:
    """Whether there is space between two tokens, and no line end that only breaks a paragraph."""
    return gap.isspace() and "\n" not in gap


def cell_starts(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens after a tab or so much space as parts cells."""
    if "\t" not in text and WIDE not in text:
        return frozenset()
    starts = set()
    for at, (before, token) in enumerate(pairwise(tokens), start=1):
        gap = text[before.end : token.start]
        if gap and gap != " " and before.kind != "line" and ((len(gap) >= len(WIDE) and _is_space(gap)) or "\t" in gap):
            starts.add(at)
    return frozenset(starts)


def rows_below(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    at: int,
    separator: Separator,
    heads: Sequence[tuple[int, int]],
) -> list[Row]:
    """The rows of lists beside each other, up to an empty line, or to one without a bar below heads with bars.

    A row may have fewer cells than there are heads; spaces then show by the place of a cell which column it is of. With
    one cell more the first two are of the first column: a name, which has no head, and what its head says of it.
    """
    starts = _starts(tokens, text, heads)
    rows: list[Row] = []
    framed = tokens[lines[at].first].norm == "|"
    spaced = _double_spaced(lines, at)
    for number in range(at + 1, min(at + 1 + _MOST_ROWS, len(lines))):
        line = lines[number]
        if line.blank and not spaced and number > at + 1:
            break
        cells = split_cells(text, tokens, line, separator, WIDE_BELOW_HEAD, framed)
        if separator == "bar" and len(cells) < 2:
            break
        columns = list(range(len(cells)))
        if separator == "space" and len(cells) != len(heads):
            columns = _nearest(starts, _starts(tokens, text, cells))
        elif len(cells) == len(heads) + 1:
            columns = [0, *range(len(heads))]
        placed = zip(cells, columns, strict=True)
        rows.append(Row(number, tuple(Cell(*cell, None, column) for cell, column in placed if column < len(heads)), ()))
    return rows


def _placed(
    tokens: Sequence[Token],
    text: str,
    cells: Sequence[tuple[int, int]],
    head: tuple[Cell, ...],
    starts: Sequence[int],
    by_hand: bool,
) -> tuple[Cell, ...]:
    """Cells with the role of their column: by number, or where some are missing by where the heads start in the line.

    ``starts`` is empty where that shows nothing, as with bars. ``by_hand``: whether the last cell of a short row is
    that of the last column, for what is missing was written into the first: "Lasix 40 mg / this morning / H".
    """
    columns = [n if n < len(head) else -1 for n in range(len(cells))]
    if by_hand and 1 < len(cells) < len(head):
        columns[-1] = len(head) - 1
    if starts and len(cells) != len(head):
        nearest = _nearest(starts, _starts(tokens, text, cells))
        if len(cells) > len(head) or len(set(nearest)) == len(nearest):  # else they do not stand below their heads
            columns = nearest
    return tuple(
        Cell(first, last, head[column].role if column >= 0 else "comment", column)
        for (first, last), column in zip(cells, columns, strict=True)
    )


def _starts(tokens: Sequence[Token], text: str, cells: Sequence[tuple[int, int] | Cell]) -> list[int]:
    """How far from the start of its line each cell begins; 0 for an empty one."""
    return [offset_in_line(text, tokens[cell[0]].start) if cell[0] < cell[1] else 0 for cell in cells]


def _nearest(starts: Sequence[int], places: Sequence[int]) -> list[int]:
    """The number of the start that is nearest to each place."""
    return [min(range(len(starts)), key=lambda n: abs(starts[n] - place)) for place in places]


def offset_in_line(text: str, offset: int) -> int:
    """How far from the start of its line a place stands."""
    return offset - (text.rfind("\n", 0, offset) + 1)
