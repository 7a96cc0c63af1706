"""The summary, the tiles of the page, rows.csv, medicines.csv and patients.csv count the same thing."""

import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from export_building import FILES, Review, read_csv, write_csv
from spark_cluster import on_spark

LINES = (
    ("furosemide 40 mg", ""), ("Lasix 20 mg", ""), ("simvastatn 20 mg", ""), ("quinine sulfate 200 mg", ""),
    ("furosemide 20mg + foozolam 5mg", ""), ("quinine + barizol", ""), ("bendroflumethiazide 2.5mg", ""),
    ("Furosemide 40mg tablets", "0212000Y0AAADAD"), ("paracetamol", ""), ("gauze dressing", ""), ("foozolam", ""),
    ("furosemide 40mg (stopped)", ""), ("prednisolone eye drops", ""), ("omeprazole 20 mg; furosemide 40 mg", ""),
)  # fmt: skip
ITEMS = {"items": "items"}
TILES = re.compile(r"<dt>([^<]*)</dt><dd>([\d,]+)</dd>")


def export_of(folder: Path) -> Path:
    chance = random.Random(16)
    rows = []
    for _ in range(600):
        text, code = chance.choice(LINES)
        patient = chance.choice(["", *(f"p{n}" for n in range(60))])
        day = f"{chance.choice([2025, 2026, 2026, 2027])}-0{chance.randint(1, 6)}-11"
        rows.append(f"{patient},{day},{text},{code},{chance.randint(0, 3)}")
    return write_csv(folder / "export.csv", "patient,date,drug,bnf_code,items", *rows)


@pytest.mark.parametrize("engine", ["python", "duckdb", pytest.param("spark", marks=on_spark)])
def test_counts_agree(engine: str, tmp_path: Path, review: Review, request: pytest.FixtureRequest) -> None:
    export = export_of(tmp_path)
    summary, folder = review(export, map=ITEMS)
    if engine != "python":
        if engine == "spark":
            again = tmp_path / "spark"
            request.getfixturevalue("cluster").ask("review", export, output=again, as_of="2026-06-30", map=ITEMS)
        else:
            _, again = review(export, engine=engine, map=ITEMS)
        for name in FILES:
            assert (again / name).read_bytes() == (folder / name).read_bytes(), name
        return
    rows = read_csv(folder / "rows.csv")
    kinds = Counter(row["medcheck_answer"] for row in rows)
    times = Counter(row["medcheck_time"] for row in rows)
    assert (summary.associated, summary.not_listed, summary.unrecognised, summary.not_a_medicine) == (
        kinds["associated"], kinds["not_listed"], kinds["unrecognised"], kinds["not_a_medicine"],
    )  # fmt: skip
    assert (summary.past_rows, summary.current_rows, summary.rows_to_come) == (
        times["past"], times["current"], times["to come"],
    )  # fmt: skip
    assert min(times.values()) > 50
    found = [row for row in rows if row["medcheck_findings"]]
    assert len(found) == summary.associated + summary.unrecognised_with_finding
    assert {row["medcheck_answer"] for row in found} == {"associated", "unrecognised"}
    assert all(row["medcheck_findings"] for row in rows if row["medcheck_answer"] == "associated")

    named: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in found:
        for finding in row["medcheck_findings"].split("; "):
            named[finding].append(row)
    patients = read_csv(folder / "patients.csv")
    medicines = read_csv(folder / "medicines.csv")
    assert len(medicines) == len(named) == 5
    for medicine in medicines:
        electrolytes = medicine["electrolyte_evidence"]
        words = [medicine[column] for column in ("role", "level", "evidence")]
        in_brief = (
            f"{medicine['ingredient']} ({', '.join(words)}{', electrolytes ' * bool(electrolytes)}{electrolytes})"
        )
        of_it = named[in_brief]
        whole = [row for row in of_it if row["medcheck_answer"] == "associated"]
        takers = {row["patient"] for row in of_it if row["medcheck_time"] == "current"} - {""}
        assert [int(medicine[column]) for column in ("patients", "rows", "items", "unrecognised_rows")] == [
            len(takers), len(whole), sum(int(row["items"]) for row in whole), len(of_it) - len(whole),
        ]  # fmt: skip
        assert takers == {row["patient"] for row in patients if in_brief in row["medicines"].split("; ")}

    assert summary.patients == len(patients)
    assert {row["patient"] for row in patients} == {
        row["patient"] for row in found if row["medcheck_time"] == "current"
    } - {""}
    for patient in patients:
        own = [row for row in rows if row["patient"] == patient["patient"]]
        assert [int(patient[name]) for name in ("rows", "past_rows", "rows_to_come", "unrecognised_rows")] == [
            len(own),
            sum(row["medcheck_time"] == "past" for row in own),
            sum(row["medcheck_time"] == "to come" for row in own),
            sum(row["medcheck_answer"] == "unrecognised" for row in own),
        ]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert [(words, int(number.replace(",", ""))) for words, number in TILES.findall(page)] == [
        ("rows reviewed", 600),
        ("rows with a medicine associated with cramps", kinds["associated"]),
        ("rows with other medicines only", kinds["not_listed"]),
        ("rows NOT RECOGNISED, so not checked", kinds["unrecognised"]),
        ("rows without a medicine", kinds["not_a_medicine"]),
        (f"of {summary.people} patients with a finding", len(patients)),
    ]
    partly = summary.unrecognised_with_finding
    assert f"{partly} of the rows not recognised name such a medicine beside what is not known" in page


def test_a_row_whose_code_contradicts_its_text_counts_for_no_medicine(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug,bnf_code", "p1,Furosemide 40mg tablets,0212000Y0AAADAD")
    summary, folder = review(export)
    assert [row["medcheck_findings"] for row in read_csv(folder / "rows.csv")] == [""]
    assert (read_csv(folder / "medicines.csv"), summary.unrecognised_with_finding) == ([], 0)
