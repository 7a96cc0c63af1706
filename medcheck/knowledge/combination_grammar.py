"""The grammar of ``combinations.csv``: what must be on a list for medicines to act together.

Terms are joined by " + ", and each must be met by another medicine; a term's alternatives are joined by "|". An
alternative is an ingredient, ``class:ID``, ``group:ID`` or ``role:ROLE``, with ``@route,route`` where only those routes
count and ``>20mg`` where only a higher strength does. ``role:cause + role:cause`` asks for two different classes.
``reacted:same_class`` is a medicine that is not taken, because it gave the side effect, of the class of the other term.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_ALTERNATIVE = (
    r"(?:(?P<kind>class|group|role|reacted):)?(?P<name>[^@>]+?)(?:@(?P<routes>[a-z,]+))?(?:>(?P<dose>[\d.]+)mg)?"
)


class Alternative(NamedTuple):
    """One way to meet a term; ``kind`` is "ingredient", "class", "group", "role" or "reacted"."""

    kind: str
    name: str
    routes: tuple[str, ...]
    above: float | None

    @property
    def tag(self) -> str:
        """What a medicine must count as to meet it: "class:loop-diuretic"."""
        return f"{self.kind}:{self.name}"


Term = tuple[Alternative, ...]


@lru_cache(maxsize=1000)  # the rows of the table are some dozens; each is asked for again at every review
def parse(needs: str) -> tuple[Term, ...]:
    """The terms of a ``needs`` cell; ValueError says which part does not fit the grammar."""
    terms = []
    for term in needs.split(" + "):
        alternatives = []
        for written in term.split("|"):
            found = re.fullmatch(_ALTERNATIVE, written.strip())
            if not found:
                raise ValueError(f"{written!r} is neither an ingredient nor class:, group: or role:")
            routes = tuple((found["routes"] or "").split(",")) if found["routes"] else ()
            above = float(found["dose"]) if found["dose"] else None
            alternatives.append(Alternative(found["kind"] or "ingredient", found["name"].strip(), routes, above))
        terms.append(tuple(alternatives))
    return tuple(terms)
