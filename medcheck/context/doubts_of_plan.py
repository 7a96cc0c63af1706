"""Doubts whether what is planned, refused or advised is the medicine, or something done with what is taken.

"Asks about driving on X", "wants his X early" and "cutting X was discussed" speak of a medicine that is taken.
"""

from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.conditions import follows_proposal, is_how_often
from medcheck.context.cue_reach import Reach, ends_sentence, is_content
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.document.tokens import is_clock

_PLANNED = frozenset(("planned", "await", "info", "conditional"))
_WISHED = frozenset(("planned", "await"))
_OF_CHANGE = _PLANNED | {"declined", "no", "never", "avoid", "unused"}
_BESIDE = _PLANNED | {"no", "never", "avoid", "declined", "not_dispensed", "unneeded"}
_OF_PART = frozenset(("no", "never", "declined"))
_NOT_GRANTED = frozenset(("await", "planned", "never"))
_GRANTED_WITHIN = 5  # words after a request in which it is said to be granted
_REQUESTED_WITHIN = 12  # words before a wish in which it may be said to be a request for what is taken
_VERB_ENDING = "s"
_OF_ORDERS = ("start", "take", "on", "give", "try")
_SENTENCE_BACK = 40  # tokens
_DIRECTIONS_WITHIN = 12
_PRESCRIBED_WITHIN = 4  # tokens before a name
_TIME_WITHIN = 4


def is_proposed(reach: Reach) -> bool:
    """ "Suggest to GP: stop X", "consider reducing and stopping X", "recommend d/c X": somebody else has to agree."""
    told = reach.cue.form in ("base", "ing", "arrow") and reach.act in ENDING | {"switched"}
    return told and follows_proposal(reach.text, reach.cue.first)


def is_ordered(reach: Reach) -> bool:
    """ "We will start X", "Will start X 5 mg", "She will take X 600 mg every 6 hours": what is ordered is taken now.

    Not where it is to be so later or on a condition, nor where another will do it ("GP will start X").
    """
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act not in _WISHED | {"may"}:
        return False
    if reach.follows_name and _is_prescribed_before(reach):
        return True
    if reach.act == "may":
        return False
    said = text.words(cue.first, cue.last)
    before = cue.first - 1
    considered = any(
        text.is_act_alone(at, "plan") and text.word(at) not in language.words_of_ordering
        for at in range(cue.first, cue.last)
    )
    if considered or language.words_of_ordering.isdisjoint(said) or _is_for_later(reach):
        return False
    subject = text.tokens[before].kind == "word" if before >= 0 else False
    own = text.word(before) in language.subjects_of_orders
    if subject and not own and not reach.follows_name:
        return False
    if reach.precedes_name and (_is_directed(text, reach.last, reach.end) or (not subject and _is_dosed(reach))):
        return True
    acts = any(text.is_act_alone(at, act) for at in range(cue.first, cue.last) for act in _OF_ORDERS)
    firm = not language.words_of_firm_orders.isdisjoint(said) and acts
    if reach.follows_name:
        passive = not language.words_for_be.isdisjoint(said)
        return firm and passive and text.word(cue.last) not in language.words_for_by
    return firm and own


def _is_for_later(reach: Reach) -> bool:
    """Whether a condition or a time to come stands in the sentence of a cue: "once approved", "in a month"."""
    text, language = reach.text, reach.text.language
    begin = min(reach.cue.first, reach.first)
    while begin > 0 and begin > reach.cue.first - _SENTENCE_BACK and not ends_sentence(text, begin - 1):
        begin -= 1
    later = language.conditions | language.words_for_later | language.words_for_next | language.words_of_waiting
    for at in range(begin, reach.end):
        word, after = text.word(at), text.word(at + 1)
        often = after in language.frequencies or is_how_often(text, at)
        asked = word in language.words_for_if and text.word(at - 2) in language.words_for_to  # "to see if it helps"
        if word in later and not often and not asked:  # "before breakfast"
            return True
        if at >= reach.last and word in language.words_for_then:
            return False  # "start X 300 mg per day and then 600 mg after a week"
        if word in language.words_for_in and (
            after in language.places_of_care | language.days_and_months
            or not language.period_units.isdisjoint(text.words(at + 1, min(reach.end, at + 1 + _TIME_WITHIN)))
        ):
            return True  # "in about a month", "in May", "in theatre"
    return False


def _is_directed(text: MedicineText, first: int, last: int) -> bool:
    """Whether a dose and how often it is taken follow a name."""
    last = min(last, first + _DIRECTIONS_WITHIN)
    after, language = text.words(first, last), text.language
    often = language.frequencies - language.words_for_later | language.words_for_once
    per = any(one in language.per_words and other in language.period_units for one, other in pairwise(after))
    return any(text.is_number(at) for at in range(first, last)) and (per or not often.isdisjoint(after))


