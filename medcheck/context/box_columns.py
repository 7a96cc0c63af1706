"""Boxes in columns before or after an entry: "[ ][x][ ] amitriptyline" below "C S H" or "Continue  Stop  Hold"."""

from collections.abc import Iterator, Sequence

from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS
from medcheck.document.lines import BOX_BEGINS, Line, read_boxes
from medcheck.document.tables import heads_over_boxes

_FEWEST = 2  # boxes in a row
_LONGEST_CODE = 2


def said_by_box_columns(text: CuedText) -> Iterator[Said]:
    """What the one box that is ticked says, by the head over it, of the medicines of its line."""
    if BOX_BEGINS.isdisjoint([token.norm for token in text.tokens]):
        return

    def says(first: int, last: int) -> str | None:
        coded = last == first + 1 and text.legend.says.get(text.tokens[first].norm)
        return coded or text.head_says(first, last)

    head: Line | None = None
    acts: dict[int, list[str]] = {}  # by the number of boxes below the head
    for line in text.lines:
        named = text.named(line.first, line.last)
        boxes = read_boxes(text.tokens, line)
        if len(boxes) < _FEWEST:
            if not named:
                head, acts = line, {}
            continue
        if head is None or not named:
            continue
        if len(boxes) not in acts:
            cells = heads_over_boxes(text.text, text.tokens, head, [box.first for box in boxes])
            codes = _codes(text, cells)
            acts[len(boxes)] = [ACTS.get(says(*cell) or code, "") for cell, code in zip(cells, codes, strict=True)]
        over = acts[len(boxes)]
        ticked = [place for place, box in enumerate(boxes) if box.ticked]
        if len(set(over)) > 1 and len(ticked) == 1 and over[ticked[0]]:
            box = boxes[ticked[0]]
            for number in named:
                yield Said(number, over[ticked[0]], Cue(box.first, box.last), "cell")


def _codes(text: CuedText, cells: Sequence[tuple[int, int]]) -> list[str]:
    """What heads of a letter or two say without a legend, where one of them can but say "taken": "C  H  D/C".

    Alone they may be times of the day ("D  N", "M  A  N"), and "N" beside "C" is what is new.
    """
    words = [[token.norm for token in text.tokens[first:last] if token.kind == "word"] for first, last in cells]
    codes = ["".join(own) for own in words]
    said = [text.language.status_codes.get(code, "") if len(code) <= _LONGEST_CODE else "" for code in codes]
    sure = {say for code, say in zip(codes, said, strict=True) if code not in text.language.letters_for_times}
    return [say if "taken" in sure and say != "never" else "" for say in said]
