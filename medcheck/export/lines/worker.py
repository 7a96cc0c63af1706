"""One of several processes that resolve distinct lines: chunks of lines on standard input, their answers on output.

A process of its own rather than ``multiprocessing``: that would import the caller's main module again, which a plain
script without a guard does not survive, and a fork of a process with DuckDB's threads can hang.
"""

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from medcheck.checker import Checker
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.medicine import Medicine


def encode(answers: list[Answer]) -> str:
    """Answers as one line of JSON."""
    return json.dumps(answers, ensure_ascii=True, separators=(",", ":"))


def decode(line: str) -> list[Answer]:
    """The answers of a line of JSON."""
    return _answers(json.loads(line))


def pack(answers: list[Answer]) -> str:
    """Answers as one line of JSON, in which equal ones, as those of one name's strengths are, stand once."""
    places: dict[Answer, int] = {}
    of_each = [places.setdefault(answer, len(places)) for answer in answers]
    return json.dumps([list(places), of_each], ensure_ascii=True, separators=(",", ":"))


def unpack(line: str) -> list[Answer]:
    """The answers that were packed."""
    different, of_each = json.loads(line)
    answers = _answers(different)
    return [answers[place] for place in of_each]


def _answers(listed: list[Any]) -> list[Answer]:
    def answer(cells: list[str], medicines: list[list[Any]]) -> Answer:
        taken = tuple(Medicine(tuple(ingredients), *rest) for ingredients, *rest in medicines)
        return Answer._make((*cells, taken))

    return [answer(cells, medicines) for *cells, medicines in listed]


def main() -> None:
    """Answer until the input ends, which it also does when the parent is killed."""
    gc.disable()  # of this process alone: nothing here makes cycles, and the kept look-ups are many
    names, tables = json.loads(sys.stdin.readline())
    resolver = Resolver(Checker(names, tables=Path(tables) if tables else None))
    for line in sys.stdin:
        sys.stdout.write(pack(resolver.answers([DistinctLine(*key) for key in json.loads(line)])) + "\n")
        sys.stdout.flush()
    os._exit(0)  # taking the kept look-ups apart would take longer than ending
