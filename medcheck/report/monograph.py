"""What the tables say of one medicine, or of every class, for a terminal or another page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from medcheck.checker import Checker
from medcheck.document.tokens import key
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.clinical_rows import ClaimRow, ClassRow, CombinationRow, DrugRow, SourceRow
from medcheck.knowledge.database import Database
from medcheck.knowledge.names import Name
from medcheck.naming.correct import correct
from medcheck.printable import printable
from medcheck.records import Source
from medcheck.report.grades import WEAK_SOURCES, grades_in_words
from medcheck.report.layout import Layout
from medcheck.report.terminal import TerminalPage
from medcheck.rules.evidence import heaviest_first
from medcheck.rules.findings import Association, graded, rests_on_weak_sources

_MOST_NAMES = 60
_DESIGNS = {"controlled": "controlled study", "randomised": "randomised trial", "case_report": "no comparison group"}
# A claim of kind "review" is what a source says without counting: what it is worth depends on who says so.
_SPEAKERS = {"regulator": "regulator", "guideline": "guideline", "reference": "reference page"}
_AGAINST = {"efficacy": "not shown", "harm": "not shown", "use": "advice against"}


class Page(Protocol):
    """What a monograph is written to."""

    def heading(self, text: str) -> None:
        """A heading; the first is the page's title."""

    def entry(self, text: str) -> None:
        """The title of one of many entries under the same heading."""

    def say(self, text: str, first: str = "", rest: str = "") -> None:
        """A paragraph; ``first`` and ``rest`` begin its first line and the others on a terminal."""

    def refs(self, sources: Iterable[Source]) -> str:
        """The numbers of these sources."""


class Known(NamedTuple):
    """What a name stands for; without ``known`` nothing, and ``nearest`` are names like it."""

    known: bool
    ingredients: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


def monograph(checker: Checker, written: str, layout: Layout) -> str:
    """Everything the checker's tables say of a name, for a terminal."""
    page = TerminalPage(layout)
    say_monograph(page, checker, written)
    return page.text()


def say_monograph(page: Page, checker: Checker, written: str) -> Known:
    """Everything the checker's tables say of a name: its ingredients one by one, or the class it stands for."""
    compact_key = key(written, checker.language).replace(" ", "")
    written = printable(written)
    names = checker.lexicon.by_compact_key(compact_key)
    if not names:
        answer = correct(checker.lexicon, compact_key)
        if answer.best and answer.certain:
            page.say(f"{written}: not known as written; read as {answer.best.name.name}, score {answer.best.score:g}.")
            names = (answer.best.name,)
        else:
            nearest = tuple(c.name.name for c in (answer.best, *answer.others) if c)
            hint = f" Nearest: {', '.join(nearest)}." if nearest else ""
            page.say(f"{written}: not recognised.{hint} Not recognised does not mean clear.")
            return Known(False, nearest=nearest)
    meanings = {name.meaning: name for name in names}
    if len(meanings) > 1:
        page.say(f"{written} has several meanings: {' or '.join(', '.join(n.ingredients) for n in meanings.values())}.")
    for name in meanings.values():
        if name.kind == "not_medicine":
            page.say(f"{name.name}: not a medicine.")
        for ingredient in name.ingredients:
            _ingredient(page, ingredient, checker.clinical, checker.database)
        if name.drug_class in checker.clinical.classes:
            _class(page, checker.clinical.classes[name.drug_class], checker.clinical)
        elif name.drug_class:
            page.say(f"{name.name}: a kind of medicine, and not on our list.")
    ingredients = dict.fromkeys(ingredient for name in meanings.values() for ingredient in name.ingredients)
    return Known(True, tuple(ingredients))


def _ingredient(page: Page, ingredient: str, clinical: Clinical, database: Database) -> None:
    side_effect = clinical.side_effect
    drug = clinical.drugs([ingredient]).get(ingredient)
    groups = clinical.groups([ingredient])[ingredient]
    page.heading(ingredient)
    _names(page, database.names_of(ingredient))
    drug_class = clinical.classes.get(drug.drug_class) if drug else None
    subjects = [
        ingredient,
        *(f"group:{group}" for group in sorted(groups)),
        f"class:{drug_class.id}" if drug_class else "",
    ]
    claims = clinical.claims(subject for subject in subjects if subject)
    every = [claim for subject in subjects for claim in claims.get(subject, [])]
    if drug is None:
        if every:
            page.say(f"Looked for and not found to be {side_effect.associated}, as stated below. Not on our list.")
        else:
            page.say(f"Recognised, and not on our list. That does not mean that it cannot {side_effect.cause}.")
    else:
        _associated(page, drug, drug_class, claims, clinical)
    _claims(page, every, clinical)
    _combinations(page, ingredient, drug, groups, clinical)


def _names(page: Page, names: Sequence[Name]) -> None:
    shown = sorted({name.name for name in names if name.kind not in ("ingredient", "class")}, key=str.casefold)
    if shown:
        more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
        page.say(f"Names: {', '.join(shown[:_MOST_NAMES])}{more}", "", "  ")