def _is_dosed(reach: Reach) -> bool:
    """Whether a verb of beginning stands before a name, and a dose right after it: "will start X 12.5"."""
    return _begins(reach) and reach.text.is_number(reach.last)


def _is_prescribed_before(reach: Reach) -> bool:
    """ "I will prescribe X. She can start taking that", "prescription for X to start at 5 mg"."""
    text = reach.text
    before = text.words(max(0, reach.first - _PRESCRIBED_WITHIN), reach.first)
    return _begins(reach) and not text.language.words_for_prescribing.isdisjoint(before)


def _begins(reach: Reach) -> bool:
    """Whether a verb of beginning is in a cue."""
    return any(reach.text.is_act_alone(at, "start") for at in range(reach.cue.first, reach.cue.last))


def is_of_a_change(reach: Reach) -> bool:
    """ "Looking at cutting X", "a cut of X was proposed", "not yet had X increased": a change of what is taken."""
    text, language = reach.text, reach.text.language
    if reach.act == "hold" and reach.cue.form == "base" and reach.follows_name:
        changes = language.words_for_a_change | language.words_of_altering
        return text.word(reach.cue.last) in changes  # "X - pause titration"
    if reach.act not in _OF_CHANGE:
        return False
    if reach.act in _WISHED and text.word(reach.last) in language.words_for_trouble:
        return True  # "expect X effect"
    if reach.act in _OF_PART and text.word(reach.last) in language.words_for_review:
        return reach.cue.first > reach.last  # "X dose change not warranted", "X repeat not collected"
    if reach.act in ("never", "unused") and _is_change_not_begun(reach):
        return True
    ends = range(reach.last, reach.cue.first) if reach.act == "planned" else ()
    if any(text.is_act_alone(at, act) for at in ends for act in ("stop", "hold")):
        return True  # "X - stop was considered"
    at = reach.first - 1
    while text.word(at) in language.determiners:
        at -= 1
    if text.word(at) in language.words_of_altering:
        return True
    if text.word(at) in language.words_for_of or text.word(at) in language.words_for_in:
        changes = language.words_for_a_change | language.words_of_altering | language.brand_words
        if text.word(at - 1) in changes:
            return True
    if not reach.precedes_name:
        return False
    after = text.words(reach.last, min(reach.end, reach.last + 2))
    done = language.words_of_altering
    if reach.act in ("never", "no"):
        done |= language.words_for_missing  # "none of her X missed"
    if reach.act == "avoid" and text.word(reach.first - 1) in language.causative_words:
        done |= language.words_for_running_short  # "avoid letting X run out"
    at = reach.last + 1 + (text.word(reach.last + 1) in language.determiners)
    packed = text.word(reach.last) in language.words_for_in and text.word(at) in language.words_for_containers
    if packed and reach.act in _PLANNED:
        return True  # "see about getting X in a blister"
    at = reach.last + 1 + (text.word(reach.last + 1) == ",")
    form = text.word(reach.last) in language.forms and text.word(at) in language.words_for_not
    return form or not done.isdisjoint(after)  # "wants X capsules, not tablets"


