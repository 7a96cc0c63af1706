"""Whether each medicine of a text is taken: evidence is gathered from structure and cues, then weighed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.context.atoms import read_atoms
from medcheck.context.compose import Cue, compose
from medcheck.context.dating import judge_dates
from medcheck.context.evidence import Evidence, Near
from medcheck.context.reach import NEGATIVE, POSITIVE, Reach, Segment
from medcheck.context.weigh import MEANINGS, Decision, weigh
from medcheck.document.items import Item
from medcheck.document.labels import Label, block_end, read_labels
from medcheck.document.lines import Line, line_of, read_lines
from medcheck.document.tables import Cell, Row, read_tables
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language
from medcheck.records import Status

_REACTIONS = ("reaction", "symptom", "sideeffect")
_SEGMENTS_BACK = 3
_LONGEST_PAST = 4  # words of a heading like "Previous medicines"
_FREQUENCY_WITHIN = 6
_NONE_WITHIN = 4


class Section(NamedTuple):
    """What a label says of the medicines in ``tokens[body:end]``."""

    label: Label
    act: str
    body: int
    end: int
    cue: Cue
    inline: bool


def decisions(
    text: str,
    tokens: Sequence[Token],
    items: Sequence[Item],
    places: Sequence[tuple[int, int]],
    struck: Sequence[bool],
    meanings: Sequence[object],
    language: Language,
    known: Callable[[str], bool],
    as_of: date | None = None,
) -> list[Decision]:
    """What is decided of each medicine at ``tokens[first:last]``, places in order."""
    inside = [False] * len(tokens)
    for first, last in places:
        inside[first:last] = [True] * (last - first)
    atoms = read_atoms(tokens, language, inside, known)
    cues = [c for c in compose(tokens, atoms, language.cue_fillers) if not _unticked(tokens, c)]
    cues = sorted([*cues, *_year_ranges(tokens)])
    lines = read_lines(text, tokens)
    tables, rows = read_tables(text, tokens, lines, language.column_roles)  # type: ignore[arg-type]
    labels = read_labels(text, tokens, lines)
    firsts = [first for first, _ in places]
    heads_of_tables = {table.line for table in tables}
    sections = read_sections(
        tokens,
        lines,
        [label for label in labels if label.line not in heads_of_tables],
        rows,
        cues,
        firsts,
        language,
        meanings,
    )
    heads = _covered(sections)
    reach = Reach(tokens, places, meanings, language)
    segments = read_segments(tokens, items, rows, places, [c for c in cues if not _in(heads, c.first)])
    before: list[int] = []
    before_at = 0
    for at, segment in enumerate(segments):
        near = at - before_at <= _SEGMENTS_BACK
        reach.read(segment, before if near else [])
        _answer(tokens, segment, segments[at - 1] if at else None, reach)
        if segment.named:
            before, before_at = segment.named, at
    _from_sections(tokens, sections, places, firsts, language, reach)
    _from_rows(tokens, rows, firsts, cues, reach)
    _from_boxes(tokens, lines, places, firsts, reach)
    for said in judge_dates(text, tokens, lines, places, language, as_of):
        reach.evidence[said.number].append(Evidence(said.act, said.first, said.last, "date"))
    reactions = [cue for cue in cues if cue.act in _REACTIONS]
    at_reactions = [cue.first for cue in reactions]
    result = []
    for number, (first, last) in enumerate(places):
        if struck[number]:
            reach.evidence[number].append(Evidence("stop", first, last, "struck"))
        decided = weigh(reach.evidence[number])
        if decided.status == "allergy":
            line_end = lines[line_of(lines, first)].last
            until = min(line_end, places[number + 1][0] if number + 1 < len(places) else line_end)
            named = reactions[bisect_left(at_reactions, last) : bisect_left(at_reactions, until)]
            if named:
                written = text[tokens[named[0].first].start : tokens[named[0].last - 1].end]
                decided = decided._replace(reason=written)
        result.append(decided)
    return result


def _year_ranges(tokens: Sequence[Token]) -> list[Cue]:
    """ "2015-2018", "1991-94": the years in which something was taken; not "since 2015-2018"."""
    found = []
    for at in range(len(tokens) - 2):
        if not is_year(tokens[at]) or tokens[at + 1].norm not in ("-", "to", "until"):
            continue
        last = tokens[at + 2]
        short = (
            last.kind == "number" and len(last.norm) == 2 and last.norm.isdigit() and last.start == tokens[at + 1].end
        )
        short = short and last.norm > tokens[at].norm[2:] and (at + 3 >= len(tokens) or tokens[at + 3].norm != "-")
        if (is_year(last) or short) and not (at and tokens[at - 1].norm == "since"):
            found.append(Cue(at, at + 3, "stop", "state", "backward", False))
    return found


def says_nothing(tokens: Sequence[Token], begin: int, language: Language) -> bool:
    """Whether the words from a token on say nothing of taking but that a medicine is taken."""
    inside = [index < begin for index in range(len(tokens))]
    atoms = read_atoms(tokens, language, inside, lambda _: True)
    return all(cue.act in _SILENT for cue in compose(tokens, atoms, language.cue_fillers))


_SILENT = frozenset(("weak", "nothing", "pseudo"))


def _unticked(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether an empty box stands before a cue: "[x] taking [ ] not taking"."""
    before = [t.norm for t in tokens[max(0, cue.first - 2) : cue.first]]
    return before in (["[", "]"], ["(", ")"]) or before[-1:] == ["☐"]


