"""A text that is cut off anywhere, as a paste or a scan may be, has a review whose places are those of the text."""

import csv
from itertools import accumulate
from pathlib import Path

import pytest

from medcheck import Checker

with (Path(__file__).parent / "spec" / "taken.csv").open(encoding="utf-8", newline="") as file:
    TEXTS = [row["text"].replace("\\n", "\n").replace("\\t", "\t") for row in csv.DictReader(file) if row["text"]]


@pytest.mark.parametrize("text", [pytest.param(text, id=ascii(text)) for text in TEXTS[::20]])
def test_a_text_may_be_cut_off_after_any_word(text: str, checker: Checker) -> None:
    for begun in accumulate(text.split(" "), "{} {}".format):
        mentions = checker.review_record(begun).mentions
        assert [begun[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
