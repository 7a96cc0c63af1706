"""Corrupted files of every kind of export: each is read, or ends in an error of ours that shows nobody's text."""

import contextlib
import copy
import gzip
import io
import json
import random
import re
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from medcheck.exceptions import MedcheckError, ProfileError
from medcheck.export import review_export
from medcheck.export.inputs.source import Export

MARKER = "Zanzibar"
NUMBER = 60  # files of each kind


def csv_bytes() -> bytes:
    rows = [f'{MARKER}-{number},"furosemide, {number} mg",2026-01-{number % 28 + 1:02}' for number in range(40)]
    return "\r\n".join(["patient,drug,date", *rows, ""]).encode()


def requests() -> list[dict[str, Any]]:
    """A resource of each kind that becomes a row, with every field that is read."""
    system = "http://www.whocc.no/atc"
    concept = {"text": "furosemide 40 mg", "coding": [{"system": system, "code": "C03CA01", "display": "furosemide"}]}
    patient = {"reference": f"Patient/{MARKER}", "identifier": {"value": MARKER}}
    return [
        {"resourceType": "Medication", "id": "m1", "code": concept},
        {"resourceType": "Patient", "id": MARKER},
        {"resourceType": "MedicationRequest", "id": "r1", "subject": patient, "medicationCodeableConcept": concept,
         "authoredOn": "2026-01-01", "status": "active", "doNotPerform": False},
        {"resourceType": "MedicationRequest", "id": "r2", "subject": patient, "status": "stopped",
         "contained": [{"resourceType": "Medication", "id": "c", "code": concept}],
         "medicationReference": {"reference": "#c", "display": "furosemide"}},
        {"resourceType": "MedicationStatement", "id": "s1", "patient": patient,
         "medication": {"reference": {"reference": "Medication/m1"}}, "effectivePeriod": {"start": "2026"}},
        {"resourceType": "MedicationDispense", "id": "d1", "subject": patient, "medication": {"concept": concept},
         "whenHandedOver": "2026-02-01"},
    ]  # fmt: skip


