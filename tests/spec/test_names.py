"""What each name in a text is read as, and what is asked about, one row for each text."""

import csv
from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.records import Mention, ReviewRecord, Unrecognised


def read_as(review: ReviewRecord) -> str:
    """What is said of the words of a text, in its order, as ``names.csv`` writes it."""
    said = [(one.start, _of_mention(one)) for one in review.mentions]
    said += [(one.start, _of_question(one)) for one in review.unrecognised]
    said += [(one.start, f"{one.text}: unfamiliar") for one in review.unfamiliar]
    said += [(one.start, f"{one.text}: no medicine") for one in review.not_medicines]
    return " | ".join(text.replace("\n", "\\n") for _, text in sorted(said))


def _of_mention(one: Mention) -> str:
    match = one.match
    other = f", not {match.runner_up.name}" if match.runner_up else ""
    return f"{one.text} = {' + '.join(one.ingredients) or one.drug_class} ({match.method} {match.score:g}{other})"


def _of_question(one: Unrecognised) -> str:
    near = ", ".join(f"{name.name} {name.score:g}" for name in one.suggestions)
    return f"{one.text}? {one.reason}" + (f" ({near})" if near else "")


def read_cases() -> list[tuple[str, str]]:
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"].replace("\\n", "\n"), row["read_as"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=ascii(case[0])) for case in read_cases()])
def test_each_name_is_read_as_what_it_means_or_asked_about(text: str, expected: str, checker: Checker) -> None:
    assert read_as(checker.review_record(text)) == expected
