"""The rows of the tables of a language; as those of ``clinical_rows``, each kind is defined once."""

from typing import Literal, NamedTuple

from medcheck.knowledge.cells import Country, FieldName, Phrase, Positive, Text
from medcheck.language import ColumnRole, Direction, Form
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


class PeriodDaysRow(NamedTuple):
    """A unit of time, and its days at most."""

    unit: Phrase
    days: Positive


class NumberValueRow(NamedTuple):
    """A word for a number, and the number."""

    word: Phrase
    value: Positive


class AnalyteNameRow(NamedTuple):
    """A name of what a laboratory measures; ``symbol`` is how a chemical symbol or abbreviation must be written.

    ``dose``: the name is also that of something taken, and a number without a unit may count tablets or units of it.
    """

    name: Phrase
    analyte: Text
    symbol: str
    dose: Literal["count", "units", ""]


class ResultUnitNameRow(NamedTuple):
    """A way to write a unit of results, without blanks and with "u" for micro, and the unit."""

    spelling: Phrase
    unit: Text


class SettlingRow(NamedTuple):
    """A word that settles, where it stands in the same item, which medicine a short form means; ``*`` for always."""

    short_form: Phrase
    ingredient: Phrase
    word: Phrase


class CountryWordRow(NamedTuple):
    """A word that is written in one country, or in one of several, more than in others."""

    word: Phrase
    country: Country


class HeadingRow(NamedTuple):
    """A word or words of headings, and what they say; ``whole`` where they say it only as the whole heading."""

    words: Phrase
    says: Literal[
        "current", "taken", "as_needed", "stopped", "past", "finished", "held", "given_once", "never", "not_taken",
        "declined", "planned", "other_person", "allergy", "none", "medicines", "occasion", "other", "unclear",
        "nothing",
    ]  # fmt: skip
    whole: Literal["yes", ""]


class StatusCodeRow(NamedTuple):
    """A letter, word or mark that stands for a status in a cell or box, and what it says, as in a heading."""

    code: Phrase
    says: Literal["taken", "stopped", "held", "never", "planned"]


class ColumnRoleRow(NamedTuple):
    """A word, or words, of the head of a column of a table, and what the column holds."""

    words: Phrase
    role: ColumnRole


class ContextRow(NamedTuple):
    """Words about taking; see :class:`medcheck.language.ContextCue`.

    ``example``: a text with furosemide and these words, of which ``status`` is what must be said: a test for the rule.
    """

    cue: Phrase
    category: FieldName
    form: Form
    direction: Direction
    scope: Literal["weak", "infinitive", "may", "ought", "if", ""]
    example: str
    status: Status | Literal[""]

    def problem(self) -> str | None:
        """What is wrong, if an example says not what it is one of, or a status stands alone."""
        return (
            None if bool(self.example) == bool(self.status) else "an example needs a 'status', and a status an example"
        )
