"""Medicines that arrive separated, one entry each, and what a caller knows of them beside their text.

Each entry is read by itself, so that none changes another; what the caller gives comes before what the text says. An
entry given as taken whose own text says that it is not is ``unclear``: it counts, and is asked about.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

from medcheck import pipeline
from medcheck.assembly.mentions import Assembled
from medcheck.exceptions import UsageError
from medcheck.knowledge.database import Database
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.local import ingredients_of
from medcheck.records import (
    TAKEN,
    Because,
    Match,
    MedicineEntry,
    Mention,
    NotMedicine,
    Result,
    Route,
    Status,
    Unfamiliar,
    Unrecognised,
    replace,
)

if TYPE_CHECKING:
    from medcheck.results.read import FoundResult

Placed = TypeVar("Placed", Mention, Because, Result, Unrecognised, Unfamiliar, NotMedicine)
BETWEEN = "\n"  # what joins the texts of the entries to the text that all offsets point into


class _Given(NamedTuple):
    """An entry with its ingredients by our names, and where its text begins among the joined texts."""

    entry: MedicineEntry
    ingredients: tuple[str, ...]
    start: int


def assemble_entries(entries: Iterable[MedicineEntry], lexicon: Lexicon, database: Database) -> Assembled:
    """The mentions of all entries, with offsets into their texts joined by line ends.

    An entry that names no medicine is unrecognised as a whole, for it was given as one. Raises UsageError with the
    number of the entry, counted from 1, for an ingredient, status or route that does not exist.
    """
    parts = [_read(given, lexicon) for given in _given(entries, database)]
    return Assembled(
        tuple(chain.from_iterable(part.mentions for part in parts)),
        tuple(chain.from_iterable(part.unrecognised for part in parts)),
        tuple(chain.from_iterable(part.unfamiliar for part in parts)),
        tuple(chain.from_iterable(part.not_medicines for part in parts)),
    )


def joined(entries: Iterable[MedicineEntry], results: Iterable[str]) -> str:
    """The text that all offsets of a review of entries and laboratory values point into."""
    return "".join(f"{text}{BETWEEN}" for text in (*(entry.text for entry in entries), *results))


def read_results(texts: Sequence[str], start: int, lexicon: Lexicon) -> "list[FoundResult]":
    """The laboratory values of texts, oldest first, so that a later one of the same name supersedes those before.

    ``start`` is where the first text begins.
    """
    found: list[FoundResult] = []
    for text in texts:
        for value in pipeline.results_of(pipeline.begin(text, lexicon)):
            found.append(value._replace(result=_moved(value.result, start)))
        start += len(text) + len(BETWEEN)
    last = {value.result.name: number for number, value in enumerate(found)}
    return [
        value if number == last[value.result.name] else value._replace(superseded=True)
        for number, value in enumerate(found)
    ]


def _given(entries: Iterable[MedicineEntry], database: Database) -> list[_Given]:
    found = []
    start = 0
    for number, entry in enumerate(entries, 1):
        place = f"medicine {number}"
        if not isinstance(entry.text, str):
            raise TypeError(f"{place}: its text is a str, not {type(entry.text).__name__}")
        if entry.status is not None and entry.status not in get_args(Status):
            raise UsageError(f"{place}: there is no such status; known are {', '.join(get_args(Status))}")
        if entry.route is not None and entry.route not in get_args(Route):
            raise UsageError(f"{place}: there is no such route; known are {', '.join(get_args(Route))}")
        try:
            ingredients = ingredients_of(entry.ingredients or (), database)
        except ValueError as error:
            raise UsageError(f"{place}: {error}") from None
        if not ingredients and not entry.text.strip():
            raise UsageError(f"{place} has neither a text nor ingredients")
        found.append(_Given(entry, ingredients, start))
        start += len(entry.text) + len(BETWEEN)
    return found


def _read(given: _Given, lexicon: Lexicon) -> Assembled:
    text = given.entry.text
    mentions, unrecognised, unfamiliar, others = pipeline.assemble(pipeline.begin(text, lexicon))
    if given.ingredients:
        mentions, unrecognised, unfamiliar = (_settled(given, mentions),), (), ()
    elif not mentions and not unrecognised and not others:
        start = len(text) - len(text.lstrip())
        whole = text.strip()
        unrecognised = (Unrecognised(text=whole, start=start, end=start + len(whole), reason="unknown"),)
        unfamiliar = ()
    mentions = tuple(
        _as_given(given.entry, mention, first=number == 0, alone=len(mentions) == 1)
        for number, mention in enumerate(mentions)
    )
    return Assembled(
        tuple(_moved_mention(mention, given.start) for mention in mentions),
        tuple(_moved(one, given.start) for one in unrecognised),
        tuple(_moved(one, given.start) for one in unfamiliar),
        tuple(_moved(one, given.start) for one in others),
    )


def _settled(given: _Given, mentions: Sequence[Mention]) -> Mention:
    """The one medicine of an entry whose ingredients are given, with what its text says of it."""
    same = [mention for mention in mentions if mention.ingredients == given.ingredients]
    if same:
        return same[0]
    text = given.entry.text
    start = len(text) - len(text.lstrip()) if text.strip() else 0
    whole = text.strip()
    said = mentions[0] if len(mentions) == 1 else None  # the directions of a name that ours do not know as this one
    return Mention(
        text=whole,
        start=start,
        end=start + len(whole),
        ingredients=given.ingredients,
        status=said.status if said else "current",
        status_reason=said.status_reason if said else None,
        status_because=said.status_because if said else None,
        route=said.route if said else None,
        strength=said.strength if said else None,
        match=Match(name=" / ".join(given.ingredients), method="code", score=100.0),
    )


def _as_given(entry: MedicineEntry, mention: Mention, *, first: bool, alone: bool) -> Mention:
    """A mention with what the caller knows of the entry: its status for the first, strength and route for one alone."""
    if alone:
        mention = replace(mention, route=entry.route or mention.route, strength=entry.strength or mention.strength)
    if entry.status is None or not (first or mention.status_because is None):
        return mention
    if mention.status_because and mention.status not in TAKEN and entry.status in TAKEN:
        return replace(mention, status="unclear", status_reason=None)
    if entry.status == "current" and mention.status == "as_needed":
        return mention  # a record's "active" does not say how often
    if entry.status == mention.status and entry.status_reason is None:
        return mention
    return replace(mention, status=entry.status, status_reason=entry.status_reason, status_because=None)


def _moved_mention(mention: Mention, by: int) -> Mention:
    because = mention.status_because
    return replace(_moved(mention, by), status_because=_moved(because, by) if because else None)


def _moved(one: Placed, by: int) -> Placed:
    return replace(one, start=one.start + by, end=one.end + by)
