"""The concept that names the medicine of a resource, wherever a version of FHIR or a sender keeps it."""

from collections.abc import Callable
from typing import TypeAlias

from medcheck.fhir.values import NOTHING, Resource, codings, concept_text, part, parts, text

# What a reference within a resource leads to; nothing where it leads out of what was given.
Resolve: TypeAlias = Callable[[Resource, Resource], Resource]


def concept_of(resource: Resource, resolve: Resolve) -> Resource:
    """The concept that names the medicine of a resource: its own, or that of the Medication it refers to.

    A Medication without a name is called by its ingredients; a reference that leads nowhere by its own display.
    """
    concept = part(resource, "medicationCodeableConcept") or part(part(resource, "medication"), "concept")
    if concept:
        return concept
    reference = part(resource, "medicationReference") or part(part(resource, "medication"), "reference")
    if not reference and text(part(resource, "medication"), "reference"):
        reference = part(resource, "medication")
    medication = resolve(reference, resource) if reference else NOTHING
    code = part(medication, "code")
    if concept_text(code) or codings(code):
        return code
    named = [_ingredient(one, medication, resolve) for one in parts(medication, "ingredient")]
    called = " / ".join(filter(None, named)) or text(reference, "display") or _bare_concept(resource)
    return {"text": called} if called else NOTHING


def _ingredient(ingredient: Resource, medication: Resource, resolve: Resolve) -> str:
    concept = part(ingredient, "itemCodeableConcept") or part(part(ingredient, "item"), "concept")
    if concept:
        return concept_text(concept)
    reference = part(ingredient, "itemReference") or part(part(ingredient, "item"), "reference")
    return concept_text(part(resolve(reference, medication), "code")) or text(reference, "display")


def _bare_concept(resource: Resource) -> str:
    """A concept or text that stands where another version of FHIR has it, as senders do."""
    return concept_text(part(resource, "medication")) or text(resource, "medication")


class Contained:
    """The resources that others contain, of which each is gone through once, however many references it has."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Resource, dict[str, Resource]]] = {}  # by identity, with what keeps that

    def resolve(self, target: str, within: Resource) -> Resource:
        """What "#id" means in a resource; the first of several with that id."""
        if id(within) not in self._known:
            by_id = {text(one, "id"): one for one in reversed([*parts(within, "contained")])}
            self._known[id(within)] = within, by_id
        return self._known[id(within)][1].get(target.removeprefix("#"), NOTHING)
