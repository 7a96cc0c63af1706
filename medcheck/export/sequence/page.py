"""``symmetry.html``: the ratios, their forest, each pair's two-sided histogram, and what the method can say."""

from collections.abc import Sequence
from html import escape
from math import isfinite, log

from medcheck.counted import counted
from medcheck.export.outputs import page_parts as parts
from medcheck.export.sequence.analysis import STEP
from medcheck.export.sequence.results import Attrition, SequencePair, SequenceRatio, SymmetrySummary
from medcheck.knowledge.clinical import Clinical
from medcheck.printable import printable
from medcheck.report.forest import Interval, forest
from medcheck.report.mirrored import mirrored
from medcheck.report.web_page import source_link, web_page

_MOST_IN_FOREST = 40
_LIMITS = (
    "A ratio above 1 says that more people began the marker after the index medicine than before it. It is a signal "
    "about a population and never says whether the medicine caused anything in one patient.",
    "Each person is compared with themselves, so what stays the same in a person does not disturb; what changes with "
    "time does: a disease that leads to both medicines, closer watching after a new medicine, age, and first "
    "prescriptions before the export began.",
    "The null effect takes out trends of prescribing, not trends in one person.",
    "Look at the controls first: where a negative control is far from 1 or the positive one is not above it, the other "
    "ratios of this export deserve no trust.",
)
# In a narrow window a label and its numbers would overlap; the table has the numbers.
_STYLE = """
@media screen and (max-width:600px){.forest text[x='100%']{display:none}.forest text{font-size:.68rem}}
@media print{table{font-size:8.5pt}}
"""
_STEPS = {
    "people": "people with a dated row",
    "index_users": "had the index medicine",
    "index_began": "began it after the run-in",
    "marker_users": "had the marker",
    "marker_began": "began it after the run-in",
    "began_both": "began both",
    "same_day": "of these on the same day: on neither side",
    "too_far": "of these further apart than the longest window",
}


def page(summary: SymmetrySummary, files: str, clinical: Clinical) -> str:
    """The whole page; it says nothing of the engine or the machine."""
    asked = [pair for pair in summary.pairs if not pair.control]
    controls = [pair for pair in summary.pairs if pair.control]
    title = "Prescription sequence symmetry"
    body = f"""<h1>{title}</h1>
<p class="lead">{escape(printable(files))} · {escape(summary.profile)} · {escape(_period(summary))}</p>
{_numbers(summary)}
{_ratios("controls", "Controls", _controls_lead(controls), controls, summary)}
{_ratios("pairs", "Index medicines and markers", _pairs_lead(asked), asked, summary)}
{_details([*asked, *controls])}
{_method(summary, clinical)}
<footer><p>This page holds counts of people, none below {summary.fewest_people}.</p></footer>"""
    return web_page(f"{title} of {printable(files)}", body, parts.STYLE + _STYLE, parts.SCRIPT)


def _period(summary: SymmetrySummary) -> str:
    return f"{summary.first_day} to {summary.last_day}" if summary.first_day else "no dated row"


def _numbers(summary: SymmetrySummary) -> str:
    tiles = [
        ("people with a dated row", summary.people, ""),
        ("rows read", summary.rows, ""),
        ("rows without a date that can be read", summary.undated_rows, "flag" * bool(summary.undated_rows)),
        ("rows NOT RECOGNISED, so not counted", summary.unrecognised_rows, "danger" * bool(summary.unrecognised_rows)),
    ]
    notices = "".join(f"<li>{escape(notice)}.</li>" for notice in summary.notices)
    return parts.tiles(tiles) + (f'<ul class="plainlist">{notices}</ul>' if notices else "")


def _controls_lead(controls: Sequence[SequencePair]) -> str:
    used = [pair for pair in controls if pair.ratios[-1].adjusted is not None]
    if not used:
        return "The export has too few people for any control, so nothing here can be held against what is known."
    return "Pairs of which the answer is known: a negative one should lie near 1, a positive one above it."


def _pairs_lead(asked: Sequence[SequencePair]) -> str:
    if not asked:
        return "Nobody began both an index medicine and a marker after the run-in."
    return "Those of enough people first, the greatest adjusted ratio on top."


def _ratios(id_: str, title: str, lead: str, pairs: Sequence[SequencePair], summary: SymmetrySummary) -> str:
    if not pairs:
        return parts.section(id_, title, lead, "")
    header = ("Index", "Marker", "Window", "Index first", "Marker first", "Crude", "Null effect", "Adjusted", "Remark")
    rows = [row for pair in pairs for row in _rows(pair, summary)]
    chart = [
        Interval(f"{pair.index} before {pair.marker}", ratio.adjusted, ratio.adjusted_low, ratio.adjusted_high)
        for pair in pairs[:_MOST_IN_FOREST]
        for ratio in pair.ratios[-1:]
        if ratio.adjusted and ratio.adjusted_low and ratio.adjusted_high and isfinite(log(ratio.adjusted_high))
        and isfinite(ratio.adjusted)
    ]  # fmt: skip
    window = summary.windows[-1]
    picture = forest(chart, f"{title}: adjusted sequence ratios within {window} days")
    caption = f"Adjusted ratio within {window} days, {100 * summary.level:g} % interval, on a scale of logarithms"
    figure = f'<figure class="forest"><figcaption>{caption}</figcaption>{picture}</figure>' if picture else ""
    return parts.section(
        id_, title, lead, figure + parts.table(f"{title}: ratios", header, rows, range(2, 8), wide=(8,))
    )


