"""A bracket that opens a line before its medicine: "(inactive) ramipril 5 mg", "[on hold] metformin"."""

from bisect import bisect_left
from collections.abc import Iterator

from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS

_LONGEST = 8  # tokens
_OF_DOSES = frozenset(("past", "once", "never"))


def said_by_brackets_before(text: CuedText) -> Iterator[Said]:
    """What such a bracket says, by the words of headings, of the first medicine of its line."""
    tokens, names = text.tokens, text.names
    for line in text.lines:
        first = line.body
        if first >= line.last or tokens[first].norm not in "([":
            continue
        number = bisect_left(names, first)
        if number == len(names) or not 1 < names[number] - first - 1 <= _LONGEST or names[number] >= line.last:
            continue
        last = names[number] - 1
        if tokens[last].norm not in ")]" or any(token.kind != "word" for token in tokens[first + 1 : last]):
            continue
        act = ACTS.get(text.head_says(first + 1, last) or "")
        if act and act not in _OF_DOSES:  # "(was bd) ramipril od"
            yield Said(number, act, Cue(first + 1, last, act), "cell")
