"""Reads long texts of one pattern repeated and says where the work grows faster than the text.

    python tools/linear.py --size 100000
    python tools/linear.py --size 1000000 --seconds 600 --only "(lasix " --only "was on lasix until "

The patterns are those of ``tests/test_linear.py``, which counts lines and calls at 500 to 2,000 characters. Here calls
alone are counted, at a tenth of the size and at the size: that costs little, so that texts can be long. What is linear
makes ten times the calls. The seconds of the processor are shown beside them, for what one call does inside C (a long
slice, a search) is not counted. Exit status 1 where a pattern is not linear.
"""

import argparse
import cProfile
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from test_linear import ALONE, AROUND, NAMES

from medcheck import Checker

# Linear work grows tenfold, quadratic a hundredfold; what is a tenth quadratic at the smaller size, almost twentyfold.
MOST = 11.5
ONCE_QUADRATIC = ("(lasix ", "was on lasix until ")
PATTERNS = (
    *ALONE,
    *(around.replace("{}", "lasix") for around in AROUND),
    *(f"{name}{after}" for name in NAMES for after in (" ", " 40 mg od\n")),
)


def main() -> None:
    """Read the patterns and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=100_000, help="characters of the longer text")
    parser.add_argument("--only", action="append", help="a pattern to read, instead of those of the tests")
    parser.add_argument("--seconds", type=float, default=3600, help="begin no further pattern after so long")
    parser.add_argument("--seed", type=int, default=1, help="the order of the patterns after the first two")
    given = parser.parse_args()
    patterns = given.only or [*ONCE_QUADRATIC, *random.Random(given.seed).sample(PATTERNS, len(PATTERNS))]
    checker = Checker()
    end = time.monotonic() + given.seconds
    read, wrong = 0, []
    for pattern in patterns:
        if time.monotonic() > end:
            break
        read += 1
        _calls(checker, pattern, given.size // 10)  # what is remembered between two texts is no matter of their size
        fewer, less = _calls(checker, pattern, given.size // 10)
        more, seconds = _calls(checker, pattern, given.size)
        growth = more / fewer
        said = f"{pattern!a:<60} {more:>12,} calls, {growth:5.2f} times; {seconds:6.2f} s, {seconds / less:.1f} times"
        print(said, flush=True)
        if growth > MOST:
            wrong.append(said)
    print(f"\n{read} of {len(patterns)} patterns at {given.size:,} characters; not linear: {len(wrong)}")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


def _calls(checker: Checker, pattern: str, size: int) -> tuple[int, float]:
    """How many calls, of Python and from Python, a review of the pattern repeated makes, and how long it takes."""
    text = pattern * (size // len(pattern))
    profile = cProfile.Profile(time.process_time)
    started = time.process_time()
    profile.runcall(checker.review_record, text)
    seconds = time.process_time() - started
    return sum(entry.callcount for entry in profile.getstats()), seconds


if __name__ == "__main__":
    main()
