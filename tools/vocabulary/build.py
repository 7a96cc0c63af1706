"""Build data/vocabulary.csv from public-domain tables and from the hand-written ones.

Run it where requirements.txt is installed: `python tools/vocabulary/build.py [--report FILE]`. The result depends only
on the pinned packages and the tables of this project.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import abroad
import brands
import generics
import ndc
import unii
import words
from canonical import Canon
from model import HERE, KINDS, WITHOUT_INGREDIENTS, Entry, read_entries, read_table, squeeze, write_entries

CHECKOUT = HERE.parents[1]
DATA = CHECKOUT / "data"
sys.path.insert(0, str(CHECKOUT))  # the program's own reading of a name decides which rows are one name
from medcheck.document.tokens import key  # noqa: E402
from medcheck.knowledge.language_tables import language_cells  # noqa: E402
from medcheck.knowledge.words import language_of  # noqa: E402

_LANGUAGE = language_of(language_cells(DATA))


def read_key(name: str) -> str:
    """The key of a name as the program reads it."""
    return key(name, _LANGUAGE)


def curated() -> list[Entry]:
    """The names of data/names.csv, which the vocabulary does not repeat."""
    found = []
    for row in read_table(DATA / "names.csv"):
        parts = tuple(sorted(part.strip().lower() for part in row["ingredients"].split(";") if part.strip()))
        found.append(Entry(row["name"], row["kind"], parts, row.get("route", ""), 3, "curated"))
    return found


def hand_written() -> list[Entry]:
    """The rows of every table in hand/, in the order of the file names, between two parts of base.csv.

    The ingredients of base.csv (`penicillin`, `vitamin d`) and its ambiguous names (`isosorbide`) win over the tables,
    which win over its other rows.
    """
    found: list[Entry] = []
    for path in sorted((HERE / "hand").glob("*.csv")):
        found.extend(read_entries(path))
    abroad.check(found)
    base = list(read_entries(HERE / "base.csv"))
    meanings = Counter(entry.key for entry in base)
    first = [entry for entry in base if entry.kind == "ingredient" or meanings[entry.key] > 1]
    return layered([first, found, base], set())


def merge(entries: Iterable[Entry]) -> list[Entry]:
    """Make one entry of all that agree on a meaning: the first's spelling, the strongest kind, the highest use."""
    meanings: dict[tuple[str, tuple[str, ...]], list[Entry]] = defaultdict(list)
    for entry in entries:
        meanings[(entry.key, entry.ingredients)].append(entry)
    merged = []
    for same in meanings.values():
        kind = min((entry.kind for entry in same), key=KINDS.index)
        routes = {entry.route for entry in same if entry.source == same[0].source}
        merged.append(
            replace(
                same[0],
                kind=kind,
                route=routes.pop() if len(routes) == 1 else "",
                commonness=max(entry.commonness for entry in same),
            )
        )
    return merged


def canonicalise(entries: Iterable[Entry], canon: Canon) -> list[Entry]:
    """Give every ingredient its canonical name; an ingredient that is not canonical becomes a synonym."""
    found = []
    for entry in entries:
        parts = tuple(sorted({name for part in entry.ingredients for name in (canon(part) or part).split(";")}))
        kind = entry.kind
        if kind == "ingredient" and parts != (entry.key,):
            kind = "synonym"
        elif kind in ("synonym", "abbreviation") and parts == (entry.key,):
            kind = "ingredient"
        found.append(replace(entry, kind=kind, ingredients=parts))
    return found


def layered(layers: list[list[Entry]], taken: set[str]) -> list[Entry]:
    """Take each layer's entries whose names no earlier layer has; spelling differences in hyphens do not count."""
    result: list[Entry] = []
    blocked = set(taken)
    for layer in layers:
        fresh = [entry for entry in layer if squeeze(entry.name) not in blocked]
        result.extend(fresh)
        blocked |= {squeeze(entry.name) for entry in fresh}
    return result


def closed(entries: list[Entry], known: set[str], usage: dict[str, ndc.Usage]) -> list[Entry]:
    """Add every ingredient that occurs but has no row of its own yet."""
    named = {entry.key for entry in entries if entry.kind == "ingredient"} | known
    other = {entry.key for entry in entries} - named
    entries = [
        entry for entry in entries if not (entry.source.startswith(("ndc", "unii")) and other & set(entry.ingredients))
    ]
    missing = {part for entry in entries for part in entry.ingredients} - named
    return entries + [
        Entry(part, "ingredient", (part,), "", generics.commonness_of(part, None, usage), "closure")
        for part in sorted(missing)
    ]


