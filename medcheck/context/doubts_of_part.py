"""Doubts whether all of a medicine has ended: a dose, a box, a form or a brand of it, while the rest is taken."""

import re
from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.cue_reach import ENDED, Reach, names_part
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.context.nature import is_of_rescue
from medcheck.document.tokens import is_year

_OF_MANNER = ENDED - {"hold", "declined"} | {"allergy"}
_OF_DOSES = frozenset(("never", "no", "not_dispensed"))
_MANNER_AFTER = _OF_DOSES | {"hold"}
_OF_FORM = ENDED - {"hold"}
_BEFORE_DIRECTIONS = ENDED | {"once"}
_COUNTED_WITHIN = 4  # words before "of 6" in which the part of it is counted
_LONGEST_BRACKET = 7  # tokens of a bracket after a name
_ENDS_OF_SENTENCES = frozenset((".", ";", "\n"))
_BEFORE_COUNT = frozenset((",", ";", "-", "("))
_DOSE = re.compile(r"\d+(\.\d+)?")
_OF_DAYS_AND_HOURS = frozenset(("/", ":"))
_DOSES_OF_A_TAPER = 3  # falling doses that make a taper; two may be an old dose and a new one
_AT_HAND_WITHIN = 6  # words after "unused" in which the place may be named where it is kept


def is_of_a_part(reach: Reach) -> bool:
    """ "X 80/40 - pm dose dropped", "old box of X finished", "brand X stopped"."""
    text, language = reach.text, reach.text.language
    if _is_of_a_manner(reach):
        return True
    if reach.act == "avoid" and text.word(reach.first - 1) in language.brand_words:
        return True  # "avoid generic X"
    if reach.act not in ENDED:
        return False
    one_dose = not language.words_for_single_dose.isdisjoint(text.words(reach.cue.last, reach.first))
    if _is_excepted(reach) or _is_of_these_days(reach) or _is_counted(reach) or _is_of_its_container(reach):
        return True
    if _is_of_an_old_dose(reach):
        return True
    if reach.act in ("stop", "past", "failed") and text.word(reach.last) in language.words_for_alone:
        return True  # "was maintained on X alone; Y has been added"
    if text.word(reach.cue.first - 1) in language.words_for_some | language.words_of_rarely:
        return True  # "sometimes refuses X"
    counted = reach.cue.first - 1 - (text.word(reach.cue.first - 1) in language.words_for_supplies)
    listed = counted > reach.last and text.is_number(counted) and text.word(counted - 1) in _BEFORE_COUNT
    if reach.act in ("never", "unused") and listed and reach.cue.form == "state":
        return True  # "X pen in use; 4 still sealed", "X 5 mg daily, 2 refills unfilled"
    if reach.act == "not_dispensed" and reach.follows_name and text.word(reach.cue.first - 1) in language.forms:
        return True  # "X caps (liquid unavailable)"
    avoided = reach.act in ("no", "avoid") and reach.follows_name
    other = text.word(reach.cue.first - 1) in language.forms and reach.cue.first - 1 > reach.last
    brand = not language.brand_words.isdisjoint(text.words(reach.cue.last, reach.cue.last + 2))
    if avoided and (other or brand):
        return True  # "X, gel not suitable for him", "X brand (not suitable for generic)"
    if avoided and text.word(reach.cue.first - 1) in language.words_for_a_part:
        return True  # "X 200 bd - missed doses to be avoided"
    if _is_at_hand(reach) or _is_of_one_stretch(reach) or _is_at_a_dose(reach) or _ends_a_taper(reach):
        return True
    of_brand = text.word(reach.cue.first - 1) in language.brand_words
    if of_brand and (reach.act == "never" or (reach.act == "stop" and reach.cue.form == "state")):
        return True  # "X brand not approved, gets generic", "brand no longer made"
    now = (
        text.word(reach.cue.first) in language.words_for_left
        and text.word(reach.cue.last - 1) in language.words_for_now
    )
    if reach.act == "stop" and now and text.is_number(reach.first - 1):
        return True  # "has 5 X left now"
    if reach.act == "tried" and reach.follows_name and text.is_number(reach.cue.first - 1):
        return True  # "X 20: 40 tried last year, aches"
    between = text.words(reach.cue.last, reach.first)
    times = language.parts_of_a_day | language.forms.keys()
    if reach.act == "stop" and text.word(reach.cue.last - 1) in language.words_for_of and not times.isdisjoint(between):
        return True  # "nightly instead of morning X"
    if text.word(reach.cue.last - 1) in language.brand_words and reach.act in ("never", "no"):
        return True  # "not for generic: X brand only"
    following = text.words(reach.cue.last, min(reach.end, reach.cue.last + _COUNTED_WITHIN))
    if reach.follows_name and reach.act == "not_dispensed" and not language.brand_words.isdisjoint(following):
        return True  # "X unavailable in her usual brand"
    if reach.follows_name and text.word(reach.cue.last) in language.words_for_a_part:
        return True  # "X withdrawn batch returned"
    if reach.follows_name and text.word(reach.cue.last) in language.determiners and text.is_number(reach.cue.last + 1):
        return text.word(reach.cue.last + 2) not in language.period_units  # "X 100, stop the 75 strength"
    if reach.precedes_name and text.word(reach.last) in language.words_for_a_part:
        after = text.word(reach.last + 1 + (text.word(reach.last + 1) == ","))
        if after in language.words_for_swapped and text.word(reach.last + 2) not in language.replacement_prepositions:
            return True  # "dropped X pen, replaced"
    if reach.act in ("never", "no", "avoid") and (one_dose or _is_limit(reach)):
        return True
    before = reach.first - 1
    while before > 0 and (text.word(before) in language.determiners or text.word(before) in language.prepositions):
        before -= 1
    if names_part(text, before) or text.word(reach.first - 1) in language.brand_words:
        return True
    hour = text.word(reach.first - 1) in language.parts_of_a_day and text.word(reach.first - 2) in language.determiners
    if hour:
        return True  # "leave out the night X"
    at = reach.cue.first - 1
    while at > reach.last and text.word(at) in language.cue_fillers:
        at -= 1
    if at <= reach.last:
        return False
    strength = text.word(at) in language.masses and text.word(at - 2) in language.determiners
    if text.is_number(at) and _names_two_strengths(text, reach.last, at):
        return True  # "X 10 and 20: take the 20, 10 binned"
    return (
        strength
        or names_part(text, at)
        or (reach.act == "past" and text.word(reach.cue.last) in language.words_for_a_part)
    )


