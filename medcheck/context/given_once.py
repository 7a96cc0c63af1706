"""Given once: by injection, where nothing is taken home, or on a day that is named."""

from itertools import pairwise, takewhile

from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gathered import Gathered
from medcheck.context.groups import add_to_list
from medcheck.context.medicine_text import holds_phrase
from medcheck.document.tokens import is_clock

_SIGN_WITHIN = 30
_TIMES_WITHIN = 5  # tokens after a name in which "x 1" counts how often
_LONGEST_DAY = 2  # digits of a day of the month
_OUTCOME_WITHIN = 10  # words after a name in which a treatment may end
_ROUTE_WITHIN = 3
_PLACE_WITHIN = 4  # tokens after "given"
_SUPPLY_WITHIN = 3  # tokens after a name
_MARKS = frozenset(",;.:(")


def add_given(seen: CueInSentence, gathered: Gathered) -> bool:
    """What "given" says: that it was given once where there is a sign of that, else little."""
    cue, text, segment = seen.cue, gathered.text, seen.segment
    language = text.language
    if cue.act != "give":
        return False
    if seen.preceding and _is_regular(seen, gathered):
        gathered.add(seen.preceding[-1], "weak", cue, "weak")
        return True
    administered = text.word(cue.first) in language.words_for_administered
    if administered and text.word(cue.first - 1) in language.words_for_under_way:
        return True  # "being loaded with"
    if seen.preceding and text.word(cue.last) in language.words_for_supplies:
        return True  # "X 3 g, given script"
    if text.word(cue.first - 1) in text.language.words_for_supplies:
        return True  # "X 10 mg, Rx given today"
    nearest = seen.preceding[-1] if seen.backward == "direct" else None
    if nearest is not None and "hold" in gathered.acts(nearest):
        return True  # "X withheld this morning only, given tonight"
    if administered and "direct" in (seen.forward, seen.backward):
        if nearest is None:
            add_to_list(gathered, "once", cue, seen.following, "phrase")
        else:
            gathered.add(nearest, "once", cue, "phrase")
    elif seen.forward == "direct" and cue.form in ("past", "state"):
        around = text.words(max(segment.first, cue.first - _SIGN_WITHIN), min(segment.last, cue.last + _SIGN_WITHIN))
        end = text.places[seen.following[0]][1]
        counted = holds_phrase(text.words(end, end + _TIMES_WITHIN), language.once_phrases)  # "hospital gave X x1"
        once = counted or segment.given_once or not language.words_for_given_once.isdisjoint(around)
        supply = text.words(cue.last, text.places[seen.following[0]][1] + _SUPPLY_WITHIN)  # "given X 40 mg script"
        once = once and language.words_for_supplies.isdisjoint(supply)
        add_to_list(gathered, "once" if once else "weak", cue, seen.following, "phrase" if once else "weak")
    elif _is_given_again(seen, gathered):
        return True
    elif nearest is not None and "planned" in gathered.acts(nearest) and text.is_number(cue.last):
        gathered.add(nearest, "keep", cue, "phrase")  # "asked for X, given 2.5 ml"
    elif nearest is not None and cue.form == "past" and _was_given(seen, gathered):
        gathered.add(nearest, "once", cue, "phrase")
    return True


def add_treated(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "Treated with IV X", "treated with X for 48 h, then discharged": a treatment that is over."""
    cue, text = seen.cue, gathered.text
    language = text.language
    if text.word(cue.first) not in language.words_for_treated or cue.act != "start" or seen.forward != "direct":
        return False
    under_way = not language.words_for_under_way.isdisjoint(text.words(max(0, cue.first - 2), cue.first))
    first = seen.following[0]
    end = text.places[first][1]
    limit = text.places[seen.following[1]][0] if len(seen.following) > 1 else seen.segment.last
    after = text.words(end, min(limit, end + _OUTCOME_WITHIN))
    near = list(takewhile(lambda word: word not in _MARKS, after[:_ROUTE_WITHIN]))
    by_others = not language.routes_of_once.isdisjoint([*text.words_to(first, cue), *near])
    counted = any(one.isdigit() and other in language.period_units for one, other in pairwise(after))
    open_ended = language.words_of_condition | language.negations | language.words_for_review
    over = counted and not language.words_for_outcome.isdisjoint(after) and open_ended.isdisjoint(after)
    if under_way or not (by_others or over):
        return False
    gathered.add(first, "once" if by_others else "finish", cue, "phrase")
    return True


def _is_regular(seen: CueInSentence, gathered: Gathered) -> bool:
    """Whether how often it is given stands between: "depot monthly, last given 3/6"."""
    words, language = gathered.text.words_from(seen.preceding[-1], seen.cue), gathered.text.language
    return not (language.words_for_regular | language.words_for_every).isdisjoint(words)


def _is_given_again(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "Given 2,3,4/11" of a chart, "given 6am" or "given 0800" of a round: a dose of several."""
    text, at = gathered.text, seen.cue.last
    last = not text.language.words_for_last.isdisjoint(text.words(max(0, seen.cue.first - 2), seen.cue.first))
    if last or at >= len(text.tokens) or text.tokens[at].kind != "number":
        return False
    days = text.tokens[at].norm.split(",")
    in_chart = len(days) > 1 and all(len(day) <= _LONGEST_DAY for day in days)
    timed = text.word(at + 1) == ":" and text.is_number(at + 2)  # "given 18:00"
    return in_chart or timed or is_clock(text.tokens[at]) or text.word(at + 1) in text.language.words_after_clock


def _was_given(seen: CueInSentence, gathered: Gathered) -> bool:
    """Whether a day or a place, or a sign in the sentence, shows that it was given by others."""
    text, at = gathered.text, seen.cue.last
    placed = text.words(at, at + _PLACE_WITHIN)
    here = not text.language.places_of_giving.isdisjoint(list(takewhile(lambda word: word not in _MARKS, placed)))
    return here or seen.segment.given_once or _is_dated(seen, gathered)


def _is_dated(seen: CueInSentence, gathered: Gathered) -> bool:
    """Whether a day or number follows: "given 3/4", "given yesterday"."""
    text, at = gathered.text, seen.cue.last
    if at >= seen.segment.last:
        return False
    word, language = text.word(at), text.language
    counts = text.tokens[at].kind == "number" and text.word(at + 1) not in language.units  # "given 2.5 ml" is no day
    return counts or word in language.days_and_months or word in language.recent_days
