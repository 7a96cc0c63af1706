"""Legends: where a text defines its own codes, "C = continue", "Codes: R refused, H held", "(N)ew (C)hanged"."""

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from medcheck.document.lines import Line
from medcheck.document.tokens import Token

_LONGEST_CODE = 4  # letters
_MOST_WORDS = 6  # of what one code stands for
_FEWEST_IN_BRACKET = 3  # definitions in a bracket, "(G given, W withheld, R refused)", so that they are a legend
_LONGEST_NUMBER = 2  # digits of a footnote
_FEWEST = 2  # definitions on a line without a sign of equality, so that they are a legend
_NO_CODES = frozenset("()[]|,;:.\"'&%_")
_ENDS = frozenset(",;|")
RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹")
_FOOTNOTES = frozenset("*†‡§¶#^")
_SIGNS = frozenset("=:([") | _FOOTNOTES  # one of these stands in every legend


class Definition(NamedTuple):
    """A code and the words at ``tokens[first:last]`` that it stands for; ``line``: the number of its line.

    ``opens``: the token that it begins with, the code or a bracket before it. ``begun``: the letters of the code that
    the first word goes on from ("(N)ew"), or "". ``closes``: the end of a footnote, with what it adds.
    """

    code: str
    opens: int
    first: int
    last: int
    line: int
    begun: str = ""
    closes: int = 0


def read_legends(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], legend_words: frozenset[str], inside: Sequence[bool]
) -> list[Definition]:
    """The definitions of codes in a text, in order; ``legend_words``: such as open a line of them ("Key").

    ``inside``: whether each token belongs to the name of a medicine.
    """
    found: list[Definition] = []
    raised = not text.isascii() and not RAISED.isdisjoint(text)
    if _SIGNS.isdisjoint(text) and "  " not in text and not raised:
        return found
    noted = _footnote_marks(tokens, lines)
    ends = (_in_bracket(tokens, line.last - 3, line.last) for line in lines if line.last - 3 > line.first)
    numbered = frozenset(filter(None, ends))
    for number, line in enumerate(lines):
        labelled = _labelled(text, tokens, line, legend_words)
        marks = {token.norm for token in tokens[line.first : line.last] if token.kind == "mark"}
        equal = [i for i in range(line.first + 1, line.last - 1) if tokens[i].norm == "="] if "=" in marks else []
        bracketed = [] if marks.isdisjoint("([") else list(_bracketed(text, tokens, line, number))
        if len(bracketed) >= _FEWEST:
            found.extend(bracketed)
        elif equal:
            found.extend(_around(text, tokens, line, number, equal))
        elif labelled is not None:
            listed = list(_listed(text, tokens, labelled, line.last, number))
            found.extend(listed if len(listed) >= _FEWEST else [])
        elif enclosed := _enclosed(text, tokens, line, number):
            found.extend(enclosed)
        elif line.mark == "ticked" and (signed := _signed(text, tokens, line, number, inside)):
            found.extend(signed)
        elif noted:
            found.extend(_footnote(text, tokens, line, number, noted))
        if raised:
            found.extend(_raised(text, tokens, line, number))
        if numbered and len(bracketed) < _FEWEST:
            found.extend(_numbered(text, tokens, line, number, numbered))
    return found


def _footnote_marks(tokens: Sequence[Token], lines: Sequence[Line]) -> frozenset[str]:
    """The signs that end lines which do not begin with one: "Ramipril 5 mg od *"."""
    return frozenset(
        tokens[line.last - 1].norm
        for line in lines
        if tokens[line.last - 1].norm in _FOOTNOTES and tokens[line.first].norm not in _FOOTNOTES
    )


def _in_bracket(tokens: Sequence[Token], at: int, last: int) -> str:
    """The number or letter that stands in a bracket by itself at a token, or ""."""
    if at < 0 or at + 2 >= last or tokens[at].norm + tokens[at + 2].norm not in ("()", "[]"):
        return ""
    code = tokens[at + 1].norm
    return code if (code.isdigit() and len(code) <= _LONGEST_NUMBER) or len(code) == 1 else ""


