"""FHIR bulk files, one resource a line, and bundles; medication requests, statements and dispenses become rows."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from medcheck.counted import counted
from medcheck.exceptions import InputFileError, ResourceError
from medcheck.export.inputs.delimited import LONGEST_CELL, TOO_LONG, skip_line
from medcheck.export.inputs.dialect import detect, lines
from medcheck.export.inputs.rows import BadRow, OnBad
from medcheck.fhir.collection import Collection, patient_of
from medcheck.fhir.concepts import Contained, concept_of
from medcheck.fhir.tables import fhir_tables
from medcheck.fhir.taken import deciding_row
from medcheck.fhir.values import NOTHING, Resource, codings, concept_text, part, text

COLUMNS = ("resourceType", "id", "patient", "medication", "code", "status", "medicine_status", "start", "end", "supply")
NOT_FHIR = "not a FHIR resource in JSON"
NO_ROWS = "no medication request, statement, dispense or usage was found"
_LONGEST_LINE = 64 * LONGEST_CELL
_HEAD = 64 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON may hold one half of a pair, which no file of text can
# A MedicationOrder is DSTU2's MedicationRequest.
_LISTED = ("MedicationRequest", "MedicationOrder", "MedicationStatement", "MedicationDispense", "MedicationUsage")
# What of a Medication says which it is.
_NAMING = ("code", "ingredient")
_MOST_SHOWN = 60  # letters of a reference in a notice
_ATC = ("http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73")


class Placed(NamedTuple):
    """A resource with its line and, where others stand in that line with it, its number among them.

    ``together`` are those others, which its references may lead to; a List among them may say that it is ``taken_off``.
    """

    line: int
    number: int
    resource: Resource
    together: Collection | None = None
    taken_off: bool = False

    def bad(self, path: Path, reason: str) -> BadRow:
        """The resource as one that cannot be read."""
        return BadRow(str(path), self.line, f"entry {self.number}: {reason}" if self.number else reason)


class FhirFile:
    """One NDJSON file, or a file that is one JSON: a bundle, a resource or a list of them.

    ``medications`` are the Medication resources of all files of the export, by id. Patients, encounters and the like
    are passed over. A line that is no resource in JSON makes a bad row.
    """

    def __init__(self, path: Path, medications: Mapping[str, Resource] | None = None) -> None:
        self.path = path
        self.columns: tuple[str, ...] = COLUMNS
        self.notices: list[str] = []
        self.dialect, _ = detect(path)
        self.medications = medications or {}
        self._is_one = self._is_one_json()

    def resources(self, on_bad: OnBad) -> Iterator[Placed]:
        """Every resource of the file, those of a bundle one by one."""
        for line, value in self._values(on_bad):
            many = value if isinstance(value, list) else [value]
            number = 0
            for one in many:
                if not (isinstance(one, dict) and isinstance(one.get("resourceType"), str)):
                    number += 1
                    on_bad(Placed(line, number * (many is value), {}).bad(self.path, NOT_FHIR))
                elif one["resourceType"] != "Bundle":
                    number += 1
                    yield Placed(line, number * (many is value), one)
                else:
                    try:
                        together = Collection(one)
                    except ResourceError as error:
                        on_bad(BadRow(str(self.path), line, str(error)))
                        continue
                    removed = set(map(id, together.removed()))
                    for held in together.held:
                        if not held.parent:
                            number += 1
                            yield Placed(line, number, held.resource, together, id(held.resource) in removed)

    def _values(self, on_bad: OnBad) -> Iterator[tuple[int, object]]:
        """What stands in each line that is JSON, or in the whole file where that is one."""
        with lines(self.path, self.dialect) as file:
            if self._is_one:
                yield 1, json.loads(file.read())
                return
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
                value = _json(line)
                if isinstance(value, dict):
                    yield number, value
                else:
                    on_bad(BadRow(str(self.path), number, NOT_FHIR))

    def _is_one_json(self) -> bool:
        """Whether the lines of the file make one JSON; InputFileError where it would be too long to be held."""
        with lines(self.path, self.dialect) as file:
            first = file.readline(_HEAD)
            while first and not first.strip():
                first = file.readline(_HEAD)
            if (len(first) == _HEAD and not first.endswith("\n")) or isinstance(_json(first), dict):
                return False
            if not first.lstrip().startswith(("{", "[")):
                raise InputFileError(f"{self.path}, line 1: not NDJSON (one FHIR resource a line), nor a bundle")
            rest = file.read(_LONGEST_LINE)
        if len(rest) == _LONGEST_LINE and first.strip() in ("{", "["):
            raise InputFileError(f"{self.path}: one JSON of over {_LONGEST_LINE:,} characters; give NDJSON")
        return isinstance(_json(first + rest), (dict, list))

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """One row for each medication request, statement, dispense or usage."""
        for placed in self.resources(on_bad):
            if placed.resource["resourceType"] not in _LISTED:
                continue
            cells = [cell.replace("\0", "") for cell in self._row(placed)]
            if any(map(_SURROGATE.search, cells)):
                on_bad(placed.bad(self.path, "half a character: a surrogate by itself"))
            elif max(map(len, cells)) > LONGEST_CELL:
                on_bad(placed.bad(self.path, TOO_LONG))
            else:
                yield cells

    def _row(self, placed: Placed) -> list[str]:
        resource = placed.resource
        concept = self.concept(placed)
        period = part(resource, "effectivePeriod", "whenHandedOverPeriod")
        # The validity of a request says until when it may be dispensed, not until when it is taken.
        start = (
            text(resource, "authoredOn", "effectiveDateTime") or text(period, "start")
            or text(resource, "whenHandedOver", "whenPrepared", "dateWritten", "dateAsserted")
        )  # fmt: skip
        return [
            text(resource, "resourceType"), text(resource, "id"), patient_of(resource),
            concept_text(concept), _code(concept), text(resource, "status"), _status(placed), start,
            text(period, "end") or text(resource, "dateEnded"), text(part(resource, "daysSupply"), "value"),
        ]  # fmt: skip

    def concept(self, placed: Placed) -> Resource:
        """What names the medicine of a resource; nothing where it is a Medication that is not here."""

        inside = Contained()

        def resolve(reference: Resource, within: Resource) -> Resource:
            found = placed.together.resolve(reference, within) if placed.together else NOTHING
            target = text(reference, "reference")
            if found or target.startswith("#"):
                return found or inside.resolve(target, within)
            return self.medications.get(_last(target), NOTHING)

        return concept_of(placed.resource, resolve)


def _last(reference: str) -> str:
    """The id in a reference."""
    return reference.rsplit("/", 1)[-1]


def _json(text: str) -> object:
    """The value that a text writes; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _status(placed: Placed) -> str:
    """What the resource says of whether its medicine is taken; empty where it says nothing of it."""
    if placed.taken_off:
        return "stopped"
    row = deciding_row(placed.resource, fhir_tables())
    return (row.in_export or row.status) if row else ""


