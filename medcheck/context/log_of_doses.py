"""A log of what was given in an hour or two: lines or sentences that begin with a time, "1417 NTG 0.4 SL x3"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.document.labels import Label
from medcheck.document.lines import Line
from medcheck.document.tokens import Token, is_clock, is_year
from medcheck.language import Language

_FEWEST = 3  # lines with a time
_FEWEST_ODD = 2  # of them at a minute for which nobody plans a dose
_PLANNED, _PLANNED_WITH_EVENTS = 5, 15  # minutes: what is planned is so at 7:10, not at 7:12; or at 7:15
_LONGEST = 180  # minutes from the first to the last
_COLON = 3  # tokens of "14:17"


class _Timed(NamedTuple):
    """A line or sentence ``tokens[first:last]`` that begins with a time, in minutes of the day; ``body``: after it."""

    first: int
    body: int
    last: int
    minutes: int


def said_by_log(text: CuedText, labels: Sequence[Label]) -> Iterator[Said]:
    """What stands in a log was given once; not in a round of the day ("0800", "1200"), which is no log."""
    timed = [one for line in text.lines for one in _timed_parts(text.tokens, line)]
    run: list[_Timed] = []
    for one in (*timed, None):
        if run and (one is None or not 0 <= one.minutes - run[0].minutes <= _LONGEST or one.minutes < run[-1].minutes):
            above = next((label for label in reversed(labels) if label.first < run[0].first), None)
            of_log = above is not None and " ".join(above.words) in text.language.labels_of_a_log
            yield from _given(text, run, of_log)
            run = []
        if one is not None:
            run.append(one)


def _given(text: CuedText, run: Sequence[_Timed], of_log: bool) -> Iterator[Said]:
    # Beside what happened ("0220 arrived") a dose at 0240 is none that was planned.
    events = not all(len(text.named(one.body, one.last)) for one in run)
    planned = _PLANNED_WITH_EVENTS if events else _PLANNED
    odd = sum(one.minutes % planned > 0 for one in run)
    years = all(is_year(text.tokens[one.first]) for one in run)  # "2015 MI / 2018 CABG"
    if len(run) < _FEWEST or odd < _FEWEST_ODD or years:
        return
    if not any(_tells_of_dose(text.tokens[one.body : one.last], text.language) for one in run):
        return
    for one in run:
        # What is given at home, too, may stand in a list of what is taken, which holds then; not below "Tx".
        told = of_log or _tells_of_dose(text.tokens[one.body : one.last], text.language)
        near = "section" if told else "nature"
        for number in text.named(one.body, _home_from(text, one)):
            yield Said(number, "once", Cue(one.first, one.body, "once"), near)


def _home_from(text: CuedText, one: _Timed) -> int:
    """Where a line begins to tell of what goes home or goes on: "1620 home on X, restart Y"."""
    goes_on = (cue.first for cue in text.cues_in(one.body, one.last) if cue.act in POSITIVE)
    home = text.language.words_for_going_home
    named = (at for at in range(one.body, one.last) if text.tokens[at].norm in home)
    return min((*goes_on, *named), default=one.last)


def _timed_parts(tokens: Sequence[Token], line: Line) -> Iterator[_Timed]:
    """The sentences of a line that begin with a time, the first with its own: "1417 X 5 IV. 1425 Y 1 g"."""
    begins = [line.body]
    begins += [at + 1 for at in range(line.body, line.last - 1) if _ends_sentence(tokens, at)]
    for begin, end in pairwise([*begins, line.last]):
        if one := _timed(tokens, begin, end):
            yield one


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].norm == "." and tokens[at].end < tokens[at + 1].start and tokens[at + 1].kind == "number"


def _timed(tokens: Sequence[Token], begin: int, end: int) -> _Timed | None:
    """The time that a line or sentence begins with, "1417" or "14:17", if words follow it."""
    first = tokens[begin] if begin < end else None
    if first is None or first.kind != "number":
        return None
    digits, body = first.norm, begin + 1
    if body + 1 < end and tokens[body].norm == ":" and tokens[body + 1].kind == "number":
        digits, body = first.norm.zfill(2) + tokens[body + 1].norm, begin + _COLON
    elif not is_clock(first) and not is_year(first):
        return None
    if len(digits) != len("1417") or not digits.isdigit() or digits >= "2400" or digits[2] > "5" or body >= end:
        return None
    return _Timed(begin, body, end, int(digits[:2]) * 60 + int(digits[2:]))


def _tells_of_dose(tokens: Sequence[Token], language: Language) -> bool:
    """Whether one dose is told of: by a route that others give it by, or "x1"."""
    norms = [token.norm for token in tokens]
    counted = any(one == "x" and other.isdigit() and len(other) == 1 for one, other in pairwise(norms))
    of_others = language.routes_of_once | language.words_for_administered
    return counted or not of_others.isdisjoint(norms)
