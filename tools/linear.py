"""Reads long texts of one pattern repeated and says where the work grows faster than the text.

    python tools/linear.py --size 100000
    python tools/linear.py --size 1000000 --seconds 600 --only "(lasix " --only "was on lasix until "

The patterns are those of ``tests/test_linear.py``, which counts lines and calls at 500 to 2,000 characters. Here calls
alone are counted, which costs little, so that texts can be long. First every pattern is read at a hundredth and a tenth
of the size; then, as long as there is time, at the size, the one first whose work grew most: what is no more than a
little quadratic in a short text shows there, and is most of the work in a long one. What is linear makes ten times the
calls. The seconds of the processor are shown beside them, for what one call does inside C (a long slice, a search) is
not counted. Exit status 1 where a pattern is not linear.
"""

import argparse
import cProfile
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from test_linear import ALONE, AROUND, NAMES

from medcheck import Checker

# Linear work grows tenfold, quadratic a hundredfold; what is a tenth quadratic at the smaller size, almost twentyfold.
MOST = 11.5
PATTERNS = (
    *ALONE,
    *(around.replace("{}", "lasix") for around in AROUND),
    *(f"{name}{after}" for name in NAMES for after in (" ", " 40 mg od\n")),
)


class Read(NamedTuple):
    """What a review of a long text took: calls, of Python and from Python, and seconds of the processor."""

    calls: int
    seconds: float


def main() -> None:
    """Read the patterns and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=100_000, help="characters of the longest text")
    parser.add_argument("--only", action="append", help="a pattern to read, instead of those of the tests")
    parser.add_argument("--seconds", type=float, default=3600, help="begin none of the longest after so long")
    given = parser.parse_args()
    patterns = given.only or PATTERNS
    checker = Checker()
    shorter, growth = {}, {}
    for pattern in patterns:
        _read(checker, pattern, given.size // 100)  # what is remembered between two texts is no matter of their size
        shortest = _read(checker, pattern, given.size // 100)
        shorter[pattern] = _read(checker, pattern, given.size // 10)
        growth[pattern] = shorter[pattern].calls / shortest.calls
    wrong = [_said(pattern, shorter[pattern], growth[pattern]) for pattern in patterns if growth[pattern] > MOST]
    print(f"{len(patterns)} patterns at {given.size // 10:,} characters; not linear: {len(wrong)}", flush=True)
    read, end = 0, time.monotonic() + given.seconds
    for pattern in sorted(patterns, key=growth.__getitem__, reverse=True):
        if time.monotonic() > end:
            break
        read += 1
        longest = _read(checker, pattern, given.size)
        times = longest.calls / shorter[pattern].calls
        slower = longest.seconds / shorter[pattern].seconds
        said = f"{_said(pattern, longest, times)}; {longest.seconds:6.2f} s, {slower:.1f} times"
        print(said, flush=True)
        if times > MOST:
            wrong.append(said)
    print(f"\n{read} of {len(patterns)} patterns at {given.size:,} characters; not linear at any size: {len(wrong)}")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


def _said(pattern: str, read: Read, times: float) -> str:
    return f"{pattern!a:<60} {read.calls:>12,} calls, {times:5.2f} times"


def _read(checker: Checker, pattern: str, size: int) -> Read:
    """A review of the pattern repeated, counted."""
    text = pattern * (size // len(pattern))
    profile = cProfile.Profile(time.process_time)
    started = time.process_time()
    profile.runcall(checker.review_record, text)
    seconds = time.process_time() - started
    return Read(sum(entry.callcount for entry in profile.getstats()), seconds)


if __name__ == "__main__":
    main()
