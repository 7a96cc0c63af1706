"""Doubts whether what a cue says holds: it is talk, a question or a condition, or what follows says that it goes on."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from medcheck.context.acts import ENDING, LEFT_OUT
from medcheck.context.conditions import is_conditional
from medcheck.context.cue_reach import ENDED, Reach, end_of_name_before, ends_sentence, is_content
from medcheck.context.medicine_text import MedicineText, holds_phrase, opening_words
from medcheck.context.nature import is_of_intervals
from medcheck.document.tokens import is_clock, is_year
from medcheck.language import Language

_RECORD_WITHIN = 5  # words after "still"
_DAY_WITHIN = 6  # words after a cue and a name in which one day may be named
_NEGATED_WITHIN = 7  # words before a verb in which it may be negated
_ONLY_WITHIN = 3  # words after a cue in which "only" may limit it to a day
_NEITHER_WITHIN = 10  # words after a name in which a verb of no change may stand
_MISTAKE_WITHIN = 4  # words after a name in which the words before it may be called a mistake
_CLOCK = 4  # digits of a time with a colon
_IF_WITHIN = 6  # words before a reaction in which "if" may stand
_BEGUN_WITHIN = 3  # words before a name in which it may be said to have been begun
_HELPS_WITHIN = 6  # words after a name in which it may be said to help
_FIRST_WITHIN = 3  # tokens before a name or cue
_STOP_ASKED_WITHIN = 4  # words before a name in which a question may ask for its end
_RESTARTED_WITHIN = 6  # words before a name in which it may be said to have been begun again
_REST_WITHIN = 10  # tokens after a cue in which a day to come may be named
_HOW_OFTEN_WITHIN = 5  # tokens: "3 times a day"
_ALTERED_WITHIN = 3  # words after a name in which a change of its dose may be named
_HAD_WITHIN = 4  # words before a cue in which "had" makes it one of a time before
_LINES_UP = 12  # lines over an entry in which the question that it answers may stand
_LONGEST_ENTRY = 60  # tokens of an entry or of a line over it that are walked through
_LONGEST_QUESTION = 30  # tokens of one of them
_UNLESS_WITHIN = 4  # words after a name that is refused in which "unless" may stand
_PARTICIPLE = "ed"
_SHORTEST_DAY = 3  # tokens: "23/11"
_LEFT_OUT_ONCE = frozenset(("hold", "never", "declined"))
_OF_DOSES = frozenset(("never", "no", "declined", "not_dispensed"))
_BEFORE_DATE = frozenset(":(-~")
_INSIDE_DATE = frozenset("/-.")
_ENDS_CLAUSE = frozenset(".;:•")
_OPEN_ACTS = ENDED | {"allergy", "hold"}
_IN_CLAUSE = ENDED | {"planned"}
_MAY_GO_ON = ENDED | {"allergy", "once"}
# Said after full directions, these hid 10 medicines of `tests/material` that are taken, and 5 that are not.
_AFTER_DIRECTIONS = frozenset(("conditional", "planned", "await", "past", "failed"))
_BEFORE_RESTART = ENDING | {"once", "past"}


def is_on_condition(reach: Reach) -> bool:
    """ "X 25 bd w/h if SBP < 90": what is done if something happens has not been done."""
    text, language, cue = reach.text, reach.text.language, reach.cue
    if reach.act == "past" or (reach.act in ENDING and cue.form == "present"):
        # "X until 6 weeks post partum", "X until the rash stops"
        return not language.words_for_until.isdisjoint(text.words(reach.last, cue.first))
    if reach.act in ("planned", "may") and reach.follows_name:
        # "X only works if taken", "X can go on"
        return text.word(cue.first) in language.words_of_condition or text.word(cue.last - 1) in language.words_for_on
    if reach.act == "allergy" and reach.precedes_name and _opens_with_if(reach):
        return True  # "call if you have side effects from X"
    told = reach.act == "no" and cue.form in ("base", "state") and text.word(cue.last) != ":"  # "not taking: since May"
    if told and reach.follows_name and is_conditional(text, cue, cue.last):
        return True  # "X 100 - do not take 24 h before", "X: do not take if vomiting"
    if reach.act in ("allergy", "failed") and reach.follows_name:
        return text.word(reach.first - 1) in language.words_of_condition  # "if X 60 not tolerated"
    if reach.act not in ENDED | {"once"}:
        return False
    after = text.word(max(cue.last, reach.last))
    if reach.act in ("unused", "unneeded") and after in language.conditions:
        return True  # "X - none needed when on fibre"
    counted = cue.first - text.is_number(cue.first - 1) - 1
    if reach.act == "finish" and reach.follows_name and text.word(counted) in language.conditions_of_start:
        return True  # "consider stopping X once 12 months up"
    purpose = text.word(cue.first) in language.words_for_for
    if purpose and after in language.days_and_months:
        return True  # "X, for scan Tuesday"
    if reach.follows_name and cue.form in ("base", "present"):
        day = text.word(cue.last + 1) if after in language.words_for_from else after
        if day in language.days_and_months or day in language.days_to_come:
            return True  # "X stop Tuesday", "X hold from tomorrow"
    if cue.form == "base" and _is_after_days(text, max(cue.last, reach.last)):
        return True  # "stop X after day 2 of each cycle"
    if reach.act == "hold" and cue.form == "base" and _is_around_event(text, max(cue.last, reach.last), reach.end):
        return True  # "hold X for a week around the jab"
    if reach.act == "declined" and not language.words_of_condition.isdisjoint(
        text.words(reach.last, min(reach.end, reach.last + _UNLESS_WITHIN))
    ):
        return True  # "refuses X unless crushed"
    before = reach.first - 1 if reach.follows_name else cue.first - 1
    while text.word(before) in language.determiners:
        before -= 1
    return after in language.words_of_condition or text.word(before) in language.words_of_condition


def _opens_with_if(reach: Reach) -> bool:
    """Whether "if" opens a cue, or stands in its clause shortly before it."""
    text, first = reach.text, reach.cue.first
    for at in range(first, max(-1, first - _IF_WITHIN), -1):
        if text.word(at) in text.language.words_for_if:
            return True
        if at < first and text.tokens[at].kind != "word":
            return False
    return False


def _is_after_days(text: MedicineText, at: int) -> bool:
    """Whether "after day 2" stands at a token."""
    language = text.language
    return (
        text.word(at) in language.words_for_after
        and text.word(at + 1) in language.words_for_day
        and text.is_number(at + 2)
    )


def _is_around_event(text: MedicineText, first: int, last: int) -> bool:
    """Whether a length of time counts from or to something else: "for a week around the jab"."""
    language = text.language
    for at in range(first, min(last, first + _DAY_WITHIN)):
        if text.word(at) in language.words_for_around:
            return text.word(at - 1) in language.period_units and at + 1 < last
    return False


def is_dated(reach: Reach) -> bool:
    """ "X 5 mg, stop 12/12/2027": what is to be done on a day has not been done; whether it has come, dates say."""
    text, language, at = reach.text, reach.text.language, max(reach.cue.last, reach.last)
    if reach.act in ENDING and reach.cue.form in ("base", "present", "state") and _is_deadline(text, at):
        return True
    if reach.act == "switched" and reach.follows_name and not language.days_to_come.isdisjoint(_rest(text, at)):
        return True  # "X → Y at d/c tomorrow"
    if reach.act == "finish" and text.word(reach.cue.last - 1) in language.nouns_of_the_end:
        at += text.word(at) in _BEFORE_DATE
        of_date = _INSIDE_DATE | language.days_and_months
        return text.is_number(at) and text.word(at + 1) in of_date  # "X 2 g q8h, EOT 6/30"
    if reach.act not in ENDING or reach.cue.form not in ("base", "present"):
        return False
    while at < reach.end and (text.word(at) in language.prepositions or text.word(at) in _BEFORE_DATE):
        at += 1
    if at + 1 >= reach.end:
        return False
    if text.word(at) in language.days_and_months and is_year(text.tokens[at + 1]):
        return True  # "stop X March 2027"
    if text.tokens[at].kind != "number":
        return False
    after = text.word(at + 1)
    if reach.precedes_name:  # "stop X 3/4/27"
        return (
            after in _INSIDE_DATE and text.is_number(at + 2) and text.word(at + 3) == after and text.is_number(at + 4)
        )
    return after in _INSIDE_DATE or after in language.days_and_months or after in language.ordinal_endings


def _rest(text: MedicineText, at: int) -> list[str]:
    """The next words of a sentence, beyond the names in it."""
    far = range(at, min(len(text.tokens), at + _REST_WITHIN))
    return text.words(at, next((index for index in far if ends_sentence(text, index)), far.stop))


def _is_deadline(text: MedicineText, at: int) -> bool:
    """ "Off by Friday", "off by the 12th": what is to have ended by a day has not ended."""
    language = text.language
    if text.word(at) not in language.words_for_by:
        return False
    at += 1
    at += text.word(at) in language.determiners
    times = language.days_and_months | language.seasons | language.events_that_end | language.words_for_next
    return text.is_number(at) or text.word(at) in times


def _is_delay_of_dose(reach: Reach) -> bool:
    """ "Next X dose delayed 4h", "delay X to 2300": the dose comes later that day."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if text.word(cue.first) not in language.words_for_delaying:
        return False
    begin = max(cue.last, reach.last)
    after = text.tokens[begin : min(reach.end, begin + _DAY_WITHIN)]
    hours = tuple(language.beginnings_of_hours)
    return any(
        is_clock(one) or (one.kind == "number" and other.norm.startswith(hours)) for one, other in pairwise(after)
    )


