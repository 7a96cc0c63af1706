"""All lines of a patient together: what was found, what acts together, and whom to review first."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, get_args

from medcheck.export.lines.medicine import Medicine, as_mention
from medcheck.export.patients.combination_index import CombinationHit, CombinationIndex
from medcheck.knowledge.clinical import Clinical
from medcheck.records import Evidence, Finding
from medcheck.rules.findings import Association, associated, findings

_NONE = (0, 0, 0, 0, 0)
_GRADES = get_args(Evidence)


class Priority(NamedTuple):
    """How soon a patient is to be reviewed: the greater, the sooner."""

    warnings: int
    combinations: int
    treatment_beside_cause: int
    strong: int
    moderate: int
    limited: int
    findings: int


class RuleInputs(NamedTuple):
    """All that any rule looks at in some medicines: their findings and their parts in combinations, sorted numbers."""

    findings: tuple[int, ...]
    parts: tuple[int, ...]


class PatientReview(NamedTuple):
    """What the rules say of one set of medicines; ``findings`` are numbers into ``PatientRules.findings``."""

    priority: Priority
    findings: tuple[int, ...]
    combinations: tuple[CombinationHit, ...]


class PatientRow(NamedTuple):
    """One line of ``patients.csv`` but for its rank; the last four count rows."""

    patient: str
    review: PatientReview
    rows: int
    past: int
    to_come: int
    unrecognised: int


def by_priority(row: PatientRow) -> tuple[tuple[int, ...], str]:
    """The order of ``patients.csv``, as a key to sort by."""
    return tuple(-number for number in row.review.priority), row.patient


class PatientRules:
    """Reviews sets of medicines, which are numbered from 0 in the order given; each finding is ranked once for all."""

    def __init__(self, clinical: Clinical, medicines: Sequence[Medicine]) -> None:
        self._combinations = CombinationIndex(clinical)
        every: dict[tuple[str, str], Association] = {}
        keys: list[list[tuple[str, str]]] = []
        self._parts: list[tuple[int, ...]] = []
        for medicine in medicines:
            mention = as_mention(medicine)
            entries = associated([mention], clinical)
            keys.append([_key(entry) for entry in entries])
            every.update(zip(keys[-1], entries, strict=True))
            self._parts.append(self._combinations.add(mention, entries, clinical.groups(mention.ingredients)))
        ranked = findings([every[key] for key in sorted(every)], clinical)
        self.findings: tuple[Finding, ...] = ranked
        place = {_found_key(finding): number for number, finding in enumerate(ranked)}
        names = {key: (key[0] or _class_name(entry), _class_name(entry)) for key, entry in every.items()}
        self._findings = [tuple(place[names[key]] for key in found) for found in keys]
        self.names = tuple(finding.in_brief for finding in ranked)
        self._counts = [
            (f.level == "warning", f.role == "treatment", *(f.evidence == grade for grade in _GRADES)) for f in ranked
        ]

    def inputs_of(self, numbers: Iterable[int]) -> RuleInputs:
        """What the rules look at in these medicines; two sets with the same inputs have the same review."""
        numbers = list(numbers)
        return RuleInputs(_united(self._findings[n] for n in numbers), _united(self._parts[n] for n in numbers))

    def review(self, inputs: Iterable[RuleInputs]) -> PatientReview:
        """What the rules say of a patient who takes medicines with these inputs."""
        inputs = list(inputs)
        found = _united(each.findings for each in inputs)
        hits = self._combinations.hits(_united(each.parts for each in inputs))
        warnings, treated, strong, moderate, limited = (
            map(sum, zip(*(self._counts[f] for f in found), strict=True)) if found else _NONE
        )
        priority = Priority(warnings, len(hits), int(0 < treated < len(found)), strong, moderate, limited, len(found))
        return PatientReview(priority, found, hits)


def _united(numbers: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(set(chain.from_iterable(numbers))))


def _key(entry: Association) -> tuple[str, str]:
    return entry.ingredient, entry.drug_class.id if entry.drug_class else ""


def _class_name(entry: Association) -> str:
    return entry.drug_class.name if entry.drug_class else ""


def _found_key(finding: Finding) -> tuple[str, str]:
    return finding.ingredient, finding.drug_class
