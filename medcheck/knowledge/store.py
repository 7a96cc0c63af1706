"""The database file: found or built beside and swapped in, never trusted unless it is whole, ours and of these tables.

A cache in a folder of another user is a choice that must be stated: with ``MEDCHECK_HOME_SHARED=1`` the database in
``MEDCHECK_HOME`` is taken whoever made it, and one built there can be read by all.
"""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medcheck.knowledge.folder import READY_MADE, files_in, fingerprint, our_folder, stamp
from medcheck.knowledge.private import is_ours, is_sealed, one_at_a_time, seal

if TYPE_CHECKING:
    from pathlib import Path

# The file is mapped into memory, so that a look-up neither asks the system for a page nor copies it; nobody cuts such a
# file short, which is replaced as a whole.
_MAPPED = 1 << 26
# Databases of so many sets of tables stay in a folder: a site's own beside ours, and those of the version before.
KEPT = 4


def home() -> str:
    """The folder of the database: ``MEDCHECK_HOME``, else the user's cache folder."""
    home = os.environ.get("MEDCHECK_HOME")
    if home:
        return home
    cache = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if cache:
        return os.path.join(cache, "medcheck")
    own = os.path.expanduser("~")
    if own.startswith("~"):  # no home at all, as in some containers
        return _private_folder()
    return os.path.join(own, ".cache", "medcheck")


def connect(tables: "str | os.PathLike[str] | None" = None) -> sqlite3.Connection:
    """A read-only connection to the database of the tables in the folder ``tables``.

    Built when there is none of these tables, in the user's cache or, where that cannot be written or trusted, in a
    private folder of the temporary directory. Raises TableError where a row is not valid.
    """
    if tables is None and (ready_made := _open(READY_MADE)):
        return ready_made
    tables = our_folder() if tables is None else os.fspath(tables)
    built_from = stamp(tables)
    opened = _find(f"tables-{built_from}-", ".sqlite")
    if opened:
        return opened
    content = fingerprint(tables)
    opened = _find("tables-", f"-{content}.sqlite")  # of tables that were copied or installed anew
    if opened:
        return opened
    return _build_somewhere(tables, f"tables-{built_from}-{content}.sqlite")


def _find(begin: str, end: str) -> sqlite3.Connection | None:
    for folder in _folders():
        for path in files_in(folder, begin, end):
            opened = _open(path)
            if opened:
                return opened
    return None


def _folders() -> Iterator[str]:
    yield home()
    yield _private_folder()


def _build_somewhere(tables: str, name: str) -> sqlite3.Connection:
    from pathlib import Path

    for folder in map(Path, _folders()):
        with contextlib.suppress(OSError, sqlite3.OperationalError):
            folder.mkdir(mode=0o755 if _shared() else 0o700, parents=True, exist_ok=True)
            if not _trusted(str(folder)):
                continue
            with one_at_a_time(folder / "build.lock"):
                return _open(str(folder / name)) or _built(Path(tables), folder / name)
    return _in_memory(Path(tables))


def _shared() -> bool:
    return bool(os.environ.get("MEDCHECK_HOME") and os.environ.get("MEDCHECK_HOME_SHARED"))


def _trusted(folder: str) -> bool:
    return _shared() or is_ours(os.stat(folder))


def _built(tables: "Path", path: "Path") -> sqlite3.Connection:
    import tempfile
    from pathlib import Path

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
    opened = _open(str(path))
    if opened is None:
        raise OSError(f"{path.name} changed while it was opened")
    return opened


def _clear(path: "Path") -> None:
    """Remove the databases built longest ago, which a reader that has one open keeps, and what killed builds left."""
    others = {other: other.lstat().st_mtime_ns for other in path.parent.glob("tables-*.sqlite") if other != path}
    newest_first = sorted(others, key=lambda other: -others[other])
    for old in (*newest_first[KEPT - 1 :], *path.parent.glob("tables-*.sqlite.*.new")):
        with contextlib.suppress(OSError):
            old.unlink()


def _in_memory(tables: "Path") -> sqlite3.Connection:
    """Where nothing can be written the database lives as long as the process."""
    from medcheck.knowledge.build import build_into

    connection = sqlite3.connect(":memory:", check_same_thread=False)
    build_into(connection, tables)
    return connection


def _open(path: "str | os.PathLike[str]") -> sqlite3.Connection | None:
    """The database in a file, if that is sealed and in a folder where nobody else can swap it for another."""
    connection = None
    with contextlib.suppress(OSError, ValueError, sqlite3.Error):
        path = os.path.abspath(path)
        if not _trusted(os.path.dirname(path)) or not is_sealed(path, shared=_shared()):
            return None
        connection = sqlite3.connect(_address(path), uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        connection.execute("SELECT version FROM meta").fetchone()
        return connection
    if connection:
        connection.close()
    return None


def _address(path: str) -> str:
    """The URI of a file that SQLite only reads and nobody changes, as https://sqlite.org/uri.html has it."""
    for sign in "%?#":
        path = path.replace(sign, f"%{ord(sign):02x}")
    path = path.replace(os.sep, "/")
    return f"file:{'' if path.startswith('/') else '/'}{path}?mode=ro&immutable=1"


def _private_folder() -> str:
    """A folder of the temporary directory that nobody else can have prepared for us."""
    import tempfile

    if not hasattr(os, "getuid"):
        return os.path.join(tempfile.gettempdir(), "medcheck")
    folder = os.path.join(tempfile.gettempdir(), f"medcheck-{os.getuid()}")
    with contextlib.suppress(OSError):
        os.mkdir(folder, mode=0o700)
    with contextlib.suppress(OSError):
        state = os.lstat(folder)
        if state.st_uid == os.getuid() and state.st_mode & 0o777 == 0o700 and not os.path.islink(folder):
            return folder
    return os.path.join(os.devnull, "medcheck")  # cannot be made: the database then lives in memory
