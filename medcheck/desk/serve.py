"""The application behind uvicorn: a time limit for a request's head, and silence."""

import asyncio
from collections.abc import Callable, Collection
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from medcheck.checker import Checker
from medcheck.desk.application import application
from medcheck.desk.guard import LOOPBACK
from medcheck.desk.hook_setting import OF_NOBODY, HookSetting
from medcheck.desk.workers import Workers
from medcheck.exceptions import UsageError

SECONDS_FOR_HEAD = 10.0
MOST_HEAD = 1 << 14  # bytes
MOST_CONNECTIONS = 1000


class _Protocol(H11Protocol):
    """Closes a connection whose request does not begin, or whose head does not end, in time."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._late = asyncio.get_running_loop().call_later(SECONDS_FOR_HEAD, self._close_if_waiting)

    def _close_if_waiting(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._late.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    """Starts the processes once it answers, and ends them with itself."""

    def __init__(self, config: uvicorn.Config, workers: Workers) -> None:
        super().__init__(config)
        self._workers = workers

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self._starting = asyncio.create_task(self._workers.start())

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        await super().shutdown(sockets)
        self._starting.cancel()
        await asyncio.wait([self._starting])
        await self._workers.close()


def serve(
    checker: Checker,
    host: str,
    port: int,
    hosts: Collection[str],
    ready: Callable[[str], None],
    hooks: HookSetting = OF_NOBODY,
    is_loopback: bool = True,
) -> None:
    """Answer until Ctrl-C; ``ready`` is called with the address of the page once it can be opened.

    Raises UsageError where the address cannot be had, or a key of ``hooks`` is none.
    """
    workers = Workers(checker)
    names = {*LOOPBACK, _in_address(host).lower(), *(name.lower() for name in hosts)}
    app = application(checker, names, workers, hooks, is_loopback=is_loopback)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # its messages hold parts of requests that it cannot read
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MOST_HEAD,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:
        raise UsageError(f"port {port} of {host} cannot be had: another program may have it; give --port") from None
    with listening:
        # A socket made by uvicorn does not say that it is TCP, and asyncio then leaves the wait for a fuller packet on.
        listening.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        listening.listen(config.backlog)  # who opens the page at once waits for the server instead of being refused
        ready(f"http://{_in_address(host)}:{listening.getsockname()[1]}/")
        _Server(config, workers).run(sockets=[listening])


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