def _ends_a_taper(reach: Reach) -> bool:
    """ "X 40 → 30 → 20 → stop", "X 8 mg, then 6, then 4, off": the end of a plan by which it is taken."""
    text, language = reach.text, reach.text.language
    if not reach.follows_name or reach.cue.form == "past":
        return False
    between = range(reach.last, reach.cue.first)
    if any(text.word(at) in _OF_DAYS_AND_HOURS for at in between):
        return False
    told = [at for at in between if text.is_number(at) and text.word(at - 1) not in language.course_prepositions]
    written = [text.word(at) for at in told if text.word(at + 1) not in language.period_units]
    doses = [float(dose) for dose in written if _DOSE.fullmatch(dose)]
    return (
        min(doses, default=0) > 0
        and len(set(doses)) >= _DOSES_OF_A_TAPER
        and all(later <= before for before, later in pairwise(doses))
    )


def _names_two_strengths(text: MedicineText, begin: int, at: int) -> bool:
    """Whether a number that ended stands among others before it, after a comma."""
    numbers = {text.word(index) for index in range(begin, at) if text.is_number(index)}
    return text.word(at) in numbers and len(numbers) > 1 and text.word(at - 1) == ","


def _is_at_a_dose(reach: Reach) -> bool:
    """ "Held X at 5 mg", "held her X at 47.5": kept where it is."""
    text, at = reach.text, reach.last
    if reach.act != "hold" or not reach.precedes_name or text.word(at) not in text.language.words_for_at:
        return False
    dosed = text.word(at + 2) in text.language.masses or "." in text.word(at + 1)
    return text.is_number(at + 1) and dosed


