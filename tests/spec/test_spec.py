"""Text in, findings out: each line of cases.csv through the library, the command line and each engine of an export."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from spark_cluster import on_spark

import medcheck
from medcheck.cli import main
from medcheck.knowledge.folder import data_folder

with (Path(__file__).parent / "cases.csv").open(encoding="utf-8", newline="") as _lines:
    CASES = list(csv.DictReader(_lines, strict=True))

# Cases that the program still gets wrong, and what is wrong; a mended one must be taken out of here.
FAULTS: dict[str, str] = {}

with (data_folder() / "combinations.csv").open(encoding="utf-8", newline="") as _lines:
    COMBINATIONS = {row["id"]: row["title"] for row in csv.DictReader(_lines, strict=True)}

# The columns that a case may leave open, and what it writes there for "none at all".
OPEN = ("combinations", "questions", "route", "strength")
NONE = "none"

# The classes that the first issue asks for, as findings name them: a class, or an ingredient that has none.
ASKED_FOR = {
    "loop diuretic",
    "thiazide or thiazide-like diuretic",
    "potassium-sparing diuretic",
    "nifedipine",
    "dihydropyridine calcium-channel blocker",
    "long-acting beta2-agonist",
    "long-acting beta2-agonist with inhaled corticosteroid",
    "short-acting beta2-agonist, reliever",
    "oral beta2-agonist",
    "statin",
    "systemic corticosteroid",
    "morphine",
    "cimetidine",
    "penicillamine",
    "lithium",
    "quinine",
    "hydroquinine",
    "tonic water",
    "magnesium salts",
    "vitamin b complex",
    "alpha tocopherol",
    "naftidrofuryl",
    "diltiazem",
}


def by_library(text: str) -> Any:
    return json.loads(medcheck.check(text).model_dump_json())


def by_command_line(text: str) -> Any:
    result = CliRunner().invoke(main, ["check", "--format", "json", text])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def cases() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["text"].replace("\n", " / "),
            marks=[pytest.mark.xfail(reason=FAULTS[case["text"]], strict=True)] if case["text"] in FAULTS else [],
        )
        for case in CASES
    ]


@pytest.fixture(scope="module")
def asked_of_everybody() -> set[str]:
    return {question.id for question in medcheck.check("paracetamol 1 g").questions}


def said_of(review: Any, asked_of_everybody: set[str]) -> dict[str, str]:
    """A review in the words of cases.csv."""
    mentions = review["mentions"]
    found = {number for finding in review["findings"] for number in finding["mentions"]}
    taken = [mention["status"] in ("current", "as_needed", "unclear") for mention in mentions]
    columns = {
        "findings": [_finding(finding) for finding in review["findings"]],
        "no_finding": [
            ", ".join(mention["ingredients"])
            for number, mention in enumerate(mentions)
            if taken[number] and number not in found
        ],
        "not_counted": [
            f"{', '.join(mention['ingredients'])}: {mention['status']}"
            for number, mention in enumerate(mentions)
            if not taken[number]
        ],
        "reason": [
            f"{', '.join(mention['ingredients'])}: {mention['status_reason']}"
            for mention in mentions
            if mention["status_reason"]
        ],
        "because": [
            f"{', '.join(mention['ingredients'])}: {mention['status_because']['text']}"
            for number, mention in enumerate(mentions)
            if not taken[number] and mention["status_because"]
        ],
        "corrected": [
            f"{mention['text']}: {mention['match']['name']}"
            for mention in mentions
            if mention["match"]["method"] == "fuzzy"
        ],
        "unrecognised": [f"{entry['text']}: {entry['reason']}" for entry in review["unrecognised"]],
        "combinations": [f"{hit['id']}: {', '.join(hit['ingredients'])}" for hit in review["combinations"]],
        "questions": [entry["id"] for entry in review["questions"] if entry["id"] not in asked_of_everybody],
        "route": [
            f"{', '.join(mention['ingredients'])}: {mention['route']}" for mention in mentions if mention["route"]
        ],
        "strength": [
            f"{', '.join(mention['ingredients'])}: {mention['strength']}" for mention in mentions if mention["strength"]
        ],
    }
    return {column: " | ".join(entries) for column, entries in columns.items()}


def _finding(finding: dict[str, str]) -> str:
    has_class = finding["drug_class"] not in ("", finding["ingredient"])
    drug_class = f" ({finding['drug_class']})" if has_class else ""
    return f"{finding['ingredient']}{drug_class}: {finding['role']}, {finding['evidence']}"


@pytest.mark.parametrize("route", [by_library, by_command_line])
@pytest.mark.parametrize("case", cases())
def test_review_says_what_the_case_says(
    case: dict[str, str], route: Callable[[str], Any], asked_of_everybody: set[str]
) -> None:
    said = said_of(route(case["text"]), asked_of_everybody)
    left_open = {column for column in OPEN if not case[column]}
    expected = {column: case[column] for column in said.keys() - left_open}
    assert {column: said[column] or (NONE if column in OPEN else "") for column in expected} == expected


@pytest.fixture(scope="module", params=["python", "duckdb", pytest.param("spark", marks=on_spark)])
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """All cases as the rows of one export, each of another patient, with what an engine wrote of both."""
    folder = tmp_path_factory.mktemp(request.param)
    with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("patient", "drug"), *((n, case["text"]) for n, case in enumerate(CASES))])
    if request.param == "spark":
        request.getfixturevalue("cluster").ask("review", folder / "cases.csv", output=folder / "review", raw=True)
    else:
        medcheck.review_export(folder / "cases.csv", output=folder / "review", raw=True, engine=request.param)
    with (folder / "review" / "patients.csv").open(encoding="utf-8", newline="") as file:
        together = {row["patient"]: row["acting_together"] for row in csv.DictReader(file, strict=True)}
    with (folder / "review" / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        return {row["drug"]: {**row, "acting_together": together.get(row["patient"], "")} for row in rows}


@pytest.mark.parametrize("case", cases())
def test_a_row_of_an_export_says_what_the_case_says(case: dict[str, str], answered: dict[str, dict[str, str]]) -> None:
    row = answered[case["text"]]
    named = any(case[column] for column in ("findings", "no_finding", "not_counted"))
    known = "associated" if case["findings"] else "not_listed"
    assert row["medcheck_answer"] == ("unrecognised" if case["unrecognised"] or not named else known)
    assert row["medcheck_corrected"] == case["corrected"].replace(": ", " -> ").replace(" | ", "; ")
    found = [finding.rpartition(" (") for finding in row["medcheck_findings"].split("; ")]
    expected = [finding.rpartition(": ") for finding in case["findings"].split(" | ")]
    assert len(found) == len(expected)
    for (ingredient, _, said), (name, _, role_and_evidence) in zip(found, expected, strict=True):
        assert name == ingredient or name.startswith(f"{ingredient} (")
        assert said.rstrip(")").split(", ")[::2] == role_and_evidence.split(", ") or not name


@pytest.mark.parametrize("case", [case for case in CASES if case["combinations"]], ids=lambda case: case["text"])
def test_a_patient_of_an_export_has_the_combinations_of_the_case(
    case: dict[str, str], answered: dict[str, dict[str, str]]
) -> None:
    hits = [] if case["combinations"] == NONE else [hit.split(": ") for hit in case["combinations"].split(" | ")]
    expected = "; ".join(f"{COMBINATIONS[name]} ({ingredients})" for name, ingredients in hits)
    assert answered[case["text"]]["acting_together"] == expected


def test_each_class_asked_for_has_a_case() -> None:
    assert [name for name in sorted(ASKED_FOR) if not any(_names(case["findings"], name) for case in CASES)] == []


def _names(findings: str, name: str) -> bool:
    return any(part.startswith((f"{name} (", f"{name}:")) or f" ({name}): " in part for part in findings.split(" | "))


def test_no_case_stands_there_twice() -> None:
    texts = [case["text"] for case in CASES]
    assert len(set(texts)) == len(texts)


def test_each_case_says_why() -> None:
    assert [case["text"] for case in CASES if not case["why"]] == []
