"""The pages: the list with its review, one medicine, the classes. All work without their script."""

import re
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from medcheck.checker import Checker
from medcheck.counted import plural
from medcheck.desk.application import with_checker
from medcheck.desk.corrections import corrections
from medcheck.desk.form import Sent, sent
from medcheck.desk.record_text import record_text
from medcheck.desk.reviewed import Reviewed, review
from medcheck.report.html import body_of
from medcheck.report.html_style import SCRIPT, STYLE
from medcheck.report.layout import Layout
from medcheck.report.monograph import say_classes, say_monograph
from medcheck.report.outline import outline
from medcheck.report.plain_page import PlainPage
from medcheck.report.web_page import policy_by_hash, source_link, web_page

_VERSION = version("medcheck-cramps")
_FOLDER = Path(__file__).parent
_STYLE = STYLE + (_FOLDER / "page.css").read_text(encoding="utf-8")
_SCRIPT = SCRIPT + (_FOLDER / "page.js").read_text(encoding="utf-8")
EXAMPLE = (_FOLDER / "example.txt").read_text(encoding="utf-8")
_POLICY = policy_by_hash(_STYLE, _SCRIPT, "connect-src 'self'", "form-action 'self'")


async def begin(request: Request) -> Response:
    """The page with an empty list."""
    return _page("medcheck", await with_checker(request, _first_page))


async def answer(request: Request) -> Response:
    """The page with the review of what was sent."""
    form = await sent(request)
    if form.wants_example:
        form = Sent(EXAMPLE, {}, {})
    return _page("medcheck", await with_checker(request, _reviewed_page, form))


def _first_page(checker: Checker) -> str:
    return _list_page(checker, "", "")


def _reviewed_page(checker: Checker, form: Sent) -> str:
    reviewed = review(checker, form)
    return _list_page(checker, form.text, _review(checker, reviewed))


def _list_page(checker: Checker, text: str, review_html: str) -> str:
    words = checker.clinical.side_effect
    rows = min(14, max(6, text.count("\n") + 2)) if not review_html else 6
    return f"""{_header(words.review)}
<form id="list" method="post" action="/">
<label for="text">Medicine list: paste it or type it, as it is written</label>
<textarea id="text" name="text" rows="{rows}" autocomplete="off" spellcheck="false" autofocus>
{escape(text)}</textarea>
<input type="hidden" name="reviewed" id="reviewed" value="{escape(text)}">
<p class="buttons"><button type="submit" class="main">Review</button>
<span class="keys" hidden>or Ctrl+Enter</span>
<button type="submit" name="example" value="1">Example list</button>
<button type="submit" name="text" value="" class="clear">Clear</button></p>
</form>
<p class="lead">Nothing is stored: the list stays on this page and goes when it is closed.</p>
<p id="told" role="status" class="aside"></p>
<div id="review">{review_html or _about(checker)}</div>"""


def _about(checker: Checker) -> str:
    words = checker.clinical.side_effect
    return f"""<section aria-labelledby="about"><h2 id="about">What it is, and what it is not</h2>
<p>It finds each medicine of a list, says which are {escape(words.associated)}, how strong the evidence is and
what to do first, with sources. It is decision support for professionals, no diagnosis.</p>
<p>What is not recognised is not clear: it says so, and asks. {escape(words.disclaimer)}</p></section>
<footer><p>medcheck {_VERSION}. Tables {checker.database.version}.</p></footer>"""


def _review(checker: Checker, reviewed: Reviewed) -> str:
    words = checker.clinical.side_effect
    report = outline(reviewed.record, words, folds=True)
    body = body_of(report, words, Layout(given=reviewed.text), corrections(reviewed))
    record = record_text(reviewed.record, words, reviewed.by_hand, _VERSION)
    return f"""{_by_hand(reviewed)}{_copies(record.text, record.markdown)}
{body}"""


def _by_hand(reviewed: Reviewed) -> str:
    said = [*(f"{escape(one)}" for one in reviewed.by_hand)]
    lost = "".join(f'<p class="lost">{escape(one)}.</p>' for one in reviewed.refused)
    if not said:
        return lost
    count = f"{len(said)} {plural(len(said), 'thing')} set by hand"
    return f'<p class="hand"><b class="set">{count}:</b> {"; ".join(said)}.</p>{lost}'


