"""The resources that one resource holds, each once, and what its references lead to."""

from collections.abc import Iterator
from typing import NamedTuple

from medcheck.exceptions import ResourceError
from medcheck.fhir.concepts import Contained
from medcheck.fhir.values import NOTHING, Resource, concept_text, part, parts, text

# A bundle of answers holds bundles, each entry of which may contain a resource: three deep. More than this comes from
# an attack, and what the interpreter bears differs from one Python to the next.
DEEPEST = 20


class Held(NamedTuple):
    """A resource with the reference by which others know it; ``parent`` contains it, if any does."""

    resource: Resource
    reference: str
    parent: Resource


class Listed(NamedTuple):
    """What an entry of a List refers to, whether the list says that it has been taken off, and what else it says of it.

    ``flag`` is how the list marks it, as "Unchanged" or "Ceased".
    """

    within: Resource
    item: Resource
    removed: bool
    flag: str


class Collection:
    """All resources of a bundle, or one with what it contains, in their order.

    Raises ResourceError where they stand inside one another without end.
    """

    def __init__(self, resource: Resource) -> None:
        self.held = list(_held(resource))
        self._contained = Contained()
        self._by_name: dict[str, Resource] = {}
        for one in self.held:
            for name in (one.reference, _of_its_kind(one.resource)):
                self._by_name.setdefault(name, one.resource)

        self.listed = [
            Listed(
                one.resource,
                part(entry, "item"),
                text(entry, "deleted") == "true",
                concept_text(part(entry, "flag")),
            )
            for one in self.of_kind("List")
            for entry in parts(one.resource, "entry")
        ]

    def of_kind(self, *kinds: str) -> Iterator[Held]:
        """The resources of these types, in order."""
        return (one for one in self.held if text(one.resource, "resourceType") in kinds)

    def resolve(self, reference: Resource, within: Resource) -> Resource:
        """What a reference of ``within`` leads to; nothing where it leads out of the collection."""
        target = text(reference, "reference")
        if target.startswith("#"):
            return self._contained.resolve(target, within)
        found = self._by_name.get(target) or self._by_name.get(name_of(target))
        return found or NOTHING

    def removed(self) -> list[Resource]:
        """The resources that a List has taken off."""
        return [self.resolve(one.item, one.within) for one in self.listed if one.removed]

    def flags(self) -> dict[int, str]:
        """How a List marks a resource, by the identity of the resource."""
        return {id(self.resolve(one.item, one.within)): one.flag for one in self.listed if one.flag}

    def missing(self) -> list[Listed]:
        """The entries of a List that lead out of the collection."""
        return [one for one in self.listed if not self.resolve(one.item, one.within)]


def too_deep() -> ResourceError:
    """What is said of resources that stand in one another more than ``DEEPEST`` deep."""
    return ResourceError(f"resources inside one another, more than {DEEPEST} deep; give them side by side")


def name_of(reference: str) -> str:
    """A reference without address and version: type and id, or what it is where it has no type."""
    path = reference.split("/_history/")[0]
    return "/".join(path.split("/")[-2:]) if "/" in path else path


def patient_of(resource: Resource) -> str:
    """Who a resource is about, as type and id or whatever identifies the person; empty where it does not say."""
    subject = part(resource, "subject", "patient")
    return name_of(text(subject, "reference")) or text(part(subject, "identifier"), "value")


def _held(resource: Resource, address: str = "", parent: Resource = NOTHING, depth: int = 0) -> Iterator[Held]:
    if depth > DEEPEST:
        raise too_deep()
    kind = text(resource, "resourceType")
    if kind == "Bundle":
        for entry in parts(resource, "entry"):
            yield from _held(part(entry, "resource"), text(entry, "fullUrl"), depth=depth + 1)
        return
    if kind == "Parameters":
        for parameter in parts(resource, "parameter"):
            yield from _held(part(parameter, "resource"), depth=depth + 1)
        return
    if not kind:
        return
    yield Held(resource, address or _of_its_kind(resource), parent)
    for inside in parts(resource, "contained"):
        inner = text(inside, "id")
        yield from _held(inside, f"{address or _of_its_kind(resource)}#{inner}", resource, depth + 1)


def _of_its_kind(resource: Resource) -> str:
    kind, own = text(resource, "resourceType"), text(resource, "id")
    return f"{kind}/{own}" if own else kind
