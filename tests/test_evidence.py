"""The grade of an association, computed from its claims; docs/evidence.md states the rule."""

from typing import Any

import pytest

from medcheck.knowledge.clinical_rows import ClaimRow
from medcheck.rules.evidence import effect, grade, heaviest_first, is_small, leading


def claim(**given: Any) -> ClaimRow:
    """A bare review that supports; a test says what differs."""
    template: dict[str, Any] = {
        "subject": "furosemide",
        "about": "side_effect",
        "finding": "Named.",
        "figure": "",
        "estimate": None,
        "low": None,
        "high": None,
        "comparator": None,
        "people": None,
        "comparator_people": None,
        "measured": "",
        "indirect": "",
        "kind": "review",
        "direction": "supports",
        "source": "study-2012",
        "checked": "2026-01-01",
        "due": "2027-01-01",
    }
    return ClaimRow(**{**template, **given})


def ratio(low: float, **given: Any) -> ClaimRow:
    return claim(**{"kind": "controlled", "estimate": low + 0.5, "low": low, "high": low + 1, **given})


def rates(on_medicine: float, on_placebo: float, **given: Any) -> ClaimRow:
    return claim(**{"kind": "label", "estimate": on_medicine, "comparator": on_placebo, **given})


def of(people: int) -> dict[str, float]:
    return {"people": people, "comparator_people": people}


# One that looked well enough to have found something, and one that could not have.
AGAINST = rates(1.0, 1.0, kind="randomised", direction="does_not_support", source="against-1")
TOO_SMALL = claim(kind="controlled", direction="does_not_support", source="against-2")


@pytest.mark.parametrize(
    ("low", "expected"),
    [(2.02, "strong"), (1.25, "strong"), (1.24, "moderate"), (1.01, "moderate"), (1.0, "limited"), (0.8, "limited")],
)
def test_a_ratio_is_graded_by_the_lower_end_of_its_interval(low: float, expected: str) -> None:
    assert grade([ratio(low)]) == expected
    assert grade([ratio(low, kind="randomised")]) == expected


@pytest.mark.parametrize(
    ("low", "expected"), [(1.56, "strong"), (1.5, "strong"), (1.29, "moderate"), (1.25, "moderate"), (1.04, "limited")]
)
def test_an_indirect_ratio_must_show_more(low: float, expected: str) -> None:
    assert grade([ratio(low, indirect="a new treatment was counted")]) == expected


@pytest.mark.parametrize("kind", ["label", "review", "case_report"])
def test_an_interval_outside_a_comparison_does_not_count(kind: str) -> None:
    assert grade([ratio(2.0, kind=kind)]) == "limited"


@pytest.mark.parametrize(
    ("on_medicine", "on_placebo", "expected"),
    [
        (4.0, 2.0, "moderate"),  # two points and twice as many
        (6.0, 4.0, "moderate"),  # two points, and just half as many again
        (3.0, 2.0, "limited"),  # half as many again, but one point
        (1.0, 0.0, "limited"),  # endlessly many times as many, but one point
        (12.0, 10.0, "limited"),  # two points, but a fifth more
        (9.7, 6.7, "moderate"),  # three points: one more in 33, though not half as many again
        (71.0, 20.0, "moderate"),  # how many people were asked is not known
        (3.0, 3.0, "limited"),
    ],
)
def test_rates_need_an_absolute_difference_and_a_ratio(on_medicine: float, on_placebo: float, expected: str) -> None:
    assert grade([rates(on_medicine, on_placebo)]) == expected
    assert grade([rates(on_medicine, on_placebo, kind="randomised")]) == expected


