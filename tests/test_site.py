"""The browser edition in a real Chromium, from a subfolder of a plain web server, which is the browser's proxy, too."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from browser import AXE, in_browser, with_axe

pytest.importorskip("starlette")

from asgi import call
from chromium import PATIENCE, Chromium

from medcheck import Checker
from medcheck.desk.application import application
from medcheck.knowledge import store
from medcheck.knowledge.private import seal

SITE = os.environ.get("MEDCHECK_SITE", "")  # a folder that tools/site/build.py made
UNDER = "/clinic/medcheck/"
BUILD = Path(__file__).parent.parent / "tools" / "site" / "build.py"
LIST = "HCT 25 mg\nLasix 40 mg\nzyzzofol 5 mg\nramipril 5 mg, stopped in May"
KINDS = {".html": "text/html", ".js": "text/javascript", ".packed": "application/octet-stream"}
# What Chromium asks for by itself, whatever page it shows; here it gets no answer.
OF_CHROMIUM = re.compile(r"^(http://)?[\w.-]+\.(google|googleapis)\.com[:/]")
in_site = pytest.mark.skipif(not SITE, reason="MEDCHECK_SITE does not name a folder that make site built")
FORM = "application/x-www-form-urlencoded"


class Server(ThreadingHTTPServer):
    """Serves the site, and refuses and keeps in mind whatever else the browser asks for, of whichever host."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = Path(SITE)
        self.others: list[str] = []
        self.served: list[str] = []
        self.stopped = False
        self.address = f"http://127.0.0.1:{self.server_port}{UNDER}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        path = self.server.folder / (asked.path[len(UNDER) :] or "index.html")
        ours = asked.netloc in ("", f"127.0.0.1:{self.server.server_port}") and asked.path.startswith(UNDER)
        if not ours or asked.query or not path.is_file():
            return self.refuse()
        if self.server.stopped:
            self.close_connection = True
            return None
        self.server.served.append(path.name)
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("content-type", KINDS[path.suffix])
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def refuse(self) -> None:
        if not OF_CHROMIUM.search(self.path):
            self.server.others.append(f"{self.command} {self.path}")
        self.send_error(404)

    do_POST = do_CONNECT = do_HEAD = do_OPTIONS = do_PUT = refuse  # noqa: N815 - as the base class looks for them

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as started:
        thread = threading.Thread(target=started.serve_forever)
        thread.start()
        try:
            yield started
        finally:
            started.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def window(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One window for all tests, for each visit starts Python anew."""
    proxy = (f"--proxy-server=http://127.0.0.1:{server.server_port}", "--proxy-bypass-list=<-loopback>")
    with Chromium(tmp_path_factory.mktemp("profile"), *proxy) as window:
        window.show(1280)
        window.go(server.address)
        window.wait_for("document.documentElement.dataset.offline")
        yield window


@pytest.fixture
def page(window: Chromium, server: Server) -> Iterator[Chromium]:
    """The window with an empty list; after a test nothing was asked for but the site's own files."""
    window.show(1280)
    window.ask("location.hash='#/'")
    window.wait_for("document.querySelector('.clear')")
    window.ask("document.querySelector('.clear').click()")
    window.wait_for("document.getElementById('text').value===''")
    yield window
    assert ",".join(sorted(set(server.others))) == ""
    assert window.errors == []


def review(page: Chromium, text: str = LIST) -> None:
    page.ask("document.getElementById('text').focus()")
    page.type(text)
    page.press("Enter", ctrl=True)
    page.wait_for("/ 1 to ask/.test(document.getElementById('told').textContent)")


def asked(page: Chromium, requests: list[tuple[str, str, dict[str, str]]]) -> list[str]:
    """The bodies of the answers to paths, bodies and headers, all by POST."""
    given = json.dumps([{"path": path, "body": body, "headers": headers} for path, body, headers in requests])
    each = "r.push(await(await fetch(one.path,{method:'POST',body:one.body,headers:one.headers})).text())"
    answers: list[str] = page.ask(f"(async()=>{{var r=[];for(const one of {given}){each};return r}})()")
    return answers


@in_site
@in_browser
def test_it_says_how_far_it_is_and_when_it_is_ready(window: Chromium, server: Server) -> None:
    told = "document.getElementById('told')"
    window.go(server.address)
    assert window.ask(f"{told}.textContent").startswith("Loading medcheck into this browser")
    assert window.ask(f"getComputedStyle({told}).clipPath") == "none"
    window.wait_for("document.documentElement.dataset.ready")
    assert window.ask(f"{told}.textContent") == "medcheck is ready: what you paste stays in this browser."
    window.wait_for("document.documentElement.dataset.offline")


@in_site
@in_browser
def test_a_name_is_settled_and_a_status_set_and_the_review_follows(page: Chromium) -> None:
    review(page)
    page.ask("document.getElementById('choice-0-3-0').focus()")
    page.press(" ")
    page.wait_for("document.querySelector('.hand')")
    page.ask(
        "(function(s){s.value='held';s.dispatchEvent(new Event('change',{bubbles:true}))})"
        "(document.getElementById('status-10-15'))"
    )
    page.wait_for("/2 things/.test(document.querySelector('.hand').textContent)")
    assert page.ask("document.querySelector('.hand').textContent") == (
        "2 things set by hand: HCT is hydrochlorothiazide; Lasix: held."
    )


@in_site
@in_browser
def test_the_record_is_copied_and_the_review_printed(page: Chromium, server: Server) -> None:
    origin = server.address.removesuffix(UNDER)
    page.call("Browser.grantPermissions", permissions=["clipboardReadWrite"], origin=origin)
    review(page)
    page.ask("document.querySelector('.copies').open=true;document.querySelector('[data-copy=as-text]').click()")
    page.wait_for("document.getElementById('copied').textContent==='Copied.'")
    assert page.ask("navigator.clipboard.readText()").startswith("Cramp review of a medicine list\n")
    page.show(1280, media="print")
    assert page.ask("[...document.querySelectorAll('#list,nav,.copies,.by-hand')].every(one=>one.offsetHeight===0)")
    assert page.call("Page.printToPDF")["data"].startswith("JVBERi0")


@in_site
@in_browser
def test_everything_can_be_reached_with_the_tab_key(page: Chromium) -> None:
    review(page)
    assert {"Review", "Example list", "at0", "choice-0-3-0", "status-10-15", "all"} <= set(page.reached_by_tab(60))


@in_site
@in_browser
def test_other_pages_have_addresses_of_their_own_and_the_list_stays(page: Chromium, server: Server) -> None:
    page.ask("document.getElementById('text').focus()")
    page.type(LIST)
    page.press("Enter", ctrl=True)  # and away before the answer has come
    page.ask("document.querySelector('nav a[href=\"#/classes\"]').click()")
    page.wait_for("location.hash==='#/classes'&&document.title!=='medcheck'")
    assert page.ask("location.href") == f"{server.address}#/classes"
    page.ask("document.getElementById('name').focus()")
    page.type("Lasix")
    page.press("Enter")
    page.wait_for("location.hash==='#/drugs/Lasix'&&document.title==='Lasix'")
    assert page.ask("document.activeElement.textContent") == page.ask("document.querySelector('h1').textContent")
    page.press("Enter", ctrl=True)  # the list is not there to be reviewed
    page.ask("document.querySelector('.title a').click()")
    page.wait_for("/1 possible cause/.test(document.getElementById('told').textContent)")
    assert page.ask("document.getElementById('text').value") == LIST
    shown = page.ask("[...document.links].map(a=>a.getAttribute('href')).filter(h=>!/^(#|https?:)/.test(h)).join()")
    assert shown == ""


@in_site
@in_browser
def test_desk_and_site_and_library_give_the_same_bytes_for_every_spec_case(page: Chromium, checker: Checker) -> None:
    with (Path(__file__).parent / "spec" / "cases.csv").open(encoding="utf-8", newline="") as file:
        texts = [case["text"] for case in csv.DictReader(file)]
    assert len(texts) > 80
    desk = application(checker)
    forms = [urlencode({"text": text, "reviewed": text}) for text in texts]
    reviews = asked(page, [("/api/v1/check", text, {"content-type": "text/plain"}) for text in texts])
    assert reviews == [checker.check(text).model_dump_json() for text in texts]
    assert reviews == [call(desk, "POST", "/api/v1/check", text.encode(), kind="text/plain").text for text in texts]
    assert asked(page, [("/", form, {"content-type": FORM}) for form in forms]) == [
        call(desk, "POST", "/", form.encode(), kind=FORM).text for form in forms
    ]
    for path in ("/", "/classes", "/drugs/Lasix", "/drugs/nothing", "/nothing", "/api/v1/tables", "/openapi.json"):
        assert page.ask(f"fetch({path!r}).then(r=>r.text())") == call(desk, "GET", path).text, path


@in_site
@in_browser
def test_its_policy_keeps_page_and_workers_from_asking_elsewhere_and_text_from_becoming_code(page: Chromium) -> None:
    away = "fetch('http://localhost:9/').then(()=>1,()=>0)"
    worker = f"{away}.then(got=>{{try{{eval('got+=2')}}catch{{}}postMessage(got)}})"
    blob = f"URL.createObjectURL(new Blob([{json.dumps(worker)}]))"
    assert page.ask(f"new Promise(done=>{{new Worker({blob}).onmessage=e=>done(e.data)}})") == 0
    assert page.ask("(()=>{var i=new Image();i.src='http://localhost:9/';return new Promise(d=>i.onerror=()=>d(1))})()")
    page.ask("document.getElementById('list').submit()")  # as if no script had taken the form
    until = time.monotonic() + PATIENCE
    while not any("Sending form data" in error for error in page.errors):  # it is refused a little later
        assert time.monotonic() < until
        assert page.ask("document.getElementById('list')!==null")
    refused = [error for error in page.errors if "Content Security Policy" in error]
    assert len(refused) >= 3
    page.errors.clear()


@in_site
@in_browser
@with_axe
def test_axe_finds_nothing(page: Chromium) -> None:
    review(page)
    found = "axe.run({runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
    page.ask(Path(AXE).read_text(encoding="utf-8"))
    assert page.ask(f"{found}.then(r=>r.violations.map(v=>v.id+': '+v.nodes[0].html).join())") == ""
    page.errors.clear()


@in_site
@in_browser
def test_after_the_first_visit_it_needs_no_network(page: Chromium, server: Server) -> None:
    assert sorted(set(server.served)) == sorted({path.name for path in Path(SITE).rglob("*.[!t]*") if path.is_file()})
    assert all(server.served.count(name) == 1 for name in server.served if name.endswith(".packed"))
    server.stopped = True
    try:
        page.go(server.address)
        review(page)
        page.go(f"{server.address}index.html#/drugs/Lasix")
        page.wait_for("document.title==='Lasix'")
    finally:
        server.stopped = False
    page.errors.clear()  # the browser looks for a newer service.js


def newer(folder: Path) -> str:
    """Make of the site another one, of the same files under another digest, which is given."""
    shutil.copytree(SITE, folder)
    (before,) = (path.name for path in folder.iterdir() if path.is_dir())
    digest = before[::-1]
    (folder / before).rename(folder / digest)
    for path in (folder / "index.html", folder / "service.js", folder / digest / "files.js"):
        path.write_text(path.read_text(encoding="utf-8").replace(before, digest), encoding="utf-8")
    return digest


@in_site
@in_browser
def test_a_newer_build_takes_the_place_of_the_old_one_once_the_page_is_opened_anew(tmp_path: Path) -> None:
    digest = newer(tmp_path / "newer")
    is_new = f"document.querySelector('script[src]').src.includes('{digest}')"
    state = "navigator.serviceWorker.getRegistration().then(r=>r.installing?'installing':r.waiting?'waiting':'')"
    with serving() as server, Chromium(tmp_path / "profile") as page:
        page.go(server.address)
        page.wait_for("document.documentElement.dataset.offline")
        server.folder = tmp_path / "newer"
        page.go(server.address)  # the old one, at once; the new one is fetched meanwhile
        assert not page.ask(is_new)
        page.wait_for("document.documentElement.dataset.offline")
        page.ask(f"window.seen='';setInterval(()=>{state}.then(s=>{{window.seen=s}}),50)")
        page.wait_for("window.seen==='waiting'")
        review(page)  # by the old one as a whole
        assert not page.ask(is_new)
        server.stopped = True  # all of the new one is there
        until = time.monotonic() + 2 * PATIENCE
        while not page.ask(is_new):  # it takes over once the browser has let go of the page of the old one
            assert time.monotonic() < until
            page.go("about:blank")
            page.go(server.address)  # the old one, if it comes just before, finds its files gone
            page.sees("document.documentElement.dataset.ready", PATIENCE / 3)
        review(page)
        page.wait_for("(caches.keys().then(names=>{window.kept=names}),window.kept&&window.kept.length===1)")
        (kept,) = page.ask("window.kept")
    assert kept == f"medcheck-{digest}{UNDER}"


@in_site
def test_the_page_says_that_it_needs_its_script_and_its_licences_are_there() -> None:
    page = (Path(SITE) / "index.html").read_text(encoding="utf-8")
    assert '<noscript><p class="lost">This page works by its script alone' in page
    assert "form-action 'none'" in page
    licences = (Path(SITE) / "licences.txt").read_text(encoding="utf-8")
    for name in ("pydantic-", "pydantic_core-", "starlette-", "anyio-", "rapidfuzz-", "Mozilla Public License"):
        assert name in licences


@in_site
def test_it_is_small_enough_as_it_travels() -> None:
    assert sum(path.stat().st_size for path in Path(SITE).rglob("*") if path.is_file()) < 11_000_000


def test_without_npm_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": str(tmp_path)}
    command = [sys.executable, str(BUILD), str(tmp_path / "site")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "site: npm is missing: install Node.js with npm, which fetches and runs Pyodide\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear", encoding="utf-8")
    done = subprocess.run([sys.executable, str(BUILD), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "none of ours" in done.stderr
    assert (tmp_path / "letters.txt").exists()


def test_a_ready_made_database_is_whole_again_after_it_was_shortened_and_taken_without_tables(
    checker: Checker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(BUILD.parent)
    from medcheck_in_worker import complete, shorten

    built = Path(checker.database._connection.execute("PRAGMA database_list").fetchone()[2])
    ready_made = tmp_path / "tables.sqlite"
    ready_made.write_bytes(built.read_bytes()[:-4])  # without its seal
    whole = ready_made.stat().st_size
    shorten(ready_made)
    assert ready_made.stat().st_size < 0.75 * whole
    complete(ready_made)
    seal(ready_made)
    ready_made.chmod(0o600)
    monkeypatch.setattr(store, "READY_MADE", ready_made)
    monkeypatch.setattr(store, "our_folder", lambda: pytest.fail("the tables were asked for"))
    assert Checker().check(LIST).model_dump_json() == checker.check(LIST).model_dump_json()


def test_a_browser_s_request_reaches_the_application(checker: Checker) -> None:
    import asyncio

    from medcheck.desk.in_browser import InBrowser

    site = InBrowser(checker)
    requests: list[tuple[str, str, dict[str, str], bytes, bytes]] = [
        ("GET", "/drugs?name=Lasix%20retard", {"Accept": "text/html"}, b"", b""),
        ("GET", "/drugs/Lasix%20retard", {"Accept": "text/html"}, b"", b"Lasix retard"),
        ("POST", "/api/v1/check", {"Content-Type": "text/plain"}, "Lasix 40 mg – mañana".encode(), b"furosemide"),
        ("POST", "/", {"Content-Type": FORM}, b"text=Lasix&reviewed=", b"furosemide"),
        ("POST", "/", {"Content-Type": "text/csv"}, b"a,b", b""),
    ]
    answered = []
    for method, address, headers, body, part in requests:
        answer = asyncio.run(site.answer(method, address, headers, body))
        assert part in answer.body
        assert answer.headers["x-content-type-options"] == "nosniff"
        answered.append(answer.status)
    assert answered == [303, 200, 200, 200, 415]