def _is_change_not_begun(reach: Reach) -> bool:
    """ "X: willing to wean, not yet begun", "X 20 mg, taper planned, not started"."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    begun = language.words_for_done | language.words_for_yet
    to_begin = any(text.word(at) in begun or text.is_act_alone(at, "start") for at in range(cue.first, cue.last))
    return to_begin and not language.words_for_a_change.isdisjoint(text.words(reach.last, cue.first))


def is_beside_another_object(reach: Reach) -> bool:
    """ "Asks about driving on X", "no bleeding on X", "free of gout thanks to X": the object is another, X its time."""
    text, language = reach.text, reach.text.language
    if reach.act not in _BESIDE or not reach.precedes_name:
        return False
    named = text.first_ending_after(reach.cue.last)  # of a list the first
    first = text.places[named][0] if named < len(text.places) else reach.first
    between = text.words(reach.cue.last, first)
    if holds_phrase(between, language.phrases_of_cause):
        return True
    if between and between[0] in language.conjunctions_of_reason:
        return True  # "not needed as on X"
    without = text.word(reach.cue.last - 1) in language.words_for_without
    if without and any(is_content(text, at) for at in range(reach.cue.last, first)):
        return True  # "manages without help to inject X"
    if between and reach.act == "await" and between[0] in language.words_for_to:
        return True  # "calcium to be added to X"
    if between and reach.act == "declined" and reach.cue.form == "state" and between[0] in language.words_for_and:
        return True  # "prefers diet and X"
    of = text.word(first - 1) in language.words_for_of
    if reach.act == "never" and of and not language.words_for_benefit.isdisjoint(between):
        return True  # "not yet seen benefit of X"
    at = first - 1
    while at >= reach.cue.last and text.word(at) in language.determiners:
        at -= 1
    if at <= reach.cue.last or text.word(at) not in language.prepositions | language.words_beside_objects:
        return False
    if text.is_number(at - 1) or (text.word(at - 1) in language.period_units | {"%"} and text.is_number(at - 2)):
        return True  # "level 92% on X", "pain 4/10 with X", "no antacid within 2 h of X"
    if reach.act == "conditional" and text.word(at - 1) in language.words_for_trouble:
        return True  # "call if she has problems with X"
    if text.word(at) not in language.words_beside_objects:
        return False
    at -= 1 + (text.word(at - 1) in language.cue_fillers)
    while at > reach.cue.last and (text.word(at) in language.period_units):
        at -= 1  # "U&E 2/52 after X"
    return text.word(at) not in language.verbs_before_on and is_content(text, at)


def is_of_ones_own(reach: Reach) -> bool:
    """ "Asked for his X", "wants more X", "concerned about cost of her X": what is somebody's own is taken."""
    text, language = reach.text, reach.text.language
    if text.word(reach.first - 1) in language.words_for_own and reach.act in _WISHED | {"once"}:
        others = any(text.is_act_alone(at, "person") for at in range(reach.cue.first, reach.cue.last))
        return not others  # "will take own X in hospital"
    if reach.act in _OF_PART | {"not_dispensed"}:
        at = reach.cue.last
        supplied = text.word(at - 1) in language.words_for_supplying or text.is_act_alone(at - 1, "supply")
        if supplied and text.word(at) in language.words_of_early_supply:
            return True  # "X not issued early"
        if supplied and text.word(reach.first - 1) in language.words_of_the_writer:
            return True  # "will not issue my X"
        asked = reach.first - 1
        while text.word(asked) in language.words_for_of or text.word(asked) in language.words_for_supplies:
            asked -= 1
        return reach.follows_name and text.word(asked) in language.words_of_early_supply  # "asked for more X, refused"
    if reach.act == "planned" and reach.follows_name and text.is_act_alone(reach.cue.last - 1, "supply"):
        return True  # "X 200 tds, daughter will collect"
    if reach.act not in _PLANNED or not reach.precedes_name:
        return False
    before = text.words(max(0, reach.cue.first - _REQUESTED_WITHIN), reach.cue.first)
    if holds_phrase(before, language.phrases_of_request):
        return True  # "repeat request: wants X"
    if text.word(reach.first - 1) in language.possessives - language.articles:
        return text.word(reach.first - 2) not in language.verbs_of_offering  # "offered her X"
    between = text.words(reach.cue.last, reach.first)
    packs = (language.words_for_containers | language.words_for_supplies) - language.course_words
    if any(one in packs and other in language.words_for_of for one, other in pairwise(between)):
        return True  # "will start new box of X"
    near = text.words(reach.cue.last - 1, reach.first)
    near += text.words(reach.last, min(reach.end, reach.last + 2))
    return holds_phrase(near, language.words_of_early_supply)


def is_granted(reach: Reach) -> bool:
    """ "Prior authorisation for X approved", "funding for a further year": what was waited for has come."""
    text, language = reach.text, reach.text.language
    if reach.act not in _NOT_GRANTED or reach.cue.form != "state":
        return False
    if any(text.is_act_alone(at, "start") for at in range(reach.cue.first, reach.cue.last)):
        return False  # "will start X once approved"
    begin = max(reach.cue.last, reach.last)
    return not language.words_for_granted.isdisjoint(text.words(begin, min(reach.end, begin + _GRANTED_WITHIN)))


def is_subject_of_a_verb(reach: Reach) -> bool:
    """ "Wonders if X swells her ankles", "mentions that X helps": what does something is taken."""
    text, language = reach.text, reach.text.language
    if reach.act not in _PLANNED or not reach.precedes_name:
        return False
    verb = text.word(reach.last)
    if verb in language.words_of_identity and text.word(reach.last + 1) in language.words_for_for:
        return True  # "asked what X is for"
    if verb in language.causing_words or verb in language.words_for_will:
        return True  # "hopes X will help"
    at = reach.first - 1
    if not {text.word(at), text.word(at - 1)} & (
        language.words_for_if | language.words_for_whether | language.words_for_that
    ):
        return False
    begins = verb.endswith(_VERB_ENDING) and verb.isalpha() and reach.last < reach.end
    return begins and verb not in language.forms and verb not in language.words_for_be


