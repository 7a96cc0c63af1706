"""What laboratory values ask for: beside which medicines, how urgently, in which order."""

import csv
import io

import pytest

from medcheck import Checker
from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.result_grammar import Condition, parse
from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultRuleRow, ResultUnitRow
from medcheck.report import writer
from medcheck.report.layout import Layout

# text -> the alerts by id and urgency, in order
ALERTS = {
    "K 3.1. Furosemide 40 mg om": [("potassium-low-medicine", "same_day")],
    "K 3.1. Ventolin 2 puffs prn": [("potassium-low-medicine", "same_day")],
    "K 2.4. Bendroflumethiazide 2.5 mg": [("potassium-critical-low-medicine", "now")],
    "K 2.4. Paracetamol 1 g": [("potassium-critical-low", "now")],
    "K 3.1. Furosemide 40 mg, digoxin 125 mcg": [
        ("potassium-low-medicine", "same_day"),
        ("potassium-low-digoxin", "same_day"),
    ],
    "K 3.1. Prednisolone 40 mg": [("potassium-low-other", "soon")],
    "K 6.7": [("potassium-critical-high", "now")],
    "K 6.1. Ramipril 5 mg": [("potassium-6-medicine", "same_day")],
    "K 5.6. Spironolactone 25 mg, trimethoprim 200 mg bd": [("potassium-high-trimethoprim", "same_day")],
    "CK 3,400. Simvastatin 40 mg nocte": [("ck-10x-statin", "same_day")],
    "CK 12,400 U/L. Atorvastatin 80 mg": [("ck-50x-statin", "now")],
    "CK 900. Atorvastatin 80 mg": [("ck-4x-statin", "soon")],
    "CK 900 (40-320). Atorvastatin 80 mg": [("ck-high-statin", "routine")],
    "Mg 0.58 mmol/L. Omeprazole 20 mg": [("magnesium-low-ppi", "soon")],
    "Na 118. Sertraline 50 mg": [("sodium-critical-low", "now"), ("sodium-125-medicine", "same_day")],
    "Na 129. Indapamide 2.5 mg": [("sodium-low-medicine", "soon")],
    "Adjusted calcium 2.01. Prolia 60 mg": [("calcium-low-antiresorptive", "same_day")],
    "Ca 1.95. Alendronic acid 70 mg weekly": [("calcium-total-low", "soon")],
    "eGFR 24. Colchicine 500 mcg": [("egfr-low-colchicine", "soon")],
    "eGFR 38. Priadel 400 mg": [("egfr-low-lithium", "same_day")],
    "TSH 0.05. Levothyroxine 150 mcg": [("tsh-low-levothyroxine", "soon")],
    "PO4 0.5 mmol/L. Ferric carboxymaltose 1 g iv": [("phosphate-low-iron", "soon")],
}

NO_ALERTS = [
    "K 4.1. Furosemide 40 mg",
    "K 3.1. Paracetamol 1 g",
    "K 3.1. Furosemide stopped last month",
    "Mg 0.8. Omeprazole 20 mg",  # without its unit it is not judged
    "CK 90. Simvastatin 40 mg",
    "target potassium 3.1. Furosemide 40 mg",
    "K 3.1 -> 4.2. Furosemide 40 mg",
    "Furosemide 40 mg",
]


@pytest.mark.parametrize("text", ALERTS)
def test_a_value_beside_a_medicine_raises_its_alert(checker: Checker, text: str) -> None:
    assert [(alert.id, alert.urgency) for alert in checker.review_record(text).alerts] == ALERTS[text]


@pytest.mark.parametrize("text", NO_ALERTS)
def test_no_alert_without_a_value_out_of_range_and_a_medicine_taken(checker: Checker, text: str) -> None:
    assert checker.review_record(text).alerts == ()


def test_low_potassium_comes_first_among_what_is_equally_urgent(checker: Checker) -> None:
    review = checker.review_record("CK 3,400, K 3.1. Simvastatin 40 mg, furosemide 40 mg")
    assert [alert.id for alert in review.alerts] == ["potassium-low-medicine", "ck-10x-statin"]


def test_an_alert_names_its_value_and_its_medicines(checker: Checker) -> None:
    review = checker.review_record("Mg 1.0 mmol/L, K 3.1. Ramipril 5 mg, Lasix 40 mg")
    (alert,) = review.alerts
    assert (alert.results, alert.ingredients, alert.mentions) == ((1,), ("furosemide",), (1,))
    assert alert.sources != ()


def test_of_values_of_several_days_the_last_counts(checker: Checker) -> None:
    early = "12/03/2024 K 3.1\n14/05/2025 K 4.2\nFurosemide 40 mg"
    late = "12/03/2024 K 4.2\n14/05/2025 K 3.1\nFurosemide 40 mg"
    assert [[alert.results for alert in checker.review_record(text).alerts] for text in (early, late)] == [[], [(1,)]]


