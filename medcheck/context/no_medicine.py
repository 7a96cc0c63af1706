"""Cues that speak of no medicine: "Sat Sun off", "stopped sharing towels", "not with aspirin"."""

from bisect import bisect_left, bisect_right

from medcheck.context.acts import ENDING
from medcheck.context.as_needed import AFTER_CONDITION
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.cues_in_place import ends_something_else
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import MedicineText, holds_phrase

_EFFECT_WITHIN = 3
_AFTER_COMPANY = frozenset("-,;")


def speaks_of_no_medicine(seen: CueInSentence, gathered: Gathered) -> bool:
    """Whether a cue, read with the words beside it, is none about a medicine."""
    cue, text = seen.cue, gathered.text
    if text.word(cue.first) in ("(", "[") and seen.forward != "direct":
        return True
    if ends_something_else(cue, text):
        return True
    if cue.act == "dose" and text.word(cue.first - 1) == "(" and _is_finding(text, cue.last):
        return True  # "Stop: X (reduced EF)"
    if cue.act == "stop" and text.word(cue.first) in text.language.words_for_off and _follows_day(seen, text):
        return True
    if cue.act == "stop" and text.word(cue.last - 1) in text.language.words_for_off and _is_clock(text, cue.last):
        return True  # "patch on 9a off 9p"
    if cue.act in ("person", "other_person") and _is_borrowed(seen, text):
        return True  # "takes his wife's X"
    if cue.act in ("person", "other_person") and _is_company(seen, text):
        return True  # "lives with his brother - X 5 mg"
    if (
        cue.act == "stop"
        and text.word(cue.first) in text.language.words_for_discharge
        and text.word(cue.first - 1) in text.language.prepositions
    ):
        return True  # "restarted before d/c"
    if cue.act == "past" and text.word(cue.last - 1) in text.language.words_for_to and text.is_name_begun_at(cue.last):
        return True  # "until used to X", "prior to X"
    if cue.act == "allergy" and text.word(cue.first) in text.language.words_for_adjoining_allergy:
        return not _is_of_name_before(seen, text)
    if cue.act == "allergy" and cue.last - cue.first == 1 and cue.direction == "forward":
        return not _heads_line(seen, text)
    if cue.act == "start" and seen.preceding and _tells_when_it_ended(seen, text):
        return True
    if cue.act == "start" and cue.form == "present" and _begins_when_needed(seen, text):
        return True
    if cue.act in ("stop", "never", "neg") and _negates_effect(seen, text):
        return True
    if (
        cue.act in ("stop", "past")
        and text.word(cue.first) in text.language.words_for_before
        and _counts_back(seen, text)
    ):
        return True
    if cue.act == "neg" and text.word(cue.last) in text.language.words_of_cause:
        return True  # "diarrhoea not from X"
    if text.word(cue.last - 1) in text.language.words_for_suitable:
        return False  # "not suitable with an eGFR of 28"
    taken = cue.act == "never" and text.is_act_alone(cue.last - 1, "take")
    if (cue.act in ("neg", "no", "avoid") or taken) and text.word(cue.last) in text.language.words_for_with:
        return True  # "not with aspirin", "do not take with aspirin" are of what goes together
    if text.word(cue.last) == ":" and text.word(cue.last + 1).startswith("_"):
        return True  # "Stop: ____"
    if text.word(cue.last) == ":" and _is_left_blank(text, cue.last + 1):
        return True  # "end: --"
    if text.word(cue.last).startswith("_") and not text.word(cue.first - 1).startswith("_"):
        return True  # "stop ______": nothing is filled in; but "_stopped_" is stressed
    if cue.act == "no" and text.word(cue.last) in text.language.words_of_manner:
        present = holds_phrase(text.words(cue.last, cue.last + 3), text.language.phrases_of_present)
        return not present  # "do not take within 4 hours of" is of how
    # Who asks of her father means the patient; "my sister is on X, should I switch?" is of the sister.
    if cue.act not in ("person", "other_person") or text.word(seen.segment.last - 1) != "?":
        return False
    told = text.words(seen.segment.first, cue.last)
    cared_for = not text.language.people_cared_for.isdisjoint([word.removesuffix("s") for word in told])
    return cared_for or cue.act == "person" or text.word(seen.segment.first) not in text.language.possessives


def _is_finding(text: MedicineText, at: int) -> bool:
    """Whether a word for a finding, none of doses and times, stands at a token."""
    language = text.language
    if at >= len(text.tokens) or text.tokens[at].kind != "word":
        return False
    doses = language.words_for_a_part | language.recent_days | language.days_and_months | language.sig_words
    return text.word(at) not in doses | language.prepositions | language.words_without_content | language.words_for_to


