"""Non-proprietary names and brands out of the UNII names, and the salts that labelers print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from brands import Lexicon, is_misspelt, titled
from canonical import Canon, strip_salt
from model import Entry, squeeze
from ndc import Product, Usage, route_of
from unii import NOT_HUMAN, PRESENT, SYNONYM_TAGS, Substance, Unii

# Endings and words of what is no medicine though it has a name on a list of medicines.
_NO_MEDICINE = re.compile(
    r"filcon\b|^polymacon|^peg-|^ppg-|\boil\b.*\boil\b|\bantigen\b|\bpollen\b|\ballerg|\bstrain\b|\bvirus\b"
    r"|\bunspecified\b|\bextract\b|\bwhole\b|\bleaf\b|\broot\b|\bbark\b|\bseed\b|\bflower\b|\bfruit\b|\btop\b|\bstem\b"
    r"|\bpolymer\b|\bcopolymer\b|\bstarch\b|\bwax\b|\bcellulose\b|\bdye\b|\b(?:yellow|red|blue|green|black|violet) no"
    r"|\bmonograph\b|\bimpurity\b|\bcomponent\b|\bvenom\b|\bcellulosic|\bdimer\b|\bester\b|\bderivative\b|\bglucoside\b|lauryl"
    r"|stearate\b|\bpolysorbate|\bparaben\b|\bsteareth|\blaureth|\bceteth|\bpoloxamer|^d&c|^fd&c|\bsodium lauryl"
    r"|\blake\b|\bresin\b|\bgum\b|polyvinyl|\bsilica\b|\bcrospovidone|\bmilk\b|\bmeat\b|\bfish\b|\btree\b|\bgrass\b"
)
_PLAIN = re.compile(r"^[a-z]{3}[a-z' -]*[a-z]$")
_NUMBERED = re.compile(
    r"^(?:(?:peg|albu|pegyl)?interferon (?:alfa|beta|gamma)-[0-9][a-z]?|vitamin [a-z][0-9]{1,2}|nonoxinol 9"
    r"|coenzyme q10|macrogol [0-9]+|lauromacrogol 400|factor [ivx]+a?|polymyxin b[0-9]?|gonadorelin|amphotericin b)$"
)
_BRAND = re.compile(r"^[A-Z][A-Z'-]{2,}(?: [A-Z][A-Z'-]+)?$")
# A form or a grade of the substance, which nobody writes; `trastuzumab dkst` beside `trastuzumab-dkst`.
_FORM = re.compile(
    r"hydrate\b|hydrous\b|hydrated\b|\bdried\b|\bbasic\b|\bsterile\b|\bfor (?:injection|veterinary|irrigation)"
    r"|concentrate|\bpreparation|\brecombinan|\bpurified\b|\bsalt$|\badsorbed\b"
    r"|mab(?: [a-z]+)? [a-z]{4}$|\b(?:alfa|alpha) [bcdfghjklmnpqrstvwxz]{4}$"
)
_SUFFIXED = re.compile(r"-[a-z]{4}$")


def _is_name(name: str) -> bool:
    if _NO_MEDICINE.search(name) or len(name) > 45 or len(name.split()) > 4:
        return False
    return bool(_NUMBERED.match(name)) or (bool(_PLAIN.match(name)) and not name.startswith(("dl-", "d-", "l-")))


def _is_plain_spelling(name: str, canonical: str) -> bool:
    """Whether a name is that of the ingredient itself: not of a salt of it, which the program strips anyway."""
    return strip_salt(name) == name or name == canonical


def ingredients(unii: Unii, canon: Canon, usage: dict[str, Usage], lexicon: Lexicon) -> Iterator[Entry]:
    """Yield each medicine's canonical name and its other non-proprietary names."""
    for substance in sorted(unii.substances.values(), key=lambda item: item.unii):
        if not substance.is_medicine:
            continue
        preferred = substance.preferred().lower()
        canonical = canon(preferred)
        if not canonical or not _is_name(canonical) or canonical in lexicon.removed:
            continue
        if (
            "INN" not in substance.tags
            and canonical in lexicon.english
            and len(substance.tags.keys() & SYNONYM_TAGS) < 6
        ):
            continue
        commonness = commonness_of(canonical, substance, usage)
        yield Entry(canonical, "ingredient", (canonical,), "", commonness, "unii")
        if strip_salt(preferred) != preferred and canonical == strip_salt(preferred) and "INN" not in substance.tags:
            continue  # a salt: its names are the base's names with the salt
        for name in sorted(_synonyms(substance)):
            if _FORM.search(name) or (name.endswith("um") and not canonical.endswith("um")):
                continue
            if name == canonical or name in lexicon.removed or not _is_name(name) or canon(name) != canonical:
                continue
            if not _is_plain_spelling(name, canonical) or (name in lexicon.english and len(name) < 6):
                continue
            yield Entry(name, "synonym", (canonical,), "", commonness, "unii")


