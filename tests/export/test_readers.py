# ruff: noqa: E501 - scripts and files stand as they are found
"""Files as they come: delimiters, encodings, workbooks, Parquet, FHIR, and everything that can be wrong with them."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from export_building import ENGINES, Review, answers, read_csv, write_csv

from medcheck.exceptions import (
    BadRowError,
    InputChangedError,
    InputFileError,
    OutputFileError,
    ProfileError,
    UsageError,
)  # fmt: skip
from medcheck.export import review_export
from medcheck.export.inputs.source import Export, open_table


@ENGINES
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "$"])
def test_delimiters(delimiter: str, engine: str, tmp_path: Path, review: Review) -> None:
    lines = [
        delimiter.join(cells)
        for cells in (("patient", "drug", "n"), ("1", "furosemide 40mg", "2"), ("2", "foozolam", "3"))
    ]
    _, folder = review(write_csv(tmp_path / "export.txt", *lines), engine=engine)
    assert answers(folder) == ["associated", "unrecognised"]


@ENGINES
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(encoding: str, engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", "patient,drug", "Zoë,furosemide 40mg", encoding=encoding)
    summary, folder = review(export, engine=engine)
    assert read_csv(folder / "patients.csv")[0]["patient"] == "Zoë"
    assert summary.notices == ()


@ENGINES
def test_windows_1252_is_read_with_a_count_of_doubtful_bytes(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", "patient,drug", "Zoë,furosemide – 40mg", encoding="cp1252")
    summary, folder = review(export, engine=engine)
    assert read_csv(folder / "patients.csv")[0]["patient"] == "Zoë"
    assert summary.notices == (f"{export} is not UTF-8: read as Windows-1252, 2 doubtful bytes",)


@ENGINES
def test_backslash_escapes_quoted_newlines_and_a_sep_line(engine: str, tmp_path: Path, review: Review) -> None:
    escaped = write_csv(
        tmp_path / "escaped.csv", '"patient","drug","x"', '"1","furosemide \\"40\\" mg","a"', '"2","foo\nzolam","a"'
    )
    _, folder = review(escaped, engine=engine)
    assert [row["drug"] for row in read_csv(folder / "rows.csv")] == ['furosemide "40" mg', "foo\nzolam"]
    _, folder = review(write_csv(tmp_path / "excel.csv", "sep=;", "patient;drug", "1;furosemide"), engine=engine)
    assert answers(folder) == ["associated"]


@ENGINES
def test_a_workbook(engine: str, tmp_path: Path, review: Review) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Patient", "Drug name", "Quantity", "Issue date"])  # type: ignore[union-attr]
    book.active.append([101, "furosemide 40 mg", 28.0, None])  # type: ignore[union-attr]
    book.active.append([102, "foozolam", 2.5, None])  # type: ignore[union-attr]
    book.save(tmp_path / "export.xlsx")
    _, folder = review(tmp_path / "export.xlsx", engine=engine)
    rows = read_csv(folder / "rows.csv")
    assert [(row["Patient"], row["Quantity"], row["medcheck_answer"]) for row in rows] == [
        ("101", "28", "associated"),
        ("102", "2.5", "unrecognised"),
    ]


@ENGINES
def test_parquet(engine: str, tmp_path: Path, review: Review) -> None:
    path = tmp_path / "export.parquet"
    duckdb.sql(
        f"COPY (SELECT 'P' || i AS patient_id, 'furosemide 40mg' AS drug, i AS n FROM range(5000) t(i)) TO '{path}' (FORMAT parquet)"
    )
    summary, folder = review(path, engine=engine)
    assert (summary.rows, summary.associated) == (5000, 5000)
    assert [row["n"] for row in read_csv(folder / "rows.csv")] == [str(n) for n in range(5000)]


FHIR: list[dict[str, Any]] = [
    {"resourceType": "Medication", "id": "m1", "code": {"coding": [{"display": "Furosemide 40 MG Oral Tablet"}]}},
    {"resourceType": "MedicationRequest", "id": "1", "status": "active", "subject": {"reference": "Patient/a"},
     "medicationCodeableConcept": {"text": "simvastatin 20 mg", "coding": [{"system": "http://www.whocc.no/atc", "code": "C10AA01"}]}},
    {"resourceType": "MedicationStatement", "id": "2", "status": "active", "subject": {"reference": "Patient/a"},
     "medicationReference": {"reference": "Medication/m1"}},
    {"resourceType": "MedicationDispense", "id": "3", "status": "completed", "subject": {"reference": "Patient/b"},
     "medicationReference": {"reference": "#c"}, "contained": [{"resourceType": "Medication", "id": "c", "code": {"text": "quinine 300 mg"}}]},
    {"resourceType": "MedicationRequest", "id": "4", "status": "active", "subject": {"reference": "Patient/c"},
     "medication": {"concept": {"text": "foozolam"}}},
    {"resourceType": "Patient", "id": "a"},
]  # fmt: skip


@ENGINES
def test_fhir_bulk_files(engine: str, tmp_path: Path, review: Review) -> None:
    lines = [json.dumps(resource) for resource in FHIR]
    (tmp_path / "Medication.ndjson").write_text(lines[0] + "\n")
    (tmp_path / "Requests.ndjson").write_text("\n".join(lines[1:]) + "\n")
    _, folder = review(tmp_path / "*.ndjson", engine=engine)
    rows = read_csv(folder / "rows.csv")
    assert [(row["id"], row["medication"], row["medcheck_answer"]) for row in rows] == [
        ("1", "simvastatin 20 mg", "associated"),
        ("2", "Furosemide 40 MG Oral Tablet", "associated"),
        ("3", "quinine 300 mg", "associated"),
        ("4", "foozolam", "unrecognised"),
    ]
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == [
        "Patient/b",
        "Patient/a",
    ]  # b was handed hers


BAD = {
    "ragged": ("patient,drug\n1,furosemide\n2,furosemide,x\n3,foozolam\n", 3, "3 cells where the header has 2"),
    "short": ("patient,drug\n1,furosemide\n2\n3,foozolam\n", 3, "1 cell where the header has 2"),
    "unclosed quote": (
        'patient,drug\n1,furosemide\n2,"furosemide\n3,foozolam\n',
        3,
        "a quote is opened and not closed",
    ),
    "quote inside": ('patient,drug\n1,furosemide\n2,"a"b\n3,foozolam\n', 3, "a quote inside a quoted cell"),
    "NUL": ("patient,drug\n1,furosemide\n2,furo\0semide\n3,foozolam\n", 3, "a NUL character"),
    "very long line": (
        "patient,drug\n1,furosemide\n2," + "x" * 9_000_000 + "\n3,foozolam\n",
        3,
        "a cell too long to be one",
    ),
    "long cell": (
        "patient,drug\n1,furosemide\n2," + "x" * 3_000_000 + "\n3,foozolam\n",
        3,
        "a cell too long to be one",
    ),
}


@ENGINES
@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_reported_with_its_line_and_without_its_text(
    case: str, engine: str, tmp_path: Path, review: Review
) -> None:
    content, line, reason = BAD[case]
    (tmp_path / "export.csv").write_text(content)
    with pytest.raises(BadRowError, match=rf"export\.csv, line {line}: {reason}") as error:
        review(tmp_path / "export.csv", engine=engine)
    assert "furo" not in str(error.value)


@ENGINES
@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_can_be_set_aside_and_still_counts(case: str, engine: str, tmp_path: Path, review: Review) -> None:
    content, line, reason = BAD[case]
    (tmp_path / "export.csv").write_text(content)
    summary, folder = review(tmp_path / "export.csv", engine=engine, skip_bad_rows=True)
    assert (summary.rows, summary.associated, summary.unrecognised, summary.rejected) == (3, 1, 2, 1)
    assert answers(folder) == ["associated", "unrecognised"]
    (rejected,) = read_csv(folder / "rejected.csv")
    assert rejected["line"] == str(line)
    assert rejected["reason"].startswith(reason)


@ENGINES
def test_a_bad_line_of_fhir_is_reported(engine: str, tmp_path: Path, review: Review) -> None:
    (tmp_path / "x.ndjson").write_text(json.dumps(FHIR[1]) + '\n{"resourceType": "Medica\n')
    with pytest.raises(BadRowError, match="line 2: not a FHIR resource"):
        review(tmp_path / "x.ndjson", engine=engine)


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{n}", "resource": resource} for n, resource in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def of_bundle(text: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest", "status": "active", "subject": {"reference": "Patient/d"},
        "medicationCodeableConcept": {"text": text}, **fields,
    }  # fmt: skip


BUNDLE = bundle(
    of_bundle("furosemide 40 mg", id="b1"),
    of_bundle("", id="b2", medicationCodeableConcept=None, medicationReference={"reference": "urn:uuid:2"}),
    {"resourceType": "Medication", "id": "m9", "code": {"text": "quinine 300 mg"}},
    {"resourceType": "List", "entry": [{"item": {"reference": "urn:uuid:0"}, "deleted": True}]},
    bundle(of_bundle("foozolam", id="b3")),
)
IN_BUNDLE = [("b1", "furosemide 40 mg", "past"), ("b2", "quinine 300 mg", "current"), ("b3", "foozolam", "current")]


@ENGINES
@pytest.mark.parametrize("name", ["x.json", "x.ndjson", "x.json.gz"])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_bundle_is_read_as_the_list_it_is(
    indent: int | None, name: str, engine: str, tmp_path: Path, review: Review
) -> None:
    content = json.dumps(BUNDLE, indent=indent).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    _, folder = review(tmp_path / name, engine=engine)
    rows = read_csv(folder / "rows.csv")
    assert [(row["id"], row["medication"], row["medcheck_time"]) for row in rows] == IN_BUNDLE


@ENGINES
def test_bundles_one_a_line_and_resources_stand_beside_each_other(engine: str, tmp_path: Path, review: Review) -> None:
    lines = [json.dumps(value) for value in (FHIR[1], BUNDLE, of_bundle("Lasix", id="6"))]
    (tmp_path / "x.ndjson").write_text("\n".join(lines))
    _, folder = review(tmp_path / "x.ndjson", engine=engine)
    assert [row["id"] for row in read_csv(folder / "rows.csv")] == ["1", "b1", "b2", "b3", "6"]


def test_a_list_of_resources_and_one_resource_are_read(tmp_path: Path, review: Review) -> None:
    (tmp_path / "list.json").write_text(
        json.dumps([of_bundle("Lasix", id="6"), of_bundle("quinine", id="7")], indent=1)
    )
    (tmp_path / "one.json").write_text(json.dumps(of_bundle("Lasix", id="8"), indent=1))
    _, folder = review(tmp_path / "list.json", tmp_path / "one.json")
    assert [row["id"] for row in read_csv(folder / "rows.csv")] == ["6", "7", "8"]


@ENGINES
def test_what_is_wrong_in_a_bundle_is_named_by_its_entry(engine: str, tmp_path: Path, review: Review) -> None:
    (tmp_path / "x.json").write_text(json.dumps(bundle(of_bundle("Lasix"), of_bundle("furo\ud800semide")), indent=1))
    with pytest.raises(BadRowError, match=r"x\.json, line 1: entry 2: half a character") as error:
        review(tmp_path / "x.json", engine=engine)
    assert "furo" not in str(error.value)
    summary, _ = review(tmp_path / "x.json", engine=engine, skip_bad_rows=True)
    assert (summary.rows, summary.rejected) == (2, 1)


@pytest.mark.parametrize(
    ("deep", "reason"),
    [
        (22, "resources inside one another, more than 20 deep"),
        # Whether the JSON itself can be read differs from one Python to the next.
        (5_000, "(resources inside one another|not a FHIR resource in JSON)"),
    ],
)
def test_bundles_inside_one_another_without_end_are_a_bad_row(
    deep: int, reason: str, tmp_path: Path, review: Review
) -> None:
    nested = '{"resourceType": "Bundle", "entry": [{"resource": ' * deep + "{}" + "}]}" * deep
    (tmp_path / "x.ndjson").write_text(f"{json.dumps(FHIR[1])}\n{nested}\n")
    with pytest.raises(BadRowError, match=f"line 2: {reason}"):
        review(tmp_path / "x.ndjson")


@ENGINES
def test_a_medication_that_no_file_has_is_named(engine: str, tmp_path: Path, review: Review) -> None:
    refers = [
        {**of_bundle("", id=str(n)), "medicationCodeableConcept": None, "medicationReference": {"reference": reference}}
        for n, reference in enumerate(("Medication/quinine", "Medication/quinine", "https://x/Medication/m1"))
    ]
    (tmp_path / "Requests.ndjson").write_text("\n".join(map(json.dumps, refers)))
    summary, folder = review(tmp_path / "Requests.ndjson", engine=engine)
    assert summary.notices[0] == (
        "3 rows refer to Medications that no file has (Medication/quinine, https://x/Medication/m1): "
        "give Medication.ndjson, too"
    )
    assert answers(folder) == ["unrecognised"] * 3  # an id is no name
    (tmp_path / "Medication.ndjson").write_text(json.dumps(FHIR[0]))
    summary, folder = review(tmp_path / "Requests.ndjson", tmp_path / "Medication.ndjson", engine=engine)
    assert summary.notices[0] == (
        "2 rows refer to Medications that no file has (Medication/quinine): give Medication.ndjson, too"
    )
    assert answers(folder) == ["unrecognised", "unrecognised", "associated"]


@ENGINES
def test_half_a_character_of_fhir_makes_a_bad_row(engine: str, tmp_path: Path, review: Review) -> None:
    medicines = [r"furosemide \ud83d\ude00", r"furo\ud800semide", r"quinine\udc00"]
    line = (
        '{"resourceType":"MedicationRequest","subject":{"reference":"P"},"medicationCodeableConcept":{"text":"%s"}}\n'
    )
    (tmp_path / "x.ndjson").write_text("".join(line % medicine for medicine in medicines))
    with pytest.raises(BadRowError, match=r"x\.ndjson, line 2: half a character: a surrogate by itself"):
        review(tmp_path / "x.ndjson", engine=engine)
    summary, folder = review(tmp_path / "x.ndjson", engine=engine, skip_bad_rows=True)
    assert (summary.rows, summary.rejected) == (3, 2)
    assert [row["medication"] for row in read_csv(folder / "rows.csv")] == ["furosemide \U0001f600"]
    assert [row["line"] for row in read_csv(folder / "rejected.csv")] == ["2", "3"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "line 1: the file is empty"),
        ("blank.csv", b"\n\n", "line 1: the file has no header"),
        ("twice.csv", b"drug,patient,Drug\n", "line 1: two columns are named 'Drug'"),
        ("again.csv", b"drug,medcheck_answer\n", "give the original export"),
        ("again.csv", b"drug,Medcheck_Answer\n", "give the original export"),
        ("cut.csv.gz", gzip.compress(b"patient,drug\n" * 5000)[:-20], "truncated or damaged"),
        ("cut.parquet", b"PAR1 and no more", "not a whole Parquet file"),
        ("cut.xlsx", b"PK\x03\x04 and no more", "not a whole XLSX workbook"),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0",
            "picture.csv is a picture; export it as CSV, Parquet or XLSX",
        ),
        ("program.csv", b"\x7fELF\x02\x01\x01\x03\0\0\0\0\0\0\0\0\0", "not a text file"),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            r"old\.xls is a file of an old Office \(\.xls, \.doc\) or one with a password; open it in a spreadsheet program and save "
            "it as XLSX, without a password",
        ),
        (
            "page.xls",
            b"\r\n<HTML><table><tr><td>drug",
            r"page\.xls is a web page or XML; open it in a spreadsheet program and save it",
        ),
        ("xml.xls", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook>", "a web page or XML"),
        ("list.ndjson", b"patient,drug\n", "not NDJSON"),
        ("list.json", b"patient,drug\n", r"line 1: not NDJSON \(one FHIR resource a line\), nor a bundle"),
    ],
)
def test_a_file_that_is_not_one_is_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError, match=message):
        open_table(tmp_path / name)


def test_missing_files_patterns_and_other_layouts(tmp_path: Path, review: Review) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        review(tmp_path / "none.csv")
    with pytest.raises(InputFileError, match="no file of that pattern"):
        review(tmp_path / "*.csv")
    write_csv(tmp_path / "a.csv", "patient,drug")
    write_csv(tmp_path / "b.csv", "drug,patient")
    with pytest.raises(InputFileError, match=r"not the columns of a\.csv"):
        review(tmp_path / "a.csv", tmp_path / "b.csv")


@ENGINES
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "titles", [["Ward 5, printed today"], ["Ward 5, today", "", '"By: Dr A; ""B"""', ""], ["Ward 5", ",,,,", ",,,,"]]
)
def test_titles_above_the_header_are_not_rows(
    titles: list[str], delimiter: str, engine: str, tmp_path: Path, review: Review
) -> None:
    table = ["Patient,Drug,Dose,Date,Ward", "1,furosemide,40 mg,2026-06-01,5", "2,foozolam,1 mg,2026-06-01,5"]
    above = [title.replace(",", delimiter) if title.startswith(",") else title for title in titles]
    lines = [*above, *(line.replace(",", delimiter) for line in table)]
    said: list[str] = []
    summary, folder = review(write_csv(tmp_path / "e.csv", *lines), engine=engine, say=said.append)
    assert answers(folder) == ["associated", "unrecognised"]
    notice = f"e.csv: the header is that of line {len(titles) + 1}; what stands above it is not read"
    assert summary.notices[0] == notice
    assert f"Notice: {notice}." in said


