"""The plain reference: what a review of an export means. Every other engine must write the same bytes."""

from collections import Counter, defaultdict

from medcheck.export.job import ON_THE_PAGE, Job, Tally, tally_of_lines
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.outputs.cells import line, table
from medcheck.export.outputs.patients_file import COLUMNS, patient_cells
from medcheck.export.outputs.rows_file import rows_as_csv
from medcheck.export.patients.rules import PatientRow, by_priority
from medcheck.export.row_parts import row_parts

_EVERY = 10_000


def review(job: Job) -> Tally:
    """Read the export twice: for its distinct lines, and to write each row with its line's answer."""
    used = job.export.used
    rows: Counter[DistinctLine] = Counter()
    items: Counter[DistinctLine] = Counter()
    rows_in = 0
    job.progress.stage("Reading")
    for row in job.export.rows(job.on_bad):
        part = row_parts(row, used)
        rows[part.line] += 1
        items[part.line] += part.items
        rows_in += 1
        if rows_in % _EVERY == 0:
            job.progress.at(rows_in)
    tally = tally_of_lines(job, [LineCount(distinct, count, items[distinct]) for distinct, count in rows.items()])
    tally.rows_in = rows_in
    numbers = {count.line: number for number, count in enumerate(tally.lines.counts)}
    sets: dict[str, set[int]] = defaultdict(set)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    inactive: dict[tuple[str, str], bool] = {}
    job.progress.stage("Writing", total=rows_in)
    ignored: list[object] = []
    with rows_as_csv(job) as (target, raw), target.open("a", encoding="utf-8", newline="") as file:
        for row in job.export.rows(ignored.append if job.skip_bad_rows else job.on_bad):
            part = row_parts(row, used)
            number = numbers[part.line]
            answer = tally.lines.answers[number]
            file.write(line((*row, answer.kind, answer.ingredients, answer.findings, answer.corrected), raw))
            tally.rows_out += 1
            tally.kinds[answer.kind] += 1
            when = (part.stop, part.status)
            if when not in inactive:
                inactive[when] = job.is_inactive(*when)
            tally.inactive_rows += inactive[when]
            if used.patient is not None and not part.patient:
                tally.without_patient += 1
            elif used.patient is not None:
                count = counted[part.patient]
                count[0] += 1
                count[1] += inactive[when]
                count[2] += answer.kind == "unrecognised"
                if not inactive[when] and tally.sets.set_of[number]:
                    sets[part.patient].add(tally.sets.set_of[number])
            if tally.rows_out % _EVERY == 0:
                job.progress.at(tally.rows_out)
    tally.people = len(counted)
    _patients(job, tally, sets, counted)
    return tally


def _patients(job: Job, tally: Tally, sets: dict[str, set[int]], counted: dict[str, list[int]]) -> None:
    found = []
    for patient, numbers in sets.items():
        review = tally.sets.review(numbers)
        tally.reviews[review] += 1
        if review.findings:
            found.append(PatientRow(patient, review, *counted[patient]))
    found.sort(key=by_priority)
    tally.patients = len(found)
    tally.first = found[:ON_THE_PAGE]
    names = tally.sets.names
    cells = (patient_cells(number, row, names) for number, row in enumerate(found, 1))
    job.output.write("patients.csv", table(COLUMNS, cells, job.raw))
