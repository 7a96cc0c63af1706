"""The sentences of a text, a row of a table cut at its cells, with the medicines and cues of each."""

from collections.abc import Sequence
from itertools import pairwise

from medcheck.context.compose import Cue
from medcheck.context.cue_reach import is_content
from medcheck.context.evidence import Said
from medcheck.context.medicine_text import MedicineText, Segment
from medcheck.document.items import Item
from medcheck.document.tables import Row
from medcheck.document.tokens import Token

_STOPPED = frozenset(("stop", "hold", "finish", "kept", "doubt"))
_ENDS = frozenset(("stop", "never", "hold", "finish"))


def read_segments(
    tokens: Sequence[Token],
    items: Sequence[Item],
    rows: dict[int, Row],
    places: Sequence[tuple[int, int]],
    cues: Sequence[Cue],
) -> list[Segment]:
    """The sentences of a text, a row of a table cut at its cells, with the medicines and cues of each."""
    cuts: set[int] = set()
    for row in rows.values():
        cuts.update(cell.first for cell in row.cells)
    spans: list[tuple[int, int]] = []
    begin = 0
    cuts.update(item.first for before, item in pairwise(items) if item.sentence != before.sentence)
    cuts.add(len(tokens))
    for end in sorted(cuts):
        if end > begin:
            spans.append((begin, end))
            begin = end
    segments: list[Segment] = []
    number = cue = 0
    for first, last in spans:
        named: list[int] = []
        own: list[Cue] = []
        while number < len(places) and places[number][0] < last:
            named.append(number)
            number += 1
        while cue < len(cues) and cues[cue].first < last:
            own.append(cues[cue])
            cue += 1
        segments.append(Segment(first, last, named, own, bool(own) and any(c.act == "once" for c in own)))
    return segments


def is_beside_trouble(text: MedicineText, number: int) -> bool:
    """Whether something else stands before a medicine that it may come from: "problems with X", "bleeding on X"."""
    language, at = text.language, text.places[number][0] - 1
    while text.word(at) in language.determiners:
        at -= 1
    before = text.word(at - 1)
    joins = text.word(at) in language.prepositions and at > 0
    if not joins or not is_content(text, at - 1) or before in language.words_of_identity:
        return False
    alone = language.cues_by_first_word.get(before, {}).get("", ())
    effects = ("reaction", "sideeffect", "symptom")
    return before in language.words_for_trouble or not alone or any(cue.category in effects for cue in alone)


def answer(text: MedicineText, segment: Segment, before: Segment | None) -> Said | None:
    """What a "no" says of the question before it: "Still on amlodipine? No", but not "Amlodipine - enough left? No"."""
    tokens, language = text.tokens, text.language
    if before is None or not before.named or tokens[before.last - 1].norm != "?":
        return None
    first = next((i for i in range(segment.first, segment.last) if tokens[i].kind == "word"), None)
    if first is not None and first + 2 < segment.last and tokens[first + 1].norm == ":":
        first += 2  # "A: no"
    if first is None or tokens[first].norm not in language.answers_no:
        return None
    after = tokens[first + 1] if first + 1 < segment.last else None
    if after is not None and after.kind == "word" and tokens[first].norm != "never":
        return None
    if after is not None and after.norm == "," and not any(c.act in _ENDS for c in segment.cues):
        return None
    stopped = any(c.act in _STOPPED for c in before.cues)
    if not stopped and _asks_of_something_else(text, before):
        return Said(before.named[-1], "doubt", Cue(first, first + 1, "doubt", "", "backward"), "doubtful")
    cue = Cue(first, first + 1, "kept" if stopped else "stop", "", "backward")
    return Said(before.named[-1], cue.act, cue, "note")


def _asks_of_something_else(text: MedicineText, question: Segment) -> bool:
    """Whether a question of a medicine asks of something else: "X 5 mg - BP ok?", "X (cough?", "side effects of X?"."""
    language = text.language
    if is_beside_trouble(text, question.named[-1]):
        return True
    asked = text.tokens[text.places[question.named[-1]][1] : question.last]
    words = {token.norm for token in asked if token.kind == "word"}
    content = words - language.sig_words - language.cue_fillers - language.units
    return bool(content) and words.isdisjoint(language.heads_of_taking)
