"""Files inside a zip, each called by the path of the zip and its own: ``export.zip/ward.csv``.

They are read where they are. Nothing is unpacked to the disk, so a path in the zip leads nowhere.
"""

import io
import os
import stat
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from medcheck.document.file_kinds import ZIP, has_long_directory, kind_of
from medcheck.exceptions import InputFileError

# Prescriptions shrink to a tenth or a twentieth; what shrinks to less than a two-hundredth was made to fill a disk.
_MOST_UNPACKED = 200
_SMALL = 100 << 20  # of few bytes any share is harmless
_MOST_FILES = 1000
_ENCRYPTED = 1
_BUFFER = 1 << 16
_NOT_WHOLE = "is not a whole zip file; fetch it again"


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of others, and no workbook."""
    if path.suffix.lower() == ".xlsx":
        return False
    try:
        with path.open("rb") as file:
            return kind_of(file) == ZIP
    except OSError:
        return False  # said when it is opened


def members(path: Path) -> list[Path]:
    """The files inside a zip, sorted; InputFileError where there are none or one of them cannot be trusted."""
    found = _opened(path).files
    if not found:
        raise InputFileError(f"{path}: the zip file is empty")
    return sorted(path / name for name in found)


def archive_of(path: Path) -> Path:
    """The zip that holds a file, or the file itself where it stands in a folder."""
    inside = _inside(path)
    return inside[0] if inside else path


def is_inside(path: Path) -> bool:
    """Whether a path leads into a zip."""
    return _inside(path) is not None


def raw(path: Path) -> IO[bytes]:
    """The bytes of a file in a folder or in a zip; OSError as ``open`` raises it."""
    inside = _inside(path)
    if inside is None:
        return path.open("rb")
    archive, name = inside
    opened = _opened(archive)
    if name not in opened.files:
        raise InputFileError(f"{path}: there is no such file in the zip")
    try:
        return io.BufferedReader(_Member(opened.archive.open(opened.files[name]), path), _BUFFER)
    except (BadZipFile, NotImplementedError, RuntimeError):
        raise InputFileError(f"{path}: the zip file is damaged; fetch it again") from None


class _Opened(NamedTuple):
    """A zip with the files in it that are read."""

    archive: ZipFile
    files: Mapping[str, ZipInfo]


def _opened(path: Path) -> _Opened:
    """A zip whose files can be trusted; one with many is listed once, and not for each of them."""
    state = path.stat()
    return _opened_once(path, (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino))


@lru_cache(maxsize=1)
def _opened_once(path: Path, _: tuple[int, ...]) -> _Opened:
    with path.open("rb") as file:
        if has_long_directory(file):
            raise InputFileError(f"{path}: over {_MOST_FILES:,} files in one zip; unpack it")
    try:
        archive = ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError):
        raise InputFileError(f"{path} {_NOT_WHOLE}") from None
    return _Opened(archive, {info.filename: info for info in _checked(path, archive)})


class _Member(io.RawIOBase):
    """A file in a zip; InputFileError where its bytes are not those that were packed."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        with self._errors_told():
            content = self._file.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, to which the file is read, from its start where the place is behind."""
        with self._errors_told():
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._file.tell()

    def close(self) -> None:
        """Close the zip, too."""
        self._file.close()
        super().close()

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except (BadZipFile, EOFError, zlib.error):
            raise InputFileError(f"{self._path}: the zip file is damaged; fetch it again") from None


def _inside(path: Path) -> tuple[Path, str] | None:
    if path.exists():
        return None
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    return (archive, path.relative_to(archive).as_posix()) if archive else None


def _checked(path: Path, archive: ZipFile) -> Sequence[ZipInfo]:
    """The files that a zip lists, each of a size and with a path that can be trusted."""
    found = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if len(found) > _MOST_FILES:
        raise InputFileError(f"{path}: over {_MOST_FILES:,} files in one zip; unpack it")
    if len({info.filename for info in found}) < len(found):
        raise InputFileError(f"{path}: two files in the zip have one name; pack it again")
    size = path.stat().st_size
    total = sum(info.file_size for info in found)
    if total > _SMALL and total > size * _MOST_UNPACKED:
        raise InputFileError(
            f"{path}: {size:,} bytes that unpack to {total:,} are no export; if they are, unpack the zip yourself"
        )
    for number, info in enumerate(found, 1):
        if problem := _problem(info):
            raise InputFileError(f"{path}, file {number} in it: {problem}")
    return found


def _problem(info: ZipInfo) -> str:
    path = PurePosixPath(info.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in info.filename or path.as_posix() != info.filename:
        return "its path leads out of the zip; pack it again"
    if ":" in info.filename or not info.filename.isprintable():
        return "its path cannot be one on every system; pack it again"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link to another file; pack the file itself"
    if info.flag_bits & _ENCRYPTED:
        return "it has a password; unpack it"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "it is packed in a way that is not read here; unpack it"
    return ""


def _is_hidden(name: str) -> bool:
    """Whether a file is one that a system adds: macOS puts a second one beside each."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in PurePosixPath(name).parts)
