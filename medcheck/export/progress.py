"""How far a review is, on standard error; nothing where that is not a terminal."""

import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

_EVERY = 0.2


class Progress:
    """One line that is written over: stage, how many, how fast, how long still.

    ``stopped`` says whether somebody has asked the run to stop.
    """

    def __init__(self, stream: TextIO | None = None, stopped: Callable[[], bool] = lambda: False) -> None:
        self._stopped = stopped
        self._stream = stream if stream is not None and stream.isatty() else None
        self._stage = ""
        self._unit = ""
        self._total: int | None = None
        self._started = self._shown = 0.0
        self._width = 0

    def stage(self, stage: str, unit: str = "rows", total: int | None = None) -> None:
        """A new stage begins; ``total`` is how many there are where that is known."""
        self.stop_if_asked()
        self._stage, self._unit, self._total = stage, unit, total
        self._started = time.monotonic()
        self._shown = 0.0
        self.at(0)

    def stop_if_asked(self) -> None:
        """Raise KeyboardInterrupt where a Ctrl-C got lost: Python drops one that comes while it tidies up an object."""
        if self._stopped():
            raise KeyboardInterrupt

    def at(self, done: int) -> None:
        """So many are done."""
        now = time.monotonic()
        if self._stream is None or now - self._shown < _EVERY:
            return
        self._shown = now
        self._line(describe(self._stage, done, self._unit, self._total, now - self._started))

    def watch(self, share: Callable[[], float]) -> "_Watch":
        """While this context lasts, ask ``share`` (0 to 1) from a thread of its own: an engine is at work here."""
        return _Watch(self, share)

    def share(self, part: float) -> None:
        """So large a part of the stage is done."""
        self.at(int(part * self._total) if self._total else 0)

    @property
    def shown(self) -> bool:
        """Whether anybody sees it."""
        return self._stream is not None

    def finish(self) -> None:
        """Clear the line."""
        if self._stream is not None and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _line(self, text: str) -> None:
        assert self._stream is not None
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)


def describe(stage: str, done: int, unit: str, total: int | None, seconds: float) -> str:
    """One line of progress."""
    line = f"{stage}: {done:,}" + (f" of {total:,}" if total else "") + f" {unit}"
    if done and seconds >= 1:
        rate = done / seconds
        line += f", {rate:,.0f}/s"
        if total and total > done:
            left = round((total - done) / rate)
            line += f", {left // 60}:{left % 60:02d} left"
    return line


class _Watch:
    def __init__(self, progress: Progress, share: Callable[[], float]) -> None:
        self._progress, self._share = progress, share
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        if self._progress.shown:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            self._progress.share(max(0.0, self._share()))


def to_terminal(stopped: Callable[[], bool]) -> Progress:
    """Progress on standard error."""
    return Progress(sys.stderr, stopped)
