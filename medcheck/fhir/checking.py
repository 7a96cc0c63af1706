"""The door for FHIR: a resource in, its review out, as our own model or as FHIR."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from medcheck.checker import Checker, default_checker
from medcheck.entries import joined
from medcheck.fhir.read import FhirList, parse, read
from medcheck.records import ReviewRecord
from medcheck.report.fhir import issues_bundle

if TYPE_CHECKING:
    from medcheck.models import Review


class FhirReview(NamedTuple):
    """The record of a resource's review, the text that its offsets point into, and what it was read from."""

    record: ReviewRecord
    text: str
    listed: FhirList

    @property
    def references(self) -> tuple[str, ...]:
        """The resource of each mention, by the entry in whose text it stands."""
        found = []
        number, end = -1, -1
        for mention in self.record.mentions:
            while mention.start > end:
                number += 1
                end += len(self.listed.entries[number].text) + 1
            found.append(self.listed.references[number])
        return tuple(found)


def review_fhir(resource: "Mapping[str, Any] | str", as_of: date | None, checker: Checker) -> FhirReview:
    """What the other functions here are made of, as plain records."""
    if not isinstance(resource, (str, Mapping)):
        raise TypeError(f"a resource is a mapping or JSON, not {type(resource).__name__}")
    parsed = parse(resource) if isinstance(resource, str) else resource
    listed = read(parsed, checker.lexicon, checker.database, as_of)
    record = checker.medicines_record(listed.entries, listed.results)
    return FhirReview(record, joined(listed.entries, listed.results), listed)


def check_fhir(
    resource: "Mapping[str, Any] | str", as_of: date | None = None, *, checker: Checker | None = None
) -> "Review":
    """The review of a FHIR resource, or of all resources in a bundle: medicines, allergies, laboratory values.

    ``resource`` is a mapping or JSON of any version from DSTU2 to R5, read leniently: a field that cannot be read is
    passed over. Periods are held against ``as_of``, else against the day that a bundle or list bears. Offsets point
    into the texts of the medicines joined by line ends; ``notices`` name the resources that hold no medicine or
    contradict themselves. Without a ``checker`` it is the one with our own tables.

    Raises ResourceError for what is no resource, and where resources are about two patients.
    """
    from medcheck.models import Review

    found = review_fhir(resource, as_of, checker or default_checker())
    return Review.of(found.record).model_copy(update={"notices": found.listed.notices})


def detected_issues(
    resource: "Mapping[str, Any] | str", as_of: date | None = None, *, checker: Checker | None = None
) -> dict[str, Any]:
    """The same review as FHIR R4: a Bundle of DetectedIssue, and a Communication of what is not recognised.

    ``implicated`` are the resources that were given, by their references. Every issue is ``preliminary``, for no person
    has looked at it. No date is set: the same resources give the same bundle on any day. Raises as ``check_fhir``.
    """
    used = checker or default_checker()
    found = review_fhir(resource, as_of, used)
    return issues_bundle(found.record, used.clinical.side_effect, found.references, found.listed.patient)
