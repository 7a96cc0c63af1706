"""What a condition, a date or a course makes of an act: what is to be stopped later is still taken."""

from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.document.tokens import is_year

_LONGEST_CONDITION = 9
_LONGEST_CONDITION_CLAUSE = 20
_BEFORE_SENTENCE = frozenset(".;:-•*")
_CONDITION_BEFORE_START = 14
_CONDITION_AFTER_START = 7
_COURSE_BEFORE_CUE = 6
_LATER_WITHIN = 4
_PROPOSED_WITHIN = 16
_INSIDE_DATE = frozenset("/-.")
_ARROWS = frozenset((">", "→"))
_OPEN_TO_CONDITIONS = ENDING | {"would_change", "avoid", "failed"}


def act_in_time(text: MedicineText, cue: Cue, end: int, until: int | None = None) -> str:
    """The act of a cue, or what it comes to where it holds later or on a condition; ``end``: after cue and medicine.

    ``until``: where the cell ends in which both stand.
    """
    language = text.language
    if cue.act in ("start", "restart") and cue.form == "base" and _is_marked_as_question(text, cue):
        return "planned"  # "?start X"
    if cue.act == "stop" and cue.form == "base" and _lasts_while(text, end):
        return "hold"
    if cue.act == "kept" and _lasts_from_now(text, cue):
        return "hold"
    if cue.act == "kept" and cue.form == "base" and _is_done_by_writer(text, cue, end):
        return "hold" if text.is_act_alone(cue.last - 1, "hold") else "stop"
    if cue.act in ENDING and cue.form == "ing" and text.word(end) in language.words_for_would:
        return "kept"  # "stopping X would be an option"
    if cue.act in _OPEN_TO_CONDITIONS and is_conditional(text, cue, end, until):
        return "kept"
    if cue.act == "stop" and cue.form == "base" and end == cue.last and _counts_all(text, end):
        return "doubt"
    if cue.act == "finish" and cue.form == "ing" and not _is_past(text, cue):
        return "kept"  # "finishing X today"
    if cue.act in ENDING and text.word(cue.first - 1) in language.words_for_be:
        return "kept"
    if cue.act == "finish" and cue.form in ("base", "present"):
        to_come = text.word(cue.first - 1) in language.words_for_then  # "2 more days then complete"
        return "finish" if _says_complete(text, cue, end) and not to_come else "kept"
    to_end = cue.act == "stop" and cue.form in ("base", "state") and not cue.modified  # not "must not restart"
    opens_line = end > cue.last and text.word(cue.first - 1) == "\n"  # "X x 15 days / STOP Y"
    if to_end and not opens_line and _ends_course(text, cue):
        return "kept"
    if cue.act in ("stop", "hold", "await", "past") and _changes_dose(text, cue):
        return "dose"
    if cue.act == "restart" and cue.form in ("base", "ing") and _holds_later(text, end):
        on_condition = _sentence_opens_with_condition(text, cue, over_names=True) or _follows_condition(text, cue)
        return "kept" if on_condition else "hold"
    if cue.act == "stop" and cue.form == "present" and _is_time(text, end):
        return "kept"
    if cue.act in ("start", "restart", "keep", "take") and cue.form == "base" and _starts_later(text, cue, end):
        return "keep" if cue.act == "keep" else "conditional"
    if cue.act == "start" and cue.form == "present" and _starts_later(text, cue, end):
        return "planned"
    return "kept" if cue.act == "would_change" else cue.act


def _is_marked_as_question(text: MedicineText, cue: Cue) -> bool:
    """Whether a mark of question is glued to the beginning of a cue, or opens the line before it."""
    at = cue.first - 1
    if text.word(at) != "?":
        return False
    opens = at == 0 or text.tokens[at - 1].kind == "line" or text.word(at - 1) in _BEFORE_SENTENCE
    return opens or text.tokens[at].end == text.tokens[cue.first].start


