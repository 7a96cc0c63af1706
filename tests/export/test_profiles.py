# ruff: noqa: E501 - the headers stand as they are found
"""Each named profile on a small file with the true header, and what happens to headers nobody knows."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from export_building import DAY, answers, read_csv, write_csv

from medcheck.exceptions import ProfileError, TableError
from medcheck.export.inputs import profiles
from medcheck.export.inputs.layouts import layouts, read_layouts
from medcheck.export.inputs.profiles import choose
from medcheck.knowledge.folder import EXPORTS, data_folder

SAMPLES: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    # profile: header, rows, expected answers, expected patients in order
    "Synthea medications": (
        "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION",
        [
            "2020-01-01T00:00:00Z,,p1,x,e,314231,Simvastatin 10 MG Oral Tablet,1,0,1,1,,",
            "2020-01-01T00:00:00Z,2020-02-01T00:00:00Z,p2,x,e,314231,Simvastatin 10 MG Oral Tablet,1,0,1,1,,",
        ],
        ["associated", "associated"],
        ["p1"],
    ),
    "MIMIC-IV prescriptions": (
        "subject_id,hadm_id,pharmacy_id,poe_id,poe_seq,order_provider_id,starttime,stoptime,drug_type,drug,formulary_drug_cd,gsn,ndc,"
        "prod_strength,form_rx,dose_val_rx,dose_unit_rx,form_val_disp,form_unit_disp,doses_per_24_hrs,route",
        [
            "10,1,1,,,,2180-05-06 22:00:00,2180-05-07 22:00:00,MAIN,Furosemide,FURO40,8209,51079007320,40mg Tablet,,40,mg,1,TAB,1,PO",
            "11,1,1,,,,2180-05-06 22:00:00,2180-05-07 22:00:00,BASE,Furosemide,FURO40,8209,51079007320,40mg Tablet,,40,mg,1,TAB,1,IV",
        ],
        ["associated", "associated"],
        ["10"],
    ),
    "MIMIC-III prescriptions": (
        "ROW_ID,SUBJECT_ID,HADM_ID,ICUSTAY_ID,STARTDATE,ENDDATE,DRUG_TYPE,DRUG,DRUG_NAME_POE,DRUG_NAME_GENERIC,FORMULARY_DRUG_CD,GSN,"
        "NDC,PROD_STRENGTH,DOSE_VAL_RX,DOSE_UNIT_RX,FORM_VAL_DISP,FORM_UNIT_DISP,ROUTE",
        [
            "1,7,8,,2170-01-01 00:00:00,2170-01-02 00:00:00,MAIN,Furosemide,,,FURO40,8209,51079007320,40mg Tablet,40,mg,1,TAB,PO",
            "2,9,8,,2170-01-01 00:00:00,2170-01-02 00:00:00,BASE,Furosemide,,,FURO40,8209,51079007320,40mg Vial,40,mg,1,VIAL,IV",
        ],
        ["associated", "associated"],
        ["7"],
    ),
    "MIMIC-IV-ED medrecon": (
        "subject_id,stay_id,charttime,name,gsn,ndc,etc_rn,etccode,etcdescription",
        ["5,6,2180-01-01 00:00:00,simvastatin,6312,1,1,2747,Antihyperlipidemic"],
        ["associated"],
        ["5"],
    ),
    "CMS Part D by provider and drug": (
        "Prscrbr_NPI,Prscrbr_Last_Org_Name,Prscrbr_First_Name,Prscrbr_City,Prscrbr_State_Abrvtn,Prscrbr_State_FIPS,Prscrbr_Type,"
        "Prscrbr_Type_Src,Brnd_Name,Gnrc_Name,Tot_Clms,Tot_30day_Fills,Tot_Day_Suply,Tot_Drug_Cst,Tot_Benes,GE65_Sprsn_Flag,GE65_Tot_Clms,"
        "GE65_Tot_30day_Fills,GE65_Tot_Drug_Cst,GE65_Tot_Day_Suply,GE65_Bene_Sprsn_Flag,GE65_Tot_Benes",
        ["1003000126,X,Y,Z,MD,24,Internal Medicine,S,Zocor,Simvastatin,15,15,450,99,,*,,,,,*,"],
        ["associated"],
        [],
    ),
    "NHS EPD (headers to 2025)": (
        "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,AREA_TEAM_NAME,AREA_TEAM_CODE,PCO_NAME,PCO_CODE,PRACTICE_NAME,PRACTICE_CODE,"
        "ADDRESS_1,ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR,BNF_CODE,BNF_DESCRIPTION,"
        "BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,UNIDENTIFIED",
        [
            "202401,A,B,C,D,E,F,G,H,,,,,P,0202010B0,Bendroflumethiazide,0202010B0AAABAB,Bendroflumethiazide 2.5mg tablets,"
            "02: Cardiovascular System,28,7,196,196,1,1,N",
        ],
        ["associated"],
        [],
    ),
    "NHS EPD": (
        "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,ICB_NAME,ICB_CODE,PCO_NAME,PCO_CODE,PRACTICE_NAME,PRACTICE_CODE,ADDRESS_1,"
        "ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,BNF_CHEMICAL_SUBSTANCE_CODE,BNF_CHEMICAL_SUBSTANCE_NAME,BNF_PRESENTATION_CODE,"
        "BNF_PRESENTATION_NAME,BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQ_USAGE,NIC,ACTUAL_COST,UNIDENTIFIED,SNOMED_CODE",
        [
            "202601,A,B,C,D,E,F,G,H,,,,,P,0212000Y0,Simvastatin,0212000Y0AAADAD,Simvastatin 40mg tablets,02: Cardiovascular System,28,11,"
            "308,308,1,1,N,320031000000000",
        ],
        ["associated"],
        [],
    ),
    "NHS practice-level prescribing": (
        "Regional_Office_Name,Regional_Office_Code,Area_Team_Name,Area_Team_Code,PCO_Name,PCO_Code,Practice_Name,Practice_Code,BNF_Code,"
        "BNF_Description,Items,Quantity,ADQ_Usage,NIC,Actual_Cost",
        ["A,B,C,D,E,F,G,H,0212000Y0AAADAD,Simvastatin_Tab 40mg,3,84,84,1,1"],
        ["associated"],
        [],
    ),
    "OpenPrescribing": (
        "practice,bnf_code,bnf_name,items,net_cost,actual_cost,quantity,month",
        ["A81001,0212000Y0AAADAD,Simvastatin 40mg tablets,4,1,1,112,2026-01-01"],
        ["associated"],
        [],
    ),
    "OMOP drug_exposure": (
        "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_start_datetime,drug_exposure_end_date,"
        "drug_exposure_end_datetime,verbatim_end_date,drug_type_concept_id,stop_reason,refills,quantity,days_supply,sig,route_concept_id,"
        "lot_number,provider_id,visit_occurrence_id,visit_detail_id,drug_source_value,drug_source_concept_id,route_source_value,dose_unit_source_value",
        ["1,42,1539403,2026-06-01,,2026-07-01,,,38000177,,0,28,28,,0,,,,,simvastatin 20 MG Oral Tablet,0,,"],
        ["associated"],
        ["42"],
    ),
    "UK Biobank gp_scripts": (
        "eid\tdata_provider\tissue_date\tread_2\tbnf_code\tdmd_code\tdrug_name\tquantity",
        [
            "1000001\t3\t01/02/2016\t\t02.12.00.00.00\t\tSimvastatin 40mg tablets\t28",
            "1000002\t1\t02/02/1902\tbxd1.\t\t\tSimvastatin 40mg tablets\t28",
            "1000003\t2\t07/07/2037\t\t\t320031000000000\tSimvastatin 40mg tablets\t28",
        ],
        ["associated"] * 3,
        ["1000002", "1000003"],
    ),
    "FAERS DRUG": (
        "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$"
        "exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq",
        [
            "100$10$1$PS$LASIX$FUROSEMIDE$1$Oral$40 MG$$$$$$$16273$40$MG$TABLET$QD",
            "100$10$2$C$LASIX$SIMVASTATIN$1$Oral$40 MG$$$$$$$16273$40$MG$TABLET$QD",
        ],
        ["associated", "unrecognised"],
        ["100"],
    ),
    "MIMIC-IV pharmacy": (
        "subject_id,hadm_id,pharmacy_id,poe_id,starttime,stoptime,medication,proc_type,status,entertime,verifiedtime,route,frequency,"
        "disp_sched,infusion_type,sliding_scale,lockout_interval,basal_rate,one_hr_max,doses_per_24_hrs,duration,duration_interval,"
        "expiration_value,expiration_unit,expirationdate,dispensation,fill_quantity",
        [
            "10,1,1,,2180-05-06 22:00:00,2180-05-07 22:00:00,Furosemide,Unit Dose,Discontinued,,,IV,ONCE,,,,,,,1,1,Doses,36,Hours,,Omnicell,"
        ],
        ["associated"],
        ["10"],
    ),
    "CMS Part D by drug": (
        "Prscrbr_Geo_Lvl,Prscrbr_Geo_Cd,Prscrbr_Geo_Desc,Brnd_Name,Gnrc_Name,Tot_Prscrbrs,Tot_Clms,Tot_30day_Fills,Tot_Drug_Cst,Tot_Benes,"
        "GE65_Sprsn_Flag,GE65_Tot_Clms,GE65_Tot_30day_Fills,GE65_Tot_Drug_Cst,GE65_Bene_Sprsn_Flag,GE65_Tot_Benes,LIS_Bene_Cst_Shr,"
        "NonLIS_Bene_Cst_Shr,Opioid_Drug_Flag,Opioid_LA_Drug_Flag,Antbtc_Drug_Flag,Antpsyct_Drug_Flag",
        [
            "National,,National,Lasix,Furosemide,9,120,130,99,80,,,,,,,,,N,N,N,N",
            "National,,National,Zocor,Furosemide,9,120,130,99,80,,,,,,,,,N,N,N,N",
        ],
        ["associated", "unrecognised"],
        [],
    ),
    "OpenPrescribing BNF list": (
        "BNF_CHAPTER,BNF_CHAPTER_CODE,BNF_SECTION,BNF_SECTION_CODE,BNF_PARAGRAPH,BNF_PARAGRAPH_CODE,BNF_SUBPARAGRAPH,BNF_SUBPARAGRAPH_CODE,"
        "BNF_CHEMICAL_SUBSTANCE,BNF_CHEMICAL_SUBSTANCE_CODE,BNF_PRODUCT,BNF_PRODUCT_CODE,BNF_PRESENTATION,BNF_PRESENTATION_CODE",
        [
            "Cardiovascular System,02,Lipid-regulating drugs,0212,Lipid-regulating drugs,021200,Lipid-regulating drugs,0212000,Simvastatin,"
            "0212000Y0,Zocor,0212000Y0BB,Zocor 10mg tablets,0212000Y0BBAAAA"
        ],
        ["associated"],
        [],
    ),
    "Fred Office scripts": (
        "Dispense Date,Doctor,Drug Description,Drug From,Drug Strength,Pack Size,Owing,Nursing Home,Patient Directions,Patient",
        ["01/06/2026,Dr X,Simvastatin,Tablet,40 mg,30,N,,1 nocte,p1"],
        ["associated"],
        ["p1"],
    ),
    "plain export": (
        "Patient ID;Drug Name;Strength;Stop Date",
        ["p1;simvastatin;20 mg;", "p1;furosemide;40 mg;01/06/2026"],
        ["associated", "associated"],
        ["p1"],
    ),
}


@pytest.mark.parametrize("profile", SAMPLES)
@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_a_file_with_the_true_header_is_read_by_its_profile(
    profile: str, engine: str, tmp_path: Path, review: Callable[..., object]
) -> None:
    header, rows, expected, patients = SAMPLES[profile]
    as_of = "last" if "MIMIC" in profile else DAY  # its days are none of ours
    summary, folder = review(write_csv(tmp_path / "export.csv", header, *rows), engine=engine, as_of=as_of)  # type: ignore[misc]
    assert summary.profile == profile
    assert answers(folder) == expected
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == patients


VARIANTS: dict[str, tuple[str, str, str]] = {
    # what: header, row, profile
    "Synthea before payers": (
        "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,COST,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION",
        "2020-01-01,,p1,e,314231,Simvastatin 10 MG Oral Tablet,1,1,1,,",
        "Synthea medications",
    ),
    "CMS Part D with its last columns the other way round": (
        "Prscrbr_NPI,Prscrbr_Last_Org_Name,Brnd_Name,Gnrc_Name,Tot_Clms,GE65_Tot_Benes,GE65_Bene_Sprsn_Flag",
        "1003000126,X,Zocor,Simvastatin,15,,*",
        "CMS Part D by provider and drug",
    ),
    "NHSBSA answers to requests": (
        "CALENDAR_YEAR,BNF_PRESENTATION_CODE,BNF_PRESENTATION_NAME,AGE_BAND,GENDER,ITEMS",
        "2024,0212000Y0AAADAD,Simvastatin 40mg tablets,60-64,Female,12",
        "plain export",
    ),
    "OMOP 5.3": (
        "drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,drug_source_value",
        "1,42,0,2026-06-01,,simvastatin 20 MG Oral Tablet",
        "OMOP drug_exposure",
    ),
    "headers in another case": (
        "Start,Stop,Patient,Encounter,Code,Description",
        "2020-01-01,,p1,e,314231,Simvastatin 10 MG Oral Tablet",
        "Synthea medications",
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_other_versions_of_a_layout_are_known(
    variant: str, engine: str, tmp_path: Path, review: Callable[..., object]
) -> None:
    header, row, profile = VARIANTS[variant]
    summary, folder = review(write_csv(tmp_path / "export.csv", header, row), engine=engine)  # type: ignore[misc]
    assert (summary.profile, answers(folder)) == (profile, ["associated"])


def test_an_aggregate_file_counts_prescriptions_of_each_medicine(tmp_path: Path, review: Callable[..., object]) -> None:
    header, rows, _, _ = SAMPLES["NHS EPD"]
    _, folder = review(write_csv(tmp_path / "epd.csv", header, *rows, *rows))  # type: ignore[misc]
    found = read_csv(folder / "medicines.csv")
    assert [(row["ingredient"], row["rows"], row["items"]) for row in found] == [("simvastatin", "2", "22")]


def test_rows_that_were_removed_since_are_listed_and_not_counted(tmp_path: Path, review: Callable[..., object]) -> None:
    header = '"uid","change_type","drug"'
    rows = ('"p1","added","furosemide \\"40\\" mg"', '"p2","removed","furosemide 40 mg"', '"p3","updated","furosemide"')
    summary, folder = review(write_csv(tmp_path / "medicus.csv", header, *rows))  # type: ignore[misc]
    assert (answers(folder), summary.past_rows) == (["associated"] * 3, 1)
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["p1", "p3"]


def test_an_unknown_header_lists_the_columns_and_the_option() -> None:
    with pytest.raises(ProfileError, match=r"--map drug=COLUMN.*Columns: A, B, C\."):
        choose(("A", "B", "C"))


def test_a_column_called_name_is_not_taken_for_the_medicine_where_it_may_be_the_patient() -> None:
    with pytest.raises(ProfileError):
        choose(("Name", "Date of birth"))
    assert choose(("Name", "Dose")).drug == (0,)


def test_the_option_wins_over_the_header_and_must_name_a_column() -> None:
    assert choose(("drug", "other"), {"drug": ["other"]}).drug == (1,)
    with pytest.raises(ProfileError, match="no such column"):
        choose(("drug", "other"), {"drug": ["third"]})
    with pytest.raises(ProfileError, match="drug, patient, date"):
        choose(("drug",), {"colour": ["drug"]})


def test_several_drug_columns_are_read_together() -> None:
    assert choose(("name", "strength", "x"), {"drug": ["name", "strength"]}).drug == (0, 1)


@pytest.mark.parametrize(
    "header",
    [
        "DrugRecordGuid,PatientGuid,OrganisationGuid,EffectiveDate,CodeId,Dosage,IsActive,CancellationDate",
        "patient_id,date,dmd_code,consultation_id,medication_status",
    ],
)
def test_a_layout_of_codes_only_says_what_to_give_or_join(header: str) -> None:
    with pytest.raises(ProfileError, match=r"give Coding_DrugCode beside it|join the dm\+d description"):
        choose(header.split(","))


def test_every_readable_profile_has_a_sample() -> None:
    covered = SAMPLES.keys() | {"FHIR medication resources"}  # those in test_readers.py
    assert {profile.name for profile in layouts().profiles if not profile.needs} <= covered


WRONG = {
    # what: table, row, message
    "a profile without medicine": ("profiles", "X,a,,,,,,,,,,,,,,", "profiles.csv, row 2: one of 'drug' and 'needs'"),
    "a status column without its set": (
        "profiles",
        "X,a,a,,,,b,,,,,,,,,",
        "profiles.csv, row 2: 'inactive' holds a column",
    ),
    "a set that is not there": ("profiles", "X,a,a,,,,b=gone,,,,,,,,,", "profiles.csv, X: there is no set 'gone'"),
    "a file that is not there": ("profiles", "X,a,a,,,,,,,,,,,a,None,", "profiles.csv, X: there is no layout 'None'"),
    "a role that nobody reads": ("columns", "colour,a,,", "columns.csv, row 2, column 'role'"),
    "a coding system of nobody": ("columns", "code,a,ndc,", "columns.csv, row 2, column 'system'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_of_the_layouts_is_named(case: str, tmp_path: Path) -> None:
    table, row, message = WRONG[case]
    shutil.copytree(data_folder() / EXPORTS, tmp_path / EXPORTS)
    changed = tmp_path / EXPORTS / f"{table}.csv"
    header = changed.read_text(encoding="utf-8").splitlines()[0]
    changed.write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError, match=f"^{EXPORTS}/{re.escape(message)}"):
        read_layouts(tmp_path)


def test_a_new_layout_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(data_folder() / EXPORTS, tmp_path / EXPORTS)
    with (tmp_path / EXPORTS / "profiles.csv").open("a", encoding="utf-8") as file:
        file.write("Moon base,Crew;Pill,Pill,Crew,,,State=ended,,,,,,,,,\n")
    known = read_layouts(tmp_path)
    monkeypatch.setattr(profiles, "layouts", lambda: known)
    used = choose(("State", "Crew", "Pill"))
    assert (used.profile, used.drug, used.patient, used.status) == ("Moon base", (2,), 1, (0,))
    assert "stopped" in used.inactive[0]
