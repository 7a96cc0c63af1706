"""Whether a cue speaks of the medicine after it or of the one before it."""

from typing import Literal

from medcheck.context.acts import ENDING, NEGATIVE, POSITIVE
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import is_cut, is_direction
from medcheck.context.medicine_text import MedicineText

Side = Literal["following", "preceding"]

_OF_TAKING = NEGATIVE | POSITIVE | {"kept", "doubt"}


def chosen_side(seen: CueInSentence, text: MedicineText) -> Side | None:
    """The side that a cue speaks of, None for neither."""
    if seen.forward == "direct" and _names_circumstance(seen, text):
        return "preceding" if seen.backward == "direct" else None
    if seen.forward == "direct" and _names_allergen(seen, text):
        return "following"
    if seen.forward == "direct" and seen.backward == "direct":
        return "following" if _begins_clause(seen, text) else "preceding"
    if seen.forward == "direct":
        return "following"
    if seen.backward == "direct":
        return "preceding"
    if seen.backward == "loose":
        refers = text.word(seen.cue.last) in text.language.pronouns
        if not refers and _has_subject(seen, text):
            return None  # "methotrexate monitoring, rest deferred" is of the rest
        if refers or not seen.forward:
            return "preceding" if _is_said_of_preceding(seen, refers) else None
    return "following" if seen.forward == "loose" else None


def _names_circumstance(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X - stopped with the Y", "X held for the days of Y", "wheeze stopped with Y": Y is none that has ended."""
    after = text.word(seen.cue.last)
    if seen.cue.act not in ENDING:
        return False
    if seen.backward == "direct" and seen.cue.form in ("past", "state") and after in text.language.words_for_for:
        return True
    return after in text.language.words_before_circumstances and bool(seen.backward or not seen.preceding)


def _names_allergen(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X 50 mg - was allergic to Y": the allergy is to what follows at once."""
    to = seen.cue.act == "allergy" and text.word(seen.cue.last - 1) in text.language.words_for_to
    return to and text.places[seen.following[0]][0] == seen.cue.last


def _begins_clause(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a cue between two medicines begins what is said of the second."""
    cue, language = seen.cue, text.language
    gap = text.words_from(seen.preceding[-1], cue)
    last = gap[-1] if gap else ""
    if last in language.words_before_clause_of_cue or not language.turning_words.isdisjoint(gap):
        return True
    if cue.form == "present" and cue.act in POSITIVE:
        return True
    if cue.form in ("base", "ing", "present") and gap == ["-"]:
        return True
    cut = is_cut(text, seen.preceding[-1], cue, ",.;:([") and last not in (")", "]")
    acts = last in language.actors and last not in language.singular_words
    owned = not language.possessives.isdisjoint(text.words_to(seen.following[0], cue))
    return cut or acts or owned or last in ("&", "-", "→", ">", "+") or last in language.words_for_and


def _has_subject(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether the word before a cue is a subject of its own."""
    at = seen.cue.first - 1
    if at < 0 or text.tokens[at].kind != "word":
        return False
    word, language = text.word(at), text.language
    if word in language.words_for_reporting:
        return False  # "X: patient states not taking"
    return word not in language.between_name_and_cue and not is_direction(text, word)


def _is_said_of_preceding(seen: CueInSentence, refers: bool) -> bool:
    """Whether a cue speaks of a medicine before it, though other words stand between."""
    cue = seen.cue
    if cue.form in ("base", "ing") and not refers and not cue.modified and cue.act in ENDING:
        return False
    return cue.act in _OF_TAKING and (refers or cue.modified or cue.form in ("state", "past") or cue.act == "kept")
