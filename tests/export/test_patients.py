# ruff: noqa: E501 - scripts and files stand as they are found
"""What is said of a patient's medicines together is what the rules say of them in one list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck import Checker
from medcheck.export.lines.medicine import Medicine, as_mention
from medcheck.export.patients.rules import PatientRules
from medcheck.rules.combination_matching import medicines_taken
from medcheck.rules.combinations import combinations
from medcheck.rules.findings import associated, findings

NAMES = (
    "furosemide", "bendroflumethiazide", "simvastatin", "lovastatin", "quinine", "digoxin", "amiodarone", "salbutamol", "salmeterol",
    "prednisolone", "theophylline", "lithium", "ramipril", "omeprazole", "paracetamol", "clarithromycin", "amlodipine", "magnesium",
    "ibuprofen", "warfarin", "trimethoprim", "spironolactone",
)  # fmt: skip
MEDICINES = st.lists(
    st.builds(
        Medicine,
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(lambda names: tuple(sorted(names))),
        st.none(),
        st.sampled_from([None, "oral", "topical", "inhaled", "injection"]),
        st.sampled_from([None, "10 mg", "40 mg"]),
    ),
    max_size=7,
    unique=True,
)


@settings(max_examples=120)
@given(medicines=MEDICINES)
def test_findings_and_combinations_are_those_of_one_list(checker: Checker, medicines: list[Medicine]) -> None:
    mentions = [as_mention(medicine) for medicine in medicines]
    entries = associated(mentions, checker.clinical)
    medicines_together = medicines_taken(mentions, entries, checker.clinical)
    rules = PatientRules(checker.clinical, medicines)
    said = rules.review([rules.inputs_of([number]) for number in range(len(medicines))])
    assert [(f.ingredient, f.drug_class) for f in findings(entries, checker.clinical)] == [
        (rules.findings[n].ingredient, rules.findings[n].drug_class) for n in said.findings
    ]
    assert [(c.id, c.ingredients) for c in combinations(mentions, medicines_together, checker.clinical)] == [
        (made.id, made.ingredients) for made in said.combinations
    ]


@given(medicines=MEDICINES)
def test_it_is_all_one_whether_medicines_come_in_one_line_or_in_several(
    checker: Checker, medicines: list[Medicine]
) -> None:
    rules = PatientRules(checker.clinical, medicines)
    every = range(len(medicines))
    assert rules.review([rules.inputs_of(every)]) == rules.review([rules.inputs_of([number]) for number in every])


def test_a_treatment_beside_a_cause_is_counted(checker: Checker) -> None:
    rules = PatientRules(
        checker.clinical, [Medicine((name,), None, None, None) for name in ("quinine", "bendroflumethiazide")]
    )
    assert rules.review([rules.inputs_of([0, 1])]).numbers.treatment_beside_cause == 1
    assert rules.review([rules.inputs_of([0])]).numbers.treatment_beside_cause == 0
    assert rules.review([rules.inputs_of([1])]).numbers.treatment_beside_cause == 0


@pytest.mark.parametrize("strength", ["10 mg", "40 mg"])
def test_a_rule_that_asks_for_a_strength_gets_it(checker: Checker, strength: str) -> None:
    rules = PatientRules(
        checker.clinical,
        [Medicine(("simvastatin",), None, None, strength), Medicine(("amlodipine",), None, None, None)],
    )
    titles = [made.id for made in rules.review([rules.inputs_of([0, 1])]).combinations]
    assert any("simvastatin" in title for title in titles) is (strength == "40 mg")
