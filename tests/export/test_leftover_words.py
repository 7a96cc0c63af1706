"""Words of form, pack, device, age and maker beside a name, as exporters write them, leave the line recognised."""

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from export_building import Review, read_csv

from medcheck import Checker
from medcheck.export.lines.answers import Resolver
from medcheck.export.lines.distinct_line import DistinctLine

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary.csv"
# Each leaves the name's own answer as it is.
LEFTOVERS = (
    "{} Cart 3ml",
    "{} PfPen 20mg",
    "{}_PfSyr 20mg",
    "{} pre-filled pen 40mg",
    "{} 20 mg auto-injector",
    "{}_Tab Solb 5mg",
    "{}_Tab Disper 5mg",
    "{} Paed Susp 125mg/5ml",
    "{} breath-actuated inhaler 100mcg",
    "{} orodispersible tablets 10mg",
    "{} lyophilisate 10mg",
    "{} sugar free oral solution 5mg/5ml",
    "{} preservative free eye drops 0.5%",
    "{} vial 10mg",
    "{} bag 100ml",
    "{} sliding scale",
    "NDA020503 200 ACTUAT {} 0.09 MG/ACTUAT Metered Dose Inhaler",
    "{} 10mLVial",
    "{} 5mgTablet",
    "{} 20 mgTablet",
    "{}_Eye Dps 0.5%",
    "{}_Ear Dps 0.5%",
    "{}_Ear/Eye Dps",
    "{}_Nsl Spy 50mcg",
    "{}_Mthwsh 1%",
    "{} 5mg tablets (Almus Pharmaceuticals Ltd) 28 tablet",
    "{} SDV 5mg/ml",
    "{} 5 MG Disintegrating Oral Tablet",
    "{} 100 units/ml cartridge",
    "{} soluble tablets 5mg",
    "{} dispersible tablets 5mg",
    "{} 125mg/5ml paediatric suspension",
    "{} 5mg Vial",
    "{} 100 mL Bag",
)


@pytest.fixture(scope="module")
def resolver(checker: Checker) -> Resolver:
    return Resolver(checker)


def test_a_leftover_word_undoes_no_name(tmp_path: Path, review: Review) -> None:
    """An export of 2,000 ingredients, each alone and with such words beside it."""
    with VOCABULARY.open(encoding="utf-8", newline="") as rows:
        names = sorted({row["ingredients"] for row in csv.DictReader(rows) if ";" not in row["ingredients"]} - {""})
    sample = random.Random(20261129).sample(names, 2000)
    beside = [LEFTOVERS[place % len(LEFTOVERS)].format(name) for place, name in enumerate(sample)]
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("patient", "drug"), *(("p", text) for text in (*sample, *beside))])
    _, folder = review(export, engine="duckdb")
    answered = read_csv(folder / "rows.csv")
    undone = Counter[str]()
    asked = 0
    for place, (alone, together) in enumerate(zip(answered[:2000], answered[2000:], strict=True)):
        if alone["medcheck_answer"] != "unrecognised":
            asked += 1
            kept = alone["medcheck_ingredients"] in together["medcheck_ingredients"]
            undone[LEFTOVERS[place % len(LEFTOVERS)]] += together["medcheck_answer"] == "unrecognised" or not kept
    assert asked > 1900
    assert +undone == {}


@pytest.mark.parametrize(
    ("line", "ingredients", "findings"),
    [
        ("Dexamethasone_Eye Dps 0.1%", "dexamethasone", ""),
        ("Prednisolone_Ear/Eye Dps 0.5%", "prednisolone", ""),
        ("Prednisolone_Ear Dps 0.5%", "prednisolone", ""),
        ("Betamethasone_Nsl Spy", "betamethasone", ""),
        ("Insulin sliding scale", "insulin", ""),
        ("Isosorb Mononit_Tab 20mg", "isosorbide mononitrate", ""),
        ("Calc Carb_Tab Chble 1.25g", "calcium carbonate", ""),
    ],
)
def test_a_word_after_an_underscore_settles_route_or_name(
    resolver: Resolver, line: str, ingredients: str, findings: str
) -> None:
    answer = resolver.resolve(DistinctLine(line))
    assert (answer.kind, answer.ingredients, answer.findings) == ("not_listed", ingredients, findings)
