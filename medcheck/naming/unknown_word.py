"""A word that no exact name covers, as ``medcheck.naming.strategies`` looks at it."""

import re
from typing import NamedTuple

from medcheck.naming.text_context import TextContext

_LONGEST_ADDRESS = 80
# Compiled by ``re`` for the first unknown word.
_ADDRESS = r"(?i)\S@\w[\w-]*\.\w|://|\bwww\.|\.(?:com|org|net|gov|edu|co|docx?|xlsx?|pdf|txt|html?|jpe?g|png|csv)\b"
_TOKENS_OF_PERSON = 6  # title, initials and particles before a surname
# What a scanner makes of letters, each digit with one of the letters that it may be.
_LOOK_ALIKES = (str.maketrans("01358", "oiesb"), str.maketrans("01358", "olesb"))

CO = "co"  # "co-amilozid" is one name, and never its second part
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
    """The word here, if it can be part of a medicine's name: no person's name, no address, no code."""
    token = context.tokens[index]
    if token.kind != "word":
        return None
    written, end = _glued(context, index, limit)
    glued = written != token.norm
    is_co_name = glued and written.startswith(CO)
    known = not glued and context.lexicon.known(token.norm)
    if not known and not is_co_name:
        if _is_code(written) or _is_after_title(context, index) or _is_in_address(context, index):
            return None
        known = _is_scanned_word(context, index, end)
    is_salt = known and token.norm in context.language.salts_not_units
    return UnknownWord(index, end, limit, written, known, is_co_name, is_salt)


def _glued(context: TextContext, index: int, limit: int) -> tuple[str, int]:
    tokens = context.tokens
    end = index + 1
    if tokens[index].norm == CO and end + 1 < limit and tokens[end].norm == "-":
        return f"{CO}{tokens[end + 1].norm}", end + 2
    enough = index + 1 + 2 * (_MOST_DIGITS + 1)  # with so many numbers inside it is a code, whatever follows
    while (
        end + 1 < min(limit, enough)
        and tokens[end].kind == "number"
        and tokens[end].start == tokens[end - 1].end
        and tokens[end + 1].kind == "word"
        and tokens[end + 1].start == tokens[end].end
        and tokens[end + 1].norm not in context.language.units
    ):
        end += 2
    return tokens[index].norm if end == index + 1 else "".join(token.norm for token in tokens[index:end]), end


def _is_after_title(context: TextContext, index: int) -> bool:
    """Whether a title stands before the word, with a given name, initials or a particle between: "Dr T. van Xyz"."""
    given_names = 0
    for token in reversed(context.tokens[max(0, index - _TOKENS_OF_PERSON) : index]):
        if token.norm in context.language.titles:
            return True
        if token.norm in ".-" or (token.kind == "word" and len(token.norm) == 1):
            continue
        if token.norm in context.language.name_particles:
            continue
        given_names += 1
        if given_names > 1 or context.lexicon.word_kind(token.norm) != "name":
            return False
    return False


def _is_in_address(context: TextContext, index: int) -> bool:
    """Whether the word is a part of an address of mail or of a page, or of a file's name."""
    token = context.tokens[index]
    before = context.text[max(0, token.start - _LONGEST_ADDRESS) : token.start]
    after = context.text[token.start : token.start + _LONGEST_ADDRESS]
    # Neither part begins or ends in the middle of a word but at a blank, or at the bound.
    return bool(re.search(_ADDRESS, before.rpartition(" ")[2] + after.partition(" ")[0].partition("\n")[0]))


def _is_scanned_word(context: TextContext, index: int, end: int) -> bool:
    """Whether a scanner's digits and letters that look alike stand in a known word: "St0pped", "A11ergies", "4Omg"."""
    tokens = context.tokens
    first = index
    while first and tokens[first - 1].kind in ("word", "number") and tokens[first - 1].end == tokens[first].start:
        first -= 1
    if first < index and tokens[index].norm.lstrip("o") in context.language.units:
        return True
    written = context.text[tokens[first].start : tokens[end - 1].end]
    if written.replace("l", "I").isupper():  # "DlSCONTlNUED"
        written = written.replace("l", "i")
    elif written.isalpha():
        return False
    written = written.lower()
    words = [written.translate(letters) for letters in _LOOK_ALIKES]
    return any(context.lexicon.known(word) and not context.lexicon.starting_with(word) for word in words)


def _is_code(written: str) -> bool:
    return sum(letter.isdigit() for letter in written) > _MOST_DIGITS
