"""Pictures as SVG that stands in a page by itself: no script, no style sheet, no font from elsewhere.

Places and lengths across are shares of the width (``"40%"``), those downwards are pixels: a picture fills any width it
is given, and its letters keep their size, on a telephone, too.
"""

from collections.abc import Iterable
from html import escape

INK, TRACK = "currentColor", "var(--line)"  # the page's own, light or dark


def picture(title: str, height: int, parts: Iterable[str]) -> str:
    """A picture of these parts; for those who hear a page it is one image with a title."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" width="100%" '
        f'height="{height}">{"".join(parts)}</svg>'
    )


def share(part: float, whole: float) -> str:
    """A part of the whole as a share of the width."""
    return f"{100 * part / whole:.4g}%" if whole else "0%"


def box(x: str, y: float, width: str, height: float, colour: str, rounded: float = 0) -> str:
    """A filled box, its upper left corner at ``x`` and ``y``."""
    corner = f' rx="{rounded:g}"' if rounded else ""
    return f'<rect x="{x}" y="{y:g}" width="{width}" height="{height:g}"{corner} fill="{colour}"/>'


def line(x1: str, y1: float, x2: str, y2: float, colour: str) -> str:
    """A thin line."""
    return f'<line x1="{x1}" y1="{y1:g}" x2="{x2}" y2="{y2:g}" stroke="{colour}"/>'


def text(x: str, y: float, words: str, *, end: bool = False, middle: bool = False, colour: str = INK) -> str:
    """Words that begin at ``x``, or with ``end`` or ``middle`` end or stand there; ``y`` is the line they stand on."""
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    return f'<text x="{x}" y="{y:g}" font-size="13" fill="{colour}"{anchor}>{escape(words)}</text>'
