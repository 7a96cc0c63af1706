"""Who comes first: what is taken together, which of treatment and cause came first, and nobody for number alone."""

import csv
from pathlib import Path

import pytest
from export_building import FILES, Review, read_csv, write_csv
from spark_cluster import on_spark

from medcheck import Checker
from medcheck.export.lines.medicine import Medicine
from medcheck.export.patients.order import Begun, Compared
from medcheck.export.patients.rules import PatientReview, PatientRules
from medcheck.knowledge.clinical_rows import DrugRow

ENGINES = pytest.mark.parametrize("engine", ["python", "duckdb", pytest.param("spark", marks=on_spark)])
HEADER = "patient,drug,date,stop_date"
ROWS = (
    # the treatment came first
    "a,quinine sulfate 200 mg,2026-01-10,", "a,bendroflumethiazide 2.5 mg,2026-03-10,",
    # more than a year after the cause
    "b,bendroflumethiazide 2.5 mg,2024-01-10,", "b,quinine sulfate 200 mg,2026-01-10,",
    # nobody knows
    "c,bendroflumethiazide 2.5 mg,,", "c,quinine sulfate 200 mg,2026-01-10,",
    # in the year after the cause, whose first row is past
    "d,bendroflumethiazide 2.5 mg,2025-04-10,2025-05-10", "d,bendroflumethiazide 2.5 mg,2026-03-10,",
    "d,quinine sulfate 200 mg,2026-01-10,",
    # on the same day
    "e,quinine sulfate 200 mg,2026-01-10,", "e,Lasix 40 mg,2026-01-10,",
    # in the year after one cause and before another
    "f,furosemide 40 mg,2026-01-01,", "f,quinine sulfate 200 mg,2026-02-01,", "f,simvastatin 20 mg,2026-03-01,",
    # the cause is taken no more, or not yet: nothing is treated beside it
    "g,furosemide 40 mg,2026-01-01,2026-03-01", "g,quinine sulfate 200 mg,2026-02-01,",
    "h,quinine sulfate 200 mg,2026-02-01,", "h,furosemide 40 mg,2026-09-01,",
    # beside a weak cause it is a treatment beside a cause, and no order is asked
    "i,quinine sulfate 200 mg,2026-02-01,", "i,abatacept,2026-01-01,", "i,enalapril 5 mg,2026-01-01,",
    # nor beside one that may only lower an electrolyte
    "k,quinine sulfate 200 mg,2026-02-01,", "k,omeprazole 20 mg,2026-01-01,",
    # no treatment at all
    "j,furosemide 40 mg,2026-01-01,", "j,simvastatin 20 mg,2026-01-01,",
)  # fmt: skip
CAME_FIRST = [
    ("d", "yes", "quinine began 275 days after bendroflumethiazide"),
    ("f", "yes", "quinine began 31 days after furosemide"),
    ("c", "yes", "quinine: order not known"),
    ("e", "yes", "quinine began on the same day as furosemide"),
    ("a", "yes", "quinine began 59 days before bendroflumethiazide"),
    ("b", "yes", "quinine began 731 days after bendroflumethiazide"),
    ("i", "yes", ""),
    ("k", "yes", ""),
    ("g", "no", ""),
    ("h", "no", ""),
    ("j", "no", ""),
]


@ENGINES
def test_who_began_a_treatment_in_the_year_after_a_likely_cause_comes_first(
    engine: str, tmp_path: Path, review: Review, request: pytest.FixtureRequest
) -> None:
    export = write_csv(tmp_path / "export.csv", HEADER, *ROWS)
    options = {
        "map": {"patient": "patient", "drug": "drug", "date": "date", "stop": "stop_date"},
        "as_of": "2026-06-30",
    }
    _, plain = review(export, **options)
    found = [
        (row["patient"], row["treatment_beside_cause"], row["came_first"]) for row in read_csv(plain / "patients.csv")
    ]
    assert found == CAME_FIRST
    page = (plain / "report.html").read_text(encoding="utf-8")
    assert "<td>quinine began 275 days after bendroflumethiazide</td>" in page
    assert '<td>quinine</td><td>bendroflumethiazide</td><td class="number">4</td><td class="number">1</td>' in page
    assert '<td>quinine</td><td>furosemide</td><td class="number">2</td><td class="number">1</td>' in page
    assert '<td>quinine</td><td>simvastatin</td><td class="number">1</td><td class="number">0</td>' in page
    if engine == "python":
        return
    if engine == "spark":
        again = tmp_path / "spark"
        request.getfixturevalue("cluster").ask("review", export, output=again, **options)
    else:
        _, again = review(export, engine=engine, **options)
    for name in FILES:
        assert (again / name).read_bytes() == (plain / name).read_bytes(), name


def compared(treatments: list[tuple[str, int | None]], causes: list[tuple[str, int | None]]) -> tuple[int, str]:
    every = [*treatments, *causes]
    numbered = [Begun(name, [number]) for number, (name, _) in enumerate(every)]
    asked = Compared(tuple(numbered[: len(treatments)]), tuple(numbered[len(treatments) :]))
    return asked.order({number: day for number, (_, day) in enumerate(every)})[:2]


