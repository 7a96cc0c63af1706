"""Whether the medicine of a resource is taken, by its status, intent and the like, and by the end of its period."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from medcheck.fhir.tables import FhirTables
from medcheck.fhir.values import Resource, coded, part, parts, text
from medcheck.knowledge.fhir_rows import FhirStatusRow
from medcheck.records import Status


class Taken(NamedTuple):
    """A status with its reason; no status where the resource says nothing of it."""

    status: Status | None
    reason: str | None = None


def deciding_row(resource: Resource, tables: FhirTables) -> FhirStatusRow | None:
    """The first row of ``statuses.csv`` that a resource meets."""
    kind = text(resource, "resourceType")
    met = (
        one
        for field, by_code in tables.statuses.items()
        if field in resource
        for code in coded(resource, field)
        for one in by_code.get(code, ())
        if one[1].resource in ("", kind)
    )
    return min(met, default=(0, None))[1]


def taken(resource: Resource, day: date | None, tables: FhirTables) -> Taken:
    """What the resource says; ``day`` is the one that the end of its period is held against."""
    kind = text(resource, "resourceType")
    row = deciding_row(resource, tables)
    if row is None:
        return Taken("as_needed" if _as_needed(resource) else None)
    found = Taken(row.status, row.status_reason or None)
    if found.status != "current":
        return found
    # The period of an administration is that of one dose.
    if day and kind != "MedicationAdministration" and _ended(part(resource, "effectivePeriod"), day):
        return Taken("stopped", "ended")
    if day and any(_ended(_bounds(one), day) for one in dosages(resource)):
        return Taken("unclear")  # the directions have run out, and the resource still says that it is active
    return Taken("as_needed") if _as_needed(resource) else found


def passed_over(resource: Resource, tables: FhirTables) -> bool:
    """Whether an allergy or a laboratory value is none ("entered in error"), or an allergy to no medicine.

    All codes of a field must say so: an allergy to a food and a medicine is one to a medicine.
    """
    rows = [row for row in tables.passed_over if row.resource == text(resource, "resourceType")]
    codes = {field: coded(resource, field) for field in {row.field for row in rows}}
    return any(found and found <= {row.value for row in rows if row.field == field} for field, found in codes.items())


def dosages(resource: Resource) -> Iterator[Resource]:
    """The directions of a resource, whatever its kind calls them."""
    yield from parts(resource, "dosageInstruction")
    yield from parts(resource, "dosage")


def _as_needed(resource: Resource) -> bool:
    return any(
        "true" in (text(one, "asNeededBoolean"), text(one, "asNeeded"))
        or bool(part(one, "asNeededCodeableConcept", "asNeededFor"))
        for one in dosages(resource)
    )


def _bounds(dosage: Resource) -> Resource:
    return part(part(part(dosage, "timing"), "repeat"), "boundsPeriod")


def _ended(period: Resource, day: date) -> bool:
    end = day_of(text(period, "end"))
    return end is not None and end < day


def day_of(written: str) -> date | None:
    """The last day of a date as FHIR writes it ("2024", "2024-03", "2024-03-01T09:00:00Z"); None for anything else."""
    year, month, last = [*written[:10].split("-"), "", ""][:3]
    try:
        if last:
            return date(int(year), int(month), int(last))
        first = int(month or 12)
        return date(int(year), first, monthrange(int(year), first)[1])
    except ValueError:  # calendar.IllegalMonthError is one
        return None
