"""A bracket that opens a line before its medicine: "(inactive) ramipril 5 mg", "[on hold] metformin"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, head_says
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language

_LONGEST = 8  # tokens
_OF_DOSES = frozenset(("past", "once", "never"))


def said_by_brackets_before(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    cues: Sequence[Cue],
    language: Language,
) -> Iterator[Said]:
    """What such a bracket says, by the words of headings, of the first medicine of its line."""
    firsts = [first for first, _ in places]
    starts = [cue.first for cue in cues]
    for line in lines:
        first = line.body
        if first >= line.last or tokens[first].norm not in "([" or tokens[first].kind != "mark":
            continue
        number = bisect_left(firsts, first)
        if number == len(places) or not 1 < firsts[number] - first - 1 <= _LONGEST or firsts[number] >= line.last:
            continue
        last = firsts[number] - 1
        if tokens[last].norm not in ")]" or any(token.kind != "word" for token in tokens[first + 1 : last]):
            continue
        act = ACTS.get(head_says(tokens, first + 1, last, cues, starts, language) or "")
        if act and act not in _OF_DOSES:  # "(was bd) ramipril od"
            yield Said(number, act, Cue(first + 1, last, act, "", "", False), "cell")
