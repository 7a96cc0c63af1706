"""Small files for the tests of exports, and what came of them."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# What of an engine's review must be the same as of any other's, byte for byte.
FILES = ("rows.csv", "patients.csv", "unrecognised.csv", "medicines.csv", "summary.json", "report.html")
DAY = "2026-06-30"
ENGINES = pytest.mark.parametrize("engine", ["python", "duckdb"])
Review = Callable[..., Any]  # the fixture ``review`` of conftest


def write_csv(path: Path, header: str, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{line}\n" for line in (header, *rows)).encode(encoding))
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(folder: Path) -> list[str]:
    return [row["medcheck_answer"] for row in read_csv(folder / "rows.csv")]


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())
