"""What the codes and second names beside a medicine's text mean, and whether they agree with it."""

import re
from collections.abc import Callable, Iterable

from medcheck.export.lines.code_cells import split
from medcheck.knowledge.database import Database
from medcheck.knowledge.reference_rows import CODE_SHAPES, CodeRow

# Of a BNF code, chapter to substance are nine characters; product, strength and form follow. Digits alone could be of
# any coding system, so that only a letter, or a column that says so, makes a BNF code of them.
_BNF = re.compile(r"(\d{7}[0-9A-Z]{2})(?:[0-9A-Z]{2}){0,3}")
_RXNORM = re.compile(r"\d{1,8}")
_WORD = re.compile(r"[^\W\d_]{4,}")


def system_of(system: str, code: str) -> tuple[str, str]:
    """The coding system of a code, by its column or else by its shape, and the part of it that means a substance."""
    code = code.upper()
    bnf = _BNF.fullmatch(code)
    if bnf and (system == "bnf" or (not system and not code.isdigit())):
        return "bnf", bnf[1]
    if system in ("", "atc") and CODE_SHAPES["atc"].fullmatch(code):
        return "atc", code
    if system == "rxnorm" and _RXNORM.fullmatch(code):
        return "rxnorm", code
    return "", code


class Codes:
    """What codes and second names say the medicine is."""

    def __init__(self, database: Database, name: Callable[[str], frozenset[str] | None]) -> None:
        self._means: dict[tuple[str, str], frozenset[str]] = {
            (row.system, row.code): frozenset(row.ingredients) for row in database.rows(CodeRow)
        }
        self._name = name

    def disagrees(self, codes: str, ingredients: Iterable[str]) -> list[tuple[str, str]]:
        """The codes that contradict the ingredients of the text, each with what it says the medicine is.

        A code that is not in the tables is ignored, and so is one of several ingredients that shares one with the text
        (a combination's code beside one of its parts).
        """
        written = set(ingredients)
        if not written:
            return []
        meanings = ((code, self._meaning(system, code)) for system, code in split(codes))
        return [(code, ", ".join(sorted(means))) for code, means in meanings if means and not means & written]

    def _meaning(self, system: str, code: str) -> frozenset[str]:
        of_system, substance = system_of(system, code)
        if of_system:
            return self._means.get((of_system, substance), frozenset())
        if system or not _WORD.search(code):
            return frozenset()  # a code of another shape, or a number of a coding system that the tables do not hold
        return self._name(code) or frozenset()
