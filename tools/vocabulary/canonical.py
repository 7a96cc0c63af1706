"""One canonical name for every spelling, salt and ester of an ingredient."""

from __future__ import annotations

import re
from collections.abc import Iterable

from model import HERE, Entry, read_table
from unii import Unii

_WORDS = {(row["word"], row["kind"]) for row in read_table(HERE / "salts.csv")}
# Words that name a salt, ester or hydrate; stripped from the end of a name.
SALTS = frozenset(word for word, kind in _WORDS if kind in ("salt", "hydrate"))
HYDRATES = frozenset(word for word, kind in _WORDS if kind == "hydrate")
# Where a name opens with one of these, the salt is the medicine.
MINERALS = frozenset(word for word, kind in _WORDS if kind == "mineral")
# Salts that are medicines of their own, or whose base name would mean something else.
KEPT = frozenset(word for word, kind in _WORDS if kind == "whole")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_STEREO = re.compile(
    r"^(?:dl|d|l|\(?[+±-]+\)?|rac|\.(?:alpha|beta|gamma)\.)-|,? ?(?:dl|d|l|\(?[rs]\)?|\+/-|\([+-]\))-?$"
)


def strip_salt(name: str) -> str:
    """Take salt, ester and hydrate words off the end of a lower-case name; off a mineral's salt only the hydrate."""
    words = _BRACKETS.sub("", name).replace(",", " ").split()
    while len(words) > 1 and " ".join(words) not in KEPT:
        if words[-1] not in (HYDRATES if words[0] in MINERALS else SALTS) or words[:-1] in (["acid"], ["vitamin"]):
            break
        words.pop()
    return " ".join(words) if words else name


def _synonyms(entries: Iterable[Entry]) -> dict[str, str]:
    """The one-ingredient names of the entries with what they stand for; a name of several meanings has none."""
    found: dict[str, str] = {}
    unsure: set[str] = set()
    for entry in entries:
        if entry.kind not in ("ingredient", "synonym", "abbreviation") or len(entry.ingredients) != 1:
            continue
        if found.setdefault(entry.key, entry.ingredients[0]) != entry.ingredients[0]:
            unsure.add(entry.key)
    return {name: part for name, part in found.items() if name not in unsure}


class Canon:
    """Resolves any written ingredient to its canonical name."""

    def __init__(self, unii: Unii, curated: Iterable[Entry] = (), hand: Iterable[Entry] = ()) -> None:
        """Resolve by curated entries first, then by canonical.csv, patterns.csv, hand-written entries and the INN."""
        self.unii = unii
        self.written = {row["written"].lower(): row["canonical"].lower() for row in read_table(HERE / "canonical.csv")}
        self.written |= {name: name for name in list(self.written.values()) if ";" not in name}
        fixed = _synonyms(curated)
        self.written = {written: fixed.get(canonical, canonical) for written, canonical in self.written.items()} | fixed
        self.patterns = [(re.compile(row["pattern"]), row["canonical"]) for row in read_table(HERE / "patterns.csv")]
        self.known = _synonyms(hand)
        self._cache: dict[str, str] = {}

    @property
    def targets(self) -> set[str]:
        """The canonical names that the tables here give."""
        names = (*self.written.values(), *(name for _, name in self.patterns))
        return {part for name in names for part in name.split(";")} - {""}

    def __call__(self, name: str) -> str:
        """The canonical name in lower case, '' for what is no ingredient; several joined by `;` for a combination."""
        name = " ".join(name.lower().split())
        if name not in self._cache:
            self._cache[name] = self._resolve(name, 0).replace("aluminum", "aluminium")
        return self._cache[name]

    def _resolve(self, name: str, depth: int) -> str:
        if name in self.written:
            return self.written[name]
        for pattern, canonical in self.patterns:
            if pattern.search(name):
                return canonical
        if name in self.known:
            return self.written.get(self.known[name], self.known[name])
        if depth > 4:
            return name
        stripped = strip_salt(name)
        if stripped != name and self._is_known(stripped):
            return self._resolve(stripped, depth + 1)
        substance = self.unii.find(name)
        if substance:
            preferred = substance.preferred().lower()
            if name not in (preferred, strip_salt(preferred)):
                return self._resolve(preferred, depth + 1)
        plain = _STEREO.sub("", name)
        if plain != name and self._is_known(plain):
            return self._resolve(plain, depth + 1)
        return name

    def _is_known(self, name: str) -> bool:
        return name in self.written or name in self.known or self.unii.find(name) is not None
