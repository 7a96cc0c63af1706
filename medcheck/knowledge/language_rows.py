"""The rows of the tables of a language; as those of ``clinical_rows``, each kind is defined once."""

from typing import Literal, NamedTuple

from medcheck.knowledge.cells import FieldName, Phrase, Phrases, Positive
from medcheck.language import Direction, Scope
from medcheck.records import Route, Status


class SetRow(NamedTuple):
    """A word, or words, of one of the simple sets of a language."""

    set: FieldName
    word: Phrase


class FormRow(NamedTuple):
    """A word for a form or route; ``decisive`` where it outweighs other forms beside it ("eye drops")."""

    word: Phrase
    route: Route | Literal[""]
    decisive: Literal["yes", ""]


class ShortFormRow(NamedTuple):
    """A form as prescribing systems shorten it."""

    short: Phrase
    form: Phrase


class UnitMassRow(NamedTuple):
    """A unit of mass and its milligrams."""

    unit: Phrase
    milligrams: Positive


class HeadingRow(NamedTuple):
    """A heading and the status of what stands under it."""

    heading: Phrase
    status: Status


class HeadingSignRow(NamedTuple):
    """A word that makes a short line a heading, and the status of what stands under it."""

    word: Phrase
    status: Status


class ContextRow(NamedTuple):
    """A cue of the context: a phrase about taking, or a word that ends its reach; see :mod:`medcheck.language`.

    A pattern holds names of sets in braces, each for any of its words.
    """

    cue: Phrase
    kind: Literal["literal", "pattern"]
    category: Status | Literal[""]
    direction: Direction
    scope: Scope | Literal[""]
    terminators: Phrases

    def problem(self) -> str | None:
        """What is wrong, if a cue does not say what it means, or a terminator does."""
        ends = self.direction == "terminate"
        if ends == bool(self.category) or ends == bool(self.scope):
            return "'category' and 'scope' are given for all but a terminator"
        return None