def _raised(text: str, tokens: Sequence[Token], line: Line, number: int) -> Iterator[Definition]:
    """ "¹ current  ² tried and stopped": a line that begins with a small raised number."""
    begin = text.rfind("\n", 0, tokens[line.first].start) + 1
    written = text[begin : tokens[line.last - 1].end]
    signs = [begin + at for at, sign in enumerate(written) if sign in RAISED]
    if not signs or written.lstrip()[0] not in RAISED:
        return
    firsts = [
        next((at for at in range(line.first, line.last) if tokens[at].end > sign + 1), line.last) for sign in signs
    ]
    for sign, first, closes in zip(signs, firsts, [*firsts[1:], line.last], strict=True):
        if first < closes:
            yield Definition(text[sign], first, first, _end(text, tokens, first, closes), number, closes=closes)


def _numbered(
    text: str, tokens: Sequence[Token], line: Line, number: int, numbered: Container[str]
) -> Iterator[Definition]:
    """ "(1) paused, recheck in a week": a line that begins with a number to which others end in a bracket."""
    code = _in_bracket(tokens, line.first, line.last)
    if code in numbered and line.last > line.first + 3 and tokens[line.first + 3].kind == "word":
        last = _end(text, tokens, line.first + 3, line.last)
        yield Definition(code, line.first, line.first + 3, last, number, closes=line.last)


def _footnote(
    text: str, tokens: Sequence[Token], line: Line, number: int, noted: frozenset[str]
) -> Iterator[Definition]:
    """ "* withheld until bloods", "* new   ‡ stopped, please remove": a line that begins with a sign of footnotes."""
    if tokens[line.first].norm not in noted or not _opens_note(text, tokens, line, line.first):
        return
    signs = [at for at in range(line.first, line.last) if _opens_note(text, tokens, line, at)]
    for sign, closes in zip(signs, [*signs[1:], line.last], strict=True):
        last = _end(text, tokens, sign + 1, closes)
        if last > sign + 1:
            yield Definition(tokens[sign].norm, sign, sign + 1, last, number, closes=closes)


def _opens_note(text: str, tokens: Sequence[Token], line: Line, at: int) -> bool:
    """Whether a sign opens a footnote: it begins the line or stands behind a gap, with a word after it."""
    if tokens[at].norm not in _FOOTNOTES or at + 1 >= line.last or tokens[at + 1].norm in _FOOTNOTES:
        return False
    return at == line.first or len(text[tokens[at - 1].end : tokens[at].start]) > 1


def is_code(text: str, token: Token) -> bool:
    """Whether a token is written like a code: a few capitals, or a mark."""
    written = text[token.start : token.end]
    if token.kind == "word":
        return len(written) <= _LONGEST_CODE and written.isupper()
    return token.kind == "mark" and token.norm not in _NO_CODES


def _enclosed(text: str, tokens: Sequence[Token], line: Line, number: int) -> list[Definition]:
    """ "Chart 29/11 (G given, W withheld, SUS suspended)": a bracket that ends a line, each part with a code first."""
    if tokens[line.last - 1].norm != ")":
        return []
    opened = next((at for at in range(line.last - 1, line.first - 1, -1) if tokens[at].norm == "("), line.last)
    parts = [at for at in range(opened + 1, line.last) if at == opened + 1 or tokens[at - 1].norm in _ENDS]
    coded = [at for at in parts if tokens[at].kind == "word" and is_code(text, tokens[at])]
    whole = opened == line.first and len(coded) == len(parts) == _FEWEST  # "(A active, S stopped)"
    if not whole and (len(coded) < _FEWEST_IN_BRACKET or len(coded) < len(parts) / 2):
        return []
    listed = (Definition(tokens[at].norm, at, at + 1, _end(text, tokens, at + 1, line.last), number) for at in coded)
    return [one for one in listed if one.last > one.first and tokens[one.first].kind == "word"]


def _labelled(text: str, tokens: Sequence[Token], line: Line, legend_words: frozenset[str]) -> int | None:
    """The token after "Codes:" that opens a line, or after "Codes" and a gap."""
    for at in range(line.body, min(line.body + 4, line.last - 1)):
        if at > line.body and len(text[tokens[at - 1].end : tokens[at].start]) > 1 and is_code(text, tokens[at]):
            return at if tokens[at - 1].norm in legend_words else None
        if tokens[at].norm == ":":
            return at + 1 if any(t.norm in legend_words for t in tokens[line.body : at]) else None
    return None


