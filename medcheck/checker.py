"""The door that other programs use: one set of tables, and the review of a text by them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from medcheck import pipeline
from medcheck.exceptions import UsageError
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import Database
from medcheck.knowledge.names import Name
from medcheck.naming.lexicon import Lexicon
from medcheck.records import Explanation, MedicineEntry, ReviewRecord, Status

if TYPE_CHECKING:
    from pathlib import Path

    from medcheck.models import Review


class Checker:
    """Reads lists with one set of tables; build once, use for many texts.

    ``names``: a CSV of the site's own names (columns ``name`` and ``ingredients``), which win over ours;
    ``collisions`` then says which of them mean another medicine in our tables.
    ``tables``: a folder of tables about another side effect; those of names, codes and language that it has not are
    those that come with medcheck.
    Raises TableError or NamesFileError, naming file, row and column.
    """

    def __init__(
        self, names: "str | os.PathLike[str] | None" = None, *, tables: "str | os.PathLike[str] | None" = None
    ) -> None:
        self.database = Database(tables)
        self.language = self.database.language()
        self.clinical = Clinical(self.database)
        self.lexicon = Lexicon(self.database)
        self.collisions: list[str] = []
        self.names = _path(names)
        self.own_names: list[Name] = []
        self.tables = _path(tables)
        if self.names is not None:
            from medcheck.naming.local import collisions, read_names

            self.own_names = read_names(self.names, self.database)
            self.collisions = collisions(self.own_names, self.database)
            self.lexicon = Lexicon(self.database, self.own_names)

    @property
    def identity(self) -> tuple[object, ...]:
        """Another checker with an equal one gives the same answers."""
        return self.database.version, *self.own_names

    def check(
        self,
        text: str,
        as_of: date | None = None,
        *,
        choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
        statuses: Mapping[int, Status] = MappingProxyType({}),
    ) -> "Review":
        """The review of a text; the same text gives the same review, byte for byte, on any day.

        ``as_of`` is the day that dates in the text are held against; without it, the one that the text bears.
        What a person knows of this text: ``choices`` has ingredients for names as written (``{"HCT":
        ["hydrochlorothiazide"]}``), none for one that is not to be corrected to a name of ours; ``statuses`` a status
        for mentions by their number in the review without them but with the same choices.

        Raises TypeError for anything but a ``str``, UsageError for a choice or status that cannot be.
        """
        from medcheck.models import Review

        return Review.of(self.review_record(text, as_of, choices=choices, statuses=statuses))

    def review_medicines(self, medicines: Iterable[MedicineEntry], results: Iterable[str] = ()) -> "Review":
        """The review of medicines that arrive separated, as from a record system; no entry changes another.

        ``results`` are laboratory values, each as it would be written ("K 3.1 mmol/L"), oldest first. Offsets point
        into the texts of both, joined by line ends. An entry given as taken whose own text says that it is not is
        ``unclear``; one that names no medicine is ``unrecognised`` as a whole.

        Raises UsageError with the number of the entry, from 1, for an ingredient, status or route that is not known.
        """
        from medcheck.models import Review

        return Review.of(self.medicines_record(medicines, results))

    def medicines_record(self, medicines: Iterable[MedicineEntry], results: Iterable[str] = ()) -> ReviewRecord:
        """What ``review_medicines`` gives as plain records."""
        from medcheck.entries import assemble_entries, joined, read_results

        entries, values = list(medicines), list(results)
        assembled = assemble_entries(entries, self.lexicon, self.database)
        before = len(joined(entries, ()))
        found = read_results(values, before, self.lexicon)
        asks = bool(entries or values)
        return pipeline.record_of(assembled, "list", self.clinical, self.database.version, found, asks=asks)

    def explain(self, text: str, as_of: date | None = None) -> "tuple[Explanation, ...]":
        """What was weighed for the status of each medicine of a text, in the order of the text."""
        if not isinstance(text, str):
            raise TypeError(f"a medicine list is a str, not {type(text).__name__}")
        return pipeline.explain(text, self.lexicon, as_of)

    def review_record(
        self,
        text: str,
        as_of: date | None = None,
        *,
        choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
        statuses: Mapping[int, Status] = MappingProxyType({}),
    ) -> ReviewRecord:
        """What ``check`` gives as plain records, for callers to whom the start-up time of pydantic matters."""
        if not isinstance(text, str):
            raise TypeError(f"a medicine list is a str, not {type(text).__name__}")
        lexicon = self._lexicon_with(choices) if choices else self.lexicon
        return pipeline.review_record(text, lexicon, self.clinical, self.database.version, as_of, statuses)

    def _lexicon_with(self, choices: Mapping[str, Sequence[str]]) -> Lexicon:
        from medcheck.naming.local import chosen_name

        chosen = []
        for number, (written, ingredients) in enumerate(choices.items(), 1):
            try:
                chosen.append(chosen_name(written, ingredients, self.database))
            except ValueError as error:
                raise UsageError(f"choice {number}: {error}") from None
        chosen_words = {name.words for name in chosen if name.ingredients}
        refused = [name.compact_key for name in chosen if not name.ingredients]
        names = [name for name in chosen if name.ingredients]
        names += [name for name in self.own_names if name.words not in chosen_words]
        return Lexicon(self.database, names, refused)


def _path(given: "str | os.PathLike[str] | None") -> "Path | None":
    if given is None:
        return None
    from pathlib import Path  # 4 ms, which a plain check does without

    return Path(given)


@cache
def default_checker() -> Checker:
    """The checker with our own tables and no local names, made once in a process."""
    return Checker()


def check(text: str, as_of: date | None = None) -> "Review":
    """The review of a free-text medicine list, dates held against ``as_of``; TypeError for anything but a ``str``."""
    return default_checker().check(text, as_of)


def check_file(path: "str | os.PathLike[str]") -> "Review":
    """The review of a text file: UTF-8 or UTF-16 by its mark, else read as Windows-1252, which ``notices`` then says.

    Raises InputFileError for a missing, unreadable or binary file.
    """
    from medcheck.document.files import read_text

    text, notice = read_text(path)
    review = default_checker().check(text)
    return review.model_copy(update={"notices": (notice,)}) if notice else review
