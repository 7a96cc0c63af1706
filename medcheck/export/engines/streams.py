"""A big text file as several streams that end between rows, so that each is read in order on a core of its own."""

import gzip
import io
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from medcheck.export.inputs.dialect import CHUNK

_CHUNK = 8 * 1024 * 1024
# A smaller part is read sooner than it is split off.
WORTH_A_STREAM = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class ByteRange(NamedTuple):
    """The bytes of one stream, of a gz those of the whole file; only the ``first`` of a file has its header."""

    path: Path
    start: int
    end: int
    is_gzipped: bool
    first: bool


def has_pipe_paths() -> bool:
    """Whether an open pipe has a path on this system."""
    return Path("/proc/self/fd").is_dir()


def byte_ranges(path: Path, is_gzipped: bool, number: int, open_quotes: Sequence[bool]) -> list[ByteRange]:
    """The file cut into about ``number`` parts of one size, each at the end of a row.

    A line end inside a quoted cell is not the end of a row: ``open_quotes`` says of each CHUNK whether it begins in
    one; it is empty where quotes mean nothing.
    """
    size = path.stat().st_size
    if is_gzipped:
        return [ByteRange(path, 0, size, True, True)]
    number = max(1, min(number, size // WORTH_A_STREAM))
    with path.open("rb") as file:
        start = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
        cuts = [start]
        for part in range(1, number):
            target = size * part // number
            cut = _row_end(file, target, _inside(file, target, open_quotes) if open_quotes else None)
            if cuts[-1] < cut < size:
                cuts.append(cut)
    return [ByteRange(path, a, b, False, a == start) for a, b in zip(cuts, [*cuts[1:], size], strict=True)]


def _inside(file: IO[bytes], place: int, open_quotes: Sequence[bool]) -> bool:
    chunk = min(place // CHUNK, len(open_quotes) - 1)
    file.seek(chunk * CHUNK)
    return open_quotes[chunk] ^ (file.read(place - chunk * CHUNK).count(b'"') % 2 == 1)


def _row_end(file: IO[bytes], start: int, open_quote: bool | None) -> int:
    """The end of the row that holds this place; ``open_quote`` is None where quotes mean nothing."""
    file.seek(start)
    while line := file.readline(_CHUNK):
        start += len(line)
        if open_quote is not None:
            open_quote ^= line.count(b'"') % 2 == 1
        if line.endswith(b"\n") and not open_quote:
            return start
    return start


@contextmanager
def open_pipe(byte_range: ByteRange) -> Iterator[str]:
    """A path from which the bytes of a range can be read once; leaving early stops the flow."""
    out, into = os.pipe()
    pump = threading.Thread(target=_pump, args=(byte_range, into), daemon=True)
    pump.start()
    try:
        yield f"/proc/self/fd/{out}"
    finally:
        os.close(out)
        pump.join()


def _pump(byte_range: ByteRange, into: int) -> None:
    try:
        if byte_range.is_gzipped:
            with gzip.open(byte_range.path, "rb") as content, os.fdopen(os.dup(into), "wb") as target:
                shutil.copyfileobj(content, target, _CHUNK)
            return
        with byte_range.path.open("rb") as file:
            place = byte_range.start
            while place < byte_range.end:
                sent = os.sendfile(into, file.fileno(), place, min(_CHUNK, byte_range.end - place))
                if not sent:
                    return
                place += sent
    except OSError:
        pass  # the reader went away, and says why itself; a short stream is noticed by the count of its rows
    finally:
        os.close(into)


def append(target: Path, more: Path) -> None:
    """Put the bytes of one file after those of another, in the kernel where it can."""
    with target.open("r+b") as end, more.open("rb") as file:
        end.seek(0, os.SEEK_END)
        with suppress(OSError, AttributeError):
            while os.copy_file_range(file.fileno(), end.fileno(), _CHUNK * 8):
                pass
            return
        shutil.copyfileobj(file, end, _CHUNK)


class RangeFile(io.RawIOBase):
    """The bytes of a range as a file."""

    def __init__(self, byte_range: ByteRange) -> None:
        self._file = byte_range.path.open("rb")
        self._file.seek(byte_range.start)
        self._left = byte_range.end - byte_range.start

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        content = self._file.read(min(len(buffer), self._left))
        buffer[: len(content)] = content
        self._left -= len(content)
        return len(content)

    def close(self) -> None:
        """Close the file, too."""
        self._file.close()
        super().close()
