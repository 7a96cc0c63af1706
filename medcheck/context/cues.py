"""The phrases about taking that stand in a text: "stopped", "allergic to", "no longer on"."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.phrases import DIRECT_ONLY, INSIDE, OTHER_THINGS, PHRASES, POSSESSIVES, RELATIVES, Reach
from medcheck.document.tokens import Token, is_year
from medcheck.records import Status

_MOST_INSIDE = 2  # words inside a phrase, one behind the other: "told her recently to stop"


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
# No phrase begins with any other word.
FIRST_WORDS = frozenset(_BY_FIRST)


def cues(tokens: Sequence[Token]) -> list[Cue]:
    """The phrases about taking, in order, the longest at each place; one phrase may reach both ways."""
    found: list[Cue] = []
    index = 0
    while index < len(tokens):
        entries = _BY_FIRST.get(tokens[index].norm)
        ends = {words: end for words, _, _ in entries if (end := _follows(tokens, index, words))} if entries else {}
        if entries and ends:
            begin = index
            longest = max(map(len, ends))
            told: dict[Status, list[Reach]] = {}
            phrase = " ".join(next(words for words in ends if len(words) == longest))
            direct = phrase in DIRECT_ONLY or phrase in POSSESSIVES
            for words, status, reach in entries:
                if len(words) == longest and words in ends:
                    told.setdefault(status, []).append(reach)
            # "was on" turns as "on" does, unless its end is told.
            index = max(ends.values())
            if _of_none(tokens, begin, index):
                continue
            for status, reaches in sorted(told.items(), key=lambda entry: "until" in entry[1]):
                reach = reaches[0] if len(reaches) == 1 else "either"
                found.append(Cue(begin, index, status, reach, direct))
        else:
            if is_year(tokens[index]) and _years(tokens, index):
                found.append(Cue(index, index + 3, "stopped", "behind", direct=False))
            index += 1
    return found


def _years(tokens: Sequence[Token], index: int) -> bool:
    """ "2015-2018": the years in which something was taken; not "since 2015-2018"."""
    if index + 2 >= len(tokens) or (index and tokens[index - 1].norm == "since"):
        return False
    return tokens[index + 1].norm in ("-", "to", "until") and is_year(tokens[index + 2])


def _of_none(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a phrase says nothing of a medicine: "stopped smoking", "could be stopped"."""
    if last < len(tokens) and tokens[last].norm in OTHER_THINGS:
        return True
    return first > 0 and tokens[first - 1].norm == "be"


def _follows(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    """The end of a phrase that begins here, with a hyphen or adverb in it ("self-discontinued", "not yet started")."""
    begin = index
    for word in words:
        for _ in range(_MOST_INSIDE):
            if begin < index < len(tokens) and word != tokens[index].norm and _inside(tokens, index):
                index += 1
        if index >= len(tokens) or tokens[index].norm != word:
            return None
        index += 1
    return index


def _inside(tokens: Sequence[Token], index: int) -> bool:
    if tokens[index].norm == "," and index + 1 < len(tokens) and tokens[index + 1].norm == "who":
        return True
    return tokens[index].norm in INSIDE or (
        index + 1 < len(tokens)
        and tokens[index].norm == "-"
        and tokens[index - 1].end == tokens[index].start
        and tokens[index].end == tokens[index + 1].start
    )