def is_of_a_time_since(reach: Reach) -> bool:
    """ "X from 6 weeks ago", "X used 6 times in the past week", "X postpartum day 3": a time that still runs."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    counted = text.is_number(cue.last) or text.word(cue.last) in language.number_values
    runs = counted and text.word(cue.last + 1) in language.period_units
    if runs and text.word(cue.last - 1) in language.adjectives_of_the_past:
        return True  # "over the past 24 hours"
    said = pairwise(text.words(cue.first, cue.last + 1))
    if any(one in language.adjectives_of_the_past and other in language.period_units for one, other in said):
        return True  # "in the past month used X"
    unit = text.word(cue.first - 1)
    short = unit in language.words_for_day or (unit != "" and unit.startswith(tuple(language.beginnings_of_hours)))
    if reach.act == "stop" and text.word(cue.first) in language.words_for_since and short:
        return True  # "8 h since she last took X"
    joint = text.word(cue.last - 1) in language.words_for_on or text.word(reach.first - 1) in language.words_for_on
    aged = text.word(cue.first) in language.words_for_in and text.word(cue.first + 1) in language.possessives
    follows_word = cue.first > 0 and text.tokens[cue.first - 1].kind == "word"
    if reach.act in ("past", "stop") and reach.precedes_name and joint and aged and follows_word:
        return True  # "lady in her 30s on X"
    if reach.act == "past" and text.word(reach.last) in language.words_for_since:
        return True  # "X since her valve was replaced in the seventies"
    if reach.act == "past" and text.word(cue.first - 1) in language.words_for_since | language.words_for_from:
        return True  # "on X from years ago"
    if reach.act in ENDING and cue.last == reach.first:  # "alcohol: nil since X", "not used since on X"
        return not language.words_for_since.isdisjoint(text.words(max(cue.first, cue.last - 2), cue.last))
    if reach.act != "past":
        return False
    at = cue.first - 1
    while text.is_number(at) or text.word(at) in language.number_values:
        at -= 1
    if at < cue.first - 1 and text.word(at) in language.words_for_from | language.words_for_since:
        return True
    after = text.word(cue.last)
    return after in language.period_units and (
        text.is_number(cue.last + 1) or text.word(cue.first) in language.words_for_in
    )


def is_for_one_day(reach: Reach) -> bool:
    """ "Do not take X on the morning of surgery", "omit X day of scan": left out on one day, it goes on."""
    text, cue = reach.text, reach.cue
    if _is_delay_of_dose(reach):
        return True
    counted = text.is_number(cue.last) and text.word(cue.last + 1) in text.language.period_units
    if reach.act == "hold" and cue.form == "base" and reach.follows_name and counted and _closes(text, cue.last + 2):
        return True  # "X 50 mg: omit 24h", that before an operation
    if reach.act == "failed" and any(map(is_clock, text.tokens[reach.last : cue.first])):
        return True  # "X given 2200 without effect"
    off = text.word(cue.first) in text.language.words_for_off and cue.last == cue.first + 1 and reach.act == "stop"
    hours = text.language.parts_of_a_day | text.language.words_after_clock
    if off and (text.word(cue.last) in hours or text.word(cue.first - 1) in text.language.period_units):
        return True  # "X patch on am off pm", "X 3 wks on 1 wk off"
    of_doses = reach.act in LEFT_OUT | _OF_DOSES or reach.act == "finish"
    if not of_doses and not (reach.act in ENDING and cue.form in ("base", "present")):
        return False
    begin = max(cue.last, reach.last)
    after = text.words(begin, min(reach.end, begin + _DAY_WITHIN))
    hours = text.language.parts_of_a_day | (text.language.part_words & text.language.frequencies)
    between = text.words(min(cue.last, reach.last), max(cue.first, reach.first))
    if reach.act == "finish" and text.is_act_alone(cue.last - 1, "take"):
        return text.word(cue.last) in text.language.words_for_these_days  # "tablets all taken today"
    if reach.act == "hold" and cue.form == "base":
        said_small = text.language.prepositions | text.language.determiners
        left = [word for word in after if word not in said_small and word != ")"]
        if len(left) == 1 and left[0] in text.language.parts_of_a_day | text.language.words_for_day:
            return True  # "X 50 bd: omit am", "X (omit on the day)", of the day of an operation
    done = cue.form in ("state", "past")
    if reach.act == "never" and done and is_of_these_days(after, text.language):
        return True  # "X 5 mg - not taken today", "X not given this morning, BP 90/50"
    of_date = text.is_number(begin) and text.word(begin + 1) == "/" and text.is_number(begin + 2)
    if reach.act == "no" and reach.follows_name and (of_date or text.word(begin) in text.language.days_and_months):
        return True  # "X: do not take 9/14", "X do not take Mon or Tues"
    at_clock = begin + (text.word(begin) in text.language.words_for_at)
    if reach.act in _OF_DOSES and cue.form == "past" and _is_clock_at(text, at_clock):
        return True  # "X not given 0800", "declined X at 14:00"
    at_hour = _is_clock_at(text, at_clock) or (text.is_number(at_clock) and _is_hour(text, at_clock))
    if reach.act in ENDING and cue.form == "base" and reach.follows_name and at_hour:
        return True  # "X patch on 8am, remove 8pm"
    if reach.act == "hold" and text.is_number(cue.first - 2) and text.word(cue.first - 1) in text.language.period_units:
        return True  # "X d1-21, 7 day pause"
    regular = not text.language.words_for_regular.isdisjoint(between)
    at_times = reach.act in ENDING and reach.follows_name and (cue.form in ("base", "present") or regular)
    if at_times and after[:1] and after[0] in text.language.words_for_regular and cue.form == "present":
        return True  # "X patch, takes off hs"
    if (
        at_times
        and len(after) > 1
        and after[0] in text.language.words_for_at
        and after[1] in hours | text.language.frequencies
    ):
        return True  # "X patch, I take it off at bedtime"
    if reach.act == "never" and reach.precedes_name and is_of_these_days(after, text.language):
        return True  # "did not take X this morning"
    if reach.act == "declined" and cue.form == "past" and _is_part_of_day(after, text.language):
        return True  # "refused X this morning", "refused X at night"
    only = not text.language.words_for_alone.isdisjoint(after[:_ONLY_WITHIN])
    if reach.act == "hold" and reach.follows_name and only:
        said = (text.word(cue.last - 1), after[0])
        if after[0] in text.language.words_for_single_dose:
            return True  # "X hold tonight's only"
        days = text.language.parts_of_a_day | text.language.days_and_months
        if not days.isdisjoint(said) or is_of_these_days(after, text.language):
            return True  # "X withheld this morning only", "X omit am only", "X hold tonight only", "X held Mon only"
    if reach.act == "hold" and reach.precedes_name and _is_one_dose(text, cue.last, reach.first):
        return True  # "held dose of X", "held one dose of X"
    since = reach.act in ("never", "no") and text.word(begin) in text.language.words_for_since
    until = text.language.words_for_until
    hour = begin + (text.word(begin) in until)
    timed = _is_hour(text, hour) if reach.precedes_name else text.is_number(hour) and reach.act == "hold"
    if timed and text.word(hour - 1) in until:
        return True  # "no further X until 8 pm", "did not get X till noon", "X: hold until 8 pm"
    if since and text.is_number(begin + 1) and not text.language.words_after_clock.isdisjoint(after[1:4]):
        return True  # "has not had X since 6 am"
    marks = [token.norm for token in text.tokens[reach.last : cue.first] if len(token.norm) == 1]
    if _begins_with_clock(text, reach.first) and len(marks) == len(set(marks)):
        return True  # "0800 X 5 mg - not given: BP 88/50", not "0800 X  W W W withheld"
    if reach.act in _OF_DOSES and _begins_with_day(text, reach.first):
        return True  # "23/11 X - not in stock"
    opens = begin - (text.word(begin - 1) in text.language.words_for_on)  # "X - none on the morning"
    near = takewhile(
        lambda token: token.kind != "line" and token.norm not in ".,;", text.tokens[opens : begin + _DAY_WITHIN]
    )
    if names_one_day([token.norm for token in near], text.language):
        return True  # "hold X on dialysis days", where "dialysis" may be a name, too
    told = [word for word in after if word.isalpha()]
    if cue.form in ("base", "present") and len(told) > 1 and told[0] in text.language.words_for_before:
        return told[1] in text.language.names_of_days  # "hold pre-HD"
    if reach.precedes_name and between[-1:] and between[-1] in hours:
        return True  # "refused am X", "held night X"
    return any(names_one_day(words, text.language) for words in (after, between))


def _closes(text: MedicineText, at: int) -> bool:
    return at >= len(text.tokens) or ends_sentence(text, at)


def _is_clock_at(text: MedicineText, at: int) -> bool:
    """Whether a time of the day stands at a token: "0800", "14:00"."""
    if not text.is_number(at):
        return False
    colon = text.word(at + 1) == ":" and text.is_number(at + 2)
    digits = text.word(at) + text.word(at + 2) if colon else ""
    return is_clock(text.tokens[at]) or (len(digits) == _CLOCK and digits < "2400")


def _is_hour(text: MedicineText, at: int) -> bool:
    """Whether a time of the day begins at a token: "8 pm", "noon"."""
    clock = text.is_number(at) and text.word(at + 1) in text.language.words_after_clock
    return clock or text.word(at) in text.language.part_words | text.language.parts_of_a_day


def _is_one_dose(text: MedicineText, first: int, last: int) -> bool:
    """Whether between a cue and a name stands that it is of a dose: "one dose of"."""
    language, words = text.language, text.words(first, last)
    return any(one in language.words_for_a_part and other in language.words_for_of for one, other in pairwise(words))


def _begins_with_clock(text: MedicineText, first: int) -> bool:
    """Whether the line of a name begins with a time of the day, "0800" or "08:00", so that it tells of one dose."""
    at = first - 1
    if at < 0 or not text.is_number(at):
        return False
    begin = at - 2 if text.word(at - 1) == ":" and text.is_number(at - 2) else at
    if begin and text.tokens[begin - 1].kind != "line":
        return False
    if begin == at:
        return is_clock(text.tokens[at])
    digits = text.word(begin) + text.word(at)
    return len(digits) == _CLOCK and digits.isdigit() and digits < "2400"


def _begins_with_day(text: MedicineText, first: int) -> bool:
    """Whether the line of a name begins with a day, "23/11", so that it may be of a log of doses."""
    at = first - 1
    while at >= 0 and (text.is_number(at) or text.word(at) in _INSIDE_DATE):
        at -= 1
    return first - at > _SHORTEST_DAY and (at < 0 or text.tokens[at].kind == "line") and text.word(at + 2) in "/-"


def is_of_these_days(after: Sequence[str], language: Language) -> bool:
    """Whether what follows a cue at once says that it is of today: "not taken yet today", "not taken this morning"."""
    rest = [word for word in after if word not in language.words_for_yet]
    if len(rest) > 1 and rest[0] in language.words_for_last and rest[1] in language.parts_of_a_day:
        return True  # "took no X last night"
    tonight = language.days_to_come & language.parts_of_a_day
    return bool(rest) and rest[0] in language.words_for_these_days | tonight


def _is_part_of_day(after: Sequence[str], language: Language) -> bool:
    """Whether what follows a cue at once is an hour of a day: "this am", "at night", "tonight", but not "today"."""
    rest = [word for word in after[:3] if word.isalpha()]
    if rest and (rest[0] in language.words_for_these_days or rest[0] in language.words_for_at):
        rest = rest[1:]
    if not rest or rest[0] in language.words_for_day:
        return False
    at_hour = after[0] in language.words_for_at and rest[0] in language.frequencies
    return at_hour or rest[0] in language.parts_of_a_day


def names_one_day(words: Sequence[str], language: Language) -> bool:
    """Whether words name one day by what happens on it: "the morning of surgery", "dialysis days"."""
    if len(words) > 1 and words[-1] in language.parts_of_a_day and words[0] in language.words_for_on:
        return True  # "omit on the day"
    return any(
        (one in language.parts_of_a_day and (other in language.words_for_of or other in language.words_for_before))
        or (one in language.names_of_days and other in language.words_for_day | language.parts_of_a_day)
        for one, other in pairwise(words)
    )


def is_asked(reach: Reach) -> bool:
    """ "Are you allergic to X?", "cease X? no": a question says nothing by itself."""
    text, begin = reach.text, max(reach.cue.last, reach.last)
    if reach.act == "declined" and text.word(reach.last) == "?":
        before = range(max(end_of_name_before(text, reach.first), reach.first - _STOP_ASKED_WITHIN), reach.first)
        return any(text.is_act_alone(at, act) for at in before for act in ("stop", "hold"))  # "stop X? no thanks"
    if reach.act not in _OPEN_ACTS:
        return False
    for at in range(begin, reach.end):
        token = text.tokens[at]
        closes = at + 1 >= reach.end or text.tokens[at + 1].kind == "mark"
        guess = token.norm in text.language.words_of_guessing - text.language.days_and_months
        if guess and closes and reach.cue.form in ("base", "present"):
            return True  # "X: stop in spring maybe"
        if token.norm == "?":
            adjoins = at + 1 < len(text.tokens) and text.tokens[at + 1].start == token.end
            return not adjoins or text.tokens[at + 1].kind not in ("word", "number")
        if token.norm in ",;:(":
            return False
    return False


def is_another_answer(reach: Reach) -> bool:
    """ "X 40 mg: none" counts something else; so does "X: no" below a question of something else ("Enough left?")."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act in ENDING and _answers_question_before(reach):
        return True
    denied = reach.act in ("allergy", "no", "avoid") and reach.follows_name
    if denied and text.word(cue.last) == ":" and text.word(cue.last + 1) in language.words_for_none:
        return True  # "X 400 tds, side effects: none"
    if reach.act not in ("never", "no") or cue.last - cue.first > 1:
        return False
    word = text.word(cue.first)
    topics = language.words_for_allergy | language.words_for_supplies
    of_allergies = text.word(cue.first - 1) == ":" and text.word(cue.first - 2) in topics
    alone = cue.last == reach.first and of_allergies and text.has_number_after(reach.number)
    if reach.precedes_name and (alone or text.word(cue.last) == "."):
        return True  # "Allergies: nil X 1 g bd", "No.1 X 5 mg"
    if reach.precedes_name:  # "uses her sister's? No - own X"
        asked = text.word(cue.first - 1) == "?" and word in language.answers_no
        return asked and text.word(cue.last) in ("-", ",", ".")
    if word in language.words_for_none and word not in language.answers_no:
        between = text.tokens[reach.last : cue.first]
        return text.word(cue.first - 1) == ":" and any(token.kind == "number" for token in between)
    return word in language.answers_no and _is_below_question(text, reach.first)


