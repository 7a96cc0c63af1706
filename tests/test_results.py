"""Laboratory values: what is read as one, in which unit, and how it is judged; and what is none."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcheck import Checker
from medcheck.records import Result

# text -> name, value, unit, flag of its one value
VALUES = {
    "K 3.3": ("potassium", 3.3, None, "low"),
    "K+ 3.3 mmol/L": ("potassium", 3.3, "mmol/L", "low"),
    "K+ 5.4 mEq/L": ("potassium", 5.4, "mEq/L", "high"),
    "Potassium: 3.1 (3.5-5.3)": ("potassium", 3.1, None, "low"),
    "Potassium level was 4.1 today": ("potassium", 4.1, None, "normal"),
    "Serum potassium 3.4mmol/l": ("potassium", 3.4, "mmol/L", "low"),
    "K 3,3 mmol/l": ("potassium", 3.3, "mmol/L", "low"),
    "K+ peak 6.3": ("potassium", 6.3, None, "high"),
    "hypokalaemic, K = 2.4": ("potassium", 2.4, None, "low"),
    "low potassium (3.1)": ("potassium", 3.1, None, "low"),
    "potassium 3.1 on indapamide": ("potassium", 3.1, None, "low"),
    "K (12/03) 3.3": ("potassium", 3.3, None, "low"),
    "K 3.4 (3.3-5.0)": ("potassium", 3.4, None, "normal"),
    "K 5.2 H": ("potassium", 5.2, None, "high"),
    "Na 128 L": ("sodium", 128.0, None, "low"),
    "sodium 138": ("sodium", 138.0, None, "normal"),
    "Na+ 150 mmol/L": ("sodium", 150.0, "mmol/L", "high"),
    "serum sodium 121": ("sodium", 121.0, None, "low"),
    "Mg 0.66": ("magnesium", 0.66, None, "low"),
    "Mg2+ 0.55 mmol/L": ("magnesium", 0.55, "mmol/L", "low"),
    "Mg 0.8": ("magnesium", 0.8, None, None),
    "Mg 0.8 mmol/L": ("magnesium", 0.8, "mmol/L", "normal"),
    "Mg 2.0": ("magnesium", 2.0, None, None),
    "Mg 2.0 mg/dL": ("magnesium", 2.0, "mg/dL", "normal"),
    "Mg 1.7 mg/dL": ("magnesium", 1.7, "mg/dL", "normal"),
    "Mg 1.3 mg/dl": ("magnesium", 1.3, "mg/dL", "low"),
    "magnesium 0.62 (0.7-1.0)": ("magnesium", 0.62, None, "low"),
    "Mg .66": ("magnesium", 0.66, None, "low"),
    "Ca adj 2.05": ("adjusted calcium", 2.05, None, "low"),
    "corrected calcium 1.98 mmol/L": ("adjusted calcium", 1.98, "mmol/L", "low"),
    "Calcium (adjusted) 2.71": ("adjusted calcium", 2.71, None, "high"),
    "adj. calcium 2.4": ("adjusted calcium", 2.4, None, "normal"),
    "calcium 2.4": ("calcium", 2.4, None, "normal"),
    "calcium 9.8": ("calcium", 9.8, None, "normal"),
    "Ca 7.4 mg/dL": ("calcium", 7.4, "mg/dL", "low"),
    "Ca 2.15": ("calcium", 2.15, None, None),
    "Ca 1.2": ("calcium", 1.2, None, None),
    "ionised calcium 1.05": ("ionised calcium", 1.05, None, "low"),
    "iCa 1.20 mmol/L": ("ionised calcium", 1.2, "mmol/L", "normal"),
    "PO4 0.55 mmol/L": ("phosphate", 0.55, "mmol/L", "low"),
    "phosphate 3.5": ("phosphate", 3.5, None, None),
    "phosphorus 3.5 mg/dL": ("phosphate", 3.5, "mg/dL", "normal"),
    "CK 1,240": ("creatine kinase", 1240.0, None, "high"),
    "CPK 12,400 U/L": ("creatine kinase", 12400.0, "U/L", "high"),
    "creatine kinase 90 IU/L": ("creatine kinase", 90.0, "U/L", "normal"),
    "CK 250 (25-200)": ("creatine kinase", 250.0, None, "high"),
    "CK 250": ("creatine kinase", 250.0, None, "normal"),
    "TSH 6.2 mU/L": ("TSH", 6.2, "mIU/L", "high"),
    "TSH <0.01": ("TSH", 0.01, None, "low"),
    "TSH 1.8 (N)": ("TSH", 1.8, None, "normal"),
    "creatinine 88": ("creatinine", 88.0, None, "normal"),
    "creatinine 1.0": ("creatinine", 1.0, None, "normal"),
    "Creat 1.4 mg/dL": ("creatinine", 1.4, "mg/dL", "high"),
    "Cr 140 umol/L": ("creatinine", 140.0, "µmol/L", "high"),
    "Creatinine 140 µmol/L": ("creatinine", 140.0, "µmol/L", "high"),
    "creatinine 22": ("creatinine", 22.0, None, None),
    "eGFR 38": ("eGFR", 38.0, None, "low"),
    "eGFR >90": ("eGFR", 90.0, None, "normal"),
    "eGFR 38 mL/min/1.73m2": ("eGFR", 38.0, "mL/min/1.73 m²", "low"),
    "eGFR 72ml/min": ("eGFR", 72.0, "mL/min", "normal"),
    "eGFR more than 90": ("eGFR", 90.0, None, "normal"),
    "eGFR (CKD-EPI) 45": ("eGFR", 45.0, None, "low"),
    "eGFR: 45 (was 62)": ("eGFR", 45.0, None, "low"),
    "Vit D 29 nmol/L": ("vitamin D", 29.0, "nmol/L", "low"),
    "25-OH vitamin D 15 ng/mL": ("vitamin D", 15.0, "ng/mL", "low"),
    "25(OH)D 32": ("vitamin D", 32.0, None, None),
    "25(OH)D 62": ("vitamin D", 62.0, None, "normal"),
    "HbA1c 53 mmol/mol (7.0 %)": ("haemoglobin A1c", 53.0, "mmol/mol", "high"),
    "HbA1c 5.9 %": ("haemoglobin A1c", 5.9, "%", "normal"),
    "A1c 7.1": ("haemoglobin A1c", 7.1, None, "high"),
    "ferritin 8 ug/L": ("ferritin", 8.0, "µg/L", None),
    "ferritin 88": ("ferritin", 88.0, None, None),
    "Ferritin 430 ng/mL": ("ferritin", 430.0, "ng/mL", None),
    "Potassium | 3.1 | mmol/L | 3.5 - 5.3 | L": ("potassium", 3.1, "mmol/L", "low"),
    "Potassium\t3.1\tL\tmmol/L\t3.5-5.3": ("potassium", 3.1, "mmol/L", "low"),
    "Potassium,3.1,mmol/L,3.5-5.3": ("potassium", 3.1, "mmol/L", "low"),
    "Magnesium  0.7-1.0  0.61": ("magnesium", 0.61, None, "low"),
}

NO_VALUES = [
    "K 20 mmol tabs",
    "Mg 400 mg tablets",
    "vit D 800 units daily",
    "Vitamin D 1000",
    "vitamin D 2.5",
    "Vitamin D3 20,000 units weekly",
    "Vit D 1.25 mg monthly",
    "calcium 500 mg bd",
    "Calcium 2 daily",
    "Calcium 2",
    "potassium chloride 600 mg",
    "potassium 2 tablets",
    "magnesium glycerophosphate 8mmol tds",
    "sodium valproate 200 mg",
    "levothyroxine sodium 100",
    "losartan potassium 5.5",
    "Docusate sodium 100 mg, one capsule",
    "Sodium bicarbonate 500mg capsules two tds",
    "Slow-K 2 tds",
    "vitamin K 1",
    "vitamin K 10 mg",
    "Paracetamol 500 Mg 2 qds",
    "Tegretol CR 200 mg bd",
    "Sinemet CR 125 tds",
    "paracetamol 1 g po 4 times a day",
    "K 12/03/24",
    "Na 12/03/2024",
    "target HbA1c 53",
    "aim for potassium 4.5",
    "stop if K+ >5.5",
    "K+ ≥5.5 repeat urgently",
    "potassium 3.5-5.3",
    "creatinine clearance 45 mL/min",
    "Urine creatinine 8.2 mmol/L",
    "urinary sodium 20",
    "CA 125 35 U/mL",
    "Ca 19-9 37",
    "CK-MB 5",
    "CK7 positive, CK20 negative",
    "CK normal",
    "U&Es normal",
    "sodium 1000",
    "K 33",
    "Na/K 138/4.2",
    "K 4.2 mg/dL",
]


def results(checker: Checker, text: str) -> tuple[Result, ...]:
    return checker.review_record(text).results


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_read_and_judged(checker: Checker, text: str) -> None:
    assert [(r.name, r.value, r.unit, r.flag) for r in results(checker, text)] == [VALUES[text]]


@pytest.mark.parametrize("text", NO_VALUES)
def test_a_dose_a_date_a_limit_or_another_test_is_no_value(checker: Checker, text: str) -> None:
    assert results(checker, text) == ()


def test_values_in_a_row_are_each_read(checker: Checker) -> None:
    found = results(checker, "U&E: Na 138 K 4.2 Cr 88")
    assert [(r.name, r.value, r.text, r.start, r.end) for r in found] == [
        ("sodium", 138.0, "Na 138", 5, 11),
        ("potassium", 4.2, "K 4.2", 12, 17),
        ("creatinine", 88.0, "Cr 88", 18, 23),
    ]


def test_symbols_in_small_letters_count_where_several_stand_together(checker: Checker) -> None:
    assert [r.name for r in results(checker, "na 131 k 3.0 cr 140")] == ["sodium", "potassium", "creatinine"]
    assert results(checker, "k 3.0") == ()


def test_a_whole_number_that_may_count_tablets_counts_beside_a_value(checker: Checker) -> None:
    assert [(r.name, r.value) for r in results(checker, "Na 138, K 4")] == [("sodium", 138.0), ("potassium", 4.0)]
    assert results(checker, "K 4") == ()


def test_vitamin_d_without_unit_counts_among_values_of_its_line_only(checker: Checker) -> None:
    assert [r.name for r in results(checker, "TSH 2.1, ferritin 44, Vit D 61")] == ["TSH", "ferritin", "vitamin D"]
    assert [r.name for r in results(checker, "TSH 2.1\nVit D 61")] == ["TSH"]


def test_a_printed_range_wins_over_the_reference_range(checker: Checker) -> None:
    (value,) = results(checker, "K 3.4 mmol/L (3.3-5.0)")
    assert (value.flag, value.judged_by, value.reference) == ("normal", "text", "3.3-5.0")


def test_a_mark_of_the_laboratory_wins_over_the_reference_range(checker: Checker) -> None:
    (value,) = results(checker, "eGFR 62 L")
    assert (value.flag, value.judged_by, value.reference) == ("low", "text", None)


def test_the_reference_range_is_named(checker: Checker) -> None:
    (value,) = results(checker, "K 3.3")
    assert (value.flag, value.judged_by, value.reference) == ("low", "table", "3.5-5.3 mmol/L")


def test_low_normal_is_no_mark_of_low(checker: Checker) -> None:
    (value,) = results(checker, "potassium low normal at 3.6")
    assert (value.flag, value.judged_by) == ("normal", "table")


def test_a_value_beyond_what_is_measured_says_so(checker: Checker) -> None:
    assert [r.beyond for r in results(checker, "eGFR >90, TSH <0.01, K 4.1")] == [">", "<", None]


def test_values_after_an_arrow_are_read_too(checker: Checker) -> None:
    found = results(checker, "Creat 412→366→301")
    assert [(r.value, r.text) for r in found] == [(412.0, "Creat 412"), (366.0, "366"), (301.0, "301")]


def test_a_column_for_each_analyte_is_read_with_the_day_of_the_row(checker: Checker) -> None:
    found = results(checker, "Date\tNa\tK\n12/03/2024\t138\t4.2\n14/05/2025\t131\t3.0\n")
    assert [(r.name, r.value, r.flag, r.date) for r in found] == [
        ("sodium", 138.0, "normal", "2024-03-12"),
        ("potassium", 4.2, "normal", "2024-03-12"),
        ("sodium", 131.0, "low", "2025-05-14"),
        ("potassium", 3.0, "low", "2025-05-14"),
    ]


def test_a_column_for_each_day_is_read(checker: Checker) -> None:
    found = results(checker, "Test        01/02/2024   03/04/2025\nPotassium   3.1          4.2\n")
    assert [(r.value, r.date) for r in found] == [(3.1, "2024-02-01"), (4.2, "2025-04-03")]


def test_a_table_of_medicines_has_no_values(checker: Checker) -> None:
    assert results(checker, "Calcium  500 mg  bd\nPotassium  600 mg  od\nVitamin D  800  daily\n") == ()


@pytest.mark.parametrize("text", ["K 3.3", "Na 138 K 4.2 Mg 0.8", "TSH 2.1, Vit D 61", "Potassium: 3.1 (3.5-5.3)"])
def test_a_value_is_no_medicine_and_nothing_to_ask_about(checker: Checker, text: str) -> None:
    review = checker.review_record(text)
    assert (review.mentions, review.unrecognised, review.unfamiliar) == ((), (), ())


@pytest.mark.parametrize("text", ["Centyl K 2.5", "Neo-Naclex-K 2.5", "calcium with vitamin D 2.5"])
def test_the_end_of_a_medicine_s_name_is_no_value(checker: Checker, text: str) -> None:
    review = checker.review_record(text)
    assert (review.results, len(review.mentions)) == ((), 1)


def test_a_medicine_beside_a_value_is_still_read(checker: Checker) -> None:
    review = checker.review_record("Sando-K 2 bd, K 3.4, furosemide 40 mg")
    assert [mention.text for mention in review.mentions] == ["Sando-K", "furosemide"]


_PIECES = st.sampled_from(
    [
        *VALUES,
        *NO_VALUES,
        "Na",
        "K",
        "mmol/L",
        "3.5-5.3",
        "(",
        ")",
        "<",
        "->",
        "|",
        "\n",
        "\t",
        "L",
        "12/03/24",
        "½",
        ".",
    ]
)


@cache
def _shared() -> Checker:
    return Checker()


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=8).map(" ".join)))
def test_any_text_has_a_review_whose_values_lie_in_it(text: str) -> None:
    review = _shared().review_record(text)
    for result in review.results:
        assert result.text == text[result.start : result.end] != ""
    starts = [result.start for result in review.results]
    assert starts == sorted(set(starts))
