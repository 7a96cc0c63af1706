"""How many words may stand between a cue and what it speaks of: so many, and not one more."""

import csv
from pathlib import Path

import pytest

from medcheck import Checker

WORDS = "big green table near window house garden river bridge stone flower cloud forest valley meadow".split()


@pytest.mark.parametrize(
    ("text", "most", "within", "beyond"),
    [
        ("Lasix {} was stopped", 13, "unclear", "current"),
        ("allergic to {} Lasix", 7, "unclear", "current"),
        ("consider {} Lasix", 7, "unclear", "current"),
        ("her mother {} takes Lasix", 3, "not_taken", "current"),
        ("stop Lasix {} if dizzy", 8, "current", "stopped"),
        ("if dizzy {} stop Lasix", 6, "current", "stopped"),
        ("hold Lasix {} before surgery", 8, "current", "held"),
        ("maybe {} she stopped Lasix", 4, "unclear", "stopped"),
        ("stopped Lasix {} by mistake", 3, "current", "stopped"),
    ],
)
def test_a_cue_reaches_so_far_and_no_further(text: str, most: int, within: str, beyond: str, checker: Checker) -> None:
    for number, expected in ((most - 1, within), (most, within), (most + 1, beyond)):
        assert _statuses(checker, text.format(" ".join(WORDS[:number]))) == expected, number


def _read_cases() -> list[tuple[str, ...]]:
    with (Path(__file__).parent / "spec" / "reach.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, strict=True)][1:]


@pytest.mark.parametrize(("text", "word", "most", "within", "beyond"), _read_cases())
def test_a_word_as_often_as_may_stand_between_and_once_more(
    text: str, word: str, most: str, within: str, beyond: str, checker: Checker
) -> None:
    for number, expected in ((int(most), within), (int(most) + 1, beyond)):
        written = text.replace("\\n", "\n").format(" ".join([word] * number))
        assert _statuses(checker, written.replace("  ", " ")) == expected, number


def _statuses(checker: Checker, text: str) -> str:
    return " ".join(mention.status for mention in checker.review_record(text).mentions)
