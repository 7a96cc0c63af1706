"""Mutation testing: changes the rules, naming, context and assembly, one small change at a time, and runs their tests.

    python tools/mutants/run.py --sample 200 --seed 1 --minutes 60
    python tools/mutants/run.py rules assembly --sample 100

A change that no test notices survives and is printed. At most 5 % should, but for those of ``equivalent.csv``, which
change nothing that anybody could see, each with the reason. What was tried stands in ``--results`` (JSON lines); a run
that is started again goes on from there, and tries a mutant anew only when its module has changed.
"""

import argparse
import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from mutate import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
_ALL = ["tests/spec/test_spec.py::test_review_says_what_the_case_says"]
# The rooms that are changed, and the tests that concern each.
TESTS = {
    "rules": "findings alerts combination_matching evidence questions muscle_dangers",
    "assembly": "scan sig simple_line results status",
    "naming": "scan correct lexicon slips truncate only_medicines line_ends local_names properties",
    "context": "status headings cue_examples language",
}
SECONDS = 300  # for the tests of one mutant; an endless loop is noticed, too


def main() -> None:
    """Try the mutants that were asked for and say which survive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(TESTS)}; by default all")
    parser.add_argument("--sample", type=int, default=200, help="how many mutants, of all rooms together")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--minutes", type=float, default=60, help="start no further mutant after so long")
    parser.add_argument("--results", type=Path, default=ROOT / ".mutants.jsonl", help="where what was tried is kept")
    given = parser.parse_args()
    rooms = given.rooms or list(TESTS)
    if unknown := set(rooms) - set(TESTS):
        parser.error(f"there is no room {', '.join(sorted(unknown))}")
    chosen = _sample(rooms, given.sample, given.seed)
    done = _results(given.results)
    end = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory() as folder:
        tree = _copy(Path(folder))
        for room in rooms:
            if _tests_fail(tree, room):
                sys.exit(f"the tests of {room} fail without any change: mend them first")
        for number, (path, mutant) in enumerate(chosen):
            if _key(path, mutant) in done or time.monotonic() > end:
                continue
            killed = _is_killed(tree, path, mutant)
            done[_key(path, mutant)] = {"killed": killed, "path": path, **mutant._asdict()}
            with given.results.open("a", encoding="utf-8") as file:
                kept = {name: value for name, value in done[_key(path, mutant)].items() if name != "source"}
                print(json.dumps({"key": _key(path, mutant), **kept}), file=file)
            print(f"{number + 1}/{len(chosen)} {'killed' if killed else 'SURVIVED'} {path}:{mutant.line}", flush=True)
    _tell([done[key] for key in (_key(path, mutant) for path, mutant in chosen) if key in done], len(chosen))


def _sample(rooms: list[str], size: int, seed: int) -> list[tuple[str, Mutant]]:
    """Mutants by chance, each module with as many as its share of all."""
    every: list[tuple[str, Mutant]] = []
    for room in rooms:
        for file in sorted((ROOT / "medcheck" / room).glob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            every.extend((path, mutant) for mutant in mutants_of(file.read_text(encoding="utf-8")))
    return random.Random(seed).sample(every, min(size, len(every)))


def _key(path: str, mutant: Mutant) -> str:
    return hashlib.sha256(f"{path}\n{mutant.source}".encode()).hexdigest()[:16]


def _results(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {entry["key"]: entry for entry in map(json.loads, lines)}


def _copy(folder: Path) -> Path:
    """A copy of the package and its tests, in which a module can be changed; the tables are linked."""
    for name in ("medcheck", "tests", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("data", "README.md", "docs", "examples"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def _is_killed(tree: Path, path: str, mutant: Mutant) -> bool:
    """Whether a test of the module's room fails, or does not end, with the mutant in its place."""
    module = tree / path
    original = module.read_text(encoding="utf-8")
    try:
        module.write_text(mutant.source, encoding="utf-8")
        return _tests_fail(tree, Path(path).parts[1])
    finally:
        module.write_text(original, encoding="utf-8")


def _tests_fail(tree: Path, room: str) -> bool:
    tests = [f"tests/test_{name}.py" for name in TESTS[room].split()]
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MEDCHECK_TEST_HOME": str(tree / "home"),  # the database is built once for all mutants
    }
    options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
    command = [sys.executable, "-m", "pytest", *options, *tests, *_ALL]
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def _tell(tried: list[dict[str, Any]], asked: int) -> None:
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        equivalent = {(row["path"], row["before"], row["after"]) for row in csv.DictReader(file)}
    survivors = [one for one in tried if not one["killed"]]
    open_ones = [one for one in survivors if (one["path"], one["before"], one["after"]) not in equivalent]
    for one in open_ones:
        print(f"\n{one['path']}:{one['line']}\n- {one['before']}\n+ {one['after']}")
    counted = len(tried) - (len(survivors) - len(open_ones))
    share = 100 * len(open_ones) / counted if counted else 0.0
    print(
        f"\n{len(tried)} of {asked} tried; {len(open_ones)} of {counted} that are not equivalent survive: {share:.1f} %"
    )


if __name__ == "__main__":
    main()
