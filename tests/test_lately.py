"""What was stopped lately, or is held, and may still explain the complaint."""

from datetime import date

import pytest

import medcheck
from medcheck import Checker


def explains(text: str) -> list[str]:
    review = medcheck.check(text)
    return [review.mentions[number].text for number in review.may_still_explain]


@pytest.mark.parametrize(
    "text",
    [
        "furosemide 40 mg - stopped last week",
        "furosemide stopped 2 weeks ago (cramps)",
        "furosemide stopped 3 days ago",
        "furosemide stopped 2/52 ago",
        "furosemide recently stopped",
        "Yesterday we stopped furosemide 40 mg",
        "STOPPED LAST MONTH\nfurosemide 40 mg",
        "furosemide was changed to amiloride last month",
        "furosemide course finished last week",
        "furosemide 40 mg stopped 12/11\nPrinted 20/11/2026",
        "28/10/2026\nDear Doctor\nfurosemide was stopped on 3 October.",
        "Printed 20/11/2026\nfurosemide stopped 12.11.2026",
        "furosemide 40 mg - withheld",
    ],
)
def test_what_was_stopped_within_weeks_or_is_held_may_still_explain(text: str) -> None:
    assert explains(text) == ["furosemide"]


@pytest.mark.parametrize(
    "text",
    [
        "furosemide stopped",
        "furosemide stopped 3/12 ago",
        "furosemide stopped 5 years ago",
        "furosemide stopped in 2019",
        "furosemide 40 mg stopped 12/11/2025\nPrinted 20/11/2026",
        "28/10/2026\nDear Doctor\nfurosemide was stopped in May.",
        "furosemide stopped 12/11",
        "furosemide stopped. Last week a fall.",
        "furosemide stopped; metformin started last week",
        "furosemide never taken, last week",
    ],
)
def test_what_was_stopped_long_ago_or_at_an_unknown_time_does_not(text: str) -> None:
    assert explains(text) == []


def test_a_date_is_held_against_the_day_that_is_given() -> None:
    text = "furosemide stopped 12/11"
    days = (date(2026, 11, 20), date(2027, 3, 1))
    assert [Checker().check(text, day).may_still_explain for day in days] == [(0,), ()]


@pytest.mark.parametrize(
    "text",
    [
        "metformin 500 mg withheld",
        "ramipril 5 mg on hold",
        "magnesium glycinate on hold",
        "furosemide 40 mg held; furosemide 20 mg od",
    ],
)
def test_what_is_not_or_only_weakly_associated_or_is_taken_anyway_explains_nothing(text: str) -> None:
    assert explains(text) == []
