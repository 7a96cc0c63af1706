"""What was given in an operation: a heading over its account, and sentences that tell of nothing afterwards."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import HIDING
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import Segment
from medcheck.document.labels import Label
from medcheck.language import Language

_LONGEST_HEADING = 6  # words
_DIRECTIONS_WITHIN = 14  # tokens after a name
_SHORTEST_SENTENCE = 7  # tokens of a line below the first that is told and no entry
# Acts, or what is taken at the time of writing, by which a sentence is no account of an operation.
_OF_OTHER_TIMES = frozenset(("keep", "kept", "restart", "prn", "await", "allergy", "conditional"))
_OF_NOW = frozenset(("take", "stop", "start", "planned"))
_TAKEN_NOW = frozenset(("present", "state"))


class _Account(NamedTuple):
    """An account at ``tokens[begin:end]`` below the heading ``cue``; ``first_line``: where its first line ends."""

    cue: Cue
    begin: int
    first_line: int
    end: int


def said_by_operation(
    text: CuedText, labels: Sequence[Label], segments: Sequence[Segment], gathered: Gathered
) -> Iterator[Said]:
    """What an account of an operation names was given once, but for what is taken after it, or was before.

    "Description of procedure: prepped with X, received Y", but not "He is on Z" or "discharged with Z 1 tablet bid".
    """
    accounts = list(_accounts(text, labels))
    at = 0
    for segment in segments:
        while at < len(accounts) and accounts[at].end <= segment.first:
            at += 1
        if at == len(accounts):
            return
        cue, begin, first_line, end = accounts[at]
        named = [number for number in segment.named if begin <= text.places[number][0] < end]
        is_entry = segment.first >= first_line and segment.last - segment.first < _SHORTEST_SENTENCE
        if not named or is_entry or _tells_of_other_times(text, segment):
            continue
        for number in named:
            said = {evidence.act for evidence in gathered.evidence[number] if not evidence.doubt}
            if said.isdisjoint(HIDING) and not _has_directions(text, number, segment.last):
                yield Said(number, "once", cue, "told")


def _accounts(text: CuedText, labels: Sequence[Label]) -> Iterator[_Account]:
    """Each account of an operation: its heading, and the tokens from its first to that of the next heading."""
    headings = [label for label in labels if _is_heading(text, label)]
    for label, following in pairwise((*headings, None)):
        if label and _is_of_operation(label, text.language):
            end = following.first if following else len(text.tokens)
            first_line = text.lines[min(label.line + (label.kind == "block"), len(text.lines) - 1)].last
            yield _Account(Cue(label.first, label.last, "once", "label", "forward"), label.body, first_line, end)


def _is_heading(text: CuedText, label: Label) -> bool:
    """Whether a label is written like a heading: with a colon, in capitals, or alone below an empty line."""
    after = text.tokens[label.last].norm if label.last < len(text.tokens) else ""
    alone = label.kind == "block" and text.lines[label.line].blank
    return (after == ":" and len(label.words) <= _LONGEST_HEADING) or label.upper or alone


def _is_of_operation(label: Label, language: Language) -> bool:
    """Whether a heading is of what was done in an operation: "Description of procedure", "Anesthesia"."""
    words = set(label.words)
    beside = language.words_beside_operations
    return not words.isdisjoint(language.words_for_operations) and words <= language.words_for_operations | beside


def _tells_of_other_times(text: CuedText, segment: Segment) -> bool:
    """Whether a sentence tells of what is taken before or after an operation, too."""
    words = [token.norm for token in text.tokens[segment.first : segment.last]]
    if not text.language.words_after_operations.isdisjoint(words):
        return True
    return any(
        cue.act in _OF_OTHER_TIMES or cue.form == "base" or (cue.act in _OF_NOW and cue.form in _TAKEN_NOW)
        for cue in segment.cues
    )


def _has_directions(text: CuedText, number: int, end: int) -> bool:
    """Whether how often something is taken follows its name: "X 40 mg po bid"."""
    last = text.places[number][1]
    following = text.names[number + 1] if number + 1 < len(text.names) else end
    after = [token.norm for token in text.tokens[last : min(following, end, last + _DIRECTIONS_WITHIN)]]
    forms = text.language.forms
    return any(word in text.language.words_for_regular or forms.get(word) == "oral" for word in after)
