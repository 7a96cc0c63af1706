"""A review as the one card of an answer; none where it has nothing that a person at work should be stopped for."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5

from medcheck.counted import counted
from medcheck.hooks.effect import Effect
from medcheck.hooks.tables import HookTables, Words
from medcheck.knowledge.hook_rows import HookServiceRow
from medcheck.printable import encodable, printable
from medcheck.records import Alert, Combination, Finding, ReviewRecord
from medcheck.report import remarks
from medcheck.report.brief import CAUSES, TOGETHER, brief, not_said_by, one_for_each_group
from medcheck.report.brief_records import Remark
from medcheck.report.groups import Groups, groups, not_said_by_values
from medcheck.report.markdown import bullets, escape
from medcheck.report.short import URGENT, grade
from medcheck.report.sources import address
from medcheck.side_effect import SideEffect

Card: TypeAlias = dict[str, Any]
Indicator = Literal["info", "warning", "critical"]

MOST_SUMMARY = 139  # the specification: under 140
MOST_NAMES = 2  # of orders in a summary; more are counted
MOST_LEAD = 70  # half of it, for what is said of them
MOST_IN_FULL = 3  # causes with what to do about them, which is much the same for those that follow
MOST_LINKS = 6  # what fits under a card
REASONS = "urn:medcheck:override-reasons"  # the system of their codes, which are ours


class Frame(NamedTuple):
    """What a card says beside its review: which call it answers, where our pages are, and what was not looked at."""

    service: HookServiceRow
    instance: str
    base: str
    not_looked_at: Sequence[str]


def cards(effect: Effect, side_effect: SideEffect, tables: HookTables, frame: Frame) -> list[Card]:
    """One card, or none."""
    sorted_ = groups(effect.record)
    said = list(_said(effect, sorted_, side_effect, tables.words))
    if not said:
        return []
    links = list(_links(sorted_, tables.words, frame.base))
    base = {"url": f"{frame.base}/"} if frame.base else {}
    return [
        {
            "uuid": str(uuid5(NAMESPACE_OID, f"{frame.service.id} {frame.instance}")),
            "summary": _summary(_lead(effect, frame.service, side_effect), said, tables.words),
            "detail": _detail(effect, side_effect, tables.words, frame.not_looked_at),
            "indicator": _indicator(effect.record, sorted_, is_order=bool(frame.service.orders)),
            "source": {"label": tables.words.label, **base},
            **({"links": links} if links else {}),
            "overrideReasons": [
                {"code": reason.code, "system": REASONS, "display": reason.display} for reason in tables.reasons
            ],
        }
    ]


def _detail(effect: Effect, side_effect: SideEffect, words: Words, not_looked_at: Sequence[str]) -> str:
    """The screen of a report without its quiet parts, then what was not looked at, as Markdown."""
    shown = brief(effect.record, side_effect)
    shown = shown._replace(
        parts=tuple(
            it._replace(remarks=tuple(_as_short(it.remarks)) if it.title == CAUSES else it.remarks)
            for it in shown.parts
            if it.tone != "quiet" or it.title == TOGETHER
        )
    )
    unknown = [f"{', '.join(effect.unknown_beside)}: {words.not_known}."] if effect.unknown_beside else []
    ending = map(escape, (*unknown, *not_looked_at, side_effect.disclaimer_in_brief))
    return encodable("\n\n".join(("\n".join(bullets(shown)), *ending)))


def _as_short(causes: Sequence[Remark]) -> Iterator[Remark]:
    """The causes, of which after the first few only the names and grades are left."""
    yield from causes[:MOST_IN_FULL]
    yield from (it._replace(do=()) for it in causes[MOST_IN_FULL:])


def _indicator(record: ReviewRecord, sorted_: Groups, *, is_order: bool) -> Indicator:
    """How loud it is: a symptom never more than ``info``; what is taken already less than what is being ordered.

    ``critical`` is for what is due today, and in an order for a safety warning or a high-severity combination, but for
    a medicine of a class that once gave the symptom.
    """
    if sorted_.urgent or any(it.urgency in URGENT for it in sorted_.severe):
        return "critical"
    if sorted_.severe or sorted_.warnings:
        return "critical" if is_order else "warning"
    is_due = any(it.urgency != "routine" for it in record.combinations) or sorted_.less_urgent
    return "warning" if is_order and is_due else "info"


def _said(effect: Effect, sorted_: Groups, side_effect: SideEffect, words: Words) -> Iterator[tuple[str, ...]]:
    """What is worth a card, the heaviest first, each from its fullest words to its shortest.

    Of a single order's own medicine its name is not said again.
    """

    def of(name: str, said: str) -> str:
        return said if effect.ordered == (name,) else f"{name}: {said}"

    record = effect.record
    yield from (remarks.of_alert(record, it, "").about for it in sorted_.urgent)
    severe = not_said_by_values(record, sorted_.urgent, one_for_each_group(sorted_.severe))
    yield from (_together(record, it) for it in severe)
    yield from ((of(it.ingredient, words.warning),) for it in sorted_.warnings)
    yield from (remarks.of_reaction(record, it).about for it in sorted_.reactions)
    yield from (remarks.of_alert(record, it, "").about for it in sorted_.less_urgent)
    for finding in sorted_.causes:
        what = side_effect.through_electrolytes if finding.role == "electrolyte" else side_effect.may_cause
        said = of(finding.ingredient, what)
        yield f"{said} ({grade(finding, ' evidence')})", said
    yield from (_together(record, it) for it in not_said_by(severe, sorted_.moderate))
    for text in (*(it.text for it in record.unrecognised), *(it.text for it in sorted_.doubtful)):
        yield (of(printable(text), words.not_known),)


def _together(record: ReviewRecord, combination: Combination) -> tuple[str, ...]:
    return tuple(f"{about} ({combination.risk})" for about in remarks.of_combination(record, combination, ()).about)


def _lead(effect: Effect, service: HookServiceRow, side_effect: SideEffect) -> str:
    """What a summary begins with: the review, or the orders by name, or by number where there is no room for names."""
    lead, count = service.lead.format(**side_effect._asdict()), len(effect.ordered)
    named = " ".join(filter(None, (lead, " and ".join(effect.ordered))))
    return named if count <= MOST_NAMES and len(named) <= MOST_LEAD else f"{lead} {counted(count, 'medicine')}"


def _summary(lead: str, said: Sequence[Sequence[str]], words: Words) -> str:
    """The heaviest thing in as full words as there is room for, and how many more there are."""
    more = f"; {len(said) - 1} {words.more}" if len(said) > 1 else ""
    written = [f"{lead}: {first}{more}" for first in said[0]]
    fitting = next((one for one in written if len(one) <= MOST_SUMMARY), None)
    if fitting is not None:
        return encodable(fitting)
    room = MOST_SUMMARY - len(more) - len(_CUT)
    return encodable(f"{lead}: {said[0][-1]}"[:room] + _CUT + more)


_CUT = " ..."


def _links(sorted_: Groups, words: Words, base: str) -> Iterator[Card]:
    """Our pages of what is spoken of, where it is known under what address they are; then the sources."""
    findings = (*sorted_.warnings, *sorted_.causes)
    alerts = (*sorted_.urgent, *sorted_.less_urgent)
    combinations = (*sorted_.severe, *sorted_.reactions, *sorted_.moderate)
    names: list[str] = [it.ingredient for it in findings]
    for together in (*(it.ingredients for it in alerts), *(it.ingredients for it in combinations)):
        names += together
    said: list[Alert | Combination | Finding] = [*sorted_.urgent, *sorted_.severe, *sorted_.warnings]
    said += [*sorted_.reactions, *sorted_.less_urgent, *sorted_.causes, *sorted_.moderate]
    cited = (it.sources for it in said)
    sources = filter(None, chain.from_iterable(zip_longest(*cited)))  # the first of each, then the second of each
    ours = [_link(f"{words.about} {name}", f"{base}/drugs/{quote(name, safe='')}") for name in dict.fromkeys(names)]
    titles: dict[str, str] = {}
    for source in sources:
        titles.setdefault(address(source), source.title)
    theirs = [_link(title, place) for place, title in titles.items() if place]
    return islice(chain(islice(ours if base else (), MOST_LINKS // 2), theirs), MOST_LINKS)


def _link(label: str, url: str) -> Card:
    return {"label": label, "url": url, "type": "absolute"}
