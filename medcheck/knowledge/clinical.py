"""The clinical rows as the rules use them, fetched for the medicines at hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from medcheck.knowledge.database import Database
from medcheck.records import Level, Role, Source
from medcheck.side_effect import SideEffect


class Claim(NamedTuple):
    """One statement of one source; ``comparator`` belongs to rates, ``low`` and ``high`` to ratios and differences."""

    subject: str
    about: str
    finding: str
    figure: str
    estimate: float | None
    low: float | None
    high: float | None
    comparator: float | None
    kind: str
    direction: str
    source: str


class DrugClass(NamedTuple):
    """A row of classes.csv."""

    id: str
    name: str
    atc: tuple[str, ...]
    role: Role
    level: Level
    routes: tuple[str, ...]
    mechanism: str
    note: str
    action: str
    sources: tuple[str, ...]
    promotes: tuple[str, ...]
    when_routes: tuple[str, ...]
    when_beside: str


class Drug(NamedTuple):
    """A row of drugs.csv; empty fields hold as the class says."""

    ingredient: str
    drug_class: str
    role: str
    level: str
    routes: tuple[str, ...]
    usual_route: str
    mechanism: str
    note: str
    action: str
    sources: tuple[str, ...]


class Clinical:
    """Clinical rows by key; nothing is read before it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._classes: dict[str, DrugClass] | None = None
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._drugs: dict[str, Drug | None] = {}
        self._groups: dict[str, set[str]] = {}
        self._all_read = False
        self._sources: dict[str, Source] = {}
        self._codes: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def classes(self) -> dict[str, DrugClass]:
        """All classes by id."""
        if self._classes is None:
            self._classes = {row["id"]: DrugClass(**_typed(row, DrugClass)) for row in self.table("classes")}
        return self._classes

    @cached_property
    def side_effect(self) -> SideEffect:
        """The words for the side effect that the tables are about."""
        return SideEffect(**{row["key"]: row["words"] for row in self.table("side_effect")})

    @property
    def unit_masses(self) -> Mapping[str, float]:
        """The milligrams of each unit of mass."""
        return self._database.language().unit_masses

    def read_all(self) -> None:
        """Read the rows of all ingredients: quicker, where many are asked for, than those of each when it is met."""
        for row in self._database.rows("drugs"):
            self._drugs[row["ingredient"]] = _drug(row)
        for row in self._database.rows("groups"):
            self._groups.setdefault(row["ingredient"], set()).add(row["group"])
        self._all_read = True

    def drugs(self, ingredients: Iterable[str]) -> dict[str, Drug]:
        """The curated rows of those ingredients that have one."""
        wanted = set(ingredients)
        missing = [] if self._all_read else sorted(wanted - self._drugs.keys())
        if missing:
            self._drugs.update(dict.fromkeys(missing))
            for row in self._database.rows("drugs", "ingredient", missing):
                self._drugs[row["ingredient"]] = _drug(row)
        return {ingredient: drug for ingredient in sorted(wanted) if (drug := self._drugs.get(ingredient))}

    def codes(self, ingredient: str, system: str) -> tuple[str, ...]:
        """The codes of a coding system (atc, bnf, rxnorm) that mean the ingredient, alone or with others."""
        if not self._codes:
            found: dict[tuple[str, str], list[str]] = defaultdict(list)
            for row in self.table("codes"):
                for part in _list(row["ingredients"]):
                    found[part, row["system"]].append(row["code"])
            self._codes = {key: tuple(sorted(codes)) for key, codes in found.items()}
        return self._codes.get((ingredient, system), ())

    def claims(self, subjects: Iterable[str]) -> dict[str, list[Claim]]:
        """The claims about each subject, in the order of the table."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for row in self._database.rows("claims", "subject", sorted(set(subjects))):
            found[row["subject"]].append(Claim(**{name: row[name] for name in Claim._fields}))
        return found

    def groups(self, ingredients: Iterable[str]) -> dict[str, set[str]]:
        """The groups each ingredient belongs to."""
        wanted = set(ingredients)
        missing = [] if self._all_read else sorted(wanted - self._groups.keys())
        if missing:
            self._groups.update({ingredient: set() for ingredient in missing})
            for row in self._database.rows("groups", "ingredient", missing):
                self._groups[row["ingredient"]].add(row["group"])
        return {ingredient: self._groups.get(ingredient, set()) for ingredient in wanted}

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources with these ids, in their order, each once."""
        wanted = list(dict.fromkeys(ids))
        missing = [id_ for id_ in wanted if id_ not in self._sources]
        for row in self._database.rows("sources", "id", missing) if missing else ():
            self._sources[row["id"]] = Source(
                id=row["id"],
                title=row["title"],
                year=row["year"],
                publisher=row["publisher"],
                doi=row["doi"] or None,
                pmid=row["pmid"] or None,
                url=row["url"] or None,
            )
        return tuple(self._sources[id_] for id_ in wanted)

    def table(self, name: str) -> list[dict[str, Any]]:
        """All rows of a small table, read once."""
        if name not in self._rows:
            self._rows[name] = self._database.rows(name)
        return self._rows[name]


_LISTS = frozenset(("atc", "routes", "sources", "promotes", "when_routes"))


def _drug(row: dict[str, Any]) -> Drug:
    return Drug(**_typed({**row, "drug_class": row["class"]}, Drug))


def _typed(row: dict[str, Any], model: type[Any]) -> dict[str, Any]:
    return {name: _list(row[name]) if name in _LISTS else row[name] for name in model._fields}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
