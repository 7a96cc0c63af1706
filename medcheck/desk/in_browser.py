"""The application called without a server, as a browser's own Python does."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp

from medcheck.checker import Checker
from medcheck.desk.application import application

_HOST = "localhost"


class Answer(NamedTuple):
    """What was answered; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


async def answer_of(
    app: ASGIApp, method: str, address: str, headers: Mapping[str, str], pieces: Iterable[bytes]
) -> Answer:
    """The answer to one request; ``address`` is a path, with its query, as a browser writes it.

    The pieces of the body come one by one, the last with word that none follows.
    """
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    waiting: list[dict[str, Any]] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting[-1]["more_body"] = False
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *parts = sent
    return Answer(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts),
    )


class InBrowser:
    """The application over a checker with our tables."""

    def __init__(self, checker: Checker | None = None) -> None:
        self._app: ASGIApp = application(checker or Checker(), (_HOST,))

    async def answer(self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The answer to one request."""
        return await answer_of(self._app, method, address, {**headers, "host": _HOST}, [body])
