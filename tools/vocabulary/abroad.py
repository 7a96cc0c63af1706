"""How common a brand from abroad is to readers who hardly ever meet it: see "Commonness" in the README."""

from __future__ import annotations

from dataclasses import replace

from model import Entry, squeeze

# Tables of brands of other markets than those the program is for.
TABLES = ("europe", "world")
COMMONEST = 1
HOMONYM = 2  # where the name is another medicine's in those markets, so that it is asked which is meant
# A word one slip from a name of so few letters is mostly another word: it is not corrected into a brand from abroad.
SHORT = 6


def check(entries: list[Entry]) -> None:
    """Raise ValueError where a table calls a brand from abroad commoner than the README says."""
    here = {squeeze(entry.name) for entry in entries if not _is_abroad(entry)}
    for entry in entries:
        most = HOMONYM if squeeze(entry.name) in here else COMMONEST
        if _is_abroad(entry) and entry.commonness > most:
            raise ValueError(f"too common for a brand from abroad: {entry}; its row belongs in its market's table")


def weighed(entries: list[Entry], us_brands: list[Entry]) -> list[Entry]:
    """Count a short brand from abroad as obsolete, and one that the US has too as common as it is there."""
    us_use = {(squeeze(entry.name), entry.ingredients): entry.commonness for entry in us_brands}
    found = []
    for entry in entries:
        if _is_abroad(entry) and entry.commonness <= COMMONEST:
            name = squeeze(entry.name)
            own = 0 if len(name) <= SHORT else entry.commonness
            entry = replace(entry, commonness=max(own, us_use.get((name, entry.ingredients), 0)))
        found.append(entry)
    return found


def _is_abroad(entry: Entry) -> bool:
    return entry.source in TABLES and entry.kind == "brand"
