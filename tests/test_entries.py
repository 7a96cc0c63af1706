"""Medicines that arrive separated, and what a person corrects in the review of a text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcheck import Checker, MedicineEntry, Review, UsageError


def told(review: Review) -> list[tuple[str, tuple[str, ...], str]]:
    return [(mention.text, mention.ingredients, mention.status) for mention in review.mentions]


def test_each_entry_is_read_with_its_directions(checker: Checker) -> None:
    review = checker.review_medicines(
        [MedicineEntry(text="Lasix 40 mg om"), MedicineEntry(text="Ventolin inhaler prn")]
    )
    assert told(review) == [("Lasix", ("furosemide",), "current"), ("Ventolin", ("salbutamol",), "as_needed")]
    assert [(mention.strength, mention.route) for mention in review.mentions] == [("40 mg", None), (None, "inhaled")]
    assert {finding.ingredient for finding in review.findings} == {"furosemide", "salbutamol"}
    assert [combination.id for combination in review.combinations] == [
        "beta2-agonist-diuretic",
    ]


def test_what_is_given_beside_the_text_wins(checker: Checker) -> None:
    entry = MedicineEntry(
        text="dexamethasone", status="stopped", status_reason="ended", route="ophthalmic", strength="0.1 %"
    )
    mention = checker.review_medicines([entry]).mentions[0]
    assert (mention.status, mention.status_reason, mention.status_because) == ("stopped", "ended", None)
    assert (mention.route, mention.strength) == ("ophthalmic", "0.1 %")


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("simvastatin, stopped last month", "current", "unclear"),  # shown and asked about, never hidden
        ("simvastatin, stopped last month", "held", "held"),
        ("simvastatin 40 mg daily", "stopped", "stopped"),  # directions do not say that it is taken today
        ("simvastatin 40 mg daily", "as_needed", "as_needed"),
    ],
)
def test_a_text_that_contradicts_its_entry(checker: Checker, text: str, given: Any, status: str) -> None:
    assert checker.review_medicines([MedicineEntry(text=text, status=given)]).mentions[0].status == status


def test_ingredients_by_any_name_settle_a_text_that_we_do_not_know(checker: Checker) -> None:
    review = checker.review_medicines([MedicineEntry(text="house brand 77", ingredients=("Adalat",))])
    assert told(review) == [("house brand 77", ("nifedipine",), "current")]
    assert review.mentions[0].match.method == "code"
    assert review.unrecognised == ()


def test_ingredients_without_a_text_are_a_medicine(checker: Checker) -> None:
    review = checker.review_medicines([MedicineEntry(text="", ingredients=("quinine",))])
    assert [(finding.ingredient, finding.level) for finding in review.findings] == [("quinine", "warning")]


def test_an_entry_that_names_no_medicine_is_unrecognised_as_a_whole(checker: Checker) -> None:
    review = checker.review_medicines([MedicineEntry(text="Lasix"), MedicineEntry(text=" baseline ")])
    assert [(entry.text, entry.start, entry.reason) for entry in review.unrecognised] == [("baseline", 7, "unknown")]


def test_no_entry_changes_another(checker: Checker) -> None:
    review = checker.review_medicines([MedicineEntry(text="Stopped:"), MedicineEntry(text="furosemide 40 mg")])
    assert told(review) == [("furosemide", ("furosemide",), "current")]


def test_no_entries_give_an_empty_review(checker: Checker) -> None:
    review = checker.review_medicines([])
    assert (review.mentions, review.questions, review.unrecognised) == ((), (), ())


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"text": "x", "ingredients": ("nosuchmedicine",)}, "medicine 2: 'nosuchmedicine' is not a name that our"),
        ({"text": "x", "status": "gone"}, "medicine 2: there is no such status; known are current, as_needed"),
        ({"text": "x", "route": "by owl"}, "medicine 2: there is no such route; known are oral"),
        ({"text": " "}, "medicine 2 has neither a text nor ingredients"),
    ],
)
def test_an_entry_that_cannot_be_is_a_usage_error(checker: Checker, entry: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        checker.review_medicines([MedicineEntry(text="Lasix"), MedicineEntry(**entry)])


texts = st.text(max_size=30) | st.sampled_from(
    ["Lasix 40 mg", "stopped: HCT", "Zzyzzfol 5 mg", "aspirin (allergy)", "\n"]
)


@given(st.lists(texts.filter(str.strip), max_size=5))
def test_offsets_point_into_the_joined_texts(checker: Checker, texts: list[str]) -> None:
    joined = "\n".join(texts)
    review = checker.review_medicines(MedicineEntry(text=text) for text in texts)
    for part in (*review.mentions, *review.unrecognised, *review.unfamiliar, *review.not_medicines):
        assert joined[part.start : part.end] == part.text
    for mention in review.mentions:
        because = mention.status_because
        assert because is None or joined[because.start : because.end] == because.text


def test_a_choice_settles_an_ambiguous_name_with_its_directions(checker: Checker) -> None:
    text = "HCT 25 mg daily, HCT held"
    review = checker.check(text, choices={"HCT": ["hydrochlorothiazide"]})
    assert told(review) == [("HCT", ("hydrochlorothiazide",), "current"), ("HCT", ("hydrochlorothiazide",), "held")]
    assert review.mentions[0].strength == "25 mg"
    assert checker.check(text).mentions == ()  # the choice was for that text alone


def test_a_correction_that_is_refused_leaves_the_name_unknown_and_others_as_they_are(checker: Checker) -> None:
    review = checker.check("simvastatn 40 mg, furosemde 20 mg, SIMVASTATN 10 mg", choices={"simvastatn": []})
    assert told(review) == [("furosemde", ("furosemide",), "current")]
    assert [(entry.text, entry.reason, entry.suggestions[0].name) for entry in review.unrecognised] == [
        ("simvastatn", "unknown", "simvastatin"),
        ("SIMVASTATN", "unknown", "simvastatin"),
    ]
    assert [finding.ingredient for finding in review.findings] == ["furosemide"]


def test_a_name_of_the_tables_and_one_of_two_meanings_stay_what_they_are_when_refused(checker: Checker) -> None:
    text = "Lasix 40 mg, HCT 25 mg"
    assert checker.check(text, choices={"Lasix": [], "HCT": []}) == checker.check(text)


def test_a_status_set_by_hand_wins_and_the_findings_follow(checker: Checker) -> None:
    text = "Lasix 40 mg, simvastatin stopped"
    review = checker.check(text, statuses={0: "held", 1: "current"})
    assert [(m.status, m.status_because) for m in review.mentions] == [("held", None), ("current", None)]
    assert [finding.ingredient for finding in review.findings] == ["simvastatin"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"statuses": {1: "held"}}, "there is no mention 1; the text has 1, numbered from 0"),
        ({"statuses": {0: "gone"}}, "mention 0: there is no such status; known are current"),
        ({"choices": {"HCT": ["nosuchmedicine"]}}, "choice 1: 'nosuchmedicine' is not a name that our tables know"),
        ({"choices": {"--": ["digoxin"]}}, "choice 1: the name holds no letter and no digit"),
    ],
)
def test_a_correction_that_cannot_be_is_a_usage_error(checker: Checker, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        checker.check("Lasix 40 mg", **options)
