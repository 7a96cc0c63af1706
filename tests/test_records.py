"""The records of a review, whose methods are written once for all of them."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from medcheck.records import Because, Match, Suggestion

BECAUSE = Because(text="stopped", start=3, end=10)


def test_a_record_takes_the_values_that_it_has_fields_for() -> None:
    match = Match(name="Lasix", method="exact", score=100.0)
    assert (match.name, match.method, match.score, match.runner_up) == ("Lasix", "exact", 100.0, None)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": "held", "start": 1}, "'end' is missing"),
        (
            {"text": "held", "start": 1, "end": 5, "line": 2},
            "has the fields text, start, end; given are text, start, end, line",
        ),
    ],
)
def test_a_record_refuses_too_few_and_too_many_values(values: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Because(**values)  # type: ignore[arg-type]


def test_a_record_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        BECAUSE.start = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del BECAUSE.start
    assert BECAUSE.start == 3


def test_records_are_equal_by_kind_and_values() -> None:
    assert Because(text="stopped", start=3, end=10) == BECAUSE
    assert replace(BECAUSE, end=11) != BECAUSE
    assert Suggestion(name="a", ingredients=(), score=1.0) != BECAUSE
    assert len({BECAUSE, Because(text="stopped", start=3, end=10), replace(BECAUSE, start=0)}) == 2


def test_a_copy_of_a_record_is_equal_to_it() -> None:
    match = Match(
        name="Lasix", method="exact", score=1.0, runner_up=Suggestion(name="b", ingredients=("c",), score=2.0)
    )
    assert pickle.loads(pickle.dumps(match)) == copy.deepcopy(match) == copy.copy(match) == match


def test_a_record_shows_its_values() -> None:
    assert repr(BECAUSE) == "Because(text='stopped', start=3, end=10)"
