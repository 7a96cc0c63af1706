"""The act of a cue for the medicine, or the list of medicines, that it governs."""

from medcheck.context.acts import ENDING, POSITIVE
from medcheck.context.conditions import act_in_time
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.evidence import Near
from medcheck.context.gaps import is_cut
from medcheck.context.gathered import Gathered
from medcheck.context.groups import add_to_list, group_before, injected_with
from medcheck.context.medicine_text import MedicineText
from medcheck.context.negation import closes
from medcheck.context.side import chosen_side

_GOES_ON_WITHIN = 8
# With other words between, these acts speak of a medicine after them only where something points to it ("of", "his").
_NEED_POINTER = frozenset("stop hold finish failed tried past once weak supply".split())
# With other words between, these acts never speak of a medicine before them, or not over a mark.
_NOT_LOOSELY_BEFORE = frozenset("failed info planned await weak supply avoid".split())
_VERDICTS = frozenset(("await", "planned", "no"))
_TALKED_OF = frozenset(("info", "planned", "await"))
_VERDICT_MARKS = ",-;"
_NOT_OVER_A_MARK = frozenset("past once no declined".split())


def add_governed(seen: CueInSentence, gathered: Gathered) -> bool:
    """What a cue says of the medicines on the side that it speaks of."""
    side = chosen_side(seen, gathered.text)
    if side == "following":
        _add_following(seen, gathered)
    elif side == "preceding":
        _add_preceding(seen, gathered)
    elif _is_of_what_ended(seen, gathered):
        gathered.add(seen.preceding[-1], "restart", seen.cue, "loose")
    return True