def _in(ranges: Sequence[tuple[int, int]], index: int) -> bool:
    at = bisect_right(ranges, index, key=lambda r: r[0]) - 1
    return at >= 0 and ranges[at][0] <= index < ranges[at][1]


def _covered(sections: Sequence[Section]) -> list[tuple[int, int]]:
    return sorted((s.label.first, s.label.last) for s in sections)


# sections


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


def label_act(tokens: Sequence[Token], label: Label, own: Sequence[Cue], language: Language) -> str | None:
    """What a label says of the medicines after it, or None where it is none of medicines."""
    plain = [w for w in label.words if w != "/"]
    joined = " ".join(label.words)
    if {"plan", "plans"} & set(plain) and not language.medicine_nouns & set(plain):
        return "neutral"
    if label.kind == "block" and plain[0] in language.words_for_none and not {"longer", "taking"} & set(plain):
        return None
    status = language.headings.get(joined) or language.headings.get(" ".join(plain))
    # "Reconciliation (complete within 24 h)", "Medications (patient-held list)": such words are not of the medicines.
    own = [c for c in own if c.act in ("stop", "hold", "kept") or not _in_bracket(tokens, label, c)]
    own = [c for c in own if c.act != "hold" or not _is_glued(tokens, c)]
    beside = [c for c in own if c.act in NEGATIVE | {"kept"}]
    if status is None or (status == "current" and beside):
        acts = [c.act for c in own if c.act not in ("nothing", "pseudo", "irreal")]
        colon = label.last < len(tokens) and tokens[label.last].norm in ":?"
        unknown = [
            w
            for w in plain
            if not (
                w in language.heading_words
                or w in language.cue_words
                or w in language.medicine_nouns
                or w in language.cue_fillers
            )
        ]
        if len(unknown) >= 2 and len(plain) > 3 and not language.medicine_nouns & set(plain):
            acts = []
        if (
            not colon
            and not label.upper
            and len(unknown) > (1 if language.medicine_nouns & set(plain) and label.kind == "block" else 0)
        ):
            return None
        if not colon:
            acts = [act for act in acts if act != "planned"]
        if own and all(c.act == "pseudo" for c in own):
            return None
        if plain in (["pre"], ["intra"], ["intraop"]):
            return "once"
        if any(w.startswith(("allerg", "intoleran", "hypersens")) for w in plain) and not {
            "medication",
            "medications",
            "medicines",
        } & set(plain) - {"allergies"}:
            return "neutral" if label.kind != "block" and _says_none(plain, language) else "allergy"
        if {
            "adverse",
            "reaction",
            "reactions",
            "sensitivity",
            "sensitivities",
            "adr",
            "adrs",
            "intolerances",
            "intolerance",
            "allergies",
            "allergy",
        } & set(plain):
            return "allergy"
        if "kept" in acts:
            ordered = (
                "to" in plain
                and bool(language.medicine_nouns & set(plain))
                and not any(w in ("not", "never") for w in plain)
            )
            return "stop" if ordered else "keep"
        if "to" in plain and language.medicine_nouns & set(plain) and "await" in acts:
            return "keep"  # "Medicines to start"
        for act in reversed(acts):
            if act == "past" and len(plain) > _LONGEST_PAST:
                continue  # "Asthma as a child, took inhalers" heads no list
            if act in NEGATIVE and plain[0] in ("current", "currently"):
                continue  # "Current medications on file prior to visit"
            if act == "info":
                return "keep"  # "Advice on discharge:" heads what is to be taken
            if act in NEGATIVE and act != "neg":
                return "stop" if act == "past" else act
            if act == "neg" and all(w in language.cue_words or w in language.cue_fillers for w in plain):
                return "never"
            if act in ("give",):
                return "once"
            if act == "doubt":
                return "doubt"
            if act == "change":
                return "keep"
        if status is None and label.kind == "block" and not _reads_like_heading(tokens, label, language):
            return None
        if status is None and (
            any(a in POSITIVE or a in ("weak", "was") for a in acts) or language.medicine_nouns & set(plain)
        ):
            return "keep"
        if status is None:
            sign = heading_sign(plain, language)
            if sign and all(w in language.heading_words for w in plain):
                status = sign
        if status is None:
            return "prn" if "prn" in acts else None
    if status == "allergy" and _says_none(plain, language):
        return "neutral"
    if status == "not_taken" and (
        {"family", "fh", "fhx"} & set(plain)
        or (len(plain) == 1 and plain[0] in ("father", "mother", "brother", "sister", "husband", "wife"))
    ):
        return "other_person"
    return {"allergy": "allergy", "stopped": "stop", "not_taken": "no", "as_needed": "prn", "current": "keep"}[status]


