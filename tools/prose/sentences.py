"""How many medicines and questions are found in sentences that name no medicine, and in the same with one put in.

    python tools/prose/sentences.py FILE [--show N]

FILE has one sentence a line. The medicine put in is another one each time, in a clause of its own; the choice depends
on the number of the line alone.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from medcheck import Checker

DATA = Path(__file__).resolve().parents[2] / "data"
CLAUSES = (
    "{name} was started and {rest}",
    "{sentence} She takes {name} at night.",
    "{sentence} He was given {name} 20 mg.",
    "On {name}: {rest}",
    "{sentence} Continue {name} and review.",
    "{sentence} Allergic to {name}.",
)


def ingredients() -> list[str]:
    """The curated ingredients of one word, which need no other evidence than their name."""
    with (DATA / "drugs.csv").open(encoding="utf-8", newline="") as file:
        return [row["ingredient"] for row in csv.DictReader(file) if row["ingredient"].isalpha()]


def with_medicine(sentence: str, name: str, number: int) -> str:
    """The sentence with a medicine in it."""
    rest = sentence[:1].lower() + sentence[1:]
    return CLAUSES[number % len(CLAUSES)].format(name=name, sentence=sentence, rest=rest)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many of the medicines and questions found")
    given = parser.parse_args()
    sentences = [line for line in given.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    check = Checker().check
    names = ingredients()
    medicines: list[str] = []
    questions: list[str] = []
    unfamiliar = missed = 0
    for number, sentence in enumerate(sentences):
        review = check(sentence)
        medicines += [f"{mention.text} ({mention.match.name}): {sentence}" for mention in review.mentions]
        questions += [f"{entry.text}: {sentence}" for entry in review.unrecognised]
        unfamiliar += len(review.unfamiliar)
        name = names[number % len(names)]
        found = {i for mention in check(with_medicine(sentence, name, number)).mentions for i in mention.ingredients}
        missed += name not in found
    for line in (medicines[: given.show], questions[: given.show]):
        print(*line, sep="\n", end="\n\n")
    print(f"{len(sentences)} lines: {len(medicines)} medicines, {len(questions)} questions, {unfamiliar} unfamiliar")
    print(f"with one medicine put in each: found in {100 * (1 - missed / max(1, len(sentences))):.2f} %")


if __name__ == "__main__":
    main()
