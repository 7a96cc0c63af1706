"""Which medicine a cue speaks of: the object of its verb, the list after it, or the name before it."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medcheck.context.acts import ENDING, QUIET
from medcheck.context.as_needed import add_as_needed
from medcheck.context.compose import Cue
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_backward, gap_forward, is_cut
from medcheck.context.gathered import Gathered
from medcheck.context.governing import add_governed
from medcheck.context.joined_cues import joined_cues
from medcheck.context.medicine_text import MedicineText, Segment
from medcheck.context.no_medicine import speaks_of_no_medicine
from medcheck.context.other_people import add_other_subject

if TYPE_CHECKING:
    from medcheck.context.recognisers import Recogniser

# Of cues with these acts, as stand in plain lists, all other recognisers know nothing.
_PLAIN = frozenset(("weak", "prn", "supply"))
_CUES_AHEAD = 8  # so many cues are looked at for the next that speaks of what stands after it
_MOST_NAMED = 100  # medicines of one sentence that one cue may speak of
_ASIDE_WITHIN = 3


def read_segment(segment: Segment, earlier: Sequence[int], gathered: Gathered) -> None:
    """Adds the evidence of each cue of a segment; ``earlier``: the medicines of the one before it."""
    if len(segment.named) > 1:
        from medcheck.context.replacements import add_from_one_to_other

        add_from_one_to_other(gathered, segment.named)
    segment = segment._replace(cues=joined_cues(segment, gathered.text))
    for place, cue in enumerate(segment.cues):
        if cue.act not in ("nothing", "pseudo"):
            seen = _around(segment, place, earlier, gathered.text)
            next(recognise for recognise in _recognisers(cue) if recognise(seen, gathered))


def _recognisers(cue: Cue) -> "Sequence[Recogniser]":
    """Those that may know a cue: four for the acts of plain directions, which a start has loaded, else all."""
    if cue.act in _PLAIN:
        return (speaks_of_no_medicine, add_other_subject, add_as_needed, add_governed)
    from medcheck.context.recognisers import RECOGNISERS

    return RECOGNISERS


def _around(segment: Segment, place: int, earlier: Sequence[int], text: MedicineText) -> CueInSentence:
    """A cue with the medicines that it may speak of."""
    cue, named = segment.cues[place], segment.named
    limit = segment.last
    for later in segment.cues[place + 1 : place + 1 + _CUES_AHEAD]:
        if later.act not in QUIET and later.direction != "backward":
            limit = later.first
            break
    at = bisect_left(named, bisect_left(text.places, (cue.first,)))
    until = bisect_left(named, bisect_left(text.places, (limit,)))
    following = named[at : min(until, at + _MOST_NAMED)]
    preceding = named[max(0, at - _MOST_NAMED) : at]
    while len(preceding) > 1 and _is_in_aside(text, preceding[-1], cue):
        preceding = preceding[:-1]
    forward = gap_forward(text, cue, following) if following and cue.direction != "backward" else ""
    if preceding and text.word(cue.last) == "(" and text.word(cue.first) not in ("(", "["):
        forward = ""
    backward = gap_backward(text, cue, preceding, segment.first) if preceding and cue.direction != "forward" else ""
    return CueInSentence(cue, segment, following, preceding, earlier, forward, backward)


def _is_in_aside(text: MedicineText, number: int, cue: Cue) -> bool:
    """Whether a medicine before a cue is but the time: "X held whilst on Y, should resume", "X before Y, a cough"."""
    first = text.places[number][0]
    if cue.act in ("reaction", "sideeffect", "allergy") and text.word(first - 1) in text.language.words_for_before:
        return True
    if cue.act in ENDING and text.word(first - 1) in text.language.words_for_since | text.language.words_for_while:
        return is_cut(text, number, cue)  # "no need of X since Y, please take off"
    return (cue.act == "restart" or cue.act == "conditional") and not text.language.words_for_while.isdisjoint(
        text.words(max(0, first - _ASIDE_WITHIN), first)
    )
