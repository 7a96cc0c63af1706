""" "Was on quinine until May", "took it from January to March": what stands before the end is taken no more."""

from medcheck.context.acts import POSITIVE
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_forward
from medcheck.context.gathered import Gathered
from medcheck.context.groups import joined_before
from medcheck.context.medicine_text import MedicineText
from medcheck.document.tokens import is_year

_END_WITHIN = 24
_NOW_WITHIN = 60
_FAULT_WITHIN = 12  # words after a name in which nothing may say that it goes on
_FAULT_NEAR = 4
_BEFORE_FAULT = frozenset(("-", "(", ","))
_ALSO_WITHIN = 3  # words from "now" on
_NOW_BETWEEN = 5  # tokens between the two, with "now" among them


def add_was_on(seen: CueInSentence, gathered: Gathered) -> bool:
    """The end of what a cue in the past tense speaks of; without an end it says little."""
    cue, text, following = seen.cue, gathered.text, seen.following
    if cue.act != "was":
        return False
    if not following or not gap_forward(text, cue, following):
        return True
    limit = min(seen.segment.last, text.places[following[0]][1] + _END_WITHIN)
    for place, number in enumerate(following):
        end = text.places[following[place + 1]][0] if place + 1 < len(following) else limit
        if _has_end(text, text.places[number][1], end):
            for earlier in joined_before(text, following[: place + 1], ("&",)):
                gathered.add(earlier, "stop", cue, "phrase")
            return True
    if _opens_before_another(seen, text):
        gathered.add(following[0], "stop", cue, "phrase")
        return True
    if _is_before_another(seen, text):
        for earlier in following[:-1]:
            gathered.add(earlier, "stop", cue, "phrase")
        return True
    first_end = text.places[following[0]][1]
    now = _now(text, first_end, min(first_end + _NOW_WITHIN, seen.segment.last))
    also = now is not None and not text.language.words_for_also.isdisjoint(text.words(now, now + _ALSO_WITHIN))
    another = now is not None and now < text.places[seen.segment.named[-1]][0]
    if now is not None and another and len(following) > 1 and not also:
        for number in following:
            if text.places[number][0] < now:
                gathered.add(number, "stop", cue, "phrase")
        return True
    if _is_followed_by_another(seen, gathered):
        gathered.add(following[0], "stop", cue, "phrase")
        return True
    fault = _fault(seen, text, first_end)
    if fault:
        gathered.add(following[0], fault, cue, "phrase")
        return True
    once = " ".join(text.words(first_end, first_end + 2)) in text.language.once_phrases
    gathered.add(following[0], *(("once", cue, "phrase") if once else ("weak", cue, "weak")))
    return True


def _opens_before_another(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Before Y she was on X"."""
    if not seen.preceding or text.places[seen.preceding[-1]][0] != seen.segment.first + 1:
        return False
    return text.word(seen.segment.first) in text.language.words_for_before


def _fault(seen: CueInSentence, text: MedicineText, begin: int) -> str | None:
    """ "Was on X but ankles swelled", "was on X (cough)": a fault has ended it, surely one that is known."""
    language = text.language
    at = next((at for at in range(begin, seen.segment.last) if not _is_dose(text, at)), seen.segment.last)
    turns = text.word(at) in language.words_for_but
    if not turns and text.word(at) not in _BEFORE_FAULT:
        return None
    end = min(seen.segment.last, at + _FAULT_WITHIN)
    if any(
        text.tokens[index].kind == "number" or text.word(index) in language.words_for_now for index in range(at, end)
    ):
        return None
    cues = [cue for cue in seen.segment.cues if at <= cue.first < end]
    if any(cue.act in POSITIVE or cue.act in ("change", "weak") for cue in cues) or len(seen.following) > 1:
        return None
    if any(cue.act in ("sideeffect", "reaction", "symptom") and cue.first <= at + _FAULT_NEAR for cue in cues):
        return "stop"
    return "doubt" if turns and not cues else None


def _is_dose(text: MedicineText, at: int) -> bool:
    return text.tokens[at].kind == "number" or text.word(at) in text.language.units


def _is_before_another(seen: CueInSentence, text: MedicineText) -> bool:
    """ "Was on X and Y before Z", "prior to Z": all but the last were had before it."""
    if len(seen.following) < 2:
        return False
    *_, earlier, last = seen.following
    between = text.words_between(earlier, last)
    if between[-1:] and between[-1] in text.language.words_for_to:
        between = between[:-1]
    return (
        bool(between)
        and between[-1] in text.language.words_for_before
        and text.meanings[earlier] != text.meanings[last]
    )


def _is_followed_by_another(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "Was on X, now on Y": another medicine has its own cue after "now"."""
    text, number = gathered.text, seen.following[0]
    following = number + 1
    if len(seen.following) > 1 or following not in seen.segment.named:
        return False
    if text.places[following][0] - text.places[number][1] > _NOW_BETWEEN:
        return False
    between = text.words_between(number, following)
    adds = not (text.language.words_for_and | text.language.words_for_also).isdisjoint(between)
    return (
        not text.language.words_for_now.isdisjoint(between)
        and not adds
        and bool(text.meanings)
        and text.meanings[number] != text.meanings[following]
    )


def _now(text: MedicineText, begin: int, end: int) -> int | None:
    """Where what is taken instead begins: "was on X, now on Y"."""
    return next((index for index in range(begin, end) if text.word(index) in text.language.words_for_now), None)


def _has_end(text: MedicineText, begin: int, end: int) -> bool:
    """Whether an end of the time that something was taken stands between two tokens."""
    language = text.language
    began = False
    for index in range(begin, end):
        word = text.word(index)
        if text.tokens[index].kind == "line" or word in language.turning_words or word == ".":
            return False
        if word in language.words_for_ago:
            return not text.word(index - 1).startswith(tuple(language.beginnings_of_hours))
        if word in language.period_ends:
            return True
        if began and (word == "-" or word in language.words_for_to):
            return True
        began = began or word in language.words_for_from
        after = text.tokens[index + 1] if index + 1 < end else text.tokens[index]
        if word in language.words_for_in and (is_year(after) or after.norm in language.days_and_months):
            return True
        if word in language.words_for_last and (after.norm in language.units or after.norm in language.seasons):
            return True
    return False
