"""Doubts whether a cue speaks of the medicine at all: its verb has another subject or object."""

from collections.abc import Sequence
from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.cue_reach import ENDED, Reach, end_of_name_before, is_content
from medcheck.context.gaps import follows_indication
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.context.nature import is_of_intervals
from medcheck.document.tokens import is_clock, is_year

# What they say does not have to adjoin: "if his blood pressure rises, X", "they never gave me that X".
_FROM_AFAR = frozenset(("conditional", "never", "no", "avoid", "past"))
# In a cell, what they say may be of something else that is named after them: "declined surgery".
_WITH_OBJECT = frozenset(("failed", "declined", "never", "no", "finish"))
_EFFECTS = ("reaction", "symptom", "sideeffect")
_PLANNED = frozenset(("planned", "await", "info"))
_OF_SUBJECT = ENDED - {"unused"} | {"await", "tried"}
_REVIEWED = _PLANNED | {"no", "never", "declined"}
_OF_NEW_DOSE = _PLANNED | {"conditional", "declined"}
_REFUSED = frozenset(("never", "no", "declined", "avoid"))
_WEAK = ENDED | {"once"}
_LAST_WITHIN = 3  # tokens after "last dose was" in which its time may be
_ARROWS = frozenset((">", "→"))
_DOSE_BEFORE_ARROW = 4  # tokens of "X 5 mg ->"
_DENIED_WITHIN = 5  # words before a reaction in which it may be denied
_PARTICIPLE = "ed"
_OWN_JOINT = 3  # so many words of a cue end in a preposition of their own
_SHORT_WITHIN = 3  # words before a name in which it may have run short
_DOSE_WITHIN = 3  # words after what is planned of a medicine in which its dose is
_PASSING_WITHIN = 3  # words after a name in which a reaction to it may be said to pass
_STARTS_WITHIN = 8  # words after a name in which "today" says when it is started
_NEED_WITHIN = 3  # words after a name that is not needed in which a change of it may be named
_LONGEST_GREETING = 5  # tokens before "mum" or "my father"
_REPORTED_WITHIN = 12  # tokens before "confirms" in which who does is named
_LONGEST_SUBJECT = 4  # tokens of "my father has been taking"
_STOPS = frozenset(".!?;:")
_ENDS = frozenset((".", "!", "?", "\n"))
_LETTER_LOOKED_AT = 120  # tokens after a name in which a letter goes on about the person
_SIG_WITHIN = 5  # words after a name
_SO_LONG_WITHIN = 4  # words after a name: "x ~ 1 yr"
_CULTURE_WITHIN = 12  # words before "sensitive to" in which a culture may be named


def is_loose_before(reach: Reach) -> bool:
    """ "Asking for the last fill of X, 1 tds": other words stand between a cue and a name after it."""
    if reach.near != "loose" or not reach.precedes_name:
        return False
    on = reach.text.word(reach.first - 1) in reach.text.language.words_for_on
    if on and _is_of_episode(reach):
        return False
    if reach.act == "past" and on:
        return reach.cue.form == ""  # "h/o diabetes on X"
    hers = reach.text.word(reach.first - 1) in reach.text.language.possessives - reach.text.language.articles
    if reach.act == "past" and hers and reach.text.word(reach.first - 2) in reach.text.language.words_for_about:
        return True  # "previously seen re her X"
    if reach.act in _FROM_AFAR:
        return False
    if reach.text.word(reach.first - 1) in reach.text.language.example_words:
        return False  # "tablets stopped today incl X"
    hers = reach.text.word(reach.first - 1) in reach.text.language.possessives  # "asked re alcohol with her X"
    return reach.act not in _PLANNED or hers or _has_directions(reach) or _names_another_plan(reach)


def _is_of_episode(reach: Reach) -> bool:
    """ "Prev low episode aged 30 on X for 8 months": an episode, and for how long it was taken in it."""
    text, language = reach.text, reach.text.language
    if language.words_for_episodes.isdisjoint(text.words(reach.cue.last, reach.first)):
        return False
    after = text.words(reach.last, min(reach.end, reach.last + _SO_LONG_WITHIN))
    return after[:1] != [] and after[0] in language.words_for_so_long and not language.period_units.isdisjoint(after)


def _names_another_plan(reach: Reach) -> bool:
    """ "Suggested a pill organiser for X", "looking into why X is high": what is planned is no start of it."""
    text, language = reach.text, reach.text.language
    before = text.word(reach.first - 1)
    is_kind = bool(text.meanings) and not text.meanings[reach.number]
    if before == "+" or (is_kind and before not in language.prepositions):
        return False  # "discuss second opinion + X"; a kind in a plan is nobody's medicine yet
    if before in language.words_for_or | language.words_for_and:
        return False  # "thinking about surgery or X"
    named = [at for at in range(reach.cue.last, reach.first) if is_content(text, at)]
    return bool(named) and all(text.word(at) not in language.words_of_starting for at in named)


def _has_directions(reach: Reach) -> bool:
    """Whether a form follows a name, or how often it is taken."""
    text, language = reach.text, reach.text.language
    after = text.words(reach.last, reach.end)
    return text.word(reach.last) in language.forms or not language.words_for_regular.isdisjoint(after)


