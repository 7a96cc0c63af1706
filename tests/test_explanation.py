"""The text of what was weighed has words for every kind of evidence."""

import medcheck
from medcheck.context.evidence import ORDER
from medcheck.report.explanation import _NEAR, explanation


def test_every_kind_of_evidence_has_its_words() -> None:
    assert set(_NEAR) >= set(ORDER)


def test_what_is_given_once_by_what_it_is_is_explained() -> None:
    assert explanation(medcheck.Checker().explain("Influenza vaccine")) == (
        "Influenza vaccine: stopped (given_once)\n  how it is given: “Influenza vaccine” (once)\n"
    )
