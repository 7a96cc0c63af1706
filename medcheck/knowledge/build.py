"""The tables, validated row by row, become one SQLite file with its indexes."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlite_utils

from medcheck.document.tokens import key
from medcheck.exceptions import TableError
from medcheck.knowledge import rows
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import OPEN_TO_CORRECTION, Database
from medcheck.knowledge.integrity import dangling
from medcheck.knowledge.tables import read_rows
from medcheck.knowledge.words import language_cells, language_of
from medcheck.language import Language
from medcheck.side_effect import SideEffect

CURATED_COMMONNESS = 3  # curated names are those that a list is read for

# Shorter names are too near one another: of the four-letter names most have a neighbour one letter away.
SHORTEST_FUZZY = 5


def build(folder: Path, target: Path, digest: str) -> None:
    """Write the database of the tables in ``folder`` to the new file ``target``; TableError on the first bad row."""
    connection = sqlite3.connect(target)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        build_into(connection, folder, digest)
    finally:
        connection.close()


def build_into(connection: sqlite3.Connection, folder: Path, digest: str) -> None:
    """Fill an empty database with the tables in ``folder``; TableError on the first bad row."""
    database = sqlite_utils.Database(connection)
    with connection:
        cells = language_cells(folder)
        language = language_of(cells)
        database.table("language").insert_all({"part": part, "lines": lines} for part, lines in cells.items())
        names = list(_names(folder, language))
        database.table("name").insert_all(names)
        for column in ("head", "squash", "tail"):
            database.table("name").create_index([column])
        database.table("bucket").insert_all(_buckets(names), pk=("first", "length"))
        _simple(database, folder, "sources", rows.SourceRow, "id")
        _simple(database, folder, "classes", rows.ClassRow, "id")
        _simple(database, folder, "drugs", rows.DrugRow, "ingredient")
        _simple(database, folder, "codes", rows.CodeRow, ("system", "code"))
        _check_codes(database, names)
        _simple(database, folder, "claims", rows.ClaimRow, None, index="subject")
        _simple(database, folder, "groups", rows.GroupRow, ("group", "ingredient"), index="ingredient")
        _simple(database, folder, "combinations", rows.CombinationRow, "id")
        _simple(database, folder, "questions", rows.QuestionRow, "id")
        _simple(database, folder, "published_lists", rows.PublishedListRow, ("list", "item"))
        _words(connection, folder)
        _simple(database, folder, "side_effect", rows.SideEffectRow, "key")
        _check_side_effect(database)
        database.table("meta").insert({"digest": digest})
    for problem in dangling(Clinical(Database(opened=(connection, digest)))):
        raise TableError(problem)


def _simple(
    database: sqlite_utils.Database,
    folder: Path,
    table: str,
    model: type[rows.Row],
    primary: str | tuple[str, ...] | None,
    index: str | None = None,
) -> None:
    keys = (primary,) if isinstance(primary, str) else primary or ()
    database.table(table).insert_all(_records(folder, table, model, keys), pk=primary)
    if index:
        database.table(table).create_index([index])


def _words(connection: sqlite3.Connection, folder: Path) -> None:
    """The many words are kept by themselves alone, without row numbers, which takes half the space."""
    records = _records(folder, "words", rows.WordRow, ("word",))
    connection.execute("CREATE TABLE words (word TEXT PRIMARY KEY, kind TEXT, frequency INTEGER) WITHOUT ROWID")
    connection.executemany("INSERT INTO words VALUES (:word, :kind, :frequency)", records)


def _records(folder: Path, table: str, model: type[rows.Row], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The validated rows of a table, none with the key of another."""
    seen: set[object] = set()
    records: list[dict[str, Any]] = []
    for line, row in read_rows(folder, table, model):
        record = {name: _cell(value) for name, value in row.model_dump(by_alias=True, mode="json").items()}
        identity = tuple(record[name] for name in keys)
        if keys and identity in seen:
            raise TableError(f"{table}.csv, row {line}, column '{keys[-1]}': {identity[-1]!r} stands there twice")
        seen.add(identity)
        records.append(record)
    if not records:
        raise TableError(f"{table}.csv has no rows")
    return records


