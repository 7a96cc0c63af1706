"""What ``drug`` and ``classes`` say, on small tables in full."""

from collections.abc import Callable
from pathlib import Path

import pytest

from medcheck import Checker
from medcheck.report.layout import Layout
from medcheck.report.monograph import class_list, monograph

CLAIMS = [
    {
        "finding": "Compared with before.",
        "figure": "2.0 (95 % CI 1.5-2.6)",
        "estimate": "2.0",
        "low": "1.5",
        "high": "2.6",
        "kind": "controlled",
    },
    {"subject": "class:loop-diuretic", "about": "harm", "finding": "Makes thirsty.", "source": "label-2020"},
    {"subject": "ibuprofen", "direction": "does_not_support", "finding": "As often as on placebo."},
]
NAMES = [
    {},
    {"name": "Lasix", "kind": "brand"},
    {"name": "frusemide", "kind": "synonym"},
    {"name": "loop tablet", "kind": "class", "ingredients": "", "class": "loop-diuretic"},
]
VOCABULARY = [
    {},
    {"name": "ibuprofen", "ingredients": "ibuprofen"},
    {"name": "DX", "kind": "abbreviation"},
    {"name": "DX", "kind": "abbreviation", "ingredients": "ibuprofen"},
    {"name": "plaster", "kind": "not_medicine", "ingredients": ""},
]
SOURCES = [
    {},
    {"id": "label-2020", "kind": "label", "title": "Is it a label?", "year": "2020", "pmid": "", "doi": "10.1/x"},
]

FUROSEMIDE = """\
Names: frusemide, Lasix
Class: loop diuretic. ATC: C03CA01.
Role: may set off sneezing; strong evidence.
  Named in reviews.
  Why: Loss of salt.
  Do: Check potassium.
Holds for: oral. [1]

SNEEZES
- Compared with before. 2.0 (95 % CI 1.5-2.6). (controlled study) [1]

DAMAGE
- Makes thirsty. (review) (loop-diuretic) [2]

COMBINATIONS
- Furosemide with digoxin (high): Low potassium adds to digoxin. Check
  potassium. [1]

SOURCES
[1] A study. A journal, 2012. PMID 12345
[2] Is it a label? A journal, 2020. doi:10.1/x
"""


@pytest.fixture
def small(small_tables: Callable[..., Path]) -> Checker:
    return Checker(tables=small_tables(claims=CLAIMS, names=NAMES, vocabulary=VOCABULARY, sources=SOURCES))


@pytest.mark.parametrize("name", ["furosemide", "LASIX", "Frusemide"])
def test_a_medicine_of_the_list_is_said_in_full_by_any_of_its_names(small: Checker, name: str) -> None:
    assert monograph(small, name, Layout()) == f"furosemide\n{FUROSEMIDE}"


def test_a_misspelt_name_is_shown_with_what_it_was_read_as(small: Checker) -> None:
    assert monograph(small, "furosemde", Layout()) == (
        f"furosemde: not known as written; read as furosemide, score 90.\n\nFUROSEMIDE\n{FUROSEMIDE}"
    )


def test_a_medicine_that_was_looked_for_in_vain_shows_the_claim(small: Checker) -> None:
    assert monograph(small, "ibuprofen", Layout(width=100)) == (
        "ibuprofen\n"
        "Names: DX\n"
        "Looked for and not found to be associated with sneezing, as stated below. Not on our list.\n"
        "\n"
        "SNEEZES: LOOKED FOR AND NOT SUPPORTED\n"
        "- As often as on placebo. (review) [1]\n"
        "\n"
        "SOURCES\n"
        "[1] A study. A journal, 2012. PMID 12345\n"
    )


def test_a_medicine_without_claims_is_not_said_to_be_safe(small: Checker) -> None:
    assert monograph(small, "digoxin", Layout(width=100)).splitlines()[:3] == [
        "digoxin",
        "Names: DX",
        "Recognised, and not on our list. That does not mean that it cannot cause sneezing.",
    ]


def test_a_name_of_several_medicines_shows_each(small: Checker) -> None:
    lines = monograph(small, "DX", Layout()).splitlines()
    assert lines[0] == "DX has several meanings: digoxin or ibuprofen."
    assert [line for line in lines if line in ("DIGOXIN", "IBUPROFEN")] == ["DIGOXIN", "IBUPROFEN"]


def test_a_class_is_said_by_a_word_for_it(small: Checker) -> None:
    assert monograph(small, "loop tablet", Layout()) == (
        "loop diuretic\n"
        "  Named in reviews.\n"
        "  Why: Loss of salt.\n"
        "  Do: Check potassium.\n"
        "\n"
        "DAMAGE\n"
        "- Makes thirsty. (review) (loop-diuretic) [1]\n"
        "\n"
        "SOURCES\n"
        "[1] Is it a label? A journal, 2020. doi:10.1/x\n"
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("plaster", "plaster: not a medicine.\n"),
        ("qqzzyxx", "qqzzyxx: not recognised. Not recognised does not mean clear.\n"),
    ],
)
def test_what_is_no_medicine_and_what_is_unknown_are_told_apart(small: Checker, name: str, answer: str) -> None:
    assert monograph(small, name, Layout()) == answer


def test_headings_are_coloured_only_where_colour_is_welcome(small: Checker) -> None:
    lines = monograph(small, "digoxin", Layout(colour=True)).splitlines()
    assert (lines[0], lines[-2]) == ("\x1b[1mdigoxin\x1b[0m", "\x1b[36;1mSOURCES\x1b[0m")


def test_classes_are_listed_with_grade_members_and_sources_strongest_first(small_tables: Callable[..., Path]) -> None:
    tables = small_tables(
        classes=[{}, {"id": "statin", "name": "statin", "atc": "C10AA", "note": "A fat story.", "role": "treatment"}],
        claims=[
            {"subject": "class:loop-diuretic", "figure": "named in 3 reviews"},
            {"subject": "class:statin", "about": "efficacy", "kind": "randomised"},
        ],
    )
    assert class_list(Checker(tables=tables), Layout()) == (
        "Classes associated with fits of sneezing\n"
        "\n"
        "statin (treatment, moderate evidence of benefit)\n"
        "  A fat story.\n"
        "  Members: as the class words say\n"
        "  Sources: [1]\n"
        "\n"
        "loop diuretic (cause, limited evidence)\n"
        "  Named in reviews.\n"
        "  Figure: named in 3 reviews\n"
        "  Members: furosemide\n"
        "  Sources: [1]\n"
        "\n"
        "SOURCES\n"
        "[1] A study. A journal, 2012. PMID 12345\n"
    )


def test_the_heaviest_claim_stands_first_and_each_says_what_it_rests_on(small_tables: Callable[..., Path]) -> None:
    claims = [
        {"finding": "A case.", "kind": "case_report", "figure": "", "low": "", "high": "", "estimate": ""},
        {"finding": "Counted.", "kind": "controlled"},
    ]
    page = monograph(Checker(tables=small_tables(claims=claims)), "furosemide", Layout())
    assert "- Counted." in page
    assert page.index("(controlled study)") < page.index("(no comparison group)")


def test_a_warning_is_said_beside_its_grade(checker: Checker) -> None:
    lines = monograph(checker, "colchicine", Layout()).splitlines()
    role = next(number for number, line in enumerate(lines) if line.startswith("Role: "))
    assert lines[role + 1] == "Safety warning: to be acted on however strong the evidence is."
