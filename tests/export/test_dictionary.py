# ruff: noqa: E501 - the headers stand as they are found
"""Exports of codes with the file that names them: OMOP's CONCEPT.csv, the drug codes of an EMIS extract."""

from pathlib import Path
from typing import Any

import pytest
from export_building import DAY, FILES, Review, answers, read_csv, write_csv
from spark_cluster import on_spark

from medcheck.exceptions import BadRowError, MedcheckError

ENGINES = pytest.mark.parametrize("engine", ["python", "duckdb", pytest.param("spark", marks=on_spark)])

EXPOSURE = (
    "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_start_datetime,drug_exposure_end_date,"
    "drug_exposure_end_datetime,verbatim_end_date,drug_type_concept_id,stop_reason,refills,quantity,days_supply,sig,route_concept_id,"
    "lot_number,provider_id,visit_occurrence_id,visit_detail_id,drug_source_value,drug_source_concept_id,route_source_value,dose_unit_source_value"
)
CONCEPT = (
    "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\tvalid_start_date\t"
    "valid_end_date\tinvalid_reason"
)
DRUG_RECORD = (
    "DrugRecordGuid,PatientGuid,OrganisationGuid,EffectiveDate,EffectiveDatePrecision,EnteredDate,EnteredTime,ClinicianUserInRoleGuid,"
    "EnteredByUserInRoleGuid,CodeId,Dosage,Quantity,QuantityUnit,ProblemObservationGuid,PrescriptionType,IsActive,CancellationDate,"
    "NumberOfIssues,NumberOfIssuesAuthorised,IsConfidential,Deleted,ExpiryDate,ProcessingId"
)
CUT = "lisinopril 20 MG / hydrochlorothiazide 12.5 MG Ora"


def exposure(person: str, concept: str, source: str) -> str:
    return f"1,{person},{concept},2026-06-01,,2026-07-01,,,38000177,,0,28,28,,0,,,,,{source},0,,"


def concept(id_: str, name: str) -> str:
    return f"{id_}\t{name}\tDrug\tRxNorm\tClinical Drug\tS\t314231\t19700101\t20991231\t"


def record(patient: str, code: str, active: str = "true", cancelled: str = "", deleted: str = "false") -> str:
    return f"{{A1}},{{{patient}}},{{B2}},2026-01-01,D,2026-01-01,10:00,,,{code},1od,28,tab,,Repeat,{active},{cancelled},1,6,false,{deleted},,7"


@pytest.fixture
def review(review: Review, request: pytest.FixtureRequest, tmp_path: Path) -> Review:
    """As everywhere, but Spark reviews in its cluster."""

    def run(*paths: Path, engine: str = "python", **options: Any) -> Any:
        if engine != "spark":
            return review(*paths, engine=engine, **options)
        folder = tmp_path / "spark"
        return request.getfixturevalue("cluster").ask("review", *paths, output=folder, as_of=DAY, **options), folder

    return run


@pytest.fixture
def concepts(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "CONCEPT.csv",
        CONCEPT,
        concept("1539403", "simvastatin"),
        concept("40165636", "Simvastatin 20 MG Oral Tablet"),
        concept("956874", 'furosemide 40 MG "Oral" Tablet'),
        concept("0", "No matching concept"),
        concept("999", "Foozolam 5 MG Oral Tablet"),
    )


@ENGINES
@pytest.mark.parametrize("first", [True, False])
def test_the_concept_s_name_is_the_text_where_there_is_one(
    engine: str, first: bool, tmp_path: Path, review: Review, concepts: Path
) -> None:
    export = write_csv(
        tmp_path / "drug_exposure.csv",
        EXPOSURE,
        exposure("1", "40165636", ""),
        exposure("2", "956874", "00054011513"),
        exposure("3", "0", "quinine sulfate 300 mg"),
        exposure("4", "0", ""),
        exposure("5", "12345", "paracetamol 500 mg"),
        exposure("6", "1539403", "FUROSEMIDE 40 MG"),
        exposure("7", "999", ""),
        exposure("8", "40165636", "simvastatin 20mg tabs"),
    )
    paths = [concepts, export] if first else [export, concepts]
    summary, folder = review(*paths, engine=engine)
    assert answers(folder) == [
        "associated", "associated", "associated", "unrecognised", "not_listed", "unrecognised", "unrecognised", "associated",
    ]  # fmt: skip
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["3", "1", "2", "8"]
    assert [(row["text"], row["code"], row["reason"]) for row in read_csv(folder / "unrecognised.csv")] == [
        ("", "", "empty"),
        ("Foozolam 5 MG Oral Tablet", "", "unknown"),
        ("simvastatin", "FUROSEMIDE 40 MG", "code disagrees"),
    ]
    assert summary.columns["code"] == ("drug_concept_id",)
    assert summary.notices == (
        "1 row has a code that contradicts its text; see unrecognised.csv",
        "1 row names no medicine, neither in drug_source_value nor by drug_concept_id",
    )