def _is_done_by_writer(text: MedicineText, cue: Cue, end: int) -> bool:
    """ "I will hold X.", "we will stop X and Y": done as it is written, where no time or condition stands beside it."""
    language = text.language
    act = cue.last - 1
    done = text.is_act_alone(act, "stop") or text.is_act_alone(act, "hold")
    if not done or end <= cue.last or text.word(cue.first) not in language.words_for_will:
        return False
    if text.word(cue.first - 1) not in language.words_for_the_writer:
        return False
    later = language.conditions | language.words_for_later | language.words_for_next | language.words_of_waiting
    later |= language.words_for_then | language.time_prepositions
    for at in range(cue.first - 2, max(-1, cue.first - _LONGEST_CONDITION_CLAUSE), -1):
        if text.tokens[at].kind == "line" or text.word(at) in _BEFORE_SENTENCE:
            break
        if text.word(at) in later:
            return False
    at = end
    while text.word(at) in language.words_for_and | {","} and text.is_name_begun_at(at + 1):
        at = text.places[text.first_ending_after(at + 1)][1]
    while text.is_number(at) or text.word(at) in language.units:
        at += 1
    after = text.words(at, at + 2)
    present = language.words_for_now | language.recent_days
    closed = at >= len(text.tokens) or text.tokens[at].kind == "line" or text.word(at) in _BEFORE_SENTENCE
    joined = (
        text.word(at) in language.words_for_and
        and text.word(at + 1) in language.words_for_the_writer | language.words_of_starting
    )
    return closed or joined or text.word(at) in present or holds_phrase(after, language.phrases_of_present)


def _is_past(text: MedicineText, cue: Cue) -> bool:
    """ "After finishing X", "on completing X"."""
    before, language = text.word(cue.first - 1), text.language
    return before in language.prepositions or before in language.words_for_after or before in language.words_for_since


def _lasts_while(text: MedicineText, end: int) -> bool:
    """ "Stop X while on Y": for that time only."""
    language = text.language
    return text.word(end) in language.words_for_while and text.word(end + 1) in language.words_for_using


def follows_proposal(text: MedicineText, first: int) -> bool:
    """Whether a word before a token, in its sentence, says that what follows is only proposed: "rec to GP: stop X"."""
    for at in range(first - 1, max(-1, first - 1 - _PROPOSED_WITHIN), -1):
        token = text.tokens[at]
        if token.norm in text.language.words_of_proposal:
            return True
        if token.kind == "line" or token.norm == "|" or (token.norm == "." and token.end < text.tokens[at + 1].start):
            return False
    return False


def _lasts_from_now(text: MedicineText, cue: Cue) -> bool:
    """ "Hold for 2 weeks", not "hold for SBP < 100", nor "hold for 2 days before surgery"."""
    counted = text.is_number(cue.last) and text.word(cue.last + 1) in text.language.period_units
    held = text.word(cue.last - 1) in text.language.words_for_for and text.is_act_alone(cue.first, "hold")
    return counted and held and not _counts_to(text, cue.last)


def is_conditional(text: MedicineText, cue: Cue, end: int, until: int | None = None) -> bool:
    """Whether a condition or a time to come stands beside a cue: "hold if SBP < 100", "stop in May"."""
    if cue.form not in ("base", "present", "ing", "state", ""):
        return False
    tokens, language = text.tokens, text.language
    if text.word(cue.last - 1) in language.words_for_since:
        return False  # "off since the scan on Friday"
    if cue.form == "state" and cue.act in ENDING and text.word(cue.first - 1) in language.words_of_identity:
        return False  # "is off X in July"
    if _stands_before(text, cue, language.conditions_before_cue, _LONGEST_CONDITION, ";.,:"):
        return True
    # "if a rash comes on X, stop it"
    of_it = text.word(cue.last) in language.pronouns
    if _sentence_opens_with_condition(text, cue, over_names=of_it):
        return True
    if text.word(end) == "(" and text.is_named_at(end + 1):  # "hold the water tablet (X) when dizzy"
        end = next((at + 1 for at in range(end, end + _LONGEST_CONDITION) if text.word(at) == ")"), end)
    for index in range(end, min(end + _LONGEST_CONDITION, len(tokens) if until is None else until)):
        since = cue.act == "hold" and cue.form == "state" and text.word(index) in language.words_for_from
        if since and text.is_number(index + 1):
            return False  # "on hold from 11/27/2026"
        if text.word(index) in language.words_for_since:
            return False  # "off X since gout in July"
        at_number = cue.form == "state" and text.word(index) in language.words_for_at and text.is_number(index + 1)
        if at_number and text.word(index + 2) not in language.period_units:
            return False  # "dc'd at 0700", "course completed at 120 mg/kg"
        if cue.form == "state" and text.word(index) in _ARROWS and text.word(index - 1) == "-":
            continue  # "on hold 5/12 -> bleed"
        if _begins_condition(text, index) or _is_later_time(text, index) or _counts_to(text, index):
            return True
        to_come = language.period_units | language.visits_to_come
        if cue.act in ENDING and text.word(index) in language.words_for_next and text.word(index + 1) in to_come:
            return True  # "stop X next visit"
        in_season = text.word(index) in language.time_prepositions and text.word(index + 1) in language.seasons
        if in_season and cue.form == "base":
            return True  # "stop in spring"
        token = tokens[index]
        in_list = cue.form == "base" and index == end > cue.last  # "pause X, Y if vomiting"
        listed = in_list and token.norm == "," and text.is_name_begun_at(index + 1)
        of_form = token.norm == "." and text.word(index - 1) in language.forms_before_names  # "to T. X when well"
        closes = token.norm in ",;.)" and not listed and not of_form
        if token.kind == "line" or closes or token.norm in language.words_for_using | language.words_for_until:
            return False
        if token.norm == "-" and cue.form == "" and index == end:
            return False  # "no longer - changed in September"
    return False


