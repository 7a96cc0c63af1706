"""An intolerance of the side effect itself beside a medicine of the same class that is taken now."""

import pytest

import medcheck
from medcheck import Checker
from medcheck.report import writer
from medcheck.report.layout import Layout


def beside(text: str) -> list[tuple[str, ...]]:
    return [hit.ingredients for hit in medcheck.check(text).combinations if hit.id == "reaction-to-same-class"]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Allergies: simvastatin (muscle pain)\nAtorvastatin 20 mg od", ("atorvastatin", "simvastatin")),
        ("Rosuvastatin 10 mg\nPravastatin - intolerant (myalgia)", ("pravastatin", "rosuvastatin")),
        ("Allergic to salmeterol: cramps. Formoterol inhaler bd", ("formoterol", "salmeterol")),
        ("Allergic to statins (muscle pain)\nAtorvastatin 20 mg od", ("atorvastatin", "statin")),
        ("Simvastatin intolerance - severe cramp in legs\nsimvastatin 10 mg od", ("simvastatin",)),
        ("Statin intolerance: cramps\npravastatin 10 mg od", ("pravastatin", "statin")),
        ("Pravastatin 10 mg od\nstatin intolerant due to cramps", ("pravastatin", "statin")),
        ("statin allergy: muscle aches\npravastatin 10 mg od", ("pravastatin", "statin")),
        ("Allergies: simvastatin - muscle aches\nAtorvastatin 20 mg od", ("atorvastatin", "simvastatin")),
    ],
)
def test_a_reaction_with_cramps_or_muscle_pain_is_told_beside_its_class(text: str, together: tuple[str, ...]) -> None:
    assert beside(text) == [together]


@pytest.mark.parametrize(
    "text",
    [
        "Allergies: simvastatin (rash)\nAtorvastatin 20 mg od",
        "Allergies: simvastatin (muscle pain)\nFurosemide 40 mg od",
        "Allergies: simvastatin (muscle pain)\nStopped: atorvastatin 20 mg",
        "Allergies: simvastatin (muscle pain)",
        "Stopped: simvastatin\nAtorvastatin 20 mg od",
        "Allergies: penicillin (muscle pain)\nAmoxicillin 500 mg tds",
        "Allergies: quinine (muscle cramps)\nQuinine 200 mg nocte",
    ],
)
def test_another_reaction_another_class_and_what_is_not_taken_are_not(text: str) -> None:
    assert beside(text) == []


def test_it_comes_first_of_what_to_act_on(checker: Checker) -> None:
    reading = checker.review_record("Allergies: simvastatin (muscle pain)\nAtorvastatin 20 mg od")
    screen = writer("text")(reading, checker.clinical.side_effect, Layout()).splitlines()
    assert screen[1:3] == [
        "ACT ON (SOON is within days)",
        "SOON atorvastatin after reaction to simvastatin: Same symptoms? Tell prescriber",
    ]
