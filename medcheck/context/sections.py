"""The labels that say something of medicines after them, how far they reach, and the evidence that they give."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import ENDING, LEFT_OUT, NEGATIVE, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, Heading, heading_of, heading_says, hides
from medcheck.context.heading_parts import is_of_form, read_parts
from medcheck.document.labels import EMPTY_CELLS, Label, block_end, is_among_bullets
from medcheck.document.lines import Line
from medcheck.document.tables import Row
from medcheck.document.tokens import Token
from medcheck.language import Language

_ENDS = frozenset(":?.")  # after the words of a label they show that it is one
_SIGNS = frozenset("#*=")  # what a line that is a heading may begin with
_LONGEST_BRACKET = 50  # tokens; what stands further before a name is not the beginning of a bracket around it
_LABELS_BACK = 20  # so many labels before a line are looked at for the heading that it stands under
_LINES_AROUND = 7  # a line that are looked at, to see how its text writes entries
_TURNS_AROUND = 60  # lines before and after one that may belong to a list in which entries and remarks take turns
_FEWEST_TURNS = 3  # lines after the first of such a list
_HIDING_UNTIL_TAKEN = NEGATIVE - {"allergy"}
_OVER = ENDING | {"past"}
_TAKEN = frozenset(("keep", "take", "on", "start", "restart"))
_AFTER_COUNT = frozenset(".)")
_SHORTEST_RULE = 3  # tokens
_RULES = frozenset("-=_~*")
_TOPIC = frozenset(("unknown", "nothing", "other"))  # what the words of a topic say
_OF_SUPPLY = frozenset(("not_dispensed", "never"))  # what may be so for a time: "not collected", "none dispensed"
_LONGEST_TOPIC = 3  # words
_LONGEST_BEFORE_COMMA = 8  # tokens
_FREQUENCY_WITHIN = 6  # tokens after a dose in which a frequency shows that a medicine is taken


class Section(NamedTuple):
    """What a label says of the medicines in ``tokens[body:end]``; ``of_form``: whether it is one of a form.

    ``stated``: whether it says that medicines were not tolerated, and is no noun ("Allergies").
    """

    label: Label
    act: str
    body: int
    end: int
    cue: Cue
    inline: bool = False
    of_form: bool = False
    stated: bool = False


def read_sections(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    labels: Sequence[Label],
    rows: Mapping[int, Row],
    cues: Sequence[Cue],
    places: Sequence[tuple[int, int]],
    meanings: Sequence[object],
    language: Language,
    known: Callable[[str], bool],
) -> list[Section]:
    """The labels that say something of medicines after them, with what they cover; ``meanings``: of the medicines."""
    starts = [cue.first for cue in cues]
    firsts = [first for first, _ in places]
    classes = frozenset(
        at for place, meaning in zip(places, meanings, strict=True) if not meaning for at in range(*place)
    )
    found: list[Section] = []
    opens, before = True, 0  # whether no medicine stands before a label but allergies, and how many places do
    for label in labels:
        in_allergies = found and found[-1].act == "allergy"
        opens = opens and (bisect_left(firsts, label.first) == before or bool(in_allergies))
        before = bisect_left(firsts, label.first)
        if any(meanings[n] for n in range(bisect_left(firsts, label.first), bisect_left(firsts, label.last))):
            continue  # it names a medicine: "Lipitor: 20 mg"
        signed = label.first > 0 and tokens[label.first - 1].norm in _SIGNS
        after = tokens[label.last].norm if label.last < len(tokens) else ""
        over_list = _stands_over_list(text, tokens, lines, label, firsts)
        in_row = after in EMPTY_CELLS  # "Stopped | | |"
        own = cues[bisect_left(starts, label.first) : bisect_left(starts, label.last)]
        before_name = after == "-" and _ends_before_name(tokens, lines, label, own, firsts, language)
        sure = after in _ENDS or label.upper or signed or over_list or in_row or before_name
        names_class = not classes.isdisjoint(range(label.first, label.last))
        # in capitals, too: all of a list may be
        marked = over_list and lines[label.line + 1].mark != ""  # "Finished antibiotics / - X"
        if after not in _ENDS and not signed and label.kind == "block" and names_class and not marked:
            continue  # an entry of its own: "stopped SSRI", "NSAIDs (rash)"
        if label.kind != "block" and names_class and bisect_left(firsts, label.body) == bisect_left(firsts, label.end):
            continue  # an entry of its own: "Statin intolerance: rash"
        before_dash = _before_dash(tokens, label)
        heading = heading_of(read_parts(tokens, before_dash, own, classes, language), sure, opens)
        if before_dash is not label and label.kind != "block" and not hides(heading_says(heading)):
            before_dash = label  # "Third of three visits - course complete: X"
            heading = heading_of(read_parts(tokens, label, own, classes, language), sure, opens)
        if before_dash is not label and after != ":":
            whole = heading_of(read_parts(tokens, label, own, classes, language), sure, opens)
            if over_list and "medicines" not in whole.says:
                keeps = heading_says(heading) and "taken" not in whole.says - heading.says  # "Removed - given loose"
                heading = heading if keeps else whole  # "Held - restart when eating"
            else:
                heading = _with_dash(heading, whole)
        elif before_dash is not label:
            whole = heading_of(read_parts(tokens, label, own, classes, language), sure, opens)
            if hides(heading_says(heading)) and "taken" in whole.says - heading.says:
                heading = whole  # "Not in the pack - given loose:"
            elif not hides(heading_says(heading)) and hides(heading_says(whole)):
                heading = whole  # "Oral medicines - all stopped 28/11:"
        if before_dash is not label and (heading.unknown or heading.says <= _TOPIC):
            heading = _without_topic(tokens, label, before_dash, own, classes, language) or heading
        says = heading_says(heading)
        of_form = is_of_form(label, language)
        if of_form and after != ":" and label.kind == "block" and not lines[label.line].blank:
            continue  # the end of the entry above: "Latanoprost / eye drops"
        act = ACTS.get(says, says) if says else None
        if act in LEFT_OUT and names_class and after == "-" and label.kind != "block":
            continue  # "No NSAIDs - X": why they are not taken
        if act in LEFT_OUT and _is_of_one_day(label, language):
            act = "doubt"  # "Do not take on the morning of surgery:"
        if act in _OF_SUPPLY and not language.words_for_these_days.isdisjoint(label.words):
            act = "doubt"  # "Items not collected this month:"
        if act in LEFT_OUT and _is_of_expiry(tokens, label, language):
            act = "doubt"  # "Do not use after 01/2027:"
        if act in ENDING and _is_ahead(tokens, label, own, language):
            act = "doubt"  # "Stop 7 days before surgery:"
        if act is None and (of_form or (after in _ENDS and own and not heading.unknown)):
            act = "neutral"  # "Completed by: ..." speaks of no medicine
        if act not in NEGATIVE and label.first > lines[label.line].body and after == ":":
            act = _before_comma(tokens, lines, label, cues, starts, firsts, classes, language) or act
        if (
            label.kind == "block"
            and is_among_bullets(lines, label.line)
            and tokens[lines[label.line].first].norm not in _SIGNS
        ):
            if act not in NEGATIVE or heading.unknown or _alternates(lines, label.line, firsts):
                continue
            act = "doubt"  # "- X / - Stopped / - Y" may be over Y or of X
        section = _section(text, tokens, lines, label, own, act, firsts, sure, language)
        says_nothing = section is None or (section.inline and section.act == "neutral")
        if says_nothing and act is None and _hides_until_now(found):
            section = _of_unknown_heading(text, tokens, lines, label, firsts, known) or section
        remark = " ".join(label.words) in language.column_roles  # "Reason: cough"
        if section and section.inline and act == "other" and not remark and _hides_here(lines, label, found):
            below = lines[label.line].last  # "Inactive / X / Diagnoses: gout / Y"
            section = Section(label, "doubt", below, below, _as_cue(label, "doubt"))
        if section and (in_row or not (label.kind == "block" and label.line in rows and rows[label.line].head)):
            stated = act == "allergy" and not section.inline and _states(tokens, own, language)
            found.append(section._replace(of_form=of_form, stated=stated))
    return _reaching(text, tokens, lines, found, cues)


def _ends_before_name(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    label: Label,
    own: Sequence[Cue],
    firsts: Sequence[int],
    language: Language,
) -> bool:
    """Whether an end opens a line, and a name follows its dash at once: "Ceased since the last visit - X, Y"."""
    at = bisect_left(firsts, label.body)
    opens = bool(own) and own[0].first == label.first == lines[label.line].body and own[0].act in ENDING
    named = at < len(firsts) and firsts[at] == label.body
    after = tokens[own[0].last].norm if opens and named else ""
    return after in language.words_for_since | language.source_prepositions


def _stands_over_list(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], label: Label, firsts: Sequence[int]
) -> bool:
    """Whether a line with a capital is alone over entries: below an empty line, over bullets, or less indented.

    One that is underlined, or stands further left than the entries above and below it, needs no capital.
    """
    line = lines[label.line]
    if label.kind != "block" or label.line + 1 >= len(lines):
        return False
    below = lines[label.line + 1]
    if _is_rule(tokens, below) and not below.blank:
        return True
    indented = below.indent > line.indent and (label.line == 0 or lines[label.line - 1].indent >= line.indent)
    if not indented and (below.mark == "" if label.line == 0 else not line.blank):
        return False
    at = bisect_left(firsts, below.first)
    opens = at < len(firsts) and (firsts[at] == below.body or (below.mark != "" and firsts[at] < below.last))
    outdented = indented and label.line > 0 and (line.blank or lines[label.line - 1].indent > line.indent)
    return opens and not below.blank and (outdented or text[tokens[line.body].start].isupper())


def _is_rule(tokens: Sequence[Token], line: Line) -> bool:
    """Whether a line is drawn below words: "-----", "====="."""
    if tokens[line.first].norm not in _RULES:
        return False
    drawn = {token.norm for token in tokens[line.first : line.last]}
    return line.last - line.first >= _SHORTEST_RULE and len(drawn) == 1


def _section(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    label: Label,
    own: Sequence[Cue],
    act: str | None,
    firsts: Sequence[int],
    sure: bool,
    language: Language,
) -> Section | None:
    """The section of a label with an act, if what stands after it is not rather said of a medicine before it."""
    if label.kind == "block":
        if act is None:
            act = "neutral" if label.last < len(tokens) and tokens[label.last].norm == ":" else None
        if act is None or _is_note(tokens, lines, label, firsts, own):
            return None
        if not sure and _refers(tokens, label, language):
            return None
        if not sure and act in NEGATIVE and _goes_with_line_above(text, tokens, lines, label.line, firsts, language):
            return None
        if tokens[label.last].norm != ":" and act in NEGATIVE and _alternates(lines, label.line, firsts):
            return None
        if not sure and act in ENDING and _may_be_remark(text, tokens, lines, label.line, firsts, language):
            act = "doubt"
        return Section(label, act, label.body, label.body, _as_cue(label, act))
    named = bisect_left(firsts, label.body) < bisect_left(firsts, label.end)
    first_of_line = bisect_left(firsts, lines[label.line].first) == bisect_left(firsts, label.first)
    if act is None:
        if not named or not (first_of_line or tokens[label.first - 1].norm in ".;"):
            return None
        act = "neutral"
    elif not named and not first_of_line and act in NEGATIVE:
        return None  # "furosemide 40 mg - stopped: dizzy" is said of what stands before it
    else:
        dated = number_follows(tokens, label)
        if own and not named and (dated or _is_note(tokens, lines, label, firsts, own)):
            return None
        if own and dated and not first_of_line:
            return None
    return Section(label, act, label.body, label.end, _as_cue(label, act), inline=True)


def _before_comma(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    label: Label,
    cues: Sequence[Cue],
    starts: Sequence[int],
    firsts: Sequence[int],
    classes: frozenset[int],
    language: Language,
) -> str | None:
    """What a label hides that opens its line with an end and adds something: "Withheld, GP to restart: X".

    Also "Oral - struck through 13/10, cannot swallow: X".
    """
    begin = lines[label.line].body
    if bisect_left(firsts, begin) < bisect_left(firsts, label.last) or label.first - begin > _LONGEST_BEFORE_COMMA:
        return None
    own = cues[bisect_left(starts, begin) : bisect_left(starts, label.last)]
    ended = bool(own) and own[0].act in ENDING and own[0].form in ("past", "state")
    if ended and any(token.kind == "word" for token in tokens[own[0].last : label.first]):
        ended = False  # "came off the drip, by mouth from today:"
    if not own or not (ended or own[0].act in LEFT_OUT):
        return None
    if any(cue.act in POSITIVE and cue.form != "base" for cue in own):
        return None
    whole = label._replace(first=begin, words=tuple(t.norm for t in tokens[begin : label.last]))
    says = heading_says(heading_of(read_parts(tokens, whole, own, classes, language), True, False))
    return ACTS.get(says or "") if hides(says) else None


def _states(tokens: Sequence[Token], own: Sequence[Cue], language: Language) -> bool:
    """Whether a heading says in a phrase that something was not tolerated: "Could not tolerate", not "Allergic to"."""
    return any(
        cue.act == "allergy"
        and cue.last - cue.first > 1
        and language.heading_words.get(tokens[cue.first].norm) != "allergy"
        for cue in own
    )


def _is_of_one_day(label: Label, language: Language) -> bool:
    from medcheck.context.doubts_of_course import names_one_day  # a start does not load it for a plain list

    return names_one_day(label.words, language)


def _is_of_expiry(tokens: Sequence[Token], label: Label, language: Language) -> bool:
    """Whether a heading names a day after which something is not to be used."""
    return any(
        tokens[at].norm in language.words_for_after and tokens[at + 1].kind == "number"
        for at in range(label.first, label.last)
    )


def _is_ahead(tokens: Sequence[Token], label: Label, own: Sequence[Cue], language: Language) -> bool:
    """Whether a heading tells what to do on a day, or some days before something that is to come."""
    told = any(cue.form in ("base", "present") for cue in own)
    if all(cue.form == "present" for cue in own) and any(
        token.kind == "number" for token in tokens[label.first : label.last]
    ):
        return True  # "expires 01/05/2027: X"
    pairs = pairwise(label.words)
    return told and any(one in language.period_units and other in language.words_for_before for one, other in pairs)


def _before_dash(tokens: Sequence[Token], label: Label) -> Label:
    """A heading without what a dash after its first words adds: "On hold - your doctor will tell you when: ..."."""
    if label.kind != "block" and tokens[label.last].norm != ":":
        return label
    for at in range(label.first + 1, label.last):
        spaced = tokens[at - 1].end < tokens[at].start and tokens[at].end < tokens[at + 1].start
        if tokens[at].norm == "-" and spaced:
            words = tuple(token.norm for token in tokens[label.first : at])
            return label._replace(last=at, words=words)
    return label


def _with_dash(before: Heading, whole: Heading) -> Heading:
    """What a line without a colon says with a dash in it: "Medicines - stopped", but "Stopped medicines - see letter".

    A line without a noun for medicines is no heading, but an entry with what is said of it.
    """
    if "medicines" not in whole.says:
        return Heading(frozenset(), (), 0, 0, "", sure=False, opens=False)
    return before if whole.unknown and "medicines" in before.says and before.says - _TOPIC - {"medicines"} else whole


def _without_topic(
    tokens: Sequence[Token],
    label: Label,
    before: Label,
    own: Sequence[Cue],
    classes: frozenset[int],
    language: Language,
) -> Heading | None:
    """A heading without the topic that a dash sets before it: "AKI - meds held on admission"."""
    after = label._replace(first=before.last + 1)
    topic = read_parts(tokens, before, own, classes, language).main
    if (
        _is_of_one_day(before, language)
        or len(topic) > _LONGEST_TOPIC
        or any(part.says not in _TOPIC for part in topic)
    ):
        return None
    heading = heading_of(read_parts(tokens, after, own, classes, language), True, False)
    return heading if "medicines" in heading.says and not heading.unknown else None


def _hides_until_now(found: Sequence[Section]) -> bool:
    """Whether the last heading hides what stands below it."""
    blocks = [section for section in found[-_LABELS_BACK:] if not section.inline]
    return bool(blocks) and blocks[-1].act in NEGATIVE


def _hides_here(lines: Sequence[Line], label: Label, found: Sequence[Section]) -> bool:
    """Whether the last heading hides what stands below it, and its list has not ended before a label."""
    blocks = [section for section in found[-_LABELS_BACK:] if not section.inline]
    return _hides_until_now(found) and block_end(lines, blocks[-1].label.line, len(lines)) > label.line


def _of_unknown_heading(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    label: Label,
    firsts: Sequence[int],
    known: Callable[[str], bool],
) -> Section | None:
    """A line that may be a heading, though of nothing known: what the heading before it hides may end there.

    In capitals over other lines, or with a count in brackets, it ends it; as other words alone over a medicine it makes
    what follows unclear. So does one in capitals before a colon, below an entry that has none: "MEDICAL: X".
    """
    if label.kind != "block" and label.upper and label.first == lines[label.line].body and label.line:
        above = lines[label.line - 1]
        plain = ":" not in [token.norm for token in tokens[above.first : above.last]]
        opens = tokens[label.last].norm == ":" and lines[label.line].mark == ""
        if opens and plain and _names(above, firsts):
            return Section(label, "doubt", label.body, label.body, _as_cue(label, "doubt"))
    if label.kind != "block" or label.line + 1 >= len(lines):
        return None
    line, below = lines[label.line], lines[label.line + 1]
    words = [token for token in tokens[line.first : line.last] if token.kind == "word"]
    counted = tokens[line.last - 1].norm == ")" and tokens[line.last - 2].kind == "number"
    if any(token.kind == "number" for token in tokens[line.first : line.last - 2 * counted]):
        return None
    written_below = text[tokens[below.first].start : tokens[below.last - 1].end]
    if counted or (label.upper and not written_below.isupper()):
        return Section(label, "neutral", label.body, label.body, _as_cue(label, "neutral"))
    alone = line.mark == "" and text[tokens[line.first].start].isupper() and _names(lines[label.line - 1], firsts)
    if alone and _names(below, firsts) and line.indent <= below.indent and all(known(word.norm) for word in words):
        return Section(label, "doubt", label.body, label.body, _as_cue(label, "doubt"))
    return None


def number_follows(tokens: Sequence[Token], label: Label) -> bool:
    """Whether a date or number that does not begin a list stands after a label: "Stopped: 03/2021"."""
    after = tokens[label.body : label.body + 2]
    return bool(after) and after[0].kind == "number" and (len(after) < 2 or after[1].norm not in ".)")


def _as_cue(label: Label, act: str) -> Cue:
    return Cue(label.first, label.last, act, "label", "forward")


def _is_note(
    tokens: Sequence[Token], lines: Sequence[Line], label: Label, firsts: Sequence[int], own: Sequence[Cue]
) -> bool:
    """Whether a line without a medicine is said of the one on the line above: it is indented, or has a date."""
    if not own or lines[label.line].blank or (label.kind == "block" and tokens[label.last].norm == ":"):
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


def _refers(tokens: Sequence[Token], label: Label, language: Language) -> bool:
    """Whether a line speaks of something named before it: "rash with it"."""
    return tokens[label.last - 1].norm in language.pronouns


def _goes_with_line_above(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], number: int, firsts: Sequence[int], language: Language
) -> bool:
    """Whether words alone on a line are said of the entry on the line above, not of those below.

    They begin small where the entry has a capital, or each entry around has a line of its own below its name.
    """
    if not _is_below_entry(tokens, lines, number, firsts, language):
        return False
    own, above = (text[tokens[lines[at].body].start] for at in (number, number - 1))
    if own.islower() and not above.islower():
        return True
    around = range(max(1, number - _LINES_AROUND), min(len(lines), number + _LINES_AROUND))
    entries = [at for at in around if _names(lines[at - 1], firsts) and not lines[at].blank and at != number]
    below = [at for at in entries if not _names(lines[at], firsts)]
    directed = any(_has_directions(tokens, lines[at]) for at in below)
    return directed and len(below) > len(entries) / 2


def _may_be_remark(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], number: int, firsts: Sequence[int], language: Language
) -> bool:
    """Whether words alone on a line may be said of the entry above: all is written small there, too."""
    below_entry = _is_below_entry(tokens, lines, number, firsts, language)
    return below_entry and text[tokens[lines[number].body].start].islower()


def _is_below_entry(
    tokens: Sequence[Token], lines: Sequence[Line], number: int, firsts: Sequence[int], language: Language
) -> bool:
    """Whether a line stands close below an entry and has no noun of headings, as "Discontinued medication" has."""
    if lines[number].blank or _has_noun(tokens, lines[number], language):
        return False
    return _names(lines[number - 1], firsts)


def _alternates(lines: Sequence[Line], number: int, firsts: Sequence[int]) -> bool:
    """Whether entries and lines without one take turns around a line, an entry first and such a line last."""
    first = last = number
    while first > number - _TURNS_AROUND and not lines[first].blank:
        if _names(lines[first - 1], firsts) == _names(lines[first], firsts):
            break
        first -= 1
    limit = min(len(lines), number + _TURNS_AROUND) - 1
    while last < limit and not lines[last + 1].blank:
        if _names(lines[last + 1], firsts) == _names(lines[last], firsts):
            break
        last += 1
    ends = last + 1 == len(lines) or lines[last + 1].blank
    turns = _names(lines[first], firsts) and not _names(lines[last], firsts)
    return lines[first].blank and ends and turns and last - first >= _FEWEST_TURNS


def _names(line: Line, firsts: Sequence[int]) -> bool:
    """Whether a line names a medicine."""
    return bisect_left(firsts, line.first) < bisect_left(firsts, line.last)


def _has_noun(tokens: Sequence[Token], line: Line, language: Language) -> bool:
    """Whether a line has a noun for medicines, as headings have."""
    return any(language.heading_words.get(token.norm) == "medicines" for token in tokens[line.body : line.last])


def _has_directions(tokens: Sequence[Token], line: Line) -> bool:
    """Whether a line is of directions: "1 daily", not "Acute medication (last 12 months)"."""
    depth = 0
    for token in tokens[line.body : line.last]:
        depth += (token.norm in "([") - (token.norm in ")]")
        if token.kind == "number" and depth == 0:
            return True
    return False


def _reaching(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], found: Sequence[Section], cues: Sequence[Cue]
) -> list[Section]:
    """The sections with their ends: a block ends at the next block, and inline ones at the next of their line.

    What an inline one hides ends where a sentence opens with what is taken: "Stopped: X. Continues Y. Z as needed."
    """
    taken = [cue.first for cue in cues if cue.act in _TAKEN and cue.first and tokens[cue.first - 1].norm == "."]
    result: list[Section] = []
    blocks = [s.label.line for s in found if not s.inline]
    for place, section in enumerate(found):
        if section.inline:
            following = found[place + 1] if place + 1 < len(found) else None
            same = following is not None and following.label.line == section.label.line
            end = following.label.first if following and same else lines[section.label.line].last
            if not same:
                end = _end_below(text, tokens, lines, section, {one.label.line for one in found[place + 1 : place + 2]})
            if section.act in NEGATIVE:
                end = next((at for at in taken if section.body < at < end), end)
            result.append(section._replace(end=end))
            continue
        at = bisect_right(blocks, section.label.line)
        limit = blocks[at] if at < len(blocks) else len(lines)
        last = block_end(lines, section.label.line, limit)
        result.append(section._replace(end=lines[last - 1].last if last > section.label.line else section.body))
    return result


def _begins_count(tokens: Sequence[Token], body: int) -> bool:
    """Whether the first entry after a label is numbered, the number in the label or after it: "ALLERGIES,1. X"."""
    first = body if tokens[body].kind == "number" else body - 2
    return tokens[first].norm == "1" and tokens[first + 1].norm in _AFTER_COUNT


def _is_counted(tokens: Sequence[Token], line: Line, count: int) -> bool:
    return line.mark == "number" and not line.blank and tokens[line.first].norm == str(count)


def _end_below(text: str, tokens: Sequence[Token], lines: Sequence[Line], section: Section, labelled: set[int]) -> int:
    """Where a label ends whose entries go on in the lines below, each under the first: "STOP:  X\n       Y".

    So they do where the first is numbered, and each below it by one more: "ALLERGIES: 1. X\n2. Y".
    """
    number = section.label.line
    line = lines[number]
    if _begins_count(tokens, section.body):
        count = 2
        while number + 1 < len(lines) and number + 1 not in labelled and _is_counted(tokens, lines[number + 1], count):
            number, count = number + 1, count + 1
        return lines[number].last
    written = text[tokens[line.first].start : tokens[section.body].start]
    column = len((" " * line.indent + written).expandtabs(4))
    tabbed = written.endswith("\t")  # how wide a tab is nobody knows
    while number + 1 < len(lines) and number + 1 not in labelled:
        below = lines[number + 1]
        if below.blank or below.indent <= line.indent or (abs(below.indent - column) > 1 and not tabbed):
            break
        number += 1
    return lines[number].last


def said_by_sections(
    tokens: Sequence[Token], sections: Sequence[Section], places: Sequence[tuple[int, int]], language: Language
) -> Iterator[Said]:
    """What the sections say of the medicines in them."""
    firsts = [first for first, _ in places]
    inline = [section for section in sections if section.inline]
    # "Discontinued / Name: X", but "Allergies / penicillin / Medication: X"
    saying = [one for one in inline if " ".join(one.label.words) not in language.labels_of_one_medicine]
    for section in sections:
        if section.act in ("neutral", "other"):
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
        entered = False  # whether an entry with directions has begun after the sentence of a label that hides
        tried = section.stated and first < last and _in_use(tokens, places[first][1], language)
        for number in range(first, last):
            if (
                section.act == "allergy"
                and number > first
                and _dosed(tokens, places[number][1], language)
                and _sentence_between(tokens, places[number - 1][1], places[number][0])
            ):
                break
            if section.act == "allergy" and not tried and _in_use(tokens, places[number][1], language):
                break
            if (
                section.act == "other_person"
                and _dosed(tokens, places[number][1], language)
                and _ends_in_words(tokens, section.body, places[number][0])
            ):
                yield Said(number, "doubt", section.cue, "label")  # "FH: mother diabetic. Ramipril 5 mg."
                continue
            if section.act == "allergy" and _is_told_after(tokens, section.body, places[number][0], language):
                break  # "Allergies: nuts. She carries X"
            if (
                section.act == "allergy"
                and section.inline
                and number == first
                and tokens[section.body - 1].norm == "-"
                and _ends_before(tokens, section.body, places[number][0], language)
            ):
                yield Said(number, "doubt", section.cue, "label")  # "Pen allergic - angioedema. Rx doxycycline"
                continue
            if (
                section.act == "once"
                and section.inline
                and _ends_before(tokens, section.body, places[number][0], language)
            ):
                break
            if (
                section.act in _HIDING_UNTIL_TAKEN
                and section.inline
                and number == first
                and _ends_before(tokens, section.body, places[number][0], language)
            ):
                break  # "HOLD: lift out of order. Furosemide 40 mg" is of the lift
            if section.act in _HIDING_UNTIL_TAKEN and section.inline and number > first:
                entered = entered or _opens_entry(tokens, section, places, first, number, language)
                if entered:
                    yield Said(number, "doubt", section.cue, "label")  # "Stopped: X. Quinine 200 mg nocte" may be taken
                    continue
            if (
                section.act in ENDING
                and section.inline
                and tokens[section.body - 1].norm == "-"
                and _is_circumstance(tokens, section, language)
                and _frequent(tokens, places[number][1], language)
            ):
                yield Said(number, "doubt", section.cue, "label")  # "Finished chemo in June - X 2.5 mg daily"
                continue
            nearer = inline if section.act == "allergy" else saying
            if not section.inline and _overruled(nearer, places[number][0]):
                continue
            if section.act in NEGATIVE and _told_in_bracket(tokens, section.body, places[number][0]):
                continue
            if section.act in _OVER and not section.inline and number and _is_beside(tokens, places, number, language):
                yield Said(number, "doubt", section.cue, "section")  # "Stopped / X  interaction with Y"
                continue
            near = "row" if section.act in POSITIVE else "label" if section.inline else "section"
            is_other = language.people_cared_for.isdisjoint(section.label.words)
            if section.act == "other_person" and section.inline and is_other and _takes(tokens, section.body, language):
                near = "phrase"  # "Partner: takes X", but not "Dad: takes X" of who cares for him
            yield Said(number, section.act, section.cue, near)


def _takes(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a verb of taking stands at a token, in the present."""
    alone = language.cues_by_first_word.get(tokens[at].norm, {}).get("", ()) if at < len(tokens) else ()
    return any(one.category == "take" and one.form == "present" for one in alone)


