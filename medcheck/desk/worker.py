"""One of several processes that do the work of requests: work on standard input, what came of it on standard output."""

import os
import pickle
import signal
import struct
import sys
from collections import deque
from pathlib import Path
from typing import Any, BinaryIO

from starlette.exceptions import HTTPException

from medcheck.checker import Checker
from medcheck.desk.application import routes
from medcheck.desk.guard import place_of
from medcheck.desk.pages import EXAMPLE
from medcheck.fhir.tables import fhir_tables

# For what the example does without: laboratory values, medicines that are held or stopped in a sentence.
_MORE = "K 3.1 mmol/L\nRamipril 5 mg, on hold\nStopped bumetanide and aspirin 75 mg in May"
LENGTH = struct.Struct(">I")  # comes before each message


def message(content: object) -> bytes:
    """A message as it goes through a pipe between two processes of ours."""
    pickled = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(pickled)) + pickled


def main() -> None:
    """Do what is asked until the input ends, which it also does when the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the input
    names, tables = _read(sys.stdin.buffer)
    checker = Checker(names, tables=Path(tables) if tables else None)
    _warm(checker)
    _write(checker.identity)
    while (asked := _read(sys.stdin.buffer)) is not None:
        _write(_done(checker, *asked))
    os._exit(0)  # taking the kept look-ups apart would take longer than ending


def _warm(checker: Checker) -> None:
    """Load what requests need before the first one comes: the modules of all routes, and what a review reads once."""
    deque(routes(), 0)
    fhir_tables()
    for text in (EXAMPLE, _MORE):
        checker.check(text).model_dump_json()


def _done(checker: Checker, work: Any, arguments: Any, options: Any) -> tuple[str, object]:
    try:
        return "done", work(checker, *arguments, **options)
    except HTTPException as refused:
        return "refused", refused
    except Exception as error:  # its words may hold some of the text
        return "failed", place_of(error)


def _read(pipe: BinaryIO) -> Any:
    head = pipe.read(LENGTH.size)
    return pickle.loads(pipe.read(*LENGTH.unpack(head))) if len(head) == LENGTH.size else None


def _write(content: object) -> None:
    sys.stdout.buffer.write(message(content))
    sys.stdout.buffer.flush()
