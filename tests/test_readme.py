"""The README tells the truth: its output is the program's, its examples run, nothing goes undocumented."""

import doctest
import runpy
from pathlib import Path

import click
import pytest

from medcheck import exceptions
from medcheck.cli import main

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_are_what_the_program_prints() -> None:
    current = runpy.run_path(str(CHECKOUT / "tools" / "readme.py"))["current"]
    assert current(README) == README, "run python tools/readme.py"


def test_python_examples_give_what_they_say() -> None:
    assert doctest.testfile(str(CHECKOUT / "README.md"), module_relative=False) == (0, 9)


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"medcheck {command}" in README


@pytest.mark.parametrize("error", exceptions.MedcheckError.__subclasses__())
def test_every_exit_status_is_in_the_readme(error: type[exceptions.MedcheckError]) -> None:
    assert f"\n| {error.exit_code} | " in README


def test_every_option_of_check_is_in_the_readme() -> None:
    options = [
        option for parameter in main.commands["check"].params for option in parameter.opts if option.startswith("--")
    ]
    assert [option for option in options if option not in README] == []
