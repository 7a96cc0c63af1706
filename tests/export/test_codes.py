# ruff: noqa: E501 - the headers stand as they are found
"""Codes beside the text, by profile and in plain exports: they agree, contradict, are unknown or damaged."""

import csv
from pathlib import Path

import pytest
from export_building import ENGINES, FILES, Review, answers, read_csv, write_csv

from medcheck import Checker
from medcheck.export.lines.answers import Resolver
from medcheck.export.lines.code_cells import damaged, join, shown, split
from medcheck.export.lines.codes import system_of
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.knowledge.reference_rows import CodeRow

EPD_OLD = (
    "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,AREA_TEAM_NAME,AREA_TEAM_CODE,PCO_NAME,PCO_CODE,PRACTICE_NAME,PRACTICE_CODE,"
    "ADDRESS_1,ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR,BNF_CODE,BNF_DESCRIPTION,"
    "BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,UNIDENTIFIED"
)
EPD = (
    "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,ICB_NAME,ICB_CODE,PCO_NAME,PCO_CODE,PRACTICE_NAME,PRACTICE_CODE,ADDRESS_1,"
    "ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,BNF_CHEMICAL_SUBSTANCE_CODE,BNF_CHEMICAL_SUBSTANCE_NAME,BNF_PRESENTATION_CODE,"
    "BNF_PRESENTATION_NAME,BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQ_USAGE,NIC,ACTUAL_COST,UNIDENTIFIED"
)
PRACTICE = (
    "Regional_Office_Name,Regional_Office_Code,Area_Team_Name,Area_Team_Code,PCO_Name,PCO_Code,Practice_Name,Practice_Code,BNF_Code,"
    "BNF_Description,Items,Quantity,ADQ_Usage,NIC,Actual_Cost"
)
BNF_LIST = (
    "BNF_CHAPTER,BNF_CHAPTER_CODE,BNF_SECTION,BNF_SECTION_CODE,BNF_PARAGRAPH,BNF_PARAGRAPH_CODE,BNF_SUBPARAGRAPH,BNF_SUBPARAGRAPH_CODE,"
    "BNF_CHEMICAL_SUBSTANCE,BNF_CHEMICAL_SUBSTANCE_CODE,BNF_PRODUCT,BNF_PRODUCT_CODE,BNF_PRESENTATION,BNF_PRESENTATION_CODE"
)
SYNTHEA = "START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION"
UK_BIOBANK = "eid\tdata_provider\tissue_date\tread_2\tbnf_code\tdmd_code\tdrug_name\tquantity"


def epd_old(substance: str, code: str, text: str) -> str:
    return f"202401,A,B,C,D,E,F,G,H,,,,,P,{code[:9]},{substance},{code},{text},02: Cardiovascular System,28,7,196,196,1,1,N"


def epd(substance: str, code: str, text: str) -> str:
    return f"202601,A,B,C,D,E,F,G,H,,,,,P,{code[:9]},{substance},{code},{text},02: Cardiovascular System,28,7,196,196,1,1,N"


def practice(code: str, text: str) -> str:
    return f"A,B,C,D,E,F,G,H,{code},{text},3,84,84,1,1"


def bnf_list(substance: str, code: str, text: str) -> str:
    return f"Cardiovascular,02,x,0212,x,021200,x,0212000,{substance},{code[:9]},x,{code[:11]},{text},{code}"


def synthea(code: str, text: str) -> str:
    return f"2020-01-01T00:00:00Z,,p1,x,e,{code},{text},1,0,1,1,,"


def uk_biobank(code: str, text: str) -> str:
    return f"1000001\t3\t01/02/2016\t\t{code}\t\t{text}\t28"


