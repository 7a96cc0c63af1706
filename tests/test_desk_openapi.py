"""The OpenAPI document holds for the routes: requests made from it by chance are answered as it says."""

from typing import Any

import pytest

pytest.importorskip("starlette")
schemathesis = pytest.importorskip("schemathesis")

from hypothesis import given, settings  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from medcheck import Checker  # noqa: E402
from medcheck.desk.application import application  # noqa: E402

# A schema cannot say that a mention has such a number or that an ingredient is known: 422 is then as described.
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)


OPERATIONS = ["check", "check_medicines", "check_fhir", "detected_issues", "drug", "tables", "health"]
HOOKS = ["discover_hooks", "call_hook", "give_feedback", "kept_feedback"]


@pytest.fixture(scope="module")
def described(checker: Checker) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", application(checker, {"testserver"}))


def operations(described: Any) -> dict[str, Any]:
    found = [result.ok() for result in described.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def test_every_operation_is_tried(described: Any) -> None:
    assert sorted(operations(described)) == sorted(OPERATIONS + HOOKS)


@pytest.mark.parametrize("name", OPERATIONS + HOOKS)
def test_what_the_document_describes_is_what_the_routes_do(described: Any, name: str) -> None:
    operation = operations(described)[name]

    @settings(max_examples=60)
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()


@pytest.mark.parametrize("name", [*OPERATIONS[:4], *HOOKS[1:3]])
def test_a_body_that_the_document_does_not_allow_is_refused(described: Any, name: str) -> None:
    operation = operations(described)[name]

    @settings(max_examples=60)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()