def _is_beside(tokens: Sequence[Token], places: Sequence[tuple[int, int]], number: int, language: Language) -> bool:
    """Whether a name stands in the remark of an entry, after what goes with it: "interacts with X", "ulcer on X"."""
    begin, end = places[number - 1][1], places[number][0]
    at = end - 1
    while at > begin and tokens[at].norm in language.determiners | {"/"}:
        at -= 1
    beside = language.words_before_circumstances | language.lone_product_joints
    told = any(token.kind == "word" and token.norm not in language.sig_words for token in tokens[begin:at])
    same = all(token.kind != "line" for token in tokens[begin:end])
    return same and told and tokens[at].norm in beside


def _overruled(inline: Sequence[Section], index: int) -> bool:
    """Whether an inline label covers a place: it stands nearer than the block around it."""
    at = bisect_right(inline, index, key=lambda section: section.body) - 1
    return at >= 0 and index < inline[at].end and inline[at].act != "neutral"


def _told_in_bracket(tokens: Sequence[Token], begin: int, first: int) -> bool:
    """Whether a name stands in a bracket after other words of it: "Stop: Aldactone (now in Dytor Plus)"."""
    for index in range(first - 1, max(begin, first - _LONGEST_BRACKET) - 1, -1):
        if tokens[index].norm in ")]" or tokens[index].kind == "line":
            return False
        if tokens[index].norm in "([":
            return any(token.kind == "word" for token in tokens[index + 1 : first])
    return False


