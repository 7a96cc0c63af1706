"""Look-ups by whole name."""

import pytest

from medcheck.knowledge.database import Database
from medcheck.knowledge.names import Name
from medcheck.naming.lexicon import Lexicon


def words(names: tuple[Name, ...]) -> list[str]:
    return [" ".join(name.words) for name in names]


@pytest.mark.parametrize(
    ("second", "expected"),
    [("chloride", ["potassium chloride er", "potassium chloride", "potassium"]), ("40", ["potassium"])],
)
def test_of_many_names_only_those_that_can_go_on_are_looked_at(
    lexicon: Lexicon, second: str, expected: list[str]
) -> None:
    assert words(lexicon.names_by_first_two_words("potassium", second)) == expected
    assert words(lexicon.names_by_first_two_words("potassium", None)) == ["potassium"]


def test_a_second_word_is_known_by_its_short_form(lexicon: Lexicon) -> None:
    assert words(lexicon.names_by_first_two_words("emulsifying", "oint")) == ["emulsifying ointment"]


def test_a_local_name_hides_ours_with_the_same_words(database: Database) -> None:
    own = Name(("potassium", "chloride"), "potassium chloride", "abbreviation", ("quinine",), "", "", 3)
    found = Lexicon(database, [own]).names_by_first_two_words("potassium", "chloride")
    assert [name.ingredients for name in found if len(name.words) == 2] == [("quinine",)]


def test_keys_open_to_correction_are_found_whole_and_by_their_tail(lexicon: Lexicon) -> None:
    assert lexicon.open_keys(["lasix", "quinine", "foozolam"], ["uinine", "apsules"]) == {"lasix", "quinine"}
    assert lexicon.open_keys(["isoptin"], ["urosemide"]) == {"isoptin", "furosemide"}


@pytest.mark.parametrize(("kind", "expected"), [("abbreviation", set()), ("brand", {"lasix"})])
def test_a_local_name_says_whether_its_key_is_open_to_correction(
    database: Database, kind: str, expected: set[str]
) -> None:
    own = Name(("lasix",), "Lasix", kind, ("quinine",), "", "", 3)
    assert Lexicon(database, [own]).open_keys(["lasix"], []) == expected
    assert Lexicon(database, [own]).open_keys([], ["asix"]) == expected


def test_keys_asked_about_together_have_the_names_that_each_has_alone(database: Database) -> None:
    own = Name(("lasix",), "Lasix", "brand", ("quinine",), "", "", 3)
    lexicon = Lexicon(database, [own])
    asked = ["lasix", "foozolam", "potassiumchloride", "foozolam", "furosemide"]
    found = lexicon.by_compact_keys(asked)
    assert found == {key: lexicon.by_compact_key(key) for key in asked}
    assert [len(found[key]) for key in ("lasix", "foozolam", "furosemide")] == [1, 0, 1]


def test_beginnings_asked_about_together_have_the_names_that_each_has_alone(database: Database) -> None:
    asked = ["furo", "foozolam", "potassium", "furo", "ac", "quinine", "lasix"]
    alone = {letters: database._names_beginning(letters) for letters in asked}
    database.prepare_beginnings(asked)
    assert database._prepared_beginnings == alone
    assert alone == {letters: database._names_beginning(letters) for letters in asked}
    assert "furosemide" in words(alone["furo"])
    assert alone["foozolam"] == ()


def test_of_a_file_of_noise_few_answers_are_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medcheck.knowledge.database.WORDS_KEPT", 100)
    asked = [f"foozolam{number}" for number in range(300)]
    assert database.open_keys(asked, asked) == []
    assert set(database.names_by_compact_keys(asked)) == set(asked)
    assert max(len(database._by_compact_key), len(database._by_tail)) <= 100


def test_idle_words_begin_no_name_and_are_known(lexicon: Lexicon) -> None:
    assert [
        word for word in ("tablets", "capsules", "furosemide", "foozolam", "xyz") if lexicon.cannot_start_a_name(word)
    ] == [
        "tablets",
        "capsules",
        "xyz",
    ]
