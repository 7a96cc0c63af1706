"""Cues that say one thing of a medicine together: "declined to have X stopped", "restarted after being held"."""

from collections.abc import Sequence
from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.cues_in_place import ends_something_else
from medcheck.context.medicine_text import MedicineText, Segment

_CAUSATIVE_WITHIN = 5  # words between the first cue and the medicine
_SEQUENCE_WITHIN = 4  # words between "after" and the cue of what was before
_OLD_AND_NEW = 2  # medicines that an exchange names at most
_MISTAKE_WITHIN = 6  # words between what ended and what says that it was not meant
_MAY_BE_MISTAKEN = ENDING | {"not_dispensed"}
_NOT_DONE = frozenset(("planned", "await", "no", "avoid"))
_NOT_EXCHANGED = frozenset(("declined", "planned", "unneeded"))
_BEGINNING = frozenset(("restart", "start", "keep", "take"))


def joined_cues(segment: Segment, text: MedicineText) -> list[Cue]:
    """The cues of a segment, two that say one thing as one."""
    cues = list(segment.cues)
    for one, other in pairwise(segment.cues):
        if _is_only_discussed(segment, text, one, other) or _is_refused_change(segment, text, one, other):
            cues[cues.index(one)] = one._replace(act="kept", direction="forward")
            cues.remove(other)
        elif _is_earlier(text, one, other):
            cues.remove(other)
        elif _is_contrasted(text, one, other):
            cues[cues.index(other)] = other._replace(act="kept", direction="forward")
        elif _is_refused_exchange(segment, text, one, other):
            cues[cues.index(one)] = one._replace(form="proposed")
        elif _is_alternative(text, one, other):
            if text.word(one.last) in text.language.replacement_prepositions:
                cues.remove(other)  # "consider swap to Y or stop": the end would be of the old one
                continue
            proposed = other._replace(form="proposed") if other.act == "change" else other._replace(act="kept")
            cues[cues.index(other)] = proposed
    for place, cue in enumerate(cues):
        if cue.act in _MAY_BE_MISTAKEN and (end := _end_of_mistake(text, cue)):
            cues[place] = cue._replace(act="kept", last=end)
    return [cue for place, cue in enumerate(cues) if not place or cue.first >= cues[place - 1].last]


def _is_refused_change(segment: Segment, text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Refused to have X lowered", "never let X lapse": what is refused is the change."""
    if one.act not in ("declined", "neg", "never", "planned") or other.act not in ENDING | {"change", "dose", "kept"}:
        return False
    named = [n for n in segment.named if one.last <= text.places[n][0] and text.places[n][1] <= other.first]
    if not named:
        return False
    first, last = text.places[named[0]][0], text.places[named[-1]][1]
    adjoins = last == other.first and first - one.last <= _CAUSATIVE_WITHIN
    return adjoins and not text.language.causative_words.isdisjoint(text.words(one.first, first))


def _is_only_discussed(segment: Segment, text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Stopping X was discussed", "withdrawal of X not wanted": nothing has been done."""
    if one.act not in ENDING or one.form != "ing" or other.act not in _NOT_DONE:
        return False
    named = [n for n in segment.named if one.last <= text.places[n][0] and text.places[n][1] <= other.first]
    if not named or other.form not in ("past", "state"):
        return False
    between = text.words_from(named[-1], other)
    return all(word in text.language.words_for_was or word in text.language.cue_fillers for word in between)


def _is_refused_exchange(segment: Segment, text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Switch to X declined": nothing has been exchanged."""
    if one.act != "change" or one.form not in ("base", "arrow") or other.act not in _NOT_EXCHANGED:
        return False
    named = [n for n in segment.named if one.last <= text.places[n][0] and text.places[n][1] <= other.first]
    return 0 < len(named) <= _OLD_AND_NEW and not text.words_from(named[-1], other)


def _end_of_mistake(text: MedicineText, cue: Cue) -> int:
    """Where "in error" or the like ends after a cue ("left off the list in error"): nobody meant it to end."""
    for at in range(cue.last, min(cue.last + _MISTAKE_WITHIN, len(text.tokens))):
        if text.tokens[at].kind == "line" or text.word(at) in ";.":
            return 0
        if text.word(at) in text.language.words_for_mistake:
            return at + 1
    return 0


def _is_contrasted(text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Gave up salt, not the X", "stopped smoking not X": what has ended is something else."""
    if other.act != "neg" or other.last - other.first > 1 or text.word(other.first) not in text.language.words_for_not:
        return False
    if one.act == "pseudo":
        adjoins = one.last + (text.word(one.last) == ",") == other.first
        return adjoins and text.is_act_alone(one.first, "stop")
    joins = {",", *text.language.words_for_but, *text.language.words_for_and}
    joined = text.word(other.first - 1) in joins or text.is_named_at(other.first - 1)
    return one.act in ENDING and (joined or (ends_something_else(one, text) and other.first == one.last + 1))


def _is_alternative(text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Consider stopping X or switching to Y": both are only considered."""
    return (
        one.act in ("kept", "would_change")
        and other.act in ENDING | {"change"}
        and other.form in ("base", "ing")
        and text.word(other.first - 1) in text.language.words_for_or
    )


def _is_earlier(text: MedicineText, one: Cue, other: Cue) -> bool:
    """ "Restarted after she stopped it herself": the end was before the beginning."""
    if one.act not in _BEGINNING or other.act not in ENDING:
        return False
    gap: Sequence[str] = text.words(one.last - 1, other.first)
    near = gap[-_SEQUENCE_WITHIN:]
    return not text.language.words_of_sequence.isdisjoint(near) and not {".", ";", ",", "\n"} & set(gap)
