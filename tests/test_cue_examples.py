"""The examples of context.csv: each cue does what its row says."""

import csv
from collections import Counter

import pytest

import medcheck
from medcheck.document.tokens import tokenise
from medcheck.knowledge.database import Database
from medcheck.knowledge.folder import LANGUAGE, data_folder

LONG = 4  # words from which a cue needs an example of its own
with (data_folder() / LANGUAGE / "context.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
EXAMPLES = [row for row in ROWS if row["example"]]


def kind(row: dict[str, str]) -> tuple[str, str, str]:
    return row["category"], row["direction"], row["scope"]


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["cue"] for row in EXAMPLES])
def test_the_example_of_a_cue_has_its_status(row: dict[str, str]) -> None:
    mentions = [mention for mention in medcheck.check(row["example"]).mentions if mention.text.lower() == "furosemide"]
    assert [mention.status for mention in mentions] == [row["status"]]


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["cue"] for row in EXAMPLES])
def test_an_example_holds_the_words_of_its_cue(row: dict[str, str]) -> None:
    words = iter(token.norm for token in tokenise(row["example"], Database().language()))
    assert all(word in words for word in row["cue"].split())


def test_every_kind_of_cue_has_three_examples() -> None:
    rows, examples = Counter(map(kind, ROWS)), Counter(map(kind, EXAMPLES))
    assert [one for one, number in rows.items() if examples[one] < min(3, number)] == []


def test_every_long_cue_has_an_example() -> None:
    assert [row["cue"] for row in ROWS if len(row["cue"].split()) >= LONG and not row["example"]] == []


def slips(word: str) -> set[str]:
    """A word with a letter left out, doubled or changed with the next, but for the first, and with a digit for one."""
    places = range(1, len(word))
    left_out = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at] + word[at:] for at in places}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    scanned = {word.replace(letter, digit, 1) for letter, digit in ("o0", "i1", "s5")}
    return (left_out | doubled | swapped | scanned) - {word}


@pytest.mark.parametrize(
    ("cue", "text", "status"),
    [
        ("discontinued", "furosemide {}", "stopped"),
        ("suspended", "furosemide {}", "held"),
        ("previously", "{} on furosemide", "stopped"),
        ("anaphylaxis", "furosemide: {}", "allergy"),
    ],
)
def test_a_cue_is_read_with_any_slip_of_one_letter(cue: str, text: str, status: str) -> None:
    unread = [slip for slip in slips(cue) if medcheck.check(text.format(slip)).mentions[0].status != status]
    assert unread == []
