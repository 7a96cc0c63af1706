"""What the codes of FHIR mean, from the tables in ``data/fhir``."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from medcheck.knowledge.fhir_rows import (
    FhirLaboratoryRow,
    FhirNoMedicineRow,
    FhirPassedOverRow,
    FhirRouteRow,
    FhirStatusRow,
    FhirSystemRow,
)
from medcheck.knowledge.folder import data_folder
from medcheck.knowledge.tables import read_rows
from medcheck.records import Route


class FhirTables(NamedTuple):
    """All rows by code; statuses by field, and with the place in which they stand, for the first of them decides."""

    statuses: Mapping[str, Mapping[str, Sequence[tuple[int, FhirStatusRow]]]]
    passed_over: tuple[FhirPassedOverRow, ...]
    routes: Mapping[str, Route]
    systems: Mapping[str, str]
    no_medicine: Mapping[str, str]
    analytes: Mapping[str, str]


@cache
def fhir_tables() -> FhirTables:
    """The tables, read once in a process; TableError names the first row that is wrong."""
    folder = data_folder()
    return FhirTables(
        _statuses(row for _, row in read_rows(folder, FhirStatusRow)),
        tuple(row for _, row in read_rows(folder, FhirPassedOverRow)),
        {row.code: row.route for _, row in read_rows(folder, FhirRouteRow)},
        {row.uri: row.system for _, row in read_rows(folder, FhirSystemRow)},
        {row.code: row.display for _, row in read_rows(folder, FhirNoMedicineRow)},
        {row.code: row.analyte for _, row in read_rows(folder, FhirLaboratoryRow)},
    )


def _statuses(rows: Iterable[FhirStatusRow]) -> Mapping[str, Mapping[str, Sequence[tuple[int, FhirStatusRow]]]]:
    found: dict[str, dict[str, list[tuple[int, FhirStatusRow]]]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row.field, {}).setdefault(row.value, []).append((place, row))
    return found
