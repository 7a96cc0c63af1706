"""What a FHIR resource says of its medicine, from DSTU2 to R5, as senders write it."""

import json
from typing import Any

import pytest

import medcheck
from medcheck import ResourceError, Review

PATIENT = {"reference": "Patient/p1"}


def named(text: str) -> dict[str, Any]:
    return {"medicationCodeableConcept": {"text": text}}


def request(text: str = "Lasix 40 mg", **fields: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "id": "r1", "subject": PATIENT, **named(text), **fields}


def bundle(*resources: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources], **fields}


def told(review: Review) -> list[tuple[str, tuple[str, ...], str, str | None]]:
    return [(mention.text, mention.ingredients, mention.status, mention.status_reason) for mention in review.mentions]


def test_the_two_ways_in_agree() -> None:
    resource = request(status="active", intent="order")
    assert medcheck.check_fhir(resource) == medcheck.check_fhir(json.dumps(resource))
    assert told(medcheck.check_fhir(resource)) == [("Lasix", ("furosemide",), "current", None)]


@pytest.mark.parametrize(
    ("kind", "fields", "status", "reason"),
    [
        ("MedicationRequest", {"status": "active", "intent": "order"}, "current", None),
        ("MedicationRequest", {"status": "active", "intent": "plan"}, "not_taken", "planned"),
        ("MedicationRequest", {"status": "active", "intent": "proposal"}, "not_taken", "planned"),
        ("MedicationRequest", {"status": "active", "intent": "option"}, "not_taken", "planned"),
        ("MedicationRequest", {"status": "active", "doNotPerform": True}, "not_taken", "advice_only"),
        ("MedicationRequest", {"status": "active", "doNotPerform": False}, "current", None),
        ("MedicationRequest", {"status": "on-hold"}, "held", None),
        ("MedicationRequest", {"status": "stopped"}, "stopped", "ended"),
        ("MedicationRequest", {"status": "completed"}, "stopped", "course_completed"),
        ("MedicationRequest", {"status": "cancelled"}, "not_taken", "never"),
        ("MedicationRequest", {"status": "entered-in-error"}, "not_taken", "never"),
        ("MedicationRequest", {"status": "draft"}, "not_taken", "planned"),
        ("MedicationRequest", {"status": "unknown"}, "unclear", None),
        ("MedicationRequest", {}, "current", None),  # senders leave it out; what is not said hides nothing
        ("MedicationRequest", {"status": "ACTIVE"}, "current", None),
        ("MedicationRequest", {"status": "no such status"}, "current", None),
        ("MedicationOrder", {"status": "active"}, "current", None),
        ("MedicationDispense", {"status": "completed"}, "current", None),  # handed over, so in the house
        ("MedicationDispense", {"status": "declined"}, "not_taken", "declined"),
        ("MedicationDispense", {"status": "preparation"}, "not_taken", "not_dispensed"),
        ("MedicationAdministration", {"status": "completed"}, "current", None),
        ("MedicationAdministration", {"status": "not-done"}, "not_taken", "never"),
        ("MedicationAdministration", {"status": "completed", "wasNotGiven": True}, "not_taken", "never"),
        ("MedicationStatement", {"status": "active"}, "current", None),
        ("MedicationStatement", {"status": "recorded"}, "current", None),
        ("MedicationStatement", {"status": "intended"}, "not_taken", "planned"),
        ("MedicationStatement", {"status": "not-taken"}, "not_taken", "never"),
        ("MedicationStatement", {"status": "active", "taken": "n"}, "not_taken", "never"),
        ("MedicationStatement", {"status": "active", "taken": "unk"}, "unclear", None),
        ("MedicationStatement", {"status": "active", "wasNotTaken": True}, "not_taken", "never"),
        ("MedicationStatement", {"status": "active", "reportedBoolean": True}, "current", None),
        (
            "MedicationStatement",
            {"status": "recorded", "adherence": {"code": {"coding": [{"code": "on-hold-as-directed"}]}}},
            "held",
            None,
        ),
        (
            "MedicationUsage",
            {"status": "recorded", "adherence": {"code": {"coding": [{"code": "stopped"}]}}},
            "stopped",
            "ended",
        ),
    ],
)
def test_what_a_resource_says_decides_whether_the_medicine_is_taken(
    kind: str, fields: dict[str, Any], status: str, reason: str | None
) -> None:
    review = medcheck.check_fhir({**request(), "resourceType": kind, **fields})
    assert told(review) == [("Lasix", ("furosemide",), status, reason)]


