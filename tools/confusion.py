"""How often each status is taken for another: the confusion matrix of annotated lists, by layout.

    python tools/confusion.py lists.jsonl ...

A line of a file is an object with ``text``, ``meds`` (each with ``start``, ``end``, ``ingredients`` and ``status``) and
perhaps ``shape``. Rows are what the annotator said, columns what medcheck says.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import medcheck

STATUSES = ("current", "as_needed", "unclear", "held", "stopped", "not_taken", "allergy", "missed")
SAME = {"prn": "as_needed", "negated": "not_taken"}
TAKEN = ("current", "as_needed", "unclear")


def main(paths: list[str]) -> None:
    """Print a matrix for each shape of list and one for all of them."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            mentions = medcheck.check(entry["text"]).mentions
            for med in entry["meds"]:
                if not med["ingredients"] or med.get("optional"):
                    continue
                said = next((m.status for m in mentions if m.start < med["end"] and med["start"] < m.end), "missed")
                pair = SAME.get(med["status"], med["status"]), said
                found[entry.get("shape", "lists")][pair] += 1
                found["all"][pair] += 1
    for shape in sorted(found, key=lambda name: (name == "all", name)):
        _print(shape, found[shape])


def _print(shape: str, pairs: Counter[tuple[str, str]]) -> None:
    known = {pair: count for pair, count in pairs.items() if pair[1] != "missed"}
    right = sum(count for (gold, said), count in known.items() if (gold in TAKEN) == (said in TAKEN))
    total = sum(known.values())
    print(f"\n{shape}: {right} of {total} right, taken or not")
    print(" " * 12 + "".join(f"{status:>11}" for status in STATUSES))
    for gold in STATUSES[:-1]:
        if any(pair[0] == gold for pair in pairs):
            print(f"{gold:12}" + "".join(f"{pairs[gold, said] or '-':>11}" for said in STATUSES))


if __name__ == "__main__":
    main(sys.argv[1:])
