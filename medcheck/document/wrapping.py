"""Line ends that only break a paragraph at the width of a page or mail, and say nothing.

A list has an entry on each line, and its lines are as long as what they say. In a paragraph broken at a width every
line but the last is so full that the first word of the next had no room. A line end told by this is read as a space.
"""

import re
from collections.abc import Container
from itertools import groupby, pairwise
from typing import NamedTuple

_NARROWEST = 55  # characters; mails and letters are broken at 60 to 100, entries of lists seldom reach this
_WIDEST = 130
_FEWEST_FULL = 2  # lines, so that a width is known; at least half of them are followed by a small letter
_LONG = 0.75  # of the width: lines that would be full, were the text broken
# Of the long lines so many are full. The last line of a paragraph may be long, and entries of a list are full by
# chance: of a list whose lines are spread between half the width and the width some two in five.
_FULL_SHARE = 0.75
# Compiled by ``re`` for the first text with lines so long. A bullet, a number of a list, a box, or words before a colon
# begin something new.
_BEGINS = r"\s*(?:[^\w\s(£$]|\d{1,2}[.)]\s|\(\w{1,2}\)|\[|[^\W\d_][\w/ ()-]{0,40}:)"
_CELLS = r"\t|\||(?<![\s.!?:])\s{2,}(?=\S)|\S\s{3,}\S|\.{4}|\",\"|\w=\S|(?:[,;]\S[^,;]*){3}|( / .*){2}"
_ENTRY = r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)? \d"  # "metformin 500 mg"
_QUOTE = r"^(?:> ?)+"  # of a mail
_STOP = r"(?m)[.!?](?:\s|$)"  # in running text; lists have hardly any
_ENDS = frozenset(".!?;")


def wrapped_ends(text: str, function_words: Container[str]) -> frozenset[int]:
    """The offsets of the line feeds of a text that only break a paragraph; ``function_words`` end no sentence."""
    if len(text) < _NARROWEST:
        return frozenset()
    written = text.split("\n")
    width = max((len(line) for line in map(str.rstrip, written) if len(line) <= _WIDEST), default=0)
    if width < _NARROWEST:
        return frozenset()
    lines = [re.sub(_QUOTE, "", line, count=1).strip() for line in written]
    if not any(line[:1].islower() for line in lines):
        return frozenset()  # a sentence that goes on does so in a line that begins small, but for some in a broken text
    pairs = [_Pair(len(line.rstrip()), *both) for line, both in zip(written, pairwise(lines), strict=False)]
    full = [pair.is_full(width) for pair in pairs]
    long = [filled for pair, filled in zip(pairs, full, strict=True) if pair.below and pair.length >= _LONG * width]
    going_on = sum(filled and pair.below[0].islower() for pair, filled in zip(pairs, full, strict=True))
    known = 2 * going_on >= sum(full) >= _FEWEST_FULL and sum(long) >= _FULL_SHARE * len(long)
    found: set[int] = set()
    offset = at = 0
    for filled, run in groupby(zip(pairs, full, strict=True), key=lambda one: one[1]):
        below_each_other = [pair for pair, _ in run]
        is_prose = any(re.search(_STOP, f"{pair.line}\n{pair.below}") for pair in below_each_other)
        for pair in below_each_other:
            offset += len(written[at])
            in_block = known and len(below_each_other) > 1  # a line that is full by itself may be so by chance
            if filled and pair.may_go_on() and pair.goes_on(is_prose, in_block, function_words):
                found.add(offset)
            offset, at = offset + 1, at + 1
    return frozenset(found)


class _Pair(NamedTuple):
    """A line, which ends so many characters from its margin, and the one below, both without space around them."""

    length: int
    line: str
    below: str

    def is_full(self, width: int) -> bool:
        """Whether the first word of the line below had no room in a text so wide."""
        if not self.line or not self.below or self.length > width:
            return False
        return self.length + 1 + len(self.below.split(maxsplit=1)[0]) > width

    def goes_on(self, is_prose: bool, known: bool, function_words: Container[str]) -> bool:
        """Whether the line ends within a sentence, by its last word, or because running text is broken at a width."""
        small = self.below[0].islower()
        if small and (self.line[-1] == "," or self.line.split()[-1].lower() in function_words):
            return True
        return is_prose and (small or known) and not re.match(_ENTRY, self.below)

    def may_go_on(self) -> bool:
        """Whether the line below may go on with the sentence of the line; neither is a row of a table."""
        if self.line[-1] in _ENDS or (self.line[-1] == ":" and not self.below[0].islower()):
            return False
        return not (re.match(_BEGINS, self.below) or re.search(_CELLS, self.line) or re.search(_CELLS, self.below))
