"""Which medicine a cue speaks of: the object of its verb, the list after it, or the name before it."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from medcheck.context.acts import QUIET
from medcheck.context.compose import Cue
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_backward, gap_forward, is_cut
from medcheck.context.gathered import Gathered
from medcheck.context.given_once import add_given, add_treated
from medcheck.context.governing import add_governed
from medcheck.context.joined_cues import joined_cues
from medcheck.context.medicine_text import MedicineText, Segment
from medcheck.context.negation import add_negation
from medcheck.context.no_medicine import speaks_of_no_medicine
from medcheck.context.other_people import add_other_subject
from medcheck.context.reactions import add_reaction
from medcheck.context.references import add_to_earlier
from medcheck.context.replacements import add_from_one_to_other, add_replacement
from medcheck.context.was_on import add_was_on

_CUES_AHEAD = 8  # so many cues are looked at for the next that speaks of what stands after it
_MOST_NAMED = 100  # medicines of one sentence that one cue may speak of
_LONGEST_BEFORE_OBJECT = 8
_COMPARISON_WITHIN = 4
_ASIDE_WITHIN = 3
_FINDING_WITHIN = 5


def read_segment(segment: Segment, earlier: Sequence[int], gathered: Gathered) -> None:
    """Adds the evidence of each cue of a segment; ``earlier``: the medicines of the one before it."""
    add_from_one_to_other(gathered, segment.named)
    segment = segment._replace(cues=joined_cues(segment, gathered.text))
    for place, cue in enumerate(segment.cues):
        if cue.act not in ("nothing", "pseudo"):
            seen = _around(segment, place, earlier, gathered.text)
            next(recognise for recognise in RECOGNISERS if recognise(seen, gathered))


def _around(segment: Segment, place: int, earlier: Sequence[int], text: MedicineText) -> CueInSentence:
    """A cue with the medicines that it may speak of."""
    cue, named = segment.cues[place], segment.named
    limit = segment.last
    for later in segment.cues[place + 1 : place + 1 + _CUES_AHEAD]:
        if later.act not in QUIET and later.direction != "backward":
            limit = later.first
            break
    at = bisect_left(named, cue.first, key=lambda number: text.places[number][0])
    until = bisect_left(named, limit, key=lambda number: text.places[number][0])
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
    """Whether a medicine before a cue is only the time: "X is held whilst on Y and should resume"."""
    first = text.places[number][0]
    return (cue.act == "restart" or cue.act == "conditional") and not text.language.words_for_while.isdisjoint(
        text.words(max(0, first - _ASIDE_WITHIN), first)
    )


def _add_hypothetical(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "X if BP > 160" is taken as needed, "X if swab positive" and "if in pain X" on a condition."""
    cue, text = seen.cue, gathered.text
    if cue.act != "irreal":
        return False
    first = text.word(cue.first)
    compares = {"<", ">", "≥", "≤"} & set(text.words(cue.last, cue.last + _COMPARISON_WITHIN))
    if seen.following and _if_another_fails(seen, text):
        gathered.add(seen.preceding[-1], "conditional", cue, "phrase")
        return True
    if (
        first in text.language.words_for_if
        and seen.preceding
        and text.places[seen.preceding[-1]][1] == cue.first
        and (compares or _waits_for_finding(text, cue))
    ):
        opening = seen.segment.cues[0]
        governed = (
            opening.first < text.places[seen.preceding[-1]][0] and opening.act not in QUIET
        )  # "hold X if SBP < 100"
        act = "conditional" if governed or _waits_for_finding(text, cue) else "prn"
        gathered.add(seen.preceding[-1], act, cue, "loose")
    elif (
        (first in text.language.hypothetical_words or _begins_with_should(seen, text))
        and seen.following
        and not seen.preceding
        and _is_plain(text, cue.last, text.places[seen.following[0]][0])
    ):
        act = "prn" if _is_taken_then(seen, text) else "conditional"
        gathered.add(seen.following[0], act, cue, "loose")
    return True


def _if_another_fails(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X if Y fails", alone in its sentence: Y is taken, X not yet."""
    cue, (first, last) = seen.cue, text.places[seen.following[0]]
    opens = seen.segment.cues[0] is cue and first == cue.last and bool(seen.preceding)
    adjoins = opens and text.places[seen.preceding[-1]][1] == cue.first
    return (
        adjoins
        and text.word(cue.first) in text.language.words_for_if
        and text.word(last) in text.language.verbs_of_failing
    )


def _is_taken_then(seen: CueInSentence, text: MedicineText) -> bool:
    """ "If chest pain persists take X": what helps when it is needed; not "if no better take X", which may not be."""
    cue, first = seen.cue, text.places[seen.following[0]][0]
    takes = any(c.act == "weak" and c.form == "base" and cue.last <= c.first < first for c in seen.segment.cues)
    words = text.words(cue.last, first)
    known = text.language.words_for_relief | text.language.words_for_findings
    return takes and known.isdisjoint(words)


def _waits_for_finding(text: MedicineText, cue: Cue) -> bool:
    """Whether a test or its result follows: "X if swab positive"."""
    return not text.language.words_for_findings.isdisjoint(text.words(cue.last, cue.last + _FINDING_WITHIN))


def _begins_with_should(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Should potassium fall, X": a condition without "if"."""
    cue, segment = seen.cue, seen.segment
    opens = cue.first == segment.first and text.word(cue.first) in text.language.words_for_should
    gap = text.words_to(seen.following[0], cue) if seen.following else []
    return opens and gap[-1:] == [","] and text.word(segment.last - 1) != "?"


def _is_plain(text: MedicineText, begin: int, end: int) -> bool:
    """Whether some words, but few, stand between two places, and nothing that ends a clause."""
    gap = text.tokens[begin:end]
    return 0 < len(gap) <= _LONGEST_BEFORE_OBJECT and not any(t.norm in ".;:" or t.kind == "line" for t in gap)


def _add_no_longer(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "Any more" after a negation: what was never taken, or advised against, was stopped."""
    if seen.cue.act != "anymore":
        return False
    if seen.preceding:
        evidence = gathered.evidence[seen.preceding[-1]]
        evidence[:] = [e._replace(act="stop") if e.act in ("never", "no") else e for e in evidence]
    return True


def _add_as_needed(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "PRN X", "X as needed"."""
    cue, text = seen.cue, gathered.text
    if cue.act != "prn":
        return False
    if seen.backward == "direct" and text.word(cue.last - 1) in text.language.words_for_if:
        regular = text.language.words_for_regular.isdisjoint(text.words_from(seen.preceding[-1], cue))
        if regular and _waits_for_finding(text, cue):
            gathered.add(seen.preceding[-1], "conditional", cue, "phrase")  # "X only if PCR positive"
            return True
    cut = bool(seen.preceding) and is_cut(text, seen.preceding[-1], cue, ",.;:([")
    if seen.forward == "direct" and (not seen.preceding or cut or not seen.backward):
        gathered.add(seen.following[0], "prn", cue, "phrase")
    elif seen.backward == "direct":
        gathered.add(seen.preceding[-1], "prn", cue, "phrase")
    return True


# Each is asked in turn; the first that knows the kind of cue says all that it says of a medicine. The last knows any.
RECOGNISERS: tuple[Callable[[CueInSentence, Gathered], bool], ...] = (
    speaks_of_no_medicine,
    add_replacement,
    add_other_subject,
    add_negation,
    _add_hypothetical,
    add_reaction,
    add_was_on,
    add_treated,
    add_given,
    _add_no_longer,
    add_to_earlier,
    _add_as_needed,
    add_governed,
)
