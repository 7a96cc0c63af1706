"""Text to words, numbers and marks, and the key by which a name is found."""

import pytest
from english import key, tokenise
from hypothesis import given
from hypothesis import strategies as st

import medcheck
from medcheck.document.tokens import fold


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenise(text)]


def test_a_strength_glued_to_a_name_is_a_number_and_a_unit() -> None:
    assert norms("Lasix40mg") == ["lasix", "40", "mg"]


@pytest.mark.parametrize(("written", "word"), [("p.o.", "po"), ("q.i.d.", "qid"), ("U.S.A", "usa")])
def test_a_dotted_abbreviation_is_one_word(written: str, word: str) -> None:
    assert norms(written) == [word]


def test_a_token_says_where_it_stands_in_the_text_as_given() -> None:
    text = "1)\t FUROSÉMIDE  40"
    assert [text[token.start : token.end] for token in tokenise(text)] == ["1", ")", "FUROSÉMIDE", "40"]


@pytest.mark.parametrize(
    "written",
    ["Fu\u200brosemide", "Furo\u00adsemide", "\u202eFurosemide\u202c", "FUROSÉMIDE", "\ufeffFurosemide", "Ｆurosemide"],
)
def test_a_word_is_the_same_with_invisible_letters_accents_and_wide_forms(written: str) -> None:
    assert norms(written) == ["furosemide"]


@pytest.mark.parametrize("dash", ["-", "–", "—", "‑", "−"])
def test_every_dash_is_one_dash(dash: str) -> None:
    assert norms(f"co{dash}codamol") == ["co", "-", "codamol"]


def test_a_character_reference_of_html_is_no_token() -> None:
    assert norms("Lasix&reg; 40&nbsp;mg") == ["lasix", "40", "mg"]


def test_a_line_end_of_any_system_is_one_token() -> None:
    assert [token.kind for token in tokenise("a\r\nb\nc\rd\u2028e")] == [
        "word",
        "line",
        "word",
        "line",
        "word",
        "line",
        "word",
        "line",
        "word",
    ]


@pytest.mark.parametrize("text", ["", " \t ", "\x00\x07\x1b", "\u200b\u200f"])
def test_white_space_and_control_characters_give_no_token(text: str) -> None:
    assert tokenise(text) == []


def test_apostrophes_inside_a_word_are_left_out() -> None:
    assert norms("St John’s wort") == ["st", "johns", "wort"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Co-codamol", "co codamol"),
        ("Vitamin B12", "vitamin b 12"),
        ("  Adalat   LA ", "adalat la"),
        ("0.9% saline", "0.9 saline"),
        ("(S)-amlodipine", "s amlodipine"),
        ("®", ""),
    ],
)
def test_key_is_the_words_and_numbers_of_a_name(name: str, expected: str) -> None:
    assert key(name) == expected


@pytest.mark.parametrize(
    ("word", "folded"), [("Straße", "strasse"), ("ŒSTRADIOL", "oestradiol"), ("ﬁbrate", "fibrate")]
)
def test_fold_writes_special_letters_in_plain_ones(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.5mgOD", ["2.5", "mg", "od"]),
        ("40mgpo", ["40", "mg", "po"]),
        ("2puffsPRN", ["2", "puffs", "prn"]),
        ("5mgs", ["5", "mgs"]),
        ("mgOD", ["mgod"]),
        ("<b>Lasix</b>", ["lasix"]),
        ("<li>Lasix</li>", ["\n", "lasix", "\n"]),
        ("<td>Lasix</td>", ["|", "lasix", "|"]),
        ("K <3, Na >140", ["k", "<", "3", ",", "na", ">", "140"]),
    ],
)
def test_units_run_together_and_elements_of_html(text: str, expected: list[str]) -> None:
    assert norms(text) == expected


def test_half_of_a_surrogate_pair_gives_no_token() -> None:
    assert norms("Lasix \ud83d 40\udfff") == ["lasix", "40"]


@pytest.mark.parametrize("text", ["co-\udfff½mgOD", "co-\ud83d\udfff 5 mg", "furo\ud800semide 40 mg"])
def test_a_text_with_half_a_surrogate_pair_has_a_review(text: str) -> None:
    assert medcheck.check(text).schema_version == "1"


@given(st.text(st.sampled_from("aB9.,'`&;<>/ \t\n\r\f\x00\x1c\x1f\x7f-_#=") | st.characters(codec="ascii")))
def test_a_text_of_plain_letters_has_the_same_tokens_beside_a_letter_that_is_not_plain(text: str) -> None:
    assert tokenise(f"{text}\n\u00e9")[: len(tokenise(f"{text}\n"))] == tokenise(f"{text}\n")
