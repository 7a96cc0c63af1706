"""Records of labels and values, and lines that belong to the entry above them."""

import pytest

import medcheck


def statuses(text: str) -> list[str]:
    return [mention.status for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Medicine: ramipril 5 mg\nTaking: Yes\nComment: dry cough\n"
            "Medicine: quinine 200 mg\nTaking: No\nComment: did not help",
            ["current", "stopped"],
        ),
        ("ramipril 5 mg\n  Status: Planned\n\nlosartan 50 mg\n  Status: Active", ["not_taken", "current"]),
        (
            "Drug: quinine   Dose: 200 mg   Status: Ceased\nDrug: ramipril   Dose: 5 mg   Status: Active",
            ["stopped", "current"],
        ),
        # the label speaks of the medicine of its own line
        ("Past\nquinine 200 mg   Ended in May   Reason: changed to amlodipine", ["stopped", "current"]),
        # what is asked of its effects is no allergy
        ("Medicine: amlodipine 5 mg. Taken: yes. Side effects: ankles, mild.", ["current"]),
        # a sentence before a label is no entry
        ("She takes warfarin.\nOutcome: declined admission", ["current"]),
    ],
)
def test_labels_and_values_speak_of_the_medicine_before_them(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ramipril 5 mg\nstopped by GP\nFurosemide 40 mg\nBisoprolol 5 mg", ["stopped", "current", "current"]),
        (
            "Ramipril 5 mg\n1 daily\nFurosemide 40 mg\nOn hold\nBisoprolol 5 mg\n1 daily\nQuinine\nStopped",
            ["current", "held", "current", "stopped"],
        ),
        ("Ramipril 5 mg\nStopped\nFurosemide 40 mg\nBisoprolol 5 mg", ["current", "stopped", "stopped"]),
    ],
)
def test_a_line_below_an_entry_is_said_of_it_where_entries_are_written_so(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Inactive Medications (2)\nquinine\nlosartan\nElsewhere Obtained (1)\nramipril",
            ["stopped", "stopped", "current"],
        ),
        ("GIVEN IN THEATRE\nquinine 200 mg\nFOR THE WAY HOME\nramipril 5 mg", ["stopped", "current"]),
        ("Stopped\nquinine\nlosartan\nFrom the specialist\nramipril 5 mg", ["stopped", "stopped", "unclear"]),
        ("STOPPED\n quinine\n by renal team\n losartan", ["stopped", "stopped"]),
    ],
)
def test_what_a_heading_hides_may_end_at_a_heading_of_unknown_words(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Discontinued on admission to hospice:", "stopped"),
        ("Stopped by Dr Wexham:", "stopped"),
        ("Medications given during your visit", "stopped"),
        ("Stopped wexham items:", "unclear"),
    ],
)
def test_unknown_words_after_a_preposition_only_say_where_when_or_by_whom(heading: str, expected: str) -> None:
    assert statuses(f"{heading}\nramipril 5 mg") == [expected]


def test_few_ticked_boxes_ask_for_something_and_hide_nothing() -> None:
    text = "[ ] ramipril 5 mg\n[ ] losartan 50 mg\n[x] salbutamol inhaler\nPlease tick the items required."
    assert statuses(text) == ["unclear", "unclear", "current"]


def test_a_line_that_ends_in_a_colon_says_nothing_of_the_medicine_above() -> None:
    text = "UNCHANGED:\nramipril 5 mg\nON HOLD - your doctor will tell you when to restart these again:\nquinine 200 mg"
    assert statuses(text)[0] == "current"


def test_an_epic_remark_in_brackets_is_said_of_its_medicine() -> None:
    text = "ramipril 5 mg tablet, Take 1 tablet nightly. (Patient not taking: Reported on 3/2/2025)"
    assert statuses(text) == ["not_taken"]