def _is_of_an_old_dose(reach: Reach) -> bool:
    """ "X 5 mg, previously 2.5": the dose was another."""
    text, at = reach.text, reach.cue.last
    if reach.act != "past" or at - reach.cue.first > 1 or not text.is_number(at) or is_year(text.tokens[at]):
        return False
    return at + 1 >= len(text.tokens) or text.tokens[at + 1].kind == "line" or text.word(at + 1) in (",", ")", "|")


def _is_excepted(reach: Reach) -> bool:
    """ "Apart from X, all stopped": what is excepted goes on."""
    if reach.text.word(reach.last) == "(":
        return False  # "all given except X (held)"
    before = reach.text.words(max(0, reach.first - 2), reach.first)
    return holds_phrase(before, reach.text.language.words_for_exception)


def _is_of_these_days(reach: Reach) -> bool:
    """ "X prn - none needed this week": not used lately, and still there to use."""
    text, language = reach.text, reach.text.language
    if reach.act in ("unused", "unneeded") and reach.precedes_name:  # "did not need her X"
        elliptic = reach.act == "unneeded" and reach.first == reach.cue.last  # "no pain, not needed X"
        return elliptic or text.word(reach.first - 1) in language.determiners - language.articles
    if reach.precedes_name and reach.act in ("never", "no") and text.word(reach.last) in language.words_for_need:
        later = text.word(reach.last + 1)  # "no X needed in 4 weeks"
        return later in language.words_for_in | language.words_for_since | language.words_for_these_days
    if not reach.follows_name:
        return False
    negated, after = text.word(reach.cue.first) in language.negations, text.word(reach.cue.last)
    negated = negated or text.word(reach.cue.first) in language.words_for_none
    denied = negated and reach.act in ("unused", "unneeded", "never", "stop")
    if denied and not language.words_for_some.isdisjoint(text.words(reach.cue.first, reach.cue.last + 1)):
        return True  # "X: not needed most nights"
    if reach.act not in ("unused", "never"):
        return False
    none = text.word(reach.cue.first) in language.words_for_none or reach.act == "unused"
    return none and after in language.words_for_these_days


def _is_of_its_container(reach: Reach) -> bool:
    """ "X: pen broken, replaced", "dropped her X inhaler in the bath, replaced": what it comes in is a new one."""
    text, language = reach.text, reach.text.language
    if reach.act != "switched":
        return False
    if reach.precedes_name:  # "replaced X patch today"
        parts = language.words_for_a_part.isdisjoint(text.words(reach.first, reach.last + 1))
        after = text.words(reach.last, min(reach.end, reach.last + _COUNTED_WITHIN))
        return not parts and language.replacement_prepositions.isdisjoint(after)
    if text.word(reach.cue.last) in language.replacement_prepositions:
        return False
    if text.word(reach.cue.last) in language.words_for_by and reach.end >= len(text.tokens):
        return True  # "X patch, changed by carers"
    words = text.words(reach.last, reach.cue.first)
    return words[-1:] == [","] and any(word in language.forms or word in language.words_for_a_part for word in words)


def _is_counted(reach: Reach) -> bool:
    """ "Declined X x1": one dose of it."""
    text = reach.text
    if reach.act == "never" and reach.follows_name and text.word(reach.cue.last - 1) in text.language.words_for_mistake:
        if text.is_number(reach.cue.first - 1):
            return True  # "X 40 mg listed as 20 in error"
        at = reach.first - 1
        skipped = text.language.part_words | text.language.articles | {"x"}
        while text.is_number(at) or text.word(at) in skipped:
            at -= 1
        return text.is_act_alone(at, "take")  # "took 2 x X in error"
    if reach.act == "never" and reach.precedes_name and text.is_act_alone(reach.cue.last, "take"):
        return text.word(reach.cue.last - 1) in text.language.words_for_mistake  # "in error took two X"
    if reach.act == "hold" and reach.follows_name:
        return holds_phrase(text.words(reach.cue.last, reach.cue.last + 2), text.language.words_for_one_time)
    declined = reach.act in ("declined", "hold") and reach.precedes_name
    return declined and holds_phrase(text.words(reach.last, reach.last + 2), text.language.words_for_one_time)


