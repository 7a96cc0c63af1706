"""Whether each medicine of a text is taken: evidence is gathered from structure and cues, then weighed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.context.acts import HIDING
from medcheck.context.atoms import read_atoms
from medcheck.context.boxes import is_unticked, not_chosen, not_circled, said_by_boxes
from medcheck.context.compose import Cue, compose
from medcheck.context.cued_text import CuedText
from medcheck.context.cues_in_place import as_answered, is_heading, without_counts
from medcheck.context.dating import EARLIEST_READING, judge_dates, read_days
from medcheck.context.evidence import Evidence, Said
from medcheck.context.gathered import Gathered
from medcheck.context.legend import read_legend, said_by_codes
from medcheck.context.medicine_text import MedicineText, Segment
from medcheck.context.nature import said_by_nature
from medcheck.context.sections import Section, read_sections, said_by_sections
from medcheck.context.segments import answer, read_segments
from medcheck.context.weigh import Decision, weigh
from medcheck.document.items import Item
from medcheck.document.labels import Label
from medcheck.document.lines import BOX_BEGINS, Line, line_of
from medcheck.document.tables import Row, cell_starts, may_hold_rows
from medcheck.document.tokens import Token, is_clock, is_year
from medcheck.language import Direction, Language
from medcheck.records import Route

_REACTIONS = ("reaction", "symptom", "sideeffect")
_SEGMENTS_BACK = 3
_ADVICE = frozenset(("no", "declined"))
_YEAR_OF_PAST = str(EARLIEST_READING.year - 1)  # what ended in a year before it has ended
_LONGEST_BRACKET = 24  # tokens of a bracket with the members of a kind
_BRACKET_WITHIN = 4  # tokens between a kind and that bracket: "statins gave him a rash (simvastatin)"
_LONGEST_ASIDE = 3  # tokens before a brand in its bracket
_PARTS = frozenset(".,;:")
_SHORTEST_WAIT, _LONGEST_WAIT = 2, 6  # tokens of "after bloods", "when her bloods are back"
_MARKS = BOX_BEGINS | set("✓✔")  # one of them stands in a text that has boxes, ticks, or brackets before names


class Statuses(NamedTuple):
    """The decision for each medicine of a text, and the route that the heading over it gives."""

    decisions: list[Decision]
    routes: list[Route | None]


def read_statuses(
    text: str,
    tokens: Sequence[Token],
    items: Sequence[Item],
    lines: Sequence[Line],
    labels: Sequence[Label],
    places: Sequence[tuple[int, int]],
    struck: Sequence[bool],
    meanings: Sequence[Sequence[object]],
    language: Language,
    known: Callable[[str], bool],
    as_of: date | None = None,
) -> Statuses:
    """What is decided of each medicine at ``tokens[first:last]``, places in order."""
    norms = {token.norm for token in tokens}
    inside = [False] * len(tokens)
    for first, last in places:
        inside[first:last] = [True] * (last - first)
    atoms = read_atoms(tokens, language, inside, known)
    legend = read_legend(text, tokens, lines, inside, language)
    cells = cell_starts(text, tokens)
    cues = [c for c in compose(tokens, atoms, language, cells) if not is_unticked(tokens, c.first)]
    offered = not_chosen(tokens, cues, language) | not_circled(tokens, cues, language)
    cues = [cue for cue in cues if cue.first not in offered]
    cues = [as_answered(tokens, cue, language) for cue in without_counts(tokens, cues) if not is_heading(tokens, cue)]
    once: list[Cue] = []
    if "/" in norms or not language.words_beside_single_use.isdisjoint(norms):
        from medcheck.context.had_once import had_once

        once = list(had_once(tokens, places, meanings, language))
    if once:  # "had X in May" is no cue "may"
        cues = [cue for cue in cues if not any(one.first < cue.last and cue.first < one.last for one in once)]
    years = _years(tokens, places, language) if any(map(is_year, tokens)) else []
    waits = not language.words_of_waiting_for.isdisjoint(norms)
    waiting = _waiting(tokens, places, language) if waits else []
    cues = sorted([*cues, *years, *once, *waiting])
    cues = [cue for cue in cues if not legend.covers(cue.first)]
    days = read_days(text, tokens, language, as_of)
    names, starts = [first for first, _ in places], [cue.first for cue in cues]
    cued = CuedText(text, tokens, lines, places, meanings, cues, legend, language, days, names, starts, {})

    grid = None
    if may_hold_rows(text, norms):
        from medcheck.context.grid import read_grid

        grid = read_grid(cued, legend.columns(language))
    rows = grid.rows if grid else {}
    heads_of_tables = grid.heads if grid else frozenset()
    headings = [label for label in labels if not legend.covers(label.first) and label.line not in heads_of_tables]
    sections = read_sections(
        text,
        tokens,
        lines,
        headings,
        rows,
        cues,
        places,
        meanings,
        language,
        known,
    )
    gathered = Gathered(MedicineText(tokens, places, language, meanings))
    before_names, marked = _said_by_marks(cued) if not _MARKS.isdisjoint(norms) else ([], [])
    brackets = [(one.cue.first, one.cue.last) for one in before_names]
    compared = grid.compared if grid else ()
    apart = sorted([*_covered(sections), *_read_as_cells(rows.values()), *brackets, *compared])
    outside = [cue for cue in cues if not _in(apart, cue.first)]
    segments = read_segments(tokens, items, rows, places, outside)
    _read_phrases(text, lines, segments, gathered)
    for said in (
        *said_by_sections(tokens, sections, places, language),
        *(_said_by_course(cued, sections, headings) if _names_going_home(norms, language) else ()),
        *(grid.said if grid else ()),
        *before_names,
        *said_by_boxes(tokens, lines, places, language),
        *marked,
        *(_said_by_changes(cued) if "+" in norms and "-" in norms else ()),
        *(_said_below(cued) if not language.words_for_above.isdisjoint(norms) else ()),
        *said_by_codes(text, tokens, lines, places, legend, language),
        *said_by_nature(gathered.text),
        *(_said_by_tolerance(cued) if not language.words_for_bearing.isdisjoint(norms) else ()),
        *(_said_by_told_doses(cued, headings) if _may_tell_doses(norms, headings, language) else ()),
        *(_said_by_log(cued, headings) if _may_be_log(tokens, lines) else ()),
    ):
        gathered.add(*said)
    for said in _said_by_accounts(cued, headings, segments, gathered) if _may_be_account(norms, language) else ():
        gathered.add(*said)
    for dated in judge_dates(tokens, lines, places, language, days):
        near = "phrase" if dated.is_end and dated.act != "kept" else "date"  # "started 3/2/24, stop 9/2/24"
        gathered.evidence[dated.number].append(Evidence(dated.act, dated.first, dated.last, near))
    for number, (first, last) in enumerate(places):
        if struck[number]:
            gathered.evidence[number].append(Evidence("stop", first, last, "struck"))
    for number in _named_in_bracket(tokens, places, meanings):
        begin, end = places[number][1], places[number + 1][0]
        if any(begin <= one.first < end for one in gathered.evidence[number + 1]):
            continue  # "X (was on BRAND)"
        shared = sorted({*gathered.evidence[number], *gathered.evidence[number + 1]}, key=lambda one: (one.first, one))
        gathered.evidence[number] = gathered.evidence[number + 1] = shared
    _share_with_members(tokens, places, meanings, gathered)
    decided = [weigh(evidence) for evidence in gathered.evidence]
    if any(decision.status == "stopped" for decision in decided):
        from medcheck.context.lately import mark_lately

        decided = mark_lately(text, tokens, places, decided, language, days.today)
    routes: list[Route | None] = [None] * len(places)
    if sections:
        from medcheck.context.heading_route import heading_routes

        routes = heading_routes(tokens, sections, places, language)
    return Statuses(_with_reactions(text, tokens, lines, places, cues, decided), routes)


def _said_by_marks(text: CuedText) -> tuple[list[Said], list[Said]]:
    """What is said in brackets before names, and by ticks and boxes in columns, of which most lists have none."""
    from medcheck.context.box_columns import said_by_box_columns
    from medcheck.context.bracket_before import said_by_brackets_before
    from medcheck.context.ticks import said_by_ticks

    return list(said_by_brackets_before(text)), [*said_by_ticks(text), *said_by_box_columns(text)]


def _said_by_changes(text: CuedText) -> Iterator[Said]:
    from medcheck.context.ticks import said_by_changes

    return said_by_changes(text)


def _may_tell_doses(norms: Collection[str], labels: Sequence[Label], language: Language) -> bool:
    """Whether a route of others, a count, or a label of who gave something stands anywhere."""
    if "x" in norms or not language.routes_of_others.isdisjoint(norms):
        return True
    return any(
        " ".join(label.words) in language.labels_of_givers or not language.occasions_of_once.isdisjoint(label.words)
        for label in labels
    )


def _said_by_told_doses(text: CuedText, labels: Sequence[Label]) -> Iterator[Said]:
    from medcheck.context.told_doses import said_by_told_doses

    return said_by_told_doses(text, labels)


def _said_by_tolerance(text: CuedText) -> Iterator[Said]:
    from medcheck.context.tolerated import said_by_tolerance

    return said_by_tolerance(text)


def _may_be_log(tokens: Sequence[Token], lines: Sequence[Line]) -> bool:
    """Whether a line begins with a time of the day."""
    return any(
        is_clock(tokens[line.body]) or (tokens[line.body].kind == "number" and tokens[line.body + 1].norm == ":")
        for line in lines
        if line.body + 1 < line.last
    )


def _said_by_log(text: CuedText, labels: Sequence[Label]) -> Iterator[Said]:
    from medcheck.context.log_of_doses import said_by_log

    return said_by_log(text, labels)


def _names_going_home(norms: Collection[str], language: Language) -> bool:
    return not language.words_for_going_home.isdisjoint(norms)


def _said_by_course(text: CuedText, sections: Sequence[Section], labels: Sequence[Label]) -> Iterator[Said]:
    from medcheck.context.hospital_course import said_by_course

    return said_by_course(text, sections, labels)


def _may_be_account(norms: Collection[str], language: Language) -> bool:
    of_operation = not language.words_for_operations.isdisjoint(norms)
    return of_operation or not language.words_for_courses.isdisjoint(norms)


def _said_by_accounts(
    text: CuedText, labels: Sequence[Label], segments: Sequence[Segment], gathered: Gathered
) -> Iterator[Said]:
    from medcheck.context.accounts import said_by_accounts

    return said_by_accounts(text, labels, segments, gathered)


def _said_below(text: CuedText) -> Iterator[Said]:
    from medcheck.context.said_below import said_below

    return said_below(text)


def _named_in_bracket(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], meanings: Sequence[Sequence[object]]
) -> Iterator[int]:
    """The numbers of medicines whose name is followed by another of the same, as a rule in a bracket: "X (BRAND)".

    Other words may stand before it there: "X (private, BRAND)".
    """
    for number in range(len(places) - 1):
        (_, end), (first, last) = places[number], places[number + 1]
        if first == end and meanings[number] == meanings[number + 1]:
            yield number  # "azithromycin Z-pak"
        if end >= len(tokens) or tokens[end].norm not in "([" or last >= len(tokens) or tokens[last].norm not in ")]":
            continue
        aside = tokens[end + 1 : first]
        if len(aside) > _LONGEST_ASIDE or any(token.kind == "line" or token.norm in "()[]" for token in aside):
            continue
        if meanings[number] == meanings[number + 1]:
            yield number


def _is_parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(token.kind == "line" or token.norm in _PARTS for token in tokens[first:last])


def _share_with_members(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    meanings: Sequence[Sequence[object]],
    gathered: Gathered,
) -> None:
    """What stands outside of the bracket after a kind holds for its members, too: "statin (simva, atorva) stopped"."""
    for number, (_, last) in enumerate(places):
        if meanings[number] or last >= len(tokens):
            continue
        following = places[number + 1][0] if number + 1 < len(places) else len(tokens)
        end = last if tokens[last].norm in "([" else following - 1
        if tokens[end].norm not in "([" or end - last > _BRACKET_WITHIN or _is_parted(tokens, last, end):
            continue
        closed = next((at for at in range(end, min(len(tokens), end + _LONGEST_BRACKET)) if tokens[at].norm in ")]"), 0)
        members = list(range(number + 1, bisect_right(places, closed, key=lambda place: place[1])))
        of_all = {one for at in (number, *members) for one in gathered.evidence[at]}
        if members and not gathered.evidence[number]:
            said = [gathered.evidence[at] for at in members]
            if all(said) and all(one.act in HIDING for evidence in said for one in evidence):
                gathered.evidence[number] = said[0]  # "statins (simva, atorva) all stopped"
        if members and not any(end < one.first < closed for one in of_all):
            shared = sorted(of_all, key=lambda one: (one.first, one))
            for at in (number, *members):
                gathered.evidence[at] = shared


def _read_phrases(text: str, lines: Sequence[Line], segments: Sequence[Segment], gathered: Gathered) -> None:
    """The cues of each sentence; "it" in one without a medicine means those of a sentence shortly before."""
    before: list[int] = []
    before_at = 0
    for at, segment in enumerate(segments):
        if segment.cues and not segment.named and _opens_list(text, gathered.text, lines, segment):
            before = []
        if segment.cues or len(segment.named) > 1:
            # Fifteen modules, which a list that says nothing of its medicines does without.
            from medcheck.context.reach import read_segment

            advised = all(cue.act in _ADVICE for cue in segment.cues)  # "Asked re scan. Not indicated."
            near = at - before_at <= (1 if advised else _SEGMENTS_BACK)
            read_segment(segment, before if near else [], gathered)
        answered = answer(gathered.text, segment, segments[at - 1] if at else None)
        if answered:
            gathered.add(*answered)
        if segment.named:
            before, before_at = segment.named, at
        elif before and _names_kind(gathered.text, segment):
            before = []


def _names_kind(text: MedicineText, segment: Segment) -> bool:
    """Whether a question names a kind of medicine, of which the next sentence speaks: "Can the statin go on? Held"."""
    asks = text.word(segment.last - 1) == "?"
    return asks and not text.language.kinds_of_medicine.isdisjoint(text.words(segment.first, segment.last))


def _opens_list(written: str, text: MedicineText, lines: Sequence[Line], segment: Segment) -> bool:
    """Whether a line stands alone over an entry and an empty line over it: it speaks of no entry above.

    So does one with a capital and no bullet between entries that have one.

    A line of marks, such as those that underline a heading, may stand between it and the entry.
    """
    number = line_of(lines, segment.first)
    if _names(text, lines[number]):
        return False
    if not lines[number].blank:
        return _parts_bullets(written, text, lines, number)
    for line in lines[number + 1 :]:
        if line.blank or any(token.kind != "mark" for token in text.tokens[line.first : line.last]):
            return not line.blank and _names(text, line)
    return False


def _parts_bullets(written: str, text: MedicineText, lines: Sequence[Line], number: int) -> bool:
    """Whether a line with a capital, without a bullet, stands between two entries with one, no further in than they."""
    if not 0 < number < len(lines) - 1 or lines[number].mark != "":
        return False
    around = lines[number - 1], lines[number + 1]
    bullets = all(one.mark != "" and lines[number].indent <= one.indent and _names(text, one) for one in around)
    return bullets and written[text.tokens[lines[number].first].start].isupper()


def _names(text: MedicineText, line: Line) -> bool:
    """Whether a line names a medicine."""
    number = text.first_ending_after(line.first)
    return number < len(text.places) and text.places[number][0] < line.last


def _with_reactions(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    cues: Sequence[Cue],
    decided: Sequence[Decision],
) -> list[Decision]:
    """The decisions, an allergy with the reaction that its line names before the next medicine."""
    reactions = [cue for cue in cues if cue.act in _REACTIONS]
    at_reactions = [cue.first for cue in reactions]
    result = []
    for number, decision in enumerate(decided):
        if decision.status == "allergy":
            first, last = places[number]
            line_end = lines[line_of(lines, first)].last
            until = min(line_end, places[number + 1][0] if number + 1 < len(places) else line_end)
            named = reactions[bisect_left(at_reactions, last) : bisect_left(at_reactions, until)]
            if named:
                written = text[tokens[named[0].first].start : tokens[named[0].last - 1].end]
                decision = decision._replace(reason=written)
        result.append(decision)
    return result


def _years(tokens: Sequence[Token], places: Sequence[tuple[int, int]], language: Language) -> list[Cue]:
    """ "2015-2018", "1991-94": the years in which something was taken; not "since 2015-2018"; "X in 2012"."""
    joins = language.words_for_to | language.words_for_until | {"-"}
    found = []
    for _, end in places:
        if end + 1 < len(tokens) and is_year(tokens[end + 1]):
            after = tokens[end + 2] if end + 2 < len(tokens) else None
            closes = after is None or after.kind == "line" or after.norm in ".;,)"
            before = tokens[end].norm
            if before in language.words_for_in and closes and (after is None or after.norm not in ",)"):
                found.append(Cue(end, end + 2, "past", "state", "backward"))
            elif before in language.words_for_until and closes and tokens[end + 1].norm < _YEAR_OF_PAST:
                found.append(Cue(end, end + 2, "stop", "state", "backward"))  # "on X till 2015"
    for at in range(len(tokens) - 2):
        if tokens[at + 1].norm not in joins or not is_year(tokens[at]):
            continue
        last = tokens[at + 2]
        if last.norm in language.words_for_now or last.norm in language.words_for_going_on:
            found.append(Cue(at, at + 3, "keep", "state", "backward"))  # "2019 to now"
            continue
        short = (
            last.kind == "number" and len(last.norm) == 2 and last.norm.isdigit() and last.start == tokens[at + 1].end
        )
        short = short and last.norm > tokens[at].norm[2:] and (at + 3 >= len(tokens) or tokens[at + 3].norm != "-")
        if (is_year(last) or short) and not (at and tokens[at - 1].norm in language.words_for_since):
            direction: Direction = "forward" if _opens_line(tokens, at) else "backward"
            found.append(Cue(at, at + 3, "stop", "state", direction))
    return found


def _waiting(tokens: Sequence[Token], places: Sequence[tuple[int, int]], language: Language) -> list[Cue]:
    """ "X once Hb stable", "X when dentist clears", with no verb before X: what is waited for before it is begun.

    Not "once weekly ok", which is how often, nor "when bowels not ok", which is when it is needed.
    """
    found = []
    for first, last in places:
        opens = first == 0 or tokens[first - 1].kind in ("line", "mark")
        if not opens or last >= len(tokens) or tokens[last].norm not in language.words_of_waiting_for:
            continue
        end = next((at for at in range(last, len(tokens)) if tokens[at].kind in ("line", "mark")), len(tokens))
        words = [token.norm for token in tokens[last + 1 : end]]
        ready = language.words_of_clearance
        if tokens[last].norm in language.words_for_once and language.frequencies.isdisjoint(words):
            ready |= language.words_of_readiness
        brief = _SHORTEST_WAIT <= end - last <= _LONGEST_WAIT
        if brief and words[-1] in ready and language.negations.isdisjoint(words):
            found.append(Cue(last, end, "await", "state", "backward"))
    return found


def _opens_line(tokens: Sequence[Token], at: int) -> bool:
    """Whether a line begins with a token, but for a bullet: "2018-2020 furosemide"."""
    while at and tokens[at - 1].kind == "mark":
        at -= 1
    return at == 0 or tokens[at - 1].kind == "line"


def says_nothing(tokens: Sequence[Token], begin: int, language: Language) -> bool:
    """Whether the words from a token on say nothing of taking but that a medicine is taken."""
    inside = [index < begin for index in range(len(tokens))]
    atoms = read_atoms(tokens, language, inside, lambda _: True)
    return all(cue.act in _SILENT for cue in compose(tokens, atoms, language))


_SILENT = frozenset(("weak", "nothing", "pseudo"))


def _in(ranges: Sequence[tuple[int, int]], index: int) -> bool:
    at = bisect_left(ranges, (index + 1,)) - 1
    return at >= 0 and ranges[at][0] <= index < ranges[at][1]


def _covered(sections: Sequence[Section]) -> list[tuple[int, int]]:
    return [(s.label.first, s.label.last) for s in sections]


def _read_as_cells(rows: Iterable[Row]) -> list[tuple[int, int]]:
    """The cells that are not read as sentences: what is to be done on a day ("Day of surgery | omit"), and reasons."""
    return [(cell.first, cell.last) for row in rows for cell in row.cells if cell.role in ("occasion", "reason")]
