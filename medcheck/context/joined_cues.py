"""Two cues that say one thing of a medicine: "declined to have X stopped", "restarted after being held"."""

from collections.abc import Sequence
from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.medicine_text import MedicineText, Segment

_CAUSATIVE_WITHIN = 5  # words between the first cue and the medicine
_SEQUENCE_WITHIN = 4  # words between "after" and the cue of what was before
_BEGINNING = frozenset(("restart", "start", "keep", "take"))


def joined_cues(segment: Segment, text: MedicineText) -> list[Cue]:
    """The cues of a segment, two that say one thing as one."""
    cues = list(segment.cues)
    for one, other in pairwise(segment.cues):
        if _is_refused_change(segment, text, one, other):
            cues[cues.index(one)] = one._replace(act="kept", direction="forward")
            cues.remove(other)
        elif _is_earlier(text, one, other):
            cues.remove(other)
    return cues


def _is_refused_change(segment: Segment, text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Refused to have X lowered", "never let X lapse": what is refused is the change."""
    if one.act not in ("declined", "neg", "never", "planned") or other.act not in ENDING | {"change", "dose", "kept"}:
        return False
    named = [n for n in segment.named if one.last <= text.places[n][0] and text.places[n][1] <= other.first]
    if len(named) != 1:
        return False
    first, last = text.places[named[0]]
    adjoins = last == other.first and first - one.last <= _CAUSATIVE_WITHIN
    return adjoins and not text.language.causative_words.isdisjoint(text.words(one.first, first))


def _is_earlier(text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Restarted after she stopped it herself": the end was before the beginning."""
    if one.act not in _BEGINNING or other.act not in ENDING:
        return False
    gap: Sequence[str] = text.words(one.last - 1, other.first)
    near = gap[-_SEQUENCE_WITHIN:]
    return not text.language.words_of_sequence.isdisjoint(near) and not {".", ";", ",", "\n"} & set(gap)
