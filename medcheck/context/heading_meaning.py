"""What a heading or label says of the medicines after it: plain parts in, one act out.

A heading hides the medicines under it only where all its words are known and say so together. With an unknown word
among them, or where two of them contradict each other, the medicines are unclear: hidden is worse than shown.
``docs/status.md`` has the order as a table.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import HIDING
from medcheck.context.compose import Cue
from medcheck.context.heading_parts import NOTHING, UNKNOWN, Part, Parts, parts_between
from medcheck.document.tokens import Token
from medcheck.language import Language

# What a heading says, and the act that it stands for.
ACTS = {
    "stopped": "stop", "past": "past", "finished": "finish", "held": "hold", "given_once": "once", "never": "never",
    "not_taken": "no", "declined": "declined", "planned": "planned", "not_dispensed": "not_dispensed",
    "other_person": "other_person", "allergy": "allergy", "unclear": "doubt", "as_needed": "prn", "taken": "keep",
    "current": "keep",
}  # fmt: skip
_HIDES = frozenset(("stopped", "finished", "held", "given_once", "never", "not_taken", "declined", "planned"))
_ON_A_DAY = frozenset(("given_once", "planned", "declined", "finished"))  # what is so is so on other days, too
_HIDES_ALL = _HIDES | {"not_dispensed", "other_person", "past"}
_GOES_ON = frozenset(("taken", "current"))
_SAYS_NOTHING = frozenset((NOTHING, UNKNOWN))
_SHORT = 3  # so many words are a heading though none of them is a noun for medicines
_MOST_UNKNOWN = 1  # unknown words in a heading that says that medicines are taken


class Heading(NamedTuple):
    """The words of a heading by what they say, and how it is written.

    ``bracket``: what a bracket says whose words are all known, or "". ``sure``: whether it is written like a heading:
    a colon after it, capitals, or a sign before it. ``opens``: whether no medicine stands before it in the text.
    """

    says: frozenset[str]
    ordered: tuple[str, ...]
    unknown: int
    words: int
    bracket: str
    sure: bool
    opens: bool


def heading_of(parts: Parts, sure: bool, opens: bool) -> Heading:
    """The heading that some parts make."""
    ordered = [part.says for part in parts.main]
    if "allergy" in ordered:
        for place, (part, after) in enumerate(pairwise(parts.main)):
            if _is_for_allergy(part, after):
                ordered[place] = "unclear"
    bracket = next((says for aside in parts.asides if (says := _bracket(aside))), "")
    return Heading(frozenset(ordered), tuple(ordered), ordered.count(UNKNOWN), len(ordered), bracket, sure, opens)


def _is_for_allergy(part: Part, after: Part) -> bool:
    """ "Allergy tablets" are for it, as a rule; not "Allergies to medicines", "Allergies - medicines"."""
    alone = part.says == "allergy" and part.last == part.first + 1
    return alone and after.says == "medicines" and after.first == part.last


def _bracket(aside: Sequence[Part]) -> str:
    """What a bracket says: "[discontinued]", "(on hold)"; nothing where one of its words is unknown."""
    says = [part.says for part in aside]
    if UNKNOWN in says or "medicines" in says:
        return ""
    if set(says) == {"current"}:
        return "current"  # "(usual)", not "(this current admission)"
    if set(says) == {"none"}:
        return "none"
    firm = [one for one in says if one in _HIDES_ALL or one in ("allergy", "taken")]
    return firm[-1] if firm and len(set(firm)) == 1 else ""


def says_none(heading: Heading) -> str | None:
    """ "No known allergies", "Medicines stopped (none)": there are none."""
    if heading.bracket == "none" and heading.says & _HIDES_ALL:
        return "other"
    return "other" if "allergy" in heading.says and heading.says & {"none", "never"} else None


def is_of_allergies(heading: Heading) -> str | None:
    """ "Allergies and adverse reactions"."""
    if "allergy" not in heading.says and heading.bracket != "allergy":
        return None
    if heading.unknown and not heading.sure:
        return "other"
    goes_on = "taken" in heading.says or (heading.says & _GOES_ON and "medicines" in heading.says)
    return "unclear" if goes_on or "unclear" in heading.says else "allergy"


def is_of_something_else(heading: Heading) -> str | None:
    """ "Past surgical history", "Stopped smoking", "Plan"."""
    if "other" not in heading.says:
        return None
    if heading.bracket in ("planned", "never") and not heading.unknown:
        return "planned"  # "Plan (not yet prescribed)"
    if "medicines" in heading.says and not heading.says & _HIDES_ALL:
        return None  # "Medication plan"
    return "unclear" if "medicines" in heading.says else "other"


def says_in_bracket(heading: Heading) -> str | None:
    """ "Medications [discontinued]"."""
    if heading.bracket not in _HIDES_ALL or heading.unknown:
        return None
    if heading.bracket == "other_person" and "medicines" in heading.says:
        return None if heading.opens else "unclear"  # "Home meds (pt's wife, bottle bag)" says who told of them
    if heading.bracket == "never" and "as_needed" in heading.says:
        return "as_needed"  # "PRN (none used in the last 14 days)"
    return "unclear" if "taken" in heading.says else heading.bracket


def is_of_another_person(heading: Heading) -> str | None:
    """ "Husband's tablets"; but what opens a text is a list that somebody wrote for the patient ("Mum's tablets")."""
    if "other_person" not in heading.says:
        return None
    if heading.opens and "medicines" in heading.says:
        return None
    return _hiding(heading, "other_person", heading.says & {"taken", "current"})


def is_of_an_occasion(heading: Heading) -> str | None:
    """ "Do not take on the morning of surgery": what is left out on a day is taken on others."""
    if "occasion" not in heading.says or heading.says & _ON_A_DAY or not heading.says & _HIDES:
        return None
    return "unclear"


def says_not_taken(heading: Heading) -> str | None:
    """ "Medicines stopped", "On hold", "Not started"."""
    strong = [says for says in heading.ordered if says in _HIDES or says == "not_dispensed"]
    if not strong:
        return None
    contradicting = {"taken", "current"} if strong[-1] == "given_once" else {"taken"}  # "Usual meds per ambulance crew"
    return _hiding(heading, strong[-1], heading.says & contradicting or heading.bracket in _GOES_ON)


def is_of_the_past(heading: Heading) -> str | None:
    """ "Previous medicines", but "past and current medicines" are unclear."""
    if "past" not in heading.says:
        return None
    return _hiding(heading, "past", heading.says & {"taken", "current"} or heading.bracket in _GOES_ON)


def _hiding(heading: Heading, says: str, contradicted: object) -> str | None:
    if contradicted:
        return "unclear"
    if not heading.unknown:
        return says
    return "unclear" if heading.sure or "medicines" in heading.says else None


def says_as_needed(heading: Heading) -> str | None:
    """ "PRN medicines"."""
    return "as_needed" if "as_needed" in heading.says and heading.unknown <= _MOST_UNKNOWN else None


def says_unclear(heading: Heading) -> str | None:
    """ "Stopped??"."""
    return "unclear" if "unclear" in heading.says else None


def says_taken(heading: Heading) -> str | None:
    """ "Current medication", "Repeat", "Continue"."""
    if heading.says & {"taken", "current", "medicines"} and (heading.sure or heading.unknown <= _MOST_UNKNOWN):
        return "current"
    return None


RECOGNISERS: tuple[Callable[[Heading], str | None], ...] = (
    says_none,
    is_of_allergies,
    is_of_something_else,
    says_in_bracket,
    is_of_another_person,
    is_of_an_occasion,
    says_not_taken,
    is_of_the_past,
    says_unclear,
    says_as_needed,
    says_taken,
)


def heading_says(heading: Heading) -> str | None:
    """What the first recogniser says that knows the heading, as ``headings.csv`` puts it; None where none does."""
    if heading.says <= _SAYS_NOTHING and not heading.bracket:
        return None  # as most labels
    if not heading.sure and not _reads_like_heading(heading):
        return None
    return next((says for recognise in RECOGNISERS if (says := recognise(heading))), None)


def _reads_like_heading(heading: Heading) -> bool:
    """Whether words alone on a line may be a heading though no colon, capitals or sign show it."""
    if "medicines" in heading.says:
        return heading.unknown <= _MOST_UNKNOWN
    return not heading.unknown and (heading.words <= _SHORT or "allergy" in heading.says)


def hides(says: str | None) -> bool:
    """Whether a heading that says so stands over medicines that are not taken."""
    return says is not None and ACTS.get(says) in HIDING


def head_says(tokens: Sequence[Token], first: int, last: int, cues: Sequence[Cue], language: Language) -> str | None:
    """What the head of a column says, with the cues in it."""
    if not cues and language.heading_phrases.keys().isdisjoint([token.norm for token in tokens[first:last]]):
        return None
    parts = parts_between(tokens, first, last, cues, frozenset(), language)
    return heading_says(heading_of(Parts(tuple(parts), ()), sure=True, opens=False)) if parts else None
