"""The cells that hold the tables of a language become a :class:`Language`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from medcheck.language import SETS, ContextCue, Language


def language_of(cells: Mapping[str, str]) -> Language:
    """The language that the cells hold."""
    sets: dict[str, Any] = {name: frozenset(cells[name].split("\n")) for name in SETS}
    forms = _rows(cells["forms"])
    tables: dict[str, Any] = {
        "forms": {word: route or None for word, route, _ in forms},
        "decisive_forms": frozenset(word for word, _, decisive in forms if decisive),
        "short_forms": dict(_rows(cells["short_forms"])),
        "unit_masses": {unit: float(milligrams) for unit, milligrams in _rows(cells["unit_masses"])},
        "blood_values": {name: (float(low), float(high)) for name, low, high in _rows(cells["blood_values"])},
        "settling": _settling(_rows(cells["settling"])),
        "headings": dict(_rows(cells["headings"])),
        "heading_signs": dict(_rows(cells["heading_signs"])),
        "column_roles": dict(_rows(cells["column_roles"])),
        "context_cues": tuple(
            ContextCue(tuple(cue.split(" ")), category, form, direction, scope)
            for cue, category, form, direction, scope in _rows(cells["context"])
        ),
    }
    return Language(**sets, **tables)


def _rows(cell: str) -> list[list[str]]:
    return [line.split("\t") for line in cell.split("\n")]


def _settling(rows: Iterable[Any]) -> dict[str, list[tuple[str, str]]]:
    """The medicines that a short form may mean, each with a word that settles it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for short_form, ingredient, word in rows:
        found[short_form].append((ingredient, word))
    return dict(found)
