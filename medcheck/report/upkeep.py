"""What the tables hold, whether they are sound, and what is due for another look."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import Database
from medcheck.knowledge.integrity import problems
from medcheck.rules.evidence import grade
from medcheck.rules.findings import ABOUT, Associated, claims_of

_DATED = ("claims", "classes", "combinations", "drugs", "groups", "published_lists", "questions", "sources")


def grades(clinical: Clinical) -> Counter[str]:
    """How many curated ingredients have each grade."""
    drugs = clinical.drugs(row["ingredient"] for row in clinical.table("drugs"))
    claims = clinical.claims(row["subject"] for row in clinical.table("claims"))
    counts: Counter[str] = Counter()
    for drug in drugs.values():
        entry = Associated(drug.ingredient, drug, clinical.classes.get(drug.drug_class), ())
        counts[grade(c for c in claims_of(entry, claims) if c.about in ABOUT[entry.role])] += 1
    return counts


def upkeep(today: date | None = None, folder: Path | None = None) -> str:
    """Counts by grade and by kind of source, what is overdue on a day, and every problem of integrity."""
    today = today or date.today()
    clinical = Clinical(Database(folder))
    counts = grades(clinical)
    lines = [f"{table:<16}{len(clinical.table(table)):>7} rows" for table in (*_DATED, "name", "words")]
    lines.append("\nIngredients by grade of evidence")
    lines += [f"{name:<14}{counts[name]:>7}" for name in ("strong", "moderate", "limited")]
    roles = Counter(row["role"] for row in clinical.table("drugs"))
    lines.append("\nIngredients by own role (empty: as the class)")
    lines += [f"{name or 'as the class':<14}{number:>7}" for name, number in sorted(roles.items())]
    lines.append("\nSources by kind")
    kinds = Counter(row["kind"] for row in clinical.table("sources"))
    lines += [f"{name.replace('_', ' '):<14}{number:>7}" for name, number in kinds.most_common()]
    lines.append("\nDue for another look")
    overdue = Counter({table: sum(row["due"] < today.isoformat() for row in clinical.table(table)) for table in _DATED})
    late = [f"Warning: {number} rows of {table}.csv are overdue" for table, number in sorted(overdue.items()) if number]
    lines += late or [f"nothing is overdue on {today.isoformat()}"]
    lines.append("\nIntegrity")
    lines += [f"Warning: {problem}" for problem in problems(clinical)] or ["no problem found"]
    return "\n".join(lines) + "\n"


def coverage(folder: Path | None = None) -> str:
    """How much of each published list of medicines our tables cover, and what was left out and why."""
    clinical = Clinical(Database(folder))
    by_list: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in clinical.table("published_lists"):
        by_list[f"{row['list']}  {row['list_title']}"].append(row)
    lines = []
    for title, rows in sorted(by_list.items()):
        covered = [row for row in rows if row["covered_by"]]
        lines.append(f"{title}: {len(covered)} of {len(rows)} covered")
        lines += [f"    left out: {row['item']}: {row['left_out_because']}" for row in rows if not row["covered_by"]]
    return "\n".join(lines) + "\n"
