"""The rows that a review does not meet as they are: names and words, which are looked up, codes, and published lists.

As those of ``clinical_rows``, each kind is defined once.
"""

import re
from typing import Literal, NamedTuple

from medcheck.knowledge.cells import Day, Ingredients, PowerOfTen, Slug, SomeIngredients, Text, Texts, Word
from medcheck.knowledge.names import Commonness
from medcheck.records import Route

Kind = Literal["ingredient", "synonym", "brand", "abbreviation", "class", "not_medicine"]


class NameRow(NamedTuple):
    """A name of a curated ingredient or class, kept by hand; every one of them is an everyday name here."""

    name: Text
    kind: Kind
    ingredients: Ingredients
    drug_class: str
    route: Route | Literal[""]
    countries: Texts

    def problem(self) -> str | None:
        """What is wrong, if the name leads to nothing."""
        if self.kind == "class" and not self.drug_class:
            return "a class word needs a 'class'"
        if self.kind not in ("class", "not_medicine") and not self.ingredients:
            return "'ingredients' is empty"
        return None


class VocabularyRow(NamedTuple):
    """A name of any other medicine, or of a dressing, device or food (``not_medicine``); tools/vocabulary makes it."""

    name: Text
    kind: Kind
    ingredients: Ingredients
    route: Route | Literal[""]
    commonness: Commonness

    def problem(self) -> str | None:
        """What is wrong, if the name leads to nothing."""
        if bool(self.ingredients) == (self.kind in ("class", "not_medicine")):
            return "'ingredients' must be given for a medicine, and for nothing else"
        return None


# A substance has its own ATC code or, rarely, that of its group; BNF codes of substances are nine characters, of which
# the last two are digits, too, for a few; RxNorm identifiers of ingredients (RxCUI) are bare numbers.
CODE_SHAPES = {
    "atc": re.compile(r"[A-V]\d\d[A-Z]{2}(\d\d)?"),
    "bnf": re.compile(r"(0[1-9]|1[0-5]|19)\d{5}[0-9A-Z]{2}"),
    "rxnorm": re.compile(r"[1-9]\d{0,7}"),
}


class CodeRow(NamedTuple):
    """A code of a coding system and the substance that it means, or all those of a combination product."""

    ingredients: SomeIngredients
    system: Literal["atc", "bnf", "rxnorm"]
    code: Text

    def problem(self) -> str | None:
        """What is wrong with the code's shape or the ingredients' order."""
        if not CODE_SHAPES[self.system].fullmatch(self.code):
            return f"'code' holds {self.code!r}, which is no {self.system} code of a substance"
        if list(self.ingredients) != sorted(set(self.ingredients)):
            return "'ingredients' are not sorted, each once"
        return None


class PublishedListRow(NamedTuple):
    """One item of a published list of medicines associated with the side effect, and where our tables cover it."""

    list: Text
    list_title: Text
    source: Slug
    item: Text
    covered_by: str
    left_out_because: str
    checked: Day
    due: Day

    def problem(self) -> str | None:
        """What is wrong, if it says neither what covers the item nor why nothing does."""
        if bool(self.covered_by) == bool(self.left_out_because):
            return "either 'covered_by' or 'left_out_because' must be given, not both"
        return None


class SymmetryControlRow(NamedTuple):
    """A pair of which sequence symmetry should find what is known: an effect (``positive``) or none (``negative``).

    Where ``marker_name`` is empty the markers of the analysis are meant.
    """

    kind: Literal["negative", "positive"]
    index_name: Text
    index_ingredients: SomeIngredients
    marker_name: str
    marker_ingredients: Ingredients
    source: Slug

    def problem(self) -> str | None:
        """What is wrong with the row as a whole."""
        return (
            None
            if bool(self.marker_name) == bool(self.marker_ingredients)
            else "'marker_name' and 'marker_ingredients' go together"
        )


class WordRow(NamedTuple):
    """A word that is no medicine's name and is never corrected into one; where it is one as well, it needs evidence.

    A ``lookalike`` is one slip away from an everyday medicine, so that it is a word in running text only.
    ``frequency``: how often it stands among a thousand million words of ordinary text, as a power of ten.
    """

    word: Word
    kind: Literal["ordinary", "name", "clinical", "shorthand", "manufacturer", "lookalike"]
    frequency: PowerOfTen