def _is_circumstance(tokens: Sequence[Token], section: Section, language: Language) -> bool:
    """Whether a label before a dash has a reason or object of its own: "Stopped due to swelling", "Finished chemo"."""
    words = [token.norm for token in tokens[section.label.first : section.label.last]]
    small = language.heading_words.keys() | language.tail_prepositions | language.days_and_months
    return not language.words_of_reason.isdisjoint(words) or any(word not in small for word in words)


def _ends_before(tokens: Sequence[Token], begin: int, end: int, language: Language) -> bool:
    """Whether a sentence has ended between two tokens; not the dot of "Tab."."""
    return any(
        tokens[at].norm == "."
        and len(tokens[at - 1].norm) > 1
        and tokens[at - 1].norm not in language.forms_before_names
        for at in range(begin + 1, end)
    )


def _sentence_between(tokens: Sequence[Token], begin: int, end: int) -> bool:
    return any(t.norm in ".;" for t in tokens[begin:end])


def _is_told_after(tokens: Sequence[Token], begin: int, first: int, language: Language) -> bool:
    """Whether the verb of a name's sentence says that it is had at hand, or in a later one than the label's, used."""
    if tokens[begin].norm in language.words_for_carrying:
        return True  # "Peanut allergy: carries X"
    at = first - 1
    while at > begin and tokens[at].norm not in ".;":
        at -= 1
    words = {token.norm for token in tokens[at + 1 : first]}
    return at > begin and not words.isdisjoint(language.words_for_using | language.words_for_carrying)


