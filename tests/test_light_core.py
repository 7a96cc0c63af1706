"""A single check needs none of what only exports need, and runs on a Python where nothing of its own is compiled."""

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

CASES = Path(__file__).parent / "spec" / "cases.csv"
HEAVY = ("duckdb", "numpy", "openpyxl", "pandas", "pyarrow", "pyspark")

REVIEWS = """
import csv, sys
for package in sys.argv[2].split():
    sys.modules[package] = None  # importing it is an ImportError
import medcheck
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for case in csv.DictReader(file):
        print(medcheck.check(case["text"]).model_dump_json())
import rapidfuzz.fuzz
print(rapidfuzz.fuzz.ratio.__module__, file=sys.stderr)
"""


@pytest.fixture
def reviews(run: Callable[..., "CompletedProcess[str]"]) -> Callable[..., tuple[str, str]]:
    """A function that reviews the text of every spec case in a process of its own, and says whose scorer it used."""

    def start(without: tuple[str, ...] = (), **environment: str) -> tuple[str, str]:
        result = run("-c", REVIEWS, str(CASES), " ".join(without), env={**os.environ, **environment})
        assert result.returncode == 0, result.stderr
        return result.stdout, result.stderr.strip()

    return start


def test_a_check_without_the_packages_of_exports_and_without_compiled_rapidfuzz_gives_the_same_bytes(
    reviews: Callable[..., tuple[str, str]],
) -> None:
    usual, _ = reviews()
    light, scorer = reviews(HEAVY, RAPIDFUZZ_IMPLEMENTATION="python")
    assert scorer == "rapidfuzz.fuzz_py"
    assert light == usual
    assert usual.count('{"schema_version":"1"') > 80
