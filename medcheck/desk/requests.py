"""The bodies that the API takes, and how a request becomes one."""

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from medcheck.desk.problems import Refused
from medcheck.records import MedicineEntry, Route, Status

B = TypeVar("B", bound=BaseModel)
JSON, TEXT = "application/json", "text/plain"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CheckRequest(_Body):
    """A medicine list, and what a person knows of it beside its text."""

    text: str = Field(description="The list as it was written.")
    as_of: date | None = Field(default=None, description="The day that dates in the list are held against.")
    choices: dict[str, list[str]] = Field(
        default={}, description="Ingredients for names as written; none for one not to be corrected to a name of ours."
    )
    statuses: dict[Annotated[int, Field(ge=0)], Status] = Field(
        default={},
        description="A status for mentions, by their number in the review with the same choices and no statuses.",
        json_schema_extra={"propertyNames": {"pattern": "^[0-9]{1,6}$"}},
    )


class Medicine(_Body):
    """A medicine that arrives separated from others; what is null is read from ``text``, which may hold directions."""

    text: str = ""
    ingredients: list[str] | None = None
    status: Status | None = None
    status_reason: str | None = None
    route: Route | None = None
    strength: str | None = None

    def entry(self) -> MedicineEntry:
        """As the library takes it."""
        given = self.model_dump()
        return MedicineEntry(**{**given, "ingredients": None if self.ingredients is None else tuple(self.ingredients)})


class MedicinesRequest(_Body):
    """Medicines that arrive separated, as from a record system; none changes another."""

    medicines: list[Medicine]


class FhirRequest(_Body):
    """A FHIR resource or bundle about one patient."""

    resource: dict[str, Any] = Field(description="A resource in JSON, of DSTU2 to R5, read leniently.")
    as_of: date | None = Field(default=None, description="The day that periods are held against.")


class _Loose(BaseModel):
    """A body whose other members are no concern of ours."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class HookRequest(_Loose):
    """The call of a service for CDS Hooks; other members, such as an access token, are neither read nor kept."""

    hook: str = Field(min_length=1)
    hookInstance: str = Field(min_length=1)  # noqa: N815 - as CDS Hooks calls it
    context: dict[str, Any] = Field(description="Holds patientId and, by the hook, the orders.")
    prefetch: dict[str, Any] | None = Field(default=None, description="Resources by the keys of the service.")


class _Reason(_Loose):
    code: str | None = None


class _OverrideReason(_Loose):
    reason: _Reason | None = None


class Outcome(_Loose):
    """What became of a card; the words of a comment are not read."""

    card: str
    outcome: Literal["accepted", "overridden"]
    outcomeTimestamp: AwareDatetime  # noqa: N815 - as CDS Hooks calls it
    overrideReason: _OverrideReason | None = None  # noqa: N815

    @property
    def code(self) -> str:
        """The code of the reason, empty without one."""
        reason = self.overrideReason.reason if self.overrideReason else None
        return (reason.code if reason else None) or ""


class FeedbackRequest(_Loose):
    """What became of cards."""

    feedback: list[Outcome] | Outcome


async def check_request(request: Request) -> CheckRequest:
    """The list of a request, from JSON or as plain text."""
    if _media_type(request) == TEXT:
        try:
            return CheckRequest(text=(await request.body()).decode())
        except UnicodeDecodeError:
            raise Refused(400, "The text is not UTF-8.") from None
    return await body_of(request, CheckRequest, also=TEXT)


async def body_of(request: Request, model: type[B], also: str = "") -> B:
    """The JSON body of a request as a model; what is wrong is said by place, without what stands there."""
    if _media_type(request) != JSON:
        raise Refused(415, f"Send {JSON}{f' or {also}' if also else ''}.")
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise Refused(400, "The body is not JSON in UTF-8.") from None
        known = [str(part) for part in first["loc"] if isinstance(part, int) or part in _FIELDS]
        place = ".".join(known) or "the body"
        raise Refused(
            422, f"{place}: {_REASONS.get(first['type'], 'is not what the OpenAPI document says')}."
        ) from None


# Names of fields; any other part of a place is text of the request.
_MODELS = (CheckRequest, FeedbackRequest, FhirRequest, HookRequest, Medicine, MedicinesRequest, Outcome)
_FIELDS = {field for model in _MODELS for field in model.model_fields}
_REASONS = {
    "missing": "is missing",
    "extra_forbidden": "has a member that is not known",
    "string_type": "must be a string",
    "list_type": "must be an array",
    "dict_type": "must be an object",
    "literal_error": "is none of the words that the OpenAPI document lists",
    "date_from_datetime_parsing": "must be a day as YYYY-MM-DD",
    "date_parsing": "must be a day as YYYY-MM-DD",
    "date_type": "must be a day as YYYY-MM-DD",
}


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
