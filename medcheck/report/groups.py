"""What a review holds, sorted by what a reader must do with it; every report goes by these groups, in this order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from medcheck.counted import plural
from medcheck.records import Alert, Combination, Finding, Mention, ReviewRecord
from medcheck.report.short import URGENT
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect


class Groups(NamedTuple):
    """The findings, combinations and mentions of a review, each in exactly one group or, as current, in none."""

    urgent: tuple[Alert, ...]
    less_urgent: tuple[Alert, ...]
    warnings: tuple[Finding, ...]
    severe: tuple[Combination, ...]
    causes: tuple[Finding, ...]
    weak: tuple[Finding, ...]
    moderate: tuple[Combination, ...]
    held: tuple[Mention, ...]
    unclear: tuple[Mention, ...]
    treatments: tuple[Finding, ...]
    not_counted: tuple[Mention, ...]
    not_listed: tuple[Mention, ...]


def groups(reading: ReviewRecord) -> Groups:
    """The groups of a review; findings and combinations keep their order, strongest first."""
    on_list = {number for finding in reading.findings for number in finding.mentions}
    others = [finding for finding in reading.findings if finding.level != "warning"]
    causes = [finding for finding in others if finding.role != "treatment"]
    urgent = _one_for_each_value(alert for alert in reading.alerts if alert.urgency in URGENT)
    return Groups(
        urgent=urgent,
        less_urgent=_one_for_each_value(
            alert
            for alert in reading.alerts
            if alert.urgency == "soon" and not any(set(alert.results) <= set(other.results) for other in urgent)
        ),
        warnings=tuple(finding for finding in reading.findings if finding.level == "warning"),
        severe=tuple(c for c in reading.combinations if c.severity == "high"),
        causes=tuple(finding for finding in causes if not _is_weak(finding)),
        weak=tuple(finding for finding in causes if _is_weak(finding)),
        moderate=tuple(c for c in reading.combinations if c.severity != "high"),
        held=tuple(mention for mention in reading.mentions if mention.status == "held"),
        unclear=tuple(mention for mention in reading.mentions if mention.status == "unclear"),
        treatments=tuple(finding for finding in others if finding.role == "treatment"),
        not_counted=tuple(m for m in reading.mentions if m.status in STATUS_WORDS and m.status != "held"),
        not_listed=tuple(
            mention
            for number, mention in enumerate(reading.mentions)
            if number not in on_list and mention.status not in STATUS_WORDS and mention.status != "unclear"
        ),
    )


def _one_for_each_value(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """The alerts, of those about the same values the first, with the medicines of all."""
    found: dict[tuple[int, ...], Alert] = {}
    for alert in alerts:
        first = found.setdefault(alert.results, alert)
        together = sorted({*first.ingredients, *alert.ingredients})
        found[alert.results] = replace(first, ingredients=tuple(together))
    return tuple(found.values())


def _is_weak(finding: Finding) -> bool:
    grades = {finding.evidence, finding.electrolyte_evidence or "limited"}
    return finding.level == "note" and grades == {"limited"}


def count(number: int, noun: str) -> str:
    """A number of things in words: "1 medicine", "2 medicines"."""
    return f"{number} {plural(number, noun)}"


def headline(reading: ReviewRecord, side_effect: SideEffect) -> str:
    """What follows, by weight: "1 safety warning, 2 possible causes, 1 to ask; 12 read."."""
    unfamiliar = f"{count(len(reading.unfamiliar), 'unfamiliar word')}, not looked at" if reading.unfamiliar else ""
    if not (reading.mentions or reading.unrecognised or reading.alerts):
        return ". ".join(part for part in ("No medicine found in the text", unfamiliar) if part) + "."
    sorted_ = groups(reading)
    together = {combination.ingredients for combination in sorted_.severe}
    pair = "pair" if all(len(ingredients) == 2 for ingredients in together) else "combination"
    said = [
        count(len(sorted_.urgent), "laboratory alert") if sorted_.urgent else "",
        count(len(sorted_.warnings), "safety warning") if sorted_.warnings else "",
        count(len(together), f"high-severity {pair}") if together else "",
        count(len(sorted_.causes), "possible cause") if sorted_.causes else "",
        _some(sorted_.weak, "weak"),
        _some(sorted_.treatments, side_effect.taken_for),
        _some(sorted_.held, "held"),
        _some((*reading.unrecognised, *sorted_.unclear), "to ask"),
    ]
    if not (sorted_.causes or sorted_.weak or sorted_.warnings):
        said.insert(1, f"None on our list of those {side_effect.associated}")
    told = ", ".join(part for part in said if part)
    return "; ".join(part for part in (told, f"{len(reading.mentions)} read", unfamiliar) if part) + "."


def _some(things: Sequence[object], words: str) -> str:
    return f"{len(things)} {words}" if things else ""
