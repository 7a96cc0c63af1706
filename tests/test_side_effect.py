"""The side effect is a matter of the tables: no code and no comment of the package says which one it is."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_tables import SNEEZING

import medcheck
from medcheck import Checker
from medcheck.cli import main
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
        "1 possible cause; 1 medicine read.",
        "Associated with sneezing",
        "Made up: what is not listed here can still cause sneezing.",
    )


def test_a_phrase_that_no_report_uses_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv, row 21: 'key' holds 'colour', which is none of review, "):
        Checker(tables=small_tables(side_effect=[*PHRASES, {"key": "colour", "words": "green"}]))


def test_a_phrase_without_words_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv, row 2, column 'words'"):
        Checker(tables=small_tables(side_effect=[{"key": "review", "words": " "}, *PHRASES[1:]]))


def test_a_phrase_that_is_missing_stops_the_build(small_tables: SmallTables) -> None:
    with pytest.raises(TableError, match=r"^side_effect\.csv: there is no row for review, associated$"):
        Checker(tables=small_tables(side_effect=PHRASES[2:]))


@pytest.fixture
def sneezing(small_tables: SmallTables) -> Path:
    """Tables about sneezing: three drugs, two claims, and none of the tables that are the same for any side effect."""
    own = {"class": "", "level": "flag", "routes": "oral", "sources": "study-2012"}
    own |= {"mechanism": "It tickles.", "note": "Made up.", "action": "Offer a handkerchief."}
    folder = small_tables(
        drugs=[
            {**own, "ingredient": "paracetamol", "role": "cause"},
            {**own, "ingredient": "metformin", "role": "electrolyte"},
            {**own, "ingredient": "cetirizine", "role": "treatment"},
        ],
        claims=[
            {"subject": "paracetamol", "kind": "label"},
            {"subject": "cetirizine", "kind": "randomised", "about": "efficacy"},
        ],
        combinations=[{"needs": "paracetamol + metformin", "title": "Two that tickle"}],
    )
    for table in ("names", "vocabulary", "words", "codes"):
        (folder / f"{table}.csv").unlink()
    return folder


LIST = "Panadol 500 mg qds\nmetformn 500 mg bd\nZyrtec 10 mg od\nfurosemide 40 mg"


def test_another_side_effect_is_a_folder_of_rows_for_the_library(sneezing: Path) -> None:
    review = Checker(tables=sneezing).check(LIST)
    assert [(finding.ingredient, finding.role, finding.evidence) for finding in review.findings] == [
        ("paracetamol", "cause", "limited"),
        ("metformin", "electrolyte", "limited"),
        ("cetirizine", "treatment", "moderate"),
    ]
    assert [combination.title for combination in review.combinations] == ["Two that tickle"]
    assert [mention.ingredients for mention in review.mentions][-1] == ("furosemide",)


def test_another_side_effect_is_a_folder_of_rows_for_the_command_line(sneezing: Path, runner: CliRunner) -> None:
    def said(*arguments: str) -> list[str]:
        result = runner.invoke(main, [*arguments, "--tables", str(sneezing)])
        assert (result.exit_code, result.stderr) == (0, "")
        assert "cramp" not in result.stdout.casefold().replace("exercise brings on cramps", "")
        return result.stdout.splitlines()

    assert said("check", LIST)[0] == "1 high-severity pair, 2 possible causes, 1 taken for sneezing; 4 medicines read."
    assert said("check", "--format", "markdown", LIST)[0] == "# Sneeze review of a medicine list"
    assert "<h1>Sneeze review of a medicine list</h1>" in said("check", "--format", "html", LIST)
    assert "Role: taken for sneezing; moderate evidence of benefit." in said("drug", "cetirizine")
    assert said("drug", "furosemide")[-2:] == [
        "Recognised, and not on our list. That does not mean that it cannot cause",
        "sneezing.",
    ]
    assert said("drug", "thiazide") == ["thiazide: a kind of medicine, and not on our list."]
    assert said("classes")[0] == "Classes associated with fits of sneezing"
    assert said("tables")[0] == "claims                2 rows"
    assert said("tables", "--lists") == ["L01  A list: 1 of 1 covered"]


def test_another_side_effect_is_a_folder_of_rows_for_an_export(
    sneezing: Path, runner: CliRunner, tmp_path: Path
) -> None:
    export = tmp_path / "export.csv"
    lines = [f"{number},{line}" for number, line in enumerate([*LIST.splitlines(), LIST.splitlines()[0]])]
    export.write_text("\n".join(["patient,drug", *lines, "0,Zyrtec 10 mg"]) + "\n", encoding="utf-8")
    folder = tmp_path / "out"
    result = runner.invoke(main, ["review", str(export), "--output", str(folder), "--tables", str(sneezing)])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == ["6  rows", "5  with a medicine associated with sneezing"]
    assert [line.split(",")[1] for line in (folder / "patients.csv").read_text(encoding="utf-8").splitlines()] == [
        "patient", "0", "1", "4", "2",
    ]  # fmt: skip
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>Sneeze review of a prescription export</h1>" in page
    assert "<h3>A sneeze treatment beside a possible cause</h3>" in page
    assert "cramp" not in page.casefold()


def test_words_begin_a_sentence_with_a_capital() -> None:
    assert begin("associated with QT prolongation") == "Associated with QT prolongation"
