"""How many patients take each associated medicine and in how many rows it stands: the rows of ``medicines.csv``."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from medcheck.export.patients.medicine_sets import MedicineSets
from medcheck.export.patients.rules import PatientReview
from medcheck.records import Evidence, Level, Role


class MedicineCount(NamedTuple):
    """A row of ``medicines.csv``: patients who take it now, and all its rows, whether active or not."""

    ingredient: str
    drug_class: str
    role: Role
    level: Level
    evidence: Evidence
    electrolyte_evidence: Evidence | Literal[""]
    patients: int
    rows: int
    items: int


def medicine_counts(
    sets: MedicineSets, rows_and_items: Iterable[tuple[int, int]], reviews: Mapping[PatientReview, int]
) -> list[MedicineCount]:
    """The medicines, those that most patients take first; ``rows_and_items`` are those of each line in its order."""
    patients: Counter[int] = Counter()
    for review, people in reviews.items():
        for finding in review.findings:
            patients[finding] += people
    rows: Counter[int] = Counter()
    items: Counter[int] = Counter()
    for line, (row_count, item_count) in enumerate(rows_and_items):
        for finding in sets.findings_of(line):
            rows[finding] += row_count
            items[finding] += item_count
    order = sorted(rows, key=lambda finding: (-patients[finding], -items[finding], -rows[finding], finding))
    return [
        MedicineCount(
            *(f.ingredient, f.drug_class, f.role, f.level, f.evidence, f.electrolyte_evidence or ""),
            *(patients[n], rows[n], items[n]),
        )
        for n, f in ((number, sets.findings[number]) for number in order)
    ]
