"""Where the tables are, and what tells one set of tables from another.

Paths are plain strings here and in :mod:`medcheck.knowledge.store`: pathlib takes 4 ms of a start, with what it needs,
and nothing else of a check asks for it.
"""

import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from medcheck.exceptions import TableError

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(__file__))

# The database of our tables where it comes ready-made instead of them, as in the browser edition (tools/site).
READY_MADE = os.path.join(PACKAGE, "tables.sqlite")

# The words of lists in the language they are written in, beside the clinical tables.
LANGUAGE = "language/en"

# The layouts of exports, which are the program's and no part of a set of tables: its version does not count them.
EXPORTS = "exports"

# What the codes of FHIR mean, which are the program's, too.
FHIR = "fhir"

# What the services for CDS Hooks say, likewise.
HOOKS = "hooks"

# The tables about names, codes and units, which are the same whatever side effect the others are about.
SHARED = ("analytes", "codes", "names", "result_units", "vocabulary", "words")

# Tables that a set may do without: its laboratory values are read all the same, but judged by what stands beside them
# alone, and nothing is said of them.
OPTIONAL = ("reference_ranges", "result_rules", "symmetry_controls")

# The code that turns tables into a database: an edit there must rebuild it as an edited row does.
_BUILDERS = (
    "document/tokens.py",
    "knowledge/build.py",
    "knowledge/cells.py",
    "knowledge/clinical_rows.py",
    "knowledge/combination_grammar.py",
    "knowledge/language_rows.py",
    "knowledge/language_tables.py",
    "knowledge/names.py",
    "knowledge/reference_rows.py",
    "knowledge/result_grammar.py",
    "knowledge/result_rows.py",
    "knowledge/tables.py",
    "side_effect.py",
)


def data_folder() -> "Path":
    """The folder of the tables: the wheel's copy, else the checkout's (an editable install has only that)."""
    from pathlib import Path

    return Path(our_folder())


@cache
def our_folder() -> str:
    """The same as a string."""
    inside, beside = os.path.join(PACKAGE, "data"), os.path.join(os.path.dirname(PACKAGE), "data")
    if os.path.isfile(READY_MADE):
        return inside
    for folder in (inside, beside):
        if os.path.isfile(os.path.join(folder, "drugs.csv")):
            return folder
    raise TableError("drugs.csv not found: the installation of medcheck is incomplete, install it again")


def path_of(folder: "str | os.PathLike[str]", table: str) -> str:
    """The file of a table: in ``folder``, or the one that comes with medcheck where a shared one is not there."""
    own = os.path.join(folder, f"{table}.csv")
    return own if table not in SHARED or os.path.exists(own) else os.path.join(our_folder(), f"{table}.csv")


def language_parent(folder: "str | os.PathLike[str]") -> str:
    """The folder whose language tables go with a set of tables: its own, else those that come with medcheck."""
    return os.fspath(folder) if os.path.isdir(os.path.join(folder, LANGUAGE)) else our_folder()


def stamp(folder: str) -> str:
    """What every change to these tables, or to the code that reads them, changes: 8 digits.

    A change of a file's content sets its time of change, which nobody can set back (Windows keeps no such time). Files
    that are copied or installed anew have another stamp, too, so that :func:`fingerprint` must tell who they are.
    """
    states = []
    for path in [*_tables(folder), *(os.path.join(PACKAGE, name) for name in _BUILDERS)]:
        try:
            state = os.stat(path)
        except OSError as error:
            raise _unreadable(path, error) from error
        states.append(f"{path}:{state.st_ino}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}")
    return f"{crc32('|'.join(states).encode('utf-8', 'surrogateescape')):08x}"


def fingerprint(folder: str) -> str:
    """What tells the content of these tables, and of the code that reads them, from any other: 16 digits.

    A check sum, not a cryptographic digest: a start may have to compute it, and the library for digests alone takes
    5 ms to load. No edit of up to four bytes in a row leaves it as it was, any other with a chance of 1 in 4 billion.
    """
    total = size = 0
    for path in [*_tables(folder), *(os.path.join(PACKAGE, name) for name in _BUILDERS)]:
        content = _content(path)
        total = crc32(content, crc32(os.path.basename(path).encode(), total))
        size += len(content)
    return f"{total:08x}{size & 0xFFFFFFFF:08x}"


def version(folder: str) -> str:
    """What identifies the content of these tables, wherever they lie: 64 hexadecimal digits."""
    from hashlib import sha256

    total = sha256()
    for path in _tables(folder):
        content = _content(path)
        total.update(f"{os.path.basename(path)}:{len(content)}:".encode() + content)
    return total.hexdigest()


def files_in(folder: str, begin: str, end: str) -> list[str]:
    """The files of a folder whose names begin and end so, in order."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [
        os.path.join(folder, name) for name in names if name.startswith(begin) and os.path.normcase(name).endswith(end)
    ]


def _tables(folder: str) -> Iterator[str]:
    shared = {path_of(folder, table) for table in SHARED}
    yield from sorted({*files_in(folder, "", ".csv"), *shared}, key=os.path.basename)
    yield from files_in(os.path.join(language_parent(folder), LANGUAGE), "", ".csv")


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> TableError:
    return TableError(f"{os.path.basename(path)} cannot be read: {error.strerror}")
