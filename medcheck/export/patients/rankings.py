"""What a review counts by frequency: the lines that were not recognised and the associated medicines."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from medcheck.export.inputs.codes import shown
from medcheck.export.job import Tally
from medcheck.export.lines.answers import Answer, Key
from medcheck.naming.local import CODE_DISAGREES
from medcheck.records import Evidence, Level, Role


class UnreadLine(NamedTuple):
    """A row of ``unrecognised.csv``; ``ingredients`` is for its reader to fill in.

    ``code`` is there where it contradicts the text; others of the same text do not have it.
    """

    text: str
    code: str
    rows: int
    name: str
    reason: str
    suggestions: str
    ingredients: str = ""


class MedicineCount(NamedTuple):
    """A row of ``medicines.csv``: patients who take it now, and all its rows, whether current or past."""

    ingredient: str
    drug_class: str
    role: Role
    level: Level
    evidence: Evidence
    patients: int
    rows: int
    items: int


class Rankings(NamedTuple):
    """Both lists, most frequent first."""

    unread: list[UnreadLine]
    medicines: list[MedicineCount]


def rankings(tally: Tally, read: Callable[[Key], Key]) -> Rankings:
    """What the lines and the patients of a finished review add up to; ``read`` gives what was read for a line."""
    return Rankings(_unread(tally, read), _medicines(tally))


def _unread(tally: Tally, read: Callable[[Key], Key]) -> list[UnreadLine]:
    rows: Counter[tuple[str, str]] = Counter()
    said: dict[tuple[str, str], Answer] = {}
    for count, answer in zip(tally.lines.counts, tally.lines.answers, strict=True):
        if answer.kind == "unrecognised":
            key = read(count.key)
            line = (key.text, shown(key.code) if answer.reason == CODE_DISAGREES else "")
            rows[line] += count.rows
            said.setdefault(line, answer)
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))
    return [UnreadLine(*line, n, said[line].name, said[line].reason, said[line].suggestions) for line, n in ranked]


def _medicines(tally: Tally) -> list[MedicineCount]:
    patients: Counter[int] = Counter()
    for review, people in tally.reviews.items():
        for finding in review.findings:
            patients[finding] += people
    rows: Counter[int] = Counter()
    items: Counter[int] = Counter()
    for number, count in enumerate(tally.lines.counts):
        for finding in tally.lines.findings_of(number):
            rows[finding] += count.rows
            items[finding] += count.items
    order = sorted(rows, key=lambda finding: (-patients[finding], -items[finding], -rows[finding], finding))
    return [
        MedicineCount(f.ingredient, f.drug_class, f.role, f.level, f.evidence, patients[n], rows[n], items[n])
        for n, f in ((number, tally.lines.rules.findings[number]) for number in order)
    ]
