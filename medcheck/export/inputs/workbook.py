"""XLSX workbooks: the first sheet that has a header, every cell as text."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from medcheck.exceptions import EngineUnavailable, InputFileError
from medcheck.export.inputs.delimited import unique
from medcheck.export.inputs.rows import BadRow, OnBad


class WorkbookFile:
    """One workbook; blank rows are no rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: list[str] = []
        header = next(self._lines(), None)
        if header is None:
            raise InputFileError(f"{path}, line 1: the workbook is empty")
        cells = header[1]
        while cells and not cells[-1]:
            cells.pop()
        self.columns = unique(tuple(cells), path)

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order; cells to the right of the header make a row a bad one."""
        width = len(self.columns)
        for number, (line, cells) in enumerate(self._lines()):
            if number == 0:
                continue
            if any(cells[width:]):
                on_bad(BadRow(str(self.path), line, f"more cells than the header's {width}"))
            elif any("\0" in cell for cell in cells):
                on_bad(BadRow(str(self.path), line, "a NUL character"))
            else:
                yield (cells + [""] * width)[:width]

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise EngineUnavailable("to read XLSX files install openpyxl: pip install 'medcheck[xlsx]'") from None
        try:
            book = load_workbook(self.path, read_only=True, data_only=True)
        except OSError as error:
            raise InputFileError(f"{self.path} cannot be read: {error.strerror or error}") from None
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError):
            raise InputFileError(f"{self.path} is not a whole XLSX workbook; save it again") from None
        try:
            for sheet in book.worksheets:
                found = False
                for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
                    cells = [_text(value) for value in values]
                    if any(cells):
                        found = True
                        yield line, cells
                if found:
                    return
        except (zipfile.BadZipFile, KeyError, EOFError, SyntaxError):
            raise InputFileError(f"{self.path} is not a whole XLSX workbook; save it again") from None
        finally:
            book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value).strip()
