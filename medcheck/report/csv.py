"""The report as a table for a spreadsheet: one line for every thing found, named or not recognised."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from medcheck.printable import printable
from medcheck.records import Alert, Combination, Finding, Mention, Result, ReviewRecord, Source, Unrecognised
from medcheck.report.as_written import suggested, suggestion_in_words
from medcheck.report.layout import Layout
from medcheck.report.results import result_in_words
from medcheck.report.sources import cite
from medcheck.report.taking import STATUS_WORDS
from medcheck.side_effect import SideEffect

COLUMNS = (
    "answer", "text", "read_as", "ingredients", "status", "route", "strength", "drug_class", "role", "level",
    "evidence", "figure", "note", "action", "sources", "status_reason", "status_because", "electrolyte_evidence",
    "electrolyte_figure", "figure_of", "electrolyte_effect", "electrolyte_figure_of", "value", "unit", "flag",
    "urgency", "risk", "reacted", "method", "score", "runner_up", "runner_up_score",
    "mechanism",
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:  # noqa: ARG001 - one form for all writers
    """One line per finding and mention, one per mention without finding, one per unrecognised stretch."""
    rows = [
        *_of_mentions(review),
        *(_of_combination(combination) for combination in review.combinations),
        *(_of_unrecognised(stretch) for stretch in review.unrecognised),
        *(_of_alert(review, alert) for alert in review.alerts),
        *(_of_result(result) for result in review.results),
        *({"answer": "not_a_medicine", "text": printable(stretch.text)} for stretch in review.not_medicines),
    ]
    output = io.StringIO()
    table = csv.DictWriter(output, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({column: neutral(cell) for column, cell in row.items()} for row in rows)
    return output.getvalue()


def _of_mentions(review: ReviewRecord) -> Iterator[dict[str, str]]:
    """A line for each mention and finding of it."""
    findings: dict[int, list[dict[str, str]]] = defaultdict(list)
    for finding in review.findings:
        said = _of_finding(finding)
        for number in finding.mentions:
            findings[number].append(said)
    for number, mention in enumerate(review.mentions):
        of_mention = _of_mention(mention)
        for said in findings[number]:
            yield {**of_mention, **said}
        if not findings[number]:
            yield {**of_mention, "answer": "not_counted" if mention.status in STATUS_WORDS else "not_listed"}


def _of_mention(mention: Mention) -> dict[str, str]:
    runner_up = mention.match.runner_up
    return {
        "text": printable(mention.text),
        "read_as": mention.match.name,
        "ingredients": "; ".join(mention.ingredients),
        "status": mention.status,
        "route": mention.route or "",
        "strength": mention.strength or "",
        "status_reason": mention.status_reason or "",
        "status_because": printable(mention.status_because.text) if mention.status_because else "",
        "method": mention.match.method,
        "score": f"{mention.match.score:g}",
        "runner_up": suggestion_in_words(runner_up, mention.text) if runner_up else "",
        "runner_up_score": f"{runner_up.score:g}" if runner_up else "",
    }


def _of_finding(finding: Finding) -> dict[str, str]:
    return {
        "answer": "associated",
        "ingredients": finding.ingredient,
        "drug_class": finding.drug_class,
        "role": finding.role,
        "level": finding.level,
        "evidence": finding.evidence,
        "figure": finding.figure or "",
        "electrolyte_evidence": finding.electrolyte_evidence or "",
        "electrolyte_figure": finding.electrolyte_figure or "",
        "figure_of": finding.figure_of or "",
        "electrolyte_effect": finding.electrolyte_effect or "",
        "electrolyte_figure_of": finding.electrolyte_figure_of or "",
        "note": finding.note,
        "mechanism": finding.mechanism,
        "action": finding.action,
        "sources": _cited(finding.sources),
    }


def _of_combination(combination: Combination) -> dict[str, str]:
    return {
        "answer": "combination",
        "level": combination.severity,
        "urgency": combination.urgency,
        "risk": combination.risk,
        "reacted": "; ".join(combination.reacted),
        **_what_to_do(combination),
    }


def _of_alert(review: ReviewRecord, alert: Alert) -> dict[str, str]:
    texts = "; ".join(printable(review.results[number].text) for number in alert.results)
    return {"answer": "alert", "text": texts, "level": alert.urgency, "urgency": alert.urgency, **_what_to_do(alert)}


def _what_to_do(warning: Combination | Alert) -> dict[str, str]:
    return {
        "ingredients": "; ".join(warning.ingredients),
        "note": f"{warning.title}. {warning.note}",
        "action": warning.action,
        "sources": _cited(warning.sources),
    }


def _of_unrecognised(stretch: Unrecognised) -> dict[str, str]:
    return {
        "answer": "unrecognised",
        "text": printable(stretch.text),
        "note": f"{stretch.reason}: {'; '.join(suggested(stretch))}".rstrip(": "),
    }


def _of_result(result: Result) -> dict[str, str]:
    return {
        "answer": "result",
        "text": printable(result.text),
        "read_as": result.name,
        "value": f"{result.beyond or ''}{result.value:g}",
        "unit": result.unit or "",
        "flag": result.flag or "",
        "note": result_in_words(result),
    }


def _cited(sources: Iterable[Source]) -> str:
    return " | ".join(map(cite, sources))
