"""A text with the places of its medicines, as the cues between them are read."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.compose import Cue
from medcheck.document.tokens import Token
from medcheck.language import Language


class MedicineText(NamedTuple):
    """``places[number]``: where the name of each medicine stands, ``tokens[first:last]``, in the order of the text.

    ``meanings[number]``: what the name stands for; two names of one medicine have the same.
    """

    tokens: Sequence[Token]
    places: Sequence[tuple[int, int]]
    language: Language
    meanings: Sequence[object] = ()

    def words(self, first: int, last: int) -> list[str]:
        """The words, numbers and marks from one token to before another, as they are compared."""
        return [token.norm for token in self.tokens[first:last]]

    def word(self, index: int) -> str:
        """The word at a place; empty outside of the text."""
        return self.tokens[index].norm if 0 <= index < len(self.tokens) else ""

    def is_number(self, index: int) -> bool:
        """Whether a number stands at a place."""
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "number"

    def words_to(self, number: int, cue: Cue) -> list[str]:
        """What stands between a cue and a medicine after it."""
        return self.words(cue.last, self.places[number][0])

    def words_from(self, number: int, cue: Cue) -> list[str]:
        """What stands between a medicine and a cue after it."""
        return self.words(self.places[number][1], cue.first)

    def words_between(self, one: int, other: int) -> list[str]:
        """What stands between two medicines."""
        return self.words(self.places[one][1], self.places[other][0])

    def first_ending_after(self, index: int) -> int:
        """The number of the first medicine whose name ends after a token; of none, how many there are."""
        number = bisect_left(self.places, (index + 1,))  # the first that begins after it
        return number - 1 if number and self.places[number - 1][1] > index else number

    def is_named_at(self, index: int) -> bool:
        """Whether a token belongs to the name of a medicine."""
        number = self.first_ending_after(index)
        return number < len(self.places) and self.places[number][0] <= index

    def is_name_begun_at(self, index: int) -> bool:
        """Whether the name of a medicine begins with a token."""
        number = self.first_ending_after(index)
        return number < len(self.places) and self.places[number][0] == index

    def is_act_alone(self, index: int, category: str) -> bool:
        """Whether a word by itself is one of an act, as "restarted" is."""
        alone = self.language.cues_by_first_word.get(self.word(index), {}).get("", ())
        return any(cue.category == category for cue in alone)

    def begins_act(self, index: int, category: str) -> bool:
        """Whether a word is one of an act or begins a phrase of it, as "back" begins "back on"."""
        of_word = self.language.cues_by_first_word.get(self.word(index), {})
        phrases = [*of_word.get("", ()), *of_word.get(self.word(index + 1), ())]
        return any(
            phrase.category == category and list(phrase.words) == self.words(index, index + len(phrase.words))
            for phrase in phrases
        )

    def has_number_after(self, number: int) -> bool:
        """Whether a number, as of a dose, stands right after the name of a medicine."""
        last = self.places[number][1]
        return last < len(self.tokens) and self.tokens[last].kind == "number"


class Segment(NamedTuple):
    """A sentence, or a cell of a row: ``tokens[first:last]`` with the numbers of its medicines and its cues."""

    first: int
    last: int
    named: list[int]
    cues: list[Cue]
    given_once: bool


def holds_phrase(words: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether one of the words, or two of them in a row, are one of the phrases."""
    if not phrases.isdisjoint(words):
        return True
    opening = opening_words(phrases)
    return not opening.isdisjoint(words) and any(
        one in opening and f"{one} {other}" in phrases for one, other in pairwise(words)
    )


@lru_cache(maxsize=100)
def opening_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words with which the phrases of several begin."""
    return frozenset(phrase.partition(" ")[0] for phrase in phrases if " " in phrase)