@pytest.mark.parametrize(
    "dosage",
    [
        {"asNeededBoolean": True},
        {"asNeeded": True},
        {"asNeededCodeableConcept": {"text": "cramps"}},
        {"asNeededFor": [{"text": "cramps"}]},
        {"text": "one when required"},
    ],
)
@pytest.mark.parametrize("field", ["dosageInstruction", "dosage"])
@pytest.mark.parametrize("listed", [True, False], ids=["list", "object"])
def test_as_needed(dosage: dict[str, Any], field: str, listed: bool) -> None:
    resource = request("quinine sulfate 300 mg", status="active", **{field: [dosage] if listed else dosage})
    assert told(medcheck.check_fhir(resource)) == [("quinine sulfate", ("quinine",), "as_needed", None)]


def test_directions_that_say_another_thing_than_the_status_are_asked_about() -> None:
    resource = request(status="active", dosageInstruction=[{"text": "stopped last week"}])
    assert told(medcheck.check_fhir(resource)) == [("Lasix", ("furosemide",), "unclear", None)]


def test_a_note_is_read_as_directions_are() -> None:
    resource = request(status="active", note=[{"text": "patient no longer takes it"}])
    assert told(medcheck.check_fhir(resource))[0][2] == "unclear"


@pytest.mark.parametrize(
    ("route", "found"),
    [("26643006", "oral"), ("54485002", "ophthalmic"), ("447694001", "inhaled"), ("PO", "oral"), ("no such", None)],
)
def test_the_route_by_its_code(route: str, found: str | None) -> None:
    resource = request("dexamethasone", status="active", dosageInstruction=[{"route": {"coding": [{"code": route}]}}])
    assert medcheck.check_fhir(resource).mentions[0].route == found


@pytest.mark.parametrize(
    "fields",
    [
        {"medicationReference": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m"}]},
        {"medication": {"reference": {"reference": "#m"}}, "contained": {"resourceType": "Medication", "id": "m"}},
        {"medication": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m"}]},
    ],
    ids=["R4", "R5", "an object for a list"],
)
def test_a_medication_that_is_contained(fields: dict[str, Any]) -> None:
    contained = fields["contained"]
    for one in contained if isinstance(contained, list) else [contained]:
        one["code"] = {"text": "Ventolin"}
    resource = {"resourceType": "MedicationRequest", "status": "active", **fields}
    assert told(medcheck.check_fhir(resource)) == [("Ventolin", ("salbutamol",), "current", None)]


@pytest.mark.parametrize(
    "reference", ["Medication/m", "https://example.org/fhir/Medication/m", "Medication/m/_history/2", "urn:uuid:m"]
)
def test_a_medication_elsewhere_in_the_bundle(reference: str) -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "Ventolin"}]}}
    resource = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "medicationReference": {"reference": reference},
    }
    found = {
        "resourceType": "Bundle",
        "entry": [{"resource": resource}, {"fullUrl": "urn:uuid:m", "resource": medication}],
    }
    assert told(medcheck.check_fhir(found)) == [("Ventolin", ("salbutamol",), "current", None)]


def test_a_medication_without_a_name_is_called_by_its_ingredients() -> None:
    medication = {
        "resourceType": "Medication",
        "id": "m",
        "ingredient": [
            {"itemCodeableConcept": {"text": "hydrochlorothiazide"}},
            {"item": {"concept": {"coding": [{"display": "lisinopril"}]}}},
        ],
    }
    resource = {"resourceType": "MedicationStatement", "status": "active", "medicationReference": {"reference": "#m"}}
    review = medcheck.check_fhir({**resource, "contained": [medication]})
    assert sorted(name for mention in review.mentions for name in mention.ingredients) == [
        "hydrochlorothiazide",
        "lisinopril",
    ]


def test_a_medication_that_is_not_here_is_unrecognised_and_named() -> None:
    resource = {"resourceType": "MedicationRequest", "id": "7", "medicationReference": {"reference": "Medication/zz"}}
    review = medcheck.check_fhir(resource)
    assert review.mentions == ()
    assert len(review.unrecognised) == 1
    assert review.notices == ("MedicationRequest/7 names no medicine, or refers to one that is not here",)


def test_a_display_serves_where_the_medication_is_not_here() -> None:
    resource = {"resourceType": "MedicationRequest", "medicationReference": {"reference": "x/1", "display": "Lasix"}}
    assert told(medcheck.check_fhir(resource)) == [("Lasix", ("furosemide",), "current", None)]


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def test_a_code_settles_a_text_that_we_do_not_know() -> None:
    concept = {"text": "house brand 7", "coding": [{"system": RXNORM, "code": "703"}]}
    review = medcheck.check_fhir({**request(), "medicationCodeableConcept": concept})
    assert told(review) == [("house brand 7", ("amiodarone",), "current", None)]