def _stands_before(text: MedicineText, cue: Cue, words: frozenset[str], within: int, ends: str) -> bool:
    """Whether one of some words stands before a cue in its clause, which ``ends`` end."""
    for index in range(cue.first - 1, max(-1, cue.first - within), -1):
        token = text.tokens[index]
        if token.norm in words:
            return True
        if token.kind == "line" or token.norm in ends:
            return False
    return False


def _sentence_opens_with_condition(text: MedicineText, cue: Cue, *, over_names: bool = False) -> bool:
    """ "If the potassium is above 5.5, please stop X", "Should it fall, stop X": the clause before is a condition.

    ``over_names``: also one with the medicine between: "if vomiting, stop X, and restart when better".
    """
    if cue.form != "base":
        return False
    openers = text.language.conditions_before_cue | text.language.words_for_should
    commas = 0
    for index in range(cue.first - 1, max(-1, cue.first - _LONGEST_CONDITION_CLAUSE), -1):
        token = text.tokens[index]
        commas += token.norm == ","
        opens = index == 0 or text.tokens[index - 1].kind == "line" or text.word(index - 1) in _BEFORE_SENTENCE
        if opens and commas and token.norm in openers:
            return text.language.words_for_was.isdisjoint(text.words(index, cue.first))
        if token.kind == "line" or token.norm in ";:":
            return False
        if not over_names and (commas > 1 or text.is_named_at(index)):
            return False
    return False


def _follows_condition(text: MedicineText, cue: Cue) -> bool:
    """ "Stop if vomiting and restart when eating": what is to be restarted would be stopped on a condition."""
    return _stands_before(text, cue, text.language.conditions, _LONGEST_CONDITION, ";.")


def _begins_condition(text: MedicineText, index: int) -> bool:
    """ "If", "unless", "while fasting", "once she is better"."""
    language = text.language
    word, after = text.word(index), text.word(index + 1)
    if text.word(index - 1) == "(" and text.is_number(index + 1):
        return False  # "hold (HR 44)" says why
    return (
        word in language.conditions
        or (word in language.words_for_while and (_is_participle(text, after) or after in language.states_of_illness))
        or (word in language.words_for_once)
    )


def _is_later_time(text: MedicineText, index: int) -> bool:
    """ "After 3 days", "in two weeks", "on the", "from March"."""
    language = text.language
    word, after = text.word(index), text.word(index + 1)
    counted = index + 1 < len(text.tokens) and text.tokens[index + 1].kind == "number"
    if word in language.words_for_after:
        return counted or after in language.number_words | language.days_and_months
    return (word in language.time_prepositions or word in language.words_for_from) and (
        counted
        or after in language.number_words
        or after in language.words_for_the
        or after in language.days_and_months
    )


def _counts_to(text: MedicineText, index: int) -> bool:
    """ "5 days before surgery", "6 months after opening"."""
    language = text.language
    counted = text.tokens[index].kind == "number" and text.word(index + 1) in language.period_units
    return counted and text.word(index + 2) in language.words_for_before | language.words_for_after


def _counts_all(text: MedicineText, index: int) -> bool:
    """ "X - stop 1 wk", "X: stop for 3 days": a time that may be that before an operation."""
    index += text.word(index) in text.language.course_prepositions
    return text.is_number(index) and text.word(index + 1) in text.language.period_units


