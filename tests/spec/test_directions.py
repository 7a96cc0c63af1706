"""How each medicine of a text is given, one row for each medicine."""

import csv
from pathlib import Path

import pytest

from medcheck import Checker

Expected = list[tuple[str, ...]]


def read_cases() -> list[tuple[str, Expected]]:
    """Each text with its medicines; a row without a text goes on with the one above, "none" stands for no medicine."""
    cases: list[tuple[str, Expected]] = []
    with Path(__file__).with_name("directions.csv").open(encoding="utf-8", newline="") as file:
        for text, *medicine in list(csv.reader(file, strict=True))[1:]:
            if text:
                cases.append((text.replace("\\n", "\n"), []))
            if medicine[0] != "none":
                cases[-1][1].append(tuple(medicine))
    return cases


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=ascii(case[0])) for case in read_cases()])
def test_a_text_says_how_each_of_its_medicines_is_given(text: str, expected: Expected, checker: Checker) -> None:
    found = [
        (one.text, " + ".join(one.ingredients) or one.drug_class or "", one.route or "", one.strength or "")
        for one in checker.review_record(text).mentions
    ]
    assert found == expected
