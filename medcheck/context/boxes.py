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
_CIRCLES = frozenset(("()", "[]", "{}", "<>", "**", "__"))
_IN_ROW = frozenset("()[]{}<>*_/|")
_CODES_OF_ENDS = frozenset(("stopped", "held", "never"))
_BESIDE = range(1, 4)  # tokens from an order to a letter in a bracket beside it
_WIDE = 2  # spaces


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

    They are orders that contradict each other, with strokes alone between them, or one of them ticked.
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
            ticked = [cue for cue in together if _is_ticked_after(tokens, cue, language)]
            last = together[-1].last
            if not ticked and last < len(tokens) and tokens[last].kind == "word":
                continue  # "stop / restart in May"
            left.update(cue.first for cue in together if cue not in ticked)
    return frozenset(left)


def _is_order(cue: Cue) -> bool:
    """Whether a cue tells what to do, in full or as a form shortens it ("Cont", "DC")."""
    return cue.form == "base" or (cue.form == "state" and cue.last - cue.first == 1)


def not_circled(tokens: Sequence[Token], cues: Sequence[Cue], language: Language) -> frozenset[int]:
    """Where the cues begin that a row offers beside one in a bracket or between signs: "(CONT)  DC", "Stop  *Hold*".

    So is a circle around a word copied. Where none of a row has one, "CONT  DC" at its end, none is chosen.
    """
    orders = [cue for cue in cues if _is_choice(cue)]
    if all(cue.act not in ENDING for cue in orders):
        return frozenset()
    choices = [(cue.first, cue.last, cue.act in ENDING) for cue in orders]
    choices = sorted({*choices, *_codes(tokens, orders, cues, language)})
    left: set[int] = set()
    at = 0
    while at < len(choices):
        row = [choices[at]]
        while at + 1 < len(choices) and _in_one_row(tokens, choices[at][1], choices[at + 1][0]):
            at += 1
            row.append(choices[at])
        at += 1
        if len({ends for _, _, ends in row}) < len((True, False)) or not _closes_row(tokens, row[-1][1]):
            continue
        circled = [first for first, last, _ in row if is_circled(tokens, first, last)]
        if len(circled) == 1 or (not circled and all(_gap(tokens, last) >= _WIDE for _, last, _ in row[:-1])):
            left.update(first for first, _, _ in row if first not in circled)
    return frozenset(left)


def _is_choice(cue: Cue) -> bool:
    return cue.form in ("base", "state") and not cue.modified and cue.act in ENDING | POSITIVE


def _codes(
    tokens: Sequence[Token], orders: Sequence[Cue], cues: Sequence[Cue], language: Language
) -> Iterator[tuple[int, int, bool]]:
    """The letters right beside an order that stand for others: "(C)  D/C"."""
    for order in orders:
        for at in (*(order.first - back for back in _BESIDE), *(order.last + on - 1 for on in _BESIDE)):
            lone = 0 <= at < len(tokens) and tokens[at].kind == "word" and len(tokens[at].norm) == 1
            says = language.status_codes.get(tokens[at].norm) if lone else None
            if says and not any(cue.first <= at < cue.last for cue in cues):
                yield at, at + 1, says in _CODES_OF_ENDS


def is_circled(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a bracket or sign stands close before and after words."""
    if not first or last >= len(tokens):
        return False
    before, after = tokens[first - 1], tokens[last]
    close = before.end == tokens[first].start and tokens[last - 1].end == after.start
    return close and before.norm + after.norm in _CIRCLES


def _in_one_row(tokens: Sequence[Token], last: int, first: int) -> bool:
    """Whether only signs stand between two choices, or nothing."""
    return all(token.norm in _IN_ROW for token in tokens[last:first])


def _gap(tokens: Sequence[Token], last: int) -> int:
    """How many characters stand between words and what follows them."""
    return tokens[last].start - tokens[last - 1].end


def _closes_row(tokens: Sequence[Token], last: int) -> bool:
    """Whether no word follows the last choice at once."""
    while last < len(tokens) and tokens[last].norm in _IN_ROW:
        last += 1
    return last >= len(tokens) or tokens[last].kind == "line" or _gap(tokens, last) >= _WIDE


def _is_ticked_after(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a tick follows a cue: "Continue ✓"."""
    after = tokens[cue.last] if cue.last < len(tokens) else None
    return after is not None and after.norm in language.answers_yes


def _strokes_between(tokens: Sequence[Token], cue: Cue, following: Cue, language: Language) -> bool:
    """Whether two cues stand in one row of choices: a stroke alone between them, or a tick after one."""
    between = [token.norm for token in tokens[cue.last : following.first]]
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
