"""The text of what was weighed has words for every kind of evidence."""

import json
from pathlib import Path

import medcheck
from medcheck.context.evidence import ORDER
from medcheck.report.explanation import _NEAR, explanation


def test_every_kind_of_evidence_has_its_words() -> None:
    assert set(_NEAR) >= set(ORDER)


def test_what_is_given_once_by_what_it_is_is_explained() -> None:
    assert explanation(medcheck.Checker().explain("Influenza vaccine")) == (
        "Influenza vaccine: stopped (given_once)\n  how it is given: “Influenza vaccine” (once)\n"
    )


def test_what_is_said_where_a_medicine_stands_again_is_explained() -> None:
    assert explanation(medcheck.Checker().explain("1. Lipitor\n2. Coversyl\nLipitor was ceased")) == (
        "Lipitor: stopped (ended)\n  where it stands again: “ceased” (ended)\n"
        "Coversyl: current\n  nothing said: taken\n"
        "Lipitor: stopped (ended)\n  said of it: “ceased” (stop)\n"
    )


def test_check_and_explain_give_the_same_statuses() -> None:
    checker = medcheck.Checker()
    for path in sorted((Path(__file__).parent / "material").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::10]:
            text = json.loads(line)["text"]
            explained = iter([(one.text, one.status, one.status_reason) for one in checker.explain(text)])
            for mention in checker.check(text).mentions:  # without the kinds of which nothing is known
                assert (mention.text, mention.status, mention.status_reason) in explained, text
