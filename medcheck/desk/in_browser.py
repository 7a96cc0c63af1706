"""The application in a browser's own Python: requests are answered there, without a server."""

from collections.abc import Mapping
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


class InBrowser:
    """The application over a checker with our tables."""

    def __init__(self, checker: Checker | None = None) -> None:
        self._app: ASGIApp = application(checker or Checker(), (_HOST,))

    async def answer(self, method: str, address: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The answer to one request; ``address`` is a path, with its query, as a browser writes it."""
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
            "headers": [(name.lower().encode(), value.encode()) for name, value in {**headers, "host": _HOST}.items()],
        }
        waiting: list[dict[str, Any]] = [{"type": "http.request", "body": body}]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        start, *parts = sent
        return Answer(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(part.get("body", b"") for part in parts),
        )