def _answers_question_before(reach: Reach) -> bool:
    """ "X 5 mg. Cough? Not now": the question right before a cue asks of something else."""
    text, language = reach.text, reach.text.language
    if text.word(reach.cue.first - 1) != "?":
        return False
    first = reach.cue.first - 1
    while first > reach.last and text.tokens[first - 1].kind != "mark":
        first -= 1
    if first == reach.last or not (language.heads_of_taking | language.pronouns).isdisjoint(
        text.words(first, reach.cue.first)
    ):
        return False
    return any(is_content(text, at) for at in range(first, reach.cue.first - 1))


def _is_below_question(text: MedicineText, first: int) -> bool:
    """Whether the line without a medicine over an entry asks of something else than taking."""
    end = first
    for _ in range(_LINES_UP):
        far = max(0, end - _LONGEST_ENTRY)
        while end > far and text.tokens[end - 1].kind != "line":
            end -= 1
        if end and text.tokens[end - 1].kind != "line":
            return False
        begin = end = max(0, end - 1)
        far = max(0, end - _LONGEST_ENTRY)
        while begin > far and text.tokens[begin - 1].kind != "line":
            begin -= 1
        if begin == end or end - begin > _LONGEST_QUESTION:
            return False
        number = text.first_ending_after(begin)
        if number >= len(text.places) or text.places[number][0] >= end:
            words = text.words(begin, end)
            return "?" in words and text.language.heads_of_taking.isdisjoint(words)
        end = begin
    return False


