"""Signs before the lines of a list: ticks and crosses, "✓ amlodipine", "X quinine"; changes, "+ X", "- Y"."""

from collections.abc import Iterator, Sequence

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.document.lines import Line

_TICKS = frozenset("✓✔")
_CROSSES = frozenset("✗✘x")  # "X" beside ticks is a cross
_CHANGES = frozenset("+-=~")
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


def said_by_changes(text: CuedText) -> Iterator[Said]:
    """What "+ X", "- Y", "= Z" below each other say: Y is left out, surely where the list is one of changes."""
    block: list[Line] = []
    over: Line | None = None
    for line in (*text.lines, None):
        signed = line is not None and text.tokens[line.first].norm in _CHANGES
        goes_on = not block or (line is not None and not line.blank and line.indent == block[0].indent)
        if line is not None and signed and goes_on and text.named(line.first, line.last):
            block.append(line)
            continue
        yield from _changes(text, block, over)
        block, over = [], line


def _changes(text: CuedText, block: Sequence[Line], over: Line | None) -> Iterator[Said]:
    signs = {text.tokens[line.first].norm for line in block}
    if not signs >= {"+", "-"}:
        return
    words = {token.norm for token in text.tokens[over.first : over.last]} if over else frozenset()
    sure = len(signs) > len(("+", "-")) or not text.language.heads_of_change.isdisjoint(words)
    act = "stop" if sure else "doubt"
    for line in block:
        if text.tokens[line.first].norm == "-":
            for number in text.named(line.first, line.last):
                yield Said(number, act, Cue(line.first, line.body, act), "label")


def _tells_of_other(text: CuedText) -> bool:
    """Whether a line without a medicine has such a mark, or a word for one, and no cue that something is not taken."""
    for line in text.lines:
        norms = {token.norm for token in text.tokens[line.first : line.last]}
        tells = _TICKS | _CROSSES | text.language.words_for_ticks
        if not norms.isdisjoint(tells) and not text.named(line.first, line.last):
            return all(cue.act not in _ENDED for cue in text.cues_in(line.first, line.last))
    return False
