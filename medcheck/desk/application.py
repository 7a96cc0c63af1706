"""The application: the routes of all its modules, behind its guard.

It is plain ASGI: uvicorn serves it, and anything else that can call it gets the same answers.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from medcheck.checker import Checker
from medcheck.desk.guard import LOOPBACK, Guard
from medcheck.desk.hook_setting import OF_NOBODY, HookSetting
from medcheck.desk.problems import answer_failed, answer_refused
from medcheck.exceptions import EngineUnavailable

T = TypeVar("T")
Run = Callable[..., Awaitable[Any]]

# Each has ROUTES, a list of starlette.routing.Route; a further door is a line here.
MODULES = ("medcheck.desk.pages", "medcheck.desk.api", "medcheck.desk.hooks")


def application(
    checker: Checker,
    hosts: Collection[str] = LOOPBACK,
    run: Run | None = None,
    hooks: HookSetting = OF_NOBODY,
    *,
    is_loopback: bool = True,
) -> ASGIApp:
    """The page and the API over one checker.

    ``run(work, ...)`` gives what ``work(checker, ...)`` gives, which takes some milliseconds; without it the work is
    done in the thread that asks. Whom the hooks answer is for ``hooks`` to say, or anybody where none but this machine
    can ask (``is_loopback``). Raises UsageError for a key of a client that is none.
    """

    async def run_here(work: Callable[..., Any], *arguments: object, **options: object) -> Any:
        return work(checker, *arguments, **options)

    app = Starlette(
        routes=list(routes()),
        exception_handlers={HTTPException: answer_refused, Exception: answer_failed},
    )
    app.state.checker = checker
    app.state.run = run or run_here
    app.state.base = hooks.base or ""
    app.state.is_loopback = is_loopback
    app.state.tokens = _tokens(hooks)
    app.router.redirect_slashes = False
    return Guard(_Shared(app, hooks.origins) if hooks.origins else app, {*hosts, *hooks.hosts})


def _tokens(hooks: HookSetting) -> Any:
    """What checks the tokens of clients, where there are any; it needs a package that nothing else does."""
    if not hooks.clients:
        return None
    try:
        from medcheck.desk.tokens import Tokens
    except ModuleNotFoundError as error:
        if error.name not in ("jwt", "cryptography"):
            raise
        raise EngineUnavailable(
            "Keys of clients need PyJWT and cryptography: in a checkout of medcheck, pip install '.[desk,hooks]'"
        ) from None
    return Tokens(hooks.clients)


class _Shared:
    """The application, whose hooks the scripts of other pages may call, and nothing else of it."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._hooks = CORSMiddleware(
            app, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["authorization", "content-type"]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_hook = scope["type"] == "http" and scope["path"].startswith("/cds-services")
        await (self._hooks if is_hook else self._app)(scope, receive, send)


def routes() -> Iterator[Route]:
    """The routes of all modules."""
    for module in MODULES:
        yield from import_module(module).ROUTES


async def with_checker(request: Request, work: "Callable[..., T]", *arguments: object, **options: object) -> T:
    """``work(checker, ...)``, where it keeps no other request from being read.

    The work is a function of a module, and what it takes and gives can be pickled: another process may do it.
    """
    done: T = await request.app.state.run(work, *arguments, **options)
    return done
