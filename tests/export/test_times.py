# ruff: noqa: E501 - the headers stand as they are found
"""A row counts on the day of the review when it has begun and has not ended: the same on every engine, profile by profile."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from export_building import DAY, FILES, Review, read_csv, write_csv
from spark_cluster import on_spark

from medcheck.cli import main
from medcheck.exceptions import UsageError
from medcheck.export.times.supply import days_of_quantity

ENGINES = pytest.mark.parametrize("engine", ["python", "duckdb", pytest.param("spark", marks=on_spark)])
CASES = read_csv(Path(__file__).parent.parent / "spec" / "dated_cases.csv")
COLUMNS = ("start", "stop", "status", "supply", "quantity", "directions")


@pytest.fixture
def review(review: Review, request: pytest.FixtureRequest, tmp_path: Path) -> Review:
    """As everywhere, but Spark reviews in its cluster."""
    count = iter(range(100))

    def run(*paths: Path, engine: str = "python", **options: Any) -> Any:
        if engine != "spark":
            return review(*paths, engine=engine, **options)
        folder = tmp_path / f"spark-{next(count)}"
        given = {"as_of": DAY, **options}
        return request.getfixturevalue("cluster").ask("review", *paths, output=folder, **given), folder

    return run


def times(folder: Path) -> list[str]:
    return [row["medcheck_time"] for row in read_csv(folder / "rows.csv")]


def dated_export(folder: Path, cases: list[dict[str, str]]) -> Path:
    rows = [",".join((f"p{n}", "quinine 200 mg", *(case[name] for name in COLUMNS))) for n, case in enumerate(cases)]
    return write_csv(folder / "dated.csv", "patient,drug,begun,until,state,days,amount,how", *rows)


ROLES = dict(
    zip(
        ("date", "stop", "status", "supply", "quantity", "directions"),
        ("begun", "until", "state", "days", "amount", "how"),
        strict=True,
    )
)
# A layout in which an empty stop says nothing: the columns are the user's choice, and a chosen stop would say more.
WITHOUT_STOP = {role: column for role, column in ROLES.items() if role != "stop"}


@ENGINES
def test_the_dated_cases(engine: str, tmp_path: Path, review: Review) -> None:
    cases = [case for case in CASES if not case["stop"]]
    summary, folder = review(dated_export(tmp_path, cases), engine=engine, map=WITHOUT_STOP)
    assert times(folder) == [case["expected_time"] for case in cases]
    ended_by = [case["expected_by"] for case in cases]
    assert summary.ended_by == {by: ended_by.count(by) for by in summary.ended_by}
    assert sum(summary.ended_by.values()) == len(cases)
    cases = [case for case in CASES if case["stop"]]
    summary, folder = review(dated_export(tmp_path, cases), engine=engine, map=ROLES)
    assert times(folder) == [case["expected_time"] for case in cases]
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == sorted(
        f"p{n}" for n, case in enumerate(cases) if case["expected_time"] == "current"
    )


def test_every_way_a_row_can_end_has_a_dated_case() -> None:
    assert {case["expected_by"] for case in CASES} == {
        "status",
        "stop",
        "supply",
        "quantity",
        "open",
        "assumed",
        "unknown",
    }
    assert {case["expected_time"] for case in CASES} == {"past", "current", "to come"}


SYNTHEA = "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION"
MIMIC = "subject_id,hadm_id,pharmacy_id,starttime,stoptime,drug_type,drug,prod_strength,ndc"
MIMIC_III = "ROW_ID,SUBJECT_ID,HADM_ID,STARTDATE,ENDDATE,DRUG_TYPE,DRUG,DRUG_NAME_GENERIC,PROD_STRENGTH"
PHARMACY = "subject_id,hadm_id,pharmacy_id,starttime,stoptime,medication"
MEDRECON = "subject_id,stay_id,charttime,name,gsn,ndc,etccode"
OMOP = "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,days_supply,quantity,sig,drug_source_value"
UK_BIOBANK = "eid,data_provider,issue_date,read_2,bnf_code,dmd_code,drug_name,quantity"
FRED = "Dispense Date,Drug Description,Drug Strength,Pack Size,Patient Directions,Patient"
RECORD = "DrugRecordGuid,PatientGuid,CodeId,Dosage,Quantity,EffectiveDate,IsActive,CancellationDate,Deleted"
ISSUE = "IssueRecordGuid,PatientGuid,CodeId,Dosage,Quantity,EffectiveDate,CourseDurationInDays,Deleted"
PROFILES: dict[str, tuple[str, list[str], list[str]]] = {
    # profile: header, rows, expected times on the last of June 2026
    "Synthea medications": (SYNTHEA, [
        "1999-03-01T00:00:00Z,,p1,x,e,1,Quinine 200 MG,1,0,1,1,,",
        "1999-03-01T00:00:00Z,1999-04-01T00:00:00Z,p1,x,e,1,Quinine 200 MG,1,0,1,1,,",
        "2026-12-01T00:00:00Z,,p1,x,e,1,Quinine 200 MG,1,0,1,1,,",
    ], ["current", "past", "to come"]),
    "MIMIC-IV prescriptions": (MIMIC, [
        "1,1,1,2026-06-29 08:00:00,2026-07-01 08:00:00,MAIN,Quinine,200mg,",
        "1,1,1,2026-06-29 08:00:00,2026-06-29 20:00:00,MAIN,Quinine,200mg,",
        "1,1,1,2026-01-01 08:00:00,,MAIN,Quinine,200mg,",
    ], ["current", "past", "past"]),
    "MIMIC-III prescriptions": (MIMIC_III, [
        "1,1,1,2026-06-29 00:00:00,2026-06-30 00:00:00,MAIN,Quinine,,200mg",
        "1,1,1,2026-07-29 00:00:00,2026-07-30 00:00:00,MAIN,Quinine,,200mg",
    ], ["current", "to come"]),
    "MIMIC-IV pharmacy": (PHARMACY, [
        "1,1,1,2026-06-29 08:00:00,2026-07-01 08:00:00,Quinine",
        "1,1,1,2026-06-01 08:00:00,2026-06-02 08:00:00,Quinine",
    ], ["current", "past"]),
    "MIMIC-IV-ED medrecon": (MEDRECON, [
        "1,1,2026-06-29 08:00:00,Quinine,1,1,1",
        "1,1,2025-06-29 08:00:00,Quinine,1,1,1",
    ], ["current", "past"]),
    "OMOP drug_exposure": (OMOP, [
        "1,1,0,2026-06-01,2026-07-01,,,,quinine 200 mg",
        "1,1,0,2026-06-01,,28,,,quinine 200 mg",
        "1,1,0,2026-06-01,,,60,TAKE 1 TAB PO BID,quinine 200 mg",
        "1,1,0,2026-01-01,,,,,quinine 200 mg",
    ], ["current", "past", "current", "past"]),
    "UK Biobank gp_scripts": (UK_BIOBANK, [
        "1,3,01/06/2026,,,,Quinine 200mg tablets,28 tablets",
        "1,3,01/02/2016,,,,Quinine 200mg tablets,28 tablets",
        "1,1,02/02/1902,,,,Quinine 200mg tablets,28 tablets",
    ], ["current", "past", "current"]),
    "Fred Office scripts": (FRED, [
        "10/06/2026,Quinine,200 mg,30,1 nocte,p1",
        "10/05/2026,Quinine,200 mg,30,1 nocte,p1",
        "10/05/2026,Quinine,200 mg,30,as directed,p1",
    ], ["current", "past", "current"]),
    "EMIS Prescribing_DrugRecord": (RECORD, [
        "{A},{1},11,1 nocte,28,2019-01-01,true,,false",
        "{A},{1},11,1 nocte,28,2019-01-01,false,,false",
        "{A},{1},11,1 nocte,28,2019-01-01,true,2026-02-01,false",
    ], ["current", "past", "past"]),
    "EMIS Prescribing_IssueRecord": (ISSUE, [
        "{A},{1},11,1 nocte,28,2026-06-10,28,false",
        "{A},{1},11,1 nocte,28,2026-05-10,28,false",
        "{A},{1},11,1 nocte,28,2026-05-10,,false",
        "{A},{1},11,as directed,28,2026-05-10,,false",
        "{A},{1},11,1 nocte,28,2026-06-10,28,true",
    ], ["current", "past", "past", "current", "past"]),
}  # fmt: skip


@ENGINES
@pytest.mark.parametrize("profile", PROFILES)
def test_when_the_rows_of_a_layout_count(profile: str, engine: str, tmp_path: Path, review: Review) -> None:
    header, rows, expected = PROFILES[profile]
    paths = [write_csv(tmp_path / "export.csv", header, *rows)]
    if profile.startswith("EMIS"):
        paths.append(write_csv(tmp_path / "codes.csv", "CodeId,Term", "11,Quinine 200mg tablets"))
    summary, folder = review(*paths, engine=engine)
    assert (summary.profile, times(folder)) == (profile, expected)


@ENGINES
def test_days_can_be_assumed_of_every_row_that_nothing_ends(engine: str, tmp_path: Path, review: Review) -> None:
    header, rows, _ = PROFILES["Synthea medications"]
    export = write_csv(tmp_path / "export.csv", header, *rows)
    summary, folder = review(export, engine=engine, assume_days=30)
    assert times(folder) == ["past", "past", "to come"]
    assert (summary.assumed_days, summary.ended_by) == (30, {"stop": 1, "assumed": 2})
    assert "2 rows that nothing ends are assumed to end after 30 days (--assume-days)" in summary.notices
    said = (folder / "report.html").read_text(encoding="utf-8")
    assert "a stop date: 1; nothing, and 30 days are assumed: 2" in said


@ENGINES
def test_what_nobody_knows_is_counted_and_said(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug,date", "1,quinine,2026-06-01", "1,quinine,", "2,quinine,soon")
    summary, folder = review(export, engine=engine)
    assert (summary.current_rows, summary.undated_rows, summary.ended_by) == (3, 2, {"assumed": 1, "unknown": 2})
    assert "2 rows count as taken although nobody knows whether that has ended" in summary.notices
    assert "2 rows have no day of their begin, and count as begun." in (folder / "report.html").read_text(
        encoding="utf-8"
    )


SHIFTED = [
    "1,1,1,2180-05-06 22:00:00,2180-05-07 22:00:00,MAIN,Quinine,200mg,",
    "1,1,1,2180-05-07 20:00:00,2180-05-09 22:00:00,MAIN,Furosemide,40mg,",
    "2,1,1,2130-01-01 22:00:00,2130-01-02 22:00:00,MAIN,Quinine,200mg,",
    "2,1,1,2130-02-01 22:00:00,2130-02-02 22:00:00,MAIN,Furosemide,40mg,",
    ",1,1,2130-02-01 22:00:00,2130-02-02 22:00:00,MAIN,Furosemide,40mg,",
]


@ENGINES
def test_shifted_dates_are_noticed_and_each_person_is_reviewed_on_the_own_last_day(
    engine: str, tmp_path: Path, review: Review
) -> None:
    export = write_csv(tmp_path / "export.csv", MIMIC, *SHIFTED)
    summary, folder = review(export, engine=engine, as_of=None)
    assert times(folder) == ["current", "current", "past", "current", "current"]
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["1", "2"]
    assert summary.as_of == "last"
    assert summary.notices[0] == (
        "most dates lie after 2100, so they were moved (as in MIMIC): reviewed as of each person's own last day"
    )
    assert "as of each person's own last day" in (folder / "report.html").read_text(encoding="utf-8")


@ENGINES
def test_a_day_that_was_chosen_holds_for_shifted_dates_too(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", MIMIC, *SHIFTED)
    summary, folder = review(export, engine=engine, as_of="2180-05-07")
    assert times(folder) == ["current", "current", "past", "past", "past"]
    assert "--as-of last takes each person's own last day" in summary.notices[0]


@ENGINES
def test_the_last_day_of_each_person_can_be_asked_for(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(
        tmp_path / "e.csv", "patient,drug,date", "1,quinine,2015-01-01", "1,furosemide,2015-03-01", "2,quinine,2019-01-01",
        "2,furosemide,2019-06-01", "3,quinine,",
    )  # fmt: skip
    _, folder = review(export, engine=engine, as_of="last")
    assert times(folder) == ["current", "current", "past", "current", "current"]


@ENGINES
def test_an_export_of_long_ago_says_which_day_to_ask_for(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug,date", "1,quinine,2019-11-01", "2,quinine,2019-12-24")
    summary, _ = review(export, engine=engine)
    assert summary.patients == 0
    assert summary.notices[0] == (
        "the last row begins on 2019-12-24, long before 2026-06-30; --as-of 2019-12-24 reviews that day"
    )


@ENGINES
def test_rows_of_an_aggregate_file_are_of_no_time(engine: str, tmp_path: Path, review: Review) -> None:
    header = "practice,bnf_code,bnf_name,items,net_cost,actual_cost,quantity,month"
    export = write_csv(
        tmp_path / "e.csv", header, "A81001,0212000Y0AAADAD,Simvastatin 40mg tablets,4,1,1,112,2016-01-01"
    )
    summary, folder = review(export, engine=engine)
    assert (times(folder), summary.ended_by, summary.notices) == ([""], {}, ())


@ENGINES
def test_one_column_may_say_several_things(engine: str, tmp_path: Path, review: Review) -> None:
    rows = ("p1,quinine one daily,2020-01-05,28", " p1 ,furosemide 40mg,2099-01-01,", "p2,quinine one daily,,x")
    columns = {"drug": "drug", "directions": "drug", "date": "day", "stop": ["day", "day"], "quantity": "amount"}
    summary, folder = review(
        write_csv(tmp_path / "e.csv", "patient,drug,day,amount", *rows), engine=engine, map=columns
    )
    assert times(folder) == ["past", "current", "current"]
    assert (summary.people, summary.undated_rows, summary.ended_by) == (2, 2, {"stop": 1, "open": 1, "unknown": 1})
    assert (summary.distinct_lines, summary.past_rows, summary.rows_without_patient) == (2, 1, 0)


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=on_spark)])
@pytest.mark.parametrize("as_of", [DAY, "last", "2010-01-01"])
def test_the_engines_write_the_same_whatever_the_days(engine: str, as_of: str, tmp_path: Path, review: Review) -> None:
    _compare(engine, as_of, COLUMNS, tmp_path, review)


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=on_spark)])
@pytest.mark.parametrize("columns", [("start",), ("status",), ("start", "status"), ("start", "supply")])
def test_the_engines_write_the_same_where_few_columns_say_when_a_row_counts(
    engine: str, columns: Sequence[str], tmp_path: Path, review: Review
) -> None:
    _compare(engine, DAY, columns, tmp_path, review)


def _compare(engine: str, as_of: str, columns: Sequence[str], tmp_path: Path, review: Review) -> None:
    cases = [CASES[n % len(CASES)] for n in range(120)]
    names = ("quinine 200 mg", "furosemide 40 mg", "paracetamol", "foozolam")
    rows = [",".join((f"p{n % 17}", names[n % 4], *(case[name] for name in columns))) for n, case in enumerate(cases)]
    titles = {"start": "date", "stop": "stop_date", "supply": "days_supply"}
    header = ("patient", "drug", *(titles.get(name, name) for name in columns))
    export = write_csv(tmp_path / "dated.csv", ",".join(header), *rows)
    _, plain = review(export, as_of=as_of)
    _, fast = review(export, as_of=as_of, engine=engine)
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


@pytest.mark.parametrize(
    ("quantity", "directions", "days"),
    [
        ("28", "1 daily", 28),
        ("56", "Take ONE tablet TWICE a day", 28),
        ("84", "one in the morning and two at night", 28),
        ("28", "One tablet once a day in the morning", 28),
        ("100 tablets", "1 tds", 33),
        ("150 ml", "5ml three times a day", 10),
        ("4 patches", "one patch weekly", 28),
        ("60", "1-2 daily", None),
        ("56", "1 mane and nocte", None),
        ("28", "40mg daily", None),
        ("2", "1 daily", None),
        ("-28", "1 daily", None),
        ("5000", "1 daily", None),
        ("", "", None),
    ],
)
def test_how_long_a_quantity_lasts(quantity: str, directions: str, days: int | None) -> None:
    assert days_of_quantity(quantity, directions) == days


def test_a_day_or_a_number_of_days_that_is_none_is_refused(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug", "1,quinine")
    with pytest.raises(UsageError, match=r"'soon' is not a day; write it as 2026-11-30, or last"):
        review(export, as_of="soon")
    with pytest.raises(UsageError, match="at least one day"):
        review(export, assume_days=0)


def test_the_command_takes_both_options_and_says_what_was_assumed(tmp_path: Path) -> None:
    export = write_csv(tmp_path / "e.csv", "patient,drug,date", "1,quinine,2026-01-01")
    arguments = [
        "review",
        str(export),
        "--output",
        str(tmp_path / "out"),
        "--as-of",
        "2026-01-20",
        "--assume-days",
        "14",
    ]
    result = CliRunner().invoke(main, arguments)
    assert "Notice: 1 row that nothing ends are assumed" not in result.stderr
    assert "1 row that nothing ends is assumed to end after 14 days (--assume-days)" in result.stderr
    assert "0  of 1 patient with a finding" in result.stdout


def test_cells_that_hold_what_parts_a_list_are_looked_up_like_others(tmp_path: Path, review: Review) -> None:
    dates = ("2026-11-01", "\x1e", "\x1f", "a\x1eb", "", "2026-11-02")
    export = write_csv(
        tmp_path / "e.csv", "patient,drug,date", *(f"p{n},quinine 200 mg,{day}" for n, day in enumerate(dates))
    )
    _, plain = review(export)
    _, fast = review(export, engine="duckdb")
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name
