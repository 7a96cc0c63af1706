"""A review on one screen: what to act on first, one line for each thing said, nothing twice."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple, get_args

from medcheck.printable import printable
from medcheck.records import Alert, Combination, Finding, Mention, Question, ReviewRecord, Unrecognised, Urgency
from medcheck.report.groups import Groups, groups, headline, not_said_by_values
from medcheck.report.outline import suggested
from medcheck.report.results import as_written
from medcheck.report.short import IF_YES, URGENCY_WORDS, URGENT, first_steps, weight
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect, begin

_URGENCIES = get_args(Urgency)
STEPS_TO_ACT = 2  # whom to speak to, and what to ask before
RATIO_NOTE = "a ratio of 1 would be no link"
_SAME_CALL = "in the same call"
_SEE_ABOVE = "see above"
QUESTIONS = 3  # one to start with and two that this list raises


class Remark(NamedTuple):
    """One line: a medicine as written and read or what acts together, how much it weighs, what to do first."""

    about: str
    weight: str
    do: str


class Part(NamedTuple):
    """Lines under one title, or one line of what is ``listed``; ``tone`` is danger, caution, plain or quiet.

    ``note`` explains a word of the lines.
    """

    title: str
    tone: str
    remarks: tuple[Remark, ...] = ()
    listed: tuple[str, ...] = ()
    note: str = ""


class Brief(NamedTuple):
    """The whole screen; parts without anything in them are left out.

    After the question ``ask_about`` is what the list raises, ``ask_everybody`` what holds for any list.
    """

    headline: str
    parts: tuple[Part, ...]
    question: str
    ask_about: tuple[str, ...]
    ask_everybody: tuple[str, ...]


def brief(reading: ReviewRecord, side_effect: SideEffect) -> Brief:
    """What a reader needs first, by weight: warnings, possible causes, weak ones, what to ask, the rest by name."""
    found = groups(reading)
    severe = not_said_by_values(reading, found.urgent, _one_for_each_group(found.severe))
    known = {result.name for result in reading.results}
    combined = partial(_combination, known=known)
    act_on = (
        *(_alert(reading, alert, URGENCY_WORDS[alert.urgency], STEPS_TO_ACT) for alert in found.urgent),
        *(_alert(reading, alert, _SAME_CALL, 1) for alert in found.less_urgent if found.urgent),
        *(combined(combination) for combination in severe if combination.urgency in URGENT),
        *map(_rule_out, found.rule_out),
        *(_reaction(reading, combination) for combination in found.reactions),
        *(Remark(_written(reading, f), "safety warning", first_steps(f.action, STEPS_TO_ACT)) for f in found.warnings),
        *(combined(combination) for combination in severe if combination.urgency not in URGENT),
    )
    values = [_alert(reading, it, URGENCY_WORDS[it.urgency], 1) for it in found.less_urgent if not found.urgent]
    above = {name for it in severe for name in it.ingredients}
    above |= {name for it in found.rule_out for name in it.raised_by}
    in_alerts = {name for it in reading.alerts for name in it.ingredients}
    causes = sorted(found.causes, key=lambda finding: finding.ingredient not in in_alerts)
    weights = [
        _SEE_ABOVE if finding.ingredient in above else first_steps(finding.action, 1, known) for finding in causes
    ]
    remarks = tuple(
        Remark(_written(reading, finding), weight(finding), do) for finding, do in zip(causes, weights, strict=True)
    )
    note = RATIO_NOTE if any("ratio" in remark.weight for remark in remarks) else ""
    to_ask = (
        *(Remark(printable(entry.text), "", _question(entry)) for entry in reading.unrecognised),
        *(
            Remark(
                printable(mention.text),
                "",
                f"is it {', '.join(mention.ingredients)}? Look at the packet",
            )
            for mention in found.doubtful
        ),
        *(Remark(_named(mention), "", f"taken or not?{_said(mention)}") for mention in found.unclear),
    )
    parts = (
        Part("Act on", "danger", act_on),
        Part("Laboratory values", "caution", tuple(values)),
        Part("Possible causes", "caution", remarks, note=note),
        Part("Side by side", "quiet", listed=_each(map(_together, _not_said_by(severe, found.moderate)))),
        Part("Weak association", "quiet", listed=_each(_written(reading, finding) for finding in found.weak_alone)),
        Part(
            f"Held or lately stopped, {side_effect.may_still_explain} (ask when and why)",
            "caution",
            listed=_each(map(_not_taken, found.may_still_explain)),
        ),
        Part("To ask", "danger", to_ask),
        Part(
            begin(side_effect.taken_for),
            "quiet",
            listed=_each(f"{_written(reading, f)} ({f.evidence} evidence of benefit)" for f in found.treatments),
        ),
        Part("Not counted", "quiet", listed=_each(map(_not_taken, _without_reacted(found)))),
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
        *_ask_about(reading.questions),
    )


def _each(said: Iterable[str]) -> tuple[str, ...]:
    """What is said, each once, in whatever case it is written."""
    return tuple({one.casefold(): one for one in reversed([*said])}.values())[::-1]


def _ask_about(questions: Sequence[Question]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to ask about after the first question: what the list raises, and what holds for any list."""
    asked = [question for question in questions[1:] if not (question.rule_out and question.raised_by)][: QUESTIONS - 1]
    raised = tuple(_in_brief(question) for question in asked if question.raised_by)
    return raised, tuple(_in_brief(question) for question in asked if not question.raised_by)


