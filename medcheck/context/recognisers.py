"""Who says what a cue says of a medicine: the recognisers of all kinds of cues, in order."""

from collections.abc import Callable

from medcheck.context.as_needed import add_as_needed, add_hypothetical
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gathered import Gathered
from medcheck.context.given_once import add_given, add_treated
from medcheck.context.governing import add_governed
from medcheck.context.negation import add_negation
from medcheck.context.no_medicine import speaks_of_no_medicine
from medcheck.context.other_people import add_other_subject
from medcheck.context.reactions import add_reaction
from medcheck.context.references import add_to_earlier
from medcheck.context.replacements import add_replacement
from medcheck.context.was_on import add_was_on

Recogniser = Callable[[CueInSentence, Gathered], bool]


def _add_no_longer(seen: CueInSentence, gathered: Gathered) -> bool:
    """ "Any more" after a negation: what was never taken, or advised against, was stopped."""
    if seen.cue.act != "anymore":
        return False
    if seen.preceding:
        evidence = gathered.evidence[seen.preceding[-1]]
        evidence[:] = [e._replace(act="stop") if e.act in ("never", "no") else e for e in evidence]
    return True


# Each is asked in turn; the first that knows the kind of cue says all that it says of a medicine. The last knows any.
RECOGNISERS: tuple[Recogniser, ...] = (
    speaks_of_no_medicine,
    add_replacement,
    add_other_subject,
    add_negation,
    add_hypothetical,
    add_reaction,
    add_was_on,
    add_treated,
    add_given,
    _add_no_longer,
    add_to_earlier,
    add_as_needed,
    add_governed,
)
