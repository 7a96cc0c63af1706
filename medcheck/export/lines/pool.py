"""Distinct lines to answers on all cores; the order of the answers is that of the lines."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock

from medcheck.checker import Checker
from medcheck.exceptions import WorkerError
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.worker import unpack
from medcheck.processes import cores, isolated

# Fewer lines are answered here sooner than another process has started.
WORTH_A_PROCESS = 3000
_CHUNK = 500


class ResolverPool:
    """Resolves lines with ``checker``; each of several ``workers`` has one like it, of the same names and tables.

    ``read`` says what is to be read in the place of each line.
    """

    def __init__(
        self,
        checker: Checker,
        names: str | None,
        tables: "str | os.PathLike[str] | None",
        workers: int | None = None,
        read: Callable[[Sequence[DistinctLine]], Sequence[DistinctLine]] = lambda lines: lines,
    ) -> None:
        self.checker = checker
        self.names = names
        self.tables = os.fspath(tables) if tables else None
        self.workers = workers
        self._resolver = Resolver(checker)
        self._read = read

    def answers(self, lines: Sequence[DistinctLine], progress: Callable[[int], None] = lambda _: None) -> list[Answer]:
        """The answer to each line; ``progress`` gets how many are done.

        Raises WorkerError where a process ends early, and so does another in its place.
        """
        lines = self._read(lines)
        workers = self.workers or min(cores(), len(lines) // WORTH_A_PROCESS + 1)
        chunks = [lines[start : start + _CHUNK] for start in range(0, len(lines), _CHUNK)]
        if workers < 2 or not sys.executable:
            return _gathered(map(self._resolver.answers, chunks), progress)
        team = _Team(workers, json.dumps([self.names, self.tables]))
        try:
            with ThreadPoolExecutor(workers) as threads:
                try:
                    return _gathered(threads.map(team.ask, chunks), progress)
                except BaseException:
                    team.stop()
                    threads.shutdown(cancel_futures=True)
                    raise
        finally:
            team.close()


def _gathered(chunks: Iterable[list[Answer]], progress: Callable[[int], None]) -> list[Answer]:
    found: list[Answer] = []
    for answers in chunks:
        found += answers
        progress(len(found))
    return found


class _Died(Exception):  # noqa: N818 - no error yet: another process takes its place
    """A worker process has ended, or its answer was cut off."""


class _Team:
    """The worker processes; each is free or answers one chunk, and one that ends early is replaced."""

    def __init__(self, size: int, setup: str) -> None:
        self._setup = setup
        self._stopped = False
        self._lock = Lock()
        self._processes: list[subprocess.Popen[str]] = []
        self._free: SimpleQueue[subprocess.Popen[str] | None] = SimpleQueue()
        for _ in range(size):
            self._free.put(None)  # it is started when it is asked first

    def ask(self, chunk: Sequence[DistinctLine]) -> list[Answer]:
        """The answers of some worker to a chunk of lines, or of another where that one ends early."""
        process = self._free.get()
        try:
            for _ in range(2):
                process = process or self._start()
                try:
                    return _answers(process, chunk)
                except _Died:
                    process.kill()
                    process = None
            raise WorkerError(
                "a worker process ended early, and so did another in its place (out of memory?); nothing was written"
            )
        finally:
            self._free.put(process)

    def stop(self) -> None:
        """End all processes at once and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                process.kill()

    def close(self) -> None:
        """Let the processes end and wait until they have."""
        for process in self._processes:
            assert process.stdin
            assert process.stdout
            process.stdout.close()
            try:
                process.stdin.close()
            except OSError:
                process.kill()
            process.wait()

    def _start(self) -> "subprocess.Popen[str]":
        with self._lock:
            if self._stopped:
                raise WorkerError("the review was stopped; nothing was written")
            try:
                process = subprocess.Popen(
                    isolated("medcheck.export.lines.worker"),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # a traceback there would show patient text
                    text=True,
                    encoding="utf-8",
                )
            except OSError as error:
                raise WorkerError(
                    f"a worker process cannot be started: {error.strerror}; --workers 1 needs none"
                ) from None
            self._processes.append(process)
        assert process.stdin
        process.stdin.write(self._setup + "\n")
        return process


def _answers(process: "subprocess.Popen[str]", chunk: Sequence[DistinctLine]) -> list[Answer]:
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps(chunk) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except (OSError, ValueError):
        line = ""
    if not line.endswith("\n"):
        raise _Died
    return unpack(line)
