"""All details of a review for a terminal."""

from medcheck.records import ReviewRecord
from medcheck.report.layout import Layout
from medcheck.report.outline import outline
from medcheck.report.outline_records import Entry, Section
from medcheck.report.terminal import BOLD, COLOURS, MARKS, column_width, source_lines, styled, with_bold_title, wrapped
from medcheck.side_effect import SideEffect


def details(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """The whole outline as lines of at most the layout's width."""
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
    lines = [styled(section.title.upper(), COLOURS[section.tone], colour)]
    if section.lead:
        lines += wrapped(section.lead, width)
    for entry in section.entries:
        lines += _entry(entry, section, width, colour)
    return lines


def _entry(entry: Entry, section: Section, width: int, colour: bool) -> list[str]:
    mark = f"{MARKS[section.tone]} "
    refs = "".join(f"[{number}]" for number in entry.refs)
    written = f' from "{"; ".join(entry.written)}"' if entry.written else ""
    badge = f" - {entry.badge}" if entry.badge else ""
    compact = section.tone == "quiet" or (len(entry.lines) == 1 and not entry.lines[0].label)
    if compact:
        words = f": {entry.lines[0].text}" if entry.lines and entry.lines[0].text != entry.title else ""
        head = wrapped(f"{entry.title}{written}{badge}{words} {refs}".rstrip(), width, mark, "  ")
        return [with_bold_title(head[0], entry.title, colour), *head[1:]]
    head = wrapped(f"{entry.title}{badge}{written}", width, mark, "  ")
    lines = [with_bold_title(head[0], entry.title, colour), *head[1:]]
    if refs and not entry.lines:
        head = wrapped(f"{entry.title}{badge}{written} {refs}", width, mark, "  ")
        return [with_bold_title(head[0], entry.title, colour), *head[1:]]
    for number, line in enumerate(entry.lines):
        label = f"{line.label}: " if line.label else ""
        last = number == len(entry.lines) - 1
        lines += wrapped(f"{label}{line.text}{f' {refs}' if last and refs else ''}", width, "    ", "    ")
    return lines
