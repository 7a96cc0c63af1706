"""A cue with what stands around it in its sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.compose import Cue
from medcheck.context.gaps import Gap
from medcheck.context.medicine_text import Segment


class CueInSentence(NamedTuple):
    """A cue, the medicines around it that it may speak of, and how near it stands to the nearest of them.

    ``following``: the medicines after it, up to the next cue; ``preceding``: those before it, the nearest last;
    ``earlier``: those of the sentence before, to which "it" may refer.
    """

    cue: Cue
    segment: Segment
    following: Sequence[int]
    preceding: Sequence[int]
    earlier: Sequence[int]
    forward: Gap
    backward: Gap
