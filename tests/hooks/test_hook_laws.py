"""What the specification of CDS Hooks 2.0.1 asks of every card, held against all spec cases and calls by chance."""

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from any_json import objects
from calls import PATIENT, bundle, called, draft, order, taken
from hypothesis import given
from hypothesis import strategies as st
from work import growth, work_of

from medcheck import Checker, MedicineEntry, ResourceError
from medcheck.hooks.given import Call
from medcheck.hooks.services import HookServices, Lacking
from medcheck.hooks.tables import hook_tables

DAY = date(2026, 11, 29)
with (Path(__file__).parent.parent / "spec" / "cases.csv").open(encoding="utf-8", newline="") as _lines:
    TEXTS = [row["text"] for row in csv.DictReader(_lines, strict=True)]
SERVICES = list(hook_tables().services)
CARD = {"uuid", "summary", "detail", "indicator", "source", "links", "overrideReasons"}
# What may be louder than information: words of the parts of a card that are about safety.
SAFETY = re.compile(r"\*\*(Act on|Laboratory values|Side by side)(:\*\*|\*\* \()")


@pytest.fixture(scope="module")
def services(checker: Checker) -> HookServices:
    return HookServices(checker, "https://cds.example.org")


def empty_within(value: Any) -> bool:
    """Whether there is a null, an empty text, an empty list or an empty object anywhere in it."""
    if isinstance(value, (dict, list)):
        return not value or any(map(empty_within, value.values() if isinstance(value, dict) else value))
    return value is None or value == ""


def hold(card: dict[str, Any]) -> None:
    """Assert what the specification says of a card, and what we do."""
    assert json.loads(json.dumps(card, ensure_ascii=False).encode()) == card
    assert not empty_within(card)
    assert {"uuid", "summary", "detail", "indicator", "source", "overrideReasons"} <= card.keys() <= CARD
    assert str(UUID(card["uuid"])) == card["uuid"]
    assert len(card["summary"]) < 140
    assert "\n" not in card["summary"]
    assert card["indicator"] in ("info", "warning", "critical")
    assert card["indicator"] == "info" or SAFETY.search(card["detail"])
    assert card["source"].keys() <= {"label", "url"}
    for link in card.get("links", []):
        assert link.keys() == {"label", "url", "type"}
        assert link["type"] == "absolute"
        assert re.match(r"https?://[^/\s]+/\S*$", link["url"])
    assert len({link["url"] for link in card.get("links", [])}) == len(card.get("links", []))
    for reason in card["overrideReasons"]:
        assert reason.keys() == {"code", "system", "display"}
    assert "<" not in re.sub(r"\\<", "", card["detail"])  # no HTML of anybody's


def answered(services: HookServices, id_: str, call: Call) -> list[dict[str, Any]]:
    answer = services.answer(id_, call, DAY)
    assert isinstance(answer, list)
    assert len(answer) <= 1
    return answer


def calls(id_: str, ordered: str, *texts: str) -> Call:
    resource = draft(ordered)
    orders = {"draftOrders": bundle(resource), "medications": bundle(resource), "medication": resource}
    return called({**orders, "selections": ["MedicationRequest/draft"]}, taken(*texts), id_)


@pytest.mark.parametrize("id_", SERVICES)
def test_every_card_that_a_spec_case_gives_is_one(services: HookServices, id_: str) -> None:
    found = 0
    for number, text in enumerate(TEXTS):
        for call in (calls(id_, text, TEXTS[number - 1]), calls(id_, "paracetamol 1 g", text)):
            for card in answered(services, id_, call):
                hold(card)
                found += 1
    assert found > (130 if id_ == "medcheck-patient-view" else 70)


@pytest.mark.parametrize("id_", [id_ for id_ in SERVICES if id_ != "medcheck-patient-view"])
def test_an_order_of_paracetamol_is_never_answered_with_what_the_record_holds(services: HookServices, id_: str) -> None:
    alone = [
        text
        for text in TEXTS
        if "paracetamol" not in text and answered(services, id_, calls(id_, "paracetamol 1 g", text))
    ]
    assert alone == []


def test_nothing_is_critical_but_for_safety(services: HookServices, checker: Checker) -> None:
    """By the levels of the review itself: what may cause the symptom is information, however strong its evidence."""
    for text in TEXTS:
        review = checker.review_medicines([MedicineEntry(text=text, status="current")])
        high = [one for one in review.combinations if one.severity == "high" and not one.reacted]
        today = any(one.urgency in ("now", "same_day") for one in (*high, *review.alerts))
        warned = any(one.level == "warning" for one in review.findings)
        viewed = answered(services, "medcheck-patient-view", calls("", "", text))
        ordered = answered(services, "medcheck-order-sign", calls("", text))
        for card in viewed:
            expected = "critical" if today else "warning" if high or warned else "info"
            assert (text, card["indicator"]) == (text, expected)
        for card in ordered:
            loud = any(one.urgency != "routine" for one in (*review.combinations, *review.alerts))
            expected = "critical" if today or high or warned else "warning" if loud else "info"
            assert (text, card["indicator"]) == (text, expected)


