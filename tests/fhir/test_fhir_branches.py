"""The small steps of reading a resource one by one, each on both sides of what it decides."""

from datetime import date
from typing import Any

import pytest

from medcheck import Checker
from medcheck.exceptions import ResourceError
from medcheck.fhir.collection import DEEPEST, Collection, name_of, patient_of
from medcheck.fhir.concepts import Contained, concept_of
from medcheck.fhir.laboratory import laboratory_values
from medcheck.fhir.medicines import entries
from medcheck.fhir.names import Called, Namer
from medcheck.fhir.read import parse, read
from medcheck.fhir.tables import fhir_tables
from medcheck.fhir.taken import Taken, day_of, passed_over, taken
from medcheck.fhir.values import NOTHING, coded, codings, concept_text, part, parts, text
from medcheck.records import MedicineEntry

TABLES = fhir_tables()
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


@pytest.fixture(scope="module")
def namer(checker: Checker) -> Namer:
    return Namer(checker.lexicon, checker.database)


# --- a resource as it arrives -----------------------------------------------------------------------------------------


def test_a_part_is_the_first_object_of_the_first_field_that_has_one() -> None:
    one, other = {"x": 1}, {"x": 2}
    assert part({"a": one}, "a") is one
    assert part({"a": [one, other]}, "a") is one
    assert part({"a": [5, None, other]}, "a") is other
    assert part({"a": 5, "b": one}, "a", "b") is one
    assert part({"a": one, "b": other}, "b", "a") is other
    assert part({"a": []}, "a") is NOTHING
    assert part({}, "a") is NOTHING


def test_parts_are_all_objects_of_a_field() -> None:
    one, other = {"x": 1}, {"x": 2}
    assert list(parts({"a": [one, 5, other]}, "a")) == [one, other]
    assert list(parts({"a": one}, "a")) == [one]
    assert list(parts({"a": "x"}, "a")) == []
    assert list(parts({}, "a")) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a", "a"),
        (" a ", "a"),
        (5, "5"),
        (1.5, "1.5"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        (None, ""),
        ([], ""),
    ],
)
def test_a_text_is_what_is_written(value: Any, written: str) -> None:
    assert text({"a": value}, "a") == written
    assert text({"a": value, "b": "z"}, "a", "b") == (written or "z")


def test_a_concept_is_called_by_its_text_or_its_first_display() -> None:
    assert concept_text({"text": "a", "coding": [{"display": "b"}]}) == "a"
    assert concept_text({"coding": [{"code": "1"}, {"display": "b"}, {"display": "c"}]}) == "b"
    assert concept_text({"coding": [{"code": "1"}]}) == ""
    assert codings({"coding": [{"code": "1"}, 5]}) == [{"code": "1"}]


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("Active", {"active"}),
        (["food", "Medication"], {"food", "medication"}),
        (True, {"true"}),
        ({"coding": [{"code": "A"}, {"code": "B"}]}, {"a", "b"}),
        ({"code": {"coding": [{"code": "A"}]}}, {"a"}),
        ({"text": "a"}, set()),
        (None, set()),
    ],
)
def test_the_codes_of_a_field(value: Any, codes: set[str]) -> None:
    assert coded({"a": value}, "a") == codes


# --- which resources, and who they are about --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("Patient/1", "Patient/1"),
        ("https://ehr.example.org/fhir/Patient/1", "Patient/1"),
        ("https://ehr.example.org/fhir/Patient/1/_history/3", "Patient/1"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("1", "1"),
        ("", ""),
    ],
)
def test_the_name_of_a_reference(reference: str, name: str) -> None:
    assert name_of(reference) == name


def test_who_a_resource_is_about() -> None:
    assert patient_of({"subject": {"reference": "https://x.example.org/Patient/1"}}) == "Patient/1"
    assert patient_of({"patient": {"reference": "Patient/1"}}) == "Patient/1"
    assert patient_of({"patient": {"identifier": {"value": "9"}}}) == "9"
    assert patient_of({"subject": {"reference": "Patient/1", "identifier": {"value": "9"}}}) == "Patient/1"
    assert patient_of({}) == ""


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"resourceType": "Medication", "id": "m"}
    for _ in range(depth):
        inner = {"resourceType": "Bundle", "entry": [{"resource": inner}]}
    return inner


