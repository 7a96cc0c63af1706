"""README.md and docs/ tell the truth: their output is the program's, their examples run, nothing goes undocumented."""

import doctest
import json
import re
import runpy
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

from medcheck import Review, exceptions
from medcheck.cli import main

CHECKOUT = Path(__file__).parent.parent
TOOL = runpy.run_path(str(CHECKOUT / "tools" / "readme.py"))
PAGES: dict[str, str] = {str(path.relative_to(CHECKOUT)): path.read_text(encoding="utf-8") for path in TOOL["PAGES"]}
COMMAND_LINE = PAGES["docs/command-line.md"]
# What a page tells to run that is not medcheck.
OTHER_COMMANDS = ("make demo", "make test", "make desk", "make site", "pip install .")


def get_command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def commands(page: str) -> list[str]:
    """The lines of a page's blocks of commands, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGES[page], re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_generated_parts_are_what_the_program_prints(page: str) -> None:
    current: Callable[[str], str] = TOOL["current"]
    assert current(PAGES[page]) == PAGES[page], "run python tools/readme.py"


@pytest.mark.parametrize(("page", "examples"), [("README.md", 4), ("docs/fhir.md", 6), ("docs/library.md", 9)])
def test_python_examples_give_what_they_say(page: str, examples: int) -> None:
    assert doctest.testfile(str(CHECKOUT / page), module_relative=False) == (0, examples)


def test_every_page_with_python_examples_is_among_those_that_run() -> None:
    assert [page for page, text in PAGES.items() if ">>> " in text] == ["README.md", "docs/fhir.md", "docs/library.md"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the pages name."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "list.txt": "Lasix 40 mg od\n",
        "our_names.csv": "name,ingredients\nfrus,furosemide\nSOS puffer,salbutamol\n",
        "export.csv": "patient,drug,date\n1,furosemide 40 mg,2026-01-05\n1,Zzyzzfol 5 mg,2026-02-05\n",
        "scripts-2026-04.csv.gz": "patient,drug\n1,furosemide 40 mg\n",  # a gz is known by its content
        "drug_exposure.csv": "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_source_value\n"
        "1,1,956874,,\n",
        "CONCEPT.csv": "concept_id\tconcept_name\tdomain_id\tvocabulary_id\n956874\tfurosemide\tDrug\tRxNorm\n",
        "MedicationRequest.ndjson": json.dumps(
            {
                "resourceType": "MedicationRequest",
                "id": "r",
                "subject": {"reference": "Patient/1"},
                "medicationReference": {"reference": "Medication/m"},
            }
        ),
        "bundle.json": json.dumps({"resourceType": "Bundle", "entry": []}),
        "Medication.ndjson": json.dumps({"resourceType": "Medication", "id": "m", "code": {"text": "furosemide"}}),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copytree(CHECKOUT / "examples", tmp_path / "examples")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ref", "Item issued"), ("1", "furosemide 40 mg")):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    return tmp_path


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)])
def test_every_command_shown_runs(page: str) -> None:
    for command in commands(page):
        if command in OTHER_COMMANDS or "--engine spark" in command:  # tests/export/test_spark.py has a cluster
            continue
        program, *arguments = shlex.split(command)
        result = CliRunner().invoke(main, arguments)
        assert (program, result.exit_code, result.output if result.exit_code else "") == ("medcheck", 0, ""), command


def test_every_door_has_a_page_that_shows_commands() -> None:
    assert [page for page in PAGES if commands(page)] == [
        "README.md", "docs/command-line.md", "docs/exports.md", "docs/fhir.md", "docs/spark.md", "docs/symmetry.md",
    ]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_or_a_heading_of_ours(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", PAGES[page]):
        name, _, heading = link.partition("#")
        target = (CHECKOUT / page).parent / name if name else CHECKOUT / page
        assert target.exists(), link
        titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
        assert not heading or heading in [title.lower().replace(" ", "-") for title in titles], link


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, new = set(), {"README.md"}
    while new:
        reached |= new
        links = {(page, link) for page in new for link in re.findall(r"\]\(([^)#]+)", PAGES[page])}
        found = {str(((CHECKOUT / page).parent / link).resolve().relative_to(CHECKOUT)) for page, link in links}
        new = (found & PAGES.keys()) - reached
    assert PAGES.keys() - reached == set()


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"medcheck {command}" in PAGES["README.md"]


@pytest.mark.parametrize("field", Review.model_fields)
def test_every_field_of_a_review_is_documented(field: str) -> None:
    assert f"`{field}`" in PAGES["docs/library.md"]


@pytest.mark.parametrize("error", exceptions.MedcheckError.__subclasses__())
def test_every_exit_status_is_documented(error: type[exceptions.MedcheckError]) -> None:
    assert f"\n| {error.exit_code} | " in COMMAND_LINE


@pytest.mark.parametrize(("command", "page"), [("check", "docs/command-line.md"), ("review", "docs/exports.md")])
def test_every_option_is_documented(command: str, page: str) -> None:
    parameters = get_command(command).params
    options = [option for parameter in parameters for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in PAGES[page]] == []