def is_negated_from_afar(reach: Reach) -> bool:
    """ "Will not hear of stopping X": the verb before it is negated."""
    text, language = reach.text, reach.text.language
    if reach.act == "stop" and _is_not_yet_wanted(reach):
        return True
    lacks = text.word(reach.cue.first) in language.words_for_without
    if lacks and _opens_clause(reach):
        return True  # "without X her legs swell"
    without = text.word(reach.cue.last - 1) in language.words_for_without
    if without and not language.negations.isdisjoint(text.words(reach.cue.first, reach.cue.last - 1)):
        return True  # "does not want to be without X"
    if lacks and not language.words_of_lacking.isdisjoint(_clause_before(text, reach.cue.first)):
        return True  # "lost without X", "symptoms came back without X"
    if reach.act == "never" and text.word(reach.cue.first) in language.words_for_neither | language.words_for_nor:
        after = text.words(reach.last, reach.last + _NEITHER_WITHIN)
        return _opens_neither(reach) and not language.words_of_no_change.isdisjoint(after)
    if reach.act == "allergy" and text.word(reach.first - 1) in language.words_for_nor:
        return True  # "neither X nor Y upset her"
    reaction = reach.act == "allergy"
    off = text.word(reach.cue.first) in language.words_for_off and reach.cue.last == reach.cue.first + 1
    if not lacks and not off and not reaction and (reach.act not in ENDED or reach.cue.form not in ("base", "ing")):
        return False
    for at in range(reach.cue.first - 1, max(-1, reach.cue.first - _NEGATED_WITHIN), -1):
        token = text.tokens[at]
        if token.kind in ("line", "mark") or token.norm in language.words_of_joining or text.is_named_at(at):
            return False
        if token.norm in language.negations or (lacks and token.norm in language.words_for_planning):
            return True
    return False


