"""Writes the generated parts of README.md: the worked example and the help of each command.

Run ``python tools/readme.py`` after a change; the tests fail while a part is stale.
"""

import re
from pathlib import Path

from click.testing import CliRunner

from medcheck.cli import main

README = Path(__file__).parent.parent / "README.md"
_PART = re.compile(r"(<!-- (example|help): (.+?) -->\n```text\n).*?(```\n)", re.DOTALL)


def current(text: str) -> str:
    """The text of the README with every generated part as the program gives it now."""
    return _PART.sub(lambda part: f"{part[1]}{_output(part[2], part[3])}{part[4]}", text)


def _output(kind: str, argument: str) -> str:
    words = [argument, "--help"] if kind == "help" else ["check", argument.strip('"')]
    result = CliRunner().invoke(main, words, prog_name="medcheck", terminal_width=100)
    if result.exit_code:
        raise SystemExit(f"medcheck {' '.join(words)} ended with {result.exit_code}: {result.output}")
    return re.sub(r"(?m)^Tables [0-9a-f]+\.\n", "", result.stdout)  # it changes with every row


if __name__ == "__main__":
    README.write_text(current(README.read_text(encoding="utf-8")), encoding="utf-8")
