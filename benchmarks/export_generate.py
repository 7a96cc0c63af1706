"""A made-up prescription export of any size with realistic repetition: python benchmarks/export_generate.py ROWS PATH.

50,000 distinct lines (name, strength, form, directions), one in ten of them misspelt by one letter; every patient has
about five repeat medicines issued month after month, chosen so that a few lines are very common and most are rare.
"""

import csv
import random
import sys
from pathlib import Path

from medcheck.knowledge.folder import data_folder

LINES = 50_000
MISSPELT = 0.1
MEDICINES_OF_A_PATIENT = 5
ISSUES = 4
HEADER = "patient_id,practice,issue_date,drug_name,quantity,days,prescriber\n"
_FORMS = ("tablets", "capsules", "tabs", "tablet", "caps", "oral solution", "MR tablets", "po", "")
_STRENGTHS = ("5 mg", "10mg", "20 mg", "25mg", "40 mg", "50mg", "75 mg", "100mg", "250 mg", "500mg", "2.5mg", "1 mg")
_DIRECTIONS = ("", "", " once daily", " bd", " nocte", " one at night", " as directed", " tds")


def distinct_lines(number: int = LINES, seed: int = 5, folder: Path | None = None) -> list[str]:
    """Distinct lines, the common names first."""
    chance = random.Random(seed)
    names = []
    for table in ("names", "vocabulary"):
        with ((folder or data_folder()) / f"{table}.csv").open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                if (
                    row["kind"] in ("ingredient", "synonym", "brand")
                    and row["name"].isascii()
                    and "," not in row["name"]
                ):
                    names.append(row["name"])
    chance.shuffle(names)
    common = names[:3000]
    lines: dict[str, None] = {}
    while len(lines) < number:
        name = chance.choice(common if chance.random() < 0.7 else names)
        if chance.random() < MISSPELT:
            name = _slip(name, chance)
        form, strength = chance.choice(_FORMS), chance.choice(_STRENGTHS)
        lines[f"{name} {strength} {form}".strip() + chance.choice(_DIRECTIONS)] = None
    return list(lines)


def _slip(name: str, chance: random.Random) -> str:
    places = [place for place in range(1, len(name)) if name[place].isalpha()]
    if len(name) < 6 or not places:
        return name
    place = chance.choice(places)
    return name[:place] + chance.choice(("", name[place] * 2, chance.choice("aeiourst"))) + name[place + 1 :]


def generate(rows: int, path: Path, seed: int = 5, folder: Path | None = None) -> None:
    """Write the export; the same seed gives the same file, and a longer one begins with the shorter."""
    lines = distinct_lines(folder=folder, seed=seed)
    chance = random.Random(seed)
    weights = [1 / (rank + 20) for rank in range(len(lines))]
    chosen = chance.choices(lines, weights, k=400_000) + lines
    chance.shuffle(chosen)
    months = [f"2026-{month:02d}-{day:02d}" for month in range(1, 10) for day in (3, 11, 19, 27)]
    written = patient = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        while written < rows:
            patient += 1
            own = [chosen[(patient * MEDICINES_OF_A_PATIENT + n) % len(chosen)] for n in range(MEDICINES_OF_A_PATIENT)]
            part = []
            for issue in range(ISSUES):
                when = months[(patient + issue * 4) % len(months)]
                for n, line in enumerate(own):
                    days = 28 * (1 + n % 2)
                    part.append(
                        f"P{patient:08d},A{patient % 7000:05d},{when},{line},{days},{days},G{patient % 31:04d}\n"
                    )
            file.write("".join(part[: rows - written]))
            written += len(part)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