def heading_sign(words: Sequence[str], language: Language) -> Status | None:
    """The kind of heading by its signs, allergies before what is stopped, and that before what is taken."""
    kinds = {language.heading_signs[word] for word in words if word in language.heading_signs}
    return next((kind for kind in SIGN_ORDER if kind in kinds), None)


SIGN_ORDER: tuple[Status, ...] = ("allergy", "stopped", "current")


def _in_bracket(tokens: Sequence[Token], label: Label, cue: Cue) -> bool:
    return sum((t.norm in "([") - (t.norm in ")]") for t in tokens[label.first : cue.first]) > 0


def _is_glued(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue is the second part of a word with a hyphen ("patient-held")."""
    before = tokens[cue.first - 1] if cue.first else None
    return before is not None and before.norm == "-" and before.end == tokens[cue.first].start


def _says_none(words: Sequence[str], language: Language) -> bool:
    return bool(language.words_for_none & set(words)) and "except" not in words


def _reads_like_heading(tokens: Sequence[Token], label: Label, language: Language) -> bool:
    colon = label.last < len(tokens) and tokens[label.last].norm == ":"
    if colon:
        return True
    plain = [w for w in label.words if w != "/"]
    if all(
        w in language.heading_words
        or w in language.cue_words
        or w in language.medicine_nouns
        or w in language.cue_fillers
        for w in plain
    ):
        return bool(language.medicine_nouns & set(plain)) or len(plain) <= 3
    return tokens[label.first - 1].norm in "#*=" if label.first else False


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


def _from_sections(
    tokens: Sequence[Token],
    sections: Sequence[Section],
    places: Sequence[tuple[int, int]],
    firsts: Sequence[int],
    language: Language,
    reach: Reach,
) -> None:
    inline = [section for section in sections if section.inline]
    for section in sections:
        if section.act in ("neutral",):
            if section.inline:
                continue
            continue
        first, last = bisect_left(firsts, section.body), bisect_left(firsts, section.end)
        opening = next((t for t in tokens[section.body : min(section.end, section.body + 6)] if t.kind == "word"), None)
        none = (
            section.act not in POSITIVE
            and opening is not None
            and opening.norm in language.words_for_none
            and not any(
                t.norm in ("except", "but", "apart")
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
            near = "label" if section.inline else "section"
            act = section.act
            if act in POSITIVE or act == "prn":
                near = "row" if act != "prn" else near
            reach.add(number, act, section.cue, near)


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


# segments


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
    sentence = items[0].sentence if items else 0
    ends: list[int] = []
    for item in items:
        if item.sentence != sentence:
            ends.append(item.first)
            sentence = item.sentence
    ends.append(len(tokens))
    marks = sorted(cuts | set(ends))
    for end in marks:
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
        segments.append(Segment(first, last, named, own, any(c.act == "once" for c in own)))
    return segments


_ENDS = frozenset(("stop", "never", "hold", "finish"))
_NO = frozenset(("no", "nope", "n", "never", "nah"))


def _answer(tokens: Sequence[Token], segment: Segment, before: Segment | None, reach: Reach) -> None:
    """ "Still on amlodipine? No." """
    if before is None or not before.named or tokens[before.last - 1].norm != "?":
        return
    first = next((i for i in range(segment.first, segment.last) if tokens[i].kind == "word"), None)
    if first is not None and first + 2 < segment.last and tokens[first + 1].norm == ":":
        first += 2  # "A: no"
    if first is None or tokens[first].norm not in _NO:
        return
    after = tokens[first + 1] if first + 1 < segment.last else None
    if after is not None and after.kind == "word" and tokens[first].norm != "never":
        return
    if after is not None and after.norm == "," and not any(c.act in _ENDS for c in segment.cues):
        return
    stopped = any(c.act in ("stop", "hold", "kept") for c in before.cues)
    cue = Cue(first, first + 1, "kept" if stopped else "stop", "", "backward", False)
    reach.add(before.named[-1], cue.act, cue, "note")


# rows and boxes

_CODES = {
    "c": "keep",
    "cont": "keep",
    "dc": "stop",
    "d": "stop",
    "h": "hold",
    "n": "never",
    "x": "stop",
    "i": "stop",
    "no": "never",
    "y": "keep",
    "yes": "keep",
    "a": "keep",
    "s": "stop",
}


def _from_rows(
    tokens: Sequence[Token],
    rows: dict[int, Row],
    firsts: Sequence[int],
    cues: Sequence[Cue],
    reach: Reach,
) -> None:
    starts = [cue.first for cue in cues]
    for row in rows.values():
        holders = [(cell, range(bisect_left(firsts, cell.first), bisect_left(firsts, cell.last))) for cell in row.cells]
        named = next(((c, r) for c, r in holders if len(r) and c.role == "medicine"), None) or next(
            ((c, r) for c, r in holders if len(r)), None
        )
        if not named:
            continue
        subject, numbers = named
        for place, cell in enumerate(row.cells):
            if cell is subject or cell.first >= cell.last:
                continue
            if bisect_left(firsts, cell.first) < bisect_left(firsts, cell.last) and cell.role not in (
                "status",
                "comment",
                "end",
            ):
                continue
            own = cues[bisect_left(starts, cell.first) : bisect_left(starts, cell.last)]
            found = _cell_act(tokens, cell, own, row, place, cues, starts)
            if found:
                act, cue, near = found
                for number in numbers:
                    reach.add(number, act, cue, near)


def _cell_act(
    tokens: Sequence[Token],
    cell: Cell,
    own: Sequence[Cue],
    row: Row,
    place: int,
    cues: Sequence[Cue],
    starts: Sequence[int],
) -> tuple[str, Cue, Near] | None:
    own = [c for c in own if c.act not in ("nothing", "pseudo", "irreal", "was") and tokens[c.first].norm not in "(["]
    at = next(
        (i for i in range(cell.first, cell.last) if tokens[i].kind in ("word", "number") or tokens[i].norm in "✓✔xX✗✘"),
        None,
    )
    if at is None:
        return None
    whole = Cue(cell.first, cell.last, "", "", "", False)
    role = cell.role
    if role == "reaction":
        return "allergy", whole, "cell"
    head = row.head[place] if row.head and place < len(row.head) else None
    asked = list(cues[bisect_left(starts, head.first) : bisect_left(starts, head.last)]) if head else []
    if role == "status":
        first = tokens[at].norm
        alone = at + 1 >= cell.last or tokens[at + 1].kind != "word"  # "No change" negates nothing
        negated = (first in ("n", "no", "✗", "✘") and alone) or (first == "not" and not own)
        stops = any(c.act in ("stop", "hold") for c in asked)
        own = [c for c in own if c.act not in ("info", "planned") or c.modified]
        if first in ("nil", "none") and at + 1 >= cell.last:
            return None
        strong = [c for c in own if c.act in MEANINGS or c.act in ("neg", "change")]
        firm = [c for c in strong if c.act not in ("weak", "neg")]
        if firm:
            return _cell_meaning(firm[-1].act), firm[-1], "cell"
        if negated:
            return ("kept" if stops else "stop"), whole, "cell"
        if first in ("y", "yes", "✓", "✔"):
            return ("stop" if stops else "keep"), whole, "cell"
        if strong:
            return ("weak" if strong[0].act == "weak" else "never"), strong[0], "cell"
        if len(first) == 1 or at + 1 >= cell.last or tokens[at + 1].kind != "word":
            code = _CODES.get(first)
            if code:
                return code, whole, "cell"
        return None
    if role == "end":
        firm = [c for c in own if c.act in ("stop", "finish", "hold", "keep", "kept", "weak")]
        if firm:
            return ("keep" if firm[0].act == "weak" else firm[0].act), firm[0], "cell"
        return (
            ("stop", whole, "cell")
            if (
                tokens[at].kind == "number"
                and any(t.norm in "/-." or t.kind == "word" for t in tokens[at + 1 : cell.last])
            )
            or is_full_year(tokens[at])
            else None
        )
    if tokens[at].norm == "no" and (at + 1 >= cell.last or tokens[at + 1].kind != "word"):
        firm = [c for c in own if c.act in ("stop", "hold", "never", "finish")]
        return (firm[0].act, firm[0], "cell") if firm else ("stop", Cue(at, at + 1, "", "", "", False), "cell")
    if not own:
        return None
    lead = own[0]
    opens = lead.first == at or tokens[lead.first - 1].norm == ":" or lead.first - at <= 1
    if role is None:
        if (
            opens
            and lead.act in NEGATIVE | POSITIVE | {"doubt", "kept"}
            and lead.act not in ("past", "neg", "info", "planned")
        ):
            near = "note" if lead.act not in ("take", "keep", "dose") else "row"
            return lead.act, lead, near
        if lead.act == "reaction":
            return "allergy", lead, "row"
        severe = {"mild", "moderate", "severe", "low", "high", "confirmed"}
        if lead.act in ("symptom", "sideeffect") and severe & {t.norm for t in tokens[lead.last : lead.last + 4]}:
            return "allergy", lead, "note"
        return None
    if role in ("comment", "reason", "other", "issued") or opens:
        firm = [
            c
            for c in own
            if c.act in NEGATIVE | {"kept", "restart", "doubt"} and c.act not in ("neg", "past", "info", "planned")
        ]
        if firm and role not in ("dose", "start"):
            return firm[-1].act, firm[-1], "note"
        if firm and firm[-1].act not in ("take", "keep", "once") and opens:
            return firm[-1].act, firm[-1], "note"
    return None


def _cell_meaning(act: str) -> str:
    return {"change": "keep"}.get(act, act)


def is_full_year(token: Token) -> bool:
    """Whether a number is a year."""
    return token.kind == "number" and len(token.norm) == 4 and token.norm[:2] in ("19", "20")


def _from_boxes(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    firsts: Sequence[int],
    reach: Reach,
) -> None:
    for number, (first, _) in enumerate(places):
        if first > 2 and [t.norm for t in tokens[first - 3 : first]] in (
            ["[", "n", "]"],
            ["(", "n", ")"],
            ["[", "no", "]"],
        ):
            reach.add(number, "never", Cue(first - 3, first, "never", "", "", False), "cell")
    marks = {line.mark for line in lines}
    if not {"ticked", "unticked"} <= marks:
        return
    for line in lines:
        if line.mark == "unticked":
            for number in range(bisect_left(firsts, line.first), bisect_left(firsts, line.last)):
                reach.add(number, "stop", Cue(line.first, line.body, "stop", "", "", False), "row")
