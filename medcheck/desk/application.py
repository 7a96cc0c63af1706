"""The application: the routes of all its modules, behind its guard.

It is plain ASGI: uvicorn serves it, and anything else that can call it gets the same answers.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator
from importlib import import_module
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from medcheck.checker import Checker
from medcheck.desk.guard import LOOPBACK, Guard
from medcheck.desk.problems import answer_failed, answer_refused

T = TypeVar("T")
Run = Callable[..., Awaitable[Any]]

# Each has ROUTES, a list of starlette.routing.Route; a further door is a line here.
MODULES = ("medcheck.desk.pages", "medcheck.desk.api")


def application(checker: Checker, hosts: Collection[str] = LOOPBACK, run: Run | None = None) -> ASGIApp:
    """The page and the API over one checker.

    ``run(work, ...)`` gives what ``work(checker, ...)`` gives, which takes some milliseconds; without it the work is
    done in the thread that asks.
    """

    async def run_here(work: Callable[..., Any], *arguments: object, **options: object) -> Any:
        return work(checker, *arguments, **options)

    app = Starlette(
        routes=list(routes()),
        exception_handlers={HTTPException: answer_refused, Exception: answer_failed},
    )
    app.state.checker = checker
    app.state.run = run or run_here
    app.router.redirect_slashes = False
    return Guard(app, hosts)


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
