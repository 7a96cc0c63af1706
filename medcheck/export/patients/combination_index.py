"""Which combinations are among the medicines of a patient, fast enough for a million patients.

``medcheck.rules.combination_matching.met_by`` decides; here only those medicines are put before it that can meet a rule
at all. A rule of two terms is met by a list where some two medicines of it meet it, so each pair is asked about once
for all patients.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import CombinationRow
from medcheck.records import Mention, Severity
from medcheck.rules.combination_matching import Taken, met_by, taken, terms_beside_a_cause
from medcheck.rules.findings import Association

_SEVERITIES = get_args(Severity)


class CombinationHit(NamedTuple):
    """A combination among a patient's medicines; ``ingredients`` are those that met the rule, sorted."""

    id: str
    title: str
    severity: str
    ingredients: tuple[str, ...]


class _Part(NamedTuple):
    """One ingredient that is taken, and for each place in a rule a number whose bits are the rules it fits there."""

    medicine: Taken
    fits: tuple[int, ...]


class CombinationIndex:
    """Answers for whole lists; medicines are numbered as they are added."""

    def __init__(self, clinical: Clinical) -> None:
        rows = clinical.rows(CombinationRow)
        self._rules = sorted(rows, key=lambda row: _SEVERITIES.index(row.severity))
        self._terms = [row.terms for row in self._rules]
        self._clinical = clinical
        self._longest = max(map(len, self._terms), default=0)
        self._pairs_only = sum(1 << number for number, terms in enumerate(self._terms) if len(terms) == 2)
        self._not_pairs = sum(1 << number for number, terms in enumerate(self._terms) if len(terms) != 2)
        # By place in a rule: the rules that have no term there, and so need nothing that fits it.
        self._ended = [
            sum(1 << number for number, terms in enumerate(self._terms) if len(terms) <= place)
            for place in range(self._longest)
        ]
        self._masses = clinical.unit_masses
        self._beside_a_cause = terms_beside_a_cause(self._terms)
        self._parts: list[_Part] = []
        self._by_kind: dict[tuple[object, ...], int] = {}
        self._met: dict[tuple[int, int], tuple[tuple[int, frozenset[str]], ...]] = {}
        # By what a medicine may count as: the rules and places in them where that is asked for.
        self._places: dict[str, list[tuple[int, int]]] = {}
        for rule, terms in enumerate(self._terms):
            for place, term in enumerate(terms):
                for alternative in term:
                    self._places.setdefault(alternative.tag, []).append((rule, place))

    def add(
        self, mention: Mention, entries: Sequence[Association], groups: Mapping[str, frozenset[str]]
    ) -> tuple[int, ...]:
        """The numbers of the parts of one medicine; parts that no rule can tell apart share a number."""
        numbers = []
        for medicine in taken([mention], entries, groups):
            fits = [0] * self._longest
            for rule, place in {at for tag in medicine.tags for at in self._places.get(tag, ())}:
                if met_by((self._terms[rule][place],), [medicine], self._masses):
                    fits[place] |= 1 << rule
            if not any(fits):
                continue
            kind = (medicine.ingredient, medicine.class_id, tuple(fits))
            if kind not in self._by_kind:
                self._by_kind[kind] = len(self._parts)
                self._parts.append(_Part(medicine, tuple(fits)))
            numbers.append(self._by_kind[kind])
        return tuple(dict.fromkeys(numbers))

    def treatments(
        self, mention: Mention, entries: Sequence[Association], groups: Mapping[str, frozenset[str]]
    ) -> frozenset[str]:
        """The ingredients of a medicine that are taken for the side effect, as combinations beside a cause name them.

        Where the tables have no such combination, it is all that may be taken for it.
        """
        medicines = taken([mention], entries, groups)
        if not self._beside_a_cause:
            return frozenset(medicine.ingredient for medicine in medicines)
        return frozenset(
            medicine.ingredient
            for medicine in medicines
            if any(met_by((term,), [medicine], self._masses) for term in self._beside_a_cause)
        )

    def hits(self, parts: Sequence[int]) -> tuple[CombinationHit, ...]:
        """The combinations of a list by the sorted numbers of its parts, the more severe first, as in the table."""
        if len(parts) < 2:
            return ()
        found: dict[int, set[str]] = {}
        for place, first in enumerate(parts):
            for second in parts[place + 1 :]:
                met = self._met.get((first, second))
                if met is None:
                    met = self._met[first, second] = self._pair(self._parts[first], self._parts[second])
                for rule, names in met:
                    found.setdefault(rule, set()).update(names)
        self._beyond_pairs(parts, found)
        return tuple(
            CombinationHit(
                self._rules[rule].id,
                self._rules[rule].title,
                self._rules[rule].severity,
                tuple(sorted(found[rule])),
            )
            for rule in sorted(found)
        )

    def _pair(self, one: _Part, other: _Part) -> tuple[tuple[int, frozenset[str]], ...]:
        possible = self._pairs_only & ((one.fits[0] & other.fits[1]) | (one.fits[1] & other.fits[0]))
        found = []
        for rule in _bits(possible):
            met = met_by(self._terms[rule], [one.medicine, other.medicine], self._masses)
            if met:
                found.append((rule, self._names(met)))
        return tuple(found)

    def _beyond_pairs(self, parts: Sequence[int], found: dict[int, set[str]]) -> None:
        possible = self._not_pairs
        for place, ended in enumerate(self._ended):
            fits = ended
            for part in parts:
                fits |= self._parts[part].fits[place]
            possible &= fits
        for rule in _bits(possible):
            fitting = [self._parts[p] for p in parts if any(mask >> rule & 1 for mask in self._parts[p].fits)]
            met = met_by(self._terms[rule], [part.medicine for part in fitting], self._masses)
            if met:
                found[rule] = set(self._names(met))

    def _names(self, medicines: Iterable[Taken]) -> frozenset[str]:
        return frozenset(m.ingredient or self._clinical.classes[m.class_id].name for m in medicines)


def _bits(number: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while number:
        lowest = number & -number
        number ^= lowest
        yield lowest.bit_length() - 1