def _is_not_yet_wanted(reach: Reach) -> bool:
    """ "X: would like to come off it next year, not now": it is the end that is not now."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    denied = text.word(cue.first) in language.negations and text.word(cue.last - 1) in language.words_for_now
    wishes = language.words_for_planning | language.words_for_wanting | language.hypothetical_words
    return denied and not wishes.isdisjoint(text.words(reach.last, cue.first))


def _opens_neither(reach: Reach) -> bool:
    """Whether "neither" opens a clause, or stands before the "nor" of one: "neither X nor Y upsets her"."""
    text, first = reach.text, reach.cue.first
    if text.word(first) in text.language.words_for_nor:
        return not text.language.words_for_neither.isdisjoint(text.words(max(0, first - _NEITHER_WITHIN), first))
    return first == 0 or text.tokens[first - 1].kind != "word"


def _opens_clause(reach: Reach) -> bool:
    """Whether a cue opens its sentence and another subject follows the name."""
    text, before = reach.text, reach.cue.first - 1
    opens = before < 0 or text.tokens[before].kind == "line" or text.word(before) in _ENDS_CLAUSE
    at = reach.last + (text.word(reach.last) in text.language.determiners)
    subject = text.word(at) in text.language.patient_pronouns or (at < reach.end and is_content(text, at))
    return opens and subject


def _clause_before(text: MedicineText, first: int) -> list[str]:
    """The words of its clause before a token."""
    begin = first
    while begin > max(0, first - _NEGATED_WITHIN) and text.tokens[begin - 1].kind == "word":
        begin -= 1
    return text.words(begin, first)


def is_of_one_source(reach: Reach) -> bool:
    """ "X not issued here - private script": who does not supply it says nothing of who does."""
    if reach.act not in ("never", "not_dispensed", "no", "stop", "unneeded"):
        return False
    text, language = reach.text, reach.text.language
    if _is_not_supplied_yet(reach):
        return True
    giver = text.word(reach.cue.first - 1) in language.words_for_givers and text.word(reach.cue.first - 2) == "("
    if reach.act in ("never", "no") and giver:
        return True  # "X 10 mg with breakfast (school does not give)"
    own = not language.words_for_own.isdisjoint(text.words(reach.last, reach.cue.first))
    stock = text.words(reach.cue.last, min(reach.end, reach.cue.last + 5))
    unused = reach.act in ("never", "unused", "unneeded") and reach.follows_name
    if unused and not language.words_for_own.isdisjoint(stock):
        return True  # "X 15 ml bd. Nil required, own supply"
    if (
        reach.act == "not_dispensed"
        and reach.follows_name
        and (own or holds_phrase(stock, language.phrases_for_at_hand))
    ):
        return True  # "X, own supply, none supplied", "X not supplied, has at home"
    begin = min(reach.last, reach.cue.last)
    words = [
        *(text.words(reach.first - 2, reach.first) if text.word(reach.first - 1) == ":" else ()),  # "Private: X"
        *text.words(begin, max(reach.first, reach.cue.first)),
        *text.words(max(reach.last, reach.cue.last), reach.end),
    ]
    after = text.words(max(reach.last, reach.cue.last), reach.end)
    if reach.act == "not_dispensed" and not language.brand_words.isdisjoint(after):
        return True  # "X unavailable in her usual brand, generic supplied"
    return holds_phrase(words, language.words_for_other_source)


def _is_not_supplied_yet(reach: Reach) -> bool:
    """ "Not issued until Friday", "without X for a night": what is short for a time goes on after it."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if text.word(cue.first) in language.words_for_without:
        time = text.words(reach.last, min(reach.end, reach.last + 4))
        units = language.period_units | language.parts_of_a_day
        return time[:1] != [] and time[0] in language.words_for_so_long and not units.isdisjoint(time)
    after = text.words(reach.last, min(reach.end, reach.last + 3))
    none = reach.act == "never" and cue.last - cue.first == 1
    if none and not language.words_for_left.isdisjoint(after):
        return True  # "no X left, needs more"
    supplied = not language.words_for_supplying.isdisjoint(text.words(cue.first, cue.last))
    if supplied and not language.words_for_therefore.isdisjoint(after[:2]):
        return True  # "carers cannot give X, so the nurse does"
    return supplied and text.word(cue.last) in language.words_for_until


def is_on_another_line(reach: Reach) -> bool:
    """ "X 10 mg / Rx cancelled for Y", "X / stop... not today": a line below a name with more words than the cue's."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if not reach.follows_name or reach.act not in ENDED:
        return False
    opens = cue.first
    while opens > reach.last and text.tokens[opens - 1].kind == "mark":
        opens -= 1
    if all(token.kind != "line" for token in text.tokens[reach.last : opens]):
        return False
    after = text.word(cue.last)
    if after in language.pronouns or text.word(opens - 1) in language.patient_pronouns:
        return False  # "X? / No, she stopped that"
    if opens > reach.last and text.tokens[opens - 1].kind != "line":
        return True
    at = cue.last + (after in language.determiners)
    if at < len(text.tokens) and is_content(text, at) and after not in language.prepositions:
        return True  # "X / finished the overlap"
    return after == "." and text.word(cue.last + 1) == "."  # "stop... not today"


def is_in_other_clause(reach: Reach) -> bool:
    """ "X replaced with soluble as can't swallow", "declined Y when offered": a reason or time, no act of its own."""
    text, language, at = reach.text, reach.text.language, reach.cue.first - 1
    if reach.act not in _IN_CLAUSE or at < reach.last:
        return False
    if text.word(at) in language.pronouns or text.word(at) in language.actors:
        at -= 1
        if text.word(at) == ";" and reach.cue.last < reach.end and is_content(text, reach.cue.last):
            return True  # "may have X; he must not have NSAIDs"
    elif text.word(at) in language.words_for_as and text.word(reach.cue.first) not in language.negations:
        return False  # "one tablet as ... HOLD"
    return text.word(at) in language.conjunctions_of_reason


def is_quoted_and_denied(reach: Reach) -> bool:
    """ "Owing 14, not 'not dispensed' as the printout says"."""
    text, at = reach.text, reach.cue.first - 1
    if reach.act in ENDED and reach.precedes_name:
        after = text.words(reach.last, min(reach.end, reach.last + _MISTAKE_WITHIN))
        if not text.language.words_for_mistake.isdisjoint(after):
            return True  # "the summary lists no X - an error"
    quoted = text.word(at) in ("'", '"', "‘", "“")
    return quoted and text.word(at - 1) in text.language.words_for_not


def is_for_a_purpose(reach: Reach) -> bool:
    """ "X 2.5 - I forgot to put it on the letter": what is to be done is the object of another verb."""
    text, cue = reach.text, reach.cue
    by_other = reach.act == "planned" and reach.precedes_name and text.is_act_alone(cue.first, "person")
    if by_other and text.word(cue.last - 1) in text.language.verbs_of_carers:
        return True  # "sister will collect X"
    if text.language.words_for_to.isdisjoint(text.words(cue.first, cue.last)):
        return False
    if reach.act != "planned":
        return False
    if reach.precedes_name:  # "nurse to give X until Friday"
        gives = text.word(cue.last - 1) in text.language.words_for_supplying
        near = [*_clause_before(text, cue.first), *text.words(cue.first, cue.last)]  # "asked wife to give X"
        return gives and not text.language.people_who_give.isdisjoint(near)
    if text.word(cue.first) not in text.language.words_for_to:
        return False
    before = text.word(cue.first - 1)
    return cue.first > reach.last and is_content(text, cue.first - 1) and before not in text.language.words_for_planning


def is_talk_of_directions(reach: Reach) -> bool:
    """ "X 25 mg daily discussed", "not sure whether he takes X", "risks of not taking X", "worried about X"."""
    text = reach.text
    about = text.word(reach.cue.last - 1) in text.language.words_for_about
    hers = text.language.possessives - text.language.articles
    if reach.act == "info" and reach.precedes_name and text.word(reach.last) in text.language.words_for_using:
        return True  # "information on X usage"
    if about and reach.precedes_name and text.word(reach.first - 1) in hers:
        return True  # "wondering about her X"
    if reach.act == "info" and reach.precedes_name and _is_asked_of_what_is_taken(reach):
        return True
    if _is_not_known(reach) or _is_named_in_talk(reach) or _is_worry(reach) or _is_of_what_was_told(reach):
        return True
    if reach.act in ENDING and _is_only_thought_of(reach):
        return True
    if reach.act != "planned" or reach.cue.form != "past":
        return False
    gap = text.tokens[reach.last : reach.cue.first]
    passive = text.language.passive_auxiliaries | text.language.words_for_was
    return any(token.kind == "number" for token in gap) and passive.isdisjoint(token.norm for token in gap)


def _is_asked_of_what_is_taken(reach: Reach) -> bool:
    """ "Ask GP re X cough", "asked re dose of X"."""
    text = reach.text
    effects = ("reaction", "symptom", "sideeffect")
    return _is_one_dose(text, reach.cue.last, reach.first) or any(text.is_act_alone(reach.last, act) for act in effects)


def _is_only_thought_of(reach: Reach) -> bool:
    """ "X - stop was considered", "hold X suggested": what is said of an end, not done."""
    text, at = reach.text, max(reach.cue.last, reach.last)
    if reach.cue.form != "base":
        return False
    at += text.word(at) in text.language.words_for_was
    return at < reach.end and text.is_act_alone(at, "plan") and text.word(at).endswith(_PARTICIPLE)


def _is_not_known(reach: Reach) -> bool:
    """ "Can't remember if he took X", "I never know whether to give X"."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act in ENDED and text.word(cue.first) in language.words_for_whether:
        return True  # "X. Cannot remember whether he had been taking it"
    if reach.act not in ("planned", "conditional", "never"):
        return False
    if any(text.is_act_alone(at, "start") for at in range(cue.first, cue.last)):
        return False  # "unsure whether to start X"
    asks = text.word(cue.first) in language.words_for_if or text.word(cue.first) in language.words_for_whether
    return asks and text.word(cue.first - 1) in language.verbs_of_knowing


