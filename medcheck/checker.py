"""The door that other programs use: one set of tables, and the review of a text by them."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from medcheck import pipeline
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import Database
from medcheck.naming.lexicon import Lexicon
from medcheck.records import Explanation, ReviewRecord

if TYPE_CHECKING:
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
        self.database = Database(Path(tables) if tables is not None else None)
        self.language = self.database.language()
        self.clinical = Clinical(self.database)
        self.lexicon = Lexicon(self.database)
        self.collisions: list[str] = []
        self.names = Path(names) if names is not None else None
        if names is not None:
            from medcheck.naming.local import collisions, read_names

            local = read_names(Path(names), self.database)
            self.collisions = collisions(local, self.database)
            self.lexicon = Lexicon(self.database, local)

    def check(self, text: str, as_of: date | None = None) -> "Review":
        """The review of a text; the same text gives the same review, byte for byte, on any day.

        ``as_of`` is the day that dates in the text are held against; without it, the one that the text bears.

        Raises TypeError for anything but a ``str``.
        """
        from medcheck.models import Review

        return Review.of(self.review_record(text, as_of))

    def explain(self, text: str, as_of: date | None = None) -> "tuple[Explanation, ...]":
        """What was weighed for the status of each medicine of a text, in the order of the text."""
        if not isinstance(text, str):
            raise TypeError(f"a medicine list is a str, not {type(text).__name__}")
        return pipeline.explain(text, self.lexicon, as_of)

    def review_record(self, text: str, as_of: date | None = None) -> ReviewRecord:
        """The same as plain records, for callers to whom the start-up time of pydantic matters."""
        if not isinstance(text, str):
            raise TypeError(f"a medicine list is a str, not {type(text).__name__}")
        return pipeline.review_record(text, self.lexicon, self.clinical, self.database.version, as_of)


@cache
def _default() -> Checker:
    return Checker()


def check(text: str, as_of: date | None = None) -> "Review":
    """The review of a free-text medicine list, dates held against ``as_of``; TypeError for anything but a ``str``."""
    return _default().check(text, as_of)


def check_file(path: "str | os.PathLike[str]") -> "Review":
    """The review of a text file: UTF-8 or UTF-16 by its mark, else read as Windows-1252, which ``notices`` then says.

    Raises InputFileError for a missing, unreadable or binary file.
    """
    from medcheck.document.files import read_text

    text, notice = read_text(path)
    review = _default().check(text)
    return review.model_copy(update={"notices": (notice,)}) if notice else review
