"""XLSX workbooks: a sheet with a header and those that have the same, every cell as text."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from medcheck.exceptions import EngineUnavailable, InputFileError
from medcheck.export.inputs.archive import raw
from medcheck.export.inputs.bounded import bounded, without_sheets
from medcheck.export.inputs.delimited import LONGEST_CELL, TOO_LONG, unique
from medcheck.export.inputs.header import AS_FOUND, Asked, Header, find_header
from medcheck.export.inputs.process_wide import without_warnings
from medcheck.export.inputs.profiles import is_header
from medcheck.export.inputs.rows import BadRow, OnBad

# A sheet of XLSX has no more.
_MOST_ROWS = 1 << 20


class WorkbookFile:
    """One workbook; blank rows are no rows, and sheets with the same header are one table.

    The first sheet whose header names the medicine gives it, else the first that is not empty, unless one is asked for.
    """

    def __init__(self, path: Path, asked: Asked = AS_FOUND) -> None:
        self.path = path
        self.notices: list[str] = []
        headers, lines = self._headers(asked)
        if not headers:
            where = f"{path}, line {asked.header_row or 1}"
            if lines:
                raise InputFileError(f"{where}: there is no header in that line")
            raise InputFileError(f"{where}: the {'workbook' if asked.sheet is None else 'sheet'} is empty")
        chosen = next((n for n, header in headers.items() if is_header(header.cells, asked.columns)), None)
        number = chosen or next(iter(headers))
        columns = headers[number].cells
        self.columns = unique(columns, self._place(number), headers[number].line)
        # Of each sheet that is read, the line of its header.
        self._sheets = {number: header.line for number, header in headers.items() if header.cells == columns}
        if others := [number for number in lines if number not in self._sheets]:
            self.notices.append(self._of_sheets(others, "not read: another header (--sheet chooses one)"))
        if len(self._sheets) > 1:
            self.notices.append(self._of_sheets(list(self._sheets), "read as one table: the same header"))
        for number in self._sheets if asked.header_row is None else ():
            self.notices += headers[number].notices(self._named(number), lines[number])

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order; cells to the right of the header make a row a bad one."""
        width = len(self.columns)
        with self._opened() as book:
            for number, header_line in self._sheets.items():
                place = self._place(number)
                for line, cells in self._lines(book, number):
                    if line <= header_line:
                        continue
                    if any(cells[width:]):
                        on_bad(BadRow(place, line, f"more cells than the header's {width}"))
                    elif any("\0" in cell for cell in cells):
                        on_bad(BadRow(place, line, "a NUL character"))
                    elif max(map(len, cells)) > LONGEST_CELL:
                        on_bad(BadRow(place, line, TOO_LONG))
                    else:
                        yield (cells + [""] * width)[:width]

    def _headers(self, asked: Asked) -> tuple[dict[int, Header], dict[int, int]]:
        """By the numbers of the sheets the headers and the first lines of those that have some."""
        headers: dict[int, Header] = {}
        lines: dict[int, int] = {}
        with self._opened() as book:
            titles = [str(sheet.title) for sheet in book.worksheets]
            for number in self._asked_for(asked, titles):
                trimmed = ((line, _without_end(cells)) for line, cells in self._lines(book, number))
                header, first = find_header(trimmed, asked)
                if first:
                    lines[number] = first
                if header:
                    headers[number] = header
        return headers, lines

    def _asked_for(self, asked: Asked, titles: Sequence[str]) -> Sequence[int]:
        if asked.sheet is None:
            return range(1, len(titles) + 1)
        wanted = asked.sheet.strip().casefold()
        named = [number for number, title in enumerate(titles, 1) if title.strip().casefold() == wanted]
        if not named and wanted.isdecimal() and 0 < int(wanted) <= len(titles):
            named = [int(wanted)]
        if not named:
            # The titles are not repeated: they may name patients.
            raise InputFileError(f"{self.path}: there is no such sheet; --sheet takes a title or 1 to {len(titles)}")
        return named

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Any]:
        try:
            file = raw(self.path)
        except OSError as error:
            raise InputFileError(f"{self.path} cannot be read: {error.strerror}") from None
        with file:  # opened here, for openpyxl leaves a file open where it stumbles
            yield self._book(file)

    def _place(self, number: int) -> str:
        return str(self.path) if number == 1 else f"{self.path}, sheet {number}"

    def _named(self, number: int) -> str:
        return self.path.name if number == 1 else f"{self.path.name}, sheet {number}"

    def _of_sheets(self, numbers: Sequence[int], what: str) -> str:
        sheets = f"sheet {numbers[0]} is" if len(numbers) == 1 else f"sheets {', '.join(map(str, numbers))} are"
        return f"{self.path.name}: {sheets} {what}"

    def _lines(self, book: Any, number: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that are not blank, each with its line."""
        return ((line, cells) for line, cells in self._rows_of(book, number) if any(cells))

    def _rows_of(self, book: Any, number: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet, each with the number that it says it has.

        They are taken from openpyxl's parser. Its own rows go by the size that the sheet says it has, leave out a row
        whose number was there before, and keep one of two cells in a place.
        """
        from openpyxl.worksheet._reader import WorkSheetParser

        sheet, place = book.worksheets[number - 1], self._place(number)
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
            while row := self._next(rows, place, before + 1):
                line, cells = row
                columns = [cell["column"] for cell in cells]
                if line <= before or columns != sorted(set(columns)):
                    raise InputFileError(
                        f"{place}, line {line}: a row or cell that is there twice or out of order; save it again"
                    )
                if line > _MOST_ROWS:
                    raise InputFileError(f"{place}, line {line}: more rows than a workbook has")
                values = dict(zip(columns, (_text(cell["value"]) for cell in cells), strict=True))
                yield line, [values.get(column, "") for column in range(1, columns[-1] + 1)] if columns else []
                before = line

    def _next(self, rows: Iterator[Any], place: str, line: int) -> Any:
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
                f"{place}, line {line}: the workbook is damaged there or holds a value that is none; save it again"
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
                opener = bounded(reader.archive.open, self.path)
                reader.archive.open = without_sheets(opener)
                reader.read()
                reader.archive.open = opener
                return reader.wb
        except (InputFileError, MemoryError):
            raise
        except Exception:
            raise InputFileError(f"{self.path} is not a whole XLSX workbook; save it again") from None


def _without_end(cells: list[str]) -> list[str]:
    """The cells but for the blank ones at their end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


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
