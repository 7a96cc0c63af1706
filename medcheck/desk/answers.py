"""What the API answers with beside ``medcheck.Review``."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class HookService(_Answer):
    """A service for one hook, and what it asks to be sent along."""

    hook: str
    title: str
    description: str
    id: str
    prefetch: dict[str, str]
    usageRequirements: str  # noqa: N815 - as CDS Hooks calls it


class Services(_Answer):
    """What CDS Hooks calls discovery."""

    services: list[HookService]


class CardSource(_Answer):
    """Who speaks on a card; ``url`` is there where our address is known."""

    label: str
    url: str = ""


class CardLink(_Answer):
    """A page or a source, by its whole address."""

    label: str
    url: str
    type: Literal["absolute"]


class OverrideReason(_Answer):
    """A reason for passing over a card."""

    code: str
    system: str
    display: str


class Card(_Answer):
    """What a person at work is told; it suggests no change of any order, so it bears no suggestions."""

    uuid: str
    summary: str = Field(max_length=139)
    detail: str
    indicator: Literal["info", "warning", "critical"]
    source: CardSource
    links: list[CardLink] = []
    overrideReasons: list[OverrideReason]  # noqa: N815 - as CDS Hooks calls it


class Cards(_Answer):
    """The answer to a call: one card, or none."""

    cards: list[Card] = Field(max_length=1)


class KeptOutcome(_Answer):
    """What became of a card; a reason is a code of ours."""

    outcome: Literal["accepted", "overridden"]
    reason: str = ""
    time: datetime


class KeptFeedback(_Answer):
    """All that is kept of what became of the cards of a service."""

    feedback: list[KeptOutcome]


class Problem(_Answer):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