@dataclass(frozen=True)
class Layers:
    """The entries of each source, the ingredients already canonical; an earlier one wins over a later one."""

    curated: list[Entry]
    hand: list[Entry]
    generic: list[Entry]
    ndc_brands: list[Entry]
    unii_brands: list[Entry]
    removed: frozenset[str]
    usage: dict[str, ndc.Usage]


def layers() -> Layers:
    """Read every source."""
    lexicon = brands.Lexicon(words.load())
    names = unii.load()
    base, hand = curated(), hand_written()
    canon = Canon(names, base, hand)
    products = list(ndc.load(canon))
    usage = ndc.usage(products)
    base, hand = canonicalise(base, canon), canonicalise(hand, canon)
    generic = list(generics.ingredients(names, canon, usage, lexicon))
    generic += generics.spellings(canon, usage, lexicon)
    generic += generics.salts(products, names, canon, lexicon)
    spellings: dict[str, set[str]] = {part: {part} for part in canon.targets}
    for entry in (*base, *hand, *generic):
        for part in entry.ingredients:
            spellings.setdefault(part, {part})
        if entry.kind in ("ingredient", "synonym") and len(entry.ingredients) == 1:
            spellings[entry.ingredients[0]].add(entry.key)
    return Layers(
        base,
        hand,
        generic,
        list(brands.entries(products, lexicon, spellings)),
        list(generics.brands(names, canon, usage, lexicon)),
        lexicon.removed,
        usage,
    )


def _with_usage(entry: Entry, usage: dict[str, ndc.Usage]) -> Entry:
    """Give an ingredient at least the use that the NDC shows, and a non-proprietary name its route."""
    if entry.kind == "ingredient" and entry.key in usage:
        entry = replace(entry, commonness=max(entry.commonness, usage[entry.key].commonness))
    if entry.kind in ("ingredient", "synonym") and not entry.route:
        entry = replace(entry, route=generics.routed(entry, usage))
    return entry


def build() -> list[Entry]:
    """All entries of the vocabulary, sorted."""
    found = layers()
    taken = {squeeze(name) for name in found.removed} | {squeeze(entry.name) for entry in found.curated}
    hand = abroad.weighed(merge(found.hand), found.ndc_brands)
    entries = layered([hand, *map(merge, (found.generic, found.ndc_brands, found.unii_brands))], taken)
    known = {row["ingredient"].lower() for row in read_table(DATA / "drugs.csv")}
    known |= {entry.key for entry in found.curated}
    entries = [_with_usage(entry, found.usage) for entry in closed(merge(entries), known, found.usage)]
    entries = distinct(entries, {read_key(entry.name) for entry in found.curated})
    return sorted(entries, key=lambda entry: (entry.key, entry.name, entry.kind, entry.ingredients))


def distinct(entries: list[Entry], curated_keys: set[str]) -> list[Entry]:
    """Leave one row of those that the program reads as one name ("5-FU", "5FU", "5 FU") with one meaning.

    The plainest kind stays, then the commonest, then the shortest spelling. Names that the program reads as a curated
    one go, and those of chemicals whose name begins with a mark.
    """
    meanings: dict[tuple[str, tuple[str, ...]], list[Entry]] = defaultdict(list)
    for entry in entries:
        if read_key(entry.name) not in curated_keys and not any(part.startswith(".") for part in entry.ingredients):
            meanings[read_key(entry.name), entry.ingredients].append(entry)
    return [
        min(same, key=lambda entry: (KINDS.index(entry.kind), -entry.commonness, len(entry.name), entry.name))
        for same in meanings.values()
    ]


def check(entries: list[Entry]) -> None:
    """Raise ValueError where the result breaks a rule of its own."""
    for entry in entries:
        if bool(entry.ingredients) == (entry.kind in WITHOUT_INGREDIENTS):
            raise ValueError(f"ingredients do not fit the kind: {entry}")
        if any(part != part.lower() or not part for part in entry.ingredients) or not entry.name.strip():
            raise ValueError(f"bad ingredient or name: {entry}")


def main() -> None:
    """Write the vocabulary and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=DATA / "vocabulary.csv")
    parser.add_argument("--report", type=Path, help="also write each row with its source here")
    arguments = parser.parse_args()
    entries = build()
    check(entries)
    write_entries(arguments.output, entries)
    if arguments.report:
        lines = ("\t".join([entry.source, entry.kind, entry.name, *entry.row()[2:]]) for entry in entries)
        arguments.report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for title, counts in (
        ("source", Counter(entry.source for entry in entries)),
        ("kind", Counter(entry.kind for entry in entries)),
        ("commonness", Counter(str(entry.commonness) for entry in entries)),
    ):
        print(f"by {title}:", ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    meanings = Counter(entry.key for entry in entries)
    print(f"{len(entries)} rows, {len(meanings)} names, {sum(count > 1 for count in meanings.values())} ambiguous")


if __name__ == "__main__":
    main()
