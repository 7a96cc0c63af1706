"""Mentions to findings: which medicines taken are associated with the side effect, strongest evidence first."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple, get_args

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import ClaimRow, ClassRow, DrugRow
from medcheck.records import TAKEN, Evidence, FigureOf, Finding, Level, Mention, Role, replace
from medcheck.rules.evidence import effect, grade, is_small, leading

_LEVELS = ("warning", "flag", "note")
_ROLES, _GRADES = get_args(Role), get_args(Evidence)
# What the claims that grade a role are about; a treatment's harms and uses are shown but do not grade it.
ABOUT: dict[Role, str] = {"cause": "side_effect", "electrolyte": "side_effect", "treatment": "efficacy"}
# Enough to look the statement up; `medcheck drug` lists every source.
MOST_SOURCES = 4


class Association(NamedTuple):
    """One ingredient as a member of one class, with the mentions that it is taken by."""

    ingredient: str
    drug: DrugRow | None
    drug_class: ClassRow | None
    mentions: tuple[int, ...]

    @property
    def level(self) -> Level:
        """Its own level, else its class's; as a member of another class than its own, that class's."""
        own = self.drug.level if self.drug and not self.promoted else ""
        return own or (self.drug_class and self.drug_class.level) or (self.drug and self.drug.level) or "note"

    @property
    def promoted(self) -> bool:
        """Whether it counts as a member of another class than its own, as an inhaled medicine given by mouth does."""
        return bool(self.drug and self.drug_class and self.drug.drug_class != self.drug_class.id)

    @property
    def role(self) -> Role:
        """Its own role, else its class's."""
        return (self.drug and self.drug.role) or (self.drug_class.role if self.drug_class else "cause")


def associated(mentions: Sequence[Mention], clinical: Clinical) -> list[Association]:
    """The curated ingredients and classes that are taken by a route for which the association holds."""
    taken = [(number, mention) for number, mention in enumerate(mentions) if mention.status in TAKEN]
    ingredients = {ingredient for _, mention in taken for ingredient in mention.ingredients}
    drugs = clinical.drugs(ingredients)
    groups = clinical.groups(ingredients) if drugs else {}  # asked for what is curated alone
    found: dict[tuple[str, str], list[int]] = {}
    for number, mention in taken:
        for ingredient in mention.ingredients:
            drug = drugs.get(ingredient)
            if drug is None:
                continue
            route = mention.route or drug.usual_route
            member_of = _class_here(drug, mention, route, clinical, groups)
            routes = (member_of.routes if member_of and member_of.id != drug.drug_class else drug.routes) or (
                member_of.routes if member_of else ()
            )
            if route and routes and route not in routes:
                continue
            found.setdefault((ingredient, member_of.id if member_of else ""), []).append(number)
        named = clinical.classes.get(mention.drug_class or "")
        if named and not (mention.route and named.routes and mention.route not in named.routes):
            found.setdefault(("", named.id), []).append(number)
    _count_as_members(found, clinical)
    return [
        Association(ingredient, drugs.get(ingredient), clinical.classes.get(class_id), tuple(numbers))
        for (ingredient, class_id), numbers in found.items()
    ]


def _count_as_members(found: dict[tuple[str, str], list[int]], clinical: Clinical) -> None:
    """Take the word for a class as another word for its members taken by name: "ramipril ... her ACE inhibitor".

    A member of a class of which all ATC codes are among those of the class named is one, too: furosemide of "diuretic".
    """
    for _, named in [key for key in found if not key[0]]:
        members = [key for key in found if key[0] and _is_part(clinical.classes.get(key[1]), clinical.classes[named])]
        if members:
            numbers = found.pop(("", named))
            for key in members:
                found[key] = sorted({*found[key], *numbers})


def _is_part(member_of: ClassRow | None, named: ClassRow) -> bool:
    """Whether a class is the class named, or one of those that it is made of."""
    if member_of is None or member_of.id == named.id:
        return member_of is not None
    return bool(member_of.atc) and bool(named.atc) and all(code.startswith(tuple(named.atc)) for code in member_of.atc)


def _class_here(
    drug: DrugRow, mention: Mention, route: str, clinical: Clinical, groups: dict[str, frozenset[str]]
) -> ClassRow | None:
    """The class an ingredient counts as in this mention: by its route, or by what stands beside it."""
    for drug_class in clinical.promoting_classes.get(drug.drug_class, ()):
        if route in drug_class.when_routes:
            return drug_class
        if any(drug_class.when_beside in groups[other] for other in mention.ingredients):
            return drug_class
    return clinical.classes.get(drug.drug_class)


def claims_of(subject: Association, claims: dict[str, list[ClaimRow]]) -> list[ClaimRow]:
    """An ingredient's own claims and its class's; what its own say against a class's weighs against it in the grade."""
    own = claims.get(subject.ingredient, [])
    inherited = claims.get(f"class:{subject.drug_class.id}", []) if subject.drug_class else []
    return [*own, *inherited]


