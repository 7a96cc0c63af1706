"""Which words of a bucket share so many letters with another that they may be near it."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcheck import Checker
from medcheck.knowledge.buckets import Bucket, letters_of
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.slips import edits

NAMES = ("lasix", "losec", "luvox", "lasso", "salix")


def near(words: "tuple[str, ...] | list[str]", written: str, most: int) -> list[str]:
    return list(Bucket(words).near(letters_of(written), most))


@pytest.mark.parametrize(
    ("written", "most", "left"),
    [
        ("lasix", 0, ["lasix", "salix"]),  # the same letters, in whichever order
        ("lasic", 1, ["lasix", "salix"]),
        ("lassi", 1, ["lasix", "lasso", "salix"]),
        ("lasixx", 1, ["lasix", "salix"]),
        ("lasi", 1, ["lasix", "salix"]),
        ("lsc", 2, ["losec"]),
        ("zzzzz", 4, []),
        ("zzzzz", 5, list(NAMES)),
        ("lasix" * 60, 1, []),
    ],
)
def test_those_are_left_that_share_all_letters_but_so_many(written: str, most: int, left: list[str]) -> None:
    assert near(NAMES, written, most) == left


def test_a_bucket_without_words_has_none_near() -> None:
    assert near((), "lasix", 3) == []


def test_letters_of_every_alphabet_and_words_of_every_length_are_compared() -> None:
    assert near(["łasix"], "łasix", 0) == ["łasix"]
    assert near(["łasix"], "lasix", 1) == ["łasix"]
    assert near(["z" * 300], "z" * 299, 1) == ["z" * 300]


@pytest.mark.parametrize(
    ("written", "most", "left"),
    [
        ("lasix", 1, ["lasix", "lasixx"]),
        ("lasix", 2, ["las", "lasix", "lasixx", "lasixol"]),
        ("lasixx", 1, ["lasix", "lasixx"]),
        ("la", 0, []),
    ],
)
def test_of_words_of_several_lengths_those_are_left_that_may_be_near(written: str, most: int, left: list[str]) -> None:
    assert near(["las", "lasix", "lasixx", "lasixol"], written, most) == left


@given(
    st.text("abcż", min_size=1, max_size=8),
    st.lists(st.text("abcż", min_size=1, max_size=9)).map(lambda words: sorted(words, key=len)),
    st.integers(0, 3),
)
def test_no_word_within_so_many_edits_is_left_out(written: str, words: list[str], most: int) -> None:
    within = [word for word in words if edits(written, word, most) <= most]
    assert [word for word in near(words, written, most) if edits(written, word, most) <= most] == within


def test_frequent_words_are_told_by_one_slip_and_not_by_none_or_two(checker: Checker) -> None:
    lexicon = checker.lexicon
    asked = ("appointmnt", "hippopotamus", "appoinmnt", "tihs", "zyzzofol", "a" * 5000)
    assert [lexicon.is_misspelt_word(word) for word in asked] == [True, False, False, True, False, False]
    asked = ("mornign", "mroinng", "morn", "tabletss", "zyzzofol", "g" * 5000)
    assert [lexicon.is_misspelt_direction(word) for word in asked] == [True, False, False, True, False, False]


def test_one_slip_is_found_wherever_it_is(lexicon: Lexicon) -> None:
    by_chance = random.Random(17)
    words = ["appointment", "medication", "weekend", "kitchen"]
    for word in words:
        for at in range(len(word)):
            letter = by_chance.choice(string.ascii_lowercase.replace(word[at], ""))
            assert lexicon.is_misspelt_word(word[:at] + letter + word[at + 1 :]), (word, at, letter)
            assert lexicon.is_misspelt_word(word[:at] + letter + word[at:]), (word, at, letter)
