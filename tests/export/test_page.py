# ruff: noqa: E501 - scripts and files stand as they are found
"""The page in a real browser: it loads nothing, its table sorts and filters, nothing in it is a script but its own."""

import re
from pathlib import Path

import pytest
from browser import DARK, LIGHT, axe_violations, dom, in_browser, needed_width, said_in_page, with_axe
from export_building import Review, write_csv


@pytest.fixture
def page(tmp_path: Path, review: Review) -> Path:
    export = write_csv(
        tmp_path / "e<b>.csv",
        "patient,drug",
        "A,quinine sulfate 300mg",
        "A,bendroflumethiazide 2.5mg",
        "<script>alert(1)</script>,furosemide 40mg",
        "C,simvastatn 20mg",
        "C,salbutamol inhaler",
        "D,<img src=x onerror=alert(2)>zzolam 5 mg",
        "D,paracetamol",
    )
    _, folder = review(export)
    return Path(folder / "report.html")


def test_the_page_loads_nothing_and_escapes_everything(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?:src|xlink:href)=\"[^\"]*\"|@import|url\(", text) == []
    assert {address.split("/")[2] for address in re.findall(r'href="(https?://[^"]*)"', text)} != set()
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "default-src 'none'" in text


def test_the_counts_on_the_page_add_up(page: Path) -> None:
    assert "The four answers add up to the rows: 5 + 1 + 1 + 0 = 7." in page.read_text(encoding="utf-8")


@in_browser
def test_under_its_own_policy_the_script_runs(page: Path) -> None:
    assert '<span id="shown" role="status">3 of 3 listed here</span>' in dom(page)


@in_browser
def test_the_table_sorts_and_filters(page: Path) -> None:
    order = "Array.from(document.querySelectorAll('#patients-table tbody tr:not([hidden])')).map(r=>r.cells[1].textContent).join()"
    script = f"""
    var said=[{order}];
    document.querySelectorAll('#patients-table th button')[1].click();said.push({order});
    document.querySelectorAll('#patients-table th button')[1].click();said.push({order});
    var box=document.getElementById('filter');box.value='QUININE bendro';box.dispatchEvent(new Event('input'));
    said.push({order},document.getElementById('shown').textContent);
    say(said.join('|'));"""
    said = said_in_page(page, script)
    assert said.replace("<script>alert(1)</script>", "B") == "A,C,B|B,A,C|C,A,B|A|1 of 3 listed here"


@in_browser
def test_every_table_sorts_by_its_numbers(page: Path) -> None:
    script = """
    var said=[];
    document.querySelectorAll('table').forEach(function(table){
    var heads=table.querySelectorAll('th button');said.push(heads.length===table.tHead.rows[0].cells.length)});
    var table=document.getElementById('patients-table');
    table.querySelectorAll('th button')[7].click();said.push(table.rows[1].cells[7].textContent);
    table.querySelectorAll('th button')[7].click();said.push(table.rows[1].cells[7].textContent);
    say(said.join());"""
    *sorting, most, least = said_in_page(page, script).split(",")
    assert set(sorting) == {"true"}
    assert (most, least) == ("2", "1")


NAMES = ("quinine sulfate", "furosemide", "salmeterol", "simvastatin", "omeprazole", "amlodipine", "raloxifene")


@pytest.mark.parametrize(("medicines", "more"), [(4, ""), (7, "+4")])
def test_a_patient_s_heaviest_medicines_are_shown_and_the_rest_opens(
    tmp_path: Path, review: Review, medicines: int, more: str
) -> None:
    rows = [f"A,{name}" for name in NAMES[:medicines]]
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug", *rows))
    text = Path(folder / "report.html").read_text(encoding="utf-8")
    cell = text.partition('id="patients-table"')[2].partition('<td class="wide">')[2].partition("</td>")[0]
    shown, _, rest = cell.partition("<details>")
    assert shown.startswith("quinine (for cramps, warning, moderate")
    assert len(shown.split("; ")) == (3 if more else medicines)
    assert rest.startswith(f"<summary>{more}</summary>" if more else "")
    assert len(rest.split("; ")) == (4 if more else 1)


