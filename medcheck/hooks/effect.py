"""What the orders of a call add to what is taken: the review with them, without all that is there without them.

All medicines are read once. The two reviews differ only in which of them count.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from medcheck import pipeline
from medcheck.checker import Checker
from medcheck.entries import BETWEEN, assemble_entries, joined, read_results
from medcheck.fhir.laboratory import laboratory_values
from medcheck.fhir.medicines import entries
from medcheck.fhir.names import Namer
from medcheck.fhir.values import Resource
from medcheck.hooks.given import Given, name, replaced_by
from medcheck.printable import printable
from medcheck.records import TAKEN, MedicineEntry, Mention, ReviewRecord, Unrecognised, replace


class Effect(NamedTuple):
    """The review that a card is made of, and the names of the medicines of the orders that it is about.

    ``unknown_beside`` are the names of the record that are not recognised, where the review is of orders.
    """

    record: ReviewRecord
    ordered: tuple[str, ...] = ()
    unknown_beside: tuple[str, ...] = ()


class _Asked(NamedTuple):
    """The numbers of the mentions that a call is about, and the places of what is not recognised in its orders."""

    mentions: frozenset[int]
    unknown: frozenset[tuple[int, int]]


class _Read(NamedTuple):
    """An entry of the review with where it comes from."""

    entry: MedicineEntry
    resource: Resource


def effect(given: Given, checker: Checker, namer: Namer, day: date | None, *, taken_already: bool) -> Effect:
    """The whole review where nothing is ordered, else what the selected orders add; the others count with the record.

    ``taken_already``: what is ordered is taken before the order, which then adds all that its medicine contributes.
    """
    read = _entries(given, namer, day)
    texts = [one.entry for one in read]
    assembled = assemble_entries(texts, checker.lexicon, checker.database)
    values = laboratory_values(given.collection, namer.tables)
    results = read_results(values, len(joined(texts, ())), checker.lexicon)
    ends = list(accumulate(len(one.text) + len(BETWEEN) for one in texts))

    def source(one: Mention | Unrecognised) -> Resource:
        return read[bisect_right(ends, one.start)].resource

    def review(not_counted: Container[int]) -> ReviewRecord:
        mentions = tuple(
            _not_counted(mention) if number in not_counted else mention
            for number, mention in enumerate(assembled.mentions)
        )
        counted = assembled._replace(mentions=mentions)
        asks = bool(read or values)
        return pipeline.record_of(counted, "list", checker.clinical, checker.database.version, results, asks=asks)

    sources = [source(mention) for mention in assembled.mentions]
    after = review(_replaced(sources, given.orders, given))
    if not given.selected:
        return Effect(after)
    asked = _Asked(
        frozenset(number for number, one in enumerate(sources) if _is_among(one, given.selected)),
        frozenset((one.start, one.end) for one in assembled.unrecognised if _is_among(source(one), given.selected)),
    )
    others = [one for one in given.orders if not _is_among(one, given.selected)]
    without = asked.mentions | _replaced(sources, others, given)
    if taken_already:
        same = {assembled.mentions[number].ingredients for number in asked.mentions} - {()}
        without |= {number for number, one in enumerate(assembled.mentions) if one.ingredients in same}
    added = _added(after, review(without), asked)
    ordered = (
        " / ".join(one.ingredients) or one.match.name
        for number, one in enumerate(after.mentions)
        if number in asked.mentions
    )
    beside = (printable(one.text) for one in after.unrecognised if one not in added.unrecognised)
    unknown = (printable(one.text) for one in added.unrecognised)
    return Effect(added, tuple(dict.fromkeys((*ordered, *unknown))), tuple(dict.fromkeys(beside)))


def _replaced(sources: Sequence[Resource], orders: Sequence[Resource], given: Given) -> frozenset[int]:
    """The numbers of the mentions whose place these orders take."""
    names = replaced_by(orders)
    return frozenset(
        number for number, one in enumerate(sources) if name(one) in names and not _is_among(one, given.orders)
    )


def _entries(given: Given, namer: Namer, day: date | None) -> list[_Read]:
    """The medicines and allergies of the record, and the orders as they will be once they are in force."""
    return [
        _Read(_in_force(one.entry) if _is_among(one.resource, given.orders) else one.entry, one.resource)
        for one in entries(given.collection, namer, day)
        if one.entry
    ]


def _is_among(resource: Resource, orders: Iterable[Resource]) -> bool:
    return any(resource is order for order in orders)


def _in_force(entry: MedicineEntry) -> MedicineEntry:
    planned = entry.status == "not_taken" and entry.status_reason == "planned"
    return replace(entry, status="current", status_reason=None) if planned else entry


def _not_counted(mention: Mention) -> Mention:
    if mention.status not in TAKEN:
        return mention
    return replace(mention, status="not_taken", status_reason="planned", status_because=None)


def _added(after: ReviewRecord, before: ReviewRecord, asked: _Asked) -> ReviewRecord:
    """What the review says and did not say before; of its medicines only those asked about count among the mentions."""
    findings = {(one.ingredient, one.level, one.evidence, one.electrolyte_evidence) for one in before.findings}
    combinations = {(one.id, one.ingredients) for one in before.combinations}
    alerts = {(one.id, one.results, one.ingredients) for one in before.alerts}
    raised = {(one.id, one.raised_by) for one in before.questions}
    return replace(
        after,
        mentions=tuple(
            mention if number in asked.mentions else _not_counted(mention)
            for number, mention in enumerate(after.mentions)
        ),
        findings=tuple(
            one
            for one in after.findings
            if (one.ingredient, one.level, one.evidence, one.electrolyte_evidence) not in findings
        ),
        combinations=tuple(one for one in after.combinations if (one.id, one.ingredients) not in combinations),
        alerts=tuple(one for one in after.alerts if (one.id, one.results, one.ingredients) not in alerts),
        questions=tuple(one for one in after.questions if (one.id, one.raised_by) not in raised),
        unrecognised=tuple(one for one in after.unrecognised if (one.start, one.end) in asked.unknown),
        may_still_explain=(),
    )
