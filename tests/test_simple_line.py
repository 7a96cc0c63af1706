"""A simple line is answered as assembling its mentions would."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medcheck import Checker, pipeline
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine


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
@example(after=" 1 % eye drops", name="timolol")
def test_it_is_answered_as_if_it_were_assembled(resolver: Resolver, name: str, after: str) -> None:
    text = f"{name} {after}"
    assert resolver.resolve(DistinctLine(text)) == assembled(resolver, text)


def assembled(resolver: Resolver, text: str) -> Answer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "only_medicine", lambda _: None)
        return resolver.resolve(DistinctLine(text))


@pytest.fixture(scope="module")
def resolver(checker: Checker) -> Resolver:
    return Resolver(checker)
