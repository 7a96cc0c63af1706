"""Review to output: what is said, in which order, and that nothing of the text can do harm in it."""

import csv
import io
import json
import re
import runpy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from medcheck import Checker, Review
from medcheck.context.evidence import ORDER
from medcheck.records import Explanation, ReviewRecord, Weighed
from medcheck.report import WRITERS, writer
from medcheck.report.csv import COLUMNS, neutral
from medcheck.report.explanation import explanation
from medcheck.report.layout import Layout
from medcheck.report.markdown import escape
from medcheck.report.short import figure, first_step, next_steps
from medcheck.side_effect import SideEffect

LIST = """salmeterol 50 mcg inhaler bd
bendroflumethiazide 2.5 mg od
simvastatn 40 mg nocte
clarithromycin 500 mg bd
quinine sulfate 200 mg nocte
magnesium glycinate 200 mg
paracetamol 1 g qds
Stopped: furosemide
MSO4 10 mg
Zzyzzfol 5 mg
test strips
"""

NEAR_IN_WORDS = (
    "struck through", "in its cell", "in a note on it", "in an account of what was done", "said of it",
    "said of the list it stands in", "in its sentence", "its label", "its heading", "its date", "how it is given",
    "perhaps of it", "its list", "how it is given", "beside it",
)  # fmt: skip


@pytest.fixture(scope="module")
def long_list(checker: Checker) -> ReviewRecord:
    return checker.review_record(LIST)


@cache
def cramps() -> SideEffect:
    return Checker().clinical.side_effect


def write(format_: str, reading: ReviewRecord, **layout: Any) -> str:
    return writer(format_)(reading, cramps(), Layout(**layout))


def plain(reading: ReviewRecord, everything: bool = False) -> str:
    return write("text", reading, everything=everything, details=True)


def screen(reading: ReviewRecord, **layout: Any) -> str:
    """What is shown without --details."""
    return write("text", reading, **layout)


def spaced(report: str) -> str:
    return re.sub(r"\s+", " ", report)


def test_the_formats_are_those_of_the_contract() -> None:
    assert sorted(WRITERS) == ["csv", "fhir", "html", "json", "markdown", "text"]


def test_text_stays_within_80_columns_but_for_web_addresses(long_list: ReviewRecord) -> None:
    too_long = [line for line in plain(long_list, True).splitlines() if len(line) > 80 and "http" not in line]
    assert too_long == []


@pytest.mark.parametrize(("width", "longest"), [(10, 40), (60, 60), (500, 100)])
def test_text_is_written_at_a_width_that_reads_well(long_list: ReviewRecord, width: int, longest: int) -> None:
    lines = [line for line in write("text", long_list, everything=True, width=width).splitlines() if "http" not in line]
    widest = max(len(line) for line in lines)
    assert longest - 10 < widest <= longest


def test_sections_come_in_the_order_of_what_needs_attention_first(long_list: ReviewRecord) -> None:
    headings = [line for line in plain(long_list).splitlines() if re.fullmatch("[A-Z][A-Z, ]+", line)]
    assert headings == [
        "SAFETY WARNINGS",
        "ACTING TOGETHER, HIGH SEVERITY",
        "ASSOCIATED WITH CRAMPS",
        "ACTING TOGETHER, MODERATE SEVERITY",
        "NOT RECOGNISED",
        "READ WITH A CORRECTION",
        "TAKEN FOR CRAMPS",
        "NOT TAKEN, SO NOT COUNTED",
        "RECOGNISED AND NOT ON OUR LIST",
        "NOT A MEDICINE",
        "ASK ABOUT",
    ]


def test_the_first_line_says_how_much_was_read(checker: Checker) -> None:
    first = write("text", checker.review_record("Lasix 40 mg, quinine, Zzyzzfol 5 mg"), width=100).splitlines()[0]
    assert first == "1 safety warning, 1 possible cause, 1 name not known, so not checked; 2 medicines read."
    assert plain(checker.review_record("paracetamol")).splitlines()[0] == (
        "None on our list of those associated with cramps; 1 medicine read."
    )
    assert plain(checker.review_record("")).splitlines()[0] == "No medicine found in the text."


