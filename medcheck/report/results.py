"""Laboratory values in a report: what they ask for, and each with how it was judged."""

from medcheck.printable import printable
from medcheck.records import Alert, Result, ReviewRecord
from medcheck.report.as_written import value_as_written
from medcheck.report.outline_records import Entry, Line, Place, Section
from medcheck.report.short import URGENCY_WORDS, first_step
from medcheck.report.sources import References

_JUDGED_BY = {"text": "as printed beside it", "table": "reference range"}


def alerts_section(review: ReviewRecord, references: References) -> Section:
    """What the values ask for, most urgent first."""
    entries = tuple(_alert(review, alert, references) for alert in review.alerts)
    return Section("alerts", "Laboratory values to act on", "danger", "", entries)


def results_section(review: ReviewRecord) -> Section:
    """Every value with its judgement."""
    entries = tuple(
        Entry(
            value_as_written(result),
            result.flag or "not judged",
            (),
            (Line("", result_in_words(result)),),
            (),
            places=(Place(result.start, result.end),),
        )
        for result in review.results
    )
    return Section("results", "Laboratory values in the text", "quiet", "", entries)


def result_in_words(result: Result) -> str:
    """A value as a line: "potassium 3.1 mmol/L on 2026-03-10, low (reference range 3.5-5.3 mmol/L)"."""
    unit, day = (f" {result.unit}" if result.unit else ""), (f" on {result.date}" if result.date else "")
    value = f"{result.name} {result.beyond or ''}{result.value:g}{unit}{day}"
    if result.flag is None or result.judged_by is None:
        return f"{value}, not judged: {_why_not(result)}"
    basis = f"{_JUDGED_BY[result.judged_by]}{f' {printable(result.reference)}' if result.reference else ''}"
    return f"{value}, {result.flag} ({basis})"


def _why_not(result: Result) -> str:
    return "its unit is missing, and decides" if result.unit is None else "no reference range decides"


def _alert(review: ReviewRecord, alert: Alert, references: References) -> Entry:
    values = [review.results[number] for number in alert.results]
    lines = [Line("Value", "; ".join(result_in_words(value) for value in values))]
    if alert.ingredients:
        lines.append(Line("With", ", ".join(alert.ingredients)))
    lines += [Line("", alert.note), Line("Do", alert.action)]
    return Entry(
        alert.title,
        URGENCY_WORDS[alert.urgency],
        tuple(dict.fromkeys(map(value_as_written, values))),
        tuple(lines),
        references.numbers(alert.sources),
        brief=URGENCY_WORDS[alert.urgency],
        do=first_step(alert.action),
        places=tuple(Place(value.start, value.end) for value in values),
    )
