"""A site's own names, which win over ours, and whole texts of an export that somebody has settled."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from medcheck.document.files import read_text
from medcheck.document.tokens import key
from medcheck.exceptions import InputFileError, NamesFileError
from medcheck.knowledge.database import Database
from medcheck.knowledge.names import Commonness, Name
from medcheck.printable import printable

# Why a line of unrecognised.csv was not read whose code contradicted its text.
CODE_DISAGREES = "code disagrees"
_DELIMITERS = (",", ";", "\t")


def read_names(path: Path, database: Database) -> list[Name]:
    """The names of a local names file; other columns than ``name`` and ``ingredients`` are left alone.

    ``ingredients`` are separated by ";" and each must be a name of ours (brand names and spellings will do). A row
    without ingredients is passed over, so that ``unrecognised.csv`` can be given back half filled in, and so is one
    about a whole text, which ``read_settled`` reads. Raises NamesFileError naming file, row, column and reason.
    """
    reader = _reader(path)
    columns = reader.fieldnames or ()
    column = "text" if "text" in columns and "name" not in columns else "name"
    missing = [wanted for wanted in (column, "ingredients") if wanted not in columns]
    if missing:
        wanted = " or ".join(f"'{name}'" for name in missing)
        found = ", ".join(columns) or "none"
        raise NamesFileError(f"{path.name}, row 1: no column {wanted} (columns found: {found})")
    names: dict[tuple[str, ...], Name] = {}
    for row in _rows(reader, path):
        if _is_of_a_text(row):
            continue
        written = row.get(column) or row.get("text") or ""
        name = _name(written, row.get("ingredients") or "", database, path, reader.line_num)
        if name is None:
            continue
        other = names.get(name.words)
        if other and other.ingredients != name.ingredients:
            place = f"{path.name}, row {reader.line_num}, column '{column}'"
            raise NamesFileError(f"{place}: {name.name!r} stands there twice with different ingredients")
        names[name.words] = name
    return list(names.values())


def _reader(path: Path) -> "csv.DictReader[str]":
    """The rows of a CSV as a spreadsheet writes it: with commas, semicolons or tabs, in UTF-8 or marked UTF-16."""
    try:
        text, notice = read_text(path)
    except InputFileError as error:
        do = "; a names file is a CSV in UTF-8" if path.is_file() else ""
        raise NamesFileError(f"{error}{do}") from None
    if notice:  # a letter read wrong would be another name
        raise NamesFileError(f"{path} cannot be read: is not a CSV file in UTF-8; save it as CSV UTF-8")
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    reader.fieldnames = [column.strip().lower() for column in reader.fieldnames or ()]
    return reader


def _rows(reader: "csv.DictReader[str]", path: Path) -> Iterator[dict[str, str]]:
    """The rows; NamesFileError for one with more cells than columns: a second ingredient may stand in it."""
    try:
        for row in reader:
            if any(row.pop(None, ())):  # where DictReader keeps the cells beyond
                raise NamesFileError(
                    f"{path.name}, row {reader.line_num}: more cells than columns; put several ingredients in quotes"
                )
            yield row
    except csv.Error:
        raise NamesFileError(f"{path} cannot be read: is not a CSV file in UTF-8") from None


def read_settled(path: Path, database: Database) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each line of ``unrecognised.csv`` that was filled in means: by text and code, as written.

    It holds for that whole text and nothing else: the word that was not known may mean another medicine in another
    line. A code stands there only where it contradicted the text, which elsewhere may well mean what it says. Raises
    NamesFileError for ingredients that are none of ours; that the file can be read, ``read_names`` has seen.
    """
    reader = _reader(path)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in _rows(reader, path):
        cell = row.get("ingredients") or ""
        if not _is_of_a_text(row) or not cell.strip():
            continue
        code = row.get("code") or "" if row["reason"] == CODE_DISAGREES else ""
        means = _ingredients(cell, database, path, reader.line_num)
        if found.setdefault((row["text"], code), means) != means:
            raise NamesFileError(
                f"{path.name}, row {reader.line_num}, column 'text': it stands there twice with different ingredients"
            )
    return found


def _is_of_a_text(row: dict[str, str]) -> bool:
    """Whether a row is one of ``unrecognised.csv``, which has a reason for each text; else it is a name of the site."""
    return bool(row.get("text") and row.get("reason"))


def collisions(names: list[Name], database: Database) -> list[str]:
    """What each local name means in our tables where that is another medicine, one line a name."""
    found = []
    for name in names:
        ours = {other.ingredients for other in database.word(name.words[0]).names if other.words == name.words}
        for ingredients in sorted(ours - {name.ingredients, ()}):
            found.append(
                f"{name.name}: yours is {', '.join(name.ingredients)}, ours {', '.join(ingredients)}; yours is used"
            )
    return found


def _name(written: str, cell: str, database: Database, path: Path, line: int) -> Name | None:
    if not cell.strip():
        return None
    words = tuple(key(written, database.language()).split())
    if not words:
        raise NamesFileError(f"{path.name}, row {line}: the name holds no letter and no digit")
    if len(words) == 1 and words[0] in database.language().sig_words:
        raise NamesFileError(
            f"{path.name}, row {line}: {written!r} is a word of directions and cannot be a medicine's name"
        )
    ingredients = _ingredients(cell, database, path, line)
    # a name that a site writes into its own list is one that it uses every day
    return Name(words, printable(written), "abbreviation", ingredients, "", "", Commonness.EVERYDAY)


def _ingredients(cell: str, database: Database, path: Path, line: int) -> tuple[str, ...]:
    try:
        return ingredients_of(cell.split(";"), database)
    except ValueError as error:
        raise NamesFileError(f"{path.name}, row {line}, column 'ingredients': {error}") from None


def ingredients_of(names: Iterable[str], database: Database) -> tuple[str, ...]:
    """The ingredients that names of ours stand for together, sorted; brand names and other spellings will do.

    Raises ValueError with the name for one that is not known or means several medicines.
    """
    ingredients: set[str] = set()
    for name in names:
        if not name.strip():
            continue
        found = database.names_by_compact_key(key(name, database.language()).replace(" ", ""))
        meanings = {other.ingredients for other in found if other.ingredients}
        if len(meanings) != 1:
            reason = "has several meanings in our tables" if meanings else "is not a name that our tables know"
            raise ValueError(f"{name.strip()!r} {reason}")
        ingredients |= set(meanings.pop())
    return tuple(sorted(ingredients))


def chosen_name(written: str, ingredients: Sequence[str], database: Database) -> Name:
    """A name as somebody settled it for one text.

    Without an ingredient it stands for no medicine. Raises ValueError without the written text, which is a patient's,
    for ingredients that are none of ours and for a text without a letter or digit.
    """
    return settled_name(written, ingredients_of(ingredients, database), database)


def settled_name(written: str, ingredients: tuple[str, ...], database: Database) -> Name:
    """A name that stands for ingredients of ours; ValueError for a text without a letter or digit."""
    words = tuple(key(written, database.language()).split())
    if not words:
        raise ValueError("the name holds no letter and no digit")
    # a name that a site writes into its own list is one that it uses every day
    return Name(words, printable(written), "abbreviation", ingredients, "", "", Commonness.EVERYDAY)
