"""The labels that say something of medicines after them, how far they reach, and the evidence that they give."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.context.acts import NEGATIVE, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import label_act
from medcheck.document.labels import Label, block_end
from medcheck.document.lines import Line
from medcheck.document.tables import Row
from medcheck.document.tokens import Token
from medcheck.language import Language

_FREQUENCY_WITHIN = 6  # tokens after a dose in which a frequency shows that a medicine is taken


class Section(NamedTuple):
    """What a label says of the medicines in ``tokens[body:end]``."""

    label: Label
    act: str
    body: int
    end: int
    cue: Cue
    inline: bool


def read_sections(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    labels: Sequence[Label],
    rows: dict[int, Row],
    cues: Sequence[Cue],
    firsts: Sequence[int],
    language: Language,
    named_ones: Sequence[object],
) -> list[Section]:
    """The labels that say something of medicines after them, with what they cover."""
    starts = [cue.first for cue in cues]
    found: list[Section] = []
    for label in labels:
        if any(named_ones[n] for n in range(bisect_left(firsts, label.first), bisect_left(firsts, label.last))):
            continue  # it names a medicine: "Lipitor: 20 mg"
        own = cues[bisect_left(starts, label.first) : bisect_left(starts, label.last)]
        act = label_act(tokens, label, own, language)
        if label.kind == "block":
            if act is None:
                colon = tokens[label.last].norm == ":" if label.last < len(tokens) else False
                if not colon:
                    continue
                act = "neutral"
            if label.line in rows and rows[label.line].head:
                continue
            if _is_note(tokens, lines, label, firsts, own):
                continue
            found.append(Section(label, act, label.body, label.body, _as_cue(label, act), inline=False))
            continue
        named = bisect_left(firsts, label.body) < bisect_left(firsts, label.end)
        first_of_line = bisect_left(firsts, lines[label.line].first) == bisect_left(firsts, label.first)
        if act is None:
            if named and (first_of_line or tokens[label.first - 1].norm in ".;"):
                found.append(Section(label, "neutral", label.body, label.end, _as_cue(label, "neutral"), inline=True))
            continue
        if not named and not first_of_line and act in NEGATIVE:
            continue  # "furosemide 40 mg - stopped: dizzy" is said of what stands before it
        if not named and own and (number_follows(tokens, label) or _is_note(tokens, lines, label, firsts, own)):
            continue
        if number_follows(tokens, label) and own and not first_of_line:
            continue
        found.append(Section(label, act, label.body, label.end, _as_cue(label, act), inline=True))
    return _reaching(lines, found)


def number_follows(tokens: Sequence[Token], label: Label) -> bool:
    """Whether a date or number that does not begin a list stands after a label: "Stopped: 03/2021"."""
    behind = tokens[label.body : label.body + 2]
    return bool(behind) and behind[0].kind == "number" and (len(behind) < 2 or behind[1].norm not in ".)")


def _as_cue(label: Label, act: str) -> Cue:
    return Cue(label.first, label.last, act, "label", "forward", False)


def _is_note(
    tokens: Sequence[Token], lines: Sequence[Line], label: Label, firsts: Sequence[int], own: Sequence[Cue]
) -> bool:
    """Whether a line without a medicine is said of the one on the line above: it is indented, or has a date."""
    if not own or label.line == 0 or lines[label.line].blank:
        return False
    line, above = lines[label.line], lines[label.line - 1]
    has_name = bisect_left(firsts, above.first) < bisect_left(firsts, above.last)
    following = lines[label.line + 1] if label.line + 1 < len(lines) else None
    if not has_name:
        return False
    if line.indent > above.indent and (following is None or following.indent <= line.indent):
        return (
            following is None
            or following.indent < line.indent
            or following.blank
            or not (bisect_left(firsts, following.first) < bisect_left(firsts, following.last))
        )
    return any(t.kind == "number" for t in tokens[line.first : line.last]) and label.kind != "block"


def _reaching(lines: Sequence[Line], found: Sequence[Section]) -> list[Section]:
    """The sections with their ends: a block ends at the next block, and inline ones at the next of their line."""
    result: list[Section] = []
    blocks = [s.label.line for s in found if not s.inline]
    for place, section in enumerate(found):
        if section.inline:
            following = found[place + 1] if place + 1 < len(found) else None
            same = following is not None and following.label.line == section.label.line
            end = following.label.first if following and same else lines[section.label.line].last
            result.append(section._replace(end=end))
            continue
        at = bisect_right(blocks, section.label.line)
        limit = blocks[at] if at < len(blocks) else len(lines)
        last = block_end(lines, section.label.line, limit)
        result.append(section._replace(end=lines[last - 1].last if last > section.label.line else section.body))
    return result


def said_by_sections(
    tokens: Sequence[Token], sections: Sequence[Section], places: Sequence[tuple[int, int]], language: Language
) -> Iterator[Said]:
    """What the sections say of the medicines in them."""
    firsts = [first for first, _ in places]
    inline = [section for section in sections if section.inline]
    for section in sections:
        if section.act == "neutral":
            continue
        first, last = bisect_left(firsts, section.body), bisect_left(firsts, section.end)
        opening = next((t for t in tokens[section.body : min(section.end, section.body + 6)] if t.kind == "word"), None)
        none = (
            section.act not in POSITIVE
            and opening is not None
            and opening.norm in language.words_for_none
            and not any(
                t.norm in language.exception_words
                for t in tokens[section.body : firsts[first] if first < last else section.end]
            )
        )
        if none:
            continue
        for number in range(first, last):
            if (
                section.act == "allergy"
                and section.inline
                and number > first
                and _dosed(tokens, places[number][1], language)
                and _sentence_between(tokens, places[number - 1][1], places[number][0])
            ):
                break
            if (
                section.act == "allergy"
                and _dosed(tokens, places[number][1], language)
                and _frequent(tokens, places[number][1], language)
            ):
                break
            if (
                section.act == "once"
                and section.inline
                and _sentence_between(tokens, section.body, places[number][0], ".")
            ):
                break
            if not section.inline and _overruled(inline, places[number][0]):
                continue
            near = "row" if section.act in POSITIVE else "label" if section.inline else "section"
            yield Said(number, section.act, section.cue, near)


def _overruled(inline: Sequence[Section], index: int) -> bool:
    """Whether an inline label covers a place: it stands nearer than the block around it."""
    at = bisect_right(inline, index, key=lambda section: section.body) - 1
    return at >= 0 and index < inline[at].end and inline[at].act != "neutral"


def _sentence_between(tokens: Sequence[Token], begin: int, end: int, marks: str = ".;") -> bool:
    return any(t.norm in marks and t.kind == "mark" for t in tokens[begin:end])


def _dosed(tokens: Sequence[Token], last: int, language: Language) -> bool:
    return last + 1 < len(tokens) and tokens[last].kind == "number" and tokens[last + 1].norm in language.units


def _frequent(tokens: Sequence[Token], last: int, language: Language) -> bool:
    for token in tokens[last + 2 : last + _FREQUENCY_WITHIN]:
        if token.kind == "line":
            return False
        if token.kind == "word" and token.norm in language.frequencies and token.norm not in language.forms:
            return True
    return False
