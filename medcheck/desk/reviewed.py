"""The review of what a person sent, and what of it was set by hand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.checker import Checker
from medcheck.desk.form import Sent
from medcheck.exceptions import UsageError
from medcheck.printable import printable
from medcheck.records import Mention, ReviewRecord, Status, Unrecognised
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


class Reviewed(NamedTuple):
    """A text with its review; ``as_read`` is the review without what was set by hand.

    ``by_hand`` says in words what was set and ``refused`` what could not be; the two mappings have what is in force.
    """

    text: str
    record: ReviewRecord
    as_read: ReviewRecord
    statuses: Mapping[int, Status]
    chosen: Mapping[Place, Sequence[str]]
    by_hand: tuple[str, ...]
    refused: tuple[str, ...]


def review(checker: Checker, sent: Sent) -> Reviewed:
    """The review with all that was set, but for what cannot be."""
    as_read = checker.review_record(sent.text)
    unknown = {Place(one.start, one.end): one for one in as_read.unrecognised}
    chosen = {place: names for place, names in sent.choices.items() if place in unknown}
    refused = [f"{said} changed since: set it again" for said in [_some(sent.dropped)] if said]
    choices: dict[str, Sequence[str]] = {}
    for place, names in list(chosen.items()):
        written = unknown[place].text
        if not names:
            continue
        try:
            checker.review_record("", choices={written: names})
            choices[written] = names
        except UsageError:
            del chosen[place]
            refused.append(f"{printable(written)}: what it was to mean is no name of our tables")
    record = checker.review_record(sent.text, choices=choices) if choices else as_read
    at = {Place(mention.start, mention.end): number for number, mention in enumerate(record.mentions)}
    statuses = {at[place]: status for place, status in sent.statuses.items() if place in at}
    said = [_choice(unknown[place], names) for place, names in chosen.items()]
    said += [f"{printable(record.mentions[n].text)}: {STATUSES.get(s, s)}" for n, s in sorted(statuses.items())]
    if statuses:
        record = checker.review_record(sent.text, choices=choices, statuses=statuses)
    return Reviewed(sent.text, record, as_read, statuses, chosen, tuple(said), tuple(refused))


def _choice(entry: Unrecognised, names: Sequence[str]) -> str:
    meant = f"is {', '.join(names)}" if names else "is none of the names offered"
    return f"{printable(entry.text)} {meant}"


def _some(dropped: int) -> str:
    return f"What had been set by hand for {dropped} of the names" if dropped else ""


def read_as(mention: Mention) -> str:
    """What a mention was read as."""
    return ", ".join(mention.ingredients) or mention.match.name
