"""A review on one screen: what to act on first, one line for each thing said, nothing twice."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from medcheck.printable import printable
from medcheck.records import Alert, Combination, Finding, Mention, ReviewRecord, Unrecognised, Urgency
from medcheck.report.groups import groups, headline
from medcheck.report.outline import suggested
from medcheck.report.results import as_written
from medcheck.report.short import URGENCY_WORDS, URGENT, first_step, weight
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect, begin

_URGENCIES = get_args(Urgency)
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
    severe = _one_for_each_group(found.severe)
    act_on = (
        *(_alert(reading, alert) for alert in found.urgent),
        *(_combination(combination) for combination in severe if combination.urgency in URGENT),
        *(_reaction(reading, combination) for combination in found.reactions),
        *(Remark(_written(reading, f), "safety warning", first_step(f.action)) for f in found.warnings),
        *(_combination(combination) for combination in severe if combination.urgency not in URGENT),
    )
    to_ask = (
        *(Remark(printable(entry.text), "", _question(entry)) for entry in reading.unrecognised),
        *(Remark(_named(mention), "", f"taken or not?{_said(mention)}") for mention in found.unclear),
    )
    parts = (
        Part("Act on", "danger", act_on),
        Part("Laboratory values", "caution", tuple(_alert(reading, alert) for alert in found.less_urgent)),
        Part("Possible causes, strongest first", "caution", tuple(_cause(reading, it) for it in found.causes)),
        Part("Weak association", "quiet", listed=_each(_written(reading, finding) for finding in found.weak)),
        Part("Acting together", "quiet", listed=_each(map(_together, _not_said_by(severe, found.moderate)))),
        Part(
            f"Held or lately stopped, {side_effect.may_still_explain}",
            "caution",
            listed=_each(map(_not_taken, found.may_still_explain)),
        ),
        Part("To ask", "danger", to_ask),
        Part(
            begin(side_effect.taken_for),
            "quiet",
            listed=_each(f"{_written(reading, f)} ({f.evidence} evidence of benefit)" for f in found.treatments),
        ),
        Part("Not counted", "quiet", listed=_each(map(_not_taken, found.not_counted))),
        Part(
            f"Not listed as {side_effect.associated}",
            "quiet",
            listed=_each(map(_named, _not_named_above(reading, found.not_listed))),
        ),
    )
    return Brief(
        headline(reading, side_effect),
        tuple(part for part in parts if part.remarks or part.listed),
        reading.questions[0].question if reading.questions else "",
        tuple(f"{asked.topic} ({URGENCY_WORDS[asked.urgency]})" for asked in reading.questions[1:QUESTIONS]),
    )


def _each(said: Iterable[str]) -> tuple[str, ...]:
    """What is said, each once, in whatever case it is written."""
    return tuple({one.casefold(): one for one in reversed([*said])}.values())[::-1]


def _alert(reading: ReviewRecord, alert: Alert) -> Remark:
    """ "K 3.1 low, with furosemide" and how urgent it is."""
    values = _each(
        f"{as_written(value)}{f' {value.flag}' if value.flag else ''}"
        for value in (reading.results[number] for number in alert.results)
    )
    beside = f", with {' and '.join(alert.ingredients)}" if alert.ingredients else ""
    return Remark(f"{', '.join(values)}{beside}", URGENCY_WORDS[alert.urgency], first_step(alert.action))


def _one_for_each_group(combinations: Sequence[Combination]) -> list[Combination]:
    """Of several reasons against the same medicines the most urgent, which is enough to act on."""
    first: dict[tuple[str, ...], Combination] = {}
    for combination in sorted(combinations, key=lambda it: _URGENCIES.index(it.urgency)):
        first.setdefault(combination.ingredients, combination)
    return list(first.values())


def _not_said_by(severe: Sequence[Combination], moderate: Sequence[Combination]) -> list[Combination]:
    """The moderate combinations but for those whose medicines have the same risk in a severe one."""
    return [
        one
        for one in moderate
        if not any(one.risk == other.risk and set(one.ingredients) <= set(other.ingredients) for other in severe)
    ]


def _not_named_above(reading: ReviewRecord, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions but for those that a combination or a laboratory value has named."""
    above = {name for it in reading.combinations for name in it.ingredients}
    above |= {name for it in reading.alerts for name in it.ingredients}
    return [mention for mention in mentions if not above.issuperset(mention.ingredients)]


def _combination(combination: Combination) -> Remark:
    """What acts together, and what may come of it."""
    return Remark(" + ".join(combination.ingredients), combination.risk, first_step(combination.action))


def _reaction(reading: ReviewRecord, combination: Combination) -> Remark:
    """What is taken of a class that once gave a reaction, as of an ingredient or in the words written for the class."""
    taken = [name for name in combination.ingredients if name not in combination.reacted] or combination.reacted
    named = [name for name in combination.reacted if _is_named(reading, name)]
    if len(named) < len(combination.reacted):
        kinds = (it.text for it in reading.mentions if it.status == "allergy" and it.drug_class)
        named += _each(f"“{printable(text)}”" for text in kinds)
    return Remark(f"{' + '.join(taken)} after a reaction to {' and '.join(named)}", "", first_step(combination.action))


def _is_named(reading: ReviewRecord, ingredient: str) -> bool:
    return any(ingredient in mention.ingredients for mention in reading.mentions)


def _together(combination: Combination) -> str:
    return f"{' + '.join(combination.ingredients)} ({combination.risk})"


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
    perhaps = f"; perhaps {' or '.join(suggested(entry))}?" if entry.suggestions else ""
    return f"not known, so not checked{perhaps}"


def _said(mention: Mention) -> str:
    return f" “{printable(mention.status_because.text)}”" if mention.status_because else ""


def _not_taken(mention: Mention) -> str:
    """ "furosemide (“Stopped last month”)": the words that say so, after the status where they do not name it."""
    status = STATUS_WORDS[mention.status]
    said = _said(mention).strip()
    named = status in said.casefold()
    why = said if named else f"{status}: {said}" if said else status
    return f"{_named(mention)} ({why})"
