"""Exports inside a zip: read where they are, and nothing that a zip can say leads out of it or fills a disk."""

import gzip
import json
import random
import stat
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from export_building import ENGINES, FILES, Review, read_csv, write_csv
from test_workbook import book_of
from work import growth, work_of

from medcheck.exceptions import BadRowError, InputChangedError, InputFileError, MedcheckError
from medcheck.export.inputs.source import Export, open_table

APRIL = "patient,drug\n1,furosemide\n2,foozolam\n"
MAY = "patient,drug\n3,quinine\n"


def zipped(path: Path, files: Sequence[tuple[str, str | bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


@ENGINES
def test_the_exports_in_a_zip_are_one_as_those_in_a_folder_are(engine: str, tmp_path: Path, review: Review) -> None:
    (tmp_path / "folder").mkdir()
    for name, content in (("april.csv", APRIL), ("may.csv", MAY)):
        (tmp_path / "folder" / name).write_text(content)
    hidden = [("__MACOSX/._april.csv", b"\0\5\x16\7"), (".DS_Store", b"\0"), ("2026/", "")]
    path = zipped(tmp_path / "e.zip", [*hidden, ("2026/may.csv", MAY), ("2026/april.csv", APRIL)])
    _, plain = review(tmp_path / "folder", engine=engine)
    _, folder = review(path, engine=engine)
    for name in FILES:
        assert (folder / name).read_bytes() == (plain / name).read_bytes(), name


@ENGINES
def test_one_of_them_can_be_named_by_its_path(engine: str, tmp_path: Path, review: Review) -> None:
    path = zipped(tmp_path / "e.zip", [("codes.csv", "code,meaning\n"), ("2026/may.csv", MAY)])
    with pytest.raises(InputFileError, match=r"e\.zip/codes\.csv, line 1: not the columns of may\.csv"):
        review(path, engine=engine)
    _, folder = review(path / "2026" / "may.csv", engine=engine)
    assert [row["drug"] for row in read_csv(folder / "rows.csv")] == ["quinine"]
    with pytest.raises(InputFileError, match=r"e\.zip/june\.csv: there is no such file in the zip"):
        review(path / "june.csv", engine=engine)
    with pytest.raises(InputFileError, match="given twice"):
        review(path / "2026" / "may.csv", path)


def test_a_workbook_and_fhir_are_read_in_a_zip(tmp_path: Path, review: Review) -> None:
    book = book_of(tmp_path / "list.xlsx", [("patient", "drug"), ("1", "furosemide")])
    resource = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "medicationCodeableConcept": {"text": "quinine"},
    }
    for name, content, column in (
        ("list.xlsx", book.read_bytes(), "drug"), ("list.ndjson", json.dumps(resource).encode(), "medication")
    ):  # fmt: skip
        _, folder = review(zipped(tmp_path / "e.zip", [(name, content)]))
        assert [row["medcheck_answer"] for row in read_csv(folder / "rows.csv")] == ["associated"], column


@ENGINES
def test_a_bad_row_is_named_by_zip_file_and_line(engine: str, tmp_path: Path, review: Review) -> None:
    path = zipped(tmp_path / "e.zip", [("2026/april.csv", APRIL + "3\n")])
    with pytest.raises(BadRowError, match=r"e\.zip/2026/april\.csv, line 4: 1 cell where the header has 2"):
        review(path, engine=engine)


@pytest.mark.parametrize(
    "name", ["../e.csv", "a/../../e.csv", "/etc/e.csv", "a\\..\\e.csv", "C:e.csv", "a//b.csv", "./e.csv", "e\x1b.csv"]
)
def test_a_path_that_leads_out_of_the_zip_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "e.csv").write_text(APRIL)
    path = zipped(tmp_path / "in" / "e.zip", [("may.csv", MAY), (name, APRIL)])
    with pytest.raises(InputFileError, match=r"e\.zip, file 2 in it: its path"):
        Export([path])
    with pytest.raises(InputFileError, match=r"e\.zip, file 2 in it: its path"):
        open_table(path / "may.csv")


def test_links_passwords_and_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InputFileError, match="file 1 in it: it is a link to another file"):
        Export([tmp_path / "link.zip"])
    path = zipped(tmp_path / "locked.zip", [("april.csv", APRIL)])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="file 1 in it: it has a password; unpack it"):
        Export([path])
    with pytest.warns(UserWarning, match="Duplicate name"):
        zipped(tmp_path / "twice.zip", [("april.csv", APRIL), ("april.csv", MAY)])
    with pytest.raises(InputFileError, match="two files in the zip have one name"):
        Export([tmp_path / "twice.zip"])


