"""The clinical rows as the rules ask for them; nothing is read before it is asked for."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from medcheck.knowledge.cells import R
from medcheck.knowledge.clinical_rows import (
    ClaimRow,
    ClassRow,
    DrugRow,
    GroupRow,
    QuestionRow,
    SideEffectRow,
    SourceRow,
)
from medcheck.knowledge.database import Database
from medcheck.records import Question, Source
from medcheck.side_effect import SideEffect

_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")

# A finding cites up to four sources, the same ones wherever it is found.
CITATIONS_KEPT = 1 << 12


class Clinical:
    """Clinical rows by key.

    What is kept is a table, or the rows of an ingredient that our names lead to, so it does not grow. It is kept only
    once it is whole: any number of threads may ask, and an interrupt amid a look-up leaves nothing half read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: dict[type[Any], list[Any]] = {}
        self._sources: dict[str, Source] = {}
        self._claims: dict[str, list[ClaimRow]] = {}
        self._drugs: dict[str, DrugRow | None] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._made: dict[Hashable, Any] = {}
        self._made_of_each: dict[Hashable, dict[Any, Any]] = {}
        self._is_read = False
        self._cited = lru_cache(CITATIONS_KEPT)(self._read_cited)

    def rows(self, kind: type[R]) -> Sequence[R]:
        """All rows of a table, in its order, read once."""
        if kind not in self._rows:
            self._rows[kind] = self._database.rows(kind)
        return self._rows[kind]

    def read_all(self) -> None:
        """Read the rows of all medicines at once, for an export, which asks about most of them one after the other."""
        if self._is_read:
            return
        drugs = {row.ingredient: row for row in self.rows(DrugRow)}
        groups: dict[str, set[str]] = defaultdict(set)
        for group in self.rows(GroupRow):
            groups[group.ingredient].add(group.group)
        claims: dict[str, list[ClaimRow]] = defaultdict(list)
        for claim in self.rows(ClaimRow):
            claims[claim.subject].append(claim)
        self._drugs.update(drugs)
        self._groups.update((ingredient, frozenset(found)) for ingredient, found in groups.items())
        self._claims.update(claims)
        self._sources.update((row.id, _source(row)) for row in self.rows(SourceRow))
        self._is_read = True

    @property
    def _look_up(self) -> Callable[[type[R], str, Sequence[str]], Sequence[R]]:
        """What gives the rows that hold one of some values in a column; where all have been read, there are no more.

        To be asked for before what is missing is known: meanwhile another thread may have read all.
        """
        return _no_rows if self._is_read else self._database.rows

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What ``make`` gives, made once for a key: what follows from rows alone, whatever the list.

        Keys are built of keys of the tables, so that they are few.
        """
        if key not in self._made:
            self._made[key] = make()
        made: _T = self._made[key]
        return made

    def each_once(
        self, kind: Hashable, keyed: Mapping[_K, _T], make: Callable[[Sequence[_T]], Iterable[_V]]
    ) -> dict[_K, _V]:
        """By key, what ``make`` gives for each value, made once as by ``once``, those of new keys together."""
        made = self._made_of_each.setdefault(kind, {})
        new = {key: value for key, value in keyed.items() if key not in made}
        if new:
            made.update(zip(new, make(list(new.values())), strict=True))
        return {key: made[key] for key in keyed}

    @cached_property
    def classes(self) -> Mapping[str, ClassRow]:
        """All classes by id."""
        return {row.id: row for row in self.rows(ClassRow)}

    @cached_property
    def promoting_classes(self) -> Mapping[str, Sequence[ClassRow]]:
        """By the id of a class, those that its members may count as members of instead."""
        found: dict[str, list[ClassRow]] = defaultdict(list)
        for row in self.rows(ClassRow):
            for promoted in row.promotes:
                found[promoted].append(row)
        return found

    @cached_property
    def side_effect(self) -> SideEffect:
        """The words for the side effect that the tables are about."""
        return SideEffect(**{row.key: row.words for row in self._database.rows(SideEffectRow)})

    @property
    def unit_masses(self) -> Mapping[str, float]:
        """The milligrams of each unit of mass."""
        return self._database.language().unit_masses

    @property
    def reactions(self) -> frozenset[str]:
        """What is written for the side effect as a reaction to a medicine."""
        return self._database.language().reactions_like_side_effect

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        from medcheck.knowledge.reference_rows import CodeRow

        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows(CodeRow):
            for ingredient in row.ingredients:
                found[ingredient, row.system].append(row.code)
        return {key: tuple(sorted(codes)) for key, codes in found.items()}

    @cached_property
    def questions(self) -> Sequence[tuple[QuestionRow, Question]]:
        """All questions, each as its row and as a review has it."""
        rows = self.rows(QuestionRow)
        self.sources(source for row in rows for source in row.sources)  # read at once
        return [(row, _question(row, self.sources(row.sources))) for row in rows]

    def drugs(self, ingredients: Iterable[str]) -> dict[str, DrugRow]:
        """The curated rows of those ingredients that have one."""
        look_up = self._look_up
        wanted = sorted(set(ingredients))
        missing = [ingredient for ingredient in wanted if ingredient not in self._drugs]
        if missing:
            found = {row.ingredient: row for row in look_up(DrugRow, "ingredient", missing)}
            self._drugs.update((ingredient, found.get(ingredient)) for ingredient in missing)
        rows = ((ingredient, self._drugs[ingredient]) for ingredient in wanted)
        return {ingredient: row for ingredient, row in rows if row}

    def groups(self, ingredients: Iterable[str]) -> dict[str, frozenset[str]]:
        """The groups each ingredient belongs to."""
        look_up = self._look_up
        wanted = list(dict.fromkeys(ingredients))
        missing = [ingredient for ingredient in wanted if ingredient not in self._groups]
        if missing:
            found: dict[str, set[str]] = {ingredient: set() for ingredient in missing}
            for row in look_up(GroupRow, "ingredient", missing):
                found[row.ingredient].add(row.group)
            self._groups.update((ingredient, frozenset(groups)) for ingredient, groups in found.items())
        return {ingredient: self._groups[ingredient] for ingredient in wanted}

    def codes(self, ingredient: str, system: str) -> tuple[str, ...]:
        """The codes of a coding system (atc, bnf, rxnorm) that mean the ingredient, alone or with others."""
        return self._codes.get((ingredient, system), ())

    def claims(self, subjects: Iterable[str]) -> dict[str, list[ClaimRow]]:
        """The claims about each subject, in the order of the table."""
        look_up = self._look_up
        wanted = sorted(set(subjects))
        missing = [subject for subject in wanted if subject not in self._claims]
        if missing:
            found: dict[str, list[ClaimRow]] = {subject: [] for subject in missing}
            for row in look_up(ClaimRow, "subject", missing):
                found[row.subject].append(row)
            self._claims.update(found)
        return {subject: self._claims[subject] for subject in wanted}

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources with these ids, in their order, each once."""
        return self._cited(tuple(dict.fromkeys(ids)))

    def _read_cited(self, wanted: tuple[str, ...]) -> tuple[Source, ...]:
        missing = [id_ for id_ in wanted if id_ not in self._sources]
        for row in self._database.rows(SourceRow, "id", missing) if missing else ():
            self._sources[row.id] = _source(row)
        return tuple(self._sources[id_] for id_ in wanted)


def _no_rows(*_: object) -> Sequence[Any]:
    return ()


def _question(row: QuestionRow, sources: tuple[Source, ...]) -> Question:
    return Question(
        id=row.id,
        topic=row.topic,
        question=row.question,
        in_brief=row.in_brief,
        why=row.why,
        urgency=row.urgency,
        rule_out=bool(row.rule_out),
        tests=row.tests or None,
        refer=row.refer or None,
        sources=sources,
    )


def _source(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        title=row.title,
        year=row.year,
        read=row.checked,
        is_strong=row.is_strong,
        publisher=row.publisher,
        doi=row.doi or None,
        pmid=row.pmid or None,
        url=row.url or None,
    )
