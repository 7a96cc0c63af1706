"""The words of a text that speak of taking, stopping, refusing ..., each with its category."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from medcheck.document.tokens import Token
from medcheck.language import ContextCue, Language

_MOST_INSIDE = 2  # words inside a phrase, one after the other: "took her right off"
_SHORTEST_FIELD = 3  # underscores: two may be bold in Markdown
_LETTERS = str.maketrans("015|", "olsl")
_AS_I = str.maketrans("015|", "oisi")
_IN_WORDS = ("word", "number")  # what a word may be split into where a scanner took letters for digits
_SHORTEST_MISSPELT = 6
_LONGEST_MISSPELT = 24  # the longest context words have 17 letters; what is longer is none with a slip


class Atom(NamedTuple):
    """``tokens[first:last]``: one row of the table of context words."""

    first: int
    last: int
    category: str
    form: str
    direction: str
    scope: str


@lru_cache(maxsize=4)
def _near_words(language: Language) -> Mapping[str, str]:
    """The context words that are long enough to be known with a slip, by all that one missing letter makes of them."""
    near: dict[str, str] = {}
    for known in language.cue_words:
        if len(known) >= _SHORTEST_MISSPELT:
            for shorter in (known, *_shortened(known)):
                near[shorter] = known if near.get(shorter, known) == known else ""
    return near


def meant(word: str, language: Language) -> str | None:
    """The context word that an unknown word is a slip of ("discontined", "dlscontinued"), or None."""
    variants = {word.translate(_LETTERS), word.translate(_AS_I), word.translate(_AS_I).replace("l", "i")}
    read_as = sorted(written for written in variants if written in language.cue_words and written != word)
    if read_as:
        return read_as[0]
    written = word.translate(_LETTERS)
    if "f" in word[1:-1] and written.startswith(tuple(language.beginnings_with_ph)):
        written = written.replace("f", "ph")
    if len(written) == 5:
        return next((swapped for swapped in _swapped(written) if swapped in language.cue_words), None)
    if len(written) < _SHORTEST_MISSPELT:
        return None
    near = _near_words(language)
    candidates = {near.get(shorter) for shorter in (written, *_shortened(written))} - {None, ""}
    for swapped in _swapped(written):
        if swapped in language.cue_words:
            return swapped
    good = [known for known in candidates if known and known[0] in (written[0], _alike(written[0]))]
    if len(good) > 1:
        good = [known for known in good if len(known) == len(written)] or good
    return min(good) if len(good) == 1 or _one_verb(good) else None


def _alike(letter: str) -> str:
    return {"l": "i", "i": "l"}.get(letter, letter)


def _one_verb(words: Sequence[str]) -> bool:
    return len({word[:5] for word in words}) == 1


def _shortened(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _swapped(word: str) -> list[str]:
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def read_atoms(
    tokens: Sequence[Token], language: Language, inside: Sequence[bool], known: Callable[[str], bool]
) -> list[Atom]:
    """The context words in order, the longest at each place; ``inside``: tokens of a medicine's name are none."""
    found: list[Atom] = []
    by_first = language.cues_by_first_word
    first_words, inside_cues = by_first.first_words, language.inside_cues
    index = 0
    count = len(tokens)
    while index < count:
        token = tokens[index]
        matched = None
        if not inside[index]:
            after = tokens[index + 1] if index + 1 < count else None
            is_glued = after is not None and after.start == token.end and after.kind in _IN_WORDS
            entries = by_first[token.norm] if token.norm in first_words else None
            if entries and not (is_glued and _continues_as_number(tokens, index)):  # "prev" is no word of "prev1ously"
                matched = _longest(tokens, index, entries, inside_cues)
                if matched is not None and matched[0] < count and inside[matched[0] - 1] and inside[matched[0]]:
                    matched = None  # "as a baby" in "as well as a baby aspirin"
            if matched is None and (
                (is_glued and token.kind == "number") or (token.kind == "word" and (is_glued or not known(token.norm)))
            ):  # as few are
                matched = _misspelt(tokens, index, language, known, inside)
        if matched is None:
            index += 1
            continue
        last, (_, category, form, direction, scope) = matched
        if not _is_empty_field(tokens, last):
            found.append(Atom(index, last, category, form, direction, scope))
        index = last
    return found


