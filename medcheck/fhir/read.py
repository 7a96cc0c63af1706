"""A FHIR resource as medicines that arrive separated, with laboratory values and notices."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from medcheck.exceptions import ResourceError
from medcheck.fhir.collection import Collection, patient_of
from medcheck.fhir.laboratory import laboratory_values
from medcheck.fhir.medicines import KINDS, entries
from medcheck.fhir.names import Namer
from medcheck.fhir.taken import day_of
from medcheck.fhir.values import Resource, text
from medcheck.knowledge.database import Database
from medcheck.naming.lexicon import Lexicon
from medcheck.records import MedicineEntry

_ABOUT_A_PATIENT = (*KINDS, "AllergyIntolerance", "Observation")


class FhirList(NamedTuple):
    """What a resource holds: an entry for each medicine and allergy, ``references`` beside them in the same order."""

    entries: tuple[MedicineEntry, ...]
    references: tuple[str, ...]
    results: tuple[str, ...]
    notices: tuple[str, ...]
    patient: str


def parse(content: str) -> Mapping[str, Any]:
    """A resource from its JSON; ResourceError for anything else."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ResourceError("not JSON; give one FHIR resource, such as a Bundle") from None
    if not isinstance(found, dict):
        raise ResourceError("JSON, but not a FHIR resource; give one object with a resourceType, such as a Bundle")
    return found


def read(resource: Resource, lexicon: Lexicon, database: Database, as_of: date | None = None) -> FhirList:
    """The medicines, allergies and laboratory values of a resource or of all resources in a bundle or list.

    Periods are held against ``as_of``, else against the day that the bundle or list bears. Raises ResourceError for
    what is no resource, and where resources are about two patients.
    """
    if not text(resource, "resourceType"):
        raise ResourceError("no resourceType; give a FHIR resource, such as a Bundle or a MedicationRequest")
    collection = Collection(resource)
    patients = {patient_of(held.resource) for held in collection.of_kind(*_ABOUT_A_PATIENT)} - {""}
    if len(patients) > 1:
        raise ResourceError(f"resources of {len(patients)} patients; give those of one")
    namer = Namer(lexicon, database)
    found = list(entries(collection, namer, as_of or day_of(text(resource, "timestamp", "date"))))
    with_entry = [(one.entry, one.reference) for one in found if one.entry]
    notices = [one.notice for one in found if one.notice]
    if not found:
        notices.append("no medicine in it: no medication request, statement, dispense, administration or usage")
    return FhirList(
        tuple(entry for entry, _ in with_entry),
        tuple(reference for _, reference in with_entry),
        tuple(laboratory_values(collection, namer.tables)),
        tuple(dict.fromkeys(notices)),
        next(iter(patients), ""),
    )
