"""Whether a medicine that is named is taken: headings, and phrases before and behind the name."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from medcheck.reading.items import Item
from medcheck.reading.tokens import Token
from medcheck.records import Status

Reach = Literal["before", "behind", "either"]

# Headings and the status of what stands under them.
_HEADINGS: dict[str, Status] = {
    **dict.fromkeys(
        (
            "allergies", "allergy", "drug allergies", "medication allergies", "medicine allergies", "known allergies", "allergies to medications",
            "allergic to", "allergies and intolerances", "allergies intolerances", "adverse reactions", "adverse drug reactions", "intolerances",
            "intolerance", "sensitivities", "drug sensitivities", "adrs", "drug intolerances", "allergy list", "allergy status", "allergies sensitivities",
            "allergies adverse reactions", "allergies and adverse reactions",
        ),
        "allergy",
    ),
    **dict.fromkeys(
        (
            "discontinued", "discontinued medications", "discontinued medicines", "discontinued meds", "medications discontinued", "stopped",
            "stopped medications", "stopped medicines", "stopped meds", "medicines stopped", "medications stopped", "meds stopped",
            "past medications", "past medicines", "previous medications", "previous medicines", "prior medications", "former medications",
            "old medications", "past meds", "previous meds", "inactive medications", "recently stopped", "medications in the past",
            "ceased", "ceased medications", "ceased medicines", "historical medications", "past drugs", "previous drugs", "completed courses",
        ),
        "stopped",
    ),
    **dict.fromkeys(
        ("not taking", "not taken", "declined", "refused", "medications declined", "avoid", "drugs to avoid", "contraindicated", "do not give"),
        "not_taken",
    ),
    **dict.fromkeys(("prn", "prn medications", "prn meds", "as needed", "as required", "when required", "as needed medications"), "as_needed"),
    **dict.fromkeys(
        (
            "medications", "medication", "meds", "medicines", "medicine", "drugs", "current medications", "current medication", "current meds", "current medicines",
            "current drugs", "home medications", "home meds", "medications at home", "medications on admission", "meds on admission", "admission medications",
            "discharge medications", "discharge meds", "medications on discharge", "medications at discharge", "medications on transfer", "medication list",
            "repeat medication", "repeat medications", "repeats", "acute medication", "acutes", "regular medications", "regular medicines", "outpatient medications", "prescribed medications",
            "medications prescribed", "otc", "over the counter", "supplements", "vitamins", "prescriptions", "rx", "treatment", "drug history", "dh", "dhx", "medication history",
            "present medications", "active medications", "scheduled medications", "scheduled", "taking", "currently taking", "total medications", "inpatient medications", "new medications", "started",
            "continued", "changed", "inhalers", "insulin", "oral medications", "tta", "ttos", "ttas", "preoperative medications", "postoperative medications", "medications prior to admission",
            "past medical history", "pmh", "pmhx", "medical history", "past history", "surgical history", "past surgical history", "social history", "family history", "history", "substance use",
            "diagnosis", "diagnoses", "problems", "problem list", "plan", "assessment", "impression", "physical examination", "examination", "review of systems", "vital signs",
            "labs", "laboratory", "presenting complaint", "history of present illness", "hpi", "habits", "tobacco", "alcohol", "immunizations", "immunisations", "name", "dob", "address", "indication",
        ),
        "current",
    ),
}  # fmt: skip
_LONGEST_HEADING = 5

# Phrases and the status they give: "before" the medicines they speak of, "behind" them, or on either side.
_PHRASES: dict[Status, dict[Reach, str]] = {
    "allergy": {
        "before": "allergic to|allergy to|allergies to|intolerant to|intolerant of|intolerance to|intolerance of|sensitive to|sensitivity to|"
        "hypersensitive to|hypersensitivity to|reaction to|reactions to|reacted to|anaphylaxis to|anaphylaxis with|rash with|rash from|"
        "adverse reaction to|cannot tolerate|could not tolerate|did not tolerate|does not tolerate|unable to tolerate|cant tolerate|couldnt tolerate",
        "behind": "allergy|allergic|intolerance|caused anaphylaxis|anaphylaxis|not tolerated|hypersensitivity",
    },
    "stopped": {
        "before": "used to take|used to be on|used to use|was previously on|previously on|previously took|previously taking|previously taken|"
        "formerly on|formerly took|no longer taking|no longer takes|no longer on|no longer uses|in the past she has been on|in the past he has been on|in the past|"
        "had been on|has previously been on|had been taking|off of|came off|come off|weaned off|has come off|taken off|was taken off|"
        "recently finished|just finished|finished a course of|completed a course of|completed course of|has completed|recently completed|status post|"
        "has tried|had tried|tried|failed|has failed|trial of|past use of|history of taking|previous use of|has taken in the past|prior use of|stopped taking|instructed to stop|told to stop|"
        "advised to stop|asked to stop|quit|quit taking|withheld|past medications include|previous medications include|discontinue|will discontinue",
        "behind": "in the past|previously|formerly|years ago|months ago|no longer|given x|course completed|course finished|completed|finished|"
        "used previously|until last|ended|expired|d c|dc|dcd|not currently|off now|failed|did not help|didnt help|was ineffective|on hold|withheld|has been held|is held|stop taking|stopped taking it|stopped taking",
        "either": "stopped|discontinued|recently stopped|recently discontinued|has been discontinued|have been discontinued|had been discontinued|was discontinued|were discontinued|"
        "was stopped|were stopped|have been stopped|has been stopped|had been stopped|ceased|has stopped|had stopped|now stopped|held|being held|withdrawn|self discontinued|is discontinued|are discontinued|most recently stopped taking",
    },
    "not_taken": {
        "before": "not taking|not on|not take|not taken|never taken|never took|never been on|never on|has not had|had not had|have not had|has not tried|had not tried|have not tried|has not been on|has not taken|"
        "have not taken|was not taking|is not taking|has never taken|has never been on|has never tried|denies taking|denies use of|denies using|denies any|denies|desires to be on|"
        "desires|would like to be on|would like to try|would like to start|wants to be on|wants to try|wants to start|requests|requesting|refuses|refused|declined|declines|avoid|avoids|avoiding|"
        "should avoid|must not take|should not take|should not have|do not give|not to give|not to take|contraindicated|consider|considering|may consider|discussed starting|thinking about|plan to start|"
        "will start|to start|planning to start|instead of|without|rather than|does not take|does not use|do not take|not using|did not take|didnt take|doesnt take|isnt taking|wont take|not started|yet to start|plan for",
        "behind": "declined|refused|not taken|not started|not taking|not being taken|never started|never taken|contraindicated|avoided|did not take|does not take|doesnt take|not dispensed|not collected|not used|but not taking|has not taken|has not started|not tried|unable to afford|to be avoided",
    },
    "as_needed": {
        "before": "occasional|occasionally|occasionally takes|occasionally uses|prn|as needed|sometimes|sometimes takes|rarely takes|intermittent|when needed|if needed",
        "behind": "prn|as needed|as required|when required|if required|when needed|if needed|if necessary|when necessary|occasionally|sos|as necessary|only as needed|on occasion|rarely|intermittently|when symptomatic|for breakthrough|p r n|as neccessary|on demand",
    },
    "current": {
        "before": "now takes|now taking|now on|currently on|currently taking|currently takes|currently uses|currently|is on|she is on|he is on|is taking|switched to|changed to|was switched to|replaced by|replaced with|"
        "restarted|restarted on|resumed|started on|was started on|recently started|takes|continues on|continues to take|remains on|continue|taking|start|started|is also on|and is now on|she takes|he takes|uses|using",
        "behind": "restarted|resumed|now restarted|continues",
    },
}  # fmt: skip

# Words that end what a phrase in front of a list of medicines covers.
_TURNS = frozenset(("but", "however", "although", "though", "except"))
# "both of which", "all have been stopped": the phrase behind covers every medicine of the sentence before it.
_PLURAL = frozenset(("both", "all", "these", "they", "which", "were", "have"))
_FILLERS = frozenset("the a an his her their my any all of to also some both either and or other".split())


class Cue(NamedTuple):
    """A phrase at ``tokens[first:last]``."""

    first: int
    last: int
    status: Status
    reach: Reach


def _trie() -> dict[str, list[tuple[tuple[str, ...], Status, Reach]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Status, Reach]]] = {}
    for status, reaches in _PHRASES.items():
        for reach, phrases in reaches.items():
            for phrase in phrases.split("|"):
                words = tuple(phrase.split())
                by_first.setdefault(words[0], []).append((words, status, reach))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


_BY_FIRST = _trie()

# Every word of a heading or phrase: none of them is a medicine.
PHRASE_WORDS = frozenset(word for phrase in _HEADINGS for word in phrase.split()) | frozenset(
    word for entries in _BY_FIRST.values() for words, _, _ in entries for word in words
)


def cues(tokens: Sequence[Token]) -> list[Cue]:
    """The phrases about taking, in order, the longest at each place; one phrase may reach both ways."""
    found: list[Cue] = []
    index = 0
    while index < len(tokens):
        entries = _BY_FIRST.get(tokens[index].norm)
        ends = {words: end for words, _, _ in entries if (end := _follows(tokens, index, words))} if entries else {}
        if entries and ends:
            longest = max(map(len, ends))
            for words, status, reach in entries:
                if len(words) == longest and words in ends:
                    found.append(Cue(index, ends[words], status, reach))
            index = max(ends.values())
        else:
            index += 1
    return found


def _follows(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    for word in words:
        if index >= len(tokens) or tokens[index].norm != word:
            return None
        index += 1
    return index


def headings(tokens: Sequence[Token], items: Sequence[Item]) -> list[tuple[int, int, Status]]:
    """``(first, last, status)`` of each heading: known words before a colon, or alone on a line or in an item."""
    found = []
    starts = {item.first for item in items} | {0}
    for start in sorted(starts):
        for length in range(_LONGEST_HEADING, 0, -1):
            end = start + length
            words = tokens[start:end]
            if len(words) < length or any(token.kind != "word" for token in words):
                continue
            status = _HEADINGS.get(" ".join(token.norm for token in words))
            if status is None:
                continue
            after = tokens[end] if end < len(tokens) else None
            alone = after is None or after.kind == "line"
            before = tokens[start - 1] if start else None
            if (after and after.norm in ":-=" and after.kind == "mark") or (alone and (before is None or before.kind == "line")):
                found.append((start, end, status))
            break
    return found


def statuses(
    tokens: Sequence[Token], items: Sequence[Item], places: Sequence[tuple[int, int]]
) -> list[Status]:
    """The status of each medicine at ``tokens[first:last]``, places in order.

    A heading holds until the next one, or to the end of its line if something stands behind it there. A phrase in
    front holds for the rest of its sentence; one behind for the nearest medicine, or all of the sentence if it
    speaks of several.
    """
    result: list[Status] = ["current"] * len(places)
    sections = headings(tokens, items)
    sentence_of = _sentences(tokens, items)
    for number, (first, _) in enumerate(places):
        result[number] = _section_status(tokens, sections, first)
    inside = [False] * len(tokens)
    for first, last in places:
        inside[first:last] = [True] * (last - first)
    for first, last, _ in sections:
        inside[first:last] = [True] * (last - first)
    found = [cue for cue in cues(tokens) if not inside[cue.first]]
    for place, cue in enumerate(found):
        sentence = sentence_of[cue.first]
        ahead = [n for n, (first, _) in enumerate(places) if first >= cue.last and sentence_of[first] == sentence]
        back = [n for n, (_, last) in enumerate(places) if last <= cue.first and sentence_of[last - 1] == sentence]
        if _reaches_ahead(tokens, places, cue, ahead, back, twin=_twin(found, place, "behind")):
            for number in ahead:
                if _turned(tokens, found, cue.last, places[number][0], cue):
                    break
                if cue.status == "as_needed" and number != ahead[0]:
                    break
                if result[number] != "allergy" or cue.status != "current":
                    result[number] = cue.status
        elif back and cue.reach != "before":
            _apply_behind(tokens, places, cue, back, result)
    return result


def _twin(found: Sequence[Cue], place: int, reach: Reach) -> bool:
    """Whether the same words also have the other reach."""
    return any(other.first == found[place].first and other.reach == reach for other in found)


def _reaches_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: list[int], back: list[int], twin: bool
) -> bool:
    if not ahead or cue.reach == "behind":
        return False
    between = tokens[cue.last : places[ahead[0]][0]]
    direct = all(token.kind == "word" and token.norm in _FILLERS for token in between)
    if cue.status == "as_needed" or (cue.reach == "either" and back) or (twin and back):
        gap = tokens[places[back[-1]][1] : cue.first] if back else []
        cut_off = any(token.kind != "word" and token.norm in ",.;" for token in gap)
        return direct and (not back or cut_off)
    return True


def _apply_behind(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, back: list[int], result: list[Status]
) -> None:
    gap = [token.norm for token in tokens[places[back[-1]][1] : cue.last]]
    several = cue.status != "as_needed" and len(back) > 1 and any(word in _PLURAL for word in gap)
    for number in back if several else back[-1:]:
        if result[number] in ("current", "as_needed") or cue.status in ("stopped", "allergy"):
            result[number] = cue.status


def _turned(tokens: Sequence[Token], found: Sequence[Cue], start: int, end: int, cue: Cue) -> bool:
    """Whether something between the phrase and the medicine says otherwise."""
    if any(token.norm in _TURNS for token in tokens[start:end]):
        return True
    return any(
        start <= other.first < end and other.status != cue.status and other.reach != "behind" for other in found
    )


def _section_status(tokens: Sequence[Token], sections: Iterable[tuple[int, int, Status]], place: int) -> Status:
    status: Status = "current"
    for first, last, given in sections:
        if first >= place:
            break
        status = given if _covers(tokens, last, place) else "current"
    return status


def _covers(tokens: Sequence[Token], heading_end: int, place: int) -> bool:
    """A heading with words behind it on its line speaks of that line only."""
    on_line = 0
    for index in range(heading_end, place):
        if tokens[index].kind == "line":
            return on_line == 0 or not any(token.kind == "line" for token in tokens[heading_end:place])
        on_line += tokens[index].kind == "word"
    return True


def _sentences(tokens: Sequence[Token], items: Sequence[Item]) -> list[int]:
    sentence = [0] * len(tokens)
    for item in items:
        sentence[item.first : item.last] = [item.sentence] * (item.last - item.first)
    return sentence
