"""English inflection by rule: the forms of a word that its marks say it takes."""

from __future__ import annotations

from collections.abc import Iterator

VOWELS = frozenset("aeiou")
SIBILANT = ("s", "x", "z", "ch", "sh")


def plural(word: str) -> str:
    """The regular plural of a noun, which is also the third person of a verb."""
    if word.endswith(SIBILANT):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def stem(word: str, *, doubled: bool, vowel: str) -> str:
    """The word as it stands before an ending that begins with the vowel given."""
    if doubled:
        return word + word[-1]
    if word.endswith("e") and vowel == "e":
        return word[:-1]
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1]
    if word.endswith("y") and vowel == "e" and word[-2:-1] not in VOWELS:
        return word[:-1] + "i"
    return word


def past(word: str, *, doubled: bool = False) -> str:
    """The regular past tense."""
    return stem(word, doubled=doubled, vowel="e") + "ed"


def participle(word: str, *, doubled: bool = False) -> str:
    """The present participle."""
    return stem(word, doubled=doubled, vowel="i") + "ing"


def agent(word: str, *, doubled: bool = False) -> str:
    """The comparative of an adjective, or the doer of a verb."""
    return stem(word, doubled=doubled, vowel="e") + "er"


def superlative(word: str, *, doubled: bool = False) -> str:
    """The superlative of an adjective."""
    return stem(word, doubled=doubled, vowel="e") + "est"


def adverb(word: str) -> str:
    """The adverb made from an adjective."""
    if word.endswith("ic"):
        return word + "ally"
    if word.endswith("le") and word[-3:-2] not in VOWELS:
        return word[:-1] + "y"
    if word.endswith("ll"):
        return word + "y"
    if word.endswith("y") and len(word) > 3 and word[-2] not in VOWELS:
        return word[:-1] + "ily"
    return word + "ly"


def forms(word: str, marks: str) -> Iterator[str]:
    """The word and every form its marks ask for (the marks are explained in README.md)."""
    yield word
    doubled = "d" in marks
    if "n" in marks or "v" in marks:
        yield plural(word)
    if "v" in marks:
        yield past(word, doubled=doubled)
        yield participle(word, doubled=doubled)
    if "e" in marks or "a" in marks:
        yield agent(word, doubled=doubled)
    if "e" in marks:
        yield agent(word, doubled=doubled) + "s"
    if "a" in marks:
        yield superlative(word, doubled=doubled)
    if "l" in marks:
        yield adverb(word)


def british(word: str) -> Iterator[str]:
    """The -ise and -yse spellings of a form that is spelt with -ize or -yze."""
    for american, ours in (("iz", "is"), ("yz", "ys")):
        for ending in ("e", "es", "ed", "ing", "er", "ers", "ation", "ations", "able"):
            if word.endswith(american + ending) and len(word) - len(ending) > 4:
                yield word[: -len(american + ending)] + ours + ending
