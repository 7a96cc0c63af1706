"""How far a written word lies from a name."""

import pytest

from medcheck.naming.slips import edits, weight


@pytest.mark.parametrize(
    ("written", "name", "expected"),
    [
        ("furosemide", "furosemide", 0),
        ("furosemde", "furosemide", 1),
        ("furossemide", "furosemide", 1),
        ("furosemixe", "furosemide", 1),
        ("lisinorpil", "lisinopril", 1),
        ("frsemide", "furosemide", 2),
        ("abcdefgh", "furosemide", 4),
    ],
)
def test_edits_count_a_swap_once_and_stop_above_the_most(written: str, name: str, expected: int) -> None:
    assert edits(written, name, 3) == expected


@pytest.mark.parametrize(
    ("written", "name", "expected"),
    [
        ("furosemide", "furosemide", 0.0),
        ("furossemide", "furosemide", 0.5),  # a letter doubled
        ("penicilamine", "penicillamine", 0.5),  # or left single
        ("lisinorpil", "lisinopril", 0.6),  # neighbours swapped
        ("labetolol", "labetalol", 0.6),  # a vowel for a vowel
        ("simvastatyn", "simvastatin", 0.5),  # one sound, two spellings
        ("amfetamine", "amphetamine", 0.5),  # ph and f
        ("ramiprjl", "ramipril", 0.8),  # neighbours on the keyboard
        ("simvastat1n", "simvastatin", 0.4),  # alike on a scan
        ("tarnoxifen", "tamoxifen", 0.4),  # rn and m
        ("felodipin", "felodipine", 0.6),  # a final e
        ("furosemde", "furosemide", 1.0),  # any other letter
        ("urosemide", "furosemide", 1.5),  # the first letter: rare
    ],
)
def test_weight_of_each_kind_of_slip(written: str, name: str, expected: float) -> None:
    assert weight(written, name) == pytest.approx(expected)


def test_a_slip_that_happens_weighs_less_than_one_that_does_not() -> None:
    assert weight("simvistatin", "simvastatin") < weight("simvbstatin", "simvastatin")
