"""Long words made short: what to do first, a figure's first number, how much a finding weighs."""

import re
from collections.abc import Collection

from medcheck.records import Finding, Urgency
from medcheck.side_effect import begin

URGENT: tuple[Urgency, ...] = ("now", "same_day")  # what is to be seen to today
URGENCY_WORDS = {"now": "now", "same_day": "same day", "soon": "soon", "routine": "routine"}
# The word in an action that says no more than an urgency shown before it.
_SAYS_WHEN = {"now": " now", "same_day": " today"}


def steps(action: str) -> list[str]:
    """An action apart at its full stops, semicolons and questions."""
    return [step for step in map(str.strip, re.split(r"(?<=[?])\s|;|\.\s|\.$", action)) if step]


def first_step(action: str) -> str:
    """What to do first."""
    return steps(action)[0]


def steps_in_time(action: str, urgency: Urgency, known: Collection[str] = ()) -> tuple[str, ...]:
    """The steps of an action whose urgency is shown before them, without those that measure what is ``known``."""
    taken = steps(action)
    left = [step for step in taken if not any(re.search(rf"\b{re.escape(name)}\b", step) for name in known)] or taken
    first, *rest = left or [""]
    return (begin(first.replace(_SAYS_WHEN.get(urgency, " now"), "", 1)), *rest)


def next_steps(action: str) -> str:
    """What an action says after its first step, as a sentence; empty where that is all."""
    rest = action.removeprefix(first_step(action)).lstrip(" ;.")
    return rest[:1].upper() + rest[1:]


def weight(finding: Finding) -> str:
    """The grade for the finding's role with its figure: "strong evidence, ratio 2.17 for its class"."""
    return ", ".join(part for part in (grade(finding, " evidence"), figure(finding)) if part)


def grade(finding: Finding, noun: str = "") -> str:
    """The grade for the finding's role: "strong", "moderate for low magnesium"; ``noun`` after the first word."""
    if _through_electrolytes(finding):
        return f"{finding.electrolyte_evidence}{noun} for {finding.electrolyte_effect}"
    return f"{finding.evidence}{noun}"


def figure(finding: Finding, *, in_brief: bool = False) -> str:
    """The first number of the figure behind that grade: "ratio 2.17", of a class "ratio 2.17 for its class".

    ``in_brief``, where a note explains it, that is "class ratio 2.17".

    A share stands with what it is compared with: "spasms 3.6 % v 3.0 % on placebo", or not at all.
    """
    if _through_electrolytes(finding):
        whole, figure_of = finding.electrolyte_figure or "", finding.electrolyte_figure_of
    else:
        whole, figure_of = finding.figure or "", finding.figure_of
    ratio = re.search(r"\bratio \d+(\.\d+)?", whole)
    if ratio:
        of_class = f"class {ratio[0]}" if in_brief else f"{ratio[0]} for its class"
        return of_class if figure_of == "class" else ratio[0]
    first = whole.partition(";")[0]
    number = re.sub(r" \([^)]*\)", "", first) if " v " in first else first.partition(" (")[0]
    return f"{number} in its class" if number and figure_of == "class" else number


def _through_electrolytes(finding: Finding) -> bool:
    return finding.role == "electrolyte" and bool(finding.electrolyte_evidence)
