"""What a report says and in which order, whatever it is written as."""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.printable import printable
from medcheck.records import Finding, Mention, ReviewRecord, Source, Suggestion
from medcheck.report.grades import grades_in_words
from medcheck.report.sources import References
from medcheck.report.taking import STATUS_WORDS, why
from medcheck.side_effect import SideEffect, begin

URGENCY_WORDS = {"now": "now", "same_day": "same day", "soon": "soon", "routine": "routine"}
# Without --all: enough to start the conversation, few enough to be read.
MOST_QUESTIONS = 6
SHORT_OF_SOURCES = 1  # for a question; the list of sources must not outgrow the report


class Line(NamedTuple):
    """One labelled line of an entry; the label may be empty."""

    label: str
    text: str


class Entry(NamedTuple):
    """One thing said: ``badge`` is its grade or urgency, ``written`` the words it was read from, ``refs`` from 1."""

    title: str
    badge: str
    written: tuple[str, ...]
    lines: tuple[Line, ...]
    refs: tuple[int, ...]


class Section(NamedTuple):
    """Entries under one heading; ``tone`` is danger, caution, plain or quiet."""

    id: str
    title: str
    tone: str
    lead: str
    entries: tuple[Entry, ...]


class Outline(NamedTuple):
    """The whole report; ``references[n - 1]`` is reference ``n``."""

    title: str
    summary: str
    sections: tuple[Section, ...]
    references: tuple[Source, ...]
    disclaimer: str
    tables_version: str


def outline(reading: ReviewRecord, side_effect: SideEffect, everything: bool = False) -> Outline:
    """The report of a reading; ``everything`` adds the medicines that are not listed and all questions."""
    references = References()
    sections = [
        _unrecognised(reading),
        _corrections(reading),
        Section("warnings", "Warnings", "danger", "", _findings(reading, references, side_effect, _warnings(reading))),
        Section(
            "associated",
            begin(side_effect.associated),
            "caution",
            "",
            _findings(reading, references, side_effect, _main(reading)),
        ),
        _combinations(reading, references),
        Section(
            "treatments",
            begin(side_effect.taken_for),
            "plain",
            "",
            _findings(reading, references, side_effect, _treatments(reading)),
        ),
        _minor(reading, references),
        _unclear(reading),
        _held(reading, side_effect),
        _not_counted(reading),
        _not_listed(reading, everything),
        _not_medicines(reading),
        _questions(reading, references, everything),
    ]
    return Outline(
        f"{side_effect.review} of a medicine list",
        _summary(reading, side_effect),
        tuple(section for section in sections if section and section.entries),
        references.listed(),
        side_effect.disclaimer,
        reading.tables_version,
    )


def _summary(reading: ReviewRecord, side_effect: SideEffect) -> str:
    if not (reading.mentions or reading.unrecognised):
        unread = f" {_count(len(reading.unfamiliar), 'unfamiliar word')}, not looked at." if reading.unfamiliar else ""
        return "No medicine found in the text." + unread
    parts = [f"{_count(len(reading.mentions), 'medicine')} read"]
    causes = len({f.ingredient for f in reading.findings if f.role != "treatment"})
    parts.append(f"{causes or 'none on our list of those'} {side_effect.associated}")
    treatments = len({f.ingredient for f in reading.findings if f.role == "treatment"})
    if treatments:
        parts.append(f"{treatments} {side_effect.taken_for}")
    if reading.unrecognised:
        parts.append(f"{len(reading.unrecognised)} NOT RECOGNISED")
    summary = ", ".join(parts) + "."
    if reading.unfamiliar:
        summary += f" {_count(len(reading.unfamiliar), 'unfamiliar word')}, not looked at."
    return summary


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unrecognised(reading: ReviewRecord) -> Section:
    entries = []
    for entry in reading.unrecognised:
        if entry.reason == "ambiguous" and not entry.suggestions:
            words = "a kind of medicine, not its name: ask which"
        elif entry.reason == "ambiguous":
            words = "could be " + " or ".join(_suggested(entry.suggestions)) + ": ask, do not guess"
        elif entry.suggestions:
            words = "not known; nearest: " + ", ".join(_suggested(entry.suggestions))
        else:
            words = "not known"
        entries.append(Entry(printable(entry.text), "", (), (Line("", words),), ()))
    lead = "Not checked. Look these up by hand: not recognised does not mean clear."
    return Section("unrecognised", "Not recognised", "danger", lead, tuple(entries))


def _suggested(suggestions: Sequence[Suggestion]) -> list[str]:
    return [
        s.name if not s.ingredients or s.ingredients == (s.name.lower(),) else f"{s.name} ({', '.join(s.ingredients)})"
        for s in suggestions
    ]


def _corrections(reading: ReviewRecord) -> Section:
    entries = []
    for mention in reading.mentions:
        other = mention.match.runner_up
        if mention.match.method != "fuzzy":
            if other and other.score >= mention.match.score:
                words = (
                    f"read as {', '.join(mention.ingredients)}; elsewhere the name means {', '.join(other.ingredients)}"
                )
                entries.append(Entry(printable(mention.text), "", (), (Line("", words),), ()))
            continue
        words = f"read as {_named(mention)}, score {mention.match.score:g}"
        if other:
            words += f"; next nearest {other.name}, {other.score:g}"
        entries.append(Entry(printable(mention.text), "", (), (Line("", words),), ()))
    return Section(
        "corrections", "Read with a correction", "caution", "Confirm that this is what was meant.", tuple(entries)
    )


