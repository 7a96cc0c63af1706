"""What an account of an operation or hospital stay says to have been given, below its heading."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import HIDING, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import Segment
from medcheck.document.labels import Label
from medcheck.language import Language

_LONGEST_HEADING = 6  # words
_DIRECTIONS_WITHIN = 14  # tokens after a name
_FEWEST_OF_LIST = 2  # medicines
_BEGUN_WITHIN = 30  # tokens before a name
_SHORTEST_SENTENCE = 7  # tokens of a line below the first that is told and no entry
# Acts, or what is taken at the time of writing, by which a sentence tells of another time.
_OF_OTHER_TIMES = frozenset(("keep", "kept", "restart", "prn", "await", "allergy", "conditional"))
_OF_NOW = frozenset(("take", "stop", "start", "planned"))
_TAKEN_NOW = frozenset(("present", "state"))
_DONE = frozenset(("past", "state"))
_OTHERWISE = HIDING - {"once"}
_SAID = frozenset(("note", "phrase", "list", "loose"))  # how near stands what is hidden by itself
_BEGUN = frozenset(("start", "restart", "keep", "take", "change"))


class _Account(NamedTuple):
    """An account at ``tokens[begin:end]`` below the heading ``cue``; ``first_line``: where its first line ends.

    ``of_stay``: whether it is of a stay, in which medicines are begun that go home.
    """

    cue: Cue
    begin: int
    first_line: int
    end: int
    of_stay: bool


def said_by_accounts(
    text: CuedText, labels: Sequence[Label], segments: Sequence[Segment], gathered: Gathered
) -> Iterator[Said]:
    """All that an account of an operation names was given once, of a stay what it says to have been given.

    "Description of procedure: prepped with X", "Hospital course: received X", but not "He is on Z", "started on Z" or
    "discharged with Z 1 tablet bid", and nothing of a stay that a list of what is taken names, too.
    """
    accounts = list(_accounts(text, labels))
    of_stay = any(account.of_stay for account in accounts)
    listed = _listed(text, accounts, gathered) if of_stay else frozenset()
    goes_home = of_stay and _lists_what_goes_home(text, labels, accounts, gathered)
    at = 0
    for segment in segments:
        while at < len(accounts) and accounts[at].end <= segment.first:
            at += 1
        if at == len(accounts):
            return
        account = accounts[at]
        named = [number for number in segment.named if account.begin <= text.places[number][0] < account.end]
        is_entry = segment.first >= account.first_line and segment.last - segment.first < _SHORTEST_SENTENCE
        if not named or is_entry or _tells_of_other_times(text, segment):
            continue
        for number in named:
            given = not account.of_stay or _is_given(text, segment, number)
            if not given and not (goes_home and _is_begun(text, segment, number)):
                continue
            if _was_on(text, segment, number) or (account.of_stay and tuple(text.meanings[number]) in listed):
                continue
            said = {one.act for one in gathered.evidence[number] if one.near in _SAID and not one.doubt}
            if said.isdisjoint(_OTHERWISE) and not _has_directions(text, number, segment.last):
                yield Said(number, "once" if given else "finish", account.cue, "told")


def _listed(text: CuedText, accounts: Sequence[_Account], gathered: Gathered) -> frozenset[Sequence[object]]:
    """What the names outside of accounts stand for that a list says to be taken."""
    inside = {number for account in accounts for number in text.named(account.begin, account.end)}
    return frozenset(
        tuple(text.meanings[number])
        for number, evidence in enumerate(gathered.evidence)
        if number not in inside and any(one.near == "row" and one.act in POSITIVE for one in evidence)
    )


def _is_given(text: CuedText, segment: Segment, number: int) -> bool:
    """Whether a word of giving stands before a name in its sentence, and no start between them."""
    first = text.places[number][0]
    at = first - 1
    while at >= segment.first and text.tokens[at].norm not in text.language.words_of_giving:
        at -= 1
    return at >= segment.first and not any(cue.act in _BEGUN for cue in text.cues_in(at + 1, first))


def _was_on(text: CuedText, segment: Segment, number: int) -> bool:
    """Whether what somebody was on at the time is named: "was on anticoagulation with X", "due to longstanding X"."""
    first = text.places[number][0]
    if text.tokens[first - 1].norm in text.language.words_of_long_use:
        return True
    begin = max(segment.first, text.places[number - 1][1] if number else 0)
    words = [token.norm for token in text.tokens[begin:first]]
    be = text.language.words_for_was | text.language.words_for_be
    return any(one in be and other in text.language.words_for_on for one, other in pairwise(words))


def _is_begun(text: CuedText, segment: Segment, number: int) -> bool:
    """Whether the last act before a name in its sentence is that it was begun: "was placed on X", "started X and Y"."""
    first = text.places[number][0]
    near = text.cues_in(max(segment.first, first - _BEGUN_WITHIN), first)
    cues = [cue for cue in near if cue.form in _DONE and not cue.modified]
    return bool(cues) and (cues[-1].act == "start" or (cues[-1].act == "weak" and _is_start(text, cues[-1].first)))


def _is_start(text: CuedText, at: int) -> bool:
    """Whether a word by itself is one of beginning."""
    alone = text.language.cues_by_first_word.get(text.tokens[at].norm, {}).get("", ())
    return any(cue.category == "start" for cue in alone)


def _lists_what_goes_home(
    text: CuedText, labels: Sequence[Label], accounts: Sequence[_Account], gathered: Gathered
) -> bool:
    """Whether a list after the account of a stay names all that is taken from then on.

    It is not whole where it only tells what is added: "Resume home medications, and X".
    """
    language = text.language
    for label, following in pairwise((*(one for one in labels if _is_heading(text, one)), None)):
        if label is None or label.first < accounts[0].end or language.words_for_going_home.isdisjoint(label.words):
            continue
        end = following.first if following else len(text.tokens)
        words = [token.norm for token in text.tokens[label.first : end]]
        named = text.named(label.body, end)
        taken = [any(one.near == "row" and one.act in POSITIVE for one in gathered.evidence[at]) for at in named]
        if sum(taken) >= _FEWEST_OF_LIST and language.words_for_the_rest.isdisjoint(words):
            return True
    return False


def _accounts(text: CuedText, labels: Sequence[Label]) -> Iterator[_Account]:
    """Each account: its heading, and the tokens from its first to that of the next heading."""
    headings = [label for label in labels if _is_heading(text, label)]
    for label, following in pairwise((*headings, None)):
        of_stay = label is not None and " ".join(label.words) in text.language.labels_of_course
        if label and (of_stay or _is_of_operation(label, text.language)):
            end = following.first if following else len(text.tokens)
            first_line = text.lines[min(label.line + (label.kind == "block"), len(text.lines) - 1)].last
            cue = Cue(label.first, label.last, "once", "label", "forward")
            yield _Account(cue, label.body, first_line, end, of_stay)


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
    """Whether a sentence tells of what is taken before or after an operation or stay, too."""
    words = [token.norm for token in text.tokens[segment.first : segment.last]]
    if not text.language.words_after_operations.isdisjoint(words):
        return True
    return any(
        cue.act in _OF_OTHER_TIMES
        or (cue.form == "base" and cue.act != "give")
        or (cue.act in _OF_NOW and cue.form in _TAKEN_NOW)
        for cue in segment.cues
    )


def _has_directions(text: CuedText, number: int, end: int) -> bool:
    """Whether how often something is taken follows its name: "X 40 mg po bid"."""
    last = text.places[number][1]
    following = text.names[number + 1] if number + 1 < len(text.names) else end
    after = [token.norm for token in text.tokens[last : min(following, end, last + _DIRECTIONS_WITHIN)]]
    forms = text.language.forms
    oral = (one for one, other in pairwise([*after, ""]) if other not in text.language.words_for_of)  # "capsule of the"
    return any(forms.get(word) == "oral" for word in oral) or not text.language.words_for_regular.isdisjoint(after)
