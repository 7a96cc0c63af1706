"""FHIR bulk files: one resource a line; medication requests, statements and dispenses become rows."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from medcheck.exceptions import InputFileError
from medcheck.export.inputs.delimited import LONGEST_CELL, TOO_LONG, skip_line
from medcheck.export.inputs.dialect import detect, lines
from medcheck.export.inputs.rows import BadRow, OnBad

COLUMNS = ("resourceType", "id", "patient", "medication", "code", "status", "start", "end", "supply")
NO_ROWS = "no medication request, statement, dispense or usage was found"
_LONGEST_LINE = 64 * LONGEST_CELL
_HEAD = 64 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON may hold one half of a pair, which no file of text can
# A MedicationOrder is DSTU2's MedicationRequest.
_LISTED = ("MedicationRequest", "MedicationOrder", "MedicationStatement", "MedicationDispense", "MedicationUsage")
# A reference to a patient, relative or with an address in front of it.
_PATIENT = re.compile(r"(?:.*/)?(Patient/[^/]+)(?:/_history/[^/]+)?")
# A request of such an intent is no order: nobody takes it yet.
_NO_ORDER = ("proposal", "plan", "option")
_ATC = ("http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73")


class FhirFile:
    """One NDJSON file; ``medications`` are the Medication resources of all files of the export, by id.

    Patients, encounters and the like are passed over. A line that is no resource in JSON makes a
    bad row, and so does a whole bundle.
    """

    def __init__(self, path: Path, medications: Mapping[str, dict[str, Any]] | None = None) -> None:
        self.path = path
        self.columns: tuple[str, ...] = COLUMNS
        self.notices: list[str] = []
        self.dialect, _ = detect(path)
        self.medications = medications or {}

    def resources(self, on_bad: OnBad) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every resource of the file, with its line."""
        with lines(self.path, self.dialect) as file:
            for number in count(1):
                line = file.readline(_LONGEST_LINE)
                if not line:
                    return
                if not line.strip():
                    continue
                if len(line) == _LONGEST_LINE and not line.endswith("\n"):
                    skip_line(file)
                    on_bad(BadRow(str(self.path), number, "a resource too long to be one"))
                    continue
                try:
                    resource = json.loads(line)
                except (ValueError, RecursionError):
                    resource = None
                if isinstance(resource, dict) and isinstance(resource.get("resourceType"), str):
                    yield number, resource
                else:
                    on_bad(BadRow(str(self.path), number, "not a FHIR resource in JSON"))

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """One row for each medication request, statement, dispense or usage."""
        for number, resource in self.resources(on_bad):
            if resource["resourceType"] == "Bundle":
                on_bad(BadRow(str(self.path), number, "a bundle; give the resources in it one a line"))
            elif resource["resourceType"] in _LISTED:
                cells = [cell.replace("\0", "") for cell in self._row(resource)]
                if any(map(_SURROGATE.search, cells)):
                    on_bad(BadRow(str(self.path), number, "half a character: a surrogate by itself"))
                elif max(map(len, cells)) > LONGEST_CELL:
                    on_bad(BadRow(str(self.path), number, TOO_LONG))
                else:
                    yield cells

    def _row(self, resource: dict[str, Any]) -> list[str]:
        text, code = self._medication(resource)
        period = _dict(resource.get("effectivePeriod")) or _dict(resource.get("whenHandedOverPeriod"))
        # The validity of a request says until when it may be dispensed, not until when it is taken.
        start = (
            resource.get("authoredOn") or resource.get("effectiveDateTime") or period.get("start")
            or resource.get("whenHandedOver") or resource.get("whenPrepared") or resource.get("dateWritten")
            or resource.get("dateAsserted")
        )  # fmt: skip
        patient = _dict(resource.get("subject")) or _dict(resource.get("patient"))
        identifier = _dict(patient.get("identifier")).get("value")
        reference = _str(patient.get("reference") or identifier)
        person = _PATIENT.fullmatch(reference)
        return [
            str(resource["resourceType"]), _str(resource.get("id")), person[1] if person else reference,
            text, code, _status(resource), _str(start), _str(period.get("end") or resource.get("dateEnded")),
            _str(_dict(resource.get("daysSupply")).get("value")),
        ]  # fmt: skip

    def _medication(self, resource: dict[str, Any]) -> tuple[str, str]:
        field = resource.get("medication")
        concept = _dict(resource.get("medicationCodeableConcept")) or _dict(_dict(field).get("concept"))
        reference = _dict(resource.get("medicationReference")) or _dict(_dict(field).get("reference"))
        if not concept and reference:
            target = _str(reference.get("reference"))
            contained = {_str(part.get("id")): part for part in _dicts(resource.get("contained"))}
            found = (
                contained.get(target[1:]) if target.startswith("#") else self.medications.get(target.rsplit("/", 1)[-1])
            )
            concept = _dict(_dict(found).get("code"))
            if not named(concept)[0]:
                return _str(reference.get("display")), named(concept)[1]
        return named(concept)


def _status(resource: dict[str, Any]) -> str:
    """The status, or what says as clearly that the medicine is not taken."""
    if resource.get("doNotPerform") is True:
        return "entered-in-error"
    if resource.get("wasNotTaken") is True or resource.get("taken") == "n":  # DSTU2, STU3
        return "not-taken"
    if resource.get("intent") in _NO_ORDER:
        return str(resource["intent"])
    # What was handed over completely is taken from then on.
    if resource["resourceType"] == "MedicationDispense" and resource.get("status") == "completed":
        return "dispensed"
    return _str(resource.get("status"))


def named(concept: dict[str, Any]) -> tuple[str, str]:
    """The text of a concept (its own, else a coding's display) and its ATC code or, failing that, first code."""
    codings = _dicts(concept.get("coding"))
    text = _str(concept.get("text")) or next((_str(c["display"]) for c in codings if c.get("display")), "")
    ranked = sorted(codings, key=lambda coding: coding.get("system") not in _ATC)
    return text, next((_str(coding["code"]) for coding in ranked if coding.get("code")), "")


def medications(files: list[FhirFile], on_bad: OnBad) -> dict[str, dict[str, Any]]:
    """The Medication resources of all files, by id, as far as rows refer to them."""
    found = {}
    for file in files:
        for _, resource in file.resources(on_bad):
            if resource["resourceType"] == "Medication":
                found[_str(resource.get("id"))] = {"code": resource.get("code")}
    return found


def check(file: FhirFile) -> None:
    """Raise InputFileError for a file whose first line is no resource."""
    with lines(file.path, file.dialect) as text:
        head = text.read(_HEAD)
    if not head.lstrip().startswith("{"):
        raise InputFileError(f"{file.path}, line 1: not NDJSON (one FHIR resource a line)")


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _str(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, (dict, list)) else str(value)
