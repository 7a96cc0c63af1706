"""A resource as it arrives: any field may be missing, of another type, or a list where one thing belongs.

Strict models refuse the specification's own examples, so these functions take what can be understood and pass over the
rest; nothing here raises for a field.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Resource: TypeAlias = Mapping[str, Any]

NOTHING: Resource = {}


def part(resource: Resource, *names: str) -> Resource:
    """The object in the first of these fields that has one, or the first object of a list; else an empty one."""
    for name in names:
        value = resource.get(name)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict):
                return one
    return NOTHING


def parts(resource: Resource, name: str) -> Iterator[Resource]:
    """The objects in a field, which may be a list or one object by itself."""
    value = resource.get(name)
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, dict):
            yield one


def text(resource: Resource, *names: str) -> str:
    """The first of these fields that has text, a number or a truth value, as text without spaces around it."""
    for name in names:
        value = resource.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        written = str(value).strip() if isinstance(value, (str, int, float)) else ""
        if written:
            return written
    return ""


def codings(concept: Resource) -> list[Resource]:
    """The codings of a concept."""
    return list(parts(concept, "coding"))


def concept_text(concept: Resource) -> str:
    """What a concept is called: its own text, else the first display of its codings."""
    return text(concept, "text") or next(filter(None, (text(one, "display") for one in codings(concept))), "")


def coded(resource: Resource, field: str) -> set[str]:
    """The codes in a field, in small letters: a code, several of them, a truth value, or a concept of codings."""
    value = resource.get(field)
    if isinstance(value, str):
        code = value.strip().lower()
        return {code} if code else set()
    concept = part(resource, field)
    concept = part(concept, "code") or concept
    plain = (text({"": one}, "") for one in (value if isinstance(value, list) else (value,)))
    return {found.lower() for found in (*plain, *(text(one, "code") for one in codings(concept))) if found}
