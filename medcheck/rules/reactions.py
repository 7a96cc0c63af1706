"""A medicine taken now beside one of its class that once gave the side effect and is noted as an intolerance."""

from collections.abc import Sequence

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.combination_grammar import Term
from medcheck.records import Mention
from medcheck.rules.combination_matching import Taken

# What is written in a combination for a medicine that gave the reaction.
REACTION = "reacted:same_class"


def asks_for_reaction(terms: Sequence[Term]) -> bool:
    """Whether one of the terms is met by what gave a reaction, which is not taken."""
    return any(alternative.kind == "reacted" for term in terms for alternative in term)


def met_by_reaction(
    terms: Sequence[Term], medicines: Sequence[Taken], mentions: Sequence[Mention], clinical: Clinical
) -> tuple[set[str], set[str]]:
    """The ingredients that meet the terms, and those of them that gave the reaction, of the same class as one taken.

    The same ingredient, noted as not tolerated and yet taken, is of the same class as well.
    """
    wanted = {alternative.tag for term in terms for alternative in term}
    met: set[str] = set()
    reacted: set[str] = set()
    for name, kinds in _reacted(mentions, clinical):
        same = [
            medicine
            for medicine in medicines
            if not wanted.isdisjoint(medicine.tags) and kinds & {medicine.ingredient, *medicine.tags}
        ]
        if same:
            met |= {name, *(one.ingredient or clinical.classes[one.class_id].name for one in same)}
            reacted.add(name)
    return met, reacted


def _reacted(mentions: Sequence[Mention], clinical: Clinical) -> list[tuple[str, set[str]]]:
    """Each ingredient or class word that gave the side effect, with what another must be to be of its kind."""
    found: list[tuple[str, set[str]]] = []
    for mention in mentions:
        if mention.status != "allergy" or not _is_side_effect(mention.status_reason or "", clinical.reactions):
            continue
        for ingredient, drug in clinical.drugs(mention.ingredients).items():
            found.append((ingredient, {ingredient} | ({f"class:{drug.drug_class}"} if drug.drug_class else set())))
        named = clinical.classes.get(mention.drug_class or "")
        if named:
            found.append((named.name, {f"class:{named.id}"}))
    return found


def _is_side_effect(reaction: str, words: frozenset[str]) -> bool:
    said = f" {' '.join(reaction.casefold().split())} "
    return any(f" {word} " in said for word in words)
