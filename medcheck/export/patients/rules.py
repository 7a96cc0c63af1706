"""All lines of a patient together: what was found, what acts together, and whom to review first."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from medcheck.checker import Checker
from medcheck.export.lines.answers import Medicine, as_mention
from medcheck.export.patients.combination_index import Made, Together
from medcheck.records import Evidence, Finding
from medcheck.rules.findings import Associated, associated, findings

COLUMNS = (
    "rank", "patient", "warnings", "combinations", "treatment_beside_cause", "strong", "moderate", "limited",
    "findings", "medicines", "acting_together", "rows", "past_rows", "unrecognised_rows",
)  # fmt: skip
_NONE = (0, 0, 0, 0, 0)
_GRADES: tuple[Evidence, ...] = ("strong", "moderate", "limited")


class Need(NamedTuple):
    """How much a patient is in need of review: the greater, the sooner."""

    warnings: int
    combinations: int
    treatment_beside_cause: int
    strong: int
    moderate: int
    limited: int
    findings: int


class Matter(NamedTuple):
    """What of some medicines any rule looks at: their findings and their parts in combinations, as sorted numbers."""

    findings: tuple[int, ...]
    parts: tuple[int, ...]


class PatientReview(NamedTuple):
    """What the rules say of one set of medicines; ``findings`` are numbers into ``PatientRules.findings``."""

    need: Need
    findings: tuple[int, ...]
    combinations: tuple[Made, ...]

    def cells(self, names: Sequence[str]) -> tuple[str, str]:
        """The medicines and what acts together, as ``patients.csv`` says it."""
        together = "; ".join(f"{made.title} ({', '.join(made.ingredients)})" for made in self.combinations)
        return "; ".join(names[number] for number in self.findings), together


class PatientRules:
    """Judges sets of medicines, which are numbered from 0 in the order given; each finding is ranked once for all."""

    def __init__(self, checker: Checker, medicines: Sequence[Medicine]) -> None:
        clinical = checker.clinical
        self._together = Together(clinical)
        every: dict[tuple[str, str], Associated] = {}
        keys: list[list[tuple[str, str]]] = []
        self._parts: list[tuple[int, ...]] = []
        for medicine in medicines:
            mention = as_mention(medicine)
            entries = associated([mention], clinical)
            keys.append([_key(entry) for entry in entries])
            every.update(zip(keys[-1], entries, strict=True))
            self._parts.append(self._together.add(mention, entries, clinical.groups(mention.ingredients)))
        ranked = findings([every[key] for key in sorted(every)], clinical)
        self.findings: tuple[Finding, ...] = ranked
        place = {_found_key(finding): number for number, finding in enumerate(ranked)}
        names = {key: (key[0] or _class_name(entry), _class_name(entry)) for key, entry in every.items()}
        self._findings = [tuple(place[names[key]] for key in found) for found in keys]
        self.names = tuple(f"{f.ingredient} ({f.role}, {f.level}, {f.evidence})" for f in ranked)
        self._counts = [
            (f.level == "warning", f.role == "treatment", *(f.evidence == grade for grade in _GRADES)) for f in ranked
        ]

    def matter(self, numbers: Iterable[int]) -> Matter:
        """What matters of these medicines; two sets of which the same matters have the same review."""
        numbers = list(numbers)
        return Matter(_united(self._findings[n] for n in numbers), _united(self._parts[n] for n in numbers))

    def review(self, matters: Iterable[Matter]) -> PatientReview:
        """What the rules say of a patient who takes medicines of which this matters."""
        matters = list(matters)
        found = _united(matter.findings for matter in matters)
        made = self._together.made(_united(matter.parts for matter in matters))
        warnings, treated, strong, moderate, limited = (
            map(sum, zip(*(self._counts[f] for f in found), strict=True)) if found else _NONE
        )
        need = Need(warnings, len(made), int(0 < treated < len(found)), strong, moderate, limited, len(found))
        return PatientReview(need, found, made)


def _united(numbers: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(set(chain.from_iterable(numbers))))


def _key(entry: Associated) -> tuple[str, str]:
    return entry.ingredient, entry.drug_class.id if entry.drug_class else ""


def _class_name(entry: Associated) -> str:
    return entry.drug_class.name if entry.drug_class else ""


def _found_key(finding: Finding) -> tuple[str, str]:
    return finding.ingredient, finding.drug_class
