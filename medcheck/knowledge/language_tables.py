"""The tables of a language, validated: their rows become a few cells of the database (``words`` reads them).

A set of words or a table is one cell with a line for each row: all are needed at every start and read at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from medcheck.exceptions import TableError
from medcheck.knowledge.cells import to_cells
from medcheck.knowledge.folder import LANGUAGE, language_parent
from medcheck.knowledge.language_rows import ContextRow, HeadingRow, SetRow
from medcheck.knowledge.tables import TABLES, read_rows
from medcheck.language import SETS, ContextCue

# All but the sets, each of which is a cell of its own.
# Words of a cue this long leave the cue after them its medicine; those of longer ones are nouns and verbs of any kind.
_SHORT_CUE = 2
_KINDS = [kind for kind, table in TABLES.items() if table.startswith(LANGUAGE) and kind is not SetRow]


def language_cells(folder: Path) -> dict[str, str]:
    """The cells of the language tables for the set of tables in ``folder``, by set or table.

    Raises TableError on the first row that is not valid, and for a set that is missing or that no code knows.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for set_, word in _rows(folder, SetRow):
        if set_ not in SETS:
            raise TableError(f"{TABLES[SetRow]}.csv, column 'set': {set_!r} is no field of medcheck.language.Language")
        lines[set_].append(word)
    for kind in _KINDS:
        rows = list(_rows(folder, kind))
        if kind is ContextRow:
            rows = [cells[: len(ContextCue._fields)] for cells in rows]  # the examples are for the tests
        lines[_table(kind)] = _by_first_word(rows) if kind is ContextRow else ["\t".join(cells) for cells in rows]
        if kind is ContextRow:
            cues = [cells[0].split(" ") for cells in rows]
            lines["cue_words"] = sorted({word for words in cues for word in words})
            short = [words for words in cues if len(words) <= _SHORT_CUE]
            lines["short_cue_words"] = sorted({word for words in short for word in words})
    in_headings = (cells[0] for cells in _rows(folder, HeadingRow))
    lines["phrase_words"] = sorted(
        {word for phrase in (*in_headings, *lines["cue_words"], *lines["table_columns"]) for word in phrase.split()}
    )
    for name in (*SETS, *map(_table, _KINDS)):
        if not lines[name]:
            raise TableError(f"{LANGUAGE}: no rows for {name!r}")
    return {name: "\n".join(rows) for name, rows in sorted(lines.items())}


def _by_first_word(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Two lines for each first word of a cue: the word, and the cells of all its cues."""
    lines: dict[str, list[str]] = defaultdict(list)
    for cells in rows:
        first = cells[0].split(" ")[0]
        lines[first] += cells
    return [line for first, cells in lines.items() for line in (first, "\t".join(cells))]


def _table(kind: type[Any]) -> str:
    return TABLES[kind].rpartition("/")[2]


def _rows(folder: Path, kind: type[Any]) -> Iterator[tuple[str, ...]]:
    seen: set[tuple[str, ...]] = set()
    for line, row in read_rows(Path(language_parent(folder)), kind):
        cells = tuple(map(str, to_cells(row)))
        if cells in seen:
            raise TableError(f"{TABLES[kind]}.csv, row {line}: stands there twice")
        seen.add(cells)
        yield cells
