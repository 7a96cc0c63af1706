"""Where a word stands: the form of its line, the kind of its text, the heading over it, the names beside it.

Read once for a text, and only where a word is met that needs it: most lines of an export have none.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from medcheck.document.labels import block_end
from medcheck.document.lines import Line, line_of
from medcheck.document.text_kind import MOST_BARE_WORDS, LineForm, line_form, text_kind
from medcheck.naming.found import Found, Hit
from medcheck.naming.text_context import TextContext
from medcheck.records import TextKind

_SHORTEST_CLINICAL = 4  # letters: shorter ones stand for something else in every field ("UDP", "CMP")

Heading = Literal["medicines", "other", ""]
_WIDE = ("\t", "|", "   ")
_SENTENCE_ENDS = frozenset(".?!")
_EXCLAIMS = frozenset("?!")
SHORTEST_REMARK = 2  # words
FEWEST_ORDINARY = 2  # words of a line that ends with a full stop, as some entries of lists do
_CLOSES_QUOTE = frozenset("\"'\u201d\u2019)]")
SHORTEST_TECHNICAL = 8  # tokens of technical prose
IN_PROSE = ("letter", "note", "mixture")  # the kinds of text in which a word alone is no entry


class Surroundings(NamedTuple):
    """The lines of a text with what each is: ``listed`` says that its unknown words are looked at as in a list."""

    kind: TextKind
    lines: Sequence[Line]
    forms: Sequence[LineForm]
    listed: Sequence[bool]
    headings: Sequence[Heading]  # of each token
    named: Sequence[bool]  # of each token: whether it belongs to a medicine that is sure
    of_care: bool  # whether anything speaks of somebody's care, as in a list all does: not so in technical prose


def read_surroundings(context: TextContext, exact: Sequence[Found]) -> Surroundings:
    """The surroundings of all words of a text; ``exact``: the names that are sure."""
    tokens, language = context.tokens, context.language
    named = [False] * len(tokens)
    for found in exact:
        if isinstance(found, Hit):
            named[found.first : found.last] = [True] * (found.last - found.first)
    lines = context.lines
    forms = [line_form(tokens, line, named, language) for line in lines]
    may_have_cells = len(lines) > 1 and any(sign in context.text for sign in _WIDE)
    cells = [may_have_cells and _has_cells(context, line) for line in lines]
    kind = text_kind(tokens, lines, forms, sum(cells), language)
    if kind == "list" and len(lines) == 1 and not any(named) and _is_remark(context, lines[0]):
        kind, forms = "note", ["prose"]
    headings = _headings(context, lines, named)
    listed = [_is_listed(context, kind, lines, forms, cells, headings, number) for number in range(len(lines))]
    of_care = kind not in IN_PROSE or len(tokens) < SHORTEST_TECHNICAL or any(named)
    of_care = of_care or any(_is_of_care(context, index) for index in range(len(tokens)))
    return Surroundings(kind, lines, forms, listed, headings, named, of_care)


def _is_remark(context: TextContext, line: Line) -> bool:
    """Whether the only line of a text is a short sentence about something else: "When was Xyz founded?".

    It ends like a sentence and has grammar, or more ordinary words than unknown ones. Directions after its first word
    make it an entry all the same: "Xyz for my heart."
    """
    language, lexicon = context.language, context.lexicon
    last = line.last
    while last > line.body and context.tokens[last - 1].norm in _CLOSES_QUOTE:
        last -= 1
    tokens = context.tokens[line.body : last]
    if not tokens or tokens[-1].norm not in _SENTENCE_ENDS:
        return False
    words = [token.norm for token in tokens if token.kind == "word"]
    unknown = [not lexicon.known(word) for word in words]
    if len(words) < SHORTEST_REMARK or (unknown[0] and tokens[1].norm == words[1] and words[1] in language.sig_words):
        return False
    if any(word in language.function_words and word not in language.sig_words for word in words):
        return True
    ordinary = sum(
        word not in language.no_names and lexicon.word_kind(word) in ("ordinary", "name", "clinical") for word in words
    )
    if tokens[-1].norm in _EXCLAIMS:
        return ordinary >= max(1, sum(unknown))
    return ordinary >= FEWEST_ORDINARY and ordinary > sum(unknown)


def _is_of_care(context: TextContext, index: int) -> bool:
    """Whether a word is one of patients and their care, of directions, or of medicine as a subject."""
    token, language = context.tokens[index], context.language
    if token.kind != "word":
        return False
    if token.norm in language.words_of_care or token.norm in language.sure_directions:
        return True
    if token.norm in language.dose_units:
        return index > 0 and context.tokens[index - 1].kind == "number"
    return len(token.norm) >= _SHORTEST_CLINICAL and context.lexicon.word_kind(token.norm) == "clinical"


def _has_cells(context: TextContext, line: Line) -> bool:
    written = context.text[context.tokens[line.first].start : context.tokens[line.last - 1].end]
    return any(sign in written for sign in _WIDE)


def _headings(context: TextContext, lines: Sequence[Line], named: Sequence[bool]) -> list[Heading]:
    """The kind of heading over each token: of medicines, of something else, or none that is known."""
    tokens, language = context.tokens, context.language
    result: list[Heading] = [""] * len(tokens)
    labels = [
        (label, kind)
        for label in context.labels
        if not any(named[label.first : label.last])
        and (kind := _kind_of_heading(label.words, language.medicine_heading_words, language.other_heading_words))
    ]
    blocks = [label for label, _ in labels if label.kind == "block"]
    for label, kind in labels:
        if label.kind == "block":
            following = next((other.line for other in blocks if other.line > label.line), len(lines))
            end = block_end(lines, label.line, following)
            last = lines[end - 1].last if end > label.line + 1 else label.body
            result[label.body : last] = [kind] * (last - label.body)
    for label, kind in labels:
        if label.kind != "block":
            result[label.body : label.end] = [kind] * (label.end - label.body)
    return result


def _kind_of_heading(words: Sequence[str], medicines: frozenset[str], other: frozenset[str]) -> Heading:
    known = [word for word in words if word in medicines or word in other]
    if not known or len(known) * 2 < len(words):
        return ""
    return "medicines" if any(word in medicines for word in known) else "other"


def _is_listed(
    context: TextContext,
    kind: TextKind,
    lines: Sequence[Line],
    forms: Sequence[LineForm],
    cells: Sequence[bool],
    headings: Sequence[Heading],
    number: int,
) -> bool:
    """Whether a line is one of a list of medicines: in a list every one, elsewhere an entry or one beside entries."""
    form = forms[number]
    if form == "entry":
        return True
    if form != "bare" and (form != "other" or kind != "list"):
        return False
    line = lines[number]
    heading = headings[line.body] if line.body < line.last else ""
    if heading == "other" or _is_of_a_place(context, line):
        return False
    if heading == "medicines" or kind == "list":
        return True
    if kind == "table" and cells[number]:
        return True
    # A bare line among others is one of a list where one of them, not far, is an entry.
    return any(forms[other] == "entry" for other in _block(lines, forms, number))


_NEAR_AN_ENTRY = 3  # lines


def _is_of_a_place(context: TextContext, line: Line) -> bool:
    """Whether a line names a street, clinic, sign or the like."""
    places = context.language.after_no_medicine
    return any(token.norm in places for token in context.tokens[line.body : line.last])


def _block(lines: Sequence[Line], forms: Sequence[LineForm], number: int) -> range:
    """The lines near one with no empty line and no prose between them."""
    first = number
    while (
        first > max(0, number - _NEAR_AN_ENTRY)
        and not lines[first].blank
        and _goes_on(lines[first - 1], forms[first - 1])
    ):
        first -= 1
    last = number + 1
    while (
        last < min(len(lines), number + _NEAR_AN_ENTRY + 1)
        and not lines[last].blank
        and _goes_on(lines[last], forms[last])
    ):
        last += 1
    return range(first, last)


def _goes_on(line: Line, form: LineForm) -> bool:
    """Whether a list goes on over a line: an entry, a bare one, or a remark of a few words."""
    return form in ("entry", "bare") or (form == "other" and line.last - line.body <= MOST_BARE_WORDS)


def form_at(surroundings: Surroundings, index: int) -> tuple[LineForm, bool]:
    """The form of the line that a token stands in, and whether it is one of a list."""
    number = line_of(surroundings.lines, index)
    return surroundings.forms[number], surroundings.listed[number]


def item_at(context: TextContext, index: int) -> int:
    """The number of the item that a token stands in."""
    return bisect_right(context.items, index, key=lambda item: item.first) - 1