def test_a_display_settles_a_text_that_could_be_two() -> None:
    concept = {"text": "HCT 25 mg", "coding": [{"display": "Hydrochlorothiazide 25 MG Oral Tablet"}]}
    review = medcheck.check_fhir({**request(), "medicationCodeableConcept": concept})
    assert told(review) == [("HCT 25 mg", ("hydrochlorothiazide",), "current", None)]
    assert review.unrecognised == ()


def test_a_display_that_names_more_than_the_text_hides_nothing() -> None:
    concept = {"text": "amiloride", "coding": [{"display": "Amiloride 5 mg / Furosemide 40 mg tablets"}]}
    review = medcheck.check_fhir({**request(status="active"), "medicationCodeableConcept": concept})
    assert review.mentions[0].ingredients == ("amiloride", "furosemide")


@pytest.mark.parametrize(
    "coding", [{"display": "amiodarone"}, {"system": RXNORM, "code": "703"}], ids=["display", "code"]
)
def test_where_text_and_code_disagree_both_are_shown_and_asked_about(coding: dict[str, str]) -> None:
    concept = {"text": "quinine", "coding": [coding]}
    review = medcheck.check_fhir({**request(status="active"), "medicationCodeableConcept": concept})
    assert told(review) == [
        ("quinine", ("quinine",), "unclear", None),
        ("amiodarone", ("amiodarone",), "unclear", None),
    ]
    assert review.notices == ("MedicationRequest/r1: its text and its code name different medicines; both are shown",)


def test_a_code_for_no_medicine_is_none_and_said() -> None:
    concept = {"coding": [{"system": "http://snomed.info/sct", "code": "787481004", "display": "No known medications"}]}
    review = medcheck.check_fhir(
        {"resourceType": "MedicationStatement", "id": "1", "medicationCodeableConcept": concept}
    )
    assert (review.mentions, review.unrecognised) == ((), ())
    assert review.notices == ("MedicationStatement/1 says: No known medications",)


# Time: the period of a statement, the bounds of directions; nothing is held against the clock.


def statement(**period: str) -> dict[str, Any]:
    return {"resourceType": "MedicationStatement", "status": "active", "effectivePeriod": period, **named("Lasix")}


@pytest.mark.parametrize(
    ("end", "printed", "status"),
    [
        ("2025-12-31", "2026-01-01T08:00:00Z", "stopped"),
        ("2026-01-01", "2026-01-01T08:00:00Z", "current"),
        ("2025", "2026-01-01", "stopped"),
        ("2025-12", "2025-12-31", "current"),
        ("2025-11", "2025-12-01", "stopped"),
        ("soon", "2026-01-01", "current"),
        ("2025-12-31", "", "current"),
    ],
)
def test_a_period_that_has_ended_on_the_day_of_the_bundle(end: str, printed: str, status: str) -> None:
    review = medcheck.check_fhir(bundle(statement(start="2020-01-01", end=end), timestamp=printed))
    assert review.mentions[0].status == status


def test_an_administration_that_is_over_ends_no_medicine() -> None:
    resource = {**statement(start="2025-12-30", end="2025-12-30"), "resourceType": "MedicationAdministration"}
    review = medcheck.check_fhir(bundle({**resource, "status": "completed"}, timestamp="2026-01-01"))
    assert review.mentions[0].status == "current"


def test_the_day_of_the_review_may_be_given() -> None:
    from datetime import date

    resource = statement(end="2025-12-31")
    assert medcheck.check_fhir(resource).mentions[0].status == "current"
    assert told(medcheck.check_fhir(resource, date(2026, 1, 1)))[0][2:] == ("stopped", "ended")


def test_directions_that_have_run_out_beside_an_active_status_are_asked_about() -> None:
    bounds = {"timing": {"repeat": {"boundsPeriod": {"end": "2025-06-01"}}}}
    review = medcheck.check_fhir(bundle(request(status="active", dosageInstruction=[bounds]), timestamp="2026-01-01"))
    assert review.mentions[0].status == "unclear"


# Lists


