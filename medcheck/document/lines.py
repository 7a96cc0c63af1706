"""The lines of a text: where each begins, how far it is indented, and the bullet, list number or box before it."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from medcheck.document.tokens import Token

Mark = Literal["", "bullet", "number", "ticked", "unticked"]

_BULLETS = frozenset("•◦▪●○■□·*>#–-+~")
_TICKED = frozenset("☑☒✓✔✅🗹")
_UNTICKED = frozenset("☐▢❏❑")
BOX_BEGINS = _TICKED | _UNTICKED | {"[", "("}
_IN_BOX = frozenset(("x", "✓", "✔", "y", "*"))
_LONGEST_NUMBER = 2


class Line(NamedTuple):
    """``tokens[first:last]`` without the line end; ``body`` is the first token after bullet, number or box.

    ``indent`` counts the characters before the first token; ``blank`` is whether the line above is empty.
    """

    first: int
    last: int
    body: int
    indent: int
    mark: Mark
    blank: bool


class Box(NamedTuple):
    """A box at ``tokens[first:last]``."""

    first: int
    last: int
    ticked: bool


def read_lines(text: str, tokens: Sequence[Token]) -> list[Line]:
    """The lines that hold anything, in order."""
    lines: list[Line] = []
    first = 0
    blank = True
    for end in [*(index for index, token in enumerate(tokens) if token.kind == "line"), len(tokens)]:
        if end > first:
            body, mark = _marked(text, tokens, first, end)
            lines.append(Line(first, end, body, _indent(text, tokens, first), mark, blank))
        blank = end == first
        first = end + 1
    return lines


def line_of(lines: Sequence[Line], token: int) -> int:
    """The number of the line that a token stands in."""
    return bisect_left(lines, (token + 1,)) - 1  # a line is a tuple that begins with its first token


def _indent(text: str, tokens: Sequence[Token], first: int) -> int:
    before = tokens[first - 1].end if first else 0
    gap = text[before : tokens[first].start]
    if gap.startswith(">"):  # of a quoted mail
        gap = gap.lstrip(">")[1:]
    elif gap and not gap.isspace():  # of numbered lines
        gap = gap.lstrip().lstrip("0123456789")
    return len(gap.expandtabs(4)) if gap.isspace() else 0


def _marked(text: str, tokens: Sequence[Token], first: int, last: int) -> tuple[int, Mark]:
    at = first
    mark: Mark = ""
    if tokens[at].norm in _BULLETS and at + 1 < last and _apart(tokens, at):
        at, mark = at + 1, "bullet"
    elif tokens[at].kind == "number" and at + 2 < last and tokens[at + 1].norm in ".)" and _counts(text, tokens, at):
        at, mark = at + 2, "number"
    box = box_at(tokens, at, last)
    return box or (at, mark)


def _apart(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].norm != "-" or tokens[at].end < tokens[at + 1].start or tokens[at + 1].kind == "word"


def _counts(text: str, tokens: Sequence[Token], at: int) -> bool:
    if len(tokens[at].norm) > _LONGEST_NUMBER or not tokens[at].norm.isdigit():
        return False
    return tokens[at].end == tokens[at + 1].start and not text[tokens[at + 1].end : tokens[at + 1].end + 1].isdigit()


def box_at(tokens: Sequence[Token], at: int, last: int) -> tuple[int, Mark] | None:
    """The end of a box that begins at a token, and whether it is ticked: "[x] aspirin", "[ ] ramipril", "☐ quinine"."""
    sign = tokens[at].norm
    if sign in _TICKED:
        return at + 1, "ticked"
    if sign in _UNTICKED:
        return at + 1, "unticked"
    if sign not in ("[", "("):
        return None
    if at + 1 < last and tokens[at + 1].norm in ("]", ")"):
        has_gap = tokens[at].end < tokens[at + 1].start
        return (at + 2, "unticked") if sign == "[" or has_gap else None
    if at + 2 < last and tokens[at + 2].norm in ("]", ")") and tokens[at + 1].norm in _IN_BOX:
        return at + 3, "ticked"
    return None


def read_boxes(tokens: Sequence[Token], line: Line) -> list[Box]:
    """The first run of boxes of a line with nothing between them: "[x][ ][ ] ramipril", "ramipril  [ ] [x]"."""
    boxes: list[Box] = []
    at = line.first
    while at < line.last:
        found = box_at(tokens, at, line.last) if tokens[at].norm in BOX_BEGINS else None
        if found:
            boxes.append(Box(at, found[0], found[1] == "ticked"))
            at = found[0]
        elif boxes:
            break
        else:
            at += 1
    return boxes
