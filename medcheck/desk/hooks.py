"""CDS Hooks: which services there are, their answers, and what became of their cards.

No address of a call is ever asked for anything: what is needed comes with it, or the answer is 412.
"""

import json
from datetime import date, datetime, timezone
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from medcheck.checker import Checker
from medcheck.desk.answers import Cards, KeptFeedback, Services
from medcheck.desk.application import with_checker
from medcheck.desk.operations import Operation, route_of
from medcheck.desk.problems import Refused
from medcheck.desk.requests import FeedbackRequest, HookRequest, body_of
from medcheck.exceptions import ResourceError
from medcheck.hooks.cards import Card
from medcheck.hooks.feedback import Feedback
from medcheck.hooks.given import Call
from medcheck.hooks.services import HookServices, Lacking
from medcheck.hooks.tables import hook_tables

PATH = "/cds-services"


async def discover(request: Request) -> Response:
    """Which services there are."""
    _check_token(request)
    return _json({"services": await with_checker(request, _described, request.app.state.base)})


def _described(checker: Checker, base: str) -> list[dict[str, Any]]:
    return _services(checker, base).described()


async def call(request: Request) -> Response:
    """The cards of a service."""
    _check_token(request)
    given = await body_of(request, HookRequest)
    service = _service(request)
    if given.hook != hook_tables().services[service].hook:
        raise Refused(422, "hook: is not the one that this service answers.")
    called = Call(given.hookInstance, given.context, given.prefetch or {})
    return _json({"cards": await with_checker(request, _cards, request.app.state.base, service, called, _today())})


def _today() -> date:
    return datetime.now(timezone.utc).date()


def _cards(checker: Checker, base: str, service: str, called: Call, today: date) -> list[Card]:
    try:
        found = _services(checker, base).answer(service, called, today)
    except ResourceError as error:
        raise Refused(422, f"{error}.") from None
    if isinstance(found, Lacking):
        raise Refused(412, found.what)
    return found


@cache  # it holds what is the same for every call
def _services(checker: Checker, base: str) -> HookServices:
    return HookServices(checker, base)


async def take_feedback(request: Request) -> Response:
    """Keep what became of cards."""
    _check_token(request)
    given = await body_of(request, FeedbackRequest)
    service = _service(request)
    for one in given.feedback if isinstance(given.feedback, list) else [given.feedback]:
        _feedback(request).keep(service, one.outcome, one.code, one.outcomeTimestamp)
    return _told(_feedback(request), service)


async def tell_feedback(request: Request) -> Response:
    """What is kept of what became of cards."""
    _check_token(request)
    return _told(_feedback(request), _service(request))


def _told(kept: Feedback, id_: str) -> Response:
    told = [
        {
            "outcome": one.outcome,
            **({"reason": one.reason} if one.reason else {}),
            "time": one.time.astimezone(timezone.utc).isoformat(),
        }
        for one in kept.of(id_)
    ]
    return _json({"feedback": told})


def _feedback(request: Request) -> Feedback:
    """What this process keeps; it is made when it is first asked for, for it reads a table."""
    state = request.app.state
    if not hasattr(state, "feedback"):
        state.feedback = Feedback({reason.code for reason in hook_tables().reasons})
    kept: Feedback = state.feedback
    return kept


def _service(request: Request) -> str:
    """The name of the service that is called."""
    name: str = request.path_params["id"]
    if name not in hook_tables().services:
        raise Refused(404, f"There is no service of this name; GET {PATH} lists them.")
    return name


def _check_token(request: Request) -> None:
    """Refuse a call that is not signed, where it must be."""
    state = request.app.state
    if state.tokens:
        state.tokens.check(request.headers.get("authorization", ""), f"{state.base}{request.scope['path']}")
    elif not state.is_loopback:
        raise Refused(403, "Other machines can reach this address, and it has no keys of clients; --hooks names them.")


def _json(answer: dict[str, Any]) -> Response:
    return Response(json.dumps(answer, ensure_ascii=False), media_type="application/json")


OPERATIONS = (
    Operation("GET", PATH, "discover_hooks", "The services for CDS Hooks", discover, Services, refuses=(401, 403)),
    Operation(
        "POST", PATH + "/{id}", "call_hook", "The cards of a service",
        call, Cards, HookRequest, refuses=(401, 403, 404, 412, 422),
    ),
    Operation(
        "POST", PATH + "/{id}/feedback", "give_feedback", "Keep codes and times of what became of cards",
        take_feedback, KeptFeedback, FeedbackRequest, refuses=(401, 403, 404, 422),
    ),
    Operation(
        "GET", PATH + "/{id}/feedback", "kept_feedback", "What is kept of what became of cards",
        tell_feedback, KeptFeedback, refuses=(401, 403, 404),
    ),
)  # fmt: skip
ROUTES = list(map(route_of, OPERATIONS))
