"""Taken as needed, and only if something happens: "X as needed", "X if BP > 160", "if in pain X"."""

from medcheck.context.acts import AFTER_FAILURE, QUIET
from medcheck.context.compose import Cue
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import is_cut
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import MedicineText

_LONGEST_BEFORE_OBJECT = 8
_COMPARISON_WITHIN = 4
_FINDING_WITHIN = 5
_NEXT_VISIT = 2  # words of "next visit"
AFTER_CONDITION = frozenset("-:")  # what parts a complaint from what helps it, in an entry


def add_hypothetical(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "X if BP > 160" is taken as needed, "X if swab positive" and "if in pain X" on a condition."""
    cue, text = seen.cue, gathered.text
    if cue.act == AFTER_FAILURE:
        if seen.backward == "direct" and not is_cut(text, seen.preceding[-1], cue):
            gathered.add(seen.preceding[-1], "conditional", cue, "loose")  # "X 2.5 if no response by Friday"
        elif seen.following and not seen.preceding and text.word(text.places[seen.following[0]][0] - 1) == ",":
            gathered.add(seen.following[0], "conditional", cue, "loose")  # "if no better by Friday, X"
        return True
    if cue.act != "irreal":
        return False
    first = text.word(cue.first)
    if seen.preceding and _is_left_to_next_visit(seen, text):
        gathered.add(seen.preceding[-1], "await", cue, "phrase")
        return True
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


def _is_left_to_next_visit(seen: CueInSentence, text: MedicineText) -> bool:
    """ "RSV vaccine next visit": a name and the visit are all of a clause, and no verb says what is done then."""
    cue, (first, last) = seen.cue, text.places[seen.preceding[-1]]
    visit = cue.last - cue.first == _NEXT_VISIT and text.word(cue.last - 1) not in text.language.period_units
    if not visit or text.word(cue.first) not in text.language.words_for_next or last != cue.first:
        return False
    opens = first == seen.segment.first or text.tokens[first - 1].kind != "word"
    return opens and (cue.last >= seen.segment.last or text.tokens[cue.last].kind != "word")


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
    """ "If chest pain persists take X", "if it itches - X": what helps when needed; not "if no better take X"."""
    cue, first = seen.cue, text.places[seen.following[0]][0]
    between = [c for c in seen.segment.cues if cue.last <= c.first < first]
    takes = any(c.act == "prn" or (c.act == "weak" and c.form == "base") for c in between)  # "if pain SOS X"
    takes = takes or text.word(first - 1) in AFTER_CONDITION
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


def add_as_needed(seen: CueInSentence, gathered: Gathered) -> bool:
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
    if seen.forward == "direct" and (cut or not seen.backward):
        gathered.add(seen.following[0], "prn", cue, "phrase")
    elif seen.backward == "direct":
        gathered.add(seen.preceding[-1], "prn", cue, "phrase")
    return True
