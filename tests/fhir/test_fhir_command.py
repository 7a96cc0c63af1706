"""FHIR at the command line: a resource is told from a list of text, and its review says what is doubtful about it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main

RESOURCE = {
    "resourceType": "Bundle",
    "entry": [
        {
            "resource": {
                "resourceType": "MedicationStatement",
                "id": "1",
                "subject": {"reference": "Patient/p1"},
                "medicationCodeableConcept": {"text": "quinine", "coding": [{"display": "amiodarone"}]},
            }
        }
    ],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(RESOURCE), encoding="utf-8")
    return path


@pytest.mark.parametrize("given", ["file", "argument", "standard input"])
def test_a_resource_is_read_as_one_however_it_comes(path: Path, given: str) -> None:
    arguments = {"file": ["--file", str(path)], "argument": [path.read_text()], "standard input": []}[given]
    done = CliRunner().invoke(main, ["check", "--format", "json", *arguments], input=path.read_text())
    assert done.exit_code == 0
    review = json.loads(done.stdout)
    assert [(one["text"], one["status"]) for one in review["mentions"]] == [
        ("quinine", "unclear"),
        ("amiodarone", "unclear"),
    ]
    assert done.stderr == (
        "Notice: MedicationStatement/1: its text and its code name different medicines; both are shown\n"
    )


def test_as_fhir_the_issues_point_to_the_resources(path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--format", "fhir", "--file", str(path)])
    first = json.loads(done.stdout)["entry"][0]["resource"]
    assert first["resourceType"] == "DetectedIssue"
    assert first["patient"] == {"reference": "Patient/p1"}
    assert first["implicated"] == [{"reference": "MedicationStatement/1"}]


def test_the_page_marks_the_medicines_of_a_resource(path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--format", "html", "--file", str(path)])
    assert done.exit_code == 0
    assert ">quinine</" in done.stdout
    assert "resourceType" not in done.stdout


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        ('{"resourceType": "Bundle", ', 21, "not JSON; give one FHIR resource"),
        ('{"a": "resourceType", "b": {"resourceType": 1}}', 21, "no resourceType"),
    ],
)
def test_what_is_no_resource_is_an_error_with_a_status_of_its_own(content: str, status: int, message: str) -> None:
    done = CliRunner().invoke(main, ["check"], input=content)
    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr


def test_what_was_weighed_can_be_shown_of_a_text_only(path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--explain", "--file", str(path)])
    assert done.exit_code == 2
    assert "--explain is for lists of text" in done.stderr
