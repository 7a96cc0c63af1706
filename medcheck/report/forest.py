"""A forest plot: ratios with their intervals, one under the other, on a scale of logarithms."""

from collections.abc import Sequence
from math import log10
from typing import NamedTuple

from medcheck.report.svg import INK, TRACK, box, line, picture, share, text

_ROW = 36  # a line of words, the interval and the space after it
_WORDS, _MIDDLE, _POINT = 14, 24, 8
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
# Beyond these an interval is drawn to the edge: the numbers stand beside it.
_LEAST, _MOST = 0.05, 20.0
_AXIS = 22


class Interval(NamedTuple):
    """A ratio above 0 with its limits."""

    label: str
    value: float
    low: float
    high: float


def forest(chart: Sequence[Interval], title: str) -> str:
    """The picture, the first on top; nothing for none.

    The numbers are to stand in a table of the page, too: who hears the page hears only the title.
    """
    if not chart:
        return ""
    left = min(0.5, *(max(one.low, _LEAST) for one in chart))
    right = max(2.0, *(min(one.high, _MOST) for one in chart))
    ticks = [tick for tick in _TICKS if left <= tick <= right]

    def across(value: float) -> float:
        kept = min(max(value, left), right)
        return log10(kept / left) / log10(right / left)

    bottom = _ROW * len(chart)
    parts = [
        line(share(across(tick), 1), 0, share(across(tick), 1), bottom, INK if tick == 1 else TRACK) for tick in ticks
    ]
    parts += [text(share(across(tick), 1), bottom + 16, f"{tick:g}", middle=0.02 < across(tick) < 0.98,
                   end=across(tick) >= 0.98) for tick in ticks]  # fmt: skip
    for row, one in enumerate(chart):
        top = row * _ROW
        low, high = across(one.low), across(one.high)
        parts += [
            text("0", top + _WORDS, one.label),
            text("100%", top + _WORDS, f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})", end=True),
            box(share(low, 1), top + _MIDDLE - 1, share(high - low, 1), 2, INK),
            box(share(across(one.value), 1), top + _MIDDLE - _POINT / 2, f"{_POINT}", _POINT, INK),
        ]
    return picture(title, bottom + _AXIS, parts)