def test_a_short_report_in_full(small_tables: Callable[..., Path]) -> None:
    checker = Checker(tables=small_tables())
    report = plain(checker.review_record("furosemide 40 mg"))
    assert report.splitlines()[:11] == [
        "1 possible cause; 1 medicine read.",
        "",
        "ASSOCIATED WITH CRAMPS",
        "The evidence says how well a link is shown, not how likely it is in this",
        "patient.",
        '* furosemide (loop diuretic) - limited evidence from "furosemide 40 mg"',
        "    Named in reviews.",
        "    Why: Loss of salt.",
        "    Do: Check potassium. [1]",
        "",
        "ASK ABOUT",
    ]
    assert report.splitlines()[12:-1] == [
        "",
        "Sources",
        "[1] A study. A journal, 2012. PMID 12345",
        "",
        "Decision support for professionals: a medicine that is not listed here can still",
        "cause cramps, and nothing here is by itself a reason to stop one.",
    ]
    assert report.splitlines()[-1] == f"Tables {checker.database.version}."


def test_the_two_grades_are_shown_apart(checker: Checker) -> None:
    report = spaced(plain(checker.review_record("cetuximab")))
    assert "- low magnesium: strong; cramps themselves: limited from" in report
    assert "Figure for low magnesium: grade 3/4 hypomagnesaemia RR 8.60 (5.08-14.54)" in report


def test_a_cause_says_its_own_grade_first(checker: Checker) -> None:
    report = spaced(plain(checker.review_record("salmeterol inhaler")))
    assert "salmeterol (long-acting beta2-agonist) - strong evidence; low potassium: limited" in report


def test_the_csv_says_how_a_name_was_read_what_else_it_could_be_and_why_it_causes_cramps(checker: Checker) -> None:
    row = next(csv.DictReader(write("csv", checker.review_record("prednisilone 5 mg")).splitlines()))
    assert (row["method"], row["score"], row["runner_up"], row["runner_up_score"]) == (
        "fuzzy",
        "95",
        "prednisone",
        "80",
    )
    assert row["mechanism"] == "Potassium loss is the usual explanation; a direct effect on muscle is possible."


def test_what_acts_together_is_named_as_the_list_has_it_and_what_is_left_out_is_counted(checker: Checker) -> None:
    one, both = "Nurofen prn, lithium 400 mg", "Nurofen prn, Priadel 400 mg"
    assert "TODAY ibuprofen (Nurofen) + lithium - toxicity: Prescriber: lithium level?" in screen(
        checker.review_record(one)
    )
    assert "TODAY Nurofen + Priadel - toxicity: Prescriber: lithium level?" in screen(checker.review_record(both))
    many = "Seretide, bendroflumethiazide, furosemide, prednisolone 30 mg, salbutamol"
    assert "SOON bendroflumethiazide + 4 more medicines - low potassium: Measure potassium" in screen(
        checker.review_record(many)
    )


def test_the_csv_has_both_grades(checker: Checker) -> None:
    row = next(csv.DictReader(write("csv", checker.review_record("cetuximab")).splitlines()))
    assert (row["evidence"], row["electrolyte_evidence"]) == ("limited", "strong")
    assert (row["figure"], row["electrolyte_figure"]) == ("", "grade 3/4 hypomagnesaemia RR 8.60 (5.08-14.54)")


def test_a_question_shows_its_source(small_tables: Callable[..., Path]) -> None:
    report = plain(Checker(tables=small_tables()).review_record("furosemide 40 mg"))
    assert "- Do you exercise hard? - routine [1]" in report


def test_a_correction_is_shown(long_list: ReviewRecord) -> None:
    assert "simvastatn: read as simvastatin?" in spaced(plain(long_list))
    assert "* simvastatn (simvastatin?) - limited" in screen(long_list)


def test_what_could_be_two_is_asked_with_both(long_list: ReviewRecord) -> None:
    assert "MSO4: could be magnesium sulfate or morphine: ask, do not guess" in spaced(plain(long_list))
    assert "! MSO4: magnesium sulfate or morphine?" in screen(long_list)


def test_what_is_not_listed_is_counted_and_named_with_all(long_list: ReviewRecord) -> None:
    assert "(--all lists them)" in plain(long_list)
    assert "paracetamol" not in plain(long_list)
    assert "paracetamol" in plain(long_list, True)
    assert "(--all lists them)" not in plain(long_list, True)


def test_all_adds_every_question_and_its_tests(long_list: ReviewRecord) -> None:
    assert len(long_list.questions) > 6
    shown = [question for question in long_list.questions if question.question in spaced(plain(long_list))]
    everything = [question for question in long_list.questions if question.question in spaced(plain(long_list, True))]
    assert len(shown) == 6
    assert len(everything) == len(long_list.questions)


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_the_report_says_what_it_is_not(checker: Checker, format_: str) -> None:
    for given in ("", "paracetamol", LIST):
        report = spaced(write(format_, checker.review_record(given), details=True))
        assert (
            "Decision support for professionals: a medicine that is not listed here can still cause cramps, "
            "and nothing here is by itself a reason to stop one."
        ) in report


