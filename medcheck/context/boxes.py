"""Boxes before a medicine or a phrase, ticked or not."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language

_TICKED = frozenset(("ticked",))


def is_unticked(tokens: Sequence[Token], first: int) -> bool:
    """Whether an empty box stands before the words that begin here: "[x] taking [ ] not taking"."""
    before = [t.norm for t in tokens[max(0, first - 2) : first]]
    return before in (["[", "]"], ["(", ")"]) or before[-1:] == ["☐"]


def has_ticked_box(lines: Sequence[Line]) -> bool:
    """Whether a box or tick before the words of a line is ticked."""
    return not _TICKED.isdisjoint(line.mark for line in lines)


def said_by_boxes(
    tokens: Sequence[Token], lines: Sequence[Line], places: Sequence[tuple[int, int]], language: Language
) -> Iterator[Said]:
    """What the box before a medicine says of it; one that is empty says it only where another is ticked."""
    firsts = [first for first, _ in places]
    for number, (first, _) in enumerate(places):
        if not first or tokens[first - 1].norm not in ")]":
            continue
        box = "".join(t.norm for t in tokens[max(0, first - 3) : first])
        if box[:1] + box[-1:] in ("[]", "()") and box[1:-1] in language.answers_no:
            yield Said(number, "never", Cue(first - 3, first, "never", "", "", False), "cell")
    if not has_ticked_box(lines):
        return
    count = Counter(line.mark for line in lines)
    if not count["unticked"]:
        return
    # Where few boxes are ticked they ask for something, as on a slip on which repeats are ordered.
    act = "stop" if count["unticked"] <= count["ticked"] else "doubt"
    for line in lines:
        choices = any(token.norm in "[☐☑☒" for token in tokens[line.body : line.last])
        if line.mark == "unticked" and not choices:  # "[ ] new [x] change [ ] stop: ramipril" is a choice of words
            for number in range(bisect_left(firsts, line.first), bisect_left(firsts, line.last)):
                yield Said(number, act, Cue(line.first, line.body, act, "", "", False), "row")
