"""Codes and second names beside the medicine's text: whether they agree with it, and what spreadsheets did to them."""

import re
from collections.abc import Callable, Iterable, Sequence

from medcheck.knowledge.database import Database

SYSTEMS = ("atc", "bnf", "rxnorm")
# The "coding system" of a code that a dictionary beside the export gives the name of.
LOOKED_UP = "concept"
# Parts the codes of a row that has several; nobody types it.
_JOINT = "\x1f"
# Of a BNF code, chapter to substance are nine characters; product, strength and form follow. Digits alone could be of
# any coding system, so that only a letter, or a column that says so, makes a BNF code of them.
_BNF = re.compile(r"(\d{7}[0-9A-Z]{2})(?:[0-9A-Z]{2}){0,3}")
_ATC = re.compile(r"[A-V]\d\d[A-Z]{2}(?:\d\d)?")
_RXNORM = re.compile(r"\d{1,8}")
_DAMAGED = re.compile(r"\d+(\.\d+)?E\+\d+|\d+\.0|\d{14,}00", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


def join(cells: Sequence[str], systems: Sequence[str]) -> str:
    """The codes of a row as one text; each says its coding system where its column does."""
    codes = zip(cells, systems, strict=True)
    return _JOINT.join(f"{system}:{cell}" if system else cell for cell, system in codes if cell)


def join_sql(cells: Sequence[str], systems: Sequence[str]) -> str:
    """The SQL of ``join`` for the SQL of the cells."""
    named = (f"'{system}:' || nullif({cell}, '')" if system else f"nullif({cell}, '')"
             for cell, system in zip(cells, systems, strict=True))  # fmt: skip
    return f"concat_ws(chr({ord(_JOINT)}), {', '.join(named)})"


def split(codes: str) -> list[tuple[str, str]]:
    """The codes of a row, each with its coding system or, where its column does not say one, nothing."""
    found = []
    for part in filter(None, codes.split(_JOINT)):
        system, parted, code = part.partition(":")
        named = bool(parted) and system.strip().casefold() in (*SYSTEMS, LOOKED_UP)
        found.append((system.strip().casefold(), code.strip()) if named else ("", part.strip()))
    return found


def shown(codes: str) -> str:
    """The codes of a row as people read and write them."""
    return "; ".join(f"{system}:{code}" if system else code for system, code in split(codes))


def damaged(codes: str) -> bool:
    """Whether a code looks as a spreadsheet leaves it: 3.2E+17, 197361.0, or sixteen digits rounded to 00."""
    return any(_DAMAGED.fullmatch(code) is not None for _, code in split(codes))


def system_of(system: str, code: str) -> tuple[str, str]:
    """The coding system of a code, by its column or else by its shape, and the part of it that means a substance."""
    code = code.upper()
    bnf = _BNF.fullmatch(code)
    if bnf and (system == "bnf" or (not system and not code.isdigit())):
        return "bnf", bnf[1]
    if system in ("", "atc") and _ATC.fullmatch(code):
        return "atc", code
    if system == "rxnorm" and _RXNORM.fullmatch(code):
        return "rxnorm", code
    return "", code


class Codes:
    """What codes and second names say the medicine is."""

    def __init__(self, database: Database, name: Callable[[str], frozenset[str] | None]) -> None:
        self._means: dict[tuple[str, str], frozenset[str]] = {
            (row["system"], row["code"]): frozenset(row["ingredients"].split(";")) for row in database.rows("codes")
        }
        self._name = name

    def disagrees(self, codes: str, ingredients: Iterable[str]) -> list[tuple[str, str]]:
        """The codes that contradict the ingredients of the text, each with what it says the medicine is.

        A code that the tables do not know has no opinion, and so has one of several ingredients that shares one with
        the text (a combination's code beside one of its parts).
        """
        written = set(ingredients)
        if not written:
            return []
        said = ((code, self._said(system, code)) for system, code in split(codes))
        return [(code, ", ".join(sorted(means))) for code, means in said if means and not means & written]

    def _said(self, system: str, code: str) -> frozenset[str]:
        of_system, substance = system_of(system, code)
        if of_system:
            return self._means.get((of_system, substance), frozenset())
        if system or not _WORD.search(code):
            return frozenset()  # a code of another shape, or a number of a coding system that the tables do not hold
        return self._name(code) or frozenset()
