"""Other causes and red flags to ask about, by relevance to the list."""

from collections.abc import Callable
from pathlib import Path

import pytest

import medcheck
from medcheck import Checker

URGENCIES = ["now", "same_day", "soon", "routine"]


def topics(text: str) -> str:
    return " ".join(question.topic + " " + question.question for question in medcheck.check(text).questions).lower()


@pytest.mark.parametrize(
    "words",
    ["walk", "restless", "swollen", "numb", "thyroid", "pregnan", "varicose", "lead", "diabetes", "stretch", "exercis"],
)
def test_each_cause_asked_for_is_asked_about_on_any_list(words: str) -> None:
    assert words in topics("paracetamol")


@pytest.mark.parametrize(("text", "words"), [("simvastatin", "dark"), ("ferrous sulfate, sevelamer", "dialysis")])
def test_some_are_asked_where_the_list_raises_them(text: str, words: str) -> None:
    assert words in topics(text)


def test_when_the_cramps_began_is_asked_first_and_then_what_the_list_itself_raises() -> None:
    first, second, *_ = medcheck.check("quinine 200 mg").questions
    assert (first.id, second.id, second.urgency) == ("timing", "bleeding-on-quinine", "now")
    assert medcheck.check("simvastatin").questions[1].id == "weakness-dark-urine"


def test_a_question_that_only_some_medicines_raise_is_not_asked_of_others() -> None:
    asked = {question.id for question in medcheck.check("paracetamol").questions}
    assert "bleeding-on-quinine" not in asked


def test_the_more_urgent_come_first_among_those_always_asked() -> None:
    urgencies = [URGENCIES.index(question.urgency) for question in medcheck.check("paracetamol").questions[1:]]
    assert urgencies == sorted(urgencies)


def test_every_question_says_why_and_where_that_can_be_looked_up() -> None:
    assert [q.id for q in medcheck.check("furosemide").questions if not (q.why and q.question and q.sources)] == []


def test_a_stopped_medicine_raises_nothing() -> None:
    assert "bleeding-on-quinine" not in {question.id for question in medcheck.check("Stopped: quinine").questions}


def test_an_empty_text_asks_nothing() -> None:
    assert medcheck.check("").questions == ()


@pytest.mark.parametrize(
    ("raised_by", "text", "asked"),
    [
        ("always", "digoxin", True),
        ("furosemide", "furosemide", True),
        ("furosemide", "digoxin", False),
        ("class:loop-diuretic", "furosemide", True),
        ("group:nsaid;furosemide", "digoxin", False),
    ],
)
def test_raised_by_names_ingredients_classes_and_groups(
    small_tables: Callable[..., Path], raised_by: str, text: str, asked: bool
) -> None:
    checker = Checker(tables=small_tables(questions=[{"raised_by": raised_by}]))
    assert [question.id for question in checker.check(text).questions] == (["exercise"] if asked else [])


def test_a_question_names_of_several_medicines_only_those_that_raise_it() -> None:
    raised_by = {question.id: question.raised_by for question in medcheck.check("quinine, paracetamol").questions}
    assert raised_by["bleeding-on-quinine"] == ("quinine",)


def test_the_question_to_begin_with_stays_first_where_a_medicine_raises_it(small_tables: Callable[..., Path]) -> None:
    rows = [{"raised_by": "furosemide"}, {"id": "timing", "urgency": "routine", "raised_by": "first;furosemide"}]
    checker = Checker(tables=small_tables(questions=rows))
    for text in ("furosemide", "digoxin"):
        assert checker.check(text).questions[0].id == "timing"


def test_a_question_says_which_tests_and_whom_to_send_to_where_the_table_does() -> None:
    asked = {question.id: (question.tests, question.refer) for question in medcheck.check("Lasix 40 mg").questions}
    assert asked["restless-legs"] == ("ferritin, renal function", "GP")
    assert asked["chest-pain-breathless"] == (None, "emergency services (999 or local number)")
