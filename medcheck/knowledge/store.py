"""The database file: found or built beside and swapped in, never trusted unless it is whole, ours and of these tables.

A cache in a folder of another user is a choice that must be stated: with ``MEDCHECK_HOME_SHARED=1`` the database in
``MEDCHECK_HOME`` is taken whoever made it, and one built there can be read by all.
"""

import contextlib
import os
import sqlite3
import sys
from pathlib import Path

from medcheck.knowledge.folder import READY_MADE, data_folder, files_in, fingerprint, stamp
from medcheck.knowledge.private import is_ours, is_sealed, one_at_a_time, seal

# The file is mapped into memory, so that a look-up neither asks the system for a page nor copies it; nobody cuts such a
# file short, which is replaced as a whole.
_MAPPED = 1 << 26
# Databases of so many sets of tables stay in a folder: a site's own beside ours, and those of the version before.
KEPT = 4


def home() -> Path:
    """The folder of the database: ``MEDCHECK_HOME``, else the user's cache folder."""
    home = os.environ.get("MEDCHECK_HOME")
    if home:
        return Path(home)
    cache = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return (Path(cache) if cache else Path.home() / ".cache") / "medcheck"
    except RuntimeError:  # no home at all, as in some containers
        return _private_folder()


def connect(tables: Path | None = None) -> sqlite3.Connection:
    """A read-only connection to the database of the tables in the folder ``tables``.

    Built when there is none of these tables, in the user's cache or, where that cannot be written or trusted, in a
    private folder of the temporary directory. Raises TableError where a row is not valid.
    """
    if tables is None and (ready_made := _open(READY_MADE)):
        return ready_made
    tables = tables or data_folder()
    built_from = stamp(tables)
    opened = _find(f"tables-{built_from}-", ".sqlite")
    if opened:
        return opened
    content = fingerprint(tables)
    opened = _find("tables-", f"-{content}.sqlite")  # of tables that were copied or installed anew
    if opened:
        return opened
    name = f"tables-{built_from}-{content}.sqlite"
    for folder in (home(), _private_folder()):
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            folder.mkdir(mode=0o755 if _shared() else 0o700, parents=True, exist_ok=True)
            if not _trusted(folder):
                continue
            with one_at_a_time(folder / "build.lock"):
                return _open(folder / name) or _built(tables, folder / name)
    return _in_memory(tables)


def _find(begin: str, end: str) -> sqlite3.Connection | None:
    for place in (home, _private_folder):
        for path in files_in(place(), begin, end):
            opened = _open(path)
            if opened:
                return opened
    return None


def _shared() -> bool:
    return bool(os.environ.get("MEDCHECK_HOME") and os.environ.get("MEDCHECK_HOME_SHARED"))


def _trusted(folder: Path) -> bool:
    return _shared() or is_ours(folder.stat())


def _built(tables: Path, path: Path) -> sqlite3.Connection:
    import tempfile

    from medcheck.knowledge.build import build

    handle, beside = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    try:
        build(tables, Path(beside))
        seal(Path(beside))
        if _shared():
            Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
    _clear(path)
    opened = _open(path)
    if opened is None:
        raise OSError(f"{path.name} changed while it was opened")
    return opened


def _clear(path: Path) -> None:
    """Remove the databases built longest ago, which a reader that has one open keeps, and what killed builds left."""
    others = {other: other.lstat().st_mtime_ns for other in path.parent.glob("tables-*.sqlite") if other != path}
    newest_first = sorted(others, key=lambda other: -others[other])
    for old in (*newest_first[KEPT - 1 :], *path.parent.glob("tables-*.sqlite.*.new")):
        with contextlib.suppress(OSError):
            old.unlink()


def _in_memory(tables: Path) -> sqlite3.Connection:
    """Where nothing can be written the database lives as long as the process."""
    from medcheck.knowledge.build import build_into

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    build_into(connection, tables)
    return connection


def _open(path: Path) -> sqlite3.Connection | None:
    """The database in a file, if that is sealed and in a folder where nobody else can swap it for another."""
    connection = None
    with contextlib.suppress(OSError, ValueError, sqlite3.Error):
        if not _trusted(path.parent) or not is_sealed(path, shared=_shared()):
            return None
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        connection.execute("SELECT version FROM meta").fetchone()
        return connection
    if connection:
        connection.close()
    return None


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
