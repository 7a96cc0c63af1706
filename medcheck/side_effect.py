"""What is said of the side effect that the tables are about."""

from typing import NamedTuple


class SideEffect(NamedTuple):
    """The words for one side effect, a field for each row of ``side_effect.csv``.

    A field is the words as they stand inside a sentence; :func:`begin` makes them begin one. ``marker`` is the medicine
    whose new prescription shows the side effect best, for sequence symmetry.
    """

    review: str
    associated: str
    itself: str
    classes: str
    may_cause: str
    may_still_explain: str
    through_electrolytes: str
    taken_for: str
    purpose: str
    a_treatment: str
    cause: str
    claims_side_effect: str
    claims_electrolyte: str
    claims_efficacy: str
    claims_harm: str
    claims_use: str
    disclaimer: str
    disclaimer_in_brief: str
    marker: str


def begin(words: str) -> str:
    """The words as they begin a sentence or stand as a heading."""
    return words[:1].upper() + words[1:]
