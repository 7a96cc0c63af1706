"""The review of what a person sent, and what of it was set by hand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from medcheck.checker import Checker
from medcheck.desk.form import Sent
from medcheck.exceptions import UsageError
from medcheck.printable import printable
from medcheck.records import Mention, ReviewRecord, Status, Suggestion
from medcheck.report.outline_records import Place
from medcheck.report.taking import STATUS_WORDS

# A status as the page offers it, short enough for its box.
STATUSES: dict[Status, str] = {
    "current": "taken",
    "as_needed": "as needed",
    "held": STATUS_WORDS["held"],
    "stopped": STATUS_WORDS["stopped"],
    "allergy": "allergy",
    "not_taken": STATUS_WORDS["not_taken"],
}


class Asked(NamedTuple):
    """A name as written, and what it could be.

    ``is_corrected`` where it was read as the first of these, ``is_class`` where it names a class and no medicine.
    """

    text: str
    could_be: tuple[Suggestion, ...]
    is_corrected: bool = False
    is_class: bool = False


class Reviewed(NamedTuple):
    """A text with its review; ``asked`` are the names that were corrected or not read when nothing was set by hand.

    ``by_hand`` says in words what was set and ``refused`` what could not be; the two mappings have what is in force.
    """

    text: str
    record: ReviewRecord
    asked: Mapping[Place, Asked]
    statuses: Mapping[int, Status]
    chosen: Mapping[Place, Sequence[str]]
    by_hand: tuple[str, ...]
    refused: tuple[str, ...]


def review(checker: Checker, sent: Sent) -> Reviewed:
    """The review with all that was set, but for what cannot be."""
    as_read = checker.review_record(sent.text)
    asked = dict(sorted(_asked(as_read)))
    chosen = {place: names for place, names in sent.choices.items() if place in asked}
    refused = [f"{said} changed since: set it again" for said in [_some(sent.dropped)] if said]
    choices: dict[str, Sequence[str]] = {}
    for place, names in list(chosen.items()):
        written = asked[place].text
        try:
            checker.review_record("", choices={written: names})
            choices[written] = names
        except UsageError:
            del chosen[place]
            refused.append(f"{printable(written)}: what it was to mean is no name of our tables; try another spelling")
    record = checker.review_record(sent.text, choices=choices) if choices else as_read
    at = {Place(mention.start, mention.end): number for number, mention in enumerate(record.mentions)}
    statuses = {at[place]: status for place, status in sent.statuses.items() if place in at}
    said = [_choice(asked[place], names) for place, names in chosen.items()]
    said += [f"{printable(record.mentions[n].text)}: {STATUSES.get(s, s)}" for n, s in sorted(statuses.items())]
    if statuses:
        record = checker.review_record(sent.text, choices=choices, statuses=statuses)
    return Reviewed(sent.text, record, asked, statuses, chosen, tuple(said), tuple(refused))


def _asked(as_read: ReviewRecord) -> Iterator[tuple[Place, Asked]]:
    for entry in as_read.unrecognised:
        yield Place(entry.start, entry.end), Asked(entry.text, entry.suggestions)
    for mention in as_read.mentions:
        match, place = mention.match, Place(mention.start, mention.end)
        if not mention.ingredients and mention.status not in STATUS_WORDS:
            yield place, Asked(mention.text, (), is_class=True)
        elif match.method == "fuzzy" and mention.ingredients:
            read = Suggestion(name=match.name, ingredients=mention.ingredients, score=match.score)
            could_be = (read, match.runner_up) if match.runner_up else (read,)
            yield place, Asked(mention.text, could_be, is_corrected=True)


def _choice(entry: Asked, names: Sequence[str]) -> str:
    nothing = "is none of the names offered" if entry.could_be else "was looked up and stays unknown"
    meant = f"is {', '.join(map(printable, names))}" if names else nothing
    return f"{printable(entry.text)} {meant}"


def _some(dropped: int) -> str:
    return f"What had been set by hand for {dropped} of the names" if dropped else ""


def read_as(mention: Mention) -> str:
    """What a mention was read as."""
    return ", ".join(mention.ingredients) or mention.match.name
