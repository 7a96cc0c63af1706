"""Lines that name one medicine and its directions and say nothing else, as most lines of an export do.

What :func:`medcheck.assembly.mentions.assemble_mentions` says of such a line follows from its name, route and
strength, so the line need not be assembled.
"""

from collections.abc import Sequence
from functools import lru_cache

from medcheck.context.atoms import may_begin_cue
from medcheck.context.nature import is_of_once, is_once_with
from medcheck.context.status import says_nothing
from medcheck.document.tables import WIDE
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language
from medcheck.naming.found import Found, Hit
from medcheck.naming.text_context import TextContext

_MEANINGS_KEPT = 1 << 14  # names of an export have fewer
_INSIDE_NAMES = frozenset("-/'&+")
_QUIET_MARKS = frozenset("/%()[]+.")
_NOT_IN_TOKENS = ("<", "~", "\t", WIDE)  # what may strike a name through, or make columns


def simple_line(context: TextContext, found: Sequence[Found]) -> Hit | None:
    """The one medicine of a line whose other words are known and say nothing of it but directions, else None.

    ``found``: all that it names, or what the tables have in it as it is written.
    """
    text, tokens = context.text, context.tokens
    if len(found) != 1 or len(context.items) != 1 or not text.isascii() or any(sign in text for sign in _NOT_IN_TOKENS):
        return None
    hit = found[0]
    if not isinstance(hit, Hit) or hit.first or len(hit.names) > 1:
        return None
    if hit.method == "fuzzy" and tokens[0].start:
        return None  # a correction is shown beside what was written, without the blanks before it
    if not says_nothing_itself(hit.names[0].ingredients, context.language) or not _in_one_piece(tokens[: hit.last]):
        return None
    if hit.last < len(tokens) and tokens[hit.last].norm in "([":
        return None  # another name of the same, perhaps
    last: Token | None = None
    may_be_phrase = False
    for index in range(hit.last, len(tokens)):
        token = tokens[index]
        if token.kind == "word":
            if token.norm in context.language.salts_not_units or not context.lexicon.known(
                token.norm
            ):  # "sod chlor" begins a name
                return None
            if token.norm in context.language.occasions_of_once:
                return None
            may_be_phrase = may_be_phrase or may_begin_cue(tokens, index, context.language)
        elif token.kind == "number":
            if is_year(token) or (last and last.kind == "word" and last.end == token.start):
                return None  # a date, or a code ("MK0000")
        elif token.norm not in _QUIET_MARKS:
            return None
        last = token
    return hit if not may_be_phrase or says_nothing(tokens, hit.last, context.language) else None


@lru_cache(maxsize=_MEANINGS_KEPT)
def says_nothing_itself(ingredients: tuple[str, ...], language: Language) -> bool:
    """Whether a name of these ingredients leaves it to the directions whether they are taken; none says nothing.

    That of a vaccine does not: it is given once by its nature, if the directions say no more.
    """
    return bool(ingredients) and not is_of_once(ingredients, language)


def leave_at_once(directions: Sequence[Token], language: Language) -> bool | None:
    """Whether what is given once by its nature is given once with the directions of a simple line, too.

    None where only assembling the line can tell: a full stop may end the directions, and what is running is given now.
    """
    if any(token.norm == "." or token.norm in language.words_for_running for token in directions):
        return None
    return is_once_with([token.norm for token in directions], language)


def _in_one_piece(name: Sequence[Token]) -> bool:
    """Whether a name is written without blanks around its marks: those could be the end of a heading."""
    return all(
        token.kind != "mark" or (token.norm in _INSIDE_NAMES and name[place - 1].end == token.start)
        for place, token in enumerate(name)
    )
