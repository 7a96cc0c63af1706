"""The rows of the tables become one SQLite file with its indexes."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, get_args

import sqlite_utils

from medcheck.document.tokens import key
from medcheck.exceptions import TableError
from medcheck.knowledge.cells import Country, R, joined, split, to_cells
from medcheck.knowledge.clinical_rows import (
    ClaimRow,
    ClassRow,
    CombinationRow,
    DrugRow,
    GroupRow,
    QuestionRow,
    SideEffectRow,
    SourceRow,
)
from medcheck.knowledge.folder import OPTIONAL, version
from medcheck.knowledge.integrity import dangling
from medcheck.knowledge.language_tables import language_cells
from medcheck.knowledge.names import COMPACT_KEY, HEAD, OPEN_TO_CORRECTION, TAIL, Commonness
from medcheck.knowledge.reference_rows import (
    CodeRow,
    NameRow,
    PublishedListRow,
    SymmetryControlRow,
    VocabularyRow,
    WordRow,
)
from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultRuleRow, ResultUnitRow
from medcheck.knowledge.tables import TABLES, read_rows
from medcheck.knowledge.words import language_of
from medcheck.language import Language
from medcheck.side_effect import SideEffect

# Shorter names are too near one another: of the four-letter names most have a neighbour one letter away.
SHORTEST_FUZZY = 5
FREQUENT = 4  # ten in a million words: a slip in one is likelier than an unknown medicine

# The tables that the database holds as they are, with the columns that no two rows have alike. Names and vocabulary
# become the table "name", in which they are looked up.
_UNIQUE: dict[type[Any], tuple[str, ...]] = {
    SourceRow: ("id",),
    ClassRow: ("id",),
    DrugRow: ("ingredient",),
    CodeRow: ("system", "code"),
    ClaimRow: (),
    GroupRow: ("group", "ingredient"),
    CombinationRow: ("id",),
    QuestionRow: ("id",),
    PublishedListRow: ("list", "item"),
    WordRow: ("word",),
    SideEffectRow: ("key",),
    AnalyteRow: ("name",),
    ReferenceRangeRow: ("analyte", "sex"),
    ResultRuleRow: ("id",),
    ResultUnitRow: ("analyte", "unit"),
    SymmetryControlRow: ("index_name", "marker_name"),
}
_INDEXED: dict[type[Any], str] = {ClaimRow: "subject", GroupRow: "ingredient"}


# A name used in all of these says nothing about where a list was written.
EVERYWHERE = frozenset(get_args(Country))


class _NameCells(NamedTuple):
    """A row of the table "name": the cells of a :class:`medcheck.knowledge.names.Name`."""

    key: str
    name: str
    kind: str
    ingredients: str
    drug_class: str
    route: str
    commonness: int
    countries: str


def build(folder: Path, target: Path) -> None:
    """Write the database of the tables in ``folder`` to the new file ``target``; TableError on the first bad row."""
    connection = sqlite3.connect(target)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        build_into(connection, folder)
    finally:
        connection.close()


def build_into(connection: sqlite3.Connection, folder: Path) -> None:
    """Fill an empty database with the tables in ``folder``; TableError on the first bad row."""
    database = sqlite_utils.Database(connection)
    read: dict[type[Any], list[Any]] = {}

    def rows(kind: type[R]) -> Sequence[R]:
        return read[kind]

    with connection:
        parts = language_cells(folder)
        language = language_of(parts)
        database.table("language").insert_all({"part": part, "lines": lines} for part, lines in parts.items())
        database.table("meta").insert({"version": version(str(folder))})
        names = list(_names(folder, language))
        _insert(database, "name", names)
        for what, expression in (("head", HEAD), ("compact_key", COMPACT_KEY), ("tail", TAIL)):
            connection.execute(f"CREATE INDEX name_by_{what} ON name ({expression})")
        connection.execute("CREATE TABLE local_name (compact_key TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO local_name VALUES (?)", ((name,) for name in _local_names(names)))
        database.table("bucket").insert_all(_buckets(names), pk=("first", "length"))
        for kind, unique in _UNIQUE.items():
            read[kind] = _unique_rows(folder, kind, unique)
            if kind is WordRow:
                _insert_words(connection, read[kind])
            else:
                if not read[kind]:  # a table that a set does without
                    database.table(kind.__name__).create(dict.fromkeys(kind._fields, str))
                _insert(database, kind.__name__, map(to_cells, read[kind]), kind._fields, unique)
            if kind in _INDEXED:
                database.table(kind.__name__).create_index([_INDEXED[kind]])
    for problem in chain(_unnamed_codes(rows(CodeRow), names), _missing_phrases(rows(SideEffectRow)), dangling(rows)):
        raise TableError(problem)


def _insert(
    database: sqlite_utils.Database,
    table: str,
    rows: Iterable[Sequence[Any]],
    columns: Sequence[str] = _NameCells._fields,
    unique: tuple[str, ...] = (),
) -> None:
    held = list(rows)
    # The type of a column is that of its first value that is one; the library looks at the first hundred rows alone.
    types = {
        column: next((type(row[place]) for row in held if row[place] is not None), str)
        for place, column in enumerate(columns)
    }
    filled = (dict(zip(columns, row, strict=True)) for row in held)
    database.table(table).insert_all(filled, pk=unique or None, columns=types)


def _insert_words(connection: sqlite3.Connection, words: Iterable[WordRow]) -> None:
    """The many words are kept by themselves alone, without row numbers and in order, which takes half the space."""
    connection.execute("CREATE TABLE WordRow (word TEXT PRIMARY KEY, kind TEXT, frequency INTEGER) WITHOUT ROWID")
    in_order = sorted(words, key=lambda row: row.word.encode())
    connection.executemany("INSERT INTO WordRow VALUES (?, ?, ?)", in_order)
    frequent: dict[int, list[str]] = defaultdict(list)
    for row in in_order:
        if row.frequency >= FREQUENT and row.kind != "lookalike":
            frequent[len(row.word)].append(row.word)
    connection.execute("CREATE TABLE frequent (length INTEGER PRIMARY KEY, words TEXT)")
    connection.executemany(
        "INSERT INTO frequent VALUES (?, ?)", [(length, "\n".join(words)) for length, words in sorted(frequent.items())]
    )


def _unique_rows(folder: Path, kind: type[R], unique: tuple[str, ...]) -> list[R]:
    """All rows of a table, of which there must be some, no two alike in the columns ``unique``."""
    table = TABLES[kind]
    found: list[R] = []
    seen: set[tuple[object, ...]] = set()
    for line, row in read_rows(folder, kind):
        identity = tuple(getattr(row, column) for column in unique)
        if unique and identity in seen:
            raise TableError(f"{table}.csv, row {line}, column '{unique[-1]}': {identity[-1]!r} stands there twice")
        seen.add(identity)
        found.append(row)
    if not found and table not in OPTIONAL:
        raise TableError(f"{table}.csv has no rows")
    return found


def _unnamed_codes(codes: Sequence[CodeRow], names: Sequence[_NameCells]) -> Iterator[str]:
    """A code that means what no name leads to would contradict every text it stands beside."""
    known = {ingredient for name in names for ingredient in split(name.ingredients)}
    for row in codes:
        for ingredient in row.ingredients:
            if ingredient not in known:
                yield f"codes.csv, {row.system} {row.code}: no name leads to {ingredient!r}"


def _missing_phrases(phrases: Sequence[SideEffectRow]) -> Iterator[str]:
    """A report needs every phrase of the side effect."""
    keys = {row.key for row in phrases}
    missing = [field for field in SideEffect._fields if field not in keys]
    if missing:
        yield f"side_effect.csv: there is no row for {', '.join(missing)}"


def _names(folder: Path, language: Language) -> Iterator[_NameCells]:
    """Curated names first: a vocabulary row of the same key that leads elsewhere is an error, not a second meaning."""
    curated: dict[str, set[str]] = defaultdict(set)
    for line, own in read_rows(folder, NameRow):
        name = _name(own.name, own.kind, own.ingredients, own.drug_class, own.route, Commonness.EVERYDAY, language)
        if not set(own.countries) >= EVERYWHERE:
            name = name._replace(countries=joined(own.countries))
        place = f"names.csv, row {line}, column 'name'"
        _check_key(name, place)
        meaning = name.ingredients or name.drug_class
        if meaning in curated[name.key]:
            raise TableError(f"{place}: {own.name!r} stands there twice")
        curated[name.key].add(meaning)
        yield name
    seen: set[tuple[str, str]] = set()
    for line, other in read_rows(folder, VocabularyRow):
        name = _name(other.name, other.kind, other.ingredients, "", other.route, other.commonness, language)
        place = f"vocabulary.csv, row {line}, column 'name'"
        _check_key(name, place)
        if name.key in curated:
            raise TableError(f"{place}: {other.name!r} is in names.csv already")
        if (name.key, name.ingredients) in seen:
            raise TableError(f"{place}: {other.name!r} stands there twice")
        seen.add((name.key, name.ingredients))
        yield name


def _check_key(name: _NameCells, place: str) -> None:
    if not name.key:
        raise TableError(f"{place}: holds no letter and no digit")


def _name(
    written: str,
    kind: str,
    ingredients: Iterable[str],
    drug_class: str,
    route: str,
    commonness: Commonness,
    language: Language,
) -> _NameCells:
    cell = joined(sorted(ingredients))
    return _NameCells(key(written, language), written, kind, cell, drug_class, route, int(commonness), "")


def _local_names(names: Iterable[_NameCells]) -> list[str]:
    """The names, without spaces, that mean one medicine in some countries and another elsewhere."""
    meanings: dict[str, set[str]] = defaultdict(set)
    local: set[str] = set()
    for name in names:
        compact = name.key.replace(" ", "")
        meanings[compact].add(name.ingredients or f"class:{name.drug_class}")
        if name.countries:
            local.add(compact)
    return sorted(compact for compact in local if len(meanings[compact]) > 1)


def _buckets(names: Iterable[_NameCells]) -> Iterator[dict[str, Any]]:
    """The names a slip is looked for among: all of one first letter and length in one cell."""
    buckets: dict[tuple[str, int], set[str]] = defaultdict(set)
    for name in names:
        compact = name.key.replace(" ", "")
        if name.kind in OPEN_TO_CORRECTION and len(compact) >= SHORTEST_FUZZY:
            buckets[compact[0], len(compact)].add(compact)
    for (first, length), members in sorted(buckets.items()):
        yield {"first": first, "length": length, "names": "\n".join(sorted(members))}