@pytest.mark.parametrize("format_", sorted(WRITERS))
def test_every_finding_shows_the_words_it_was_read_from_and_its_sources(long_list: ReviewRecord, format_: str) -> None:
    report = spaced(write(format_, long_list, details=True)).replace("\\", "")  # Markdown's escapes
    assert len(long_list.findings) >= 5
    for finding in long_list.findings:
        assert [number for number in finding.mentions if long_list.mentions[number].text not in report] == []
        assert finding.sources
        assert [s.id for s in finding.sources if (s.pmid or s.doi or s.url or "nowhere") not in report] == []


def test_every_reference_in_the_text_is_in_the_list_of_sources(long_list: ReviewRecord) -> None:
    report = plain(long_list, True)
    body, _, sources = report.partition("\nSources\n")
    used = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
    listed = {int(number) for number in re.findall(r"^\[(\d+)\]", sources, re.MULTILINE)}
    assert used == listed == set(range(1, len(listed) + 1))


def test_colour_adds_nothing_but_colour(long_list: ReviewRecord) -> None:
    coloured = write("text", long_list, colour=True, details=True)
    assert "\x1b[31;1mNOT RECOGNISED\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain(long_list)
    coloured = screen(long_list, colour=True)
    assert "\x1b[31;1mACT ON\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == screen(long_list)


def test_no_colour_no_escape(long_list: ReviewRecord) -> None:
    assert "\x1b" not in plain(long_list, True)


# What a text may bring along to do harm; the checker of small tables makes it a name that is found, a local one.
HOSTILE = "<script>alert(1)</script> \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \u202egnp.exe\u202c 5 mg"


@pytest.mark.parametrize("format_", ["text", "csv", "markdown", "html"])
def test_a_terminal_escape_sequence_never_reaches_the_output(checker: Checker, format_: str) -> None:
    given = f"Zzy\x1b[31mzzfol 20 mg\nfuro\x1bsemide\n{HOSTILE}\nZz\x9b2Jyzzfol 5 mg, Qq\u202ezyx 10 mg"
    report = write(format_, checker.review_record(given), everything=True)
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", report) == []


def test_json_writes_control_characters_as_escapes(checker: Checker) -> None:
    report = write("json", checker.review_record("Zzy\x1b[31mzzfol 20 mg"), everything=True)
    assert "\x1b" not in report


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "onload", "onclick")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def page(report: str) -> _Page:
    parser = _Page()
    parser.feed(report)
    return parser


@pytest.fixture
def hostile_names(names_file: Callable[..., Path]) -> Checker:
    """A checker whose local names hold HTML, Markdown and a formula."""
    return Checker(names_file('"<img src=x onerror=alert(1)>",furosemide\n"=cmd|x",quinine\n"*Qwx*[y](z)",lithium'))


def test_html_in_a_name_stays_text(hostile_names: Checker) -> None:
    given = "<img src=x onerror=alert(1)> 40 mg\n<b>Zzyzzfol</b> 5 mg\n</p><script>alert(1)</script>"
    report = write("html", hostile_names.review_record(given), everything=True, given=given)
    assert "img" not in page(report).tags
    assert page(report).tags.count("script") == 1  # its own
    assert "onerror=alert(1)>" not in report


def test_html_loads_nothing_from_anywhere(long_list: ReviewRecord) -> None:
    report = write("html", long_list, everything=True)
    parsed = page(report)
    assert {"link", "img", "iframe", "object", "form"} & set(parsed.tags) == set()
    assert [link for link in parsed.links if not link.startswith(("#s", "https://", "http://"))] == []
    assert re.findall(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}';", report) != []
    assert "url(" not in report


def test_html_is_one_page_with_each_part_once(long_list: ReviewRecord) -> None:
    report = write("html", long_list, everything=True)
    ids = re.findall(r' id="([^"]+)"', report)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page(report).links if link.startswith("#")} <= set(ids)
    assert page(report).tags[:3] == ["html", "head", "meta"]


def test_html_says_what_the_text_says(long_list: ReviewRecord) -> None:
    said = spaced(" ".join(page(write("html", long_list, everything=True)).said))
    for finding in long_list.findings:
        assert spaced(finding.note) in said
        assert first_step(finding.action) in said
        assert next_steps(finding.action) in said