def _rows(pair: SequencePair, summary: SymmetrySummary) -> list[tuple[object, ...]]:
    """A row for each window, and one for all of them where nobody began both within the longest."""
    if not any(ratio.index_first != 0 or ratio.marker_first != 0 for ratio in pair.ratios):
        nobody = "; ".join([*_control(pair), f"nobody began both within {summary.windows[-1]} days"])
        return [(pair.index, pair.marker, "", 0, 0, "", "", "", nobody)]
    return [
        (
            pair.index,
            pair.marker,
            f"{ratio.window} days",
            _count(ratio.index_first, summary),
            _count(ratio.marker_first, summary),
            _interval(ratio.crude, ratio.crude_low, ratio.crude_high),
            _number(ratio.null_effect),
            _interval(ratio.adjusted, ratio.adjusted_low, ratio.adjusted_high),
            _remark(pair, ratio, summary),
        )
        for ratio in pair.ratios
    ]


def _count(number: int | None, summary: SymmetrySummary) -> object:
    return number if number is not None else f"under {summary.fewest_people}"


def _number(value: float | None) -> str:
    return "" if value is None else "infinite" if not isfinite(value) else f"{value:.2f}"


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    return "" if value is None else f"{_number(value)} ({_number(low)} to {_number(high)})"


def _control(pair: SequencePair) -> list[str]:
    return [f"{pair.control} control"] if pair.control else []


def _remark(pair: SequencePair, ratio: SequenceRatio, summary: SymmetrySummary) -> str:
    words = _control(pair)
    if ratio.too_few:
        words.append(f"fewer than {summary.fewest_pairs} people: too few")
    return "; ".join([*words, *ratio.warnings])


def _details(pairs: Sequence[SequencePair]) -> str:
    shown = "".join(map(_detail, pairs))
    lead = f"People by when they began the marker, in steps of {STEP} days before and after the index medicine."
    return parts.section("details", "Pair by pair", lead, shown) if shown else ""


def _detail(pair: SequencePair) -> str:
    title = f"{pair.index} before {pair.marker}" + (f" ({pair.control} control)" if pair.control else "")
    picture = mirrored(pair.bars, f"{title}: people by distance in steps of {STEP} days")
    steps = [(words, _or_few(pair.attrition, name)) for name, words in _STEPS.items()]
    rows = [(f"{STEP * (abs(step) - 1) + 1} to {STEP * abs(step)} days {'after' if step > 0 else 'before'}",
             "too few to show" if number is None else number) for step, number in pair.bars]  # fmt: skip
    tables = parts.table(f"{title}: who is left at each step", ("Step", "People"), steps, (1,))
    if rows:
        tables += parts.table(f"{title}: distances", ("Marker begun", "People"), rows, (1,))
    inside = f'<div class="pair"><figure>{picture}</figure><div>{tables}</div></div>'
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def _or_few(attrition: Attrition, name: str) -> object:
    number = getattr(attrition, name)
    return "too few to show" if number is None else number


def _method(summary: SymmetrySummary, clinical: Clinical) -> str:
    begin = summary.first_day or "the first day"
    average = "over the whole time" if summary.average is None else f"moving average of {summary.average} days"
    settings = [
        ("Windows", ", ".join(f"{window} days" for window in summary.windows)),
        ("Run-in", f"{summary.run_in} days from {begin}: who had the medicine then is not new"),
        ("Null effect", average),
        (
            "Interval",
            f"Jeffreys, {100 * summary.level:g} %; adjusted limits: the crude ones divided by the null effect",
        ),
        ("Suppressed", f"counts from 1 to {summary.fewest_people - 1}" if summary.fewest_people > 1 else "nothing"),
        ("Too few", f"ratios of fewer than {counted(summary.fewest_pairs, 'person', 'people')} are marked"),
        ("Tables", summary.tables_version),
    ]
    limits = "".join(f"<li>{escape(words)}</li>" for words in _LIMITS)
    ids = [pair.source for pair in summary.pairs if pair.source]
    sources = "".join(f"<li>{source_link(source)}</li>" for source in clinical.sources(ids))
    body = f'<ul class="plainlist">{limits}</ul>' + parts.table("Settings", ("Setting", "Value"), settings, wide=(1,))
    return parts.section("method", "What this can and cannot say", "", f'{body}<ol class="sources">{sources}</ol>')
