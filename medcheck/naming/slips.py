"""How far a written word lies from a name: edits, each weighed by how easily it happens.

The weights follow what prescribing and dispensing errors are made of: letters doubled or not, neighbours swapped,
vowels mistaken for one another, one sound spelt another way, neighbours on the keyboard, and characters that look
alike on a scan. A plain edit weighs 1.
"""

from collections.abc import Sequence
from functools import lru_cache

PLAIN = 1.0
DOUBLED = 0.5  # "furossemide", "amitryptiline": a letter doubled or left single
SWAPPED = 0.6  # "lisinorpil"
VOWEL = 0.6  # "labetolol", "cyclobenzeprine"
SOUND = 0.5  # "simvastatyn", "zerelto": one sound, two spellings
KEYBOARD = 0.8  # neighbours on a keyboard
LOOKS = 0.4  # 0/o, 1/l and rn/m from a scan
SILENT = 0.6  # a final e, a silent h
FIRST = 0.5  # added where the first letter itself is wrong: rare, and the letter names are told apart by

_VOWELS = frozenset("aeiouy")
_SOUNDS = {
    frozenset(pair)
    for pair in (
        "yi",
        "ck",
        "sz",
        "sc",
        "cx",
        "kx",
        "ks",
        "zx",
        "fv",
        "vw",
        "gj",
        "td",
        "bp",
        "mn",
        "qk",
        "kq",
        "qc",
        "ie",
        "gk",
    )
}
_LOOKS = {
    frozenset(pair) for pair in ("0o", "1l", "1i", "li", "5s", "8b", "2z", "6b", "uv", "nu", "ce", "hn", "ft", "rv")
}
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {frozenset(row[i : i + 2]) for row in _ROWS for i in range(len(row) - 1)} | {
    frozenset((_ROWS[r][i], _ROWS[r + 1][j]))
    for r in range(2)
    for i in range(len(_ROWS[r]))
    for j in (i - 1, i)
    if 0 <= j < len(_ROWS[r + 1])
}
# Two letters written as one or the reverse; (letters of one, letters of the other) -> weight of the whole.
_SPELT_ALIKE = (
    "ph/f ck/k ck/c qu/k th/t ae/e oe/e ei/i ie/y ks/x cs/x sc/s rh/r ch/k ch/c gh/g ou/u oo/u ea/e ee/i ai/a au/o"
)
_SEEN_ALIKE = "rn/m cl/d vv/w ii/u nn/m ri/n"
_DIGRAPHS: dict[tuple[str, ...], float] = {
    **dict.fromkeys((tuple(pair.split("/")) for pair in _SPELT_ALIKE.split()), SOUND),
    **dict.fromkeys((tuple(pair.split("/")) for pair in _SEEN_ALIKE.split()), LOOKS),
}


@lru_cache(maxsize=1 << 12)
def _digraphs_of(one: str, other: str) -> Sequence[tuple[str, str, float]]:
    """The digraphs that one of two pairs of letters is, as (two letters, one letter, weight)."""
    return [(two, single, cost) for (two, single), cost in _DIGRAPHS.items() if two in (one, other)]


def edits(written: str, name: str, most: int) -> int:
    """The number of plain edits between two keys, a swap of neighbours counting once; ``most + 1`` where more."""
    from rapidfuzz.distance import OSA

    return OSA.distance(written, name, score_cutoff=most)


@lru_cache(maxsize=100_000)
def weight(written: str, name: str) -> float:
    """The weight of the slips that lead from ``name`` to ``written``; 0 for equal keys."""
    if written == name:
        return 0.0
    reduced_written, reduced_name, folded = _without_digraphs(written, name)
    from rapidfuzz.distance import OSA

    # Two swaps side by side look like more to the plain edits.
    total = min(_weigh(written, name), PLAIN * OSA.distance(written, name))
    if folded:
        total = min(total, folded + _weigh(reduced_written, reduced_name))
    if written[0] != name[0]:
        total += FIRST
    return total


def _without_digraphs(written: str, name: str) -> tuple[str, str, float]:
    """Both keys with the first two-for-one spelling at their point of difference made alike, and its weight."""
    total = 0.0
    for _ in range(2):
        start = 0
        while start < min(len(written), len(name)) and written[start] == name[start]:
            start += 1
        for offset in (0, 1):
            at = start - offset
            if at < 0:
                continue
            for two, one, cost in _digraphs_of(written[at : at + 2], name[at : at + 2]):
                if written.startswith(two, at) and name.startswith(one, at) and not name.startswith(two, at):
                    written, total = written[:at] + one + written[at + 2 :], total + cost
                    break
                if name.startswith(two, at) and written.startswith(one, at) and not written.startswith(two, at):
                    written, total = written[:at] + two + written[at + 1 :], total + cost
                    break
            else:
                continue
            break
        else:
            break
    return written, name, total


def _weigh(written: str, name: str) -> float:
    from rapidfuzz.distance import Levenshtein

    listed = [(op.tag, op.src_pos, op.dest_pos) for op in Levenshtein.editops(name, written)]
    total = 0.0
    skip = False
    for index, (kind, at_name, at_written) in enumerate(listed):
        if skip:
            skip = False
            continue
        following = listed[index + 1] if index + 1 < len(listed) else None
        if following and _is_swap(name, written, (kind, at_name, at_written), following):
            total += SWAPPED
            skip = True
        elif kind == "replace":
            total += _replaced(name[at_name], written[at_written])
        elif kind == "insert":
            total += _odd_letter(written, at_written)
        else:
            total += _odd_letter(name, at_name)
    return total


def _is_swap(name: str, written: str, first: tuple[str, int, int], second: tuple[str, int, int]) -> bool:
    kinds = (first[0], second[0])
    if kinds == ("replace", "replace"):
        i, j = first[1], first[2]
        return second[1] == i + 1 and name[i : i + 2] == written[j : j + 2][::-1]
    if kinds in (("insert", "delete"), ("delete", "insert")):
        i, j = min(first[1], second[1]), min(first[2], second[2])
        return name[i : i + 2] == written[j : j + 2][::-1] and len(name[i : i + 2]) == 2
    return False


def _replaced(right: str, wrong: str) -> float:
    pair = frozenset((right, wrong))
    if pair in _LOOKS:
        return LOOKS
    if pair in _SOUNDS:
        return SOUND
    if right in _VOWELS and wrong in _VOWELS:
        return VOWEL
    return KEYBOARD if pair in _NEIGHBOURS else PLAIN


def _odd_letter(word: str, at: int) -> float:
    """The weight of a letter that stands in one of the two words only."""
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return DOUBLED
    if letter == "h" or (letter == "e" and at == len(word) - 1):
        return SILENT
    return PLAIN
