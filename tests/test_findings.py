"""Mentions to findings: class, route, level, order and what is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

import medcheck
from medcheck import Checker
from medcheck.records import Finding


def findings(text: str) -> list[str]:
    return [finding.ingredient for finding in medcheck.check(text).findings]


def finding(text: str) -> Finding:
    found = medcheck.check(text).findings
    assert len(found) == 1
    return found[0]


def test_a_finding_points_at_every_mention_it_was_read_from() -> None:
    review = medcheck.check("Lasix 40 mg\naspirin 75 mg\nfurosemide 20 mg")
    assert [(finding.ingredient, finding.mentions) for finding in review.findings] == [("furosemide", (0, 2))]


def test_warnings_come_first_then_causes_electrolytes_and_treatments() -> None:
    review = medcheck.check("magnesium glycinate, omeprazole, furosemide, salmeterol inhaler, quinine")
    assert [(finding.ingredient, finding.role, finding.level) for finding in review.findings] == [
        ("quinine", "treatment", "warning"),
        ("salmeterol", "cause", "flag"),
        ("furosemide", "cause", "flag"),
        ("omeprazole", "electrolyte", "note"),
        ("magnesium glycinate", "treatment", "note"),
    ]


def test_among_what_lowers_electrolytes_the_better_shown_comes_first() -> None:
    review = medcheck.check("aminophylline\nomeprazole\ncarboplatin")
    assert [(finding.ingredient, finding.electrolyte_evidence) for finding in review.findings] == [
        ("carboplatin", "strong"),
        ("omeprazole", "moderate"),
        ("aminophylline", "limited"),
    ]


def test_salmeterol_and_spironolactone_stand_above_simvastatin() -> None:
    assert findings("simvastatin\nspironolactone\nsalmeterol inhaler") == [
        "salmeterol",
        "spironolactone",
        "simvastatin",
    ]


@pytest.mark.parametrize("name", ["quinine", "hydroquinine", "tonic water"])
def test_quinine_in_every_form_is_a_warning(name: str) -> None:
    assert (finding(name).level, finding(name).role) == ("warning", "treatment")


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("spironolactone", "adjusted sequence ratio 2.12 (95 % CI 1.61-2.78)"),
        ("bendroflumethiazide", "adjusted sequence ratio 1.48 (95 % CI 1.29-1.68)"),
        ("furosemide", "adjusted sequence ratio 1.20 (95 % CI 1.00-1.44), P=0.07"),
        ("simvastatin", "adjusted sequence ratio 1.16 (95 % CI 1.04-1.29)"),
        ("Seretide", "adjusted sequence ratio 2.55 (95 % CI 2.06-3.12)"),
        ("salmeterol inhaler", "adjusted sequence ratio 2.17 (95 % CI 1.56-3.02)"),
    ],
)
def test_the_figure_is_the_source_s_own(name: str, figure: str) -> None:
    assert finding(name).figure == figure


def test_the_figures_of_garrison_2012_are_cited_by_their_pmid() -> None:
    assert "22157068" in {source.pmid for source in finding("spironolactone").sources}


@pytest.mark.parametrize("name", ["hydrochlorothiazide", "bendroflumethiazide", "indapamide", "xipamide"])
def test_no_thiazide_stands_below_its_class(name: str) -> None:
    assert finding(name).evidence == finding("a thiazide").evidence == "moderate"


@pytest.mark.parametrize(
    ("name", "figure_of"),
    [
        ("olodaterol", "class"),
        ("eplerenone", "class"),
        ("raloxifene", "own"),
        ("vismodegib", "own"),
        ("cimetidine", None),
    ],
)
def test_whose_figure_it_is_is_said(name: str, figure_of: str | None) -> None:
    assert finding(name).figure_of == figure_of


@pytest.mark.parametrize(("name", "weak"), [("bortezomib", False), ("spironolactone", False), ("caffeine", True)])
def test_what_rests_on_weak_sources_alone_says_so(name: str, weak: bool) -> None:
    assert finding(name).weak_sources is weak


@pytest.mark.parametrize("other", ["prednisolone", "nimodipine", "omeprazole", "furosemide", "salmeterol inhaler"])
@pytest.mark.parametrize("statin", ["simvastatin", "atorvastatin", "rosuvastatin"])
def test_a_statin_is_never_the_first_of_several_suspects(statin: str, other: str) -> None:
    assert findings(f"{statin}\n{other}")[-1] == statin
    assert findings(f"{statin}\nmagnesium glycinate")[-1] == "magnesium glycinate"


def test_an_ingredient_beside_a_corticosteroid_in_one_inhaler_counts_as_the_combination() -> None:
    assert finding("Seretide").drug_class == "long-acting beta2-agonist with inhaled corticosteroid"
    assert finding("salmeterol inhaler").drug_class == "long-acting beta2-agonist"


def test_a_reliever_by_mouth_counts_as_an_oral_beta2_agonist() -> None:
    assert finding("salbutamol inhaler").drug_class == "short-acting beta2-agonist, reliever"
    assert finding("salbutamol 4 mg tablets").drug_class == "oral beta2-agonist"


@pytest.mark.parametrize(
    "text",
    [
        "hydrocortisone 1% cream",
        "prednisolone eye drops",
        "beclometasone nasal spray",
        "budesonide inhaler",
        "quinidine 200 mg",
        "metoprolol 50 mg",
        "propranolol 40 mg",
        "dapagliflozin 10 mg",
        "paracetamol 500 mg",
    ],
)
def test_no_association_no_finding(text: str) -> None:
    assert findings(text) == []


def test_a_class_word_gives_the_class_s_finding() -> None:
    found = finding("a thiazide")
    assert (found.ingredient, found.drug_class) == (
        "thiazide or thiazide-like diuretic",
        "thiazide or thiazide-like diuretic",
    )


def test_every_finding_has_a_note_an_action_and_a_source() -> None:
    review = medcheck.check("quinine, salmeterol inhaler, furosemide, simvastatin, omeprazole, magnesium glycinate")
    assert [(f.note != "", f.mechanism != "", f.action != "", f.sources != ()) for f in review.findings] == [
        (True, True, True, True)
    ] * 6


@pytest.mark.parametrize(
    ("name", "cramps", "electrolytes"),
    [
        ("cetuximab", "limited", "strong"),
        ("carboplatin", "limited", "strong"),
        ("omeprazole", "limited", "moderate"),
        ("etelcalcetide", "moderate", "limited"),
        ("amlodipine", "limited", None),
        ("quinine", "moderate", None),
    ],
)
def test_what_a_medicine_does_to_electrolytes_does_not_grade_the_cramps(
    name: str, cramps: str, electrolytes: str | None
) -> None:
    found = finding(name)
    assert (found.evidence, found.electrolyte_evidence) == (cramps, electrolytes)


def test_each_grade_has_the_figure_that_it_rests_on() -> None:
    found = finding("cetuximab")
    assert (found.figure, found.electrolyte_figure) == (None, "grade 3/4 hypomagnesaemia RR 8.60 (5.08-14.54)")


SmallTables = Callable[..., Path]


def test_what_is_empty_in_a_drug_holds_as_its_class_says(small_tables: SmallTables) -> None:
    found = Checker(tables=small_tables()).check("furosemide").findings[0]
    assert (found.note, found.action, found.level, found.role) == (
        "Named in reviews.",
        "Check potassium.",
        "flag",
        "cause",
    )


def test_a_drug_s_own_words_win_over_its_class_s(small_tables: SmallTables) -> None:
    own = {"note": "Its own note.", "level": "note", "role": "electrolyte", "sources": "study-2012"}
    found = Checker(tables=small_tables(drugs=[own])).check("furosemide").findings[0]
    assert (found.note, found.action, found.level, found.role) == (
        "Its own note.",
        "Check potassium.",
        "note",
        "electrolyte",
    )


def test_a_route_for_which_the_association_does_not_hold_gives_no_finding(small_tables: SmallTables) -> None:
    checker = Checker(tables=small_tables(classes=[{"routes": "oral;injection"}]))
    assert [len(checker.check(text).findings) for text in ("furosemide", "furosemide iv", "furosemide cream")] == [
        1,
        1,
        0,
    ]


def test_the_usual_route_stands_in_where_none_is_written(small_tables: SmallTables) -> None:
    checker = Checker(tables=small_tables(drugs=[{"usual_route": "topical"}]))
    assert [len(checker.check(text).findings) for text in ("furosemide", "furosemide tablets")] == [0, 1]


def test_two_findings_of_one_ingredient_stand_alike_whatever_the_order_of_the_list() -> None:
    lines = ["furosemide 40 mg", "salbutamol inhaler", "salbutamol 4 mg tablets"]
    classes = [(f.ingredient, f.drug_class) for f in medcheck.check("\n".join(lines)).findings]
    assert [(f.ingredient, f.drug_class) for f in medcheck.check("\n".join(lines[::-1])).findings] == classes
    assert [name for name in classes if name[0] == "salbutamol"] == [
        ("salbutamol", "oral beta2-agonist"),
        ("salbutamol", "short-acting beta2-agonist, reliever"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ramipril 5 mg daily\nBP fine on her ACE inhibitor", [("ramipril", (0, 1))]),
        ("water tablet, frusemide 40 mg", [("furosemide", (0, 1))]),  # a loop diuretic is a diuretic
        ("enalapril, ramipril, ACEi", [("enalapril", (0, 2)), ("ramipril", (1, 2))]),
        ("simvastatin stopped. on a statin", [("statin", (1,))]),  # which one is not said
        ("frusemide 40 mg, ACE inhibitor", [("furosemide", (0,)), ("ACE inhibitors", (1,))]),
    ],
)
def test_the_word_for_a_class_is_another_word_for_its_members_that_are_taken(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    review = medcheck.check(text)
    assert sorted((it.ingredient, it.mentions) for it in review.findings) == sorted(expected)


def test_the_word_for_a_class_doubles_no_combination() -> None:
    ingredients = [
        [it.ingredients for it in medcheck.check(text).combinations]
        for text in (
            "ramipril, spironolactone, trimethoprim",
            "ramipril, spironolactone, trimethoprim, her ACE inhibitor",
        )
    ]
    assert ingredients[0] == ingredients[1] != []
