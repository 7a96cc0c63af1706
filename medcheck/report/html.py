"""The report as one page: the list as given with marks, a table of what matters, which opens to all details.

It loads nothing from anywhere, reads without its script and prints whole.
"""

from collections.abc import Collection, Iterator, Sequence
from html import escape
from itertools import groupby

from medcheck.printable import printable
from medcheck.records import ReviewRecord, Source
from medcheck.report.groups import count
from medcheck.report.html_style import SCRIPT, STYLE
from medcheck.report.layout import Layout
from medcheck.report.marked_text import WITH_CLASS, MarkedText, Row, mark_of, marked_text, place_id, rows_of
from medcheck.report.outline import MOST_QUESTIONS, outline
from medcheck.report.outline_records import Entry, Line, Outline, Section
from medcheck.report.short import next_steps
from medcheck.report.web_page import source_link, web_page
from medcheck.side_effect import SideEffect

# Sections whose entries say nothing but a name: all of one stand in one row.
_NAMES_ALONE = ("not-listed", "not-medicines")

# The sections whose lead says what a grade or a severity means.
_EXPLAINED = ("severe", "associated", "combinations")
_PRIVATE = "This page holds the list as it was given: keep it as you keep the patient's records."


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """A whole page in UTF-8; every text is escaped."""
    report = outline(review, side_effect, layout.everything, folds=True)
    body = f"<h1>{escape(report.title)}</h1>\n{body_of(report, side_effect, layout)}"
    return web_page(report.title, body, STYLE, SCRIPT)


def body_of(report: Outline, side_effect: SideEffect, layout: Layout, beside: str = "") -> str:
    """All but the title, for any page that shows a review; ``beside`` is HTML to stand below the list as given.

    Where there is no room for two columns it comes last.
    """
    rows = rows_of(report.sections)
    marked = marked_text(layout.given, rows, side_effect)
    questions = "".join(_questions(section, layout) for section in report.sections if section.id == "questions")
    explained = [section.lead for section in report.sections if section.id in _EXPLAINED]
    ending = [*explained, report.disclaimer, *([_PRIVATE] if marked.given else []), f"Tables {report.tables_version}."]
    return f"""<p class="summary">{escape(report.summary)}</p>
<div class="columns">
<div class="given-side">{_as_given(marked, rows, side_effect)}</div><div class="main-side">
{_table(rows, marked, side_effect)}{questions}</div>{f'<div class="side-below">{beside}</div>' if beside else ""}
</div>
{_sources(report.references, _numbers_on_paper(report, layout))}
<footer><p>{escape(" ".join(ending))}</p></footer>"""


def _as_given(marked: MarkedText, rows: Sequence[Row], side_effect: SideEffect) -> str:
    if not marked.html.strip():
        return ""
    marks = dict.fromkeys(mark_of(row.section, side_effect) for row in rows)
    meanings = [f'<li class="{m.tone}"><b aria-hidden="true">{m.sign}</b> {escape(m.words)}</li>' for m in marks]
    if "decided" in marked.html:
        meanings.append('<li><span class="decided">words</span> that decided whether it is taken</li>')
    legend = f'<ul class="legend" aria-label="Marks">{"".join(meanings)}</ul>' if meanings else ""
    return (
        '<section aria-labelledby="given"><h2 id="given">The list as given</h2>'
        '<div class="box" tabindex="0" role="region" aria-label="Text of the list">'
        f'<p class="given">{marked.html}</p></div>{legend}</section>\n'
    )


def _table(rows: Sequence[Row], marked: MarkedText, side_effect: SideEffect) -> str:
    if not rows:
        return ""
    titles = "".join(
        f'<th role="columnheader" scope="col" class="{kind}">{title}</th>'
        for kind, title in (("w", "Weight"), ("name", "Medicine"), ("grade", "Grade"), ("do", "Do first"))
    )
    body = []
    for section, together in groupby(rows, key=lambda row: row.section):
        if section in _NAMES_ALONE:
            body.append(_names_alone(section, list(together), marked, side_effect))
        else:
            body += [_row(row, marked, side_effect) for row in together]
    return (
        '<section aria-labelledby="summary"><div class="head"><h2 id="summary">What matters first</h2>'
        '<button type="button" id="all" aria-pressed="false" hidden>Open all</button></div>'
        f'<table role="table" aria-labelledby="summary"><thead role="rowgroup"><tr role="row">{titles}</tr></thead>\n'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></section>\n'
    )


def _row(row: Row, marked: MarkedText, side_effect: SideEffect) -> str:
    entry = row.entry
    short = "" if _opens(entry) else ' class="short"'
    return (
        f'<tr role="row" id="row{row.number}"{short}>{_weight(row.section, side_effect)}'
        f'<th role="rowheader" scope="row" class="name">{_medicine(row, marked)}</th>'
        f'<td role="cell" class="grade">{escape(entry.brief or entry.badge)}</td>'
        f'<td role="cell" class="do">{_do(row, marked)}</td></tr>\n'
    )


def _names_alone(section: str, rows: Sequence[Row], marked: MarkedText, side_effect: SideEffect) -> str:
    lead = "Not on our list: " if section == "not-listed" else ""
    names = ", ".join(f'<span id="row{row.number}">{"".join(_names(row.entry, marked))}</span>' for row in rows)
    cell = f'<td role="cell" class="names" colspan="3">{lead}{names}</td>'
    return f'<tr role="row">{_weight(section, side_effect)}{cell}</tr>\n'