def _around(text: str, tokens: Sequence[Token], line: Line, number: int, equal: Sequence[int]) -> Iterator[Definition]:
    """ "C = continue   M = modify", "(R = refused)"."""
    for place, at in enumerate(equal):
        worded = len(equal) >= _FEWEST and tokens[at - 1].kind == "word"  # "Red = stopped, green = continue"
        coded = is_code(text, tokens[at - 1])
        several = len(equal) > _FEWEST or (len(equal) == _FEWEST and equal[0] - 1 == line.first)
        close = several and coded and tokens[at - 1].end == tokens[at].start  # "KEY R=refused H=hospital"
        if tokens[at - 2].norm == "/" and at - 2 > line.first and tokens[at - 2].end == tokens[at - 1].start:
            continue  # "D/C = discontinued" is no code "C"
        apart = at - 1 == line.first or _apart(text, tokens, at - 1) or (close and tokens[at - 2].kind == "word")
        if not (coded or worded) or not apart:
            continue
        limit = equal[place + 1] - 1 if place + 1 < len(equal) else line.last
        last = _end(text, tokens, at + 1, limit)
        if last > at + 1:
            yield Definition(tokens[at - 1].norm, at - 1, at + 1, last, number)


def _signed(text: str, tokens: Sequence[Token], line: Line, number: int, inside: Sequence[bool]) -> list[Definition]:
    """ "✓ taking   ✗ not taking   ? unsure": signs alone, the first of which opens the line; of no medicine."""
    if any(inside[line.first : line.last]):
        return []
    listed = list(_listed(text, tokens, line.first, line.last, number))
    signs = all(tokens[one.opens].kind == "mark" for one in listed)
    return listed if signs and len(listed) >= _FEWEST and listed[0].opens == line.first else []


def _listed(text: str, tokens: Sequence[Token], first: int, limit: int, number: int) -> Iterator[Definition]:
    """ "R refused, H hospital", "✓ given  W withheld": each part begins with its code."""
    at = first
    while at + 1 < limit:
        if is_code(text, tokens[at]):
            begin = at + 1 + (tokens[at + 1].norm in "-:")
            last = _end(text, tokens, begin, limit)
            if last > begin:
                yield Definition(tokens[at].norm, at, begin, last, number)
                at = last
                continue
        at += 1


def _bracketed(text: str, tokens: Sequence[Token], line: Line, number: int) -> Iterator[Definition]:
    """ "(N)ew (C)hanged", "(+) New  (-) Stop taking"."""
    opened = [
        at
        for at in range(line.body, line.last - 3)
        if tokens[at].norm in "([" and tokens[at + 2].norm in ")]" and is_code(text, tokens[at + 1])
    ]
    if not opened or (opened[0] != line.body and len(opened) <= _FEWEST):
        return
    for place, at in enumerate(opened):
        limit = opened[place + 1] if place + 1 < len(opened) else line.last
        code, first = tokens[at + 1], at + 3
        joined = first < limit and tokens[first].start == tokens[at + 2].end and tokens[first].norm != ":"
        last = _end(text, tokens, first, limit)
        if last > first:
            yield Definition(code.norm, opened[place], first, last, number, code.norm if joined else "")


def _end(text: str, tokens: Sequence[Token], first: int, limit: int) -> int:
    """The end of what a code stands for: before a wide gap, a comma, the next code, or a closing bracket."""
    depth = words = 0
    for at in range(first, limit):
        token = tokens[at]
        if at > first and len(text[tokens[at - 1].end : token.start]) > 1:
            return at
        depth += (token.norm in "([") - (token.norm in ")]")
        words += token.kind == "word"
        if depth < 0 or token.norm in _ENDS or words > _MOST_WORDS:
            return at
    return limit


def _apart(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a code stands by itself, not as the end of a name ("Vitamin C = ...")."""
    before = tokens[at - 1]
    if before.kind == "mark":
        return True
    return len(text[before.end : tokens[at].start]) > 1 or before.norm.isupper()
