"""The grammar of ``combinations.csv``: what must be on a list for medicines to act together.

Terms are joined by " + ", and each must be met by another medicine; a term's alternatives are joined by "|". An
alternative is an ingredient, ``class:ID``, ``group:ID`` or ``role:ROLE``, with ``@route,route`` where only those routes
count and ``>20mg`` where only a higher strength does. ``role:cause + role:cause`` asks for two different classes.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from medcheck.reading.sig import milligrams
from medcheck.records import Mention
from medcheck.rules.findings import TAKEN, Associated

_ALTERNATIVE = re.compile(
    r"(?:(?P<kind>class|group|role):)?(?P<name>[^@>]+?)(?:@(?P<routes>[a-z,]+))?(?:>(?P<dose>[\d.]+)mg)?"
)


class Alternative(NamedTuple):
    """One way to meet a term; ``kind`` is "ingredient", "class", "group" or "role"."""

    kind: str
    name: str
    routes: tuple[str, ...]
    above: float | None


class Taken(NamedTuple):
    """One ingredient (or class word) of one mention that is taken, with all it counts as."""

    ingredient: str
    mention: Mention
    tags: frozenset[str]
    class_id: str


@lru_cache(maxsize=1000)
def parse(needs: str) -> tuple[tuple[Alternative, ...], ...]:
    """The terms of a ``needs`` cell; ValueError says which part does not fit the grammar."""
    terms = []
    for term in needs.split(" + "):
        alternatives = []
        for written in term.split("|"):
            found = _ALTERNATIVE.fullmatch(written.strip())
            if not found:
                raise ValueError(f"{written!r} is neither an ingredient nor class:, group: or role:")
            routes = tuple((found["routes"] or "").split(",")) if found["routes"] else ()
            above = float(found["dose"]) if found["dose"] else None
            alternatives.append(Alternative(found["kind"] or "ingredient", found["name"].strip(), routes, above))
        terms.append(tuple(alternatives))
    return tuple(terms)


def taken(mentions: Sequence[Mention], entries: Sequence[Associated], groups: Mapping[str, set[str]]) -> list[Taken]:
    """Every ingredient that is taken with what it counts as: its name, groups, and where associated class and role."""
    result = []
    for number, mention in enumerate(mentions):
        if mention.status not in TAKEN:
            continue
        for ingredient in mention.ingredients or ("",):
            tags = {f"ingredient:{ingredient}"} | {f"group:{group}" for group in groups.get(ingredient, ())}
            class_id = ""
            for entry in entries:
                if entry.ingredient == ingredient and number in entry.mentions:
                    tags.add(f"role:{entry.role}")
                    class_id = entry.drug_class.id if entry.drug_class else ingredient
                    tags |= {f"class:{class_id}", f"class:{entry.drug.drug_class}" if entry.drug else ""}
            if ingredient or class_id:
                result.append(Taken(ingredient, mention, frozenset(tags), class_id))
    return result


def met_by(needs: str, medicines: Sequence[Taken]) -> list[Taken]:
    """The medicines that take part in meeting every term, each term by another one; empty where it is not met."""
    terms = parse(needs)
    choices: list[list[Taken]] = []
    for term in terms:
        fitting = [medicine for medicine in medicines if _meets(term, medicine)]
        if not fitting:
            return []
        choices.append(fitting)
    apart = all(term[0].kind == "role" for term in terms)  # two of one class are one reason for cramps, not two
    part: dict[int, Taken] = {}
    for chosen in product(*choices):
        names = {medicine.ingredient or medicine.class_id for medicine in chosen}
        classes = {medicine.class_id for medicine in chosen}
        if len(names) == len(terms) and (not apart or len(classes) == len(terms)):
            part.update({id(medicine): medicine for medicine in chosen})
    return list(part.values())


def _meets(term: tuple[Alternative, ...], medicine: Taken) -> bool:
    if _tags(term).isdisjoint(medicine.tags):
        return False
    return any(_fits(alternative, medicine) for alternative in term)


@lru_cache(maxsize=1000)
def _tags(term: tuple[Alternative, ...]) -> frozenset[str]:
    return frozenset(f"{alternative.kind}:{alternative.name}" for alternative in term)


def _fits(alternative: Alternative, medicine: Taken) -> bool:
    if f"{alternative.kind}:{alternative.name}" not in medicine.tags:
        return False
    route = medicine.mention.route
    if alternative.routes and route and route not in alternative.routes:
        return False
    if alternative.above is not None:
        dose = milligrams(medicine.mention.strength)
        return dose is None or dose > alternative.above  # an unknown strength must be asked about, not passed over
    return True
