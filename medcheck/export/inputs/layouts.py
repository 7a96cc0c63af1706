"""The layouts of exports that are known, from the tables in ``data/exports``."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from medcheck.exceptions import TableError
from medcheck.knowledge.export_rows import CodeFileRow, ColumnRow, DirectionRow, ProfileRow, StatusValueRow, pairs
from medcheck.knowledge.folder import data_folder
from medcheck.knowledge.tables import TABLES, read_rows

# The sets of statuses.csv that hold for columns of exports of no known layout, by the role of the column.
ENDED = "ended"
DELETED = "deleted"
TAKEN = "taken"


class Layouts(NamedTuple):
    """All rows, in the order of the tables: of profiles that fit and of names of a column, the first is taken.

    ``values`` are the sets of values of status columns, ``directions`` the words of directions, by themselves.
    """

    profiles: tuple[ProfileRow, ...]
    code_files: tuple[CodeFileRow, ...]
    columns: tuple[ColumnRow, ...]
    values: Mapping[str, frozenset[str]]
    directions: Mapping[str, DirectionRow]

    def named(self, role: str) -> list[str]:
        """The names of the columns of a role, as ``norm`` gives them."""
        return [norm(row.name) for row in self.columns if row.role == role]

    def system_of(self, column: str) -> str:
        """The coding system that the name of a column says, else nothing."""
        wanted = norm(column)
        return next((row.system for row in self.columns if row.role == "code" and norm(row.name) == wanted), "")


@cache
def layouts() -> Layouts:
    """The tables, read once in a process; TableError names the first row that is wrong."""
    return read_layouts(data_folder())


def read_layouts(folder: Path) -> Layouts:
    """The tables below ``folder``."""
    values: dict[str, set[str]] = {ENDED: set(), DELETED: set(), TAKEN: set()}
    for _, row in read_rows(folder, StatusValueRow):
        values.setdefault(row.set, set()).add(row.value)
    found = Layouts(
        tuple(row for _, row in read_rows(folder, ProfileRow)),
        tuple(row for _, row in read_rows(folder, CodeFileRow)),
        tuple(row for _, row in read_rows(folder, ColumnRow)),
        {name: frozenset(of_set) for name, of_set in values.items()},
        {row.words: row for _, row in read_rows(folder, DirectionRow)},
    )
    for problem in _problems(found):
        raise TableError(f"{TABLES[ProfileRow]}.csv, {problem}")
    return found


def norm(column: str) -> str:
    """A column name for comparison."""
    return re.sub(r"[\s_\-.]", "", column).strip("\ufeff\"'").casefold()


def _problems(found: Layouts) -> Iterator[str]:
    """Where a profile names what another table does not hold."""
    code_files = {row.name for row in found.code_files}
    for profile in found.profiles:
        if profile.code_file and profile.code_file not in code_files:
            yield f"{profile.name}: there is no layout {profile.code_file!r} in code_files.csv"
        for _, values in pairs(profile.inactive):
            if values not in found.values:
                yield f"{profile.name}: there is no set {values!r} in statuses.csv"
