"""The folder of a review: there whole or not at all, even where the program is killed.

On Linux the files have no name until all are complete, so that a kill leaves nothing behind at all; elsewhere they are
written into a hidden folder beside, which the next run removes.
"""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path

from medcheck.exceptions import OutputFileError
from medcheck.export.outputs.cells import storable

OURS = frozenset(
    "rows.csv rows.parquet patients.csv unrecognised.csv medicines.csv rejected.csv summary.json report.html".split()
)
_MARK = ".medcheck-"
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


class Output:
    """Collects the files of a review and puts them in place together.

    Raises OutputFileError at once where the folder exists and ``force`` is not set, holds files of others, or cannot
    be made.
    """

    def __init__(self, folder: Path, force: bool = False) -> None:
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a link that names the folder
        if storable(str(self.folder)) != str(self.folder):
            raise OutputFileError(f"{self.folder}: a name that is not UTF-8 cannot be written to; choose another")
        self._force = force
        self._files: dict[str, int] = {}
        self._parts: set[str] = set()
        self._check()
        parent = self.folder.parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
            self._sweep()
            self.beside = parent / f".{self.folder.name}{_MARK}{os.getpid()}-{secrets.token_hex(4)}"
            self.beside.mkdir(mode=0o700)
        except OSError as error:
            raise self._cannot(error) from None
        self._nameless = self._can_be_nameless()

    def path(self, name: str) -> Path:
        """Where to write one file of the review; opening it anew starts it anew."""
        if not self._nameless:
            return self.beside / name
        if name not in self._files:
            self._files[name] = os.open(self.folder.parent, os.O_TMPFILE | os.O_RDWR, 0o644)
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
            self.beside.chmod(0o777 & ~_umask())
            if self.folder.exists() and any(self.folder.iterdir()):
                self._check()
                self._swap()
            else:
                self.beside.rename(self.folder)
        except OSError as error:
            raise self._cannot(error) from None

    def discard(self) -> None:
        """Leave nothing behind."""
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
        self.beside.rename(self.folder)
        shutil.rmtree(away, ignore_errors=True)

    def _check(self) -> None:
        try:
            if not self.folder.exists():
                return
            if not self.folder.is_dir():
                raise OutputFileError(f"{self.folder} is a file; give a folder that is not there yet")
            inside = {entry.name for entry in self.folder.iterdir()}
        except OSError as error:
            raise self._cannot(error) from None
        if inside and not self._force:
            raise OutputFileError(f"{self.folder} exists; give another folder, or --force to replace it")
        if inside - OURS:
            raise OutputFileError(f"{self.folder} holds files that are not of a review; give another folder")

    def _sweep(self) -> None:
        """Remove what a killed run left, but not what a running one is writing."""
        for left in self.folder.parent.glob(f".{self.folder.name}{_MARK}*"):
            owner = left.name.rsplit(_MARK, 1)[1].split("-")[0]
            if owner.isdigit() and not _alive(int(owner)):
                shutil.rmtree(left, ignore_errors=True)

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


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # os.kill would end it; what was left stays until it is removed by hand
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
