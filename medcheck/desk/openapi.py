"""The OpenAPI document, made from the operations and their models."""

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from medcheck.desk.answers import Problem
from medcheck.desk.operations import Operation
from medcheck.desk.problems import MEDIA_TYPE

_REFS = "#/components/schemas/{model}"
# What any request with a body may be refused with.
_WITH_BODY = (400, 408, 413, 415)
_DESCRIPTIONS = {
    400: "The body is not JSON, or not UTF-8",
    401: "No bearer token that is good for this call",
    403: "Closed where other machines can call and no keys of clients are known",
    404: "Nothing is known by this name",
    408: "The body did not come in time",
    412: "What an answer needs was not sent along",
    413: "The body is larger than 1 MiB",
    415: "Another media type",
    422: "The body is JSON and not what its schema or the list allow",
}


@cache
def document(operations: Sequence[Operation], version: str) -> str:
    """The document as JSON; version 3.1, whose schemas are those of JSON Schema."""
    models: dict[Any, Any] = {operation.gives: "serialization" for operation in operations}
    models |= {operation.takes: "validation" for operation in operations if operation.takes}
    models[Problem] = "serialization"
    keys, schemas = models_json_schema([*models.items()], ref_template=_REFS)
    named = {model: keys[model, mode] for model, mode in models.items()}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, named)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "medcheck",
                "version": version,
                "summary": "Which medicines of a list are associated with the side effect that the tables are about",
                "description": "Decision support for professionals. What is not recognised is not clear.",
                "license": {"name": "MIT", "identifier": "MIT"},
            },
            "paths": paths,
            "components": {"schemas": schemas["$defs"]},
        },
        ensure_ascii=False,
    )


def _described(operation: Operation, named: dict[Any, Any]) -> dict[str, Any]:
    statuses = [*(_WITH_BODY if operation.takes else ()), *operation.refuses]
    problem = {"content": {MEDIA_TYPE: {"schema": named[Problem]}}}
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {"application/json": {"schema": named[operation.gives]}},
            },
            **{str(status): {"description": _DESCRIPTIONS[status], **problem} for status in sorted(statuses)},
        },
    }
    if operation.takes:
        content: dict[str, Any] = {"application/json": {"schema": named[operation.takes]}}
        if operation.takes_text:
            content["text/plain"] = {"schema": {"type": "string"}}
        described["requestBody"] = {"required": True, "content": content}
    parameters = re.findall(r"\{(\w+)\}", operation.path)
    if parameters:
        described["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in parameters
        ]
    return described
