"""The API for programs: reviews, one medicine, the tables, and its own description."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from medcheck.checker import Checker
from medcheck.desk.answers import Drug, DrugSection, Health, Issues, Tables
from medcheck.desk.application import with_checker
from medcheck.desk.hooks import OPERATIONS as HOOKS
from medcheck.desk.openapi import document
from medcheck.desk.operations import Operation, route_of
from medcheck.desk.problems import Refused
from medcheck.desk.requests import CheckRequest, FhirRequest, MedicinesRequest, body_of, check_request
from medcheck.exceptions import ResourceError, UsageError
from medcheck.fhir.checking import check_fhir, detected_issues
from medcheck.models import Review
from medcheck.report.monograph import say_monograph
from medcheck.report.plain_page import PlainPage
from medcheck.report.upkeep import sizes

VERSION = version("medcheck-cramps")


async def check(request: Request) -> Response:
    """The review of a list."""
    return _json(await with_checker(request, _check, await check_request(request)))


def _check(checker: Checker, given: CheckRequest) -> str:
    try:
        review = checker.check(given.text, given.as_of, choices=given.choices, statuses=given.statuses)
    except UsageError as error:
        raise _refused(error) from None
    return review.model_dump_json()


async def check_medicines(request: Request) -> Response:
    """The review of medicines that arrive separated."""
    return _json(await with_checker(request, _check_medicines, await body_of(request, MedicinesRequest)))


def _check_medicines(checker: Checker, given: MedicinesRequest) -> str:
    try:
        return checker.review_medicines(medicine.entry() for medicine in given.medicines).model_dump_json()
    except UsageError as error:
        raise _refused(error) from None


async def check_resource(request: Request) -> Response:
    """The review of a FHIR resource."""
    return _json(await with_checker(request, _check_resource, await body_of(request, FhirRequest)))


def _check_resource(checker: Checker, given: FhirRequest) -> str:
    with _resource_refused():
        return check_fhir(given.resource, given.as_of, checker=checker).model_dump_json()


async def find_issues(request: Request) -> Response:
    """The review of a FHIR resource, as FHIR."""
    return _json(await with_checker(request, _find_issues, await body_of(request, FhirRequest)))


def _find_issues(checker: Checker, given: FhirRequest) -> str:
    with _resource_refused():
        return json.dumps(detected_issues(given.resource, given.as_of, checker=checker), ensure_ascii=False)


@contextmanager
def _resource_refused() -> Iterator[None]:
    """What is no resource, or about two patients, as a problem."""
    try:
        yield
    except ResourceError as error:
        raise Refused(422, f"resource: {error}.") from None


def _refused(error: UsageError) -> Refused:
    """What is wrong by its place; the words after it may be the sender's."""
    place, _, more = str(error).partition(":")
    reason = ": a name is not one that our tables know, or means several medicines, or holds no letter" if more else ""
    return Refused(422, f"{place}{reason}.")


async def drug(request: Request) -> Response:
    """What the tables say of one medicine."""
    return _json(await with_checker(request, _drug, request.path_params["name"]))


def _drug(checker: Checker, name: str) -> str:
    page = PlainPage()
    found = say_monograph(page, checker, name)
    if not found.ingredients and not found.known:
        raise Refused(404, "This name is not recognised, which does not mean clear.", nearest=found.nearest)
    return Drug(
        ingredients=list(found.ingredients),
        sections=[DrugSection(title=part.title, paragraphs=list(part.paragraphs)) for part in page.parts],
        sources=list(page.sources()),
        tables_version=checker.database.version,
    ).model_dump_json()


async def tables(request: Request) -> Response:
    """Which tables are used."""
    return _json(await with_checker(request, _tables))


@cache  # the words are counted once
def _tables(checker: Checker) -> str:
    return Tables(
        tables_version=checker.database.version,
        side_effect=checker.clinical.side_effect.associated,
        rows=sizes(checker.clinical, checker.database),
    ).model_dump_json()


async def health(request: Request) -> Response:
    """That the application answers."""
    checker: Checker = request.app.state.checker
    return _json(Health(version=VERSION, tables_version=checker.database.version).model_dump_json())


async def describe(request: Request) -> Response:  # noqa: ARG001 - what Starlette calls
    """The OpenAPI document."""
    return _json(document((*OPERATIONS, *HOOKS), VERSION))


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")


OPERATIONS = (
    Operation(
        "POST", "/api/v1/check", "check", "The review of a medicine list",
        check, Review, CheckRequest, takes_text=True, refuses=(422,),
    ),
    Operation(
        "POST", "/api/v1/check/medicines", "check_medicines", "The review of medicines that arrive separated",
        check_medicines, Review, MedicinesRequest, refuses=(422,),
    ),
    Operation(
        "POST", "/api/v1/check/fhir", "check_fhir", "The review of a FHIR resource or bundle",
        check_resource, Review, FhirRequest, refuses=(422,),
    ),
    Operation(
        "POST", "/api/v1/check/fhir/issues", "detected_issues", "The review of a FHIR resource or bundle, as FHIR",
        find_issues, Issues, FhirRequest, refuses=(422,),
    ),
    Operation("GET", "/api/v1/drugs/{name}", "drug", "What the tables say of one medicine", drug, Drug, refuses=(404,)),
    Operation("GET", "/api/v1/tables", "tables", "Which tables are used", tables, Tables),
    Operation("GET", "/healthz", "health", "Whether the application answers", health, Health),
)  # fmt: skip
ROUTES = [*map(route_of, OPERATIONS), Route("/openapi.json", describe)]
