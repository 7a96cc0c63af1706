"""The steps of a review in their order: text, document, names, mentions with their status, rules, record.

::

    text -> tokens and items        context_of          medcheck.document
         -> names of the tables     find_exact_names    medcheck.naming
         -> guesses between them    add_guesses         medcheck.naming
         -> mentions with status    assemble_mentions   medcheck.assembly, medcheck.context
         -> findings, combinations, questions           medcheck.rules
         -> ReviewRecord                                medcheck.records

A single check, an export and any other door call these functions and spell no step out themselves. A door whose
medicines arrive already separated begins at :func:`conclude`.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from medcheck.assembly.mentions import Assembled, assemble_mentions, explain_mentions
from medcheck.assembly.simple_line import simple_line
from medcheck.knowledge.clinical import Clinical
from medcheck.naming.exact import find_exact_names
from medcheck.naming.found import Found, Hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.scan import add_guesses
from medcheck.naming.surroundings import read_surroundings
from medcheck.naming.text_context import TextContext, context_of
from medcheck.records import Combination, Explanation, Finding, Mention, Question, ReviewRecord
from medcheck.rules.combinations import combinations
from medcheck.rules.findings import associated, findings
from medcheck.rules.questions import questions


class Line(NamedTuple):
    """A text after the first two steps: its context, and the names that stand in it as the tables have them."""

    context: TextContext
    exact: Sequence[Found]


def begin(text: str, lexicon: Lexicon, as_of: date | None = None) -> Line:
    """The document and the exact names of a text, which is all that most lines of an export need."""
    context = context_of(text, lexicon, as_of)
    return Line(context, find_exact_names(context))


def only_medicine(line: Line) -> Hit | None:
    """The one medicine of a line that says nothing else of it but directions; None where it must be assembled."""
    return simple_line(line.context, line.exact)


def assemble(line: Line) -> Assembled:
    """The mentions with their status, what is not recognised, and what is no medicine."""
    return assemble_mentions(line.context, add_guesses(line.context, line.exact))


class Conclusions(NamedTuple):
    """What the rules say of some mentions."""

    findings: tuple[Finding, ...]
    combinations: tuple[Combination, ...]
    questions: tuple[Question, ...]


def conclude(mentions: Sequence[Mention], clinical: Clinical) -> Conclusions:
    """The findings, combinations and questions of a list of mentions, wherever they come from."""
    entries = associated(mentions, clinical)
    return Conclusions(
        findings(entries, clinical),
        combinations(mentions, entries, clinical),
        questions(mentions, entries, clinical),
    )


def find_associated(mentions: Sequence[Mention], clinical: Clinical) -> tuple[Finding, ...]:
    """The findings alone, which is all that a row of an export says of its line."""
    entries = associated(mentions, clinical)
    return findings(entries, clinical) if entries else ()


def explain(text: str, lexicon: Lexicon, as_of: date | None = None) -> tuple[Explanation, ...]:
    """What was weighed for the status of each medicine of a text."""
    line = begin(text, lexicon, as_of)
    return explain_mentions(line.context, add_guesses(line.context, line.exact))


def review_record(
    text: str, lexicon: Lexicon, clinical: Clinical, tables_version: str, as_of: date | None = None
) -> ReviewRecord:
    """All the steps: everything medcheck says about one text."""
    line = begin(text, lexicon, as_of)
    assembled = assemble(line)
    concluded = conclude(assembled.mentions, clinical)
    return ReviewRecord(
        tables_version=tables_version,
        text_kind=read_surroundings(line.context, line.exact).kind,
        **assembled._asdict(),
        findings=concluded.findings,
        combinations=concluded.combinations,
        questions=concluded.questions if line.context.tokens else (),
    )
