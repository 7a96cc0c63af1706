"""The counts of a finished review, and whether they add up."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from medcheck.exceptions import ReconciliationError


class ExportSummary(BaseModel):
    """What ``summary.json`` holds.

    ``associated``, ``not_listed``, ``unrecognised`` and ``not_a_medicine`` add up to ``rows``; the ``rejected`` rows,
    which could not be read and stand in ``rejected.csv`` instead of the rows file, are among the unrecognised.
    ``unrecognised_with_finding`` of the unrecognised name an associated medicine beside what is not known; it counts
    for the patient. ``patients`` have at least one finding, of all ``people``. ``folder`` is not written.

    ``past_rows``, ``current_rows`` and ``rows_to_come`` add up to the rows read where the export says when rows count,
    and so do the rows by what ``ended_by`` says ends them. ``as_of`` is a day, or "last" for each person's own last
    day. Rows that are "assumed" to end count for ``assumed_days``; ``undated_rows`` have no day of their begin.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    associated: int
    not_listed: int
    unrecognised: int
    not_a_medicine: int
    patients: int
    distinct_lines: int
    tables_version: str
    rejected: int = 0
    people: int = 0
    past_rows: int = 0
    current_rows: int = 0
    rows_to_come: int = 0
    undated_rows: int = 0
    ended_by: dict[str, int] = {}
    assumed_days: int = 0
    rows_without_patient: int = 0
    unrecognised_with_finding: int = 0
    profile: str = ""
    columns: dict[str, tuple[str, ...]] = {}
    as_of: str = ""
    notices: tuple[str, ...] = ()
    folder: Path = Path()

    def check(self, rows_in: int, rows_out: int, lines: int) -> None:
        """Raise ReconciliationError unless rows read, rows written, rows by line and the four answers agree."""
        answers = self.associated + self.not_listed + self.unrecognised + self.not_a_medicine
        times = self.past_rows + self.current_rows + self.rows_to_come
        timed = not self.ended_by or times == sum(self.ended_by.values()) == rows_in
        if not (timed and rows_in == rows_out == lines and self.rows == rows_in + self.rejected == answers):
            raise ReconciliationError(
                f"rows read {rows_in:,}, written {rows_out:,}, by line {lines:,}, rejected {self.rejected:,}, "
                f"answers {answers:,}, by time {times:,}: they do not agree, so nothing was written; please report this"
            )
