"""Codes that a text defines itself, and what they say beside a medicine."""

import pytest

import medcheck


def statuses(text: str) -> list[str]:
    return [mention.status for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the legend of the text, not what a code mostly says
        (
            "Key: N = new, U = unchanged, S = stopped, W = withheld\n"
            "Drug         Dose    Status   Notes\n"
            "ramipril     5 mg    N        for BP\nlithium      400 mg  W        level 1.4\n"
            "quinine      200 mg  S        no benefit\nlosartan     50 mg   U        nil",
            ["current", "held", "stopped", "current"],
        ),
        # before the name
        (
            "* = special   S = stopped   ! = overdue for review\nS  quinine 200 mg\n!  ramipril 5 mg",
            ["stopped", "current"],
        ),
        ("(+) New   (=) Unchanged   (-) Stop taking\n(-) quinine 200 mg\n(=) ramipril 5 mg", ["stopped", "current"]),
        ("(N)ew (C)hanged (L)ong standing (D)/C'd\nD  quinine 200 mg\nN  ramipril 5 mg", ["stopped", "current"]),
        # behind the number of a line, and of a name with another in its bracket
        ("Key: S = stopped, N = new\n1. S quinine 200 mg\n2. N ramipril 5 mg", ["stopped", "current"]),
        (
            "Key: S = stopped, N = new\nS ramipril (quinine) 5 mg\nN losartan 50 mg",
            ["stopped", "stopped", "current"],
        ),
        ("[x] ramipril 5 mg\n[H] lithium 400 mg\n[x] losartan 50 mg", ["current", "held", "current"]),
        ("✔ ramipril 5 mg\n⏸ lithium 400 mg\n✘ quinine 200 mg", ["current", "held", "not_taken"]),
        # a sign alone may be a bullet
        ("✘ ramipril 5 mg\n✘ quinine 200 mg", ["unclear", "unclear"]),
        # the heads of columns
        (
            "C = continue   M = modify   H = hold   D = discontinue\n"
            "#   Home medication    dose      C    M    H    D    Comments\n"
            "1   ramipril           5 mg     [ ]  [ ]  [x]  [ ]  SBP 88\n"
            "2   losartan           50 mg    [x]  [ ]  [ ]  [ ]\n"
            "3   quinine            200 mg   [ ]  [ ]  [ ]  [x]  no benefit",
            ["held", "current", "stopped"],
        ),
        # a chart: what its last days say
        (
            "Codes: R refused, W withheld by Dr, N nausea\n"
            "ramipril 5 mg    0800   JK   R    JK   JK\nlithium 400 mg   0800   JK   W    W    W\n"
            "losartan 50 mg   0800   JK   JK   JK   R",
            ["current", "held", "current"],
        ),
        # a code of another thing
        (
            "Key: N = nausea, R = rash\nDrug | Status\nramipril | N\nlosartan | R",
            ["current", "current"],
        ),
    ],
)
def test_a_code_says_what_the_legend_of_its_text_says(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


def test_what_decided_is_the_code_in_the_text() -> None:
    text = "Key: S = stopped, C = continues\nS  quinine 200 mg\nC  ramipril 5 mg"
    because = medcheck.check(text).mentions[0].status_because
    assert because is not None
    assert (because.text, text[because.start : because.end]) == ("S", "S")


@pytest.mark.parametrize(
    "text",
    ["Vitamin C = 500 mg daily\nramipril 5 mg", "K = 5.7, Na = 130\nramipril 5 mg\nfurosemide 40 mg"],
)
def test_an_equation_is_no_legend(text: str) -> None:
    assert set(statuses(text)) == {"current"}
