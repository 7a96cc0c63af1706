"""From the medicines of a line to the review of a patient, so that each thing is asked of the rules once.

The chain, in which each step has fewer members than the one before it: a **line** of the export has an answer. Of the
**answer** only the medicines taken count. Equal **medicines** share a number, so that the rules are asked once about
each what they look at in it: its findings and its parts in combinations (``RuleInputs``). Lines with equal **rule
inputs** share a **set number**; 0 is for nothing that any rule looks at. A **patient** is the set numbers of her active
lines, and patients with the same numbers have the same **review**. A million patients have some thousands of different
lists, so the review of an export is six times faster than with the rules asked about each patient.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from medcheck.export.lines.medicine import Medicine
from medcheck.export.patients.order import Begun, Compared
from medcheck.export.patients.rules import PatientReview, PatientRules, RuleInputs
from medcheck.knowledge.clinical import Clinical
from medcheck.records import Finding


class MedicineSets:
    """The set number of each line, by the line's place, and the reviews of patients who have some of them.

    Nothing is asked of the rules before it is needed: while it is, an engine may be writing rows.
    """

    def __init__(self, clinical: Clinical, medicines: Sequence[tuple[Medicine, ...]]) -> None:
        self._clinical = clinical
        self._by_line = medicines

    @property
    def set_of(self) -> list[int]:
        """The set number of each line."""
        return self._numbered[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that a line makes, the strongest first; their places here are their numbers."""
        return self._rules.findings

    @property
    def names(self) -> tuple[str, ...]:
        """The findings as ``patients.csv`` writes them."""
        return self._rules.names

    def review(self, sets: Iterable[int]) -> PatientReview:
        """What the rules say of a patient whose active lines have these set numbers."""
        return self._rules.review(self._numbered[1][number] for number in sets)

    def compared(self, review: PatientReview) -> Compared | None:
        """The medicines of a review whose order is asked about; None without a treatment beside a likely cause."""
        if not review.treatments or not review.causes:
            return None
        treatments, causes = self._holding
        return Compared(self._begun(review.treatments, treatments), self._begun(review.causes, causes))

    def _begun(self, numbers: Iterable[int], holding: Mapping[int, set[int]]) -> tuple[Begun, ...]:
        sets: dict[str, set[int]] = {}
        for number in numbers:
            sets.setdefault(self.findings[number].ingredient, set()).update(holding[number])
        return tuple(Begun(name, frozenset(found)) for name, found in sets.items())

    @cached_property
    def _holding(self) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """For each finding the numbers of the sets that hold it: as what is taken for the side effect, and as any."""
        treatments: dict[int, set[int]] = {}
        every: dict[int, set[int]] = {}
        for number, inputs in enumerate(self._numbered[1]):
            for finding in inputs.treatments:
                treatments.setdefault(finding, set()).add(number)
            for finding in inputs.findings:
                every.setdefault(finding, set()).add(number)
        return treatments, every

    def findings_of(self, line: int) -> tuple[int, ...]:
        """The numbers of the findings that a line's medicines make by themselves."""
        return self._numbered[1][self.set_of[line]].findings

    @cached_property
    def _medicines(self) -> dict[Medicine, int]:
        every = dict.fromkeys(medicine for medicines in self._by_line for medicine in medicines)
        return {medicine: number for number, medicine in enumerate(every)}

    @cached_property
    def _rules(self) -> PatientRules:
        return PatientRules(self._clinical, list(self._medicines))

    @cached_property
    def _numbered(self) -> tuple[list[int], list[RuleInputs]]:
        """The set number of each line, and what the rules look at by set number."""
        numbers: dict[RuleInputs, int] = {self._rules.inputs_of(()): 0}
        by_medicines: dict[tuple[Medicine, ...], int] = {}
        set_of = []
        for medicines in self._by_line:
            number = by_medicines.get(medicines)
            if number is None:
                inputs = self._rules.inputs_of(self._medicines[medicine] for medicine in medicines)
                number = by_medicines[medicines] = numbers.setdefault(inputs, len(numbers))
            set_of.append(number)
        return set_of, list(numbers)
