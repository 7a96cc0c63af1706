"""The tables of a language: their rows become a few cells of the database, and those a :class:`Language`.

A set of words or a table is one cell with a line for each row: all are needed at every start and read at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medcheck.exceptions import TableError
from medcheck.knowledge.tables import LANGUAGE, language_parent, read_rows
from medcheck.language import SETS, ContextRule, Language

if TYPE_CHECKING:
    from medcheck.knowledge.rows import Row

_SETS = "words"  # the table of all simple sets


def language_cells(folder: Path) -> dict[str, str]:
    """The cells of the language tables for the set of tables in ``folder``, by set or table.

    Raises TableError on the first row that is not valid, and for a set that is missing or that no code knows.
    """
    from medcheck.knowledge import rows

    models: dict[str, type[Row]] = {
        "context": rows.ContextRow,
        "forms": rows.FormRow,
        "heading_signs": rows.HeadingSignRow,
        "headings": rows.HeadingRow,
        "short_forms": rows.ShortFormRow,
        "unit_masses": rows.UnitMassRow,
    }
    lines: dict[str, list[str]] = defaultdict(list)
    for set_, word in _cells(folder, _SETS, rows.SetRow):
        if set_ not in SETS:
            raise TableError(
                f"{LANGUAGE}/{_SETS}.csv, column 'set': {set_!r} is no field of medcheck.language.Language"
            )
        lines[set_].append(word)
    for table, model in models.items():
        lines[table] = ["\t".join(cells) for cells in _cells(folder, table, model)]
    for name in (*SETS, *models):
        if not lines[name]:
            raise TableError(f"{LANGUAGE}: no rows for {name!r}")
    return {name: "\n".join(rows_) for name, rows_ in sorted(lines.items())}


def _cells(folder: Path, table: str, model: "type[Row]") -> Iterator[tuple[str, ...]]:
    seen: set[tuple[str, ...]] = set()
    for line, row in read_rows(language_parent(folder), f"{LANGUAGE}/{table}", model):
        cells = tuple(str(value) for value in row.model_dump(mode="json").values())
        if cells in seen:
            raise TableError(f"{LANGUAGE}/{table}.csv, row {line}: stands there twice")
        seen.add(cells)
        yield cells


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
        ends = frozenset(terminators.split(";")) if terminators else frozenset()
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