def test_markdown_says_in_brief_what_matters_before_the_details(small_tables: Callable[..., Path]) -> None:
    reading = Checker(tables=small_tables()).review_record("furosemide 40 mg, Zzyzzfol 5 mg")
    assert write("markdown", reading).splitlines()[2:8] == [
        "1 possible cause, 1 name not known, so not checked; 1 medicine read.",
        "",
        "- **Possible causes** (evidence, figure): furosemide (limited): Check potassium",
        "- **To ask:** Zzyzzfol: not known, so not checked: look at the packet",
        "",
        "## Associated with cramps",
    ]


def test_markdown_escapes_what_would_be_markup(hostile_names: Checker) -> None:
    assert escape("*a* _b_ [c](d) <e> `f` #g | h & i") == (r"\*a\* \_b\_ \[c\](d) \<e\> \`f\` \#g \| h \& i")
    report = write("markdown", hostile_names.review_record("<img src=x onerror=alert(1)> 40 mg"), everything=True)
    assert re.findall(r"(?<!\\)<", report) == []


def test_csv_is_a_table_of_one_line_for_everything(long_list: ReviewRecord) -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv", long_list))))
    assert tuple(rows[0]) == COLUMNS
    answers = {row["answer"] for row in rows}
    assert answers == {
        "associated",
        "combination",
        "not_counted",
        "not_listed",
        "unrecognised",
        "not_a_medicine",
    }
    assert [row["text"] for row in rows if row["answer"] == "unrecognised"] == ["MSO4", "Zzyzzfol"]
    assert all(row["sources"] for row in rows if row["answer"] in ("associated", "combination"))


def test_the_table_says_of_a_combination_how_soon_and_what_may_come_of_it(checker: Checker) -> None:
    given = "Allergies: simvastatin (muscle pain)\nAtorvastatin 20 mg od\nLithium 400 mg\nIbuprofen 400 mg tds"
    found = csv.DictReader(write("csv", checker.review_record(given)).splitlines())
    said = [(row["urgency"], row["risk"], row["reacted"]) for row in found if row["answer"] == "combination"]
    assert said == [("same_day", "toxicity", ""), ("soon", "the same reaction again", "simvastatin")]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_a_formula_in_a_cell_is_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert [neutral(cell) for cell in ("furosemide", "", "1 %", "a=b")] == ["furosemide", "", "1 %", "a=b"]


def test_no_cell_of_the_table_is_a_formula(hostile_names: Checker) -> None:
    report = write("csv", hostile_names.review_record("=cmd|x 200 mg\n+Zzyzzfol 5 mg\n@Qqzzfol 5 mg"), everything=True)
    cells = [cell for row in csv.reader(io.StringIO(report)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("given", ["", "paracetamol", LIST, "Zzy\x00zz\u202efol 20 mg", "MTX 10 mg, quindine"])
def test_json_back_to_a_review_is_the_same_review(checker: Checker, given: str) -> None:
    written = write("json", checker.review_record(given))
    review = Review.model_validate_json(written)
    assert review == checker.check(given)
    assert json.loads(review.model_dump_json()) == json.loads(written)


def test_json_never_leaves_anything_out(long_list: ReviewRecord) -> None:
    assert write("json", long_list) == write("json", long_list, everything=True, width=40, colour=True)


# The first line that a reader of each screen needs; those of ``screens/`` hold a list and its whole report.
FIRST = {
    "usual": "* salbutamol - ",
    "dangerous_pair": "TODAY furosemide + lithium - toxicity: Prescriber: lithium level?",
    "nothing": "None on our list of those associated with cramps",
    "only_unknown_names": "! Zyzzofol: not known, so not checked: look at the packet",
    "quinine": "SOON quinine - warning: Ask about bleeding, blackouts; prescriber to review it",
    "long": "SOON bumetanide + prednisolone + salmeterol - low potassium: Measure potassium",
    "held_and_stopped": "Not taken now, may still explain cramps (ask when and why): furosemide",
    "values_and_intolerance": "TODAY K 3.1 low, with indapamide and salbutamol: Tell prescriber",
}
SCREENS = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "screens.py"))


def screen_file(name: str) -> tuple[str, str]:
    """The list and the report of a file."""
    given, _, report = (SCREENS["SCREENS"] / f"{name}.txt").read_text(encoding="utf-8").partition(SCREENS["RULE"])
    return given, report


