"""The side effect is a matter of the tables: no code and no comment of the package says which one it is."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from small_tables import SNEEZING

import medcheck
from medcheck import Checker
from medcheck.exceptions import TableError
from medcheck.report.outline import outline
from medcheck.side_effect import begin

SmallTables = Callable[..., Path]
PACKAGE = Path(medcheck.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
PHRASES = [{"key": key, "words": words} for key, words in SNEEZING._asdict().items()]


@pytest.mark.parametrize("module", MODULES)
def test_only_the_description_of_the_package_names_the_side_effect(module: str) -> None:
    source = (PACKAGE / module).read_text(encoding="utf-8")
    if module == "__init__.py":
        description = ast.get_docstring(ast.parse(source), clean=False)
        assert description is not None
        source = source.replace(description, "")
    source = source.replace("medcheck-cramps", "")  # what the distribution is called
    assert [line for line in source.splitlines() if "cramp" in line.casefold()] == []


def test_a_report_speaks_of_the_side_effect_of_its_tables(small_tables: SmallTables) -> None:
    checker = Checker(tables=small_tables())
    report = outline(checker.review_record("furosemide 40 mg"), checker.clinical.side_effect)
    assert (report.title, report.summary, report.sections[0].title, report.disclaimer) == (
        "Sneeze review of a medicine list",
        "1 medicine read, 1 associated with sneezing.",
        "Associated with sneezing",
        "Made up: what is not listed here can still cause sneezing.",
    )


def test_a_phrase_that_no_report_uses_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv, row 18: 'key' holds 'colour', which is none of review, "):
        Checker(tables=small_tables(side_effect=[*PHRASES, {"key": "colour", "words": "green"}]))


def test_a_phrase_without_words_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv, row 2, column 'words'"):
        Checker(tables=small_tables(side_effect=[{"key": "review", "words": " "}, *PHRASES[1:]]))


def test_a_phrase_that_is_missing_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv: there is no row for review, associated$"):
        Checker(tables=small_tables(side_effect=PHRASES[2:]))


def test_words_begin_a_sentence_with_a_capital() -> None:
    assert begin("associated with QT prolongation") == "Associated with QT prolongation"
