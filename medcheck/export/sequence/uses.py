"""What is counted in an export for sequence symmetry, and the plain way to count it, which every engine must match.

Days are ordinals, as ``date.toordinal`` gives them.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from medcheck.export.job import Job, resolved_lines_of
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.lines.resolved_lines import ResolvedLines
from medcheck.export.row_parts import BLANKS, row_parts
from medcheck.export.times.dates import day

# Groups of medicines are known by their numbers: those that a line's answer belongs to.
GroupsOf = Callable[[Answer], Sequence[int]]
Pair = tuple[int, int]


class GroupUse(NamedTuple):
    """How many people ever had a medicine of the group, and on which days those began who had none in the run-in."""

    users: int
    began: Mapping[int, int]


class Uses(NamedTuple):
    """First uses in an export. ``apart`` counts people who began both of a pair, by marker day less index day."""

    lines: ResolvedLines
    rows: int
    undated_rows: int
    rows_without_patient: int
    people: int  # with a dated row
    first_day: int
    last_day: int
    groups: Mapping[int, GroupUse]
    apart: Mapping[Pair, Mapping[int, int]]


class CountsUses(Protocol):
    """An engine: reads the export and counts first uses after ``run_in`` days."""

    def __call__(self, job: Job, groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int) -> Uses:
        """The first uses, and for each pair how far apart they are."""
        ...


def count_uses(job: Job, groups_of: GroupsOf, pairs: Sequence[Pair], run_in: int) -> Uses:
    """The plain way: the first day of each person and line, then of each person and group."""
    used = job.export.used
    lines: Counter[DistinctLine] = Counter()
    first: dict[tuple[str, DistinctLine], int] = {}
    people: set[str] = set()
    days: set[int] = set()
    rows = undated = without_patient = 0
    job.progress.stage("Reading")
    for row in job.export.rows(job.on_bad):
        part = row_parts(row, used)
        rows += 1
        lines[part.line] += 1
        when = day(row[used.date].strip(BLANKS)) if used.date is not None else None
        if when is None:
            undated += 1
        if not part.patient:
            without_patient += 1
        if when is None or not part.patient:
            continue
        number = when.toordinal()
        people.add(part.patient)
        days.add(number)
        key = (part.patient, part.line)
        first[key] = min(first.get(key, number), number)
    resolved = resolved_lines_of(job, [LineCount(line, count, 0) for line, count in lines.items()])
    groups = {count.line: groups_of(answer) for count, answer in zip(resolved.counts, resolved.answers, strict=True)}
    begun: dict[int, dict[str, int]] = {}
    for (patient, line), number in first.items():
        for group in groups[line]:
            of_group = begun.setdefault(group, {})
            of_group[patient] = min(of_group.get(patient, number), number)
    start = min(days, default=0) + run_in
    new = {
        group: {patient: number for patient, number in of_group.items() if number >= start}
        for group, of_group in begun.items()
    }
    apart = {
        (index, marker): Counter(
            new[marker][patient] - number for patient, number in new[index].items() if patient in new[marker]
        )
        for index, marker in pairs
        if index in new and marker in new
    }
    uses = {group: GroupUse(len(begun[group]), Counter(new[group].values())) for group in begun}
    return Uses(
        resolved, rows, undated, without_patient, len(people),
        min(days, default=0), max(days, default=0), uses, apart,
    )  # fmt: skip
