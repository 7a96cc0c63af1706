"""What the API answers with beside ``medcheck.Review``."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from medcheck.records import Source


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Health(_Answer):
    """That the application answers, and with what."""

    status: Literal["ok"] = "ok"
    version: str
    tables_version: str


class Tables(_Answer):
    """Which tables are used and how much they hold."""

    schema_version: Literal["1"] = "1"
    tables_version: str
    side_effect: str
    rows: dict[str, int]


class DrugSection(_Answer):
    """Paragraphs under a title; a number in square brackets is that of a source, from 1."""

    title: str
    paragraphs: list[str]


class Drug(_Answer):
    """What the tables say of one name; what is not recognised is a problem with status 404."""

    ingredients: list[str]
    sections: list[DrugSection]
    sources: list[Source]
    tables_version: str


class Issues(_Answer):
    """A Bundle of FHIR R4 with DetectedIssue and Communication; without an entry where nothing is to be said."""

    resourceType: Literal["Bundle"]  # noqa: N815 - as FHIR calls it
    type: Literal["collection"]
    entry: list[dict[str, Any]] = []


class Problem(_Answer):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
