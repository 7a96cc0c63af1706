"""One of a thing is said as one, wherever a review counts."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from export_building import Review, read_csv, write_csv

from medcheck.counted import counted, plural
from medcheck.export.command import review as command


@pytest.mark.parametrize(("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (2000, "2,000 rows")])
def test_a_number_with_its_word(number: int, said: str) -> None:
    assert counted(number, "row") == said


def test_words_that_differ_in_more_than_an_s() -> None:
    assert (plural(1, "is", "are"), plural(0, "is", "are")) == ("is", "are")
    assert (counted(1, "row is", "rows are"), counted(3, "row is", "rows are")) == ("1 row is", "3 rows are")


def words_of(page: Path) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page.read_text(encoding="utf-8")).split())


def test_a_review_of_a_single_row_of_everything(tmp_path: Path, review: Review) -> None:
    export = write_csv(
        tmp_path / "e.csv",
        "patient,drug,bnf_code,stop_date",
        "P1,simvastatn 20mg,,",
        "P1,furosemide,2.1E+11,2026-01-01",
        ",furosemide,0212000Y0,",
        "P1,furosemide",
    )
    summary, folder = review(export, skip_bad_rows=True)
    assert summary.notices == (
        "1 code looks damaged by a spreadsheet (E+17, .0 or rounded to 00)",
        "1 row has a code that contradicts its text; see unrecognised.csv",
    )
    assert [row["reason"] for row in read_csv(folder / "rejected.csv")] == ["2 cells where the header has 4"]
    said = words_of(folder / "report.html")
    for words in (
        "of 1 patient with a finding 1",
        "1 row is past: listed, but not counted for a patient.",
        "1 row names no patient.",
        "1 row could not be read (rejected.csv) and counts as not recognised.",
        "2 rows were not checked (50.0 % of all): not recognised does not mean clear.",
        "1 correction in 1 row.",
    ):
        assert words in said, words


def test_the_page_of_one_row_has_no_plural(tmp_path: Path, review: Review) -> None:
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug", "P1,foozolam"))
    said = words_of(folder / "report.html")
    assert "row reviewed 1 rows with a medicine associated with cramps 0" in said
    assert "1 row was not checked (100.0 % of all)" in said
    assert "1 distinct line was read. A name" in said


def test_the_command_says_one_row_of_one_patient(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,gauze dressing", "1")
    result = CliRunner().invoke(command, [str(export), "--output", str(tmp_path / "out"), "--skip-bad-rows"])
    assert result.stderr.splitlines()[-1] == "Notice: 1 row could not be read; see rejected.csv."
    write_csv(tmp_path / "e.csv", "patient,drug", "1,gauze dressing")
    result = CliRunner().invoke(command, [str(export), "--output", str(tmp_path / "again")])
    assert result.stdout == (
        "1  row\n0  with a medicine associated with cramps\n0  with other medicines only\n0  not recognised\n"
        f"1  that is no medicine\n0  of 1 patient with a finding, see patients.csv\nRead {tmp_path}/again/report.html\n"
    )
