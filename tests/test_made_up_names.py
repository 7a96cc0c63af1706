"""A name that no table has is never silent: made-up names in lists, tables and sentences are asked about."""

import runpy
from pathlib import Path

import pytest

from medcheck import Checker

TOOL = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "prose" / "made_up_names.py"))
NAMES = 60  # `tools/prose/made_up_names.py` makes 2,000 by hand


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="module")
def names(checker: Checker) -> list[str]:
    return TOOL["names"](NAMES, checker)


def test_the_names_are_made_of_stems_and_of_syllables_of_brands(names: list[str]) -> None:
    assert len(set(names)) == NAMES
    assert sum(name.islower() for name in names) == NAMES // 2


@pytest.mark.parametrize("place", sorted(TOOL["PLACES"]))
def test_a_made_up_name_is_asked_about(checker: Checker, names: list[str], place: str) -> None:
    text = TOOL["PLACES"][place]
    assert TOOL["silent"](checker, names, text) == []
