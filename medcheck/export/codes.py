"""A second name or a code beside the medicine's text: whether the two agree, and what spreadsheets did to codes."""

import re
from collections.abc import Callable, Iterable

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.database import Database

_ATC = re.compile(r"[A-V]\d\d[A-Z]{2}\d\d")
_DAMAGED = re.compile(r"\d+(\.\d+)?E\+\d+|\d+\.0|\d{14,}00", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


def damaged(code: str) -> bool:
    """Whether a code looks as a spreadsheet leaves it: 3.2E+17, 197361.0, or sixteen digits rounded to 00."""
    return _DAMAGED.fullmatch(code.strip()) is not None


class Codes:
    """What a code or second name says the medicine is."""

    def __init__(self, database: Database, clinical: Clinical, name: Callable[[str], frozenset[str] | None]) -> None:
        self._by_atc: dict[str, set[str]] = {}
        for row in database.rows("drugs"):
            for code in filter(None, row["atc"].split(";")):
                self._by_atc.setdefault(code, set()).add(row["ingredient"])
        self._clinical = clinical
        self._name = name

    def disagrees(self, code: str, ingredients: Iterable[str]) -> str:
        """What the code says where it contradicts the ingredients of the text, else nothing.

        A code that the tables do not know has no opinion, and so has one of several ingredients that shares one with
        the text (a combination's code beside one of its parts).
        """
        code, written = code.strip(), set(ingredients)
        if not code or not written:
            return ""
        if _ATC.fullmatch(code.upper()):
            said = self._by_atc.get(code.upper(), set())
            return ", ".join(sorted(said)) if said and not said & written else ""
        if not _WORD.search(code):
            return ""  # a number of a coding system that the tables do not hold
        named = self._name(code)
        return ", ".join(sorted(named)) if named and not named & written else ""
