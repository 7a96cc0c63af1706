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
from medcheck.fhir.collection import patient_of
from medcheck.fhir.concepts import concept_of, contained
from medcheck.fhir.values import NOTHING, Resource, codings, concept_text, part, text

COLUMNS = ("resourceType", "id", "patient", "medication", "code", "status", "start", "end", "supply")
NO_ROWS = "no medication request, statement, dispense or usage was found"
_LONGEST_LINE = 64 * LONGEST_CELL
_HEAD = 64 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON may hold one half of a pair, which no file of text can
# A MedicationOrder is DSTU2's MedicationRequest.
_LISTED = ("MedicationRequest", "MedicationOrder", "MedicationStatement", "MedicationDispense", "MedicationUsage")
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

    def _row(self, resource: Resource) -> list[str]:
        concept = concept_of(resource, self._resolve)
        period = part(resource, "effectivePeriod", "whenHandedOverPeriod")
        # The validity of a request says until when it may be dispensed, not until when it is taken.
        start = (
            text(resource, "authoredOn", "effectiveDateTime") or text(period, "start")
            or text(resource, "whenHandedOver", "whenPrepared", "dateWritten", "dateAsserted")
        )  # fmt: skip
        return [
            text(resource, "resourceType"), text(resource, "id"), patient_of(resource),
            concept_text(concept), _code(concept), _status(resource), start,
            text(period, "end") or text(resource, "dateEnded"), text(part(resource, "daysSupply"), "value"),
        ]  # fmt: skip

    def _resolve(self, reference: Resource, within: Resource) -> Resource:
        target = text(reference, "reference")
        if target.startswith("#"):
            return contained(target, within)
        return self.medications.get(target.rsplit("/", 1)[-1], NOTHING)


def _status(resource: Resource) -> str:
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
    return text(resource, "status")


def _code(concept: Resource) -> str:
    """The ATC code of a concept or, failing that, its first code."""
    ranked = sorted(codings(concept), key=lambda coding: coding.get("system") not in _ATC)
    return next(filter(None, (text(coding, "code") for coding in ranked)), "")


def medications(files: list[FhirFile], on_bad: OnBad) -> dict[str, dict[str, Any]]:
    """The Medication resources of all files, by id, as far as rows refer to them."""
    found = {}
    for file in files:
        for _, resource in file.resources(on_bad):
            if resource["resourceType"] == "Medication":
                found[text(resource, "id")] = {"code": resource.get("code")}
    return found


def check(file: FhirFile) -> None:
    """Raise InputFileError for a file whose first line is no resource."""
    with lines(file.path, file.dialect) as opened:
        head = opened.read(_HEAD)
    if not head.lstrip().startswith("{"):
        raise InputFileError(f"{file.path}, line 1: not NDJSON (one FHIR resource a line)")
