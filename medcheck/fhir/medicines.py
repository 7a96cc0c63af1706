"""The medicines of a collection of resources, each as an entry with what its resource says of it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from medcheck.fhir.collection import Collection, Held, Listed
from medcheck.fhir.concepts import concept_of
from medcheck.fhir.names import Namer
from medcheck.fhir.taken import Taken, dosages, passed_over, taken
from medcheck.fhir.values import NOTHING, Resource, coded, codings, concept_text, part, parts, text
from medcheck.records import TAKEN, MedicineEntry, Route, replace

KINDS = (
    "MedicationRequest",
    "MedicationStatement",
    "MedicationDispense",
    "MedicationAdministration",
    "MedicationUsage",
    "MedicationOrder",
)


class FhirEntry(NamedTuple):
    """An entry with the reference of the resource it comes from, and a notice about it, if there is one.

    ``resource`` is where it comes from, none for what a list names and is not here.
    """

    entry: MedicineEntry | None
    reference: str
    notice: str = ""
    resource: Resource = NOTHING


def entries(collection: Collection, namer: Namer, day: date | None) -> Iterator[FhirEntry]:
    """The medicines in the order of their resources, what a list names and is not here, then the allergies.

    Of a list that is empty and says why there is a notice: of whom nobody asked may take anything.
    """
    removed, flags = {id(resource) for resource in collection.removed()}, collection.flags()
    for held in collection.of_kind(*KINDS):
        for one in _medicine(held, collection, namer, day):
            found = _flagged(one, flags.get(id(held.resource), ""))
            found = _taken_off(found) if id(held.resource) in removed else found
            yield found._replace(resource=held.resource)
    for listed in collection.missing():
        yield from _missing(listed)
    for held in collection.of_kind("List"):
        reason = part(held.resource, "emptyReason")
        why = concept_text(reason) or ", ".join(sorted(coded(held.resource, "emptyReason")))
        if why:
            yield FhirEntry(None, held.reference, f"{held.reference} is empty: {why}")
    for held in collection.of_kind("AllergyIntolerance"):
        yield from _allergy(held, namer)


def _taken_off(one: FhirEntry) -> FhirEntry:
    """An entry that its list has taken off: stopped, unless its own resource says why it is not taken."""
    entry = one.entry
    if entry is None or (entry.status and entry.status not in TAKEN):
        return one
    return one._replace(entry=replace(entry, status="stopped", status_reason="ended"))


def _flagged(one: FhirEntry, flag: str) -> FhirEntry:
    """An entry with the mark of its list behind it, where the words around a name are read."""
    return one._replace(entry=replace(one.entry, text=f"{one.entry.text}, {flag}")) if one.entry and flag else one


def _missing(listed: Listed) -> Iterator[FhirEntry]:
    """What a list names and is not here, by its display; of what it has taken off nothing without one."""
    reference, display = text(listed.item, "reference"), text(listed.item, "display")
    if not listed.removed:
        notice = f"{reference or 'an entry of the list'} is named by a list and is not here"
        yield _flagged(FhirEntry(MedicineEntry(text=display or reference or "?"), reference, notice), listed.flag)
    elif display:
        yield _taken_off(FhirEntry(MedicineEntry(text=display), reference))


def _medicine(held: Held, collection: Collection, namer: Namer, day: date | None) -> Iterator[FhirEntry]:
    resource, reference = held.resource, held.reference
    concept = concept_of(resource, collection.resolve)
    none = namer.says_none(concept)
    if none:
        yield FhirEntry(None, reference, f"{reference} says: {none}")
        return
    called = namer.called(concept)
    said = taken(resource, day, namer.tables)
    if called.other and (said.status is None or said.status in TAKEN):
        said = Taken("unclear")
    directions = ", ".join(dict.fromkeys(filter(None, map(_directions, dosages(resource)))))
    notes = ", ".join(filter(None, (text(note, "text") for note in parts(resource, "note"))))
    yield FhirEntry(
        MedicineEntry(
            text=", ".join(filter(None, (called.written or reference, directions, notes))),
            ingredients=called.ingredients,
            status=said.status,
            status_reason=said.reason,
            route=_route(resource, namer),
        ),
        reference,
        "" if called.written else f"{reference} names no medicine, or refers to one that is not here",
    )
    if called.other:
        yield FhirEntry(
            MedicineEntry(text=called.other, status=said.status, status_reason=said.reason),
            reference,
            f"{reference}: its text and its code name different medicines; both are shown",
        )


def _directions(dosage: Resource) -> str:
    """The directions as text, else their parts: dose, route, how often."""
    written = text(dosage, "text") or text(dosage, "patientInstruction")
    if written:
        return written
    rate = part(dosage, "doseAndRate")
    quantity = part(rate, "doseQuantity") or part(dosage, "doseQuantity", "dose", "quantity")
    dose = " ".join(filter(None, (text(quantity, "value"), text(quantity, "unit", "code"))))
    timing = concept_text(part(part(dosage, "timing"), "code"))
    return " ".join(filter(None, (dose, concept_text(part(dosage, "route")), timing)))


def _route(resource: Resource, namer: Namer) -> Route | None:
    """The route by its code, where all directions agree."""
    coded = {
        namer.tables.routes.get(text(coding, "code"))
        for dosage in dosages(resource)
        for coding in codings(part(dosage, "route"))
    } - {None}
    return coded.pop() if len(coded) == 1 else None


def _allergy(held: Held, namer: Namer) -> Iterator[FhirEntry]:
    resource, reference = held.resource, held.reference
    concept = part(resource, "code", "substance")
    if passed_over(resource, namer.tables) or namer.says_none(concept):
        return
    called = namer.called(concept)
    if not called.written:
        return
    reactions = (
        concept_text(part(manifestation, "concept") or manifestation)
        for reaction in parts(resource, "reaction")
        for manifestation in parts(reaction, "manifestation")
    )
    yield FhirEntry(
        MedicineEntry(
            text=called.written,
            ingredients=called.ingredients,
            status="allergy",
            status_reason=", ".join(dict.fromkeys(filter(None, reactions))) or None,
        ),
        reference,
    )
    if called.other:
        yield FhirEntry(MedicineEntry(text=called.other, status="allergy"), reference)
