"""What a reader of a review should know of the days in an export, and how the review took them."""

from collections.abc import Iterator
from datetime import date

from medcheck.counted import counted
from medcheck.export.job import Job, Tally

# The day of a review that is each person's own last day.
LAST = "last"


def time_notices(job: Job, tally: Tally) -> Iterator[str]:
    """What was noticed; nothing where the export does not say when its rows count."""
    if not job.export.used.has_times or not tally.rows_in:
        return
    if job.shifted:
        moved = "most dates lie after 2100, so they were moved (as in MIMIC)"
        if job.as_of is None:
            yield f"{moved}: reviewed as of each person's own last day"
        else:
            yield f"{moved}, each person's by another span: --as-of {LAST} takes each person's own last day"
    elif job.as_of and tally.dated and tally.last_day + job.rules.assumed <= job.as_of.toordinal():
        last = date.fromordinal(tally.last_day).isoformat()
        yield f"the last row begins on {last}, long before {job.as_of.isoformat()}; --as-of {last} reviews that day"
    unknown = sum(rows for (time, by), rows in tally.times.items() if (time, by) == ("current", "unknown"))
    if unknown and (job.export.used.date is not None or job.export.used.stop):
        rows = counted(unknown, "row counts", "rows count")
        yield f"{rows} as taken although nobody knows whether that has ended"
    assumed = sum(rows for (_, by), rows in tally.times.items() if by == "assumed")
    if assumed:
        rows = counted(assumed, "row that nothing ends is", "rows that nothing ends are")
        yield f"{rows} assumed to end after {job.rules.assumed} days (--assume-days)"
