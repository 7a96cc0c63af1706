"""Writes the reports of ``tests/screens`` anew; read the difference before it is committed."""

import re
from pathlib import Path

from medcheck import Checker
from medcheck.report import writer
from medcheck.report.layout import Layout

SCREENS = Path(__file__).parent.parent / "tests" / "screens"
RULE = "-" * 80 + "\n"


def report(checker: Checker, text: str) -> str:
    """The report on one screen, without the version of the tables."""
    shown = writer("text")(checker.review_record(text), checker.clinical.side_effect, Layout())
    return re.sub(r"Tables [0-9a-f]+\.\n$", "Tables ...\n", shown)


if __name__ == "__main__":
    checker = Checker()
    for path in sorted(SCREENS.glob("*.txt")):
        given = path.read_text(encoding="utf-8").partition(RULE)[0]
        path.write_text(f"{given}{RULE}{report(checker, given)}", encoding="utf-8")