def ndjson_bytes(resources: list[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(resource)}\n" for resource in resources).encode()


def bundle_of(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def xlsx_bytes(sheets_before: int = 0) -> bytes:
    """A workbook whose rows are on its first sheet that is not empty."""
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(sheets_before):
        sheet = book.create_sheet()
    assert sheet is not None
    for row in [("patient", "drug"), *((f"{MARKER}-{number}", "furosemide 40 mg") for number in range(20))]:
        sheet.append(row)
    book.create_sheet().append((MARKER,))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zip_bytes(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def old_workbook_bytes() -> bytes:
    """The first bytes of a workbook as old spreadsheets wrote it, and a text."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + MARKER.encode("utf-16-le") * 20


def parquet_bytes(folder: Path) -> bytes:
    import duckdb

    (folder / "in.csv").write_bytes(csv_bytes())
    duckdb.execute(f"COPY (FROM '{folder / 'in.csv'}') TO '{folder / 'in.parquet'}' (FORMAT parquet)")
    return (folder / "in.parquet").read_bytes()


def by_bytes(content: bytes, chance: random.Random) -> bytes:
    """One to four changes: a flipped bit, bytes lost, doubled, put elsewhere, or the end cut off."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        length = chance.randint(1, 40)
        match chance.randrange(6):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at:at] = chance.randbytes(length)
            case 4:
                changed[at : at + length] = b"\xff\x00\x80\r\n\",'{["[chance.randrange(8) :]
            case 5 if at > 20:
                del changed[at:]
        if not changed:
            return b"\0"
    return bytes(changed)


ODD_VALUES = (
    None,
    True,
    5,
    -1.5,
    10**400,
    "",
    "x\0y",
    "\ud800",
    [],
    [[]],
    [None],
    {},
    {"coding": 5},
    {"text": {}},
    [5],
)


def by_values(resources: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """One to three values of the resources replaced by one of another kind, or taken out."""
    changed = copy.deepcopy(resources)
    for _ in range(chance.randint(1, 3)):
        holder, name = chance.choice(list(_places(changed)))
        if chance.random() < 0.1 and isinstance(holder, dict):
            del holder[name]
        else:
            holder[name] = copy.deepcopy(chance.choice(ODD_VALUES))
    return changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    names = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _places(value[name])


def by_inner_xml(content: bytes, chance: random.Random) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = chance.choice(sorted(archive.namelist()))
    return by_part(content, part, lambda inner: by_bytes(inner, chance))


def by_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in parts.items():
            archive.writestr(name, inner)
    return target.getvalue()


def by_row_numbers(content: bytes, chance: random.Random) -> bytes:
    """A workbook in which one to three rows or cells have a number of another one, or none."""

    def change(part: bytes) -> bytes:
        for _ in range(chance.randint(1, 3)):
            numbers = list(re.finditer(rb' r="([A-Z]*)(\d+)"', part))
            taken = chance.choice(numbers)
            other = chance.choice([b"", b' r="%s%d"' % (taken[1], chance.choice((0, 1, 2, 5, 1 << 20, 1 << 40)))])
            part = part[: taken.start()] + other + part[taken.end() :]
        return part

    return by_part(content, "xl/worksheets/sheet2.xml", change)


def corrupted(kind: str, folder: Path, chance: random.Random) -> Iterator[bytes]:
    """Without end, corrupted files of a kind."""
    sound = {
        "csv": csv_bytes,
        "csv.gz": lambda: gzip.compress(csv_bytes(), mtime=0),
        "ndjson": lambda: ndjson_bytes(requests()),
        "ndjson.gz": lambda: gzip.compress(ndjson_bytes(requests()), mtime=0),
        "values.ndjson": lambda: b"",
        "bundle.ndjson": lambda: ndjson_bytes([*requests(), bundle_of(requests())]),
        "bundle-values.ndjson": lambda: b"",
        "parquet": lambda: parquet_bytes(folder),
        "xlsx": xlsx_bytes,
        "xml.xlsx": xlsx_bytes,
        "later.xml.xlsx": lambda: xlsx_bytes(sheets_before=2),
        "numbers.xml.xlsx": lambda: xlsx_bytes(sheets_before=1),
        "bundle.json": lambda: json.dumps([bundle_of(requests()), *requests()], indent=1).encode(),
        "zip": lambda: zip_bytes({"april.csv": csv_bytes(), "may.csv": csv_bytes()}),
        "xlsx.zip": lambda: zip_bytes({"april.xlsx": xlsx_bytes()}),
        "inner.zip": lambda: zip_bytes({"april.csv": csv_bytes()}),
        "xls": old_workbook_bytes,
    }[kind]()
    while True:
        if kind == "values.ndjson":
            yield ndjson_bytes(by_values(requests(), chance))
        elif kind == "bundle-values.ndjson":
            yield ndjson_bytes(by_values([*requests(), bundle_of(requests())], chance))
        elif kind == "numbers.xml.xlsx":
            yield by_row_numbers(sound, chance)
        elif kind.endswith(("xml.xlsx", "inner.zip")):
            yield by_inner_xml(sound, chance)
        else:
            yield by_bytes(sound, chance)


def refused_without_text(task: Callable[[], object]) -> bool:
    """Whether the task ended in an error of ours; it fails where any other ends it, or a text shows."""
    try:
        task()
    except MedcheckError as error:
        # Where the head of a file is lost, its first row stands for it, and this error must list the columns.
        if MARKER in str(error) and not isinstance(error, ProfileError):
            pytest.fail(f"{type(error).__name__} shows text of the file")
        return True
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        pytest.fail(f"{type(error).__name__} at {where.filename}:{where.lineno}")
    return False


KINDS = (
    "csv", "csv.gz", "ndjson", "ndjson.gz", "values.ndjson", "bundle.ndjson", "bundle-values.ndjson", "parquet", "xlsx",
    "xml.xlsx", "later.xml.xlsx", "numbers.xml.xlsx", "bundle.json", "zip", "xlsx.zip", "inner.zip", "xls",
)  # fmt: skip


def read_all(path: Path, kind: str) -> None:
    options = {} if "json" in kind else {"drug": ["drug"], "patient": ["patient"]}
    for _ in Export([path], options).rows(lambda _: None):
        pass


@pytest.mark.parametrize("kind", KINDS)
def test_a_corrupted_file_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    chance = random.Random(20261129)
    path = tmp_path / f"export.{kind}"
    refused = 0
    for _, content in zip(range(NUMBER), corrupted(kind, tmp_path, chance), strict=False):
        path.write_bytes(content)
        refused += refused_without_text(lambda: read_all(path, kind))
    assert "json" in kind or refused > 0


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_review_of_a_corrupted_file_is_whole_or_refused(engine: str, kind: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    path = tmp_path / f"export.{kind}"
    for number, content in zip(range(3), corrupted(kind, tmp_path, chance), strict=False):
        path.write_bytes(content)
        out = tmp_path / f"out-{number}"
        refused = refused_without_text(
            lambda out=out: review_export(path, output=out, engine=engine, workers=1)  # type: ignore[misc,arg-type]
        )
        assert out.exists() is not refused


SHEETS = (None, "1", "2", "9", "0", "-1", "Sheet1", "", " ", "\x1b[31m", "\0", "\ud800", "1" * 5000, MARKER)
HEADER_ROWS = (None, 1, 2, 3, 20, 22, 10**6, 1 << 70)


@pytest.mark.parametrize("kind", ["csv", "zip", "xlsx", "later.xml.xlsx", "xlsx.zip", "bundle.json"])
def test_a_sheet_and_a_header_that_do_not_fit_end_in_an_error_of_ours(kind: str, tmp_path: Path) -> None:
    chance = random.Random(11)
    path = tmp_path / f"export.{kind}"
    sound = next(corrupted(kind, tmp_path, random.Random(1)))
    for number in range(20):
        sheet, header_row = chance.choice(SHEETS), chance.choice(HEADER_ROWS)
        path.write_bytes(by_bytes(sound, chance) if number % 2 else sound)

        def task(sheet: "str | None" = sheet, header_row: "int | None" = header_row) -> None:
            for _ in Export([path], {}, sheet, header_row).rows(lambda _: None):
                pass

        if sheet == MARKER:
            with contextlib.suppress(MedcheckError):  # what was asked for is named
                task()
        else:
            refused_without_text(task)