@pytest.mark.parametrize(
    ("engine", "options"),
    [("duckdb", {"workers": 2}), pytest.param("spark", {"range_bytes": 20_000}, marks=on_spark)],
)
def test_the_engines_write_the_same_with_a_dictionary(
    engine: str, options: dict[str, int], tmp_path: Path, review: Review, concepts: Path
) -> None:
    rows = [exposure(str(n % 7), ("40165636", "956874", "0", "999")[n % 4], f"quinine {n % 3}") for n in range(500)]
    export = write_csv(tmp_path / "drug_exposure.csv", EXPOSURE, *rows)
    _, plain = review(export, concepts, engine="python")
    _, fast = review(export, concepts, engine=engine, **options)
    for name in FILES:
        assert (fast / name).read_bytes() == (plain / name).read_bytes(), name


@ENGINES
def test_without_it_an_export_of_numbers_says_what_to_give(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(
        tmp_path / "drug_exposure.csv",
        EXPOSURE,
        exposure("1", "40165636", ""),
        exposure("2", "956874", "00054-0115"),
        exposure("3", "0", "quinine sulfate 300 mg"),
        exposure("4", "1", CUT),
    )
    summary, folder = review(export, engine=engine)
    assert answers(folder)[:3] == ["unrecognised", "unrecognised", "associated"]
    assert summary.notices == (
        "2 rows name no medicine in drug_source_value; give the CONCEPT.csv of your vocabularies, too",
        "1 row has a drug_source_value of 50 characters, where OMOP cuts it; what followed is lost",
    )


@ENGINES
def test_a_source_value_that_was_cut_does_not_contradict(
    engine: str, tmp_path: Path, review: Review, concepts: Path
) -> None:
    export = write_csv(tmp_path / "drug_exposure.csv", EXPOSURE, exposure("1", "1539403", CUT))
    summary, folder = review(export, concepts, engine=engine)
    assert (len(CUT), answers(folder), summary.notices) == (50, ["associated"], ())


@ENGINES
def test_an_emis_extract_with_its_drug_codes(engine: str, tmp_path: Path, review: Review) -> None:
    export = write_csv(
        tmp_path / "Prescribing_DrugRecord.csv",
        DRUG_RECORD,
        record("P1", "11"),
        record("P2", "11", active="false"),
        record("P3", "11", cancelled="2026-02-01"),
        record("P4", "11", deleted="true"),
        record("P5", "12"),
        record("P6", "13"),
    )
    codes = write_csv(
        tmp_path / "Coding_DrugCode.csv",
        "CodeId,Term,DmdProductCodeId,ProcessingId",
        "11,Simvastatin 40mg tablets,319997009,7",
        "12,Paracetamol 500mg tablets,322236009,7",
    )
    summary, folder = review(export, codes, engine=engine)
    assert summary.profile == "EMIS Prescribing_DrugRecord"
    assert answers(folder) == ["associated"] * 4 + ["not_listed", "unrecognised"]
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["{P1}"]
    assert summary.past_rows == 3


def test_a_file_that_names_codes_of_nothing_here_is_a_file_like_others(
    tmp_path: Path, review: Review, concepts: Path
) -> None:
    plain = write_csv(tmp_path / "export.csv", "patient,drug", "1,furosemide")
    with pytest.raises(MedcheckError, match="not the columns of"):
        review(plain, concepts)


@ENGINES
def test_a_bad_line_of_it_is_named(engine: str, tmp_path: Path, review: Review, concepts: Path) -> None:
    export = write_csv(tmp_path / "drug_exposure.csv", EXPOSURE, exposure("1", "40165636", ""))
    with concepts.open("a") as file:
        file.write("7\ttoo short\n")
    with pytest.raises(BadRowError, match=r"CONCEPT\.csv, line 7: 2 cells where the header has 10"):
        review(export, concepts, engine=engine)


@ENGINES
def test_a_bad_line_of_the_export_is_named_first(engine: str, tmp_path: Path, review: Review, concepts: Path) -> None:
    export = write_csv(tmp_path / "drug_exposure.csv", EXPOSURE, exposure("1", "40165636", ""), "1,2")
    with concepts.open("a") as file:
        file.write("7\ttoo short\n")
    with pytest.raises(BadRowError, match=r"drug_exposure\.csv, line 3: 2 cells where the header has 23"):
        review(export, concepts, engine=engine)
