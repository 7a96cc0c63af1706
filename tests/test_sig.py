"""Strengths, routes and the words of directions."""

import pytest
from english import english

import medcheck
from medcheck.document.sig import milligrams, route, strength


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40 mg od", "40 mg"),
        ("40mg/5ml daily", "40mg/5ml"),
        ("250/50 mcg bd", "250/50 mcg"),
        ("10-20 mg", "10-20 mg"),
        ("1,000 units daily", "1,000 units"),
        ("2,5 mg daily", "2,5 mg"),
        ("1 % cream", "1 %"),
        ("0.5 mg/hr patch", "0.5 mg/hr"),
        ("5/40 one daily", "5/40"),
        ("2.5mgOD", "2.5mg"),
        ("1 cap, then 5mgBD", "5mg"),
        ("one daily", None),
        ("2 puffs", None),
        ("", None),
    ],
)
def test_strength_is_the_first_one_as_written(text: str, expected: str | None) -> None:
    assert strength(text, 0, len(text), english()) == expected


def test_strength_outside_the_offsets_is_not_read() -> None:
    assert strength("Lasix 40 mg", 0, 6, english()) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("40 mg", 40.0),
        ("2.5mg", 2.5),
        ("1 g", 1000.0),
        ("500 mcg", 0.5),
        ("1,500 mg", 1500.0),
        ("1,500.5 mg", 1500.5),
        ("2,5 mg", 2.5),
        ("12,50 mg", 12.5),
        ("0,125 mg", 0.125),
        ("1,2,3 mg", None),
        ("10/20 mg", None),
        ("5 ml", None),
        ("mg", None),
        (None, None),
    ],
)
def test_milligrams_of_a_single_mass_only(written: str | None, expected: float | None) -> None:
    assert milligrams(written, english().unit_masses) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["tablet"], "oral"),
        (["nebules"], "inhaled"),
        (["iv"], "injection"),
        (["cream"], "topical"),
        (["patch"], "topical"),
        (["eye", "drops"], "ophthalmic"),
        (["nasal", "inhaler"], "nasal"),
        (["cap", "inhaled"], "inhaled"),
        (["ear", "drops"], "otic"),
        (["suppositories"], "rectal"),
        (["pessary"], "vaginal"),
        (["oral", "solution"], "oral"),
        (["solution"], None),
        (["drops"], None),
        ([], None),
    ],
)
def test_route_is_what_the_words_settle(words: list[str], expected: str | None) -> None:
    assert route(words, english()) == expected


def test_every_route_of_a_mention_is_settled_by_some_form() -> None:
    assert {settled for settled in english().forms.values() if settled} == {
        "oral",
        "inhaled",
        "injection",
        "topical",
        "ophthalmic",
        "nasal",
        "otic",
        "rectal",
        "vaginal",
    }


def test_units_and_forms_are_words_of_directions() -> None:
    assert english().units | english().forms.keys() < english().sig_words


def test_a_salt_is_not_a_medicine_of_its_own() -> None:
    assert {"hydrochloride", "sulfate", "sulphate", "sodium", "besilate", "xinafoate"} < english().salts
    review = medcheck.check("amlodipine besilate 5 mg")
    assert [(mention.text, mention.ingredients) for mention in review.mentions] == [
        ("amlodipine besilate", ("amlodipine",))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hydrocortisone 1% cream", "topical"),
        ("topical hydrocortisone", "topical"),
        ("nebulised salbutamol 2.5 mg", "inhaled"),
        ("furosemide 20 mg iv stat", "injection"),
        ("furosemide 20 mg po", "oral"),
        ("prednisolone 5 mg suppositories", "rectal"),
        ("estradiol vaginal tablets", "vaginal"),
        ("fluticasone nasal spray", "nasal"),
        ("timolol 0.5% eye drops", "ophthalmic"),
        ("furosemide 40 mg", None),
    ],
)
def test_route_of_a_mention_is_read_from_the_words_around_it(text: str, expected: str | None) -> None:
    assert [mention.route for mention in medcheck.check(text).mentions] == [expected]


def test_the_form_of_one_medicine_is_not_the_form_of_the_next() -> None:
    mentions = medcheck.check("hydrocortisone 2.5% cream, furosemide 40 mg").mentions
    assert [(mention.route, mention.strength) for mention in mentions] == [("topical", "2.5%"), (None, "40 mg")]