def _is_of_what_ended(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "X: stopped it for 2 months, noticed no difference, then asthma worse, restarted": far from X, but of it."""
    cue, text = seen.cue, gathered.text
    begun = cue.act == "restart" and cue.form in ("past", "state")
    if not begun or not seen.preceding or not (closes(seen, text) or text.is_number(cue.last)):
        return False
    return not gathered.acts(seen.preceding[-1]).isdisjoint(("stop", "hold"))


def _near(seen: CueInSentence) -> Near:
    return "weak" if seen.cue.act in ("weak", "supply") else "phrase"


def _add_following(seen: CueInSentence, gathered: Gathered) -> None:
    cue, text, near = seen.cue, gathered.text, _near(seen)
    first = seen.following[0]
    if seen.forward == "loose":
        if cue.act == "await" or (cue.act in _NEED_POINTER and not _points_to(seen, text)):
            return
        near = near if near == "weak" else "loose"
    add_to_list(gathered, act_in_time(text, cue, text.places[first][1]), cue, seen.following, near)


def _points_to(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether the words between a cue and a medicine point to it: "stopped two of his"."""
    cue = seen.cue
    words = text.words_to(seen.following[0], seen.cue)
    language = text.language
    if words[-1:] and words[-1] in language.example_words:
        denied = language.negations | language.words_for_none
        return denied.isdisjoint(text.words(seen.segment.first, cue.first))  # "tablets stopped today incl X"
    return not language.words_before_object.isdisjoint(words) and language.words_between_clauses.isdisjoint(words)


def _add_preceding(seen: CueInSentence, gathered: Gathered) -> None:
    cue, text, near = seen.cue, gathered.text, _near(seen)
    last = seen.preceding[-1]
    if seen.backward == "loose" and (
        cue.act in _NOT_LOOSELY_BEFORE or (cue.act in _NOT_OVER_A_MARK and is_cut(text, last, cue))
    ):
        if not _is_verdict(seen, text):
            return
        near = "loose"
    if _is_in_condition(seen, text):
        return
    holds = cue.act == "avoid" and cue.form in ("past", "state")
    if cue.act in ("failed", "declined", "avoid") and not holds and not closes(seen, text):
        return
    if cue.act == "weak" and _is_whole_remark(seen, text):
        gathered.add(last, "keep", cue, "phrase")
        return
    act = act_in_time(text, cue, cue.last)
    going_on = ("kept", "keep", "hold", "start", "restart")
    if act == "once" and (_goes_on(seen, text) or not gathered.acts(last).isdisjoint(going_on)):
        act = "weak"  # "no need to hold X for the biopsy", "X kept going periop"
    if act in ENDING and _is_of_what_was_replaced(seen, gathered):
        act = "doubt"
    if near != "weak" and (seen.backward == "loose" or cue.act == "past"):
        near = "loose"
    group = group_before(text, cue, seen.preceding, act)
    if act == "once" and len(group) == 1:
        group = injected_with(text, seen.preceding)
    for number in group:
        said = {evidence.act for evidence in gathered.evidence[number] if evidence.near == "phrase"}
        if act == "declined" and not said.isdisjoint(("stop", "doubt")):
            act = "kept"  # "deprescribing of X declined", "stop X? no thanks"
        elif act == "declined" and "kept" in said and text.word(cue.first) in text.language.actors:
            act = "kept"  # "wants to come off X, GP said no"
        if act == "finish" and "start" in said and cue.form == "base":
            continue  # "X cross-tapered to Y, complete"
        to_be_restarted = act == "restart" and (cue.modified or cue.form in ("base", "ing"))
        if not (to_be_restarted and {"stop", "hold"} & said):
            gathered.add(number, act, cue, near)


def _is_of_what_was_replaced(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "X switched to Y stopped 2019": no mark shows which of the two it was."""
    named = [*seen.earlier, *seen.preceding][-2:]
    if len(named) < 2 or is_cut(gathered.text, named[-1], seen.cue, ",.;:-("):
        return False
    old, new = (gathered.acts(number) for number in named)
    return "switched" in old and "start" in new


def _is_verdict(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X - discussed for itching, wants to think", "X - old box, not using": what closes the line of one medicine.

    Not where it has directions.
    """
    cue, language = seen.cue, text.language
    closed = cue.last >= len(text.tokens) or text.tokens[cue.last].kind == "line"
    if cue.act not in _VERDICTS or cue.form != "state" or not closed or len(seen.segment.named) > 1:
        return False
    between = text.words_from(seen.preceding[-1], cue)
    if not language.words_for_regular.isdisjoint(between) or any(word.isdigit() for word in between):
        return False
    marked = any(mark in between for mark in _VERDICT_MARKS)
    before = [one for one in seen.segment.cues if one.last <= cue.first]
    if not marked or any(one.act in POSITIVE for one in before):
        return False
    if cue.act == "no":  # "X - has a spacer, not using" is of the spacer
        return not (language.words_for_supplies | language.words_for_left).isdisjoint(between)
    # "X - referral offered, wants to think" is of the referral
    begin = text.places[seen.preceding[-1]][1]
    return any(one.first - begin <= 1 and one.act in _TALKED_OF for one in before)


def _is_whole_remark(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X 40 mg -- same": words that go on with it alone between a dash and the end of the line."""
    cue, after = seen.cue, seen.cue.last
    alone = text.word(cue.first - 1) == "-" and (after >= len(text.tokens) or text.tokens[after].kind == "line")
    return alone and text.words(cue.first, after)[-1] in text.language.words_for_the_same


def _goes_on(seen: CueInSentence, text: MedicineText) -> bool:
    """ "300 mg stat then 75 mg daily": given once and then again and again."""
    end = text.places[seen.following[0]][0] if seen.following else seen.segment.last
    after = text.words(seen.cue.last, min(end, seen.cue.last + _GOES_ON_WITHIN))
    return not text.language.words_for_regular.isdisjoint(after)


def _is_after_condition(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a condition with a subject of its own stands right before a cue: "if BP remains"."""
    at = seen.cue.first - 2
    return at >= text.places[seen.preceding[-1]][1] and text.word(at) in text.language.conditions_before_cue


def _is_in_condition(seen: CueInSentence, text: MedicineText) -> bool:
    """ "If X stopped": nothing has been stopped."""
    number = seen.preceding[-1]
    if seen.cue.act in POSITIVE and _is_after_condition(seen, text):
        return True  # "X next visit if BP remains up"
    at = text.places[number][0] - 1
    while text.word(at) in text.language.determiners:
        at -= 1
    return (
        seen.cue.act in ("stop", "hold", "finish")
        and text.word(at) in text.language.conditions_before_name
        and text.language.words_for_was.isdisjoint(text.words_from(number, seen.cue))
    )
