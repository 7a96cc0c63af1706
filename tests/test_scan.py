"""Every medicine of a text, and every word that looks like one and is not known."""

from collections.abc import Callable
from pathlib import Path

import pytest

import medcheck
from medcheck import Checker


def names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.ingredients) for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("furosemide", "exact"),
        ("Lasix", "exact"),
        ("HCTZ 25 mg", "abbreviation"),
        ("Spironol_Tab 50mg", "abbreviation"),
        ("furosemde", "fuzzy"),
        ("water tablet", "class"),
    ],
)
def test_how_a_name_was_matched_is_said(text: str, method: str) -> None:
    assert [mention.match.method for mention in medcheck.check(text).mentions] == [method]


@pytest.mark.parametrize("text", ["furosemide", "FUROSEMIDE", "Furosemide", "fUROSEMIDE"])
def test_capitals_do_not_matter(text: str) -> None:
    match = medcheck.check(text).mentions[0].match
    assert (match.name.lower(), match.method, match.score, match.runner_up) == ("furosemide", "exact", 100.0, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("amLODIPine 5 mg", [("amLODIPine", ("amlodipine",))]),
        ("co codamol 30/500", [("co codamol", ("codeine", "paracetamol"))]),
        ("cocodamol 30/500", [("cocodamol", ("codeine", "paracetamol"))]),
        ("bumeta nide 1 mg", [("bumeta nide", ("bumetanide",))]),
        ("furosemide40mg", [("furosemide", ("furosemide",))]),
        ("simvastat1n 20 mg", [("simvastat1n", ("simvastatin",))]),
        ("losartan potassium 50 mg", [("losartan potassium", ("losartan",))]),
        ("lisinopril-HCTZ 20/25", [("lisinopril-HCTZ", ("hydrochlorothiazide", "lisinopril"))]),
        ("losartan/HCT 50/12.5", [("losartan/HCT", ("hydrochlorothiazide", "losartan"))]),
        (
            "amlodipine/valsartan/HCT 5/160/12.5",
            [("amlodipine/valsartan/HCT", ("amlodipine", "hydrochlorothiazide", "valsartan"))],
        ),
        ("fusidic acid/HCT cream", [("fusidic acid/HCT", ("fusidic acid", "hydrocortisone"))]),
        ("aspirin plus dipyridamole", [("aspirin plus dipyridamole", ("aspirin", "dipyridamole"))]),
        ("Lasix Ventolin", [("Lasix", ("furosemide",)), ("Ventolin", ("salbutamol",))]),
        ("Metoprolol 50mg Lasix 20mg", [("Metoprolol", ("metoprolol",)), ("Lasix", ("furosemide",))]),
        (
            "aspirin potassium chloride",
            [("aspirin", ("aspirin",)), ("potassium chloride", ("potassium chloride",))],
        ),
        ("isosorbide\nmononitrate 20 mg", [("isosorbide\nmononitrate", ("isosorbide mononitrate",))]),
    ],
)
def test_names_are_found_however_they_are_written(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nifedipine", "nimodipine"),
        ("quinine", "quinidine"),
        ("penicillamine", "penicillin"),
        ("prednisone", "prednisolone"),
        ("hydroxyzine", "hydralazine"),
        ("chlorpromazine", "chlorpropamide"),
        ("spironolactone", "eplerenone"),
        ("salmeterol", "salbutamol"),
    ],
)
def test_look_alikes_are_each_themselves(one: str, other: str) -> None:
    assert names(f"{one}\n{other}") == [(one, (one,)), (other, (other,))]


@pytest.mark.parametrize("text", ["MSO4 10 mg", "MTX 10 mg", "AZT 250 mg"])
def test_an_abbreviation_of_several_medicines_is_asked_about(text: str) -> None:
    review = medcheck.check(text)
    entry = review.unrecognised[0]
    assert (review.mentions, entry.reason, entry.text) == ((), "ambiguous", text.split()[0])
    assert len({suggestion.ingredients for suggestion in entry.suggestions}) == len(entry.suggestions) >= 2


def test_an_abbreviation_is_settled_by_its_expansion_after_it() -> None:
    assert names("MTX (methotrexate) 10 mg") == [("MTX", ("methotrexate",)), ("methotrexate", ("methotrexate",))]


@pytest.mark.parametrize("text", ["HCT 12.5 mg", "ramipril\nHCT 25 mg", "candesartan/HCT 16/12.5; HCT 1% cream"])
def test_a_short_form_is_settled_by_a_product_only_where_it_is_joined_to_it(text: str) -> None:
    asked = medcheck.check(text).unrecognised
    assert [(entry.text, entry.reason) for entry in asked] == [("HCT", "ambiguous")]


def test_a_slip_between_two_medicines_is_asked_about() -> None:
    entry = medcheck.check("quindine 200 mg").unrecognised[0]
    assert (entry.reason, [suggestion.name for suggestion in entry.suggestions]) == (
        "ambiguous",
        ["quinidine", "quinine"],
    )


def test_a_word_that_looks_like_a_medicine_and_is_not_known_is_reported() -> None:
    text = "1. Zzyzzfol 20 mg daily"
    entry = medcheck.check(text).unrecognised[0]
    assert (entry.text, entry.reason, entry.suggestions, text[entry.start : entry.end]) == (
        "Zzyzzfol",
        "unknown",
        (),
        "Zzyzzfol",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Take two tablets every morning with food",
        "patient takes medicine every day for pain",
        "nil known",
        "no medications",
        "No known drug allergies",
        "water",
        "Seen by Dr Zzyzzfol",
    ],
)
def test_ordinary_words_and_doctors_are_neither_medicines_nor_unknown(text: str) -> None:
    review = medcheck.check(text)
    assert (review.mentions, review.unrecognised) == ((), ())


