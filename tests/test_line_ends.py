"""A line of a list is read for itself: the lines beside it change nothing, whatever words meet at the line end."""

import csv
import itertools
import random
from collections.abc import Iterator

import pytest
from english import english, key

import medcheck
from medcheck import Checker
from medcheck.knowledge.folder import data_folder


def known_names() -> Iterator[tuple[str, ...]]:
    """The keys of all names of medicines in the tables, split into words."""
    for table in ("names", "vocabulary"):
        with (data_folder() / f"{table}.csv").open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                if row["kind"] != "not_medicine":
                    yield tuple(key(row["name"]).split())


def meetings() -> list[tuple[str, str]]:
    """Words of directions that a name begins with, and what is left of the name, where that is a name of its own."""
    names = set(known_names())
    directions = english().sig_words
    return sorted(
        (" ".join(name[:size]), " ".join(name[size:]))
        for name in names
        for size in range(1, len(name))
        if all(word in directions for word in name[:size]) and name[size:] in names
    )


def read(text: str) -> list[tuple[str, ...]]:
    return [mention.ingredients or (str(mention.drug_class),) for mention in medcheck.check(text).mentions]


def test_there_are_words_that_could_meet() -> None:
    assert len(meetings()) > 200
    assert ("oral", "iron") in meetings()


def test_directions_at_the_end_of_a_line_and_a_name_at_the_start_of_the_next_stay_apart() -> None:
    wrong = []
    for before, after in meetings():
        alone = read(f"{after} 5 mg")
        together = read(f"furosemide 40 mg {before}\n{after} 5 mg")
        if together != [("furosemide",), *alone]:
            wrong.append((before, after, together))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Isosorbide\nmononitrate 20 mg bd", ("isosorbide mononitrate",)),
        ("Ferrous\nsulfate 200 mg od", ("ferrous sulfate",)),
        ("Glyceryl\ntrinitrate spray prn", ("glyceryl trinitrate",)),
        ("Folic\nacid 5 mg", ("folic acid",)),
        ("bendroflu-\nmethiazide 2.5 mg", ("bendroflumethiazide",)),
    ],
)
def test_a_name_wrapped_in_a_narrow_column_is_one_name(text: str, ingredients: tuple[str, ...]) -> None:
    assert read(text) == [ingredients]


def slips(name: str, chance: random.Random) -> str:
    place = chance.randrange(2, len(name) - 1)
    return name[:place] + name[place] + name[place:]


def test_a_misspelt_name_before_a_salt_is_read_as_the_name_before_that_salt_and_overlaps_nothing(
    checker: Checker,
) -> None:
    chance = random.Random(8)
    salts = ("potassium", "sodium", "hydrochloride", "calcium", "magnesium", "maleate", "sulfate", "besilate")
    with (data_folder() / "drugs.csv").open(encoding="utf-8") as rows:
        names = [row["ingredient"] for row in csv.DictReader(rows) if row["ingredient"].isalpha()]
    overlaps, unlike = [], []
    for name, salt in itertools.product(
        (name for name in names if len(name) > 8 and name not in english().metals), salts
    ):
        text = f"{slips(name, chance)} {salt} 50 mg"
        review = checker.review_record(text)
        places = sorted((part.start, part.end) for part in (*review.mentions, *review.unrecognised))
        overlaps += [text for one, other in itertools.pairwise(places) if one[1] > other[0]]
        read_as = [mention.ingredients for mention in review.mentions]
        if (name,) in read_as and read_as != read(f"{name} {salt} 50 mg"):
            unlike.append(text)
    assert overlaps == []
    assert unlike == []
