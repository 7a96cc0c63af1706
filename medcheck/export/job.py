"""What an engine is given and what it gives back."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from medcheck.checker import Checker
from medcheck.export.inputs.codes import join
from medcheck.export.inputs.profiles import Columns
from medcheck.export.inputs.rows import Bad, OnBad, stop_at_bad
from medcheck.export.inputs.source import Export
from medcheck.export.lines.answers import KINDS, Answer, Key, Kind, Medicine, line_of
from medcheck.export.lines.pool import Resolving
from medcheck.export.outputs.folder import Output
from medcheck.export.patients.activity import DATE_LETTERS, is_past
from medcheck.export.patients.rules import Matter, Need, PatientReview, PatientRules
from medcheck.export.progress import Progress

# How many patients the page lists; patients.csv has them all.
ON_THE_PAGE = 500
# Parts the cells of several stop or status columns; nobody types it.
JOINT = "\x1f"


@dataclass
class Job:
    """One review to be run; ``rejected`` collects the rows set aside."""

    export: Export
    resolving: Resolving
    as_of: date
    output: Output
    progress: Progress
    raw: bool = False
    format: Literal["csv", "parquet"] = "csv"
    skip_bad_rows: bool = False
    rejected: list[Bad] = field(default_factory=list)

    @property
    def on_bad(self) -> OnBad:
        """What to do with a row that cannot be read."""
        return self.rejected.append if self.skip_bad_rows else stop_at_bad

    @property
    def rows_file(self) -> str:
        """The name of the file of rows."""
        return f"rows.{self.format}"


class RowParts(NamedTuple):
    """What the review looks at in a row."""

    patient: str
    key: Key
    stop: str
    status: str
    items: int


class LineCount(NamedTuple):
    """A distinct line, how many rows have it, and how many prescriptions they stand for."""

    key: Key
    rows: int
    items: int


class PatientRow(NamedTuple):
    """One line of ``patients.csv`` but for its rank."""

    patient: str
    review: PatientReview
    rows: int
    past: int
    unrecognised: int


@dataclass
class Tally:
    """What an engine counted; ``kinds`` and ``rows_out`` are counted where rows are written."""

    lines: "Judged"
    rows_in: int
    rows_out: int
    kinds: dict[Kind, int]
    past_rows: int = 0
    people: int = 0
    patients: int = 0
    without_patient: int = 0
    reviews: "Counter[PatientReview]" = field(default_factory=Counter)
    first: list[PatientRow] = field(default_factory=list)
    damaged_codes: int = 0


class Engine(Protocol):
    """Distinct lines and joins; the rows written are the same whichever engine writes them."""

    def __call__(self, job: Job) -> Tally:
        """Write the rows and the patients, and count."""
        ...


class Resolves(Protocol):
    """Whatever has the answer to each distinct line, and the checker whose rules are to be asked."""

    @property
    def checker(self) -> Checker:
        """The checker with the tables of the answers."""
        ...

    def answers(self, keys: Sequence[Key], progress: Callable[[int], None]) -> list[Answer]:
        """The answer to each key."""
        ...


class Judged:
    """The distinct lines with their answers, and from when they are asked for, the rules for all medicines in them.

    Lines of which the same matters to every rule share a number in ``set_of``; 0 is "nothing that matters".
    """

    def __init__(self, resolving: Resolves, counts: Sequence[LineCount], progress: Progress) -> None:
        self._checker = resolving.checker
        self.counts = sorted(counts)
        progress.stage("Reading the distinct lines", "lines", len(self.counts))
        self.answers: list[Answer] = resolving.answers([count.key for count in self.counts], progress.at)

    @cached_property
    def _medicines(self) -> dict[Medicine, int]:
        every = dict.fromkeys(medicine for answer in self.answers for medicine in answer.medicines)
        return {medicine: number for number, medicine in enumerate(every)}

    @cached_property
    def rules(self) -> PatientRules:
        """The rules for every medicine of the lines."""
        return PatientRules(self._checker, list(self._medicines))

    @cached_property
    def _sets(self) -> tuple[list[int], list[Matter]]:
        numbers: dict[Matter, int] = {self.rules.matter(()): 0}
        taken: dict[tuple[Medicine, ...], int] = {}
        set_of = []
        for answer in self.answers:
            number = taken.get(answer.medicines)
            if number is None:
                matter = self.rules.matter(self._medicines[medicine] for medicine in answer.medicines)
                number = taken[answer.medicines] = numbers.setdefault(matter, len(numbers))
            set_of.append(number)
        return set_of, list(numbers)

    @property
    def set_of(self) -> list[int]:
        """The number of what matters of each line."""
        return self._sets[0]

    def review(self, sets: Iterable[int]) -> PatientReview:
        """What the rules say of a patient whose current lines have these numbers."""
        return self.rules.review(self._sets[1][number] for number in sets)

    def findings_of(self, line: int) -> tuple[int, ...]:
        """The findings that a line's medicines make by themselves."""
        return self._sets[1][self.set_of[line]].findings


def parts(row: Sequence[str], used: Columns) -> RowParts:
    """What the review looks at in a row."""
    items = row[used.items].strip() if used.items is not None else ""
    return RowParts(
        strip(row[used.patient]) if used.patient is not None else "",
        Key(
            line_of([strip(row[place]) for place in used.drug]),
            join([strip(row[place]) for place in used.code], used.systems) if used.code else "",
        ),
        JOINT.join(row[place].strip(BLANKS)[:DATE_LETTERS] for place in used.stop),
        JOINT.join(row[place].strip(BLANKS) for place in used.status),
        int(items) if items.isascii() and items.isdigit() and len(items) < 16 else 0,
    )


def past(job: Job, stop: str, status: str) -> bool:
    """Whether the rows with these cells, as :func:`parts` joins them, no longer count."""
    used = job.export.used
    stops = stop.split(JOINT) if used.stop else ()
    return is_past(stops, status.split(JOINT) if used.status else (), used.past, job.as_of)


BLANKS = " \t\r\n"


def strip(cell: str) -> str:
    """A cell without the blanks at its ends; which those are must be the same in every engine."""
    return cell.strip(BLANKS)


def rank(row: PatientRow) -> tuple[tuple[int, ...], str]:
    """The order of ``patients.csv``."""
    return tuple(-number for number in row.review.need), row.patient


def patient_cells(number: int, row: PatientRow, names: Sequence[str]) -> tuple[object, ...]:
    """A line of ``patients.csv``."""
    need: Need = row.review.need
    medicines, together = row.review.cells(names)
    return (
        number, row.patient, need.warnings, need.combinations, "yes" if need.treatment_beside_cause else "no",
        need.strong, need.moderate, need.limited, need.findings, medicines, together,
        row.rows, row.past, row.unrecognised,
    )  # fmt: skip


def no_kinds() -> dict[Kind, int]:
    """Every answer, none counted yet."""
    return dict.fromkeys(KINDS, 0)