def _code(concept: Resource) -> str:
    """The ATC code of a concept or, failing that, its first code."""
    ranked = sorted(codings(concept), key=lambda coding: coding.get("system") not in _ATC)
    return next(filter(None, (text(coding, "code") for coding in ranked)), "")


def share_medications(files: Sequence[FhirFile]) -> list[str]:
    """Give every file the Medication resources of all; gives notices of those that rows refer to and nobody has.

    Bad lines are reported when the rows are read.
    """
    found: dict[str, Resource] = {}
    missing: Counter[str] = Counter()
    for file in files:
        for placed in file.resources(lambda _: None):
            if placed.resource["resourceType"] == "Medication":
                found[text(placed.resource, "id")] = {key: placed.resource.get(key) for key in _NAMING}
            elif placed.resource["resourceType"] in _LISTED and not file.concept(placed):
                missing[_reference(placed.resource)] += 1
    for file in files:
        file.medications = found
    for reference in [reference for reference in missing if not reference or _last(reference) in found]:
        del missing[reference]
    if not missing:
        return []
    rows = counted(sum(missing.values()), "row refers to a Medication", "rows refer to Medications")
    named = ", ".join(f"{reference[:_MOST_SHOWN]}" for reference in sorted(missing)[:3])
    more = f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
    return [f"{rows} that no file has ({named}{more}): give Medication.ndjson, too"]


def _reference(resource: Resource) -> str:
    medication = part(resource, "medication")
    return text(part(resource, "medicationReference") or part(medication, "reference") or medication, "reference")
