"""CSV and its relatives, row by row, with the line of every row that cannot be read."""

import csv
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from medcheck.counted import counted
from medcheck.exceptions import InputFileError
from medcheck.export.inputs.archive import is_inside
from medcheck.export.inputs.dialect import Dialect, detect, lines
from medcheck.export.inputs.header import AS_FOUND, Asked, find_header
from medcheck.export.inputs.process_wide import cells_up_to
from medcheck.export.inputs.rows import BadRow, OnBad

# A cell longer than this is no cell of a prescription export: most often a quote was opened and never closed.
LONGEST_CELL = 1 << 20
TOO_LONG = f"a cell too long to be one (over {LONGEST_CELL:,} characters)"
# Nor is a row, on one line or several; a quote never closed would else go on to the end of the file.
_LONGEST_ROW = 4 * LONGEST_CELL
UNCLOSED = "a quote is opened and not closed"


class _TooLong(csv.Error):
    """A cell is longer than LONGEST_CELL, or a row than _LONGEST_ROW."""


class _Lines:
    """The lines of a file; those of a row can be given again."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.length = 0
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        again = bool(self._again)
        line = self._again.popleft() if again else self._file.readline(_LONGEST_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self.length += len(line)
        if self.length >= _LONGEST_ROW:
            if not again and not line.endswith(("\n", "\r")):
                skip_line(self._file)
            raise _TooLong
        return line

    def begin_row(self) -> None:
        """What comes from here on is of another row."""
        self.taken, self.length = [], 0

    def push_back(self, first: int) -> None:
        """Give the lines of the last row again, from its ``first`` on, counted from 0."""
        rest = self.taken[first:]
        self.number -= len(rest)
        self._again.extendleft(reversed(rest))


class DelimitedFile:
    """One text file; the header is read at once, the rows when they are asked for.

    ``open_quotes`` and ``bare`` are those of ``dialect.Quotes``.
    Raises InputFileError for a file that is no text, has no header or names a column twice.
    """

    def __init__(self, path: Path, asked: Asked = AS_FOUND) -> None:
        self.path = path
        above = (asked.header_row or 1) - 1
        self.dialect: Dialect
        self.dialect, (self.open_quotes, self.bare) = detect(path, above)
        self._skipped = max(0, above - self.dialect.sep_line)
        self.notices: list[str] = []
        if self.dialect.encoding == "cp1252":
            self.notices.append(
                f"{path} is not UTF-8: read as Windows-1252, {counted(self.dialect.doubtful, 'doubtful byte')}"
            )
        with lines(path, self.dialect) as file:
            source, reader = self._reader(file)
            header, first = find_header(_first_rows(source, reader, str(path)), asked)
        if header is None:
            what = "the file has no header" if asked.header_row is None else "there is no header in that line"
            raise InputFileError(f"{path}, line {asked.header_row or 1}: {what}")
        self.columns = unique(header.cells, str(path), header.line)
        self.notices += header.notices(path.name, first)
        self.header_line = header.line + any("\n" in cell or "\r" in cell for cell in header.cells)
        self._skipped = header.line - 1 - self.dialect.sep_line
        if self._skipped or is_inside(path):  # only our own reader knows where such rows begin
            self.dialect = self.dialect._replace(plain=False)

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order; blank lines are no rows."""
        with lines(self.path, self.dialect) as file:
            yield from self.rows_of(file, on_bad)

    def rows_of(self, file: IO[str], on_bad: OnBad, header: bool = False) -> Generator[list[str], None, int]:
        """The rows of a part of the file that ends between rows, and in the end how many lines it has.

        ``header`` says that the header is not in it.
        """
        width, name = len(self.columns), str(self.path)
        source, reader = self._reader(file)
        while True:
            first = source.number + 1
            try:
                row = _next_row(source, reader)
            except csv.Error as error:
                if not source.taken:
                    return source.number
                source.push_back(1)
                on_bad(BadRow(name, first, _reason(error)))
                continue
            if row is None:
                return source.number
            if not row or (len(row) == 1 and width > 1 and not row[0].strip()):
                continue
            if not header:
                header = True
            elif len(row) != width:
                if len(source.taken) > 1:
                    source.push_back(1)
                on_bad(BadRow(name, first, f"{counted(len(row), 'cell')} where the header has {width}"))
            elif any("\0" in line for line in source.taken):
                on_bad(BadRow(name, first, "a NUL character"))
            else:
                yield row

    def _reader(self, file: IO[str]) -> "tuple[_Lines, Iterator[list[str]]]":
        source = _Lines(file)
        dialect = self.dialect
        for _ in range(dialect.sep_line + self._skipped):
            source.begin_row()
            with suppress(_TooLong):
                if next(source, None) is None:  # the header is said to stand below the end
                    break
        reader = csv.reader(
            source,
            delimiter=dialect.delimiter,
            quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
            escapechar="\\" if dialect.escape else None,
            doublequote=not dialect.escape,
            strict=True,
        )
        return source, reader


def _next_row(source: _Lines, reader: Iterator[list[str]]) -> list[str] | None:
    """The next row; None after the last.

    csv's own limit to a cell is the whole process's. It is raised only while a row that meets it is read once more.
    """
    source.begin_row()
    try:
        row = next(reader, None)
    except csv.Error as error:
        if not _meets_limit_of_csv(error):
            raise
        source.push_back(0)
        source.begin_row()
        with cells_up_to(LONGEST_CELL):
            row = next(reader, None)
    if row and source.length > LONGEST_CELL and max(map(len, row)) > LONGEST_CELL:
        raise _TooLong
    return row


def _meets_limit_of_csv(error: csv.Error) -> bool:
    return "field larger" in str(error)


def _first_rows(source: _Lines, reader: Iterator[list[str]], where: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with the line in which each begins, up to one that cannot be read."""
    has_given = False
    while True:
        line = source.number + 1
        try:
            row = _next_row(source, reader)
        except csv.Error:
            if has_given:
                return
            raise InputFileError(f"{where}, line {line}: the header cannot be read (an unclosed quote?)") from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            has_given = True
            yield line, [cell.strip() for cell in row]


def unique(columns: Sequence[str], where: str, line: int = 1) -> tuple[str, ...]:
    """The columns, unnamed ones numbered; InputFileError where two have one name."""
    named = tuple(column or f"column{place}" for place, column in enumerate(columns, 1))
    seen: set[str] = set()
    for column in named:
        if column.casefold() in seen:
            raise InputFileError(f"{where}, line {line}: two columns are named '{column[:40]}'; rename one")
        if column.casefold().startswith("medcheck_"):
            raise InputFileError(
                f"{where}, line {line}: there is a column '{column[:40]}' already; give the original export"
            )
        seen.add(column.casefold())
    return named


def _reason(error: csv.Error) -> str:
    message = str(error)
    if isinstance(error, _TooLong) or _meets_limit_of_csv(error):
        return f"{TOO_LONG}: an unclosed quote?"
    if "unexpected end" in message:
        return UNCLOSED
    if "NUL" in message or "null" in message.lower():
        return "a NUL character"
    return "a quote inside a quoted cell"


def skip_line(file: IO[str]) -> None:
    """Read on to the end of a line that is too long to be held."""
    while True:
        rest = file.readline(LONGEST_CELL)
        if not rest or rest.endswith(("\n", "\r")):
            return
