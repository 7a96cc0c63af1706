"""``report.html``: what was reviewed, whom to review first and what was not read, on one page that loads nothing."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from operator import attrgetter

from medcheck.counted import counted, plural
from medcheck.export.job import ON_THE_PAGE, Job, Tally
from medcheck.export.lines.unread_lines import UnreadLine
from medcheck.export.outputs import page_parts as parts
from medcheck.export.outputs.summary import ExportSummary
from medcheck.export.patients.medicine_counts import MedicineCount
from medcheck.export.time_notices import LAST
from medcheck.printable import printable, visible
from medcheck.records import Finding, Source
from medcheck.report.bars import Bar, bars
from medcheck.report.web_page import source_link, web_page
from medcheck.side_effect import SideEffect, begin

_MOST = 50
_BARS = 12
_SHOWN = 3  # medicines and combinations of a patient; the rest opens
_COLOURS = {"warning": "#a3161b", "flag": "#b45309", "note": "#0b4f8a"}
_TREATMENT = "#4b5563"


def page(
    job: Job, tally: Tally, unread: Sequence[UnreadLine], medicines: Sequence[MedicineCount], summary: ExportSummary
) -> str:
    """The whole page; it says nothing of the engine or the machine, for it must be the same on all."""
    words = job.pool.checker.clinical.side_effect
    sections = [
        _whom(tally, summary, words),
        _unrecognised(unread, summary),
        _cascades(tally, words),
        _medicines(medicines, tally, summary, words),
        _corrections(tally),
        _method(tally, summary),
    ]
    links = "".join(f'<li><a href="#{id_}">{escape(title)}</a></li>' for id_, title, html in sections if html)
    files = ", ".join(path.name for path in job.export.paths[:3])
    others = len(job.export.paths) - 3
    more = f" and {counted(others, 'more file')}" if others > 0 else ""
    private = "This page holds data of patients: keep it as you keep their records."
    body = f"""<h1>{escape(words.review)} of a prescription export</h1>
