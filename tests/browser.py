"""Pages in a real browser: what stands in them once their scripts have run, and what axe says of them."""

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = os.environ.get("MEDCHECK_AXE", "")  # the path of axe.min.js of the npm package axe-core
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=15000"
).split()
DARK = "--blink-settings=preferredColorScheme=0"
LIGHT = "--blink-settings=preferredColorScheme=1"
in_browser = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium (Debian's package chromium)")
with_axe = pytest.mark.skipif(not AXE, reason="MEDCHECK_AXE does not name axe.min.js")


def run_browser(page: Path, *flags: str) -> str:
    """What Chromium writes to standard output for a page."""
    assert CHROMIUM
    command = [CHROMIUM, *FLAGS, *flags, f"--user-data-dir={page.parent / 'profile'}", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def dom(page: Path, *flags: str) -> str:
    """The page as HTML after its own scripts have run, under its own content security policy."""
    return run_browser(page, "--dump-dom", *flags)


def said_in_page(page: Path, script: str, *flags: str, width: int = 1280) -> str:
    """What a script of the test's own gives to ``say(...)`` in a page that is so many pixels wide.

    The page stands in a frame, for a window of Chromium is never narrower than some 500 pixels; its content security
    policy is taken out, for it would keep the test's script from running.
    """
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text(encoding="utf-8"))
    say = "function say(words){parent.postMessage(String(words),'*')}"
    inner, outer = page.with_name("inner.html"), page.with_name("outer.html")
    inner.write_text(text.replace("</body>", f"<script>{say}{script}</script></body>"), encoding="utf-8")
    outer.write_text(
        '<!DOCTYPE html><meta name="color-scheme" content="light dark"><body><script>'
        "addEventListener('message',function(e){document.body.setAttribute('data-said',e.data)})</script>"
        f'<iframe src="inner.html" style="width:{width}px;height:900px;border:0"></iframe></body>',
        encoding="utf-8",
    )
    found = re.search(r'<body data-said="([^"]*)"', dom(outer, *flags))
    assert found
    return unescape(found[1])


def needed_width(page: Path, width: int) -> int:
    """How wide a page is where there are so many pixels; more where it must be scrolled sideways."""
    return int(said_in_page(page, "onload=function(){say(document.documentElement.scrollWidth)}", width=width))


def axe_violations(page: Path, *flags: str, width: int = 1280) -> str:
    """The rules of axe that the page breaks, with commas between, or "none"."""
    axe = Path(AXE).read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    tags = "{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}"
    run = f"axe.run({tags}).then(function(r){{say(r.violations.map(v=>v.id).join()||'none')}})"
    return said_in_page(page, f"{axe};{run}", *flags, width=width)
