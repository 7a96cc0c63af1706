"""No name of a file, a column or an option can do anything to the terminal that shows it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.cli import main
from medcheck.printable import printable, visible

# Clears the screen, sets the title, turns the direction of writing, and ends a line; a C1 control does the same in one
# character.
PLANTED = "\x1b[2J\x1b]0;t\x07\u202e\x9b2J"
HARMFUL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(result: Result, status: int) -> str:
    """What a command said, which is to have ended with this status and to hold nothing harmful."""
    said = result.stdout + result.stderr
    assert (result.exit_code, HARMFUL.findall(said)) == (status, [])
    return said


@pytest.fixture
def run_here(runner: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A function that runs a command in a folder of its own as on a terminal, where click takes no escapes out."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: runner.invoke(main, arguments, color=True)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("check", "--file", f"list{PLANTED}.txt"), 11),
        (("check", "--output", f"no{PLANTED}/report.txt", "furosemide"), 13),
        (("check", "--names", f"names{PLANTED}.csv", "furosemide"), 12),
        (("check", "--format", f"pdf{PLANTED}", "furosemide"), 2),
        (("check", f"--bogus{PLANTED}"), 2),
        ((f"nonsense{PLANTED}",), 2),
        ((f"--bogus{PLANTED}",), 2),
        (("review", f"export{PLANTED}.csv", "--output", "out"), 11),
        (("review", "x.csv", "--output", "out", "--engine", f"fast{PLANTED}"), 2),
        (("review", "x.csv", "--output", "out", "--map", f"drug{PLANTED}"), 2),
    ],
)
def test_an_argument_that_an_error_repeats_is_shown_and_not_obeyed(
    run_here: Callable[..., Result], arguments: tuple[str, ...], status: int
) -> None:
    assert "Error: " in harmless(run_here(*arguments), status)


def test_a_file_name_that_an_error_repeats_can_still_be_told(run_here: Callable[..., Result]) -> None:
    assert harmless(run_here("check", "--file", "list\x1b[2J\u202e.txt"), 11) == (
        "Error: list\\x1b[2J\\u202e.txt cannot be read: No such file or directory\n"
    )


def test_the_header_of_a_names_file_is_shown_and_not_obeyed(run_here: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(f"medicine{PLANTED},ingredients\nx,furosemide\n", encoding="utf-8")
    said = harmless(run_here("check", "--names", "names.csv", "x"), 12)
    assert said.startswith("Error: names.csv is not text (it holds control bytes)")


def test_a_name_of_the_user_is_shown_and_not_obeyed(run_here: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,ingredients\nQwxyzabo\x1b\u202e,quinine\nGTN\x1b\x9b,furosemide\n")
    for format_ in ("text", "csv", "markdown", "html"):
        said = harmless(run_here("check", "--format", format_, "--names", "names.csv", "Qwxyzabo 40 mg, GTN"), 0)
        assert "GTN: yours is furosemide, ours glyceryl trinitrate; yours is used" in said
        assert "quinine" in said


@pytest.mark.parametrize(
    ("header", "arguments", "status"),
    [
        (f"what{PLANTED},who", (), 14),
        (f"drug,patient{PLANTED}", ("--map", "drug=drug", "--map", f"patient=patient{PLANTED}"), 0),
        (f"drug,patient{PLANTED}", ("--map", "drug=drug", "--map", f"patient=nobody{PLANTED}"), 14),
    ],
)
def test_a_column_of_an_export_is_shown_and_not_obeyed(
    run_here: Callable[..., Result], tmp_path: Path, header: str, arguments: tuple[str, ...], status: int
) -> None:
    (tmp_path / f"export{PLANTED}.csv").write_text(f"{header}\nfurosemide,1\n", encoding="utf-8")
    command = ("review", f"export{PLANTED}.csv", "--engine", "python", "--output", f"out{PLANTED}", *arguments)
    harmless(run_here(*command), status)
    if status == 0:
        assert "--force" in harmless(run_here(*command), 13)
        assert HARMFUL.findall((tmp_path / f"out{PLANTED}" / "report.html").read_text(encoding="utf-8")) == []


def test_a_set_of_tables_is_shown_and_not_obeyed(
    run_here: Callable[..., Result], small_tables: Callable[..., Path]
) -> None:
    folder = str(small_tables(side_effect=[{"key": f"review{PLANTED}", "words": "x"}]))
    assert "side_effect.csv, row 2" in harmless(run_here("check", "--tables", folder, "x"), 10)


def test_printable_leaves_out_what_does_not_show() -> None:
    assert printable("Fu\u200bro\x1b[31m\n  semide\u202e\x00") == "Furo[31m semide"
    assert printable(" Lasix  40 mg ") == "Lasix 40 mg"


def test_visible_leaves_nothing_out_and_keeps_what_shows() -> None:
    assert visible("a  b\u00a0ż😀'\\.txt") == "a  b\u00a0ż😀'\\.txt"
    assert visible("\x1b\n\x9b\u202e\u2028\udc80") == "\\x1b\\n\\x9b\\u202e\\u2028\\udc80"