class Graded(NamedTuple):
    """The claims of one subject apart: about the side effect (of a treatment: its benefit), about electrolytes, all."""

    main: list[ClaimRow]
    electrolyte: list[ClaimRow]
    every: list[ClaimRow]

    @property
    def evidence(self) -> Evidence:
        """The grade for the side effect, or for the benefit of a treatment."""
        return grade(self.main)

    @property
    def electrolyte_effect(self) -> str | None:
        """Which disturbance the claim that weighs most is about."""
        claim = leading(self.electrolyte)
        return claim.measured if claim else None

    @property
    def electrolyte_evidence(self) -> Evidence | None:
        """The grade for the disturbance of electrolytes; None where no claim says that there is one."""
        supported = any(claim.direction == "supports" for claim in self.electrolyte)
        return grade(self.electrolyte) if supported else None


def graded(subject: Association, claims: dict[str, list[ClaimRow]]) -> Graded:
    """The claims that bear on a subject, by what they grade: low magnesium alone proves no side effect."""
    every = claims_of(subject, claims)
    return Graded(
        [claim for claim in every if claim.about == ABOUT[subject.role]],
        [claim for claim in every if claim.about == "electrolyte" and subject.role != "treatment"],
        every,
    )


def subjects(entries: Iterable[Association]) -> set[str]:
    """The subjects whose claims bear on these entries."""
    return {
        subject
        for entry in entries
        for subject in (entry.ingredient, f"class:{entry.drug_class.id}" if entry.drug_class else "")
        if subject
    }


def findings(entries: Sequence[Association], clinical: Clinical) -> tuple[Finding, ...]:
    """The findings of a list: warnings first, then causes, electrolytes and treatments, each by strength."""
    keyed = {(entry.ingredient, entry.drug_class.id if entry.drug_class else ""): entry for entry in entries}
    known = clinical.each_once(Finding, keyed, partial(_ranked_findings, clinical=clinical))
    ranked = [(rank, replace(finding, mentions=keyed[key].mentions)) for key, (rank, finding) in known.items()]
    return tuple(finding for _, finding in sorted(ranked, key=lambda pair: pair[0]))


_Ranked = tuple[tuple[object, ...], Finding]


def _ranked_findings(entries: Sequence[Association], clinical: Clinical) -> list[_Ranked]:
    """What the tables say of each association, and by what it is ranked among others, whatever mentions it."""
    claims = clinical.claims(subjects(entries))
    clinical.sources(claim.source for found in claims.values() for claim in found)  # read at once
    return [_ranked_finding(entry, claims, clinical) for entry in entries]


def _ranked_finding(entry: Association, claims: dict[str, list[ClaimRow]], clinical: Clinical) -> _Ranked:
    apart = graded(entry, claims)
    finding = _finding(entry, apart, clinical)
    rank = (
        _LEVELS.index(finding.level) > 0,
        finding.role == "treatment",
        is_small(apart.main),  # what trials have shown to be little comes after all that may be more
        _ROLES.index(finding.role),
        _GRADES.index(finding.evidence),
        _GRADES.index(finding.electrolyte_evidence or "limited") if finding.role == "electrolyte" else 0,
        -effect(leading(apart.main) or leading(apart.electrolyte)),
        finding.ingredient,
        entry.drug_class.id if entry.drug_class else "",  # else the order of the list would decide
    )
    return rank, finding


def _finding(entry: Association, apart: Graded, clinical: Clinical) -> Finding:
    first, electrolyte = leading(apart.main), leading(apart.electrolyte)
    drug, drug_class = entry.drug, entry.drug_class
    promoted = entry.promoted

    def words(field: str) -> str:
        own = getattr(drug, field) if drug and not promoted else ""
        return own or (getattr(drug_class, field) if drug_class else "") or (getattr(drug, field) if drug else "")

    cited = [claim.source for claim in (first, electrolyte) if claim]
    cited += list(drug.sources if drug and not promoted else ()) + list(drug_class.sources if drug_class else ())
    cited += [claim.source for claim in (*apart.main, *apart.electrolyte, *apart.every)]
    return Finding(
        ingredient=entry.ingredient or (drug_class.name if drug_class else ""),
        drug_class=drug_class.name if drug_class else "",
        role=entry.role,
        level=entry.level,
        evidence=apart.evidence,
        figure=(first.figure or None) if first else None,
        figure_of=_figure_of(first),
        electrolyte_evidence=apart.electrolyte_evidence,
        electrolyte_effect=apart.electrolyte_effect,
        electrolyte_figure=(electrolyte.figure or None) if electrolyte else None,
        electrolyte_figure_of=_figure_of(electrolyte),
        weak_sources=rests_on_weak_sources(apart, clinical),
        note=words("note"),
        mechanism=words("mechanism"),
        action=words("action"),
        sources=clinical.sources(list(dict.fromkeys(cited))[:MOST_SOURCES]),
        mentions=(),
    )


def _figure_of(claim: ClaimRow | None) -> FigureOf | None:
    """Whose figure a claim gives: a class's must not be taken for the medicine's own."""
    if claim is None or not claim.figure:
        return None
    return "class" if claim.subject.startswith("class:") else "own"


def rests_on_weak_sources(apart: Graded, clinical: Clinical) -> bool:
    """Whether what supports stands in no paper, numbered label, regulator's or guideline's text."""
    supporting = [claim.source for claim in (*apart.main, *apart.electrolyte) if claim.direction == "supports"]
    return not any(source.is_strong for source in clinical.sources(supporting))