def test_what_is_packed_twice_and_parquet_is_to_be_unpacked(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", [("april.csv", APRIL)])
    duckdb.sql(f"COPY (SELECT 1 AS patient, 'quinine' AS drug) TO '{tmp_path}/e.parquet' (FORMAT parquet)")
    for name, content in (
        ("inner.zip", inner.read_bytes()),
        ("april.csv.gz", gzip.compress(APRIL.encode())),
        ("e.parquet", (tmp_path / "e.parquet").read_bytes()),
    ):
        with pytest.raises(InputFileError, match="in a zip; unpack the zip and give what is in it"):
            Export([zipped(tmp_path / "outer.zip", [(name, content)])])


def test_a_zip_that_unpacks_to_far_more_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("e.csv", "w") as file:
        file.write(b"patient,drug\n")
        for _ in range(110):
            file.write(b"1,x\n" * (1 << 18))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InputFileError, match=r"bomb\.zip: [\d,]+ bytes that unpack to 115,[\d,]+ are no export"):
        Export([path])


def test_a_size_that_is_not_true_ends_in_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "e.zip", [("april.csv", APRIL + "3,quinine\n" * 1000)])
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", content, content.index(mark) + place, 40)
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=r"e\.zip/april\.csv: the zip file is damaged; fetch it again"):
        Export([path])


def test_a_list_of_a_million_files_is_not_held(tmp_path: Path) -> None:
    path = zipped(tmp_path / "e.zip", [(f"{number}.csv", MAY) for number in range(1001)])
    with pytest.raises(InputFileError, match="over 1,000 files in one zip"):
        Export([path])
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rindex(b"PK\5\6") + 12, 200 << 20)
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="over 1,000 files in one zip"):
        Export([path])


def test_an_empty_zip_and_half_a_zip_are_said(tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputFileError, match=r"cut\.zip is not a whole zip file; fetch it again"):
        Export([tmp_path / "cut.zip"])
    with pytest.raises(InputFileError, match=r"none\.zip: the zip file is empty"):
        Export([zipped(tmp_path / "none.zip", [("a/", ""), ("__MACOSX/x", "")])])


def test_a_zip_that_changes_meanwhile_is_noticed(tmp_path: Path) -> None:
    export = Export([zipped(tmp_path / "e.zip", [("may.csv", MAY)])])
    zipped(tmp_path / "e.zip", [("may.csv", APRIL)])
    with pytest.raises(InputChangedError, match=r"e\.zip changed while it was being reviewed"):
        export.check_unchanged()


def test_damaged_zips_end_in_errors_of_ours_only(tmp_path: Path) -> None:
    chance = random.Random(20261129)
    whole = zipped(tmp_path / "whole.zip", [("april.csv", APRIL * 20), ("may.csv", MAY * 20)]).read_bytes()
    path = tmp_path / "e.zip"
    refused = 0
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        try:
            for table in Export([path]).files:
                list(table.rows(lambda _: None))
        except MedcheckError:
            refused += 1
    assert refused > 100


def test_an_export_beside_a_zip_is_part_of_the_same_review(tmp_path: Path, review: Review) -> None:
    path = zipped(tmp_path / "e.zip", [("may.csv", MAY)])
    other = write_csv(tmp_path / "june.csv", "patient,drug", "4,Lasix")
    _, folder = review(path, other)
    assert [row["drug"] for row in read_csv(folder / "rows.csv")] == ["quinine", "Lasix"]


def test_a_file_of_many_in_a_zip_takes_no_longer_than_one_of_few(tmp_path: Path) -> None:
    def work(number: int) -> int:
        path = zipped(tmp_path / f"{number}.zip", [(f"{n}.csv", MAY) for n in range(number)])
        export = Export([path])
        assert len(export.files) == number
        return work_of(lambda: Export([path]))

    assert growth(work, 15) < 2.5
