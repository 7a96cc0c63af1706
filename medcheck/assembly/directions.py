"""The strength and the route of each medicine, from the words of its name and the directions beside it."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.document.items import Item
from medcheck.document.sig import route, strength
from medcheck.document.tokens import Token, direction_words
from medcheck.language import Language
from medcheck.naming.found import Hit
from medcheck.naming.text_context import TextContext
from medcheck.records import Route

# How many words before a name are looked at for its route ("nebulised salbutamol", "topical hydrocortisone").
_WORDS_BEFORE = 2
_BEFORE_ANOTHER = ";|•.:)"  # after one of these marks an item of the same sentence speaks of something else


class Directions(NamedTuple):
    """What the text says of how a medicine is given."""

    route: Route | None
    strength: str | None


def directions_of(
    context: TextContext,
    products: Sequence[Sequence[Hit]],
    places: Sequence[tuple[int, int]],
    heading_routes: Sequence[Route | None],
) -> list[Directions]:
    """The directions of each product; ``heading_routes``: those that the headings over them give."""
    tokens = context.tokens
    item_starts = [item.first for item in context.items]
    found = []
    for number, (product, (first, last), of_heading) in enumerate(zip(products, places, heading_routes, strict=True)):
        previous_end = places[number - 1][1] if number else 0
        next_start = places[number + 1][0] if number + 1 < len(places) else len(tokens)
        limit = _end_of_directions(context, item_starts, last, next_start)
        before = _words_before(tokens, item_starts, first, previous_end)
        product_route = next((hit.names[0].route for hit in product if hit.names[0].route), "")
        written = route_of(tokens[first:last], before, tokens[last:limit], product_route, context.language)
        dose = (
            strength(context.text, tokens[last - 1].end, tokens[limit - 1].end, context.language)
            if limit > last
            else None
        )
        found.append(Directions(written or of_heading, dose))
    return found


def route_of(
    name: Sequence[Token], before: Sequence[str], after: Sequence[Token], product_route: str, language: Language
) -> Route | None:
    """The route of a medicine by the words of its name, before it and after; ``product_route``: by the tables."""
    written = (
        route([token.norm for token in name], language)
        or route(list(before), language)
        or route(direction_words(after), language)
    )
    return route_by_words(written, product_route)


def route_by_words(written: Route | None, product_route: str) -> Route | None:
    """The route that the words beside a name give, or else the tables: "by mouth" makes no eye drop a tablet."""
    if written == "oral" and product_route:
        return _as_route(product_route)
    return written or _as_route(product_route)


def _as_route(name: str) -> Route | None:
    return name or None  # type: ignore[return-value]  # the tables hold only routes


def _words_before(tokens: Sequence[Token], item_starts: Sequence[int], first: int, previous_end: int) -> list[str]:
    """The words right before a name, the nearest first; none if they are the directions of the medicine before."""
    words: list[str] = []
    for token in reversed(tokens[max(previous_end, first - _WORDS_BEFORE) : first]):
        # "Tab. Lasix": the dot ends no item
        if token.kind != "word" and not (token.norm == "." and _begins_item(item_starts, first - 2)):
            break
        words.append(token.norm)
    if previous_end and first - len(words) == previous_end:
        return []
    return words


def _begins_item(item_starts: Sequence[int], index: int) -> bool:
    return item_starts[bisect_right(item_starts, index) - 1] == index


def _end_of_directions(context: TextContext, item_starts: Sequence[int], last: int, next_start: int) -> int:
    """Where the directions of a mention end: at the next medicine, the end of its line, or a new list number."""
    items: Sequence[Item] = context.items
    at = bisect_right(item_starts, last - 1) - 1
    sentence = items[at].sentence
    limit = last
    for number in range(at, len(items)):
        item = items[number]
        if item.first >= next_start:
            break  # or a sentence without an end would be walked through from each of its names
        if item.sentence != sentence or (item.first > last and context.tokens[item.first - 1].norm in _BEFORE_ANOTHER):
            break
        limit = item.last
    return max(last, min(limit, next_start))
