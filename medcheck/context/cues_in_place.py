"""Cues that what follows them, or stands elsewhere in the text, makes another: "x1" beside "x2", "Stopped: no"."""

from collections.abc import Sequence
from itertools import accumulate

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.medicine_text import MedicineText
from medcheck.document.tokens import Token
from medcheck.language import Language

_TIMES, _ONE = "x", "1"
_FEWEST_LINES = 2  # with "x1"
_DASHES = frozenset("-–—")
_SHORTEST_PARTICIPLE = 6


def without_counts(tokens: Sequence[Token], cues: Sequence[Cue]) -> Sequence[Cue]:
    """The cues without each "x1" that counts what is taken at a time, as "x2" does: "A 10 mg x1 / B x2" of a pack.

    Not where the other number counts days or doses: "x 5 days". After a strength "x1" on another line shows it, too.
    """
    once = {cue for cue in cues if _is_one_time(tokens, cue)}
    if not once:
        return cues
    pairs = [at for at in range(1, len(tokens)) if tokens[at - 1].norm == _TIMES and tokens[at].kind == "number"]
    if any(tokens[at].norm != _ONE and (at + 1 == len(tokens) or tokens[at + 1].kind != "word") for at in pairs):
        return [cue for cue in cues if cue not in once]
    line = list(accumulate(token.kind == "line" for token in tokens))
    if len({line[at] for at in pairs if tokens[at].norm == _ONE}) < _FEWEST_LINES:
        return cues
    return [cue for cue in cues if cue not in once or cue.last - cue.first == len((_TIMES, _ONE))]


def _is_one_time(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue is "x1", or ends in it."""
    return cue.act == "once" and tokens[cue.last - 1].norm == _ONE and tokens[cue.last - 2].norm == _TIMES


def is_heading(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether "allergies" stands over what it speaks of, and so is read as a heading: no word follows it."""
    after = tokens[cue.last] if cue.last < len(tokens) else None
    heads = cue.act == "allergy" and cue.direction == "forward"
    return heads and (after is None or after.kind != "word")


def as_answered(tokens: Sequence[Token], cue: Cue, language: Language) -> Cue:
    """A cue with the answer that a form gives to it: "Stopped: no", "Ended: -" end nothing."""
    if cue.act not in ENDING or cue.form == "base" or cue.last + 1 >= len(tokens) or tokens[cue.last].norm != ":":
        return cue
    if tokens[cue.first].norm in language.words_for_discharge:
        return cue  # "DC: none", of what is taken home
    answer = tokens[cue.last + 1].norm
    after = tokens[cue.last + 2] if cue.last + 2 < len(tokens) else None
    closes = after is None or (after.kind != "word" and after.kind != "number")
    denied = answer in language.answers_no or answer in language.words_for_none or answer in _DASHES
    return cue._replace(last=cue.last + 2, act="kept") if closes and denied else cue


def ends_something_else(cue: Cue, text: MedicineText) -> bool:
    """Whether something else is stopped: "stopped sharing towels", "finished eating", "GP stopped it working late"."""
    if cue.act not in ("stop", "finish") or cue.form not in ("past", "base", "present", "ing"):
        return False
    after = text.word(cue.last)
    if after in text.language.patient_pronouns or after in text.language.pronouns:
        after = text.word(cue.last + 1)
    return (
        after.endswith(tuple(text.language.participle_endings))
        and len(after) >= _SHORTEST_PARTICIPLE
        and after not in text.language.participles_of_taking
    )
