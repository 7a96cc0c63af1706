"""A review as FHIR: what each issue says and what it points to, valid by a model of R4 that others keep."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medcheck
from medcheck import Checker
from medcheck.report import writer
from medcheck.report.layout import Layout

LINES = (
    "Lasix 40 mg",
    "quinine 300 mg",
    "amiodarone",
    "simvastatin stopped",
    "K 3.1",
    "Zzyzzfol 5 mg",
    "HCT",
    "\ud800",
)
lists = st.lists(st.sampled_from(LINES), max_size=5).map("\n".join) | st.text(max_size=40)

PATIENT = {"reference": "Patient/p1"}


def medicine(id_: str, text: str, **fields: Any) -> dict[str, Any]:
    resource = {"resourceType": "MedicationRequest", "id": id_, "status": "active", "subject": PATIENT}
    return {**resource, "medicationCodeableConcept": {"text": text}, **fields}


def issues(*resources: dict[str, Any]) -> list[dict[str, Any]]:
    found = medcheck.detected_issues({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})
    assert (found["resourceType"], found["type"]) == ("Bundle", "collection")
    return [entry["resource"] for entry in found.get("entry", [])]


def test_a_finding_points_to_its_resource_and_says_its_grade_and_what_to_do() -> None:
    (issue,) = issues(medicine("1", "aspirin"), medicine("2", "raloxifene 60 mg"))
    finding = medcheck.check("raloxifene 60 mg").findings[0]
    assert issue["resourceType"] == "DetectedIssue"
    assert issue["status"] == "preliminary"
    assert issue["patient"] == PATIENT
    assert issue["implicated"] == [{"reference": "MedicationRequest/2"}]
    assert issue["code"] == {"text": "Raloxifene: may cause or worsen cramps"}
    assert issue["detail"] == finding.note
    assert issue["mitigation"] == [{"action": {"text": finding.action}}]
    said = [one["code"][0]["text"] for one in issue["evidence"]]
    assert said[0] == f"Cramps themselves: {finding.evidence} evidence"
    assert len([one for one in said if one.startswith("Source: ")]) == len(finding.sources)


def test_a_combination_points_to_all_its_medicines() -> None:
    found = issues(medicine("1", "quinine"), medicine("2", "aspirin"), medicine("3", "amiodarone"))
    (issue,) = [one for one in found if one["code"]["text"] == "Quinine with amiodarone"]
    assert issue["severity"] == "high"
    assert issue["implicated"] == [{"reference": "MedicationRequest/1"}, {"reference": "MedicationRequest/3"}]
    assert issue["code"]["coding"][0]["code"] == "DRG"


def test_what_must_be_acted_on_comes_first() -> None:
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
        "valueQuantity": {"value": 3.1, "unit": "mmol/L"},
    }
    found = issues(medicine("1", "furosemide"), observation)
    assert found[0]["code"]["text"] == "Low potassium with a diuretic or a beta2-agonist"
    assert found[0]["severity"] == "high"


def test_what_is_not_recognised_is_a_message_that_says_unknown_is_not_clear() -> None:
    (message,) = issues(medicine("1", "Zzyzzfol 5 mg"))
    assert (message["resourceType"], message["status"], message["subject"]) == ("Communication", "preparation", PATIENT)
    said = [one["contentString"] for one in message["payload"]]
    assert said[0].endswith("nothing is known of them, which is not the same as no association")
    assert said[1].startswith("Zzyzzfol")


def test_without_anything_to_say_there_is_no_entry() -> None:
    assert medcheck.detected_issues(medicine("1", "aspirin")) == {"resourceType": "Bundle", "type": "collection"}


def test_a_list_of_text_names_its_medicines_as_written(checker: Checker) -> None:
    record = checker.review_record("Lasix 40 mg")
    bundle = json.loads(writer("fhir")(record, checker.clinical.side_effect, Layout()))
    (issue,) = [entry["resource"] for entry in bundle["entry"]]
    assert issue["implicated"] == [{"display": "Lasix"}]
    assert "patient" not in issue


@given(lists)
def test_every_bundle_is_valid_r4_and_holds_nothing_empty(checker: Checker, text: str) -> None:
    model = pytest.importorskip("fhir.resources.R4B.bundle")
    bundle = json.loads(writer("fhir")(checker.review_record(text), checker.clinical.side_effect, Layout()))
    model.Bundle.model_validate(bundle)
    assert not list(_empty(bundle))


def _empty(value: Any) -> Any:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _empty(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _empty(inner)
    if value in (None, "", [], {}):
        yield value
