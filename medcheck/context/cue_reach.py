"""A cue and the medicine that it may speak of, and what the words around them can be."""

from typing import NamedTuple

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.evidence import Near
from medcheck.context.medicine_text import MedicineText

_LOOKED_AT_AFTER = 24  # tokens after a cue and its medicine that are still looked at
_SHORTEST_INITIALS = 2  # letters of who signed for a dose in a chart
ENDED = ENDING | {"never", "no", "declined", "not_dispensed", "switched", "past", "failed", "unused", "unneeded"}


class Reach(NamedTuple):
    """A cue and the medicine that it may speak of: the name at ``tokens[first:last]``.

    ``end``: of the sentence, but not beyond the next name, nor far away.
    """

    text: MedicineText
    cue: Cue
    act: str
    near: Near
    number: int
    first: int
    last: int
    end: int

    @property
    def follows_name(self) -> bool:
        """Whether the cue stands after the name."""
        return self.cue.first >= self.last

    @property
    def precedes_name(self) -> bool:
        """Whether the cue stands before the name."""
        return self.cue.last <= self.first


def cue_reach(text: MedicineText, cue: Cue, act: str, near: Near, number: int) -> Reach:
    """A cue beside the medicine with a number."""
    first, last = text.places[number]
    begin = max(cue.last, last)
    following = text.places[number + 1][0] if number + 1 < len(text.places) else len(text.tokens)
    limit = min(begin + _LOOKED_AT_AFTER, following if following >= begin else len(text.tokens), len(text.tokens))
    end = next((at for at in range(begin, limit) if ends_sentence(text, at)), limit)
    return Reach(text, cue, act, near, number, first, last, end)


def ends_sentence(text: MedicineText, at: int) -> bool:
    """Whether a line, a cell or a sentence ends at a token."""
    token = text.tokens[at]
    if token.kind == "line" or token.norm == "|":
        return True
    return token.norm == "." and (at + 1 >= len(text.tokens) or token.end < text.tokens[at + 1].start)


def is_content(text: MedicineText, at: int) -> bool:
    """Whether a word can be a subject or object of its own: no word of grammar or directions, no number."""
    token, language = text.tokens[at], text.language
    return (
        token.kind == "word"
        and len(token.norm) > _SHORTEST_INITIALS
        and token.norm not in language.words_without_content
        and not token.norm.endswith(tuple(language.adverb_endings))
        and not text.is_named_at(at)
    )


def names_part(text: MedicineText, at: int) -> bool:
    """Whether a part of what is taken is named at two words: "pm dose", "old box"."""
    return text.word(at) in text.language.words_for_a_part and text.word(at - 1) in text.language.part_words


def end_of_name_before(text: MedicineText, first: int) -> int:
    """Where the name of the last medicine before a token ends."""
    number = text.first_ending_after(first)
    return text.places[number - 1][1] if number else 0