def _is_of_a_manner(reach: Reach) -> bool:
    """ "Not taking X correctly", "not using X every day", "can't have X before 6": how or when it is taken."""
    text, language = reach.text, reach.text.language
    if reach.follows_name and reach.act in _MANNER_AFTER:  # "X - not taking as prescribed", "do not dispense both"
        if text.word(reach.cue.last) in language.words_for_for:
            return text.word(reach.cue.last + 1) in language.more_than_words  # "do not use for more than 7 days"
        return holds_phrase(text.words(reach.cue.last, reach.cue.last + 2), language.manners_of_taking)
    if reach.act == "never" and not language.words_of_rarely.isdisjoint(text.words(reach.cue.first, reach.cue.last)):
        return True  # "doesn't really use X"
    if not reach.precedes_name or reach.act not in _OF_MANNER:
        return False
    at = reach.last + (text.word(reach.last) == ")")
    while (text.word(at) in language.forms or text.word(at) in language.modifiers) and at < reach.end:
        at += 1  # "does not use the X gel much"
    if text.word(at) in language.words_for_without:
        return True  # "will not take X without juice"
    if reach.act in ("no", "never") and text.word(at) in language.words_for_late:
        return True  # "don't give X late"
    if reach.act == "stop" and text.word(at) in language.prepositions and text.word(at + 1) in language.parts_of_a_day:
        return False  # "stopped X at night"
    if text.word(at) in language.words_for_in and text.word(at + 1) in language.words_for_the:
        return text.word(at + 2) in language.parts_of_a_day  # "never takes X in the day"
    if text.word(at) == "(":  # "not using the brown inhaler (X) every day"
        at = next((end + 1 for end in range(at, at + _LONGEST_BRACKET) if text.word(end) == ")"), at)
    if text.word(at) in language.words_for_before and text.is_number(at + 1):
        return text.word(at + 2) not in language.period_units
    if text.word(at + 1) in language.more_than_words and text.word(at + 2) in language.words_for_some:
        return True  # "does not take X any more than he has to"
    return holds_phrase(text.words(at, at + 2)[: 2 if at + 1 < len(text.tokens) else 1], language.manners_of_taking)


def _is_at_hand(reach: Reach) -> bool:
    """ "Kit unused in fridge, in date": it was not used, and is there to use."""
    text = reach.text
    if reach.act == "never" and reach.follows_name and text.word(reach.cue.first) in text.language.words_for_in:
        often = text.words(reach.cue.last, reach.end)  # "X in the drawer, most nights", "X in cupboard for flights"
        kept_for = text.word(reach.cue.last) in text.language.words_for_for and reach.cue.last + 1 < reach.end
        return kept_for or holds_phrase(often, text.language.manners_of_taking)
    rescue = bool(text.meanings) and is_of_rescue(text.meanings[reach.number], text.language)
    if rescue and reach.act == "stop" and text.word(reach.cue.last - 1) in text.language.words_for_since:
        return True  # "GTN spray - not used since May"
    if reach.act not in ("unused", "unneeded") and text.word(reach.cue.first) not in text.language.words_for_unused:
        return False
    if rescue and reach.act != "never":
        return True  # "GTN spray has not used"
    after = text.words(reach.cue.last, min(reach.end, reach.cue.last + _AT_HAND_WITHIN))
    between = text.words(reach.last, reach.cue.first)
    before = text.words(max(0, reach.first - _AT_HAND_WITHIN), reach.first)  # "rescue pack at home (X), unopened"
    at_hand = text.language.phrases_for_at_hand
    if _is_kept(text, reach.first):
        return True
    ended = max((at for at, word in enumerate(before) if word in _ENDS_OF_SENTENCES), default=-1)
    if holds_phrase(before[ended + 1 :], at_hand):
        return True
    return holds_phrase(after, at_hand) or holds_phrase(between, at_hand)


