"""Workbooks that are not what they say: every row is read, or an error of ours says where, without a cell's text."""

import io
import random
import re
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from export_building import Review, read_csv

from medcheck.exceptions import MedcheckError
from medcheck.export.inputs.bounded import bounded
from medcheck.export.inputs.rows import BadRow
from medcheck.export.inputs.source import open_table

MARKER = "Zanzibar"


def workbook(path: Path, rows: int = 100) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["patient", "drug", "date"])
    for number in range(rows):
        sheet.append([f"{MARKER}-{number}", "furosemide 40 mg", 45000 + number])
        sheet.cell(number + 2, 3).number_format = "yyyy-mm-dd"
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def rows_of(path: Path) -> int:
    aside: list[BadRow] = []
    return len(list(open_table(path).rows(aside.append)))


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("said", ["A1:C51", "A1", "A1:A1048576", "B2:C3"])
def test_rows_are_read_whatever_size_the_sheet_says_it_has(said: str, tmp_path: Path) -> None:
    path = changed(
        workbook(tmp_path / "e.xlsx"),
        SHEET,
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % said.encode(), xml),
    )
    assert rows_of(path) == 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="C5" s="1" t="n"><v>45003</v>', b'<c r="C5" s="1" t="n"><v>Zanzibar</v>'),
        (b'<c r="C5" s="1" t="n"><v>', b'<c r="C5" t="s"><v>Zanzibar'),
        (b'<c r="C5" s="1" t="n"><v>', b'<c r="C5" t="s"><v>9999'),
        (b'<c r="A5"', b'<c r="Zanzibar 5"'),
        (b'<row r="5"', b'<row r="Zanzibar"'),
        (b'<row r="5"', b'<row r="999999999"'),
        (b'<row r="5"', b'<row r="4"'),  # openpyxl would leave this row out
        (b'<row r="5"', b'<row r="1"'),
        (b'<c r="B5"', b'<c r="A5"'),  # of two cells in one place only the last would be read
        (b'<c r="B5"', b'<c r="E5"'),  # the last cell would be taken for the row's end
        (b"</sheetData>", b"</sheetZanzibar>"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line_without_its_text(old: bytes, new: bytes, tmp_path: Path) -> None:
    path = workbook(tmp_path / "e.xlsx")
    changed(path, SHEET, lambda xml: xml.replace(old, new, 1) if old in xml else pytest.fail("no such cell"))
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line \d+") as error:
        rows_of(path)
    assert MARKER not in "".join(traceback.format_exception(error.value))


def test_rows_without_numbers_and_rows_left_out_keep_their_lines(tmp_path: Path) -> None:
    path = workbook(tmp_path / "e.xlsx", 10)
    changed(path, SHEET, lambda xml: re.sub(rb'<row r="\d+"', b"<row", xml))
    assert rows_of(path) == 10
    changed(workbook(path, 10), SHEET, lambda xml: re.sub(rb'<row r="(1[01])"', rb'<row r="9\1"', xml))
    changed(path, SHEET, lambda xml: xml.replace(b'<c r="B10"', b'<c r="Z10"'))
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line 910"):
        rows_of(path)


def test_a_row_of_a_later_sheet_that_is_there_twice_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()  # its first sheet is empty
    sheet = book.create_sheet("export")
    for row in [("patient", "drug"), *((f"{MARKER}-{number}", "furosemide") for number in range(5))]:
        sheet.append(row)
    path = tmp_path / "e.xlsx"
    book.save(path)
    assert rows_of(path) == 5
    changed(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b'<row r="4"', b'<row r="3"'))
    with pytest.raises(MedcheckError, match=r"e\.xlsx, sheet 2, line 3: a row or cell that is there twice"):
        rows_of(path)


