"""A checker that several threads share, or that an interrupt has met, answers as one that is used alone."""

import string
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from medcheck import Checker
from medcheck.knowledge.database import Database
from medcheck.report.layout import Layout
from medcheck.report.monograph import monograph

TEXTS = [
    "Lasix 40 mg od\nsimvastatn 20 mg nocte\nSeretide 250 bd\nquindine 200 mg",
    "salmeterol inhaler, digoxin, ibuprofen 400 mg tds, water tablet, MSO4",
    "fenelzine 15 mg; hydrochloro thiazide; Spironol_Tab 25mg; potassium cit",
    "omeprazole 20 mg, bendroflumethiazide 2.5 mg, prednisolone eye drops",
]
THREADS = 16


def answers(checker: Checker, texts: list[str]) -> list[Any]:
    return [checker.review_record(text) for text in texts]


class Halting(Database):
    """Lets the other threads go on in the midst of each look-up, when it is begun and not yet answered."""

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        time.sleep(0.001)
        return super()._all(statement, *values)


@pytest.mark.parametrize("text", TEXTS)
def test_sixteen_threads_that_share_a_fresh_checker_get_what_one_gets_alone(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Checker().review_record(text)
    monkeypatch.setattr("medcheck.checker.Database", Halting)
    shared = Checker()
    start = Barrier(THREADS)

    def use(_: int) -> Any:
        start.wait()
        return shared.review_record(text)

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(use, range(THREADS))) == [alone] * THREADS


class Interrupting(Database):
    """Raises KeyboardInterrupt at one of its look-ups, before or after the answer is there, and counts them."""

    at = -1
    late = False
    asked = 0

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        number, self.asked = self.asked, self.asked + 1
        if number == self.at and not self.late:
            raise KeyboardInterrupt
        found = super()._all(statement, *values)
        if number == self.at:
            raise KeyboardInterrupt
        return found


def everything(checker: Checker) -> list[Any]:
    """What uses every look-up there is."""
    reviews: list[Any] = answers(checker, TEXTS[:2])
    return [*reviews, monograph(checker, "furosemide", Layout()), monograph(checker, "Slow-K", Layout())]


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Checker]:
    monkeypatch.setattr("medcheck.checker.Database", Interrupting)
    return Checker


def asked(checker: Checker) -> int:
    assert isinstance(checker.database, Interrupting)
    return checker.database.asked


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_an_interrupt_at_any_look_up_leaves_the_checker_right(interrupting: Callable[[], Checker], late: bool) -> None:
    alone = interrupting()
    begun = asked(alone)
    expected = everything(alone)
    number = asked(alone)
    assert number - begun > 40
    wrong = []
    for place in range(begun, number):
        checker = interrupting()
        assert isinstance(checker.database, Interrupting)
        checker.database.at, checker.database.late = place, late
        with pytest.raises(KeyboardInterrupt):
            everything(checker)
        checker.database.at = -1
        if everything(checker) != expected:
            wrong.append(place)
    assert wrong == []


def unknown_words() -> Iterator[str]:
    return ("zz" + "".join(letters) for letters in product(string.ascii_lowercase, repeat=4))


def kept(value: object, seen: set[int]) -> int:
    """How many entries the dicts, lists, sets and caches hold that an object keeps."""
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if hasattr(value, "cache_info"):
        return int(value.cache_info().currsize)
    if isinstance(value, dict):
        return len(value) + sum(kept(entry, seen) for entry in value.values())
    if isinstance(value, (list, set, frozenset, tuple)):
        return len(value)
    return 0


def test_a_long_file_of_unknown_words_is_not_remembered(
    small_tables: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("medcheck.knowledge.database", "medcheck.naming.lexicon"):
        monkeypatch.setattr(f"{module}.WORDS_KEPT", 100)
    monkeypatch.setattr("medcheck.knowledge.database.BUCKETS_KEPT", 100)
    checker = Checker(tables=small_tables())
    words = unknown_words()

    def ask(number: int) -> int:
        for word in islice(words, number):
            checker.review_record(f"{word} 5 mg, {word[::-1]} cream, not {word}")
        parts = (checker.database, checker.lexicon, checker.clinical)
        return sum(kept(value, set()) for part in parts for value in vars(part).values())

    ask(300)
    assert ask(600) <= ask(1)
