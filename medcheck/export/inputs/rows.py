"""What every reader gives: a header and rows of text, with the place of each row that cannot be read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from medcheck.exceptions import BadRowError

# What a column of an export can be to a review.
ROLES = ("drug", "patient", "date", "stop", "status", "supply", "quantity", "directions", "code", "items")


class BadRow(NamedTuple):
    """A row that cannot be read; ``reason`` never repeats its text."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


OnBad = Callable[[BadRow], None]


def stop_at_bad(bad: BadRow) -> None:
    """What happens to a bad row without ``--skip-bad-rows``."""
    raise BadRowError(f"{bad}; --skip-bad-rows sets such rows aside")


class Table(Protocol):
    """One file; ``notices`` say what a user should know of how it was read and grow while it is."""

    path: Path
    columns: tuple[str, ...]
    notices: list[str]

    def rows(self, on_bad: OnBad) -> Iterator[list[str]]:
        """The rows in order, each as long as the header; bad ones go to ``on_bad`` instead."""
        ...
