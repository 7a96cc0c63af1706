"""Misspelt names resolved: medcheck's correction against rapidfuzz over the same names and queries."""

import random
import string
import time

from rapidfuzz import fuzz, process

from medcheck.checker import Checker
from medcheck.knowledge.names import OPEN_TO_CORRECTION
from medcheck.naming.correct import correct

QUERIES = 300
SLOW_QUERIES = 40  # the default scorer takes a tenth of a second a query


def slip(word: str, dice: random.Random) -> str:
    """The word with one or two plain slips."""
    for _ in range(dice.choice((1, 1, 2))):
        at = dice.randrange(1, len(word) - 1)
        kind = dice.randrange(4)
        letter = dice.choice(string.ascii_lowercase)
        if kind == 0:
            word = word[:at] + word[at + 1 :]
        elif kind == 1:
            word = word[:at] + letter + word[at:]
        elif kind == 2:
            word = word[:at] + letter + word[at + 1 :]
        else:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


def main() -> None:
    dice = random.Random(7)
    checker = Checker()
    rows = [row for row in checker.database.all_names() if row.kind in OPEN_TO_CORRECTION]
    names = sorted({row.compact_key for row in rows})
    common = sorted({row.compact_key for row in rows if row.commonness >= 2 and len(row.compact_key) >= 7})
    meant = [dice.choice(common) for _ in range(QUERIES)]
    written = [slip(name, dice) for name in meant]
    for word in written:
        correct(checker.lexicon, word)  # a long run has its names in memory, as the peer has

    start = time.perf_counter()
    ours = [correct(checker.lexicon, word).best for word in written]
    own = (time.perf_counter() - start) / QUERIES

    start = time.perf_counter()
    theirs = [process.extractOne(word, names, scorer=fuzz.ratio) for word in written]
    ratio = (time.perf_counter() - start) / QUERIES

    start = time.perf_counter()
    for word in written[:SLOW_QUERIES]:
        process.extractOne(word, names)
    default = (time.perf_counter() - start) / SLOW_QUERIES

    def same(found: str, name: str) -> bool:
        """Whether two spellings stand for one medicine."""
        meanings = [{entry.meaning for entry in checker.lexicon.by_compact_key(key)} for key in (found, name)]
        return bool(meanings[0] & meanings[1])

    right = sum(
        answer is not None and same(answer.name.compact_key, name) for answer, name in zip(ours, meant, strict=True)
    )
    peer = sum(same(answer[0], name) for answer, name in zip(theirs, meant, strict=True))
    print(f"{len(names)} names, {QUERIES} queries; best answer right: ours {right}, extractOne(ratio) {peer}")
    print(f"ours {own * 1e6:.0f} us a query; fuzz.ratio {ratio / own:.0f} times that (bar 20),")
    print(f"the default scorer {default / own:.0f} times (bar 100)")


if __name__ == "__main__":
    main()
