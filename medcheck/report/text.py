"""The report for a terminal: one screen, or all details; reads well at 80 columns and without colour."""

from collections.abc import Iterator

from medcheck.records import ReviewRecord
from medcheck.report.brief import brief
from medcheck.report.brief_records import Brief, Part, Remark, notes_of, with_step
from medcheck.report.layout import Layout
from medcheck.report.terminal import COLOURS, MARKS, column_width, styled, with_bold_title, wrapped
from medcheck.side_effect import SideEffect


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """The report as lines of at most the layout's width (web addresses are never broken)."""
    if layout.details or layout.everything:
        from medcheck.report.text_details import details  # one screen, as most ask for, does without the outline

        return details(review, side_effect, layout)
    return _screen(review, side_effect, layout)


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
    yield from (first.replace("ASK", styled("ASK", COLOURS["plain"], colour), 1), *rest)
    for about in short.ask:
        yield from wrapped(about, width, "- ", "  ")


def _more(review: ReviewRecord) -> str:
    more = "Reasons, sources, more questions: --details. " if review.mentions or review.unrecognised else ""
    return f"{more}Tables {review.tables_version}."


def _part(part: Part, width: int, colour: bool) -> Iterator[str]:
    if part.listed:
        first, *rest = wrapped(f"{part.title}: {', '.join(part.listed)}", width, "", "  ")
        yield first.replace(part.title, styled(part.title, COLOURS[part.tone], colour), 1)
        yield from rest
        return
    lines = [line for remark in part.remarks for line in _remark(remark, part.tone, width, colour)]
    notes = notes_of(part, lines)
    yield styled(part.title.upper(), COLOURS[part.tone], colour) + (f" ({notes})" if notes else "")
    yield from lines


def _remark(remark: Remark, tone: str, width: int, colour: bool) -> list[str]:
    """One line, with less where it would not fit; where even that does not, what to do begins the next."""
    mark = f"{remark.when.upper() or MARKS[tone]} "
    first, *others = remark.do
    for about, weight in _from_full_to_short(remark):
        head = f"{mark}{about}{weight}: "
        if len(head + first) <= width:
            line = head + first
            for step in others:
                longer = with_step(line, step)
                if len(longer) > width:
                    break
                line = longer
            return [with_bold_title(line, about, colour)]
    about, weight = next(_from_full_to_short(remark))
    lines = [*wrapped(f"{mark}{about}{weight}:", width, "", "  "), *wrapped(first, width, "  ", "  ")]
    return [with_bold_title(lines[0], about, colour), *lines[1:]]


def _from_full_to_short(remark: Remark) -> Iterator[tuple[str, str]]:
    """How the thing is named and what weighs, in ever fewer words; the weight itself is never left out."""
    whole = [part for part in (remark.weight, remark.figure) if part]
    for weight in dict.fromkeys((", ".join(whole), remark.weight)):
        yield from ((about, f" - {weight}" if weight else "") for about in remark.about)
