"""What holds for every request: known hosts, a largest body, time limits, headers; and nothing is told of its text."""

import asyncio
import sys
from collections.abc import Collection
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from medcheck.desk.problems import Refused, problem

MOST_BYTES = 1 << 20  # of a body; a long list has some 10 kB
# What is sent beyond is read and dropped, for a client that is still sending may never see the answer.
DRAINED_BYTES = 16 * MOST_BYTES
SECONDS_TO_SEND = 10.0  # for the whole body
SECONDS_IN_ALL = 60.0  # for the answer to be made and taken

# Names of this machine that no page elsewhere can lead a browser to by a name of its own (DNS rebinding).
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

# Pages say more than the first of these.
_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Guard:
    """The application within its limits; ``hosts`` are the names that it may be called by, in lower case."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return
        began = False

        async def send_guarded(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if not self._knows(Headers(scope=scope).get("host", "")):
            refused = problem(421, "This host is not one that medcheck answers for; --allow-host adds one.")
            await refused(scope, receive, send_guarded)
            return
        try:
            await asyncio.wait_for(self._app(scope, _limited(scope, receive), send_guarded), SECONDS_IN_ALL)
        except (TimeoutError, asyncio.TimeoutError):  # two classes in Python 3.10
            if not began:
                await problem(503, "The answer took too long.")(scope, receive, send_guarded)
        except Exception as error:  # already answered with 500; its words may hold some of the text
            print(f"medcheck desk: {place_of(error)}", file=sys.stderr)

    def _knows(self, host: str) -> bool:
        name, colon, port = host.lower().rpartition(":")
        return (name if colon and port.isdigit() else host.lower()) in self._hosts


def _limited(scope: Scope, receive: Receive) -> Receive:
    """``receive`` up to the largest body, within the time; beyond it raises what is answered with 413 or 408."""
    deadline = asyncio.get_running_loop().time() + SECONDS_TO_SEND
    length = Headers(scope=scope).get("content-length", "")
    too_large = length.isdigit() and int(length) > MOST_BYTES
    received = 0

    async def receive_limited() -> Message:
        nonlocal received, too_large
        while True:
            try:
                message = await asyncio.wait_for(receive(), deadline - asyncio.get_running_loop().time())
            except (TimeoutError, asyncio.TimeoutError):
                raise Refused(408, f"The body did not come within {SECONDS_TO_SEND:.0f} seconds.") from None
            received += len(message.get("body", b""))
            too_large = too_large or received > MOST_BYTES
            ended = not message.get("more_body")
            if too_large and (ended or received > DRAINED_BYTES):
                raise Refused(413, f"The body is larger than {MOST_BYTES} bytes; send the list alone.")
            if not too_large:
                return message

    return receive_limited


class DefectElsewhere(Exception):  # noqa: N818 - no error of ours: a defect, as any other exception
    """An error that another process met; ``place`` is what ``place_of`` said there."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place


def place_of(error: BaseException) -> str:
    """The kind of an error and where it was raised, without its words."""
    if isinstance(error, DefectElsewhere):
        return error.place
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
