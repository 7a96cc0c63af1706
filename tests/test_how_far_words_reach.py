"""How many words may stand between a cue and what it speaks of: so many, and not one more."""

import pytest

import medcheck

WORDS = "big green table near window house garden river bridge stone flower cloud forest valley meadow".split()


@pytest.mark.parametrize(
    ("text", "most", "within", "beyond"),
    [
        ("Lasix {} was stopped", 13, "unclear", "current"),
        ("allergic to {} Lasix", 7, "unclear", "current"),
        ("consider {} Lasix", 7, "not_taken", "current"),
        ("her mother {} takes Lasix", 3, "not_taken", "current"),
        ("stop Lasix {} if dizzy", 8, "current", "stopped"),
        ("if dizzy {} stop Lasix", 6, "current", "stopped"),
        ("hold Lasix {} before surgery", 8, "current", "held"),
        ("maybe {} she stopped Lasix", 4, "unclear", "stopped"),
        ("stopped Lasix {} by mistake", 3, "current", "stopped"),
    ],
)
def test_a_cue_reaches_so_far_and_no_further(text: str, most: int, within: str, beyond: str) -> None:
    for number, expected in ((most - 1, within), (most, within), (most + 1, beyond)):
        written = text.format(" ".join(WORDS[:number]))
        assert [mention.status for mention in medcheck.check(written).mentions] == [expected], written
