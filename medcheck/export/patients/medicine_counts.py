"""How many patients take each associated medicine and in how many rows it stands: the rows of ``medicines.csv``."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from medcheck.export.patients.medicine_sets import MedicineSets
from medcheck.export.patients.rules import PatientReview
from medcheck.records import Evidence, Level, Role


class LineRows(NamedTuple):
    """How many rows and prescriptions a distinct line has, and whether all of it was recognised."""

    rows: int
    items: int
    recognised: bool


class MedicineCount(NamedTuple):
    """A row of ``medicines.csv``: patients who take it now, and its rows, whether current or not.

    ``rows`` and ``items`` are those of the answer "associated"; beside it something else was not recognised in
    ``unrecognised_rows``, which count for patients all the same.
    """

    ingredient: str
    drug_class: str
    role: Role
    level: Level
    evidence: Evidence
    electrolyte_evidence: Evidence | Literal[""]
    patients: int
    rows: int
    items: int
    unrecognised_rows: int


def medicine_counts(
    sets: MedicineSets, lines: Iterable[LineRows], reviews: Mapping[PatientReview, int]
) -> list[MedicineCount]:
    """The medicines, those that most patients take first; ``lines`` are in their order."""
    patients: Counter[int] = Counter()
    for review, people in reviews.items():
        for finding in review.findings:
            patients[finding] += people
    rows: Counter[int] = Counter()
    items: Counter[int] = Counter()
    unread: Counter[int] = Counter()
    for number, line in enumerate(lines):
        for finding in sets.findings_of(number):
            if line.recognised:
                rows[finding] += line.rows
                items[finding] += line.items
            else:
                unread[finding] += line.rows
    order = sorted({*rows, *unread}, key=lambda it: (-patients[it], -items[it], -rows[it], -unread[it], it))
    return [
        MedicineCount(
            *(f.ingredient, f.drug_class, f.role, f.level, f.evidence, f.electrolyte_evidence or ""),
            *(patients[n], rows[n], items[n], unread[n]),
        )
        for n, f in ((number, sets.findings[number]) for number in order)
    ]