def is_far_in_list(reach: Reach) -> bool:
    """ "Finished chemo in May, X for five years": a time or reason has closed what the list began with."""
    text, language = reach.text, reach.text.language
    if reach.near != "list":
        return False
    if not language.words_for_alone.isdisjoint((text.word(reach.first - 1), text.word(reach.last))):
        return True  # "not on X, Y only", "no X, just Y"
    if text.word(reach.first - 1) == "(" and reach.act in _REFUSED and _goes_on_in_bracket(reach):
        return True  # "not on X (Y in situ)"
    if reach.act == "never" and text.word(reach.first - 1) == "-" and text.word(reach.cue.last) != ":":
        return True  # "no X - Y": why X is not taken
    verb = text.word(reach.last)
    if reach.act in ("never", "no") and text.word(reach.first - 1) == "," and _is_verb_of_what_goes_on(text, verb):
        return True  # "no pain, X helping"
    if text.word(reach.first - 1) == "(" and reach.act in _REFUSED and text.word(reach.last) == ")":
        before = reach.number - 1
        # A kind has no meaning, and what is no medicine, as a needle, its own place.
        named = bool(text.meanings) and text.meanings[before] not in ((), (text.places[before],))
        if text.places[before][1] == reach.first - 1 and named:
            return True  # "declined X (Y)", where Y is why
    taken = any(text.is_act_alone(reach.first - 1, act) for act in ("weak", "take", "keep", "on"))
    if reach.act == "allergy" and taken:
        return True  # "allergy to X, currently Y"
    if reach.act not in ENDING:
        return False
    opened = text.first_ending_after(reach.cue.last)  # the first of the list, after which it may be closed at any place
    begin = text.places[opened][1]
    gap = text.tokens[begin if begin < reach.first else end_of_name_before(text, reach.first) : reach.first]
    if any(token.norm in language.days_and_months for token in gap):
        return True  # "stop X March 2027, Y for life"
    dashed = any(token.norm == "-" for token in gap)
    if dashed and not language.frequencies.isdisjoint(text.words(reach.last, min(reach.end, reach.last + _SIG_WITHIN))):
        return True  # "weaned off X - Y 2 puffs prn"
    return any(token.norm in language.prepositions or token.norm in language.recent_days for token in gap)


def _goes_on_in_bracket(reach: Reach) -> bool:
    """Whether the words between a name and the end of its bracket say that it goes on."""
    words = reach.text.words(reach.last, reach.end)
    closed = words.index(")") if ")" in words else 0
    return holds_phrase(words[:closed], reach.text.language.phrases_of_going_on)


def _is_verb_of_what_goes_on(text: MedicineText, word: str) -> bool:
    """Whether a word after a name is what it does: "helping", "works", "continues"."""
    language = text.language
    helps = word in language.words_for_treating and word not in language.words_for_for
    return helps or word in language.heads_of_taking or word in language.causing_words_now


