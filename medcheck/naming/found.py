"""What a scan of a text finds."""

from typing import NamedTuple

from medcheck.knowledge.names import Name
from medcheck.naming.homonyms import likeliest
from medcheck.records import Method, Suggestion


class Hit(NamedTuple):
    """A medicine, or with ``names`` of several meanings one to ask about, at ``tokens[first:last]``."""

    first: int
    last: int
    names: tuple[Name, ...]
    method: Method
    score: float
    runner_up: Suggestion | None = None


class Miss(NamedTuple):
    """What looks like a medicine at ``tokens[first:last]`` and is not known, or could be several."""

    first: int
    last: int
    suggestions: tuple[Suggestion, ...]
    ambiguous: bool


class Device(NamedTuple):
    """A dressing, device or food at ``tokens[first:last]``."""

    first: int
    last: int


class OtherMeaning(NamedTuple):
    """No medicine, though named like one ("iron deficiency"), or a laboratory value, at ``tokens[first:last]``."""

    first: int
    last: int


class UnfamiliarWord(NamedTuple):
    """A word at ``tokens[first:last]`` that no table has and nothing speaks for: counted, and not looked at."""

    first: int
    last: int


Found = UnfamiliarWord | Hit | Miss | Device | OtherMeaning


def hit(
    first: int,
    last: int,
    names: tuple[Name, ...],
    method: Method,
    points: float,
    runner_up: Suggestion | None = None,
) -> Hit:
    """A hit on the names of one key, less the meanings too rare to ask about; a class word says so in its method."""
    names, other = likeliest(names)
    if other:
        runner_up = Suggestion(name=other.name, ingredients=other.ingredients, score=points)
    kinds = {name.kind for name in names}
    if "class" in kinds and method != "fuzzy":
        method = "class"
    elif "abbreviation" in kinds and method == "exact":
        method = "abbreviation"
    return Hit(first, last, names, method, points, runner_up)