def _names(entry: Entry, marked: MarkedText) -> Iterator[str]:
    yield _linked(entry.title, entry, marked)
    read_as = [line.text for line in entry.lines]
    if read_as:
        yield f" ({escape(', '.join(read_as))})"


def _weight(section: str, side_effect: SideEffect) -> str:
    mark = mark_of(section, side_effect)
    return (
        f'<td role="cell" class="w"><span class="badge {mark.tone}">'
        f'<b aria-hidden="true">{mark.sign}</b>{escape(mark.words)}</span></td>'
    )


def _title(row: Row) -> tuple[str, str]:
    """The title of a row, and the class apart where the title ends with one."""
    name, _, class_ = row.entry.title.partition(" (") if row.section in WITH_CLASS else (row.entry.title, "", "")
    return name, class_.removesuffix(")")


def _medicine(row: Row, marked: MarkedText) -> str:
    """The medicine as read and, where it is written otherwise, as written, with a link to each place in the list."""
    entry, name = row.entry, _title(row)[0]
    places = [place for place in entry.places if place in marked.places]
    words = entry.written if len(entry.written) == len(places) else [marked.words(place) for place in places]
    if len(places) == 1 and words[0].casefold() == name.casefold():
        return f"<b>{_linked(name, entry, marked)}</b>"
    named = {said.casefold(): (place, said) for place, said in reversed([*zip(places, words, strict=True)])}
    links = [f'<a href="#{place_id(place)}">{escape(said)}</a>' for place, said in sorted(named.values())]
    written = links or [f"<q>{escape(said)}</q>" for said in entry.written]
    below = f'<br><span class="as-written">{", ".join(written)}</span>' if written else ""
    return f"<b>{escape(name)}</b>{below}"


def _linked(words: str, entry: Entry, marked: MarkedText) -> str:
    """Words as a link to the first place that the entry has in the list."""
    for place in entry.places:
        if place in marked.places:
            return f'<a href="#{place_id(place)}">{escape(words)}</a>'
    return escape(words)


def _do(row: Row, marked: MarkedText) -> str:
    entry, class_ = row.entry, _title(row)[1]
    if not _opens(entry):
        return "; ".join(_said(line, entry, marked) for line in entry.lines) + _refs(entry)
    lines = [*map(_in_detail, entry.lines)]
    last = max(number for number, line in enumerate(lines) if line)
    lines[last] += _refs(entry)
    shown = f'<p class="class">{escape(class_)}</p>' if class_ else ""
    shown += "".join(f"<p>{line}</p>" for line in lines if line)
    return f"<details><summary>{escape(entry.do)}</summary>{shown}</details>"


def _opens(entry: Entry) -> bool:
    """Whether an entry has more to say than fits in its row."""
    return bool(entry.do) and any(line.label for line in entry.lines)


def _in_detail(line: Line) -> str:
    """A line as the details have it; of what to do, the steps after the first, which stands above them."""
    label, text = ("Then", next_steps(line.text)) if line.label == "Do" else line
    return (f'<b class="label">{escape(label)}:</b> ' if label else "") + escape(text) if text else ""


def _said(line: Line, entry: Entry, marked: MarkedText) -> str:
    """A line of a row without details; the words that decided are a link to where they stand."""
    text = escape(line.text)
    if entry.decided in marked.places:
        words = escape(f"“{printable(marked.words(entry.decided))}”")
        text = text.replace(words, f'<a href="#{place_id(entry.decided)}">{words}</a>')
    return text


def _questions(section: Section, layout: Layout) -> str:
    most = _most(section, layout)
    first, further = section.entries[:most], section.entries[most:]
    more = ""
    if further:
        told = count(len(further), "further question")
        more = f'<details class="further"><summary>{told}</summary>{_to_tick(further)}</details>'
    return (
        f'<section aria-labelledby="questions"><h2 id="questions">{escape(section.title)}</h2>'
        f"{_to_tick(first)}{more}</section>\n"
    )


def _most(section: Section, layout: Layout) -> int:
    return len(section.entries) if layout.everything else MOST_QUESTIONS


def _to_tick(entries: Sequence[Entry]) -> str:
    return f'<ul class="questions">{"".join(f"<li>{_question(entry)}</li>" for entry in entries)}</ul>'


def _question(entry: Entry) -> str:
    said = "".join(f' <b class="label">{escape(line.label)}:</b> {escape(line.text)}.' for line in entry.lines)
    asked = f'<label><input type="checkbox"> <span>{escape(entry.title)}</span></label>'
    return f'{asked} <span class="urgency">({escape(entry.badge)})</span>{said}{_refs(entry)}'


def _refs(entry: Entry) -> str:
    links = ", ".join(f'<a href="#s{number}" aria-label="source {number}">{number}</a>' for number in entry.refs)
    return f"<sup>{links}</sup>" if links else ""


def _numbers_on_paper(report: Outline, layout: Layout) -> set[int]:
    """The sources of all but the further questions, which are not printed."""
    printed = [
        entry
        for section in report.sections
        for entry in (section.entries[: _most(section, layout)] if section.id == "questions" else section.entries)
    ]
    return {number for entry in printed for number in entry.refs}


def _sources(sources: Sequence[Source], on_paper: Collection[int]) -> str:
    if not sources:
        return ""
    items = "".join(
        f'<li id="s{number}"{"" if number in on_paper else " class=further"}>{source_link(source)}</li>'
        for number, source in enumerate(sources, 1)
    )
    return (
        '<section aria-labelledby="sources"><h2 id="sources">Sources</h2>'
        f'<details><summary>{len(sources)} sources</summary><ol class="sources">{items}</ol></details></section>'
    )
