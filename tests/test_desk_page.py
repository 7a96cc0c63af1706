"""The pages as they are without a browser: the form, what is set by hand, the text for the record."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette")

from asgi import call

from medcheck import Checker
from medcheck.desk.application import application
from medcheck.desk.form import edit_of, moved
from medcheck.desk.pages import EXAMPLE
from medcheck.report.outline_records import Place

LIST = "HCT 25 mg\nLasix 40 mg\nzyzzofol 5 mg\nramipril 5 mg"


@pytest.fixture(scope="module")
def app(checker: Checker) -> Any:
    return application(checker)


def page(app: Any, **fields: str) -> str:
    """The page that answers the form with these fields; "_" stands for "-" in their names."""
    body = urlencode({name.replace("_", "-"): value for name, value in fields.items()}).encode()
    answer = call(app, "POST", "/", body, kind="application/x-www-form-urlencoded")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return answer.text


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def section(html: str, id_: str) -> str:
    return words(html.partition(f'<h2 id="{id_}">')[2].partition("</section>")[0])


def for_the_record(html: str, kind: str) -> str:
    return unescape(html.partition(f'<pre id="as-{kind}"')[2].partition(">")[2].partition("</pre>")[0])


def test_the_first_page_has_a_form_and_says_that_nothing_is_stored(app: Any) -> None:
    answer = call(app, "GET", "/")
    assert '<form id="list" method="post" action="/">' in answer.text
    assert "Nothing is stored: the list stays on this page and goes when it is closed." in words(answer.text)
    assert "What is not recognised is not clear: it says so, and asks." in words(answer.text)


def test_a_page_runs_its_own_script_and_style_by_their_digests_and_has_no_style_in_attributes(app: Any) -> None:
    answer = call(app, "GET", "/")
    policy = answer.headers["content-security-policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; "
        r"connect-src 'self'; form-action 'self'; frame-ancestors 'none'",
        policy,
    )
    assert " style=" not in page(app, text=LIST)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", answer.text)


def test_a_list_is_answered_with_its_review_and_stays_in_the_form(app: Any) -> None:
    html = page(app, text=LIST.replace("\n", "\r\n"))
    assert "1 possible cause" in html.partition('<p class="summary">')[2].partition("</p>")[0]
    assert f">\n{LIST}</textarea>" in html
    assert section(html, "meant").startswith(
        "Did you mean HCT hydrochlorothiazide hydrocortisone none of these: it stays unknown"
    )


def test_a_long_name_of_two_is_broken_at_its_slash_and_what_decided_is_said_without_a_gloss(app: Any) -> None:
    shown = page(app, text="Salmeterol/fluticasone 50/500 bd\nSimvastatin 40 - not taking, muscle pains")
    assert '<label for="status-0-22">Salmeterol/<wbr>fluticasone</label>' in shown
    assert "Simvastatin not taken from “not taking”" in words(shown)


def test_text_of_others_is_shown_and_does_nothing(app: Any) -> None:
    html = page(app, text='Lasix <script>alert(1)</script> "&lt; </textarea><b>')
    assert html.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;lt; &lt;/textarea&gt;&lt;b&gt;</textarea>" in html


def test_a_choice_settles_a_name_and_is_said_to_be_by_hand(app: Any) -> None:
    html = page(app, text=LIST, reviewed=LIST, choice_0_3="hydrochlorothiazide")
    assert "1 thing set by hand: HCT is hydrochlorothiazide." in words(html)
    assert 'value="hydrochlorothiazide" checked' in html
    assert "HCT hydrochlorothiazide as read: taken" in section(html, "taken")


def test_none_of_these_keeps_a_name_unknown_and_says_so(app: Any) -> None:
    html = page(app, text=LIST, reviewed=LIST, choice_0_3="none")
    assert "1 thing set by hand: HCT is none of the names offered." in words(html)
    assert "HCT" not in section(html, "taken")
    assert "could be hydrochlorothiazide or hydrocortisone: ask, do not guess" in section(html, "summary")


MISSPELT = "simvastatn 40 mg\nzyzzofol 5 mg"


def test_a_correction_can_be_confirmed_or_refused(app: Any) -> None:
    as_read = page(app, text=MISSPELT)
    assert section(as_read, "meant").startswith(
        "Did you mean simvastatn read as simvastatin yes, simvastatin none of these: it stays unknown another medicine:"
    )
    assert "checked" not in as_read.partition('id="meant"')[2].partition("</section>")[0]
    right = page(app, text=MISSPELT, reviewed=MISSPELT, choice_0_10="simvastatin")
    assert "1 thing set by hand: simvastatn is simvastatin." in words(right)
    wrong = page(app, text=MISSPELT, reviewed=MISSPELT, choice_0_10="none")
    assert "1 thing set by hand: simvastatn is none of the names offered." in words(wrong)
    assert '<h2 id="taken">' not in wrong
    assert "2 names not known, so not checked; no medicine recognised" in words(wrong)


def test_for_an_unknown_name_a_medicine_can_be_typed(app: Any) -> None:
    html = page(app, text=MISSPELT, reviewed=MISSPELT, choice_17_25="none", typed_17_25=" Lasix ")
    assert "1 thing set by hand: zyzzofol is Lasix." in words(html)
    assert "zyzzofol furosemide as read: taken" in section(html, "taken")
    assert 'id="typed-17-25" value="Lasix"' in html
    nothing = page(app, text=MISSPELT, reviewed=MISSPELT, typed_17_25="zyzzyva")
    assert "zyzzofol: what it was to mean is no name of our tables; try another spelling." in words(nothing)


def test_for_a_class_without_a_name_the_medicine_can_be_typed(app: Any) -> None:
    text = "water tablet om\nAllergies: statins - cramps"
    assert section(page(app, text=text), "meant") == "Which medicine is it? water tablet its name:"
    html = page(app, text=text, reviewed=text, typed_0_12="bumetanide")
    assert "1 thing set by hand: water tablet is bumetanide." in words(html)
    assert "water tablet bumetanide as read: taken" in section(html, "taken")


def test_an_unknown_name_that_was_looked_up_in_vain_stays_unknown(app: Any) -> None:
    html = page(app, text="zyzzofol 5 mg", reviewed="zyzzofol 5 mg", choice_0_8="none")
    assert "1 thing set by hand: zyzzofol was looked up and stays unknown." in words(html)
    assert section(html, "meant") == "Which medicine is it? zyzzofol looked up: it stays unknown its name:"


def test_a_status_set_by_hand_changes_the_review(app: Any) -> None:
    html = page(app, text=LIST, reviewed=LIST, status_10_15="stopped")
    assert "1 thing set by hand: Lasix: stopped." in words(html)
    assert "× not taken Lasix stopped" in section(html, "summary")
    assert "Lasix set by hand furosemide as the text says taken" in section(html, "taken")


def test_statuses_and_choices_hold_together_whatever_the_choice_does_to_the_numbers(app: Any) -> None:
    html = page(app, text=LIST, reviewed=LIST, choice_0_3="hydrocortisone", status_0_3="held", status_10_15="as_needed")
    assert "3 things set by hand: HCT is hydrocortisone; HCT: held; Lasix: as needed." in words(html)


def test_what_was_set_stays_when_another_line_is_added_and_goes_with_its_own(app: Any) -> None:
    before = page(app, text=f"aspirin 75 mg\n{LIST}", reviewed=LIST, status_10_15="stopped")
    assert "1 thing set by hand: Lasix: stopped." in words(before)
    after = page(app, text=f"{LIST}\naspirin 75 mg", reviewed=LIST, status_10_15="stopped")
    assert "1 thing set by hand: Lasix: stopped." in words(after)
    other = page(app, text=LIST.replace("Lasix", "Lasilix"), reviewed=LIST, status_10_15="stopped")
    assert "What had been set by hand for 1 of the names changed since: set it again." in words(other)
    assert "set by hand:" not in words(other)


@pytest.mark.parametrize(
    ("before", "now", "place", "expected"),
    [
        ("ab cd", "ab cd", (3, 5), (3, 5)),
        ("ab cd", "ab cd ef", (3, 5), (3, 5)),
        ("ab cd", "xyz ab cd", (3, 5), (7, 9)),
        ("ab cd", "ab cx", (3, 5), None),
        ("ab cd", "cd", (3, 5), (0, 2)),
        ("ab cd", "cd", (0, 2), None),
        ("ab cd", "", (0, 2), None),
        ("ab", "ab", (1, 9), None),
    ],
)
def test_a_place_moves_with_what_is_written_before_it(
    before: str, now: str, place: tuple[int, int], expected: "tuple[int, int] | None"
) -> None:
    assert moved(Place(*place), edit_of(before, now)) == expected


def test_fields_that_the_page_does_not_send_are_passed_over(app: Any) -> None:
    html = page(app, text=LIST, reviewed=LIST, status_x_y="held", status_10_15="gone", choice_0_3="nosuch", other="1")
    assert "HCT: what it was to mean is no name of our tables; try another spelling." in words(html)
    assert "set by hand:" not in words(html)


def test_what_is_no_form_is_refused_in_words_for_people(app: Any) -> None:
    answer = call(app, "POST", "/", b"{}", kind="application/json", headers={"accept": "text/html,*/*"})
    assert (answer.status, answer.headers["content-type"]) == (415, "text/html; charset=utf-8")
    assert "Send application/x-www-form-urlencoded." in words(answer.text)
    bad = call(app, "POST", "/", b"text=%ff", kind="application/x-www-form-urlencoded")
    assert bad.json()["detail"] == "The form is not what the page sends."


def test_the_text_for_the_record_says_what_a_reader_of_the_record_must_know(app: Any, checker: Checker) -> None:
    html = page(app, text=LIST, reviewed=LIST, choice_0_3="hydrochlorothiazide", status_10_15="stopped")
    plain, markdown = for_the_record(html, "text"), for_the_record(html, "markdown")
    lines = plain.splitlines()
    assert lines[0] == "Cramp review of a medicine list"
    assert [line for line in lines if "zyzzofol" in line] == [
        "To ask: zyzzofol: not known, so not checked: look at the packet"
    ]
    assert "Set by hand:\n- HCT is hydrochlorothiazide\n- Lasix: stopped\n" in plain
    assert "What is not recognised was not checked: unknown does not mean clear." in lines
    assert lines[-1] == f"medcheck 0.1.0, tables {checker.database.version}."
    assert markdown.startswith("**Cramp review of a medicine list**\n")
    assert "- **Set by hand:**\n  - HCT is hydrochlorothiazide\n  - Lasix: stopped\n" in markdown
    assert "unknown does not mean clear" in markdown


def test_the_example_is_the_list_that_comes_with_medcheck(app: Any) -> None:
    assert Path(__file__).parent.parent.joinpath("examples", "list.txt").read_text(encoding="utf-8") == EXAMPLE
    assert "high-severity" in words(page(app, text="", example="1"))


def test_a_medicine_and_the_classes_are_pages(app: Any) -> None:
    drug = call(app, "GET", "/drugs/Lasix").text
    assert "<h1>furosemide</h1>" in drug
    assert "Role: may cause or worsen cramps" in words(drug)
    assert '<a href="#s1" aria-label="source 1">[1]</a>' in drug
    unknown = call(app, "GET", "/drugs/quindine").text
    assert "quindine: not recognised." in words(unknown)
    assert [html.count("<h1>") for html in (drug, unknown)] == [1, 1]
    assert "loop diuretic" in words(call(app, "GET", "/classes").text)
    asked = call(app, "GET", "/drugs?name=tonic+water")
    assert (asked.status, asked.headers["location"]) == (303, "/drugs/tonic%20water")
    assert call(app, "GET", "/drugs?name=").headers["location"] == "/classes"


PIECES = (
    "Lasix 40 mg",
    "HCT 25 mg",
    "simvastatn",
    "zyzzofol 5 mg",
    "K 3.1",
    "\r\n",
    "<b>x",
    "\x00",
    "😀",
    "'\"&",
    "water tablet",
    " ",
)
VALUES = ("held", "stopped", "none", "furosemide", "a;b", ";", "<b>x", "nosuch", "", " ", "unclear", "x" * 300)
fields = st.dictionaries(
    st.builds(
        "{}-{}-{}".format, st.sampled_from(("status", "choice", "typed", "x")), st.integers(-2, 60), st.integers(-2, 60)
    )
    | st.sampled_from(
        ("status", "choice-", "typed-1", "status-1-2-3", "example", "status-٣-٤", "choice-1-99999999999999999999")
    ),
    st.sampled_from(VALUES) | st.text(max_size=8),
    max_size=8,
)
lists = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=6).map("".join)


@settings(max_examples=25)
@given(lists, lists, fields)
def test_any_form_has_a_page_with_nothing_of_it_as_markup(app: Any, text: str, before: str, set_by_hand: Any) -> None:
    form = {**set_by_hand, "text": text, "reviewed": before}
    body = urlencode(form, errors="surrogatepass").encode()
    answer = call(app, "POST", "/", body, kind="application/x-www-form-urlencoded")
    sound = not any("\ud800" <= letter <= "\udfff" for letter in "".join([*form, *form.values()]))
    assert answer.status == (200 if sound else 400)
    assert "<b>x" not in answer.text
    assert len(re.findall("<textarea", answer.text)) <= 1