def _associated(
    page: Page,
    drug: DrugRow,
    drug_class: ClassRow | None,
    claims: dict[str, list[ClaimRow]],
    clinical: Clinical,
) -> None:
    entry = Association(drug.ingredient, drug, drug_class, ())
    found = graded(entry, claims)
    grades = grades_in_words(
        entry.role, found.evidence, found.electrolyte_effect, found.electrolyte_evidence, clinical.side_effect
    )
    role = {
        "cause": clinical.side_effect.may_cause,
        "electrolyte": clinical.side_effect.through_electrolytes,
        "treatment": clinical.side_effect.taken_for,
    }
    codes = ", ".join(clinical.codes(drug.ingredient, "atc"))
    page.say(f"Class: {drug_class.name if drug_class else 'none'}. ATC: {codes or 'none'}.")
    page.say(f"Role: {role[entry.role]}; {grades}.")
    if (drug.level or (drug_class.level if drug_class else "")) == "warning":
        page.say("Safety warning: to be acted on however strong the evidence is.")
    if rests_on_weak_sources(found, clinical):
        page.say(WEAK_SOURCES)
    for label, field in (("", "note"), ("Why: ", "mechanism"), ("Do: ", "action")):
        words = getattr(drug, field) or (getattr(drug_class, field) if drug_class else "")
        page.say(f"{label}{words}", "  ", "  ")
    routes = drug.routes or (drug_class.routes if drug_class else ())
    cited = drug.sources or (drug_class.sources if drug_class else ())
    page.say(f"Holds for: {', '.join(routes)}. {page.refs(clinical.sources(cited))}")


def _claims(page: Page, claims: Sequence[ClaimRow], clinical: Clinical) -> None:
    words = clinical.side_effect
    titles = {
        "side_effect": words.claims_side_effect,
        "electrolyte": words.claims_electrolyte,
        "efficacy": words.claims_efficacy,
        "harm": words.claims_harm,
        "use": words.claims_use,
    }
    speakers = {source.id: _SPEAKERS.get(source.kind, "review") for source in clinical.rows(SourceRow)}
    for about, title in titles.items():
        against = f": {_AGAINST.get(about, 'looked for and not supported')}"
        for direction, suffix in (("supports", ""), ("does_not_support", against)):
            chosen = [claim for claim in claims if claim.about == about and claim.direction == direction]
            if not chosen:
                continue
            page.heading(title + suffix)
            if about in ("side_effect", "electrolyte", "efficacy"):  # the others stand in the tables in their order
                chosen = heaviest_first(chosen)
            for claim in chosen:
                subject = f" ({claim.subject.partition(':')[2]})" if ":" in claim.subject else ""
                figure = f" {claim.figure}." if claim.figure else ""
                kind = speakers[claim.source] if claim.kind == "review" else _DESIGNS.get(claim.kind, claim.kind)
                kind += f"; indirect: {claim.indirect}" if claim.indirect else ""
                page.say(
                    f"{claim.finding}{figure} ({kind}){subject} {page.refs(clinical.sources([claim.source]))}",
                    "- ",
                    "  ",
                )


def _combinations(
    page: Page, ingredient: str, drug: DrugRow | None, groups: frozenset[str], clinical: Clinical
) -> None:
    tags = {f"ingredient:{ingredient}", *(f"group:{group}" for group in groups)}
    if drug:
        tags.add(f"class:{drug.drug_class}")
    rows = [
        row
        for row in clinical.rows(CombinationRow)
        if any(alternative.tag in tags for term in row.terms for alternative in term)
    ]
    if rows:
        page.heading("Combinations")
    for row in rows:
        refs = page.refs(clinical.sources(row.sources))
        page.say(f"{row.title} ({row.severity}): {row.note} {row.action} {refs}", "- ", "  ")


def _class(page: Page, drug_class: ClassRow, clinical: Clinical) -> None:
    page.heading(drug_class.name)
    for label, words in (("", drug_class.note), ("Why: ", drug_class.mechanism), ("Do: ", drug_class.action)):
        page.say(f"{label}{words}", "  ", "  ")
    _claims(page, clinical.claims([f"class:{drug_class.id}"])[f"class:{drug_class.id}"], clinical)


def class_list(checker: Checker, layout: Layout) -> str:
    """Each curated class, for a terminal."""
    page = TerminalPage(layout)
    say_classes(page, checker)
    return page.text()


def say_classes(page: Page, checker: Checker) -> None:
    """Each curated class with its grade, leading figure and members, strongest first."""
    clinical = checker.clinical
    members: dict[str, list[str]] = {}
    for row in clinical.rows(DrugRow):
        members.setdefault(row.drug_class, []).append(row.ingredient)
    claims = clinical.claims(f"class:{id_}" for id_ in clinical.classes)
    page.heading(clinical.side_effect.classes)
    order = ("strong", "moderate", "limited")
    listed = []
    for drug_class in clinical.classes.values():
        found = graded(Association("", None, drug_class, ()), claims)
        supporting = [claim for claim in (*found.main, *found.electrolyte) if claim.direction == "supports"]
        figures = [claim.figure for claim in supporting if claim.figure]
        listed.append((order.index(found.evidence), drug_class.name, drug_class, found, figures))
    for _, _, drug_class, found, figures in sorted(listed, key=lambda entry: entry[:2]):
        grades = grades_in_words(
            drug_class.role, found.evidence, found.electrolyte_effect, found.electrolyte_evidence, clinical.side_effect
        )
        page.entry(f"{drug_class.name} ({drug_class.role}, {grades})")
        page.say(drug_class.note, "  ", "  ")
        if figures:
            page.say(f"Figure: {figures[0]}", "  ", "  ")
        page.say(f"Members: {', '.join(members.get(drug_class.id, [])) or 'as the class words say'}", "  ", "    ")
        page.say(f"Sources: {page.refs(clinical.sources(drug_class.sources))}", "  ", "    ")
