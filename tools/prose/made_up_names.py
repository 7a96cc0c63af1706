"""How many made-up names are asked about in lists, tables and sentences with a dose or a verb.

    python tools/prose/made_up_names.py [--number N] [--show N]

Half of the names end in a stem of international nonproprietary names, half are made of the syllables of brand names;
none is in the tables, an ordinary word, or so near to a name that it is corrected into it rather than asked about.
"""

from __future__ import annotations

import argparse
import random

from medcheck import Checker

STEMS = (
    "mab nib pril sartan olol statin vastatin azole cillin mycin floxacin vir gatran xaban gliptin gliflozin tide afil"
)
STEMS += " setron triptan pam zolam oxetine ipramine azepine dipine fenac oxicam coxib caine parin platin rubicin"
BEGINNINGS = (
    "ab bel cor dar el fen gal hov ix jel kal lum mor nov or pel quin rov sel tam ul ver wil xen yor zel bri tra"
)
MIDDLES = "a e i o u ada ebi ilo ora uva ani eri oxi ulta asta evo ima onda uri"
ENDINGS = "ra xa vo lis tor via dex nex min tan gra zia quil ryn vance tris mont lor pax zol"
PLACES = {
    "list": "Furosemide 40 mg od\n{name}\nRamipril 5 mg od\nParacetamol 1 g prn",
    "list with dose": "Furosemide 40 mg od\n{name} 20 mg bd\nRamipril 5 mg od",
    "enumeration": "Medications: aspirin, {name}, ramipril, metformin.",
    "table": "Drug\tDose\tFrequency\nFurosemide\t40 mg\tod\n{name}\t20 mg\tbd\nRamipril\t5 mg\tod",
    "bullets under a heading": "Current medication\n- {name}\n- ramipril 5 mg\n",
    "sentence with a dose": "Seen in clinic today. She was well and takes her {name} 20 mg twice daily.",
    "sentence with a verb": "He was reviewed by the nurse last week and was started on {name} for his chest.",
    "allergy": "Allergies: {name} - rash\n\nPresenting complaint: cough for three days, no fever.",
}


def names(number: int, checker: Checker) -> list[str]:
    """So many made-up names."""
    chance = random.Random(12)
    made: dict[str, None] = {}
    while len(made) < number:
        begin = chance.choice(BEGINNINGS.split()) + chance.choice(MIDDLES.split())
        if len(made) % 2:
            name = begin + chance.choice("b d f k l m n p r s t v z".split()) + chance.choice(STEMS.split())
        else:
            name = (begin + chance.choice(ENDINGS.split())).capitalize()
        review = checker.check(name)
        if not review.mentions and review.unrecognised:
            made[name] = None
    return list(made)


def silent(checker: Checker, made: list[str], text: str) -> list[str]:
    """Those of the names that are neither asked about nor found where they stand in the text."""
    start = text.index("{name}")
    quiet = []
    for name in made:
        review = checker.check(text.format(name=name))
        spans = [(entry.start, entry.end) for entry in (*review.unrecognised, *review.mentions)]
        if not any(first <= start < last for first, last in spans):
            quiet.append(name)
    return quiet


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--show", type=int, default=0, help="print so many of the names that are not asked about")
    given = parser.parse_args()
    checker = Checker()
    made = names(given.number, checker)
    for place, text in PLACES.items():
        quiet = silent(checker, made, text)
        print(f"{place:26s} asked about in {100 * (1 - len(quiet) / len(made)):.2f} %", *quiet[: given.show])


if __name__ == "__main__":
    main()
