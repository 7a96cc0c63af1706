"""Whether a medicine that is named is taken: headings, and phrases before and behind the name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medcheck.reading.items import Item
from medcheck.reading.phrases import HEADINGS, LONGEST_HEADING, PHRASES, Reach
from medcheck.reading.tokens import Token
from medcheck.records import Status

# Words that end what a phrase in front of a list of medicines covers.
_TURNS = frozenset(("but", "however", "although", "though", "except"))
# "both of which", "all have been stopped": the phrase behind covers every medicine of the sentence before it.
_PLURAL = frozenset(("both", "all", "these", "they", "which", "were", "have"))
_FILLERS = frozenset("the a an his her their my any all of to also some both either and or other".split())


class Cue(NamedTuple):
    """A phrase at ``tokens[first:last]``."""

    first: int
    last: int
    status: Status
    reach: Reach


def _trie() -> dict[str, list[tuple[tuple[str, ...], Status, Reach]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Status, Reach]]] = {}
    for status, reaches in PHRASES.items():
        for reach, phrases in reaches.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                by_first.setdefault(words[0], []).append((words, status, reach))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


_BY_FIRST = _trie()


def cues(tokens: Sequence[Token]) -> list[Cue]:
    """The phrases about taking, in order, the longest at each place; one phrase may reach both ways."""
    found: list[Cue] = []
    index = 0
    while index < len(tokens):
        entries = _BY_FIRST.get(tokens[index].norm)
        ends = {words: end for words, _, _ in entries if (end := _follows(tokens, index, words))} if entries else {}
        if entries and ends:
            longest = max(map(len, ends))
            for words, status, reach in entries:
                if len(words) == longest and words in ends:
                    found.append(Cue(index, ends[words], status, reach))
            index = max(ends.values())
        else:
            index += 1
    return found


def _follows(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    for word in words:
        if index >= len(tokens) or tokens[index].norm != word:
            return None
        index += 1
    return index


def headings(tokens: Sequence[Token], items: Sequence[Item]) -> list[tuple[int, int, Status]]:
    """``(first, last, status)`` of each heading: known words before a colon, or alone on a line or in an item."""
    found = []
    starts = {item.first for item in items} | {0}
    for start in sorted(starts):
        for length in range(LONGEST_HEADING, 0, -1):
            end = start + length
            words = tokens[start:end]
            if len(words) < length or any(token.kind != "word" for token in words):
                continue
            status = HEADINGS.get(" ".join(token.norm for token in words))
            if status is None:
                continue
            after = tokens[end] if end < len(tokens) else None
            alone = after is None or after.kind == "line"
            before = tokens[start - 1] if start else None
            if (after and after.norm in ":-=" and after.kind == "mark") or (
                alone and (before is None or before.kind == "line")
            ):
                found.append((start, end, status))
            break
    return found


def statuses(tokens: Sequence[Token], items: Sequence[Item], places: Sequence[tuple[int, int]]) -> list[Status]:
    """The status of each medicine at ``tokens[first:last]``, places in order.

    A heading holds until the next one, or to the end of its line if something stands behind it there. A phrase in
    front holds for the rest of its sentence; one behind for the nearest medicine, or all of the sentence if it
    speaks of several.
    """
    result: list[Status] = ["current"] * len(places)
    sections = headings(tokens, items)
    sentence_of = _sentences(tokens, items)
    for number, (first, _) in enumerate(places):
        result[number] = _section_status(tokens, sections, first)
    inside = [False] * len(tokens)
    for first, last in places:
        inside[first:last] = [True] * (last - first)
    for first, last, _ in sections:
        inside[first:last] = [True] * (last - first)
    found = [cue for cue in cues(tokens) if not inside[cue.first]]
    for place, cue in enumerate(found):
        sentence = sentence_of[cue.first]
        ahead = [n for n, (first, _) in enumerate(places) if first >= cue.last and sentence_of[first] == sentence]
        back = [n for n, (_, last) in enumerate(places) if last <= cue.first and sentence_of[last - 1] == sentence]
        if _reaches_ahead(tokens, places, cue, ahead, back, twin=_twin(found, place, "behind")):
            for number in ahead:
                if _turned(tokens, found, cue.last, places[number][0], cue):
                    break
                if cue.status == "as_needed" and number != ahead[0]:
                    break
                if result[number] != "allergy" or cue.status != "current":
                    result[number] = cue.status
        elif back and cue.reach != "before":
            _apply_behind(tokens, places, cue, back, result)
    return result


def _twin(found: Sequence[Cue], place: int, reach: Reach) -> bool:
    """Whether the same words also have the other reach."""
    return any(other.first == found[place].first and other.reach == reach for other in found)


def _reaches_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: list[int], back: list[int], twin: bool
) -> bool:
    if not ahead or cue.reach == "behind":
        return False
    between = tokens[cue.last : places[ahead[0]][0]]
    direct = all(token.kind == "word" and token.norm in _FILLERS for token in between)
    if cue.status == "as_needed" or (cue.reach == "either" and back) or (twin and back):
        gap = tokens[places[back[-1]][1] : cue.first] if back else []
        cut_off = any(token.kind != "word" and token.norm in ",.;" for token in gap)
        return direct and (not back or cut_off)
    return True


def _apply_behind(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, back: list[int], result: list[Status]
) -> None:
    gap = [token.norm for token in tokens[places[back[-1]][1] : cue.last]]
    several = cue.status != "as_needed" and len(back) > 1 and any(word in _PLURAL for word in gap)
    for number in back if several else back[-1:]:
        if result[number] in ("current", "as_needed") or cue.status in ("stopped", "allergy"):
            result[number] = cue.status


def _turned(tokens: Sequence[Token], found: Sequence[Cue], start: int, end: int, cue: Cue) -> bool:
    """Whether something between the phrase and the medicine says otherwise."""
    if any(token.norm in _TURNS for token in tokens[start:end]):
        return True
    return any(start <= other.first < end and other.status != cue.status and other.reach != "behind" for other in found)


def _section_status(tokens: Sequence[Token], sections: Iterable[tuple[int, int, Status]], place: int) -> Status:
    status: Status = "current"
    for first, last, given in sections:
        if first >= place:
            break
        status = given if _covers(tokens, last, place) else "current"
    return status


def _covers(tokens: Sequence[Token], heading_end: int, place: int) -> bool:
    """A heading with words behind it on its line speaks of that line only."""
    on_line = 0
    for index in range(heading_end, place):
        if tokens[index].kind == "line":
            return on_line == 0 or not any(token.kind == "line" for token in tokens[heading_end:place])
        on_line += tokens[index].kind == "word"
    return True


def _sentences(tokens: Sequence[Token], items: Sequence[Item]) -> list[int]:
    sentence = [0] * len(tokens)
    for item in items:
        sentence[item.first : item.last] = [item.sentence] * (item.last - item.first)
    return sentence
