"""A list is cut into items that each say one thing."""

import pytest
from english import split_items, tokenise


def item_texts(text: str) -> list[str]:
    tokens = tokenise(text)
    return [text[tokens[item.first].start : tokens[item.last - 1].end].strip() for item in split_items(text, tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lasix 40 mg, aspirin 75 mg", ["Lasix 40 mg,", "aspirin 75 mg"]),
        ("Lasix; aspirin | digoxin • iron", ["Lasix;", "aspirin |", "digoxin •", "iron"]),
        ("Lasix\naspirin", ["Lasix", "aspirin"]),
        ("1. Lasix\n2) aspirin", ["1.", "Lasix", "2)", "aspirin"]),
        ("1. Lasix 40 mg ,2. Aspirin", ["1.", "Lasix 40 mg ,", "2.", "Aspirin"]),
        ("He takes Lasix. He stopped aspirin.", ["He takes Lasix.", "He stopped aspirin."]),
        ("1) Lasix 40 mg 2) aspirin", ["1)", "Lasix 40 mg", "2)", "aspirin"]),
        ("Tab. Lasix, one tab. Aspirin", ["Tab. Lasix,", "one tab.", "Aspirin"]),
    ],
)
def test_a_list_is_cut_at_its_marks_lines_numbers_and_sentences(text: str, expected: list[str]) -> None:
    assert item_texts(text) == expected


@pytest.mark.parametrize(
    "text", ["Lasix 2.5 mg", "co-codamol 30/500", "Vit. D 800 units", "St. John's wort", "insulin 1,000 units"]
)
def test_a_mark_inside_a_name_or_a_number_does_not_cut(text: str) -> None:
    assert item_texts(text) == [text]


def test_every_token_is_in_exactly_one_item() -> None:
    text = "1. Lasix 40 mg, aspirin.\n\n- Digoxin; iron (see notes)\n"
    tokens = tokenise(text)
    covered = [index for item in split_items(text, tokens) for index in range(item.first, item.last)]
    assert covered == list(range(len(tokens)))


def test_sentences_and_lines_are_counted_apart() -> None:
    text = "Takes Lasix, aspirin. Stopped iron\ndigoxin"
    items = split_items(text, tokenise(text))
    assert [(item.sentence, item.line) for item in items] == [(0, 0), (0, 0), (1, 0), (2, 1)]


def test_entries_of_a_numbered_list_are_sentences_but_not_an_enumeration_inside_one() -> None:
    for text, sentences in [
        ("1. stopped Lasix 2. aspirin 3. iron", 3),
        ("allergic to 1) penicillin 2) iodine 3) aspirin", 1),
    ]:
        assert len({item.sentence for item in split_items(text, tokenise(text))}) == sentences


def test_an_empty_text_has_no_items() -> None:
    assert split_items("", []) == []
