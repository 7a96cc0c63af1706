"""The memory of the desk while it is asked about words that it has never seen.

    python benchmarks/desk_memory.py [--words 1000000] [--at-once 1]

Each request is a list of 100 lines, each a word that is no medicine and no other word of the run, with a dose. Printed
is what the desk and its processes hold (resident set, by /proc) after every tenth of the words. With ``--at-once 1``
the processes take turns; with more, they work at once.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from desk import ANSWERED, SECONDS_TO_START, post

LINES = 100
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


def word(number: int) -> str:
    """A word that no other number has and that is near no name, so that corrections are looked for in vain."""
    said = ""
    for _ in range(4):
        number, at = divmod(number, len(SYLLABLES))
        said += SYLLABLES[at]
    return f"{said}qux"


def resident(process: int) -> float:
    """The megabytes of a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in (process, *children))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def ask(port: int, text: str) -> int:
    """Review a text; how many names were asked about."""
    answer = await post(port, text)
    if not answer.startswith(ANSWERED):
        raise SystemExit("a request was not answered")
    return answer.count(b'"reason":"unknown"')


async def run(process: int, port: int, words: int, at_once: int) -> None:
    await asyncio.sleep(SECONDS_TO_START)
    tenth = words // 10
    unknown = 0
    for begun in range(0, words, LINES * at_once):
        texts = [
            "".join(f"{word(number)} 5 mg od\n" for number in range(start, start + LINES))
            for start in range(begun, begun + LINES * at_once, LINES)
        ]
        unknown += sum(await asyncio.gather(*(ask(port, text) for text in texts)))
        done = begun + LINES * at_once
        if begun == 0 or done // tenth > begun // tenth:
            print(f"{done:>9,} words, {unknown:>9,} asked about: {resident(process):.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--at-once", type=int, default=1)
    chosen = parser.parse_args()
    command = [sys.executable, "-m", "medcheck", "desk", "--port", "0", "--no-open"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stderr.readline())
        assert found
        asyncio.run(run(server.pid, int(found[1]), chosen.words, chosen.at_once))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
