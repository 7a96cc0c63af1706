"""A paragraph that is broken at a width reads as one that is not; the lines of a list stay lines."""

import textwrap

import pytest

from medcheck import Checker
from medcheck.document.wrapping import wrapped_ends

PARAGRAPH = (
    "Seen at home with her husband, who fills the box. She had been dizzy on the higher dose and the ramipril was "
    "stopped by the surgery a week ago. She takes furosemide in the morning and has not taken ibuprofen since the "
    "bleed. Her daughter asked whether spironolactone could be tried again. Bisoprolol and apixaban go on as "
    "before, and she is not to have naproxen."
)
EXPECTED = [
    ("ramipril", "stopped"),
    ("furosemide", "current"),
    ("ibuprofen", "not_taken"),
    ("spironolactone", "not_taken"),
    ("Bisoprolol", "current"),
    ("apixaban", "current"),
    ("naproxen", "not_taken"),
]
LIST = (
    "lisinopril every morning for pressure, one tablet with water, stopped by GP\n"
    "metformin twice a day with meals for diabetes, one tablet, as always so far\n"
    "atorvastatin every evening for cholesterol, one tablet, and it has been held\n"
    "furosemide every morning for fluid, one tablet, and sometimes one at midday"
)


@pytest.mark.parametrize("width", [60, 66, 72, 78, 90, 110])
@pytest.mark.parametrize("indent", ["", "    "])
def test_a_paragraph_says_the_same_at_every_width(checker: Checker, width: int, indent: str) -> None:
    text = textwrap.indent(textwrap.fill(PARAGRAPH, width), indent)
    assert [(one.text, one.status) for one in checker.check(text).mentions] == EXPECTED


def test_the_unbroken_paragraph_is_what_it_is_held_against(checker: Checker) -> None:
    assert [(one.text, one.status) for one in checker.check(PARAGRAPH).mentions] == EXPECTED


def test_lines_of_a_list_that_happen_to_be_as_long_as_each_other_stay_lines(checker: Checker) -> None:
    assert [(one.text, one.status) for one in checker.check(LIST).mentions] == [
        ("lisinopril", "stopped"),
        ("metformin", "current"),
        ("atorvastatin", "held"),
        ("furosemide", "current"),
    ]


FULL = "She has been well on the tablets and nothing was changed at the last"  # 68 characters
OF_PROSE = f"{FULL}\nreview. Her daughter fills the box and she has missed no doses that\n"


@pytest.mark.parametrize(
    ("below", "wraps"),
    [
        ("week. Furosemide goes on.", True),
        ("Mondays. Furosemide goes on.", True),  # a capital, in a text that is known to be broken
        ("- furosemide 40 mg", False),
        ("2. furosemide 40 mg", False),
        ("Medicines now: furosemide", False),
        ("furosemide 40 mg in the morning", False),
        ("furosemide   40 mg   in the morning", False),
        ("furosemide\t40 mg", False),
        ("", False),
    ],
)
def test_what_stands_below_a_full_line_goes_on_with_it_or_begins_something(below: str, wraps: bool) -> None:
    text = OF_PROSE + below
    ends = wrapped_ends(text, frozenset())
    assert ends == ({68, len(OF_PROSE) - 1} if wraps else {68})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Furosemide 40 mg\nramipril 5 mg",
        f"{FULL}.\nRamipril was stopped.",
        '"Repeat","Ramipril 5mg capsules","One daily","01/04/2024","Active"\n"Repeat","Indapamide","One","02/04/24"\n',
    ],
)
def test_what_breaks_no_paragraph(text: str) -> None:
    assert wrapped_ends(text, frozenset()) == frozenset()
