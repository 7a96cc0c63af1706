"""A sentence that speaks of the medicine before it: "Furosemide 40 mg. It was stopped in May."."""

from collections.abc import Sequence

from medcheck.context.acts import QUIET
from medcheck.context.compose import Cue
from medcheck.context.conditions import act_in_time, is_conditional
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.cue_reach import is_content
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import MedicineText, Segment
from medcheck.context.negation import closes
from medcheck.document.tokens import Token

_PLURAL_WITHIN = 3
_LABEL_SIGNS = ("=", ":")
_LOOKED_AT_AFTER = 8


def add_to_earlier(seen: CueInSentence, gathered: Gathered) -> bool:
    """The act for the medicines of the sentence before, where this one names none and refers to them."""
    cue, text = seen.cue, gathered.text
    if seen.preceding or seen.forward or not seen.earlier:
        return False
    if cue.direction == "forward" and not cue.modified and text.word(cue.last) not in text.language.pronouns:
        return False  # "Ex 31/40" is of nothing before it; "took me off that" is
    if not _refers(text, cue, seen.segment) and not _resumes(seen, gathered):
        return False
    if seen.segment.named and _is_labelled(text, cue):
        return True  # "status=held; med=X" is a record of its own
    if _ends_in_colon(text, seen.segment):
        return True  # a heading of what follows: "On hold, your doctor will tell you when to restart:"
    if _is_of_time_to_come(text, cue, seen.segment):
        return True
    if _is_remark(text, cue, seen.segment) or not is_conditional(text, cue, cue.last):
        for number in _meant(text, cue, seen.segment.first, seen.earlier):
            act = act_in_time(text, cue, cue.last)
            gathered.add(number, act, cue, "weak" if act == "weak" else "note")  # "Plan: same dose" undoes nothing
    return True


def _resumes(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "X was put on hold in hospital. K 4.4, so back on tonight": what was held is what is begun again."""
    held = not gathered.acts(seen.earlier[-1]).isdisjoint(("hold", "stop")) and closes(seen, gathered.text)
    return held and seen.cue.act == "restart" and seen.cue.form in ("past", "state")


def _is_labelled(text: MedicineText, cue: Cue) -> bool:
    """Whether a cue is the value of a label that asks for a status: "status=held", "Status: stopped"."""
    label = text.word(cue.first - 2)
    return text.word(cue.first - 1) in _LABEL_SIGNS and text.language.column_roles.get(label) == "status"


def _is_remark(text: MedicineText, cue: Cue, segment: Segment) -> bool:
    """A cue that fills a bracket, or its part before a colon: "1 nightly. (Patient not taking: Reported on 3/2)"."""
    return text.word(segment.first) in ("(", "[") and text.word(cue.last) in (":", ",", ")", "]")


def _ends_in_colon(text: MedicineText, segment: Segment) -> bool:
    last = segment.last - 1
    return text.word(last - (text.tokens[last].kind == "line")) == ":"


def _is_of_time_to_come(text: MedicineText, cue: Cue, segment: Segment) -> bool:
    """ "Once this is complete, we will scan": what it will be then."""
    waits = text.word(segment.first) in text.language.conditions_before_name
    return waits and not text.language.words_for_will.isdisjoint(text.words(cue.last, segment.last))


def _meant(text: MedicineText, cue: Cue, begin: int, earlier: Sequence[int]) -> Sequence[int]:
    """All the medicines before, where the cue speaks of several, else the last."""
    begin = max(begin, cue.first - _PLURAL_WITHIN)  # "was taking both! Told to bin it" is of the last
    several = text.language.plural_words.intersection(text.words(begin, cue.last + 1))
    return earlier if several else earlier[-1:]


def _refers(text: MedicineText, cue: Cue, segment: Segment) -> bool:
    """Whether a cue without a medicine of its own is said of the one before: by a pronoun, or because it opens."""
    language = text.language
    if cue.act in QUIET or cue.act in ("info", "neg", "planned", "await"):
        return False
    if cue.act == "other_person" and text.word(cue.last) not in language.pronouns:
        return False  # "insulin. His wife had taken over the finances"
    if _has_other_object(text, cue.last):
        return False
    if text.word(cue.last) in language.pronouns or _subject(text, cue, segment) in language.pronouns:
        return True
    if not _opens(text, cue, segment) or (cue.act == "once" and cue.last - cue.first < 2):
        return False
    if _is_remark(text, cue, segment):
        return True
    after = next(
        (
            token
            for token in text.tokens[cue.last : min(cue.last + _LOOKED_AT_AFTER, segment.last)]
            if token.norm not in (":", "-", "*", "!", ")", "]") and token.kind != "line"
        ),
        None,
    )
    return after is None or _is_time_or_reason(text, after)


def _has_other_object(text: MedicineText, at: int) -> bool:
    """Whether something else is pointed to at a token: "stopped this diet", not "stopped this drug", "this week"."""
    language = text.language
    points = text.word(at) in language.pronouns and text.word(at) in language.articles | language.plural_words
    if not points or at + 1 >= len(text.tokens) or not is_content(text, at + 1):
        return False
    times = language.days_and_months | language.period_units | language.words_for_day | language.seasons
    same = language.medicine_heading_words | language.governing_words
    return text.word(at + 1) not in times | same


def _subject(text: MedicineText, cue: Cue, segment: Segment) -> str:
    """The first word before a cue that may be its subject."""
    language, at = text.language, cue.first - 1
    while at >= segment.first and text.word(at) in language.between_name_and_cue:
        if text.word(at) in language.pronouns or text.word(at) in language.patient_pronouns:
            break
        at -= 1
    return text.word(at) if at >= segment.first else ""


def _opens(text: MedicineText, cue: Cue, segment: Segment) -> bool:
    """Whether a cue opens its sentence, but for words that may stand between a name and a cue."""
    language = text.language
    return all(
        token.kind != "word" or token.norm in language.between_name_and_cue or token.norm in language.column_roles
        for token in text.tokens[segment.first : cue.first]
    )


def _is_time_or_reason(text: MedicineText, token: Token) -> bool:
    language = text.language
    return (
        token.kind == "number"
        or token.norm in language.time_or_reason_words
        or token.norm in language.days_and_months
        or token.norm.endswith(tuple(language.adverb_endings))
    )
