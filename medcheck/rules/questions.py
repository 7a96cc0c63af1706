"""Other causes and red flags to ask about: the one to begin with, those that the list itself raises, the others."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple, get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import QuestionRow
from medcheck.records import Question, Urgency, replace
from medcheck.rules.combination_matching import Taken

_URGENCIES = get_args(Urgency)
ALWAYS = "always"
FIRST = "first"


class _Asked(NamedTuple):
    """A question with the tags of medicines that raise it."""

    question: Question
    tags: frozenset[str]
    is_first: bool
    is_for_all: bool


def questions(medicines: Sequence[Taken], clinical: Clinical) -> tuple[Question, ...]:
    """The questions worth asking about this list: that to begin with, raised by its medicines, others; by urgency."""
    table: list[_Asked] = clinical.once(Question, partial(_read, clinical))
    tags = frozenset[str]().union(*(medicine.tags for medicine in medicines))
    first_raised: list[Question] = []
    first: list[Question] = []
    raised: list[Question] = []
    others: list[Question] = []
    for one in table:
        if not tags.isdisjoint(one.tags):
            asked = replace(one.question, raised_by=_raised_by(one.tags, medicines, clinical))
            (first_raised if one.is_first else raised).append(asked)
        elif one.is_for_all:
            (first if one.is_first else others).append(one.question)
    return (*first_raised, *first, *raised, *others)


def _raised_by(tags: frozenset[str], medicines: Sequence[Taken], clinical: Clinical) -> tuple[str, ...]:
    """The names of the medicines with one of some tags."""
    raising = (medicine for medicine in medicines if not tags.isdisjoint(medicine.tags))
    return tuple(sorted({medicine.ingredient or clinical.classes[medicine.class_id].name for medicine in raising}))


def _read(clinical: Clinical) -> list[_Asked]:
    """All questions, the more urgent first."""
    return [
        _Asked(
            question,
            frozenset(tag if ":" in tag else f"ingredient:{tag}" for tag in row.raised_by),
            FIRST in row.raised_by,
            FIRST in row.raised_by or ALWAYS in row.raised_by,
        )
        for row, question in sorted(clinical.questions, key=_by_urgency)
    ]


def _by_urgency(one: tuple[QuestionRow, Question]) -> tuple[int, str]:
    row, _ = one
    return _URGENCIES.index(row.urgency), row.id
