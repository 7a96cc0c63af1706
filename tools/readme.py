"""Writes the generated parts of README.md and docs/: examples, the help of commands, known exports, calls of hooks.

Run ``python tools/readme.py`` after a change; the tests fail while a part is stale.
"""

import json
import re
import textwrap
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from medcheck import Checker
from medcheck.cli import main
from medcheck.export.inputs.layouts import layouts
from medcheck.hooks.given import Call
from medcheck.hooks.services import HookServices

CHECKOUT = Path(__file__).parent.parent
DAY = date(2026, 11, 30)  # of the calls of hooks
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
_PART = re.compile(r"(<!-- (call|example|help|profiles): (.+?) -->\n```text\n).*?(```\n)", re.DOTALL)


def current(text: str) -> str:
    """The text of a page with every generated part as the program gives it now."""
    return _PART.sub(lambda part: f"{part[1]}{_output(part[2], part[3])}{part[4]}", text)


def _output(kind: str, argument: str) -> str:
    if kind == "call":
        return _conversation(argument)
    if kind == "profiles":
        return textwrap.fill(", ".join(_profiles()), 100, break_on_hyphens=False) + "\n"
    words = [argument, "--help"] if kind == "help" else ["check", argument.strip('"')]
    result = CliRunner().invoke(main, words, prog_name="medcheck", terminal_width=100)
    if result.exit_code:
        raise SystemExit(f"medcheck {' '.join(words)} ended with {result.exit_code}: {result.output}")
    return re.sub(r"(?m)^Tables [0-9a-f]+\.\n| Tables [0-9a-f]+\.$", "", result.stdout)  # it changes with every row


def _conversation(hook: str) -> str:
    """A call of the service for a hook, from examples/hooks, and its answer."""
    body = (CHECKOUT / "examples" / "hooks" / f"{hook}.json").read_text(encoding="utf-8")
    asked = json.loads(body)
    services = HookServices(Checker())
    id_ = f"medcheck-{hook}"
    call = Call(asked["hookInstance"], asked["context"], asked["prefetch"])
    answer = json.dumps({"cards": services.answer(id_, call, DAY)}, ensure_ascii=False, indent=2)
    return f"POST /cds-services/{id_}\n{body}\n200 OK\n{answer}\n"


def _profiles() -> list[str]:
    """The layouts that can be read, with the file that each needs beside it."""
    readable = [row for row in layouts().profiles if row.drug]
    return [f"{row.name} (with {row.code_file})" if row.needs else row.name for row in readable]


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(current(page.read_text(encoding="utf-8")), encoding="utf-8")
