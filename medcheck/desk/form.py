"""What a person sends from the page: a text, and what was set by hand for the text as it stood before.

A field names the place that it is about, ``status-12-21``. What was set stays where the text around it was not edited.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast, get_args
from urllib.parse import parse_qsl

from starlette.requests import Request

from medcheck.desk.problems import Refused
from medcheck.records import Status
from medcheck.report.outline_records import Place

MEDIA_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 30_000  # three for each medicine of the longest text
NONE_OF_THESE = "none"


class Sent(NamedTuple):
    """A text with what a person set: ``choices`` are ingredients or a name typed for the name at a place, or none.

    ``dropped`` counts what had been set for a stretch that was edited since.
    """

    text: str
    choices: Mapping[Place, Sequence[str]]
    statuses: Mapping[Place, Status]
    dropped: int = 0
    wants_example: bool = False


async def sent(request: Request) -> Sent:
    """The form of a request."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Refused(415, f"Send {MEDIA_TYPE}.")
    try:
        body = (await request.body()).decode("ascii")
        fields = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused(400, "The form is not what the page sends.") from None
    return read_form(dict(fields))


def read_form(fields: Mapping[str, str]) -> Sent:
    """The fields of the page's form; of one that cannot be, nothing is kept."""
    text, before = (_lines(fields.get(name, "")) for name in ("text", "reviewed"))
    choices: dict[Place, Sequence[str]] = {}
    typed: dict[Place, Sequence[str]] = {}
    statuses: dict[Place, Status] = {}
    dropped = 0
    edit = edit_of(before, text)
    for name, value in fields.items():
        kind, _, where = name.partition("-")
        value = value.strip()
        if kind not in ("choice", "typed", "status") or not value:
            continue
        place = moved(_place(where), edit)
        if place is None:
            dropped += 1
        elif kind == "typed":
            typed[place] = (value,)
        elif kind == "choice":
            choices[place] = () if value == NONE_OF_THESE else tuple(value.split(";"))
        elif value in get_args(Status):
            statuses[place] = cast("Status", value)
    return Sent(text, choices | typed, statuses, dropped, "example" in fields)


class Edit(NamedTuple):
    """What became of a text: how many letters are the same at its start, how many at its end, and how long it was."""

    same_start: int
    same_end: int
    length: int
    longer_by: int


def edit_of(before: str, now: str) -> Edit:
    """The edit of one text to another."""
    start, end = _same(before, now), _same(before[::-1], now[::-1])
    return Edit(start, end, len(before), len(now) - len(before))


def _same(one: str, other: str) -> int:
    """How many letters two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))


def moved(place: Place | None, edit: Edit) -> Place | None:
    """Where a place of the text before stands now; None of one in the stretch that was edited."""
    if place is None or not 0 <= place.start < place.end <= edit.length:
        return None
    if place.end <= edit.same_start:
        return place
    if edit.length - place.start <= edit.same_end:
        return Place(place.start + edit.longer_by, place.end + edit.longer_by)
    return None


def _place(where: str) -> Place | None:
    start, _, end = where.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(where) < 20):
        return None
    return Place(int(start), int(end))


def _lines(text: str) -> str:
    """A text as the page shows it: a form sends two letters for each end of a line."""
    return text.replace("\r\n", "\n")
