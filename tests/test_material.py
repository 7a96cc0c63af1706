"""Whether medicines are said to be taken rightly, over documents, lines and notes written for this.

Their authors had not seen the program, and each said of every medicine whether it is taken; `tests/material/README.md`
says how. The numbers are what the program reached when the material was opened to its developers: they may fall.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.records import TAKEN

MATERIAL = Path(__file__).parent / "material"


def errors(checker: Checker, kind: str) -> Counter[str]:
    """How many medicines are hidden (taken, said not to be), shown (the reverse) and right, of those that are found."""
    found: Counter[str] = Counter()
    for line in (MATERIAL / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        mentions = checker.review_record(entry["text"]).mentions
        for medicine in entry["medicines"]:
            here = [m for m in mentions if m.start < medicine["end"] and medicine["start"] < m.end]
            if here:
                said = here[0].status in TAKEN
                found["right" if said == medicine["taken"] else "hidden" if medicine["taken"] else "shown"] += 1
    return found


@pytest.mark.parametrize(("kind", "hidden", "shown"), [("documents", 5, 75), ("lines", 6, 69), ("notes", 1, 31)])
def test_no_more_medicines_are_hidden_or_shown_than_before(
    checker: Checker, kind: str, hidden: int, shown: int
) -> None:
    found = errors(checker, kind)
    assert found["hidden"] <= hidden
    assert found["shown"] <= shown


@pytest.mark.parametrize("kind", ["documents", "lines", "notes"])
def test_the_places_of_the_medicines_are_those_of_the_text(kind: str) -> None:
    for line in (MATERIAL / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert [m for m in entry["medicines"] if entry["text"][m["start"] : m["end"]] != m["text"]] == []
