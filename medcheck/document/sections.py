"""Headings, and what they say of the medicines under them: "Allergies:", "Medicines stopped", "Eye drops:"."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.document.items import Item
from medcheck.document.sig import route
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language
from medcheck.records import Route, Status

_NONE_WITHIN = 4  # a section of what is not taken says so near its heading that there is none
_LONGEST_LINE = 6
_LONGEST_HEADING = 5
_MOST_COLUMNS = 14  # words in the head of a table
WIDE = "   "  # so much space is a column's
_OPENERS = frozenset(".;|*#_•")
_JOINTS = frozenset("/&-+,'")
# Nothing for these is dosed in milligrams: a medicine that is ends the section, for no tablet may pass for an eye drop.
_UNWEIGHED = frozenset(("topical", "ophthalmic", "nasal", "otic", "inhaled"))
# Of these, not in micrograms either, and by no number as large as a tablet's ("furosemide 40").
_COUNTED = frozenset(("topical", "ophthalmic", "otic"))
_SMALL = frozenset(("mcg", "microgram", "micrograms", "ug"))
_SMALLEST_TABLET = "5"
# Behind a dose and within so many tokens, a frequency shows that a medicine is taken.
_FREQUENCY_WITHIN = 6


class Heading(NamedTuple):
    """A heading at ``tokens[first:last]``; ``route`` where it is one of a form ("Inhalers:")."""

    first: int
    last: int
    status: Status
    route: Route | None = None


def headings(
    text: str, tokens: Sequence[Token], items: Sequence[Item], places: Sequence[tuple[int, int]], language: Language
) -> list[Heading]:
    """The headings in order: words before a colon or alone on a line that are known, read like one, or name a form.

    A dash with space around it, the bar of a table or a tab behind the first words of a line are as good as a colon.
    ``places``: the medicines; a line that names one ("simvastatin stopped") is no heading.
    """
    found: dict[int, Heading] = {}
    starts = {item.first for item in items}
    firsts = [first for first, _ in places]
    line = 0
    blank = True
    apart = "\t" in text or WIDE in text
    for index in range(len(tokens) + 1):
        if index == len(tokens) or tokens[index].kind == "line":
            if bisect_left(firsts, line) == bisect_left(firsts, index):
                head = _table_head(tokens, line, index, found, language)
                alone = head or _whole_line(tokens, line, index, blank, language)
                if alone and (head or alone.first not in found):
                    found[alone.first] = alone
            blank = line == index
            line = index + 1
        elif (tokens[index].norm == ":" and not _before_number(tokens, index)) or (
            (apart or tokens[index].norm in "-|") and _opens_line(text, tokens, index)
        ):
            heading = _before_colon(tokens, index, starts, firsts, language)
            if heading:
                found[heading.first] = heading
    return [found[first] for first in sorted(found)]


def _before_number(tokens: Sequence[Token], colon: int) -> bool:
    """Whether a date or number that does not begin a list stands behind a colon: "Stopped: 03/2021"."""
    behind = tokens[colon + 1 : colon + 3]
    return bool(behind) and behind[0].kind == "number" and (len(behind) < 2 or behind[1].norm not in ".)")


def _opens_line(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether words that open a line or clause end here: "Allergies - none", "Allergies | none", a tab behind them."""
    token = tokens[index]
    if not 0 < index < len(tokens) - 1 or tokens[index - 1].kind == "line":
        return False
    gap = text[tokens[index - 1].end : token.start]
    if token.norm == "-":
        if not gap or token.end == tokens[index + 1].start:
            return False
    elif token.norm != "|" and "\t" not in gap and WIDE not in gap:
        return False
    first = index - 1
    while first >= max(0, index - _LONGEST_HEADING) and (tokens[first].kind == "word" or tokens[first].norm in "/&"):
        first -= 1
    if first >= 0 and tokens[first].norm == "|":
        first -= 1
        return first < 0 or tokens[first].kind == "line"  # the first cell of its row
    return first < 0 or tokens[first].kind == "line" or tokens[first].norm in ";."


