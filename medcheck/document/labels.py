"""Labels: the words that say what follows them, with how far they reach.

A label is a heading on a line of its own ("Medicines stopped"), the words before a colon ("Ceased: X. Commenced: Y"),
the first cell of a line ("Allergies | none"), or a question that is answered on its line ("Collected? no").
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from medcheck.document.lines import Line
from medcheck.document.tokens import Token

Kind = Literal["block", "inline", "question"]

_FEWEST_DOTS = 3  # that lead from a heading to nothing
_DOTS = frozenset(".…")
_MOST_WORDS = 9
_MOST_WORDS_OF_LINE = 24  # from the start of a line to its colon
_MOST_WORDS_BEFORE_STOP = 4
_MOST_TOKENS = 100  # of a label with all its brackets, numbers and marks: what is longer is a line of dashes or a text
_ENDS = frozenset(".;!?|•\n")
_ENDS_OF_LABELS = frozenset(":?=|")
_MAY_END_LABEL = frozenset(":?=|<.\t-")  # in a line of ASCII; a cell of HTML is a bar
_INSIDE = frozenset("/&-+,'()[].*#_=\"“”‘")
EMPTY_CELLS = frozenset("|;,")
_LISTED = frozenset(("number", "bullet"))
_OPENS = frozenset("[<{")
_CLOSES = frozenset("]>}")
_CLOCK = 2  # digits before and after the colon of a time


class Label(NamedTuple):
    """Words at ``tokens[first:last]`` that speak of ``tokens[body:end]``.

    ``words``: their norms without what stands in brackets, numbers and marks; ``aside``: the words in brackets.
    ``line``: the number of its line; ``upper``: whether it is in capitals, but for what stands in brackets.
    """

    first: int
    last: int
    body: int
    end: int
    kind: Kind
    words: tuple[str, ...]
    aside: tuple[str, ...]
    line: int
    upper: bool


def read_labels(text: str, tokens: Sequence[Token], lines: Sequence[Line]) -> list[Label]:
    """Everything that is written like a label, in order; whether its words mean anything is for others to say.

    An inline label reaches to the next one of its line or to the end of the line.
    """
    found: list[Label] = []
    # Two spaces in one line alone are a slip: "not  taking Lasix".
    spaced = "  " in text and sum(
        "  " in text[tokens[line.body].start : tokens[line.last - 1].end] for line in lines if line.last > line.body
    )
    space = "  " if spaced > 1 else "   "
    for number, line in enumerate(lines):
        inline = [] if _is_one_cell(tokens, line) else _inline(text, tokens, line, number, space)
        found.extend(inline)
        if not inline or _has_dash_alone(text, tokens, line, inline):
            alone = _alone(text, tokens, lines, number)
            if alone:
                found.append(alone)
    return _with_reach(found)


def _has_dash_alone(text: str, tokens: Sequence[Token], line: Line, inline: Sequence[Label]) -> bool:
    """Whether one dash is all that divides a line, which may be a heading or an entry: "Medicines - stopped"."""
    dashes = (index for index in range(line.body, line.last - 1) if tokens[index].norm == "-")
    by_dash = len(inline) == 1 and inline[0].kind == "inline" and tokens[inline[0].last].norm == "-"
    return by_dash and sum(_free(text, tokens, index) for index in dashes) == 1


def _inline(text: str, tokens: Sequence[Token], line: Line, number: int, space: str) -> list[Label]:
    found: list[Label] = []
    written = text[tokens[line.first].start : tokens[line.last - 1].end]
    if written.isascii() and space not in written and _MAY_END_LABEL.isdisjoint(written):
        return found  # as most entries of lists
    begin = line.body
    opens = True  # whether no word stands before ``begin``: the date of a row is no label of it
    end_of_marks = line.body  # of a run of colons and dashes
    last_word = next((index for index in range(line.last - 1, line.body - 1, -1) if tokens[index].kind == "word"), -1)
    end = tokens[line.body].start if line.body < line.last else 0  # of the token before
    for index in range(line.body, line.last):
        token = tokens[index]
        norm = token.norm
        gap = text[end : token.start]
        end = token.end
        if gap and gap != " " and ("\t" in gap or space in gap):
            named = opens and not found
            label = _label(text, tokens, begin, index, index, "inline", number, line.last) if named else None
            if label:
                found.append(label)
            opens = opens and all(one.kind != "word" for one in tokens[begin:index])
            begin = index
        if token.kind != "mark":
            continue
        ends = norm in _ENDS_OF_LABELS or (norm == "-" and index + 1 < line.last and _free(text, tokens, index))
        if not ends:
            if norm in _ENDS and (norm != "." or _stops(text, tokens, index)):
                label = _with_full_stop(text, tokens, line, begin, index, number) if norm == "." else None
                if label and (not found or _is_first_of_count(tokens, begin, index)):
                    found.append(label)
                begin = index + 1
            continue
        if norm == ":" and _is_clock(tokens, index):
            continue
        body = index + 1
        if norm == ":":
            body = max(body, end_of_marks)
            while body < line.last and tokens[body].norm in ("-", ":"):
                body += 1
            end_of_marks = body
        if norm in ("-", "=", "|") and (found or not (begin == line.body or (opens and norm == "|"))):
            if norm == "|":
                opens = opens and all(one.kind != "word" for one in tokens[begin:index])
                begin = index + 1
            continue
        most = _MOST_WORDS_OF_LINE if norm == ":" and begin == line.body else _MOST_WORDS
        first = begin if norm != ":" else _start_of_label(tokens, begin, index, most)
        goes_on = body <= last_word or (begin != line.body and body < line.last)  # "Allergy: rash  Recorded: 1998"
        kind: Kind = "question" if norm == "?" else "inline" if goes_on else "block"
        if kind == "question" and body >= line.last:
            begin = index + 1
            continue
        label = _label(text, tokens, first, index, body, kind, number, line.last, most)
        if label:
            found.append(label)
        if norm in (":", "?", "|"):
            opens = opens and all(one.kind != "word" for one in tokens[begin:index])
            begin = body
    return found


def _with_full_stop(text: str, tokens: Sequence[Token], line: Line, begin: int, stop: int, number: int) -> Label | None:
    """Capitals, or words and a bracket, that open a line and end in a full stop: "INACTIVE. ...", "MEDS [old]. ...".

    Before the first number of a list, as in "ALLERGIES 1. X. MEDICATIONS 1. Y", they may open any sentence.
    """
    opens = begin == line.body or _is_first_of_count(tokens, begin, stop)
    if not opens or stop + 1 >= line.last:
        return None
    label = _label(text, tokens, begin, stop, stop + 1, "inline", number, line.last)
    if label is None or len(label.words) > _MOST_WORDS_BEFORE_STOP or not label.upper:
        return None
    return label


def _is_first_of_count(tokens: Sequence[Token], begin: int, stop: int) -> bool:
    """Whether the first number of a list stands after words and before a full stop: "MEDICATIONS 1. X 2. Y"."""
    words = all(token.kind == "word" for token in tokens[begin : stop - 1])
    return words and stop - begin > 1 and tokens[stop - 1].norm == "1"


def _free(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash stands alone, or close after a word with space after it: "Allergies - none", "Stopped- x"."""
    after = tokens[index].end < tokens[index + 1].start
    return after and text[tokens[index].start : tokens[index].end] in "-–—"


