"""What a report says in full and in which order, whatever it is written as."""

from collections.abc import Sequence
from functools import partial

from medcheck.printable import printable
from medcheck.records import (
    TAKEN,
    Combination,
    Finding,
    Mention,
    NotMedicine,
    ReviewRecord,
    Unrecognised,
)
from medcheck.report.as_written import suggested
from medcheck.report.grades import WEAK_SOURCES, figure_label, grades_in_words
from medcheck.report.groups import count, groups, headline
from medcheck.report.outline_records import Entry, Line, Outline, Place, Section
from medcheck.report.results import alerts_section, results_section
from medcheck.report.short import URGENCY_WORDS, first_step, weight
from medcheck.report.sources import References
from medcheck.report.taking import STATUS_WORDS, why
from medcheck.side_effect import SideEffect, begin

# Without --all: enough to start the conversation, few enough to be read.
MOST_QUESTIONS = 6
SHORT_OF_SOURCES = 1  # for a question; the list of sources must not outgrow the report
_EVIDENCE = "The evidence says how well a link is shown, not how likely it is in this patient."
_HIGH = "High severity: serious harm is possible, so the prescriber is told."
_MODERATE = "Moderate severity: to be checked or watched at the next occasion."


def outline(review: ReviewRecord, side_effect: SideEffect, everything: bool = False, folds: bool = False) -> Outline:
    """The report of a review; ``everything`` adds the medicines that are not listed and all questions.

    ``folds``: for a writer that folds away what is long, so that they are there, and the questions in brief.
    """
    references = References()
    found = groups(review)
    detailed = partial(_findings, review, references, side_effect)
    combined = partial(_combinations, review, references)
    sections = [
        alerts_section(review, references),
        Section("warnings", "Safety warnings", "danger", "", detailed(found.warnings)),
        combined("severe", "Acting together, high severity", "danger", _HIGH, (*found.reactions, *found.severe)),
        Section("associated", begin(side_effect.associated), "caution", _EVIDENCE, detailed(found.causes)),
        _weak(review, found.weak, references),
        combined("combinations", "Acting together, moderate severity", "caution", _MODERATE, found.moderate),
        _held(found.may_still_explain, side_effect),
        _unrecognised(review),
        _unclear(found.unclear),
        _corrections(review),
        Section("treatments", begin(side_effect.taken_for), "plain", "", detailed(found.treatments)),
        _not_counted(found.not_counted),
        _not_listed((*found.not_listed, *found.doubtful), everything or folds),
        _not_medicines(review),
        results_section(review),
        _questions(review, references, everything, folds),
    ]
    return Outline(
        f"{side_effect.review} of a medicine list",
        headline(review, side_effect),
        tuple(section for section in sections if section and section.entries),
        references.listed(),
        side_effect.disclaimer,
        review.tables_version,
    )


def _unrecognised(review: ReviewRecord) -> Section:
    entries = []
    for entry in review.unrecognised:
        if entry.reason == "ambiguous" and not entry.suggestions:
            words = "a kind of medicine, not its name: ask which"
        elif entry.reason == "ambiguous":
            words = "could be " + " or ".join(suggested(entry)) + ": ask, do not guess"
        elif entry.suggestions:
            words = "not known; nearest: " + ", ".join(suggested(entry))
        else:
            words = "not known"
        entries.append(Entry(printable(entry.text), "", (), (Line("", words),), (), places=_places(entry)))
    lead = "Not checked. Look these up by hand: not recognised does not mean clear."
    return Section("unrecognised", "Not recognised", "danger", lead, tuple(entries))


def _corrections(review: ReviewRecord) -> Section:
    entries = []
    for mention in review.mentions:
        other = mention.match.runner_up
        if mention.match.method != "fuzzy":
            if other and other.score >= mention.match.score:
                words = (
                    f"read as {', '.join(mention.ingredients)}; elsewhere the name means {', '.join(other.ingredients)}"
                )
                entries.append(_with_words(mention, words))
            continue
        words = read_as = f"read as {_named(mention)}?"
        if other:
            words += f" Next nearest: {other.name}"
        entries.append(_with_words(mention, words)._replace(do=read_as))
    return Section(
        "corrections", "Read with a correction", "caution", "Confirm that this is what was meant.", tuple(entries)
    )


def _with_words(mention: Mention, words: str) -> Entry:
    return Entry(printable(mention.text), "", (), (Line("", words),), (), places=_places(mention))


def _places(*written: Mention | Unrecognised | NotMedicine) -> tuple[Place, ...]:
    return tuple(Place(one.start, one.end) for one in written)


def _named(mention: Mention) -> str:
    ingredients = ", ".join(mention.ingredients)
    return mention.match.name if mention.match.name.lower() == ingredients else f"{mention.match.name} ({ingredients})"


def _written(review: ReviewRecord, finding: Finding) -> tuple[str, ...]:
    mentions = [review.mentions[number] for number in finding.mentions]
    return tuple(dict.fromkeys(printable(f"{m.text} {m.strength}" if m.strength else m.text) for m in mentions))


