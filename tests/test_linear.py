"""Twice the text is twice the work, whatever is repeated in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import growth, work_of

from medcheck import Checker

SIZE = 500  # characters, about; also read at twice and four times as many
MOST = 2.5  # linear is 2, quadratic 4

NAMES = (
    "lasix",
    "simvastatn",
    "zzyzzfol",
    "vitamin",
    "isosorbide mononit",
    "water tablet",
    "K 3.5",
    "losarttan potassium",
)
AROUND = (
    "{} ", "{}, ", "{}\n", "{}\t", "{}/", "{} and ", "{} or ", "{} + ", "({} ", "{}) ", "({}) ", "[{} ", "«{} ",
    "“{} ", "'{} ", "| {} ", "- {} ", "1. {} ", "[ ] {} ", "{}: ", "{}? ", "{} -> ", "~~{}~~ ", "<b>{} ",
    "{} 40 mg od ", "{} 40 mg\n", "no {} ", "was on {} until ", "stopped {} ", "{} stopped ", "{} (stopped) ",
    "allergic to {} ", "allergies: {}\n", "switched from {} to ", "instead of {} ", "if {} ",
    "her mother takes {} ", "{} caused rash ", "consider {} ", "both {} and ", "{} was stopped. It was restarted. ",
    "not to be stopped {} ", "STOPPED: {} ", "{}\tstopped\n",
    "suggest to GP: stop {} ", "{} - cancelled, now on ", "penicillin allergy, tolerated {} ",
    "HOSPITAL COURSE: received {} ", "1417 {} 5 IV. ",
)  # fmt: skip
ALONE = (
    "(", ")", "()", "(a", "[", "[]", "[ ] ", "☐ ", "{", "<", "<b", "</td>", "&amp;", "«", "“", '"', "'", "`", "‘",
    "’s ", ":", ": ", "::", "-", "- ", "--", "– ", ".", ". ", "a.b.", "p.o. ", ",", ", ", ",,", ";", "/", " / ",
    "+", "|", "| ", "|\n", "\t", "\t\t", "\n", "\n\n", "\r\n", "?", "? ", "!", "=", "= ", "~", "#", "*", "> ", "•",
    "→", "_", "\\", "%", "½", "1 ", "1,", "1.5.", "1. ", "1) ", "12/03/2019 ", "10:30 ", "2019 ", "5mg", "5mgod",
    "40 mg ", "lasix40", "z", "mg", "é", "a\u0301", "\u0301", "\u200b", "\x00", "\ud800", "😀", "word ",
    "aaaa bbbb ", "not ", "no ", "never ", "not to be stopped ", "stop ", "stopped ", "and ", "or ", "with ",
    "from ", "if ", "until ", "allergic to ", "rash ", "daily ", "take one tablet ", "she takes ", "Medications:\n",
    "lasix 10 mg x1\n", "> lasix\n>\n", "status=held; med=lasix\n", "lasix (1)\n(1) paused\n",
    "Medications: ", "Stopped:\n", "PRN: ", "NOT TAKING\n", "name | dose | stopped\nlasix | 40 mg | yes\n",
    "Drug\tDose\tStatus\nlasix\t40 mg\tactive\n", "lasix ) (", "furosemide (lasix ",
)  # fmt: skip
PIECES = (*NAMES, *(around.replace("{}", "") for around in AROUND), *ALONE)


def growth_of(checker: Checker, pattern: str) -> float:
    return growth(lambda times: work_of(lambda: checker.review_record(pattern * times)), SIZE // len(pattern) + 1)


@pytest.mark.parametrize("pattern", ALONE, ids=ascii)
def test_a_mark_or_word_repeated_is_linear(pattern: str, checker: Checker) -> None:
    assert growth_of(checker, pattern) < MOST


@pytest.mark.parametrize("around", AROUND, ids=ascii)
def test_what_may_stand_around_a_name_repeated_is_linear(around: str, checker: Checker) -> None:
    assert growth_of(checker, around.replace("{}", "lasix")) < MOST


def test_kinds_of_medicines_in_one_long_item_are_linear(checker: Checker) -> None:
    assert growth(lambda times: work_of(lambda: checker.review_record("water tablet " * times)), 300) < MOST


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_repeated_is_linear(name: str, checker: Checker) -> None:
    assert growth_of(checker, f"{name} ") < MOST
    assert growth_of(checker, f"{name} 40 mg od\n") < MOST


@settings(max_examples=15)
@given(pattern=st.lists(st.sampled_from(PIECES), min_size=2, max_size=5).map("".join))
def test_anything_repeated_is_linear(pattern: str, checker: Checker) -> None:
    assert growth_of(checker, pattern) < MOST


def test_work_that_grows_with_the_square_is_seen() -> None:
    def pairs(size: int) -> None:
        for one in range(size):
            for _ in range(one):
                pass

    def once(size: int) -> None:
        for _ in range(size):
            pass

    assert growth(lambda size: work_of(lambda: pairs(size)), 100) > 3.5
    assert growth(lambda size: work_of(lambda: once(size)), 100) == pytest.approx(2)