def _stops(text: str, tokens: Sequence[Token], index: int) -> bool:
    after = text[tokens[index].end : tokens[index].end + 1]
    return (not after or after.isspace()) and (
        index == 0
        or len(tokens[index - 1].norm) > 1
        or tokens[index - 1].kind == "number"
        or tokens[index - 1].norm in ")]"
    )


def _is_clock(tokens: Sequence[Token], index: int) -> bool:
    if index == 0 or index + 1 >= len(tokens):
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    return (
        before.kind == after.kind == "number" and before.end == tokens[index].start and tokens[index].end == after.start
    )


def _start_of_label(tokens: Sequence[Token], begin: int, colon: int, most: int) -> int:
    """The start of the words before a colon: at most so many, and not over a number with words after a comma."""
    words = 0
    depth = 0
    for index in range(colon - 1, begin - 1, -1):
        token = tokens[index]
        depth += (token.norm in ")]") - (token.norm in "([")
        if token.kind == "word" and depth == 0:
            words += 1
            if words > most:
                return colon
        if token.norm == "," and depth == 0:
            return index + 1
        is_strength = token.kind == "number" and index + 2 < colon and tokens[index + 1].start == token.end
        if is_strength and tokens[index + 1].kind == "word" and depth == 0:
            return index + 2  # "OLD: X 5mg NEW: Y 10mg"
    return begin


def _label(
    text: str,
    tokens: Sequence[Token],
    first: int,
    last: int,
    body: int,
    kind: Kind,
    line: int,
    end_of_line: int,
    most: int = _MOST_WORDS,
) -> Label | None:
    if last - first > _MOST_TOKENS:
        return None
    words: list[str] = []
    aside: list[str] = []
    written: list[str] = []
    depth = 0
    for token in tokens[first:last]:
        if token.kind == "word" or token.norm == "/":
            if depth > 0:
                aside.append(token.norm)
            else:
                words.append(token.norm)
                written.append(text[token.start : token.end])
        elif token.norm in ("(", "["):
            depth += 1
        elif token.norm in (")", "]"):
            depth -= 1
    if not any(word != "/" for word in words) or len(words) > most:
        return None
    end = body if kind == "block" else end_of_line
    return Label(first, last, body, end, kind, tuple(words), tuple(aside), line, "".join(written).isupper())


