"""A text as its tables, columns and boxes are read: lines, medicines, cues, and what its codes and dates mean."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.compose import Cue
from medcheck.context.dating import Days
from medcheck.context.heading_meaning import head_says
from medcheck.context.legend import Legend
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language


class CuedText(NamedTuple):
    """``places`` and ``meanings`` as in a :class:`~medcheck.context.medicine_text.MedicineText`.

    ``names``: where each medicine's name begins; ``starts``: where each of the cues does; ``heads``: what was found
    that those of columns say, for several modules ask.
    """

    text: str
    tokens: Sequence[Token]
    lines: Sequence[Line]
    places: Sequence[tuple[int, int]]
    meanings: Sequence[Sequence[object]]
    cues: Sequence[Cue]
    legend: Legend
    language: Language
    days: Days
    names: Sequence[int]
    starts: Sequence[int]
    heads: dict[tuple[int, int], str | None]

    def named(self, first: int, last: int) -> range:
        """The numbers of the medicines whose names begin in ``tokens[first:last]``."""
        return range(bisect_left(self.names, first), bisect_left(self.names, last))

    def cues_in(self, first: int, last: int) -> Sequence[Cue]:
        """The cues that begin in ``tokens[first:last]``."""
        return self.cues[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def head_says(self, first: int, last: int) -> str | None:
        """What ``tokens[first:last]`` say as the head of a column, as ``headings.csv`` puts it."""
        if (first, last) not in self.heads:
            cues = self.cues_in(first, last)
            self.heads[first, last] = head_says(self.tokens, first, last, cues, self.language)
        return self.heads[first, last]