def has_other_subject(reach: Reach) -> bool:
    """ "X helps; wheeze stopped", "wheeze stopped with X": something else has ended."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if text.word(cue.last - 1) in language.words_for_since:
        before = text.words(max(0, reach.first - _SHORT_WITHIN), reach.first)
        if not language.words_for_running_short.isdisjoint(before):
            return True  # "ran short of X in May, not since"
    if _is_counted_of_another(reach) or _is_of_an_effect(reach):
        return True
    if reach.act == "finish":
        between = text.words(reach.last, cue.first)
        for one, other, unit in zip(between, between[1:], between[2:], strict=False):
            if one in language.words_for_missing and other.isdigit() and unit in language.period_units:
                return True  # "X 5 mg bd, missed 3 days, strip finished"
    discussed = reach.act == "planned" and reach.follows_name
    if not discussed and reach.act not in _OF_SUBJECT:
        return False
    if reach.precedes_name and cue.form == "ing" and text.word(cue.first - 1) in language.words_for_supplier:
        return True  # "pharmacy holding X for pickup"
    of_supply = reach.act in ("hold", "unused", "unneeded") and reach.follows_name
    if of_supply and text.word(cue.first - 1) in language.words_for_supplies | language.words_of_early_supply:
        return True  # "X refill on hold", "X 10 mg weekly; repeat not needed yet"
    if cue.form not in ("past", "state", "base", ""):
        return False
    if reach.follows_name and _is_noun_of_act(reach):
        return True
    if text.word(cue.first) in language.prepositions:
        return False
    at = cue.first - 1
    if text.word(at) in language.verbs_of_saying and cue.form == "past":
        # "X: patient confirms stopped", but "X: wife reports stopped being sick"
        return text.word(cue.last).endswith(tuple(language.participle_endings))
    if text.word(at) in language.words_for_supplier:
        return True  # "chemist stopped doing X"
    if reach.act == "not_dispensed" and text.word(at) in language.titles:
        return True  # "X 400 mg. Dr unavailable"
    if cue.form != "base" and follows_indication(text, reach.last, cue.first):
        return False  # "X for sciatica stopped"
    if reach.act in ENDED and not language.words_for_therefore.isdisjoint(text.words(max(0, at - 1), cue.first)):
        return False  # "X did not help so he stopped"
    while at >= 0 and text.word(at) in language.cue_fillers and text.word(at) not in ("-", *language.words_for_and):
        at -= 1
    if at < 0 or not is_content(text, at) or text.word(at) in language.subjects_of_taking:
        return False
    done = text.word(at).endswith(_PARTICIPLE) and text.word(at + 1) in language.words_for_then
    if reach.act in ENDED and (done or _is_act_before(text, at)):
        return False  # "X weaned then stopped", "X bridged then stopped"
    if at == reach.last and text.word(at) in language.words_after_course_name:
        return False  # "X eradication finished"
    if cue.form == "base" and (at < cue.first - 1 or text.word(at - 1) not in language.determiners):
        return False  # "the tooth pull" is a noun, "hold" by itself an order
    if reach.follows_name:
        own_clause = reach.act in ENDED or not {",", ";", "-"}.isdisjoint(text.words(reach.last, at))
        return at >= reach.last and own_clause and text.word(cue.last) not in language.pronouns
    own = cue.last - cue.first >= _OWN_JOINT  # "pulled the plug on" ends in a joint of its own
    joints = text.words(cue.last if own else cue.last - 1, cue.last + 1)
    return not language.words_before_circumstances.isdisjoint(joints)


def _is_of_an_effect(reach: Reach) -> bool:
    """ "X: tremor before, not now": it is the effect named before that is there no more."""
    text, cue = reach.text, reach.cue
    denied = reach.act == "stop" and not cue.form and text.word(cue.first) in text.language.negations
    return denied and any(text.is_act_alone(at, act) for at in range(reach.last, cue.first) for act in _EFFECTS)


def _is_counted_of_another(reach: Reach) -> bool:
    """ "X; breakthrough none needed", "X; advice: none given", "X: INR within 72 h": the word before is counted."""
    text, at = reach.text, reach.cue.first - 1
    if reach.act == "unused" and text.word(reach.cue.first) in text.language.words_for_none:
        at -= text.word(at) == ":"
    elif reach.act == "past":
        while text.is_number(at) or text.word(at) in text.language.adverb_endings:
            at -= 1
        own = text.language.course_words | text.language.words_for_supplies | text.language.subjects_of_taking
        if text.word(reach.cue.last - 1) in text.language.words_for_to or text.word(at) in own:
            return False
    elif reach.act != "once":
        return False
    if at < reach.last or not is_content(text, at) or _is_act_before(text, at):
        return False
    if any(text.is_act_alone(at, effect) for effect in _EFFECTS):
        return False  # "X: hives intraop"
    between = text.tokens[reach.last : at]
    return any(token.norm in ",;:-." for token in between)


def _is_noun_of_act(reach: Reach) -> bool:
    """Whether a word of an act is a noun: "a lapse at Christmas", "scrap of paper", "driving ban"."""
    text, cue, before = reach.text, reach.cue, reach.text.word(reach.cue.first - 1)
    if cue.form != "base" or cue.act not in ENDING or cue.last - cue.first > 1:
        return False
    counting = text.language.articles | text.language.number_words
    if text.word(cue.last) in text.language.words_for_of or before in counting:
        return True
    return before.endswith(tuple(text.language.participle_endings))


def _is_act_before(text: MedicineText, at: int) -> bool:
    """Whether a word is a verb of what was done with a medicine: "weaned then stopped" have one subject."""
    alone = (text.language.cues_by_first_word.get(text.word(at)) or {}).get("", ())
    return any(cue.form == "past" for cue in alone)


def is_of_the_complaint(reach: Reach) -> bool:
    """ "On X for fits, none since March": what X is for has not come since."""
    text, language = reach.text, reach.text.language
    if not reach.follows_name or text.word(reach.cue.first) not in language.words_for_none:
        return False
    if text.word(reach.cue.last - 1) not in language.words_for_since:
        return False
    between = text.words(reach.last, reach.cue.first)
    for at, word in enumerate(between[:-1]):
        if word in language.words_for_for | language.words_for_after:
            after = between[at + 1 :]
            return after[-1] in (",", ";", "-") and any(map(str.isalpha, after)) and not any(map(str.isdigit, after))
    return False


def is_of_a_culture(reach: Reach) -> bool:
    """ "E. coli sensitive to X": bacteria, not the patient."""
    text = reach.text
    if reach.act != "allergy":
        return False
    begin = max(0, reach.cue.first - _CULTURE_WITHIN)
    return not text.language.words_for_cultures.isdisjoint(text.words(begin, reach.cue.first))


def is_reviewed(reach: Reach) -> bool:
    """ "Consider bloods and review of X", "will need X increasing": what is planned is done with what is taken."""
    text, language = reach.text, reach.text.language
    if text.word(reach.cue.last - 1) in language.words_for_option:
        return not _is_alone(reach)  # "increasing X would be an option"
    if reach.act not in _REVIEWED or not reach.precedes_name:
        return False
    if reach.act == "no":  # "does not need X increasing", "no need to take X every day"
        after = text.words(reach.last, min(reach.end, reach.last + _NEED_WITHIN))
        again = language.words_for_review | language.words_for_regular | language.words_for_supplies
        again |= language.words_for_these_days
        return any(word in again or word.endswith(tuple(language.participle_endings)) for word in after)
    return text.word(reach.last) in language.words_for_review


def _is_alone(reach: Reach) -> bool:
    """Whether a name is all that a clause says beside a cue: "X would be an option", "other options: X"."""
    text = reach.text
    first = min(reach.first, reach.cue.first)
    last = max(reach.last, reach.cue.last)
    adjoins = all(text.tokens[at].kind == "mark" for at in range(reach.last, reach.cue.first))
    opens = first == 0 or text.tokens[first - 1].kind in ("line", "mark")
    number = last < len(text.tokens) and text.tokens[last].kind == "number"
    return opens and adjoins and not number


def is_of_a_new_dose(reach: Reach) -> bool:
    """ "Takes X 5 mg, increase to 10 mg from Monday", "increase X next visit": what is to come is another dose."""
    text, cue = reach.text, reach.cue
    if reach.act == "past" and reach.follows_name:
        was = cue.last + (text.word(cue.last) in text.language.pronouns)
        if text.word(was) in text.language.words_for_was and (was > cue.last or text.is_number(was + 1)):
            return True  # "X 14 units (earlier was 20)", "X, earlier it was Y"
    if reach.act not in _OF_NEW_DOSE:
        return False
    if reach.act in ("planned", "await") and reach.follows_name and text.is_number(reach.cue.last):
        alone = reach.cue.last - reach.cue.first == 1
        dosed = text.word(reach.cue.last + 1) in text.language.masses and text.has_number_after(reach.number)
        return dosed or (
            alone and text.word(reach.cue.last + 1) != "/"
        )  # "X 30 mg, from Monday 25 mg", "X day 4, plan 7"
    if text.word(reach.first - 1) in text.language.brand_words:
        return True  # "wants brand X"
    dosed = reach.act == "declined" and text.word(reach.first - 1) not in text.language.replacement_prepositions
    begin = reach.first - (2 if dosed else 1)
    begin = max(begin, cue.last) if reach.precedes_name else begin
    near = text.words(begin, reach.first)  # "lower dose X - not wanted"
    near += text.words(reach.last, reach.cue.first) if reach.follows_name else []
    if reach.follows_name:
        near += text.words(reach.cue.last, min(reach.end, reach.cue.last + _DOSE_WITHIN))  # "X would need to go up"
    if reach.act in ("declined", "planned", "await", "conditional") and reach.precedes_name:
        near += text.words(reach.last, min(reach.end, reach.last + _DOSE_WITHIN))  # "does not want X to go up"
    if reach.act == "declined" and reach.follows_name:
        near += text.words(reach.cue.last, min(reach.end, reach.cue.last + _NEED_WITHIN))  # "not keen on going higher"
    if reach.act == "declined" and reach.follows_name and not text.language.words_for_a_change.isdisjoint(near):
        return True  # "X, wean suggested, not keen"
    if reach.act in _PLANNED and text.word(reach.last) in text.language.words_for_the_same:
        return True  # "plan X same"
    said = pairwise(text.words(reach.last, reach.end))
    if reach.act in _PLANNED and any(one.isdigit() and other in text.language.words_for_now for one, other in said):
        return True  # "from next week X 5 (2 now)"
    return not text.language.verbs_of_a_new_dose.isdisjoint(near)


def is_of_today(reach: Reach) -> bool:
    """ "Will start X 25 mg today": what is planned for today is taken from today."""
    text = reach.text
    if reach.act not in _PLANNED:
        return False
    begin = reach.last if reach.precedes_name else reach.cue.last  # "X 25 mg, to start when delivered today"
    after = text.words(begin, min(reach.end, begin + _STARTS_WITHIN))
    tonight = text.language.days_to_come & text.language.parts_of_a_day
    return not (text.language.recent_days | tonight).isdisjoint(after)


def is_of_the_last_use(reach: Reach) -> bool:
    """ "X as needed, last used 2 weeks ago", "last depot X 6 weeks ago": the last use is no end of use."""
    text, language = reach.text, reach.text.language
    if reach.act == "planned":  # "asks for X, last issue in May"
        after = pairwise(text.words(reach.last, reach.end))
        return any(one in language.words_for_last and other in language.words_for_supplying for one, other in after)
    said = text.words(reach.cue.first, reach.cue.last)
    before = text.words(max(0, reach.first - _LAST_WITHIN), reach.first)
    in_month = reach.follows_name and text.word(reach.cue.first) in language.time_prepositions
    dated = in_month and reach.act == "stop"
    adjoins = reach.act == "finish" and reach.cue.first == reach.last
    dated = dated or (adjoins and is_of_intervals(text.meanings[reach.number], language))
    if dated and not language.words_for_last.isdisjoint(before):
        return True  # "last took X in November", "last depot done Nov"
    if reach.act == "stop" and reach.cue.act == "was" and not language.words_for_last.isdisjoint(said):
        return reach.precedes_name
    if reach.follows_name and not language.words_for_last.isdisjoint(said):
        as_needed = any(text.is_act_alone(at, "prn") for at in range(reach.last, reach.cue.first))
        if as_needed or is_of_intervals(text.meanings[reach.number], language):
            return True  # "X prn, last one taken Sat", "X q2w, last dose was 4/6"
        if text.word(reach.cue.last) in language.days_to_come:
            return True  # "X 36, last tablet tomorrow"
        soon = text.tokens[reach.cue.last : reach.end][:_LAST_WITHIN]  # "last dose was 0800 today"
        return any(token.norm in language.words_for_these_days or is_clock(token) for token in soon)
    if reach.act != "past" or not reach.follows_name:
        return False
    counted_back = text.word(reach.cue.last - 1) in language.words_for_ago
    if counted_back and is_of_intervals(text.meanings[reach.number], language):
        return True
    return not language.words_for_last.isdisjoint(text.words(reach.last, reach.cue.first))


def is_of_another_allergen(reach: Reach) -> bool:
    """ "X 500 mg, pen allergy noted", "X if anaphylaxis to nuts": an allergy to something else, for which X may be."""
    text, at = reach.text, reach.cue.first - 1
    if reach.act in ("allergy", "once") and reach.precedes_name and text.word(at) in text.language.words_for_mild:
        return text.word(reach.cue.last - 1) in text.language.words_after_mild  # "mild cough on X"
    troubles = text.language.words_for_trouble
    if reach.act == "allergy" and reach.precedes_name:
        if text.word(reach.cue.last - 1) in text.language.words_for_on and _is_denied_before(text, reach.cue.first):
            return True  # "no h/o GI bleed on X"
        said = text.words(reach.cue.first, reach.cue.last)
        if text.is_act_alone(reach.cue.first, "refuse") and text.language.words_for_allergy.isdisjoint(said):
            return True  # "denies nausea with X", but not "denies allergy to X"
        queried = text.word(at) == "?" or text.word(at) in text.language.verbs_of_talk
        if queried and not troubles.isdisjoint(said):
            return True  # "query side effect of X"
        noun = reach.cue.last == reach.cue.first + 1 and is_content(text, at)
        if noun and reach.first == reach.cue.last + 1 and text.word(reach.cue.last) in text.language.words_for_on:
            return True  # "heat intolerance on X"
        aside = text.word(at) == "(" and not troubles.isdisjoint(said)
        if text.word(reach.cue.first) in text.language.words_for_for or aside:
            return True  # "for side effects from X", "Y (side effect of X)"
        if text.word(at) in text.language.words_for_fewer | text.language.words_of_altering:
            return True  # "fewer side effects with X"
        if text.word(reach.cue.first - 1) in text.language.words_for_treating:
            return True  # "treats pain with X"
        if text.word(reach.cue.last) in text.language.words_for_that:
            return True  # "upset her that X was cut"
        if text.is_act_alone(reach.cue.last - 1, "take") and text.word(reach.last) in text.language.words_for_with:
            return text.word(reach.last + 1) in text.language.words_for_food  # "can't take X with coffee"
        between = text.words(reach.cue.last, reach.first)
        doses = text.language.words_for_other_doses
        if not text.language.brand_words.isdisjoint(said):
            return True  # "can't tolerate the generic - X brand only"
        if text.word(reach.last) in doses or any(word.isdigit() or word in doses for word in between):
            return True  # "unable to tolerate 80 of X", "cannot tolerate X standard release"
        after = text.words(reach.last, min(reach.end, reach.last + _PASSING_WITHIN))
        words = text.language.words_for_passing
        if not text.language.words_for_trouble.isdisjoint(text.words(reach.cue.first, reach.cue.last)):
            words = words | text.language.words_for_none  # "side effects with X: none so far"
        if "," in between and (text.word(reach.last) in text.language.forms or _has_directions(reach)):
            return True  # "rash on hands from gloves, X cream bd"
        return not words.isdisjoint(after)  # "diarrhoea with X settling"
    if reach.act != "allergy":
        return False
    if _is_of_what_is_regular(reach):
        return True  # "X 1 g q12h, red man on day 1"
    after = text.words(reach.cue.last, reach.cue.last + 2)
    if len(after) > 1 and after[0] in text.language.pronouns and after[1] in text.language.words_for_with:
        return True  # "X weekly, can't take it with her coffee"
    opening = text.language.conditions_before_cue | text.language.words_for_for
    if text.word(reach.cue.first) in opening or text.word(at) in text.language.words_for_for:
        return True  # "X for cat allergy"
    if text.word(reach.cue.last) in text.language.words_for_unrelated:
        return True  # "X, rash is heat rash"
    if _is_guessed(reach) or _is_made_by_another(reach):
        return True
    passing = text.language.words_for_passing - text.language.severity_words
    if not passing.isdisjoint(text.words(reach.cue.last, reach.end)):
        return True  # "X gave her heartburn the first week, settled"
    if _is_of_another_dose(text, reach.cue.last):
        return True  # "X 40 mg, did not tolerate 80 mg"
    if _names_allergen(reach):
        return True
    if text.tokens[at].kind != "word":
        return False
    if text.word(at) in text.language.causing_words or text.word(at) in text.language.cue_fillers:
        return False
    gap = text.tokens[reach.last : at]
    return any(token.kind == "number" for token in gap)


def _is_of_what_is_regular(reach: Reach) -> bool:
    """Whether what is taken with a frequency is followed by an effect, not by a word that it was an allergy."""
    text, between = reach.text, reach.text.words(reach.last, reach.cue.first)
    if reach.near == "cell" or reach.cue.act not in _EFFECTS or not _ARROWS.isdisjoint(between):
        return False  # "X 2 g qds 14 d -> rash"
    return not text.language.words_for_regular.isdisjoint(between)


def _is_denied_before(text: MedicineText, first: int) -> bool:
    """Whether "no" stands a few words before a token, and no mark between but that of "h/o"."""
    for at in range(first - 1, max(-1, first - 1 - _DENIED_WITHIN), -1):
        if text.word(at) in text.language.words_for_none:
            return True
        if text.tokens[at].kind != "word" and text.word(at) != "/":
            return False
    return False


def _names_allergen(reach: Reach) -> bool:
    """ "X same dose / allergy latex": what follows the noun by itself is what the allergy is to."""
    text, cue = reach.text, reach.cue
    noun = cue.last - cue.first == 1 and text.word(cue.first) in text.language.words_for_allergy
    if not noun or cue.last >= reach.end or not is_content(text, cue.last):
        return False
    between = text.tokens[reach.last : cue.first]
    joined = text.word(cue.first - 1) in text.language.prepositions or is_content(text, cue.first - 1)
    is_list = text.word(cue.last) in text.language.words_for_lists
    return any(token.kind == "word" for token in between) and not joined and not is_list


def _is_guessed(reach: Reach) -> bool:
    """ "Maybe X makes him sick", "wonders if X gives her the cough": a guess of a side effect, or one that is borne."""
    text, language = reach.text, reach.text.language
    gap = text.words(reach.last, reach.cue.last)
    if language.causing_words_now.isdisjoint(gap):
        return False
    if not language.complaints_of_takers.isdisjoint(text.words(reach.cue.last - 1, reach.cue.last + 1)):
        return True  # "X makes me tired"
    if reach.cue.act == "allergy":
        return False
    if not language.words_for_relief.isdisjoint(text.words(reach.cue.last, min(reach.end, reach.cue.last + 4))):
        return True  # "X makes her dozy but pain better"
    before = text.words(max(0, reach.first - _SHORT_WITHIN), reach.first)
    if _is_taken_now(reach, before):
        return True
    guessed = language.words_of_guessing | language.words_for_if | language.words_for_whether
    return not guessed.isdisjoint(before) or text.word(reach.cue.last) in language.words_for_if


def _is_taken_now(reach: Reach, before: Sequence[str]) -> bool:
    """ "Being on X makes her dizzy", "takes X, makes her tired", "X makes him groggy am": who feels it takes it."""
    text, language = reach.text, reach.text.language
    if before and (before[-1] in language.words_for_on or before[-1] == "?"):
        return True  # "?X causing ankle swelling"
    taken = language.words_for_using | language.verbs_of_handling
    after = text.words(reach.cue.last, min(reach.end, reach.cue.last + _SO_LONG_WITHIN))
    return not taken.isdisjoint(before) or not language.parts_of_a_day.isdisjoint(after)


def _is_made_by_another(reach: Reach) -> bool:
    """ "Missing X made her ill", "X 10 mg; allergic to plasters", "X: photosensitivity explained", "X: faints less"."""
    text, language, before = reach.text, reach.text.language, reach.first - 1
    if text.word(before) in language.words_for_of:
        before -= 1
    if text.word(before) in language.words_for_missing | language.words_for_running_short | language.words_of_altering:
        return True
    after = text.word(reach.cue.last)
    if after in language.words_of_telling or after in language.words_for_fewer:
        return True
    last = text.word(reach.cue.last - 1)
    joints = language.words_for_with | language.words_for_from
    if not language.words_for_regular.isdisjoint(text.words(reach.last, reach.cue.first)):
        joints |= language.words_for_on  # "X oint bd rash on legs"
    if last in joints and reach.cue.last < reach.end:
        pronoun = text.word(reach.cue.last) in language.pronouns | language.patient_pronouns | language.possessives
        return not pronoun and text.tokens[reach.cue.last].kind == "word"  # "X 100 mcg prn, wheezes with exercise"
    if last not in language.words_for_to or reach.cue.last >= reach.end:
        return False
    if holds_phrase(text.words(reach.cue.last - 2, reach.cue.last), language.phrases_of_cause):
        return False  # "X - intolerant due to dizziness"
    return is_content(text, reach.cue.last) or after in language.forms


def _is_of_another_dose(text: MedicineText, at: int) -> bool:
    """Whether a dose, a frequency or another product begins here: "80 mg", "at 150", "bd", "higher dose"."""
    language = text.language
    dosed = text.word(at) in language.words_for_at and text.is_number(at + 1) and not is_year(text.tokens[at + 1])
    at += text.word(at) in language.determiners
    numbered = at < len(text.tokens) and text.tokens[at].kind == "number"
    counted = numbered and text.word(at + 1) in language.units | language.words_for_regular
    return (
        dosed
        or counted
        or text.word(at) in language.words_for_other_doses
        or text.word(at) in language.words_for_regular
    )


def has_other_object(reach: Reach) -> bool:
    """ "X has stopped her headaches", "X: do not use old capsules", "X - previous DVT"."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    if _is_off_a_list(reach):
        return True
    if reach.follows_name and reach.act in ENDING | {"switched"} and _is_named_beside(reach):
        return True
    if not reach.follows_name:
        return _is_object_of_preposition(reach) or _is_of_a_pack(reach)
    if reach.act == "failed" and text.word(at) in language.words_for_on and at + 1 < reach.end:
        return True  # "X 5 mg bd. No effect on MRI."
    if reach.act == "once":
        return _is_part_of_noun(reach)
    adjective = at == reach.cue.first + 1 or text.word(at - 2) in language.prepositions
    if adjective and text.word(at - 1) in language.adjectives_of_the_past and reach.act != "hold":
        return at < reach.end and _is_noun(text, at)
    if text.word(at - 2) in language.words_for_wanting and at < reach.end:
        return is_content(text, at) or text.word(at) in language.forms  # "X helps, no need for enemas"
    if _has_complement(reach):
        return True
    if text.word(at - 1) in language.prepositions and text.word(at - 1) not in language.words_for_of:
        return False
    if reach.act == "unused" and text.word(at) in language.words_for_on and at + 1 < reach.end:
        return is_content(text, at + 1)  # "X to face, not used on body"
    if reach.act == "await" and text.word(at) in language.determiners:
        at += 1
    if reach.act == "await":  # "X stays pending gastro review"
        return at < reach.end and (is_content(text, at) or text.word(at) in language.modifiers)
    told = reach.act == "no" and reach.cue.form in ("base", "state") and at < reach.end
    if told and text.is_act_alone(at - 1, "take") and is_content(text, at):
        return True  # "X - do not take milk or iron with it"
    if reach.act == "no" and text.word(reach.cue.first) in language.words_for_to and at < reach.end:
        return is_content(text, at)  # "X to avoid straining"
    if text.word(at) in language.more_than_words:
        return text.word(at + 1) in language.words_for_some  # "X: never took more than two"
    had = reach.act == "never" and text.word(at - 1) in language.words_of_having
    if had and at < reach.end:
        return _is_thing_had(text, at)
    if reach.act not in ENDED:
        return False
    if reach.act == "hold" and reach.cue.form == "ing" and text.word(at) in language.pronouns:
        return at + 1 < reach.end and is_content(text, at + 1)  # "was holding it wrong"
    if text.word(at) in language.particles and reach.act in ENDING:
        at += 1  # "X is stopping up her bowels"
    if text.word(at) in language.part_words and text.word(at + 1) in language.words_for_a_part:
        return True
    named = text.word(at) in language.words_for_food or (at < reach.end and is_content(text, at))
    if reach.act in ("stop", "finish") and reach.cue.form in ("base", "present") and named:
        return text.word(at) not in language.course_words  # "X 1-0-1, stop tea", "X - stops wheeze"
    if reach.act == "not_dispensed" and at < reach.end:
        counted = text.tokens[at].kind == "number" and text.word(at + 1) not in language.period_units
        if text.word(at) in language.words_for_to or counted:
            return True  # "X, couldn't get to the shop", "X 50, unable to supply 75"
    if reach.act in ("unused", "not_dispensed") and text.word(at) in language.determiners:
        named = any(is_content(text, after) for after in range(at + 1, min(at + 3, reach.end)))
    if text.word(at - 1) in language.words_for_a_part:
        return False  # "X out of stock everywhere"
    if reach.act in ("unused", "not_dispensed") and named:  # "X, did not need taxis", "X, cannot obtain ECG"
        at += text.word(at) in language.determiners
        return text.word(at) not in language.words_for_a_part | language.words_for_supplies | language.words_for_lists
    if reach.act == "stop" and text.word(at - 1) in language.words_for_have and named:
        return True  # "X | no longer has pain"
    if reach.act == "stop" and not reach.cue.form and named and text.word(at) not in language.words_for_supplies:
        return True  # "X 5 mg - no longer dizzy", but "no further scripts"
    if reach.near == "note" and reach.act in _WITH_OBJECT and named:
        return text.word(at) not in language.words_for_a_part | language.course_words  # "X | failed physio"
    if text.word(at - 1) in language.more_than_words and any(
        is_content(text, after) for after in range(at, min(at + 2, reach.end))
    ):
        return True  # "X helps, no more night waking"
    if text.word(at) in language.words_for_some and text.word(at + 1) in language.words_for_of:
        at += 2  # "X has stopped most of the itch"
    if text.word(at) not in language.determiners or at + 1 >= reach.end:
        return False
    if not language.words_for_lists.isdisjoint(text.words(at + 1, at + 3)):
        return False  # "taken off her repeat list"
    return is_content(text, at + 1) or (reach.act == "hold" and text.word(at + 1) in language.words_for_a_part)


