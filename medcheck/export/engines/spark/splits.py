"""An export in pieces that are read where a core is free, with the line that each bad row has in its whole file."""

import copy
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from medcheck.export.engines.streams import ByteRange, RangeFile, byte_ranges
from medcheck.export.inputs.delimited import UNCLOSED, DelimitedFile
from medcheck.export.inputs.dialect import is_gzipped
from medcheck.export.inputs.rows import BadRow, OnBad, Table
from medcheck.export.row_parts import row_parts
from medcheck.export.times.spans import Rules

_BATCH = 4096
# Notes on a piece travel with its rows, so that the files need not be read once more for them.
SCHEMA = (
    "cells array<string>, patient string, line string, code string, start int, row_end int, ended_by string, "
    "items bigint, note struct<piece: int, line: bigint, reason: string, sheet: string>"
)


class Piece(NamedTuple):
    """A byte range of a text file, or a whole file of any kind; ``name`` is the file's as the user gave it."""

    name: str
    table: Table
    byte_range: ByteRange | None = None

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order; bad ones by their line in the piece."""
        if self.byte_range is None:
            yield from self.table.rows(on_bad)
            return
        assert isinstance(self.table, DelimitedFile)
        with io.TextIOWrapper(
            io.BufferedReader(RangeFile(self.byte_range), 1 << 20), encoding="utf-8", newline=""
        ) as file:
            number = yield from self.table.rows_of(file, on_bad, header=not self.byte_range.first)
        on_bad(BadRow(self.name, number, ""))


class PieceNote(NamedTuple):
    """A row that cannot be read, by its line in its piece; without a reason, the number of lines of a byte range.

    ``sheet`` is what its place has beside the name of the file.
    """

    piece: int
    line: int
    reason: str
    sheet: str = ""


class _Enough(Exception):  # noqa: N818 - no error: what follows in the piece does not matter
    """A bad row was found where one is too many."""


def pieces_of(tables: Sequence[Table], number: int) -> list[Piece]:
    """The files in their order, each cut into about ``number`` pieces where it can be."""
    found: list[Piece] = []
    for table in tables:
        name, there = str(table.path), copy.copy(table)
        there.path = Path(os.path.abspath(table.path))  # noqa: PTH100 - an executor works in a folder of its own
        if number > 1 and isinstance(there, DelimitedFile) and there.dialect.plain and not is_gzipped(there.path):
            cut = byte_ranges(there.path, False, number, there.open_quotes)
            found += [Piece(name, there, byte_range) for byte_range in cut]
        else:
            found.append(Piece(name, there))
    return found


def read(pieces: Sequence[Piece], numbers: Iterable[int], rules: Rules, skip_bad_rows: bool) -> Iterator[Any]:
    """The rows of some pieces as Arrow batches of SCHEMA; a piece ends at its first bad row unless they are skipped."""
    span = lru_cache(maxsize=100_000)(rules.span)
    for number in numbers:
        notes: list[PieceNote] = []

        def on_bad(bad: BadRow, number: int = number, notes: list[PieceNote] = notes) -> None:
            sheet = bad.file.removeprefix(str(pieces[number].table.path)) if bad.reason else ""
            notes.append(PieceNote(number, bad.line, bad.reason, sheet))
            if bad.reason and not skip_bad_rows:
                raise _Enough

        rows: list[tuple[Any, ...]] = []
        try:
            for row in pieces[number].rows(on_bad):
                part = row_parts(row, rules.used)
                rows.append((row, part.patient, *part.line, *span(part.times), part.items, None))
                if len(rows) == _BATCH:
                    yield _batch(rows)
                    rows = []
        except _Enough:
            pass
        rows += [(None, "", "", "", None, None, "", 0, note._asdict()) for note in notes]
        if rows:
            yield _batch(rows)


def _batch(rows: list[tuple[Any, ...]]) -> Any:
    import pyarrow

    text = pyarrow.string()
    note = pyarrow.struct([("piece", pyarrow.int32()), ("line", pyarrow.int64()), ("reason", text), ("sheet", text)])
    day = pyarrow.int32()
    kinds = [pyarrow.list_(text), text, text, text, day, day, text, pyarrow.int64(), note]
    names = ["cells", "patient", "line", "code", "start", "row_end", "ended_by", "items", "note"]
    columns = [pyarrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
    return pyarrow.RecordBatch.from_arrays(columns, names=names)


def bad_rows(pieces: Sequence[Piece], notes: Iterable[PieceNote]) -> list[BadRow]:
    """The bad rows in the order of the files, by their lines in the whole file."""
    in_order = sorted(notes)
    lines = {note.piece: note.line for note in in_order if not note.reason}
    before: list[int] = []
    for number, piece in enumerate(pieces):
        goes_on = piece.byte_range is not None and not piece.byte_range.first
        before.append(before[-1] + lines.get(number - 1, 0) if goes_on else 0)
    return [
        BadRow(pieces[note.piece].name + note.sheet, before[note.piece] + note.line, note.reason)
        for note in in_order
        if note.reason
    ]


def cut_inside_a_row(pieces: Sequence[Piece], notes: Iterable[PieceNote]) -> bool:
    """Whether a row was open where a range ended before its file did: a stray quote had shifted the cuts."""
    return any(
        note.reason == UNCLOSED
        and pieces[note.piece].byte_range is not None
        and note.piece + 1 < len(pieces)
        and pieces[note.piece + 1].table is pieces[note.piece].table
        for note in notes
    )
