"""What a text says of each laboratory value in it: name, value, unit, judgement and day, one row for each value."""

import csv
from pathlib import Path

import pytest

from medcheck import Checker

Expected = list[tuple[str, ...]]


def read_cases() -> list[tuple[str, Expected]]:
    """Each text with its values; a row without a text goes on with the one above, "none" stands for no value.

    In a text ``\\n`` is a line's end, ``\\t`` a tab.
    """
    cases: list[tuple[str, Expected]] = []
    with Path(__file__).with_name("values.csv").open(encoding="utf-8", newline="") as file:
        for text, *value in list(csv.reader(file, strict=True))[1:]:
            if text:
                cases.append((text.replace("\\n", "\n").replace("\\t", "\t"), []))
            if value[0] != "none":
                cases[-1][1].append(tuple(cell.replace("\\t", "\t") for cell in value))
    return cases


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=ascii(case[0])) for case in read_cases()])
def test_a_text_has_these_values_and_no_others(text: str, expected: Expected, checker: Checker) -> None:
    found = [
        (
            one.name,
            f"{one.value:g}",
            one.unit or "",
            one.flag or "",
            one.text,
            one.beyond or "",
            one.reference or "",
            one.judged_by or "",
            one.date or "",
        )
        for one in checker.review_record(text).results
    ]
    assert found == expected