def _in_brief(question: Question) -> str:
    if_yes = f" (if yes: {IF_YES[question.urgency]})" if question.urgency in IF_YES else ""
    return f"{question.in_brief}{if_yes}"


def _rule_out(question: Question) -> Remark:
    """A red flag that a medicine raises."""
    about = " + ".join(question.raised_by)
    return Remark(about, f"{question.topic}, {URGENCY_WORDS[question.urgency]}", f"Look for {question.in_brief}")


def _alert(reading: ReviewRecord, alert: Alert, urgency: str, most: int) -> Remark:
    """ "K 3.1 low, with furosemide" and how urgent it is."""
    values = _each(
        f"{as_written(value)}{f' {value.flag}' if value.flag else ''}"
        for value in (reading.results[number] for number in alert.results)
    )
    beside = f", with {' and '.join(alert.ingredients)}" if alert.ingredients else ""
    return Remark(f"{', '.join(values)}{beside}", urgency, first_steps(alert.action, most))


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


def _without_reacted(found: Groups) -> list[Mention]:
    """What is not counted, but for what gave the reaction that is spoken of already."""
    reacted = {name for combination in found.reactions for name in combination.reacted}
    return [
        mention
        for mention in found.not_counted
        if not (reacted and mention.status == "allergy" and reacted.issuperset(mention.ingredients))
    ]


def _combination(combination: Combination, known: Iterable[str]) -> Remark:
    """What acts together, and what may come of it."""
    do = first_steps(combination.action, STEPS_TO_ACT, known)
    return Remark(" + ".join(combination.ingredients), combination.risk, do)


def _reaction(reading: ReviewRecord, combination: Combination) -> Remark:
    """What is taken of a class that once gave a reaction, as of an ingredient or in the words written for the class."""
    taken = [name for name in combination.ingredients if name not in combination.reacted] or combination.reacted
    named = [name for name in combination.reacted if _is_named(reading, name)]
    if len(named) < len(combination.reacted):
        kinds = (it.text for it in reading.mentions if it.status == "allergy" and it.drug_class)
        named += _each(f"“{printable(text)}”" for text in kinds)
    about = f"{' + '.join(taken)} after a reaction to {' and '.join(named)}"
    return Remark(about, "", first_steps(combination.action, STEPS_TO_ACT))


def _is_named(reading: ReviewRecord, ingredient: str) -> bool:
    return any(ingredient in mention.ingredients for mention in reading.mentions)


def _together(combination: Combination) -> str:
    return f"{' + '.join(combination.ingredients)} ({combination.risk})"


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
    nearest = f" (nearest name: {' or '.join(suggested(entry))})" if entry.suggestions else ""
    return f"not known, so not checked: look at the packet{nearest}"


def _said(mention: Mention) -> str:
    return f" “{printable(mention.status_because.text)}”" if mention.status_because else ""


def _not_taken(mention: Mention) -> str:
    """ "furosemide (“Stopped last month”)": the words that say so, after the status where they do not name it."""
    status = STATUS_WORDS[mention.status]
    said = _said(mention).strip()
    named = status in said.casefold()
    why = said if named else f"{status}: {said}" if said else status
    when = mention.stopped_lately
    when = f", {printable(when)}" if when and when not in said else ""
    return f"{_named(mention)} ({why}{when})"
