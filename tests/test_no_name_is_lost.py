"""No name of the tables is passed over without a word: it is a medicine, a question, an unfamiliar word or a device."""

import csv
from pathlib import Path

import pytest

import medcheck
from medcheck.naming.exact import reads_like_directions
from medcheck.naming.lexicon import Lexicon

DATA = Path(__file__).parents[1] / "data"
EVERY = 499  # prime, so that no order of the tables falls in with it
SURROUNDINGS = (
    "Needle every 6 months ({})",  # in a bracket after a device
    "Mepilex, {}",
    "Cannula site seen by the nurse today so {} was changed",
    "Allergies: {}",
    "aspirin/{}",
    "Takes aspirin ({}) daily",
    "On ramipril.\n{} by the bed",
)


def names(lexicon: Lexicon) -> list[str]:
    """A sample of the names of medicines, less what is measured, a word of other texts or read as directions."""
    found = []
    for table in ("names", "vocabulary"):
        with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] in ("ingredient", "brand", "synonym")]
        found += [row["name"] for row in rows[::EVERY]]
    language = lexicon.language
    return [
        name
        for name in found
        if name.lower().replace(" ", "") not in language.measured_substances
        if " " in name or not lexicon.known(name.lower())
        if not reads_like_directions(tuple(name.lower().replace("-", " ").split()), language)
    ]


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_a_name_of_the_tables_is_always_said(lexicon: Lexicon, surroundings: str) -> None:
    first = surroundings.index("{}")
    lost = []
    for name in names(lexicon):
        review = medcheck.check(surroundings.format(name))
        said = [(it.start, it.end) for it in review.mentions] + [(it.start, it.end) for it in review.unrecognised]
        said += [(it.start, it.end) for it in review.unfamiliar] + [(it.start, it.end) for it in review.not_medicines]
        if not any(start < first + len(name) and first < end for start, end in said):
            lost.append(name)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # in a bracket, in another sentence part or after a mark, a medicine is not what the device is made of
        ("bone needle twice a year (Prolia, next in June)", [("denosumab",)]),
        ("Fortisip, ramipril 5 mg", [("ramipril",)]),
        ("Catheter out, oral paracetamol instead. Seen by the nurse today.", [("paracetamol",)]),
        ("Inadine (povidone-iodine) dressing", []),
        # names that read as directions do
        ("Pen V 250 qid", [("phenoxymethylpenicillin",)]),
        ("Her brother finished Pen V on Monday.", [("phenoxymethylpenicillin",)]),
        ("Centor 1: no pen V.", [("phenoxymethylpenicillin",)]),
        ("uses Caltrate, and Cal-600 at times", [("calcium carbonate",), ("calcium carbonate",)]),
        ("insulin pen 5 units", []),
        ("rifampicin + INH", [("isoniazid", "rifampicin")]),
        ("Ventolin INH + Atrovent INH", [("salbutamol",), ("ipratropium",)]),
        # short forms settled by a number, an intolerance, a form before them or what is joined to them
        ("remains on met 1000 bid", [("metformin",)]),
        ("they met 1000 people there", []),
        ("pen-allergic", [("penicillin",)]),
        ("Inj TT given", [("tetanus vaccine",)]),
        ("smoker, TT, lives alone", []),
        ("IV cefuroxime + metro", [("cefuroxime", "metronidazole")]),
        ("the new metro in 400 days", []),
        ("Hep B vax booster", [("hepatitis b vaccine",)]),
        ("sac/val 24/26 bd", [("sacubitril", "valsartan")]),
        # below a brand, a word that makes firms of names; an ordinary word with a number that is part of the name
        ("Lipitor\nLabs today", [("atorvastatin",)]),
        ("Made by Lipitor Labs in Cork.", []),
        ("takes omega 3", [("omega-3 fatty acids",)]),
        # an amount in a unit of results, by a route
        ("IV magnesium 20 mmol", [("magnesium",)]),
        ("magnesium 0.7 mmol/L", []),
        # an ordinary word with nothing beside it after a heading of medicines, a name in the first cell of a row
        ("Allergies: kelp", [("iodine",)]),
        ("Concerta XL 36 mg | 1 mane | Active\nYasmin   | as dir | Discontinued 01/2022", [("methylphenidate",), None]),
    ],
)
def test_a_name_is_found(text: str, expected: list[tuple[str, ...] | None]) -> None:
    found = [mention.ingredients for mention in medcheck.check(text).mentions]
    assert [None if wanted is None else got for got, wanted in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize(
    ("text", "ingredient"),
    [
        ("does not like metoclop, sleepy", "metoclopramide"),
        ("clari po", "clarithromycin"),
        ("augment with arip 2 mg", "aripiprazole"),
        ("sodium bic 500 tds", "sodium bicarbonate"),
        ("started on ferrous sulph", "ferrous sulfate"),
    ],
)
def test_a_name_that_people_clip_is_the_one_that_it_begins(text: str, ingredient: str) -> None:
    (mention,) = medcheck.check(text).mentions
    assert (mention.ingredients, mention.match.method) == ((ingredient,), "abbreviation")


@pytest.mark.parametrize(("text", "first"), [("terb 0.25 sc", "terbinafine"), ("started on trimeth", "trimethoprim")])
def test_the_beginning_of_several_names_is_asked_about(text: str, first: str) -> None:
    review = medcheck.check(text)
    (asked,) = review.unrecognised
    assert (review.mentions, asked.reason, asked.suggestions[0].name) == ((), "ambiguous", first)


@pytest.mark.parametrize(
    "text", ["Most iodine in food comes from the sea.", "Her DEXA is better.", "We flew to Santa Fe."]
)
def test_a_whole_word_is_no_beginning_of_a_name(text: str) -> None:
    assert medcheck.check(text).mentions == ()


@pytest.mark.parametrize(
    "text", ["prev dex - crash, Ritalin - headaches", "He slept badly.\nRefresh Tears by the bed."]
)
def test_a_name_that_nothing_speaks_for_is_counted(text: str) -> None:
    assert len(medcheck.check(text).unfamiliar) == 1


@pytest.mark.parametrize("name", ["Gaviscon", "ORS", "artificial tears", "NRT", "B12 injection", "Caltrate Plus"])
def test_products_of_one_kind_are_not_asked_about(name: str) -> None:
    """Versions that share an ingredient with a third, or a product and the kind that it is."""
    review = medcheck.check(f"{name} daily")
    assert (len(review.mentions), review.unrecognised) == (1, ())