def test_resources_may_stand_in_one_another_so_deep_and_no_deeper() -> None:
    assert len(Collection(nested(DEEPEST)).held) == 1
    with pytest.raises(ResourceError, match=f"more than {DEEPEST} deep"):
        Collection(nested(DEEPEST + 1))


def test_what_stands_in_a_collection_and_what_its_references_lead_to() -> None:
    inner = {"resourceType": "Medication", "id": "c", "code": {"text": "inner"}}
    order = {"resourceType": "MedicationRequest", "id": "r", "contained": [inner]}
    alone = {"resourceType": "Medication", "id": "m", "code": {"text": "alone"}}
    twice = {"resourceType": "Medication", "id": "m", "code": {"text": "twice"}}
    entry = [
        {"resource": order},
        {"fullUrl": "urn:uuid:7", "resource": alone},
        {"resource": twice},
        {"resource": {}},
        {},
    ]
    found = Collection({"resourceType": "Bundle", "entry": entry})
    assert [(one.reference, one.resource["id"], bool(one.parent)) for one in found.held] == [
        ("MedicationRequest/r", "r", False),
        ("MedicationRequest/r#c", "c", True),
        ("urn:uuid:7", "m", False),
        ("Medication/m", "m", False),
    ]
    assert [one.resource["id"] for one in found.of_kind("Medication", "List")] == ["c", "m", "m"]
    assert found.resolve({"reference": "#c"}, order) is inner
    assert found.resolve({"reference": "#x"}, order) is NOTHING
    assert found.resolve({"reference": "urn:uuid:7"}, order) is alone
    assert found.resolve({"reference": "https://x.example.org/Medication/m/_history/2"}, order) is alone
    assert found.resolve({"reference": "Medication/x"}, order) is NOTHING


def test_of_two_contained_with_one_id_the_first_is_meant() -> None:
    one, other = {"id": "a", "x": 1}, {"id": "a", "x": 2}
    inside = Contained()
    assert inside.resolve("#a", {"contained": [one, other]}) is one
    assert inside.resolve("#b", {"contained": [one, other]}) is NOTHING
    assert inside.resolve("#a", {}) is NOTHING


def test_what_a_list_says_of_its_entries() -> None:
    removed = {"resourceType": "MedicationStatement", "id": "a"}
    items = [("a", True), ("b", False), ("c", True), ("a", False)]
    entry = [{"item": {"reference": f"MedicationStatement/{id_}"}, "deleted": deleted} for id_, deleted in items]
    listed = {"resourceType": "List", "entry": entry}
    found = Collection({"resourceType": "Bundle", "entry": [{"resource": listed}, {"resource": removed}]})
    assert found.removed() == [removed, NOTHING]
    assert [(one.item["reference"][-1], one.removed) for one in found.missing()] == [("b", False), ("c", True)]


@pytest.mark.parametrize(
    ("fields", "called"),
    [
        ({"medicationCodeableConcept": {"text": "a"}}, {"text": "a"}),
        ({"medication": {"concept": {"text": "a"}}}, {"text": "a"}),
        ({"medicationReference": {"reference": "Medication/1"}}, {"text": "known"}),
        ({"medication": {"reference": {"reference": "Medication/1"}}}, {"text": "known"}),
        ({"medication": {"reference": "Medication/1"}}, {"text": "known"}),
        ({"medicationReference": {"reference": "Medication/2"}}, {"text": "one / two"}),
        ({"medicationReference": {"reference": "Medication/3", "display": "d"}}, {"text": "d"}),
        ({"medicationReference": {"reference": "Medication/9", "display": "d"}}, {"text": "d"}),
        ({"medicationReference": {"reference": "Medication/9"}}, {}),
        ({"medicationReference": {"reference": "Medication/4", "display": "d"}}, {"coding": [{"code": "7"}]}),
        ({"medication": {"text": "bare"}}, {"text": "bare"}),
        ({"medication": "bare"}, {"text": "bare"}),
        ({}, {}),
    ],
)
def test_the_concept_that_names_a_medicine(fields: dict[str, Any], called: dict[str, Any]) -> None:
    known: dict[str, dict[str, Any]] = {
        "Medication/1": {"code": {"text": "known"}},
        "Medication/2": {
            "ingredient": [
                {"itemCodeableConcept": {"text": "one"}},
                {"itemReference": {"reference": "Substance/2"}},
                {"itemReference": {"reference": "Substance/9"}},
            ]
        },
        "Medication/3": {"ingredient": [{}]},
        "Medication/4": {"code": {"coding": [{"code": "7"}]}},
        "Substance/2": {"code": {"text": "two"}},
    }
    assert concept_of(fields, lambda reference, _: known.get(text(reference, "reference"), {})) == called


