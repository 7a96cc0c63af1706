"""Texts by chance, for so long: each must have a review whose laws hold, in every format; or corrupted files.

    python tools/fuzz.py --seconds 60 --seed 7
    python tools/fuzz.py --files --seconds 60 --seed 7

A text that breaks a law is printed with ``ascii``, and the exit status is 1. Files are exports of each kind with bytes,
inner parts or values changed: each must be read, or refused by an error of ours that shows nothing of it. The same seed
makes the same texts and files.
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from medcheck import Checker, Review
from medcheck.report import WRITERS, writer
from medcheck.report.layout import Layout

LINES = (
    "furosemide 40 mg od", "Ventolin inhaler 2 puffs prn", "simvastatn 20 mg nocte", "Stopped: quinine sulfate 200 mg",
    "allergic to penicillin (rash)", "Zzyzzfol 20 mg", "was on lithium until 2019", "| Drug | Dose | Stopped |",
    "[ ] aspirin 75 mg", "1) losarttan potassium 50 mg", "amlodipine -> bumetanide 1 mg", "Medications:", "K 3.1",
    "her mother takes warfarin", "hold ramipril", "Dear Dr Smith, thank you for seeing her. She takes Seretide.",
)  # fmt: skip
MARKS = " \n\t\r\f\x00\x1b\u200b\u202e\u0301\ud800\udfff\ufeff½٤é☐☑•·–—→~_|/\\()[]{}<>«»“”'\"`´.,;:!?+-*=#%&@0159aZ"
MOST_CHANGES = 12


def text_by_chance(chance: random.Random) -> str:
    """Lines and marks put together, then letters lost, doubled, swapped and strewn in."""
    parts = [
        chance.choice(LINES) if chance.random() < 0.7 else chance.choice(MARKS) for _ in range(chance.randint(0, 8))
    ]
    letters = list(chance.choice(("\n", " ", "", ", ", "\t")).join(parts))
    for _ in range(chance.randint(0, MOST_CHANGES)):
        at = chance.randint(0, len(letters))
        if chance.random() < 0.4:
            del letters[at : at + chance.randint(1, 6)]
        elif chance.random() < 0.2:
            letters[at:at] = letters[at : at + chance.randint(1, 30)]
        else:
            code = chance.choice((chance.randrange(0x110000), ord(chance.choice(MARKS))))
            letters.insert(at, chr(code))
    return "".join(letters)


def broken_law(checker: Checker, text: str, layout: Layout) -> str | None:
    """The law that the review of a text breaks, or None."""
    record = checker.review_record(text)
    stretches = (*record.mentions, *record.unrecognised, *record.not_medicines)
    if any(one.text != text[one.start : one.end] or not one.text for one in (*stretches, *record.unfamiliar)):
        return "a stretch is not where it says"
    places = sorted((one.start, one.end) for one in stretches)
    if any(before[1] > after[0] for before, after in itertools.pairwise(places)):
        return "two stretches overlap"
    for name in WRITERS:
        writer(name)(record, checker.clinical.side_effect, layout).encode()
    written = Review.of(record).model_dump_json()
    if json.loads(Review.model_validate_json(written).model_dump_json()) != json.loads(written):
        return "the JSON read again is another"
    if checker.review_record(text) != record:
        return "a second review is another"
    return None


def broken_by_files(chance: random.Random, folder: Path) -> Iterator[str | None]:
    """Without end, a corrupted file of each kind in turn: how it is not refused as it should be, or None."""
    sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parents[1] / "tests" / "export")]
    from test_corrupted import KINDS, corrupted, read_all, refused_without_text

    sources = {kind: corrupted(kind, folder, chance) for kind in KINDS}
    for kind in itertools.cycle(KINDS):
        path = folder / f"export.{kind}"
        path.write_bytes(next(sources[kind]))
        try:
            refused_without_text(lambda path=path, kind=kind: read_all(path, kind))
        except BaseException as failure:  # what pytest raises where a test fails is no Exception
            if isinstance(failure, KeyboardInterrupt):
                raise
            yield f"{kind}: {failure}"
        else:
            yield None


def broken_by_texts(chance: random.Random) -> Iterator[str | None]:
    """Without end, a text: the law that it breaks, or None."""
    checker = Checker()
    for number in itertools.count():
        text = text_by_chance(chance)
        try:
            law = broken_law(checker, text, Layout(everything=number % 2 == 1))
        except Exception:
            law = traceback.format_exc(limit=-2)
        yield law and f"{law}: {text!a}"


def main() -> None:
    """Read texts or files until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", action="store_true", help="corrupted files of exports instead of texts")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    end, number, broken = time.monotonic() + given.seconds, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for said in broken_by_files(chance, Path(folder)) if given.files else broken_by_texts(chance):
            number += 1
            if said:
                broken += 1
                print(said)
            if time.monotonic() > end:
                break
    what = "files" if given.files else "texts"
    print(f"{number} {what} read, {broken} of them break a law (seed {given.seed})")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
