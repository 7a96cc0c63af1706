"""Turning the NDC's proprietary names into brand names: store brands, forms, flavours and sentences go."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from canonical import MINERALS, SALTS
from model import HERE, Entry, read_table, squeeze
from ndc import Product, route_of

MAX_OTC_MEANINGS = 3
MAX_OTC_WORDS = 3
MAX_INGREDIENTS = 8
_NUMBER = re.compile(r"^[#(]?[\d.,/+-]+ ?(?:%|mg|mcg|ml|g|hour|hr|day|x|c|count|ct)?\)?$", re.IGNORECASE)
_KIT = re.compile(r"(?:pak|suik|kit|collection)\b")
_JUNK = re.compile(r"[^A-Za-z0-9 '&.+/-]")


class Lexicon:
    """The words that do not make a name, and the names never to be admitted."""

    def __init__(self, english: frozenset[str]) -> None:
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in read_table(HERE / "words.csv"):
            kinds[row["kind"]].add(row["word"].casefold())
        self.form = frozenset(kinds["form"])
        self.store = frozenset(kinds["store"])
        self.name = frozenset(kinds["name"])
        self.english = (english | kinds["english"] | kinds["form"]) - self.name
        self.removed = frozenset(row["name"].casefold() for row in read_table(HERE / "removed.csv"))
        self.minor = frozenset(row["ingredient"] for row in read_table(HERE / "minor.csv"))

    def is_english(self, name: str) -> bool:
        """Whether every word of a name is an ordinary word, a form word or a number."""
        if name.casefold() in self.name:
            return False
        return all(self._is_word(token) for token in name.casefold().split())

    def _is_word(self, token: str) -> bool:
        parts = re.findall(r"[a-z]+(?:'[a-z]+)?", token)
        if len(parts) > 1:  # `anti-itch` is made of words, `k-tab` is not
            return all(len(part) > 2 and self._is_word(part) for part in parts)
        word = parts[0] if parts else ""
        if len(word) < 3:
            return True
        plural = word[:-1] if word.endswith("s") else word
        stems = {word, plural, word.removesuffix("'s"), word.removesuffix("ing"), word.removesuffix("er")}
        stems |= {stem.removeprefix("anti") for stem in (word, plural, plural.removesuffix("ie") + "y")}
        return bool(stems & self.english)

    def is_store(self, name: str) -> bool:
        """Whether a name opens with a shop's or distributor's own name."""
        folded = re.sub(r"[^a-z0-9&'.-]", " ", name.casefold())
        return any(folded == store or folded.startswith(store + " ") for store in self.store)

    def strip(self, name: str) -> str:
        """Take dosage forms, strengths, ages and flavours off both ends of a brand name."""
        words = _JUNK.sub(" ", name.replace("’", "'")).split()
        while len(words) > 1 and (self._is_form(words[-1]) or words[-1].casefold() in SALTS):
            words.pop()
        while len(words) > 1 and self._is_form(words[0]):
            words.pop(0)
        return " ".join(words).strip(" -/&.+'")

    def _is_form(self, word: str) -> bool:
        return word.casefold().strip("'.,-()") in self.form or bool(_NUMBER.match(word)) or not word.strip("-/&.+'")


def cased(spellings: Counter[str]) -> str:
    """The commonest spelling that is not all in capitals or small letters, else the commonest in title case."""
    mixed = {name: count for name, count in spellings.items() if not (name.isupper() or name.islower())}
    name = max(sorted(mixed or spellings), key=lambda spelling: spellings[spelling])
    if mixed or (name.isupper() and len(name) <= 3):
        return name
    return titled(name)


def titled(name: str) -> str:
    """Capitalise each word and each part after a hyphen, but leave later parts of up to three letters (DM, PE)."""

    def capital(match: re.Match[str]) -> str:
        word = match[0]
        return word if match.start() and len(word) <= 3 else word[:1].upper() + word[1:].lower()

    return re.sub(r"[A-Za-z]+(?:'[A-Za-z]+)?", capital, name)


def is_misspelt(name: str, names: Iterable[str]) -> bool:
    """Whether a name is so like one of the non-proprietary names that it is a slip or a foreign spelling of it."""
    return any(SequenceMatcher(None, squeeze(name), squeeze(other)).ratio() > 0.88 for other in names)


def names_an_ingredient(name: str, ingredients: tuple[str, ...], generic: frozenset[str]) -> bool:
    """Whether a proprietary name is only the substance's name, whole or among other words."""
    words = set(re.findall(r"[a-z]+", name.casefold()))
    heads = {word for part in ingredients for word in re.findall(r"[a-z]+", part) if len(word) > 4} - SALTS
    return bool(words & heads) or bool({word for word in words if len(word) > 4} & generic)


