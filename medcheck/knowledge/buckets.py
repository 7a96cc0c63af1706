"""Words, and which of them share so many letters with another word that they may be near it.

To change, add or drop a letter of a word leaves all its other letters, and to swap two leaves all: a word within so
many edits shares all letters but as many, whatever their order. That is known for all words of a bucket at once, where
comparing each would take far longer: of the names with a first letter that are looked at for a slip, one in a hundred
is left. The counts of all words stand side by side in one long number, a byte for each word.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

_MOST = 255  # a count has a byte


class Bucket:
    """Words, given by their length, the shortest first."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._words = words
        self._lengths = list(map(len, words))
        self._runs = [(length, len([*same])) for length, same in groupby(self._lengths)]
        self._at = _columns(words)
        self._counts: dict[tuple[int, int], int] = {}
        self._lacks: dict[int, int] = {}

    def near(self, letters: Mapping[int, int], edits: int) -> Sequence[str]:
        """The words, in their order, that share all but ``edits`` of ``letters_of(word)``, and it of theirs."""
        length = sum(letters.values())
        begin, end = bisect_left(self._lengths, length - edits), bisect_right(self._lengths, length + edits)
        if begin == end:
            return ()
        if max(self._lengths[-1], length) > _MOST:
            return self._words[begin:end]
        counts = [self._counts.get(letter) or self._count(*letter) for letter in letters.items()]
        shared = sum(counts, self._lack(length))
        are_near = shared.to_bytes(len(self._words), "big")[begin:end].translate(_at_least(_MOST - edits))
        found = []
        at = are_near.find(1)
        while at >= 0:
            found.append(self._words[begin + at])
            at = are_near.find(1, at + 1)
        return found

    def _count(self, letter: int, most: int) -> int:
        """How often each word has a letter, at most so often."""
        found = self._counts.get((letter, most))
        if found is None:
            if most < _MOST:
                count = self._count(letter, _MOST).to_bytes(len(self._words), "big")
                found = int.from_bytes(count.translate(_at_most(most)), "big")
            else:
                found = sum([int.from_bytes(at.translate(_only(letter)), "big") for at in self._at])
            self._counts[letter, most] = found
        return found

    def _lack(self, length: int) -> int:
        """How far each word's letters, or so many, stay behind the most that a byte counts."""
        found = self._lacks.get(length)
        if found is None:
            of_each = b"".join([bytes([_MOST - max(length, own)]) * many for own, many in self._runs])
            found = self._lacks[length] = int.from_bytes(of_each, "big")
        return found


def _columns(words: Sequence[str]) -> list[bytes]:
    """The first letters of all words, the second of those that have one, and so on: always of the last of them."""
    columns: list[list[bytes]] = []
    for length, same in groupby(words, len):
        letters = _spelt("".join(same))
        columns.extend([] for _ in range(len(columns), length))
        for at in range(length):
            columns[at].append(letters[at::length])
    return [b"".join(parts) for parts in columns]


def letters_of(word: str) -> Mapping[int, int]:
    """How often a word has each letter, as buckets count them; those that are in no word of ours count as one."""
    spelt = _spelt(word)
    return {letter: spelt.count(letter) for letter in spelt}


def _spelt(word: str) -> bytes:
    return word.encode("latin-1", "replace")


@cache
def _only(letter: int) -> bytes:
    return bytes(one == letter for one in range(256))


@cache
def _at_most(most: int) -> bytes:
    return bytes(min(one, most) for one in range(256))


@cache
def _at_least(least: int) -> bytes:
    return bytes(one >= least for one in range(256))
