"""What the screen says of one alert, combination, finding or question: a remark each."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from medcheck.counted import listed, plural
from medcheck.printable import printable
from medcheck.records import Alert, Combination, Finding, Mention, Question, Result, ReviewRecord, Unrecognised
from medcheck.report.as_written import each, found, quoted, suggested, taken, value_as_written
from medcheck.report.brief_records import Remark
from medcheck.report.short import figure, grade, steps, steps_in_time
from medcheck.side_effect import begin

SOON = "soon"
WHEN = {"now": "now", "same_day": "today", "soon": SOON, "routine": ""}
FEWEST_CUT = 2  # a pair is never cut to one
SAME_CALL = "same call"
SEE_ABOVE = "see above"
# A safety warning is for the next review, sooner with what a question of it brings to light.
_OF_WARNINGS = SOON


def of_alert(review: ReviewRecord, alert: Alert, when: str) -> Remark:
    """ "K 3.1 low on 2026-03-10, with furosemide" and what to do; the day is left out last but for the names."""
    names = alert.ingredients
    ways = (f", with {listed(names)}", f" with {', '.join(names)}", f" ({', '.join(names)})") if names else ()
    fewer = [f", with {', '.join(shown)}" for shown in _ever_fewer(names)]
    values = [review.results[number] for number in alert.results]
    about = each(
        ", ".join(each(_value(value, dated=dated) for value in values)) + way
        for dated in (True, False)
        for way in (*ways, *fewer, "")
        if way or not (dated and names)
    )
    return Remark(about, steps_in_time(alert.action, alert.urgency), when)


def _value(value: Result, *, dated: bool) -> str:
    flag = f" {value.flag}" if value.flag else ""
    return f"{value_as_written(value)}{flag}{f' on {value.date}' if dated and value.date else ''}"


def _ever_fewer(names: Sequence[str]) -> Iterator[list[str]]:
    """The names but for the last, two, three ..., and how many those are, in two lengths; at least the first stands."""
    for shown in range(len(names) - 1, 0, -1):
        left = len(names) - shown
        yield [*names[:shown], f"{left} more {plural(left, 'medicine')}"]
        yield [*names[:shown], f"{left} {plural(left, 'other')}"]


def of_combination(review: ReviewRecord, combination: Combination, known: Collection[str]) -> Remark:
    """What acts together, what may come of it and what to do but for measuring what is ``known``."""
    do = steps_in_time(combination.action, combination.urgency, known)
    names = combination.ingredients
    written = [taken(review, name) for name in names]
    about = [[forms[0] for forms in written], [forms[-1] for forms in written]]
    about += _ever_fewer(about[-1]) if len(names) > FEWEST_CUT else []
    return Remark(tuple(map(" + ".join, about)), do, WHEN[combination.urgency], combination.risk)


def of_reaction(review: ReviewRecord, combination: Combination) -> Remark:
    """What is taken of a class that once gave a reaction, as of an ingredient or in the words written for the class."""
    taken = [name for name in combination.ingredients if name not in combination.reacted] or combination.reacted
    once = [name for name in combination.reacted if _is_named(review, name)]
    if len(once) < len(combination.reacted):
        kinds = (it.text for it in review.mentions if it.status == "allergy" and it.drug_class)
        once += each(f"“{printable(text)}”" for text in kinds)
    about = f"{' + '.join(taken)} after reaction to {listed(once)}"
    return Remark((about,), steps_in_time(combination.action, combination.urgency), WHEN[combination.urgency])


def _is_named(review: ReviewRecord, ingredient: str) -> bool:
    return any(ingredient in mention.ingredients for mention in review.mentions)


def of_rule_out(review: ReviewRecord, question: Question) -> Remark:
    """A red flag that a medicine raises: its signs, and where to go with them."""
    signs = f"{begin(question.in_brief)}?"
    where = steps_in_time(question.refer or "", question.urgency)[:1]
    do = f"{signs} {begin(where[0])}" if where else signs
    forms = [taken(review, name) for name in question.raised_by]
    about = tuple(" + ".join(form[at] for form in forms) for at in (0, -1))
    return Remark(about, (do,), WHEN[question.urgency])


def of_warning(review: ReviewRecord, finding: Finding) -> Remark:
    """A medicine that is itself a danger."""
    return Remark(found(review, finding), tuple(steps(finding.action)), _OF_WARNINGS, "warning")


def of_cause(review: ReviewRecord, finding: Finding, known: Collection[str], *, is_above: bool) -> Remark:
    """A possible cause with its grade and figure; what to do stands once, above where something else says it."""
    do = (SEE_ABOVE,) if is_above else steps_in_time(finding.action, "routine", known)
    return Remark(found(review, finding), do, "", grade(finding), figure(finding, in_brief=True))


def of_unrecognised(entry: Unrecognised) -> Remark:
    """A name that is not known, or could be two."""
    about, names = (printable(entry.text),), suggested(entry)
    if entry.reason == "ambiguous":
        return Remark(about, (f"{' or '.join(names)}?" if names else "which one?",))
    nearest = (f"nearest name: {' or '.join(names)}",) if names else ()
    return Remark(about, ("not known, so not checked: look at the packet", *nearest))


def of_doubtful(mention: Mention) -> Remark:
    """A corrected name that is near another, too."""
    return Remark((printable(mention.text),), (f"is it {', '.join(mention.ingredients)}? Look at the packet",))


def of_unclear(name: str, mention: Mention) -> Remark:
    """A medicine of which the text does not say for sure whether it is taken."""
    return Remark((name,), (f"taken or not? {quoted(mention)}".rstrip(),))


def of_question(question: Question, urgent: Iterable[str]) -> str:
    """What to ask about; where a yes is urgent, also where to go."""
    where = steps(question.refer or "")[:1] if question.urgency in urgent else []
    return f"{question.in_brief}? {begin(where[0])}" if where else question.in_brief
