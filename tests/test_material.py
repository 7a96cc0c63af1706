"""Whether medicines are said to be taken rightly, over documents, lines, notes and opposites written for this.

Their authors had not seen the program, and each said of every medicine whether it is taken; `tests/material/README.md`
says how. What the program gets wrong is known one by one: what is right must stay right.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.records import TAKEN

MATERIAL = Path(__file__).parent / "material"
KINDS = ("documents", "lines", "notes", "opposites")
KNOWN = MATERIAL / "known_wrong.csv"


def wrong_answers(checker: Checker, kind: str) -> Iterator[tuple[str, str, str]]:
    """Every medicine that is hidden (taken, said not to be), shown (the reverse) or not found."""
    for line in (MATERIAL / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        mentions = checker.review_record(entry["text"]).mentions
        for medicine in entry["medicines"]:
            here = [m for m in mentions if m.start < medicine["end"] and medicine["start"] < m.end]
            wrong = "hidden" if medicine["taken"] else "shown"
            if not here or (here[0].status in TAKEN) != medicine["taken"]:
                yield entry["id"], str(medicine["start"]), wrong if here else "not found"


def known_wrong() -> set[tuple[str, str, str]]:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return {(row["id"], row["start"], row["wrong"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_right_stays_right(checker: Checker, kind: str) -> None:
    assert sorted(set(wrong_answers(checker, kind)) - known_wrong()) == []


def test_no_more_medicines_are_known_to_be_hidden_than_were() -> None:
    hidden = [text for text, _, wrong in known_wrong() if wrong == "hidden"]
    opposites = sum(
        text.startswith("x") for text in hidden
    )  # 3,833 medicines that are taken, beside words that mislead
    assert len(hidden) - opposites <= 63
    assert opposites <= 190


@pytest.mark.parametrize("kind", KINDS)
def test_the_places_of_the_medicines_are_those_of_the_text(kind: str) -> None:
    for line in (MATERIAL / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert [m for m in entry["medicines"] if entry["text"][m["start"] : m["end"]] != m["text"]] == []
