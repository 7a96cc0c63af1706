"""XLSX workbooks: the first sheet that has a header, every cell as text."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from medcheck.exceptions import EngineUnavailable, InputFileError
from medcheck.export.inputs.bounded import bounded
from medcheck.export.inputs.delimited import LONGEST_CELL, TOO_LONG, unique
from medcheck.export.inputs.process_wide import without_warnings
from medcheck.export.inputs.rows import BadRow, OnBad

# A sheet of XLSX has no more.
_MOST_ROWS = 1 << 20


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
            elif max(map(len, cells)) > LONGEST_CELL:
                on_bad(BadRow(str(self.path), line, TOO_LONG))
            else:
                yield (cells + [""] * width)[:width]

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the first sheet that has any, each with its line."""
        try:
            file = self.path.open("rb")
        except OSError as error:
            raise InputFileError(f"{self.path} cannot be read: {error.strerror}") from None
        with file:  # opened here, for openpyxl leaves a file open where it stumbles
            book = self._book(file)
            for sheet in book.worksheets:
                found = False
                for line, cells in self._rows_of(book, sheet):
                    if any(cells):
                        found = True
                        yield line, cells
                if found:
                    return

    def _rows_of(self, book: Any, sheet: Any) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet, each with the number that it says it has.

        They are taken from openpyxl's parser. Its own rows go by the size that the sheet says it has, leave out a row
        whose number was there before, and keep one of two cells in a place.
        """
        from openpyxl.worksheet._reader import WorkSheetParser

        with sheet._get_source() as source:
            parser = WorkSheetParser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            rows, before = parser.parse(), 0
            while row := self._next(rows, before + 1):
                line, cells = row
                places = [cell["column"] for cell in cells]
                if line <= before or places != sorted(set(places)):
                    raise InputFileError(
                        f"{self.path}, line {line}: a row or cell that is there twice or out of order; save it again"
                    )
                if line > _MOST_ROWS:
                    raise InputFileError(f"{self.path}, line {line}: more rows than a workbook has")
                values = dict(zip(places, (_text(cell["value"]) for cell in cells), strict=True))
                yield line, [values.get(place, "") for place in range(1, places[-1] + 1)] if places else []
                before = line

    def _next(self, rows: Iterator[Any], line: int) -> Any:
        """The next row that openpyxl's parser reads; None after the last.

        The errors and warnings of openpyxl hold cells, so nothing of them is passed on.
        """
        try:
            with without_warnings():
                return next(rows, None)
        except (InputFileError, MemoryError):
            raise
        except Exception:
            raise InputFileError(
                f"{self.path}, line {line}: the workbook is damaged there or holds a value that is none; save it again"
            ) from None

    def _book(self, file: IO[bytes]) -> Any:
        try:
            from openpyxl.reader.excel import ExcelReader
        except ImportError:
            raise EngineUnavailable(
                "XLSX files need openpyxl: in a checkout of medcheck, pip install '.[xlsx]'"
            ) from None
        try:
            with without_warnings():
                reader = ExcelReader(file, read_only=True, data_only=True)
                reader.archive.open = bounded(reader.archive.open, self.path)
                reader.read()
                return reader.wb
        except (InputFileError, MemoryError):
            raise
        except Exception:
            raise InputFileError(f"{self.path} is not a whole XLSX workbook; save it again") from None


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