def _named(mention: Mention) -> str:
    ingredients = ", ".join(mention.ingredients)
    return mention.match.name if mention.match.name.lower() == ingredients else f"{mention.match.name} ({ingredients})"


def _is_minor(finding: Finding) -> bool:
    grades = (finding.evidence, finding.electrolyte_evidence or "limited")
    return finding.level == "note" and finding.role != "treatment" and set(grades) == {"limited"}


def _warnings(reading: ReviewRecord) -> list[Finding]:
    return [f for f in reading.findings if f.level == "warning"]


def _main(reading: ReviewRecord) -> list[Finding]:
    return [f for f in reading.findings if f.level != "warning" and f.role != "treatment" and not _is_minor(f)]


def _treatments(reading: ReviewRecord) -> list[Finding]:
    return [f for f in reading.findings if f.level != "warning" and f.role == "treatment"]


def _written(reading: ReviewRecord, finding: Finding) -> tuple[str, ...]:
    mentions = [reading.mentions[number] for number in finding.mentions]
    return tuple(dict.fromkeys(printable(f"{m.text} {m.strength}" if m.strength else m.text) for m in mentions))


def _findings(
    reading: ReviewRecord, references: References, side_effect: SideEffect, findings: Sequence[Finding]
) -> tuple[Entry, ...]:
    entries = []
    for finding in findings:
        lines = [Line("", finding.note)]
        if finding.figure:
            lines.append(Line("Figure", finding.figure))
        if finding.electrolyte_figure:
            lines.append(Line(f"Figure for {side_effect.claims_electrolyte.lower()}", finding.electrolyte_figure))
        lines += [Line("Why", finding.mechanism), Line("Do", finding.action)]
        name = finding.ingredient
        if finding.drug_class and finding.drug_class != name:
            name += f" ({finding.drug_class})"
        badge = grades_in_words(finding.role, finding.evidence, finding.electrolyte_evidence, side_effect)
        entries.append(
            Entry(name, badge, _written(reading, finding), tuple(lines), references.numbers(finding.sources))
        )
    return tuple(entries)


def _minor(reading: ReviewRecord, references: References) -> Section:
    entries = [
        Entry(f.ingredient, "", _written(reading, f), (Line("", f.note),), references.numbers(f.sources[:2]))
        for f in reading.findings
        if _is_minor(f)
    ]
    return Section("minor", "Weak or indirect association", "quiet", "", tuple(entries))


def _combinations(reading: ReviewRecord, references: References) -> Section:
    entries = [
        Entry(
            c.title,
            f"{c.severity} severity",
            (),
            (Line("With", ", ".join(c.ingredients)), Line("", c.note), Line("Do", c.action)),
            references.numbers(c.sources),
        )
        for c in reading.combinations
    ]
    return Section("combinations", "Acting together", "caution", "", tuple(entries))


def _not_counted(reading: ReviewRecord) -> Section:
    entries = [
        _with_reason(m, STATUS_WORDS[m.status])
        for m in reading.mentions
        if m.status in STATUS_WORDS and m.status != "held"
    ]
    return Section("not-counted", "Named but not taken, so not counted", "quiet", "", tuple(entries))


def _held(reading: ReviewRecord, side_effect: SideEffect) -> Section:
    entries = [_with_reason(m, "") for m in reading.mentions if m.status == "held"]
    return Section("held", "Held now", "caution", f"Not counted; {side_effect.may_still_explain}.", tuple(entries))


def _unclear(reading: ReviewRecord) -> Section:
    entries = [_with_reason(m, "") for m in reading.mentions if m.status == "unclear"]
    lead = "Counted as taken. The text is doubtful: ask."
    return Section("unclear", "Taken or not", "caution", lead, tuple(entries))


def _with_reason(mention: Mention, badge: str) -> Entry:
    reason = printable(why(mention))
    lines = (Line("", _plain_name(mention)), *((Line("Said", reason),) if reason else ()))
    return Entry(printable(mention.text), badge, (), lines, ())


def _plain_name(mention: Mention) -> str:
    return ", ".join(mention.ingredients) or mention.match.name


def _not_listed(reading: ReviewRecord, everything: bool) -> Section:
    on_list = {number for finding in reading.findings for number in finding.mentions}
    rest = [m for n, m in enumerate(reading.mentions) if n not in on_list and m.status not in STATUS_WORDS]
    if not rest:
        return Section("not-listed", "", "quiet", "", ())
    title = "Recognised and not on our list"
    if everything:
        entries = tuple(Entry(printable(m.text), "", (), (Line("", _plain_name(m)),), ()) for m in rest)
    else:
        words = f"{_count(len(rest), 'medicine')} (--all lists them)"
        entries = (Entry(words, "", (), (), ()),)
    return Section("not-listed", title, "quiet", "", entries)


def _not_medicines(reading: ReviewRecord) -> Section:
    entries = tuple(Entry(printable(stretch.text), "", (), (), ()) for stretch in reading.not_medicines)
    return Section("not-medicines", "Not a medicine", "quiet", "", entries)


def _questions(reading: ReviewRecord, references: References, everything: bool) -> Section:
    chosen = reading.questions if everything else reading.questions[:MOST_QUESTIONS]
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
    hidden = len(reading.questions) - len(chosen)
    lead = f"{_count(hidden, 'further question')} with --all." if hidden else ""
    return Section("questions", "Ask about", "plain", lead, tuple(entries))
