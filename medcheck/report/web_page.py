"""The frame of every page: one that loads nothing, runs no script but its own, and looks like the others."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from medcheck.records import Source
from medcheck.report.sources import address, cite

# What all pages have in common; each adds the rules for its own parts.
_STYLE = """
:root{color-scheme:light;--ink:#1d2733;--soft:#55616f;--line:#d8dee5;--paper:#fff;--back:#f4f6f8;--danger:#a3161b;
--danger-back:#fdf1f1;--caution:#7a4a00;--caution-back:#fdf6e7;--plain:#0b4f8a;--plain-back:#eef5fb}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;margin:0 0 .25rem}
a{color:var(--plain)}
.lead{color:var(--soft)}
section{background:var(--paper);border:1px solid var(--line)}
section.danger>h2{color:var(--danger)}
ol.sources li{overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.92rem}
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark;--ink:#e6ebf0;--soft:#aab5c1;--line:#36414c;--paper:#1b222a;--back:#11161b;--danger:#ff9d9d;
--danger-back:#3b1b1d;--caution:#f2c572;--caution-back:#33280f;--plain:#8dc5ff;--plain-back:#15293c}}
@media print{body{background:#fff}main{max-width:none}section{border-color:#999}a{color:inherit}}
"""


def web_page(title: str, body: str, style: str, script: str = "", policy: str = "") -> str:
    """A whole page in UTF-8; ``title`` is escaped, ``body`` is HTML, ``style`` comes after the rules of all pages.

    ``policy`` is its content security policy, without one that of a page that stands alone.
    """
    run = f"<script>{script}</script>\n" if script else ""
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy or _policy(script)}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{_STYLE}{style}</style>
</head>
<body>
<main>
{body}
</main>
{run}</body>
</html>
"""


def _policy(script: str) -> str:
    """The content security policy: nothing from anywhere, no script but the page's own, known by its digest."""
    own = f" script-src {_by_hash(script)};" if script else ""
    return f"default-src 'none'; style-src 'unsafe-inline';{own} base-uri 'none'; form-action 'none'"


def policy_by_hash(style: str, script: str, *more: str) -> str:
    """The policy of a page that has no style in attributes: its style sheet, too, is known by its digest."""
    rules = ("default-src 'none'", f"style-src {_by_hash(_STYLE + style)}", f"script-src {_by_hash(script)}")
    return "; ".join((*rules, "base-uri 'none'", *more))


def _by_hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def source_link(source: Source) -> str:
    """A source as a link to where it can be read."""
    return f'<a href="{escape(address(source))}">{escape(cite(source))}</a>'
