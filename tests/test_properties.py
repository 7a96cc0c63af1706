"""Laws that hold for every text and every name."""

import itertools
import random
import string
from functools import cache

import pytest
from english import key, tokenise
from hypothesis import given
from hypothesis import strategies as st

import medcheck
from medcheck import Checker, Review
from medcheck.document.tokens import fold
from medcheck.naming.correct import correct
from medcheck.naming.lexicon import Lexicon
from medcheck.report import WRITERS, writer
from medcheck.report.layout import Layout

# Whole lines, each a list entry of its own, that say nothing of one another.
LINES = [
    "furosemide 40 mg od",
    "Ventolin inhaler 2 puffs prn",
    "simvastatn 20 mg nocte",
    "quinine sulfate 200 mg",
    "Seretide 250 Evohaler",
    "hydrocortisone 2.5% cream",
    "spironolactone 25 mg",
    "magnesium glycinate 200 mg",
    "Stopped bendroflumethiazide",
    "allergic to penicillin",
    "Zzyzzfol 20 mg",
    "MSO4 10 mg",
    "lithium carbonate 400 mg",
    "paracetamol 1 g qds",
    "test strips",
]
WORDS = [
    *" \n\t,.;:/-+()[]%\x00\x1b\u200b\u202e٤½",
    *"Lasix furosemide simvastatn MSO4 quinine Seretide hydrocortisone cream 40 mg 1% po bd prn".split(),
    *"stopped allergic to Allergies: 1. 2) and with / no longer taking declined not Zzyzzfol vitamin B12".split(),
    *"☐ ☑ [] [ ] [x] ( ) • · * – > | = ? ! ~ // && \r\n <b> </td> <li> ✓ ✗ → «» “ ” ' ` ´".split(" "),
    "&amp;",
    "Isosorbide Mononit_Tab",
    "isosorbide mononit",
]
TEXTS = st.one_of(
    st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join)
)


@cache
def _checker() -> Checker:
    return Checker()


@given(TEXTS)
def test_check_never_raises_and_every_offset_holds(text: str) -> None:
    review = medcheck.check(text)
    parts = (*review.mentions, *review.unrecognised, *review.not_medicines)
    assert [part for part in parts if part.text != text[part.start : part.end] or not part.text] == []
    assert all(0 <= number < len(review.mentions) for finding in review.findings for number in finding.mentions)
    starts = [mention.start for mention in review.mentions]
    assert starts == sorted(starts)


@pytest.mark.parametrize("mark", ["☐", "[]", "[ ]", "( )", "☑", "[x]", "•", "-", "1.", "|", ":", "[ ] ☐"])
@pytest.mark.parametrize("before", ["", "\n", "Lasix 40 mg\n", "Medications:\n"])
@pytest.mark.parametrize("after", ["", "\n", " ", "\x00"])
def test_a_line_of_nothing_but_a_bullet_a_number_or_a_box_is_read(before: str, mark: str, after: str) -> None:
    assert [mention.match.name for mention in medcheck.check(before + mark + after).mentions] == [
        name for name in ["Lasix"] if name in before
    ]


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_check_never_raises_on_surrogates_control_and_private_characters(text: str) -> None:
    assert medcheck.check(text).tables_version == medcheck.check("").tables_version


# Halves of surrogate pairs stand where a name, a strength, a reason and a cue go on.
BROKEN = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from("\ud800\udbff\udc00\udcff"), st.sampled_from(LINES)), max_size=12
).map("".join)


@given(BROKEN, st.sampled_from(sorted(WRITERS)), st.booleans())
def test_every_review_can_be_written_in_every_format(text: str, format_: str, everything: bool) -> None:
    checker = _checker()
    written = writer(format_)(checker.review_record(text), checker.clinical.side_effect, Layout(everything, 80, True))
    assert written.encode()


@given(BROKEN)
def test_the_json_of_any_text_is_that_of_the_text_with_broken_characters_replaced(text: str) -> None:
    written = Review.model_validate_json(medcheck.check(text).model_dump_json())
    for part in (*written.mentions, *written.unrecognised, *written.unfamiliar, *written.not_medicines):
        assert part.text == "".join(
            "\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text[part.start : part.end]
        )


