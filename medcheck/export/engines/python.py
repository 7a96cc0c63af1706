"""The plain reference: what a review of an export means. Every other engine must write the same bytes."""

from collections import Counter, defaultdict

from medcheck.export.inputs.codes import damaged
from medcheck.export.job import (
    ON_THE_PAGE,
    Job,
    Judged,
    LineCount,
    PatientRow,
    Tally,
    no_kinds,
    parts,
    past,
    patient_cells,
    rank,
)
from medcheck.export.lines.answers import Key
from medcheck.export.outputs.cells import line, table
from medcheck.export.outputs.rows_file import rows_as_csv
from medcheck.export.patients.rules import COLUMNS

_EVERY = 10_000


def review(job: Job) -> Tally:
    """Read the export twice: for its distinct lines, and to write each row with its line's answer."""
    used = job.export.used
    rows: Counter[Key] = Counter()
    items: Counter[Key] = Counter()
    rows_in = 0
    job.progress.stage("Reading")
    for row in job.export.rows(job.on_bad):
        part = parts(row, used)
        rows[part.key] += 1
        items[part.key] += part.items
        rows_in += 1
        if rows_in % _EVERY == 0:
            job.progress.at(rows_in)
    judged = Judged(job.resolving, [LineCount(key, count, items[key]) for key, count in rows.items()], job.progress)
    numbers = {count.key: number for number, count in enumerate(judged.counts)}
    tally = Tally(judged, rows_in, 0, no_kinds())
    tally.damaged_codes = sum(damaged(count.key.code) for count in judged.counts)
    sets: dict[str, set[int]] = defaultdict(set)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    gone: dict[tuple[str, str], bool] = {}
    job.progress.stage("Writing", total=rows_in)
    ignored: list[object] = []
    with rows_as_csv(job) as (target, raw), target.open("a", encoding="utf-8", newline="") as file:
        for row in job.export.rows(ignored.append if job.skip_bad_rows else job.on_bad):
            part = parts(row, used)
            number = numbers[part.key]
            answer = judged.answers[number]
            file.write(line((*row, answer.kind, answer.ingredients, answer.findings, answer.corrected), raw))
            tally.rows_out += 1
            tally.kinds[answer.kind] += 1
            when = (part.stop, part.status)
            if when not in gone:
                gone[when] = past(job, *when)
            tally.past_rows += gone[when]
            if used.patient is not None and not part.patient:
                tally.without_patient += 1
            elif used.patient is not None:
                count = counted[part.patient]
                count[0] += 1
                count[1] += gone[when]
                count[2] += answer.kind == "unrecognised"
                if not gone[when] and judged.set_of[number]:
                    sets[part.patient].add(judged.set_of[number])
            if tally.rows_out % _EVERY == 0:
                job.progress.at(tally.rows_out)
    tally.people = len(counted)
    _patients(job, tally, sets, counted)
    return tally


def _patients(job: Job, tally: Tally, sets: dict[str, set[int]], counted: dict[str, list[int]]) -> None:
    found = []
    for patient, numbers in sets.items():
        review = tally.lines.review(numbers)
        tally.reviews[review] += 1
        if review.findings:
            found.append(PatientRow(patient, review, *counted[patient]))
    found.sort(key=rank)
    tally.patients = len(found)
    tally.first = found[:ON_THE_PAGE]
    names = tally.lines.rules.names
    cells = (patient_cells(number, row, names) for number, row in enumerate(found, 1))
    job.output.write("patients.csv", table(COLUMNS, cells, job.raw))