def test_every_screen_of_the_folder_is_tested() -> None:
    assert sorted(path.stem for path in SCREENS["SCREENS"].glob("*.txt")) == sorted(FIRST)


@pytest.mark.parametrize("name", FIRST)
def test_a_list_has_this_screen_and_no_other(checker: Checker, name: str) -> None:
    given, expected = screen_file(name)
    assert SCREENS["report"](checker, given) == expected, "if that was meant, run python tools/screens.py"
    lines = expected.splitlines()
    assert len(lines) < 30
    assert [line for line in lines[:5] if line.startswith(FIRST[name])] != []
    assert [line for line in lines if len(line) > 80] == []


def test_a_list_of_twelve_fits_in_24_lines() -> None:
    given, report = screen_file("usual")
    assert (len(given.splitlines()), len(report.splitlines()) <= 24) == (12, True)


@pytest.mark.parametrize("name", FIRST)
def test_nothing_that_was_read_is_missing_on_the_screen(checker: Checker, name: str) -> None:
    reading = checker.review_record(screen_file(name)[0])
    shown = spaced(screen(reading))
    assert [m.text for m in reading.mentions if m.text not in shown and m.ingredients[0] not in shown] == []
    assert [entry.text for entry in reading.unrecognised if entry.text not in shown] == []


def test_what_must_be_seen_to_today_comes_before_what_may_wait_and_is_never_cut_short(checker: Checker) -> None:
    lines = screen(checker.review_record("amlodipine 10 mg, simvastatin 40 mg, clarithromycin 500 mg")).splitlines()
    assert lines[1:4] == [
        "ACT ON (SOON is within days)",
        "TODAY clarithromycin + simvastatin - muscle damage: Prescriber, before next dose",
        "SOON amlodipine + simvastatin - muscle damage: Prescriber: lower statin dose?",
    ]


def test_one_value_is_one_line_with_all_its_medicines(checker: Checker) -> None:
    shown = spaced(screen(checker.review_record("CK 3100. colchicine 500 mcg bd, rosuvastatin 10 mg od")))
    assert "TODAY CK 3100 high, with colchicine and rosuvastatin: Tell the prescriber" in shown
    assert shown.count("CK 3100") == 1


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_what_rests_on_weak_sources_alone_says_so(checker: Checker, format_: str) -> None:
    said = "Named only on consumer pages, hosted copies of labels or in reports about other texts."
    pages = {
        name: " ".join(write(format_, checker.review_record(name), details=True).split())
        for name in ("pyrazinamide", "donepezil")
    }
    assert said in pages["pyrazinamide"].replace("\\", "")
    assert said not in pages["donepezil"].replace("\\", "")


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_severity_and_evidence_are_explained_in_a_line_each(checker: Checker, format_: str) -> None:
    reading = checker.review_record(
        "Lithium 400 mg od\nIbuprofen 400 mg tds\nFurosemide 40 mg od\nSalbutamol inhaler prn"
    )
    text = spaced(write(format_, reading, details=True))
    assert "High severity: serious harm is possible, so the prescriber is told." in text
    assert "Moderate severity: to be checked or watched at the next occasion." in text
    assert "The evidence says how well a link is shown, not how likely it is in this patient." in text


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("spasms 3.6 % (8755 people) v 3.0 % (7311 people) on placebo", "spasms 3.6 % v 3.0 % on placebo"),
        ("cramps 5.5 % (207 of 3754) v 5.1 % on placebo; HR 1.1", "cramps 5.5 % v 5.1 % on placebo"),
        ("adjusted sequence ratio 2.55 (95 % CI 2.06-3.12)", "ratio 2.55"),
        ("1 to 10 users in 1000 (spasms)", "1 to 10 users in 1000"),
    ],
)
def test_a_share_is_never_shown_without_what_it_is_compared_with(checker: Checker, whole: str, shown: str) -> None:
    finding = checker.review_record("atorvastatin 20 mg").findings[0]
    assert figure(replace(finding, figure=whole, figure_of="own")) == shown


@pytest.mark.parametrize(("near", "words"), [*zip(ORDER, NEAR_IN_WORDS, strict=True)])
def test_an_explanation_says_of_each_piece_how_near_it_stands(near: str, words: str) -> None:
    weighed = (Weighed(text="given", says="once", near=near),)
    explained = [Explanation(text="furosemide", status="stopped", status_reason="given_once", weighed=weighed)]
    assert explanation(explained) == f"furosemide: stopped (given_once)\n  {words}: “given” (once)\n"