def test_what_a_list_has_taken_off_is_stopped_and_what_it_lacks_is_said() -> None:
    review = medcheck.check_fhir(
        bundle(
            {
                "resourceType": "List",
                "entry": [
                    {"item": {"reference": "MedicationRequest/r1"}, "deleted": True},
                    {"item": {"reference": "MedicationStatement/gone", "display": "quinine"}},
                ],
            },
            request(status="active"),
        )
    )
    assert told(review) == [("Lasix", ("furosemide",), "stopped", "ended"), ("quinine", ("quinine",), "current", None)]
    assert review.notices == ("MedicationStatement/gone is named by a list and is not here",)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ({"coding": [{"code": "notasked"}]}, "List/m is empty: notasked"),
        ({"coding": [{"code": "nilknown", "display": "Nil Known"}]}, "List/m is empty: Nil Known"),
        ({"text": "carer has the list"}, "List/m is empty: carer has the list"),
    ],
)
def test_why_a_list_is_empty_is_said(reason: dict[str, Any], said: str) -> None:
    review = medcheck.check_fhir({"resourceType": "List", "id": "m", "emptyReason": reason})
    assert (review.mentions, review.notices) == ((), (said,))


@pytest.mark.parametrize("code", ["withheld", "unavailable", "closed"])
def test_why_a_list_may_be_empty_is_not_asked_of_a_medicine(code: str) -> None:
    review = medcheck.check_fhir(request(medicationCodeableConcept={"text": "Lasix", "coding": [{"code": code}]}))
    assert [(mention.text, mention.status) for mention in review.mentions] == [("Lasix", "current")]


@pytest.mark.parametrize(
    ("flag", "status", "expected"),
    [
        ({"text": "Ceased"}, None, "stopped"),
        ({"coding": [{"code": "06", "display": "Suspended"}]}, None, "held"),
        ({"text": "Ceased"}, "active", "unclear"),
        ({"text": "Unchanged"}, "active", "current"),
        ({"text": "Changed"}, None, "current"),
        ({"text": "Prescribed"}, None, "current"),
        ({"coding": [{"code": "05"}]}, "active", "current"),
        ({}, "active", "current"),
    ],
)
def test_how_a_list_marks_a_medicine_is_read_with_it(flag: dict[str, Any], status: str | None, expected: str) -> None:
    entry = {"item": {"reference": "MedicationRequest/r1"}, "flag": flag}
    review = medcheck.check_fhir(bundle({"resourceType": "List", "entry": [entry]}, request(status=status)))
    assert [mention.status for mention in review.mentions] == [expected]
    gone = {"item": {"reference": "MedicationRequest/x", "display": "quinine"}, "flag": flag}
    alone = medcheck.check_fhir({"resourceType": "List", "entry": [gone]})
    assert [mention.status for mention in alone.mentions] == ["stopped" if expected == "unclear" else expected]


# Allergies


def allergy(text: str, **fields: Any) -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "patient": PATIENT, "code": {"text": text}, **fields}


@pytest.mark.parametrize(
    ("manifestation", "reaction"),
    [
        ([{"text": "muscle cramps"}], "muscle cramps"),
        ([{"coding": [{"display": "Rash"}]}, {"text": "wheeze"}], "Rash, wheeze"),
        ([{"concept": {"text": "rash"}}], "rash"),
        ([], None),
    ],
)
def test_an_allergy_with_its_reaction(manifestation: list[Any], reaction: str | None) -> None:
    review = medcheck.check_fhir(allergy("simvastatin", reaction=[{"manifestation": manifestation}]))
    assert told(review) == [("simvastatin", ("simvastatin",), "allergy", reaction)]