@pytest.mark.parametrize(
    ("treatments", "causes", "rank", "words"),
    [
        ([("q", 100)], [("x", 99)], 2, "q began 1 day after x"),
        ([("q", 465)], [("x", 100)], 2, "q began 365 days after x"),
        ([("q", 466)], [("x", 100)], 0, "q began 366 days after x"),
        ([("q", 100)], [("x", 90), ("y", 95), ("z", 200)], 2, "q began 5 days after y"),
        ([("q", 100)], [("x", 90), ("y", 90), ("z", 80)], 2, "q began 10 days after x and y"),
        ([("q", 100)], [("x", 90), ("y", None)], 2, "q began 10 days after x"),
        ([("q", 100)], [("x", 150), ("y", None)], 1, "q: order not known"),
        ([("q", None)], [("x", 90)], 1, "q: order not known"),
        ([("q", 100)], [("x", 130), ("y", 120)], 0, "q began 20 days before y"),
        ([("q", 100), ("m", 50)], [("x", 90)], 2, "q began 10 days after x; m began 40 days before x"),
    ],
)
def test_the_words_and_the_rank_of_an_order(
    treatments: list[tuple[str, int | None]], causes: list[tuple[str, int | None]], rank: int, words: str
) -> None:
    assert compared(treatments, causes) == (rank, words)


def reviewed(checker: Checker, *medicines: str | Medicine) -> PatientReview:
    listed = [Medicine((it,), None, None, None) if isinstance(it, str) else it for it in medicines]
    rules = PatientRules(checker.clinical, listed)
    return rules.review([rules.inputs_of([number]) for number in range(len(listed))])


def oral(name: str) -> Medicine:
    return Medicine((name,), None, "oral", None)


@pytest.mark.parametrize(
    "medicine",
    [
        Medicine(("magnesium sulfate",), None, "injection", None),
        Medicine(("magnesium citrate",), None, "injection", None),
        oral("magnesium hydroxide"),
        oral("diltiazem"),
        oral("baclofen"),
        oral("mexiletine"),
    ],
)
def test_what_is_taken_for_something_else_is_no_treatment_beside_a_cause(checker: Checker, medicine: Medicine) -> None:
    review = reviewed(checker, medicine, oral("bendroflumethiazide"))
    assert (review.numbers.treatment_beside_cause, review.treatments) == (0, ())
    alone = reviewed(checker, oral("bendroflumethiazide"))
    assert review.priority() == alone.priority()


@pytest.mark.parametrize("name", ["quinine", "hydroquinine", "magnesium", "magnesium citrate"])
def test_what_is_taken_for_cramps_is_a_treatment_beside_a_cause(checker: Checker, name: str) -> None:
    assert reviewed(checker, oral(name), oral("bendroflumethiazide")).numbers.treatment_beside_cause == 1


def test_weak_notes_count_for_nothing_however_many_there_are(checker: Checker) -> None:
    rules = PatientRules(checker.clinical, [oral(row.ingredient) for row in checker.clinical.rows(DrugRow)])
    weak = [finding.ingredient for finding in rules.findings if finding.is_weak and finding.role == "cause"]
    alone = {name for name in weak if not reviewed(checker, oral(name)).combinations}
    thirty: list[str] = []
    for name in sorted(alone):  # such as do not act together
        if len(thirty) < 30 and not reviewed(checker, *map(oral, [*thirty, name])).combinations:
            thirty.append(name)
    many = reviewed(checker, *map(oral, thirty))
    assert many.numbers.findings == 30
    assert many.priority() == reviewed(checker, oral(thirty[0])).priority()
    assert many.priority(2) < reviewed(checker, oral("quinine"), oral("bendroflumethiazide")).priority(0)
    assert many.priority() < reviewed(checker, oral("simvastatin")).priority()


@pytest.mark.parametrize(
    "twice",
    [
        (oral("furosemide"), Medicine(("furosemide",), None, None, "40 mg")),
        (oral("furosemide"), Medicine((), "loop-diuretic", None, None)),
        (
            Medicine(("salmeterol",), None, "inhaled", None),
            Medicine(("fluticasone", "salmeterol"), None, "inhaled", None),
        ),
        (oral("prednisolone"), Medicine((), "systemic-corticosteroid", None, None)),
    ],
)
def test_one_medicine_listed_twice_counts_once(checker: Checker, twice: tuple[Medicine, Medicine]) -> None:
    once, both = reviewed(checker, twice[0]), reviewed(checker, *twice)
    assert (both.numbers.findings, both.numbers.warnings) == (1, 0)
    assert both.priority() == once.priority()


@ENGINES
def test_what_is_taken_on_another_day_stands_beside_nothing(
    engine: str, tmp_path: Path, review: Review, request: pytest.FixtureRequest
) -> None:
    export = tmp_path / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("patient", "drug", "date", "days_supply"),
                ("a", "quinine 200 mg", "2026-01-01", "28"), ("a", "furosemide 40 mg", "2026-06-20", "28"),
                ("b", "quinine 200 mg", "2026-06-20", "28"), ("b", "furosemide 40 mg", "2026-06-21", "28"),
            ]
        )  # fmt: skip
    if engine == "spark":
        folder = tmp_path / "spark"
        request.getfixturevalue("cluster").ask("review", export, output=folder, as_of="2026-06-30")
    else:
        _, folder = review(export, engine=engine)
    found = [
        (row["patient"], row["treatment_beside_cause"], row["acting_together"] != "")
        for row in read_csv(folder / "patients.csv")
    ]
    assert found == [("b", "yes", True), ("a", "no", False)]
