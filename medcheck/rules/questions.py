"""Other causes and red flags to ask about: the one to begin with, those that the list itself raises, the others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.records import Question, Urgency
from medcheck.rules.combination_matching import Taken

_URGENCIES = get_args(Urgency)
ALWAYS = "always"
FIRST = "first"


def questions(medicines: Sequence[Taken], clinical: Clinical) -> tuple[Question, ...]:
    """The questions worth asking about this list: that to begin with, raised by its medicines, others; by urgency."""
    named_by_tag: dict[str, set[str]] = {}
    for medicine in medicines:
        name = medicine.ingredient or clinical.classes[medicine.class_id].name
        for tag in medicine.tags:
            named_by_tag.setdefault(tag.removeprefix("ingredient:"), set()).add(name)
    ranked = []
    for row, question in clinical.questions:
        raised: set[str] = set()
        if not named_by_tag.keys().isdisjoint(row.raised_by):
            raised = raised.union(*(named_by_tag[tag] for tag in row.raised_by if tag in named_by_tag))
        first = FIRST in row.raised_by
        if raised or first or ALWAYS in row.raised_by:
            asked = replace(question, raised_by=tuple(sorted(raised))) if raised else question
            ranked.append(((not first, not raised, _URGENCIES.index(row.urgency), row.id), asked))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(question for _, question in ranked)