def _before_colon(
    tokens: Sequence[Token], colon: int, starts: set[int], firsts: Sequence[int], language: Language
) -> Heading | None:
    """The longest heading that ends at a colon; one of a single common word only at the start of an item.

    Up to the start of a line or sentence and with no medicine among them, words of a form make a heading of its
    route, and words of headings one of what they say ("Medicines to be stopped").
    """
    best = None
    words: list[str] = []
    for first in range(colon - 1, max(-1, colon - 2 * _LONGEST_HEADING), -1):
        if tokens[first].kind == "word":
            words.insert(0, tokens[first].norm)
        elif tokens[first].norm not in _JOINTS:
            break
        status = language.headings.get(" ".join(words)) if tokens[first].kind == "word" else None
        if status and (len(words) > 1 or first in starts or len(words[0]) > 6):
            best = Heading(first, colon, status, route(words, language))
        if first in starts:
            opens = first == 0 or tokens[first - 1].kind == "line" or tokens[first - 1].norm in _OPENERS
            named = bisect_left(firsts, first) < bisect_left(firsts, colon)
            if opens and not named and words and tokens[colon].norm == ":":
                read = (
                    language.headings.get(" ".join(words))
                    or _signed(words, language)
                    or (best.status if best else None)
                )
                if all(
                    word in language.forms or word in language.words_beside_forms or word in language.heading_words
                    for word in words
                ):
                    read = read or ("current" if route(words, language) else None)
                    best = Heading(first, colon, read, route(words, language)) if read else best
            break
    return best


def _signed(words: Sequence[str], language: Language) -> Status | None:
    """The status that words of headings alone have, by the sign among them."""
    if not all(word in language.heading_words for word in words):
        return None
    return _sign(words, language)


def _sign(words: Sequence[str], language: Language) -> Status | None:
    """The kind of heading by its signs, allergies before what is stopped, and that before what is taken."""
    kinds = {language.heading_signs[word] for word in words if word in language.heading_signs}
    return next((kind for kind in ("allergy", "stopped", "current") if kind in kinds), None)


def _whole_line(tokens: Sequence[Token], first: int, last: int, blank: bool, language: Language) -> Heading | None:
    """``blank``: whether the line above is empty; only there do words of a form alone make a heading, for such a line
    may be the end of the entry above ("Latanoprost / eye drops")."""
    words = [token.norm for token in tokens[first:last] if token.kind == "word"]
    numbered = any(token.kind == "number" and not is_year(token) for token in tokens[first:last])
    colon = next((index for index in range(first, last) if tokens[index].norm == ":"), last)
    if any(token.kind == "word" for token in tokens[colon:last]):
        return None  # "Status: stopped"
    if not words or len(words) > _LONGEST_LINE or (numbered and not language.heading_periods & set(words)):
        return None
    blank = blank or tokens[last - 1].norm == ":"
    status = language.headings.get(" ".join(words))
    if status is None and all(word in language.heading_words or word in language.phrase_words for word in words):
        status = _sign(words, language)
    if status is None and blank and all(word in language.forms or word in language.heading_words for word in words):
        status = "current" if route(words, language) else None
    if status == "allergy" and language.words_for_none & set(words):
        status = "current"  # "No known drug allergies", "Allergies - nil known"
    return (
        Heading(first, last, status, route(words, language) if blank or status != "current" else None)
        if status
        else None
    )


def _table_head(
    tokens: Sequence[Token], first: int, last: int, found: dict[int, Heading], language: Language
) -> Heading | None:
    """The head of a table: "Drug | Reaction | Severity" is one of allergies, any other is of the heading above it."""
    words = [token.norm for token in tokens[first:last] if token.kind == "word"]
    if not 1 < len(words) <= _MOST_COLUMNS or any(t.kind == "number" or t.norm == ":" for t in tokens[first:last]):
        return None
    if not language.table_columns & set(words) or not all(
        word in language.table_columns or word in language.heading_words for word in words
    ):
        return None
    if language.allergy_columns & set(words):
        return Heading(first, last, "allergy")
    above = next(reversed(found.values()), None)
    if above and not any(token.kind == "word" for token in tokens[above.last : first]):
        return Heading(first, last, above.status, above.route)
    return Heading(first, last, "current")


