"""A slow, obvious matcher: on thousands of slips the fast one gives the same answer."""

import csv
import random
import string
from collections.abc import Callable, Iterator

import pytest

from medcheck import Checker
from medcheck.knowledge.folder import data_folder
from medcheck.knowledge.names import Name
from medcheck.naming.correct import (
    _RARITY,
    FARTHER,
    NOTHING,
    Candidate,
    Correction,
    correct,
    decide,
    edits_asked,
    most_edits,
)
from medcheck.naming.slips import edits, weight

SHORTEST = 5  # shorter names are never corrected to
CORRECTABLE = ("ingredient", "synonym", "brand", "class")
SLIPS = 2000
# All names with these beginnings: dense neighbourhoods, among them pairs that differ in the first letter alone.
BEGINNINGS = ("am", "lo", "so", "pe", "ce", "qu")
MOST_NAMES = 500


def distance(one: str, other: str) -> int:
    """Textbook optimal string alignment: letters lost, added, changed, and neighbours swapped."""
    table = [list(range(len(other) + 1))]
    for i in range(1, len(one) + 1):
        row = [i]
        for j in range(1, len(other) + 1):
            changed = table[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            best = min(changed, table[i - 1][j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            row.append(best)
        table.append(row)
    return table[-1][-1]


def differ_in_the_first_letter_alone(written: str, name: str) -> bool:
    """Another first letter, one too many, one too few, or the first two swapped."""
    swapped = written[1:2] + written[:1] + written[2:]
    return written[1:] == name[1:] or written[1:] == name or written == name[1:] or swapped == name


def obvious(names: list[Name], written: str) -> Correction:
    """Every name is looked at; nothing is left out but by length."""
    most = edits_asked(len(written))
    candidates = []
    for name in names:
        compact = "".join(name.words)
        if len(compact) < SHORTEST or not most or abs(len(compact) - len(written)) > most:
            continue
        if compact[0] != written[0] and not differ_in_the_first_letter_alone(written, compact):
            continue
        far = distance(written, compact)
        if far <= most:
            slips = weight(written, compact)
            candidates.append(Candidate(name, far, slips, slips + _RARITY[name.commonness]))
    nearest = min((candidate.edits for candidate in candidates), default=0)
    weighed = [candidate for candidate in candidates if candidate.edits <= nearest + FARTHER]
    return decide(weighed, most_edits(len(written))) if weighed else NOTHING


@pytest.fixture(scope="module")
def dense_checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """A checker of many real names, all with one of a few beginnings."""
    from small_tables import write_small_tables

    place = tmp_path_factory.mktemp("dense")
    chosen = {}
    for table in ("names", "vocabulary"):
        with (data_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["name"].lower().startswith(BEGINNINGS)]
        kept = [row for row in rows if row["kind"] in CORRECTABLE and row["ingredients"]]
        chosen[table] = sorted(random.Random(1).sample(kept, min(len(kept), MOST_NAMES)), key=lambda row: row["name"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDCHECK_HOME", str(place / "home"))
        yield Checker(tables=write_small_tables(place / "tables", **chosen))


def slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    kinds: list[Callable[[], str]] = [
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + letter + word[at:],
        lambda: word[:at] + letter + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return chance.choice(kinds)()


def slips(names: list[Name], number: int) -> list[str]:
    """One, two or three slips in a name, and none of them a name."""
    chance = random.Random(20260101)
    known = {"".join(name.words) for name in names}
    made: list[str] = []
    while len(made) < number:
        word = "".join(chance.choice(names).words)
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
            word = slip(word, chance) if word else word
        if word and word not in known:
            made.append(word)
    return made


def all_names(checker: Checker) -> list[Name]:
    compact_keys = sorted({name.compact_key for name in checker.database.all_names()})
    return [
        name for compact in compact_keys for name in checker.lexicon.by_compact_key(compact) if name.kind in CORRECTABLE
    ]


def told(answer: Correction) -> tuple[bool, list[tuple[str, int, float]]]:
    """An answer as the review shows it."""
    shown = [answer.best, *answer.others] if answer.best else []
    return answer.certain, [(candidate.name.name, candidate.edits, candidate.score) for candidate in shown]


def test_the_fast_matcher_answers_as_the_obvious_one(dense_checker: Checker) -> None:
    names = all_names(dense_checker)
    assert 500 < len(names) < 1500
    made = slips(names, SLIPS)
    answers = {written: told(correct(dense_checker.lexicon, written)) for written in made}
    assert sum(certain for certain, _ in answers.values()) > SLIPS / 4
    assert [
        (written, fast, plain) for written, fast in answers.items() if fast != (plain := told(obvious(names, written)))
    ] == []


def test_the_fast_count_of_edits_is_the_textbook_one() -> None:
    chance = random.Random(3)
    words = ["".join(chance.choices("abcde", k=chance.randrange(9))) for _ in range(400)]
    pairs = list(zip(words, words[::-1], strict=True))
    assert [edits(one, other, 99) for one, other in pairs] == [distance(one, other) for one, other in pairs]
