"""The steps of a review in their order: text, document, names, mentions with their status, rules, record.

::

    text -> tokens and items        TextContext         medcheck.document
         -> names of the tables     find_exact_names    medcheck.naming
         -> guesses between them    add_guesses         medcheck.naming
         -> mentions with status    assemble_mentions   medcheck.assembly, medcheck.context
         -> laboratory values          (asked for by names)   medcheck.results
         -> findings, combinations, alerts, questions   medcheck.rules
         -> ReviewRecord                                medcheck.records

A single check, an export and any other door call these functions and spell no step out themselves. Medicines that
arrive separated are put together in ``medcheck.entries`` and join at :func:`record_of`. Only the ranking of an export's
patients asks the rules itself, for it judges sets of medicines that many patients share, each set once.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, get_args

from medcheck.assembly.mentions import Assembled, assemble_mentions, explain_mentions
from medcheck.exceptions import UsageError
from medcheck.knowledge.clinical import Clinical
from medcheck.naming.exact import find_exact_names
from medcheck.naming.found import Found, Hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.scan import add_guesses
from medcheck.naming.surroundings import Surroundings, read_surroundings
from medcheck.naming.text_context import TextContext
from medcheck.records import (
    Alert,
    Combination,
    Explanation,
    Finding,
    Mention,
    Question,
    ReviewRecord,
    Status,
    TextKind,
    replace,
)
from medcheck.rules.combination_matching import medicines_taken
from medcheck.rules.combinations import combinations
from medcheck.rules.findings import associated, findings
from medcheck.rules.questions import questions
from medcheck.rules.still_explaining import may_still_explain

if TYPE_CHECKING:
    from medcheck.results.read import FoundResult


class Line(NamedTuple):
    """A text after the first two steps: its context, and the names that stand in it as the tables have them."""

    context: TextContext
    exact: Sequence[Found]


def begin(text: str, lexicon: Lexicon, as_of: date | None = None) -> Line:
    """The document and the exact names of a text, which is all that most lines of an export need."""
    context = TextContext(text, lexicon, as_of)
    return Line(context, find_exact_names(context))


def only_medicine(line: Line) -> Hit | None:
    """The one medicine of a line that says nothing else of it but directions; None where it must be assembled."""
    from medcheck.assembly.simple_line import simple_line  # for the lines of an export

    return simple_line(line.context, line.exact)


def guess(line: Line, surroundings: Surroundings | None = None) -> Sequence[Found]:
    """All that a line names, as the tables have it or not."""
    return add_guesses(line.context, line.exact, surroundings)


def assemble(line: Line, surroundings: Surroundings | None = None, found: Sequence[Found] | None = None) -> Assembled:
    """The mentions with their status, what is not recognised, and what is no medicine; ``found``: what it names."""
    return assemble_mentions(line.context, guess(line, surroundings) if found is None else found)


def results_of(line: Line) -> "Sequence[FoundResult]":
    """The laboratory values of a text, but for one whose name ends that of a medicine ("Centyl K 2.5")."""
    results = line.context.results
    inside_names = {at for found in line.exact for at in range(found.first + 1, found.last)} if results else set()
    return [value for value in results if value.first not in inside_names]


class Conclusions(NamedTuple):
    """What the rules say of some mentions."""

    findings: tuple[Finding, ...]
    combinations: tuple[Combination, ...]
    alerts: tuple[Alert, ...]
    questions: tuple[Question, ...]
    may_still_explain: tuple[int, ...]


def conclude(mentions: Sequence[Mention], clinical: Clinical, results: "Sequence[FoundResult]" = ()) -> Conclusions:
    """The findings, combinations, alerts and questions of a list of mentions, wherever they come from."""
    entries = associated(mentions, clinical)
    medicines = medicines_taken(mentions, entries, clinical)
    found: tuple[Alert, ...] = ()
    if results:
        from medcheck.rules.alerts import alerts  # a start does not load it for a text without a value

        found = alerts(results, mentions, medicines, clinical)
    return Conclusions(
        findings(entries, clinical),
        combinations(mentions, medicines, clinical),
        found,
        questions(medicines, clinical),
        may_still_explain(mentions, clinical),
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
    text: str,
    lexicon: Lexicon,
    clinical: Clinical,
    tables_version: str,
    as_of: date | None = None,
    statuses: Mapping[int, Status] = MappingProxyType({}),
) -> ReviewRecord:
    """All the steps: everything medcheck says about one text; ``statuses`` of mentions, by number, win over the text's.

    Raises UsageError for the number of a mention that is not there and for a status that does not exist.
    """
    line = begin(text, lexicon, as_of)
    surroundings = read_surroundings(line.context, line.exact)
    assembled = assemble(line, surroundings)
    if statuses:
        assembled = assembled._replace(mentions=with_statuses(assembled.mentions, statuses))
    results = results_of(line)
    return record_of(assembled, surroundings.kind, clinical, tables_version, results, asks=bool(line.context.tokens))


def record_of(
    assembled: Assembled,
    text_kind: TextKind,
    clinical: Clinical,
    tables_version: str,
    results: "Sequence[FoundResult]" = (),
    *,
    asks: bool,
) -> ReviewRecord:
    """The record of what was read; without ``asks`` it has no questions, as that of an empty list."""
    concluded = conclude(assembled.mentions, clinical, results)
    return ReviewRecord(
        tables_version=tables_version,
        text_kind=text_kind,
        **assembled._asdict(),
        findings=concluded.findings,
        combinations=concluded.combinations,
        results=tuple(found.result for found in results),
        alerts=concluded.alerts,
        questions=concluded.questions if asks else (),
        may_still_explain=concluded.may_still_explain,
    )


def with_statuses(mentions: Sequence[Mention], statuses: Mapping[int, Status]) -> tuple[Mention, ...]:
    """The mentions with the statuses that somebody has set, by their numbers; no words of the text decided those."""
    for number, status in statuses.items():
        if not 0 <= number < len(mentions):
            raise UsageError(f"there is no mention {number}; the text has {len(mentions)}, numbered from 0")
        if status not in get_args(Status):
            raise UsageError(f"mention {number}: there is no such status; known are {', '.join(get_args(Status))}")
    return tuple(
        replace(mention, status=statuses[number], status_reason=None, status_because=None)
        if number in statuses
        else mention
        for number, mention in enumerate(mentions)
    )
