"""Horizontal bars, each under its own words, so that no name is cut short however long it is."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.report.svg import TRACK, box, picture, share, text

_ROW = 34  # a line of words, the bar and the space after it
_WORDS, _TOP, _THICK = 14, 19, 8  # where in its row a line of words stands, where its bar begins, how thick that is


class Bar(NamedTuple):
    """One bar of a chart."""

    label: str
    number: int
    colour: str


def bars(chart: Sequence[Bar], title: str) -> str:
    """A chart of bars, the first on top, each with its number; nothing for no bars.

    The numbers are to stand in a table of the page, too: who hears the page hears only the chart's title.
    """
    if not chart:
        return ""
    most = max(bar.number for bar in chart)
    parts = []
    for row, bar in enumerate(chart):
        top = row * _ROW
        parts += [
            text("0", top + _WORDS, bar.label),
            text("100%", top + _WORDS, f"{bar.number:,}", end=True),
            box("0", top + _TOP, "100%", _THICK, TRACK, _THICK / 2),
            box("0", top + _TOP, share(bar.number, most), _THICK, bar.colour, _THICK / 2),
        ]
    return picture(title, _ROW * len(chart), parts)
