"""What the API answers, as records from which both the routes and the OpenAPI document are made."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Operation(NamedTuple):
    """One method of one path.

    ``takes`` is the model of a JSON body, ``takes_text`` whether plain text will do as well; ``gives`` is the model of
    the answer; ``refuses`` are the statuses of problems beside those that any request may meet.
    """

    method: str
    path: str
    id: str
    summary: str
    answer: Callable[[Request], Awaitable[Response]]
    gives: type[BaseModel]
    takes: type[BaseModel] | None = None
    takes_text: bool = False
    refuses: Sequence[int] = ()


def route_of(operation: Operation) -> Route:
    """The route that answers an operation."""
    return Route(operation.path, operation.answer, methods=[operation.method], name=operation.id)
