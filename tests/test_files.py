"""Files of text, however they are encoded."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

import medcheck
from medcheck.document.files import decode, read_text
from medcheck.exceptions import InputFileError


def test_utf_8_with_and_without_its_mark_needs_no_notice(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("furosémide 40 mg".encode("utf-8-sig"))
    assert read_text(path) == ("furosémide 40 mg", None)


def test_utf_16_is_known_by_its_mark() -> None:
    assert decode("Lasix 40 mg".encode("utf-16"), "list.txt") == ("Lasix 40 mg", None)


def test_other_bytes_are_read_as_windows_1252_with_a_notice_that_counts_them() -> None:
    text, notice = decode(b"Lasix 40 mg \x96 caf\xe9", "list.txt")
    assert text == "Lasix 40 mg – café"
    assert notice == "list.txt is not UTF-8; read as Windows-1252 (2 bytes beyond ASCII, check them)"


def test_a_byte_that_windows_1252_lacks_is_replaced() -> None:
    assert decode(b"Lasix \x81", "list.txt").text == "Lasix \ufffd"


def test_binary_content_is_refused() -> None:
    with pytest.raises(InputFileError, match=r"^list\.txt is not text"):
        decode(b"\x7fELF\x00\x00\x00\x00", "list.txt")


def zip_of(member: str) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr(member, "")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "list is a PDF, not text; open it and save or copy the list as plain text"),
        (zip_of("word/document.xml"), "list is a Word document, not text; open it"),
        (zip_of("xl/workbook.xml"), "list is an Excel workbook, not text; open it"),
        (zip_of("content.xml"), "list is an OpenDocument file, not text; open it"),
        (zip_of("list.txt"), "list is a zip file, not text; unpack it and give one file"),
        (b"PK\x03\x04 and no more", "list is a zip file, not text; unpack it"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            r"list is a file of an old Office \(\.xls, \.doc\) or one with a password",
        ),
        (b"{\\rtf1\\ansi Lasix}", r"list is rich text \(RTF\), not text"),
        (b"\xff\xd8\xff\xe0", "list is a picture, not text"),
    ],
)
def test_a_file_of_a_known_kind_is_named_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(InputFileError, match=f"^{message}"):
        decode(content, "list")


def test_a_single_nul_in_a_long_text_is_let_through() -> None:
    assert decode(b"Lasix 40 mg\x00" + b" " * 200, "list.txt").text.startswith("Lasix 40 mg\x00")


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", "list.txt") == ("", None)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"nowhere\.txt cannot be read: No such file or directory"):
        read_text(tmp_path / "nowhere.txt")


def test_a_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="is a directory; give one file"):
        read_text(tmp_path)


def test_a_path_with_a_nul_is_no_path() -> None:
    with pytest.raises(InputFileError, match="not a path"):
        read_text("a\x00b")


def test_check_file_reviews_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"furos\xe9mide 40 mg")
    assert [finding.ingredient for finding in medcheck.check_file(path).findings] == ["furosemide"]
