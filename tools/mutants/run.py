"""Mutation testing: changes the rooms that decide what a review says, one small change at a time, and runs their tests.

    python tools/mutants/run.py --sample 200 --seed 1 --minutes 60
    python tools/mutants/run.py rules assembly --sample 100

A change that no test notices survives and is printed. At most 5 % should, but for those of ``equivalent.csv``, which
change nothing that anybody could see, each with the reason. What was tried stands in ``--results`` (JSON lines); a run
that is started again goes on from there. It tries a mutant anew when its module has changed; with ``--again`` also what
survived, after a test was written.

First the tests run once unchanged, to see which lines each of them runs. A mutant is then tried with those that run its
statement, first those that killed others, then the quickest, in a child of a process that has everything loaded: less
than a second for most. A test that needs no more than its parameters and what all share is called without pytest.
"""

import argparse
import csv
import functools
import hashlib
import json
import operator
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from mutate import Mutant, changes_of, mutant_of
from trial import ROOT, Recorder, Trials, build_database, in_child, run_tests

EQUIVALENT = Path(__file__).with_name("equivalent.csv")
ROOMS = ("rules", "naming", "context", "assembly", "results", "hooks", "fhir", "document", "report")
KEPT = "medcheck/rules/"  # whose results are kept, see Clinical.once
TESTS = [
    "tests/spec/test_spec.py::test_review_says_what_the_case_says",
    "tests/spec/test_names.py",
    "tests/spec/test_directions.py",
    "tests/spec/test_taken.py",
    "tests/spec/test_values.py",
    *(
        f"tests/test_{name}.py"
        for name in (
            "alerts bars cells certainty combination_matching correct cue_examples cut_off entries evidence findings "
            "headings how_far_words_reach html items labelled_rows language lately legends lexicon line_ends "
            "local_names made_up_names material monograph muscle_dangers naming_evidence only_medicines "
            "printable properties questions reactions report results rule_branches scan sig simple_line slips "
            "status tables tokens truncate unrelated_lines weigh"
        ).split()
    ),
    "tests/fhir",
    "tests/hooks",
]
# Tests of five seconds and more, which are left to the whole suite.
SLOW = (
    "a_finding_points_at_every_mention answered_as_if_it_were_assembled any_text_has_a_review_whose_values "
    "misspelt_name_before one_letter_slip_of_a_curated_name order_of_lines two_million_characters"
).split()


def main() -> None:
    """Try the mutants that were asked for and say which survive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(ROOMS)}; by default all")
    parser.add_argument("--sample", type=int, default=200, help="how many mutants, of all rooms together")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--minutes", type=float, default=60, help="start no further mutant after so long")
    parser.add_argument("--slowest", type=float, default=5, help="leave out tests that take more seconds than this")
    parser.add_argument("--again", action="store_true", help="try anew what survived before")
    parser.add_argument("--results", type=Path, default=ROOT / ".mutants.jsonl", help="where what was tried is kept")
    given = parser.parse_args()
    rooms = given.rooms or list(ROOMS)
    if unknown := set(rooms) - set(ROOMS):
        parser.error(f"there is no room {', '.join(sorted(unknown))}")
    chosen = _sample(rooms, given.sample, given.seed)
    done = _results(given.results)
    left = [
        mutant for mutant in chosen if mutant.digest not in done or (given.again and not done[mutant.digest]["killed"])
    ]

    def tell(mutant: Mutant, killed: bool) -> bool:
        """Write down what became of a mutant; whether there is time for another."""
        kept = {name: value for name, value in mutant._asdict().items() if name != "code"}
        done[mutant.digest] = {**kept, "killed": killed}
        with given.results.open("a", encoding="utf-8") as file:
            print(json.dumps(done[mutant.digest]), file=file)
        print(f"{'killed' if killed else 'SURVIVED'} {mutant.path}:{mutant.line}", flush=True)
        return time.monotonic() < end

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        os.environ.setdefault("MEDCHECK_TEST_HOME", folder)  # the database is built once for all mutants
        recorded = _record(given.results.with_suffix(".calls.json"), log)
        end = time.monotonic() + 60 * given.minutes
        trials = Trials(left, lambda mutant: _tests_of(mutant, recorded, given.slowest), tell, log)
        if left:
            run_tests([*TESTS, "-s"], trials)
    _tell([done[mutant.digest] for mutant in chosen if mutant.digest in done], len(chosen))


def _sample(rooms: list[str], size: int, seed: int) -> list[Mutant]:
    """Mutants by chance, each module with about its share of all."""
    files = [file for room in rooms for file in sorted((ROOT / "medcheck" / room).glob("*.py"))]
    sources = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}
    every = [(path, *place) for path, source in sources.items() for place in changes_of(source)]
    places = random.Random(seed).sample(every, min(size, len(every)))
    return [mutant_of(path, sources[path], number, which) for path, number, which in places]


def _results(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {entry["digest"]: entry for entry in map(json.loads, lines)}


def _record(target: Path, log: Path) -> dict[str, Any]:
    """Which lines each test runs, from one run without a change; kept for the next run on the same files."""
    files = sorted(file for folder in ("medcheck", "tests", "data") for file in (ROOT / folder).rglob("*.*"))
    files = [file for file in files if file.suffix in (".py", ".csv", ".sql", ".jsonl")]
    digests = (f"{file.relative_to(ROOT)} {_digest(file)}" for file in files)
    state = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    recorded: dict[str, Any] = json.loads(target.read_text()) if target.exists() else {}
    if recorded.get("of") != state:
        if in_child(build_database, log) or in_child(
            lambda: run_tests([*TESTS, "-k", f"not ({' or '.join(SLOW)})"], Recorder(target, list(ROOMS))), log
        ):
            sys.exit(f"the tests fail without any change; mend them first:\n{log.read_text()[-2000:]}")
        recorded = {"of": state, **json.loads(target.read_text())}
        target.write_text(json.dumps(recorded))
    return recorded


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _tests_of(mutant: Mutant, recorded: dict[str, Any], slowest: float) -> dict[str, float]:
    """The tests that can notice a mutant, each with how long it takes: those that run its statement.

    What runs when a module is loaded, or once before all tests, concerns each of them. What the rules make of the
    tables is kept from one test to the next: there all count that run any line of the module.
    """
    lines = range(mutant.first, mutant.last + 1)
    masks = recorded["tests"].get(mutant.path, {})
    if mutant.path.startswith(KEPT):
        mask = functools.reduce(operator.or_, (int(mask, 16) for mask in masks.values()), 0)
    else:
        mask = functools.reduce(operator.or_, (int(masks.get(str(line), "0"), 16) for line in lines))
    if not mask and (
        not mutant.first or any(path == mutant.path and line in lines for path, line in recorded["outside"])
    ):
        mask = -1
    every = recorded["seconds"].items()
    return {name: seconds for number, (name, seconds) in enumerate(every) if mask >> number & 1 and seconds <= slowest}


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
