"""What a review holds, sorted by what a reader must do with it; every report goes by these groups, in this order."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medcheck.counted import plural
from medcheck.records import Alert, Combination, Finding, Mention, Question, ReviewRecord, replace
from medcheck.report.short import URGENT
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect, begin


class Groups(NamedTuple):
    """The findings, combinations and mentions of a review, each in exactly one group or, as current, in none.

    ``weak_alone`` are those of the weak ones that nothing else speaks of, ``doubtful`` corrected names not on our list.
    """

    urgent: tuple[Alert, ...]
    less_urgent: tuple[Alert, ...]
    warnings: tuple[Finding, ...]
    rule_out: tuple[Question, ...]
    reactions: tuple[Combination, ...]
    severe: tuple[Combination, ...]
    causes: tuple[Finding, ...]
    weak: tuple[Finding, ...]
    weak_alone: tuple[Finding, ...]
    moderate: tuple[Combination, ...]
    may_still_explain: tuple[Mention, ...]
    unclear: tuple[Mention, ...]
    treatments: tuple[Finding, ...]
    not_counted: tuple[Mention, ...]
    not_listed: tuple[Mention, ...]
    doubtful: tuple[Mention, ...]


def groups(review: ReviewRecord) -> Groups:
    """The groups of a review; findings and combinations keep their order, strongest first."""
    still_explaining = frozenset(review.may_still_explain)
    on_list = {number for finding in review.findings for number in finding.mentions}
    others = [finding for finding in review.findings if finding.level != "warning"]
    causes = [finding for finding in others if finding.role != "treatment"]
    by_value = _one_for_each_value(review.alerts)
    urgent = tuple(alert for alert in by_value if alert.urgency in URGENT)
    severe = tuple(c for c in review.combinations if c.severity == "high" and not c.reacted)
    rule_out = tuple(question for question in review.questions if question.rule_out and question.raised_by)
    weak = tuple(finding for finding in causes if finding.is_weak)
    above = {name for it in severe for name in it.ingredients} | {name for it in rule_out for name in it.raised_by}
    not_listed = [
        mention
        for number, mention in enumerate(review.mentions)
        if number not in on_list and mention.status not in STATUS_WORDS and mention.status != "unclear"
    ]
    return Groups(
        urgent=urgent,
        less_urgent=tuple(
            alert
            for alert in by_value
            if alert.urgency == "soon" and not any(set(alert.results) <= set(other.results) for other in urgent)
        ),
        warnings=tuple(finding for finding in review.findings if finding.level == "warning"),
        rule_out=rule_out,
        reactions=tuple(c for c in review.combinations if c.reacted),
        severe=severe,
        causes=tuple(finding for finding in causes if not finding.is_weak),
        weak=weak,
        weak_alone=tuple(
            finding
            for finding in weak
            if finding.ingredient not in above
            and any(review.mentions[number].status != "unclear" for number in finding.mentions)
        ),
        moderate=tuple(c for c in review.combinations if c.severity != "high" and not c.reacted),
        may_still_explain=tuple(review.mentions[number] for number in review.may_still_explain),
        unclear=tuple(mention for mention in review.mentions if mention.status == "unclear"),
        treatments=tuple(finding for finding in others if finding.role == "treatment"),
        not_counted=tuple(
            mention
            for number, mention in enumerate(review.mentions)
            if mention.status in STATUS_WORDS and number not in still_explaining
        ),
        not_listed=tuple(mention for mention in not_listed if not _is_doubtful(mention)),
        doubtful=tuple(filter(_is_doubtful, not_listed)),
    )


def _is_doubtful(mention: Mention) -> bool:
    """Whether it was corrected to one name and is near another, too: what is not known must not look as if it were."""
    return mention.match.method == "fuzzy" and mention.match.runner_up is not None


def _one_for_each_value(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """The alerts, of those about the same values the first, with the medicines of all."""
    found: dict[tuple[int, ...], Alert] = {}
    for alert in alerts:
        first = found.setdefault(alert.results, alert)
        together = sorted({*first.ingredients, *alert.ingredients})
        found[alert.results] = replace(first, ingredients=tuple(together))
    return tuple(found.values())


def not_said_by_values(
    review: ReviewRecord, urgent: Sequence[Alert], combinations: Iterable[Combination]
) -> list[Combination]:
    """The combinations but for those whose risk is an urgent value of the list, with the same medicines."""
    said = [
        (f"{review.results[number].flag} {review.results[number].name}", set(alert.ingredients))
        for alert in urgent
        for number in alert.results
    ]
    return [
        it
        for it in combinations
        if not any(it.risk == risk and names.issuperset(it.ingredients) for risk, names in said)
    ]


def count(number: int, noun: str) -> str:
    """A number of things in words: "1 medicine", "2 medicines"."""
    return f"{number} {plural(number, noun)}"


def headline(review: ReviewRecord, side_effect: SideEffect) -> str:
    """What follows, by weight: "1 safety warning, 2 possible causes, 1 to ask; 12 read."."""
    unfamiliar = f"{count(len(review.unfamiliar), 'unfamiliar word')}, not looked at" if review.unfamiliar else ""
    if not (review.mentions or review.unrecognised or review.alerts):
        return ". ".join(part for part in ("No medicine found in the text", unfamiliar) if part) + "."
    sorted_ = groups(review)
    severe = not_said_by_values(review, sorted_.urgent, sorted_.severe)
    together = {combination.ingredients for combination in severe}
    pair = "pair" if all(len(ingredients) == 2 for ingredients in together) else "combination"
    not_known = [entry for entry in review.unrecognised if entry.reason == "unknown"]
    ambiguous = [entry for entry in review.unrecognised if entry.reason == "ambiguous"]
    others = (
        *sorted_[: sorted_._fields.index("weak")],
        sorted_.may_still_explain,
        review.unrecognised,
        sorted_.unclear,
    )
    only = "" if any(others) else "only "
    said = [
        _counted(sorted_.urgent, "urgent laboratory value"),
        _some(sorted_.rule_out, "to rule out first"),
        f"{count(len(sorted_.reactions), 'medicine')} like one not tolerated before" if sorted_.reactions else "",
        _counted(sorted_.warnings, "safety warning"),
        _counted(tuple(together), f"high-severity {pair}"),
        _counted(sorted_.less_urgent, "laboratory value"),
        _counted(sorted_.causes, "possible cause"),
        f"{only}{_counted(sorted_.weak_alone, 'weak association')}" if sorted_.weak_alone else "",
        _some(sorted_.treatments, side_effect.taken_for),
        _some(sorted_.may_still_explain, "held or lately stopped"),
        _some((*ambiguous, *sorted_.unclear, *sorted_.doubtful), "to ask"),
    ]
    unknown = f"{count(len(not_known), 'name')} not known, so not checked" if not_known else ""
    read = len(review.mentions) - len(sorted_.doubtful)
    if sorted_.causes or sorted_.weak or sorted_.warnings:
        said.append(unknown)
    else:  # what is not known must not stand after what looks like an all-clear
        said = [unknown, said[0], f"none on our list of those {side_effect.associated}" if read else "", *said[1:]]
    told = begin(", ".join(part for part in said if part))
    read_in_words = f"{count(read, 'medicine')} read" if read else "no medicine recognised"
    return "; ".join(part for part in (told, read_in_words, unfamiliar) if part) + "."


def _counted(things: Sequence[object], noun: str) -> str:
    return count(len(things), noun) if things else ""


def _some(things: Sequence[object], words: str) -> str:
    return f"{len(things)} {words}" if things else ""
