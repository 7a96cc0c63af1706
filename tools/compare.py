"""What two commits say, side by side: ``python tools/compare.py OLD [NEW]``; NEW is the working tree if left out.

For a change that must not alter what the program says. Each commit is checked out and answers the same questions in
processes of its own: ``check`` as JSON for every spec case and for generated lists, every file that a review of a
generated export writes on each engine, ``drug`` for every curated ingredient, and ``classes``. The questions are made
from the tables of OLD. Ends with 1 where an answer differs, and prints the first differences; ``--keep DIR`` keeps all.

The identifier of the tables stands in every answer and says only that a table was edited: it is masked. A field that
only NEW has is told once and not compared.
"""

import argparse
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
ENGINES = ("python", "duckdb")
SHOWN = 20  # differences printed in full

# Runs in the commit's own environment and uses only its public interface, so that it works on old and new commits.
ANSWER = r"""
import json, os, re, sys
from pathlib import Path
from click.testing import CliRunner
import medcheck
from medcheck.cli import main

questions, answers = Path(sys.argv[1]), Path(sys.argv[2])
version = medcheck.check("").tables_version

def masked(text):
    return text.replace(version, "VERSION")

with (answers / "lists.jsonl").open("w", encoding="utf-8") as file:
    for line in (questions / "lists.jsonl").open(encoding="utf-8"):
        file.write(masked(medcheck.check(json.loads(line)).model_dump_json()) + "\n")

def told(*words):
    result = CliRunner().invoke(main, list(words))
    return masked(result.stdout) + (f"\nexit {result.exit_code} {result.stderr}" if result.exit_code else "")

with (answers / "commands.jsonl").open("w", encoding="utf-8") as file:
    for line in (questions / "commands.jsonl").open(encoding="utf-8"):
        words = json.loads(line)
        file.write(json.dumps([words, told(*words)]) + "\n")

for engine in sys.argv[3].split(","):
    folder = answers / engine
    medcheck.review_export([questions / "export.csv"], output=folder, engine=engine, as_of="2026-09-01")
    for path in folder.iterdir():
        path.write_text(masked(path.read_text(encoding="utf-8")), encoding="utf-8")
"""

_HEADINGS = (
    "Current medications:", "Allergies:", "Stopped:", "PRN:", "Discontinued medications", "Eye drops:", "Inhalers:",
    "Family history:", "Repeat medication", "Past medications:", "Plan:", "",
)  # fmt: skip
_PATTERNS = (
    "{name} {strength} {sig}", "{name} {strength}", "{name}", "- {name} {strength} {form} {sig}", "stopped {name}",
    "{name} {strength}: discontinued", "allergic to {name}", "{name} (rash)", "not taking {name}",
    "{number}. {name} {sig}",
    "He was on {name} until 2019 and now takes {other} {strength}.", "{name} / {other} {strength}", "{name} prn",
    "switched from {name} to {other}", "hold {name} if SBP < 100",
    "{name} | {strength} | {sig} |", "denies taking {name}",
    "consider starting {name}", "no {name}", "{name} cream {sig}", "{name} eye drops {sig}", "her husband takes {name}",
)  # fmt: skip
_STRENGTHS = ("5 mg", "10mg", "20 mg", "40 mg", "250/50 mcg", "1 g", "1 %", "100 micrograms", "2.5mgOD", "")
_SIGS = ("od", "bd", "one at night", "po daily", "2 puffs qds", "prn", "mdu", "weekly", "")
_FORMS = ("tablets", "capsules", "inhaler", "MR tablets", "oral solution", "cream", "")


def _slip(name: str, chance: random.Random) -> str:
    if len(name) < 6:
        return name
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice(("", name[place] * 2, chance.choice("aeiourst"))) + name[place + 1 :]


def _names(data: Path) -> list[str]:
    names = []
    for table in ("names", "names", "names", "vocabulary"):  # curated names three times as often for their number
        with (data / f"{table}.csv").open(encoding="utf-8") as rows:
            names += [row["name"] for row in csv.DictReader(rows)]
    return names


