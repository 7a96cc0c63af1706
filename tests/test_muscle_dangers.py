"""Dangers that are muscle rather than cramp, and quinine's own: what a list must never pass over in silence."""

import pytest

import medcheck


def combinations(text: str) -> set[str]:
    return {combination.id for combination in medcheck.check(text).combinations}


@pytest.mark.parametrize("name", ["colchicine 500 micrograms", "daptomycin 500 mg IV", "quinine 200 mg"])
def test_what_a_label_warns_of_is_a_warning(name: str) -> None:
    assert [finding.level for finding in medcheck.check(name).findings] == ["warning"]


def test_red_yeast_rice_is_a_statin() -> None:
    (finding,) = medcheck.check("red yeast rice 1200 mg").findings
    assert (finding.ingredient, finding.drug_class, finding.level) == ("red yeast rice", "statin", "flag")


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("colchicine 500 mcg\nverapamil 120 mg", "colchicine-p-gp"),
        ("colchicine 500 mcg\nciclosporin 100 mg", "colchicine-p-gp"),
        ("colchicine 500 mcg\nclarithromycin 500 mg", "colchicine-strong-cyp3a4"),
        ("simvastatin 40 mg\nranolazine 500 mg", "simvastatin-20mg-cap"),
        ("simvastatin 20 mg\ndronedarone 400 mg", "simvastatin-dronedarone"),
        ("simvastatin 80 mg\nticagrelor 90 mg", "simvastatin-ticagrelor"),
        ("simvastatin\nticagrelor 90 mg", "simvastatin-ticagrelor"),
        ("atorvastatin 40 mg\nclarithromycin 500 mg", "atorvastatin-20mg-cap"),
        ("atorvastatin 10 mg\ntelaprevir 750 mg", "atorvastatin-avoid"),
        ("red yeast rice\nsimvastatin 20 mg", "red-yeast-rice-statin"),
        ("rosuvastatin 10 mg\nfenofibrate 200 mg", "statin-fibrate"),
        ("daptomycin 500 mg IV\natorvastatin 20 mg", "statin-daptomycin"),
    ],
)
def test_medicines_that_together_injure_muscle_are_said(text: str, id_: str) -> None:
    assert id_ in combinations(text)


@pytest.mark.parametrize(
    "text",
    [
        "simvastatin 40 mg\nticagrelor 90 mg",
        "simvastatin 20 mg\nranolazine 500 mg",
        "simvastatin 10 mg\ndronedarone 400 mg",
    ],
)
def test_a_dose_within_the_ceiling_is_no_alert(text: str) -> None:
    assert combinations(text) == set()


@pytest.mark.parametrize("other", ["lithium", "tolterodine", "tizanidine", "sildenafil", "efavirenz", "pazopanib"])
def test_quinine_with_any_medicine_of_the_formulary_s_table_is_said(other: str) -> None:
    assert "quinine-qt" in combinations(f"quinine 200 mg\n{other}")


def test_only_those_on_quinine_are_asked_about_quinine() -> None:
    asked = {question.id for question in medcheck.check("citalopram 20 mg").questions}
    assert {id_ for id_ in asked if "quinine" in id_} == set()
    assert "quinine-blackout" in {question.id for question in medcheck.check("quinine 200 mg").questions}


def test_two_weak_suspects_are_not_said_to_act_together() -> None:
    assert combinations("amlodipine 5 mg\nlosartan 50 mg") == set()
