"""What an engine is given and what it gives back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from medcheck.export.inputs.rows import BadRow, OnBad, stop_at_bad
from medcheck.export.inputs.source import Export
from medcheck.export.lines import code_cells
from medcheck.export.lines.answers import KINDS, Kind
from medcheck.export.lines.distinct_line import LineCount
from medcheck.export.lines.pool import ResolverPool
from medcheck.export.lines.resolved_lines import AnswersLines, ResolvedLines, resolve_lines
from medcheck.export.outputs.folder import Output
from medcheck.export.patients.medicine_sets import MedicineSets
from medcheck.export.patients.rules import PatientReview, PatientRow
from medcheck.export.progress import Progress
from medcheck.export.times.assumed import ASSUMED_DAYS
from medcheck.export.times.spans import EndedBy, Rules, Time, is_shifted

# How many patients the page lists; patients.csv has them all.
ON_THE_PAGE = 500


@dataclass
class Job:
    """One review to be run; ``rejected`` collects the rows set aside.

    ``as_of`` None reviews each person's own last day. ``assume_days`` None assumes ASSUMED_DAYS of a row that nothing
    ends, unless the layout says that such a row is taken still.
    """

    export: Export
    pool: ResolverPool
    as_of: date | None
    output: Output
    progress: Progress
    raw: bool = False
    format: Literal["csv", "parquet"] = "csv"
    skip_bad_rows: bool = False
    assume_days: int | None = None
    day_is_chosen: bool = True
    shifted: bool = False
    rejected: list[BadRow] = field(default_factory=list)

    @property
    def on_bad(self) -> OnBad:
        """What to do with a row that cannot be read."""
        return self.rejected.append if self.skip_bad_rows else stop_at_bad

    @property
    def rows_file(self) -> str:
        """The name of the file of rows."""
        return f"rows.{self.format}"

    @property
    def rules(self) -> Rules:
        """How its rows are judged in time."""
        as_of = self.as_of.toordinal() if self.as_of else None
        return Rules(self.export.used, as_of, self.assume_days or ASSUMED_DAYS, self.assume_days is not None)

    def notice_shift(self, dated: int, late: int) -> bool:
        """Whether the review is made for each person's own last day from here on: the dates were moved.

        So many rows are ``dated``, and so many of them so ``late`` that they cannot be true.
        """
        before = self.as_of
        self.shifted = is_shifted(dated, late)
        if self.shifted and not self.day_is_chosen:
            self.as_of = None
        return self.as_of != before


@dataclass
class Tally:
    """What an engine counted; ``kinds`` and ``rows_out`` are counted where rows are written.

    ``times`` counts rows by when they count and what says so; ``first_day`` and ``last_day`` are ordinals of the
    days on which rows begin, 0 where none is ``dated``. ``within`` counts patients by treatment and likely cause where
    the treatment began in the year after the cause.
    """

    lines: ResolvedLines
    sets: MedicineSets
    rows_in: int
    rows_out: int = 0
    kinds: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    times: "Counter[tuple[Time, EndedBy]]" = field(default_factory=Counter)
    dated: int = 0
    first_day: int = 0
    last_day: int = 0
    people: int = 0
    patients: int = 0
    without_patient: int = 0
    reviews: "Counter[PatientReview]" = field(default_factory=Counter)
    first: list[PatientRow] = field(default_factory=list)
    within: "Counter[tuple[str, str]]" = field(default_factory=Counter)
    damaged_codes: int = 0


class Engine(Protocol):
    """Distinct lines and joins; the rows written are the same whichever engine writes them."""

    def __call__(self, job: Job) -> Tally:
        """Write the rows and the patients, and count."""
        ...


def resolved_lines_of(job: Job, counts: Sequence[LineCount], source: AnswersLines | None = None) -> ResolvedLines:
    """The distinct lines with their answers; ``source`` answers, by default the job's pool."""
    job.progress.stage("Reading the distinct lines", "lines", len(counts))
    return resolve_lines(source or job.pool, counts, job.progress.at)


def tally_of_lines(job: Job, counts: Sequence[LineCount], source: AnswersLines | None = None) -> Tally:
    """The distinct lines with their answers, nothing else counted; ``source`` answers, by default the job's pool."""
    lines = resolved_lines_of(job, counts, source)
    sets = MedicineSets((source or job.pool).checker.clinical, [answer.medicines for answer in lines.answers])
    tally = Tally(lines, sets, sum(count.rows for count in lines.counts))
    tally.damaged_codes = sum(code_cells.damaged(count.line.code) for count in lines.counts)
    return tally
