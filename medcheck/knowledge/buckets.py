"""Words of one length, and which of them share so many letters with another word that they may be near it.

To change, add or drop a letter of a word leaves all its other letters, and to swap two leaves all: a word within so
many edits shares all letters but as many, whatever their order. That is known for all words of a bucket at once, where
comparing each would take far longer: of the names with a first letter and a length that are looked at for a slip, two
in a hundred are left. The counts of all words stand side by side in one long number, a byte for each word.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress

_MOST = 255  # a count has a byte


class Bucket:
    """Words of one length."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._words = words
        length = len(words[0]) if words else 0
        letters = "".join(words).encode("latin-1", "replace")
        self._at = [letters[at::length] for at in range(length)]
        self._counts: dict[tuple[int, int], int] = {}

    def near(self, letters: "Counter[int]", edits: int) -> Iterable[str]:
        """The words, in their order, that share all but ``edits`` of ``letters_of(word)``, and it of theirs."""
        length = len(self._at)
        shared_by_all = max(letters.total(), length) - edits
        if shared_by_all > length:
            return ()
        if shared_by_all <= 0 or length > _MOST:
            return self._words
        shared = sum(self._count(letter, most) for letter, most in letters.items())
        return compress(self._words, shared.to_bytes(len(self._words), "big").translate(_at_least(shared_by_all)))

    def _count(self, letter: int, most: int) -> int:
        """How often each word has a letter, at most so often."""
        found = self._counts.get((letter, most))
        if found is None:
            count = sum(int.from_bytes(at.translate(_only(letter)), "big") for at in self._at)
            at_most = count.to_bytes(len(self._words), "big").translate(_at_most(most))
            found = self._counts[letter, most] = int.from_bytes(at_most, "big")
        return found


def letters_of(word: str) -> "Counter[int]":
    """The letters of a word as buckets count them; those that are in no word of ours are counted as one letter."""
    return Counter(word.encode("latin-1", "replace"))


@cache
def _only(letter: int) -> bytes:
    return bytes(one == letter for one in range(256))


@cache
def _at_most(most: int) -> bytes:
    return bytes(min(one, most) for one in range(256))


@cache
def _at_least(least: int) -> bytes:
    return bytes(one >= least for one in range(256))
