"""What a text says of each of its medicines: status, reason and the words that decided, one row for each medicine."""

import csv
from pathlib import Path

import pytest

from medcheck import Checker

Expected = list[tuple[str, str, str, str]]


def read_cases() -> list[tuple[str, Expected]]:
    """Each text with its medicines; a row without a text goes on with the one above.

    In a text ``\\n`` is a line's end, ``\\t`` a tab.
    """
    cases: list[tuple[str, Expected]] = []
    with Path(__file__).with_name("taken.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["text"]:
                cases.append((row["text"].replace("\\n", "\n").replace("\\t", "\t"), []))
            cases[-1][1].append((row["medicine"], row["status"], row["reason"], row["because"]))
    return cases


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=ascii(case[0])) for case in read_cases()])
def test_a_text_says_of_each_medicine_whether_it_is_taken_and_why(
    text: str, expected: Expected, checker: Checker
) -> None:
    found = [
        (one.text, one.status, one.status_reason or "", one.status_because.text if one.status_because else "")
        for one in checker.review_record(text).mentions
    ]
    assert found == expected