def _ends_in_words(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether a sentence ends between two places; the dot after a number may count the next entry."""
    return any(tokens[at].norm == "." and tokens[at - 1].kind != "number" for at in range(begin, end))


def _dosed(tokens: Sequence[Token], last: int, language: Language) -> bool:
    return last + 1 < len(tokens) and tokens[last + 1].norm in language.units


def _follows_form(tokens: Sequence[Token], first: int, language: Language) -> bool:
    """Whether a form with a dot stands before a name: "Inj. X"."""
    return first > 1 and tokens[first - 1].norm == "." and tokens[first - 2].norm in language.forms_before_names


def _opens_entry(
    tokens: Sequence[Token],
    section: Section,
    places: Sequence[tuple[int, int]],
    first: int,
    number: int,
    language: Language,
) -> bool:
    """Whether a sentence ends before a name with directions: "HOLD: X. Y 5 mg", but not "HOLD: X 5 mg. Y 5 mg"."""
    begin, last = places[number]
    if not _ends_in_words(tokens, places[number - 1][1], begin) or _follows_form(tokens, begin, language):
        return False
    opens = tokens[section.body - 1].norm == ":" and tokens[begin - 1].norm == "." and _dosed(tokens, last, language)
    dosed = opens and not any(_dosed(tokens, end, language) for _, end in places[first:number])
    return dosed or _frequent(tokens, last, language)


def _in_use(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether a dose and how often it is taken follow a name, as they do where a medicine is or was in use."""
    return _dosed(tokens, last, language) and _frequent(tokens, last, language)


def _frequent(tokens: Sequence[Token], last: int, language: Language) -> bool:
    for token in tokens[last : last + _FREQUENCY_WITHIN]:
        if token.kind == "line":
            return False
        if token.norm in language.frequencies and token.norm not in language.forms:
            return True
    return False
