"""Names cut short, as prescribing systems print them ("Spironol_Tab", "Isosorbide Mononit_Tab", "Ferr Fumar_Tab").

Not a matter of slips: every written word is the beginning of the name's word in its place. Brand names are printed in
full, so only ingredients and their synonyms are looked at.
"""

from collections.abc import Sequence

from medcheck.knowledge.names import CLEARLY_COMMONER, Commonness, Name
from medcheck.naming.lexicon import Lexicon

# A shorter first word fits too many names, unless a second word narrows it down ("Sod Chlor").
SHORTEST_ALONE = 5
SHORTEST_BESIDE = 3
SHORTEST_DOSED = 4  # with a dose after it, a shorter one
_KINDS = ("ingredient", "synonym")
# A name cut short is sure only where it is in ordinary use.
SURE_WHEN_CUT = Commonness.ORDINARY


def expand(lexicon: Lexicon, written: Sequence[str], shortest: int = SHORTEST_ALONE) -> list[Name]:
    """The names of which the written words are the beginning, the commonest of each medicine, commonest first.

    One entry is a sure answer, several are to be asked about, none is none. ``shortest``: letters of a single word.
    """
    first = written[0]
    if len(first) < (SHORTEST_BESIDE if len(written) > 1 else shortest):
        return []
    return _expanded(lexicon, written)


def expand_co_name(lexicon: Lexicon, written: str) -> list[Name]:
    """As :func:`expand`, for what stands after "co-": "amox", "dydra"."""
    return _expanded(lexicon, ("co", written)) if len(written) >= SHORTEST_BESIDE else []


def _expanded(lexicon: Lexicon, written: Sequence[str]) -> list[Name]:
    fitting: dict[tuple[str, ...], Name] = {}
    for name in lexicon.beginning(written[0]):
        if name.kind in _KINDS and _fits(written, name.words, lexicon.language.salts):
            kept = fitting.get(name.meaning)
            if kept is None or name.commonness > kept.commonness:
                fitting[name.meaning] = name
    found = sorted(fitting.values(), key=lambda name: (-name.commonness, name.words))
    if len(found) > 1 and found[0].commonness - found[1].commonness >= CLEARLY_COMMONER:
        return found[:1]
    return found


def _fits(written: Sequence[str], words: tuple[str, ...], salts: frozenset[str]) -> bool:
    if len(words) < len(written):
        return False
    if any(not word.startswith(part) for part, word in zip(written, words, strict=False)):
        return False
    # "hydrocort" is hydrocortisone and also hydrocortisone acetate, but "isosorbide" is neither of two nitrates.
    return all(word in salts for word in words[len(written) :])
