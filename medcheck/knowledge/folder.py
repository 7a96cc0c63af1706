"""Where the tables are, and what tells one set of tables from another."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

from medcheck.exceptions import TableError

PACKAGE = Path(__file__).parent.parent

# The database of our tables where it comes ready-made instead of them, as in the browser edition (tools/site).
READY_MADE = PACKAGE / "tables.sqlite"

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


@cache
def data_folder() -> Path:
    """The folder of the tables: the wheel's copy, else the checkout's (an editable install has only that)."""
    if READY_MADE.is_file():
        return PACKAGE / "data"
    for folder in (PACKAGE / "data", PACKAGE.parent / "data"):
        if (folder / "drugs.csv").is_file():
            return folder
    raise TableError("drugs.csv not found: the installation of medcheck is incomplete, install it again")


def path_of(folder: Path, table: str) -> Path:
    """The file of a table: in ``folder``, or the one that comes with medcheck where a shared one is not there."""
    own = folder / f"{table}.csv"
    return own if own.exists() or table not in SHARED else data_folder() / own.name


def language_parent(folder: Path) -> Path:
    """The folder whose language tables go with a set of tables: its own, else those that come with medcheck."""
    return folder if (folder / LANGUAGE).is_dir() else data_folder()


def stamp(folder: Path) -> str:
    """What every change to these tables, or to the code that reads them, changes: 8 digits.

    A change of a file's content sets its time of change, which nobody can set back (Windows keeps no such time). Files
    that are copied or installed anew have another stamp, too, so that :func:`fingerprint` must tell who they are.
    """
    states = []
    for path in [*_tables(folder), *(PACKAGE / name for name in _BUILDERS)]:
        try:
            state = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from error
        states.append(f"{path}:{state.st_ino}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}")
    return f"{crc32('|'.join(states).encode('utf-8', 'surrogateescape')):08x}"


def fingerprint(folder: Path) -> str:
    """What tells the content of these tables, and of the code that reads them, from any other: 16 digits.

    A check sum, not a cryptographic digest: a start may have to compute it, and the library for digests alone takes
    5 ms to load. No edit of up to four bytes in a row leaves it as it was, any other with a chance of 1 in 4 billion.
    """
    total = size = 0
    for path in [*_tables(folder), *(PACKAGE / name for name in _BUILDERS)]:
        content = _content(path)
        total = crc32(content, crc32(path.name.encode(), total))
        size += len(content)
    return f"{total:08x}{size & 0xFFFFFFFF:08x}"


def version(folder: Path) -> str:
    """What identifies the content of these tables, wherever they lie: 64 hexadecimal digits."""
    from hashlib import sha256

    total = sha256()
    for path in _tables(folder):
        content = _content(path)
        total.update(f"{path.name}:{len(content)}:".encode() + content)
    return total.hexdigest()


def files_in(folder: Path, begin: str, end: str) -> list[Path]:
    """The files of a folder whose names begin and end so, in order; ``Path.glob`` compiles a pattern for each."""
    try:
        paths = {path.name: path for path in folder.iterdir()}
    except OSError:
        return []
    return [paths[name] for name in sorted(paths) if name.startswith(begin) and os.path.normcase(name).endswith(end)]


def _tables(folder: Path) -> Iterator[Path]:
    shared = {path_of(folder, table) for table in SHARED}
    yield from sorted({*files_in(folder, "", ".csv"), *shared}, key=lambda path: path.name)
    yield from files_in(language_parent(folder) / LANGUAGE, "", ".csv")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> TableError:
    return TableError(f"{path.name} cannot be read: {error.strerror}")
