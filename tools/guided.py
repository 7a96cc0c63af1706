"""Texts that atheris steers towards code not run yet; each must have a review whose laws hold, as in ``fuzz.py``.

    python tools/guided.py --seconds 600 --corpus .corpus

It needs the fuzzer atheris beside the extra ``dev``. Texts that reach something new are kept in the corpus, and a later
run goes on from there. A text that breaks a law is printed with ``ascii``, and the exit status is 1.
"""

import argparse
import itertools
import os
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["medcheck"]):
    import fuzz

    from medcheck import Checker
    from medcheck.report.layout import Layout

WORDS = (
    "furosemide", "quinine", "Lasix ", "zzyzzfol ", "40 mg ", "K 3.1 ", " and ", " or ", " (", ") ", " stopped ",
    " not ", " until ", " if ", " | ", "\t", " allergic to ", " 2019 ", " his mother ",
)  # fmt: skip
PIECES = (*fuzz.LINES, *fuzz.MARKS, *WORDS)
MOST_PIECES = 40
LAST = 0x10FFFF  # of all characters


def text_of(data: bytes) -> str:
    """The text that some bytes stand for: pieces, and characters of any kind."""
    given = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while given.remaining_bytes() and len(parts) < MOST_PIECES:
        piece = given.ConsumeIntInRange(0, 2 * len(PIECES))
        parts.append(PIECES[piece] if piece < len(PIECES) else chr(given.ConsumeIntInRange(0, LAST)))
    return "".join(parts)


def main() -> None:
    """Read texts until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path(".corpus"), help="a folder for what reaches something new")
    given = parser.parse_args()
    given.corpus.mkdir(exist_ok=True)
    checker, numbers = Checker(), itertools.count()

    def read(data: bytes) -> None:
        text = text_of(data)
        try:
            law = fuzz.broken_law(checker, text, Layout(everything=next(numbers) % 2 == 1))
        except Exception:
            law = traceback.format_exc(limit=-2)
        if law:
            print(f"{law}: {text!a}", flush=True)
            os._exit(1)  # atheris would show the bytes only

    options = (f"-max_total_time={given.seconds}", f"-seed={given.seed}", "-max_len=200", "-rss_limit_mb=4000")
    atheris.Setup([sys.argv[0], *options, str(given.corpus)], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
