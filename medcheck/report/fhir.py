"""A review as FHIR R4: a DetectedIssue for each thing found, and a Communication of what was not recognised."""

import json
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, TypeAlias

from medcheck.counted import counted
from medcheck.printable import encodable
from medcheck.records import (
    Alert,
    Combination,
    Finding,
    Level,
    Mention,
    ReviewRecord,
    Source,
    Urgency,
)
from medcheck.report.layout import Layout
from medcheck.side_effect import SideEffect, begin

_INTERACTION = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "code": "DRG",
    "display": "Drug Interaction Alert",
}
_References: TypeAlias = Sequence[Mapping[str, str]]

_OF_LEVEL: Mapping[Level, str] = {"warning": "high", "flag": "moderate", "note": "low"}
_OF_URGENCY: Mapping[Urgency, str] = {"now": "high", "same_day": "high", "soon": "moderate", "routine": "low"}


def write(record: ReviewRecord, words: SideEffect, layout: Layout) -> str:
    """The bundle as JSON; a list of text has no resources, so its medicines are named as they are written."""
    bundle = issues_bundle(record, words, layout.references, layout.patient)
    return json.dumps(bundle, ensure_ascii=False, indent=2) + "\n"


def issues_bundle(
    record: ReviewRecord, words: SideEffect, references: Sequence[str] = (), patient: str = ""
) -> dict[str, Any]:
    """A Bundle (``collection``); ``references`` are those of the resource of each mention, none of a list of text.

    Without anything to say it has no entry.
    """
    subject = {"reference": patient} if "/" in patient else None
    implicated = _implicated(record.mentions, references)
    issues = [
        *(_of_alert(alert, implicated, subject) for alert in record.alerts),
        *(_of_combination(one, record.mentions, implicated, subject) for one in record.combinations),
        *(_of_finding(finding, implicated, subject, words) for finding in record.findings),
    ]
    unknown = _not_recognised(record, subject)
    resources = [*issues, *([unknown] if unknown else [])]
    entry = [{"resource": resource} for resource in resources]
    return _without_nothing({"resourceType": "Bundle", "type": "collection", "entry": entry})


def _implicated(mentions: Sequence[Mention], references: Sequence[str]) -> _References:
    """The resource of each mention; the words of one that is of a list of text, or of a resource without an id."""
    return [
        {"reference": reference} if "/" in reference or ":" in reference else {"display": encodable(mention.text)}
        for mention, reference in zip(mentions, references or repeat(""), strict=False)
    ]


def _of_finding(
    finding: Finding, implicated: _References, subject: dict[str, str] | None, words: SideEffect
) -> dict[str, Any]:
    graded = [f"{words.itself}: {finding.evidence} evidence"]
    if finding.electrolyte_evidence:
        graded.append(f"{finding.electrolyte_effect}: {finding.electrolyte_evidence} evidence")
    figures = filter(None, (finding.figure, finding.electrolyte_figure))
    title = words.taken_for if finding.role == "treatment" else words.may_cause
    return _issue(
        code={"text": f"{begin(finding.ingredient)}: {title}"},
        severity=_OF_LEVEL[finding.level],
        implicated=[implicated[number] for number in finding.mentions],
        evidence=[begin(one) for one in (*graded, *figures)],
        detail=finding.note,
        action=finding.action,
        sources=finding.sources,
        subject=subject,
    )


def _of_combination(
    combination: Combination,
    mentions: Sequence[Mention],
    implicated: _References,
    subject: dict[str, str] | None,
) -> dict[str, Any]:
    wanted = {*combination.ingredients, *combination.reacted}
    return _issue(
        code={"coding": [_INTERACTION], "text": combination.title},
        severity=combination.severity,
        implicated=[
            one
            for mention, one in zip(mentions, implicated, strict=True)
            if wanted & {*mention.ingredients, mention.drug_class}
        ],
        evidence=[begin(combination.risk)],
        detail=combination.note,
        action=combination.action,
        sources=combination.sources,
        subject=subject,
    )


def _of_alert(alert: Alert, implicated: _References, subject: dict[str, str] | None) -> dict[str, Any]:
    return _issue(
        code={"text": alert.title},
        severity=_OF_URGENCY[alert.urgency],
        implicated=[implicated[number] for number in alert.mentions],
        evidence=[],
        detail=alert.note,
        action=alert.action,
        sources=alert.sources,
        subject=subject,
    )


def _issue(
    *,
    code: dict[str, Any],
    severity: str,
    implicated: _References,
    evidence: Sequence[str],
    detail: str,
    action: str,
    sources: Sequence[Source],
    subject: dict[str, str] | None,
) -> dict[str, Any]:
    looked_up = [{"code": [{"text": f"Source: {_place(source)}"}]} for source in sources]
    return _without_nothing(
        {
            "resourceType": "DetectedIssue",
            "status": "preliminary",
            "code": code,
            "severity": severity,
            "patient": subject,
            "implicated": [*{tuple(one.items()): one for one in implicated}.values()],
            "evidence": [*({"code": [{"text": one}]} for one in evidence), *looked_up],
            "detail": detail,
            "mitigation": [{"action": {"text": action}}] if action else [],
        }
    )


def _place(source: Source) -> str:
    places = (source.doi and f"doi:{source.doi}", source.pmid and f"PMID {source.pmid}", source.url)
    return ", ".join(filter(None, (source.title, str(source.year or ""), *places)))


def _not_recognised(record: ReviewRecord, subject: dict[str, str] | None) -> dict[str, Any] | None:
    """What a person must look at, as a message: what is not recognised is not clear, it is unknown."""
    if not record.unrecognised:
        return None
    count = counted(len(record.unrecognised), "entry", "entries")
    said = [f"{count} not recognised; nothing is known of them, which is not the same as no association"]
    for one in record.unrecognised:
        perhaps = " or ".join(suggestion.name for suggestion in one.suggestions)
        said.append(f"{encodable(one.text)}: {one.reason}" + (f", perhaps {perhaps}" if perhaps else ""))
    return _without_nothing(
        {
            "resourceType": "Communication",
            "status": "preparation",
            "subject": subject,
            "payload": [{"contentString": text} for text in said],
        }
    )


def _without_nothing(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource without empty fields, which FHIR forbids."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