NAMES = (
    "resourceType", "id", "entry", "resource", "status", "intent", "medicationReference", "medicationCodeableConcept",
    "reference", "coding", "code", "text", "display", "dosageInstruction", "subject", "valueQuantity", "value", "unit",
    "fullUrl", "link", "relation", "priorPrescription", "contained", "identifier", "issue", "severity", "patientId",
    "draftOrders", "selections", "medication", "medications", "order", "requests", "statements", "observations",
)  # fmt: skip
WORDS = (
    "Bundle", "MedicationRequest", "Medication", "AllergyIntolerance", "Observation", "Patient", "OperationOutcome",
    "active", "draft", "stopped", "Lasix 40 mg", "quinine", "simvastatin 80 mg", "Patient/p1", "p1", "2823-3", "next",
    "error", "Zyzzofol <b>", "MedicationRequest/draft",
)  # fmt: skip
things = objects(NAMES, WORDS)
medicines = st.sampled_from(
    (*TEXTS, "quinine", "Zyzzofol", "simvastatin 80 mg", "clarithromycin 500 mg", "\x00", "😀 <i>")
)
requests = st.builds(
    lambda text, fields: {**order(text), **fields}, medicines | st.text(max_size=30), st.just({}) | things
)


@given(st.sampled_from(SERVICES), things, things)
def test_any_json_gives_cards_or_says_what_is_lacking(
    services: HookServices, id_: str, context: dict[str, Any], prefetch: dict[str, Any]
) -> None:
    try:
        answer = services.answer(id_, Call("i", {"patientId": PATIENT, **context}, prefetch), DAY)
    except ResourceError:
        return
    if not isinstance(answer, Lacking):
        for card in answer:
            hold(card)


@given(st.sampled_from(SERVICES), st.lists(requests, max_size=3), st.lists(requests, max_size=5))
def test_any_orders_beside_any_record_give_cards_of_their_kind(
    services: HookServices, id_: str, orders: list[dict[str, Any]], record: list[dict[str, Any]]
) -> None:
    named = [{**one, "id": f"o{number}", "status": "draft"} for number, one in enumerate(orders)]
    context = {field: bundle(*named) for field in ("draftOrders", "medications", "medication")}
    try:
        answer = services.answer(id_, called(context, {"requests": bundle(*record)}), DAY)
    except ResourceError:
        return
    if isinstance(answer, Lacking):
        return
    for card in answer:
        hold(card)


def test_discovery_has_what_the_specification_asks_for(services: HookServices) -> None:
    described = services.described()
    assert [one["hook"] for one in described] == [
        "medication-refill", "medication-verify", "order-select", "order-sign", "patient-view",
    ]  # fmt: skip
    assert not empty_within(described)
    for one in described:
        assert one.keys() == {"hook", "title", "description", "id", "prefetch", "usageRequirements"}
        assert re.fullmatch(r"[a-z-]+", one["id"])
        for template in one["prefetch"].values():
            # tokens of the context alone, and of searches only what the specification recommends
            assert re.findall(r"\{+[^}]*\}+", template) == ["{{context.patientId}}"]
            assert {part.partition("=")[0] for part in template.partition("?")[2].split("&")} <= {
                "patient", "status", "code", "_sort", "_count",
            }  # fmt: skip


def test_the_services_speak_of_the_side_effect_of_their_tables(services: HookServices) -> None:
    assert services.described()[4]["title"] == "Cramp review of the medicines taken"
    assert services.described()[3]["description"] == (
        "What adding the medicines ordered does: associated with cramps, risks together with those taken, "
        "and what laboratory values ask for."
    )


@pytest.mark.parametrize("id_", SERVICES)
def test_orders_selected_and_a_record_are_linear(services: HookServices, id_: str) -> None:
    def work(size: int) -> int:
        diets = [{"resourceType": "NutritionOrder", "id": f"n{number}"} for number in range(10 * size)]
        drafts = [draft("bendroflumethiazide 2.5 mg", f"d{number}") for number in range(size)]
        selections = [f"MedicationRequest/d{number}" for number in range(10 * size)]
        context = {"draftOrders": bundle(*drafts, *diets), "selections": selections}
        context |= {"medications": context["draftOrders"], "medication": context["draftOrders"]}
        call = called(context, taken(*["furosemide 40 mg od"] * size))
        return work_of(lambda: services.answer(id_, call, DAY))

    assert growth(work, 15) < 2.5
