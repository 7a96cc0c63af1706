"""Boxes in columns before or after an entry: "[ ][x][ ] amitriptyline" below "C S H" or "Continue  Stop  Hold"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, head_says
from medcheck.context.legend import Legend
from medcheck.document.lines import Line, read_boxes
from medcheck.document.tables import heads_over_boxes
from medcheck.document.tokens import Token
from medcheck.language import Language

_FEWEST = 2  # boxes in a row


def said_by_box_columns(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    cues: Sequence[Cue],
    legend: Legend,
    language: Language,
) -> Iterator[Said]:
    """What the one box that is ticked says, by the head over it, of the medicines of its line."""
    firsts = [first for first, _ in places]
    starts = [cue.first for cue in cues]

    def says(first: int, last: int) -> str | None:
        coded = last == first + 1 and legend.says.get(tokens[first].norm)
        return coded or head_says(tokens, first, last, cues, starts, language)

    head: Line | None = None
    acts: dict[int, list[str]] = {}  # by the number of boxes below the head
    for line in lines:
        first, last = bisect_left(firsts, line.first), bisect_left(firsts, line.last)
        boxes = read_boxes(tokens, line)
        if len(boxes) < _FEWEST:
            if first == last:
                head, acts = line, {}
            continue
        if head is None or first == last:
            continue
        if len(boxes) not in acts:
            cells = heads_over_boxes(text, tokens, head, len(boxes))
            acts[len(boxes)] = [ACTS.get(says(*cell) or "", "") for cell in cells]
        over = acts[len(boxes)]
        ticked = [place for place, box in enumerate(boxes) if box.ticked]
        if len(set(over)) > 1 and len(ticked) == 1 and over[ticked[0]]:
            box = boxes[ticked[0]]
            for number in range(first, last):
                yield Said(number, over[ticked[0]], Cue(box.first, box.last, "", "", "", False), "cell")
