"""Lines made of a name and of directions that were both read before, each in another line.

An export has some thousand names and some hundred directions in many combinations ("Lasix 40 mg tablets", "Lasix 20 mg
tablets", "Ramipril 20 mg tablets"). A simple line is therefore taken apart before its strength, and a later line of
which both parts are known is not read again. Where only its directions are known, its name is read beside their dose
alone, misspelt ones too: the words after the dose would say again what they said in another line. A part is kept only
where it means the same beside any other part that is kept, so that the answer is the one that reading the line would
give.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from medcheck import pipeline
from medcheck.assembly.directions import route_by_words
from medcheck.assembly.simple_line import says_nothing_itself
from medcheck.document.sig import route
from medcheck.knowledge.names import Name
from medcheck.naming.country import is_local
from medcheck.naming.evidence import is_result_unit
from medcheck.naming.exact import reads_like_directions
from medcheck.naming.found import Found, Hit, Miss, hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.lone_name import lone_name
from medcheck.naming.meant import needs_evidence
from medcheck.naming.neighbours import has_dose
from medcheck.naming.text_context import TextContext
from medcheck.naming.written_names import follow, names_at
from medcheck.records import Route

# Parts of each kind. An export has fewer; in a file of noise what was kept is given up, and the memory stays small.
PARTS_KEPT = 1 << 14
_T = TypeVar("_T")
_NUMBER = re.compile(r" [0-9]")
_WORDS = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")


class SimpleLine(NamedTuple):
    """The medicine of a simple line, its route, where its name ends in the text, and whether that is misspelt."""

    name: Name
    route: Route | None
    end: int
    misspelt: bool = False


class UnknownName(NamedTuple):
    """The name of a line that is simple but for it: no table has it."""

    miss: Miss
    end: int


class _Directions(NamedTuple):
    """The route that the words of directions give, and the dose that they begin with, where it has a unit of doses."""

    route: Route | None
    dose: str


class _Named(NamedTuple):
    """What the text before a dose names and the route that its words give; ``guessed``: no table has it so."""

    found: Hit | Miss
    route: Route | None
    guessed: bool


class KnownParts:
    """The names and the directions of the simple lines read so far, each with the route that its words give."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: dict[str, _Named | None] = {}  # None: to be read with its whole line
        self._directions: dict[str, _Directions] = {}

    def find(self, text: str) -> SimpleLine | UnknownName | None:
        """What a line says of which the directions are known, and the name, or it can be read apart; else None."""
        end = _before_number(text)
        directions = self._directions.get(text[end:])
        if directions is None:
            return None
        written = text[:end]
        if written not in self._names:
            name = lone_name(written, self._lexicon)
            if name and says_nothing_itself(name.ingredients, self._lexicon.language):
                of_name = route(name.words, self._lexicon.language)
                named: _Named | None = _Named(hit(0, len(name.words), (name,), "exact", 100.0), of_name, guessed=False)
            elif directions.dose:
                named = self._read_name(written + directions.dose, end)
            else:
                return None
            _keep(self._names, written, named)
        named = self._names[written]
        if named is None or (named.guessed and not directions.dose):
            return None
        return _line(named, directions, end)

    def read(self, context: TextContext, hit: Hit) -> SimpleLine:
        """What a simple line says; its parts are kept where they mean the same in other lines."""
        text, tokens, language = context.text, context.tokens, context.language
        name, end = hit.names[0], tokens[hit.last - 1].end
        of_name = _route_of_name(context, hit)
        of_directions = route([token.norm for token in tokens[hit.last :] if token.kind == "word"], language)
        if end == _before_number(text) and _is_dose(context, hit.last) and not context.may_hold_results:
            if _stands_alone(context, hit):
                _keep(self._names, text[:end], _Named(hit, of_name, guessed=False))
            _keep(self._directions, text[end:], _Directions(of_directions, _dose(context, hit.last)))
        return SimpleLine(name, route_by_words(of_name or of_directions, name.route), end)

    def guessed(self, context: TextContext, found: Sequence[Found]) -> SimpleLine | UnknownName | None:
        """What a line of known directions says of which ``found`` is all that is named, and is in no table so."""
        end = _before_number(context.text)
        directions = self._directions.get(context.text[end:])
        if directions is None or context.may_hold_results:
            return None
        guess = _only_guess(context, found, end)
        return _line(guess, directions, end) if guess else None

    def _read_name(self, text: str, end: int) -> _Named | None:
        """What stands before a dose; None where it may mean something else beside another."""
        line = pipeline.begin(text, self._lexicon)
        context = line.context
        if context.may_hold_results:
            return None
        found = pipeline.only_medicine(line)
        if found is not None:
            alone = context.tokens[found.last - 1].end == end and _stands_alone(context, found)
            return _Named(found, _route_of_name(context, found), guessed=False) if alone else None
        if line.exact or not _is_guessed_alike(context):
            return None
        return _only_guess(context, pipeline.guess(line), end)


def _line(named: _Named, directions: _Directions, end: int) -> SimpleLine | UnknownName:
    found = named.found
    if isinstance(found, Miss):
        return UnknownName(found, end)
    name = found.names[0]
    return SimpleLine(name, route_by_words(named.route or directions.route, name.route), end, found.method == "fuzzy")


def _route_of_name(context: TextContext, hit: Hit) -> Route | None:
    return route([token.norm for token in context.tokens[: hit.last]], context.language)


def _before_number(text: str) -> int:
    """Where the directions of a line begin, which is before its first number; its end where there is none."""
    number = _NUMBER.search(text)
    return number.start() if number else len(text)


def _is_dose(context: TextContext, index: int) -> bool:
    """Whether a strength stands here that is no part of any name."""
    unit = context.tokens[index + 1].norm if has_dose(context, index) else ""
    return bool(unit) and unit not in context.language.company_words and not names_at(context, index)


def _dose(context: TextContext, index: int) -> str:
    """The number and unit that directions begin with, as written; nothing for a unit of values or of something else."""
    before, unit = context.tokens[index - 1].end, context.tokens[index + 1]
    if unit.norm not in context.language.dose_units or is_result_unit(context, index + 1):
        return ""
    return context.text[before : unit.end]


def _only_guess(context: TextContext, found: Sequence[Found], end: int) -> _Named | None:
    """The one medicine or unknown name that is all of a line up to its directions."""
    if len(found) != 1 or len(context.items) != 1 or not _WORDS.fullmatch(context.text, 0, end):
        return None
    guess = found[0]
    if not isinstance(guess, Hit | Miss) or guess.first or context.tokens[guess.last - 1].end != end:
        return None
    if isinstance(guess, Miss):
        return _Named(guess, None, guessed=True)
    if len(guess.names) > 1 or not says_nothing_itself(guess.names[0].ingredients, context.language):
        return None
    return _Named(guess, _route_of_name(context, guess), guessed=True)


def _is_guessed_alike(context: TextContext) -> bool:
    """Whether the unknown word before a dose is read alike whatever else a line says.

    It is not where the dose speaks for it less than its ending against it, where a name begins with it, which may go on
    with the number, or where a word of the directions may settle what it means. Of several words the dose is not beside
    the first.
    """
    word, language = context.tokens[0].norm, context.language
    return (
        context.tokens[1].kind == "number"
        and word not in language.settling
        and word not in language.analyte_heads
        and not word.endswith(tuple(language.other_endings))
        and not context.lexicon.starting_with(word)
    )


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