def sections_over(
    tokens: Sequence[Token],
    items: Sequence[Item],
    sections: Sequence[Heading],
    places: Sequence[tuple[int, int]],
    language: Language,
) -> list[Heading | None]:
    """The heading that each place ``(first, last)`` stands under, if any.

    With words behind it on its line, a heading covers that line only. What is not taken ends where there is said to
    be none ("NKDA.", "Stopped: nil"); allergies also where a medicine has a dose in another sentence or with a
    frequency, for nobody doses an allergy.
    """
    sentence_of = [0] * len(tokens)
    for item in items:
        sentence_of[item.first : item.last] = [item.sentence] * (item.last - item.first)
    numbers = [item.first for item in items if item.last - item.first == 2 and tokens[item.first].kind == "number"]
    reaches = [_reach(tokens, sections, number, numbers) for number in range(len(sections))]
    result: list[Heading | None] = []
    number = -1
    word = 0
    above: Heading | None = None
    for first, last in places:
        while number + 1 < len(sections) and sections[number + 1].first < first:
            number += 1
            above = sections[number]
            word = _first_word(tokens, above.last)
        if above and (first >= reaches[number] or _none(tokens, above, first, language)):
            above = None
        if above and above.status == "allergy" and _dosed(tokens, last, language):
            inline = not any(
                token.kind == "line" for token in tokens[above.last : min(word, above.last + _NONE_WITHIN)]
            )
            later = inline and sentence_of[first] > sentence_of[word]
            above = None if later or _frequent(tokens, last, language) else above
        if above and _dosed_otherwise(tokens, above, last, language):
            above = above._replace(route=None)
        result.append(above)
    return result


def _none(tokens: Sequence[Token], above: Heading, first: int, language: Language) -> bool:
    """Whether there is said to be none of what a heading speaks of."""
    begin = above.last
    return above.status != "current" and any(
        token.norm in language.words_for_none for token in tokens[begin : min(first, begin + _NONE_WITHIN)]
    )


def _reach(tokens: Sequence[Token], sections: Sequence[Heading], number: int, numbers: Sequence[int]) -> int:
    """Where a heading's section ends: at the next heading, or at the end of its line or of the block below it.

    A heading inside a numbered item ("3) stopped: iron 4) zinc") ends with the item; ``numbers``: where those begin.
    """
    first, last = sections[number][:2]
    end = sections[number + 1].first if number + 1 < len(sections) else len(tokens)
    line_end = next((index for index in range(last, end) if tokens[index].kind == "line"), end)
    if any(token.kind == "word" for token in tokens[last:line_end]):
        at = bisect_left(numbers, first)
        if at and numbers[at - 1] == first - 2 and at < len(numbers):
            return min(line_end, numbers[at])
        return line_end
    return _block_end(tokens, line_end, end)


def _block_end(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Where the block below a heading ends: at an empty line, but for a text in which every other line is empty."""
    lines = [index for index in range(begin, end) if tokens[index].kind == "line"]
    filled = [following > one + 1 for one, following in pairwise([*lines, end])]
    if True not in filled:
        return end
    spaced = not filled[0] and not any(one and following for one, following in pairwise(filled))
    for row in range(filled.index(True), len(filled)):
        if not filled[row] and not (spaced and any(filled[row : row + 2])):
            return lines[row]
    return end


def _first_word(tokens: Sequence[Token], begin: int) -> int:
    return next((index for index in range(begin, len(tokens)) if tokens[index].kind == "word"), len(tokens) - 1)


def _dosed(tokens: Sequence[Token], last: int, language: Language) -> bool:
    return last + 1 < len(tokens) and tokens[last].kind == "number" and tokens[last + 1].norm in language.units


def _as_large(number: str) -> bool:
    return number.isdigit() and (len(number) > 1 or number >= _SMALLEST_TABLET)


def _dosed_otherwise(tokens: Sequence[Token], above: Heading, last: int, language: Language) -> bool:
    """Whether the dose behind a medicine is none of the forms that a heading is of."""
    if above.route not in _UNWEIGHED or tokens[above.first].norm.startswith(("neb", "patch")):
        return False
    dose = [token.norm for token in tokens[last : last + 3]]
    if not dose or tokens[last].kind != "number" or dose[2:] == ["/"]:
        return False
    unit = dose[1] if len(dose) > 1 else ""
    if above.route in _COUNTED and (
        unit in _SMALL or (unit not in language.units and unit not in ("%", "/") and _as_large(dose[0]))
    ):
        return True
    return unit in ("mg", "mgs", "g")


def _frequent(tokens: Sequence[Token], last: int, language: Language) -> bool:
    for token in tokens[last + 2 : last + _FREQUENCY_WITHIN]:
        if token.kind == "line":
            return False
        if token.kind == "word" and token.norm in language.frequencies and token.norm not in language.forms:
            return True
    return False
