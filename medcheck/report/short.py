"""Long words made short: what to do first, a figure's first number, how much a finding weighs."""

import re

from medcheck.records import Finding
from medcheck.side_effect import SideEffect


def first_step(action: str) -> str:
    """What to do first: an action up to its first full stop, semicolon or question."""
    return re.split(r"(?<=[?])\s|;|\.\s|\.$", action, maxsplit=1)[0]


def next_steps(action: str) -> str:
    """What an action says after its first step, as a sentence; empty where that is all."""
    rest = action.removeprefix(first_step(action)).lstrip(" ;.")
    return rest[:1].upper() + rest[1:]


def weight(finding: Finding, side_effect: SideEffect) -> str:
    """The grade for the finding's role with its figure: "strong, ratio 2.17", "electrolytes: moderate"."""
    if finding.role == "electrolyte" and finding.electrolyte_evidence:
        grade = f"{side_effect.claims_electrolyte.lower()}: {finding.electrolyte_evidence}"
        figure = finding.electrolyte_figure
    else:
        grade, figure = finding.evidence, finding.figure
    return ", ".join(part for part in (grade, _first_number(figure or "")) if part)


def _first_number(figure: str) -> str:
    """A figure up to its interval and further numbers; of a ratio, its number: "ratio 2.17"."""
    ratio = re.search(r"\bratio \d+(\.\d+)?", figure)
    return ratio[0] if ratio else re.split(r" \(|;", figure, maxsplit=1)[0]
