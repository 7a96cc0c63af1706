"""What a cell of the tables may hold, and how it is written in the database.

A row's field is annotated with one of these types. Their checks are asked by pydantic when the database is built, and
by nothing afterwards: at run time a type here is the plain ``str``, ``float`` or ``tuple`` that it wraps, and pydantic,
which takes 20 ms to load, stays unloaded.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from medcheck.records import Route

SEPARATOR = ";"


class _Check:
    """A function that a cell passes through at the build, after pydantic has made it the type it is declared as."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


class _Written(_Check):
    """A function that makes a cell's text what pydantic then checks."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.check, handler(source))


# Where lists come from that the tables know.
Country = Literal["AU", "CA", "IE", "IN", "NZ", "UK", "US"]


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())


def parts(cell: str) -> tuple[str, ...]:
    """The parts of a cell that :func:`joined` wrote, which has no blanks to strip."""
    return tuple(cell.split(SEPARATOR)) if cell else ()


def joined(parts: Iterable[str]) -> str:
    """A list as one cell."""
    return SEPARATOR.join(parts)


def _shaped(pattern: str, what: str) -> _Check:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):  # compiled at the build, which alone asks
            raise ValueError(f"{text!r} is no {what}")
        return text

    return _Check(check)


def _text(cell: str) -> str:
    if not cell.strip():
        raise ValueError("is empty")
    return cell.strip()


def _day(cell: str) -> str:
    date.fromisoformat(cell)
    return cell


def _year(number: int | None) -> int | None:
    if number is not None and not 1900 <= number <= 2100:
        raise ValueError(f"{number} is no year of a publication")
    return number


def _power(number: int) -> int:
    if not 0 <= number <= 8:
        raise ValueError(f"{number} is not from 0 to 8")
    return number


def _positive(number: float) -> float:
    if number <= 0:
        raise ValueError(f"{number:g} is not above nought")
    return number


def _not_negative(number: float) -> float:
    if number < 0:
        raise ValueError(f"{number:g} is below nought")
    return number


def _some(parts: tuple[str, ...]) -> tuple[str, ...]:
    if not parts:
        raise ValueError("is empty")
    return parts


Text = Annotated[str, _Check(_text)]
Slug = Annotated[str, _shaped(r"[a-z0-9]+(-[a-z0-9]+)*", "key of small letters, digits and hyphens")]
OptionalSlug = Slug | Literal[""]
Ingredient = Annotated[str, _shaped(r"[a-z0-9(][a-z0-9 ,.+()'/-]*", "lower-case ingredient name")]
Subject = Annotated[str, _shaped(r"(class|group):[a-z0-9-]+|[a-z0-9][a-z0-9 ,.()'/-]*", "subject of a claim")]
AtcPrefix = Annotated[str, _shaped(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?", "beginning of an ATC code")]
Day = Annotated[str, _Check(_day)]  # as YYYY-MM-DD, so that days compare as text
OptionalYear = Annotated[int | None, _Written(lambda cell: None if cell == "" else cell), _Check(_year)]
PowerOfTen = Annotated[int, _Check(_power)]
Rank = Annotated[int, _Check(_positive)]
Positive = Annotated[float, _Check(_positive)]
NotNegative = Annotated[float, _Check(_not_negative)]
Doi = Annotated[str, _shaped(r"(10\.\S+)?", "DOI")]
Pmid = Annotated[str, _shaped(r"\d*", "PubMed number")]
Url = Annotated[str, _shaped(r"(https?://\S+)?", "web address")]
Number = Annotated[float | None, _Written(lambda cell: None if cell == "" else cell)]
Word = Annotated[str, _shaped(r"[a-z][a-z0-9]*", "word in small letters")]
FieldName = Annotated[str, _shaped(r"[a-z]+(_[a-z]+)*", "name of a set of words")]
# As tokens are compared: lower case, one space between them.
Phrase = Annotated[str, _shaped(r"[^\sA-Z]+( [^\sA-Z]+)*", "phrase in small letters with single spaces")]

_LIST = _Written(lambda cell: split(cell) if isinstance(cell, str) else cell)
Slugs = Annotated[tuple[Slug, ...], _LIST]
SomeSlugs = Annotated[tuple[Slug, ...], _LIST, _Check(_some)]
Texts = Annotated[tuple[Text, ...], _LIST]
SomeTexts = Annotated[tuple[Text, ...], _LIST, _Check(_some)]
AtcPrefixes = Annotated[tuple[AtcPrefix, ...], _LIST]
Routes = Annotated[tuple[Route, ...], _LIST]
Phrases = Annotated[tuple[Phrase, ...], _LIST]
Ingredients = Annotated[tuple[Ingredient, ...], _LIST]
SomeIngredients = Annotated[tuple[Ingredient, ...], _LIST, _Check(_some)]

R = TypeVar("R", bound=NamedTuple)


@cache
def _lists(kind: type[NamedTuple]) -> tuple[int, ...]:
    """The places of the fields that hold lists."""
    hints = enumerate(kind.__annotations__.values())
    return tuple(place for place, hint in hints if _LIST in getattr(hint, "__metadata__", ()))


def to_cells(row: NamedTuple) -> list[Any]:
    """A row as the database holds it: each list as one cell."""
    cells = list(row)
    for place in _lists(type(row)):
        cells[place] = joined(cells[place])
    return cells


def from_cells(kind: type[R], cells: Iterable[Any]) -> R:
    """The row that the database holds in these cells."""
    values = list(cells)
    for place in _lists(kind):
        values[place] = parts(values[place])
    return kind._make(values)