@ENGINES
def test_the_line_of_the_header_can_be_said(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "a;b;c", "d;e;f", "ref;what;x", "1;furosemide;2", "2", "3;foozolam;4")
    with pytest.raises(
        ProfileError, match="Set it with --map drug=COLUMN, or the line of the header with --header-row"
    ):
        review(export, engine=engine)
    chosen = {"header_row": 3, "map": {"drug": "what"}, "skip_bad_rows": True, "engine": engine}
    summary, folder = review(export, **chosen)
    assert answers(folder) == ["associated", "unrecognised"]
    assert [row["line"] for row in read_csv(folder / "rejected.csv")] == ["5"]
    assert not [notice for notice in summary.notices if "header" in notice]
    with pytest.raises(InputFileError, match=r"e\.csv, line 9: there is no header in that line"):
        review(export, **{**chosen, "header_row": 9})


def test_a_row_of_data_is_never_taken_for_the_header(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "kind,what,ref", "drug,furosemide,1", "drug,quinine,2")
    with pytest.raises(ProfileError, match="Columns: kind, what, ref"):
        review(export)
    one = write_csv(tmp_path / "one.csv", "what", "furosemide", "drug", "quinine")
    with pytest.raises(ProfileError, match="Columns: what"):
        review(one)


def test_options_that_no_file_heeds_are_refused(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    with pytest.raises(UsageError, match="--sheet chooses a sheet of a workbook; there is none"):
        review(export, sheet="2")
    with pytest.raises(UsageError, match="counted from 1"):
        review(export, header_row=0)
    (tmp_path / "x.ndjson").write_text(json.dumps(FHIR[1]))
    with pytest.raises(UsageError, match="--header-row is for text files and workbooks"):
        review(tmp_path / "x.ndjson", header_row=2)


@ENGINES
def test_headers_only_is_an_empty_review(engine: str, tmp_path: Path, review: Review) -> None:
    summary, folder = review(write_csv(tmp_path / "e.csv", "patient,drug,date"), engine=engine)
    assert (summary.rows, summary.patients) == (0, 0)
    assert (folder / "rows.csv").read_text() == (
        "patient,drug,date,medcheck_answer,medcheck_ingredients,medcheck_findings,medcheck_corrected,medcheck_time\n"
    )


@ENGINES
def test_codes_damaged_by_a_spreadsheet_are_noticed(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(
        tmp_path / "e.csv", "patient,drug,code", "1,furosemide,3.2E+17", "2,furosemide,1.0", "3,furosemide,12"
    )
    summary, _ = review(export, engine=engine)
    assert summary.notices == ("2 codes look damaged by a spreadsheet (E+17, .0 or rounded to 00)",)


@ENGINES
def test_a_name_that_is_not_utf_8_is_read_and_said_with_escapes(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "m\udcffrz.csv", "patient,drug", "Zoë,furosemide", "2", encoding="cp1252")
    summary, folder = review(export, engine=engine, skip_bad_rows=True)
    name = f"{tmp_path}/m\\udcffrz.csv"
    assert summary.notices == (f"{name} is not UTF-8: read as Windows-1252, 1 doubtful byte",)
    assert [row["file"] for row in read_csv(folder / "rejected.csv")] == [name]


def test_names_that_cannot_be_used_are_said(tmp_path: Path, review: Review) -> None:
    (tmp_path / "m\udcff.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputFileError, match="a Parquet file whose name is not UTF-8 cannot be read; rename it"):
        review(tmp_path / "m\udcff.parquet")
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    with pytest.raises(OutputFileError, match="a name that is not UTF-8 cannot be written to; choose another"):
        review_export(export, output=tmp_path / "\udcff" / "out")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["e.csv", "m\udcff.parquet"]


def test_a_file_is_reviewed_once(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    (tmp_path / "link.csv").symlink_to(export)
    for other in (export, tmp_path / "*.csv", tmp_path / "link.csv"):
        with pytest.raises(InputFileError, match=r"\.csv is given twice; give it once"):
            review(export, other)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", "patient,drug\n", "the export has no rows"),
        (
            "p.ndjson",
            '{"resourceType": "Patient", "id": "1"}\n',
            "no medication request, statement, dispense or usage was found",
        ),
    ],
)
def test_an_export_without_rows_says_so(name: str, content: str, said: str, tmp_path: Path, review: Review) -> None:
    (tmp_path / name).write_text(content)
    summary, _ = review(tmp_path / name)
    assert (summary.rows, summary.notices) == (0, (said,))


@ENGINES
@pytest.mark.parametrize("name", ["a[12].parquet", "a*.parquet", "a?.parquet", "drug=quinine/a.parquet", "~/a.parquet"])
def test_a_path_of_parquet_means_one_file_and_says_nothing_of_its_rows(
    name: str, engine: str, tmp_path: Path, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, other in enumerate(("a1.parquet", "a2.parquet", "other.parquet")):
        duckdb.sql(f"COPY (SELECT {number} AS patient, 'foozolam' AS drug) TO '{other}' (FORMAT parquet)")
    Path(name).parent.mkdir(exist_ok=True)
    duckdb.sql("COPY (SELECT 7 AS patient, 'furosemide' AS drug) TO 'x.parquet' (FORMAT parquet)")
    Path("x.parquet").rename(name)
    _, folder = review(Path(name), engine=engine)
    assert [(row["patient"], row["drug"]) for row in read_csv(folder / "rows.csv")] == [("7", "furosemide")]


def test_an_edit_with_the_time_set_back_is_a_change(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", "patient,drug", "1,furosemide")
    export, state = Export([path]), path.stat()
    with path.open("r+b") as file:
        file.write(b"PATIENT")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(InputChangedError, match=r"e\.csv changed while it was being reviewed"):
        export.check_unchanged()


OF_FHIR: list[tuple[dict[str, Any], str]] = [
    # what a resource has beside its medicine, and the time of its row on the last of June 2026
    ({"resourceType": "MedicationRequest", "status": "active", "authoredOn": "2020-01-01"}, "current"),
    ({"resourceType": "MedicationRequest", "status": "active", "intent": "proposal"}, "past"),
    ({"resourceType": "MedicationRequest", "status": "active", "intent": "plan"}, "past"),
    ({"resourceType": "MedicationRequest", "status": "active", "intent": "option"}, "past"),
    ({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-07-01"}, "to come"),
    ({"resourceType": "MedicationOrder", "status": "active", "dateWritten": "2020-01-01"}, "current"),
    ({"resourceType": "MedicationOrder", "status": "active", "dateEnded": "2026-06-01"}, "past"),
    ({"resourceType": "MedicationStatement", "status": "active", "wasNotTaken": True}, "past"),
    ({"resourceType": "MedicationStatement", "status": "active", "taken": "n"}, "past"),
    ({"resourceType": "MedicationStatement", "status": "intended"}, "past"),
    ({"resourceType": "MedicationStatement", "status": "recorded", "adherence": {"code": {"coding": [{"code": "stopped"}]}}}, "past"),
    ({"resourceType": "MedicationStatement", "status": "recorded", "adherence": {"code": {"coding": [{"code": "taking"}]}}, "effectivePeriod": {"start": "2019-01-01"}}, "current"),
    ({"resourceType": "MedicationRequest", "status": "on-hold"}, "past"),
    ({"resourceType": "MedicationRequest", "status": "unknown"}, "current"),
    ({"resourceType": "MedicationRequest", "status": "active", "doNotPerform": True}, "past"),
    ({"resourceType": "MedicationDispense", "status": "preparation"}, "past"),
    ({"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-06-10", "daysSupply": {"value": 28}}, "current"),
    ({"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-05-10", "daysSupply": {"value": 28}}, "past"),
]  # fmt: skip


@ENGINES
def test_a_resource_of_fhir_counts_while_it_is_taken(engine: str, tmp_path: Path, review: Review) -> None:
    concept = {"medicationCodeableConcept": {"text": "quinine 200 mg"}}
    people = ("Patient/p2", "https://fhir.example/r4/Patient/p2", "http://a/Patient/p2/_history/3")
    resources = [
        {**resource, **concept, "subject": {"reference": people[number % 3]}}
        for number, (resource, _) in enumerate(OF_FHIR)
    ]
    (tmp_path / "x.ndjson").write_text("".join(json.dumps(resource) + "\n" for resource in resources))
    summary, folder = review(tmp_path / "x.ndjson", engine=engine)
    assert [row["medcheck_time"] for row in read_csv(folder / "rows.csv")] == [time for _, time in OF_FHIR]
    assert (summary.people, [row["patient"] for row in read_csv(folder / "patients.csv")]) == (1, ["Patient/p2"])
