"""Whether a medicine that is named is taken: headings, and phrases before and behind the name."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.reading.items import Item
from medcheck.reading.phrases import CUE_WORDS, DIRECT_ONLY, PHRASES, POSSESSIVES, RELATIVES, Reach
from medcheck.reading.sections import headings, section_statuses
from medcheck.reading.sig import SALTS, SIG_WORDS
from medcheck.reading.tokens import Token
from medcheck.records import Status

# Words that end what a phrase in front of a list of medicines covers.
_TURNS = frozenset(("but", "however", "although", "though", "except", ";"))
# "both of which", "all have been stopped": the phrase behind covers every medicine of the sentence before it.
_PLURAL = frozenset(("both", "all", "these", "they", "which", "were", "have"))
_SINGULAR = frozenset(("was", "is", "has"))
_BETWEEN = frozenset(
    "he she it his her him this that these been being be so since not made they we i you also history medication "
    "medicine drug".split()
)
_ARROWS = frozenset(("-", "=", "→"))
_FROM = frozenset(("from", "change", "convert", "switch", "replace"))
# So many phrases are looked at for the next that speaks of what stands behind it.
_CUES_AHEAD = 8
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


def statuses(tokens: Sequence[Token], items: Sequence[Item], places: Sequence[tuple[int, int]]) -> list[Status]:
    """The status of each medicine at ``tokens[first:last]``, places in order.

    A heading holds until the next one, or to the end of its line if something stands behind it there. A phrase in
    front holds for the rest of its sentence; one behind for the nearest medicine, if nothing but its directions
    stands between, or for all of the sentence if it speaks of several.
    """
    sections = headings(tokens, items, places)
    sentence_of = _sentences(tokens, items)
    result = section_statuses(tokens, sections, places, sentence_of)
    inside = [False] * len(tokens)
    for first, last in [*places, *((first, last) for first, last, _ in sections)]:
        inside[first:last] = [True] * (last - first)
    by_sentence: dict[int, tuple[list[Cue], list[int]]] = {}
    for cue in cues(tokens):
        if not inside[cue.first]:
            by_sentence.setdefault(sentence_of[cue.first], ([], []))[0].append(cue)
    for number, (first, _) in enumerate(places):
        if sentence_of[first] in by_sentence:
            by_sentence[sentence_of[first]][1].append(number)
    for found, named in by_sentence.values():
        starts = [places[number][0] for number in named]
        for place, cue in enumerate(found):
            ends_at = next(
                (
                    other.first
                    for other in found[place + 1 : place + 1 + _CUES_AHEAD]
                    if other.first > cue.first and other.reach != "behind"
                ),
                None,
            )
            ahead = named[
                bisect_left(starts, cue.last) : len(named) if ends_at is None else bisect_left(starts, ends_at)
            ]
            back = named[: bisect_left(starts, cue.first)]
            if tokens[cue.first].norm in _ARROWS and not (ahead and starts[len(back)] == cue.last):
                continue  # "125 -> 62.5" is a change of dose
            if _reaches_ahead(tokens, places, cue, ahead, back):
                _apply_ahead(tokens, places, cue, ahead, result)
            elif back and cue.reach != "before":
                _apply_behind(tokens, places, cue, back, result)
            if back and tokens[cue.first].norm == "now":
                _superseded(tokens, places, back, result)
    return result


def _apply_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: Sequence[int], result: list[Status]
) -> None:
    for number in ahead:
        if _turned(tokens, cue, places[number][0]):
            break
        if cue.status == "as_needed" and number != ahead[0]:
            break
        # "d/c furosemide, ramipril 5 mg": a medicine with a dose behind one without is taken.
        if cue.reach == "either" and _has_number(tokens, places[number][1]) > _has_number(tokens, places[ahead[0]][1]):
            break
        if result[number] != "allergy" or cue.status != "current":
            result[number] = cue.status


def _reaches_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: Sequence[int], back: Sequence[int]
) -> bool:
    if not ahead or cue.reach == "behind":
        return False
    between = tokens[cue.last : places[ahead[0]][0]]
    direct = all(token.norm in _FILLERS or token.norm in "-)]" for token in between)
    introduced = any(token.norm == ":" for token in between) and tokens[cue.last - 1].norm not in POSSESSIVES
    if cue.direct and not direct and not introduced:
        return False
    if cue.status == "as_needed" or (cue.reach == "either" and back):
        gap = tokens[places[back[-1]][1] : cue.first] if back else []
        cut_off = any(token.kind != "word" and token.norm in ",.;([" for token in gap)
        return direct and (not back or cut_off)
    return True


def _apply_behind(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, back: Sequence[int], result: list[Status]
) -> None:
    gap = [token.norm for token in tokens[places[back[-1]][1] : cue.first]]
    several = (
        cue.status != "as_needed" and len(back) > 1 and any(word in _PLURAL for word in (*gap, tokens[cue.first].norm))
    )
    if not several and not all(_is_direction(word) for word in gap):
        return  # "Furosemide 40 mg, latex allergy": the phrase speaks of something else
    together = list(back[-1:])
    if cue.status != "as_needed" and not _SINGULAR & {*gap, tokens[cue.first].norm}:  # "furosemide and quinine stopped"
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


def _superseded(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], back: Sequence[int], result: list[Status]
) -> None:
    """ "Was on indapamide, now on amlodipine": what was taken before."""
    first = places[back[0]][0]
    if any(token.norm in ("was", "were") for token in tokens[max(0, first - 3) : first]):
        for number in back:
            result[number] = "stopped"


def _is_direction(word: str) -> bool:
    """Whether a word may stand between a medicine and what is said of it: its directions, a mark, a word of phrases."""
    return not word.isalpha() or word in SIG_WORDS or word in SALTS or word in CUE_WORDS or word in _BETWEEN


def _turned(tokens: Sequence[Token], cue: Cue, end: int) -> bool:
    """Whether something between the phrase and the medicine says otherwise."""
    between = tokens[cue.last : end]
    if any(token.norm in _TURNS for token in between):
        return True
    # "switched from one to the other", "change one to the other"
    return tokens[cue.last - 1].norm in _FROM and any(token.norm in ("to", "onto", "with") for token in between)


def _has_number(tokens: Sequence[Token], last: int) -> bool:
    return last < len(tokens) and tokens[last].kind == "number"


def _sentences(tokens: Sequence[Token], items: Sequence[Item]) -> list[int]:
    sentence = [0] * len(tokens)
    for item in items:
        sentence[item.first : item.last] = [item.sentence] * (item.last - item.first)
    return sentence
