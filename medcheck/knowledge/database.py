"""Look-ups in the database of the tables.

Answers are kept, so that a long export asks once for each word, but only so many: a file may hold a million words that
are none. An answer is kept once it is whole, never one that an interrupt has cut short, and any thread may ask.
"""

import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from medcheck.knowledge.buckets import Bucket
from medcheck.knowledge.cells import R, from_cells, joined, parts
from medcheck.knowledge.names import COMPACT_KEY, HEAD, OPEN_TO_CORRECTION, TAIL, Name
from medcheck.knowledge.store import connect
from medcheck.knowledge.words import language_of
from medcheck.language import Language

if TYPE_CHECKING:
    import os

_T = TypeVar("_T")

# A file of words without end that are no names takes 40 MB then. A million rows of an export have some thousand words,
# so that their answers all stay.
WORDS_KEPT = 1 << 15
# Names begin with 40 letters and digits, and have as many lengths.
BUCKETS_KEPT = 1 << 7
# Several questions about one word follow one another; the names that begin with three letters may be hundreds.
BEGINNINGS_KEPT = 8

_NAME = "key, name, name.kind, ingredients, drug_class, route, commonness, countries"
_WORDS = (
    f"WITH asked(one) AS (VALUES %s) SELECT one, WordRow.kind, {_NAME} FROM asked"
    f" LEFT JOIN WordRow ON word = one LEFT JOIN name ON {HEAD} = one"
)
_BEGINNINGS = (
    f"WITH asked(one) AS (VALUES %s) SELECT one, {_NAME} FROM asked"
    f" CROSS JOIN name ON {HEAD} >= one AND {HEAD} < one || '\U0010ffff'"
)
_MOST_AT_ONCE = 64  # words in one statement; a list has about as many different ones


# Makes a name in half the time that ``Name(...)`` takes: an export asks for most.
_made_name: Callable[[tuple[Any, ...]], Name] = partial(tuple.__new__, Name)


class Word(NamedTuple):
    """The names whose key begins with a whole word, longest first, and its kind as one of other texts, else None."""

    names: tuple[Name, ...]
    kind: str | None


