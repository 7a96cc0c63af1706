"""Twice the values, resources or medicines are twice the work, in whatever they arrive and whatever says them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from work import growth, work_of

from medcheck import Checker, check_fhir, detected_issues
from medcheck.document.dates import read_dates
from medcheck.report import WRITERS, writer
from medcheck.report.layout import Layout

MOST = 2.5  # linear is 2, quadratic 4
NUMBER = 40  # of what is repeated, also twice and four times as many

LOINC = {"system": "http://loinc.org"}
POTASSIUM = {"code": {"coding": [{**LOINC, "code": "2823-3"}]}, "valueQuantity": {"value": 3.1, "unit": "mmol/L"}}
LASIX = {"medicationCodeableConcept": {"text": "Lasix 40 mg"}}


def resource(kind: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": f"{kind}{number}", "status": "active", **fields}


def bundle(kind: str, size: int, **fields: Any) -> dict[str, Any]:
    entry = [{"resource": resource(kind, number, **fields)} for number in range(size)]
    return {"resourceType": "Bundle", "entry": entry}


def referring(size: int) -> dict[str, Any]:
    contained = [resource("MedicationRequest", number, **LASIX) for number in range(size)]
    entry = [{"item": {"reference": f"#{one['id']}"}} for one in contained]
    return resource("List", 0, contained=contained, entry=entry)


RESOURCES: dict[str, Callable[[int], dict[str, Any]]] = {
    "components": lambda size: resource("Observation", 0, component=[POTASSIUM] * size),
    "observations": lambda size: bundle("Observation", size, **POTASSIUM),
    "requests": lambda size: bundle("MedicationRequest", size, **LASIX),
    "allergies": lambda size: bundle("AllergyIntolerance", size, code={"text": "penicillin"}),
    "list of contained": referring,
    "list of missing": lambda size: resource(
        "List", 0, entry=[{"item": {"reference": f"MedicationRequest/{number}"}} for number in range(size)]
    ),
    "list of removed": lambda size: {
        **(whole := referring(size)),
        "entry": [{**one, "deleted": True} for one in whole["entry"]],
    },
    "ingredients": lambda size: resource(
        "MedicationRequest",
        0,
        contained=[
            resource(
                "Medication",
                0,
                ingredient=[{"itemReference": {"reference": f"#Substance{number}"}} for number in range(size)],
                contained=[{"resourceType": "Substance", "id": f"Substance{number}"} for number in range(size)],
            )
        ],
        medicationReference={"reference": "#Medication0"},
    ),
    "codings": lambda size: resource(
        "MedicationRequest", 0, medicationCodeableConcept={"coding": [{"display": "Lasix"}] * size}
    ),
    "directions": lambda size: resource(
        "MedicationRequest",
        0,
        **LASIX,
        dosageInstruction=[{"text": f"dose {number} daily"} for number in range(size)],
    ),
    "notes": lambda size: resource("MedicationRequest", 0, **LASIX, note=[{"text": "at night"}] * size),
    "reactions": lambda size: resource(
        "AllergyIntolerance", 0, code={"text": "penicillin"}, reaction=[{"manifestation": [{"text": "rash"}]}] * size
    ),
}

LISTS: dict[str, Callable[[int], str]] = {
    "one medicine": lambda size: "Lasix 40 mg od\n" * size,
    "a medicine not listed": lambda size: "paracetamol 1 g qds\n" * size,
    "a misspelt name": lambda size: "simvastatn 20 mg nocte\n" * size,
    "an unknown name": lambda size: "".join(f"Zyzzofol{number} 5 mg od\n" for number in range(size)),
    "a pair": lambda size: "simvastatin 40 mg nocte, clarithromycin 500 mg bd\n" * size,
    "what was stopped lately": lambda size: "furosemide 40 mg stopped last week\n" * size,
    "an allergy": lambda size: "allergic to penicillin\n" * size,
    "values": lambda size: "K 3.1 mmol/L\n" * size,
    "values in one line": lambda size: "K 3.1 mmol/L, " * size,
    "values with their dates": lambda size: "12/03/2024 K 3.1 mmol/L\n" * size,
    "values with dates in one line": lambda size: "12/03/2024 K 3.1 mmol/L; " * size,
    "values of one row": lambda size: "K 3.1" + " -> 3.2" * size,
    "doubtful values": lambda size: "k 3.0\nNa 131 mmol/L\n\n" * size,
    "values in columns": lambda size: "Date\tNa\tK\n" + "12/03/2024\t131\t3.1\n" * size,
    "columns of days": lambda size: "Test" + "\t12/03/2024" * size + "\nK" + "\t3.1" * size,
    "columns and lines": lambda size: "Na\tK\n131\t3.1\n\nMg 0.5 mmol/L\n" * size,
}


@pytest.mark.parametrize("kind", RESOURCES)
def test_a_resource_is_linear(kind: str, checker: Checker) -> None:
    assert growth(lambda size: work_of(lambda: check_fhir(RESOURCES[kind](size), checker=checker)), NUMBER) < MOST


@pytest.mark.parametrize("kind", ["components", "requests", "allergies"])
def test_what_is_said_of_a_resource_as_fhir_is_linear(kind: str, checker: Checker) -> None:
    assert growth(lambda size: work_of(lambda: detected_issues(RESOURCES[kind](size), checker=checker)), NUMBER) < MOST


@pytest.mark.parametrize("kind", LISTS)
def test_what_a_list_repeats_is_linear(kind: str, checker: Checker) -> None:
    assert growth(lambda size: work_of(lambda: checker.review_record(LISTS[kind](size))), NUMBER) < MOST


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("format_", WRITERS)
def test_a_report_is_linear(format_: str, kind: str, checker: Checker) -> None:
    words, write = checker.clinical.side_effect, writer(format_)

    def work(size: int) -> int:
        given = LISTS[kind](size)
        review = checker.review_record(given)
        return work_of(lambda: write(review, words, Layout(given=given, everything=True)))

    assert growth(work, NUMBER) < MOST


class Counted(list[Any]):
    """A list that counts how often something in it is looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            self.looks += 1
            yield one

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2024 K 3.1 mmol/L; ",
        "12/03/2024 K 3.1 mmol/L\n",
        "K (12/03/2024) 3.1 mmol/L\n",
        "Na\tK\n131\t3.1\n12/03/2024\t13/03/2024\n",
    ],
)
def test_a_value_looks_at_few_of_the_dates(text: str, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Counted] = []
    monkeypatch.setattr(
        "medcheck.results.read.read_dates", lambda text: given.append(Counted(read_dates(text))) or given[-1]
    )
    results = checker.review_record(text * 300).results
    assert len(given) == 1
    assert len(results) >= 300
    assert given[0].looks < 100 * len(results)  # of 300 and more dates, each some ten steps for a search
