"""What the processes of the desk are asked to do in its tests."""

import os
import signal
from pathlib import Path
from typing import NoReturn

from medcheck import Checker
from medcheck.desk.problems import Refused


def process_of(_: Checker) -> int:
    return os.getpid()


def die(_: Checker, parent: int, already: "str | None" = None) -> int:
    """End this process at once; with ``already``, a file, only where it is not there yet."""
    assert os.getpid() != parent
    if already is not None and Path(already).exists():
        return os.getpid()
    if already is not None:
        Path(already).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def wait_for_ever(_: Checker, parent: int, begun: str) -> None:
    assert os.getpid() != parent
    Path(begun).touch()
    while True:
        signal.pause()


def refuse(_: Checker) -> NoReturn:
    raise Refused(404, "not here", nearest=["quinine"])


def fail(_: Checker, words: str) -> NoReturn:
    raise ValueError(words)