@pytest.mark.parametrize(
    ("claim_", "expected"),
    [
        (rates(2.7, 1.3, people=73, comparator_people=75), "limited"),  # two against one
        (rates(8.0, 0.0, **of(50)), "limited"),  # four against none
        (rates(3.0, 1.0, **of(100)), "limited"),
        (rates(3.0, 1.0, **of(1000)), "moderate"),  # thirty against ten
        (rates(9.7, 6.7, **of(5000)), "moderate"),
        (rates(9.7, 6.7, **of(200)), "limited"),  # chance gives as much
        (rates(9.0, 2.0, **of(100)), "moderate"),  # the interval of the difference begins at 0.5 per cent
        (rates(8.0, 2.0, **of(100)), "limited"),  # and here at -0.3
        (rates(11.0, 3.0, **of(100)), "moderate"),
        (rates(10.0, 3.0, **of(100)), "limited"),
        (rates(22.0, 5.0, **of(250)), "strong"),  # one more in six
        (rates(33.0, 24.0, **of(1000)), "moderate"),
        (rates(60.0, 48.0, **of(1000)), "moderate"),  # twelve points, but a quarter more
        (rates(15.0, 5.0, **of(1000)), "strong"),  # just ten points
        (rates(12.0, 10.0, **of(5000)), "limited"),  # more than chance, but two points and a fifth more
        (rates(6.0, 2.0, **of(196)), "moderate"),  # so many people are needed to tell it from chance
        (rates(6.0, 2.0, **of(195)), "limited"),
        (rates(60.0, 40.0, **of(48)), "strong"),
        (rates(60.0, 40.0, **of(47)), "limited"),
        (rates(50.0, 0.0, **of(20)), "strong"),  # ten events
        (rates(45.0, 0.0, **of(20)), "limited"),  # nine, too few whatever the interval
        (rates(5.0, 3.0, people=10), "moderate"),  # of one side alone it cannot be reckoned
        (rates(5.0, 3.0, comparator_people=10), "moderate"),
    ],
)
def test_how_many_had_it_decides_whether_a_difference_is_more_than_chance(claim_: ClaimRow, expected: str) -> None:
    assert grade([claim_]) == expected


@pytest.mark.parametrize(
    ("rate", "people", "expected"),
    [
        (71.7, 138, "strong"),
        (50.0, None, "strong"),
        (49.2, None, "moderate"),
        (25.0, None, "moderate"),
        (24.9, None, "limited"),
        (25.0, 80, "moderate"),  # twenty events
        (25.0, 79, "limited"),
        (31, 45, "limited"),
    ],
)
def test_a_rate_without_a_comparator_counts_where_no_placebo_is_so_high(
    rate: float, people: int | None, expected: str
) -> None:
    assert grade([claim(kind="label", estimate=rate, people=people)]) == expected


def test_a_rate_in_a_review_is_second_hand_and_does_not_count() -> None:
    assert grade([claim(kind="review", estimate=70.0)]) == "limited"


def test_indirect_rates_are_one_step_lower() -> None:
    assert grade([rates(8.0, 3.0, indirect="tremor was counted with it")]) == "limited"
    assert grade([claim(kind="label", estimate=71.0, indirect="of the partner")]) == "moderate"


@pytest.mark.parametrize("kind", ["label", "review", "case_report"])
def test_a_mention_without_number_is_limited(kind: str) -> None:
    assert grade([claim(kind=kind)]) == "limited"


def test_no_claim_at_all_is_limited() -> None:
    assert grade([]) == "limited"


@pytest.mark.parametrize(
    ("kind", "expected"), [("randomised", "moderate"), ("review", "limited"), ("label", "limited")]
)
def test_a_treatment_is_graded_by_whether_a_trial_found_a_benefit(kind: str, expected: str) -> None:
    assert grade([claim(about="efficacy", kind=kind)]) == expected


def test_a_ratio_of_benefit_is_no_proof_of_harm() -> None:
    assert grade([ratio(2.0, about="efficacy", kind="randomised")]) == "moderate"


def test_the_best_claim_counts() -> None:
    assert grade([claim(), ratio(1.3), ratio(1.01)]) == "strong"