CASES: dict[str, tuple[str, str, str]] = {
    # name: header, row, what the row says of the ingredients
    "EPD to 2025 agrees": (EPD_OLD, epd_old("Simvastatin", "0212000Y0AAADAD", "Simvastatin 40mg tablets"), "simvastatin"),
    "EPD to 2025, the code contradicts": (
        EPD_OLD, epd_old("Simvastatin", "0202020L0AABDBD", "Simvastatin 40mg tablets"), "simvastatin (code: furosemide)",
    ),
    "EPD to 2025, the substance contradicts": (
        EPD_OLD, epd_old("Furosemide", "0212000Y0AAADAD", "Simvastatin 40mg tablets"), "simvastatin (code: furosemide)",
    ),
    "EPD agrees": (EPD, epd("Simvastatin", "0212000Y0AAADAD", "Simvastatin 40mg tablets"), "simvastatin"),
    "EPD, both contradict": (
        EPD, epd("Furosemide", "0202020D0AAABAB", "Simvastatin 40mg tablets"), "simvastatin (code: furosemide; bumetanide)",
    ),
    "EPD, a combination's code beside its name": (
        EPD, epd("Co-amilofruse (Amiloride hydrochloride/furosemide)", "0202040B0AAABAB", "Co-amilofruse 5mg/40mg tablets"),
        "amiloride; furosemide",
    ),
    "EPD, a combination's code beside one of its parts": (
        EPD, epd("", "0202040B0AAABAB", "Furosemide 40mg tablets"), "furosemide",
    ),
    "EPD, a substance whose code is digits only": (
        EPD, epd("", "040201060AAABAB", "Simvastatin 40mg tablets"), "simvastatin (code: olanzapine)",
    ),
    "EPD, an unknown substance": (EPD, epd("", "0299999Z9AAABAB", "Simvastatin 40mg tablets"), "simvastatin"),
    "practice level agrees": (PRACTICE, practice("0212000Y0AAADAD", "Simvastatin_Tab 40mg"), "simvastatin"),
    "practice level contradicts": (
        PRACTICE, practice("0103050P0AAAAAA", "Simvastatin_Tab 40mg"), "simvastatin (code: omeprazole)",
    ),
    "OpenPrescribing contradicts": (
        "practice,bnf_code,bnf_name,items,net_cost,actual_cost,quantity,month",
        "A81001,0212000B0AAADAD,Simvastatin 40mg tablets,4,1,1,112,2026-01-01", "simvastatin (code: atorvastatin)",
    ),
    "OpenPrescribing BNF list agrees": (
        BNF_LIST, bnf_list("Simvastatin", "0212000Y0AAADAD", "Simvastatin 40mg tablets"), "simvastatin",
    ),
    "OpenPrescribing BNF list contradicts": (
        BNF_LIST, bnf_list("Atorvastatin", "0212000B0AAADAD", "Simvastatin 40mg tablets"), "simvastatin (code: atorvastatin)",
    ),
    "UK Biobank, a chapter with dots": (UK_BIOBANK, uk_biobank("02.02.02.00.00", "Simvastatin 40mg tablets"), "simvastatin"),
    "UK Biobank, a chapter of eight digits": (UK_BIOBANK, uk_biobank("02020200", "Simvastatin 40mg tablets"), "simvastatin"),
    "UK Biobank, a whole code contradicts": (
        UK_BIOBANK, uk_biobank("0202020L0AABDBD", "Simvastatin 40mg tablets"), "simvastatin (code: furosemide)",
    ),
    "Synthea, a clinical drug is not in the table": (
        SYNTHEA, synthea("314231", "Furosemide 40 MG Oral Tablet"), "furosemide",
    ),
    "Synthea, an ingredient contradicts": (
        SYNTHEA, synthea("36567", "Furosemide 40 MG Oral Tablet"), "furosemide (code: simvastatin)",
    ),
    "plain ATC contradicts": ("patient,drug,ATC code", "p1,furosemide 40 mg,C10AA01", "furosemide (code: simvastatin)"),
    "plain BNF contradicts": ("patient,drug,BNF code", "p1,furosemide 40 mg,0212000Y0", "furosemide (code: simvastatin)"),
    "plain RxNorm contradicts": ("patient,drug,RxCUI", "p1,furosemide 40 mg,36567", "furosemide (code: simvastatin)"),
    "plain RxNorm agrees": ("patient,drug,rxnorm_code", "p1,furosemide 40 mg,4603", "furosemide"),
    "a number of no named system": ("patient,drug,code", "p1,furosemide 40 mg,36567", "furosemide"),
    "nine digits of no named system": ("patient,drug,code", "p1,furosemide 40 mg,040201060", "furosemide"),
    "a number that names its system": ("patient,drug,code", "p1,furosemide 40 mg,RxNorm: 36567", "furosemide (code: simvastatin)"),
    "a BNF code in a column of codes": ("patient,drug,code", "p1,furosemide 40 mg,0212000Y0AAADAD", "furosemide (code: simvastatin)"),
    "a word in a column of BNF codes": ("patient,drug,bnf_code", "p1,furosemide 40 mg,simvastatin", "furosemide"),
    "several codes, one of which contradicts": (
        "patient,drug,atc,bnf_code,rxcui", "p1,furosemide 40 mg,C03CA01,0202020L0,36567", "furosemide (code: simvastatin)",
    ),
    "several codes that agree": ("patient,drug,atc,bnf_code,rxcui", "p1,furosemide 40 mg,C03CA01,0202020L0,4603", "furosemide"),
    "codes that are not there": ("patient,drug,atc,bnf_code,rxcui", "p1,furosemide 40 mg,,,", "furosemide"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_code_agrees_contradicts_or_has_no_opinion(case: str, tmp_path: Path, review: Review) -> None:
    header, row, ingredients = CASES[case]
    export = write_csv(tmp_path / "export.csv", header, row, row)
    _, folder = review(export, engine="python")
    found = read_csv(folder / "rows.csv")[0]
    expected = "unrecognised" if "code:" in ingredients else "associated"
    assert (found["medcheck_answer"], found["medcheck_ingredients"]) == (expected, ingredients)
    _, fast = review(export, engine="duckdb")
    for name in FILES:
        assert (fast / name).read_bytes() == (folder / name).read_bytes(), name


@ENGINES
def test_a_contradiction_is_shown_and_does_not_count_for_the_patient(
    engine: str, tmp_path: Path, review: Review
) -> None:
    export = write_csv(
        tmp_path / "export.csv",
        "patient,drug,bnf_code",
        "p1,Furosemide 40mg tablets,0212000Y0AAADAD",
        "p2,Furosemide 40mg tablets,0202020L0AABDBD",
        "p3,Paracetamol 500mg tablets,0202020L0AABDBD",
    )
    summary, folder = review(export, engine=engine)
    assert (summary.associated, summary.unrecognised) == (1, 2)
    assert summary.notices == ("2 rows have a code that contradicts their text; see unrecognised.csv",)
    assert [row["patient"] for row in read_csv(folder / "patients.csv")] == ["p2"]
    assert [tuple(row.values()) for row in read_csv(folder / "unrecognised.csv")] == [
        (
            "Furosemide 40mg tablets", "bnf:0212000Y0AAADAD", "1", "Furosemide 40mg tablets", "code disagrees",
            "0212000Y0AAADAD: simvastatin", "",
        ),
        (
            "Paracetamol 500mg tablets", "bnf:0202020L0AABDBD", "1", "Paracetamol 500mg tablets", "code disagrees",
            "0202020L0AABDBD: furosemide", "",
        ),
    ]  # fmt: skip


@ENGINES
def test_damage_by_spreadsheets_is_noticed_in_every_column_of_codes(
    engine: str, tmp_path: Path, review: Review
) -> None:
    export = write_csv(
        tmp_path / "export.csv",
        "patient,drug,bnf_code,rxcui",
        "p1,esomeprazole 20 mg,1.03E+06,283742",  # 0103050E0, read as a number
        "p2,furosemide 40 mg,0202020L0,4603.0",
        "p3,furosemide 40 mg,0202020L0,4603",
    )
    summary, folder = review(export, engine=engine)
    assert summary.notices == ("2 codes look damaged by a spreadsheet (E+17, .0 or rounded to 00)",)
    assert answers(folder) == ["associated", "associated", "associated"]


def test_which_columns_hold_codes_is_said(tmp_path: Path, review: Review) -> None:
    summary, _ = review(write_csv(tmp_path / "export.csv", EPD, epd("", "", "Simvastatin 40mg tablets")))
    assert summary.columns["code"] == ("BNF_CHEMICAL_SUBSTANCE_NAME", "BNF_PRESENTATION_CODE")


def test_several_code_columns_can_be_named_and_none_of_them_is_the_medicine(tmp_path: Path, review: Review) -> None:
    export = write_csv(tmp_path / "export.csv", "Ref,A,RXCUI,Also", "p1,furosemide,36567,furosemide")
    summary, folder = review(export, map={"drug": "A", "code": ["Also", "A", "RXCUI"]})
    assert summary.columns["code"] == ("Also", "RXCUI")
    assert [row["medcheck_ingredients"] for row in read_csv(folder / "rows.csv")] == ["furosemide (code: simvastatin)"]


@pytest.mark.parametrize(
    ("system", "code", "expected"),
    [
        ("", "0212000Y0AAADAD", ("bnf", "0212000Y0")),
        ("", "0212000y0", ("bnf", "0212000Y0")),
        ("", "0212000Y0BB", ("bnf", "0212000Y0")),
        ("", "0212000Y0A", ("", "0212000Y0A")),
        ("", "040201060", ("", "040201060")),
        ("", "320031000000000", ("", "320031000000000")),
        ("bnf", "040201060", ("bnf", "040201060")),
        ("bnf", "02.12.00.00.00", ("", "02.12.00.00.00")),
        ("bnf", "02120000", ("", "02120000")),
        ("bnf", "C10AA01", ("", "C10AA01")),
        ("", "C10AA01", ("atc", "C10AA01")),
        ("atc", "c10aa01", ("atc", "C10AA01")),
        ("atc", "C10AA", ("atc", "C10AA")),
        ("", "36567", ("", "36567")),
        ("rxnorm", "36567", ("rxnorm", "36567")),
        ("rxnorm", "36567.0", ("", "36567.0")),
        ("rxnorm", "C10AA01", ("", "C10AA01")),
    ],
)
def test_the_column_settles_the_system_and_else_the_shape(system: str, code: str, expected: tuple[str, str]) -> None:
    assert system_of(system, code) == expected


def test_codes_are_joined_and_parted_without_loss() -> None:
    joined = join(["0212000Y0", "", "a: b", "36567"], ["bnf", "atc", "", "rxnorm"])
    assert split(joined) == [("bnf", "0212000Y0"), ("", "a: b"), ("rxnorm", "36567")]
    assert shown(joined) == "bnf:0212000Y0; a: b; rxnorm:36567"
    assert join(["", ""], ["bnf", ""]) == ""
    assert not damaged(joined)
    assert damaged(join(["0212000Y0", "3.2E+17"], ["bnf", ""]))


def test_every_ingredient_of_a_code_is_read_as_itself_beside_it(checker: Checker) -> None:
    """A code that contradicted its own substance's name would make good rows unrecognised."""
    resolver = Resolver(checker)
    for row in checker.database.rows(CodeRow):
        for name in row.ingredients:
            assert resolver.resolve(DistinctLine(name, f"{row.system}:{row.code}")).reason != "code disagrees", row


SETTLED = (
    "patient,drug,bnf_code",
    "p1,Furosemide 40mg tablets,0212000Y0AAADAD",
    "p2,Furosemide 40mg tablets,0202020L0AABDBD",
    "p3,Furosemide 40mg tablets,",
    "p4,Furosemide 40mg tablets,0103050P0AAAAAA",
    "p5,=Hydrocortisone 1% cream,0212000Y0AAADAD",
)


@ENGINES
@pytest.mark.parametrize("raw", [False, True])
def test_a_contradiction_that_was_settled_holds_for_that_line_only(
    engine: str, raw: bool, tmp_path: Path, review: Review
) -> None:
    export = write_csv(tmp_path / "export.csv", *SETTLED)
    _, first = review(export, engine=engine, raw=raw)
    lines = read_csv(first / "unrecognised.csv")
    means = {"bnf:0212000Y0AAADAD": "simvastatin", "bnf:0103050P0AAAAAA": "furosemide"}
    given = tmp_path / "unrecognised.csv"
    with given.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows({**line, "ingredients": means[line["code"]]} for line in lines)
    _, again = review(export, names=given, engine=engine, raw=raw)
    assert [(row["medcheck_answer"], row["medcheck_ingredients"]) for row in read_csv(again / "rows.csv")] == [
        ("associated", "simvastatin"),
        ("associated", "furosemide"),
        ("associated", "furosemide"),
        ("associated", "furosemide"),
        ("not_listed", "simvastatin"),  # still a cream
    ]
    assert [row["patient"] for row in read_csv(again / "patients.csv")] == ["p1", "p2", "p3", "p4"]
    assert read_csv(again / "unrecognised.csv") == []


def test_a_site_s_own_names_may_have_a_column_code(tmp_path: Path, review: Review) -> None:
    names = write_csv(tmp_path / "names.csv", "name,code,ingredients", "foozolam,17,furosemide")
    _, folder = review(write_csv(tmp_path / "export.csv", "patient,drug", "p1,foozolam 5 mg"), names=names)
    assert answers(folder) == ["associated"]
