"""A file of text, however it is encoded."""

import io
import os
from pathlib import Path
from typing import NamedTuple

from medcheck.document.file_kinds import ZIP, kind_of
from medcheck.exceptions import InputFileError

# More control bytes than this share of a file are no slip of a text file: it is binary, or UTF-16 without its mark.
MOST_CONTROLS = 0.01
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b"})


class TextFile(NamedTuple):
    """The text, and what a reader should know of how it was decoded, if anything."""

    text: str
    notice: str | None


def read_text(path: "str | os.PathLike[str]") -> TextFile:
    """The text of a file; InputFileError, naming the path and the reason, where there is none to be had."""
    try:
        content = Path(path).read_bytes()
    except IsADirectoryError:
        raise InputFileError(f"{os.fspath(path)} is a directory; give one file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise InputFileError(f"{os.fspath(path)} cannot be read: {reason}") from None
    return decode(content, os.fspath(path))


def decode(content: bytes, name: str) -> TextFile:
    """Bytes as text: UTF-16 by its mark, UTF-8, else Windows-1252 with a notice that counts the doubtful bytes.

    Raises InputFileError for binary content; ``name`` is what the message calls it.
    """
    kind = kind_of(io.BytesIO(content))
    if kind:
        do = "unpack it and give one file" if kind == ZIP else "open it and save or copy the list as plain text"
        raise InputFileError(f"{name} is {kind}, not text; {do}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return TextFile(content.decode("utf-16"), None)
        except UnicodeDecodeError:
            pass
    if len(content) - len(content.translate(None, _CONTROLS)) > len(content) * MOST_CONTROLS:
        raise InputFileError(f"{name} is not text (it holds control bytes); save the list as plain text")
    try:
        return TextFile(content.decode("utf-8-sig"), None)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        doubtful = sum(byte > 127 for byte in content)
        return TextFile(text, f"{name} is not UTF-8; read as Windows-1252 ({doubtful} bytes beyond ASCII, check them)")
