"""Where the curated tables are, and what identifies their content."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from medcheck.exceptions import TableError

if TYPE_CHECKING:
    from medcheck.knowledge.rows import Row

PACKAGE = Path(__file__).parent.parent

TABLES = (
    "claims",
    "classes",
    "codes",
    "combinations",
    "drugs",
    "groups",
    "names",
    "published_lists",
    "questions",
    "side_effect",
    "sources",
    "vocabulary",
    "words",
)

# The words of lists in the language they are written in, beside the clinical tables.
LANGUAGE = "language/en"
LANGUAGE_TABLES = ("context", "forms", "heading_signs", "headings", "short_forms", "unit_masses", "words")

# The code that turns tables into a database: an edit there must rebuild it as an edited row does.
_BUILDERS = (
    "knowledge/rows.py",
    "knowledge/build.py",
    "knowledge/needs.py",
    "knowledge/words.py",
    "document/tokens.py",
    "language.py",
    "side_effect.py",
)


@cache
def data_folder() -> Path:
    """The folder of the tables: the wheel's copy, else the checkout's (an editable install has only that)."""
    for folder in (PACKAGE / "data", PACKAGE.parent / "data"):
        if (folder / "drugs.csv").is_file():
            return folder
    raise TableError("drugs.csv not found: the installation of medcheck is incomplete, install it again")


def language_parent(folder: Path) -> Path:
    """The folder whose language tables go with a set of tables: its own, else those that come with medcheck."""
    return folder if (folder / LANGUAGE).is_dir() else data_folder()


def digest(folder: Path) -> str:
    """What identifies the tables' content and the code that reads them: 64 hexadecimal digits."""
    total = sha256()
    language = language_parent(folder) / LANGUAGE
    tables = [folder / f"{table}.csv" for table in TABLES] + [language / f"{table}.csv" for table in LANGUAGE_TABLES]
    for path in tables + [PACKAGE / name for name in _BUILDERS]:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise TableError(f"{path.name} cannot be read: {error.strerror}") from error
        total.update(f"{path.name}:{len(content)}:".encode())
        total.update(content)
    return total.hexdigest()


def read_rows(folder: Path, table: str, model: "type[Row]") -> "Iterator[tuple[int, Row]]":
    """Each row of a table with its line number, validated.

    Raises TableError naming file, row, column and reason.
    """
    import csv

    from pydantic import ValidationError

    name = f"{table}.csv"
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            wanted = [field.alias or name for name, field in model.model_fields.items()]
            if sorted(reader.fieldnames or ()) != sorted(wanted):
                raise TableError(f"{name}, row 1: the columns must be {', '.join(wanted)}")
            for cells in reader:
                if None in cells or None in cells.values():
                    raise TableError(f"{name}, row {reader.line_num}: has not {len(wanted)} cells")
                try:
                    yield reader.line_num, model.model_validate(cells)
                except ValidationError as error:
                    first = error.errors()[0]
                    column = f", column '{first['loc'][0]}'" if first["loc"] else ""
                    reason = first["msg"].removeprefix("Value error, ")
                    raise TableError(f"{name}, row {reader.line_num}{column}: {reason}") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{name} cannot be read: {error}") from error
