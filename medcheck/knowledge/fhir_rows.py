"""The rows of the tables about FHIR, which only the reading of a resource asks for, and the database not."""

from typing import Literal, NamedTuple

from medcheck.knowledge.cells import Text
from medcheck.records import Route, Status


class FhirStatusRow(NamedTuple):
    """What a code in a field of a resource says of whether the medicine is taken.

    An empty ``resource`` means any that bears a medicine. The first row that a resource meets decides, so that what
    says more clearly that a medicine is not taken stands first. ``in_export`` is what a row of an export is called
    instead of its status, where it counts for a time and not until a stop is written.
    """

    resource: str
    field: Text
    value: Text
    status: Status
    status_reason: str
    in_export: str


class FhirRouteRow(NamedTuple):
    """A code of a route, of SNOMED CT or of HL7's own."""

    code: Text
    route: Route


class FhirSystemRow(NamedTuple):
    """The address by which FHIR knows a coding system of ``data/codes.csv``."""

    uri: Text
    system: Literal["atc", "bnf", "rxnorm"]


class FhirNoMedicineRow(NamedTuple):
    """A code that says that there is no medicine or no allergy, or that nothing is known of them."""

    code: Text
    display: Text


class FhirLaboratoryRow(NamedTuple):
    """A LOINC code of a value in serum, plasma or blood, and the analyte that it measures."""

    code: Text
    analyte: Text


class FhirPassedOverRow(NamedTuple):
    """A code by which an allergy or a laboratory value is none, or none that concerns medicines."""

    resource: Text
    field: Text
    value: Text
