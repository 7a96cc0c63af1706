"""Distinct lines to answers on all cores; the order of the answers is that of the lines."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from medcheck.checker import Checker
from medcheck.exceptions import WorkerError
from medcheck.export.lines.answers import Answer, Resolver
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.worker import decode

# Fewer lines are answered here sooner than another process has started.
WORTH_A_PROCESS = 3000
_CHUNK = 500


def cores() -> int:
    """The cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


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
        read: Callable[[Sequence[DistinctLine]], Sequence[DistinctLine]] = lambda keys: keys,
    ) -> None:
        self.checker = checker
        self._resolver = Resolver(checker)
        self.given = json.dumps([names, os.fspath(tables) if tables is not None else None])
        self.workers = workers
        self._read = read

    def answers(self, keys: Sequence[DistinctLine], progress: Callable[[int], None] = lambda _: None) -> list[Answer]:
        """The answer to each key; ``progress`` is told how many are done."""
        keys = self._read(keys)
        workers = self.workers or min(cores(), len(keys) // WORTH_A_PROCESS + 1)
        if workers < 2 or not sys.executable:
            found = []
            for start in range(0, len(keys), _CHUNK):
                found += [self._resolver.resolve(key) for key in keys[start : start + _CHUNK]]
                progress(len(found))
            return found
        return self._in_processes(keys, workers, progress)

    def _in_processes(
        self, keys: Sequence[DistinctLine], workers: int, progress: Callable[[int], None]
    ) -> list[Answer]:
        processes = [self._start() for _ in range(workers)]
        free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        for process in processes:
            free.put(process)

        def ask(chunk: Sequence[DistinctLine]) -> list[Answer]:
            process = free.get()
            assert process.stdin
            assert process.stdout
            try:
                process.stdin.write(json.dumps(chunk) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            if not line:
                raise WorkerError("a worker process ended early (out of memory?); nothing was written")
            free.put(process)
            return decode(line)

        found: list[Answer] = []
        try:
            with ThreadPoolExecutor(workers) as pool:
                try:
                    for answers in pool.map(ask, [keys[n : n + _CHUNK] for n in range(0, len(keys), _CHUNK)]):
                        found += answers
                        progress(len(found))
                except BaseException:
                    for process in processes:
                        process.kill()
                    pool.shutdown(cancel_futures=True)
                    raise
        finally:
            for process in processes:
                assert process.stdin
                assert process.stdout
                process.stdout.close()
                try:
                    process.stdin.close()
                except OSError:
                    process.kill()
                process.wait()
        return found

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "medcheck.export.lines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback there would show patient text
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
        )
        assert process.stdin
        process.stdin.write(self.given + "\n")
        return process
