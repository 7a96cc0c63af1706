"""A misspelt name to the medicine meant, or to a question."""

import pytest

from medcheck.knowledge.names import Name
from medcheck.naming.correct import NOTHING, Candidate, correct, decide, is_worth_showing, most_edits
from medcheck.naming.lexicon import Lexicon


@pytest.mark.parametrize(("length", "most"), [(4, 0), (5, 1), (6, 1), (7, 2), (9, 2), (10, 3), (25, 3)])
def test_longer_words_may_be_off_by_more(length: int, most: int) -> None:
    assert most_edits(length) == most


@pytest.mark.parametrize(
    ("written", "ingredients"),
    [
        ("furosemde", ("furosemide",)),
        ("furossemide", ("furosemide",)),
        ("lisinorpil", ("lisinopril",)),
        ("simvistatin", ("simvastatin",)),
        ("simvastat1n", ("simvastatin",)),
        ("amlodopine", ("amlodipine",)),
        ("penicilamine", ("penicillamine",)),
        ("penicilin", ("penicillin",)),
        ("bendroflumethazide", ("bendroflumethiazide",)),
        ("ventollin", ("salbutamol",)),
        ("claratin", ("loratadine",)),
    ],
)
def test_a_slip_leads_to_the_medicine_meant(lexicon: Lexicon, written: str, ingredients: tuple[str, ...]) -> None:
    answer = correct(lexicon, written)
    assert answer.certain
    assert answer.best is not None
    assert answer.best.name.ingredients == ingredients


def test_two_medicines_equally_near_are_both_shown(lexicon: Lexicon) -> None:
    answer = correct(lexicon, "quindine")
    assert answer.best is not None
    nearest = [candidate.name.name for candidate in (answer.best, *answer.others)]
    assert (answer.certain, nearest) == (False, ["quinidine", "quinine"])


@pytest.mark.parametrize(
    ("edits", "far", "certain"),
    [(1, 1.5, False), (2, 1.5, True), (2, 0.9, False)],
)
def test_beside_another_everyday_name_no_farther_off_it_is_asked_which_is_meant(
    lexicon: Lexicon, edits: int, far: float, certain: bool
) -> None:
    (quinine,), (quinidine,) = lexicon.by_compact_key("quinine"), lexicon.by_compact_key("quinidine")
    everyday = [name._replace(commonness=3) for name in (quinine, quinidine)]
    best, rival = Candidate(everyday[0], edits, 0.4, 0.4), Candidate(everyday[1], edits, far, far)
    assert decide([best, rival], 2).certain is certain


@pytest.mark.parametrize("written", ["lasx", "xyzzyqqq", "abcdefgh", "zzz", "a", ""])
def test_what_is_short_or_far_from_every_name_is_nothing(lexicon: Lexicon, written: str) -> None:
    assert correct(lexicon, written) == NOTHING


@pytest.mark.parametrize(("written", "meant"), [("dgoxni", "digoxin"), ("ramprl", "ramipril"), ("ltihum", "lithium")])
def test_a_short_word_two_slips_away_is_asked_about_and_not_corrected(
    lexicon: Lexicon, written: str, meant: str
) -> None:
    answer = correct(lexicon, written)
    assert answer.best is not None
    assert (answer.certain, answer.best.name.name) == (False, meant)


@pytest.mark.parametrize(("written", "name"), [("fenelzine", "phenelzine"), ("fentermine", "phentermine")])
def test_a_first_sound_spelt_with_two_letters_is_corrected(lexicon: Lexicon, written: str, name: str) -> None:
    answer = correct(lexicon, written)
    assert answer.best is not None
    assert answer.best.name.ingredients == (name,)


def test_score_is_100_less_the_slips_per_letter_in_per_cent(lexicon: Lexicon) -> None:
    answer = correct(lexicon, "penicilamine")
    assert answer.best is not None
    assert (answer.best.weight, answer.best.score) == (0.5, 96.2)  # 100 * (1 - 0.5 / 13)


@pytest.mark.parametrize(("commonness", "weight", "shown"), [(2, 1.0, True), (1, 1.0, False), (3, 3.2, False)])
def test_a_near_name_is_suggested_where_it_is_common_and_near(commonness: int, weight: float, shown: bool) -> None:
    name = Name(("exampline",), "Exampline", "brand", ("examplin",), "", "", commonness)
    assert is_worth_showing(Candidate(name, 1, weight, weight)) is shown
