"""What was given in a hospital stay that is over: a heading of its course or treatment, and later one of discharge."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.nature import is_of_intervals
from medcheck.context.sections import Section
from medcheck.document.labels import Label
from medcheck.language import Language

_DIRECTIONS_WITHIN = 9  # tokens after a name
_FORM_WITHIN = 3  # tokens before it
_ENDS = frozenset(",.;\n")
_ENDS_SENTENCE = frozenset(".\n")


def said_by_course(text: CuedText, sections: Sequence[Section], labels: Sequence[Label]) -> Iterator[Said]:
    """What was given in a stay has ended; below a heading of its course only what stands there as given by others.

    "Course: Inj. X bd x 3 d", but not "Course: started on X", and neither where no later heading is of discharge.
    """
    language = text.language
    home = [
        label.first
        for label in labels
        if not language.words_for_going_home.isdisjoint(label.words)
        and not text.named(label.first, label.last)  # "wife brought in home X - locked away"
    ]
    if home:
        yield from _given_before_home(text, sections, home[-1])
    for section in sections:
        words = " ".join(word for word in section.label.words if word != "/")
        treated = words in language.labels_of_treatment
        if not (treated or words in language.labels_of_course) or not home or home[-1] < section.body:
            continue
        for number in text.named(section.body, min(section.end, home[-1])):
            if treated or _is_of_others(text, number, section, language):
                yield Said(number, "finish", section.cue, "label")
            elif _is_treated(text, number, section):
                yield Said(number, "finish", section.cue, "phrase")


def _given_before_home(text: CuedText, sections: Sequence[Section], home: int) -> Iterator[Said]:
    """What an account before the list of what goes home names after "IV", and that list does not have."""
    language, tokens = text.language, text.tokens
    after = text.named(home, len(tokens))
    instead = (tokens[text.places[number][0] - 1].norm in language.words_for_of for number in after)
    listed = {tuple(text.meanings[n]) for n, other in zip(after, instead, strict=True) if not other}  # "instead of X"
    for number in text.named(0, home) if after else ():
        first, last = text.places[number]
        route = next(
            (at for at in (first - 1, first - 2) if at >= 0 and tokens[at].norm in language.routes_of_once), -1
        )
        meaning = text.meanings[number]
        if route < 0 or tuple(meaning) in listed or is_of_intervals(meaning, language):
            continue
        if any(section.body <= first < section.end and section.act in POSITIVE for section in sections):
            continue
        begin, end = _sentence_around(text, first, last)
        words = {token.norm for token in tokens[begin:end]}
        again = language.words_for_going_home | language.words_for_every | language.words_for_next
        if language.period_units.isdisjoint(words):
            again |= language.words_for_regular  # "IV X monthly", but "IV X bd for 4 days"
        if again.isdisjoint(words) and not any(cue.act in POSITIVE for cue in text.cues_in(begin, end)):
            yield Said(number, "finish", Cue(route, route + 1, "finish"), "nature")


def _sentence_around(text: CuedText, first: int, last: int) -> tuple[int, int]:
    """The tokens of the sentence in which a name stands."""
    tokens = text.tokens
    begin = first
    while begin and (tokens[begin - 1].norm != "." or tokens[begin - 2].norm in text.language.forms_before_names):
        begin -= 1
    end = last
    while end < len(tokens) and tokens[end].norm not in _ENDS_SENTENCE:
        end += 1
    return begin, end


def _is_treated(text: CuedText, number: int, section: Section) -> bool:
    """Whether the sentence of a name begins with what somebody was treated with, and nothing in it goes on."""
    tokens, language = text.tokens, text.language
    first, last = text.places[number]
    begin, end = _sentence_around(text, first, last)
    begin, end = max(begin, section.body), min(end, section.end)
    treated, cues = language.words_for_treated, text.cues_in(begin, end)
    others = [cue for cue in cues if treated.isdisjoint(token.norm for token in tokens[cue.first : cue.last])]
    goes_on = any(cue.act in POSITIVE for cue in others)
    return not goes_on and any(token.norm in treated for token in tokens[begin:first])


def _is_of_others(text: CuedText, number: int, section: Section, language: Language) -> bool:
    """Whether a route that others give by, or a count of doses or days, stands beside a name."""
    tokens = text.tokens
    first, last = text.places[number]
    before = text.places[number - 1][1] if number else section.body
    following = text.places[number + 1][0] if number + 1 < len(text.places) else section.end
    begin = first
    while begin > max(section.body, before, first - _FORM_WITHIN) and (
        tokens[begin - 1].norm not in _ENDS or tokens[begin - 2].norm in language.forms_before_names  # "Inj. X"
    ):
        begin -= 1
    end = last
    while end < min(following, last + _DIRECTIONS_WITHIN) and tokens[end].norm not in _ENDS:
        end += 1
    words = [token.norm for token in (*tokens[begin:first], *tokens[last:end])]
    cues = text.cues_in(begin, end)
    if any(cue.act in POSITIVE for cue in cues) or not language.words_for_on.isdisjoint(words[: first - begin]):
        return False  # "started on Inj. X"
    injected = any(language.forms.get(word) == "injection" for word in words)
    doses = language.tablet_units | language.words_for_a_part
    counted = any(one.isdigit() and other in doses for one, other in pairwise(words))
    return injected or counted or not language.routes_of_once.isdisjoint(words)