def lists(data: Path, spec: Path, number: int, seed: int = 11) -> list[str]:
    """The texts of the spec cases and as many generated lists: headings, phrases, slips, bullets, brackets."""
    chance = random.Random(seed)
    names = _names(data)
    curated = names[: len(names) // 2]
    with spec.open(encoding="utf-8", newline="") as rows:
        texts = [row["text"] for row in csv.DictReader(rows)]
    for _ in range(number):
        lines = []
        for place in range(chance.randrange(1, 9)):
            if chance.random() < 0.2:
                lines.append(chance.choice(_HEADINGS))
            name, other = (chance.choice(curated if chance.random() < 0.6 else names) for _ in range(2))
            if chance.random() < 0.15:
                name = _slip(name, chance)
            pattern = chance.choice(_PATTERNS if chance.random() < 0.6 else _PATTERNS[:4])
            line = pattern.format(
                name=name, other=other, strength=chance.choice(_STRENGTHS), sig=chance.choice(_SIGS),
                form=chance.choice(_FORMS), number=place + 1,
            )  # fmt: skip
            lines.append(line if chance.random() < 0.9 else line.upper())
        texts.append(chance.choice(("\n", "\n", "; ", ", ")).join(lines))
    return texts


def export(data: Path, path: Path, rows: int, seed: int = 12) -> None:
    """A generated export of lines, patients, stop dates and codes."""
    chance = random.Random(seed)
    names = _names(data)
    known = [
        f"{chance.choice(names)} {chance.choice(_STRENGTHS)} {chance.choice(_FORMS)} {chance.choice(_SIGS)}".strip()
        for _ in range(rows // 6)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("patient_id", "drug_name", "start_date", "stop_date", "atc_code", "status"))
        for row in range(rows):
            line = chance.choice(known) if chance.random() < 0.9 else _slip(chance.choice(known), chance)
            stop = chance.choice(("", "", "", "2026-03-01", "2027-01-01", "01/02/2020"))
            code = chance.choice(("", "", "", "C03CA01", "N02BE01", "zzz"))
            status = chance.choice(("", "active", "active", "stopped"))
            table.writerow((f"P{row // 7}", line, "2019-05-05", stop, code, status))


def _questions(tree: Path, folder: Path, number: int, rows: int) -> None:
    data, spec = tree / "data", tree / "tests" / "spec" / "cases.csv"
    with (folder / "lists.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(text) + "\n" for text in lists(data, spec, number))
    with (data / "drugs.csv").open(encoding="utf-8") as table:
        drugs = [row["ingredient"] for row in csv.DictReader(table)]
    some = lists(data, spec, 0)[::10]
    commands = [["drug", name] for name in drugs] + [["classes"], ["tables", "--lists"]]
    commands += [
        ["check", "--format", form, "--", text] for form in ("text", "csv", "markdown", "html") for text in some
    ]
    commands += [["check", "--all", "--", text] for text in some]
    with (folder / "commands.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(words) + "\n" for words in commands)
    export(data, folder / "export.csv", rows)


def _answers(tree: Path, questions: Path, answers: Path, engines: str) -> None:
    answers.mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": str(tree), "MEDCHECK_HOME": str(answers.parent / f"home-{answers.name}")}
    command = [sys.executable, "-c", ANSWER, str(questions), str(answers), engines]
    subprocess.run(command, check=True, env=environment, cwd=answers)


def _without(new: Any, old: Any, added: set[str]) -> Any:
    """``new`` without the fields that ``old`` does not have."""
    if isinstance(new, dict) and isinstance(old, dict):
        added |= new.keys() - old.keys()
        return {name: _without(value, old[name], added) for name, value in new.items() if name in old}
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [_without(one, other, added) for one, other in zip(new, old, strict=True)]
    return new


def differences(questions: Path, old: Path, new: Path) -> list[str]:
    """What differs, one text each; the names of added fields are printed."""
    found: list[str] = []
    added: set[str] = set()
    texts = [json.loads(line) for line in (questions / "lists.jsonl").open(encoding="utf-8")]
    pairs = zip((old / "lists.jsonl").open(encoding="utf-8"), (new / "lists.jsonl").open(encoding="utf-8"), strict=True)
    for text, (before, after) in zip(texts, pairs, strict=True):
        was = json.loads(before)
        now = _without(json.loads(after), was, added)
        if was != now:
            parts = [
                f"    {name}\n      {was[name]}\n      {now.get(name)}" for name in was if was[name] != now.get(name)
            ]
            found.append(f"check {text!r}\n" + "\n".join(parts))
    pairs = zip(
        (old / "commands.jsonl").open(encoding="utf-8"), (new / "commands.jsonl").open(encoding="utf-8"), strict=True
    )
    for before, after in pairs:
        (words, was), (_, now) = json.loads(before), json.loads(after)
        if was != now:
            lines = [pair for pair in zip(was.splitlines(), now.splitlines(), strict=False) if pair[0] != pair[1]]
            found.append(f"medcheck {words}: {lines[:2] or 'one is longer'}")
    for engine in sorted(path for path in old.iterdir() if path.is_dir()):
        for path in sorted(engine.iterdir()):
            other = new / engine.name / path.name
            if not other.is_file() or path.read_bytes() != other.read_bytes():
                found.append(f"review, engine {engine.name}: {path.name} differs")
    if added:
        print(f"fields that only the new commit has: {', '.join(sorted(added))}")
    return found


def main() -> None:
    """Compare two commits."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", help="a commit, or a folder with a checkout")
    parser.add_argument("new", nargs="?", default=str(CHECKOUT), help="likewise; the working tree if left out")
    parser.add_argument("--lists", type=int, default=3000, help="how many generated lists")
    parser.add_argument("--rows", type=int, default=30_000, help="how many rows of the generated export")
    parser.add_argument("--engines", default=",".join(ENGINES), help="the engines to run, by comma")
    parser.add_argument("--keep", type=Path, help="a new folder to keep questions and answers in")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="medcheck-compare-"))
    questions = folder / "questions"
    questions.mkdir(parents=True)
    made = []
    try:
        trees = []
        for name in (given.old, given.new):
            tree = Path(name)
            if not (tree / "medcheck").is_dir():
                tree = folder / f"tree-{len(made)}"
                subprocess.run(["git", "-C", CHECKOUT, "worktree", "add", "--detach", "-q", tree, name], check=True)
                made.append(tree)
            trees.append(tree.resolve())
        _questions(trees[0], questions, given.lists, given.rows)
        for tree, name in zip(trees, ("old", "new"), strict=True):
            _answers(tree, questions, folder / name, given.engines)
        found = differences(questions, folder / "old", folder / "new")
        print("\n".join(found[:SHOWN]))
        print(f"{len(found)} differences" if found else "no difference")
        sys.exit(1 if found else 0)
    finally:
        for tree in made:
            subprocess.run(["git", "-C", CHECKOUT, "worktree", "remove", "--force", tree], check=False)
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