def _alone(text: str, tokens: Sequence[Token], lines: Sequence[Line], number: int) -> Label | None:
    """A short line without a colon that may be a heading of what stands below it."""
    line = lines[number]
    if number + 1 >= len(lines):
        return None
    over_list = line.mark in _LISTED and lines[number + 1].indent > line.indent and not lines[number + 1].blank
    framed = tokens[line.first].norm == "+" and tokens[line.first + 1].norm == "-"  # "+-- STOPPED ----+"
    if (
        line.mark != ""
        and not over_list
        and not framed
        and tokens[line.first].norm not in "#*>="
        and not is_among_bullets(lines, number)
    ):
        return None
    written = text[tokens[line.first].start : tokens[line.last - 1].end]
    first, last = _filled(tokens, line)
    while framed and first < last - 1 and tokens[first].kind == "mark":
        first += 1
    while framed and last > first + 1 and tokens[last - 1].kind == "mark":
        last -= 1
    while last > first + 1 and tokens[last - 1].norm == "!":
        last -= 1  # "Not any more!!"
    if last - first > _FEWEST_DOTS and all(token.norm in _DOTS for token in tokens[last - _FEWEST_DOTS : last]):
        while tokens[last - 1].norm in _DOTS:
            last -= 1  # "Stopped today...."
    if len(written) > 120 or tokens[last - 1].norm in (",", ";", "."):
        return None
    enclosed = last - first > 2 and tokens[first].norm in _OPENS and tokens[last - 1].norm in _CLOSES
    if enclosed and (written.isupper() or _is_outdented(lines, number)):
        first, last = first + 1, last - 1  # "[STOPPED]"; small letters may be said of the line above
    return _label(text, tokens, first, last, line.last, "block", number, line.last)


def is_among_bullets(lines: Sequence[Line], number: int) -> bool:
    """Whether a line has the same bullet and indent as those above and below it: it may be a heading all the same."""
    line = lines[number]
    if line.mark != "bullet" or line.blank or not 0 < number < len(lines) - 1:
        return False
    around = lines[number - 1], lines[number + 1]
    return all(one.mark == "bullet" and one.indent == line.indent for one in around) and not lines[number + 1].blank


def _is_outdented(lines: Sequence[Line], number: int) -> bool:
    """Whether a line stands over a list: below an empty line, or over bullets or an indent that it has not."""
    line, below = lines[number], lines[number + 1]
    if below.blank:
        return False
    return line.blank or ((below.mark != "" or below.indent > line.indent) and line.mark == "")


def _is_one_cell(tokens: Sequence[Token], line: Line) -> bool:
    """Whether a line is a row of which one cell is filled."""
    first, last = _filled(tokens, line)
    filled = first > line.body or last < line.last
    return filled and all(token.norm not in EMPTY_CELLS for token in tokens[first:last])


def _filled(tokens: Sequence[Token], line: Line) -> tuple[int, int]:
    """A line without the empty cells of its row: "| Stopped | | |", "Stopped;;;"."""
    first, last = line.body, line.last
    while first + 1 < last and tokens[first].norm == "|":
        first += 1
    filled = last
    while filled > first + 1 and tokens[filled - 1].norm in EMPTY_CELLS:
        filled -= 1
    return (first, filled) if first > line.body or last - filled > 1 else (line.body, last)


def _with_reach(found: Sequence[Label]) -> list[Label]:
    """The labels, the inline ones before others of their line reaching to the next; ``block_end`` says it of blocks."""
    result = list(found)
    for place, (label, following) in enumerate(pairwise(found)):
        if label.line == following.line and label.kind != "block":
            result[place] = label._replace(end=following.first)
    return result


def block_end(lines: Sequence[Line], number: int, limit: int) -> int:
    """The line before which the block below the heading at a line ends, at most the line ``limit``.

    It ends at an empty line, unless every other line is empty; and below lines with bullets, boxes, numbers or an
    indent, at a line with none of these.
    """
    first = number + 1
    if first >= limit:
        return limit
    looked_at = [lines[at].blank for at in range(first, min(first + _LOOKED_AT, len(lines)))]
    spaced = len(looked_at) > 1 and all(looked_at)
    own = lines[number].indent
    listed = lines[first].mark != "" or lines[first].indent > own
    for at in range(first + 1, limit):
        line = lines[at]
        if (line.blank and not spaced) or (listed and line.mark == "" and line.indent <= own):
            return at
    return limit


_LOOKED_AT = 4  # lines below a heading, to see whether all are parted by empty ones