def entries(products: list[Product], lexicon: Lexicon, spellings: dict[str, set[str]]) -> Iterator[Entry]:
    """Yield one entry for each brand name and each set of ingredients it stands for.

    `spellings` has the non-proprietary names of each medicine: only products wholly of these medicines count, and no
    brand has a word of these names.
    """
    words = {word for names in spellings.values() for name in names for word in name.replace("-", " ").split()}
    exact = _group(products, lexicon, set(spellings), frozenset(words - SALTS - MINERALS))
    bases: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for (base, _), sets in exact.items():
        for ingredients, found in sets.items():
            bases[base][ingredients] += len(found)
    chosen: dict[tuple[str, tuple[str, ...]], list[tuple[str, Product]]] = defaultdict(list)
    for (base, full), sets in sorted(exact.items()):
        for ingredients, found in sets.items():
            if all(product.is_otc for _, product in found) and _is_range(set(bases[base])):
                continue
            main = max(sorted(bases[base]), key=lambda item: bases[base][item])
            same = ingredients == main or base == full
            if not same and any(product.is_otc for _, product in found) and len(found[0][0].split()) > MAX_OTC_WORDS:
                continue  # a sentence
            chosen[(base if same else full, ingredients)].extend(
                (lexicon.strip(name) if same else name, product) for name, product in found
            )
    for (_, ingredients), found in sorted(chosen.items()):
        name = cased(Counter(spelling for spelling, _ in found))
        if lexicon.is_english(name) or len(name) < 3 or name.casefold() in lexicon.removed:
            continue
        known = [spelling for part in ingredients for spelling in spellings.get(part, (part,))]
        if is_misspelt(name, known) or is_misspelt(name.split()[0], known):
            continue
        labelers = {product.labeler for _, product in found}
        commonness = 3 if len(labelers) >= 8 else 2 if len(labelers) >= 3 else 1
        routes = {route for _, product in found for route in product.routes}
        yield Entry(name, "brand", ingredients, route_of(routes), commonness, "ndc")


def _is_range(meanings: set[tuple[str, ...]]) -> bool:
    """Whether a name is a shop's own for a range of products: too many, or two without a common ingredient."""
    shared = set.intersection(*(set(meaning) for meaning in meanings))
    return len(meanings) > MAX_OTC_MEANINGS or not shared


def _group(
    products: list[Product], lexicon: Lexicon, medicines: set[str], generic: frozenset[str]
) -> dict[tuple[str, str], dict[tuple[str, ...], list[tuple[str, Product]]]]:
    """Sort the admissible products by squeezed base name, squeezed whole name and ingredients."""
    found: dict[tuple[str, str], dict[tuple[str, ...], list[tuple[str, Product]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    approved = {part for product in products if not product.is_monograph for part in product.ingredients}
    for product in products:
        parts = set(product.ingredients)
        if product.is_monograph and (
            parts <= lexicon.minor or (parts & lexicon.minor and "ORAL" not in product.routes)
        ):
            continue
        if not parts <= medicines or _KIT.search(product.name.casefold()):
            continue
        if product.is_monograph and "ORAL" not in product.routes and not parts <= approved:
            continue
        if parts & lexicon.removed or len(parts) > MAX_INGREDIENTS or lexicon.is_store(product.name):
            continue
        name = _JUNK.sub(" ", product.name)
        name = " ".join(name.split())
        base = lexicon.strip(name)
        if (
            lexicon.is_store(base)
            or names_an_ingredient(base, product.ingredients, generic)
            or lexicon.is_english(base)
        ):
            continue
        if len(base.split()) > 3 or (product.is_monograph and len(base.split()) > 2):
            continue
        if not re.search(r"[A-Za-z]{3}", base) or re.search(r"\d{3}", base):
            continue
        found[(squeeze(base), squeeze(name))][product.ingredients].append((name, product))
    return found
