"""The tables as CSV files: which there are, and their rows, validated.

The build of the database reads all but those about exports, FHIR and CDS Hooks, which are read where such a thing is.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from medcheck.exceptions import TableError
from medcheck.knowledge.cells import R
from medcheck.knowledge.clinical_rows import (
    ClaimRow,
    ClassRow,
    CombinationRow,
    DrugRow,
    GroupRow,
    QuestionRow,
    SideEffectRow,
    SourceRow,
)
from medcheck.knowledge.export_rows import CodeFileRow, ColumnRow, DirectionRow, ProfileRow, StatusValueRow
from medcheck.knowledge.fhir_rows import (
    FhirLaboratoryRow,
    FhirNoMedicineRow,
    FhirPassedOverRow,
    FhirRouteRow,
    FhirStatusRow,
    FhirSystemRow,
)
from medcheck.knowledge.folder import EXPORTS, FHIR, HOOKS, LANGUAGE, OPTIONAL, path_of
from medcheck.knowledge.hook_rows import HookPrefetchRow, HookServiceRow, HookWordRow, OverrideReasonRow
from medcheck.knowledge.language_rows import (
    AnalyteNameRow,
    ColumnRoleRow,
    ContextRow,
    CountryWordRow,
    FormRow,
    HeadingRow,
    NumberValueRow,
    PeriodDaysRow,
    ResultUnitNameRow,
    SetRow,
    SettlingRow,
    ShortFormRow,
    StatusCodeRow,
    UnitMassRow,
)
from medcheck.knowledge.reference_rows import (
    CodeRow,
    NameRow,
    PublishedListRow,
    SymmetryControlRow,
    VocabularyRow,
    WordRow,
)
from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultRuleRow, ResultUnitRow

TABLES: dict[type[Any], str] = {
    AnalyteRow: "analytes",
    ClaimRow: "claims",
    ClassRow: "classes",
    CodeRow: "codes",
    CombinationRow: "combinations",
    DrugRow: "drugs",
    GroupRow: "groups",
    NameRow: "names",
    PublishedListRow: "published_lists",
    QuestionRow: "questions",
    ReferenceRangeRow: "reference_ranges",
    ResultRuleRow: "result_rules",
    ResultUnitRow: "result_units",
    SideEffectRow: "side_effect",
    SourceRow: "sources",
    SymmetryControlRow: "symmetry_controls",
    VocabularyRow: "vocabulary",
    WordRow: "words",
    AnalyteNameRow: f"{LANGUAGE}/analyte_names",
    CodeFileRow: f"{EXPORTS}/code_files",
    ColumnRow: f"{EXPORTS}/columns",
    DirectionRow: f"{EXPORTS}/directions",
    ProfileRow: f"{EXPORTS}/profiles",
    StatusValueRow: f"{EXPORTS}/statuses",
    FhirLaboratoryRow: f"{FHIR}/laboratory_codes",
    FhirNoMedicineRow: f"{FHIR}/no_medicine",
    FhirPassedOverRow: f"{FHIR}/passed_over",
    FhirRouteRow: f"{FHIR}/routes",
    FhirStatusRow: f"{FHIR}/statuses",
    FhirSystemRow: f"{FHIR}/systems",
    HookPrefetchRow: f"{HOOKS}/prefetch",
    HookServiceRow: f"{HOOKS}/services",
    HookWordRow: f"{HOOKS}/words",
    OverrideReasonRow: f"{HOOKS}/override_reasons",
    ColumnRoleRow: f"{LANGUAGE}/column_roles",
    ContextRow: f"{LANGUAGE}/context",
    CountryWordRow: f"{LANGUAGE}/country_words",
    FormRow: f"{LANGUAGE}/forms",
    HeadingRow: f"{LANGUAGE}/headings",
    ResultUnitNameRow: f"{LANGUAGE}/result_unit_names",
    SetRow: f"{LANGUAGE}/words",
    SettlingRow: f"{LANGUAGE}/settling",
    ShortFormRow: f"{LANGUAGE}/short_forms",
    StatusCodeRow: f"{LANGUAGE}/status_codes",
    UnitMassRow: f"{LANGUAGE}/unit_masses",
    NumberValueRow: f"{LANGUAGE}/number_values",
    PeriodDaysRow: f"{LANGUAGE}/period_days",
}

_COLUMN_OF = {"drug_class": "class"}  # no field can be called as that column is
_FIELD_OF = {column: field for field, column in _COLUMN_OF.items()}


def read_rows(folder: Path, kind: type[R]) -> Iterator[tuple[int, R]]:
    """Each row of a table with its line number, validated.

    Raises TableError naming file, row, column and reason.
    """
    name = f"{TABLES[kind]}.csv"
    if TABLES[kind] in OPTIONAL and not Path(path_of(folder, TABLES[kind])).exists():
        return
    wanted = [_COLUMN_OF.get(field, field) for field in kind._fields]
    valid: TypeAdapter[R] = TypeAdapter(kind)
    try:
        with Path(path_of(folder, TABLES[kind])).open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            if sorted(reader.fieldnames or ()) != sorted(wanted):
                raise TableError(f"{name}, row 1: the columns must be {', '.join(wanted)}")
            for cells in reader:
                place = f"{name}, row {reader.line_num}"
                if None in cells or None in cells.values():
                    raise TableError(f"{place}: has not {len(wanted)} cells")
                yield reader.line_num, _row(valid, cells, place)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TableError(f"{name} cannot be read: {reason}") from error


def _row(valid: TypeAdapter[R], cells: dict[str, str], place: str) -> R:
    try:
        row = valid.validate_python({_FIELD_OF.get(column, column): cell for column, cell in cells.items()})
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        raise TableError(f"{place}, column '{_COLUMN_OF.get(field, field)}': {reason}") from error
    wrong = _problem(row)
    if wrong:
        raise TableError(f"{place}: {wrong}")
    return row


def _problem(row: Any) -> str | None:
    """What is wrong with a row as a whole, right though each of its cells is."""
    if "due" in row._fields and row.due <= row.checked:
        return "'due' must lie after 'checked'"
    own: str | None = row.problem() if hasattr(row, "problem") else None
    return own