def test_directions_alone_are_no_medicine() -> None:
    review = medcheck.check("Take one tablet by mouth twice a day with food, 40 mg po bd prn")
    assert (review.mentions, review.unrecognised) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eye drops:\nDexamethasone\nPrednisolone\n\nPrednisone", ["ophthalmic", "ophthalmic", None]),
        ("Inhalers:\nSalbutamol\nTablets:\nPrednisone", ["inhaled", "oral"]),
        ("Nebulisers: salbutamol 2.5 mg. PO: prednisone 5 mg", ["inhaled", "oral"]),
        ("EYE DROPS\nDexamethasone\n\nORAL\nPrednisone", ["ophthalmic", "oral"]),
        ("Eye drops:\nDexamethasone\nPrednisolone 5 mg od\nPrednisone", ["ophthalmic", None, None]),
        ("Dexamethasone\neye drops\nPrednisone", [None, None]),
        ("Eye drops:\nAzopt 1 bd\nPrednisone 40 om\nDexamethasone", ["ophthalmic", None, None]),
        ("Eye drops:\nDexamethasone\nZocor od", ["ophthalmic", "oral"]),
        ("Her tablets: prednisone", ["oral"]),
        ("Tab. Prednisone", ["oral"]),
    ],
)
def test_a_heading_of_a_form_gives_the_route_to_its_section(text: str, expected: list[str | None]) -> None:
    assert [mention.route for mention in medcheck.check(text).mentions] == expected


def test_a_word_of_time_before_a_dose_is_no_medicine() -> None:
    review = medcheck.check("Prednisolone\ntoday 20 mg, tomorrow 15 mg, then another 10 mg")
    assert ([mention.text for mention in review.mentions], review.unrecognised) == (["Prednisolone"], ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("salbutamol, K 2.9, Mg 0.6", None), ("ramipril, Na 128, g", None), ("x 1,000 mg", "1,000 mg")],
)
def test_a_number_and_the_next_entry_are_no_strength(text: str, expected: str | None) -> None:
    assert strength(text, 0, len(text), english()) == expected


def test_a_heading_of_a_form_says_nothing_of_a_dose_that_is_none_of_it() -> None:
    text = "Inhalers:\nsalbutamol 100 micrograms\nprednisolone 30 mg"
    assert [mention.route for mention in medcheck.check(text).mentions] == ["inhaled", None]
    text = "Creams:\nhydrocortisone 1%\nprednisolone 5 mg"
    assert [mention.route for mention in medcheck.check(text).mentions] == ["topical", None]
    text = "Eye drops:\nlatanoprost 1\nprednisolone {}"
    for number, expected in ((30, None), (5, None), (4, "ophthalmic")):
        assert [mention.route for mention in medcheck.check(text.format(number)).mentions] == ["ophthalmic", expected]


@pytest.mark.parametrize(
    ("heading", "entry", "route"),
    [
        ("Eye drops", "timolol 5 mg/ml", "ophthalmic"),
        ("Eye drops", "timolol 5 mg", None),
        ("Eye drops", "timolol 0.5%", "ophthalmic"),
        ("Eye drops", "timolol 4", "ophthalmic"),
        ("Eye drops", "timolol 5", None),
        ("Eye drops", "latanoprost 50 mcg", None),
        ("Eye drops", "latanoprost 50 mcg/ml", "ophthalmic"),
        ("Left eye", "timolol 0.5%", "ophthalmic"),
        ("Eye clinic", "timolol 0.5%", None),
        ("Inhalers", "salbutamol 100 mcg", "inhaled"),
        ("Inhalers", "salbutamol 40", "inhaled"),
        ("Inhalers", "salbutamol 4 mg", None),
        ("Nasal spray", "fluticasone 50 mcg", "nasal"),
        ("Creams", "hydrocortisone 10 mg", None),
        ("Patches", "rivastigmine 9.5 mg", "topical"),
        ("Injections", "insulin aspart 10 units", "injection"),
    ],
)
def test_a_heading_of_a_form_gives_its_route_to_what_is_dosed_as_that_form(
    heading: str, entry: str, route: str | None
) -> None:
    assert [mention.route for mention in medcheck.check(f"{heading}:\n{entry}").mentions] == [route]