def _is_part_of_noun(reach: Reach) -> bool:
    """ "X, spinal stenosis", "X - contrast CT": a word for what is given once belongs to the noun after it."""
    text, at = reach.text, reach.cue.last
    if text.word(reach.cue.first) in text.language.prepositions or at >= reach.end:
        return False
    noun = text.word(at - 1).isalpha() and text.word(at - 1) not in text.language.prepositions  # "spinal", not "x 1"
    noun = noun and text.word(at - 1) not in text.language.frequencies  # "stat verbal order"
    return noun and is_content(text, at) and text.word(at) not in text.language.places_of_giving


def _has_complement(reach: Reach) -> bool:
    """ "X, is done with her divorce", "X: used to be a teacher", "X, a break from work": more closes the cue."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    last = text.word(at - 1)
    if reach.act not in ENDED - {"switched"} or at - reach.cue.first < 2 or at >= reach.end:
        return False
    if last in language.words_for_to:
        return text.word(at) not in language.pronouns
    closing = language.words_for_of | language.words_for_with | language.words_for_from
    if reach.act == "stop":
        closing |= language.particles  # "X 200 od, gave up drink in June"
    if reach.act == "hold" and last in language.words_for_off and text.word(at) not in language.words_for_supplying:
        closing |= language.words_for_off  # "X helps him stay off alcohol"
    phrase = at - reach.cue.first > 2 and last in language.words_for_on  # "called time on his career"
    if last not in closing and not phrase:
        return False
    at += text.word(at) in language.determiners
    if not language.words_for_lists.isdisjoint(text.words(at, at + 2)):
        return False  # "not on her repeat list"
    return at < reach.end and is_content(text, at)


def _is_thing_had(text: MedicineText, at: int) -> bool:
    """Whether what was never had is another thing: "X, never got gout again", not "never had a script"."""
    language, at = text.language, at + (text.word(at) in text.language.determiners)
    supplied = language.words_for_supplies | language.words_for_a_part | language.words_for_supplying
    return is_content(text, at) and text.word(at) not in supplied


def _is_noun(text: MedicineText, at: int) -> bool:
    """Whether what an adjective speaks of stands here: "prior MI", not "prior to", "old med"."""
    word, language = text.word(at), text.language
    small = word in language.words_without_content or word in language.prepositions
    small = small or word in language.words_for_lists  # "historical entry"
    return text.tokens[at].kind == "word" and not small and language.heading_words.get(word) != "medicines"


def _is_named_beside(reach: Reach) -> bool:
    """ "Y -> X, changed in May", "Y: interaction with X, stopped": it is Y that has been changed."""
    text, at = reach.text, reach.first - 1
    if text.word(at) in _ARROWS and reach.number and text.meanings[reach.number - 1]:
        return at - text.places[reach.number - 1][1] < _DOSE_BEFORE_ARROW
    beside = text.word(at - (text.word(at) == "/")) in text.language.words_for_with
    if reach.act == "switched" and beside and reach.number and text.tokens[reach.cue.first].kind == "mark":
        return True  # "Y for UTI w/ X → Z"
    at -= text.word(at) in text.language.words_for_with
    return text.word(at) in text.language.words_of_interaction


def _is_off_a_list(reach: Reach) -> bool:
    """ "Pharmacist left X out of the blister": what is not on a list or in a pack may be taken all the same."""
    text, at = reach.text, max(reach.cue.last, reach.last)
    after = text.words(at, min(reach.end, at + 4))
    if holds_phrase(after, text.language.phrases_for_this_order):
        return True  # "leave off the X from this order"
    if reach.act != "hold" or text.word(at) not in text.language.prepositions_of_lists:
        return False
    return not text.language.words_for_lists.isdisjoint(text.words(at + 1, min(reach.end, at + 4)))


def _is_of_a_pack(reach: Reach) -> bool:
    """ "Refused blister pack for his X": it is the pack that is refused."""
    between, language = reach.text.words(reach.cue.last, reach.first), reach.text.language
    return any(one in language.words_for_lists and other in language.words_for_for for one, other in pairwise(between))


def _is_object_of_preposition(reach: Reach) -> bool:
    """ "D/c'd home on X", "held his X up to the light": the verb has a particle, or a preposition the name."""
    text, language = reach.text, reach.text.language
    if reach.act not in ENDING:
        return False
    if reach.act == "hold" and text.word(reach.last) in language.particles:
        return True
    at = reach.first - 1
    while at > reach.cue.last and text.word(at) in language.determiners:
        at -= 1
    adjoins = all(token.kind == "mark" for token in text.tokens[reach.cue.last : at])
    if adjoins and text.word(at) in language.words_before_circumstances:
        return False  # "finished with X"
    return at >= reach.cue.last and text.word(at) in language.prepositions_of_other_object


def is_advice_on_use(reach: Reach) -> bool:
    """ "X 400 mg tds avoid on empty stomach": what has a dose is to be taken, and the advice is of how."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    verb = reach.cue.last - reach.cue.first > 1 or reach.first > reach.cue.last  # "do not take X", "don't mix X"
    if reach.act in ("avoid", "no", "never") and reach.precedes_name and verb:
        beside = text.is_act_alone(reach.cue.last - 1, "avoid") and text.is_name_begun_at(reach.last + 1)
        return text.word(reach.last) in language.words_for_with and not beside  # "do not take X with Y"
    food = not language.words_for_food.isdisjoint(text.words(reach.last, reach.cue.first))
    if food and reach.act in ("avoid", "no"):
        return True  # "X 5 mg - grapefruit, avoid"
    directed = reach.near == "note" or text.has_number_after(reach.number)  # or in a cell beside it
    if reach.act not in ("avoid", "no") or not directed:
        return False
    if at >= reach.end or text.word(at) in language.words_of_reason:
        return False
    word = text.word(at)
    return is_content(text, at) or word in language.prepositions or word in language.words_for_food


