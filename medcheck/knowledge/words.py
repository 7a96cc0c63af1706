"""The cells that hold the tables of a language become a :class:`Language`."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from medcheck.language import AnalyteName, CuesByFirstWord, Language

_PARTS = r"\d+|[^\d ]+"  # letters or digits that are one token


def language_of(cells: Mapping[str, str]) -> Language:
    """The language that the cells hold, each read when the field is first asked for."""

    def read(field: str) -> Any:
        return _READERS.get(field, _set)(cells[_CELLS.get(field, field)])

    return Language(read)


def _set(cell: str) -> frozenset[str]:
    return frozenset(cell.split("\n"))


def _rows(cell: str) -> list[list[str]]:
    return [line.split("\t") for line in cell.split("\n")]


def _settling(cell: str) -> dict[str, list[tuple[str, str]]]:
    """The medicines that a short form may mean, each with a word that settles it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for short_form, ingredient, word in _rows(cell):
        found[short_form].append((ingredient, word))
    return dict(found)


def _country_words(cell: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word, country in _rows(cell):
        found[word].append(country)
    return dict(found)


def _forms(cell: str) -> dict[str, str | None]:
    return {word: route or None for word, route, _ in _rows(cell)}


def _decisive_forms(cell: str) -> frozenset[str]:
    return frozenset(word for word, _, decisive in _rows(cell) if decisive)


def _numbers(cell: str) -> dict[str, float]:
    return {word: float(number) for word, number in _rows(cell)}


def _whole_headings(cell: str) -> dict[str, str]:
    return {words: says for words, says, whole in _rows(cell) if whole}


def _heading_words(cell: str) -> dict[str, str]:
    return {words: says for words, says, whole in _rows(cell) if not whole}


def _cues(cell: str) -> CuesByFirstWord:
    lines = cell.split("\n")
    return CuesByFirstWord(dict(zip(lines[::2], lines[1::2], strict=True)))


def _analyte_names(cell: str) -> dict[str, AnalyteName]:
    names: dict[str, AnalyteName] = {}
    for name, analyte, symbol, dose in _rows(cell):
        head, second = [*re.findall(_PARTS, name), ""][:2]
        names[name.replace(" ", "")] = AnalyteName(analyte, symbol, dose, head, second, " " in name)
    return names


def _pairs(cell: str) -> dict[str, str]:
    return dict(_rows(cell))


# The fields that are no simple sets, and the cells of those that are called differently.
_READERS: dict[str, Callable[[str], Any]] = {
    "forms": _forms,
    "decisive_forms": _decisive_forms,
    "short_forms": _pairs,
    "unit_masses": _numbers,
    "period_days": _numbers,
    "number_values": _numbers,
    "analyte_names": _analyte_names,
    "result_unit_names": _pairs,
    "settling": _settling,
    "country_words": _country_words,
    "headings": _whole_headings,
    "heading_words": _heading_words,
    "column_roles": _pairs,
    "status_codes": _pairs,
    "cues_by_first_word": _cues,
}
_CELLS = {"decisive_forms": "forms", "heading_words": "headings", "cues_by_first_word": "context"}
