"""The lines that were not recognised, most frequent first: the rows of ``unrecognised.csv``."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from medcheck.export.lines.answers import Answer
from medcheck.export.lines.code_cells import shown
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.resolved_lines import ResolvedLines
from medcheck.naming.local import CODE_DISAGREES


class UnreadLine(NamedTuple):
    """A row of ``unrecognised.csv``; ``ingredients`` is for its reader to fill in.

    ``code`` is there where it contradicts the text; others of the same text do not have it.
    """

    text: str
    code: str
    rows: int
    name: str
    reason: str
    suggestions: str
    ingredients: str = ""


def unread_lines(lines: ResolvedLines, read: Callable[[DistinctLine], DistinctLine]) -> list[UnreadLine]:
    """The unrecognised lines; ``read`` gives what was read for a line."""
    rows: Counter[tuple[str, str]] = Counter()
    answers: dict[tuple[str, str], Answer] = {}
    for count, answer in zip(lines.counts, lines.answers, strict=True):
        if answer.kind == "unrecognised":
            line = read(count.line)
            text_and_code = (line.text, shown(line.code) if answer.reason == CODE_DISAGREES else "")
            rows[text_and_code] += count.rows
            answers.setdefault(text_and_code, answer)
    return [
        UnreadLine(*line, number, answers[line].name, answers[line].reason, answers[line].suggestions)
        for line, number in sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