def is_other_occasion(reach: Reach) -> bool:
    """ "Shed hair at first, then it stopped": what stopped by itself is what "it" stands for, named between."""
    text, language, at = reach.text, reach.text.language, reach.cue.first - 1
    if not reach.follows_name or reach.act not in ENDING or reach.cue.form != "past":
        return False
    if text.word(reach.cue.last) in language.pronouns and _opens_with_kind(text, reach.cue.first):
        return True  # "X daily. Statin: came off it"
    named = any(is_content(text, between) for between in range(reach.last, max(reach.last, at)))
    return text.word(at) in language.pronouns and text.word(reach.cue.last) not in language.determiners and named


def _opens_with_kind(text: MedicineText, first: int) -> bool:
    """Whether a kind of medicine opens the line or sentence of a cue, so that "it" is of that."""
    begin = first
    while begin and text.tokens[begin - 1].kind == "word":
        begin -= 1
    begin -= text.word(begin - 1) == ":" and begin > 1
    return text.word(begin - (text.word(begin) == ":")) in text.language.kinds_of_medicine


def is_part_of_object(reach: Reach) -> bool:
    """ "No X problems", "gave X another go": the name is only a part of what the cue speaks of."""
    text, language = reach.text, reach.text.language
    if not reach.precedes_name:
        return False
    after = text.word(reach.last)
    if reach.act == "once":
        return after in language.determiners or after in language.part_words
    between = text.words(reach.cue.last, reach.first)
    troubles = language.words_for_trouble
    of_a_day = reach.act in ("no", "never") and after in language.words_for_day  # "not on methotrexate day"
    trouble = of_a_day or after in troubles or not troubles.isdisjoint(between)
    return reach.act in ENDED and trouble


