"""The desk in a real Chromium: pasted, corrected, copied, printed, with the keyboard alone and without its script."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import AXE, in_browser, with_axe

pytest.importorskip("uvicorn")

from chromium import Chromium

LIST = "HCT 25 mg\nLasix 40 mg\nzyzzofol 5 mg\nramipril 5 mg, stopped in May"
FOCUSED = "document.activeElement.id==='text'"  # as the page asks, some time after it is whole
SHOWN = "document.querySelector('#review .summary')"
pytestmark = in_browser


@pytest.fixture(scope="module")
def address(own_home: Path) -> Iterator[str]:
    """Where a desk of its own process answers."""
    command = [sys.executable, "-m", "medcheck", "desk", "--port", "0", "--no-open"]
    environment = {**os.environ, "MEDCHECK_HOME": str(own_home)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr
    found = re.search(r"http://\S+/", process.stderr.readline())
    assert found
    yield found[0]
    process.kill()
    process.communicate()


@pytest.fixture
def page(address: str, tmp_path: Path) -> Iterator[Chromium]:
    """The desk in a window; when a test is done, it must have asked for nothing from elsewhere."""
    with Chromium(tmp_path / "profile") as window:
        window.show(1280)
        window.go(address)
        yield window
        assert [url for url in window.requests if not url.startswith((address, "about:", "data:"))] == []
        assert window.errors == []


def review(page: Chromium, text: str = LIST) -> None:
    page.ask("document.getElementById('text').focus()")
    page.type(text)
    page.press("Enter", ctrl=True)
    page.wait_for(SHOWN)


def test_a_list_is_typed_and_reviewed_with_the_keyboard(page: Chromium) -> None:
    page.wait_for(FOCUSED)
    review(page)
    assert page.ask(FOCUSED)
    assert "1 possible cause" in page.ask("document.getElementById('told').textContent")
    assert page.ask("location.pathname+location.search") == "/"


def test_a_name_is_settled_and_a_status_set_and_the_review_follows(page: Chromium) -> None:
    review(page)
    page.ask("document.getElementById('choice-0-3-0').focus()")
    page.press(" ")
    page.wait_for("document.querySelector('.hand')")
    assert page.ask("document.querySelector('.hand').textContent") == (
        "1 thing set by hand: HCT is hydrochlorothiazide."
    )
    assert page.ask("document.activeElement.id") == "choice-0-3-0"
    page.ask("document.getElementById('status-10-15').focus()")
    page.ask(
        "(function(s){s.value='held';s.dispatchEvent(new Event('change',{bubbles:true}))})"
        "(document.getElementById('status-10-15'))"
    )
    page.wait_for("/2 things/.test(document.querySelector('.hand').textContent)")
    assert page.ask("document.getElementById('told').textContent").endswith("HCT is hydrochlorothiazide; Lasix: held.")
    assert page.ask("document.activeElement.id") == "status-10-15"
    assert page.ask("document.querySelector('#row1')!==null")


def test_a_medicine_is_typed_for_an_unknown_name_and_a_choice_takes_its_place(page: Chromium) -> None:
    review(page)
    page.ask("document.getElementById('typed-0-3').focus()")
    page.type("quinine")
    page.press("Enter")
    page.wait_for("document.querySelector('.hand')")
    assert page.ask("document.querySelector('.hand').textContent") == "1 thing set by hand: HCT is quinine."
    assert page.ask("document.getElementById('typed-0-3').value") == "quinine"
    page.ask("document.getElementById('choice-0-3-0').click()")
    page.wait_for("/hydrochlorothiazide/.test(document.querySelector('.hand').textContent)")
    assert page.ask("document.getElementById('typed-0-3').value") == ""


def test_everything_can_be_reached_with_the_tab_key(page: Chromium) -> None:
    review(page)
    reached = page.reached_by_tab(80)
    assert {"Review", "Example list", "at0", "choice-0-3-0", "status-10-15", "all"} <= set(reached)
    assert reached.index("Review") < reached.index("at0") < reached.index("all") < reached.index("choice-0-3-0")


def test_a_mark_says_on_focus_what_it_was_read_as_and_leads_to_its_row_and_back(page: Chromium) -> None:
    review(page)
    tip = "getComputedStyle(document.querySelector('#at10 .aside'))"
    assert page.ask(f"{tip}.clipPath") == "inset(50%)"
    page.press("Tab")
    page.ask("document.getElementById('at10').focus()")
    assert page.ask(f"{tip}.clipPath") == "none"
    assert page.ask("document.querySelector('#at10 .aside').textContent") == " (possible cause: furosemide)"
    page.press("Escape")
    assert page.ask(f"{tip}.clipPath") == "inset(50%)"
    row = page.ask("document.querySelector('#at10').getAttribute('href')")
    assert page.ask(f"document.querySelector('{row} a[href=\"#at10\"]')!==null")


def test_the_record_is_copied_with_what_was_set_and_asked(page: Chromium, address: str) -> None:
    page.call("Browser.grantPermissions", permissions=["clipboardReadWrite"], origin=address.rstrip("/"))
    review(page)
    page.ask("document.querySelector('.questions input').click()")
    page.ask("document.querySelector('.copies').open=true;document.querySelector('[data-copy=as-text]').click()")
    page.wait_for("document.getElementById('copied').textContent==='Copied.'")
    copied = page.ask("navigator.clipboard.readText()")
    assert copied.startswith("Cramp review of a medicine list\n")
    assert "unknown does not mean clear" in copied
    assert "\nAsked: When did the cramps begin" in copied


def test_a_tick_stays_while_the_list_does_and_goes_with_it(page: Chromium) -> None:
    review(page)
    page.ask("document.querySelector('.questions input').click()")
    page.ask("document.getElementById('choice-0-3-1').click()")
    page.wait_for("document.querySelector('.hand')")
    assert page.ask("document.querySelectorAll('.questions input:checked').length") == 1
    page.ask("document.getElementById('text').focus()")
    page.type("\nmetformin 500 mg")
    page.press("Enter", ctrl=True)
    page.wait_for("document.getElementById('review').textContent.includes('etformin')")
    assert page.ask("document.querySelectorAll('.questions input:checked').length") == 0


def test_a_review_of_another_list_than_the_one_above_it_says_so_and_is_not_copied(page: Chromium) -> None:
    review(page)
    assert page.ask("document.querySelector('#review.old')") is None
    page.ask("document.getElementById('text').focus()")
    page.type("\nmetformin 500 mg")
    page.wait_for("document.querySelector('#review.old')")
    said = "The review below is of the list as it was before. Press Review."
    assert page.ask("document.getElementById('told').textContent") == said
    page.ask("document.querySelector('.copies').open=true;document.querySelector('[data-copy=as-text]').click()")
    page.wait_for("document.getElementById('copied').textContent.startsWith('Not copied')")
    page.press("Enter", ctrl=True)
    page.wait_for("!document.querySelector('#review.old')")
    assert "3 medicines read" in page.ask("document.getElementById('told').textContent")


def test_the_example_and_an_empty_list_are_one_click_away(page: Chromium) -> None:
    page.ask("document.querySelector('[name=example]').click()")
    page.wait_for(SHOWN)
    assert "Bendroflumethiazide" in page.ask("document.getElementById('text').value")
    page.ask("document.querySelector('.clear').click()")
    page.wait_for("document.getElementById('text').value===''")


@pytest.mark.parametrize("button", [".clear", "[name=example]"])
def test_what_is_typed_before_the_answer_to_a_button_stays(page: Chromium, button: str) -> None:
    page.ask("document.getElementById('text').value=''")
    page.ask("document.getElementById('review').dataset.old='1'")
    page.ask(f"document.querySelector('{button}').click();document.getElementById('text').value+='Lasix'")
    page.wait_for("!document.getElementById('review').dataset.old")
    assert page.ask("document.getElementById('text').value") == "Lasix"


def test_what_was_set_by_hand_goes_with_the_list_that_is_cleared(page: Chromium) -> None:
    page.wait_for(FOCUSED)
    review(page)
    page.ask("document.getElementById('choice-0-3-1').click()")
    page.wait_for("document.querySelector('.hand')")
    page.ask("document.querySelector('.clear').click()")
    review(page)  # before the answer to the empty list has come
    assert page.ask("document.getElementById('text').value") == LIST
    assert page.ask("document.querySelector('.hand')") is None


def test_without_its_script_the_form_is_posted_and_answered(page: Chromium, address: str) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.go(address)
    page.wait_for(FOCUSED)
    page.type(LIST)
    page.press("Tab")
    page.press("Enter")
    page.wait_for("(document.querySelector('button.again')||{}).offsetHeight>0")
    page.ask("document.getElementById('choice-0-3-1').checked=true;document.querySelector('button.again').click()")
    page.wait_for("document.querySelector('.hand')")
    assert page.ask("document.querySelector('.hand').textContent") == "1 thing set by hand: HCT is hydrocortisone."
    page.ask("document.querySelector('[name=example]').click()")
    page.wait_for("/Bendroflumethiazide/.test((document.getElementById('text')||{}).value)")


def test_a_page_that_says_what_is_wrong_looks_like_the_others(page: Chromium, address: str) -> None:
    page.show(1280, dark=True)
    page.go(f"{address}nothing")
    assert page.ask("document.querySelector('h1').textContent") == "Not Found"
    assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 27)"
    assert page.errors == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    page.errors.clear()


@pytest.mark.parametrize("width", [710, 1280])
def test_on_paper_the_review_stands_alone(page: Chromium, width: int) -> None:
    review(page)
    page.show(width, media="print")
    names = "[...document.querySelectorAll('tr.short th.name b')].map(one=>one.getClientRects().length)"
    assert page.ask(names) == [1, 1, 1]
    hidden = "[...document.querySelectorAll('#list,nav,.copies,.by-hand')].every(one=>one.offsetHeight===0)"
    assert page.ask(hidden)
    assert page.ask("document.querySelector('.summary').offsetHeight>0")
    assert page.call("Page.printToPDF")["data"].startswith("JVBERi0")


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_cut_off_and_every_target_is_large_enough(page: Chromium, width: int) -> None:
    page.show(width)
    review(page)
    assert page.ask("document.documentElement.scrollWidth") <= width
    small = page.ask(
        "[...document.querySelectorAll('button,select,input:not([type=hidden]),textarea,nav a,.taken a')]"
        ".filter(e=>e.offsetHeight&&![e,e.closest('label')||e].some(one=>{"
        "var r=one.getBoundingClientRect();return r.width>=24&&r.height>=24})).map(e=>e.outerHTML).join()"
    )
    assert small == ""


@with_axe
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing(page: Chromium, address: str, width: int, dark: bool) -> None:
    page.call("Page.setBypassCSP", enabled=True)  # for axe, which is no script of the page's own
    page.show(width, dark=dark)
    page.go(address)
    axe = Path(AXE).read_text(encoding="utf-8")
    found = "axe.run({runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
    ids = f"{found}.then(r=>r.violations.map(v=>v.id+': '+v.nodes[0].html).join())"
    page.ask(axe)
    assert page.ask(ids) == ""
    review(page)
    page.ask("document.querySelectorAll('details').forEach(one=>{one.open=true})")
    assert page.ask(ids) == ""
    for path in ("drugs/Lasix", "drugs/foozolam", "classes", "nothing"):
        page.go(f"{address}{path}")
        page.ask(axe)
        assert page.ask(ids) == "", path
    page.errors.clear()  # without its policy the page asks for an icon that there is none of