@pytest.mark.parametrize(
    ("cell", "condition"),
    [
        ("potassium low", Condition(("potassium",), "low", "", 0.0, False)),
        (
            "adjusted calcium|ionised calcium low",
            Condition(("adjusted calcium", "ionised calcium"), "low", "", 0.0, False),
        ),
        ("potassium <=2.5", Condition(("potassium",), "", "<=", 2.5, False)),
        ("creatine kinase >10x", Condition(("creatine kinase",), "", ">", 10.0, True)),
    ],
)
def test_the_grammar_of_a_result(cell: str, condition: Condition) -> None:
    assert parse(cell) == condition


@pytest.mark.parametrize("cell", ["potassium", "potassium lowish", "potassium < 2.5", "low", ""])
def test_what_is_not_in_the_grammar_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no analyte with low"):
        parse(cell)


def test_every_analyte_has_units_and_a_range_and_every_rule_an_order_of_its_own(clinical: Clinical) -> None:
    analytes = {row.name for row in clinical.rows(AnalyteRow)}
    assert {row.analyte for row in clinical.rows(ResultUnitRow)} == analytes
    # No source for limits of ferritin in all healthy adults was read; it is shown, and not judged.
    assert {row.analyte for row in clinical.rows(ReferenceRangeRow)} == analytes - {"ferritin"}
    places = [(row.urgency, row.rank) for row in clinical.rows(ResultRuleRow)]
    assert len(set(places)) == len(places)


def test_a_rule_says_what_to_do_and_never_what_the_patient_has(clinical: Clinical) -> None:
    for row in clinical.rows(ResultRuleRow):
        assert row.action.split()[0] in ("Tell", "Ask", "Contact", "Phone")
        assert "diagnos" not in f"{row.title} {row.note} {row.action}".lower()


def test_the_short_report_begins_with_what_a_value_asks_for(checker: Checker) -> None:
    record = checker.review_record("K 3.1, CK 3,400, Mg 0.58 mmol/L. Furosemide 40 mg, simvastatin 40 mg, omeprazole")
    lines = writer("text")(record, checker.clinical.side_effect, Layout()).splitlines()
    assert lines[:5] == [
        "2 urgent laboratory values, 1 laboratory value, 3 possible causes; 3 medicines",
        "read.",
        "ACT ON",
        "TODAY K 3.1 low, with furosemide: Tell prescriber",
        "TODAY CK 3,400 high, with simvastatin: Tell the prescriber; say which statin",
    ]


@pytest.mark.parametrize(
    ("medicines", "line"),
    [
        ("Furosemide 40 mg", "TODAY K 3.1 mmol/L low on 2026-03-10, with furosemide: Tell prescriber"),
        (  # where not all fits, the day goes before the names do
            "Bendroflumethiazide 2.5 mg, salbutamol",
            "TODAY K 3.1 mmol/L low, with bendroflumethiazide and salbutamol: Tell prescriber",
        ),
    ],
)
def test_a_value_is_shown_with_the_day_of_its_line(checker: Checker, medicines: str, line: str) -> None:
    record = checker.review_record(f"10/03/2026: K 3.1 mmol/L\n{medicines}")
    brief, details = (
        writer("text")(record, checker.clinical.side_effect, Layout(details=details)) for details in (False, True)
    )
    assert line in brief.splitlines()
    assert "Value: potassium 3.1 mmol/L on 2026-03-10, low (reference range 3.5-5.3 mmol/L)" in " ".join(
        details.split()
    )


def test_the_details_say_how_a_value_was_judged(checker: Checker) -> None:
    record = checker.review_record("K 3.1, Mg 0.8. Furosemide 40 mg om")
    report = writer("text")(record, checker.clinical.side_effect, Layout(details=True))
    assert "    Value: potassium 3.1, low (reference range 3.5-5.3 mmol/L)\n    With: furosemide\n" in report
    assert "- Mg 0.8 - not judged: magnesium 0.8, not judged: its unit is missing, and\n  decides\n" in report


def test_a_table_for_a_spreadsheet_has_a_row_for_each_value_and_alert(checker: Checker) -> None:
    record = checker.review_record("eGFR >90, K 3.1. Furosemide 40 mg om")
    rows = list(csv.DictReader(io.StringIO(writer("csv")(record, checker.clinical.side_effect, Layout()))))
    assert [
        (row["answer"], row["text"], row["value"], row["unit"], row["flag"], row["level"])
        for row in rows
        if row["answer"] in ("result", "alert")
    ] == [
        ("alert", "K 3.1", "", "", "", "same_day"),
        ("result", "eGFR >90", ">90", "", "normal", ""),
        ("result", "K 3.1", "3.1", "", "low", ""),
    ]