def _is_kept(text: MedicineText, first: int) -> bool:
    """Whether somebody has a medicine at hand: "carries X", "has X for migraine"."""
    at = first - 1
    while text.word(at) in text.language.determiners:
        at -= 1
    return text.word(at) in text.language.words_for_carrying | text.language.words_for_keeping


def _is_of_one_stretch(reach: Reach) -> bool:
    """ "Completed month 2 of X", "finished cycle 3 of X": others are to come."""
    text, language = reach.text, reach.text.language
    if reach.act != "finish":
        return False
    stretches = text.language.period_units | text.language.words_for_a_stretch
    if _counts_some(text, reach.last, reach.end):
        return True  # "X, completed 3 of 5 years"
    rest = language.words_for_left | language.words_for_to | language.words_of_early_supply
    if any(text.is_number(at) and text.word(at + 1) in rest for at in range(reach.cue.last, reach.end)):
        return True  # "X, 30 months completed, 30 to go"
    if text.is_number(reach.cue.first - 1) and text.word(reach.cue.first - 2) in stretches:
        return True  # "X cycle 3 completed"
    return reach.precedes_name and text.word(reach.cue.last) in stretches and text.is_number(reach.cue.last + 1)


def _counts_some(text: MedicineText, begin: int, end: int) -> bool:
    """Whether fewer of more are counted between two tokens: "4 of 8 cycles", "2 months completed of 6"."""
    for at in range(begin + 1, end - 1):
        if text.word(at) in text.language.words_for_of and text.word(at + 1).isdigit():
            counts = [word for word in text.words(max(begin, at - _COUNTED_WITHIN), at) if word.isdigit()]
            return bool(counts) and int(counts[-1]) < int(text.word(at + 1))
    return False


def _is_limit(reach: Reach) -> bool:
    """ "Never takes more than two X", "does without X most days": how much or how seldom it is taken."""
    text, language = reach.text, reach.text.language
    between = text.words(reach.cue.last, reach.first)
    alone = text.word(reach.last) in language.words_for_alone and not text.is_name_begun_at(reach.last + 1)
    alone = alone and text.word(reach.last + 1) not in language.words_for_now | language.words_for_yet
    if (alone and reach.precedes_name) or not language.words_for_alone.isdisjoint(between):
        return True  # "not on X alone", "blood thinner: no, only the X"
    words = {*between, *text.words(reach.last, reach.last + 2)}
    return not language.words_for_some.isdisjoint(words)


