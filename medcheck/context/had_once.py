""" "Had X in 2023", "took X as a child", "one course of X in February": what was taken once, by the time beside it."""

from collections.abc import Iterator, Sequence

from medcheck.context.compose import Cue
from medcheck.context.nature import is_of_intervals
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language

_DOSE_WITHIN = 6  # tokens of a dose between a name and the time
_WORDS_BACK = 4  # words between a verb and a name: "had a course of oral"
_NEGATED_BACK = 2
_WORDS_OF_TRIAL = 6  # tokens after a name
_APOSTROPHES = frozenset("'‘’")
_WORDS_OF_REASON = 6


def had_once(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], meanings: Sequence[object], language: Language
) -> Iterator[Cue]:
    """A cue for each medicine that stands between a verb of the past, or "course of", and a time that is over."""
    for number, (first, last) in enumerate(places):
        dosed = _after_dose(tokens, last, language)
        verb = _verb_before(tokens, first, language)
        tried = last + 1 < len(tokens) and tokens[last].norm in language.words_before_year_of_use
        if tried and is_year(tokens[last + 1]):
            yield Cue(last, last + 2, "past", "state", "backward")  # "X tried 2021"
            continue
        year = _year_of_trial(tokens, last, language)
        if year is not None:
            yield Cue(last, year, "past", "state", "backward")  # "X briefly 2020, moody"
            continue
        if verb is None and not _is_course(tokens, last, dosed, language):
            continue
        at = _after_reason(tokens, dosed, language)
        end = _end_of_time(tokens, at, language)
        if end is not None and end < len(tokens) and tokens[end].norm in language.words_for_and:
            continue  # "needed X in hospital and since"
        if end is not None and not (meanings and is_of_intervals(meanings[number], language)):
            act = "once" if tokens[end - 1].norm in language.places_of_care else "stop"
            yield Cue(at if at == dosed else last, end, act, "state", "backward")


def _year_of_trial(tokens: Sequence[Token], last: int, language: Language) -> int | None:
    """The end of a year after a few words, one of which shows a trial, where no dose stands: "X no benefit 2020"."""
    tried = False
    for at in range(last, min(len(tokens), last + _WORDS_OF_TRIAL)):
        token = tokens[at]
        if is_year(token) or (tokens[at - 1].norm in _APOSTROPHES and len(token.norm) == 2):
            closes = at + 1 >= len(tokens) or not tokens[at + 1].norm.isalnum() or tokens[at + 1].kind == "line"
            return at + 1 if tried and closes else None
        if token.kind != "word" and token.norm not in _APOSTROPHES:
            return None
        tried = tried or token.norm in language.signs_of_a_trial
    return None


def _verb_before(tokens: Sequence[Token], first: int, language: Language) -> int | None:
    """Where a verb of the past stands whose object begins at a token: "had", "took a", but not "has had"."""
    at = first - 1 - (first > 1 and tokens[first - 1].norm in language.words_for_of)  # "course X", "course of X"
    course = at if at >= 0 and tokens[at].norm in language.words_for_a_course else None
    at = first - 1
    while at > max(0, first - 1 - _WORDS_BACK) and (
        tokens[at].norm in language.words_before_single_use or tokens[at].norm in language.number_words
    ):
        at -= 1
    if at < 0 or tokens[at].norm not in language.verbs_of_past_use:
        return course
    before = {token.norm for token in tokens[max(0, at - _NEGATED_BACK) : at] if token.kind == "word"}
    return None if before & (language.negations | language.words_for_having_had) else at


def _after_dose(tokens: Sequence[Token], last: int, language: Language) -> int:
    """The token after a dose, a form and a count of times."""
    at = last
    while at < min(len(tokens), last + _DOSE_WITHIN):
        token = tokens[at]
        if token.norm in language.words_for_so_long and at + 2 < len(tokens) and tokens[at + 1].kind == "number":
            at += 1 + (tokens[at + 2].norm in language.period_units)  # "for 7 days"
            continue
        if at == last and token.norm in language.words_after_course_name:
            at += 1
            continue
        if token.norm == "/" and at + 1 < len(tokens) and tokens[at - 1].kind == tokens[at + 1].kind == "number":
            at += 2  # "7/7"
            continue
        is_dose = token.kind == "number" and not is_year(token)
        is_count = token.norm == "x" or token.norm in language.words_for_a_course - language.period_units
        if not is_dose and not is_count and token.norm not in language.units and token.norm not in language.forms:
            break
        at += 1
    counted = at > last and at < len(tokens) and tokens[at].norm in language.period_units  # "3 years ago"
    return at - 1 if counted else at


def _is_course(tokens: Sequence[Token], first: int, last: int, language: Language) -> bool:
    """Whether the length of a course follows a name, or an injection: "5/7", "x 5d", "for 7 days"."""
    words = [token.norm for token in tokens[first:last]]
    if any(word in language.forms_of_a_single_use for word in words):
        return True
    at = next((at for at, word in enumerate(words) if word in language.words_for_so_long), None)
    counted = at is not None and any(word in language.period_units for word in words[at:])
    return counted or any(words[at : at + 2] == ["/", "7"] for at in range(len(words)))


def _after_reason(tokens: Sequence[Token], at: int, language: Language) -> int:
    """The token after the few words of why or from whom, where a time is over: "for ankle swelling in 2022"."""
    if at >= len(tokens) or tokens[at].norm not in language.words_before_occasion:
        return at
    for end in range(at + 2, min(len(tokens), at + 2 + _WORDS_OF_REASON)):
        if tokens[end - 1].kind != "word" and tokens[end - 1].norm != "-":
            break
        if _end_of_time(tokens, end, language) is not None:
            return end
    return at


def _end_of_time(tokens: Sequence[Token], at: int, language: Language) -> int | None:
    """The end of a time that is over and that begins at a token: "in 2023", "2 years ago", "as a child", "then"."""
    words = [token.norm for token in tokens[at : at + 4]] + [""] * 4
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and words[0] in ("(", *language.words_for_in) and is_year(following):
        return at + 2
    if words[0] in language.words_for_in and words[1] in language.days_and_months | language.period_ends:
        return at + 2
    if words[0] in language.words_for_in and words[1] in language.places_of_care:
        return at + 2
    if words[0] in language.words_of_an_event:  # "during her admission", "after the op"
        named = next((end for end in range(1, 4) if words[end] in language.events_that_end), None)
        return None if named is None else at + named + 1
    if words[0] in language.words_for_last and words[1] in language.longer_periods:
        return at + 2
    if words[0] in language.longer_periods and words[1] in language.words_for_ago:
        return at + 2
    if words[0] in language.words_for_as and words[2] in language.ages_of_youth:
        return at + 3
    closes = not words[1].isalnum()
    return at + 1 if closes and words[0] in language.words_for_back_then else None
