"""Ticks and crosses before the lines of a list: "✓ amlodipine", "X quinine"."""

from collections.abc import Iterator

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said

_TICKS = frozenset("✓✔")
_CROSSES = frozenset("✗✘x")  # "X" beside ticks is a cross
_ENDED = ENDING | {"never", "no", "past"}


def said_by_ticks(text: CuedText) -> Iterator[Said]:
    """What ticks and crosses before the lines of one list say: they outrank the heading over it ("Old medicines").

    Where a line without a medicine tells what they stand for, and that is no end, they say nothing.
    """
    tokens = text.tokens
    ticked = [line for line in text.lines if tokens[line.first].norm in _TICKS]
    crossed = [line for line in text.lines if tokens[line.first].norm in _CROSSES]
    if not ticked or not crossed or _tells_of_other(text):
        return
    for act, marked in (("keep", ticked), ("stop", crossed)):
        for line in marked:
            for number in text.named(line.first, line.last):
                yield Said(number, act, Cue(line.first, line.first + 1, act), "label")


def _tells_of_other(text: CuedText) -> bool:
    """Whether a line without a medicine has such a mark, or a word for one, and no cue that something is not taken."""
    for line in text.lines:
        norms = {token.norm for token in text.tokens[line.first : line.last]}
        tells = _TICKS | _CROSSES | text.language.words_for_ticks
        if not norms.isdisjoint(tells) and not text.named(line.first, line.last):
            return all(cue.act not in _ENDED for cue in text.cues_in(line.first, line.last))
    return False
