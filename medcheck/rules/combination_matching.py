"""Whether the medicines of a list meet what a combination needs."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from medcheck.document.sig import milligrams
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.combination_grammar import Alternative, Term
from medcheck.records import TAKEN, Mention
from medcheck.rules.findings import Association


class Taken(NamedTuple):
    """One ingredient (or class word) of one mention that is taken, with all it counts as."""

    ingredient: str
    mention: Mention
    tags: frozenset[str]
    class_id: str


def taken(
    mentions: Sequence[Mention], entries: Sequence[Association], groups: Mapping[str, frozenset[str]]
) -> list[Taken]:
    """Every ingredient that is taken with what it counts as: its name, groups, and where associated class and role."""
    result: dict[tuple[object, ...], Taken] = {}
    counted_as: dict[tuple[str, int], list[Association]] = {}
    for entry in entries:
        for number in entry.mentions:
            counted_as.setdefault((entry.ingredient, number), []).append(entry)
    for number, mention in enumerate(mentions):
        if mention.status not in TAKEN:
            continue
        for ingredient in mention.ingredients or ("",):
            tags = {f"ingredient:{ingredient}"} | {f"group:{group}" for group in groups.get(ingredient, ())}
            class_id = ""
            for entry in counted_as.get((ingredient, number), ()):
                tags.add(f"role:{entry.role}")
                class_id = entry.drug_class.id if entry.drug_class else ingredient
                tags |= {f"class:{class_id}", f"class:{entry.drug.drug_class}" if entry.drug else ""}
            if ingredient or class_id:
                # A medicine listed a hundred times takes part as one: what meets a need is looked for among few.
                identity = (ingredient, class_id, frozenset(tags), mention.route, mention.strength)
                result.setdefault(identity, Taken(ingredient, mention, frozenset(tags), class_id))
    return list(result.values())


def medicines_taken(mentions: Sequence[Mention], entries: Sequence[Association], clinical: Clinical) -> list[Taken]:
    """Every ingredient of a list that is taken; combinations, questions and alerts ask for them."""
    ingredients = (ingredient for mention in mentions for ingredient in mention.ingredients)
    return taken(mentions, entries, clinical.groups(ingredients))


def tags_of_terms(terms: Iterable[Term]) -> tuple[frozenset[str], ...]:
    """The tags of each term: a list that bears none of those of one cannot meet it, as it cannot most combinations."""
    return tuple(map(_tags, terms))


def terms_beside_a_cause(needs: Iterable[Sequence[Term]]) -> tuple[Term, ...]:
    """Of combinations of medicines beside any cause, the terms that say which medicines those are.

    They are what is taken for the side effect rather than for something else that it may help, too.
    """
    found = []
    for terms in needs:
        causes = [term for term in terms if {"role:cause"} <= _tags(term)]
        others = [term for term in terms if not any(alternative.kind in ("role", "reacted") for alternative in term)]
        if len(terms) == 2 and len(causes) == len(others) == 1:
            found.append(others[0])
    return tuple(found)


def met_by(terms: Sequence[Term], medicines: Sequence[Taken], masses: Mapping[str, float]) -> list[Taken]:
    """The medicines that meet the terms of a combination, each term by another one; empty where it is not met."""
    choices = [[medicine for medicine in medicines if _meets(term, medicine, masses)] for term in terms]
    apart = all(term[0].kind == "role" for term in terms)  # two of one class are one reason, not two
    part: dict[int, Taken] = {}
    for chosen in product(*choices):
        names = {medicine.ingredient or medicine.class_id for medicine in chosen}
        classes = {medicine.class_id for medicine in chosen}
        if len(names) == len(terms) and (not apart or len(classes) == len(terms)):
            part.update({id(medicine): medicine for medicine in chosen})
    return list(part.values())


def _meets(term: Term, medicine: Taken, masses: Mapping[str, float]) -> bool:
    return any(_fits(alternative, medicine, masses) for alternative in term)


@lru_cache(maxsize=1000)
def _tags(term: Term) -> frozenset[str]:
    return frozenset(alternative.tag for alternative in term)


def _fits(alternative: Alternative, medicine: Taken, masses: Mapping[str, float]) -> bool:
    if alternative.tag not in medicine.tags:
        return False
    route = medicine.mention.route
    if alternative.routes and route and route not in alternative.routes:
        return False
    if alternative.above is not None:
        dose = milligrams(medicine.mention.strength, masses)
        return dose is None or dose > alternative.above  # an unknown strength must be asked about, not passed over
    return True
