"""Writes anew which medicines of ``tests/material`` are known to be answered wrong.

python tools/material.py
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from test_material import KINDS, KNOWN, wrong_answers

from medcheck import Checker


def main() -> None:
    """Write the list, in the order of the texts."""
    checker = Checker()
    found = [wrong for kind in KINDS for wrong in wrong_answers(checker, kind)]
    with KNOWN.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("id", "start", "wrong"), *found])
    print(f"{len(found)} of them are wrong")


if __name__ == "__main__":
    main()
