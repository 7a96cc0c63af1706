"""The work of requests: in processes on all cores, and in threads of this one until those have started.

A review holds the interpreter, so that of several threads each only makes the others later.
"""

import asyncio
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process, create_subprocess_exec
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from anyio import CapacityLimiter, to_thread

from medcheck.checker import Checker
from medcheck.desk.guard import DefectElsewhere
from medcheck.desk.problems import Refused
from medcheck.desk.worker import LENGTH, message
from medcheck.processes import cores, isolated

# Two, so that a long review alone does not hold those that come while the processes start.
THREADS = 2


class Workers:
    """Does ``work(checker, ...)`` for requests; ``size`` is how many processes there are, none where fewer than two.

    A process that ends early is replaced, and what it was asked is asked once more; one whose tables or names have
    changed since this one's were read is not used.
    """

    def __init__(self, checker: Checker, size: int | None = None) -> None:
        self._checker = checker
        self._setup = checker.names and str(checker.names), checker.tables and str(checker.tables)
        self._size = cores() if size is None else size
        self._usable = bool(sys.executable)
        self._processes: set[Process] = set()
        self._free: asyncio.Queue[Process | None] | None = None
        self._threads: CapacityLimiter | None = None

    async def start(self) -> None:
        """Start the processes, one after the other, so that a core is left for who asks meanwhile."""
        free: asyncio.Queue[Process | None] = asyncio.Queue()
        if self._size > 1:
            for _ in range(self._size):
                free.put_nowait(await self._start())
            self._free = free

    async def __call__(self, work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """What the work gives, or what it raises.

        Raises Refused with 503 where a process ends early, and so does another in its place.
        """
        if self._free is None or not self._usable:
            return await self._here(partial(work, self._checker, *arguments, **options))
        return await self._elsewhere(self._free, work, arguments, options)

    async def _here(self, work: Callable[[], Any]) -> Any:
        self._threads = self._threads or CapacityLimiter(THREADS)
        return await to_thread.run_sync(work, limiter=self._threads)

    async def _elsewhere(
        self, free: "asyncio.Queue[Process | None]", work: Callable[..., Any], arguments: Any, options: Any
    ) -> Any:
        process = await free.get()
        try:
            for _ in range(2):
                process = process or await self._start()
                if process is None:
                    return await self._here(partial(work, self._checker, *arguments, **options))
                try:
                    kind, content = await _ask(process, (work, arguments, options))
                except (OSError, EOFError):
                    self._end(process)
                    process = None
                else:
                    break
            else:
                raise Refused(503, "The process that was to answer ended early, and so did another; send it again.")
        except asyncio.CancelledError:  # it is still at work for somebody who waits no longer
            self._end(process)
            process = None
            raise
        finally:
            free.put_nowait(process)
        if kind == "done":
            return content
        raise content if kind == "refused" else DefectElsewhere(content)

    async def _start(self) -> Process | None:
        """A process that answers as this one would; None where there can be none, now and later."""
        if not self._usable:
            return None
        process = None
        try:
            process = await create_subprocess_exec(
                *isolated("medcheck.desk.worker"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,  # a traceback there would show patient text
            )
            self._processes = {process, *(one for one in self._processes if one.returncode is None)}
            same = await _ask(process, self._setup) == self._checker.identity
        except (OSError, EOFError):
            same = False
        except asyncio.CancelledError:
            self._end(process)
            raise
        if same:
            return process
        self._usable = False
        self._end(process)
        return None

    def _end(self, process: Process | None) -> None:
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            assert process.stdin
            process.stdin.close()

    async def close(self) -> None:
        """End the processes and wait until they have."""
        for process in self._processes:
            self._end(process)
        await asyncio.gather(*(process.wait() for process in self._processes))


async def _ask(process: Process, content: object) -> Any:
    assert process.stdin
    assert process.stdout
    process.stdin.write(message(content))
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    return pickle.loads(await process.stdout.readexactly(length))
