"""Ctrl-C in the middle of somebody else's code that would swallow it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05  # seconds until a query is told again to stop: one that had not begun does not hear it


@contextmanager
def interrupts_kept(stop: Callable[[], object]) -> Iterator[None]:
    """While this lasts Ctrl-C calls ``stop``, and what its handler raises is raised at the end.

    In the middle of a query DuckDB looks for packages that it can work with, and takes any exception there for a
    package that is not installed. Outside the main thread, which alone is told of Ctrl-C, this does nothing.
    """
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield
        return
    handler: Callable[[int, FrameType | None], object] = usual
    raised: list[BaseException] = []
    over = threading.Event()
    stopping = threading.Thread(target=_stop_until, args=(over, stop), daemon=True)

    def keep(number: int, frame: FrameType | None) -> None:
        try:
            handler(number, frame)
        except BaseException as error:
            if not raised:
                raised.append(error)
                stopping.start()

    signal.signal(signal.SIGINT, keep)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if raised:
            over.set()
            stopping.join()
            raise raised[0]


def _stop_until(over: threading.Event, stop: Callable[[], object]) -> None:
    stop()
    while not over.wait(_AGAIN):
        stop()