def test_no_known_drug_allergies_may_be_abbreviated() -> None:
    assert medcheck.check("Allergies: NKDA\nfurosemide 40 mg").unrecognised == ()


@pytest.mark.parametrize("text", ["test strips", "stoma bags 30", "insulin needles"])
def test_what_is_no_medicine_is_said_to_be_none(text: str) -> None:
    review = medcheck.check(text)
    assert (review.mentions, review.unrecognised, len(review.not_medicines)) == ((), (), 1)


def test_what_is_found_stands_in_the_order_of_the_text_and_does_not_overlap() -> None:
    text = "furosemide, Zzyzzfol 20 mg, simvastatin, MSO4 10 mg, test strips"
    review = medcheck.check(text)
    places = [(part.start, part.end) for part in (*review.mentions, *review.unrecognised, *review.not_medicines)]
    assert [text[start:end] for start, end in sorted(places)] == [
        "furosemide",
        "Zzyzzfol",
        "simvastatin",
        "MSO4",
        "test strips",
    ]


@pytest.mark.parametrize("text", ["ZQ-40712", "RAD774 5 mg daily", "started on MRX80021 960 mg bd"])
def test_a_makers_code_is_not_passed_over(text: str) -> None:
    review = medcheck.check(text)
    assert (review.mentions, [u.reason for u in review.unrecognised]) == ((), ["unknown"])


@pytest.mark.parametrize(
    "text", ["BP120", "HR 72", "Ref ZQ40712", "NHS 1234567890", "room BX-204", "CXR-2019", "K 4.2"]
)
def test_other_letters_with_numbers_are_no_medicine(text: str) -> None:
    assert medcheck.check(text).unrecognised == ()


def test_a_syringe_that_bears_a_rare_tablets_name_is_asked_about() -> None:
    review = medcheck.check("Actinel syringe")
    assert (review.mentions, [u.reason for u in review.unrecognised]) == ((), ["ambiguous"])
    assert [m.ingredients for m in medcheck.check("Humira syringe").mentions] == [("adalimumab",)]
    assert [m.text for m in medcheck.check("Actinel 5 ml syringe").mentions] == ["Actinel"]


@pytest.mark.parametrize("text", ["steroids", "a beta blocker", "blood pressure tablets", "antibiotics, 5 days"])
def test_a_kind_of_medicine_without_its_name_is_never_clear(text: str) -> None:
    review = medcheck.check(text)
    assert (review.mentions, [u.reason for u in review.unrecognised]) == ((), ["ambiguous"])


@pytest.mark.parametrize(
    "text",
    ["Ventolin puffer", "antibiotic (doxycycline)", "her blood thinner warfarin", "painkillers such as ibuprofen"],
)
def test_a_kind_beside_its_medicine_is_not_asked_about(text: str) -> None:
    assert medcheck.check(text).unrecognised == ()


def test_a_kind_that_is_not_taken_is_said_with_its_status() -> None:
    review = medcheck.check("allergic to penicillins")
    assert ([m.status for m in review.mentions], review.unrecognised) == (["allergy"], ())


def test_a_salt_after_a_metal_is_no_insulin() -> None:
    assert names("Magnesium Aspart_Pdr Sach 6.5g") == [("Magnesium Aspart", ("magnesium aspartate",))]
    assert names("aspart 10 units tds") == [("aspart", ("insulin aspart",))]


def test_months_glued_to_their_number_are_no_morphine() -> None:
    assert names("Flu Vacc (6mos Up)") == [("Flu Vacc", ("influenza vaccine",))]
    assert names("MOS 10 mg bd") == [("MOS", ("morphine",))]


@pytest.mark.parametrize("written", ["Levonorgestrel-Eth Estradiol", "Levonorgestrel-Ethin Estradiol"])
def test_ethinylestradiol_cut_short_is_no_estradiol(written: str) -> None:
    assert names(written) == [(written, ("ethinylestradiol", "levonorgestrel"))]


@pytest.mark.parametrize("word", ["recombinant", "isotonic", "micronized", "exsiccated", "fructus"])
def test_a_word_of_pharmacy_beside_a_medicine_is_none_itself(word: str) -> None:
    review = medcheck.check(f"infliximab, {word}")
    assert ([m.text for m in review.mentions], review.unrecognised) == (["infliximab"], ())


def test_a_name_that_is_rather_an_appliances_is_asked_about(small_tables: Callable[..., Path]) -> None:
    rows = [
        {"name": "Plastron", "kind": "brand", "ingredients": "salicylic acid", "commonness": "1"},
        {"name": "Plastron", "kind": "not_medicine", "ingredients": "", "commonness": "2"},
        {"name": "salicylic acid", "kind": "ingredient", "ingredients": "salicylic acid", "commonness": "2"},
    ]
    review = Checker(tables=small_tables(vocabulary=rows)).check("Plastron")
    assert [[s.ingredients for s in u.suggestions] for u in review.unrecognised] == [[("salicylic acid",)]]
    assert (review.mentions, review.not_medicines) == ((), ())


@pytest.mark.parametrize("text", ["hydrochloro thiazide", "bendroflu methiazide"])
def test_a_name_split_by_a_space_is_that_name_exactly(text: str) -> None:
    (mention,) = medcheck.check(f"{text} 25 mg").mentions
    assert (mention.text, mention.match.method) == (text, "exact")
