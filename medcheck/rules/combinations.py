"""Medicines on one list that act together."""

from collections.abc import Sequence
from functools import partial
from typing import get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import CombinationRow
from medcheck.records import Combination, Mention, Severity
from medcheck.rules.combination_matching import Taken, met_by, tags_of_terms
from medcheck.rules.reactions import REACTION, asks_for_reaction, met_by_reaction

_SEVERITIES = get_args(Severity)


def combinations(
    mentions: Sequence[Mention], medicines: Sequence[Taken], clinical: Clinical
) -> tuple[Combination, ...]:
    """The combinations of a list, the more severe first, in the order of the table."""
    if not medicines:
        return ()
    found = []
    tags = frozenset({REACTION}).union(*(medicine.tags for medicine in medicines))
    rows: list[_Tagged] = clinical.once(CombinationRow, partial(_with_tags, clinical))
    for row, first, others in rows:
        if tags.isdisjoint(first) or any(map(tags.isdisjoint, others)):
            continue
        reacted: set[str] = set()
        if asks_for_reaction(row.terms):
            names, reacted = met_by_reaction(row.terms, medicines, mentions, clinical)
        else:
            together = met_by(row.terms, medicines, clinical.unit_masses)
            names = {medicine.ingredient or clinical.classes[medicine.class_id].name for medicine in together}
        if names:
            found.append(
                Combination(
                    id=row.id,
                    title=row.title,
                    ingredients=tuple(sorted(names)),
                    reacted=tuple(sorted(reacted)),
                    severity=row.severity,
                    urgency=row.urgency,
                    risk=row.risk,
                    note=row.note,
                    action=row.action,
                    sources=clinical.sources(row.sources),
                )
            )
    return tuple(sorted(found, key=lambda combination: _SEVERITIES.index(combination.severity)))


# A combination with the tags of its first term and of each of its others.
_Tagged = tuple[CombinationRow, frozenset[str], tuple[frozenset[str], ...]]


def _with_tags(clinical: Clinical) -> list[_Tagged]:
    tagged = ((row, tags_of_terms(row.terms)) for row in clinical.rows(CombinationRow))
    return [(row, tags[0], tags[1:]) for row, tags in tagged]
