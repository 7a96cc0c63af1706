"""Boxes before a medicine or a phrase, or in a cell, ticked or not."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.context.acts import ENDING, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.document.lines import BOX_BEGINS, Box, Line, box_at, line_of
from medcheck.document.tokens import Token
from medcheck.language import Language

_TICKED = frozenset(("ticked",))
_ENDS_OF_BOX = frozenset("])☐▢❏❑☑☒✓✔✅🗹")
_LONGEST_BOX = 3  # tokens
_ENDS_OF_EMPTY_BOX = frozenset("])☐")


def is_unticked(tokens: Sequence[Token], first: int) -> bool:
    """Whether an empty box stands before the words that begin here: "[x] taking [ ] not taking"."""
    if not first:
        return False
    before = tokens[first - 1].norm
    if before not in _ENDS_OF_EMPTY_BOX:
        return False
    return before == "☐" or (first > 1 and tokens[first - 2].norm + before in ("[]", "()"))


def not_chosen(tokens: Sequence[Token], cues: Sequence[Cue], language: Language) -> frozenset[int]:
    """Where the cues begin that a form offers to choose from: "Continue / Stop / Hold", and "Stop" beside "Continue ✓".

    They are orders that contradict each other, with strokes alone between them, or one of them ticked or circled:
    "(Cont)  Stop".
    """
    orders = [cue for cue in cues if _is_order(cue) and cue.act in ENDING | POSITIVE]
    left: set[int] = set()
    at = 0
    while at < len(orders):
        together = [orders[at]]
        while at + 1 < len(orders) and _strokes_between(tokens, orders[at], orders[at + 1], language):
            at += 1
            together.append(orders[at])
        at += 1
        acts = {cue.act for cue in together}
        if acts & ENDING and acts & POSITIVE:
            ticked = [cue for cue in together if _is_ticked_after(tokens, cue, language) or _is_circled(tokens, cue)]
            last = together[-1].last
            if not ticked and last < len(tokens) and tokens[last].kind == "word":
                continue  # "stop / restart in May"
            left.update(cue.first for cue in together if cue not in ticked)
    return frozenset(left)


def _is_order(cue: Cue) -> bool:
    """Whether a cue tells what to do, in full or as a form shortens it ("Cont", "DC")."""
    return cue.form == "base" or (cue.form == "state" and cue.last - cue.first == 1)


def _is_ticked_after(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a tick follows a cue: "Continue ✓"."""
    after = tokens[cue.last] if cue.last < len(tokens) else None
    return after is not None and after.kind == "mark" and after.norm in language.answers_yes


