"""Cues that what follows them, or stands elsewhere in the text, makes another: "x1" beside "x2", "Stopped: no"."""

from collections.abc import Sequence

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.medicine_text import MedicineText
from medcheck.document.tokens import Token
from medcheck.language import Language

_TIMES, _ONE = "x", "1"
_DASHES = frozenset("-–—")
_SHORTEST_PARTICIPLE = 6


def counts_one_of_several(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether "x1" counts what is taken at a time, as "x2" does in the same text: "A 10 mg x1 / B x2" of a pack.

    Not where the other number counts days or doses: "x 5 days". After a strength "x1" on another line shows it, too.
    """
    if cue.act != "once" or tokens[cue.last - 1].norm != _ONE or tokens[cue.last - 2].norm != _TIMES:
        return False
    for at in range(1, len(tokens)):
        if tokens[at - 1].norm == _TIMES and tokens[at].kind == "number" and tokens[at].norm != _ONE:
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            if after is None or after.kind != "word":
                return True
    line, counted = 0, set()
    for at in range(1, len(tokens)):
        line += tokens[at].kind == "line"
        if tokens[at - 1].norm == _TIMES and tokens[at].norm == _ONE:
            counted.add(line)
    return cue.last - cue.first > len((_TIMES, _ONE)) and len(counted) > 1


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
    at = cue.last + (text.word(cue.last) in text.language.patient_pronouns | text.language.pronouns)
    after = text.word(at)
    return (
        cue.act in ("stop", "finish")
        and cue.form in ("past", "base", "present", "ing")
        and after.endswith(tuple(text.language.participle_endings))
        and len(after) >= _SHORTEST_PARTICIPLE
        and after not in text.language.participles_of_taking
    )
