"""What was found in a text becomes mentions: its strength, route and status read from the words around it."""

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

from medcheck.assembly.brackets import (
    agree_with_bracket,
    disambiguate_by_expansion,
    drop_guesses_explained_by_bracket,
    is_ambiguous,
)
from medcheck.assembly.directions import Directions, directions_of
from medcheck.assembly.products import group_products
from medcheck.assembly.unnamed import unnamed_classes
from medcheck.context.status import Statuses, read_statuses
from medcheck.context.weigh import Decision
from medcheck.document.struck import struck
from medcheck.naming.evidence import has_dose_beside
from medcheck.naming.found import Device, Found, Hit, Miss, UnfamiliarWord
from medcheck.naming.text_context import TextContext
from medcheck.records import (
    Because,
    Explanation,
    Match,
    Mention,
    NotMedicine,
    Suggestion,
    Unfamiliar,
    Unrecognised,
    Weighed,
    replace,
)

# How many words after a name are looked at for an amount: "morphine 2.5 mg", "morphine sc 2.5-5".
_TO_NUMBER = 2


class Assembled(NamedTuple):
    """All that a text holds, each kind in the order of the text."""

    mentions: tuple[Mention, ...]
    unrecognised: tuple[Unrecognised, ...]
    unfamiliar: tuple[Unfamiliar, ...]
    not_medicines: tuple[NotMedicine, ...]


class _Stretch(TypedDict):
    text: str
    start: int
    end: int


def assemble_mentions(context: TextContext, found: Sequence[Found]) -> Assembled:
    """The mentions, unrecognised stretches and lines that are no medicine of one text."""
    found = list(drop_guesses_explained_by_bracket(context.tokens, found, context.language))
    hits = disambiguate_by_expansion(context.tokens, found, context.language)
    products, places = _products(context, hits)
    mentions = _mentions(context, products, places, _places_of_others(context, found, hits)) if products else []
    unnamed = unnamed_classes(context.tokens, mentions, places, context.language)
    unrecognised = [
        *(_ambiguous(context, hit) for hit in hits if is_ambiguous(hit)),
        *(_missed(context, miss) for miss in found if isinstance(miss, Miss)),
        *(Unrecognised(**_stretch(context, *places[number]), reason="ambiguous") for number in unnamed),
    ]
    return Assembled(
        tuple(mention for number, mention in enumerate(mentions) if number not in unnamed),
        tuple(sorted(unrecognised, key=lambda entry: entry.start)),
        tuple(Unfamiliar(**_stretch(context, it.first, it.last)) for it in found if isinstance(it, UnfamiliarWord)),
        tuple(NotMedicine(**_stretch(context, it.first, it.last)) for it in found if isinstance(it, Device)),
    )


def explain_mentions(context: TextContext, found: Sequence[Found]) -> tuple[Explanation, ...]:
    """What was weighed for the status of each medicine."""
    found = list(drop_guesses_explained_by_bracket(context.tokens, found, context.language))
    hits = disambiguate_by_expansion(context.tokens, found, context.language)
    products, places = _products(context, hits)
    others = _places_of_others(context, found, hits)
    decisions = _statuses(context, products, places, others).decisions
    return tuple(
        _explanation(context, decided, mention)
        for decided, mention in zip(decisions, _mentions(context, products, places, others), strict=True)
    )


def _explanation(context: TextContext, decided: Decision, mention: Mention) -> Explanation:
    weighed = [
        Weighed(text=_stretch(context, one.first, one.last)["text"], says=one.act, near=one.near)
        for one in decided.weighed
    ]
    because = mention.status_because
    if because is not None and (mention.status, mention.status_reason) != (decided.status, decided.reason):
        weighed.insert(0, Weighed(text=because.text, says=mention.status_reason or mention.status, near="elsewhere"))
    return Explanation(
        text=mention.text, status=mention.status, status_reason=mention.status_reason, weighed=tuple(weighed)
    )


def _products(context: TextContext, hits: Sequence[Hit]) -> tuple[list[list[Hit]], list[tuple[int, int]]]:
    """The hits that mean one medicine, grouped to products, and the places of these."""
    products = group_products(context.tokens, [hit for hit in hits if not is_ambiguous(hit)], context.language)
    return products, [(product[0].first, product[-1].last) for product in products]


