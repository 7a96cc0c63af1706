"""The laboratory values of a collection, each written as a clinician would, so that one reader judges them all."""

from collections.abc import Iterator

from medcheck.fhir.collection import Collection
from medcheck.fhir.tables import FhirTables
from medcheck.fhir.taken import passed_over
from medcheck.fhir.values import Resource, codings, concept_text, part, parts, text

_LOINC = "http://loinc.org"


def laboratory_values(collection: Collection, tables: FhirTables) -> list[str]:
    """One text for each value, oldest first ("potassium 3.1 mmol/L (3.5-5.3) 2024-03-01").

    An observation whose LOINC code the tables do not hold is passed over, for "potassium" may be that of urine.
    """
    found = [
        (text(resource, "effectiveDateTime", "issued") or text(part(resource, "effectivePeriod"), "end"), written)
        for resource in (held.resource for held in collection.of_kind("Observation"))
        if not passed_over(resource, tables)
        for written in _values(resource, tables)
    ]
    found.sort(key=lambda dated: dated[0])
    return [f"{written} {when[:10]}".rstrip() for when, written in found]


def _values(resource: Resource, tables: FhirTables) -> Iterator[str]:
    """The value of an observation and those of its components."""
    for measured in (resource, *parts(resource, "component")):
        name = _name(part(measured, "code"), tables)
        value = _value(measured)
        if name and value:
            yield " ".join(filter(None, (name, value, _range(measured))))


def _name(concept: Resource, tables: FhirTables) -> str:
    coded = [text(one, "code") for one in codings(concept) if text(one, "system") in (_LOINC, "")]
    known = [tables.analytes[code] for code in coded if code in tables.analytes]
    return known[0] if known else ("" if coded else concept_text(concept))


def _value(measured: Resource) -> str:
    quantity = part(measured, "valueQuantity")
    if not quantity:
        return text(measured, "valueString")
    unit = (text(quantity, "unit") or text(quantity, "code")).replace("{", "").replace("}", "")
    return " ".join(filter(None, (text(quantity, "comparator") + text(quantity, "value"), unit)))


def _range(measured: Resource) -> str:
    """The range that the laboratory gives, where it has both limits."""
    one = part(measured, "referenceRange")
    low, high = text(part(one, "low"), "value"), text(part(one, "high"), "value")
    return f"({low}-{high})" if low and high else ""
