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
from functools import lru_cache
from typing import NamedTuple, TypeVar

from medcheck.assembly.directions import route_by_words
from medcheck.assembly.simple_line import leave_at_once, says_nothing_itself, simple_line
from medcheck.document.sig import route
from medcheck.document.tokens import direction_words
from medcheck.knowledge.names import Name
from medcheck.naming.evidence import is_result_unit
from medcheck.naming.exact import reads_like_directions
from medcheck.naming.found import Found, Hit, Miss
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.lone_name import goes_on, lone_name, may_be_value
from medcheck.naming.meant import needs_evidence
from medcheck.naming.neighbours import has_dose
from medcheck.naming.scan import guess_alone
from medcheck.naming.text_context import TextContext
from medcheck.naming.written_names import names_at
from medcheck.records import Route

# Parts of each kind. An export has fewer; in a file of noise what was kept is given up, and the memory stays small.
PARTS_KEPT = 1 << 14
_K = TypeVar("_K")
_T = TypeVar("_T")
# Where directions begin, which is with a number. One of the group decides nothing before a unit of doses, and is left
# out of the directions as they are kept: it is no year, and no digit beside a letter, which might stand for one ("0N").
_NUMBER = re.compile(r" (?:([1-9][0-9]{1,2}|[0-9]\.[0-9]|[1-9](?= ))(?![0-9.,/])|[0-9])")
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

    ``once`` says whether they leave it at once for what is given once by its nature, ``nameless`` that no name of any
    kind begins with a word of them and the dose is no value of anything measured.
    """

    route: Route | None
    dose: str
    unit: str
    once: bool | None
    nameless: bool


class _Named(NamedTuple):
    """What the text before a dose names and the route that its words give.

    It is so only before a dose where no table has it (``guessed``) or where it may mean something else (``doubtful``),
    and never before a number with which another name goes on.
    """

    found: Hit | Miss
    route: Route | None
    guessed: bool = False
    once: bool = False
    doubtful: bool = False
    goes_on: frozenset[str] = frozenset()


class KnownParts:
    """The names and the directions of the simple lines read so far, each with the route that its words give."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: dict[str, _Named | None] = {}  # None: to be read with its whole line
        self._directions: dict[str, _Directions] = {}
        self._cue_numbers = frozenset(filter(str.isdigit, lexicon.language.cues_by_first_word.first_words))
        self._names_by_number = lru_cache(PARTS_KEPT)(lexicon.names_by_first_two_words)

    def find(self, text: str) -> SimpleLine | UnknownName | None:
        """What a line says of which the directions are known, and the name, or it can be read apart; else None."""
        place = _NUMBER.search(text)
        if place is None:
            return None
        directions = self._directions_at(text, place)
        written = text[: place.start()]
        if directions is None:
            place = _NUMBER.search(text, place.end())
            if place is None:
                return None
            directions = self._directions_at(text, place)
            written = text[: place.start()]
            if directions is None or written not in self._names:
                return None
        elif written not in self._names:
            named = self._read_lone_name(written)
            if named is None and not directions.dose:
                return None
            keep(self._names, written, named or self._read_unknown_word(written, directions.dose))
        named = self._names[written]
        if named is None or not self._fit(named, directions, place[1]):
            return None
        return _line(named, directions, place.start())

    def read(self, context: TextContext, hit: Hit) -> SimpleLine:
        """What a simple line says; its parts are kept where they mean the same in other lines."""
        text, line = context.text, _simple(context, hit)
        place = _NUMBER.match(text, line.end)
        if place and _is_dose(context, hit.last) and not context.may_hold_results:
            named = _name_alone(context, hit)
            if named:
                keep(self._names, text[: line.end], named)
            directions = _read_directions(context, hit.last)
            if not place[1] or ((directions.dose or directions.unit == "%") and not self._begins_cue(place[1])):
                keep(self._directions, _key(text, place), directions)
        return line

    def guessed(self, context: TextContext, found: Sequence[Found]) -> SimpleLine | UnknownName | None:
        """What a line says of which ``found`` is all that is named; None where only assembling it can tell."""
        place = _NUMBER.search(context.text)
        directions = self._directions_at(context.text, place) if place else None
        if place and directions and not context.may_hold_results:
            guess = _only_guess(context, found, place.start())
            if guess:
                return _line(guess, directions, place.start())
        hit = simple_line(context, found)
        return _simple(context, hit) if hit else None

    def _directions_at(self, text: str, place: re.Match[str]) -> _Directions | None:
        """What the directions say that begin at a place; None where they are not known."""
        return None if place[1] and self._begins_cue(place[1]) else self._directions.get(_key(text, place))

    def _begins_cue(self, number: str) -> bool:
        """Whether a phrase that says something of a medicine may begin with a number ("24 hours after")."""
        return number in self._cue_numbers

    def _fit(self, named: _Named, directions: _Directions, number: str | None) -> bool:
        """Whether a name means before directions what it means alone; ``number``: their first, if it was left out."""
        if (named.guessed and not directions.dose) or (named.once and directions.once is None):
            return False
        if named.doubtful and not (directions.dose and directions.nameless):
            return False
        if number is None:
            return not named.goes_on
        return number not in named.goes_on and not self._names_by_number(number, directions.unit)

    def _read_lone_name(self, written: str) -> _Named | None:
        """What stands before a dose, where no dose can change that."""
        lone = lone_name(written, self._lexicon)
        if lone is None:
            return None
        name, language = lone.name, self._lexicon.language
        once = not says_nothing_itself(name.ingredients, language)
        exact = Hit(0, len(name.words), (name,), "exact", 100.0)
        return _Named(exact, route(name.words, language), once=once, doubtful=lone.doubtful, goes_on=lone.goes_on)

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


