"""The groups of medicines that a user names: by a name, by several parted by semicolons, or by a file of names."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from medcheck.document.files import read_text

# Several names of one group, as an option has them.
_SEPARATOR = ";"
# A text is a name or several, a path a file with one name a line.
Names: TypeAlias = "str | os.PathLike[str] | Sequence[str | os.PathLike[str]]"


class NamedGroup(NamedTuple):
    """A group with what it is called and its names, each with where it stands, for an error to say."""

    name: str
    names: tuple[tuple[str, str], ...]


def named_groups(given: Names) -> list[NamedGroup]:
    """The groups that a caller names, in order; InputFileError for a file that cannot be read."""
    listed = [given] if isinstance(given, (str, os.PathLike)) else given
    return [_written(one) if isinstance(one, str) else _filed(Path(one)) for one in listed if one]


def _written(text: str) -> NamedGroup:
    return NamedGroup(text, tuple(("", part.strip()) for part in text.split(_SEPARATOR) if part.strip()))


def _filed(path: Path) -> NamedGroup:
    """The names in the first cells of a file; what stands behind a comma is passed over."""
    rows = enumerate(csv.reader(read_text(path).text.splitlines()), 1)
    return NamedGroup(
        path.stem, tuple((f"{path}, line {line}: ", row[0].strip()) for line, row in rows if row and row[0].strip())
    )
