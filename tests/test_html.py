"""The page of a review: its table, its marks on the list as given, and how both do in a real browser."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from browser import DARK, LIGHT, axe_violations, dom, in_browser, needed_width, run_browser, said_in_page, with_axe

from medcheck import Checker
from medcheck.report.html import write
from medcheck.report.layout import Layout
from medcheck.report.short import first_step, next_steps

LIST = """Salmeterol 50 mcg inhaler bd
Simvastatn 40 mg nocte
Clarithromycin 500 mg bd
Quinine sulfate 300 mg nocte
Ramipril 5 mg od
Paracetamol 1 g prn
Zyzzofol 5 mg od
Furosemide 40 mg, stopped in 2019
Bumetanide 1 mg, on hold
Test strips
"""


def page_of(checker: Checker, text: str, **layout: bool) -> str:
    return write(checker.review_record(text), checker.clinical.side_effect, Layout(given=text, **layout))


@pytest.fixture(scope="module")
def page(checker: Checker) -> str:
    return page_of(checker, LIST)


@pytest.fixture
def page_file(page: str, tmp_path: Path) -> Path:
    path = tmp_path / "review.html"
    path.write_text(page, encoding="utf-8")
    return path


def as_text(html: str) -> str:
    """What a person reads of a piece of a page: without tags, one space for many."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def rows(page: str) -> list[tuple[str, str]]:
    """The weight and the medicine of each row of the table."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [
        (
            as_text(row.partition("</td>")[0].partition(">")[2]),
            as_text(row.partition('class="name">')[2].partition("</th>")[0]),
        )
        for row in body.split("<tr ")[1:]
    ]


def marks(page: str) -> list[tuple[str, str]]:
    """Each marked name of the list as given, and what a reader who does not see hears of it."""
    found = re.findall(r'<a class="mark[^>]*><b[^>]*>[^<]*</b>(.*?)<span class="aside"> \((.*?)\)</span></a>', page)
    return [(unescape(name), words) for name, words in found]


def test_the_table_has_a_row_for_all_that_is_said_by_weight(page: str) -> None:
    assert rows(page)[:6] == [
        ("! act on", "quinine Quinine sulfate 300 mg"),
        ("! act on", "Quinine with a QT-prolonging medicine Clarithromycin , Quinine sulfate"),
        ("! act on", "Quinine with a strong CYP3A4 inhibitor Clarithromycin , Quinine sulfate"),
        ("! act on", "Simvastatin with a strong CYP3A4 inhibitor Simvastatn , Clarithromycin"),
        ("▲ possible cause", "salmeterol Salmeterol 50 mcg"),
        ("▲ possible cause", "simvastatin Simvastatn 40 mg"),
    ]
    weights = list(dict.fromkeys(weight for weight, _ in rows(page)))
    assert weights == [
        "! act on",
        "▲ possible cause",
        "△ weak",
        "& together",
        "‖ not taken now",
        "? to ask",
        "≈ corrected",
        "× not taken",
        "✓ recognised",
        "○ not a medicine",
    ]


def test_each_medicine_of_the_list_has_a_mark_that_is_said_in_words(page: str) -> None:
    assert marks(page) == [
        ("Salmeterol", "possible cause"),
        ("Simvastatn", "act on, corrected: simvastatin"),
        ("Clarithromycin", "act on"),
        ("Quinine sulfate", "act on: quinine"),
        ("Ramipril", "weak"),
        ("Paracetamol", "recognised"),
        ("Zyzzofol", "to ask: not known"),
        ("Furosemide", "not taken"),
        ("Bumetanide", "not taken now"),
        ("Test strips", "not a medicine"),
    ]


def test_the_list_stands_on_the_page_as_it_was_given(page: str) -> None:
    given = page.partition('<p class="given">')[2].partition("</p>")[0]
    without_marks = re.sub(
        r'<b aria-hidden.*?</b>|<span class="aside">.*?</span>| <i class="beside">.*?</i>', "", given
    )
    assert unescape(re.sub("<[^>]*>", "", without_marks)) == LIST


def test_a_correction_and_why_a_medicine_does_not_count_stand_beside_its_name(page: str) -> None:
    assert re.findall(r'<i class="beside">(.*?)</i>', page) == ["read as simvastatin?", "stopped", "held"]
    assert re.findall(r'<span class="decided" id="at\d+">(.*?)</span>', page) == ["stopped", "on hold"]


def test_marks_and_rows_are_linked_both_ways_and_no_link_leads_nowhere(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    for place, row in re.findall(r'<a class="mark[^>]* id="(at\d+)" href="#(row\d+)">', page):
        there = page.partition(f'id="{row}"')[2]
        assert f'href="#{place}"' in re.split(r'id="row\d+"', there)[0]


def test_a_row_opens_to_its_reasons_and_says_the_first_step_once(small_tables: Callable[..., Path]) -> None:
    page = page_of(Checker(tables=small_tables()), "furosemide 40 mg")
    assert as_text(page.partition("<details>")[2].partition("</details>")[0]) == (
        "Check potassium loop diuretic Named in reviews. Why: Loss of salt. 1"
    )


@pytest.mark.parametrize(
    ("action", "first", "rest"),
    [
        ("Check potassium; ask about cramps. Then wait.", "Check potassium", "Ask about cramps. Then wait."),
        ("Is quinine needed? Check an ECG.", "Is quinine needed?", "Check an ECG."),
        ("Check potassium.", "Check potassium", ""),
    ],
)
def test_an_action_is_its_first_step_and_the_next(action: str, first: str, rest: str) -> None:
    assert (first_step(action), next_steps(action)) == (first, rest)


def test_without_the_text_as_given_the_page_has_its_table_alone(checker: Checker) -> None:
    page = write(checker.review_record(LIST), checker.clinical.side_effect, Layout())
    assert 'class="given"' not in page
    assert rows(page)[0] == ("! act on", "quinine Quinine sulfate 300 mg")
    assert 'href="#at' not in page


@pytest.mark.parametrize("text", ["", "Nothing of note", "\n\n"])
def test_a_text_without_a_medicine_has_a_page_without_a_table(checker: Checker, text: str) -> None:
    page = page_of(checker, text)
    assert "No medicine found in the text." in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Furosemide\t40 mg\r\nRamipril", "Furosemide    40 mg\nRamipril"),
        ("Furosemide\x0bRamipril\u2028Senna", "Furosemide\nRamipril\nSenna"),
        ("<b>Furosemide</b> & \x1b[31mred\u202e", "&lt;b&gt;Furosemide&lt;/b&gt; &amp; [31mred"),
        ("\ud800Furosemide", "Furosemide"),
    ],
)
def test_text_that_could_do_harm_is_made_safe_and_keeps_its_lines(checker: Checker, text: str, shown: str) -> None:
    given = page_of(checker, text).partition('<p class="given">')[2].partition("</p>")[0]
    without_marks = re.sub(
        r'<b aria-hidden.*?</b>|<span class="aside">.*?</span>| <i class="beside">.*?</i>', "", given
    )
    assert re.sub("</?(a|span)[^>]*>", "", without_marks) == shown


def test_the_text_as_given_goes_into_no_other_format(checker: Checker) -> None:
    from medcheck.report import WRITERS, writer

    given = "Furosemide 40 mg\nMrs Zebediah Qwertz, 1 High Street"
    reading = checker.review_record(given)
    with_it = [
        format_
        for format_ in WRITERS
        if "High Street" in writer(format_)(reading, checker.clinical.side_effect, Layout(given=given))
    ]
    assert with_it == ["html"]


def test_laboratory_values_have_a_mark_and_what_they_ask_for_comes_first(checker: Checker) -> None:
    page = page_of(checker, "Furosemide 40 mg od\nPotassium 2.4 mmol/L")
    assert rows(page)[0][0] == "! act on"
    assert "Potassium 2.4" in rows(page)[0][1]
    assert marks(page) == [("Furosemide", "possible cause"), ("Potassium 2.4 mmol/L", "act on")]
    assert rows(page)[-1] == ("# laboratory value", "Potassium 2.4 mmol/L")


@in_browser
def test_the_button_opens_all_rows_and_closes_them_under_the_page_s_own_policy(page_file: Path) -> None:
    assert 'id="all" aria-pressed="false">Open all</button>' in dom(page_file)  # the script has shown it
    script = """var b=document.getElementById('all'),n=()=>document.querySelectorAll('details[open]').length,said=[n()];
    b.click();said.push(n()===document.querySelectorAll('details').length);b.click();said.push(n());say(said.join());"""
    assert said_in_page(page_file, script) == "0,true,0"


@in_browser
def test_all_rows_are_open_while_it_is_printed_and_as_before_after(page_file: Path) -> None:
    script = """var n=()=>document.querySelectorAll('details:not([open])').length,said=[];
    document.querySelector('details').open=true;var before=n();
    dispatchEvent(new Event('beforeprint'));said.push(n());
    dispatchEvent(new Event('afterprint'));said.push(n()===before);say(said.join());"""
    assert said_in_page(page_file, script) == "0,true"


USUAL = (
    "Amlodipine 5 mg od\nAtorvastatin 20 mg nocte\nRamipril 5 mg od\nMetformin 500 mg bd\nOmeprazole 20 mg od\n"
    "Aspirin 75 mg od\nParacetamol 1 g prn\nSalbutamol inhaler prn\nLevothyroxine 75 mcg od\n"
    "Bisoprolol 2.5 mg od\nSertraline 50 mg od\nStopped last month: naproxen 250 mg"
)
SEVEN_TO_ACT_ON = (
    "Lithium carbonate 400 mg nocte\nFurosemide 40 mg om\nSimvastatin 40 mg nocte\nClarithromycin 500 mg bd\n"
    "Quinine sulphate 300 mg nocte\nAmlodipine 5 mg od\nOmeprazole 20 mg od\nMetformin 500 mg bd\nRamipril 5 mg od\n"
    "Aspirin 75 mg od\nParacetamol 1 g prn\nLevothyroxine 75 mcg od"
)


@in_browser
@pytest.mark.parametrize("text", [USUAL, SEVEN_TO_ACT_ON], ids=["usual", "seven to act on"])
def test_a_list_of_twelve_prints_on_two_pages(checker: Checker, tmp_path: Path, text: str) -> None:
    (tmp_path / "list.html").write_text(page_of(checker, text), encoding="utf-8")
    run_browser(tmp_path / "list.html", f"--print-to-pdf={tmp_path / 'list.pdf'}", "--no-pdf-header-footer")
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "list.pdf").read_bytes())
    assert len(pages) <= 2


def test_sources_of_questions_that_are_not_printed_are_not_printed_and_are_the_last(checker: Checker) -> None:
    html = page_of(checker, USUAL)
    on_paper = [" class=further" not in item for item in re.findall(r'<li id="s[0-9]+"[^>]*>', html)]
    assert on_paper == sorted(on_paper, reverse=True)
    assert 0 < sum(on_paper) < len(on_paper)


@in_browser
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_is_no_wider_than_the_window(page_file: Path, width: int) -> None:
    assert needed_width(page_file, width) <= width


@in_browser
@with_axe
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing(page_file: Path, width: int, scheme: str) -> None:
    assert axe_violations(page_file, scheme, width=width) == "none"
