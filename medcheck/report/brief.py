"""A review on one screen: what to act on first, one line for each thing said, nothing twice."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from medcheck.printable import printable
from medcheck.records import TAKEN, Alert, Combination, Finding, Mention, ReviewRecord, Unrecognised, Urgency
from medcheck.report.groups import groups, headline
from medcheck.report.outline import suggested
from medcheck.report.results import as_written
from medcheck.report.short import URGENCY_WORDS, URGENT, first_step, weight
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect, begin

_URGENCIES = get_args(Urgency)
_MOST_NAMED = 2  # medicines beside the title of a moderate combination; more make a list within a list
QUESTIONS = 3  # one to start with and two that this list raises


class Remark(NamedTuple):
    """One line: a medicine as written and read or what acts together, how much it weighs, what to do first."""

    about: str
    weight: str
    do: str


class Part(NamedTuple):
    """Lines under one title, or one line of what is ``listed``; ``tone`` is danger, caution, plain or quiet."""

    title: str
    tone: str
    remarks: tuple[Remark, ...] = ()
    listed: tuple[str, ...] = ()


class Brief(NamedTuple):
    """The whole screen; parts without anything in them are left out. ``ask_about`` are topics after the question."""

    headline: str
    parts: tuple[Part, ...]
    question: str
    ask_about: tuple[str, ...]


def brief(reading: ReviewRecord, side_effect: SideEffect) -> Brief:
    """What a reader needs first, by weight: warnings, possible causes, weak ones, what to ask, the rest by name."""
    found = groups(reading)
    severe: dict[tuple[str, ...], Combination] = {}
    by_urgency = sorted(found.severe, key=lambda combination: _URGENCIES.index(combination.urgency))
    for combination in by_urgency:  # two reasons against one pair are one line
        severe.setdefault(combination.ingredients, combination)
    today = [combination for combination in severe.values() if combination.urgency in URGENT]
    later = [combination for combination in severe.values() if combination.urgency not in URGENT]
    act_on = (
        *(_alert(reading, alert) for alert in found.urgent),
        *(_combination(reading, combination) for combination in today),
        *(Remark(_written(reading, f), "safety warning", first_step(f.action)) for f in found.warnings),
        *(_combination(reading, combination) for combination in later),
    )
    to_ask = (
        *(Remark(printable(entry.text), "", _question(entry)) for entry in reading.unrecognised),
        *(Remark(_named(mention), "", f"taken or not?{_said(mention)}") for mention in found.unclear),
    )
    parts = (
        Part("Act on", "danger", act_on),
        Part("Values", "caution", tuple(_alert(reading, alert) for alert in found.less_urgent)),
        Part(begin(side_effect.associated), "caution", tuple(_cause(reading, it) for it in found.causes)),
        Part("Weak", "quiet", listed=_each(_written(reading, finding) for finding in found.weak)),
        Part("Together", "quiet", listed=_each(map(_titled, found.moderate))),
        Part(
            f"Held, {side_effect.may_still_explain}",
            "quiet",
            listed=_each(f"{_named(mention)}{_said(mention)}" for mention in found.held),
        ),
        Part("To ask", "danger", to_ask),
        Part(
            begin(side_effect.taken_for),
            "quiet",
            listed=_each(f"{_written(reading, f)} ({f.evidence} evidence of benefit)" for f in found.treatments),
        ),
        Part(
            "Not counted as taken",
            "quiet",
            listed=_each(f"{_named(m)}, {STATUS_WORDS[m.status]}{_said(m)}" for m in found.not_counted),
        ),
        Part(
            f"Not listed as {side_effect.associated}",
            "quiet",
            listed=_each(_named(mention) for mention in found.not_listed),
        ),
    )
    return Brief(
        headline(reading, side_effect),
        tuple(part for part in parts if part.remarks or part.listed),
        reading.questions[0].question if reading.questions else "",
        tuple(f"{asked.topic} ({URGENCY_WORDS[asked.urgency]})" for asked in reading.questions[1:QUESTIONS]),
    )


def _each(said: Iterable[str]) -> tuple[str, ...]:
    """What is said, each once."""
    return tuple(dict.fromkeys(said))


def _alert(reading: ReviewRecord, alert: Alert) -> Remark:
    """ "K 3.1 low, with furosemide" and how urgent it is."""
    values = _each(
        f"{as_written(value)}{f' {value.flag}' if value.flag else ''}"
        for value in (reading.results[number] for number in alert.results)
    )
    beside = f", with {' and '.join(alert.ingredients)}" if alert.ingredients else ""
    return Remark(f"{', '.join(values)}{beside}", URGENCY_WORDS[alert.urgency], first_step(alert.action))


def _combination(reading: ReviewRecord, combination: Combination) -> Remark:
    """What acts together; a medicine that is named for the reaction it gave is said as that."""
    taken = {name for mention in reading.mentions if mention.status in TAKEN for name in mention.ingredients}
    reacted = [name for name in combination.ingredients if name not in taken and _is_named(reading, name)]
    rest = [name for name in combination.ingredients if name not in reacted]
    after = f" after a reaction to {' and '.join(reacted)}" if reacted else ""
    return Remark(" + ".join(rest) + after, "", first_step(combination.action))


def _is_named(reading: ReviewRecord, ingredient: str) -> bool:
    return any(ingredient in mention.ingredients for mention in reading.mentions)


def _titled(combination: Combination) -> str:
    few = len(combination.ingredients) <= _MOST_NAMED
    return f"{combination.title} ({', '.join(combination.ingredients)})" if few else combination.title


def _cause(reading: ReviewRecord, finding: Finding) -> Remark:
    return Remark(_written(reading, finding), weight(finding), first_step(finding.action))


def _written(reading: ReviewRecord, finding: Finding) -> str:
    """The ingredient with the words it was read from, where those are others."""
    return _read(finding.ingredient, [reading.mentions[number] for number in finding.mentions])


def _named(mention: Mention) -> str:
    return _read(", ".join(mention.ingredients) or mention.match.name, [mention])


def _read(name: str, mentions: Sequence[Mention]) -> str:
    """ "furosemide (Lasix)"; a correction comes first, to be confirmed: "Simvastatn, read as simvastatin?"."""
    corrected = _each(printable(mention.text) for mention in mentions if mention.match.method == "fuzzy")
    other = _each(
        printable(mention.text)
        for mention in mentions
        if mention.match.method != "fuzzy" and mention.text.casefold() != name.casefold()
    )
    return (f"{' and '.join(corrected)}, read as {name}?" if corrected else name) + (
        f" ({', '.join(other)})" if other else ""
    )


def _question(entry: Unrecognised) -> str:
    if entry.reason == "ambiguous":
        return " or ".join(suggested(entry)) + "?" if entry.suggestions else "which one?"
    return f"not known; {' or '.join(suggested(entry))}?" if entry.suggestions else "not known"


def _said(mention: Mention) -> str:
    return f" “{printable(mention.status_because.text)}”" if mention.status_because else ""
