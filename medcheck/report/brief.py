"""A review on one screen: what to act on first, one line for each thing said, nothing twice."""

from collections.abc import Collection, Iterable, Sequence
from typing import get_args

from medcheck.records import Combination, Mention, ReviewRecord, Urgency
from medcheck.report import remarks
from medcheck.report.as_written import each, found, named, not_taken, taken
from medcheck.report.brief_records import Brief, Part, Remark
from medcheck.report.groups import Groups, groups, headline, not_said_by_values
from medcheck.report.short import URGENT
from medcheck.side_effect import SideEffect, begin

_URGENCIES = get_args(Urgency)
SOON_NOTE = "SOON is within days"
CAUSES, TOGETHER = "Possible causes", "Together"
CAUSES_NOTE = "evidence, figure"
RATIO_NOTES = (
    ("class ratio", "a class ratio of 1 would be no link"),
    ("ratio", "a ratio of 1 would be no link"),
)
QUESTIONS = 3  # one to start with and two that this list raises


def brief(review: ReviewRecord, side_effect: SideEffect) -> Brief:
    """What a reader needs first, by weight: warnings, possible causes, weak ones, what to ask, the rest by name."""
    sorted_ = groups(review)
    severe = not_said_by_values(review, sorted_.urgent, one_for_each_group(sorted_.severe))
    weak = {finding.ingredient for finding in sorted_.weak}
    act_on = tuple(_act_on(review, sorted_, severe))
    causes = tuple(_causes(review, sorted_, severe))
    to_ask = Part("To ask", "danger", tuple(_to_ask(review, sorted_)))
    leads = not (act_on or causes)  # what is not known must not stand after what looks like an all-clear
    moderate = each(_together(review, it, weak) for it in not_said_by(severe, sorted_.moderate))
    parts = (
        *([to_ask] if leads else []),
        Part("Act on", "danger", act_on, note=SOON_NOTE if any(it.when == remarks.SOON for it in act_on) else ""),
        Part("Laboratory values", "caution", tuple(_values(review, sorted_))),
        Part(CAUSES, "caution", causes, note=CAUSES_NOTE, notes=RATIO_NOTES),
        Part(TOGETHER, "quiet", listed=moderate),
        Part("Weak association", "quiet", listed=each(found(review, finding)[0] for finding in sorted_.weak_alone)),
        Part(
            f"Not taken now, {side_effect.may_still_explain} (ask when and why)",
            "caution",
            listed=each(map(not_taken, sorted_.may_still_explain)),
        ),
        *([] if leads else [to_ask]),
        Part(
            begin(side_effect.taken_for),
            "quiet",
            listed=each(f"{found(review, it)[0]} ({it.evidence} evidence of benefit)" for it in sorted_.treatments),
        ),
        Part("Not taken, so not counted", "quiet", listed=each(map(not_taken, _without_reacted(sorted_)))),
        Part(
            f"Not listed as {side_effect.associated}",
            "quiet",
            listed=each(map(named, _not_named_above(review, sorted_.not_listed))),
        ),
    )
    first, *others = review.questions or (None,)
    return Brief(
        headline(review, side_effect),
        tuple(part for part in parts if part.remarks or part.listed),
        first.in_brief if first else "",
        tuple(
            remarks.of_question(question, URGENT)
            for question in [it for it in others if it and not (it.rule_out and it.raised_by)][: QUESTIONS - 1]
        ),
    )


def _act_on(review: ReviewRecord, sorted_: Groups, severe: Sequence[Combination]) -> Iterable[Remark]:
    """What is not to wait, the most urgent first; what is due today stands before what is due within days."""
    known = {result.name for result in review.results}
    yield from (remarks.of_alert(review, alert, remarks.WHEN[alert.urgency]) for alert in sorted_.urgent)
    if sorted_.urgent:
        yield from (remarks.of_alert(review, alert, remarks.SAME_CALL) for alert in sorted_.less_urgent)
    yield from (remarks.of_combination(review, it, known) for it in severe if it.urgency in URGENT)
    yield from (remarks.of_rule_out(review, question) for question in sorted_.rule_out)
    yield from (remarks.of_warning(review, finding) for finding in sorted_.warnings)
    yield from (remarks.of_reaction(review, combination) for combination in sorted_.reactions)
    yield from (remarks.of_combination(review, it, known) for it in severe if it.urgency not in URGENT)


def _values(review: ReviewRecord, sorted_: Groups) -> Iterable[Remark]:
    """The values that are due within days, where none is urgent."""
    if not sorted_.urgent:
        yield from (remarks.of_alert(review, it, remarks.WHEN[it.urgency]) for it in sorted_.less_urgent)


def _causes(review: ReviewRecord, sorted_: Groups, severe: Sequence[Combination]) -> Iterable[Remark]:
    """The possible causes, strongest first; before them those of which a value speaks."""
    known = {result.name for result in review.results}
    above = {name for it in severe for name in it.ingredients}
    above |= {name for it in sorted_.rule_out for name in it.raised_by}
    in_alerts = {name for it in review.alerts for name in it.ingredients}
    for finding in sorted(sorted_.causes, key=lambda it: it.ingredient not in in_alerts):
        yield remarks.of_cause(review, finding, known, is_above=finding.ingredient in above)


def _to_ask(review: ReviewRecord, sorted_: Groups) -> Iterable[Remark]:
    yield from map(remarks.of_unrecognised, review.unrecognised)
    yield from map(remarks.of_doubtful, sorted_.doubtful)
    yield from (remarks.of_unclear(named(mention), mention) for mention in sorted_.unclear)


def _together(review: ReviewRecord, combination: Combination, weak: Collection[str]) -> str:
    """What acts together; of many, those that are more than weak."""
    names = combination.ingredients
    if len(names) > remarks.FEWEST_CUT:
        strong = [name for name in names if name not in weak]
        names = tuple(strong) if len(strong) > 1 else names
    return f"{' + '.join(taken(review, name)[-1] for name in names)} ({combination.risk})"


def one_for_each_group(combinations: Sequence[Combination]) -> list[Combination]:
    """Of several reasons against the same medicines the most urgent, which is enough to act on."""
    first: dict[tuple[str, ...], Combination] = {}
    for combination in sorted(combinations, key=lambda it: _URGENCIES.index(it.urgency)):
        first.setdefault(combination.ingredients, combination)
    return list(first.values())


def not_said_by(severe: Sequence[Combination], moderate: Sequence[Combination]) -> list[Combination]:
    """The moderate combinations but for those whose medicines have the same risk in a severe one."""
    return [
        one
        for one in moderate
        if not any(one.risk == other.risk and set(one.ingredients) <= set(other.ingredients) for other in severe)
    ]


def _not_named_above(review: ReviewRecord, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions but for those that a combination or a laboratory value has named."""
    above = {name for it in review.combinations for name in it.ingredients}
    above |= {name for it in review.alerts for name in it.ingredients}
    return [mention for mention in mentions if not above.issuperset(mention.ingredients)]


def _without_reacted(sorted_: Groups) -> list[Mention]:
    """What is not counted, but for what gave the reaction that is spoken of already."""
    reacted = {name for combination in sorted_.reactions for name in combination.reacted}
    return [
        mention
        for mention in sorted_.not_counted
        if not (reacted and mention.status == "allergy" and reacted.issuperset(mention.ingredients))
    ]