def is_monitored(reach: Reach) -> bool:
    """ "X 500 mg bd awaiting bloods", "X dose to be confirmed": a test or the dose of what is taken is waited for."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act != "await" or not reach.follows_name:
        return False
    if text.word(cue.last) in language.words_for_since:
        return True  # "X 100 mg od third line since Feb"
    if not language.words_for_next.isdisjoint(text.words(reach.first - 1, cue.first)):
        return True  # "next X infusion booked 4/8"
    if reach.cue.first > reach.last and _names_monitoring(text, cue.first - 1):
        return True
    between = text.words(reach.last, cue.first)
    if any(text.is_act_alone(at, "prn") for at in range(reach.last, cue.first)):
        return True  # "X prn on hand, just in case of nausea"
    regular = not language.words_for_regular.isdisjoint(between)
    alone = cue.last - cue.first == 1 and cue.last < reach.end
    if regular and alone:
        return True  # "X 80 mg daily pending cardiology"
    if regular and any(_names_monitoring(text, at) or _is_occasion(text, at) for at in range(cue.first, cue.last)):
        return True
    given = text.word(cue.last - 1) in language.words_for_supplying or text.is_act_alone(cue.last - 1, "supply")
    after = text.words(cue.last, min(reach.end, cue.last + _GRANTED_WITHIN))
    hour = any(is_clock(text.tokens[at]) for at in range(reach.last, cue.first))
    if given and hour:
        return True  # "X at 0800 to be given by day staff"
    if given and (not language.words_for_regular.isdisjoint(after) or holds_phrase(after, language.manners_of_taking)):
        return True  # "X to be given by the nurse bd", "to be given on time"
    if any(_names_monitoring(text, at) for at in range(cue.last, min(reach.end, cue.last + 2))):
        return True  # "X would benefit from evening dosing"
    doses = sum(token.kind == "number" for token in text.tokens[reach.last : cue.first])
    return doses > 1 and not {"/", "-"} & set(between)


def _names_monitoring(text: MedicineText, at: int) -> bool:
    word, language = text.word(at), text.language
    return word in language.words_for_tests or word in language.words_for_review


def _is_occasion(text: MedicineText, at: int) -> bool:
    return text.word(at) in text.language.words_for_a_visit


def is_at_hand(reach: Reach) -> bool:
    """ "Carries X just in case", "keeps X in a cupboard", "still on X at follow up": a verb before it says so."""
    text, language = reach.text, reach.text.language
    if reach.act in _WISHED and reach.follows_name:
        between = range(reach.last, reach.cue.first)
        if any(text.is_act_alone(at, "take") and text.word(at - 1) not in language.negations for at in between):
            return True  # "X not charted - taking at home, asked to add"
    if reach.act in ENDING and reach.cue.last == reach.first and text.is_act_alone(reach.cue.first - 1, "take"):
        return reach.cue.last - reach.cue.first == 1  # "uses expired X"
    if reach.act not in ("await", "never") or not reach.follows_name or reach.cue.form != "state":
        return False
    at = reach.first - 1
    while text.word(at) in language.determiners:
        at -= 1
    if text.word(at - 1) in language.negations:
        return False
    carried = language.words_for_carrying | language.words_for_keeping | language.words_for_using
    return text.word(at) in carried


def is_manner_of_taking(reach: Reach) -> bool:
    """ "Struggles to swallow X", "knows when to use X", "able to take X herself": how what is taken is taken."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act == "planned" and reach.follows_name:
        takes = text.is_act_alone(cue.last - 1, "take") and text.word(cue.last) in language.pronouns
        return takes and not language.words_for_will.isdisjoint(text.words(cue.first, cue.last))  # "X: will take it"
    if reach.act != "planned" or not reach.precedes_name:
        return False
    if any(text.is_act_alone(at, "start") for at in range(cue.first, cue.last)):
        return False
    after = text.words(reach.last, min(reach.end, reach.last + 2))
    told = text.is_act_alone(cue.first, "plan") or not language.words_for_to.isdisjoint(text.words(cue.first, cue.last))
    timed = (
        told and after[:1] and (after[0] in language.words_of_manner or holds_phrase(after, language.manners_of_taking))
    )
    if timed and any(text.is_act_alone(at, "take") for at in range(cue.first, cue.last)):
        return True  # "suggested taking X at night"
    opens = text.words(cue.first, cue.first + 2)
    words = text.words(cue.first, cue.last)
    asked = any(one in language.words_asking_how and other in language.words_for_to for one, other in pairwise(words))
    return asked or " ".join(opens) in language.phrases_of_taking_how
