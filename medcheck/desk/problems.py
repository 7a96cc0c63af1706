"""Errors as RFC 9457 problem details; as a page for a browser. None repeats anything of the request."""

import json
from html import escape
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from medcheck.report.web_page import policy_by_hash, web_page

MEDIA_TYPE = "application/problem+json"
_POLICY = policy_by_hash("", "")


def problem(status: int, detail: str, **members: object) -> Response:
    """The answer to a request that cannot be served; ``members`` extend it, and hold no text of the request either."""
    said = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail, **members}
    return Response(json.dumps(said, ensure_ascii=False), status, media_type=MEDIA_TYPE)


class Refused(HTTPException):
    """A request that is refused; ``detail`` says why and what to do, ``members`` extend the problem."""

    def __init__(self, status: int, detail: str, **members: object) -> None:
        super().__init__(status, detail)
        self.members = members


async def answer_refused(request: Request, error: Exception) -> Response:
    """The problem of an error that was raised on purpose, by us or by the router."""
    assert isinstance(error, HTTPException)
    detail = error.detail if isinstance(error, Refused) else _ROUTER.get(error.status_code, "")
    if "text/html" in request.headers.get("accept", ""):
        answer: Response = _page(error.status_code, detail)
    else:
        answer = problem(error.status_code, detail, **getattr(error, "members", {}))
    answer.headers.update(error.headers or {})
    return answer


async def answer_failed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - what Starlette calls
    """The problem of a defect of ours."""
    return problem(500, "This is a defect of medcheck; nothing was answered.")


# What the router has found, in words without the path.
_ROUTER = {404: "There is nothing at this address.", 405: "This address does not take this method."}


def _title(status: int) -> str:
    return HTTPStatus(status).phrase


def _page(status: int, detail: str) -> Response:
    body = f'<h1>{_title(status)}</h1>\n<p>{escape(detail)}</p>\n<p><a href="/">Back to the list</a></p>'
    headers = {"content-security-policy": f"{_POLICY}; frame-ancestors 'none'"}
    return HTMLResponse(web_page(_title(status), body, "", policy=_POLICY), status, headers)
