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


@pytest.mark.parametrize(
    ("text", "lately"),
    [
        ("furosemide stopped 42 days ago", "42 days ago"),
        ("furosemide stopped 43 days ago", ""),
        ("furosemide stopped 6 weeks ago", "6 weeks ago"),
        ("furosemide stopped 7 weeks ago", ""),
        ("furosemide stopped 6/52 ago", "6/52 ago"),
        ("furosemide stopped 7/52 ago", ""),
        ("furosemide stopped last few weeks", "last few weeks"),
        ("furosemide stopped last very few weeks", "last very few weeks"),
        ("furosemide stopped last very very few weeks", ""),
        ("furosemide stopped two weeks ago", "two weeks ago"),
        ("furosemide stopped about two weeks ago", "two weeks ago"),
        ("furosemide stopped two weeks or so ago", ""),
        ("furosemide stopped by the GP at home last week", "last week"),
        ("furosemide stopped by the very good GP at home last week", ""),
        ("furosemide stopped by the very very good GP at home last week", ""),
        ("last week the good GP stopped furosemide", ""),
        ("last week GP stopped furosemide", "last week"),
        ("last week the GP stopped furosemide", "last week"),
        ("2 weeks ago GP stopped furosemide", "2 weeks ago"),
        ("Last week. Stopped furosemide", ""),
        ("furosemide switched to ramipril last week", "last week"),
        ("furosemide stopped, ramipril last week", ""),
        ("furosemide stopped 0 days ago", ""),
        ("furosemide stopped /52 ago", ""),
        ("furosemide stopped ago", ""),
        ("ago furosemide stopped", ""),
        ("furosemide stopped last", ""),
        ("furosemide stopped last spring", ""),
        ("furosemide stopped 1 month ago", "1 month ago"),
        ("furosemide stopped 2 months ago", ""),
        ("furosemide stopped x weeks ago", ""),
        ("furosemide stopped 12/11\nPrinted 24/12/2026", "12/11"),
        ("furosemide stopped 12/11\nPrinted 25/12/2026", ""),
        ("furosemide stopped 26/12/2026\nPrinted 25/12/2026", ""),
        ("furosemide stopped 25/12/2026\nPrinted 25/12/2026", "25/12/2026"),
        ("furosemide stopped 1/2/2019, 12/12/2026\nPrinted 25/12/2026", ""),
        ("furosemide stopped 12/12/2026, 1/2/2019\nPrinted 25/12/2026", "12/12/2026"),
    ],
)
def test_a_time_of_six_weeks_at_most_beside_the_words_that_decide_is_lately(text: str, lately: str) -> None:
    assert medcheck.check(text).mentions[0].stopped_lately == (lately or None)