# --- whether it is taken ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05T10:00:00Z", date(2024, 3, 5)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 31)),
        ("2024", date(2024, 12, 31)),
        ("2024-13", None),
        ("2024-00", None),
        ("2024-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_last_day_of_a_date(written: str, day: date | None) -> None:
    assert day_of(written) == day


DAY = date(2024, 3, 5)
ACTIVE = {"resourceType": "MedicationStatement", "status": "active"}


def bounded(end: str) -> dict[str, Any]:
    return {"timing": {"repeat": {"boundsPeriod": {"end": end}}}}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, Taken("current")),
        ({"effectivePeriod": {"end": "2024-03-04"}}, Taken("stopped", "ended")),
        ({"effectivePeriod": {"end": "2024-03-05"}}, Taken("current")),
        ({"effectivePeriod": {"end": "2024-03"}}, Taken("current")),
        ({"effectivePeriod": {"end": "2024-02"}}, Taken("stopped", "ended")),
        ({"effectivePeriod": {"start": "2020"}}, Taken("current")),
        ({"dosage": [bounded("2024-03-04")]}, Taken("unclear")),
        ({"dosageInstruction": [bounded("2030"), bounded("2024-03-04")]}, Taken("unclear")),
        ({"dosage": [bounded("2024-03-05")]}, Taken("current")),
        ({"dosage": [{"asNeededBoolean": True}]}, Taken("as_needed")),
        ({"dosage": [{"asNeeded": True}]}, Taken("as_needed")),
        ({"dosage": [{"asNeededFor": [{"text": "pain"}]}]}, Taken("as_needed")),
        ({"dosage": [{"asNeededCodeableConcept": {"text": "pain"}}]}, Taken("as_needed")),
        ({"dosage": [{"asNeededBoolean": False}]}, Taken("current")),
        ({"dosage": [{}, {"asNeededBoolean": True}]}, Taken("as_needed")),
        ({"status": "on-hold", "dosage": [{"asNeededBoolean": True}]}, Taken("held")),
        ({"status": "on-hold", "effectivePeriod": {"end": "2020"}}, Taken("held")),
        ({"status": None}, Taken(None)),
        ({"status": None, "dosage": [{"asNeededBoolean": True}]}, Taken("as_needed")),
        ({"status": None, "effectivePeriod": {"end": "2020"}}, Taken(None)),
        ({"status": "completed"}, Taken("stopped", "course_completed")),
        ({"resourceType": "MedicationDispense", "status": "completed"}, Taken("current")),
        ({"resourceType": "MedicationAdministration", "effectivePeriod": {"end": "2020"}}, Taken("current")),
        ({"resourceType": "MedicationRequest", "status": "cancelled"}, Taken("not_taken", "never")),
        ({"resourceType": "MedicationDispense", "status": "cancelled"}, Taken("not_taken", "not_dispensed")),
        ({"doNotPerform": True}, Taken("not_taken", "advice_only")),
    ],
)
def test_what_a_resource_says_of_taking(fields: dict[str, Any], found: Taken) -> None:
    assert taken({**ACTIVE, **fields}, DAY, TABLES) == found


def test_without_a_day_no_period_has_ended() -> None:
    over = {**ACTIVE, "effectivePeriod": {"end": "1999"}, "dosage": [bounded("1999")]}
    assert taken(over, None, TABLES) == Taken("current")


@pytest.mark.parametrize(
    ("resource", "over"),
    [
        ({"resourceType": "AllergyIntolerance", "category": ["food"]}, True),
        ({"resourceType": "AllergyIntolerance", "category": ["food", "environment"]}, True),
        ({"resourceType": "AllergyIntolerance", "category": ["food", "medication"]}, False),
        ({"resourceType": "AllergyIntolerance"}, False),
        ({"resourceType": "AllergyIntolerance", "verificationStatus": {"coding": [{"code": "refuted"}]}}, True),
        ({"resourceType": "AllergyIntolerance", "status": "refuted", "category": ["medication"]}, True),
        ({"resourceType": "Observation", "status": "cancelled"}, True),
        ({"resourceType": "Observation", "status": "final"}, False),
        ({"resourceType": "Observation", "category": ["food"]}, False),
        ({"resourceType": "Observation", "verificationStatus": "refuted"}, False),
    ],
)
def test_what_is_passed_over(resource: dict[str, Any], over: bool) -> None:
    assert passed_over(resource, TABLES) is over