def _is_participle(text: MedicineText, word: str) -> bool:
    return word.endswith(tuple(text.language.participle_endings))


def _says_complete(text: MedicineText, cue: Cue, end: int) -> bool:
    """ "Complete" as a word of its own, not "complete 7 days" or "complete the course"."""
    complete = text.word(cue.first) in text.language.words_for_complete and end == cue.last
    counted = end < len(text.tokens) and text.tokens[end].kind == "number"
    return complete and not counted and text.word(end) not in text.language.determiners


def _ends_course(text: MedicineText, cue: Cue) -> bool:
    """ "20 mg mane 2 weeks, 10 mg mane 2 weeks, stop": the end of a course that is under way."""
    named = text.first_ending_after(cue.first)  # "vitamin K x3 days, PPI stop" is no course of the other one
    after_name = text.places[named - 1][1] if named else 0
    gap = text.tokens[max(after_name, cue.first - _COURSE_BEFORE_CUE) : cue.first]
    gap = gap[max((at + 1 for at, token in enumerate(gap) if token.norm == "|"), default=0) :]
    if gap and gap[-1].norm in text.language.words_for_then:
        return True
    if cue.form == "state":  # "3x -> 2x -> off"
        if len(gap) > 1 and gap[-1].norm == "-" and gap[-1].end == text.tokens[cue.first].start:
            return gap[-2].kind == "number" and gap[-2].end == gap[-1].start  # "30-20-10-off"
        return bool(gap) and gap[-1].norm in _ARROWS and any(token.norm in _ARROWS for token in gap[:-1])
    language = text.language
    return any(
        one.kind == "number"
        and other.norm in language.period_units
        and text.word(at + 2) not in language.words_for_ago
        and not (text.word(at - 1) in language.frequencies and other.norm[0] in language.beginnings_of_hours)  # "q8h"
        for at, (one, other) in enumerate(pairwise(gap), start=cue.first - len(gap))
    )


def _changes_dose(text: MedicineText, cue: Cue) -> bool:
    """ "Dropped from 10 to 7.5" is a change of dose."""
    language = text.language
    after = text.tokens[cue.last : cue.last + 2]
    return (
        len(after) == 2
        and (after[0].norm in language.words_for_from or after[0].norm in language.words_for_to)
        and after[1].kind == "number"
        and not is_year(after[1])
        and text.word(cue.last + 2) not in _INSIDE_DATE
    )


def _holds_later(text: MedicineText, end: int) -> bool:
    """ "Restart after surgery", not "restart today. Y after surgery"."""
    after = text.words(end, end + _LATER_WITHIN)
    after = after[: after.index(".")] if "." in after else after
    return not text.language.words_for_later.isdisjoint(after)


def _is_time(text: MedicineText, index: int) -> bool:
    """Whether a time begins at a token: "stops 3/4", "stops in May", "ends after Saturday's dose"."""
    language = text.language
    if index >= len(text.tokens):
        return False
    token = text.tokens[index]
    times = language.days_and_months | language.days_to_come | language.time_prepositions | language.words_for_after
    return token.kind == "number" or token.norm in times


def _starts_later(text: MedicineText, cue: Cue, end: int) -> bool:
    """ "Start if BP rises", "starts on Monday"."""
    tokens, language = text.tokens, text.language
    if _stands_before(text, cue, language.hypothetical_words, _CONDITION_BEFORE_START, ";.:"):
        return True
    for index in range(end, min(end + _CONDITION_AFTER_START, len(tokens))):
        token, after = tokens[index], text.word(index + 1)
        if token.norm in language.conditions_of_start and not is_how_often(text, index):
            return cue.act != "take"
        if (
            cue.form == "present"
            and token.norm in language.time_prepositions
            and (after in language.days_and_months or after in language.words_for_the)
        ):
            return True
        if token.kind == "line" or token.norm in ",;.":
            return False
    return False


def is_how_often(text: MedicineText, at: int) -> bool:
    """Whether "once" begins a frequency: "once daily", "once a day", "once at night"; not "once stable"."""
    language, after = text.language, text.word(at + 1)
    often = after in language.frequencies or after in language.articles or after in language.words_for_at
    return often and text.word(at) in language.words_for_once