def test_comparisons_against_that_outweigh_those_for_take_one_step_off() -> None:
    assert grade([ratio(2.0), AGAINST]) == "moderate"
    assert grade([ratio(1.1), AGAINST]) == "limited"
    assert grade([ratio(2.0), AGAINST, TOO_SMALL]) == "moderate"


def test_fewer_comparisons_against_than_for_take_nothing_off() -> None:
    assert grade([ratio(2.0), ratio(1.1, source="study-2013"), AGAINST]) == "strong"


def test_two_figures_of_one_source_are_one_comparison() -> None:
    assert grade([ratio(2.0), ratio(1.1), AGAINST]) == "moderate"


@pytest.mark.parametrize("kind", ["review", "label", "controlled"])
def test_a_negative_review_or_one_that_looked_too_briefly_leaves_a_controlled_study_standing(kind: str) -> None:
    assert grade([ratio(2.0), claim(kind=kind, direction="does_not_support", source="list-2010")]) == "strong"


def test_a_negative_review_lowers_what_rests_on_no_comparison() -> None:
    rate = claim(kind="label", estimate=71.0)
    assert grade([rate]) == "strong"
    assert grade([rate, claim(direction="does_not_support", source="list-2010")]) == "moderate"


def test_a_ratio_whose_interval_excludes_harm_speaks_against() -> None:
    none = claim(kind="controlled", estimate=1.0, low=0.9, high=1.1, direction="does_not_support", source="null-2020")
    assert grade([ratio(2.0), none]) == "moderate"
    assert grade([ratio(2.0), none._replace(high=1.25)]) == "strong"  # it may be as much as that


def test_what_a_trial_showed_to_be_small_is_limited() -> None:
    small = claim(kind="randomised", estimate=1.03, low=1.01, high=1.06)
    assert is_small([small])
    assert grade([small, ratio(2.0)]) == "limited"
    assert not is_small([claim(kind="controlled", estimate=1.03, low=1.01, high=1.06)])
    assert not is_small([claim(kind="randomised", estimate=1.1, low=1.0, high=1.25)])
    assert not is_small([claim(kind="randomised", about="efficacy", estimate=1.03, low=1.01, high=1.06)])


def test_a_claim_that_does_not_support_never_raises_the_grade() -> None:
    assert grade([ratio(2.0, direction="does_not_support")]) == "limited"


def test_the_grade_does_not_depend_on_the_order_of_the_claims() -> None:
    claims = [ratio(2.0), AGAINST, claim(), rates(3, 1)]
    assert grade(claims) == grade(claims[::-1])


def test_leading_prefers_the_heavier_then_the_one_with_a_figure() -> None:
    heavy = ratio(1.3, figure="ratio 1.8 (1.3-2.3)")
    with_figure = claim(figure="1 in 100")
    assert leading([claim(), with_figure, heavy]) is heavy
    assert leading([claim(kind="label"), with_figure]) is with_figure
    assert leading([AGAINST]) is None
    assert leading([]) is None


def test_the_heaviest_claim_stands_first_and_those_that_weigh_the_same_as_in_the_table() -> None:
    light, heavy, other = claim(), ratio(1.3), claim(source="study-2013")
    assert heaviest_first([light, heavy, other]) == [heavy, light, other]


def test_leading_prefers_the_medicine_s_own_claim_to_one_of_its_class_that_weighs_no_more() -> None:
    own, of_class = claim(kind="label", figure="common"), claim(subject="class:loop-diuretic", figure="ratio")
    assert leading([of_class, own]) is own
    assert leading([own, ratio(2.0, subject="class:loop-diuretic")]) == ratio(2.0, subject="class:loop-diuretic")


def test_effect_is_a_ratio_or_a_rate_over_its_comparator() -> None:
    assert effect(ratio(1.5)) == 2.0
    assert effect(rates(3.0, 2.0)) == 1.5
    assert effect(rates(3.0, 0.0)) == 0.0
    assert effect(claim(estimate=5.0)) == 0.0
    assert effect(ratio(2.0, about="efficacy")) == 0.0
    assert effect(None) == 0.0