# --- what a medicine is called ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("concept", "called"),
    [
        ({"text": "Lasix 40 mg"}, Called("Lasix 40 mg", None, "")),
        ({"text": "Lasix", "coding": [{"display": "furosemide"}]}, Called("Lasix", None, "")),
        ({"text": "Lasix", "coding": [{"display": "LASIX"}]}, Called("Lasix", None, "")),
        ({"text": "Zyzzofol", "coding": [{"display": "furosemide"}]}, Called("Zyzzofol", ("furosemide",), "")),
        ({"text": "Lasix", "coding": [{"display": "quinine"}]}, Called("Lasix", None, "quinine")),
        (
            {"text": "paracetamol", "coding": [{"display": "co-codamol"}]},
            Called("paracetamol", ("codeine", "paracetamol"), ""),
        ),
        ({"text": "co-codamol", "coding": [{"display": "paracetamol"}]}, Called("co-codamol", None, "")),
        ({"coding": [{"display": "furosemide"}, {"display": "quinine"}]}, Called("furosemide", None, "quinine")),
        ({"coding": [{"code": "Z1"}, {"code": "Z2"}]}, Called("Z1", None, "")),
        ({"text": "Zyzzofol", "coding": [{"code": "Z1"}]}, Called("Zyzzofol", None, "")),
        ({}, Called("", None, "")),
    ],
)
def test_what_a_concept_calls_a_medicine(namer: Namer, concept: dict[str, Any], called: Called) -> None:
    assert namer.called(concept) == called


def test_a_code_counts_in_its_own_system_alone(namer: Namer) -> None:
    atc = {"system": "http://www.whocc.no/atc", "code": "c03ca01"}
    assert namer.called({"coding": [atc]}) == Called("furosemide", ("furosemide",), "")
    assert namer.called({"text": "quinine", "coding": [atc]}) == Called("quinine", None, "furosemide")
    assert namer.called({"coding": [{**atc, "system": RXNORM}]}) == Called("c03ca01", None, "")


# --- medicines and allergies ------------------------------------------------------------------------------------------


def listed(namer: Namer, *resources: dict[str, Any], day: date | None = None) -> list[tuple[str, Any, Any, Any, Any]]:
    collection = Collection({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]})
    found = [one.entry for one in entries(collection, namer, day)]
    return [(it.text, it.ingredients, it.status, it.status_reason, it.route) for it in found if it]


def request(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "id": "1", "status": "active", **fields}


@pytest.mark.parametrize(
    ("dosage", "directions"),
    [
        ({"text": "one at night"}, ", one at night"),
        ({"patientInstruction": "one at night"}, ", one at night"),
        ({"text": "a", "patientInstruction": "b"}, ", a"),
        ({"doseAndRate": [{"doseQuantity": {"value": 40, "unit": "mg"}}]}, ", 40 mg"),
        ({"doseQuantity": {"value": 40, "code": "mg"}}, ", 40 mg"),
        ({"dose": {"value": 40}}, ", 40"),
        ({"route": {"text": "by mouth"}, "timing": {"code": {"text": "BID"}}}, ", by mouth BID"),
        ({}, ""),
    ],
)
def test_the_directions_stand_after_the_name(namer: Namer, dosage: dict[str, Any], directions: str) -> None:
    order = request(medicationCodeableConcept={"text": "Lasix"}, dosageInstruction=[dosage, dosage])
    assert [one[0] for one in listed(namer, order)] == [f"Lasix{directions}"]


def test_a_note_stands_after_the_directions_and_a_reference_for_a_name(namer: Namer) -> None:
    noted = request(note=[{"text": "a"}, {"text": "b"}], dosageInstruction=[{"text": "od"}])
    assert listed(namer, noted) == [("MedicationRequest/1, od, a, b", None, "current", None, None)]


def test_the_route_where_all_directions_agree(namer: Namer) -> None:
    def route(*codes: str) -> Any:
        dosage = [{"route": {"coding": [{"code": code}]}} for code in codes]
        return listed(namer, request(medicationCodeableConcept={"text": "Lasix"}, dosageInstruction=dosage))[0][4]

    oral, inhaled = (
        next(code for code, route in TABLES.routes.items() if route == name) for name in ("oral", "inhaled")
    )
    assert (route(oral), route(oral, oral), route(oral, "nonsense")) == ("oral",) * 3
    assert (route(oral, inhaled), route("nonsense"), route()) == (None,) * 3


