"""What speaks for an unknown word being a medicine, and against it: the sum for words in sentences."""

import pytest

from medcheck.naming.evidence import (
    AFTER_NAME,
    ARTICLE,
    BESIDE_MEDICINE,
    CAPITAL,
    DERIVED,
    DIRECTED,
    DOSED,
    ENDING,
    GOVERNED,
    NO_MEDICINE,
    OF_SOMEBODY,
    OTHER_ENDING,
    OTHER_HEADING,
    SCANNED,
    SURE_OTHER_ENDING,
    UNDER_HEADING,
    WEAKLY_GOVERNED,
    weigh,
)
from medcheck.naming.exact import find_exact_names
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.surroundings import read_surroundings
from medcheck.naming.text_context import TextContext


def weight(lexicon: Lexicon, text: str, word: str) -> float:
    """What is weighed for the first place of a word in a text, or of two words."""
    context = TextContext(text, lexicon)
    around = read_surroundings(context, find_exact_names(context))
    start = text.index(word)
    inside = [
        place for place, token in enumerate(context.tokens) if start <= token.start and token.end <= start + len(word)
    ]
    return weigh(context, around, inside[0], inside[-1] + 1)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They spoke of zyxofol at home that day.", "zyxofol", 0),
        ("She has zyxofol 20 mg at home for the pain.", "zyxofol", DOSED),
        ("She has zyxofol (20 mg) at home for the pain.", "zyxofol", DOSED),
        ("She has zyxofol 20-40 mg at home for the pain.", "zyxofol", DOSED),
        ("She has zyxofol cream at home for the pain.", "zyxofol", DOSED),
        ("She has Tab. zyxofol at home for the pain.", "zyxofol", DOSED),
        ("She has zyxofol 20 mmol/L in her blood.", "zyxofol", NO_MEDICINE),
        ("They spoke of nonworking at home that day.", "nonworking", OTHER_ENDING + DERIVED),
        ("They spoke of Zyxofol's at home that day.", "Zyxofol's", CAPITAL + OF_SOMEBODY),
        ("She has zyxofol 20 of them at home.", "zyxofol", 0),
        ("She has zyxofol and 20 mg at home.", "zyxofol", 0),
        ("She has zyxofol bd at home for the pain.", "zyxofol", DIRECTED),
        ("She has zyxofol 1 bd at home for the pain.", "zyxofol", DIRECTED),
        ("She was prescribed zyxofol at home for the pain.", "zyxofol", GOVERNED),
        ("She was prescribed the new zyxofol at home.", "zyxofol", GOVERNED),
        ("She was prescribed aspirin, ramipril and zyxofol.", "zyxofol", GOVERNED + BESIDE_MEDICINE),
        ("She is on zyxofol and well.", "zyxofol", WEAKLY_GOVERNED),
        ("She had an attack on zyxofol and is well.", "zyxofol", 0),
        ("They spoke of zyxopril at home that day.", "zyxopril", ENDING),
        ("They spoke of zyxpril at home that day.", "zyxpril", ENDING),
        ("They spoke of zypril at home that day.", "zypril", 0),  # two letters are no stem
        ("They spoke of Zyxofol at home that day.", "Zyxofol", CAPITAL),
        ("They spoke of zyxof0ling at home that day.", "zyxof0ling", SCANNED),
        ("They spoke of zyxof0li at home that day.", "zyxof0li", SCANNED),
        ("They spoke of zyxo0li at home that day.", "zyxo0li", 0),
        ("They spoke of a zyxofol at home that day.", "zyxofol", ARTICLE),
        ("They spoke of half a zyxofol at home that day.", "zyxofol", 0),
        ("They spoke of zyxofoling at home that day.", "zyxofoling", OTHER_ENDING),
        ("They spoke of zyxofolation at home that day.", "zyxofolation", SURE_OTHER_ENDING),
        ("They spoke to Mary Zyxofol at home that day.", "Zyxofol", CAPITAL + AFTER_NAME),
        ("They spoke to mary Zyxofol at home that day.", "Zyxofol", CAPITAL),
        ("They spoke to Mary zyxofol at home that day.", "zyxofol", 0),
        ("They spoke to Table Zyxofol at home that day.", "Zyxofol", CAPITAL),
        ("They spoke of zyxofol sign at home that day.", "zyxofol", NO_MEDICINE),
        ("They spoke of aspirin and zyxofol that day.", "zyxofol", BESIDE_MEDICINE),
        ("They spoke of zyxofol and aspirin that day.", "zyxofol", BESIDE_MEDICINE),
        ("They spoke of aspirin, zyxofol, and of home.", "zyxofol", BESIDE_MEDICINE),
    ],
)
def test_each_sign_in_a_sentence_has_its_weight(lexicon: Lexicon, text: str, word: str, expected: float) -> None:
    assert weight(lexicon, text, word) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Medicines", UNDER_HEADING),
        ("Medicines and examination", UNDER_HEADING),
        ("Examination", OTHER_HEADING),
        ("Zebra", 0),
        ("Table medicines garden house", 0),  # most of its words are no heading's
    ],
)
def test_a_heading_in_a_letter_has_its_weight(lexicon: Lexicon, heading: str, expected: float) -> None:
    letter = f"{heading}: zyxofol\n\nShe came in on Monday and felt well at home."
    assert weight(lexicon, letter, "zyxofol") == expected
