"""What ties the tables together: keys that lead nowhere, sources nobody cites, codes that disagree with the class."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from medcheck.knowledge.cells import R
from medcheck.knowledge.clinical_rows import (
    ClaimRow,
    ClassRow,
    CombinationRow,
    DrugRow,
    GroupRow,
    QuestionRow,
    SourceRow,
)
from medcheck.knowledge.reference_rows import CodeRow, PublishedListRow, SymmetryControlRow
from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultRuleRow, ResultUnitRow


class RowsOf(Protocol):
    """Whatever gives all rows of a kind: the build what it has just read, afterwards the database."""

    def __call__(self, kind: type[R]) -> Sequence[R]:
        """All rows of a kind."""
        ...


def problems(rows: RowsOf) -> list[str]:
    """Every problem, each as one line that names table and row; the tables as shipped have none."""
    return [*dangling(rows), *_unused(rows), *_codes(rows), *_claimless(rows)]


def dangling(rows: RowsOf) -> Iterator[str]:
    """The keys that lead nowhere: a database with one of them is not built."""
    sources = {source.id for source in rows(SourceRow)}
    for table, row, cited in _citations(rows):
        if cited not in sources:
            yield f"{table}.csv, {row}: source {cited!r} is not in sources.csv"
    known = {f"class:{drug_class.id}" for drug_class in rows(ClassRow)} | {f"group:{g.group}" for g in rows(GroupRow)}
    for table, row, reference in _references(rows):
        if reference.startswith(("class:", "group:")) and reference not in known:
            yield f"{table}.csv, {row}: {reference!r} leads nowhere"
    analytes = {analyte.name for analyte in rows(AnalyteRow)}
    for table, row, name in _measured(rows):
        if name not in analytes:
            yield f"{table}.csv, {row}: {name!r} is not in analytes.csv"


def _measured(rows: RowsOf) -> Iterator[tuple[str, str, str]]:
    for analyte in rows(AnalyteRow):
        for other in analyte.could_be:
            yield "analytes", analyte.name, other
    for unit in rows(ResultUnitRow):
        yield "result_units", unit.unit, unit.analyte
    for limits in rows(ReferenceRangeRow):
        yield "reference_ranges", limits.unit, limits.analyte
    for rule in rows(ResultRuleRow):
        for name in rule.condition.analytes:
            yield "result_rules", rule.id, name


def _citations(rows: RowsOf) -> Iterator[tuple[str, str, str]]:
    several: list[tuple[str, str, tuple[str, ...]]] = [
        *(("classes", row.id, row.sources) for row in rows(ClassRow)),
        *(("drugs", row.ingredient, row.sources) for row in rows(DrugRow)),
        *(("combinations", row.id, row.sources) for row in rows(CombinationRow)),
        *(("questions", row.id, row.sources) for row in rows(QuestionRow)),
        *(("claims", row.subject, (row.source,)) for row in rows(ClaimRow)),
        *(("groups", row.ingredient, (row.source,)) for row in rows(GroupRow)),
        *(("published_lists", row.item, (row.source,)) for row in rows(PublishedListRow)),
        *(("reference_ranges", row.analyte, (row.source,)) for row in rows(ReferenceRangeRow)),
        *(("result_rules", row.id, row.sources) for row in rows(ResultRuleRow)),
        *(("symmetry_controls", row.index_name, (row.source,)) for row in rows(SymmetryControlRow)),
    ]
    for table, label, sources in several:
        for cited in sources:
            yield table, label, cited


def _references(rows: RowsOf) -> Iterator[tuple[str, str, str]]:
    for drug in rows(DrugRow):
        if drug.drug_class:
            yield "drugs", drug.ingredient, f"class:{drug.drug_class}"
    for drug_class in rows(ClassRow):
        for promoted in drug_class.promotes:
            yield "classes", drug_class.id, f"class:{promoted}"
        if drug_class.when_beside:
            yield "classes", drug_class.id, f"group:{drug_class.when_beside}"
    for claim in rows(ClaimRow):
        yield "claims", claim.finding, claim.subject
    for combination in rows(CombinationRow):
        for term in combination.terms:
            for alternative in term:
                yield "combinations", combination.id, alternative.tag
    for rule in rows(ResultRuleRow):
        for term in rule.terms:
            for alternative in term:
                yield "result_rules", rule.id, alternative.tag
    for question in rows(QuestionRow):
        for raised_by in question.raised_by:
            yield "questions", question.id, raised_by
    for item in rows(PublishedListRow):
        yield "published_lists", item.item, item.covered_by


def _unused(rows: RowsOf) -> Iterator[str]:
    cited = {source for _, _, source in _citations(rows)}
    for source in rows(SourceRow):
        if source.id not in cited:
            yield f"sources.csv, {source.id}: nobody cites it"


def _codes(rows: RowsOf) -> Iterator[str]:
    codes = defaultdict(list)
    for row in rows(CodeRow):
        if row.system == "atc":
            for ingredient in row.ingredients:
                codes[ingredient].append(row.code)
    prefixes = {drug_class.id: drug_class.atc for drug_class in rows(ClassRow)}
    for drug in rows(DrugRow):
        wanted, found = prefixes.get(drug.drug_class, ()), sorted(codes[drug.ingredient])
        if wanted and found and not any(code.startswith(wanted) for code in found):
            yield (
                f"codes.csv, {drug.ingredient}: no atc code of {', '.join(found)} "
                f"begins as its class's ({', '.join(wanted)})"
            )


def _claimless(rows: RowsOf) -> Iterator[str]:
    subjects = {claim.subject for claim in rows(ClaimRow)}
    for drug in rows(DrugRow):
        if drug.ingredient not in subjects and f"class:{drug.drug_class}" not in subjects:
            yield f"drugs.csv, {drug.ingredient}: no claim of its own and none of its class"
    for drug_class in rows(ClassRow):
        if f"class:{drug_class.id}" not in subjects:
            yield f"classes.csv, {drug_class.id}: no claim"