def _is_named_in_talk(reach: Reach) -> bool:
    """ "Risks of not taking X", "the idea of stopping X"."""
    text, first = reach.text, reach.cue.first
    at = first - 1 - (text.word(first - 1) == ":")
    if reach.act in ENDED and reach.cue.form == "ing" and text.word(at) in text.language.words_for_about:
        return True  # "neuro re: switching to X", "X 20 mg, ask about switching to Y"
    if reach.act not in ENDED or not reach.precedes_name:
        return False
    if text.word(first - 1) in text.language.nouns_of_excuse:
        return True  # "out of excuses not to take X"
    return text.word(first - 1) in text.language.words_for_of and text.word(first - 2) in text.language.nouns_of_talk


def _is_of_what_was_told(reach: Reach) -> bool:
    """ "Information given on side effects of X": what may happen has not."""
    text = reach.text
    if reach.act != "allergy":
        return False
    first, language = reach.cue.first, text.language
    if text.word(reach.cue.last - 1) in language.words_for_of and not language.words_of_telling.isdisjoint(
        text.words(first, reach.cue.last)
    ):
        return True  # "discussed side effects of X"
    told = text.word(first) in language.words_of_telling and text.word(first + 1) in language.prepositions
    if told and text.word(reach.cue.last - 1) not in language.words_for_to:
        return True  # "warned about a rash with X", but "informed of an allergy to X"
    return not language.words_of_telling.isdisjoint(_clause_before(text, first))


def _is_worry(reach: Reach) -> bool:
    """ "Worried about X" refuses nothing by itself, as "worried about starting X" does."""
    text, cue = reach.text, reach.cue
    worried = not text.language.words_of_worry.isdisjoint(text.words(cue.first, cue.last))
    return reach.act == "declined" and worried and text.word(cue.last - 1) in text.language.prepositions


def is_given_again(reach: Reach) -> bool:
    """ "X given today, next in 6 months", "depot given 3/4", "loaded with X, then 5 mg daily": not the last dose."""
    text, number = reach.text, reach.number
    if reach.act == "once" and text.meanings and is_of_intervals(text.meanings[number], text.language):
        alone = text.language.occasions_of_once - text.language.recent_days  # "vitamin B IM stat"
        return not holds_phrase(text.words(reach.cue.first, reach.cue.last), alone)
    after = reach.text.words(max(reach.cue.last, reach.last), reach.end)
    before = reach.text.words(max(reach.last, reach.cue.first - 2), reach.cue.first)
    if reach.act == "once" and _is_taken_since(reach):
        return True
    if reach.act == "once" and _is_of_what_is_usual(reach):
        return True
    if reach.act == "once" and reach.precedes_name and after[:1] and after[0] in reach.text.language.words_for_supplies:
        return True  # "one-off X supply given"
    missed = reach.text.language.words_for_missing
    if reach.act == "once" and (text.word(reach.cue.first - 1) in missed or not missed.isdisjoint(before)):
        return True  # "X, dose missed while in hospital", "missing one dose of X"
    if reach.act == "once" and not reach.text.language.words_for_last.isdisjoint(before):
        return True  # "last dose given 8 am"
    if reach.act == "once" and reach.follows_name and len(after) > 1 and after[0].isdigit() and after[1] == ",":
        return True  # "X 5 mg: given 28, 29, 30/11"
    around = text.words(max(0, min(reach.first, reach.cue.first) - _FIRST_WITHIN), reach.end)
    if reach.act == "once" and holds_phrase(around, text.language.phrases_for_first):
        return True  # "first dose of X given here"
    if reach.act == "once" and reach.near == "label" and (_is_for_each_time(reach) or _is_usual(reach)):
        return True  # "Premeds: X, Y 8 mg each cycle", "At triage: home meds X"
    given = any(text.is_act_alone(at, "give") for at in range(reach.last, reach.cue.last))  # "X given daily on ward"
    directions = after if reach.precedes_name else text.words(reach.last, reach.cue.first) if given else []
    if reach.precedes_name and text.first_ending_after(reach.cue.last) == reach.number:
        directions = [*directions, *text.words(reach.cue.last, reach.first)]  # "given x2 daily X"
    regular = not text.language.words_for_regular.isdisjoint(directions)
    return reach.act == "once" and (regular or not reach.text.language.words_for_next.isdisjoint(after))


