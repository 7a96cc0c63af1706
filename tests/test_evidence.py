"""The grade of an association, computed from its claims."""

from typing import Any

import pytest

from medcheck.knowledge.clinical_rows import ClaimRow
from medcheck.rules.evidence import effect, grade, leading


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
        "kind": "review",
        "direction": "supports",
        "source": "study-2012",
        "checked": "2026-01-01",
        "due": "2027-01-01",
    }
    return ClaimRow(**{**template, **given})


def ratio(low: float, **given: Any) -> ClaimRow:
    return claim(**{"kind": "controlled", "estimate": low + 0.5, "low": low, "high": low + 1, **given})


def rates(on_medicine: float, on_placebo: float, kind: str = "label") -> ClaimRow:
    return claim(kind=kind, estimate=on_medicine, comparator=on_placebo)


AGAINST = claim(kind="controlled", direction="does_not_support")


@pytest.mark.parametrize(
    ("low", "expected"),
    [(2.02, "strong"), (1.25, "strong"), (1.24, "moderate"), (1.01, "moderate"), (1.0, "limited"), (0.8, "limited")],
)
def test_a_ratio_is_graded_by_the_lower_end_of_its_interval(low: float, expected: str) -> None:
    assert grade([ratio(low)]) == expected
    assert grade([ratio(low, kind="randomised")]) == expected


@pytest.mark.parametrize("kind", ["label", "review", "case_report"])
def test_an_interval_outside_a_comparison_does_not_count(kind: str) -> None:
    assert grade([ratio(2.0, kind=kind)]) == "limited"


@pytest.mark.parametrize(
    ("on_medicine", "on_placebo", "expected"), [(3.0, 2.0, "moderate"), (2.9, 2.0, "limited"), (3.0, 3.0, "limited")]
)
def test_rates_count_from_half_as_many_again(on_medicine: float, on_placebo: float, expected: str) -> None:
    assert grade([rates(on_medicine, on_placebo)]) == expected
    assert grade([rates(on_medicine, on_placebo, kind="randomised")]) == expected


def test_a_rate_above_a_placebo_rate_of_nought_is_an_excess() -> None:
    assert grade([rates(2.0, 0.0)]) == "moderate"


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


def test_as_many_comparisons_against_as_for_take_one_step_off() -> None:
    assert grade([ratio(2.0), AGAINST]) == "moderate"
    assert grade([ratio(1.1), AGAINST]) == "limited"
    assert grade([ratio(2.0), AGAINST, AGAINST]) == "moderate"


def test_fewer_comparisons_against_than_for_take_nothing_off() -> None:
    assert grade([ratio(2.0), ratio(1.1), AGAINST]) == "strong"


def test_a_label_that_does_not_support_takes_nothing_off() -> None:
    assert grade([ratio(2.0), claim(kind="label", direction="does_not_support")]) == "strong"


def test_a_claim_that_does_not_support_never_raises_the_grade() -> None:
    assert grade([ratio(2.0, direction="does_not_support")]) == "limited"


def test_the_grade_does_not_depend_on_the_order_of_the_claims() -> None:
    claims = [ratio(2.0), AGAINST, claim(), rates(3, 1)]
    assert grade(claims) == grade(claims[::-1]) == "moderate"


def test_leading_prefers_the_heavier_then_the_one_with_a_figure() -> None:
    heavy = ratio(1.3, figure="ratio 1.8 (1.3-2.3)")
    with_figure = claim(figure="1 in 100")
    assert leading([claim(), with_figure, heavy]) is heavy
    assert leading([claim(kind="label"), with_figure]) is with_figure
    assert leading([AGAINST]) is None
    assert leading([]) is None


def test_effect_is_a_ratio_or_a_rate_over_its_comparator() -> None:
    assert effect(ratio(1.5)) == 2.0
    assert effect(rates(3.0, 2.0)) == 1.5
    assert effect(rates(3.0, 0.0)) == 0.0
    assert effect(claim(estimate=5.0)) == 0.0
    assert effect(ratio(2.0, about="efficacy")) == 0.0
    assert effect(None) == 0.0
