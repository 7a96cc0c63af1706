"""A log of what was given in an hour or two: lines that each begin with a time, "1417 NTG 0.4 SL x3"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.document.lines import Line
from medcheck.document.tokens import Token, is_clock
from medcheck.language import Language

_FEWEST = 3  # lines with a time
_FEWEST_ODD = 2  # of them at a minute for which nobody plans a dose
_PLANNED = 5  # minutes: what is planned is so at 7:10, not at 7:12
_LONGEST = 180  # minutes from the first to the last
_COLON = 3  # tokens of "14:17"


class _Timed(NamedTuple):
    """A line that begins with a time, in minutes of the day; ``body``: the token after it."""

    line: Line
    body: int
    minutes: int


def said_by_log(text: CuedText) -> Iterator[Said]:
    """What stands in a log was given once; not in a round of the day ("0800", "1200"), which is no log."""
    timed = [one for line in text.lines if (one := _timed(text.tokens, line))]
    run: list[_Timed] = []
    for one in (*timed, None):
        if run and (one is None or not 0 <= one.minutes - run[0].minutes <= _LONGEST or one.minutes < run[-1].minutes):
            yield from _given(text, run)
            run = []
        if one is not None:
            run.append(one)


def _given(text: CuedText, run: Sequence[_Timed]) -> Iterator[Said]:
    odd = sum(one.minutes % _PLANNED > 0 for one in run)
    if len(run) < _FEWEST or odd < _FEWEST_ODD:
        return
    if not any(_tells_of_dose(text.tokens[one.body : one.line.last], text.language) for one in run):
        return
    for one in run:
        home = _home_from(text, one)
        for number in text.named(one.body, home):
            yield Said(number, "once", Cue(one.line.first, one.body, "once"), "nature")


def _home_from(text: CuedText, one: _Timed) -> int:
    """Where a line begins to tell of what goes home or goes on: "1620 home on X, restart Y"."""
    goes_on = (cue.first for cue in text.cues_in(one.body, one.line.last) if cue.act in POSITIVE)
    home = text.language.words_for_going_home
    named = (at for at in range(one.body, one.line.last) if text.tokens[at].norm in home)
    return min((*goes_on, *named), default=one.line.last)


def _timed(tokens: Sequence[Token], line: Line) -> _Timed | None:
    """The time that a line begins with, "1417" or "14:17", if words follow it."""
    first = tokens[line.body] if line.body < line.last else None
    if first is None or first.kind != "number":
        return None
    digits, body = first.norm, line.body + 1
    if body + 1 < line.last and tokens[body].norm == ":" and tokens[body + 1].kind == "number":
        digits, body = first.norm.zfill(2) + tokens[body + 1].norm, line.body + _COLON
    elif not is_clock(first):
        return None
    if len(digits) != len("1417") or not digits.isdigit() or digits >= "2400" or body >= line.last:
        return None
    return _Timed(line, body, int(digits[:2]) * 60 + int(digits[2:]))


def _tells_of_dose(tokens: Sequence[Token], language: Language) -> bool:
    """Whether one dose is told of: by a route that others give it by, or "x1"."""
    norms = [token.norm for token in tokens]
    counted = any(one == "x" and other.isdigit() and len(other) == 1 for one, other in pairwise(norms))
    of_others = language.routes_of_once | language.words_for_administered
    return counted or not of_others.isdisjoint(norms)
