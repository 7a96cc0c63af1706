"""A simple line is answered as assembling its mentions would."""

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medcheck import Checker, pipeline
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.known_parts import KnownParts, SimpleLine


def is_simple(checker: Checker, text: str) -> bool:
    return pipeline.only_medicine(pipeline.begin(text, checker.lexicon)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "furosemide",
        "Lasix 40 mg tablets once daily",
        "Simvastatin 40mg tabs as directed",
        "co-amoxiclav 250/125 mg (film coated)",
        "hydrocortisone 1% cream",
        "MAGNESIUM OXIDE 400 MG ORAL TABLET",
    ],
)
def test_a_name_and_its_directions_are_a_simple_line(checker: Checker, text: str) -> None:
    assert is_simple(checker, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("simvastatn 40 mg", "misspelt"),
        ("furosemide 40 mg as needed", "a phrase about taking"),
        ("furosemide 40 mg stopped", "a phrase about taking"),
        ("furosemide 40 mg foozolam", "a word that is not known"),
        ("furosemide 40 mg sod chlor", "a salt that may begin a name"),
        ("furosemide 40 mg, quinine", "two medicines"),
        ("furosemide (Lasix) 40 mg", "another name of the same"),
        ("furosemide 2015 to 2018", "a time"),
        ("furosemide\n40 mg", "two lines"),
        ("<s>furosemide 40 mg</s>", "struck through"),
        ("furosemide\t40 mg", "columns"),
        ("tablets furosemide", "words before it"),
        ("furosemide tabs12345", "a code"),
        ("water tablet", "a class"),
        ("gauze dressing", "no medicine"),
        ("", "nothing"),
    ],
)
def test_anything_else_is_assembled(checker: Checker, text: str, why: str) -> None:
    assert not is_simple(checker, text), why


WORDS = (
    "furosemide", "Lasix", "simvastatin", "Simvastatin", "co-amoxiclav", "co - amoxiclav", "vitamin D", "timolol",
    "potassium chloride", "Ventolin", "iron", "MTX", "water tablet", "gauze", "simvastatn", "foozolam", "40 mg", "10mg",
    "250/125 mg", "1 %", "2.5", "2019", "tablets", "eye drops", "cream", "inhaler", "po", "bd", "once daily", "MR",
    "at night", "as directed", "as needed", "prn", "XL", "oral solution", "syringe", "deficiency", "stopped", "allergy",
    "until", "to", "since", "was", "on", "and", "with", "sod", "chlor", "mg", "g", "(", ")", "/", "-", "+", ".", ":",
    ",", "|", "<s>", "</s>", "~~", "\n", "\t", "é", "x12",
)  # fmt: skip
LINES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", "", "   "])), max_size=6).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=400, deadline=None)
@given(after=LINES, name=st.sampled_from(WORDS[:16]))
@example(after=" 80 mg", name="simvastatin")
@example(after=" 40 mg", name="ephedrine")
@example(after=" 40 mg iv today", name="furosemide")
@example(after=" 1 % eye drops", name="timolol")
def test_it_is_answered_as_if_it_were_assembled(resolver: Resolver, name: str, after: str) -> None:
    text = f"{name} {after}"
    assert resolver.resolve(DistinctLine(text)) == assembled(resolver, text)


def assembled(resolver: Resolver, text: str) -> Answer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "only_medicine", lambda _: None)
        patch.setattr(resolver, "_known_parts", KnownParts(resolver.checker.lexicon))
        patch.setattr(KnownParts, "find", lambda *_: None)
        patch.setattr(KnownParts, "guessed", lambda *_: None)
        return resolver.resolve(DistinctLine(text))


@pytest.fixture(scope="module")
def resolver(checker: Checker) -> Resolver:
    return Resolver(checker)


def known(resolver: Resolver, *texts: str) -> KnownParts:
    """The parts of some lines."""
    parts = KnownParts(resolver.checker.lexicon)
    for text in texts:
        line = pipeline.begin(text, resolver.checker.lexicon)
        hit = pipeline.only_medicine(line)
        if hit:
            parts.read(line.context, hit)
    return parts


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Lasix 40 mg tablets", "ramipril 20mg once daily"), "Lasix 20mg once daily"),
        (("co-beneldopa 25mg/100mg tablets", "Timolol 5 mg nocte"), "co-beneldopa 5 mg nocte"),
        (("Lasix 40 mg tablets", "ramipril 20mg once daily"), "Lasix 500mg once daily"),
        (("Lasix 40 mg tablets",), "Ramipril 2.5 mg tablets"),
        (("Lasix 40 mg tablets", "vitamin B 40 mg"), "vitamin B 30 mg tablets"),
        (("Lasix 40 mg tablets", "Tandem 5 mg"), "Tandem 40 mg tablets"),
        (("Lasix 40 mg tablets", "Thrivite 19 5 mg"), "Thrivite 19 40 mg tablets"),
        (("Lasix 40 mg tablets",), "calcium folinate 40 mg tablets"),
    ],
)
def test_a_line_of_a_name_and_directions_that_were_read_is_not_read_again(
    resolver: Resolver, lines: tuple[str, str], text: str
) -> None:
    assert known(resolver, *lines).find(text) is not None


