"""Every name known to one checker: the tables', with the site's own names laid over them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from medcheck.knowledge.buckets import Bucket, letters_of
from medcheck.knowledge.database import WORDS_KEPT, Database
from medcheck.knowledge.names import OPEN_TO_CORRECTION, Name
from medcheck.naming.slips import edits

if TYPE_CHECKING:
    from medcheck.results.measures import Measures

# A shorter first part of a name that somebody wrote as two words is no sure sign of it.
SHORTEST_PART = 4
SHORTEST_DIRECTION = 5
LOOKALIKE = "lookalike"  # the kind of such a word


class Lexicon:
    """Look-ups by whole name, by letters and by nearness; a local name hides those of the tables with its key.

    ``refused`` has compact keys of words that are not to be corrected to a name.
    """

    def __init__(self, database: Database, local: Iterable[Name] = (), refused: Collection[str] = ()) -> None:
        self.refused = frozenset(refused)
        self._database = database
        self.language = database.language()
        self._local_heads: dict[str, list[Name]] = defaultdict(list)
        self._local_by_compact_key: dict[str, list[Name]] = defaultdict(list)
        for name in local:
            self._local_heads[name.words[0]].append(name)
            self._local_by_compact_key[name.compact_key].append(name)
        # What ``naming.correct`` has found near each of the words that were last prepared together.
        self.near: dict[str, dict[str, int]] = {}
        # Asked for each word of a text several times.
        self._by_second = lru_cache(maxsize=WORDS_KEPT)(self._sort_by_second)
        self.known = lru_cache(maxsize=WORDS_KEPT)(self._known)
        self.cannot_start_a_name = lru_cache(maxsize=WORDS_KEPT)(self._cannot_start_a_name)

    @cached_property
    def measures(self) -> "Measures":
        """What laboratories measure, read when a text first names something of it."""
        from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultUnitRow
        from medcheck.results.measures import measures_of

        rows = self._database.rows
        return measures_of(rows(AnalyteRow), rows(ResultUnitRow), rows(ReferenceRangeRow))

    def prepare(self, words: Iterable[str]) -> None:
        """Look the words of a text up together."""
        self._database.prepare(words)

    def starting_with(self, word: str) -> tuple[Name, ...]:
        """The names whose first word is this, longest first."""
        known = self._database.word(word).names
        own = self._local_heads.get(word)
        if not own:
            return known
        hidden = {self._in_short(name.words) for name in own}
        together = [*own, *(name for name in known if self._in_short(name.words) not in hidden)]
        return tuple(sorted(together, key=lambda name: -len(name.words)))

    def _in_short(self, words: Sequence[str]) -> tuple[str, ...]:
        """A name as it is compared: "water tablets" is "water tablet" in short."""
        return tuple(self.language.short_forms.get(word, word) for word in words)

    def same_words(self, words: Sequence[str], other: Sequence[str]) -> bool:
        """Whether two names are the same as they are compared."""
        if len(words) != len(other) or words == other:
            return words == other
        short = self.language.short_forms.get
        return all(one == two or short(one, one) == short(two, two) for one, two in zip(words, other, strict=True))

    def names_by_first_two_words(self, word: str, second: str | None) -> tuple[Name, ...]:
        """The names whose first word is this and whose second, if any, is ``second``, longest first."""
        by_second = self._by_second(word)
        if not by_second:
            return ()
        alone = by_second.get("", ())
        return by_second.get(self.language.short_forms.get(second, second), ()) + alone if second else alone

    def _known(self, word: str) -> bool:
        """Whether a word is one of directions, a salt, one of phrases about taking, or an ordinary word."""
        return word in self.language.no_names or self.word_kind(word) is not None

    def _cannot_start_a_name(self, word: str) -> bool:
        """Whether no name begins with a word, and it is known or too short to be the first part of one split in two."""
        return not self._by_second(word) and (len(word) < SHORTEST_PART or self._known(word))

    def _sort_by_second(self, word: str) -> dict[str, tuple[Name, ...]]:
        """ "Potassium" begins hundreds of names: they are sorted by their second word once."""
        by_second: dict[str, list[Name]] = {}
        for name in self.starting_with(word):
            second = name.words[1] if len(name.words) > 1 else ""
            by_second.setdefault(self.language.short_forms.get(second, second), []).append(name)
        return {second: tuple(names) for second, names in by_second.items()}

    def by_compact_key(self, compact_key: str) -> tuple[Name, ...]:
        """The names that are this when spaces and hyphens are left out."""
        own = self._local_by_compact_key.get(compact_key)
        return tuple(own) if own else self._database.names_by_compact_key(compact_key)

    def by_compact_keys(self, compact_keys: Iterable[str]) -> dict[str, tuple[Name, ...]]:
        """The same for several such keys, which takes less time than one by one."""
        found = self._database.names_by_compact_keys(compact_keys)
        for key in self._local_by_compact_key.keys() & found.keys():
            found[key] = tuple(self._local_by_compact_key[key])
        return found

    def is_local(self, name: Name) -> bool:
        """Whether a name means one medicine in some countries and another elsewhere."""
        key = name.compact_key
        return bool(name.countries) and key in self._database.local_names() and not self._local_by_compact_key.get(key)

    def beginning(self, letters: str) -> Sequence[Name]:
        """The names whose first word begins with these letters."""
        return self._database.names_beginning(letters)

    def prepare_beginnings(self, words: Sequence[str]) -> None:
        """Look up together which names begin with each of some words."""
        self._database.prepare_beginnings(words)

    def is_product(self, ingredients: Collection[str]) -> bool:
        """Whether some name means just these ingredients together."""
        return bool(self._database.names_of(*sorted(ingredients)))

    def of_first_letter(self, first: str) -> Bucket:
        """The keys (no spaces) open to correction that have this first letter."""
        return self._database.bucket(first)

    def open_keys(self, compact_keys: Sequence[str], tails: Sequence[str]) -> set[str]:
        """The keys (no spaces) open to correction that are these, or one of ``tails`` after their first letter."""
        found = set(self._database.open_keys(compact_keys, tails))
        for key in self._local_by_compact_key.keys() & {*found, *compact_keys}:
            found.discard(key)
            found.update(name.compact_key for name in self.by_compact_key(key) if name.kind in OPEN_TO_CORRECTION)
        return found

    def is_misspelt_word(self, written: str) -> bool:
        """Whether one letter more, less, changed or swapped makes a frequent ordinary word of it."""
        lengths = range(len(written) - 1, len(written) + 2)
        return _is_one_edit_off(written, map(self._database.frequent, lengths))

    def is_misspelt_direction(self, written: str) -> bool:
        """Whether one such slip makes a longer word of directions of it ("mornign")."""
        return len(written) >= SHORTEST_DIRECTION and _is_one_edit_off(written, (self._directions,))

    @cached_property
    def _directions(self) -> Bucket:
        """The words of directions that one as long as is looked for may be meant as."""
        words = [word for word in self.language.sig_words if len(word) >= SHORTEST_DIRECTION - 1]
        return Bucket(sorted(words, key=lambda word: (len(word), word)))

    def word_kind(self, word: str) -> str | None:
        """The kind of a word of other texts (ordinary, name, clinical, shorthand, manufacturer), else None.

        A lookalike has none: see :meth:`is_lookalike`.
        """
        kind = None if word in self._local_heads else self._database.word(word).kind
        return None if kind == LOOKALIKE else kind

    def is_lookalike(self, word: str) -> bool:
        """Whether an ordinary word is one slip away from an everyday medicine, so that lists may mean that one."""
        return word not in self._local_heads and self._database.word(word).kind == LOOKALIKE


def _is_one_edit_off(written: str, buckets: Iterable[Bucket]) -> bool:
    letters = letters_of(written)
    return any(edits(written, word, 1) == 1 for bucket in buckets for word in bucket.near(letters, 1))
