"""Whether a medicine that is named is taken: headings, and phrases before and behind the name."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.reading.items import Item
from medcheck.reading.phrases import DIRECT_ONLY, HEADINGS, LONGEST_HEADING, PHRASES, POSSESSIVES, RELATIVES, Reach
from medcheck.reading.sig import UNITS
from medcheck.reading.tokens import Token
from medcheck.records import Status

# An allergy section that says there is none, within so many tokens of its heading.
_NONE = frozenset(("nkda", "nkma", "nka", "none", "nil", "no", "unknown"))
_NONE_WITHIN = 4
# Words that end what a phrase in front of a list of medicines covers.
_TURNS = frozenset(("but", "however", "although", "though", "except", ";"))
# "both of which", "all have been stopped": the phrase behind covers every medicine of the sentence before it.
_PLURAL = frozenset(("both", "all", "these", "they", "which", "were", "have"))
_SINGULAR = frozenset(("was", "is", "has"))
_FILLERS = frozenset("the a an his her their my any all of to also some both either and or other".split())


class Cue(NamedTuple):
    """A phrase at ``tokens[first:last]``; ``direct`` if it speaks of the name right behind it only."""

    first: int
    last: int
    status: Status
    reach: Reach
    direct: bool


def _trie() -> dict[str, list[tuple[tuple[str, ...], Status, Reach]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Status, Reach]]] = {}
    for status, reaches in PHRASES.items():
        for reach, phrases in reaches.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                by_first.setdefault(words[0], []).append((words, status, reach))
    for phrase in (*RELATIVES, *POSSESSIVES):
        words = tuple(phrase.split())
        by_first.setdefault(words[0], []).append((words, "not_taken", "before"))
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
            told: dict[Status, list[Reach]] = {}
            phrase = " ".join(token.norm for token in tokens[index : max(ends.values())])
            direct = phrase in DIRECT_ONLY or phrase in POSSESSIVES
            for words, status, reach in entries:
                if len(words) == longest and words in ends:
                    told.setdefault(status, []).append(reach)
            for status, reaches in told.items():
                reach = reaches[0] if len(reaches) == 1 else "either"
                found.append(Cue(index, max(ends.values()), status, reach, direct))
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
    sections = headings(tokens, items)
    sentence_of = _sentences(tokens, items)
    result = _section_statuses(tokens, sections, places, sentence_of)
    inside = [False] * len(tokens)
    for first, last in places:
        inside[first:last] = [True] * (last - first)
    for first, last, _ in sections:
        inside[first:last] = [True] * (last - first)
    by_sentence: dict[int, tuple[list[Cue], list[int]]] = {}
    for cue in cues(tokens):
        if not inside[cue.first]:
            by_sentence.setdefault(sentence_of[cue.first], ([], []))[0].append(cue)
    for number, (first, _) in enumerate(places):
        if sentence_of[first] in by_sentence:
            by_sentence[sentence_of[first]][1].append(number)
    for found, named in by_sentence.values():
        for cue in found:
            _apply(tokens, places, cue, found, named, result)
    return result


def _apply(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    cue: Cue,
    found: Sequence[Cue],
    named: Sequence[int],
    result: list[Status],
) -> None:
    """What one phrase says of the medicines named in its sentence."""
    ahead = [number for number in named if places[number][0] >= cue.last]
    back = [number for number in named if places[number][1] <= cue.first]
    if _reaches_ahead(tokens, places, cue, ahead, back):
        for number in ahead:
            if _turned(tokens, found, cue.last, places[number][0], cue):
                break
            if cue.status == "as_needed" and number != ahead[0]:
                break
            # "d/c furosemide, ramipril 5 mg": a medicine with a dose behind one without is taken.
            if cue.reach == "either" and _has_number(tokens, places[number][1]) > _has_number(
                tokens, places[ahead[0]][1]
            ):
                break
            if result[number] != "allergy" or cue.status != "current":
                result[number] = cue.status
    elif back and cue.reach != "before":
        _apply_behind(tokens, places, cue, back, result)


def _has_number(tokens: Sequence[Token], last: int) -> bool:
    return last < len(tokens) and tokens[last].kind == "number"


def _reaches_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: list[int], back: list[int]
) -> bool:
    if not ahead or cue.reach == "behind":
        return False
    between = tokens[cue.last : places[ahead[0]][0]]
    direct = all(token.norm in _FILLERS or token.norm == "-" for token in between)
    if cue.direct and not direct and not any(token.norm == ":" for token in between):
        return False
    if cue.status == "as_needed" or (cue.reach == "either" and back):
        gap = tokens[places[back[-1]][1] : cue.first] if back else []
        cut_off = any(token.kind != "word" and token.norm in ",.;" for token in gap)
        return direct and (not back or cut_off)
    return True


def _apply_behind(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, back: list[int], result: list[Status]
) -> None:
    gap = [token.norm for token in tokens[places[back[-1]][1] : cue.last]]
    several = cue.status != "as_needed" and len(back) > 1 and any(word in _PLURAL for word in gap)
    together = back[-1:]
    if cue.status != "as_needed" and not _SINGULAR & set(gap):  # "furosemide and quinine stopped"
        while len(together) < len(back):
            before, behind = back[-len(together) - 1], together[0]
            joint = [token.norm for token in tokens[places[before][1] : places[behind][0]]]
            if joint not in (["and"], ["&"]) and not (len(together) > 1 and joint == [","]):
                break
            together.insert(0, before)
    for number in back if several else together:
        if result[number] in ("current", "as_needed") or cue.status in ("stopped", "allergy"):
            result[number] = cue.status
        elif cue.status == "current" and result[number] == "stopped":
            result[number] = "current"  # "stopped 2019 and restarted 2021"


def _turned(tokens: Sequence[Token], found: Sequence[Cue], start: int, end: int, cue: Cue) -> bool:
    """Whether something between the phrase and the medicine says otherwise."""
    if any(token.norm in _TURNS for token in tokens[start:end]):
        return True
    if tokens[start - 1].norm == "from" and any(token.norm in ("to", "onto") for token in tokens[start:end]):
        return True  # "switched from one to the other"
    return any(start <= other.first < end and other.status != cue.status and other.reach != "behind" for other in found)


def _section_statuses(
    tokens: Sequence[Token],
    sections: Sequence[tuple[int, int, Status]],
    places: Sequence[tuple[int, int]],
    sentence_of: Sequence[int],
) -> list[Status]:
    """The status that the heading above each place gives.

    With words behind it on its line, a heading covers that line only. Allergies end where nothing is said of them
    ("NKDA."), and those on the heading's own line where a medicine further on has a dose: nobody doses an allergy.
    """
    reaches = [_reach(tokens, sections, number) for number in range(len(sections))]
    result: list[Status] = []
    section = -1
    for first, last in places:
        while section + 1 < len(sections) and sections[section + 1][0] < first:
            section += 1
        if section < 0 or first >= reaches[section]:
            result.append("current")
            continue
        _, begin, status = sections[section]
        later = sentence_of[first] > sentence_of[_first_word(tokens, begin)]
        said_none = any(token.norm in _NONE for token in tokens[begin : min(first, begin + _NONE_WITHIN)])
        dosed = _has_number(tokens, last) and tokens[last + 1 : last + 2] and tokens[last + 1].norm in UNITS
        inline = not any(token.kind == "line" for token in tokens[begin : _first_word(tokens, begin)])
        over = status == "allergy" and (said_none or (later and inline and dosed))
        result.append("current" if over else status)
    return result


def _reach(tokens: Sequence[Token], sections: Sequence[tuple[int, int, Status]], number: int) -> int:
    """Where a heading's section ends: at the next heading, or at the end of its line or of the block below it."""
    _, last, _ = sections[number]
    end = sections[number + 1][0] if number + 1 < len(sections) else len(tokens)
    line_end = next((index for index in range(last, end) if tokens[index].kind == "line"), end)
    if any(token.kind == "word" for token in tokens[last:line_end]):
        return line_end
    filled = False
    for index in range(line_end, end):
        if tokens[index].kind != "line":
            filled = True
        elif filled and index + 1 < end and tokens[index + 1].kind == "line":
            return index  # an empty line below a list that has begun
    return end


def _first_word(tokens: Sequence[Token], begin: int) -> int:
    return next((index for index in range(begin, len(tokens)) if tokens[index].kind == "word"), begin)


def _sentences(tokens: Sequence[Token], items: Sequence[Item]) -> list[int]:
    sentence = [0] * len(tokens)
    for item in items:
        sentence[item.first : item.last] = [item.sentence] * (item.last - item.first)
    return sentence
