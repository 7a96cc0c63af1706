"""Choose the words of web2 that are in ordinary use, and mark the forms each is seen in: hand/common.txt.

The choice depends on the texts it is given, so it is run by hand and its result is kept. build.py never runs it.

    python select_words.py TEXTS [TEXTS ...] --out hand/common.txt

Each TEXTS is a folder of English text (documentation, manual pages, public-domain prose); each counts as one source.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import english
from english_words import get_english_words_set  # type: ignore[import-not-found]

WORD = re.compile(r"(?<![\w@./\\$%<&=_-])[A-Za-z]{2,22}(?![\w@/\\=_])")
MARKUP = re.compile(r"<[^>]{0,500}>|&[a-z]+;|\\f[BIRP]|^\.[A-Za-z]+", re.MULTILINE)
FUNCTION_WORDS = ("the", "of", "and", "to", "is", "that", "for")
NOUN_ENDINGS = ("tion", "sion", "ment", "ist", "ance", "ence", "or", "logy")
LARGEST = 8_000_000


def head(path: Path) -> bytes:
    """The first bytes of a file, unpacked if it is packed."""
    if path.suffix in {".gz", ".dz"}:
        with gzip.open(path) as packed:
            return packed.read(LARGEST)
    with path.open("rb") as file:
        return file.read(LARGEST)


def texts(folder: Path) -> Iterator[str]:
    """The English texts below a folder: a file with too few function words is not English prose and is left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or "locale" in str(path):
            continue
        try:
            raw = head(path)
        except (OSError, EOFError):
            continue
        if b"\0" in raw[:4000]:
            continue
        text = MARKUP.sub(" ", raw.decode("utf-8", "ignore"))
        words = Counter(word.lower() for word in WORD.findall(text))
        if words.total() >= 30 and sum(words[word] for word in FUNCTION_WORDS) >= words.total() / 10:
            yield text


def sources(folders: list[Path]) -> Mapping[str, int]:
    """How many sources have each word, written in lower case or with a capital at its head only."""
    count: Counter[str] = Counter()
    for folder in folders:
        seen = {word.lower() for text in texts(folder) for word in WORD.findall(text) if word[1:].islower()}
        count.update(seen)
    return count


def marks(word: str, seen: Mapping[str, int], dictionary: frozenset[str]) -> tuple[str, int]:
    """The marks of a word, and the number of sources that its inflected forms are seen in."""
    found = ""
    support = 0
    noted = False
    for doubled in (False, True):
        if doubled and (len(word) < 3 or word[-1] in english.VOWELS | set("wxyhsc")):
            continue
        ing, past = english.participle(word, doubled=doubled), english.past(word, doubled=doubled)
        verb = max(seen.get(ing, 0), 0 if past in dictionary else seen.get(past, 0))
        degree = english.superlative(word, doubled=doubled)
        compared = 0 if degree in dictionary else seen.get(degree, 0)
        agent = english.agent(word, doubled=doubled)
        doer = 0 if agent in dictionary or compared else seen.get(agent, 0)
        support = max(support, verb, compared, doer)
        if (verb or compared or doer) and not noted:
            noted = True
            found += "v" if verb else ""
            found += "a" if compared else ""
            found += "e" if doer > 1 else ""
            found += "d" if doubled else ""
    several = english.plural(word)
    if "v" not in found and (seen.get(several, 0) or word.endswith(NOUN_ENDINGS)):
        found += "n"
        support = max(support, seen.get(several, 0))
    if seen.get(english.adverb(word), 0) and english.adverb(word) != word:
        found += "l"
        support = max(support, seen[english.adverb(word)])
    return found, support


def choose(seen: Mapping[str, int]) -> Iterator[str]:
    """The lines of common.txt: a word seen in two sources, or in one if it has six letters or an inflected form."""
    dictionary = frozenset(word for word in get_english_words_set(["web2"]) if word.isascii() and word.islower())
    for word in sorted(dictionary):
        if len(word) < 3 or not word.isalpha() or word not in seen:
            continue
        found, support = marks(word, seen, dictionary)
        if seen[word] > 1 or support > 0 or len(word) > 5:
            yield f"{word} {found}".strip()


def main() -> None:
    """Read the texts and write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    given.out.write_text("\n".join(choose(sources(given.texts))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