def may_begin_cue(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a context word may begin with the word here, by it and the token after; most units begin none.

    A digit glued to the word is left open: "0N" may be "on".
    """
    before = tokens[index - 1] if index else None
    if before is not None and len(before.norm) == 1 and before.end == tokens[index].start:
        return True
    by_second = language.cues_by_first_word.get(tokens[index].norm)
    if not by_second:
        return False
    after = tokens[index + 1].norm if index + 1 < len(tokens) else ""
    return "" in by_second or after == "-" or after in by_second or after in language.inside_cues


def _is_empty_field(tokens: Sequence[Token], index: int) -> bool:
    """Whether a line to write on stands here, so that the word before it is a form's own: "stop ______"."""
    if index >= len(tokens) or tokens[index].norm != "_":
        return False
    after = tokens[index : index + _SHORTEST_FIELD]
    return len(after) == _SHORTEST_FIELD and all(token.norm == "_" for token in after)


def _continues_as_number(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1 : index + 3]
    return (
        len(following) > 1
        and following[0].start == tokens[index].end
        and following[0].kind == "number"
        and following[1].kind == "word"
        and following[0].end == following[1].start
    )


def _longest(
    tokens: Sequence[Token], index: int, by_second: Mapping[str, Sequence[ContextCue]], inside: frozenset[str]
) -> tuple[int, ContextCue] | None:
    best: tuple[int, ContextCue] | None = None
    alone = by_second.get("")
    at = index + 1
    for _ in range(_MOST_INSIDE + 1):
        if at >= len(tokens):
            break
        for entry in by_second.get(tokens[at].norm, ()):
            end = _follows(tokens, index, entry.words, inside)
            if end is not None and (best is None or len(entry.words) > len(best[1].words)):
                best = end, entry
                break
        norm = tokens[at].norm
        if norm not in inside and (norm != "-" or not _hyphen(tokens, at)):
            break
        at += 1
    return best or ((index + 1, alone[0]) if alone else None)


def _follows(tokens: Sequence[Token], index: int, words: tuple[str, ...], inside: frozenset[str]) -> int | None:
    """The end of a phrase that begins here, with a hyphen or adverb in it ("self-discontinued", "took her off")."""
    at, count = index + 1, len(tokens)
    for word in words[1:]:
        skipped = 0
        while at < count and (norm := tokens[at].norm) != word:
            if skipped == _MOST_INSIDE or (norm not in inside and not _hyphen(tokens, at)):
                return None
            at, skipped = at + 1, skipped + 1
        if at == count:
            return None
        at += 1
    return at


def _hyphen(tokens: Sequence[Token], at: int) -> bool:
    return (
        tokens[at].norm == "-"
        and at + 1 < len(tokens)
        and tokens[at - 1].end == tokens[at].start
        and tokens[at].end == tokens[at + 1].start
    )


def _misspelt(
    tokens: Sequence[Token], index: int, language: Language, known: Callable[[str], bool], inside: Sequence[bool]
) -> tuple[int, ContextCue] | None:
    """A word that is unknown, or has digits for letters ("St0pped", "0N HOLD"), read as the context word it is near."""
    last = index + 1
    written = tokens[index].norm
    while (
        last < len(tokens)
        and tokens[last].kind in ("word", "number")
        and tokens[last].start == tokens[last - 1].end
        and not inside[last]
    ):
        written += tokens[last].norm
        last += 1
        if len(written) > _LONGEST_MISSPELT:
            break
    if len(written) > _LONGEST_MISSPELT:
        return None
    if last > index + 1:
        if not (
            written.isalnum()
            and any(c.isdigit() for c in written)
            and sum(c.isalpha() for c in written) * 2 >= len(written)
        ):
            return None
        if index and tokens[index].kind == "number" and len(tokens[index].norm) > 1:
            return None
    elif tokens[index].kind == "number" or known(written):
        return None
    as_cue = meant(written, language)
    by_second = language.cues_by_first_word.get(as_cue) if as_cue else None
    return _longest(tokens, last - 1, by_second, language.inside_cues) if by_second else None
