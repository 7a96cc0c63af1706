"""The plain reference: what a review of an export means. Every other engine must write the same bytes."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from medcheck.export.job import ON_THE_PAGE, Job, Tally, tally_of_lines
from medcheck.export.lines.distinct_line import DistinctLine, LineCount
from medcheck.export.outputs.cells import line, table
from medcheck.export.outputs.patients_file import COLUMNS, patient_cells
from medcheck.export.outputs.rows_file import rows_as_csv
from medcheck.export.patients.order import Order, earlier
from medcheck.export.patients.rules import PatientRow, by_priority
from medcheck.export.row_parts import row_parts
from medcheck.export.times.spans import SHIFTED_DAY, Span, TimeCells, time_of

_EVERY = 10_000


def review(job: Job) -> Tally:
    """Read the export twice: for its distinct lines and days, and to write each row with its line's answer."""
    used = job.export.used
    rows: Counter[DistinctLine] = Counter()
    items: Counter[DistinctLine] = Counter()
    spans = _Spans(job)
    last_day_of: dict[str, int] = {}
    rows_in = dated = late = 0
    starts: set[int] = set()
    job.progress.stage("Reading")
    for row in job.export.rows(job.on_bad):
        part = row_parts(row, used)
        rows[part.line] += 1
        items[part.line] += part.items
        rows_in += 1
        start = spans.of(part.times).start
        if start is not None:
            dated += 1
            late += start >= SHIFTED_DAY
            starts.add(start)
            last_day_of[part.patient] = max(start, last_day_of.get(part.patient, 0))
        if rows_in % _EVERY == 0:
            job.progress.at(rows_in)
    last_day_of.pop("", None)
    tally = tally_of_lines(job, [LineCount(distinct, count, items[distinct]) for distinct, count in rows.items()])
    tally.rows_in, tally.dated = rows_in, dated
    tally.first_day, tally.last_day = min(starts, default=0), max(starts, default=0)
    job.notice_shift(dated, late)
    _write(job, tally, spans, last_day_of)
    return tally


class _Spans:
    """The span of each combination of cells, worked out once."""

    def __init__(self, job: Job) -> None:
        self._rules = job.rules
        self._found: dict[TimeCells, Span] = {}

    def of(self, cells: TimeCells) -> Span:
        if cells not in self._found:
            self._found[cells] = self._rules.span(cells)
        return self._found[cells]


def _write(job: Job, tally: Tally, spans: _Spans, last_day_of: Mapping[str, int]) -> None:
    used, as_of = job.export.used, job.rules.as_of
    numbers = {count.line: number for number, count in enumerate(tally.lines.counts)}
    sets: dict[str, set[int]] = defaultdict(set)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, dict[int, int | None]] = defaultdict(dict)
    job.progress.stage("Writing", total=tally.rows_in)
    ignored: list[object] = []
    with rows_as_csv(job) as (target, raw), target.open("a", encoding="utf-8", newline="") as file:
        for row in job.export.rows(ignored.append if job.skip_bad_rows else job.on_bad):
            part = row_parts(row, used)
            number = numbers[part.line]
            answer = tally.lines.answers[number]
            span = spans.of(part.times)
            time = time_of(span, as_of if as_of is not None else last_day_of.get(part.patient))
            shown = time if used.has_times else ""
            file.write(line((*row, answer.kind, answer.ingredients, answer.findings, answer.corrected, shown), raw))
            tally.rows_out += 1
            tally.kinds[answer.kind] += 1
            if used.has_times:
                tally.times[time, span.ended_by] += 1
            if used.patient is not None and not part.patient:
                tally.without_patient += 1
            elif used.patient is not None:
                counted[part.patient].update(("rows", time, answer.kind))
                medicines = tally.sets.set_of[number]
                if medicines and time != "to come":
                    days = first[part.patient]
                    days[medicines] = earlier(days.get(medicines, span.start), span.start)
                if medicines and time == "current":
                    sets[part.patient].add(medicines)
            if tally.rows_out % _EVERY == 0:
                job.progress.at(tally.rows_out)
    tally.people = len(counted)
    _patients(job, tally, sets, counted, first)


def _patients(
    job: Job,
    tally: Tally,
    sets: dict[str, set[int]],
    counted: Mapping[str, Counter[str]],
    first: Mapping[str, Mapping[int, int | None]],
) -> None:
    found = []
    for patient, numbers in sets.items():
        review = tally.sets.review(numbers)
        tally.reviews[review] += 1
        if review.findings:
            rows = counted[patient]
            numbers_of_rows = (rows["rows"], rows["past"], rows["to come"], rows["unrecognised"])
            compared = tally.sets.compared(review)
            order = compared.order(first[patient]) if compared else Order()
            tally.within.update(order.within)
            found.append(PatientRow(patient, review, order, *numbers_of_rows))
    found.sort(key=by_priority)
    tally.patients = len(found)
    tally.first = found[:ON_THE_PAGE]
    names = tally.sets.names
    cells = (patient_cells(number, row, names) for number, row in enumerate(found, 1))
    job.output.write("patients.csv", table(COLUMNS, cells, job.raw))