def test_where_text_and_code_disagree_both_are_unclear_unless_neither_is_taken(namer: Namer) -> None:
    concept = {"text": "Lasix", "coding": [{"display": "quinine"}]}
    assert [one[0::2] for one in listed(namer, request(medicationCodeableConcept=concept))] == [
        ("Lasix", "unclear", None),
        ("quinine", "unclear", None),
    ]
    assert [one[2:4] for one in listed(namer, request(medicationCodeableConcept=concept, status="stopped"))] == [
        ("stopped", "ended"),
        ("stopped", "ended"),
    ]
    assert [one[2] for one in listed(namer, request(medicationCodeableConcept=concept, status=None))] == ["unclear"] * 2


def test_what_a_list_took_off_is_stopped_unless_it_says_why_it_is_not_taken(namer: Namer) -> None:
    item = {"item": {"reference": "MedicationRequest/1"}, "deleted": True}
    taken_off = {"resourceType": "List", "entry": [item]}
    for status, expected in (
        ("active", ("stopped", "ended")),
        (None, ("stopped", "ended")),
        ("on-hold", ("held", None)),
        ("draft", ("not_taken", "planned")),
    ):
        order = request(medicationCodeableConcept={"text": "Lasix"}, status=status)
        assert [one[2:4] for one in listed(namer, taken_off, order)] == [expected], status


def test_what_a_list_took_off_and_is_not_here_is_stopped_where_it_is_named(namer: Namer) -> None:
    entry = [
        {"deleted": True, "item": {"reference": "MedicationRequest/9", "display": "Lasix"}},
        {"deleted": True, "item": {"reference": "MedicationRequest/8"}},
    ]
    found = read({"resourceType": "List", "entry": entry}, namer._lexicon, Checker().database)
    assert [(one.text, one.status, one.status_reason) for one in found.entries] == [("Lasix", "stopped", "ended")]
    assert found.notices == ()


def test_what_a_list_names_and_is_not_here_is_read_by_its_display(namer: Namer) -> None:
    entry = [
        {"item": {"reference": "MedicationRequest/9", "display": "Lasix"}},
        {"item": {"reference": "X/9"}},
        {"item": {}},
    ]
    found = read({"resourceType": "List", "entry": entry}, namer._lexicon, Checker().database)
    assert [one.text for one in found.entries] == ["Lasix", "X/9", "?"]
    assert found.notices == (
        "MedicationRequest/9 is named by a list and is not here",
        "X/9 is named by a list and is not here",
        "an entry of the list is named by a list and is not here",
    )


def allergy(**fields: Any) -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "id": "1", "code": {"text": "penicillin"}, **fields}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, [("penicillin", None, "allergy", None, None)]),
        ({"code": {}}, []),
        ({"code": None, "substance": {"text": "aspirin"}}, [("aspirin", None, "allergy", None, None)]),
        ({"status": "refuted"}, []),
        (
            {"reaction": [{"manifestation": [{"text": "rash"}, {"concept": {"text": "cramps"}}, {"text": "rash"}]}]},
            [("penicillin", None, "allergy", "rash, cramps", None)],
        ),
        ({"reaction": [{}, {"manifestation": {"text": "rash"}}]}, [("penicillin", None, "allergy", "rash", None)]),
        (
            {"code": {"text": "aspirin", "coding": [{"display": "quinine"}]}},
            [("aspirin", None, "allergy", None, None), ("quinine", None, "allergy", None, None)],
        ),
    ],
)
def test_an_allergy_is_one_to_what_it_names(namer: Namer, fields: dict[str, Any], found: list[Any]) -> None:
    assert listed(namer, allergy(**fields)) == found


# --- laboratory values ------------------------------------------------------------------------------------------------

LOINC = "http://loinc.org"


def values(*observations: dict[str, Any]) -> list[str]:
    entry = [{"resource": {"resourceType": "Observation", **one}} for one in observations]
    return laboratory_values(Collection({"resourceType": "Bundle", "entry": entry}), TABLES)