def _is_circled(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue alone stands in brackets, as a circle around it is typed: "(CONT)"."""
    return (
        cue.last < len(tokens)
        and cue.first > 0
        and tokens[cue.first - 1].norm in "(["
        and tokens[cue.last].norm in ")]"
    )


def _strokes_between(tokens: Sequence[Token], cue: Cue, following: Cue, language: Language) -> bool:
    """Whether two cues stand in one row of choices: a stroke alone between them, a tick after one, or one circled."""
    between = [token.norm for token in tokens[cue.last : following.first]]
    if _is_circled(tokens, cue) != _is_circled(tokens, following):
        return between in (["("], ["["], [")"], ["]"], [")", "/"], ["/", "("])
    ticked = _is_ticked_after(tokens, cue, language) or _is_ticked_after(tokens, following, language)
    return between == ["/"] or (ticked and all(one in language.answers_yes or one == "/" for one in between))


def has_ticked_box(lines: Sequence[Line]) -> bool:
    """Whether a box or tick before the words of a line is ticked."""
    return not _TICKED.isdisjoint(line.mark for line in lines)


class Answer(NamedTuple):
    """What the boxes of a cell say: the words ``tokens[first:last]``, if any, beside one that is ticked or not."""

    first: int
    last: int
    ticked: bool


def answer_in(tokens: Sequence[Token], first: int, last: int, language: Language) -> Answer | None:
    """The answer of a cell that a box opens or closes, or in which one of several is ticked: "[x] Y [ ] N", "Y [x]".

    None where there is no box, where one stands between words, and where several are ticked.
    """
    boxes: list[Answer] = []
    at = first
    while at < last:
        box = box_at(tokens, at, last) if tokens[at].norm in BOX_BEGINS else None
        if box is None and tokens[at].norm in language.tick_marks and tokens[at].kind != "word":
            box = at + 1, "ticked"
        if box is None:
            at += 1
            continue
        boxes.append(Answer(at, box[0], box[1] in _TICKED))
        at = box[0]
    if not boxes:
        return None
    opens = boxes[0].first == first
    if len(boxes) == 1:
        if opens:
            return boxes[0]._replace(first=boxes[0].last, last=last)
        return boxes[0]._replace(first=first, last=boxes[0].first) if boxes[0].last == last else None
    ticked = [number for number, box in enumerate(boxes) if box.ticked]
    if not ticked:
        return Answer(last, last, False)
    if len(ticked) > 1:
        return None
    number = ticked[0]
    if opens:
        return Answer(boxes[number].last, boxes[number + 1].first if number + 1 < len(boxes) else last, True)
    return Answer(boxes[number - 1].last if number else first, boxes[number].first, True)


def said_by_boxes(
    tokens: Sequence[Token], lines: Sequence[Line], places: Sequence[tuple[int, int]], language: Language
) -> Iterator[Said]:
    """What the box before a medicine says of it; one that is empty says it only where another is ticked."""
    firsts = [first for first, _ in places]
    for number, (first, _) in enumerate(places):
        if tokens[first - 1].norm not in ")]":
            continue
        box = "".join(t.norm for t in tokens[max(0, first - 3) : first])
        if box[:1] + box[-1:] in ("[]", "()") and box[1:-1] in language.answers_no:
            yield Said(number, "never", Cue(first - 3, first, "never"), "cell")
    named = list(_said_by_choices(tokens, lines, firsts))
    if named and not _asks_for_order(tokens, lines, language):
        yield from named
    if not has_ticked_box(lines):
        return
    if _asks_for_order(tokens, lines, language):
        return
    count = Counter(line.mark for line in lines)
    # Where few boxes are ticked they ask for something.
    act = "stop" if count["unticked"] <= count["ticked"] else "doubt"
    for line in lines:
        choices = any(token.norm in "[☐☑☒" for token in tokens[line.body : line.last])
        if line.mark == "unticked" and not choices:  # "[ ] new [x] change [ ] stop: ramipril" is a choice of words
            for number in range(bisect_left(firsts, line.first), bisect_left(firsts, line.last)):
                yield Said(number, act, Cue(line.first, line.body, act), "row")


def _said_by_choices(tokens: Sequence[Token], lines: Sequence[Line], firsts: Sequence[int]) -> Iterator[Said]:
    """ "Thinner: [ ] warfarin [x] Eliquis": of several names of one line with a box each, the one is chosen."""
    boxed: dict[int, list[tuple[int, Box]]] = {}
    for number, first in enumerate(firsts):
        box = _box_before(tokens, first)
        if box:
            boxed.setdefault(line_of(lines, first), []).append((number, box))
    for choices in boxed.values():
        if len(choices) > 1 and any(box.ticked for _, box in choices):
            for number, box in choices:
                act = "keep" if box.ticked else "stop"
                yield Said(number, act, Cue(box.first, box.last, act), "row")


def _box_before(tokens: Sequence[Token], first: int) -> Box | None:
    """The box that ends right before a token."""
    if first and tokens[first - 1].norm not in _ENDS_OF_BOX:
        return None
    for begin in range(max(0, first - _LONGEST_BOX), first):
        box = box_at(tokens, begin, first)
        if box and box[0] == first:
            return Box(begin, first, box[1] in _TICKED)
    return None


def _asks_for_order(tokens: Sequence[Token], lines: Sequence[Line], language: Language) -> bool:
    """Whether the words above the boxes speak of ordering: what is not ticked on such a slip is still at home."""
    above = next((line.first for line in lines if line.mark in ("ticked", "unticked")), len(tokens))
    return not language.words_for_ordering.isdisjoint(token.norm for token in tokens[:above])
