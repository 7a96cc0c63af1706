"""Calls of the services as a record system makes them, built from what a test says of them."""

from typing import Any

from medcheck.hooks.given import Call

PATIENT = "p1"


def order(text: str, id_: str = "1", status: str = "active", **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": id_,
        "status": status,
        "intent": "order",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "medicationCodeableConcept": {"text": text},
        **fields,
    }


def draft(text: str, id_: str = "draft", **fields: Any) -> dict[str, Any]:
    return order(text, id_, "draft", **fields)


def bundle(*resources: dict[str, Any], **fields: Any) -> dict[str, Any]:
    entry = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entry, **fields}


def taken(*texts: str) -> dict[str, Any]:
    """The prefetch of a patient who takes these, with no allergies and values."""
    requests = bundle(*(order(text, f"taken-{number}") for number, text in enumerate(texts)))
    return {"requests": requests, "statements": None, "allergies": None, "observations": None}


def called(context: dict[str, Any], prefetch: dict[str, Any], instance: str = "i") -> Call:
    return Call(instance, {"userId": "Practitioner/d1", "patientId": PATIENT, **context}, prefetch)


def potassium(value: float, day: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": day,
        "status": "final",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
        "valueQuantity": {"value": value, "unit": "mmol/L"},
        "effectiveDateTime": f"{day}T08:00:00Z",
    }
