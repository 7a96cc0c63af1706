"""All lines of a patient together: what was found, what acts together, and whom to review first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from medcheck.export.lines.medicine import Medicine, as_mention
from medcheck.export.patients.combination_index import CombinationHit, CombinationIndex
from medcheck.export.patients.order import NOT_AFTER, Order
from medcheck.knowledge.clinical import Clinical
from medcheck.records import Finding
from medcheck.rules.findings import Association, associated, findings


class Numbers(NamedTuple):
    """What ``patients.csv`` counts: medicines, each once however often it is listed, and what acts together."""

    warnings: int
    combinations: int
    treatment_beside_cause: int
    strong: int
    moderate: int
    limited: int
    findings: int


class Priority(NamedTuple):
    """How soon a patient is to be reviewed: the greater, the sooner.

    First whoever takes what is warned of or has a combination of high severity, and of those (as of the others)
    whoever began a treatment within a year after a likely cause. Weak findings count for nothing here: many medicines
    alone make nobody urgent.
    """

    urgent: bool
    order: int
    warnings: int
    severe: int
    treatment_beside_cause: int
    acting_together: bool
    strong: int
    moderate: int
    flags: int


class RuleInputs(NamedTuple):
    """All that any rule looks at in some medicines, as sorted numbers: their findings, those of them that are taken for
    the side effect, and their parts in combinations.
    """

    findings: tuple[int, ...]
    treatments: tuple[int, ...]
    parts: tuple[int, ...]


class PatientReview(NamedTuple):
    """What the rules say of one set of medicines; ``findings`` are numbers into ``PatientRules.findings``.

    ``treatments`` are those of them that are taken for the side effect, ``causes`` the likely causes beside those.
    ``without_order`` is the priority but for which of the two came first.
    """

    without_order: Priority
    numbers: Numbers
    findings: tuple[int, ...]
    treatments: tuple[int, ...]
    causes: tuple[int, ...]
    combinations: tuple[CombinationHit, ...]

    def priority(self, order: int = NOT_AFTER) -> Priority:
        """How soon a patient is to be reviewed whose order of treatment and cause has this rank."""
        return self.without_order._replace(order=order)


class PatientRow(NamedTuple):
    """One line of ``patients.csv`` but for its rank; the last four count rows."""

    patient: str
    review: PatientReview
    order: Order
    rows: int
    past: int
    to_come: int
    unrecognised: int


def by_priority(row: PatientRow) -> tuple[tuple[int, ...], str]:
    """The order of ``patients.csv``, as a key to sort by."""
    return tuple(-number for number in row.review.priority(row.order.rank)), row.patient


class PatientRules:
    """Reviews sets of medicines, which are numbered from 0 in the order given; each finding is ranked once for all."""

    def __init__(self, clinical: Clinical, medicines: Sequence[Medicine]) -> None:
        self._combinations = CombinationIndex(clinical)
        every: dict[tuple[str, str], Association] = {}
        keys: list[list[tuple[str, str]]] = []
        self._parts: list[tuple[int, ...]] = []
        treated: list[list[tuple[str, str]]] = []
        for medicine in medicines:
            mention = as_mention(medicine)
            entries = associated([mention], clinical)
            groups = clinical.groups(mention.ingredients)
            keys.append([_key(entry) for entry in entries])
            every.update(zip(keys[-1], entries, strict=True))
            names = self._combinations.treatments(mention, entries, groups)
            treated.append([_key(it) for it in entries if it.role == "treatment" and it.ingredient in names])
            self._parts.append(self._combinations.add(mention, entries, groups))
        ranked = findings([every[key] for key in sorted(every)], clinical)
        self.findings: tuple[Finding, ...] = ranked
        place = {_found_key(finding): number for number, finding in enumerate(ranked)}
        number_of = {key: place[key[0] or _class_name(entry), _class_name(entry)] for key, entry in every.items()}
        self._findings = [tuple(number_of[key] for key in found) for found in keys]
        self._treatments = [tuple(number_of[key] for key in found) for found in treated]
        self.names = tuple(finding.in_brief for finding in ranked)

    def inputs_of(self, numbers: Iterable[int]) -> RuleInputs:
        """What the rules look at in these medicines; two sets with the same inputs have the same review."""
        numbers = list(numbers)
        each = (self._findings, self._treatments, self._parts)
        return RuleInputs(*(_united(kind[number] for number in numbers) for kind in each))

    def review(self, inputs: Iterable[RuleInputs]) -> PatientReview:
        """What the rules say of a patient who takes medicines with these inputs."""
        inputs = list(inputs)
        found = _united(each.findings for each in inputs)
        treatments = _united(each.treatments for each in inputs)
        hits = self._combinations.hits(_united(each.parts for each in inputs))
        medicines = self._medicines(found)
        levels = Counter(finding.level for finding in medicines)
        grades = Counter(finding.evidence for finding in medicines)
        counted = Numbers(
            warnings=levels["warning"],
            combinations=len(hits),
            treatment_beside_cause=int(bool(treatments) and any(finding.role != "treatment" for finding in medicines)),
            strong=grades["strong"],
            moderate=grades["moderate"],
            limited=grades["limited"],
            findings=len(medicines),
        )
        causes = tuple(number for number in found if _is_likely_cause(self.findings[number]))
        likely = [finding for finding in medicines if _is_likely_cause(finding)]
        severe = len({hit.ingredients for hit in hits if hit.severity == "high"})
        by_grade = Counter(finding.evidence for finding in likely)
        priority = Priority(
            urgent=levels["warning"] > 0 or severe > 0,
            order=NOT_AFTER,
            warnings=levels["warning"],
            severe=severe,
            treatment_beside_cause=counted.treatment_beside_cause,
            acting_together=bool(hits),
            strong=by_grade["strong"],
            moderate=by_grade["moderate"],
            flags=sum(finding.level == "flag" for finding in likely),
        )
        return PatientReview(priority, counted, found, treatments, causes if treatments else (), hits)

    def _medicines(self, found: Sequence[int]) -> list[Finding]:
        """The findings, one for each medicine: of two classes that it counts as, the stronger is first.

        A class that was written without a medicine is one only where no member of it was.
        """
        once: dict[str, Finding] = {}
        members = {it.drug_class for it in map(self.findings.__getitem__, found) if it.ingredient != it.drug_class}
        for finding in map(self.findings.__getitem__, found):
            if finding.ingredient != finding.drug_class or finding.drug_class not in members:
                once.setdefault(finding.ingredient, finding)
        return list(once.values())


def _is_likely_cause(finding: Finding) -> bool:
    """Whether a medicine may cause the side effect on more than weak grounds; an electrolyte alone is not enough."""
    return finding.role != "treatment" and (finding.level != "note" or finding.evidence != "limited")


def _united(numbers: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(set(chain.from_iterable(numbers))))


def _key(entry: Association) -> tuple[str, str]:
    return entry.ingredient, entry.drug_class.id if entry.drug_class else ""


def _class_name(entry: Association) -> str:
    return entry.drug_class.name if entry.drug_class else ""


def _found_key(finding: Finding) -> tuple[str, str]:
    return finding.ingredient, finding.drug_class
