"""Names cut short by prescribing systems."""

import pytest

import medcheck
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.truncate import expand


@pytest.mark.parametrize(
    ("written", "ingredients"),
    [
        ("spironol", ["spironolactone"]),
        ("hydrocort", ["hydrocortisone"]),
        ("bendroflumeth", ["bendroflumethiazide"]),
        ("isosorbide mononit", ["isosorbide mononitrate"]),
        ("ferr fumar", ["ferrous fumarate"]),
    ],
)
def test_the_beginning_of_one_medicine_is_that_medicine(lexicon: Lexicon, written: str, ingredients: list[str]) -> None:
    assert [", ".join(name.ingredients) for name in expand(lexicon, written.split())] == ingredients


def test_the_beginning_of_several_medicines_is_several(lexicon: Lexicon) -> None:
    found = {name.ingredients for name in expand(lexicon, ["prednis"])}
    assert {("prednisolone",), ("prednisone",)} <= found


@pytest.mark.parametrize("written", ["pred", "ferr", "xyzzyq"])
def test_too_short_or_unknown_a_beginning_is_none(lexicon: Lexicon, written: str) -> None:
    assert expand(lexicon, [written]) == []


def test_a_brand_name_is_not_cut_short(lexicon: Lexicon) -> None:
    assert [name for name in expand(lexicon, ["ventol"]) if name.kind == "brand"] == []


@pytest.mark.parametrize(
    ("text", "ingredients", "route", "strength"),
    [
        ("Spironol_Tab 50mg", ("spironolactone",), "oral", "50mg"),
        ("Lansopraz_Cap 30mg", ("lansoprazole",), "oral", "30mg"),
        ("Hydrocort_Crm 1%", ("hydrocortisone",), "topical", "1%"),
        ("Omepraz_Cap 20mg", ("omeprazole",), "oral", "20mg"),
        ("Amitriptyl HCl_Tab 10mg", ("amitriptyline",), "oral", "10mg"),
    ],
)
def test_an_export_line_is_read(text: str, ingredients: tuple[str, ...], route: str, strength: str) -> None:
    mention = medcheck.check(text).mentions[0]
    assert (mention.ingredients, mention.route, mention.strength) == (ingredients, route, strength)
    assert mention.match.method == "abbreviation"


def test_a_beginning_that_fits_several_medicines_is_asked_about() -> None:
    review = medcheck.check("Prednis_Tab 5mg")
    assert (review.mentions, [entry.reason for entry in review.unrecognised]) == ((), ["ambiguous"])


@pytest.mark.parametrize("text", ["amipril 10 mg", "elexa 200 mg"])
def test_a_misspelt_common_name_is_not_the_beginning_of_a_rare_one(text: str) -> None:
    assert [mention.ingredients for mention in medcheck.check(text).mentions] in (
        [],
        [("ramipril",)],
        [("celecoxib",)],
    )


def test_a_cut_name_made_of_salt_words_is_read() -> None:
    assert [mention.ingredients for mention in medcheck.check("Sod Chlor_Inf 0.9%").mentions] == [("sodium chloride",)]


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Ciprofloxacin Hcl/Dexameth", ("ciprofloxacin", "dexamethasone")),
        ("Spironolact/Hydrochlorothiaz", ("hydrochlorothiazide", "spironolactone")),
        ("Clindamycin Phos/Benzoyl Perox", ("benzoyl peroxide", "clindamycin")),
    ],
)
def test_a_row_of_ingredients_cut_to_a_length_is_read(text: str, ingredients: tuple[str, ...]) -> None:
    assert [mention.ingredients for mention in medcheck.check(text).mentions] == [ingredients]


def test_a_part_of_a_row_that_fits_several_medicines_is_asked_about() -> None:
    review = medcheck.check("Fluocinolone/Hydroquin")
    assert [mention.ingredients for mention in review.mentions] == [("fluocinolone acetonide",)]
    assert [unknown.reason for unknown in review.unrecognised] == ["ambiguous"]


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Hyoscine Butylbrom_Inj 20mg/ml", ("hyoscine butylbromide",)),  # plain hyoscine is the hydrobromide
        ("calcium carb 1.25 g", ("calcium carbonate",)),
        ("potassium cit", ("potassium citrate",)),
    ],
)
def test_a_salt_cut_short_still_says_which_medicine(text: str, ingredients: tuple[str, ...]) -> None:
    assert [mention.ingredients for mention in medcheck.check(text).mentions] == [ingredients]


@pytest.mark.parametrize("text", ["potassium maleate", "sodium esylate", "magnesium tartrate"])
def test_a_metal_with_a_salt_that_nobody_sells_is_not_passed_over(text: str) -> None:
    review = medcheck.check(text)
    assert (review.mentions, [unknown.text for unknown in review.unrecognised]) == ((), [text])


def test_a_row_of_ingredients_is_said_to_be_matched_as_its_weakest_part() -> None:
    assert medcheck.check("Ciprofloxacin Hcl/Dexameth").mentions[0].match.method == "abbreviation"


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("co-amox 625 mg tds", ("amoxicillin", "clavulanic acid")),
        ("Co-dyd 10/500 mg", ("dihydrocodeine", "paracetamol")),
        ("co-beneld 62.5 mg", ("benserazide", "levodopa")),
        ("co-tria 50/25 mg", ("hydrochlorothiazide", "triamterene")),
    ],
)
def test_a_co_name_is_read_by_the_beginning_of_its_second_part(text: str, ingredients: tuple[str, ...]) -> None:
    assert [mention.ingredients for mention in medcheck.check(text).mentions] == [ingredients]


@pytest.mark.parametrize("text", ["co-cod 30/500 mg", "co-am 625 mg"])
def test_a_co_name_of_which_too_little_is_left_is_asked_about(text: str) -> None:
    review = medcheck.check(text)
    assert (len(review.mentions), len(review.unrecognised)) == (0, 1)
