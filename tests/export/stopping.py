"""A run stopped at a point of its own length: counted in calls of its main thread, not by the clock."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

SEND = {"stop": signal.SIGINT, "kill": signal.SIGKILL}
LATEST = (
    500  # calls after the one at which a signal is sent: then this thread waits for it, however busy the machine is
)


def calls_of(work: Callable[[], Any], at: int = 0, how: str = "stop") -> int:
    """Do the work and give how many calls it made; at call ``at`` it is sent a signal.

    The signal comes from another thread, which runs only once this one waits in C: so it also comes inside a query.
    """
    count = 0
    reached = threading.Event()
    sent = threading.Event()
    finished = False

    def send() -> None:
        reached.wait()
        if not finished:
            os.kill(os.getpid(), SEND[how])
        sent.set()

    def watch(_: Any, event: str, __: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1
            if count == at:
                reached.set()
            elif at and count == at + LATEST:
                sent.wait()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
        sys.setswitchinterval(interval)
        finished = True
        reached.set()
        sender.join()
    return count
