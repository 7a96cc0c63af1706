"""The cells that hold the tables of a language become a :class:`Language`."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from medcheck.exceptions import TableError
from medcheck.knowledge.cells import split
from medcheck.knowledge.folder import LANGUAGE
from medcheck.language import SETS, ContextRule, Language


def language_of(cells: Mapping[str, str]) -> Language:
    """The language that the cells hold."""
    sets: dict[str, Any] = {name: frozenset(cells[name].split("\n")) for name in SETS}
    forms = _rows(cells["forms"])
    context = _rows(cells["context"])
    tables: dict[str, Any] = {
        "forms": {word: route or None for word, route, _ in forms},
        "decisive_forms": frozenset(word for word, _, decisive in forms if decisive),
        "short_forms": dict(_rows(cells["short_forms"])),
        "unit_masses": {unit: float(milligrams) for unit, milligrams in _rows(cells["unit_masses"])},
        "headings": dict(_rows(cells["headings"])),
        "heading_signs": dict(_rows(cells["heading_signs"])),
        "context_rules": tuple(_context_rules(context, sets)),
        "terminators": frozenset(cue for cue, _, _, direction, _, _ in context if direction == "terminate"),
    }
    return Language(**sets, **tables)


def _rows(cell: str) -> list[list[str]]:
    return [line.split("\t") for line in cell.split("\n")]


def _context_rules(rows: Iterable[Any], sets: Mapping[str, frozenset[str]]) -> Iterator[ContextRule]:
    """A rule for each literal, and for each way to fill the sets into a pattern ("{relatives} {relatives_verbs}")."""
    for cue, kind, status, direction, scope, terminators in rows:
        if direction == "terminate":
            continue
        ends = frozenset(split(terminators))
        for phrase in _filled(cue, sets) if kind == "pattern" else (cue,):
            yield ContextRule(tuple(phrase.split()), status, direction, scope, ends)


def _filled(pattern: str, sets: Mapping[str, frozenset[str]]) -> Iterator[str]:
    choices = []
    for part in pattern.split():
        if not part.startswith("{"):
            choices.append([part])
        elif part[1:-1] in sets:
            choices.append(sorted(sets[part[1:-1]]))
        else:
            raise TableError(f"{LANGUAGE}/context.csv: a pattern names the set {part[1:-1]!r}, which there is not")
    return map(" ".join, product(*choices))
