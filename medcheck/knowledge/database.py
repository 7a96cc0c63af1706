"""Look-ups in the database of the tables; each answer is kept, so that a long export asks once for each word."""

import sqlite3
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from medcheck.knowledge.store import connect
from medcheck.knowledge.words import language_of
from medcheck.language import Language


class Name(NamedTuple):
    """A name of the tables: ``words`` are its key split at spaces, ``ingredients`` sorted."""

    words: tuple[str, ...]
    name: str
    kind: str
    ingredients: tuple[str, ...]
    drug_class: str
    route: str
    commonness: int

    @property
    def meaning(self) -> tuple[str, ...]:
        """What the name stands for: its ingredients, or its class."""
        return self.ingredients or (f"class:{self.drug_class}",)

    @property
    def compact_key(self) -> str:
        """The key without spaces."""
        return "".join(self.words)


# The kinds of names that a misspelt word may be meant for: nobody misspells an abbreviation into another.
OPEN_TO_CORRECTION = ("ingredient", "synonym", "brand", "class")
_NAME = "SELECT key, name, kind, ingredients, class, route, commonness FROM name "


class Database:
    """Read-only look-ups; ``version`` identifies the content of the tables.

    ``opened``: a connection and its tables' digest instead of finding them. Raises TableError where a table has a bad
    row and the database must be built.
    """

    def __init__(self, folder: Path | None = None, *, opened: tuple[sqlite3.Connection, str] | None = None) -> None:
        self._connection, digest = opened or connect(folder)
        self.version = digest[:12]
        if opened is None:
            weakref.finalize(self, self._connection.close)  # Python 3.13 warns of a connection left to the collector
        self._heads: dict[str, tuple[Name, ...]] = {}
        self._squashes: dict[str, tuple[Name, ...]] = {}
        self._buckets: dict[tuple[str, int], tuple[str, ...]] = {}
        self._words: dict[str, str | None] = {}
        self._language: Language | None = None

    def language(self) -> Language:
        """The words of lists and prescriptions, read once."""
        if self._language is None:
            self._language = language_of(dict(self._all("SELECT part, lines FROM language")))
        return self._language

    def names_starting_with(self, word: str) -> tuple[Name, ...]:
        """The names whose key begins with this whole word, longest first."""
        known = self._heads.get(word)
        if known is None:
            found = self._names("WHERE head = ?", word)
            known = self._heads[word] = tuple(sorted(found, key=lambda name: -len(name.words)))
        return known

    def names_squashed(self, squash: str) -> tuple[Name, ...]:
        """The names whose key without spaces is this."""
        known = self._squashes.get(squash)
        if known is None:
            known = self._squashes[squash] = self._names("WHERE squash = ?", squash)
        return known

    def open_keys(self, squashes: Sequence[str], tails: Sequence[str]) -> list[str]:
        """The keys (no spaces) open to correction that are these, or one of ``tails`` after their first letter."""
        either = " UNION ALL ".join(
            f"SELECT squash FROM name WHERE {column} IN ({','.join('?' * number)}) AND kind IN {OPEN_TO_CORRECTION}"
            for column, number in (("squash", len(squashes)), ("tail", len(tails)))
        )
        return [row[0] for row in self._all(either, *squashes, *tails)]

    def names_beginning(self, letters: str) -> list[Name]:
        """The names whose key begins with these letters (no spaces between them)."""
        return list(self._names("WHERE head >= ? AND head < ?", letters, letters + "\U0010ffff"))

    def bucket(self, first: str, length: int) -> tuple[str, ...]:
        """The keys, without spaces, of names open to correction, by first letter and length."""
        known = self._buckets.get((first, length))
        if known is None:
            found = self._all("SELECT names FROM bucket WHERE first = ? AND length = ?", first, length)
            known = self._buckets[first, length] = tuple(found[0][0].split("\n")) if found else ()
        return known

    def word_kind(self, word: str) -> str | None:
        """The kind of a word of other texts (ordinary, name, clinical, shorthand, manufacturer), else None."""
        if word not in self._words:
            found = self._all("SELECT kind FROM words WHERE word = ?", word)
            self._words[word] = found[0][0] if found else None
        return self._words[word]

    def rows(
        self, table: str, column: str | None = None, values: "tuple[str, ...] | list[str]" = ()
    ) -> list[dict[str, Any]]:
        """The rows of a curated table as dicts of its columns; with ``column``, those that hold one of ``values``."""
        statement = f"SELECT * FROM [{table}]"
        if column is not None:
            statement += f" WHERE [{column}] IN ({','.join('?' * len(values))})"
        cursor = self._connection.execute(statement, tuple(values))
        columns = [entry[0] for entry in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]

    def _names(self, where: str, *values: str) -> tuple[Name, ...]:
        return tuple(
            Name(
                tuple(key.split()),
                name,
                kind,
                tuple(ingredients.split(";")) if ingredients else (),
                drug_class,
                route,
                commonness,
            )
            for key, name, kind, ingredients, drug_class, route, commonness in self._all(_NAME + where, *values)
        )

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close the connection; the kept answers stay."""
        self._connection.close()