<p class="lead">{escape(printable(files))}{more} · {escape(summary.profile)} · as of {_day(summary)}</p>
{_numbers(summary, words)}
<nav aria-label="On this page"><ul>{links}</ul></nav>
{"".join(html for _, _, html in sections)}
<footer><p>{escape(words.disclaimer)} {private}</p></footer>"""
    return web_page(f"{words.review} of {printable(files)}", body, parts.STYLE, parts.SCRIPT)


def _numbers(summary: ExportSummary, side_effect: SideEffect) -> str:
    answers = [
        ("reviewed", summary.rows, ""),
        (f"with a medicine {side_effect.associated}", summary.associated, "flag" if summary.associated else ""),
        ("with other medicines only", summary.not_listed, ""),
        ("NOT RECOGNISED, so not checked", summary.unrecognised, "danger" if summary.unrecognised else ""),
        ("without a medicine", summary.not_a_medicine, ""),
    ]
    tiles = [(f"{plural(number, 'row')} {words}", number, kind) for words, number, kind in answers]
    if summary.people:
        tiles.append(
            (
                f"of {counted(summary.people, 'patient')} with a finding",
                summary.patients,
                "flag" * bool(summary.patients),
            )
        )
    added = f"{summary.associated:,} + {summary.not_listed:,} + {summary.unrecognised:,} + {summary.not_a_medicine:,}"
    lead = f"The four answers add up to the rows: {added} = {summary.rows:,}."
    if summary.past_rows:
        lead += f" {counted(summary.past_rows, 'row is', 'rows are')} past: listed, but not counted for a patient."
    if summary.rows_to_come:
        lead += f" {counted(summary.rows_to_come, 'row is', 'rows are')} to come, and not counted either."
    if summary.unrecognised_with_finding:
        partly = summary.unrecognised_with_finding
        lead += (
            f" {partly:,} of the rows not recognised {plural(partly, 'names', 'name')} such a medicine beside what is "
        )
        lead += f"not known; {plural(partly, 'it counts', 'they count')} for the patient."
    if summary.rows_without_patient:
        lead += f" {counted(summary.rows_without_patient, 'row names', 'rows name')} no patient."
    if summary.rejected:
        lead += f" {counted(summary.rejected, 'row')} could not be read (rejected.csv) and "
        lead += f"{plural(summary.rejected, 'counts', 'count')} as not recognised."
    return parts.tiles(tiles) + f'<p class="lead">{escape(lead)}</p>'


def _whom(tally: Tally, summary: ExportSummary, side_effect: SideEffect) -> tuple[str, str, str]:
    title = "Whom to review first"
    if not tally.first:
        return "whom", title, ""
    ranked = tally.sets.findings
    rows = []
    for number, row in enumerate(tally.first, 1):
        need = row.review.numbers
        beside = (row.order.words or "yes") if need.treatment_beside_cause else "no"
        weak = [n for n in row.review.findings if ranked[n].is_weak and n not in row.review.treatments]
        purpose = dict.fromkeys(row.review.treatments, f"{side_effect.purpose}, ")
        named = [
            f"{ranked[n].ingredient} ({purpose.get(n, '')}{_grade(ranked[n])})"
            for n in row.review.findings
            if n not in weak
        ]
        medicines = parts.folded(named, _SHOWN, "Weak evidence", [ranked[n].ingredient for n in weak])
        together = parts.folded([made.title for made in row.review.combinations], _SHOWN)
        rows.append(
            (
                number,
                row.patient,
                medicines,
                together,
                need.warnings,
                need.combinations,
                beside,
                need.findings,
                row.unrecognised,
            )
        )
    lead = (
        "First warnings and combinations of high severity, among those (as among the others) "
        f"{side_effect.a_treatment} begun within a year after a likely cause, then strength. Only medicines taken on "
        "the day of the review count, each once; weak associations lift nobody and stand aside. In brackets the level "
        "and the evidence."
    )
    if len(tally.first) > _MOST:
        lead += f" On paper, the first {_MOST}."
    if summary.patients > ON_THE_PAGE:
        lead += f" The first {ON_THE_PAGE:,} of {summary.patients:,}; patients.csv has all."
    controls = (
        '<div class="filter" id="controls" hidden><label for="filter">Of these patients, show those with</label>'
        '<input id="filter" type="search" autocomplete="off" placeholder="a number, a medicine …">'
        '<span id="shown" role="status"></span></div>'
    )
    header = (
        "Rank",
        "Patient",
        "Medicines",
        "Acting together",
        "Warnings",
        "Combinations",
        "Treated beside a cause",
        "Findings",
        "Rows not recognised",
    )
    made = parts.table("Patients", header, rows, (0, 4, 5, 7, 8), wide=(2, 3), id_="patients-table", tall=True)
    return "whom", title, parts.section("whom", title, lead, controls + made)


def _unrecognised(found: Sequence[UnreadLine], summary: ExportSummary) -> tuple[str, str, str]:
    title = "Not recognised"
    if not found:
        return "unrecognised", title, ""
    share = 100 * summary.unrecognised / summary.rows
    lead = (
        f"{counted(summary.unrecognised, 'row was', 'rows were')} not checked ({share:.1f} % of all): not recognised "
        "does not mean clear. Fill in the column ingredients of unrecognised.csv and give it back with --names."
    )
    if len(found) > _MOST:
        lead += f" The {_MOST} most frequent of {len(found):,} lines."
    rows = [
        (printable(line.text) or "(empty)", line.rows, line.name, line.reason, line.suggestions)
        for line in found[:_MOST]
    ]
    made = parts.table(
        "Lines not recognised", ("As written", "Rows", "Not known", "Why", "Nearest"), rows, (1,), wide=(0,), tall=True
    )
    return "unrecognised", title, parts.section("unrecognised", title, lead, made, "danger")


def _cascades(tally: Tally, side_effect: SideEffect) -> tuple[str, str, str]:
    title = "Possible cascades and combinations"
    ranked = tally.sets.findings
    pairs: Counter[tuple[str, str]] = Counter()
    together: Counter[str] = Counter()
    for review, people in tally.reviews.items():
        treatments = {ranked[n].ingredient for n in review.treatments}
        causes = {ranked[n].ingredient for n in review.findings if ranked[n].role != "treatment"}
        pairs.update({(treatment, cause): people for treatment in treatments for cause in causes})
        together.update({made.title: people for made in review.combinations})
    if not together and not pairs:
        return "cascades", title, ""
    body = ""
    if pairs:
        within = tally.within
        most = sorted(pairs.items(), key=lambda pair: (-within[pair[0]], -pair[1], pair[0]))[:_MOST]
        rows = [(*pair, people, within[pair]) for pair, people in most]
        header = (begin(side_effect.taken_for), "Possible cause", "Patients", "Begun in the year after it")
        body += f"<h3>{escape(begin(side_effect.a_treatment))} beside a possible cause</h3>"
        body += parts.table("Treatments beside causes", header, rows, (2, 3), tall=True)
    if together:
        made = sorted(together.items(), key=lambda pair: (-pair[1], pair[0]))
        body += "<h3>Medicines acting together</h3>" + parts.table(
            "Combinations", ("Combination", "Patients"), made, (1,), wide=(0,), tall=True
        )
    lead = (
        "A medicine may have been started against an effect of another. Which came first is said by the first row of "
        "each in the export; one begun before that is not seen."
    )
    return "cascades", title, parts.section("cascades", title, lead, body)


def _medicines(
    found: Sequence[MedicineCount], tally: Tally, summary: ExportSummary, side_effect: SideEffect
) -> tuple[str, str, str]:
    title = "Medicines and classes"
    if not found:
        return "medicines", title, ""
    by_person, items = summary.people > 0, any(medicine.items for medicine in found)
    unit = "patients" if by_person else "prescriptions" if items else "rows"
    number = attrgetter("items" if unit == "prescriptions" else unit)
    shown = sorted(found, key=number, reverse=True)
    weak = {finding.ingredient for finding in tally.sets.findings if finding.is_weak}
    drawn = [
        Bar(one.ingredient, number(one), _COLOURS[one.level] if one.role != "treatment" else _TREATMENT)
        for one in [one for one in shown if one.ingredient not in weak][:_BARS]
    ]
    classes: Counter[str] = Counter()
    if by_person:
        ranked = tally.sets.findings
        for review, people in tally.reviews.items():
            said = (ranked[n] for n in review.findings if not ranked[n].is_weak)
            classes.update({finding.drug_class: people for finding in said if finding.drug_class})
    else:
        for one in found:
            if one.drug_class and one.ingredient not in weak:
                classes[one.drug_class] += number(one)
    most = [
        Bar(name, total, "#0b4f8a")
        for name, total in sorted(classes.items(), key=lambda pair: (-pair[1], pair[0]))[:_BARS]
        if total
    ]
    figures = "".join(
        f"<figure><figcaption>{title} by {unit}</figcaption>{bars(chart, f'{title} by {unit}')}</figure>"
        for title, chart in (("Medicines", [bar for bar in drawn if bar.number]), ("Classes", most))
        if chart
    )
    key = "".join(
        f'<span class="whole"><span class="key" style="background:{colour}"></span>{escape(words)}</span> '
        for colour, words in (
            (_COLOURS["warning"], "warning"),
            (_COLOURS["flag"], "flag"),
            (_COLOURS["note"], "note"),
            (_TREATMENT, side_effect.taken_for),
        )
    )
    header = (
        "Medicine",
        "Class",
        "Role",
        "Level",
        "Evidence",
        "Electrolytes",
        "Patients",
        "Rows",
        "Prescriptions",
        "Rows not recognised",
    )
    rows = [row if by_person else (*row[:6], "", *row[7:]) for row in shown]
    made = parts.table("Medicines", header, rows, (6, 7, 8, 9), tall=True)
    body = f'<div class="pair">{figures}</div><p>Levels:{key}</p>'
    body += f"<details><summary>{counted(len(found), 'medicine')} in a table</summary>{made}</details>"
    lead = (
        "Patients who take each now; rows and prescriptions whether current or past. Rows in which something else was "
        "not recognised stand apart."
        if by_person
        else "The export names no patients, so prescriptions are counted."
    )
    if weak_ones := sum(one.ingredient in weak for one in shown):
        stands = plural(weak_ones, "stands", "stand")
        lead += f" {counted(weak_ones, 'medicine')} of weak evidence {stands} in the table only."
    return "medicines", title, parts.section("medicines", title, lead, body)


def _corrections(tally: Tally) -> tuple[str, str, str]:
    title = "Read with a correction"
    found: Counter[str] = Counter()
    for count, answer in zip(tally.lines.counts, tally.lines.answers, strict=True):
        if answer.corrected:
            found[answer.corrected] += count.rows
    if not found:
        return "corrections", title, ""
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    lead = "Confirm that this is what was meant; rows.csv shows each in medcheck_corrected."
    lead += f" {counted(len(found), 'correction')} in {counted(sum(found.values()), 'row')}."
    body = parts.table("Corrections", ("As written -> read as", "Rows"), ranked[:_MOST], (1,), wide=(0,), tall=True)
    return "corrections", title, parts.section("corrections", title, lead, body)


def _method(tally: Tally, summary: ExportSummary) -> tuple[str, str, str]:
    title = "Method and sources"
    used = "; ".join(f"{role}: {' + '.join(columns)}" for role, columns in summary.columns.items())
    notes = [
        f"Columns used ({summary.profile}): {visible(used)}.",
        f"{counted(summary.distinct_lines, 'distinct line was read', 'distinct lines were read once each')}.",
        "A name is corrected only where one medicine is meant beyond doubt.",
        "A row is not recognised when anything in it is not known or could be two medicines, or when its code "
        "contradicts its text.",
        *_times(summary),
        f"Tables {summary.tables_version}.",
        *(f"{visible(notice)}." for notice in summary.notices),
    ]
    body = '<ul class="plainlist">' + "".join(f"<li>{escape(line)}</li>" for line in notes) + "</ul>"
    sources = _sources(tally.sets.findings)
    if sources:
        items = "".join(f"<li>{source_link(source)}</li>" for source in sources)
        body += f"<details><summary>{counted(len(sources), 'source')} of these findings</summary>"
        body += f'<ol class="sources">{items}</ol></details>'
    return "method", title, parts.section("method", title, "", body)


def _day(summary: ExportSummary) -> str:
    return "each person's own last day" if summary.as_of == LAST else summary.as_of


_ENDED_BY = {
    "status": "their status",
    "stop": "a stop date",
    "supply": "days of supply",
    "quantity": "a quantity with its directions",
    "open": "nothing, and they are taken still",
    "assumed": "nothing, and {days} are assumed",
    "unknown": "nobody knows what, and they count",
}


def _times(summary: ExportSummary) -> list[str]:
    """When rows count, and what says so."""
    if not summary.ended_by:
        return []
    days = counted(summary.assumed_days, "day")
    ended = "; ".join(f"{_ENDED_BY[by].format(days=days)}: {rows:,}" for by, rows in summary.ended_by.items())
    said = [
        f"A row counts for its patient on {_day(summary)} when it has begun and has not ended: "
        f"{summary.current_rows:,} of {summary.past_rows + summary.current_rows + summary.rows_to_come:,} do.",
        f"What ends rows: {ended}.",
    ]
    if summary.undated_rows:
        rows = counted(summary.undated_rows, "row has no day of its begin", "rows have no day of their begin")
        said.append(f"{rows}, and counts as begun." if summary.undated_rows == 1 else f"{rows}, and count as begun.")
    return said


def _sources(findings: Sequence[Finding]) -> list[Source]:
    return sorted(
        {source.id: source for finding in findings for source in finding.sources}.values(), key=lambda source: source.id
    )


def _grade(finding: Finding) -> str:
    """Level and evidence, as the cells of rows.csv have them."""
    grade = f"{finding.level}, {finding.evidence}"
    return f"{grade}, electrolytes {finding.electrolyte_evidence}" if finding.electrolyte_evidence else grade
