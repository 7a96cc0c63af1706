"""What a request holds: the orders it is about, what is known of the patient beside them, and whether that is all.

Read as leniently as any resource: an object where a list belongs, a resource where a bundle belongs, an order without
status, intent or medicine. Of no other patient, though: mixing two people is worse than no answer.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from medcheck.exceptions import ResourceError
from medcheck.fhir.collection import DEEPEST, Collection, Held, name_of, too_deep
from medcheck.fhir.concepts import concept_of
from medcheck.fhir.medicines import KINDS
from medcheck.fhir.tables import fhir_tables
from medcheck.fhir.taken import day_of, dosages, taken
from medcheck.fhir.values import Resource, codings, concept_text, part, parts, text
from medcheck.hooks.tables import HookTables
from medcheck.knowledge.hook_rows import HookServiceRow

# How old a laboratory value may be. A template of CDS Hooks 2.0 cannot ask for those since a day; 3.0 can, and has
# 90 days as its example.
RECENT = timedelta(days=90)
# A service should answer within half a second; a medicine with its directions takes 1.3 ms (benchmarks/hooks.py), and
# an allergy no more.
MOST_MEDICINES = 300
MOST_LETTERS = 20_000  # of their names and directions, of which a letter takes 0.02 ms
MOST_RESULTS = 100  # laboratory values, the newest: as many as the template asks for


_READ = (*KINDS, "AllergyIntolerance")


class Call(NamedTuple):
    """The call of a service: which one it is, its context, and what was fetched for it beforehand."""

    instance: str
    context: Resource
    prefetch: Resource


class Given(NamedTuple):
    """All resources of a call.

    ``orders`` are those that name a medicine, ``selected`` those of them that the call is about. ``had`` says what of
    the record was sent along ("medicines", "allergies", "results"); ``is_whole`` is False where there are more pages of
    its medicines.
    """

    collection: Collection
    orders: tuple[Resource, ...]
    selected: tuple[Resource, ...]
    had: frozenset[str]
    is_whole: bool


class _Addressed(NamedTuple):
    resource: Resource
    address: str = ""


def given(call: Call, service: HookServiceRow, tables: HookTables, day: date | None) -> Given:
    """The resources of a call; laboratory values older than ``RECENT`` on ``day`` are left out.

    So is a medicine of the record that by its status or period is no longer taken. Raises ResourceError where it does
    not say who the patient is or what is ordered (no card would look like an all-clear), where a resource is about
    somebody else, and for too many medicines.
    """
    patient = text(call.context, "patientId").removeprefix("Patient/")
    if not patient:
        raise ResourceError("context.patientId is missing")
    if service.orders and not any(isinstance(call.context.get(field), dict | list) for field in service.orders):
        raise ResourceError(f"context.{' or context.'.join(service.orders)} is missing")
    # Copies, which tell an order from the same resource in the record.
    drafts = [
        one._replace(resource={**one.resource})
        for field in service.orders
        for one in _resources(call.context.get(field))
    ]
    everything = Collection(_bundle([*drafts, *_resources(list(call.prefetch.values()))]))
    also = _identifiers(patient, everything)
    if any(_is_of_another(held, patient, also, everything) for held in everything.held):
        raise ResourceError("a resource is about a patient who is not context.patientId, or does not say about whom")
    sent = [one for row in tables.prefetch.values() for one in _resources(call.prefetch.get(row.key))]
    values = [one for one in sent if _is_value(one.resource) and _is_recent(one.resource, day)]
    values.sort(key=lambda one: _when(one.resource))
    record = [
        *(
            one
            for one in sent
            if text(one.resource, "resourceType") != "Observation" and not _is_over(one.resource, day)
        ),
        *_newest(values),
    ]
    lengths = [
        sum(map(len, _to_read(one.resource, everything)))
        for one in (*drafts, *record)
        if text(one.resource, "resourceType") in _READ
    ]
    if len(lengths) > MOST_MEDICINES or sum(lengths) > MOST_LETTERS:
        raise ResourceError(
            f"more than {MOST_MEDICINES} medicines and allergies, or than {MOST_LETTERS:,} letters of them; "
            "send what is taken"
        )
    known = [one for one in drafts if not _is_open(one.resource, everything)]
    selected = {id(one) for one in _selected([it.resource for it in known], _texts(call.context, service.selections))}
    orders = tuple(one.resource for one in known if text(one.resource, "resourceType") in KINDS)
    medicines = [call.prefetch.get(row.key) for row in tables.prefetch.values() if row.holds == "medicines"]
    return Given(
        Collection(_bundle([*known, *record])),
        orders,
        tuple(one for one in orders if id(one) in selected),
        frozenset(row.holds for row in tables.prefetch.values() if _is_had(call.prefetch, row.key)),
        not any(map(_has_more, medicines)),
    )


def replaced_by(orders: Iterable[Resource]) -> frozenset[str]:
    """The names of what is no longer taken once these orders are in force: an earlier state of them, or of another."""
    earlier = [name_of(text(part(one, "priorPrescription"), "reference")) for one in orders]
    return frozenset([*earlier, *map(name, orders)]) - {""}


def _texts(resource: Resource, field: str) -> list[str]:
    """The texts of a field that holds several or one."""
    value = resource.get(field)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]


def _resources(value: Any, address: str = "", depth: int = 0) -> Iterator[_Addressed]:
    """The resources in a bundle, in a list, in an object with ``resource``, or one by itself."""
    if depth > DEEPEST:
        raise too_deep()
    for one in value if isinstance(value, list) else (value,):
        if not isinstance(one, dict):
            continue
        if text(one, "resourceType") == "Bundle":
            for entry in parts(one, "entry"):
                yield from _resources(entry.get("resource"), text(entry, "fullUrl"), depth + 1)
        elif text(one, "resourceType"):
            yield _Addressed(one, address)
        elif part(one, "resource"):
            yield from _resources(one["resource"], depth=depth + 1)


def _bundle(found: Iterable[_Addressed]) -> Resource:
    entries = [{"resource": one.resource, "fullUrl": one.address} for one in found]
    return {"resourceType": "Bundle", "entry": entries}


def _is_open(resource: Resource, everything: Collection) -> bool:
    """Whether an order is for a medicine that has not been chosen yet; one that is only not here has been."""
    if text(resource, "resourceType") not in KINDS or concept_of(resource, everything.resolve):
        return False
    medication = part(resource, "medication")
    return not text(part(resource, "medicationReference") or part(medication, "reference") or medication, "reference")


def _selected(drafts: list[Resource], selections: list[str]) -> list[Resource]:
    """The orders that are named, by type and id or by id alone; all of them where none is."""
    named = {*map(name_of, selections)} - {""}
    found = [one for one in drafts if not named.isdisjoint((name(one), text(one, "id")))]
    return found or drafts


def name(resource: Resource) -> str:
    """Type and id of a resource; empty without an id."""
    own = text(resource, "id")
    return f"{text(resource, 'resourceType')}/{own}" if own else ""


def _to_read(resource: Resource, everything: Collection) -> Iterator[str]:
    """The texts of a medicine or allergy that names are looked for in."""
    concept = concept_of(resource, everything.resolve) or part(resource, "code", "substance")
    yield concept_text(concept)
    yield from (text(coding, "display") for coding in codings(concept))
    for one in (*dosages(resource), *parts(resource, "note")):
        yield text(one, "text") or text(one, "patientInstruction")


def _is_over(resource: Resource, day: date | None) -> bool:
    """Whether it is a medicine of the record that is no longer taken, or never was."""
    kind = text(resource, "resourceType")
    return kind in KINDS and taken(resource, day, fhir_tables()).status in ("stopped", "not_taken")


def _is_value(resource: Resource) -> bool:
    """Whether it may be a laboratory value that the tables know, by the codes of it or of its components."""
    if text(resource, "resourceType") != "Observation":
        return False
    for measured in (resource, *parts(resource, "component")):
        codes = {text(coding, "code") for coding in codings(part(measured, "code"))}
        if not codes or codes & fhir_tables().analytes.keys():
            return True
    return False


def _newest(values: Sequence[_Addressed]) -> list[_Addressed]:
    """The last of these, as many as there may be values in them."""
    sizes = accumulate(1 + len([*parts(one.resource, "component")]) for one in reversed(values))
    return [*values][len(values) - sum(size <= MOST_RESULTS for size in sizes) :]


def _is_recent(resource: Resource, day: date | None) -> bool:
    when = day_of(_when(resource))
    return day is None or when is None or when >= day - RECENT


def _when(resource: Resource) -> str:
    return text(resource, "effectiveDateTime", "issued") or text(part(resource, "effectivePeriod"), "end")


def _is_had(prefetch: Resource, key: str) -> bool:
    """Whether a template was satisfied; null says that there is nothing, an OperationOutcome that it failed."""
    return key in prefetch and not any(_has_failed(one.resource, prefetch[key]) for one in _resources(prefetch[key]))


def _has_failed(resource: Resource, value: Any) -> bool:
    """Whether it is an outcome by itself, or one among others that is more than a remark on them."""
    if text(resource, "resourceType") != "OperationOutcome":
        return False
    severities = {text(issue, "severity") for issue in parts(resource, "issue")}
    return resource is value or bool(severities & {"fatal", "error"})


def _has_more(value: Any) -> bool:
    return any(
        text(link, "relation") == "next"
        for one in (value if isinstance(value, list) else (value,))
        if isinstance(one, dict)
        for link in parts(one, "link")
    )


def _is_of_another(held: Held, patient: str, also: Set[str], everything: Collection) -> bool:
    """Whether a resource is about anybody but the patient, as far as it says; ``also`` are the patient's numbers."""
    resource = held.resource
    if text(resource, "resourceType") == "Patient":
        return not held.parent and text(resource, "id") != patient
    subject = part(resource, "subject", "patient")
    reference = text(subject, "reference") or text(resource, "subject", "patient")
    if reference:
        if name_of(reference) in (patient, f"Patient/{patient}"):
            return False
        meant = everything.resolve({"reference": reference}, held.parent or resource)
        return text(meant, "resourceType") != "Patient" or text(meant, "id") != patient
    identifier = text(part(subject, "identifier"), "value")
    return bool(identifier) and identifier not in also


def _identifiers(patient: str, everything: Collection) -> set[str]:
    """What else the patient is known by."""
    return {
        text(identifier, "value")
        for held in everything.of_kind("Patient")
        if text(held.resource, "id") == patient
        for identifier in parts(held.resource, "identifier")
    }
