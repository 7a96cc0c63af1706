"""The folder of a review: there whole or not at all, even where the program is killed, and readable by its owner only.

On Linux the files have no name until all are complete, so that a kill leaves nothing at all; elsewhere they are
written into a hidden folder beside, which the next run removes.
"""

import contextlib
import ctypes
import errno
import json
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from medcheck.exceptions import OutputFileError
from medcheck.leftovers import sweep
from medcheck.printable import storable

# What summary.json has had in every version; the four answers add up to the rows.
_ANSWERS = ("associated", "not_listed", "unrecognised", "not_a_medicine")
_COUNTS = ("rows", *_ANSWERS, "patients", "distinct_lines")


class Contents(NamedTuple):
    """The files that a folder may hold, and how the one that tells what it is must look to be replaced."""

    of: str
    files: frozenset[str]
    told_by: str
    is_ours: Callable[[dict[str, Any]], bool]


def _is_of_review(found: dict[str, Any]) -> bool:
    if any(type(found.get(name)) is not int for name in _COUNTS):
        return False
    return bool(found["rows"] == sum(found[name] for name in _ANSWERS))


REVIEW = Contents(
    "review",
    frozenset(
        "rows.csv rows.parquet patients.csv unrecognised.csv medicines.csv "
        "rejected.csv summary.json report.html".split()
    ),
    "summary.json",
    _is_of_review,
)
SYMMETRY = Contents(
    "symmetry analysis",
    frozenset("symmetry.csv symmetry.json symmetry.html unrecognised.csv rejected.csv".split()),
    "symmetry.json",
    lambda found: isinstance(found.get("pairs"), list) and type(found.get("run_in")) is int,
)
_MARK = ".medcheck-"
_OWNER_ONLY = 0o700  # the execute bits are for the folder alone
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class Output:
    """Collects the files of a run and puts them in place together.

    Raises OutputFileError at once where the folder exists and ``force`` is not set, or holds other ``contents``.
    ``shared`` gives it the permissions that the user's umask gives; else only its owner may read it. Nothing is made
    before ``open``; ``discard`` undoes that at any moment.
    """

    def __init__(self, folder: Path, contents: Contents = REVIEW, force: bool = False, shared: bool = False) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link that names the folder
        if storable(str(self.folder)) != str(self.folder):
            raise OutputFileError(f"{self.folder}: a name that is not UTF-8 cannot be written to; choose another")
        self._contents, self._force, self._shared = contents, force, shared
        self._files: dict[str, int] = {}
        self._parts: set[str] = set()
        self._nameless = False
        self._before = f".{self.folder.name}{_MARK}"
        self.beside = self.folder.parent / f"{self._before}{os.getpid()}-{secrets.token_hex(4)}"
        self._check()

    def open(self) -> None:
        """Make the hidden folder beside, and remove those of killed runs."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            sweep(self.folder.parent, self._before)
            self.beside.mkdir(mode=_OWNER_ONLY)
        except OSError as error:
            raise self._cannot(error) from None
        self._nameless = self._can_be_nameless()

    def path(self, name: str) -> Path:
        """Where to write one file of the review; opening it anew starts it anew."""
        if not self._nameless:
            return self.beside / name
        if name not in self._files:
            self._files[name] = os.open(self.folder.parent, os.O_TMPFILE | os.O_RDWR, _OWNER_ONLY & 0o666)
        return Path(f"/proc/{os.getpid()}/fd/{self._files[name]}")

    def part(self, name: str) -> Path:
        """Where to write something that is put into a file of the review later and has no name of its own."""
        path = self.path(name)
        self._parts.add(name)
        return path

    def drop(self, name: str) -> None:
        """A part has been used."""
        self._parts.discard(name)
        if name in self._files:
            os.close(self._files.pop(name))
        else:
            (self.beside / name).unlink(missing_ok=True)

    def write(self, name: str, text: str) -> None:
        """One file of the review from its whole text."""
        try:
            self.path(name).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise self._cannot(error) from None

    def scratch(self, name: str) -> Path:
        """A hidden folder for an engine's own files, which is removed with the rest."""
        folder = self.beside / name
        folder.mkdir(exist_ok=True)
        return folder

    def commit(self) -> None:
        """Put the folder in place; before this nothing of it is to be seen, after it all."""
        for name in list(self._parts):
            self.drop(name)
        try:
            for extra in list(self.beside.iterdir()):
                if extra.is_dir():
                    shutil.rmtree(extra)
            if self._nameless:
                self._name_files()
            self._set_permissions()
            if self.folder.exists() and any(self.folder.iterdir()):
                self._check()
                self._swap()
            else:
                self.beside.rename(self.folder)
        except OSError as error:
            raise self._cannot(error) from None

    def discard(self) -> None:
        """Remove everything that was written."""
        for descriptor in self._files.values():
            with contextlib.suppress(OSError):
                os.close(descriptor)
        self._files = {}
        shutil.rmtree(self.beside, ignore_errors=True)

    def error(self, error: OSError) -> OutputFileError:
        """An error of writing as one that says which folder."""
        return self._cannot(error)

    def _name_files(self) -> None:
        where = os.open(self.beside, os.O_RDONLY)
        try:
            for name, descriptor in self._files.items():  # with a folder given, Python follows the link as linkat does
                os.link(f"/proc/self/fd/{descriptor}", name, src_dir_fd=where, dst_dir_fd=where, follow_symlinks=True)
        finally:
            os.close(where)

    def _swap(self) -> None:
        """The old folder and the new change places in one step where the system can, then the old one goes."""
        with contextlib.suppress(AttributeError, OSError):
            libc = ctypes.CDLL(None, use_errno=True)
            old, new = os.fsencode(self.beside), os.fsencode(self.folder)
            if libc.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_EXCHANGE) == 0:
                shutil.rmtree(self.beside, ignore_errors=True)
                return
        away = self.beside.with_name(f"{self.beside.name}-old")
        self.folder.rename(away)
        try:
            self.beside.rename(self.folder)
        except BaseException:
            if not self.folder.exists():
                away.rename(self.folder)
            raise
        shutil.rmtree(away, ignore_errors=True)

    def _set_permissions(self) -> None:
        mode = _OWNER_ONLY
        if self._shared:  # os.umask can only be read by setting it, for all threads at once; a new folder tells it, too
            probe = self.beside / "probe"
            probe.mkdir()
            mode = stat.S_IMODE(probe.stat().st_mode)
            probe.rmdir()
        for file in self.beside.iterdir():
            file.chmod(mode & 0o666)
        self.beside.chmod(mode)

    def _check(self) -> None:
        try:
            if not self.folder.exists():
                return
            if not self.folder.is_dir():
                raise OutputFileError(f"{self.folder} is a file; give a folder that is not there yet")
            inside = {entry.name: entry for entry in self.folder.iterdir()}
            if inside and not self._force:
                raise OutputFileError(f"{self.folder} exists; give another folder, or --force to replace it")
            if inside.keys() - self._contents.files or any(
                entry.is_symlink() or not entry.is_file() for entry in inside.values()
            ):
                raise OutputFileError(
                    f"{self.folder} holds files that are not of a {self._contents.of}; give another folder"
                )
            if inside and (self.folder.is_symlink() or not self._is_told()):
                kind = self._contents
                raise OutputFileError(
                    f"{self.folder} is not the folder of a {kind.of} (no {kind.told_by} of one); give another folder"
                )
        except OSError as error:
            raise self._cannot(error) from None

    def _is_told(self) -> bool:
        """Whether the folder's own file says that it is such a folder: only then may it be replaced."""
        try:
            found = json.loads((self.folder / self._contents.told_by).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return False
        if not isinstance(found, dict) or not isinstance(found.get("tables_version"), str):
            return False
        return self._contents.is_ours(found)

    def _can_be_nameless(self) -> bool:
        if not (sys.platform == "linux" and Path("/proc/self/fd").is_dir()):
            return False
        try:
            descriptor = os.open(self.folder.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
        except OSError:
            return False
        try:
            return stat.S_ISREG(os.fstat(descriptor).st_mode)
        finally:
            os.close(descriptor)

    def _cannot(self, error: OSError) -> OutputFileError:
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or type(error).__name__
        return OutputFileError(f"{self.folder} cannot be written: {reason}")