CODE = {"coding": [{"system": LOINC, "code": "2823-3"}]}
QUANTITY = {"valueQuantity": {"value": 3.1, "unit": "mmol/L"}}


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        (QUANTITY, ["potassium 3.1 mmol/L"]),
        ({"valueQuantity": {"value": 3.1, "code": "mmol/L"}}, ["potassium 3.1 mmol/L"]),
        ({"valueQuantity": {"value": 3.1, "unit": "{mmol}/L", "code": "x"}}, ["potassium 3.1 mmol/L"]),
        ({"valueQuantity": {"comparator": "<", "value": 3.1}}, ["potassium <3.1"]),
        ({"valueString": "3.1 mmol/L"}, ["potassium 3.1 mmol/L"]),
        ({}, []),
        ({**QUANTITY, "code": {"coding": [{"code": "2823-3"}]}}, ["potassium 3.1 mmol/L"]),
        ({**QUANTITY, "code": {"coding": [{"system": "x", "code": "2823-3"}]}}, []),
        ({**QUANTITY, "code": {"coding": [{"system": "x", "code": "1"}], "text": "K"}}, ["K 3.1 mmol/L"]),
        ({**QUANTITY, "code": {"coding": [{"system": LOINC, "code": "1-1"}], "text": "K"}}, []),
        ({**QUANTITY, "code": {"text": "K"}}, ["K 3.1 mmol/L"]),
        ({**QUANTITY, "referenceRange": [{"low": {"value": 3}, "high": {"value": 5}}]}, ["potassium 3.1 mmol/L (3-5)"]),
        ({**QUANTITY, "referenceRange": [{"low": {"value": 3}}]}, ["potassium 3.1 mmol/L"]),
        ({**QUANTITY, "referenceRange": [{"high": {"value": 3}}]}, ["potassium 3.1 mmol/L"]),
        ({**QUANTITY, "status": "cancelled"}, []),
        ({**QUANTITY, "effectiveDateTime": "2024-03-01T08:00:00Z"}, ["potassium 3.1 mmol/L 2024-03-01"]),
        ({**QUANTITY, "issued": "2024-03-01"}, ["potassium 3.1 mmol/L 2024-03-01"]),
        ({**QUANTITY, "effectivePeriod": {"end": "2024-03-01"}}, ["potassium 3.1 mmol/L 2024-03-01"]),
        ({"component": [{"code": CODE, **QUANTITY}, {"code": {"text": "x"}}]}, ["potassium 3.1 mmol/L"]),
    ],
)
def test_a_value_as_a_clinician_writes_it(fields: dict[str, Any], written: list[str]) -> None:
    assert values({"code": CODE, **fields}) == written


def test_values_stand_in_the_order_of_their_times() -> None:
    days = ["2024-03-02", "2024-03-01T09:00", "2024-03-01T08:00", ""]
    found = values(
        *({"code": CODE, "effectiveDateTime": day, "valueQuantity": {"value": n}} for n, day in enumerate(days))
    )
    assert found == ["potassium 3", "potassium 2 2024-03-01", "potassium 1 2024-03-01", "potassium 0 2024-03-02"]


# --- the whole --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", "{", "[]", "5", "null", '"x"'])
def test_what_is_no_resource_is_refused(content: str) -> None:
    with pytest.raises(ResourceError, match=r"^(not JSON|JSON, but not a FHIR resource)"):
        parse(content)


def test_the_list_of_a_bundle(checker: Checker) -> None:
    about = {"subject": {"reference": "Patient/7"}}
    resources = [
        request(medicationCodeableConcept={"text": "Lasix"}, effectivePeriod={"end": "2024-01-01"}, **about),
        request(id="2", medicationCodeableConcept={"text": "Lasix"}, **about),
        {"resourceType": "Condition", "subject": {"reference": "Patient/8"}},
    ]
    bundle = {"resourceType": "Bundle", "timestamp": "2024-03-05", "entry": [{"resource": one} for one in resources]}
    found = read(bundle, checker.lexicon, checker.database)
    assert found.entries == (
        MedicineEntry(text="Lasix", status="stopped", status_reason="ended"),
        MedicineEntry(text="Lasix", status="current"),
    )
    assert found.references == ("MedicationRequest/1", "MedicationRequest/2")
    assert (found.notices, found.patient, found.results) == ((), "Patient/7", ())
    early = read(bundle, checker.lexicon, checker.database, date(2023, 1, 1))
    assert [one.status for one in early.entries] == ["current", "current"]
    assert [one.status for one in read({**bundle, "timestamp": None}, checker.lexicon, checker.database).entries] == [
        "current",
        "current",
    ]
