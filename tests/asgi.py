"""An ASGI application called as a server would, without a network."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from medcheck.desk import in_browser

HOST = "localhost:8017"


class Answer(in_browser.Answer):
    """What an application answered."""

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


def call(
    app: Any,
    method: str,
    path: str,
    body: "bytes | Iterable[bytes]" = b"",
    *,
    kind: str = "",
    host: str = HOST,
    headers: "dict[str, str] | None" = None,
) -> Answer:
    """Send one request; a body of several pieces comes one by one."""
    pieces = [body] if isinstance(body, bytes) else list(body)
    given = {"host": host, **({"content-type": kind} if kind else {}), **(headers or {})}
    return Answer(*asyncio.run(in_browser.answer_of(app, method, path, given, pieces)))