class Database:
    """Read-only look-ups; ``version`` identifies the content of the tables.

    Raises TableError where a table has a bad row and the database must be built.
    """

    def __init__(self, folder: "str | os.PathLike[str] | None" = None) -> None:
        self._connection = connect(folder)
        self._lock = threading.Lock()
        weakref.finalize(self, self._connection.close)  # Python 3.13 warns of a connection left to the collector
        self.version: str = self._all("SELECT version FROM meta")[0][0][:12]
        self.language = cache(self._language)
        self.local_names = cache(self._local_names)
        self._words: dict[str, Word] = {}
        self._by_compact_key: dict[str, tuple[Name, ...]] = {}
        self._by_tail: dict[str, tuple[str, ...]] = {}
        self._prepared_beginnings: dict[str, tuple[Name, ...]] = {}
        self.names_beginning = lru_cache(BEGINNINGS_KEPT)(self._names_beginning)
        self.bucket = lru_cache(BUCKETS_KEPT)(self._bucket)
        self.frequent = lru_cache(BUCKETS_KEPT)(self._frequent)

    def _language(self) -> Language:
        """The words of lists and prescriptions."""
        return language_of(dict(self._all("SELECT part, lines FROM language")))

    def _local_names(self) -> frozenset[str]:
        """The names, without spaces, that mean one medicine in some countries and another elsewhere."""
        return frozenset(key for (key,) in self._all("SELECT compact_key FROM local_name"))

    def word(self, word: str) -> Word:
        """What the tables know of a word."""
        return self._words.get(word) or self._read_words((word,))[word]

    def prepare(self, words: Iterable[str]) -> None:
        """Ask about the new words of a text together, which takes half the time of asking one by one."""
        new = [word for word in dict.fromkeys(words) if word not in self._words][:WORDS_KEPT]
        for at in range(0, len(new), _MOST_AT_ONCE):
            self._read_words(new[at : at + _MOST_AT_ONCE])

    def _read_words(self, words: Sequence[str]) -> dict[str, Word]:
        size = _power_of_two(len(words))
        names: dict[str, list[Name]] = {word: [] for word in words}
        kinds: dict[str, str | None] = {}
        asked = [*words, *[None] * (size - len(words))]
        for word, kind, *cells in self._all(_WORDS % _rows_of_one(size), *asked):
            if word is not None:
                kinds[word] = kind
                if cells[0] is not None:
                    names[word].append(_name(cells))
        found = {
            word: Word(tuple(sorted(of_word, key=_longest_first)) if len(of_word) > 1 else tuple(of_word), kinds[word])
            for word, of_word in names.items()
        }
        self._keep(self._words, found)
        return found

    def _keep(self, kept: dict[str, _T], found: Mapping[str, _T]) -> None:
        """Keep answers, among so many; those asked for first are given up."""
        with self._lock:
            kept.update(found)
            while len(kept) > WORDS_KEPT:
                del kept[next(iter(kept))]

    def names_by_compact_key(self, compact_key: str) -> tuple[Name, ...]:
        """The names whose key without spaces is this."""
        found = self._by_compact_key.get(compact_key)
        return self.names_by_compact_keys((compact_key,))[compact_key] if found is None else found

    def names_by_compact_keys(self, compact_keys: Iterable[str]) -> dict[str, tuple[Name, ...]]:
        """The names of each such key, asked about together."""
        return self._together(self._by_compact_key, compact_keys, self._read_names_by_compact_keys)

    def _read_names_by_compact_keys(self, compact_keys: Sequence[str]) -> dict[str, tuple[Name, ...]]:
        names = self._names(f"WHERE {COMPACT_KEY} IN ({_places(compact_keys)})", *compact_keys)
        return _grouped(compact_keys, names, lambda name: name.compact_key)

    def open_keys(self, compact_keys: Iterable[str], tails: Iterable[str]) -> list[str]:
        """The keys (no spaces) open to correction that are these, or one of ``tails`` after their first letter."""
        names = self.names_by_compact_keys(compact_keys).items()
        whole = [key for key, of_key in names if of_key and any(name.kind in OPEN_TO_CORRECTION for name in of_key)]
        return [*whole, *chain.from_iterable(self._together(self._by_tail, tails, self._read_keys_by_tails).values())]

    def _read_keys_by_tails(self, tails: Sequence[str]) -> dict[str, tuple[str, ...]]:
        only = f"{TAIL} IN ({_places(tails)}) AND kind IN {OPEN_TO_CORRECTION}"
        keys = [row[0] for row in self._all(f"SELECT {COMPACT_KEY} FROM name WHERE {only}", *tails)]
        return _grouped(tails, keys, lambda key: key[1:])

    def _together(
        self, kept: dict[str, _T], asked: Iterable[str], read: Callable[[Sequence[str]], dict[str, _T]]
    ) -> dict[str, _T]:
        """The answers to all that is asked: those that are kept, and the others, read so many at once."""
        found: dict[str, _T] = {}
        new = []
        for one in dict.fromkeys(asked):
            answer = kept.get(one)
            if answer is None:
                new.append(one)
            else:
                found[one] = answer
        for at in range(0, len(new), _MOST_AT_ONCE):
            answers = read(_up_to_power_of_two(new[at : at + _MOST_AT_ONCE]))
            self._keep(kept, answers)
            found.update(answers)
        return found

    def _names_beginning(self, letters: str) -> tuple[Name, ...]:
        """The names whose key begins with these letters (no spaces between them)."""
        found = self._prepared_beginnings.get(letters)
        if found is None:
            found = self._names(f"WHERE {HEAD} >= ? AND {HEAD} < ?", letters, letters + "\U0010ffff")
        return found

    def prepare_beginnings(self, words: Sequence[str]) -> None:
        """Ask together which names begin with each of some words; those of the words before are given up."""
        found: dict[str, list[Name]] = {word: [] for word in words}
        different = list(found)
        for at in range(0, len(different), _MOST_AT_ONCE):
            asked = different[at : at + _MOST_AT_ONCE]
            none = [None] * (_power_of_two(len(asked)) - len(asked))
            for word, *cells in self._all(_BEGINNINGS % _rows_of_one(len(asked) + len(none)), *asked, *none):
                found[word].append(_name(cells))
        self._prepared_beginnings = {word: tuple(names) for word, names in found.items()}

    def names_of(self, *ingredients: str) -> tuple[Name, ...]:
        """The names of just these ingredients, in alphabetical order; as the tables have them in order."""
        return self._names("WHERE ingredients = ?", joined(ingredients))

    def all_names(self) -> tuple[Name, ...]:
        """Every name, in the order of the tables."""
        return self._names("")

    def _bucket(self, first: str) -> Bucket:
        """The keys, without spaces, of names open to correction that have this first letter."""
        found = self._all("SELECT names FROM bucket WHERE first = ? ORDER BY length", first)
        return Bucket([name for (names,) in found for name in names.split("\n")])

    def _frequent(self, length: int) -> Bucket:
        """The frequent ordinary words of a length."""
        found = self._all("SELECT words FROM frequent WHERE length = ?", length)
        return Bucket(found[0][0].split("\n")) if found else Bucket()

    def rows(self, kind: type[R], column: str | None = None, values: Sequence[str] = ()) -> list[R]:
        """The rows of a table; with ``column``, those that hold one of ``values`` there."""
        values = _up_to_power_of_two(values)
        fields = ", ".join(f"[{field}]" for field in kind._fields)
        only = f" WHERE [{column}] IN ({_places(values)})" if column is not None else ""
        return [from_cells(kind, cells) for cells in self._all(f"SELECT {fields} FROM {kind.__name__}{only}", *values)]

    def _names(self, where: str, *values: str) -> tuple[Name, ...]:
        return tuple(_name(cells) for cells in self._all(f"SELECT {_NAME} FROM name {where}", *values))

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:  # whether SQLite was built to be shared by threads does not matter then
            return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close the connection; the kept answers stay."""
        self._connection.close()


def _longest_first(name: Name) -> int:
    return -len(name.words)


def _name(cells: Sequence[Any]) -> Name:
    key, name, kind, ingredients, drug_class, route, commonness, countries = cells
    return _made_name(
        (tuple(key.split()), name, kind, parts(ingredients), drug_class, route, commonness, parts(countries))
    )


def _up_to_power_of_two(values: Sequence[str]) -> Sequence[str]:
    """The values, the last repeated until they are a power of two."""
    return [*values, *[values[-1]] * (_power_of_two(len(values)) - len(values))] if values else values


def _power_of_two(number: int) -> int:
    """The next power of two: of so many values at once SQLite compiles few statements."""
    return 1 << (number - 1).bit_length()


def _rows_of_one(number: int) -> str:
    return ",".join(["(?)"] * number)


def _grouped(asked: Iterable[str], found: Iterable[_T], key_of: Callable[[_T], str]) -> dict[str, tuple[_T, ...]]:
    """What was found, in its order, for each that was asked for."""
    grouped: dict[str, list[_T]] = {one: [] for one in asked}
    for entry in found:
        grouped[key_of(entry)].append(entry)
    return {one: tuple(entries) for one, entries in grouped.items()}


def _places(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
