"""The grammar of what must be on a list for medicines to act together."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import medcheck
from medcheck import Checker
from medcheck.knowledge.combination_grammar import Alternative, parse

SmallTables = Callable[..., Path]


def test_terms_and_alternatives_are_parsed() -> None:
    assert parse("furosemide|class:thiazide-diuretic + group:nsaid@oral,injection + simvastatin>20mg") == (
        (
            Alternative("ingredient", "furosemide", (), None),
            Alternative("class", "thiazide-diuretic", (), None),
        ),
        (Alternative("group", "nsaid", ("oral", "injection"), None),),
        (Alternative("ingredient", "simvastatin", (), 20.0),),
    )


def test_a_name_may_hold_spaces_and_hyphens() -> None:
    assert parse("tonic water + role:cause")[0] == (Alternative("ingredient", "tonic water", (), None),)


@pytest.mark.parametrize("needs", ["", "furosemide + ", "simvastatin>20", "@oral", "furosemide@ORAL"])
def test_what_does_not_fit_the_grammar_is_refused(needs: str) -> None:
    with pytest.raises(ValueError, match="is neither an ingredient nor"):
        parse(needs)


def met(small_tables: SmallTables, needs: str, text: str) -> list[tuple[str, ...]]:
    ingredients = ("furosemide", "bumetanide", "digoxin", "ibuprofen", "ergocalciferol")
    tables = small_tables(
        names=[{"name": name, "ingredients": name} for name in ingredients],
        vocabulary=[{"name": "aspirin", "ingredients": "aspirin"}],
        drugs=[
            {"ingredient": "furosemide"},
            {"ingredient": "bumetanide"},
            {"ingredient": "ergocalciferol", "class": "vitamin"},
        ],
        classes=[{}, {"id": "vitamin", "name": "vitamins", "atc": "A11"}],
        combinations=[{"needs": needs}],
    )
    return [combination.ingredients for combination in Checker(tables=tables).check(text).combinations]


@pytest.mark.parametrize(
    ("needs", "text", "together"),
    [
        ("furosemide + digoxin", "furosemide, digoxin", [("digoxin", "furosemide")]),
        ("furosemide + digoxin", "furosemide, aspirin", []),
        ("furosemide|bumetanide + digoxin", "bumetanide, digoxin", [("bumetanide", "digoxin")]),
        ("class:loop-diuretic + digoxin", "bumetanide, digoxin", [("bumetanide", "digoxin")]),
        ("group:nsaid + digoxin", "ibuprofen, digoxin", [("digoxin", "ibuprofen")]),
        ("group:nsaid + digoxin", "furosemide, digoxin", []),
        ("role:cause + digoxin", "furosemide, digoxin", [("digoxin", "furosemide")]),
    ],
)
def test_an_alternative_is_an_ingredient_a_class_a_group_or_a_role(
    small_tables: SmallTables, needs: str, text: str, together: list[tuple[str, ...]]
) -> None:
    assert met(small_tables, needs, text) == together


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("furosemide 40 mg, digoxin", True),
        ("furosemide 20 mg, digoxin", False),
        ("furosemide 0.04 g, digoxin", True),
        ("furosemide 500 micrograms, digoxin", False),
        ("furosemide, digoxin", True),  # an unknown strength must be asked about, not passed over
    ],
)
def test_a_dose_decides_where_it_is_given(small_tables: SmallTables, text: str, is_met: bool) -> None:
    assert bool(met(small_tables, "furosemide>20mg + digoxin", text)) is is_met


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("ibuprofen tablets, digoxin", True),
        ("ibuprofen gel, digoxin", False),
        ("ibuprofen, digoxin", True),
    ],
)
def test_a_route_decides_where_it_is_given(small_tables: SmallTables, text: str, is_met: bool) -> None:
    assert bool(met(small_tables, "group:nsaid@oral + digoxin", text)) is is_met


@pytest.mark.parametrize(
    ("text", "is_met"), [("furosemide, ergocalciferol", True), ("furosemide, bumetanide", False), ("furosemide", False)]
)
def test_two_causes_must_be_of_different_classes(small_tables: SmallTables, text: str, is_met: bool) -> None:
    assert bool(met(small_tables, "role:cause + role:cause", text)) is is_met


@pytest.mark.parametrize("text", ["magnesium hydroxide, simvastatin", "magnesium sulfate injection, simvastatin"])
def test_an_antacid_and_an_injection_are_no_cramp_treatment_beside_a_cause(text: str) -> None:
    assert medcheck.check(text).combinations == ()


@pytest.mark.parametrize("text", ["furosemide, Lasix", "furosemide 40 mg\nfurosemide 20 mg"])
def test_one_medicine_named_twice_meets_one_term(text: str) -> None:
    assert medcheck.check(text).combinations == ()


@pytest.mark.parametrize("text", ["Stopped: simvastatin\nclarithromycin", "allergic to clarithromycin. simvastatin"])
def test_what_is_not_taken_meets_nothing(text: str) -> None:
    assert medcheck.check(text).combinations == ()


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("simvastatin 40 mg, clarithromycin 500 mg", "simvastatin"),
        ("simvastatin, gemfibrozil", "gemfibrozil"),
        ("atorvastatin, fusidic acid tablets", "fusidic acid"),
        ("simvastatin, ciclosporin", "ciclosporin"),
        ("colchicine, simvastatin", "colchicine"),
        ("colchicine, clarithromycin", "colchicine"),
        ("salbutamol inhaler, theophylline", "theophylline"),
        ("salbutamol inhaler, prednisolone", "prednisolone"),
        ("salbutamol inhaler, furosemide", "furosemide"),
        ("lithium, bendroflumethiazide", "lithium"),
        ("lithium, ramipril", "lithium"),
        ("omeprazole, furosemide", "omeprazole"),
        ("quinine, digoxin", "digoxin"),
        ("quinine, warfarin", "warfarin"),
        ("quinine, amiodarone", "amiodarone"),
        ("quinine, citalopram", "citalopram"),
        ("quinine, furosemide", "quinine"),
        ("magnesium glycinate, furosemide", "magnesium glycinate"),
    ],
)
def test_each_combination_asked_for_is_found(text: str, together: str) -> None:
    found = medcheck.check(text).combinations
    assert together in {ingredient for combination in found for ingredient in combination.ingredients}


def test_the_more_severe_come_first() -> None:
    severities = [c.severity for c in medcheck.check("quinine, simvastatin, clarithromycin, furosemide").combinations]
    assert severities == sorted(severities, key=["high", "moderate"].index)
    assert set(severities) == {"high", "moderate"}


def calls(text: str) -> int:
    """How many functions are called to check a text: a measure of work that no busy machine changes."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1

    sys.setprofile(count)
    try:
        medcheck.check(text)
    finally:
        sys.setprofile(None)
    return seen


def test_work_grows_no_faster_than_the_list() -> None:
    line = "furosemide, salbutamol inhaler, prednisolone, simvastatin\n"
    medcheck.check(line)  # what is looked up once is looked up now
    assert calls(line * 60) < 8 * calls(line * 15)
