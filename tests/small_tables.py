"""Small tables to build a database from: one valid row of each, and what a test says differs."""

import csv
from pathlib import Path

from medcheck.side_effect import SideEffect

# One valid row of every table; a test says only what differs.
CHECKED = {"checked": "2026-01-01", "due": "2027-01-01"}
TEMPLATES: dict[str, dict[str, str]] = {
    "sources": {
        "id": "study-2012",
        "kind": "study",
        "title": "A study",
        "publisher": "A journal",
        "year": "2012",
        "doi": "",
        "pmid": "12345",
        "url": "",
        **CHECKED,
    },
    "classes": {
        "id": "loop-diuretic",
        "name": "loop diuretic",
        "atc": "C03C",
        "role": "cause",
        "level": "flag",
        "routes": "oral",
        "mechanism": "Loss of salt.",
        "note": "Named in reviews.",
        "action": "Check potassium.",
        "sources": "study-2012",
        "promotes": "",
        "when_routes": "",
        "when_beside": "",
        **CHECKED,
    },
    "drugs": {
        "ingredient": "furosemide",
        "class": "loop-diuretic",
        "role": "",
        "level": "",
        "routes": "",
        "usual_route": "",
        "mechanism": "",
        "note": "",
        "action": "",
        "sources": "",
        **CHECKED,
    },
    "codes": {"ingredients": "furosemide", "system": "atc", "code": "C03CA01"},
    "claims": {
        "subject": "furosemide",
        "about": "side_effect",
        "finding": "Named in a review.",
        "figure": "",
        "estimate": "",
        "low": "",
        "high": "",
        "comparator": "",
        "people": "",
        "comparator_people": "",
        "measured": "",
        "indirect": "",
        "kind": "review",
        "direction": "supports",
        "source": "study-2012",
        **CHECKED,
    },
    "groups": {"group": "nsaid", "name": "NSAIDs", "ingredient": "ibuprofen", "source": "study-2012", **CHECKED},
    "combinations": {
        "id": "furosemide-digoxin",
        "title": "Furosemide with digoxin",
        "needs": "furosemide + digoxin",
        "risk": "digoxin toxicity",
        "note": "Low potassium adds to digoxin.",
        "action": "Check potassium.",
        "severity": "high",
        "urgency": "soon",
        "sources": "study-2012",
        **CHECKED,
    },
    "questions": {
        "id": "exercise",
        "topic": "exercise",
        "question": "Do you exercise hard?",
        "in_brief": "hard exercise",
        "why": "Exercise brings on cramps.",
        "urgency": "routine",
        "rule_out": "",
        "raised_by": "always",
        "tests": "",
        "refer": "",
        "sources": "study-2012",
        **CHECKED,
    },
    "published_lists": {
        "list": "L01",
        "list_title": "A list",
        "source": "study-2012",
        "item": "furosemide",
        "covered_by": "furosemide",
        "left_out_because": "",
        **CHECKED,
    },
    "names": {
        "name": "furosemide",
        "kind": "ingredient",
        "ingredients": "furosemide",
        "class": "",
        "route": "",
        "countries": "UK",
    },
    "vocabulary": {"name": "digoxin", "kind": "ingredient", "ingredients": "digoxin", "route": "", "commonness": "3"},
    "words": {"word": "patient", "kind": "ordinary", "frequency": "5"},
    "side_effect": {"key": "", "words": ""},
}
# All phrases of a side effect that does not exist: what it says is ours can only have come from a table.
SNEEZING = SideEffect(
    review="Sneeze review",
    associated="associated with sneezing",
    itself="sneezing itself",
    classes="Classes associated with fits of sneezing",
    may_cause="may set off sneezing",
    may_still_explain="may still explain sneezing",
    through_electrolytes="dries the nose",
    taken_for="taken for sneezing",
    purpose="for sneezing",
    a_treatment="a sneeze treatment",
    cause="cause sneezing",
    claims_side_effect="Sneezes",
    claims_electrolyte="Dryness",
    claims_efficacy="Benefit for sneezing",
    claims_harm="Damage",
    claims_use="Customs",
    disclaimer="Made up: what is not listed here can still cause sneezing.",
    disclaimer_in_brief="Made up: not listed does not mean no sneezes.",
    marker="cetirizine",
)
Rows = list[dict[str, str]]


def write_small_tables(folder: Path, **rows: Rows) -> Path:
    """A complete set of tables of one row each; ``rows`` says, by table, in what its rows differ from the template."""
    folder.mkdir(parents=True, exist_ok=True)
    rows.setdefault("side_effect", [{"key": key, "words": words} for key, words in SNEEZING._asdict().items()])
    for table, template in TEMPLATES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, template, lineterminator="\n")
            writer.writeheader()
            writer.writerows({**template, **row} for row in rows.get(table, [{}]))
    return folder
