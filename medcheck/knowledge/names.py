"""A name as the search for names sees it."""

from enum import IntEnum
from typing import NamedTuple


class Commonness(IntEnum):
    """How likely a reader is to meet a name; see "Commonness" in tools/vocabulary/README.md."""

    OBSOLETE = 0
    LOCAL = 1  # or for specialists
    ORDINARY = 2
    EVERYDAY = 3


# How many steps commoner one name must be than another to be taken without asking: everyday against rare.
CLEARLY_COMMONER = 2

# The kinds of names that a misspelt word may be meant for: nobody misspells an abbreviation into another.
OPEN_TO_CORRECTION = ("ingredient", "synonym", "brand", "class")

# What names are looked up by, in SQL: the first word of the key, the key without spaces, and that without its first
# letter. Each has an index and no column, which would hold the same letters again: a start reads the whole file.
HEAD = "substr(key, 1, instr(key || ' ', ' ') - 1)"
COMPACT_KEY = "replace(key, ' ', '')"
TAIL = f"substr({COMPACT_KEY}, 2)"


class Name(NamedTuple):
    """A name of the tables: ``words`` are its key split at spaces, ``ingredients`` sorted."""

    words: tuple[str, ...]
    name: str
    kind: str
    ingredients: tuple[str, ...]
    drug_class: str
    route: str
    commonness: int
    countries: tuple[str, ...] = ()  # where it is used, if that is known and not everywhere

    @property
    def meaning(self) -> tuple[str, ...]:
        """What the name stands for: its ingredients, or its class."""
        return self.ingredients or (f"class:{self.drug_class}",)

    @property
    def compact_key(self) -> str:
        """The key without spaces."""
        return "".join(self.words)