@pytest.mark.parametrize(
    ("lines", "text", "why"),
    [
        (("Lasix 40 mg tablets", "ramipril 20 mg nocte"), "Lasix 20 mg bd", "directions not read before"),
        (("Lasix 40 mg tablets",), "Lasix 40mg tablets", "a digit beside a letter may stand for one"),
        (("Lasix 400 mg tablets",), "Lasix 2019 mg tablets", "a number that may be a year"),
        (("Lasix 40 mg tablets",), "Lasix 24 mg tablets", "a number that may begin a phrase about taking"),
        (("Lasix 40 mg tablets", "Thrivite 19 mg"), "Thrivite 19 mg tablets", "another name goes on with the number"),
        (("Lasix 40 mg sage", "Tandem 5 mg"), "Tandem 40 mg sage", "a word of the directions may begin a name"),
        (("Lasix 40 % cream", "Tandem 5 mg"), "Tandem 40 % cream", "a word of other texts, and no unit of doses"),
        (("Lasix 40 mg tablets",), "Lasixx Forte 40 mg tablets", "the dose is not beside the misspelt word"),
        (("Lasix 5 mmol/L",), "Lasixx 5 mmol/L", "the dose may be a value, and no sign of a medicine"),
        (("Lasix 40 mg tablets",), "furosemation 40 mg tablets", "an ending that speaks against a medicine"),
        (("Lasix 1 mg inj. solution",), "Fluarix 1 mg inj. solution", "a full stop may end the directions"),
        (("Lasix 10 units running",), "oxytocin 10 units running", "what is given once is given now"),
        (("potassium 40 mg tablets", "ramipril 5 mmol/L"), "potassium 5 mmol/L", "may be a value"),
        (("Lasix 5 mg/L",), "magnesium 5 mg/L", "may be a value"),
        (("Lasix 5 mg 3",), "magnesium 5 mg 3", "may be values"),
        (("vitamin B 40 mg", "ramipril 12 mg"), "vitamin B 12 mg", "another name goes on with a number"),
        (("Lasix 40 mg", "Lasix 20 mg stopped"), "Lasix 20 mg stopped", "says more than directions"),
        (("Lasix 40", "ramipril 20"), "Lasix 20", "no dose"),
        (("Ventolin 100 mcg inhaler", "MTX 15 mg"), "MTX 100 mcg inhaler", "short for several"),
    ],
)
def test_a_line_is_read_where_a_part_could_mean_something_else_beside_another(
    resolver: Resolver, lines: tuple[str, str], text: str, why: str
) -> None:
    assert known(resolver, *lines).find(text) is None, why


@pytest.mark.parametrize("name", ["Ramipril", "co-beneldopa", "folic acid", "Lasixx", "rampril", "xyzzyqil"])
def test_a_name_is_read_beside_the_dose_alone_where_the_directions_are_known(resolver: Resolver, name: str) -> None:
    assert known(resolver, "Lasix 40 mg tablets").find(f"{name} 40 mg tablets") is not None


@pytest.mark.parametrize(
    ("directions", "once"),
    [("1 mg", True), ("1 mg injection", True), ("1 mg tablets", False), ("1 mg once daily", False)],
)
def test_directions_decide_whether_what_is_given_once_by_its_nature_is_taken(
    resolver: Resolver, directions: str, once: bool
) -> None:
    line = known(resolver, f"Lasix {directions}").find(f"Fluarix {directions}")
    assert isinstance(line, SimpleLine)
    assert line.once is once


def test_the_parts_of_a_file_of_noise_are_given_up(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medcheck.export.lines.known_parts.PARTS_KEPT", 2)
    parts = known(resolver, "Lasix 1 mg bd", "Lasix 1 mg od", "Lasix 1 mg tds")
    assert parts.find("Lasix 1 mg bd") is None
    assert parts.find("Lasix 1 mg tds") is not None


@settings(max_examples=200, deadline=None)
@given(chance=st.randoms(use_true_random=False), directions=st.lists(LINES, min_size=2, max_size=2))
def test_a_line_of_parts_that_were_read_is_answered_as_if_it_were_assembled(
    resolver: Resolver, names: list[str], chance: Random, directions: list[str]
) -> None:
    first, second = (slipped(chance.choice(names), chance) for _ in range(2))
    one, other = (f" {chance.choice(DOSES)} {after}".rstrip() for after in directions)
    for text in (f"furosemide{one}", first + one, second + other, first + other, second + one):
        assert resolver.resolve(DistinctLine(text)) == assembled(resolver, text)


def slipped(name: str, chance: Random) -> str:
    """A name, in every second case with a letter too few, doubled or wrong."""
    at = chance.randrange(2 * len(name))
    if not name[at : at + 1].isalpha():
        return name
    return name[:at] + chance.choice(("", 2 * name[at], chance.choice("aeiourst"))) + name[at + 1 :]


DOSES = ("40 mg", "10mg", "250/125 mg", "1 %", "2.5 ml", "5 g", "20 mmol", "100 units", "8mg/500mg")


@pytest.fixture(scope="module")
def names(checker: Checker) -> list[str]:
    return [name.name for name in checker.database.all_names()]
