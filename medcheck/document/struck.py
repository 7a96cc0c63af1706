"""What is struck through: Markdown's ``~~``, the elements of HTML, and the combining stroke of plain text."""

import re
from collections.abc import Sequence

_SIGNS = frozenset("~<\u0335\u0336")
# Compiled by ``re`` for the first text that needs it, which few do.
_STRUCK = (
    r"(?i)~~(?!\s)[^~\n]+~~"
    r"|<(?P<element>s|strike|del)(?:\s[^<>]*)?>[^<]*(?:<(?!/?(?:s|strike|del)\b)[^<]*)*</(?P=element)\s*>"
    r"|(?:[^\s\u0335\u0336]\s?[\u0335\u0336]+\s?[\u0335\u0336]*)+"
)


def struck(text: str, places: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each place ``(start, end)`` in the text, in order, begins inside what is struck through."""
    if _SIGNS.isdisjoint(text):
        return [False] * len(places)
    stretches = [found.span() for found in re.finditer(_STRUCK, text)]
    result = []
    at = 0
    for start, _ in places:
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
        result.append(at < len(stretches) and stretches[at][0] <= start)
    return result
