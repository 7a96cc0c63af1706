"""How a text file is written: its encoding, what parts its cells, and how quotes inside them are kept."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import dropwhile, islice
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

from medcheck.exceptions import InputFileError
from medcheck.export.inputs.archive import raw
from medcheck.export.inputs.layouts import layouts, norm

DELIMITERS = (",", "\t", ";", "|", "$")
_FEWEST_CELLS = 2  # of a header that a delimiter parts
_SAMPLE = 64 * 1024
CHUNK = 1 << 20  # what is looked through several times is best no larger than a core's own cache
# Where neither is in a file whose cells commas part, no cell holds a comma, a quote or a line end.
_MARKS = (b'"', b"\r")
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)

Rows: TypeAlias = Sequence[Sequence[str]]


class Quotes(NamedTuple):
    """The quotes of a file: of each CHUNK whether it begins inside a quoted cell.

    ``bare`` says that commas part the cells and that no cell holds a comma, a quote or a line end.
    """

    open_quotes: tuple[bool, ...]
    bare: bool


class Dialect(NamedTuple):
    """``escape`` is a backslash where quotes are written ``\\"``; ``quoted`` is False where quotes mean nothing.

    ``plain`` says that any fast reader will see the same rows: UTF-8 without NUL and without a line before the header.
    """

    encoding: str
    delimiter: str
    quoted: bool
    escape: bool
    sep_line: bool
    plain: bool
    doubtful: int


def is_gzipped(path: Path) -> bool:
    """Whether a file is a gz, by its content and not by its name."""
    with raw(path) as file:
        return file.read(2) == b"\x1f\x8b"


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked where it is a gz or stands in a zip."""
    try:
        return gzip.open(path, "rb") if is_gzipped(path) else raw(path)  # type: ignore[return-value]
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror}") from None


def detect(path: Path, skipped: int = 0) -> tuple[Dialect, Quotes]:
    """Read the file through once for its encoding and quotes, and its beginning for the rest.

    ``skipped`` lines stand above the header. No quotes are open where quotes mean nothing.
    Raises InputFileError for an empty, binary or truncated file.
    """
    with opened(path) as file:
        try:
            first = file.read(CHUNK)
            if not first:
                raise InputFileError(f"{path}, line 1: the file is empty")
            sample = first[:_SAMPLE]
            encoding, nul, doubtful, open_quotes, marked = _encoding(path, first, file)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise InputFileError(f"{path}: the gz file is truncated or damaged; fetch it again") from None
        except OSError as error:
            raise InputFileError(f"{path} cannot be read: {error.strerror}") from None
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    sep = _SEP_LINE.match(text)
    head = text[sep.end() :] if sep else text
    if skipped:
        head = "".join(islice(io.StringIO(head, newline=""), min(skipped, len(head)), None))
    delimiter = sep[1] if sep else _delimiter(head)
    escape = re.search(r'(?<!\\)(\\\\)*\\"(?!\s*("|$))', head) is not None and f'\\"{delimiter}' not in head
    quoted = delimiter not in "\t$" or _looks_quoted(head, delimiter)
    newline = "\n" in head or "\r" not in head
    plain = (
        encoding == "utf-8-sig"
        and not nul
        and not sep
        and not escape
        and newline
        and "\r" not in head.replace("\r\n", "")
    )
    dialect = Dialect(encoding, delimiter, quoted, escape, bool(sep), plain, doubtful)
    return dialect, Quotes(tuple(open_quotes) if quoted else (), delimiter == "," and not marked)


def lines(path: Path, dialect: Dialect) -> IO[str]:
    """The file as text, line ends as they stand."""
    return io.TextIOWrapper(opened(path), encoding=dialect.encoding, errors="replace", newline="")


def _encoding(path: Path, first: bytes, file: IO[bytes]) -> tuple[str, bool, int, list[bool], bool]:
    sample = first[:_SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False, 0, [], True
    halves = sample[0 : len(sample) // 2 * 2]
    if len(halves) > 3 and halves[1::2].count(0) > len(halves) // 4 and 0 not in halves[0:2:2]:
        return "utf-16-le", False, 0, [], True
    if len(halves) > 3 and halves[0::2].count(0) > len(halves) // 4:
        return "utf-16-be", False, 0, [], True
    if sample.count(0) > len(sample) // 50:
        raise InputFileError(f"{path} is not a text file (it holds NUL bytes); export it as CSV, Parquet or XLSX")
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    utf8, nul, high = True, False, 0
    marked = False
    open_quotes = [False]
    chunk = first
    while chunk:
        nul = nul or b"\0" in chunk
        marked = marked or any(mark in chunk for mark in _MARKS)
        odd = b'"' in chunk and chunk.count(b'"') % 2 == 1
        open_quotes.append(open_quotes[-1] ^ odd)
        if not chunk.isascii():
            high += sum(map(chunk.count, _HIGH)) if not utf8 else 0
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
        elif utf8 and decoder.getstate()[0]:
            utf8 = False
        chunk = file.read(CHUNK)
    if utf8 and decoder.getstate()[0]:
        utf8 = False
    if utf8:
        return "utf-8-sig", nul, 0, open_quotes, marked
    with opened(path) as again:  # count in the chunks before the first that was not UTF-8, too
        high = sum(
            sum(map(chunk.count, _HIGH)) for chunk in iter(lambda: again.read(CHUNK), b"") if not chunk.isascii()
        )
    return "cp1252", nul, high, open_quotes, marked


_HIGH = [bytes((byte,)) for byte in range(128, 256)]


def _delimiter(head: str) -> str:
    """What parts the header into the columns of a profile, else into most columns, the same in the next lines.

    Where nothing does, lines of one cell above the header may be its title.
    """
    known = [{norm(column) for column in profile.header} for profile in layouts().profiles]
    rows_by = {delimiter: _rows(head, delimiter) for delimiter in DELIMITERS}
    best, (is_known, agree, _) = _best(rows_by, known)
    if not (is_known or agree):
        below = {by: list(dropwhile(lambda row: len(row) < _FEWEST_CELLS, rows)) for by, rows in rows_by.items()}
        other, (is_known, agree, _) = _best({by: rows for by, rows in below.items() if len(rows) > 1}, known)
        best = other if is_known or agree else best
    return best


def _best(rows_by: Mapping[str, Rows], known: Sequence[set[str]]) -> tuple[str, tuple[bool, bool, int]]:
    best, best_score = ",", (False, False, 1)
    for delimiter, rows in rows_by.items():
        if not rows or len(rows[0]) < _FEWEST_CELLS:
            continue
        header = {norm(column) for column in rows[0]}
        agree = sum(len(row) == len(rows[0]) for row in rows[1:])
        score = (any(names <= header for names in known), agree * 2 >= len(rows) - 1, len(rows[0]))
        if score > best_score:
            best, best_score = delimiter, score
    return best, best_score


def _rows(head: str, delimiter: str) -> Rows:
    """The first rows, as this delimiter parts them."""
    try:
        return [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if row][:20]
    except csv.Error:
        return []


def _looks_quoted(head: str, delimiter: str) -> bool:
    edge = re.escape(delimiter)
    return re.search(rf'(^|{edge})"[^"]*"({edge}|\r?$)', head, re.MULTILINE) is not None
