"""Files that are no text: which kind a file is, by its first bytes and not by its name."""

import os
import struct
from typing import IO

GZ, PARQUET, WORKBOOK, ZIP = "a gz file", "a Parquet file", "an Excel workbook", "a zip file"
OLD_OFFICE = "a file of an old Office (.xls, .doc) or one with a password"
_ZIP_BEGINNING = b"PK\x03\x04"
_BEGINNINGS = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
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
# The list of the files of a zip is held in memory whole.
_LONGEST_DIRECTORY = 4 << 20
_END, _LARGE_END = b"PK\x05\x06", b"PK\x06\x06"  # the second where the first has no room
_NO_ROOM = 0xFFFFFFFF
_LONGEST_COMMENT = 1 << 16
_LONGEST = max(len(beginning) for beginning, _ in _BEGINNINGS)


def kind_of(file: IO[bytes]) -> str | None:
    """The kind of a file, read from its start, in words ("a PDF"); None for text and for what is not known."""
    first = file.read(_LONGEST)
    if not first.startswith(_ZIP_BEGINNING):
        return next((kind for beginning, kind in _BEGINNINGS if first.startswith(beginning)), None)
    if has_long_directory(file):
        return ZIP
    from zipfile import BadZipFile, ZipFile  # and what it unpacks with, which no text needs

    try:
        with ZipFile(file) as archive:
            members = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return ZIP
    return next((kind for member, kind in _MEMBERS if member in members), ZIP)


def has_long_directory(file: IO[bytes]) -> bool:
    """Whether the list of the files of a zip is too long to be held; the file is at its start again afterwards."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_COMMENT - 128))
    tail = file.read()
    file.seek(0)
    place, large = tail.rfind(_END), tail.rfind(_LARGE_END)
    length = struct.unpack_from("<L", tail, place + 12)[0] if 0 <= place <= len(tail) - 16 else 0
    if length == _NO_ROOM and 0 <= large <= len(tail) - 48:
        length = struct.unpack_from("<Q", tail, large + 40)[0]
    return bool(length > _LONGEST_DIRECTORY)
