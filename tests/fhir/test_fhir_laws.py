"""Laws of the reader of FHIR: any JSON gives a review or an error of ours, and offsets point into the joined texts."""

from typing import Any

from any_json import objects
from hypothesis import given
from hypothesis import strategies as st

from medcheck import Checker, ResourceError
from medcheck.fhir.checking import review_fhir

NAMES = (
    "resourceType", "id", "entry", "resource", "contained", "status", "intent", "medication", "medicationReference",
    "medicationCodeableConcept", "concept", "reference", "coding", "code", "text", "display", "dosage", "route", "note",
    "dosageInstruction", "subject", "effectivePeriod", "end", "timestamp", "item", "deleted", "reaction", "category",
    "manifestation", "valueQuantity", "value", "unit", "referenceRange", "component", "timing", "repeat", "ingredient",
)  # fmt: skip
WORDS = (
    "Bundle", "List", "MedicationRequest", "MedicationStatement", "Medication", "AllergyIntolerance", "Observation",
    "active", "stopped", "Lasix 40 mg", "quinine", "Patient/p1", "#m", "m", "2823-3", "2026-01-01", "9999-12",
    "Zzyzzfol",
)  # fmt: skip
kinds = st.sampled_from(
    ("Bundle", "List", "MedicationRequest", "MedicationStatement", "AllergyIntolerance", "Observation")
)


@given(objects(NAMES, WORDS), kinds)
def test_any_json_gives_a_review_or_an_error_of_ours(checker: Checker, fields: dict[str, Any], kind: str) -> None:
    try:
        found = review_fhir({**fields, "resourceType": kind}, None, checker)
    except ResourceError:
        return
    record = found.record
    for part in (*record.mentions, *record.unrecognised, *record.unfamiliar, *record.not_medicines, *record.results):
        assert found.text[part.start : part.end] == part.text
    assert len(found.references) == len(record.mentions)
