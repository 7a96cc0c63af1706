"""Lines made of a name and of directions that were both read before, each in another line.

An export has some thousand names and some hundred directions in many combinations ("Lasix 40 mg tablets", "Lasix 20 mg
tablets", "Ramipril 20 mg tablets"). A simple line is therefore taken apart before its strength, and a later line of
which both parts are known is not read again. A part is kept only where it means the same beside any other part that is
kept, so that the answer is the one that reading the line would give.
"""

import re
from typing import NamedTuple, TypeVar

from medcheck.assembly.directions import route_by_words
from medcheck.document.sig import route
from medcheck.knowledge.names import Name
from medcheck.naming.country import is_local
from medcheck.naming.exact import reads_like_directions
from medcheck.naming.found import Hit
from medcheck.naming.meant import needs_evidence
from medcheck.naming.neighbours import has_dose
from medcheck.naming.text_context import TextContext
from medcheck.naming.written_names import follow, names_at
from medcheck.records import Route

# Parts of each kind. An export has fewer; in a file of noise what was kept is given up, and the memory stays small.
PARTS_KEPT = 1 << 14
_T = TypeVar("_T")
_NUMBER = re.compile(r" [0-9]")


class SimpleLine(NamedTuple):
    """The medicine of a simple line, its route, and where its name ends in the text."""

    name: Name
    route: Route | None
    end: int


class KnownParts:
    """The names and the directions of the simple lines read so far, each with the route that its words give."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[Name, Route | None]] = {}
        self._directions: dict[str, Route | None] = {}

    def find(self, text: str) -> SimpleLine | None:
        """What a line says of which both parts are known, else None."""
        end = _before_number(text)
        named = self._names.get(text[:end])
        if named is None or text[end:] not in self._directions:
            return None
        name, written = named
        return SimpleLine(name, route_by_words(written or self._directions[text[end:]], name.route), end)

    def read(self, context: TextContext, hit: Hit) -> SimpleLine:
        """What a simple line says; its parts are kept where they mean the same in other lines."""
        text, tokens, language = context.text, context.tokens, context.language
        name, end = hit.names[0], tokens[hit.last - 1].end
        of_name = route([token.norm for token in tokens[: hit.last]], language)
        of_directions = route([token.norm for token in tokens[hit.last :] if token.kind == "word"], language)
        if end == _before_number(text) and _is_dose(context, hit.last) and not context.may_hold_results:
            if _stands_alone(context, hit):
                _keep(self._names, text[:end], (name, of_name))
            _keep(self._directions, text[end:], of_directions)
        return SimpleLine(name, route_by_words(of_name or of_directions, name.route), end)


def _before_number(text: str) -> int:
    """Where the directions of a line begin, which is before its first number; its end where there is none."""
    number = _NUMBER.search(text)
    return number.start() if number else len(text)


def _is_dose(context: TextContext, index: int) -> bool:
    """Whether a strength stands here that is no part of any name."""
    unit = context.tokens[index + 1].norm if has_dose(context, index) else ""
    return bool(unit) and unit not in context.language.company_words and not names_at(context, index)


def _stands_alone(context: TextContext, hit: Hit) -> bool:
    """Whether a name before a dose is that medicine's whatever else the line says.

    It is not where another name goes on with a number, where it may mean something else, or a value may follow it.
    """
    name, tokens, language = hit.names[0], context.tokens[: hit.last], context.language
    words = sum(token.kind != "mark" for token in tokens)
    return (
        hit.method == "exact"
        and not is_local(context, hit)
        and not needs_evidence(context, hit)
        and not reads_like_directions(name.words, language)
        and not any(token.norm in language.analyte_heads for token in tokens)
        and not any(
            follow(context, 0, other._replace(words=other.words[:words]))
            for other in context.lexicon.starting_with(tokens[0].norm)
            if len(other.words) > words and other.words[words][0].isdigit()
        )
    )


def _keep(parts: dict[str, _T], part: str, value: _T) -> None:
    if len(parts) >= PARTS_KEPT:
        parts.clear()
    parts[part] = value
