"""The rows of the tables about the layouts of exports; only a review of an export reads them, and the database not."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from medcheck.knowledge.cells import FieldName, SomeTexts, Text, Texts


class ProfileRow(NamedTuple):
    """A known layout; column names are compared without case, spaces, hyphens and underscores.

    ``drug`` columns are joined to the line that is read. ``code`` columns hold second names or codes of the same
    medicine that must agree, as ``COLUMN`` or ``COLUMN=SYSTEM``. ``inactive`` are status columns, each as
    ``COLUMN=SET`` with the values by which a row is listed but not counted. ``items`` holds how many prescriptions a
    row of an aggregate file stands for. ``supply`` holds days of supply; ``quantity`` and ``directions`` together say
    as much. ``taken`` says of a row that nothing ends that it is taken still, as where only a stop is ever written.
    ``looked_up`` is a column of codes that a file of the layout ``code_file``
    names; ``needs`` says what is missing where a layout has no more than such codes.
    """

    name: Text
    header: SomeTexts
    drug: Texts
    patient: str
    date: str
    stop: Texts
    inactive: Texts
    code: Texts
    items: str
    supply: str
    quantity: str
    directions: str
    taken: Literal["yes", ""]
    looked_up: str
    code_file: str
    needs: str

    def problem(self) -> str | None:
        """What is wrong with the row as a whole."""
        if not self.drug and not self.needs:
            return "one of 'drug' and 'needs' must be given"
        if bool(self.looked_up) != bool(self.code_file):
            return "'looked_up' and 'code_file' go together"
        if not all(values for _, values in pairs(self.inactive)):
            return "'inactive' holds a column without the set of its values (COLUMN=SET)"
        return None


class CodeFileRow(NamedTuple):
    """A layout of a file that names the codes of others, one code a row; ``unmapped`` is a code that means none."""

    name: Text
    header: SomeTexts
    code: Text
    term: Text
    unmapped: str


class ColumnRow(NamedTuple):
    """A name that a column has in exports of no known layout, and what such a column holds.

    A ``vague`` name may be the patient's: it is the medicine's only where a ``supporting`` column speaks of medicines.
    """

    role: Literal[
        "drug", "patient", "date", "stop", "status", "deleted", "items", "strength", "code", "supply", "quantity",
        "directions", "supporting",
    ]  # fmt: skip
    name: Text
    system: Literal["atc", "bnf", "rxnorm", ""]
    vague: Literal["yes", ""]


class StatusValueRow(NamedTuple):
    """A value of a status column by which a row is listed but not counted or, in the set ``taken``, is taken still."""

    set: FieldName
    value: Text


class DirectionRow(NamedTuple):
    """Words of directions in an export, of which it can be worked out how long a quantity lasts.

    A ``number`` is so many, a ``frequency`` so many times in so many ``days``, a ``moment`` once a day at a time of
    it. A ``unit`` is one that quantities are counted in, too (tablets, but no puffs); a ``filler`` changes nothing.
    """

    kind: Literal["number", "frequency", "moment", "unit", "filler"]
    words: Text
    number: str
    days: str

    def problem(self) -> str | None:
        """What is wrong with the row as a whole."""
        needed = {"number": (True, False), "frequency": (True, True)}
        if tuple(bool(cell) for cell in (self.number, self.days)) != needed.get(self.kind, (False, False)):
            return f"a {self.kind} does not have these numbers"
        try:
            return (
                None if all(float(cell) > 0 for cell in (self.number, self.days) if cell) else "a number is not above 0"
            )
        except ValueError:
            return "a number is none"


def pairs(cells: Sequence[str]) -> list[tuple[str, str]]:
    """Parts written as ``COLUMN=VALUE``, taken apart; the value is empty where only the column stands there."""
    return [(column, value) for column, _, value in (cell.partition("=") for cell in cells)]
