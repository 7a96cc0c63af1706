"""The report as Markdown, to paste into a record."""

import re
from collections.abc import Sequence

from medcheck.records import ReviewRecord
from medcheck.report.brief import TOGETHER, brief
from medcheck.report.brief_records import Brief, in_full, notes_of
from medcheck.report.layout import Layout
from medcheck.report.outline import outline
from medcheck.report.outline_records import Entry
from medcheck.report.sources import cite
from medcheck.side_effect import SideEffect

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def escape(text: str) -> str:
    """Text that Markdown and the HTML made of it show as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """What matters first in a few lines, then all details under headings, and a numbered list of sources."""
    report = outline(review, side_effect, layout.everything)
    lines = [f"# {escape(report.title)}", "", escape(report.summary), *_below(bullets(brief(review, side_effect)))]
    for section in report.sections:
        lines += ["", f"## {section.title}", ""]
        if section.lead:
            lines += [escape(section.lead), ""]
        for entry in section.entries:
            lines += _entry(entry)
    if report.references:
        lines += ["", "## Sources", ""]
        lines += [f"{number}. {escape(cite(source))}" for number, source in enumerate(report.references, 1)]
    lines += ["", f"*{escape(report.disclaimer)}* Tables {report.tables_version}."]
    return "\n".join(lines) + "\n"


def bullets(short: Brief) -> list[str]:
    """The screen of the text report as bullets."""
    lines = []
    for part in short.parts:
        listed = part.listed if part.title == TOGETHER else [", ".join(part.listed)]
        shown = [in_full(remark) for remark in part.remarks] or listed
        lines += bulleted(part.title, shown, notes_of(part, shown))
    return lines


def bulleted(title: str, lines: Sequence[str], notes: str = "") -> list[str]:
    """One line beside its title, several below it."""
    head = f"- **{escape(title)}** ({escape(notes)}):" if notes else f"- **{escape(title)}:**"
    return [f"{head} {escape(lines[0])}"] if len(lines) == 1 else [head, *(f"  - {escape(line)}" for line in lines)]


def _below(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _entry(entry: Entry) -> list[str]:
    refs = "".join(f" \\[{number}\\]" for number in entry.refs)
    badge = f" ({entry.badge})" if entry.badge else ""
    written = f", from “{escape('; '.join(entry.written))}”" if entry.written else ""
    lines = [f"- **{escape(entry.title)}**{badge}{written}{refs}"]
    for line in entry.lines:
        label = f"{line.label}: " if line.label else ""
        lines.append(f"  - {label}{escape(line.text)}")
    return lines