def _check_codes(database: sqlite_utils.Database, names: list[dict[str, Any]]) -> None:
    """A code that means what no name leads to would contradict every text it stands beside."""
    known = {ingredient for record in names for ingredient in record["ingredients"].split(rows.SEPARATOR)}
    for row in database.table("codes").rows:
        for ingredient in row["ingredients"].split(rows.SEPARATOR):
            if ingredient not in known:
                raise TableError(f"codes.csv, {row['system']} {row['code']}: no name leads to {ingredient!r}")


def _check_side_effect(database: sqlite_utils.Database) -> None:
    """A report needs every phrase of the side effect."""
    given = {row["key"] for row in database.table("side_effect").rows}
    missing = [key for key in SideEffect._fields if key not in given]
    if missing:
        raise TableError(f"side_effect.csv: there is no row for {', '.join(missing)}")


def _cell(value: object) -> object:
    return rows.SEPARATOR.join(map(str, value)) if isinstance(value, list) else value


def _names(folder: Path, language: Language) -> Iterable[dict[str, Any]]:
    """Curated names first: a vocabulary row of the same key that leads elsewhere is an error, not a second meaning."""
    curated: dict[str, set[str]] = defaultdict(set)
    for line, row in read_rows(folder, "names", rows.NameRow):
        assert isinstance(row, rows.NameRow)
        record = _name(row.name, row.kind, row.ingredients, row.drug_class, row.route, CURATED_COMMONNESS, language)
        _check_key(record, "names", line)
        meaning = record["ingredients"] or record["class"]
        if meaning in curated[record["key"]]:
            raise TableError(f"names.csv, row {line}, column 'name': {row.name!r} stands there twice")
        curated[record["key"]].add(meaning)
        yield record
    seen: set[tuple[str, str]] = set()
    for line, row in read_rows(folder, "vocabulary", rows.VocabularyRow):
        assert isinstance(row, rows.VocabularyRow)
        record = _name(row.name, row.kind, row.ingredients, "", row.route, row.commonness, language)
        _check_key(record, "vocabulary", line)
        if record["key"] in curated:
            raise TableError(f"vocabulary.csv, row {line}, column 'name': {row.name!r} is in names.csv already")
        identity = (record["key"], record["ingredients"])
        if identity in seen:
            raise TableError(f"vocabulary.csv, row {line}, column 'name': {row.name!r} stands there twice")
        seen.add(identity)
        yield record


def _check_key(record: dict[str, Any], table: str, line: int) -> None:
    if not record["key"]:
        raise TableError(f"{table}.csv, row {line}, column 'name': holds no letter and no digit")


def _name(
    written: str, kind: str, ingredients: list[str], drug_class: str, route: str, commonness: int, language: Language
) -> dict[str, Any]:
    name_key = key(written, language)
    squash = name_key.replace(" ", "")
    return {
        "key": name_key,
        "head": name_key.partition(" ")[0],
        "squash": squash,
        "tail": squash[1:],
        "name": written,
        "kind": kind,
        "ingredients": rows.SEPARATOR.join(sorted(ingredients)),
        "class": drug_class,
        "route": route,
        "commonness": commonness,
    }


def _buckets(names: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The names a slip is looked for among: all of one first letter and length in one cell."""
    buckets: dict[tuple[str, int], set[str]] = defaultdict(set)
    for record in names:
        squash: str = record["squash"]
        if record["kind"] in OPEN_TO_CORRECTION and len(squash) >= SHORTEST_FUZZY:
            buckets[squash[0], len(squash)].add(squash)
    for (first, length), members in sorted(buckets.items()):
        yield {"first": first, "length": length, "names": "\n".join(sorted(members))}
