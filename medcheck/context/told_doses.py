"""Single doses that others gave, by how they are written: "ketorolac 30 IV", "KCl 40 mmol x1", "Here: aspirin 300"."""

from collections.abc import Iterator, Sequence

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.medicine_text import holds_phrase
from medcheck.context.nature import ends_item, is_of_emergencies, is_of_intervals, item_of
from medcheck.document.labels import Label
from medcheck.document.tokens import is_clock

_FEW = frozenset("123")  # so many doses of one medicine are given in an hour or two
_GOING_ON = POSITIVE | {"prn", "conditional", "planned", "await", "may"}


def said_by_told_doses(text: CuedText, labels: Sequence[Label]) -> Iterator[Said]:
    """What was given once by its route, count or label, and no word says that it is given again."""
    under = {number: label for label in labels for number in _labelled(text, label)}
    for number, (first, last) in enumerate(text.places):
        begin, end = item_of(text, number)
        if is_of_intervals(text.meanings[number], text.language) or _is_repeated(text, begin, first, last, end):
            continue
        told = _dose_told(text, number, begin, end)
        label = under.get(number)
        if label is not None and (_names_giver(label, text) or _is_timed(text, begin, end)):
            yield Said(number, "once", Cue(label.first, label.last, "once"), "label")
        elif told is not None:
            yield Said(number, "once", Cue(*told, "once"), "nature")


def _dose_told(text: CuedText, number: int, begin: int, end: int) -> tuple[int, int] | None:
    """Where a route of others, or a count, shows that one dose of what is given in emergencies is told of."""
    language, tokens = text.language, text.tokens
    _, last = text.places[number]
    at = last
    while at < end and (
        tokens[at].kind == "number" or tokens[at].norm in language.units or tokens[at].norm in language.forms
    ):
        at += 1
    emergency = is_of_emergencies(text.meanings[number], language)
    route = next((at for at in range(begin, end) if _is_route(text, at)), None)
    if route is not None and emergency and last < end and tokens[last].kind == "number":
        return route, route + 1
    counted = at + 1 < end and tokens[at].norm == "x" and tokens[at + 1].norm in _FEW
    if route is None and not (emergency and tokens[at - 1].norm in language.units_of_others):
        return None  # "X 25 mg x1" may be one tablet of each day
    goes_on = at + 2 < len(tokens) and (
        tokens[at + 2].norm in language.period_units or tokens[at + 2].norm in "/-" or tokens[at + 2].kind == "number"
    )
    return (at, at + 2) if counted and not goes_on else None


def _is_timed(text: CuedText, begin: int, end: int) -> bool:
    """Whether a route of others, a count or a time of the day stands beside a name."""
    return any(
        _is_route(text, at) or is_clock(text.tokens[at]) or (text.tokens[at].norm == "x" and at > begin)
        for at in range(begin, end)
    )


def _is_route(text: CuedText, at: int) -> bool:
    """Whether a route is named by which others give a dose; "IN" is one in capitals."""
    token = text.tokens[at]
    if token.norm in text.language.words_for_in:
        return text.text[token.start : token.end].isupper() and text.tokens[at - 1].norm in text.language.units
    return token.norm in text.language.routes_of_others


def _is_repeated(text: CuedText, begin: int, first: int, last: int, end: int) -> bool:
    """Whether a word beside a name says that it is given again, or is to be given, or that it goes on."""
    language, tokens = text.language, text.tokens
    words = [token.norm for token in (*tokens[begin:first], *tokens[last:end])]
    again = language.words_for_regular | language.words_for_next | language.words_for_repeating
    had = (cue.act == "weak" for cue in text.cues_in(begin, first))  # "on X 40 iv"
    return holds_phrase(words, again) or any(had) or any(cue.act in _GOING_ON for cue in text.cues_in(begin, end))


def _labelled(text: CuedText, label: Label) -> range:
    """The numbers of the medicines in the sentence after a label of who gave something, or where."""
    if not (_names_giver(label, text) or " ".join(label.words) in text.language.labels_of_giving):
        return range(0)
    end = next((at for at in range(label.body, label.end) if ends_item(text, at)), label.end)
    return text.named(label.body, end)


def _names_giver(label: Label, text: CuedText) -> bool:
    """Whether a label names who gave something, or where, or an injection of today."""
    language = text.language
    injected = any(language.forms.get(word) == "injection" for word in label.words)
    return " ".join(label.words) in language.labels_of_givers or (
        injected and not language.occasions_of_once.isdisjoint(label.words)
    )