def _findings(
    review: ReviewRecord, references: References, side_effect: SideEffect, findings: Sequence[Finding]
) -> tuple[Entry, ...]:
    entries = []
    for finding in findings:
        warning = finding.level == "warning"
        lines = [Line("", finding.note)]
        if warning and finding.role == "treatment":  # a warning is not graded by what speaks for the medicine
            lines.append(Line("Benefit", f"{finding.evidence} evidence. {finding.figure or ''}".rstrip()))
        elif finding.figure:
            lines.append(Line(figure_label("Figure", finding.figure_of), finding.figure))
        if finding.electrolyte_figure:
            label = figure_label(f"Figure for {finding.electrolyte_effect}", finding.electrolyte_figure_of)
            lines.append(Line(label, finding.electrolyte_figure))
        if finding.weak_sources:
            lines.append(Line("", WEAK_SOURCES))
        lines += [Line("Why", finding.mechanism), Line("Do", finding.action)]
        name = finding.ingredient
        if finding.drug_class and finding.drug_class != name:
            name += f" ({finding.drug_class})"
        grades = grades_in_words(
            finding.role, finding.evidence, finding.electrolyte_effect, finding.electrolyte_evidence, side_effect
        )
        badge = "safety warning" if warning else grades
        entries.append(
            Entry(
                name,
                badge,
                _written(review, finding),
                tuple(lines),
                references.numbers(finding.sources),
                badge if warning or finding.role == "treatment" else weight(finding),
                first_step(finding.action),
                _of_finding(review, finding),
            )
        )
    return tuple(entries)


def _of_finding(review: ReviewRecord, finding: Finding) -> tuple[Place, ...]:
    return _places(*(review.mentions[number] for number in finding.mentions))


def _weak(review: ReviewRecord, findings: Sequence[Finding], references: References) -> Section:
    entries = [
        Entry(
            f.ingredient,
            "",
            _written(review, f),
            (Line("", f"{f.note} {WEAK_SOURCES}" if f.weak_sources else f.note),),
            references.numbers(f.sources[:2]),
            places=_of_finding(review, f),
        )
        for f in findings
    ]
    return Section("minor", "Weak or indirect association", "quiet", "", tuple(entries))


def _combinations(
    review: ReviewRecord,
    references: References,
    id_: str,
    title: str,
    tone: str,
    lead: str,
    combinations: Sequence[Combination],
) -> Section:
    entries = [
        Entry(
            c.title,
            _risk(c),
            (),
            (Line("With", ", ".join(c.ingredients)), Line("", c.note), Line("Do", c.action)),
            references.numbers(c.sources),
            _risk(c),
            first_step(c.action),
            _of_combination(review, c),
        )
        for c in combinations
    ]
    return Section(id_, title, tone, lead, tuple(entries))


def _risk(combination: Combination) -> str:
    """What may come of it and, where that is serious, how soon to act."""
    when = f", {URGENCY_WORDS[combination.urgency]}" if combination.severity == "high" else ""
    return f"{combination.risk}{when}"


def _of_combination(review: ReviewRecord, combination: Combination) -> tuple[Place, ...]:
    """Where the text names what acts together; a class of which no member is named is known by its finding."""
    together = set(combination.ingredients)
    by_class = {number for found in review.findings if found.ingredient in together for number in found.mentions}
    return _places(
        *(
            mention
            for number, mention in enumerate(review.mentions)
            if mention.status in TAKEN and (number in by_class or not together.isdisjoint(mention.ingredients))
        )
    )


def _not_counted(mentions: Sequence[Mention]) -> Section:
    entries = tuple(_with_reason(m, STATUS_WORDS[m.status]) for m in mentions)
    return Section("not-counted", "Not taken, so not counted", "quiet", "", entries)


def _held(mentions: Sequence[Mention], side_effect: SideEffect) -> Section:
    entries = tuple(_with_reason(mention, STATUS_WORDS[mention.status]) for mention in mentions)
    return Section("held", "Not taken now", "caution", f"Not counted; {side_effect.may_still_explain}.", entries)


def _unclear(mentions: Sequence[Mention]) -> Section:
    entries = tuple(_with_reason(mention, "") for mention in mentions)
    lead = "Counted as taken. The text is doubtful: ask."
    return Section("unclear", "Taken or not", "caution", lead, entries)


def _with_reason(mention: Mention, badge: str) -> Entry:
    reason = printable(why(mention))
    lines = (*_read_as(mention), *((Line("Said", reason),) if reason else ()))
    because = mention.status_because
    return Entry(
        printable(mention.text),
        badge,
        (),
        lines,
        (),
        places=_places(mention),
        decided=Place(because.start, because.end) if because else None,
    )


def _read_as(mention: Mention) -> tuple[Line, ...]:
    """What a mention was read as, where it is written otherwise."""
    name = ", ".join(mention.ingredients) or mention.match.name
    return (Line("", name),) if name.casefold() != mention.text.casefold() else ()


def _not_listed(mentions: Sequence[Mention], everything: bool) -> Section:
    if everything:
        entries = tuple(Entry(printable(m.text), "", (), _read_as(m), (), places=_places(m)) for m in mentions)
    else:
        entries = (Entry(f"{count(len(mentions), 'medicine')} (--all lists them)", "", (), (), ()),) if mentions else ()
    return Section("not-listed", "Recognised and not on our list", "quiet", "", entries)


def _not_medicines(review: ReviewRecord) -> Section:
    entries = tuple(
        Entry(printable(found.text), "", (), (), (), places=_places(found)) for found in review.not_medicines
    )
    return Section("not-medicines", "Not a medicine", "quiet", "", entries)


def _questions(review: ReviewRecord, references: References, everything: bool, folds: bool) -> Section:
    chosen = review.questions if everything or folds else review.questions[:MOST_QUESTIONS]
    entries = []
    for question in chosen:
        lines = [Line("Why", question.why)] if everything else []
        if question.tests and everything:
            lines.append(Line("Tests", question.tests))
        if question.refer:
            lines.append(Line("If yes", question.refer))
        entries.append(
            Entry(
                question.question,
                URGENCY_WORDS[question.urgency],
                (),
                tuple(lines),
                references.numbers(question.sources if everything else question.sources[:SHORT_OF_SOURCES]),
            )
        )
    hidden = len(review.questions) - len(chosen)
    lead = f"{count(hidden, 'further question')} with --all." if hidden else ""
    return Section("questions", "Ask about", "plain", lead, tuple(entries))