def commonness_of(canonical: str, substance: Substance | None, usage: dict[str, Usage]) -> int:
    """By the NDC where it lists the ingredient; else 1 if a present-day list of medicines has it, else 0."""
    if canonical in usage:
        return usage[canonical].commonness
    return 1 if substance and substance.tags.keys() & (PRESENT | {"MART.", "WHO-IP"}) else 0


def _synonyms(substance: Substance) -> set[str]:
    """The names that a list of medicines uses, those of biosimilars without their suffix too."""
    names = {name.lower() for tag in SYNONYM_TAGS for name in substance.tags.get(tag, ())}
    names |= {_SUFFIXED.sub("", name) for name in names}
    return {name for name in names if not re.search(r"\(|,|;|\bin-|\btc-|[0-9]{3}", name)}


def brands(unii: Unii, canon: Canon, usage: dict[str, Usage], lexicon: Lexicon) -> Iterator[Entry]:
    """Yield brand names: of one substance where the file gives one, of several where it names all components."""
    single: dict[str, set[str]] = defaultdict(set)
    several: dict[str, set[str]] = defaultdict(set)
    present: set[str] = set()
    known = {
        canon(substance.preferred())
        for substance in unii.substances.values()
        if substance.tags.keys() & ({"INN", "VANDF"} | PRESENT)
    }
    for substance in unii.substances.values():
        if not substance.is_medicine:
            continue
        canonical = canon(substance.preferred())
        if (
            canonical not in known
            or canonical in lexicon.removed
            or canonical in lexicon.minor
            or not _is_name(canonical)
        ):
            continue
        tags = substance.tags.keys()
        if not substance.is_marketed or (tags & NOT_HUMAN and not tags & (PRESENT | {"VANDF"})):
            continue
        for name in substance.brands:
            single[name].add(canonical)
            if substance.tags.keys() & PRESENT:
                present.add(name)
    for substance in unii.substances.values():
        for name in substance.parts_of:
            part = canon(substance.preferred())
            several[name].add(part if substance.is_medicine and _is_name(part) else "")
    for name, parts in sorted(several.items()):
        if (
            len(parts) >= 2
            and len(name.split()) < 4
            and "" not in parts
            and not parts & lexicon.removed
            and re.match(r"^[A-Z][A-Z' -]{2,}[A-Z]$", name)
            and not lexicon.is_english(name)
        ):
            yield Entry(titled(name), "brand", tuple(sorted(parts)), "", 1, "unii-combination")
    for name, parts in sorted(single.items()):
        if len(parts) > 1 or name in several or not _BRAND.match(name) or lexicon.is_english(name):
            continue
        part = next(iter(parts))
        if (unii.find(name) and name.lower() == canon(name)) or squeeze(name) == squeeze(part):
            continue
        if strip_salt(name.lower()) != name.lower() or canon(strip_salt(name.lower())) in usage:
            continue
        if is_misspelt(name.split()[0], [part]):
            continue
        common = 1 if name in present or part in usage else 0
        yield Entry(titled(lexicon.strip(name)), "brand", (part,), "", common, "unii-brand")


def spellings(canon: Canon, usage: dict[str, Usage], lexicon: Lexicon) -> Iterator[Entry]:
    """Yield the spellings and salts of canonical.csv that a person may write."""
    for written, canonical in sorted(canon.written.items()):
        if written == canonical or ";" in canonical or canonical in lexicon.removed or written in lexicon.removed:
            continue
        if not re.search(r"[,#(.]", written) and not _FORM.search(written):
            yield Entry(written, "synonym", (canonical,), "", commonness_of(canonical, None, usage), "canonical")


def salts(products: list[Product], unii: Unii, canon: Canon, lexicon: Lexicon) -> Iterator[Entry]:
    """Yield the salt names that labelers really print as a product's name, such as `losartan potassium`."""
    trade = {name for substance in unii.substances.values() for name in substance.brands}
    printed: dict[str, set[str]] = defaultdict(set)
    for product in products:
        if len(product.ingredients) == 1:
            name = product.name.casefold()
            if _is_name(name) and name.upper() not in trade and canon(name) == product.ingredients[0]:
                printed[name].add(product.labeler)
    for name, labelers in sorted(printed.items()):
        part = canon(name)
        if name != part and len(labelers) >= 2 and not set(name.split()) & lexicon.form:
            common = 3 if len(labelers) >= 20 else 2 if len(labelers) >= 4 else 1
            yield Entry(name, "synonym", (part,), "", common, "ndc-salt")


def routed(entry: Entry, usage: dict[str, Usage]) -> str:
    """The route of an ingredient's name, only where five or more products are all for the eye, ear or lung."""
    found = usage.get(entry.ingredients[0]) if len(entry.ingredients) == 1 else None
    route = route_of(found.routes) if found and found.products >= 5 else ""
    return route if route in ("ophthalmic", "otic", "inhaled") else ""
