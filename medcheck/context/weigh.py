"""The decision: what all that is said of one medicine comes to."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.acts import ENDING
from medcheck.context.evidence import ORDER, Evidence
from medcheck.records import Status

# What an act means: status and reason.
MEANINGS: dict[str, tuple[Status, str | None]] = {
    "stop": ("stopped", "ended"), "past": ("stopped", "ended"), "failed": ("stopped", "ended"),
    "tried": ("stopped", "ended"), "switched": ("stopped", "switched"), "expired": ("stopped", "expired"),
    "finish": ("stopped", "course_completed"), "once": ("stopped", "given_once"), "hold": ("held", None),
    "never": ("not_taken", "never"), "unused": ("not_taken", "never"), "unneeded": ("stopped", "ended"),
    "no": ("not_taken", "advice_only"),
    "avoid": ("not_taken", "advice_only"),
    "info": ("not_taken", "advice_only"), "declined": ("not_taken", "declined"), "planned": ("not_taken", "planned"),
    "await": ("not_taken", "planned"), "may": ("not_taken", "planned"),
    "conditional": ("not_taken", "conditional"),
    "not_dispensed": ("not_taken", "not_dispensed"), "other_person": ("not_taken", "other_person"),
    "allergy": ("allergy", None), "doubt": ("unclear", None), "prn": ("as_needed", None),
    "take": ("current", None), "keep": ("current", None), "start": ("current", None), "restart": ("current", None),
    "kept": ("current", None), "dose": ("current", None), "request": ("current", None), "weak": ("current", None),
}  # fmt: skip


class Decision(NamedTuple):
    """``because``: the evidence that decided, or None where nothing was said; ``weighed``: all of it, nearest first.

    ``lately``: the words that say that it was stopped some weeks ago at most.
    """

    status: Status
    reason: str | None
    because: Evidence | None
    weighed: tuple[Evidence, ...] = ()
    lately: str = ""


# What is taken as needed is taken so though it was not wanted, one dose of it was given, or one had no effect.
_AS_NEEDED_ALL_THE_SAME = frozenset(("unused", "unneeded", "may", "once", "failed"))

_RANKS = {near: rank for rank, near in enumerate(ORDER)}
_NOTHING_SAID = Decision("current", None, None)


def weigh(evidence: Sequence[Evidence]) -> Decision:
    """The status that some evidence comes to: the nearest kind decides, in it what is said last."""
    if not evidence:
        return _NOTHING_SAID
    weighed = sorted((e for e in evidence if e.act in MEANINGS), key=lambda e: (_RANKS[e.kind], -e.first))
    return Decision(*_decided(evidence, weighed), tuple(weighed))


def _decided(evidence: Sequence[Evidence], weighed: Sequence[Evidence]) -> tuple[Status, str | None, Evidence | None]:
    """The status, its reason and what decided it."""
    decided: Evidence | None = None
    near = next((e.kind for e in weighed if e.act != "prn"), None)
    if near:
        found = [e for e in evidence if e.kind == near and e.act in MEANINGS and e.act != "prn"]
        decided = found[-1]
        if near in ("cell", "phrase", "list", "loose", "note"):
            firm = [e for e in found if e.act not in ("weak", "dose")] or [e for e in found if e.act != "weak"]
            decided = firm[-1] if firm else decided
            allergies = [e for e in found if e.act in ("allergy", "other_person")]
            later = [e for e in evidence if e.near == "loose" and e.act in ENDING and not e.doubt]
            if decided.act == "start" and later and later[-1].first > decided.first:
                decided = later[-1]  # "X begun on Sunday, sick on it, not to continue"
            if allergies:
                decided = allergies[-1]
            elif near != "cell" and decided.act in ("stop", "hold", "finish", "expired", "doubt"):
                again = [
                    e
                    for e in evidence
                    if e.act == "restart" and e.first > decided.first and e.near in ("phrase", "list", "loose", "note")
                ]
                decided = again[-1] if again else decided
    as_needed = next((e for e in evidence if e.act == "prn"), None)
    ended = any(e.act in ENDING and not e.doubt for e in evidence)
    vaccine = decided is not None and decided.near == "by_kind"
    if as_needed and decided is not None and decided.act in _AS_NEEDED_ALL_THE_SAME and not ended and not vaccine:
        return "as_needed", None, as_needed
    if decided is None or MEANINGS[decided.act][0] == "current":
        if as_needed:
            return "as_needed", None, as_needed
        return "current", None, decided
    status, reason = ("unclear", None) if decided.doubt else MEANINGS[decided.act]
    return status, reason, decided
