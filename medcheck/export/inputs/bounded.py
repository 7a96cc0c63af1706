"""The parts of a workbook, read no further than a workbook goes: what is small when packed may unpack to gigabytes."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from medcheck.exceptions import InputFileError

# A row, a shared text or a part that is neither is held in memory whole. A row of 16,384 cells of 200 characters is
# 5 MB; held, XML takes some thirty times its length.
_LONGEST_ELEMENT = 16 << 20
# All shared texts are held until the sheet is read: a million of 200 characters, which then take about 1 GB at most.
_MOST_SHARED = 256 << 20
_CHUNK = 1 << 16
_END = re.compile(rb"</(?:[\w.-]+:)?(row|si)\s*>")
_LONGEST_END = 64
_SHEET = re.compile(rb"<(?:[\w.-]+:)?worksheet[\s>]")
_HEAD = 1 << 12
_EMPTY_SHEET = b"<worksheet/>"


class _BoundedPart:
    """One part of a workbook as a file to read from."""

    def __init__(self, file: Any, path: Path) -> None:
        self._file, self._path = file, path
        self._since_end = self._total = 0
        self._shared = False
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; InputFileError where they are of something too long to be held."""
        if size >= 0:
            return self._counted(self._file.read(size))
        return b"".join(iter(lambda: self._counted(self._file.read(_CHUNK)), b""))

    def _counted(self, chunk: bytes) -> bytes:
        ends = list(_END.finditer(self._tail + chunk))
        self._total += len(chunk)
        self._since_end += len(chunk)
        if ends:
            self._since_end = len(self._tail) + len(chunk) - ends[-1].end()
            self._shared = self._shared or any(end[1] == b"si" for end in ends)
        self._tail = (self._tail + chunk)[-_LONGEST_END:]
        if self._since_end > _LONGEST_ELEMENT:
            raise InputFileError(f"{self._path}: a row or part of the workbook is too long to be one; export it as CSV")
        if self._shared and self._total > _MOST_SHARED:
            raise InputFileError(f"{self._path}: the workbook's texts are over 256 MB; export it as CSV")
        return chunk

    def close(self) -> None:
        """Close the part."""
        self._file.close()

    def __enter__(self) -> "_BoundedPart":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def bounded(opener: Callable[..., Any], path: Path) -> Callable[..., _BoundedPart]:
    """A way to open the parts of the workbook at ``path`` whose parts end in an error rather than fill the memory."""
    return lambda *arguments, **options: _BoundedPart(opener(*arguments, **options), path)


def without_sheets(opener: Callable[..., Any]) -> Callable[..., Any]:
    """The same way to open parts with every sheet an empty one.

    Of a sheet that does not say its size openpyxl reads and holds all rows to learn the size, which nobody asks for.
    """

    def opened(*arguments: Any, **options: Any) -> Any:
        with opener(*arguments, **options) as part:
            is_sheet = _SHEET.search(part.read(_HEAD))
        return io.BytesIO(_EMPTY_SHEET) if is_sheet else opener(*arguments, **options)

    return opened