def _copies(text: str, markdown: str) -> str:
    return f"""<details class="copies"><summary>For the record: copy or print</summary>
<p class="buttons"><button type="button" data-copy="as-text" hidden>Copy as text</button>
<button type="button" data-copy="as-markdown" hidden>Copy as Markdown</button>
<button type="button" data-print hidden>Print</button> <span id="copied" role="status"></span></p>
{_shown("as-text", "Text", text)}
{_shown("as-markdown", "Markdown", markdown)}
</details>"""


def _shown(id_: str, title: str, text: str) -> str:
    about = f'id="{id_}" tabindex="0" role="region" aria-label="{title} for the record"'
    return f"<p><b>{title}</b></p><pre {about}>{escape(text)}</pre>"


async def drug(request: Request) -> Response:
    """What the tables say of one medicine."""
    name = request.path_params["name"]
    return _page(name, await with_checker(request, _drug_page, name))


async def drug_asked_for(request: Request) -> Response:
    """The page of the medicine whose name was typed; without one, the classes."""
    name = request.query_params.get("name", "").strip()
    return RedirectResponse(f"/drugs/{quote(name, safe='')}" if name else "/classes", 303)


async def classes(request: Request) -> Response:
    """The curated classes and their evidence."""
    return _page("Medicine classes", await with_checker(request, _classes_page))


def _drug_page(checker: Checker, name: str) -> str:
    page = PlainPage()
    say_monograph(page, checker, name)
    return _told(checker, page)


@cache
def _classes_page(checker: Checker) -> str:
    page = PlainPage()
    say_classes(page, checker)
    return _told(checker, page)


def _told(checker: Checker, page: PlainPage) -> str:
    """A page about a medicine or all classes: its parts and sources."""
    sources = page.sources()
    parts = []
    for number, part in enumerate(page.parts):
        level = "h2" if part.is_entry or number else "h1"
        title = f"<{level}>{escape(part.title)}</{level}>" if part.title else ""
        said = "".join(f"<p>{_with_links(paragraph, len(sources))}</p>" for paragraph in part.paragraphs)
        parts.append(title + said)
    listed = "".join(f'<li id="s{number}">{source_link(source)}</li>' for number, source in enumerate(sources, 1))
    cited = (
        f'<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ol class="sources">{listed}</ol></section>'
    )
    return f"""{_header(checker.clinical.side_effect.review, small=any(part.title for part in page.parts))}
<section class="told">{"".join(parts)}</section>
{cited if sources else ""}
<footer><p>{escape(checker.clinical.side_effect.disclaimer)} Tables {checker.database.version}.</p></footer>"""


def _with_links(paragraph: str, sources: int) -> str:
    def link(found: "re.Match[str]") -> str:
        number = int(found[1])
        return f'<a href="#s{number}" aria-label="source {number}">[{number}]</a>' if number <= sources else found[0]

    return re.sub(r"\[(\d{1,4})\]", link, escape(paragraph))


def _header(title: str, small: bool = False) -> str:
    name = f"{escape(title)} of a medicine list"
    heading = f'<p class="title"><a href="/">{name}</a></p>' if small else f"<h1>{name}</h1>"
    return f"""<header>{heading}
<nav aria-label="Pages"><a href="/">List</a> <a href="/classes">Medicine classes</a>
<form action="/drugs" role="search"><label for="name">One medicine</label>
<input id="name" name="name" type="search" autocomplete="off" spellcheck="false">
<button type="submit">Show</button></form></nav></header>"""


def _page(title: str, body: str) -> Response:
    headers = {"content-security-policy": f"{_POLICY}; frame-ancestors 'none'"}
    return HTMLResponse(web_page(title, body, _STYLE, _SCRIPT, _POLICY), headers=headers)


ROUTES = [
    Route("/", begin),
    Route("/", answer, methods=["POST"]),
    Route("/drugs", drug_asked_for),
    Route("/drugs/{name:path}", drug),
    Route("/classes", classes),
]