def is_of_a_form(reach: Reach) -> bool:
    """ "X replaced with soluble": another form of it."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    if reach.act == "allergy" and reach.precedes_name:
        release = {text.word(reach.last), text.word(reach.last - 1)} & language.modifiers
        after = text.words(reach.last + 1, reach.end)
        alone = reach.end >= len(text.tokens) or not text.is_name_begun_at(reach.end)
        others = language.modifiers - release
        return alone and bool(release) and not others.isdisjoint(after)  # "can't tolerate X IR, on XR"
    if _names_other_form(reach):
        return True
    if reach.act != "switched" or not reach.follows_name:
        return False
    to = at + (text.word(at) in language.replacement_prepositions)
    if text.word(to) in language.frequencies - language.words_for_on or text.word(to + 1) in language.words_for_day:
        return True  # "X change to alt days"
    while at < reach.end and (text.word(at) in language.prepositions or text.word(at) in language.determiners):
        at += 1
    return at < reach.end and (text.word(at) in language.forms or text.word(at) in language.modifiers)


def _names_other_form(reach: Reach) -> bool:
    """ "X capsules stopped - liquid now": one form has ended, another is named."""
    text, language = reach.text, reach.text.language
    if reach.act not in _OF_FORM or not reach.follows_name:
        return False
    forms = language.forms.keys()
    ended = [word for word in text.words(reach.last, reach.cue.first) if word in forms]
    other = [
        text.word(at)
        for at in range(reach.cue.last, reach.end)
        if text.word(at) in forms - language.decisive_forms and text.word(at + 1) != ":"  # "eye clear", "Disp: 90"
    ]
    return bool(ended) and bool(other) and ended[-1][:3] != other[0][:3]


def is_named_again(reach: Reach) -> bool:
    """ "X stopped, now Y": Y is another name of the same medicine."""
    text, number = reach.text, reach.number
    if not reach.follows_name or number + 1 >= len(text.places) or not text.meanings:
        return False
    following = text.places[number + 1][0]
    if reach.act == "switched" and text.meanings[number] and text.meanings[number] == text.meanings[number + 1]:
        form = text.word(text.places[number + 1][1]) in text.language.forms
        return form and reach.cue.last <= following == reach.end  # "crush X; change to X liquid"
    return (
        reach.act in ENDED
        and reach.act != "switched"
        and text.has_number_after(number + 1)
        and bool(text.meanings[number])
        and text.meanings[number] == text.meanings[number + 1]
        and reach.cue.last <= following == reach.end
        and text.word(following - 1) not in ("(", "[")
    )


def has_directions_after(reach: Reach) -> bool:
    """ "X syrup stopped, tablets 500 mg bd": how much and how often it is taken is said after the end."""
    text, language = reach.text, reach.text.language
    if (
        reach.precedes_name
        and reach.act == "not_dispensed"
        and any(
            text.word(at) in language.words_for_using | language.words_for_keeping and text.is_number(at + 1)
            for at in range(reach.last, reach.end - 1)
        )
    ):
        return True  # "could not get X 5, has 2.5"
    dosed = reach.act in ("past", "stop") if reach.precedes_name else reach.act == "failed"
    if dosed and _is_now_of_another_dose(reach):
        return True  # "had been on X 80, now on 40", "X 3.75 did nothing for her, on 7.5 now"
    if reach.precedes_name and reach.act in ENDING:  # "backed off X to 20 daily"
        to = text.word(reach.last) in language.words_for_to
        as_needed = text.is_act_alone(reach.last + 1, "prn")  # "deprescribe X to prn"
        return to and reach.last + 1 < reach.end and (as_needed or text.tokens[reach.last + 1].kind == "number")
    if not reach.follows_name or reach.act not in _BEFORE_DIRECTIONS:
        return False
    for at in range(reach.cue.last, reach.end):
        word, before = text.word(at), text.word(at - 1)
        if before in language.words_for_was or before in language.words_for_from or before in (">", "<"):
            continue
        if word in language.words_for_restarting:
            return False
        if text.tokens[at].kind == "number" and text.word(at + 1) in language.masses and at + 1 < reach.end:
            return True
        if word in language.words_for_regular:
            return True
        if before in language.words_for_then and _is_bare_number(reach, at):
            return True  # "X: omit today then 62.5"
    return False


def _is_now_of_another_dose(reach: Reach) -> bool:
    """ "Previously took X 80 bd, now 40 bd"."""
    text = reach.text
    if reach.end < len(text.tokens) and text.is_name_begun_at(reach.end):
        return False  # "now 20 mg Y"
    return any(
        (not text.language.words_for_now.isdisjoint(text.words(at - 2, at)) and _is_bare_number(reach, at))
        or (text.word(at - 1) in text.language.words_for_on and _is_dose_now(reach, at))
        for at in range(reach.last + 1, reach.end)
    )


def _is_dose_now(reach: Reach, at: int) -> bool:
    """ "Came off X, relapsed, on 100 since": a number after "on" that is a dose."""
    text, after = reach.text, reach.text.word(at + 1)
    language = text.language
    return text.is_number(at) and (
        after in language.masses
        or after in language.words_for_since
        or after in language.words_for_now
        or after in language.words_for_regular
    )


def _is_bare_number(reach: Reach, at: int) -> bool:
    """Whether a number stands at a token, and no time that it counts."""
    text, after = reach.text, reach.text.word(at + 1)
    return text.tokens[at].kind == "number" and after not in text.language.period_units and after != "/"
