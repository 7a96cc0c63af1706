"""The rows of the clinical tables, each kind defined once: its columns and what they may hold.

The same record is read from a CSV and checked (``tables``), written to the database (``build``), read from it
(``database``) and handed to the rules. A field is named as its column, but for ``class``, a keyword of Python, which is
``drug_class``. ``problem`` says what is wrong with a row as a whole, right though each of its cells may be.
"""

import re
from typing import Literal, NamedTuple

from medcheck.knowledge import combination_grammar
from medcheck.knowledge.cells import (
    AtcPrefixes,
    Day,
    Doi,
    Ingredient,
    Number,
    OptionalSlug,
    OptionalYear,
    Pmid,
    Routes,
    Slug,
    Slugs,
    SomeSlugs,
    Subject,
    Text,
    Texts,
    Url,
)
from medcheck.records import Level, Role, Route, Severity, Urgency
from medcheck.side_effect import SideEffect

# A label's own number: of DailyMed, the UK's compendium, the European agency's pages and the EU's register.
_LABEL_NUMBER = r"setid=|/emc/product/\d|ema\.europa\.eu/\w+/medicines/|community-register/html/h\d"
_IN_THOUSANDS = r"(?<=\d),(?=\d{3}\b)"  # compiled by ``re`` at the build, which alone asks


class SourceRow(NamedTuple):
    """A publication, label or notice that a professional can look up.

    ``year`` is when it was published, None where it bears no date; ``checked`` is the day it was read.
    """

    id: Slug
    kind: Literal["study", "trial", "review", "guideline", "label", "regulator", "case_report", "reference"]
    title: Text
    publisher: Text
    year: OptionalYear
    doi: Doi
    pmid: Pmid
    url: Url
    checked: Day
    due: Day

    def problem(self) -> str | None:
        """What is wrong, if it cannot be looked up."""
        return None if self.doi or self.pmid or self.url else "one of 'doi', 'pmid' and 'url' must be given"

    @property
    def is_strong(self) -> bool:
        """Whether it is found for good: a paper, a label under its own number, a regulator's or guideline's page."""
        if self.doi or self.pmid or self.kind in ("regulator", "guideline"):
            return True
        return self.kind == "label" and re.search(_LABEL_NUMBER, self.url) is not None


class ClassRow(NamedTuple):
    """A drug class that as a whole is associated with the side effect.

    ``promotes``: members of these classes count as members of this one instead, when the route is one of
    ``when_routes`` or a member of the group ``when_beside`` stands in the same mention.
    """

    id: Slug
    name: Text
    atc: AtcPrefixes
    role: Role
    level: Level
    routes: Routes
    mechanism: Text
    note: Text
    action: Text
    sources: SomeSlugs
    promotes: Slugs
    when_routes: Routes
    when_beside: OptionalSlug
    checked: Day
    due: Day


class DrugRow(NamedTuple):
    """One ingredient; what is empty here holds as its class says."""

    ingredient: Ingredient
    drug_class: str
    role: Role | Literal[""]
    level: Level | Literal[""]
    routes: Routes
    usual_route: Route | Literal[""]
    mechanism: str
    note: str
    action: str
    sources: Slugs
    checked: Day
    due: Day

    def problem(self) -> str | None:
        """What is wrong, if no class says what it leaves out, or its own words have no source."""
        if not self.drug_class:
            for column in ("role", "level", "routes", "mechanism", "note", "action", "sources"):
                if not getattr(self, column):
                    return f"{column!r} is empty and there is no class to take it from"
        elif (self.note or self.mechanism or self.action) and not self.sources:
            return "'sources' is empty beside words of its own"
        return None


class ClaimRow(NamedTuple):
    """One statement of one source about one subject; every number given stands in ``figure`` too.

    ``low`` and ``high`` belong to a ratio; ``comparator`` to a rate in per cent, as do ``people`` and
    ``comparator_people``, of whom it is the rate. ``measured`` is what was counted. ``indirect`` says why the claim
    speaks of the subject only indirectly; it is empty where it speaks directly.
    """

    subject: Subject
    about: Literal["side_effect", "electrolyte", "efficacy", "harm", "use"]
    finding: Text
    figure: str
    estimate: Number
    low: Number
    high: Number
    comparator: Number
    people: Number
    comparator_people: Number
    measured: str
    indirect: str
    kind: Literal["controlled", "randomised", "label", "review", "case_report"]
    direction: Literal["supports", "does_not_support"]
    source: Slug
    checked: Day
    due: Day

    def problem(self) -> str | None:
        """What is wrong, if a number is not in the figure, or an interval is not whole or not of a ratio."""
        stated = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", re.sub(_IN_THOUSANDS, "", self.figure))}
        for column in ("estimate", "low", "high", "comparator", "people", "comparator_people"):
            value = getattr(self, column)
            if value is not None and abs(value) not in stated:
                return f"{column!r} is {value:g}, which 'figure' does not state"
        if (self.low is None) != (self.high is None):
            return "'low' and 'high' go together"
        if self.low is not None and self.comparator is not None:
            return "an interval belongs to a ratio, 'comparator' to a rate: not both"
        if self.about == "electrolyte" and not self.measured:
            return "'measured' must say which electrolyte"
        return None


class GroupRow(NamedTuple):
    """Membership of a group that combinations and classes refer to."""

    group: Slug
    name: Text
    ingredient: Ingredient
    source: Slug
    checked: Day
    due: Day


class CombinationRow(NamedTuple):
    """Medicines that act together; ``needs`` in the grammar of ``medcheck.knowledge.combination_grammar``.

    ``risk`` is what may come of it in two or three words. ``urgency`` is that of the first step of ``action``.
    """

    id: Slug
    title: Text
    needs: Text
    risk: Text
    note: Text
    action: Text
    severity: Severity
    urgency: Urgency
    sources: SomeSlugs
    checked: Day
    due: Day

    @property
    def terms(self) -> tuple[combination_grammar.Term, ...]:
        """What must be on a list, each term met by another medicine."""
        return combination_grammar.parse(self.needs)

    def problem(self) -> str | None:
        """What does not fit the grammar of ``needs``."""
        try:
            combination_grammar.parse(self.needs)
        except ValueError as error:
            return str(error)
        return None


class QuestionRow(NamedTuple):
    """Another cause or a red flag to ask about; ``raised_by`` says on which lists it is most relevant.

    ``in_brief`` is what to ask about in some words. ``rule_out``: raised by a medicine, it comes before all causes.
    """

    id: Slug
    topic: Text
    question: Text
    in_brief: Text
    why: Text
    urgency: Urgency
    rule_out: Literal["yes", ""]
    raised_by: Texts
    tests: str
    refer: str
    sources: SomeSlugs
    checked: Day
    due: Day


class SideEffectRow(NamedTuple):
    """A phrase that is said of the side effect; ``key`` is a field of :class:`medcheck.side_effect.SideEffect`."""

    key: Text
    words: Text

    def problem(self) -> str | None:
        """What is wrong, if no report uses the phrase."""
        if self.key not in SideEffect._fields:
            return f"'key' holds {self.key!r}, which is none of {', '.join(SideEffect._fields)}"
        return None