def is_of_who_is_cared_for(reach: Reach) -> bool:
    """ "Dad takes his X at six", "My son takes X": in a letter of who cares for somebody, that is the patient."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act != "other_person" or cue.last - cue.first < 2:
        return False
    if not reach.precedes_name:  # "X patches: husband applies"
        wants = not language.words_for_planning.isdisjoint(text.words(cue.first, cue.last))
        if text.word(cue.first - 1) in language.words_for_by:
            return True  # "X injected by husband daily"
        if text.word(cue.last) in language.words_for_to and text.word(cue.last + 1) in language.verbs_of_carers:
            return True  # "X for her daughter to give"
        return wants or text.word(cue.last - 1) in language.verbs_of_carers
    if not text.language.patient_pronouns.isdisjoint(text.words(cue.first, cue.last)):
        return not text.language.words_for_and.isdisjoint(text.words(cue.first, cue.last))  # "husband and she use X"
    if _is_the_family_s(reach) or _is_reported_by_another(reach):
        return True
    if text.word(cue.first) not in language.people_cared_for:
        return False
    if cue.first == 0 and text.has_number_after(reach.number):
        return True  # "Mam on X 1 mg, Y (daughter phoning)"
    if text.word(cue.first - 1) not in language.determiners:
        if text.word(reach.first - 1) in language.determiners - language.articles:
            return True
    elif text.word(cue.first - 1) not in language.words_of_the_writer:
        return False
    elif cue.first == 1:
        return True
    return _opens_letter(reach) and _goes_on_about(reach)


def _is_the_family_s(reach: Reach) -> bool:
    """Whether a person is named as none but the family does, and no other relative is: "papa is taking X"."""
    text, language = reach.text, reach.text.language
    own = text.word(reach.cue.first)
    relatives = language.people_as_family_says | language.people_cared_for
    return own in language.people_as_family_says and not any(
        token.norm != own and token.norm in relatives for token in text.tokens
    )


def _is_reported_by_another(reach: Reach) -> bool:
    """Whether somebody else tells of the person: "Daughter called. Confirms mother takes X"."""
    text, language, at = reach.text, reach.text.language, reach.cue.first - 1
    while text.word(at) in language.determiners | language.articles:
        at -= 1
    if text.word(at) not in language.words_for_reporting:
        return False
    before = text.words(max(0, at - _REPORTED_WITHIN), at)
    return any(word in language.people_cared_for | language.people_elsewhere for word in before)


def _opens_letter(reach: Reach) -> bool:
    """Whether hardly more than a greeting stands before a person: "Hello, my father is on X"."""
    text, cue = reach.text, reach.cue
    short = cue.first <= _LONGEST_GREETING and cue.last - cue.first <= _LONGEST_SUBJECT
    return short and _STOPS.isdisjoint(text.words(0, cue.first))


def _goes_on_about(reach: Reach) -> bool:
    """Whether the next sentence speaks of the person: "Mum is on X. Can you check her tablets?"."""
    text, language = reach.text, reach.text.language
    about = (language.patient_pronouns | language.possessives) - language.words_of_the_writer - language.articles
    words = text.words(reach.last, min(len(text.tokens), reach.last + _LETTER_LOOKED_AT))
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    return any(word in about for word in words[end:])


def is_weak_and_apart(reach: Reach) -> bool:
    """ "X: dry skin, itch gone": a word of many meanings, with other things named between."""
    text = reach.text
    length = reach.cue.last - reach.cue.first
    if length > 1 and text.language.words_for_for.isdisjoint(text.words(reach.last, reach.cue.first)):
        length -= text.word(reach.cue.last - 1) in text.language.words_for_now  # "X, itch first week, gone now"
    if not reach.follows_name or reach.act not in _WEAK or length > 1:
        return False
    if text.word(reach.cue.first) not in text.language.cues_of_many_meanings:
        return False
    if reach.act == "once":  # "X: sedation, moved to night"
        return any(token.kind == "mark" for token in text.tokens[reach.last : reach.cue.first])
    return any(is_content(text, at) and not _is_act_before(text, at) for at in range(reach.last, reach.cue.first))