@pytest.mark.parametrize(
    "fields",
    [
        {"category": ["food"]},
        {"category": "environment"},
        {"verificationStatus": {"coding": [{"code": "refuted"}]}},
        {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
        {"code": {"coding": [{"code": "716186003", "display": "No known allergy"}]}},
    ],
)
def test_what_is_no_allergy_to_a_medicine(fields: dict[str, Any]) -> None:
    review = medcheck.check_fhir(bundle(request(), {**allergy("Peanut"), **fields}))
    assert told(review) == [("Lasix", ("furosemide",), "current", None)]
    assert review.unrecognised == ()


def test_an_allergy_to_a_food_and_a_medicine_is_one_to_a_medicine() -> None:
    review = medcheck.check_fhir(allergy("penicillin", category=["food", "medication"]))
    assert told(review) == [("penicillin", ("penicillin",), "allergy", None)]


# Laboratory values


def observation(code: str = "2823-3", value: float = 3.1, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": "as the sender calls it"}]},
        "valueQuantity": {"value": value, "unit": "mmol/L"},
        **fields,
    }


def results(review: Review) -> list[tuple[str, float, str | None, str | None]]:
    return [(result.name, result.value, result.flag, result.date) for result in review.results]


def test_low_potassium_beside_a_diuretic_is_what_the_text_would_give() -> None:
    review = medcheck.check_fhir(
        bundle(request(status="active"), observation(effectiveDateTime="2025-12-01T08:00:00Z"))
    )
    assert results(review) == [("potassium", 3.1, "low", "2025-12-01")]
    assert [alert.id for alert in review.alerts] == [
        alert.id for alert in medcheck.check("Lasix 40 mg\nK 3.1 mmol/L").alerts
    ]
    assert review.alerts != ()


def test_a_later_value_supersedes_an_earlier_one_wherever_it_stands() -> None:
    review = medcheck.check_fhir(
        bundle(
            request(status="active"),
            observation(value=4.2, effectiveDateTime="2025-12-02"),
            observation(value=3.1, effectiveDateTime="2025-12-01"),
        )
    )
    assert results(review) == [("potassium", 3.1, "low", "2025-12-01"), ("potassium", 4.2, "normal", "2025-12-02")]
    assert review.alerts == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "entered-in-error"},
        {"status": "cancelled"},
        {"valueQuantity": None},
        {"code": {"coding": [{"system": "http://loinc.org", "code": "2828-2", "display": "Potassium, urine"}]}},
    ],
)
def test_what_is_no_value_of_the_blood(fields: dict[str, Any]) -> None:
    assert medcheck.check_fhir(bundle(request(), {**observation(), **fields})).results == ()


def test_the_range_that_the_laboratory_gives_judges_its_value() -> None:
    limits = [{"low": {"value": 2.9}, "high": {"value": 5.0}}]
    result = medcheck.check_fhir(bundle(request(), observation(referenceRange=limits))).results[0]
    assert (result.flag, result.judged_by) == ("normal", "text")


# What cannot be reviewed


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ("no JSON", "not JSON"),
        ("[1]", "JSON, but not a FHIR resource"),
        ("[" * 100_000, "not JSON"),
        ({"entry": []}, "no resourceType"),
        (
            bundle(request(), {**request(), "subject": {"reference": "Patient/p2"}}),
            "resources of 2 patients; give those of one",
        ),
    ],
)
def test_what_cannot_be_reviewed_is_an_error_of_ours(resource: Any, message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        medcheck.check_fhir(resource)


def test_anything_but_a_resource_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a resource is a mapping or JSON, not list"):
        medcheck.check_fhir([])  # type: ignore[arg-type]


def test_one_patient_by_two_kinds_of_reference() -> None:
    other = {**request("quinine"), "subject": {"reference": "https://example.org/fhir/Patient/p1"}}
    assert len(medcheck.check_fhir(bundle(request(), other)).mentions) == 2


def test_a_bundle_without_a_medicine_says_so() -> None:
    review = medcheck.check_fhir(bundle({"resourceType": "Patient", "id": "p1"}))
    assert review.mentions == ()
    assert review.notices == ("no medicine in it: no medication request, statement, dispense, administration or usage",)


def test_resources_inside_one_another_without_end_are_refused_and_a_few_are_read() -> None:
    whole, contained = request("quinine"), request("quinine")
    for _ in range(20):
        whole = bundle(whole)
    assert [mention.text for mention in medcheck.check_fhir(whole).mentions] == ["quinine"]
    for _ in range(5_000):
        whole = bundle(whole)
        contained = {**request(), "contained": [contained]}
    for deep in (whole, contained):
        with pytest.raises(ResourceError, match=r"^resources inside one another, more than 20 deep; "):
            medcheck.check_fhir(deep)


def test_a_resource_without_an_id_is_named_by_its_kind() -> None:
    unnamed = {"resourceType": "MedicationRequest", "status": "active"}
    assert medcheck.check_fhir(unnamed).notices == (
        "MedicationRequest names no medicine, or refers to one that is not here",
    )
    named = {**unnamed, "medicationCodeableConcept": {"text": "Lasix"}}
    issue = medcheck.detected_issues(named)["entry"][0]["resource"]
    assert issue["implicated"] == [{"display": "Lasix"}]


def test_the_resources_of_parameters_are_read() -> None:
    inside = {"name": "current", "resource": request(status="active")}
    found = medcheck.check_fhir({"resourceType": "Parameters", "parameter": [{"name": "day"}, inside]})
    assert told(found) == [("Lasix", ("furosemide",), "current", None)]
