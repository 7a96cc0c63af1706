"""Files that are no text: which kind a file is, by its first bytes and not by its name."""

from typing import IO

GZ, PARQUET, WORKBOOK, ZIP = "a gz file", "a Parquet file", "an Excel workbook", "a zip file"
_ZIP_BEGINNING = b"PK\x03\x04"
_BEGINNINGS = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Office (.xls, .doc)"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x1f\x8b", GZ),
    (b"PAR1", PARQUET),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
# What a zip is by a file inside it.
_MEMBERS = (
    ("word/document.xml", "a Word document"),
    ("xl/workbook.xml", WORKBOOK),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
)
_LONGEST = max(len(beginning) for beginning, _ in _BEGINNINGS)


def kind_of(file: IO[bytes]) -> str | None:
    """The kind of a file, read from its start, in words ("a PDF"); None for text and for what is not known."""
    first = file.read(_LONGEST)
    if not first.startswith(_ZIP_BEGINNING):
        return next((kind for beginning, kind in _BEGINNINGS if first.startswith(beginning)), None)
    from zipfile import BadZipFile, ZipFile  # and what it unpacks with, which no text needs

    try:
        with ZipFile(file) as archive:
            members = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return ZIP
    return next((kind for member, kind in _MEMBERS if member in members), ZIP)
