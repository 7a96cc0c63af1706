"""Long words made short: what to do first, a figure's first number, how much a finding weighs."""

import re
from collections.abc import Iterable

from medcheck.records import Finding, Urgency
from medcheck.side_effect import begin

URGENT: tuple[Urgency, ...] = ("now", "same_day")  # what is to be seen to today
URGENCY_WORDS = {"now": "now", "same_day": "same day", "soon": "soon", "routine": "routine"}
# How soon help is needed after a yes; where it is found says the question's own row, with its source.
IF_YES = {"now": "medical help now", "same_day": "medical help today"}


def steps(action: str) -> list[str]:
    """An action apart at its full stops, semicolons and questions."""
    return [step for step in map(str.strip, re.split(r"(?<=[?])\s|;|\.\s|\.$", action)) if step]


def first_step(action: str) -> str:
    """What to do first."""
    return steps(action)[0]


def first_steps(action: str, most: int, known: Iterable[str] = ()) -> str:
    """The first steps of an action, without those that measure what is ``known`` already."""
    left = [step for step in steps(action) if not any(re.search(rf"\b{re.escape(name)}\b", step) for name in known)]
    return begin("; ".join((left or steps(action))[:most]).replace("?; ", "? "))


def next_steps(action: str) -> str:
    """What an action says after its first step, as a sentence; empty where that is all."""
    rest = action.removeprefix(first_step(action)).lstrip(" ;.")
    return rest[:1].upper() + rest[1:]


def weight(finding: Finding) -> str:
    """The grade for the finding's role with its figure: "strong evidence, ratio 2.17 of its class"."""
    if finding.role == "electrolyte" and finding.electrolyte_evidence:
        grade = f"{finding.electrolyte_effect}, {finding.electrolyte_evidence} evidence"
        figure, figure_of = finding.electrolyte_figure, finding.electrolyte_figure_of
    else:
        grade, figure, figure_of = f"{finding.evidence} evidence", finding.figure, finding.figure_of
    number = _first_number(figure or "")
    if number and figure_of == "class":
        number = f"{number} in its class"
    return ", ".join(part for part in (grade, number) if part)


def _first_number(figure: str) -> str:
    """A figure up to its interval and further numbers; of a ratio, its number: "ratio 2.17"."""
    ratio = re.search(r"\bratio \d+(\.\d+)?", figure)
    return ratio[0] if ratio else re.split(r" \(|;", figure, maxsplit=1)[0]
