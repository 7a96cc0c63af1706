"""What laboratory values ask for, by themselves or beside medicines taken."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.result_grammar import Condition
from medcheck.knowledge.result_rows import ResultRuleRow
from medcheck.records import Alert, Mention, Urgency
from medcheck.results.read import FoundResult
from medcheck.rules.combination_matching import Taken, met_by

_URGENCIES = get_args(Urgency)
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def alerts(
    results: Sequence[FoundResult], mentions: Sequence[Mention], medicines: Sequence[Taken], clinical: Clinical
) -> tuple[Alert, ...]:
    """The alerts of a text, most urgent first.

    What would say no more than one before it, of the same values and medicines, is left out. Of an analyte that was
    measured on several days, the last day counts.
    """
    if not results:
        return ()
    latest = sorted(_latest(results))
    found: list[Alert] = []
    for row in sorted(clinical.rows(ResultRuleRow), key=lambda row: (_URGENCIES.index(row.urgency), row.rank, row.id)):
        hits = tuple(number for number in latest if meets(row.condition, results[number]))
        together = met_by(row.terms, medicines, clinical.unit_masses)
        if not hits or bool(row.terms) != bool(together):
            continue
        alert = _alert(row, hits, together, mentions, clinical)
        if not any(_says_as_much(earlier, alert) for earlier in found):
            found.append(alert)
    return tuple(found)


def meets(condition: Condition, found: FoundResult) -> bool:
    """Whether a value is as a rule asks, whichever of its possible units it is in."""
    result = found.result
    if result.name not in condition.analytes:
        return False
    if condition.flag:
        return result.flag == condition.flag
    if result.beyond and result.beyond not in condition.sign:
        return False
    holds = _SIGNS[condition.sign]
    if condition.times:
        return found.times_upper is not None and holds(found.times_upper, condition.limit)
    return bool(found.values) and all(holds(value, condition.limit) for value in found.values)


def _latest(results: Sequence[FoundResult]) -> Iterator[int]:
    """The numbers of the values that count: the last of a row, and those of the last day where all bear a date."""
    dates: dict[str, set[str | None]] = defaultdict(set)
    for found in results:
        dates[found.result.name].add(found.result.date)
    last = {name: None if None in days else max(filter(None, days)) for name, days in dates.items()}
    for number, found in enumerate(results):
        if not found.superseded and last[found.result.name] in (None, found.result.date):
            yield number


def _says_as_much(earlier: Alert, alert: Alert) -> bool:
    return set(alert.results) <= set(earlier.results) and set(alert.ingredients) <= set(earlier.ingredients)


def _alert(
    row: ResultRuleRow,
    hits: tuple[int, ...],
    together: Sequence[Taken],
    mentions: Sequence[Mention],
    clinical: Clinical,
) -> Alert:
    parts = {id(medicine.mention) for medicine in together}
    return Alert(
        id=row.id,
        title=row.title,
        results=hits,
        ingredients=tuple(
            sorted({medicine.ingredient or clinical.classes[medicine.class_id].name for medicine in together})
        ),
        mentions=tuple(number for number, mention in enumerate(mentions) if id(mention) in parts),
        urgency=row.urgency,
        note=row.note,
        action=row.action,
        sources=clinical.sources(row.sources),
    )