def test_weak_evidence_stands_aside(tmp_path: Path, review: Review) -> None:
    rows = [*(f"A,{name}" for name in NAMES), "B,amlodipine"]
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug", *rows))
    text = Path(folder / "report.html").read_text(encoding="utf-8")
    assert "(note, limited)" not in text
    assert re.findall(r"Weak evidence: [^<]*", text) == ["Weak evidence: amlodipine", "Weak evidence: amlodipine"]
    assert "1 medicine of weak evidence stands in the table only." in text


@in_browser
def test_what_the_filter_finds_in_what_is_folded_is_shown(tmp_path: Path, review: Review) -> None:
    rows = [f"A,{name}" for name in NAMES] + ["B,quinine"]
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug", *rows))
    script = """
    var box=document.getElementById('filter'),part=document.querySelector('#patients-table details'),said=[part.open];
    box.value=part.textContent.split('; ').pop().split(' ')[0];box.dispatchEvent(new Event('input'));said.push(part.open);
    box.value='quinine';box.dispatchEvent(new Event('input'));said.push(part.open);
    said.push(document.getElementById('shown').textContent);say(said.join());"""
    assert said_in_page(folder / "report.html", script) == "false,true,false,2 of 2 listed here"


@in_browser
@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_letters_stand_out_from_the_page_in_both_schemes(page: Path, scheme: str) -> None:
    light = "function(c){return c.match(/[0-9]+/g).slice(0,3).reduce(function(a,b){return +a+ +b},0)}"
    of = "getComputedStyle(document.querySelector('%s')).%s"
    script = f"""
    var sum={light};
    say([sum({of % ("section", "backgroundColor")}),sum({of % ("svg text", "fill")}),sum({of % ("td", "color")})].join());"""
    paper, letters, cells = map(int, said_in_page(page, script, scheme).split(","))
    assert abs(paper - letters) > 400
    assert abs(paper - cells) > 400


@in_browser
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_is_no_wider_than_the_window(page: Path, width: int) -> None:
    assert needed_width(page, width) <= width


def test_only_what_is_taken_for_cramps_is_called_so(tmp_path: Path, review: Review) -> None:
    rows = ("A,diltiazem", "A,furosemide", "B,magnesium sulfate injection", "C,magnesium citrate tablets")
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug", *rows))
    text = Path(folder / "report.html").read_text(encoding="utf-8").partition('id="patients-table"')[2]
    assert "furosemide (flag, limited, electrolytes limited); Weak evidence: diltiazem" in text
    assert "Weak evidence: magnesium sulfate" in text
    assert "magnesium citrate (for cramps, note, " in text


@in_browser
def test_no_column_of_the_patients_is_cut_beside_long_numbers(tmp_path: Path, review: Review) -> None:
    person = "3f0c1a52-94c1-4a5c-8b0f-7be1d4a4f001"
    rows = [f"{person},{name},2026-0{n % 6 + 1}-10" for n, name in enumerate(NAMES)]
    _, folder = review(write_csv(tmp_path / "e.csv", "patient,drug,date", *rows), assume_days=900)
    script = """
    onload=function(){var table=document.getElementById('patients-table'),box=table.parentNode;
    var cut=Array.prototype.filter.call(table.querySelectorAll('th,td'),function(c){return c.scrollWidth>c.clientWidth});
    say([box.scrollWidth<=box.clientWidth,cut.length,table.rows[1].cells[1].offsetWidth>130].join())}"""
    assert said_in_page(folder / "report.html", script, width=1280) == "true,0,true"


@in_browser
@with_axe
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing(page: Path, scheme: str, width: int) -> None:
    assert axe_violations(page, scheme, width=width) == "none"
