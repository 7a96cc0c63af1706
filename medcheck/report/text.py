"""The report for a terminal: one screen, or all details; reads well at 80 columns and without colour."""

from collections.abc import Iterator

from medcheck.records import ReviewRecord
from medcheck.report.brief import brief
from medcheck.report.brief_records import Brief, Part, Remark
from medcheck.report.layout import Layout
from medcheck.report.outline import outline
from medcheck.report.outline_records import Entry, Section
from medcheck.report.terminal import BOLD, column_width, source_lines, styled, wrapped
from medcheck.side_effect import SideEffect, begin

_COLOURS = {"danger": "31;1", "caution": "33;1", "plain": "36;1", "quiet": "1"}
_MARKS = {"danger": "!", "caution": "*", "plain": "-", "quiet": "-"}


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """The report as lines of at most the layout's width (web addresses are never broken)."""
    whole = layout.details or layout.everything
    return (_details if whole else _screen)(review, side_effect, layout)


def _screen(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    width, colour = column_width(layout.width), layout.colour
    short = brief(review, side_effect)
    lines = wrapped(short.headline, width)
    for part in short.parts:
        lines += _part(part, width, colour)
    if short.ask_first:
        lines += _questions(short, width, colour)
    lines += [*wrapped(side_effect.disclaimer_in_brief, width), _more(review)]
    return "\n".join(lines) + "\n"


def _questions(short: Brief, width: int, colour: bool) -> Iterator[str]:
    first, *rest = wrapped(f"ASK {short.ask_first}", width, "", "  ")
    yield from (first.replace("ASK", styled("ASK", _COLOURS["plain"], colour), 1), *rest)
    for about in short.ask:
        yield from wrapped(about, width, "- ", "  ")


def _more(review: ReviewRecord) -> str:
    more = "Reasons, sources, more questions: --details. " if review.mentions or review.unrecognised else ""
    return f"{more}Tables {review.tables_version}."


def _part(part: Part, width: int, colour: bool) -> Iterator[str]:
    if part.listed:
        first, *rest = wrapped(f"{part.title}: {', '.join(part.listed)}", width, "", "  ")
        yield first.replace(part.title, styled(part.title, _COLOURS[part.tone], colour), 1)
        yield from rest
        return
    yield styled(part.title.upper(), _COLOURS[part.tone], colour) + (f" ({part.note})" if part.note else "")
    for remark in part.remarks:
        yield from _remark(remark, part.tone, width, colour)


def _remark(remark: Remark, tone: str, width: int, colour: bool) -> list[str]:
    """One line, with less where it would not fit; where even that does not, what to do begins the next."""
    mark = f"{remark.when.upper() or _MARKS[tone]} "
    first, *others = remark.do
    for about, weight in _from_full_to_short(remark):
        head = f"{mark}{about}{weight}: "
        if len(head + first) <= width:
            line = head + first
            for step in others:
                longer = f"{line}{' ' if line.endswith('?') else '; '}{begin(step) if line.endswith('?') else step}"
                if len(longer) > width:
                    break
                line = longer
            return [_bold_title(line, about, colour)]
    about, weight = next(_from_full_to_short(remark))
    lines = [*wrapped(f"{mark}{about}{weight}:", width, "", "  "), *wrapped(first, width, "  ", "  ")]
    return [_bold_title(lines[0], about, colour), *lines[1:]]


def _from_full_to_short(remark: Remark) -> Iterator[tuple[str, str]]:
    """How the thing is named and what weighs, in ever fewer words; the weight itself is never left out."""
    whole = [part for part in (remark.weight, remark.figure) if part]
    for weight in dict.fromkeys((", ".join(whole), remark.weight)):
        yield from ((about, f" - {weight}" if weight else "") for about in remark.about)


def _details(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    width, colour = column_width(layout.width), layout.colour
    report = outline(review, side_effect, layout.everything)
    lines = wrapped(report.summary, width)
    for section in report.sections:
        lines += ["", *_section(section, width, colour)]
    if report.references:
        lines += ["", styled("Sources", BOLD, colour), *source_lines(report.references, width)]
    lines += ["", *wrapped(report.disclaimer, width), f"Tables {report.tables_version}."]
    return "\n".join(lines) + "\n"


def _section(section: Section, width: int, colour: bool) -> list[str]:
    lines = [styled(section.title.upper(), _COLOURS[section.tone], colour)]
    if section.lead:
        lines += wrapped(section.lead, width)
    for entry in section.entries:
        lines += _entry(entry, section, width, colour)
    return lines


def _entry(entry: Entry, section: Section, width: int, colour: bool) -> list[str]:
    mark = f"{_MARKS[section.tone]} "
    refs = "".join(f"[{number}]" for number in entry.refs)
    written = f' from "{"; ".join(entry.written)}"' if entry.written else ""
    badge = f" - {entry.badge}" if entry.badge else ""
    compact = section.tone == "quiet" or (len(entry.lines) == 1 and not entry.lines[0].label)
    if compact:
        words = f": {entry.lines[0].text}" if entry.lines and entry.lines[0].text != entry.title else ""
        head = wrapped(f"{entry.title}{written}{badge}{words} {refs}".rstrip(), width, mark, "  ")
        return [_bold_title(head[0], entry.title, colour), *head[1:]]
    head = wrapped(f"{entry.title}{badge}{written}", width, mark, "  ")
    lines = [_bold_title(head[0], entry.title, colour), *head[1:]]
    if refs and not entry.lines:
        head = wrapped(f"{entry.title}{badge}{written} {refs}", width, mark, "  ")
        return [_bold_title(head[0], entry.title, colour), *head[1:]]
    for number, line in enumerate(entry.lines):
        label = f"{line.label}: " if line.label else ""
        last = number == len(entry.lines) - 1
        lines += wrapped(f"{label}{line.text}{f' {refs}' if last and refs else ''}", width, "    ", "    ")
    return lines


def _bold_title(line: str, title: str, colour: bool) -> str:
    return line.replace(title, styled(title, BOLD, True), 1) if colour else line
