"""What a text says of one medicine: each piece of evidence with its words and how near to the name it stands."""

from typing import NamedTuple

from medcheck.context.compose import Cue

# How near a piece of evidence stands to a name.
Near = str

# The order in which evidence decides: the first kind that has any; within a kind the last words of the text.
ORDER: tuple[Near, ...] = (
    "struck", "cell", "note", "told", "phrase", "list", "loose", "label", "section", "date", "by_kind",
    "doubtful", "row", "nature", "weak",
)  # fmt: skip


class Said(NamedTuple):
    """What a cue, a heading, a cell or a box says of the medicine with a number; ``cue``: its words."""

    number: int
    act: str
    cue: Cue
    near: Near


class Evidence(NamedTuple):
    """The words at ``tokens[first:last]`` and what they say: an act of :mod:`medcheck.context.compose`.

    ``doubt``: why they do not surely speak of the medicine, as :mod:`medcheck.context.certainty` names it, or "".
    """

    act: str
    first: int
    last: int
    near: Near
    doubt: str = ""

    @property
    def kind(self) -> Near:
        """The kind by which it is weighed."""
        return "doubtful" if self.doubt else self.near