def _is_of_what_is_usual(reach: Reach) -> bool:
    """ "X x1 in class", "usual X given 18:00", "given her own list: X", "now just one dose", "one dose only missed"."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    said = text.words(cue.first, cue.last)
    if text.word(reach.first - 1) in language.words_for_the_same or text.word(cue.first - 1) in language.words_for_now:
        return True
    if text.word(cue.last) in language.words_for_missing:
        return True
    if reach.precedes_name and cue.last < reach.first and text.word(reach.first - 1) in language.words_for_on:
        return True  # "BP in clinic today 138/80 on X"
    if reach.precedes_name:
        return not (language.words_for_own | language.words_for_discharge).isdisjoint(said)
    counted = said[:1] == ["x"] and said[-1] in language.words_for_in
    places = language.places_of_giving | language.places_of_care | language.articles | language.days_and_months
    often = text.words(cue.last, min(reach.end, cue.last + _HOW_OFTEN_WITHIN))
    per_day = any(one in language.articles and other in language.words_for_day for one, other in pairwise(often))
    return per_day or (counted and text.word(cue.last) not in places)


def _is_usual(reach: Reach) -> bool:
    """Whether words between a label and a name say that it is one that is taken: "home meds", "usual"."""
    said = (reach.text.language.heading_words.get(word) for word in reach.text.words(reach.cue.last, reach.first))
    return any(says in ("current", "taken") for says in said)


def _is_for_each_time(reach: Reach) -> bool:
    """Whether the list after a label ends in how often it is given."""
    tokens = reach.text.tokens
    end = next((at for at in range(reach.last, len(tokens)) if ends_sentence(reach.text, at)), len(tokens))
    return not reach.text.language.words_for_every.isdisjoint(reach.text.words(reach.last, end))


def _is_taken_since(reach: Reach) -> bool:
    """ "X 200 mg od after loading dose", "X 75 mg bd, nerve block helped": how often it is taken stands before."""
    text, language = reach.text, reach.text.language
    between = text.words(reach.last, reach.cue.first)
    if not (language.words_for_since | language.words_for_after).isdisjoint(between[-1:]):
        return True
    if text.word(reach.cue.last) in language.articles and text.word(reach.cue.last + 1) in language.words_for_day:
        return True  # "X: one injection a day"
    aside = "(" in between and not language.words_for_regular.isdisjoint(between[: between.index("(")])
    stays = language.words_for_in | language.words_for_on | language.words_for_as | language.during_words
    stays |= language.words_for_while
    only = not language.words_for_alone.isdisjoint(text.words(reach.cue.first, reach.cue.last + 1))
    if only or (text.word(reach.cue.first) in stays and not aside):
        return False  # "X 40 mg od inpatient only", "X 1 g od as inpatient", but "X 300 mg nocte (loaded in ED)"
    return not language.words_for_regular.isdisjoint(between)


def is_before_restart(reach: Reach) -> bool:
    """ "X restarted on day 6 (had been held)", "restarted X in May, had stopped it": what had been done before that."""
    text, language = reach.text, reach.text.language
    if not reach.follows_name or reach.act not in _BEFORE_RESTART:
        return False
    between = text.words(reach.last, reach.cue.first)
    said = text.words(reach.cue.first + 1, reach.cue.last)  # "mum had let it lapse" is one cue
    auxiliaries = {*between[-_HAD_WITHIN:], *said}
    in_bracket = "(" in between and ")" not in between  # "X restart 1.25 (held on adm)"
    if any(text.begins_act(at, "restart") for at in range(reach.last, reach.cue.first)):
        return in_bracket or not language.words_for_had.isdisjoint(auxiliaries)  # not "restarted, but then was stopped"
    begin = max(end_of_name_before(text, reach.first), reach.first - _RESTARTED_WITHIN)
    lines = [at for at in range(begin, reach.first) if text.tokens[at].kind == "line"]
    before = any(text.begins_act(at, "restart") for at in range(begin, reach.first))
    past = language.words_for_had | language.words_for_was
    aside = (
        in_bracket or (reach.act == "hold" and between[-1:] == [","])
    ) and not lines  # "resume X, held on admission"
    return before and (aside or not auxiliaries.isdisjoint(past))  # "resume X, was held"


def _is_on_record(words: Sequence[str], language: Language) -> bool:
    """Whether words after "still" name a record: "still on the list" says nothing against an end."""
    nouns = language.words_for_lists | language.words_for_records
    return bool(words) and words[0] in language.words_for_on and not nouns.isdisjoint(words[1:_RECORD_WITHIN])


def _is_of_what_is_regular(reach: Reach) -> bool:
    """ "X 2 sachets bd not helping", "X 25 mg bd, will take on the morning": said of what has a frequency."""
    text, cue = reach.text, reach.cue
    verb, language = text.word(cue.last - 1), text.language
    goes_on = verb.endswith(tuple(language.participle_endings)) and verb not in language.words_for_none
    goes_on = goes_on or text.word(cue.first) in language.auxiliaries_of_present  # "X every 6 hours does not help"
    helps_not = reach.act == "failed" and goes_on
    if not helps_not and not (reach.act == "planned" and text.is_act_alone(cue.last - 1, "take")):
        return False
    return not text.language.words_for_regular.isdisjoint(text.words(reach.last, cue.first))


def _is_fully_directed(reach: Reach) -> bool:
    """Whether an amount and how often it is taken stand between a name and a cue after it."""
    text, between = reach.text, reach.text.words(reach.last, reach.cue.first)
    of_course = not text.language.course_words.isdisjoint(text.words(reach.cue.first, reach.cue.last))
    if of_course or reach.near in ("cell", "note") or (reach.act == "planned" and reach.cue.form == "past"):
        return False  # "X 100 mg bd - completed course 21/11"
    regular = not text.language.words_for_regular.isdisjoint(between)
    return regular and any(text.is_number(at) for at in range(reach.last, reach.cue.first))


def _is_day_of_it(text: MedicineText, first: int, last: int) -> bool:
    """Whether a course is said to be under way: "now day 3", "day 5 of it"."""
    language = text.language
    return any(
        text.word(at) in language.period_units
        and text.is_number(at + 1)
        and (text.word(at - 1) in language.words_for_now or text.word(at + 3) in language.pronouns)
        for at in range(first, last - 1)
    )


def _is_under_way(reach: Reach) -> bool:
    """ "Not allergic to X, day 3 of 7", "not the X - wk 5/12", "tolerates X, day 3": how far a course has come."""
    text, language = reach.text, reach.text.language
    if reach.act == "info" and text.word(reach.last) == "," and text.is_number(reach.last + 2):
        return text.word(reach.last + 1) in language.period_units
    if _is_day_of_it(text, max(reach.cue.last, reach.last), reach.end):
        return True
    of = language.words_for_of | {"/"}
    return any(
        text.word(at) in language.period_units
        and text.is_number(at + 1)
        and text.word(at + 2) in of
        and text.is_number(at + 3)
        and int(text.word(at + 1)) < int(text.word(at + 3))
        for at in range(max(reach.cue.last, reach.last), reach.end - 3)
        if text.word(at + 1).isdigit() and text.word(at + 3).isdigit()
    )


def _is_place_of_other(reach: Reach, between: Sequence[str]) -> bool:
    """ "Takes X and was in the ER", "was started on X in the ER": where something else was done, or it was begun."""
    text, language = reach.text, reach.text.language
    if text.is_act_alone(reach.cue.first - 1, "give"):
        return False
    if not (language.words_for_was | language.words_for_and).isdisjoint(between):
        return True
    before = range(max(0, reach.first - _BEGUN_WITHIN), reach.first)
    return any(text.is_act_alone(at, "start") for at in before if text.word(at) not in language.determiners)


def _helps_still(reach: Reach) -> bool:
    """Whether what was tried is said to help now, without a negation."""
    text, language = reach.text, reach.text.language
    after = range(reach.last, min(reach.end, reach.last + _HELPS_WITHIN))
    treats = (at for at in after if text.word(at) in language.words_for_treating)
    helps = next((at for at in treats if text.is_act_alone(at, "keep")), 0)
    return helps > 0 and language.negations.isdisjoint(text.words(reach.last, helps))


def _is_given_later(reach: Reach) -> bool:
    """ "X w/h 0800 HR 50, given 2000", "X refused at breakfast, taken 10 am": the next dose was had."""
    text, language = reach.text, reach.text.language
    days = language.days_and_months | language.parts_of_a_day | language.words_for_these_days
    for at in range(reach.cue.last + 1, reach.end):
        alone = language.cues_by_first_word.get(text.word(at), {}).get("", ())
        had = any(cue.category in ("give", "take") and cue.form == "past" for cue in alone)
        if not had or text.tokens[at - 1].kind != "mark":
            continue
        after = text.word(at + 1)
        if at + 1 >= len(text.tokens) or after in days or text.tokens[at + 1].kind in ("line", "mark"):
            return True
        if is_clock(text.tokens[at + 1]) or text.word(at + 2) in language.words_after_clock:
            return True
    return False


def is_contradicted(reach: Reach) -> bool:
    """ "X held x1, continuing as usual", "not keen on X but is using it": what follows says that it goes on."""
    language = reach.text.language
    begin = max(reach.cue.last, reach.last)
    words = reach.text.words(begin, reach.end)
    if reach.act == "once":
        between = reach.text.words(reach.last, reach.cue.first)
        if any(reach.text.is_act_alone(at, "dose") for at in range(reach.last, reach.cue.first)):
            return True  # "X doubled in ED"
        at = reach.cue.last + reach.text.is_number(reach.cue.last)
        if reach.precedes_name and not language.words_of_altering.isdisjoint(words[:_ALTERED_WITHIN]):
            return True  # "during her admission X dose changed"
        often = reach.text.word(at + (reach.text.word(at) in language.words_for_at | language.per_words))
        often_words = language.words_for_regular | language.parts_of_a_day | language.period_units
        if reach.follows_name and often in often_words and often != reach.text.word(at):
            return True  # "X 800 mg single dose at night", "X sc x 1 per week"
        if reach.follows_name and reach.text.word(at) in language.words_for_regular:
            return True  # "X given in clinic 8 weekly"
        if holds_phrase(between, language.phrases_of_supply):
            return True  # "X 3 g, script given, single dose tonight"
        stay = language.words_for_in | language.during_words
        if reach.text.word(reach.cue.first) in stay and _is_place_of_other(reach, between):
            return True
        purpose = reach.text.word(reach.cue.first) in language.words_for_for
        if purpose and any(reach.text.is_act_alone(at, "keep") for at in range(reach.last, reach.cue.first)):
            return True  # "X helps for sedation"
    if _is_of_what_is_regular(reach):
        return True
    if reach.act == "tried" and reach.precedes_name and _helps_still(reach):
        return True  # "has tried X, which helps"
    if (reach.act in _OPEN_ACTS or reach.act == "info") and _is_under_way(reach):
        return True
    if reach.act in _LEFT_OUT_ONCE and reach.follows_name and _is_given_later(reach):
        return True
    said = reach.text.words(reach.cue.first, reach.cue.last)
    if reach.act in _AFTER_DIRECTIONS and _is_fully_directed(reach):
        return True  # "X 100 mg tds, to be given via NG"
    if reach.act == "failed" and not language.words_for_yet.isdisjoint(said):
        return True  # "no response yet to X"
    if reach.act == "never" and reach.follows_name and reach.text.is_number(reach.cue.last):
        return True  # "X 2.5 mg od, not yet 5 years"
    short = reach.act in ("not_dispensed", "never") and reach.follows_name
    if short and not language.words_for_left.isdisjoint(words):
        return True  # "X out of stock, one pen left"
    if reach.act in ENDING and words and words[-1] in language.denials_at_the_end:
        return True  # "told to stop X by a cousin, hasn't"
    if reach.act in ("planned", "await") and any(
        f"{one} {other}" in language.phrases_of_going_on
        and one in language.heads_of_taking
        and other.endswith(tuple(language.participle_endings))
        for one, other in pairwise(words)
    ):
        return True  # "funding for X declined, still taking it"
    if reach.act in ("planned", "await", "conditional") and holds_phrase(words, language.phrases_of_supply):
        return True  # "to start X from tonight, script sent"
    if reach.act == "conditional" and not language.words_of_leave.isdisjoint(words):
        return reach.text.word(reach.cue.first) in language.words_of_condition  # "if feverish X is fine"
    if reach.act in ENDING and reach.cue.modified and holds_phrase(words, language.phrases_of_indecision):
        return True  # "X, advised stop, she'll think"
    if reach.act == "never" and not language.words_for_eking.isdisjoint(words):
        return True  # "can't afford X, stretching it"
    # "letter about X discussed, stays on it", "risks of X; wishes to stay on it", "will discuss X, continue meanwhile"
    discussed = reach.act == "info" or (reach.act == "planned" and reach.cue.form == "past")
    talk = language.verbs_of_talk.intersection(reach.text.words(reach.cue.first, reach.cue.last))
    discussed = discussed or (bool(talk))
    if not discussed and reach.act not in _MAY_GO_ON:
        return False
    if begin == reach.cue.last:
        words = [reach.text.word(begin - 1), *words]  # "taken off and new one put on"
    going_on = language.phrases_of_going_on
    opening = opening_words(going_on)
    goes_on = [
        at
        for at, (one, other) in enumerate(pairwise([*words, ""]))
        if (one in going_on and (at or begin != reach.cue.last)) or (one in opening and f"{one} {other}" in going_on)
    ]
    if begin == reach.cue.last and reach.text.word(begin - 2) in language.negations:
        goes_on = [at for at in goes_on if at]  # "X held, not resumed"
    if any(_is_on_record(words[at + 1 :], language) for at in goes_on):
        return False  # "stopped, but still on the list"
    is_of_next = reach.text.is_name_begun_at(reach.end)  # "but now takes Y", "and remains on Y"
    if is_of_next:
        before_next = language.words_before_next | language.between_cue_and_name
        goes_on = [at for at in goes_on if not before_next.issuperset(words[at + 1 + (words[at] not in going_on) :])]
    if any(words[at - 1] not in language.negations or not at for at in goes_on):
        return True
    if is_of_next:
        return False
    if len(words) > 1 and words[-1] in language.words_for_using and words[-2] in language.words_before_going_on:
        return True  # "PA denied, then sorted, taking"
    turn = next((at for at, word in enumerate(words) if word in language.words_for_but), len(words))
    return any(
        one in language.words_for_using and other not in language.words_for_not
        for one, other in pairwise([*words[turn:], ""])
    )
