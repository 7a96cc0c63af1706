"""Reactions, side effects and symptoms beside a medicine: "anaphylaxis to X", "X caused nausea", "X (rash)"."""

from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import begin_of_kind, fills_forward
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import MedicineText
from medcheck.context.negation import closes
from medcheck.document.tokens import is_year

_FARTHEST_REACTION = 12
_SEVERITY_WITHIN = 3
_ARROWS = ("→", ">")


def add_reaction(seen: CueInSentence, gathered: Gathered) -> bool:
    """What a reaction says of the medicine after it, or of the one before it."""
    cue, text = seen.cue, gathered.text
    if cue.act not in ("reaction", "sideeffect", "symptom"):
        return False
    if cue.act == "sideeffect" and seen.following and text.places[seen.following[0]][0] == cue.last:
        return True  # "the doctor gave me X"
    if _is_to_next(seen, text):
        gathered.add(seen.following[0], "allergy", cue, "phrase")
    elif text.word(cue.last) in text.language.words_for_fewer:
        return True  # "X: faints less"
    elif seen.preceding:
        near = _near(seen, text)
        if near:
            gathered.add(seen.preceding[-1], "allergy", cue, near)
    return True


def _is_to_next(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Anaphylaxis to X", or a reaction right before the only medicine."""
    cue, language = seen.cue, text.language
    if cue.act != "reaction" or not seen.following:
        return False
    first = text.places[seen.following[0]][0]
    adjoins = first == cue.last and not seen.preceding
    return (text.word(cue.last) in language.words_after_reaction or adjoins) and all(
        fills_forward(text, index) or text.word(index) in language.words_for_to
        for index in range(cue.last + 1, begin_of_kind(text, first))
    )


def _near(seen: CueInSentence, text: MedicineText) -> str | None:
    """How near a reaction stands to the medicine before it; None where it is not said to be of that one."""
    cue, language = seen.cue, text.language
    number = seen.preceding[-1]
    gap = text.words_from(number, cue)
    distance = len(gap)
    if len(gap) > 1 and gap[0] == ")":
        gap = gap[1:]  # "statins (X, Y) all gave myalgia"
    if len(gap) > 1 and gap[-1] in language.causing_words and gap[-2] in language.words_for_and:
        gap = [*gap[:-2], gap[-1]]  # "X tried and caused a rash"
    arrows = [at for at, word in enumerate(gap) if word in _ARROWS]
    if arrows:
        gap = gap[arrows[-1] :]
    if distance > _FARTHEST_REACTION or not all(word in language.between_name_and_reaction for word in gap):
        return None
    caused = not language.causing_words.isdisjoint([*gap, text.word(cue.first)]) or gap == ["="] or bool(arrows)
    if cue.act == "symptom":
        if gap == ["-"] and cue.last < len(text.tokens) and is_year(text.tokens[cue.last]) and closes(seen, text):
            return "phrase"  # "X - nausea 2014"
        severity = not language.severity_words.isdisjoint(text.words(cue.last, cue.last + _SEVERITY_WITHIN))
        alone = gap == ["-"] and text.word(text.places[number][0] - 1) == "(" and text.word(cue.last) == ")"
        return "phrase" if severity or caused else ("row" if alone else None)  # "(X - vomiting)"
    if cue.act == "reaction":
        said = not gap or any(word.isalpha() for word in gap) or gap[-1] in _ARROWS
        return "phrase" if said else "row"
    if caused:
        return "phrase"
    if not gap and cue.act == "sideeffect" and closes(seen, text):
        return "row"  # "X jaundice"
    return "row" if gap in (["-"], ["("], ["/"], ["|"], [":"]) else None
