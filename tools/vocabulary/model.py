"""The row that every source yields, and reading and writing it as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ("name", "kind", "ingredients", "route", "commonness")
KINDS = ("ingredient", "synonym", "abbreviation", "brand", "class", "not_medicine")
ROUTES = ("", "oral", "inhaled", "injection", "topical", "ophthalmic", "nasal", "otic", "rectal", "vaginal")
WITHOUT_INGREDIENTS = ("class", "not_medicine")


@dataclass(frozen=True)
class Entry:
    """One meaning of one name; a name of several meanings has several entries."""

    name: str
    kind: str
    ingredients: tuple[str, ...] = ()
    route: str = ""
    commonness: int = 1
    source: str = ""

    @property
    def key(self) -> str:
        """The name as compared: without regard to case."""
        return self.name.casefold()

    def row(self) -> list[str]:
        """The fields in the order of COLUMNS; the source stays out."""
        return [self.name, self.kind, ";".join(self.ingredients), self.route, str(self.commonness)]


def packaged(package: str, path: str) -> Path:
    """Where a file of an installed package lies; the package is not imported, so what it requires may be missing."""
    return Path(str(distribution(package).locate_file(path)))


def squeeze(name: str) -> str:
    """Reduce a name to its letters and digits, so that `Z-Pak`, `Z Pak` and `zpak` compare equal."""
    return re.sub(r"[\W_]", "", name.casefold())


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV as stripped strings; a missing file yields none (some tables come later)."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: (value or "").strip() for key, value in row.items() if key}


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the rows of a table in the columns of the result; raises ValueError on a bad kind, route or commonness."""
    for number, row in enumerate(read_table(path), start=2):
        kind, route = row["kind"], row.get("route", "")
        if kind not in KINDS or route not in ROUTES or row["commonness"] not in ("0", "1", "2", "3"):
            raise ValueError(f"{path.name}:{number}: bad kind, route or commonness: {row}")
        parts = {part.strip().lower() for part in row["ingredients"].split(";")} - {""}
        if bool(parts) == (kind in WITHOUT_INGREDIENTS):
            raise ValueError(f"{path.name}:{number}: ingredients do not fit the kind: {row}")
        yield Entry(row["name"], kind, tuple(sorted(parts)), route, int(row["commonness"]), path.stem)


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """Write the entries in their given order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(entry.row() for entry in entries)
