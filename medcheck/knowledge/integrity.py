"""What ties the tables together: keys that lead nowhere, sources nobody cites, codes that disagree with the class."""

from collections import Counter
from collections.abc import Iterable, Iterator

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.needs import parse


def problems(clinical: Clinical) -> list[str]:
    """Every problem, each as one line that names table and row; the tables as shipped have none."""
    return [*dangling(clinical), *_unused(clinical), *_codes(clinical), *_claimless(clinical)]


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def dangling(clinical: Clinical) -> Iterator[str]:
    """The keys that lead nowhere: a database with one of them is not built."""
    sources = {row["id"] for row in clinical.table("sources")}
    for table, row, cited in _citations(clinical):
        if cited not in sources:
            yield f"{table}.csv, {row}: source {cited!r} is not in sources.csv"
    for table, row, reference in _references(clinical):
        kind, _, name = reference.rpartition(":")
        known = clinical.classes.keys() if kind == "class" else {r["group"] for r in clinical.table("groups")}
        if kind in ("class", "group") and name not in known:
            yield f"{table}.csv, {row}: {reference!r} leads nowhere"


def _citations(clinical: Clinical) -> Iterator[tuple[str, str, str]]:
    for table, label in (
        ("classes", "id"),
        ("drugs", "ingredient"),
        ("combinations", "id"),
        ("questions", "id"),
    ):
        for row in clinical.table(table):
            for cited in _split(row["sources"]):
                yield table, row[label], cited
    for table, label in (("claims", "subject"), ("groups", "ingredient"), ("published_lists", "item")):
        for row in clinical.table(table):
            yield table, row[label], row["source"]


def _references(clinical: Clinical) -> Iterator[tuple[str, str, str]]:
    for row in clinical.table("drugs"):
        if row["class"]:
            yield "drugs", row["ingredient"], f"class:{row['class']}"
    for row in clinical.table("classes"):
        for promoted in _split(row["promotes"]):
            yield "classes", row["id"], f"class:{promoted}"
        if row["when_beside"]:
            yield "classes", row["id"], f"group:{row['when_beside']}"
    for row in clinical.table("claims"):
        yield "claims", row["finding"], row["subject"]
    for row in clinical.table("combinations"):
        for term in parse(row["needs"]):
            for alternative in term:
                yield "combinations", row["id"], f"{alternative.kind}:{alternative.name}"
    for row in clinical.table("questions"):
        for raised_by in _split(row["raised_by"]):
            yield "questions", row["id"], raised_by
    for row in clinical.table("published_lists"):
        yield "published_lists", row["item"], row["covered_by"]


def _unused(clinical: Clinical) -> Iterator[str]:
    cited = Counter(source for _, _, source in _citations(clinical))
    for row in clinical.table("sources"):
        if not cited[row["id"]]:
            yield f"sources.csv, {row['id']}: nobody cites it"


def _codes(clinical: Clinical) -> Iterator[str]:
    for row in clinical.table("drugs"):
        prefixes = clinical.classes[row["class"]].atc if row["class"] in clinical.classes else ()
        codes = clinical.codes(row["ingredient"], "atc")
        if prefixes and codes and not _agree(codes, prefixes):
            wanted = ", ".join(prefixes)
            found = ", ".join(codes)
            yield f"codes.csv, {row['ingredient']}: no atc code of {found} begins as its class's ({wanted})"


def _agree(codes: Iterable[str], prefixes: Iterable[str]) -> bool:
    starts = tuple(prefixes)
    return any(code.startswith(starts) for code in codes)


def _claimless(clinical: Clinical) -> Iterator[str]:
    subjects = {row["subject"] for row in clinical.table("claims")}
    for row in clinical.table("drugs"):
        if row["ingredient"] not in subjects and f"class:{row['class']}" not in subjects:
            yield f"drugs.csv, {row['ingredient']}: no claim of its own and none of its class"
    for id_ in clinical.classes:
        if f"class:{id_}" not in subjects:
            yield f"classes.csv, {id_}: no claim"