def _heads_line(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether "allergies" opens a line of names without a dose: "Allergies X, Y", not "Allergies X 10 mg"."""
    first = seen.cue.first
    opens = first == 0 or text.tokens[first - 1].kind == "line"
    return opens and seen.forward == "direct" and not text.has_number_after(seen.following[0])


def _is_of_name_before(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether "sensitive" is of the name right before it: "X sensitive", not "X, sensitive skin"."""
    cue = seen.cue
    if cue.last - cue.first > 1:
        return True  # "sensitive to"
    if not seen.preceding or text.places[seen.preceding[-1]][1] + (text.word(cue.first - 1) == "-") != cue.first:
        return False
    at = cue.last
    closes = at >= len(text.tokens) or text.tokens[at].kind != "word"
    return closes or text.word(at) in text.language.words_after_sensitive


def _follows_day(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Sat Sun off", "2 days off"."""
    at = seen.cue.first - 1
    if at < 0:
        return False
    language = text.language
    return (
        (text.tokens[at].kind == "number" and not text.is_name_begun_at(seen.cue.last))  # "HbA1c 44 off X"
        or text.word(at) in language.days_and_months
        or text.word(at) in language.words_for_day
    )


def _is_clock(text: MedicineText, at: int) -> bool:
    """Whether a time of the day stands at a token: "9p", "9 pm"."""
    is_number = at + 1 < len(text.tokens) and text.tokens[at].kind == "number"
    return is_number and text.word(at + 1) in text.language.words_after_clock


def _is_borrowed(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether the patient takes what is another person's."""
    at = seen.cue.first - 1
    while at > 0 and text.word(at) in text.language.determiners:
        at -= 1
    return text.word(at) in text.language.words_for_borrowing


def _is_company(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a person is named after "with" or "per" and a mark follows, so that no medicine is that person's."""
    at = seen.cue.first - 1
    while at > 0 and text.word(at) in text.language.determiners:
        at -= 1
    joins = text.language.words_for_with | text.language.source_prepositions
    return text.word(at) in joins and text.word(seen.cue.last) in _AFTER_COMPANY


def _negates_effect(seen: CueInSentence, text: MedicineText) -> bool:
    """ "No longer causes dizziness", "has never given him headaches": an effect is denied, no taking."""
    if not seen.preceding or seen.cue.form not in ("", "past", "state"):
        return False
    if text.word(seen.cue.last) in text.language.causing_words:
        return True
    if seen.cue.act != "never":
        return False
    cues = seen.segment.cues
    at = bisect_left(cues, seen.cue.last, key=lambda cue: cue.first)
    until = bisect_right(cues, seen.cue.last + _EFFECT_WITHIN, key=lambda cue: cue.first)
    return any(cue.act in ("reaction", "symptom", "sideeffect") for cue in cues[at:until])


def _tells_when_it_ended(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X was stopped when the inhaler began": something else began, though what it is has no name."""
    cue, language = seen.cue, text.language
    cues = seen.segment.cues
    at = bisect_left(cues, cue.first, key=lambda one: one.first) - 1
    if seen.forward == "direct" or at < 0 or cues[at].act not in ENDING:
        return False
    ended = cues[at].last
    since = language.words_for_since | language.words_for_on | language.words_for_after | language.words_for_before
    if cue.form == "ing" and text.places[seen.preceding[-1]][1] <= ended <= cue.first <= ended + 1:
        return text.word(cue.first - 1) in since  # "X - off since starting dialysis"
    between = text.words(ended + 1, cue.first)
    return (
        text.word(ended) in language.conjunctions_of_reason
        and text.places[seen.preceding[-1]][1] <= ended
        and len(between) > 0
        and all(word.isalpha() and word not in language.words_for_and for word in between)
    )


def _is_left_blank(text: MedicineText, at: int) -> bool:
    """Whether dashes alone stand between a token and the end of its cell or line."""
    begun = at
    while text.word(at) == "-":
        at += 1
    return at > begun and (at >= len(text.tokens) or text.tokens[at].kind != "word")


def _begins_when_needed(seen: CueInSentence, text: MedicineText) -> bool:
    """ "If the gout starts up - X": a complaint begins, before the dash or colon of an entry."""
    if not seen.following or text.word(seen.segment.first) not in text.language.words_for_if:
        return False
    return text.word(text.places[seen.following[0]][0] - 1) in AFTER_CONDITION


def _counts_back(seen: CueInSentence, text: MedicineText) -> bool:
    """ "2 days prior"."""
    return text.word(seen.cue.first - 1) in text.language.period_units
