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

from medcheck.assembly.directions import route_by_words
from medcheck.assembly.simple_line import leave_at_once, says_nothing_itself
from medcheck.document.sig import route
from medcheck.document.tokens import direction_words
from medcheck.knowledge.names import Name
from medcheck.naming.evidence import is_result_unit
from medcheck.naming.exact import reads_like_directions
from medcheck.naming.found import Found, Hit, Miss, hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.lone_name import lone_name
from medcheck.naming.meant import needs_evidence
from medcheck.naming.neighbours import has_dose
from medcheck.naming.scan import guess_alone
from medcheck.naming.text_context import TextContext
from medcheck.naming.written_names import follow, names_at
from medcheck.records import Route

# Parts of each kind. An export has fewer; in a file of noise what was kept is given up, and the memory stays small.
PARTS_KEPT = 1 << 14
_K = TypeVar("_K")
_T = TypeVar("_T")
_NUMBER = re.compile(r" [0-9]")
_WORDS = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")


class SimpleLine(NamedTuple):
    """The medicine of a simple line, its route, and where its name ends in the text.

    ``misspelt`` says that the name is, ``once`` that it is given once by its nature and so not taken.
    """

    name: Name
    route: Route | None
    end: int
    misspelt: bool = False
    once: bool = False


class UnknownName(NamedTuple):
    """The name of a line that is simple but for it: no table has it."""

    miss: Miss
    end: int


class _Directions(NamedTuple):
    """The route that the words of directions give, and the dose that they begin with, where it has a unit of doses.

    ``once`` says whether they leave it at once for what is given once by its nature.
    """

    route: Route | None
    dose: str
    once: bool | None


class _Named(NamedTuple):
    """What the text before a dose names and the route that its words give; ``guessed``: no table has it so."""

    found: Hit | Miss
    route: Route | None
    guessed: bool
    once: bool = False


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
            named = self._read_lone_name(written)
            if named is None and not directions.dose:
                return None
            keep(self._names, written, named or self._read_unknown_word(written, directions.dose))
        named = self._names[written]
        if named is None or (named.guessed and not directions.dose) or (named.once and directions.once is None):
            return None
        return _line(named, directions, end)

    def read(self, context: TextContext, hit: Hit) -> SimpleLine:
        """What a simple line says; its parts are kept where they mean the same in other lines."""
        text, tokens, language = context.text, context.tokens, context.language
        name, end = hit.names[0], tokens[hit.last - 1].end
        of_name = _route_of_name(context, hit)
        of_directions = route(direction_words(tokens[hit.last :]), language)
        if end == _before_number(text) and _is_dose(context, hit.last) and not context.may_hold_results:
            once = leave_at_once(tokens[hit.last :], language)
            if _stands_alone(context, hit):
                keep(self._names, text[:end], _Named(hit, of_name, guessed=False))
            keep(self._directions, text[end:], _Directions(of_directions, _dose(context, hit.last), once))
        return SimpleLine(name, route_by_words(of_name or of_directions, name.route), end)

    def guessed(self, context: TextContext, found: Sequence[Found]) -> SimpleLine | UnknownName | None:
        """What a line of known directions says of which ``found`` is all that is named, and is in no table so."""
        end = _before_number(context.text)
        directions = self._directions.get(context.text[end:])
        if directions is None or context.may_hold_results:
            return None
        guess = _only_guess(context, found, end)
        return _line(guess, directions, end) if guess else None

    def _read_lone_name(self, written: str) -> _Named | None:
        """What stands before a dose, where no dose can change that."""
        name = lone_name(written, self._lexicon)
        if name is None:
            return None
        language = self._lexicon.language
        once = not says_nothing_itself(name.ingredients, language)
        exact = hit(0, len(name.words), (name,), "exact", 100.0)
        return _Named(exact, route(name.words, language), guessed=False, once=once)

    def _read_unknown_word(self, written: str, dose: str) -> _Named | None:
        """What a word before a dose is that the tables do not have; None where it may be another beside another.

        It may where the dose speaks for it less than its ending against it, where a name begins with it, which may go
        on with the number, or where a word of the directions may settle what it means. Of several words the dose is not
        beside the first.
        """
        word, language = written.lower(), self._lexicon.language
        if (
            not (written.isascii() and written.isalpha())
            or word in language.settling
            or word in language.analyte_heads
            or word.endswith(tuple(language.other_endings))
            or self._lexicon.starting_with(word)
        ):
            return None
        context = TextContext(written + dose, self._lexicon)
        return _only_guess(context, guess_alone(context), len(written))


def _line(named: _Named, directions: _Directions, end: int) -> SimpleLine | UnknownName:
    found = named.found
    if isinstance(found, Miss):
        return UnknownName(found, end)
    name = found.names[0]
    of_line = route_by_words(named.route or directions.route, name.route)
    return SimpleLine(name, of_line, end, found.method == "fuzzy", named.once and bool(directions.once))


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


def _stands_alone(context: TextContext, hit: Hit) -> bool:
    """Whether a name before a dose is that medicine's whatever else the line says.

    It is not where another name goes on with a number, where it may mean something else, or a value may follow it.
    """
    name, tokens, language = hit.names[0], context.tokens[: hit.last], context.language
    words = sum(token.kind != "mark" for token in tokens)
    return (
        hit.method == "exact"
        and not context.lexicon.is_local(hit.names[0])
        and not needs_evidence(context, hit)
        and not reads_like_directions(name.words, language)
        and not any(token.norm in language.analyte_heads for token in tokens)
        and not any(
            follow(context, 0, other._replace(words=other.words[:words]))
            for other in context.lexicon.starting_with(tokens[0].norm)
            if len(other.words) > words and other.words[words][0].isdigit()
        )
    )


def keep(parts: dict[_K, _T], part: _K, value: _T) -> None:
    """Keep what a part means, among so many."""
    if len(parts) >= PARTS_KEPT:
        parts.clear()
    parts[part] = value
