"""The codes and second names of a row as one text, and back; what spreadsheets do to them."""

import re
from collections.abc import Sequence

# The coding systems of data/codes.csv.
SYSTEMS = ("atc", "bnf", "rxnorm")
# The "coding system" of a code whose name stands in a file beside the export.
LOOKED_UP = "concept"
# Separates the codes of a row that has several, and its stop and status cells; nobody types it.
SEPARATOR = "\x1f"
_DAMAGED = re.compile(r"\d+(\.\d+)?E\+\d+|\d+\.0|\d{14,}00", re.IGNORECASE)


def join(cells: Sequence[str], systems: Sequence[str]) -> str:
    """The codes of a row as one text; each says its coding system where its column does."""
    codes = zip(cells, systems, strict=True)
    return SEPARATOR.join(f"{system}:{cell}" if system else cell for cell, system in codes if cell)


def split(codes: str) -> list[tuple[str, str]]:
    """The codes of a row, each with its coding system, which is empty where its column does not say it."""
    found = []
    for part in filter(None, codes.split(SEPARATOR)):
        system, colon, code = part.partition(":")
        named = bool(colon) and system.strip().casefold() in (*SYSTEMS, LOOKED_UP)
        found.append((system.strip().casefold(), code.strip()) if named else ("", part.strip()))
    return found


def shown(codes: str) -> str:
    """The codes of a row as people read and write them."""
    return "; ".join(f"{system}:{code}" if system else code for system, code in split(codes))


def damaged(codes: str) -> bool:
    """Whether a code looks as a spreadsheet leaves it: 3.2E+17, 197361.0, or sixteen digits rounded to 00."""
    return any(_DAMAGED.fullmatch(code) is not None for _, code in split(codes))