def _simple(context: TextContext, hit: Hit) -> SimpleLine:
    """A simple line that has been read."""
    tokens, name = context.tokens, hit.names[0]
    written = _route_of_name(context, hit) or route(direction_words(tokens[hit.last :]), context.language)
    return SimpleLine(
        name, route_by_words(written, name.route), tokens[hit.last - 1].end, misspelt=hit.method == "fuzzy"
    )


def _read_directions(context: TextContext, first: int) -> _Directions:
    """What directions say that begin with the number of a dose."""
    tokens, language = context.tokens, context.language
    nameless = not any(names_at(context, at) for at in range(first, len(tokens)) if tokens[at].kind != "mark")
    return _Directions(
        route(direction_words(tokens[first:]), language),
        _dose(context, first),
        tokens[first + 1].norm,
        leave_at_once(tokens[first:], language),
        nameless and not may_be_value(context.tokens, first, language),
    )


def _route_of_name(context: TextContext, hit: Hit) -> Route | None:
    return route([token.norm for token in context.tokens[: hit.last]], context.language)


def _key(text: str, place: re.Match[str]) -> str:
    """The directions that begin at a place, without a first number that decides nothing."""
    return f"#{text[place.end(1) :]}" if place[1] else text[place.start() :]


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


def _name_alone(context: TextContext, hit: Hit) -> _Named | None:
    """A name before a dose, if it is that medicine's whatever else the line says; None where that is not sure.

    It is not where it may mean one thing in some country, or a value may follow it.
    """
    name, tokens, language = hit.names[0], context.tokens[: hit.last], context.language
    if (
        hit.method != "exact"
        or context.lexicon.is_local(name)
        or reads_like_directions(name.words, language)
        or tokens[-1].norm in language.analyte_heads
        or tokens[-1].kind == "mark"
    ):
        return None
    words = [token.norm for token in tokens if token.kind != "mark"]
    doubtful = needs_evidence(context, hit)
    return _Named(hit, _route_of_name(context, hit), doubtful=doubtful, goes_on=goes_on(words, context.lexicon))


def keep(parts: dict[_K, _T], part: _K, value: _T) -> None:
    """Keep what a part means, among so many."""
    if len(parts) >= PARTS_KEPT:
        parts.clear()
    parts[part] = value
