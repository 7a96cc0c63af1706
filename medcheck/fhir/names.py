"""What the medicine of a resource is called: a text, the displays of its codes, and what its codes mean."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from medcheck import pipeline
from medcheck.fhir.tables import FhirTables, fhir_tables
from medcheck.fhir.values import Resource, codings, concept_text, text
from medcheck.knowledge.database import Database
from medcheck.knowledge.reference_rows import CodeRow
from medcheck.naming.lexicon import Lexicon

Ingredients: TypeAlias = tuple[str, ...]


class Called(NamedTuple):
    """A medicine as a resource names it: how it is written, and its ingredients where a code or display settles them.

    ``other`` is a display or code that means another medicine than the text.
    """

    written: str
    ingredients: Ingredients | None
    other: str


class Namer:
    """Reads names of medicines out of concepts, by the names and codes of the tables."""

    def __init__(self, lexicon: Lexicon, database: Database) -> None:
        self.tables: FhirTables = fhir_tables()
        self._lexicon = lexicon
        self._means: Mapping[tuple[str, str], Ingredients] = {
            (row.system, row.code): row.ingredients for row in database.rows(CodeRow)
        }

    def called(self, concept: Resource) -> Called:
        """The medicine of a concept. Its text comes first; a display or code may settle, complete or contradict it."""
        written = concept_text(concept)
        read = self._read(written)
        for other, ingredients in self._others(concept, written):
            if not read or set(read) < set(ingredients):
                return Called(written or other, ingredients, "")
            if not set(read) & set(ingredients):
                return Called(written, None, other)
        return Called(written or self._code_alone(concept), None, "")

    def says_none(self, concept: Resource) -> str:
        """What a code says that means no medicine ("No known medications"); empty where none does."""
        found = (self.tables.no_medicine.get(text(coding, "code")) for coding in codings(concept))
        return next(filter(None, found), "")

    def _others(self, concept: Resource, written: str) -> Iterator[tuple[str, Ingredients]]:
        for coding in codings(concept):
            display, code = text(coding, "display"), text(coding, "code")
            ingredients = self._read(display) if display.casefold() != written.casefold() else ()
            if ingredients:
                yield display, ingredients
            meant = self._means.get((self.tables.systems.get(text(coding, "system"), ""), code.upper()))
            if meant:
                yield display or ", ".join(meant), meant

    def _read(self, written: str) -> Ingredients:
        """The ingredients of the one medicine that a text names; none where it names several or may be two."""
        if not written:
            return ()
        assembled = pipeline.assemble(pipeline.begin(written, self._lexicon))
        return assembled.mentions[0].ingredients if len(assembled.mentions) == 1 else ()

    def _code_alone(self, concept: Resource) -> str:
        return next((text(coding, "code") for coding in codings(concept) if text(coding, "code")), "")