@given(TEXTS)
def test_stretches_do_not_overlap(text: str) -> None:
    review = medcheck.check(text)
    places = sorted((p.start, p.end) for p in (*review.mentions, *review.unrecognised, *review.not_medicines))
    assert [pair for pair in itertools.pairwise(places) if pair[0][1] > pair[1][0]] == []


@given(TEXTS)
def test_json_round_trip_is_identity(text: str) -> None:
    review = medcheck.check(text)
    assert Review.model_validate_json(review.model_dump_json()) == review


@given(
    st.lists(st.sampled_from(LINES), unique=True, min_size=1).flatmap(
        lambda o: st.tuples(st.just(o), st.permutations(o))
    )
)
def test_the_order_of_lines_does_not_change_the_set_of_findings(orders: tuple[list[str], list[str]]) -> None:
    one, other = (medcheck.check("\n".join(lines)) for lines in orders)
    assert [(f.ingredient, f.drug_class, f.evidence) for f in one.findings] == [
        (f.ingredient, f.drug_class, f.evidence) for f in other.findings
    ]
    assert {c.id: c.ingredients for c in one.combinations} == {c.id: c.ingredients for c in other.combinations}
    assert {question.id for question in one.questions} == {question.id for question in other.questions}


@given(st.lists(st.sampled_from(LINES), unique=True, min_size=1))
def test_a_list_says_what_its_lines_say_one_by_one(lines: list[str]) -> None:
    together = {mention.match.name: mention.status for mention in medcheck.check("\n".join(lines)).mentions}
    alone = {m.match.name: m.status for line in lines for m in medcheck.check(line).mentions}
    assert together == alone


@given(st.text())
def test_key_of_a_key_is_the_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.text())
def test_fold_of_a_fold_is_the_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    places = [(token.start, token.end) for token in tokenise(text)]
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


@given(st.sampled_from(LINES), st.sampled_from(["", " ", "\u200b", "\ufeff", "\t"]))
def test_white_space_around_a_list_changes_nothing(line: str, space: str) -> None:
    plain = [(mention.text, mention.status) for mention in medcheck.check(line).mentions]
    assert [(mention.text, mention.status) for mention in medcheck.check(space + line + space).mentions] == plain


def slips(word: str, chance: random.Random) -> list[str]:
    """A letter lost, added, changed and swapped, each at a random place."""
    at = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    made = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    return [*made, word[:at] + word[at : at + 2][::-1] + word[at + 2 :]]


def slips_of_curated_names(lexicon: Lexicon) -> list[tuple[set[tuple[str, ...]], str]]:
    """One-letter slips of every curated name of one word, with what the name means; none is itself a name."""
    import csv

    from medcheck.knowledge.folder import data_folder

    with (data_folder() / "names.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines) if row["kind"] in ("ingredient", "synonym", "brand")]
    chance = random.Random(20260101)
    keys = sorted({key(name) for name in names if key(name).isalpha() and len(key(name)) > 3})
    return [
        ({name.meaning for name in lexicon.by_compact_key(word)}, slip)
        for word in keys
        for slip in slips(word, chance)
        if len(slip) > 2 and not lexicon.by_compact_key(slip)
    ]


def test_a_one_letter_slip_of_a_curated_name_is_never_corrected_into_another_medicine(lexicon: Lexicon) -> None:
    wrong = []
    for meanings, slip in slips_of_curated_names(lexicon):
        answer = correct(lexicon, slip)
        if answer.best and answer.certain and answer.best.name.meaning not in meanings:
            wrong.append((slip, answer.best.name.name))
    assert wrong == []


def test_a_one_letter_slip_of_a_curated_name_is_never_read_as_another_medicine(checker: Checker) -> None:
    wrong = [
        (slip, mention.match.name)
        for meanings, slip in slips_of_curated_names(checker.lexicon)
        for mention in checker.review_record(f"{slip} 10 mg").mentions
        if (mention.ingredients or (f"class:{mention.drug_class}",)) not in meanings
    ]
    assert wrong == []


def test_two_million_characters_without_a_medicine_are_read() -> None:
    review = medcheck.check("the quick brown fox \n" * 100_000)
    assert (review.mentions, review.findings) == ((), ())
