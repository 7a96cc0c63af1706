"""A misspelt name to the medicine meant: certain, ambiguous, or not within reach.

The candidates are the names with the same first letter within so many plain edits, and those that differ in the first
letter only. The nearest by weighted slips wins, rare names counting as a little farther; it is certain only where no
other medicine is nearly as near, and never between two everyday medicines that are equally many edits away.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from medcheck.knowledge.buckets import letters_of
from medcheck.knowledge.names import OPEN_TO_CORRECTION, Commonness, Name
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.slips import edits, weight
from medcheck.records import Suggestion

# A word this long or longer may be off by so many plain edits. Among five- and six-letter names one letter already
# separates hundreds of pairs of different medicines; from ten letters on, three edits still leave a name alone in nine
# cases of ten.
_EDITS_BY_LENGTH = ((10, 3), (7, 2), (5, 1))
SHORTEST = 5
# A short word may be one edit farther off an everyday name ("dgoxni") to be asked about, and is never corrected then.
EDITS_ASKED = 2
HEAVIEST_ASKED = 0.27  # per letter: two slips as people make them, not two plain edits
# The most that slips may weigh for a correction, per letter of the name, and for a suggestion to be worth showing.
HEAVIEST = 0.23
HEAVIEST_SHOWN = 0.36
# The same by the name's commonness 0 to 3. An unknown word near an everyday name is mostly that name misspelt; near a
# rare brand it is mostly another brand that we do not know. Ingredients' names are longer and less alike.
HEAVIEST_BRAND = (0.06, 0.15, 0.17, HEAVIEST)
HEAVIEST_INGREDIENT = (0.1, 0.18, 0.2, HEAVIEST)
# Short names are one plain edit away from too many others: only lighter slips in them are corrected.
HEAVIEST_BY_LENGTH = ((5, 0.11), (8, 0.19))
# A short brand name that is not an everyday one: a doubled letter is as much as may be wrong with it.
SHORT_BRAND = 6
HEAVIEST_SHORT_BRAND = 0.1
# Two whole edits: what differs by more is another word, however long it is.
HEAVIEST_IN_ALL = 2.2
# How much farther the next medicine must lie: less than what parts a vowel slip from a plain edit (0.4).
MARGIN = 0.3
MARGIN_NEARER = 0.15  # where the nearest is also fewer plain edits away
MARGIN_EVERYDAY = 0.6  # where the other is an everyday name, no more plain edits away; at one edit it is always asked
# What a name's rarity adds, by commonness 0 to 3.
_RARITY = (0.9, 0.6, 0.2, 0.0)
SUGGESTIONS = 3
# What is near but not certain is shown from here on: of 727 published misspellings 18 are offered the right name, none
# of them rarer or farther; of 600 made-up names 102 were offered one that meant nothing, 21 are now.
RAREST_SHOWN = 2
LOWEST_SCORE_SHOWN = 75.0
# A name so many plain edits farther than the nearest is not weighed: what reads alike is never spelt so differently.
FARTHER = 1


# The first sound of a name and how else it is spelt.
FIRST_SOUNDS = tuple(
    pair
    for one, other in (
        pair.split("/") for pair in "f/ph k/c c/s z/x j/g n/pn n/kn s/ps r/rh t/pt c/ch k/ch y/i i/hy".split()
    )
    for pair in ((one, other), (other, one))
)
_SOUNDS_BY_LETTER = {sound[0]: [pair for pair in FIRST_SOUNDS if pair[0][0] == sound[0]] for sound, _ in FIRST_SOUNDS}


class Candidate(NamedTuple):
    """A name within reach: plain edits, weighted slips, and their sum with what rarity adds."""

    name: Name
    edits: int
    weight: float
    total: float

    @property
    def score(self) -> float:
        """100 less the weighted slips per letter in per cent."""
        return score(self.weight, self.name)


class Correction(NamedTuple):
    """What a word may stand for: ``best`` alone if certain, else the nearest of each medicine in ``others``."""

    best: Candidate | None
    certain: bool
    others: tuple[Candidate, ...]


NOTHING = Correction(None, False, ())


def score(slips: float, name: Name) -> float:
    """The score of a match off by so much weight."""
    return round(max(0.0, 100 * (1 - slips / max(1, len(name.compact_key)))), 1)


def most_edits(length: int) -> int:
    """How many plain edits a key of this length may be off by and still be corrected."""
    return next((most for least, most in _EDITS_BY_LENGTH if length >= least), 0)


def edits_asked(length: int) -> int:
    """How many it may be off by and still be asked about."""
    most = most_edits(length)
    return max(most, EDITS_ASKED) if most else 0


def correct(lexicon: Lexicon, written: str) -> Correction:
    """The medicine a key (no spaces) of no name stands for; NOTHING where none is within reach."""
    most = edits_asked(len(written))
    if not most:
        return NOTHING
    near = _same_first_letter(lexicon, written, most)
    for found in _first_letter_off(lexicon, written):
        near.setdefault(found, edits(written, found, most))
    if not near:
        return NOTHING
    nearest = min(near.values())
    near = {key: distance for key, distance in near.items() if distance <= nearest + FARTHER}
    names = lexicon.by_compact_keys(near)
    answer = decide(
        [candidate for key, distance in near.items() for candidate in _candidates(written, names[key], distance)],
        most_edits(len(written)),
    )
    if answer.best and len(written) == SHORTEST:
        # "dtide" may be "Tide": a name too short to be corrected to still casts doubt on another.
        short = _candidates(written, lexicon.by_compact_key(written[1:]), 1)
        doubted = any(other.name.meaning != answer.best.name.meaning and _rivals(answer.best, other) for other in short)
        return answer._replace(certain=answer.certain and not doubted)
    return answer


def _same_first_letter(lexicon: Lexicon, written: str, most: int) -> dict[str, int]:
    """Names within so many plain edits that have the first letter of ``written``: the nearest, and what is no FARTHER.

    Most words are one edit off a name, so that names three edits off need not be looked at.
    """
    if written in lexicon.near:
        return dict(lexicon.near[written])
    # Loaded at the first misspelt word: a list without one starts faster.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    bucket, letters = lexicon.of_first_letter(written[0]), letters_of(written)
    near: dict[str, int] = {}
    for within in range(min(most, 1 + FARTHER), most + 1):
        alike = [name for name in bucket.near(letters, within) if len(name) >= SHORTEST]
        near = {
            found: int(distance)
            for found, distance, _ in process.extract(
                written, alike, scorer=OSA.distance, score_cutoff=within, limit=None
            )
        }
        if near and min(near.values()) + FARTHER <= within:
            break
    return near


def prepare(lexicon: Lexicon, words: Iterable[tuple[str, str]]) -> None:
    """Look up together what is asked about those of some words that are unknown; a long export has many.

    Each is given with the word after it, if there is one, with which it may make a name.
    """
    unknown, joined = _unknown_and_joined(lexicon, words)
    long_enough = [word for word in unknown if edits_asked(len(word))]
    lexicon.by_compact_keys(joined)
    whole = [key for word in long_enough for key in (word, *_spelt_from_elsewhere(word))]
    lexicon.open_keys(whole, [tail for word in long_enough for tail in (word[1:], word)])
    lexicon.near = {word: _same_first_letter(lexicon, word, edits_asked(len(word))) for word in long_enough}
    lexicon.by_compact_keys(chain.from_iterable(lexicon.near.values()))
    lexicon.prepare_beginnings(long_enough)


def _unknown_and_joined(lexicon: Lexicon, words: Iterable[tuple[str, str]]) -> tuple[Iterable[str], Sequence[str]]:
    """The words that may be misspelt, alone or joined with the next, and those that may be a name split in two."""
    unknown: dict[str, None] = {}
    joined: list[str] = []
    for word, after in words:
        if lexicon.known(word):
            continue
        names = lexicon.starting_with(word)
        if not names:
            unknown[word] = None
        if after and not any(len(name.words) == 1 or name.words[1] == after for name in names):
            joined.append(word + after)
            if not names and after not in lexicon.language.sig_words and lexicon.word_kind(after) is None:
                unknown[word + after] = None
    return unknown, joined


def _first_letter_off(lexicon: Lexicon, written: str) -> set[str]:
    """Names that differ from ``written`` in the first letter alone: another, one lost, one added, two swapped."""
    found = lexicon.open_keys(_spelt_from_elsewhere(written), (written[1:], written))
    return {key for key in found if len(key) >= SHORTEST and key != written}


def _spelt_from_elsewhere(written: str) -> list[str]:
    """Keys that may be meant: without the first letter, with it swapped, with the first sound spelt otherwise."""
    whole = [written[1:], written[1] + written[0] + written[2:]]
    for sound, spelling in _SOUNDS_BY_LETTER.get(written[0], ()):  # "fenelzine"
        if written.startswith(sound):
            whole.append(spelling + written[len(sound) :])
    return whole


def _candidates(written: str, names: Sequence[Name], distance: int) -> list[Candidate]:
    """What names of one key are, if they are open to correction, for a word so many plain edits away."""
    if not names:
        return []
    slips = weight(written, names[0].compact_key)
    return [
        Candidate(name, distance, slips, slips + _RARITY[name.commonness])
        for name in names
        if name.kind in OPEN_TO_CORRECTION
    ]


def decide(candidates: list[Candidate], max_certain_edits: int) -> Correction:
    """The certain answer among candidates, or the nearest of each medicine to ask about.

    ``max_certain_edits``: what is more plain edits away is asked about at best.
    """
    reachable = [c for c in candidates if c.weight <= _heaviest_shown(c, max_certain_edits) * len(c.name.compact_key)]
    if not reachable:
        return NOTHING
    reachable.sort(key=lambda c: (c.total, c.edits, -c.name.commonness, c.name.words))
    nearest: dict[tuple[str, ...], Candidate] = {}
    for candidate in reachable:
        nearest.setdefault(candidate.name.meaning, candidate)
    best, *rivals = nearest.values()
    certain = best.edits <= max_certain_edits and best.weight <= _reach(best.name)
    certain = certain and not any(_rivals(best, rival) for rival in rivals)
    return Correction(best, certain, tuple(rivals[:SUGGESTIONS]))


def _heaviest_shown(candidate: Candidate, max_certain_edits: int) -> float:
    if candidate.edits <= max_certain_edits:
        return HEAVIEST_SHOWN
    return HEAVIEST_ASKED if candidate.name.commonness >= Commonness.EVERYDAY else 0.0


def _reach(name: Name) -> float:
    """The most that the slips in a name may weigh for a certain correction."""
    length = len(name.compact_key)
    if name.kind == "brand":
        heaviest = HEAVIEST_BRAND[name.commonness]
        if length <= SHORT_BRAND and name.commonness < Commonness.EVERYDAY:
            heaviest = min(heaviest, HEAVIEST_SHORT_BRAND)
    else:
        heaviest = HEAVIEST_INGREDIENT[name.commonness]
    by_length = next((most for longest, most in HEAVIEST_BY_LENGTH if length <= longest), heaviest)
    return min(HEAVIEST_IN_ALL, min(heaviest, by_length) * length)


def _rivals(best: Candidate, rival: Candidate) -> bool:
    """Whether the other medicine is so near that it must be asked which is meant."""
    part_of = best.name.ingredients and set(best.name.ingredients) < set(rival.name.ingredients)
    if part_of and rival.weight > best.weight:
        return False  # "Amaryl M" beside "Amaryl": a version of the same brand, and farther
    gap = rival.total - best.total
    if gap < (MARGIN_NEARER if best.edits < rival.edits else MARGIN):
        return True
    everyday = rival.name.commonness >= Commonness.EVERYDAY and rival.edits <= best.edits
    return everyday and (best.edits == 1 or gap < MARGIN_EVERYDAY)


def is_worth_showing(candidate: Candidate) -> bool:
    """Whether a name that is near may well be the one meant: near enough, and not so rare that another is likelier."""
    return candidate.name.commonness >= RAREST_SHOWN and suggestion(candidate).score >= LOWEST_SCORE_SHOWN


def suggestion(candidate: Candidate) -> Suggestion:
    """A candidate as the review shows it."""
    return Suggestion(name=candidate.name.name, ingredients=candidate.name.ingredients, score=candidate.score)


def exact_suggestion(name: Name) -> Suggestion:
    """A name that may be meant though not a letter of it is wrong: cut short, or shared with something else."""
    return suggestion(Candidate(name, 0, 0.0, 0.0))
