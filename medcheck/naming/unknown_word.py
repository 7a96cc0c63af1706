"""A word that no exact name covers, as the strategies of ``medcheck.naming.guess`` look at it."""

from typing import NamedTuple

from medcheck.naming.text_context import TextContext

_CO = "co"  # "co-amilozid" is one name, and never its second part
# A shorter unknown word is no more likely a medicine than a misspelt ordinary word, unless a dose stands after it.
SHORTEST_UNKNOWN = 4
_MOST_DIGITS = 2  # a word with more is a code


class UnknownWord(NamedTuple):
    """The word at ``tokens[first:end]``; ``limit`` is where the next exact name or the item's end stands.

    ``written`` is the word with the numbers and words glued to it on both sides of a digit ("simvastat1n"). ``known``
    is set for a word of directions, an ordinary word or a salt: it is a name only together with its neighbours.
    """

    first: int
    end: int
    limit: int
    written: str
    known: bool
    is_co_name: bool
    is_salt: bool

    @property
    def is_short(self) -> bool:
        """Whether the word is too short to be corrected."""
        return len(self.written) < SHORTEST_UNKNOWN


def unknown_word_at(context: TextContext, index: int, limit: int) -> UnknownWord | None:
    """The word here, if it can be part of a medicine's name: not a person's name, and no code."""
    token = context.tokens[index]
    if token.kind != "word":
        return None
    written, end = _glued(context, index, limit)
    glued = written != token.norm
    is_co_name = glued and written.startswith(_CO)
    known = not glued and context.lexicon.known(token.norm)
    if not known and not is_co_name and (_is_after_title(context, index) or _is_code(written)):
        return None
    is_salt = known and token.norm in context.language.salts_not_units
    return UnknownWord(index, end, limit, written, known, is_co_name, is_salt)


def _glued(context: TextContext, index: int, limit: int) -> tuple[str, int]:
    tokens = context.tokens
    end = index + 1
    if tokens[index].norm == _CO and end + 1 < limit and tokens[end].norm == "-":
        return f"{_CO}{tokens[end + 1].norm}", end + 2
    while (
        end + 1 < limit
        and tokens[end].kind == "number"
        and tokens[end].start == tokens[end - 1].end
        and tokens[end + 1].kind == "word"
        and tokens[end + 1].start == tokens[end].end
        and tokens[end + 1].norm not in context.language.units
    ):
        end += 2
    return "".join(token.norm for token in tokens[index:end]), end


def _is_after_title(context: TextContext, index: int) -> bool:
    before = [token for token in context.tokens[max(0, index - 2) : index] if token.norm != "."]
    return bool(before) and before[-1].norm in context.language.titles


def _is_code(written: str) -> bool:
    return sum(letter.isdigit() for letter in written) > _MOST_DIGITS
