"""The rows of the tables about laboratory values; as those of ``clinical_rows``, each kind is defined once."""

from typing import Literal, NamedTuple

from medcheck.knowledge import combination_grammar, result_grammar
from medcheck.knowledge.cells import Day, NotNegative, Number, Positive, Rank, Slug, SomeSlugs, Text, Texts
from medcheck.records import Urgency


class AnalyteRow(NamedTuple):
    """What a laboratory measures.

    ``could_be``: what a value without more words may be, too ("Ca 2.15" is total or adjusted calcium). ``beyond``: the
    signs by which laboratories report values out of the range that they measure ("eGFR >90"); any other stands before a
    limit ("if K >5.5"), unless it is all of its line.
    """

    name: Text
    title: Text
    could_be: Texts
    beyond: Literal["<", ">", "<>", ""]


class ResultUnitRow(NamedTuple):
    """A unit of an analyte: a value times ``factor`` plus ``offset`` is in the unit of the reference range.

    ``low``, ``high``: the values that occur. ``assumed``: a value without a unit may be in this one.
    """

    analyte: Text
    unit: Text
    factor: Positive
    offset: float
    low: NotNegative
    high: Positive
    assumed: Literal["yes", ""]


class ReferenceRangeRow(NamedTuple):
    """The values of healthy adults; ``low`` or ``high`` is empty where the source gives one limit only."""

    analyte: Text
    sex: Literal["any", "female", "male"]
    unit: Text
    low: Number
    high: Number
    source: Slug
    checked: Day
    due: Day

    def problem(self) -> str | None:
        """What is wrong, if there is no limit or the lower one is the higher."""
        if self.low is None and self.high is None:
            return "one of 'low' and 'high' must be given"
        if self.low is not None and self.high is not None and self.low >= self.high:
            return "'low' must be below 'high'"
        return None


class ResultRuleRow(NamedTuple):
    """A laboratory value to act on, beside the medicines of ``beside`` or, where that is empty, by itself.

    ``result`` is in the grammar of ``medcheck.knowledge.result_grammar``, ``beside`` in that of combinations. Of what
    is equally urgent, the lower ``rank`` comes first.
    """

    id: Slug
    title: Text
    result: Text
    beside: str
    note: Text
    action: Text
    urgency: Urgency
    rank: Rank
    sources: SomeSlugs
    checked: Day
    due: Day

    @property
    def condition(self) -> result_grammar.Condition:
        """What a result must be like."""
        return result_grammar.parse(self.result)

    @property
    def terms(self) -> tuple[combination_grammar.Term, ...]:
        """What must be taken beside it, each term met by another medicine; none for a value by itself."""
        return combination_grammar.parse(self.beside) if self.beside else ()

    def problem(self) -> str | None:
        """What does not fit one of the two grammars."""
        try:
            result_grammar.parse(self.result)
            if self.beside:
                combination_grammar.parse(self.beside)
        except ValueError as error:
            return str(error)
        return None
