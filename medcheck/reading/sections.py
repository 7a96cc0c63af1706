"""Headings, and what they say of the medicines under them: "Allergies:", "Medicines stopped", "Meds on admission"."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.reading.items import Item
from medcheck.reading.phrases import HEADINGS, LONGEST_HEADING, PHRASE_WORDS
from medcheck.reading.sig import UNITS
from medcheck.reading.tokens import Token
from medcheck.records import Status

# An allergy section that says there is none, within so many tokens of its heading.
_NONE = frozenset(("nkda", "nkma", "nka", "none", "nil", "no", "unknown"))
_NONE_WITHIN = 4
# A short line of its own with one of these words is a heading though the list does not know it ("Current Repeat
# Medication", "STOP taking these medications"); the first kind that fits decides.
_SIGNS = {
    "allergy": "allergy allergies allergen allergens adverse reactions intolerance intolerances",
    "stopped": "stop stopped stopping discontinued discontinue previous past former ceased inactive",
    "current": "medication medications medicine medicines meds drugs prescriptions repeat repeats acute continue "
    "continuing continued take taking tablets inhalers changed started new",
}
_KINDS: dict[Status, frozenset[str]] = {
    "allergy": frozenset(_SIGNS["allergy"].split()),
    "stopped": frozenset(_SIGNS["stopped"].split()),
    "current": frozenset(_SIGNS["current"].split()),
}
_LONGEST_LINE = 6
_HEADING_WORDS = frozenset(" ".join(_SIGNS.values()).split()) | frozenset(
    "the these this my your our list of on at in to for and or home hospital admission discharge today summary "
    "how you ask doctor about change changing last days weeks months year years".split()
)
_SPANS = frozenset(("days", "weeks", "months", "year", "years"))  # "Acute medication (last 12 months)"
_JOINTS = frozenset("/&-+,'")


class Heading(NamedTuple):
    """A heading at ``tokens[first:last]``."""

    first: int
    last: int
    status: Status


def headings(tokens: Sequence[Token], items: Sequence[Item], places: Sequence[tuple[int, int]]) -> list[Heading]:
    """The headings in order: known words before a colon or alone on a line, and short lines that read like one.

    ``places``: the medicines; a line that names one ("simvastatin stopped") is no heading.
    """
    found: dict[int, Heading] = {}
    starts = {item.first for item in items}
    for index, token in enumerate(tokens):
        if token.norm == ":" and token.kind == "mark":
            heading = _before_colon(tokens, index, starts)
            if heading:
                found[heading.first] = heading
    firsts = [first for first, _ in places]
    line = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or tokens[index].kind == "line":
            alone = _whole_line(tokens, line, index)
            if alone and bisect_left(firsts, line) == bisect_left(firsts, index):
                found.setdefault(alone.first, alone)
            line = index + 1
    return [found[first] for first in sorted(found)]


def _before_colon(tokens: Sequence[Token], colon: int, starts: set[int]) -> Heading | None:
    """The longest heading that ends at a colon; one of a single common word only at the start of an item."""
    best = None
    words: list[str] = []
    for first in range(colon - 1, max(-1, colon - 2 * LONGEST_HEADING), -1):
        if tokens[first].kind == "word":
            words.insert(0, tokens[first].norm)
        elif tokens[first].norm not in _JOINTS:
            break
        status = HEADINGS.get(" ".join(words)) if tokens[first].kind == "word" else None
        if status and (len(words) > 1 or first in starts or len(words[0]) > 6):
            best = Heading(first, colon, status)
        if first in starts:
            break
    return best


def _whole_line(tokens: Sequence[Token], first: int, last: int) -> Heading | None:
    words = [token.norm for token in tokens[first:last] if token.kind == "word"]
    numbered = any(token.kind == "number" for token in tokens[first:last])
    if not words or len(words) > _LONGEST_LINE or (numbered and not _SPANS & set(words)):
        return None
    status = HEADINGS.get(" ".join(words))
    if status is None and all(word in _HEADING_WORDS or word in PHRASE_WORDS for word in words):
        status = next((kind for kind, signs in _KINDS.items() if signs & set(words)), None)
    return Heading(first, last, status) if status else None


def section_statuses(
    tokens: Sequence[Token],
    sections: Sequence[Heading],
    places: Sequence[tuple[int, int]],
    sentence_of: Sequence[int],
) -> list[Status]:
    """The status that the heading above each place ``(first, last)`` gives.

    With words behind it on its line, a heading covers that line only. Allergies end where nothing is said of them
    ("NKDA."), and those on the heading's own line where a medicine further on has a dose: nobody doses an allergy.
    """
    reaches = [_reach(tokens, sections, number) for number in range(len(sections))]
    result: list[Status] = []
    section = -1
    for first, last in places:
        while section + 1 < len(sections) and sections[section + 1].first < first:
            section += 1
        if section < 0 or first >= reaches[section]:
            result.append("current")
            continue
        _, begin, status = sections[section]
        later = sentence_of[first] > sentence_of[_first_word(tokens, begin)]
        said_none = any(token.norm in _NONE for token in tokens[begin : min(first, begin + _NONE_WITHIN)])
        inline = not any(token.kind == "line" for token in tokens[begin : _first_word(tokens, begin)])
        over = status == "allergy" and (said_none or (later and inline and _dosed(tokens, last)))
        result.append("current" if over else status)
    return result


def _reach(tokens: Sequence[Token], sections: Sequence[Heading], number: int) -> int:
    """Where a heading's section ends: at the next heading, or at the end of its line or of the block below it."""
    last = sections[number].last
    end = sections[number + 1].first if number + 1 < len(sections) else len(tokens)
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
    return next((index for index in range(begin, len(tokens)) if tokens[index].kind == "word"), len(tokens) - 1)


def _dosed(tokens: Sequence[Token], last: int) -> bool:
    return last + 1 < len(tokens) and tokens[last].kind == "number" and tokens[last + 1].norm in UNITS
