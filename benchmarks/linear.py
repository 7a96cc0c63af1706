"""`check` on one text of 10 kB, 100 kB and 1 MB: the time for each kB stays what it is for a short one."""

import json
import time
from pathlib import Path

from medcheck.checker import Checker

MATERIAL = Path(__file__).parent.parent / "tests" / "material"
SIZES = (10_000, 100_000, 1_000_000)
RUNS = 3


def long_text(size: int) -> str:
    """Documents and notes as people write them, one after another until the text is long enough."""
    texts = [
        json.loads(line)["text"]
        for name in ("documents", "notes")
        for line in (MATERIAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    once = "\n\n".join(texts) + "\n\n"
    return (once * (size // len(once) + 1))[:size]


def seconds(checker: Checker, text: str) -> float:
    """The least CPU time of some runs, after one that is not counted."""
    checker.review_record(text)
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        checker.review_record(text)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    checker = Checker()
    times = {size: seconds(checker, long_text(size)) for size in SIZES}
    for size, taken in times.items():
        ratio = taken / size / (times[SIZES[0]] / SIZES[0])
        print(f"{size // 1000} kB: {taken / size * 1e6:.2f} ms a kB, {ratio:.2f} times that of {SIZES[0] // 1000} kB")


if __name__ == "__main__":
    main()