def _places_of_others(context: TextContext, found: Sequence[Found], hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """The places of devices, and of medicines not recognised: with a dose or a capital letter, or of two meanings.

    What medicines are sorted into is none: "NO LONGER TAKING (removed from blister pack)" is a heading.
    """
    containers = context.language.words_for_containers
    others = [
        (it.first, it.last)
        for it in found
        if (isinstance(it, Device) and any(t.norm not in containers for t in context.tokens[it.first : it.last]))
        or (
            isinstance(it, Miss)
            and (context.text[context.tokens[it.first].start].isupper() or has_dose_beside(context, it.first, it.last))
        )
    ]
    return others + [(hit.first, hit.last) for hit in hits if is_ambiguous(hit)]


def _statuses(
    context: TextContext,
    products: Sequence[Sequence[Hit]],
    places: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
) -> Statuses:
    """The statuses of the products; what is said of a device, or of a medicine not recognised, is said of none."""
    tokens = context.tokens
    meant = {
        place: tuple(sorted({name for hit in product for name in hit.names[0].ingredients}))
        for place, product in zip(places, products, strict=True)
    }
    every = sorted({*places, *others})
    statuses = read_statuses(
        context.layout,
        tokens,
        context.items,
        context.lines,
        context.labels,
        every,
        struck(context.layout, [(tokens[first].start, tokens[last - 1].end) for first, last in every]),
        [meant.get(place, (place,)) for place in every],
        context.language,
        context.lexicon.known,
        context.as_of,
    )
    kept = [number for number, place in enumerate(every) if place in meant]
    return Statuses([statuses.decisions[number] for number in kept], [statuses.routes[number] for number in kept])


def _mentions(
    context: TextContext,
    products: Sequence[Sequence[Hit]],
    places: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
) -> list[Mention]:
    decided, routes = _statuses(context, products, places, others)
    directions = directions_of(context, products, places, routes)
    mentions = [
        _mention(context, product, decided[number], directions[number]) for number, product in enumerate(products)
    ]
    agreed = agree_with_bracket(context.tokens, mentions, places, context.language)
    return _stop_where_listed_before(context, agreed, places)


def _mention(context: TextContext, product: Sequence[Hit], decided: Decision, directions: Directions) -> Mention:
    names = [hit.names[0] for hit in product]
    weakest = min(product, key=lambda hit: (hit.score, hit.method == "exact"))
    ingredients = sorted({ingredient for name in names for ingredient in name.ingredients})
    return Mention(
        **_stretch(context, product[0].first, product[-1].last),
        ingredients=tuple(ingredients),
        drug_class=next((name.drug_class for name in names if name.drug_class), None) if not ingredients else None,
        status=decided.status,
        status_reason=decided.reason,
        status_because=Because(**_stretch(context, decided.because.first, decided.because.last))
        if decided.because
        else None,
        stopped_lately=decided.lately or None,
        route=directions.route,
        strength=directions.strength,
        match=Match(
            name=" / ".join(name.name for name in names),
            method=weakest.method,
            score=weakest.score,
            runner_up=weakest.runner_up,
        ),
    )


def _ambiguous(context: TextContext, hit: Hit) -> Unrecognised:
    return Unrecognised(
        **_stretch(context, hit.first, hit.last),
        reason="ambiguous",
        suggestions=tuple(
            Suggestion(name=name.name, ingredients=name.ingredients, score=hit.score)
            for name in {name.meaning: name for name in hit.names}.values()
        ),
    )


def _missed(context: TextContext, miss: Miss) -> Unrecognised:
    return Unrecognised(
        **_stretch(context, miss.first, miss.last),
        reason="ambiguous" if miss.ambiguous else "unknown",
        suggestions=miss.suggestions,
    )


def _stretch(context: TextContext, first: int, last: int) -> _Stretch:
    start, end = context.tokens[first].start, context.tokens[last - 1].end
    return {"text": context.text[start:end], "start": start, "end": end}


def _stop_where_listed_before(
    context: TextContext, mentions: Sequence[Mention], places: Sequence[tuple[int, int]]
) -> list[Mention]:
    """A medicine listed bare and later said to be stopped is stopped where it was listed, too.

    "X 80 (was on X 40)" is of an earlier dose, and of "morphine 2.5-5 sc. Stopped: Zomorph" only the second has ended.
    """
    result = list(mentions)
    bare: dict[tuple[str, ...], list[int]] = {}
    for number, mention in enumerate(mentions):
        if mention.strength:
            continue
        meaning = mention.ingredients or (mention.drug_class or "",)
        if mention.status == "stopped":
            said = mention.status_because.text if mention.status_because else ""
            if not context.language.words_for_was.isdisjoint(said.lower().strip("(").split()):
                continue
            if mention.status_reason == "given_once":
                continue  # one dose in between ends nothing
            for earlier in bare.pop(meaning, ()):
                if result[earlier].status_because is not None and not said.endswith("ed"):
                    continue  # "started Lipitor. Stop Lipitor." are of two times
                names = sorted((result[earlier].match.name.lower(), mention.match.name.lower()))
                if not names[1].startswith(names[0]) and _has_number(context, places[earlier]):
                    continue
                result[earlier] = replace(
                    result[earlier],
                    status="stopped",
                    status_reason=mention.status_reason,
                    status_because=mention.status_because,
                    stopped_lately=mention.stopped_lately,
                )
        elif mention.status == "current":
            bare.setdefault(meaning, []).append(number)
    return result


def _has_number(context: TextContext, place: tuple[int, int]) -> bool:
    """Whether an amount stands after a name, or after a route there."""
    return any(token.kind == "number" for token in context.tokens[place[1] : place[1] + _TO_NUMBER])
