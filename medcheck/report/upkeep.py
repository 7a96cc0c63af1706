"""What the tables hold, whether they are sound, and what is due for another look."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import (
    ClaimRow,
    ClassRow,
    CombinationRow,
    DrugRow,
    GroupRow,
    QuestionRow,
    SourceRow,
)
from medcheck.knowledge.database import Database
from medcheck.knowledge.integrity import problems
from medcheck.knowledge.reference_rows import PublishedListRow, WordRow
from medcheck.rules.findings import Association, graded

# The tables whose rows somebody has checked, and looks at again.
_DATED: dict[str, type[Any]] = {
    "claims": ClaimRow,
    "classes": ClassRow,
    "combinations": CombinationRow,
    "drugs": DrugRow,
    "groups": GroupRow,
    "published_lists": PublishedListRow,
    "questions": QuestionRow,
    "sources": SourceRow,
}


def grades(clinical: Clinical) -> Counter[str]:
    """How many curated ingredients have each grade."""
    drugs = clinical.rows(DrugRow)
    claims = clinical.claims(row.subject for row in clinical.rows(ClaimRow))
    counts: Counter[str] = Counter()
    for drug in drugs:
        entry = Association(drug.ingredient, drug, clinical.classes.get(drug.drug_class), ())
        counts[graded(entry, claims).evidence] += 1
    return counts


class Reach(NamedTuple):
    """How much was looked up, and how well it can be looked up again."""

    claims: int
    strong_claims: int
    subjects: int
    weak_subjects: int
    associated: int
    with_own_claim: int
    looked_for_in_vain: int


def reach(clinical: Clinical) -> Reach:
    """Counts over all claims; a weak subject has a strong source neither for its own claims nor its class's.

    ``SourceRow.is_strong`` says which sources are.
    """
    strong = {source.id for source in clinical.rows(SourceRow) if source.is_strong}
    claims = clinical.rows(ClaimRow)
    subjects = {claim.subject for claim in claims}
    supported = {claim.subject for claim in claims if claim.direction == "supports"}
    held_up = {claim.subject for claim in claims if claim.source in strong}
    held_up |= {row.ingredient for row in clinical.rows(DrugRow) if f"class:{row.drug_class}" in held_up}
    associated = [
        drug.ingredient
        for drug in clinical.rows(DrugRow)
        if drug.ingredient in supported or f"class:{drug.drug_class}" in supported
    ]
    return Reach(
        len(claims),
        sum(claim.source in strong for claim in claims),
        len(subjects),
        len(subjects - held_up),
        len(associated),
        len(subjects.intersection(associated)),
        sum(claim.about == "side_effect" and claim.direction != "supports" for claim in claims),
    )


def _shares(reached: Reach) -> list[str]:
    def share(part: int, whole: int) -> str:
        return f"{part:>7}  {100 * part / whole:.1f} % of {whole}" if whole else f"{part:>7}"

    return [
        f"{'claims on a paper, numbered label or regulator':<48}{share(reached.strong_claims, reached.claims)}",
        f"{'subjects that rest on weak sources alone':<48}{share(reached.weak_subjects, reached.subjects)}",
        f"{'associated ingredients with a claim of their own':<48}{share(reached.with_own_claim, reached.associated)}",
        f"{'looked for and not supported':<48}{reached.looked_for_in_vain:>7}",
    ]


def sizes(clinical: Clinical, database: Database) -> dict[str, int]:
    """How many rows the tables have that a review goes by."""
    counts = {table: len(clinical.rows(kind)) for table, kind in _DATED.items()}
    return counts | {"name": len(database.all_names()), "words": len(database.rows(WordRow))}


def upkeep(today: date | None = None, folder: Path | None = None) -> str:
    """Counts by grade and by kind of source, what is overdue on a day, and every problem of integrity."""
    day = (today or date.today()).isoformat()
    database = Database(folder)
    clinical = Clinical(database)
    counts = grades(clinical)
    lines = [f"{table:<16}{size:>7} rows" for table, size in sizes(clinical, database).items()]
    lines.append("\nIngredients by grade of evidence")
    lines += [f"{name:<14}{counts[name]:>7}" for name in ("strong", "moderate", "limited")]
    roles = Counter(row.role for row in clinical.rows(DrugRow))
    lines.append("\nIngredients by own role (empty: as the class)")
    lines += [f"{name or 'as the class':<14}{number:>7}" for name, number in sorted(roles.items())]
    lines.append("\nSources by kind")
    kinds = Counter(row.kind for row in clinical.rows(SourceRow))
    lines += [f"{name.replace('_', ' '):<14}{number:>7}" for name, number in kinds.most_common()]
    lines.append("\nHow well claims can be looked up")
    lines += _shares(reach(clinical))
    lines.append("\nDue for another look")
    overdue = {table: sum(row.due < day for row in clinical.rows(kind)) for table, kind in _DATED.items()}
    late = [f"Warning: {number} rows of {table}.csv are overdue" for table, number in overdue.items() if number]
    lines += late or [f"nothing is overdue on {day}"]
    lines.append("\nIntegrity")
    lines += [f"Warning: {problem}" for problem in problems(clinical.rows)] or ["no problem found"]
    return "\n".join(lines) + "\n"


def coverage(folder: Path | None = None) -> str:
    """How much of each published list of medicines our tables cover, and what was left out and why."""
    by_list: dict[str, list[PublishedListRow]] = defaultdict(list)
    for row in Database(folder).rows(PublishedListRow):
        by_list[f"{row.list}  {row.list_title}"].append(row)
    lines = []
    for title, rows in sorted(by_list.items()):
        covered = [row for row in rows if row.covered_by]
        lines.append(f"{title}: {len(covered)} of {len(rows)} covered")
        lines += [f"    left out: {row.item}: {row.left_out_because}" for row in rows if not row.covered_by]
    return "\n".join(lines) + "\n"
