"""The public form of a review: a frozen pydantic model over the records of ``medcheck.records``."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from medcheck.records import (
    Alert,
    Combination,
    Finding,
    Mention,
    NotMedicine,
    Question,
    Result,
    ReviewRecord,
    TextKind,
    Unfamiliar,
    Unrecognised,
)


class Review(BaseModel):
    """Everything medcheck says about one list.

    ``model_dump_json()`` is the JSON of ``--format json``, and ``model_validate_json`` of it gives an equal Review.
    ``text_kind`` is what the text was taken for; it decides how much must speak for a word before it is looked at.
    ``findings`` come strongest first, ``mentions`` in the order of the text. ``notices`` say what is doubtful about the
    file that the list was read from; they are no part of the JSON, which says the same of a text however it came.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal["1"] = "1"
    tables_version: str
    text_kind: TextKind
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    combinations: tuple[Combination, ...]
    unrecognised: tuple[Unrecognised, ...]
    unfamiliar: tuple[Unfamiliar, ...]
    not_medicines: tuple[NotMedicine, ...]
    results: tuple[Result, ...]
    alerts: tuple[Alert, ...]
    questions: tuple[Question, ...]
    may_still_explain: tuple[int, ...] = ()
    notices: tuple[str, ...] = Field(default=(), exclude=True)

    @classmethod
    def of(cls, record: ReviewRecord) -> "Review":
        """The public form of a record; its parts are shared, not copied, and not validated a second time."""
        return cls.model_construct(**vars(record))
