"""The database file: found or built beside and swapped in, never trusted unless it is whole and of these tables."""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from medcheck.knowledge.folder import data_folder, fingerprint

_HEADER = 100  # bytes of the SQLite file header: page size at 16, page count at 28, application id at 68


def home() -> Path:
    """The folder of the database: ``MEDCHECK_HOME``, else the user's cache folder."""
    given = os.environ.get("MEDCHECK_HOME")
    if given:
        return Path(given)
    cache = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return (Path(cache) if cache else Path.home() / ".cache") / "medcheck"
    except RuntimeError:  # no home at all, as in some containers
        return _private_folder()


def connect(tables: Path | None = None) -> sqlite3.Connection:
    """A read-only connection to the database of the tables in the folder ``tables``.

    Built when there is none of these tables, in the user's cache or, where that cannot be written, in a private
    folder of the temporary directory. Raises TableError where a row is not valid.
    """
    tables = tables or data_folder()
    name = f"tables-{fingerprint(tables)}.sqlite"
    for place in (home, _private_folder):
        if _whole(place() / name):
            opened = _open(place() / name)
            if opened:
                return opened
    for folder in (home(), _private_folder()):
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            folder.mkdir(parents=True, exist_ok=True)
            with _one_at_a_time(folder / f"{name}.lock"):
                opened = _open(folder / name) if _whole(folder / name) else None
                return opened or _built(tables, folder / name)
    return _in_memory(tables)


def _built(tables: Path, path: Path) -> sqlite3.Connection:
    import tempfile

    from medcheck.knowledge.build import build

    handle, beside = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    try:
        build(tables, Path(beside))
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
    for other in path.parent.glob("tables-*.sqlite"):  # those of earlier tables: a reader that has one open keeps it
        if other != path:
            with contextlib.suppress(OSError):
                other.unlink()
    opened = _open(path)
    if opened is None:
        raise OSError(f"{path.name} changed while it was opened")
    return opened


def _in_memory(tables: Path) -> sqlite3.Connection:
    """Where nothing can be written the database lives as long as the process."""
    from medcheck.knowledge.build import build_into

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    build_into(connection, tables)
    return connection


def _whole(path: Path) -> bool:
    """Whether the file is as long as its own header says: a truncated or foreign file is not."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    if len(header) < _HEADER or not header.startswith(b"SQLite format 3\0"):
        return False
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return size == pages * (65536 if page_size == 1 else page_size)


def _open(path: Path) -> sqlite3.Connection | None:
    connection = None
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("SELECT version FROM meta").fetchone()
        return connection
    except sqlite3.Error:
        pass
    if connection:
        connection.close()
    return None


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """One process builds, the others wait for its file; without file locks each builds its own, and all are right."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _private_folder() -> Path:
    """A folder of the temporary directory that nobody else can have prepared for us."""
    import tempfile

    if not hasattr(os, "getuid"):
        return Path(tempfile.gettempdir()) / "medcheck"
    folder = Path(tempfile.gettempdir()) / f"medcheck-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(OSError):
        state = folder.lstat()
        if state.st_uid == os.getuid() and state.st_mode & 0o777 == 0o700 and not folder.is_symlink():
            return folder
    return Path(os.devnull) / "medcheck"  # cannot be made: the database then lives in memory
