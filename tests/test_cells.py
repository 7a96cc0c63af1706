"""What the cells of a row say of the medicine in it."""

import pytest

import medcheck


def statuses(text: str) -> list[str]:
    return [mention.status for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Medicine | Continue | Withhold | Stop\n"
            "ramipril 5 mg | x | |\nmetformin 500 mg | | x |\nquinine 200 mg | | | x\nfurosemide | | |",
            ["current", "held", "stopped", "current"],
        ),
        (
            "                         Continue   Withhold   Stop\n"
            "Ramipril 5 mg              [x]        [ ]       [ ]\n"
            "Metformin 500 mg           [ ]        [x]       [ ]   eGFR 25\n"
            "Quinine 200 mg             [ ]        [ ]       [x]   cramps no better",
            ["current", "held", "stopped"],
        ),
        (
            "Drug | Now | Past | Never\nramipril | ✓ | |\nquinine | | ✓ |\nlithium | | | ✓",
            ["current", "stopped", "not_taken"],
        ),
        # one column alone is answered
        ("Medicine | Dose | Taking?\nramipril | 5 mg | Y\nquinine | 200 mg | N", ["current", "stopped"]),
        ("Medicine | Dose | Stopped?\nramipril | 5 mg | N\nquinine | 200 mg | Y", ["current", "stopped"]),
        ("Medicine | Dose | Action\nramipril | 5 mg | No change", ["current"]),
        (
            "Medicine | Dose | Status\nramipril | 5 mg | C\nquinine | 200 mg | DC\nlithium | 400 mg | H",
            ["current", "stopped", "held"],
        ),
        # a proposal and its answer
        (
            "Drug | Recommendation | Agreed?\nquinine | stop | yes\nlithium | stop | family declined",
            ["stopped", "current"],
        ),
        (
            "Medicine\tDose\tWhen\tNotes\nramipril\t5 mg\tmane\t\nquinine\t200 mg\tnocte\tnever supplied",
            ["current", "not_taken"],
        ),
        ("Mobic | 15 mg | for knee pain, ceased", ["stopped"]),
    ],
)
def test_a_cell_says_what_its_column_asks(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Drug | Stopped\nLasix | yes\nramipril | no", ["stopped", "current"]),
        ("Drug | Status\nLasix | H\nramipril | D", ["held", "stopped"]),
        ("Drug | Stop date\nLasix | 2019\nramipril | ", ["stopped", "current"]),
        ("Drug | Reaction\nLasix | severe rash\nramipril | ", ["allergy", "current"]),
        ("Drug | Taking?\nLasix | No\nramipril | Yes", ["stopped", "current"]),
    ],
)
def test_a_cell_answers_what_the_head_of_its_column_asks(rows: str, expected: list[str]) -> None:
    assert statuses(rows) == expected


def test_a_cell_of_status_decides_whatever_a_remark_beside_it_says() -> None:
    assert statuses("Drug | Status | Notes\nLasix | stopped | restarted in May\nramipril | active | ") == [
        "stopped",
        "current",
    ]
