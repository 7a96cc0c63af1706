"""What a text says of one medicine: each piece of evidence with its words and how near to the name it stands."""

from typing import NamedTuple

# How near a piece of evidence stands to a name.
Near = str

# The order in which evidence decides: the first kind that has any; within a kind the last words of the text.
ORDER: tuple[Near, ...] = (
    "struck", "cell", "note", "phrase", "list", "loose", "label", "section", "date", "row", "weak"
)  # fmt: skip


class Evidence(NamedTuple):
    """The words at ``tokens[first:last]`` and what they say: an act of :mod:`medcheck.context.compose`."""

    act: str
    first: int
    last: int
    near: Near
