"""Other causes and red flags to ask about: the one to begin with, those that the list itself raises, the others."""

from collections.abc import Sequence
from typing import get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import QuestionRow
from medcheck.records import Mention, Question, Urgency
from medcheck.rules.combination_matching import taken
from medcheck.rules.findings import Association

_URGENCIES = get_args(Urgency)
ALWAYS = "always"
FIRST = "first"


def questions(mentions: Sequence[Mention], entries: Sequence[Association], clinical: Clinical) -> tuple[Question, ...]:
    """The questions worth asking about this list: that to begin with, raised by its medicines, others; by urgency."""
    groups = clinical.groups(ingredient for mention in mentions for ingredient in mention.ingredients)
    tags = {tag for medicine in taken(mentions, entries, groups) for tag in medicine.tags}
    tags |= {tag.removeprefix("ingredient:") for tag in tags}
    ranked = []
    for row in clinical.rows(QuestionRow):
        raised_by = set(row.raised_by)
        raised = bool(raised_by & tags)
        if raised or raised_by & {ALWAYS, FIRST}:
            ranked.append(((FIRST not in raised_by, not raised, _URGENCIES.index(row.urgency), row.id), row))
    ranked.sort(key=lambda pair: pair[0])
    clinical.sources(source for _, row in ranked for source in row.sources)
    return tuple(
        Question(
            id=row.id,
            topic=row.topic,
            question=row.question,
            why=row.why,
            urgency=row.urgency,
            tests=row.tests or None,
            refer=row.refer or None,
            sources=clinical.sources(row.sources),
        )
        for _, row in ranked
    )