def book_of(path: Path, *sheets: list[tuple[str, ...]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_sheets_with_the_same_header_are_one_table_and_the_others_are_named(tmp_path: Path) -> None:
    header = ("patient", "drug")
    path = book_of(
        tmp_path / "e.xlsx",
        [header, ("1", "furosemide"), ("2", "quinine")],
        [("code", "meaning"), ("a", "active")],
        [],
        [(), header, ("3", "foozolam")],
        [("patient", "drug", "date"), ("4", "lost", "2026-01-01")],
    )
    table = open_table(path)
    assert list(table.rows(pytest.fail)) == [["1", "furosemide"], ["2", "quinine"], ["3", "foozolam"]]
    assert table.notices == [
        "e.xlsx: sheets 2, 5 are not read: another header (--sheet chooses one)",
        "e.xlsx: sheets 1, 4 are read as one table: the same header",
    ]


TITLED = [("Ward 5",), (), ("printed", "today"), ("Patient", "Drug", "Dose", "Date", "Ward")]


def test_titles_above_the_header_are_found_in_each_sheet(tmp_path: Path) -> None:
    path = book_of(tmp_path / "e.xlsx", [*TITLED, ("1", "furosemide")], [TITLED[3], ("2", "quinine", "", "", "", "6")])
    table = open_table(path)
    aside: list[BadRow] = []
    assert list(table.rows(aside.append)) == [["1", "furosemide", "", "", ""]]
    assert aside == [(f"{path}, sheet 2", 2, "more cells than the header's 5")]
    assert table.notices[1:] == ["e.xlsx: the header is that of line 4; what stands above it is not read"]


def test_the_sheet_that_names_a_medicine_is_read_first(tmp_path: Path) -> None:
    path = book_of(tmp_path / "e.xlsx", [("About", "this"), ("a", "b")], [("patient", "drug"), ("1", "furosemide")])
    table = open_table(path)
    assert list(table.rows(pytest.fail)) == [["1", "furosemide"]]
    assert table.notices == ["e.xlsx: sheet 1 is not read: another header (--sheet chooses one)"]


@pytest.mark.parametrize("engine", ["python", "duckdb"])
@pytest.mark.parametrize("sheet", ["sheet2", " Sheet2", "2"])
def test_a_sheet_can_be_chosen_by_title_or_number(sheet: str, engine: str, tmp_path: Path, review: Review) -> None:
    header = ("patient", "drug")
    path = book_of(tmp_path / "e.xlsx", [header, ("1", "furosemide")], [header, ("2", "quinine")], [("x", "drug")])
    summary, folder = review(path, sheet=sheet, engine=engine)
    assert [row["drug"] for row in read_csv(folder / "rows.csv")] == ["quinine"]
    assert not [notice for notice in summary.notices if "sheet" in notice]


def test_a_sheet_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, review: Review) -> None:
    path = book_of(tmp_path / "e.xlsx", [("patient", "drug")], [])
    with pytest.raises(MedcheckError, match=r"e\.xlsx: there is no such sheet; --sheet takes a title or 1 to 2"):
        review(path, sheet="Ward 5")
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line 1: the sheet is empty"):
        review(path, sheet="Sheet2")


def test_the_line_of_the_header_of_a_workbook_can_be_said(tmp_path: Path, review: Review) -> None:
    rows = [("a", "b", "c"), ("d", "e", "f"), ("ref", "what", "note"), ("1", "furosemide", "x")]
    path = book_of(tmp_path / "e.xlsx", rows, [("code", "meaning")])
    summary, folder = review(path, header_row=3, map={"drug": "what"})
    assert [row["what"] for row in read_csv(folder / "rows.csv")] == ["furosemide"]
    assert summary.notices[0] == "e.xlsx: sheet 2 is not read: another header (--sheet chooses one)"
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line 7: there is no header in that line"):
        review(path, header_row=7)


def test_a_bad_row_of_a_later_sheet_is_named_with_its_sheet(tmp_path: Path) -> None:
    header = ("patient", "drug")
    path = book_of(tmp_path / "e.xlsx", [header, ("1", "furosemide")], [header, ("2", "quinine", "more")])
    aside: list[BadRow] = []
    assert list(open_table(path).rows(aside.append)) == [["1", "furosemide"]]
    assert aside == [(f"{path}, sheet 2", 2, "more cells than the header's 2")]


def test_a_row_after_the_last_that_a_sheet_can_have_is_named(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path / "e.xlsx"), SHEET, lambda xml: re.sub(rb'"([A-C]?)101"', rb'"\g<1>1048577"', xml))
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line 1048577: more rows than a workbook has"):
        rows_of(path)


def test_a_sheet_that_does_not_say_its_size_is_not_read_to_its_end_to_learn_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "e.xlsx")
    changed(path, SHEET, lambda xml: re.sub(rb"<dimension[^>]*>", b"", xml).replace(b'<row r="90"', b"<row <"))
    table = open_table(path)  # the damage is far below the header
    with pytest.raises(MedcheckError, match=r"e\.xlsx, line \d+: the workbook is damaged there"):
        list(table.rows(pytest.fail))


def mutated(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(found))
        if chance.random() < 0.5:
            found[place] = chance.randrange(256)
        elif chance.random() < 0.5:
            del found[place : place + chance.randint(1, 40)]
        else:
            found[place:place] = found[chance.randrange(len(found)) :][: chance.randint(1, 40)]
    return bytes(found)


@pytest.mark.parametrize("inner", [True, False])
def test_damaged_workbooks_end_in_errors_of_ours_only(inner: bool, tmp_path: Path) -> None:
    chance = random.Random(20261129)
    whole = workbook(tmp_path / "whole.xlsx", 8).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = [name for name in archive.namelist() if "theme" not in name]
    path = tmp_path / "e.xlsx"
    refused, told = 0, ""
    for _ in range(200):
        path.write_bytes(whole)
        if inner:
            changed(path, chance.choice(parts), lambda content: mutated(content, chance))
        else:
            path.write_bytes(mutated(whole, chance))
        try:
            rows_of(path)
        except MedcheckError as error:
            refused += 1
            told += "".join(traceback.format_exception(error))
    assert refused > 50
    assert MARKER not in told


def test_shared_texts_of_gigabytes_are_refused_before_they_are_held(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    read = 0

    class Endless:
        def read(self, size: int) -> bytes:
            nonlocal read
            read += size
            return (b"<si><t>x</t></si>" * (size // 17 + 1))[:size]

    part = bounded(lambda _: Endless(), path)("xl/sharedStrings.xml")
    with pytest.raises(MedcheckError, match="texts are over 256 MB; export it as CSV"):
        part.read()
    assert read < 300 << 20


def test_a_row_without_end_is_refused(tmp_path: Path) -> None:
    path = changed(
        workbook(tmp_path / "e.xlsx", 1), SHEET, lambda xml: xml.replace(b"</row>", b"<c/>" * 5_000_000 + b"</row>", 1)
    )
    with pytest.raises(MedcheckError, match="too long to be one; export it as CSV"):
        rows_of(path)
