# ruff: noqa: E501 - scripts and files stand as they are found
"""The page in a real browser: it loads nothing, its table sorts and filters, nothing in it is a script but its own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from export_building import Review, write_csv

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = os.environ.get("MEDCHECK_AXE", "")  # the path of axe.min.js of the npm package axe-core
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=15000 --dump-dom"
).split()
in_browser = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium (Debian's package chromium)")


@pytest.fixture
def page(tmp_path: Path, review: Review) -> Path:
    export = write_csv(
        tmp_path / "e<b>.csv",
        "patient,drug",
        "A,quinine sulfate 300mg",
        "A,bendroflumethiazide 2.5mg",
        "<script>alert(1)</script>,furosemide 40mg",
        "C,simvastatn 20mg",
        "C,salbutamol inhaler",
        "D,<img src=x onerror=alert(2)>zzolam 5 mg",
        "D,paracetamol",
    )
    _, folder = review(export)
    return Path(folder / "report.html")


def dom(page: Path, tmp_path: Path) -> str:
    assert CHROMIUM
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def with_script(page: Path, script: str) -> Path:
    """A copy of the page that also runs the test's own script."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    copy = page.with_name("tested.html")
    copy.write_text(text.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    return copy


def test_the_page_loads_nothing_and_escapes_everything(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?:src|xlink:href)=\"[^\"]*\"|@import|url\(", text) == []
    assert {address.split("/")[2] for address in re.findall(r'href="(https?://[^"]*)"', text)} != set()
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "default-src 'none'" in text


def test_the_counts_on_the_page_add_up(page: Path) -> None:
    assert "The four answers add up to the rows: 5 + 1 + 1 + 0 = 7." in page.read_text(encoding="utf-8")


@in_browser
def test_under_its_own_policy_the_script_runs(page: Path, tmp_path: Path) -> None:
    assert '<span id="shown" role="status">3 patients shown</span>' in dom(page, tmp_path)


@in_browser
def test_the_table_sorts_and_filters(page: Path, tmp_path: Path) -> None:
    order = "Array.from(document.querySelectorAll('#patients-table tbody tr:not([hidden])')).map(r=>r.cells[1].textContent).join()"
    script = f"""
    var said=[{order}];
    document.querySelectorAll('#patients-table th button')[1].click();said.push({order});
    document.querySelectorAll('#patients-table th button')[1].click();said.push({order});
    var box=document.getElementById('filter');box.value='QUININE bendro';box.dispatchEvent(new Event('input'));
    said.push({order},document.getElementById('shown').textContent);
    document.body.setAttribute('data-said',said.join('|'));"""
    found = re.search(r'data-said="([^"]*)"', dom(with_script(page, script), tmp_path))
    assert found
    assert found[1].replace("&lt;script&gt;alert(1)&lt;/script&gt;", "B") == "A,C,B|B,A,C|C,A,B|A|1 patient shown"


@in_browser
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_is_no_wider_than_the_window(page: Path, tmp_path: Path, width: int) -> None:
    script = f"""var f=document.createElement('iframe');f.style.width='{width}px';f.style.height='900px';
    f.srcdoc=document.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g,'');
    f.onload=function(){{document.body.setAttribute('data-width',f.contentDocument.documentElement.scrollWidth)}};
    document.body.appendChild(f);"""
    found = re.search(r'data-width="(\d+)"', dom(with_script(page, script), tmp_path))
    assert found
    assert int(found[1]) <= width


@in_browser
@pytest.mark.skipif(not AXE, reason="MEDCHECK_AXE does not name axe.min.js")
def test_axe_finds_nothing(page: Path, tmp_path: Path) -> None:
    axe = Path(AXE).read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    script = (
        axe
        + ";axe.run().then(function(r){document.body.setAttribute('data-axe',r.violations.map(v=>v.id).join()||'none')});"
    )
    found = re.search(r'data-axe="([^"]*)"', dom(with_script(page, script), tmp_path))
    assert found
    assert found[1] == "none"
