"""The groups of medicines that sequence symmetry looks at: index medicines, markers and controls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from medcheck.checker import Checker
from medcheck.document.tokens import key
from medcheck.exceptions import UsageError
from medcheck.export.lines.answers import Answer
from medcheck.export.lines.medicine import Medicine, as_mention
from medcheck.export.sequence.names import NamedGroup
from medcheck.knowledge.clinical_rows import DrugRow
from medcheck.knowledge.reference_rows import SymmetryControlRow
from medcheck.printable import printable
from medcheck.rules.findings import associated

Control = Literal["negative", "positive", ""]
_CAUSES = ("cause", "electrolyte")


class Group(NamedTuple):
    """Medicines looked at as one: those that hold one of the ``ingredients``, by mouth or however they are given."""

    name: str
    ingredients: frozenset[str]


@dataclass(frozen=True)
class PairOfGroups:
    """An index group and a marker group, by their numbers in ``Groups.all``."""

    index: int
    marker: int
    control: Control = ""
    source: str = ""


class Groups:
    """Which groups a line's answer belongs to.

    Without ``index`` every ingredient of the tables that may cause the side effect is an index group, and every class
    of such, each only by a route for which that holds. Raises UsageError for a name that is not known or has two
    meanings.
    """

    def __init__(self, checker: Checker, index: Sequence[NamedGroup], markers: Sequence[NamedGroup]) -> None:
        self._checker = checker
        self.all: list[Group] = []
        self._associated: dict[str, int] = {}
        self._named: list[int] = []
        self._found: dict[tuple[Medicine, ...], tuple[int, ...]] = {}
        chosen = [self._add(named.name, _ingredients(checker, named)) for named in index]
        if not index:
            chosen = self._add_associated()
        marked = [self._add(named.name, _ingredients(checker, named)) for named in markers]
        self.pairs = [PairOfGroups(one, marker) for one in chosen for marker in marked if one != marker]
        for row in checker.clinical.rows(SymmetryControlRow):
            one = self._add(row.index_name, frozenset(row.index_ingredients))
            others = [self._add(row.marker_name, frozenset(row.marker_ingredients))] if row.marker_name else marked
            self.pairs += [PairOfGroups(one, other, row.kind, row.source) for other in others if other != one]

    def of(self, answer: Answer) -> tuple[int, ...]:
        """The numbers of the groups of a line's medicines."""
        if not answer.medicines:
            return ()
        if answer.medicines not in self._found:
            ingredients = {name for medicine in answer.medicines for name in medicine.ingredients}
            found = {number for number in self._named if self.all[number].ingredients & ingredients}
            if self._associated:
                found |= self._causes(answer.medicines)
            self._found[answer.medicines] = tuple(sorted(found))
        return self._found[answer.medicines]

    def _causes(self, medicines: tuple[Medicine, ...]) -> set[int]:
        entries = associated([as_mention(medicine) for medicine in medicines], self._checker.clinical)
        subjects = {
            subject
            for entry in entries
            if entry.role in _CAUSES
            for subject in (entry.ingredient, entry.drug_class.id if entry.drug_class else "")
        }
        return {self._associated[subject] for subject in subjects if subject in self._associated}

    def _add(self, name: str, ingredients: frozenset[str]) -> int:
        """The number of a group by its ingredients, a new one where there is none yet."""
        for number in self._named:
            if self.all[number].ingredients == ingredients:
                return number
        self.all.append(Group(name, ingredients))
        self._named.append(len(self.all) - 1)
        return self._named[-1]

    def _add_associated(self) -> list[int]:
        clinical = self._checker.clinical
        subjects: dict[str, Group] = {}
        for row in clinical.classes.values():
            if row.role in _CAUSES:
                subjects[row.id] = Group(row.name, _members(self._checker, row.id))
        for drug in clinical.rows(DrugRow):
            if drug.role in _CAUSES or (not drug.role and drug.drug_class in subjects):
                subjects[drug.ingredient] = Group(drug.ingredient, frozenset((drug.ingredient,)))
        for subject, group in subjects.items():
            self._associated[subject] = len(self.all)
            self.all.append(group)
        return list(self._associated.values())


def _ingredients(checker: Checker, group: NamedGroup) -> frozenset[str]:
    """The ingredients that the names and classes of a group stand for."""
    found: set[str] = set()
    for where, part in group.names:
        names = checker.lexicon.by_compact_key(key(part, checker.language).replace(" ", ""))
        meanings = {name.meaning: name for name in names if name.kind != "not_medicine"}
        written = f"{where}'{printable(part)}'"
        if not meanings:
            raise UsageError(f"{written} is no medicine or class that the tables know")
        if len(meanings) > 1:
            raise UsageError(f"{written} has several meanings; write the ingredient")
        (name,) = meanings.values()
        members = name.ingredients or _members(checker, name.drug_class)
        if not members:
            raise UsageError(f"{written} is a class without members in the tables; write its ingredients")
        found.update(members)
    if not found:
        raise UsageError(f"a group needs at least one name ({printable(group.name)})")
    return frozenset(found)


def _members(checker: Checker, drug_class: str | None) -> frozenset[str]:
    rows = checker.clinical.rows(DrugRow)
    return frozenset(row.ingredient for row in rows if drug_class and row.drug_class == drug_class)
