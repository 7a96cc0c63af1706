"""The distinct lines of an export with their answers."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from medcheck.checker import Checker
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.distinct_line import DistinctLine, LineCount


class AnswersLines(Protocol):
    """Whatever has the answer to each distinct line, and the checker whose tables gave it."""

    @property
    def checker(self) -> Checker:
        """The checker with the tables of the answers."""
        ...

    def answers(self, lines: Sequence[DistinctLine], progress: Callable[[int], None]) -> list[Answer]:
        """The answer to each line; ``progress`` gets how many are done."""
        ...


class ResolvedLines(NamedTuple):
    """The distinct lines, sorted, each with its answer; a line's number is its place here."""

    counts: list[LineCount]
    answers: list[Answer]


def resolve_lines(
    source: AnswersLines, counts: Sequence[LineCount], progress: Callable[[int], None] = lambda _: None
) -> ResolvedLines:
    """The lines in order, with the answers that the source gives."""
    ordered = sorted(counts)
    return ResolvedLines(ordered, source.answers([count.line for count in ordered], progress))
