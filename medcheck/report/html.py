"""The report as one self-contained page that prints well; it loads nothing from anywhere."""

from html import escape

from medcheck.records import ReviewRecord, Source
from medcheck.report.layout import Layout
from medcheck.report.outline import outline
from medcheck.report.outline_records import Entry, Section
from medcheck.report.web_page import source_link, web_page
from medcheck.side_effect import SideEffect

_STYLE = """
main{max-width:52rem}
h2{font-size:1.1rem;margin:0 0 .5rem}h3{font-size:1rem;margin:0}
.summary{font-size:1.05rem;margin:0 0 1.25rem}
section{border-left:.4rem solid var(--line);border-radius:.4rem;padding:1rem 1.1rem;margin:0 0 1rem}
section.danger{border-left-color:var(--danger)}
section.caution{border-left-color:#b7791f}section.caution>h2{color:var(--caution)}
section.plain{border-left-color:var(--plain)}section.plain>h2{color:var(--plain)}
.lead{margin:0 0 .6rem}
article{padding:.65rem 0;border-top:1px solid var(--line);break-inside:avoid}
article:first-of-type{border-top:0;padding-top:0}article:last-child{padding-bottom:0}
.badge{display:inline-block;font-size:.8rem;font-weight:600;padding:.05rem .5rem;border-radius:1rem;margin-left:.4rem;
background:var(--plain-back);color:var(--plain);border:1px solid currentColor;vertical-align:.1em}
.danger .badge{background:var(--danger-back);color:var(--danger)}
.caution .badge{background:var(--caution-back);color:var(--caution)}
.written{color:var(--soft);margin:.1rem 0 .3rem;font-size:.95rem}.written q{font-style:italic}
p.say{margin:.2rem 0}p.say b{font-weight:600}
sup a{text-decoration:none;padding:0 .1em}
ol.sources{padding-left:1.6rem;font-size:.92rem}ol.sources li{margin:.2rem 0}
ul.quiet{margin:0;padding-left:1.2rem}
@media print{body{font-size:11pt}main{max-width:none;padding:0}section{border-color:#999}}
"""


def write(reading: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:
    """A whole page in UTF-8; every text is escaped."""
    report = outline(reading, side_effect, layout.everything)
    sections = "\n".join(map(_section, report.sections))
    body = f"""<h1>{escape(report.title)}</h1>
<p class="summary">{escape(report.summary)}</p>
{sections}
{_sources(report.references)}
<footer><p>{escape(report.disclaimer)} Tables {escape(report.tables_version)}.</p></footer>"""
    return web_page(report.title, body, _STYLE)


def _section(section: Section) -> str:
    lead = f'<p class="lead">{escape(section.lead)}</p>' if section.lead else ""
    compact = section.tone == "quiet" or section.id in ("unrecognised", "corrections")
    body = (
        f'<ul class="quiet">{"".join(map(_bullet, section.entries))}</ul>'
        if compact
        else "\n".join(map(_article, section.entries))
    )
    return (
        f'<section class="{section.tone}" aria-labelledby="{section.id}">'
        f'<h2 id="{section.id}">{escape(section.title)}</h2>{lead}\n{body}</section>'
    )


def _article(entry: Entry) -> str:
    lines = "".join(
        f'<p class="say">{f"<b>{escape(line.label)}:</b> " if line.label else ""}{escape(line.text)}</p>'
        for line in entry.lines
    )
    return f"<article><h3>{escape(entry.title)}{_badge(entry)}{_refs(entry)}</h3>{_written(entry)}{lines}</article>"


def _bullet(entry: Entry) -> str:
    words = "; ".join(line.text for line in entry.lines if line.text != entry.title)
    return (
        f"<li><b>{escape(entry.title)}</b>{_badge(entry)}{f': {escape(words)}' if words else ''}"
        f"{_refs(entry)}{_written(entry)}</li>"
    )


def _badge(entry: Entry) -> str:
    return f' <span class="badge">{escape(entry.badge)}</span>' if entry.badge else ""


def _written(entry: Entry) -> str:
    return f'<p class="written">from <q>{escape("; ".join(entry.written))}</q></p>' if entry.written else ""


def _refs(entry: Entry) -> str:
    links = ", ".join(f'<a href="#s{number}" aria-label="source {number}">{number}</a>' for number in entry.refs)
    return f"<sup>{links}</sup>" if links else ""


def _sources(sources: tuple[Source, ...]) -> str:
    if not sources:
        return ""
    items = "".join(f'<li id="s{number}">{source_link(source)}</li>' for number, source in enumerate(sources, 1))
    return f'<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ol class="sources">{items}</ol></section>'
