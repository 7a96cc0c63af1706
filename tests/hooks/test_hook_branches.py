"""The parts of an answer one by one: what a request holds, what its orders add, how a card says it."""

from datetime import date
from typing import Any

import pytest
from calls import bundle, called, draft, order, potassium, taken

from medcheck import Checker, ResourceError
from medcheck.fhir.names import Namer
from medcheck.hooks.cards import MOST_LEAD, MOST_LINKS, MOST_SUMMARY
from medcheck.hooks.effect import Effect, effect
from medcheck.hooks.given import MOST_LETTERS, MOST_MEDICINES, RECENT, Given, given, name, replaced_by
from medcheck.hooks.services import HookServices
from medcheck.hooks.tables import hook_tables

DAY = date(2026, 11, 29)
TABLES = hook_tables()
STATIN, MACROLIDE = "simvastatin 40 mg nocte", "clarithromycin 500 mg bd"


@pytest.fixture(scope="module")
def services(checker: Checker) -> HookServices:
    return HookServices(checker, "https://cds.example.org")


def read(hook: str, context: dict[str, Any], prefetch: dict[str, Any], day: date | None = DAY) -> Given:
    return given(called(context, prefetch), TABLES.services[f"medcheck-{hook}"], TABLES, day)


def effect_of(checker: Checker, hook: str, context: dict[str, Any], prefetch: dict[str, Any]) -> Effect:
    namer = Namer(checker.lexicon, checker.database)
    already = TABLES.services[f"medcheck-{hook}"].taken_already == "yes"
    return effect(read(hook, context, prefetch), checker, namer, DAY, taken_already=already)


def ids(resources: Any) -> list[str]:
    return [one["id"] for one in resources]


# --- what a request holds ---------------------------------------------------------------------------------------------


def test_the_orders_are_the_medicines_among_the_drafts_and_all_of_them_are_selected() -> None:
    diet = {"resourceType": "NutritionOrder", "id": "n"}
    found = read("order-sign", {"draftOrders": bundle(draft("quinine", "a"), diet, draft("aspirin", "b"))}, taken())
    assert (ids(found.orders), ids(found.selected)) == (["a", "b"], ["a", "b"])


def test_what_is_selected_is_among_the_orders() -> None:
    drafts = bundle(draft("quinine", "a"), draft("aspirin", "b"))
    context = {"draftOrders": drafts, "selections": ["MedicationRequest/b", "MedicationRequest/x"]}
    found = read("order-select", context, taken())
    assert (ids(found.orders), ids(found.selected)) == (["a", "b"], ["b"])


@pytest.mark.parametrize("selections", [["MedicationRequest/"], [""], [None], [5], {}, "x"])
def test_a_selection_that_names_no_order_selects_all(selections: Any) -> None:
    context = {"draftOrders": bundle(draft("quinine", "a"), draft("aspirin", "")), "selections": selections}
    assert len(read("order-select", context, taken()).selected) == 2


def test_what_was_had_of_the_record_is_told() -> None:
    assert read("patient-view", {}, taken()).had == {"medicines", "allergies", "results"}
    assert read("patient-view", {}, {"requests": None}).had == {"medicines"}
    assert read("patient-view", {}, {"statements": None}).had == {"medicines"}
    assert read("patient-view", {}, {"allergies": bundle()}).had == {"allergies"}
    assert read("patient-view", {}, {"observations": bundle()}).had == {"results"}
    assert read("patient-view", {}, {}).had == frozenset()


@pytest.mark.parametrize(
    ("severity", "had"), [("fatal", False), ("error", False), ("warning", True), ("information", True)]
)
def test_an_outcome_among_resources_counts_by_its_severity_and_alone_as_a_failure(severity: str, had: bool) -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": severity}]}
    assert ("medicines" in read("patient-view", {}, {"requests": bundle(outcome)}).had) is had
    assert "medicines" not in read("patient-view", {}, {"requests": outcome}).had


@pytest.mark.parametrize(
    ("key", "relation", "whole"),
    [
        ("requests", "next", False),
        ("statements", "next", False),
        ("requests", "self", True),
        ("allergies", "next", True),
        ("observations", "next", True),
    ],
)
def test_the_medicines_are_whole_unless_there_is_a_next_page_of_them(key: str, relation: str, whole: bool) -> None:
    more = bundle(link=[{"relation": "self"}, {"relation": relation}])
    assert read("patient-view", {}, {**taken(), key: more}).is_whole is whole
    assert read("patient-view", {}, {**taken(), key: [more]}).is_whole is whole


@pytest.mark.parametrize(
    ("before", "kept"), [(0, True), (RECENT.days - 1, True), (RECENT.days, True), (RECENT.days + 1, False), (-5, True)]
)
def test_a_value_counts_for_ninety_days(before: int, kept: bool) -> None:
    assert RECENT.days == 90
    when = date.fromordinal(DAY.toordinal() - before).isoformat()
    prefetch = {**taken(), "observations": bundle(potassium(3.0, when))}
    assert (when in [one.resource["id"] for one in read("patient-view", {}, prefetch).collection.held]) is kept


def test_a_value_without_a_day_counts_and_so_does_any_where_no_day_is_known() -> None:
    undated = {key: value for key, value in potassium(3.0, "x").items() if key != "effectiveDateTime"}
    old = potassium(3.0, "1999-01-01")
    prefetch = {**taken(), "observations": bundle(undated, old)}
    assert [len(read("patient-view", {}, prefetch, day).collection.held) for day in (DAY, None)] == [1, 2]
    for field in ("issued", "effectivePeriod"):
        one = {**undated, field: "1999-01-01" if field == "issued" else {"end": "1999-01-01"}}
        assert read("patient-view", {}, {**taken(), "observations": bundle(one)}).collection.held == []


def test_the_values_are_the_hundred_newest_oldest_first() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (10, 11) for day in range(1, 29)]
    values = [potassium(3.0, day) for day in [*days, *days]]
    held = read("patient-view", {}, {**taken(), "observations": bundle(*values[::-1])}, None).collection.held
    assert len(held) == 100
    assert ids(one.resource for one in held) == sorted([*days, *days])[-100:]
    panels = [{**one, "component": [potassium(3.0, "c")] * 49} for one in values[:5]]
    held = read("patient-view", {}, {**taken(), "observations": bundle(*panels)}, None).collection.held
    assert ids(one.resource for one in held) == days[3:5]


@pytest.mark.parametrize(("status", "kept"), [("active", True), ("on-hold", True), ("completed", False)])
def test_of_the_record_what_is_no_longer_taken_is_left_out(status: str, kept: bool) -> None:
    found = read("patient-view", {}, {"requests": bundle(order("quinine", "a", status))})
    assert ids(one.resource for one in found.collection.held) == ["a"] * kept
    drafted = read("order-sign", {"draftOrders": bundle(draft("quinine", "a") | {"status": status})}, taken())
    assert ids(drafted.orders) == ["a"]


def test_as_many_medicines_and_letters_as_can_be_read_in_time_are_taken_and_no_more() -> None:
    def refused(*resources: dict[str, Any]) -> bool:
        try:
            read("patient-view", {}, {"requests": bundle(*resources)})
        except ResourceError:
            return True
        return False

    assert not refused(*(order("x", str(number)) for number in range(MOST_MEDICINES)))
    assert refused(*(order("x", str(number)) for number in range(MOST_MEDICINES + 1)))
    assert not refused(order("x" * MOST_LETTERS))
    assert refused(order("x" * (MOST_LETTERS + 1)))
    assert refused(order("x" * MOST_LETTERS, note=[{"text": "y"}]))
    assert refused(order("x" * MOST_LETTERS, dosageInstruction=[{"text": "y"}]))
    assert refused(order("x" * MOST_LETTERS, dosageInstruction=[{"patientInstruction": "y"}]))
    coded = {"medicationCodeableConcept": {"text": "x", "coding": [{"display": "y" * MOST_LETTERS}]}}
    assert refused({**order("x"), **coded})
    assert refused({"resourceType": "AllergyIntolerance", "code": {"text": "y" * (MOST_LETTERS + 1)}})
    assert not refused({"resourceType": "Condition", "code": {"text": "y" * (MOST_LETTERS + 1)}})


def test_the_name_of_a_resource_is_its_type_and_id() -> None:
    assert name(order("x", "7")) == "MedicationRequest/7"
    assert name({"resourceType": "MedicationRequest"}) == ""
    prior = draft("x", "8", priorPrescription={"reference": "https://ehr.example.org/fhir/MedicationRequest/7"})
    assert replaced_by([prior, {"resourceType": "MedicationRequest"}]) == {"MedicationRequest/7", "MedicationRequest/8"}


# --- what the orders add ----------------------------------------------------------------------------------------------


def test_without_orders_the_effect_is_the_whole_review(checker: Checker) -> None:
    found = effect_of(checker, "patient-view", {}, taken(STATIN, MACROLIDE, "Zyzzofol 5 mg"))
    assert (found.ordered, found.unknown_beside) == ((), ())
    assert [one.status for one in found.record.mentions] == ["current", "current"]
    assert [one.text for one in found.record.unrecognised] == ["Zyzzofol"]
    assert {one.ingredient for one in found.record.findings} == {"simvastatin"}
    assert found.record.questions != ()


def test_of_orders_only_what_they_add_is_left(checker: Checker) -> None:
    context = {"draftOrders": bundle(draft(MACROLIDE))}
    prefetch = taken(STATIN, "furosemide 40 mg om", "Zyzzofol 5 mg", "Zyzzofol 5 mg")
    found = effect_of(checker, "order-sign", context, prefetch)
    assert (found.ordered, found.unknown_beside) == (("clarithromycin",), ("Zyzzofol",))
    record = found.record
    counted = [(one.ingredients, one.status, one.status_reason) for one in record.mentions]
    assert counted == [
        (("clarithromycin",), "current", None),
        (("simvastatin",), "not_taken", "planned"),
        (("furosemide",), "not_taken", "planned"),
    ]
    assert [one.ingredient for one in record.findings] == []
    assert {one.ingredients for one in record.combinations} == {("clarithromycin", "simvastatin")}
    assert (record.unrecognised, record.may_still_explain) == ((), ())
    assert all("clarithromycin" in one.raised_by for one in record.questions if one.raised_by)


def test_an_order_of_an_unknown_name_is_ordered_and_not_beside(checker: Checker) -> None:
    context = {"draftOrders": bundle(draft("Zyzzofol 5 mg"), draft("aspirin 75 mg", "b"))}
    found = effect_of(checker, "order-sign", context, taken("Quuxivax 5 mg"))
    assert (found.ordered, found.unknown_beside) == (("aspirin", "Zyzzofol"), ("Quuxivax",))
    assert [one.text for one in found.record.unrecognised] == ["Zyzzofol"]


def test_an_order_that_is_not_selected_counts_with_the_record(checker: Checker) -> None:
    drafts = bundle(draft(STATIN, "a"), draft(MACROLIDE, "b"))
    context = {"draftOrders": drafts, "selections": ["MedicationRequest/b"]}
    found = effect_of(checker, "order-select", context, taken())
    assert found.ordered == ("clarithromycin",)
    assert [one.status for one in found.record.mentions] == ["not_taken", "current"]
    assert {one.ingredients for one in found.record.combinations} == {("clarithromycin", "simvastatin")}
    assert found.record.findings == ()


def test_what_is_ordered_and_taken_already_adds_nothing_and_when_verified_all(checker: Checker) -> None:
    prefetch = taken("bendroflumethiazide 2.5 mg od")
    again = bundle(draft("bendroflumethiazide 2.5 mg od"))
    assert effect_of(checker, "order-sign", {"draftOrders": again}, prefetch).record.findings == ()
    refilled = effect_of(checker, "medication-refill", {"medications": again}, prefetch)
    assert [one.ingredient for one in refilled.record.findings] == ["bendroflumethiazide"]
    other = effect_of(checker, "medication-refill", {"medications": bundle(draft("aspirin 75 mg"))}, prefetch)
    assert other.record.findings == ()


def test_an_earlier_state_of_an_order_is_not_counted_beside_it(checker: Checker) -> None:
    prefetch = {"requests": bundle(order("bendroflumethiazide 2.5 mg", "s"), order("furosemide 40 mg", "f"))}
    context = {"draftOrders": bundle(draft("bendroflumethiazide 5 mg", "s"))}
    found = effect_of(checker, "order-sign", context, prefetch)
    assert found.record.findings == ()  # it was taken before, too
    assert [one.status for one in found.record.mentions] == ["current", "not_taken", "not_taken"]


def test_a_kind_of_medicine_that_is_ordered_is_named_as_it_is_read(checker: Checker) -> None:
    found = effect_of(checker, "order-sign", {"draftOrders": bundle(draft("co-codamol 30/500"))}, taken())
    assert found.ordered == ("codeine / paracetamol",)
    water = effect_of(checker, "order-sign", {"draftOrders": bundle(draft("thiazide diuretic"))}, taken())
    assert water.ordered == ("thiazide diuretic",)


# --- how a card says it -----------------------------------------------------------------------------------------------


def card(services: HookServices, hook: str, context: dict[str, Any], prefetch: dict[str, Any]) -> dict[str, Any]:
    answer = services.answer(f"medcheck-{hook}", called(context, prefetch), DAY)
    assert isinstance(answer, list)
    (only,) = answer
    return only


LONG = "Zyzzofol" + "a" * 40  # a name as long as makes two too long for the lead


def test_two_names_stand_in_the_lead_where_there_is_room_and_more_are_counted(services: HookServices) -> None:
    def summary(*texts: str) -> str:
        drafts = bundle(*(draft(text, str(number)) for number, text in enumerate(texts)))
        return str(card(services, "order-sign", {"draftOrders": drafts}, taken())["summary"])

    assert summary("quinine 300 mg") == "Adding quinine: safety warning"
    assert summary("quinine 300 mg", "aspirin 75 mg") == "Adding quinine and aspirin: quinine: safety warning"
    three = summary("quinine 300 mg", "aspirin 75 mg", "paracetamol 1 g")
    assert three == "Adding 3 medicines: quinine: safety warning"
    assert summary(f"{LONG} 5 mg") == f"Adding {LONG}: not known, so not checked"
    assert summary(f"{LONG} 5 mg", f"b{LONG} 5 mg").startswith("Adding 2 medicines: ")
    for number in (MOST_LEAD - 8, MOST_LEAD - 7, MOST_LEAD - 6):  # "Adding " and so many letters
        lead = summary(f"Z{'a' * number} 5 mg").partition(": ")[0]
        assert (lead == "Adding 1 medicine") is (len("Adding ") + number + 1 > MOST_LEAD)


def test_a_summary_is_as_long_as_it_may_be_and_no_longer(services: HookServices) -> None:
    for number in range(80, 125):
        unknown = f"Z{'a' * number}"
        drafts = bundle(draft(f"{unknown} 5 mg", "a"), draft("paracetamol 1 g", "b"))
        summary = card(services, "order-sign", {"draftOrders": drafts}, taken())["summary"]
        whole = f"Adding 2 medicines: {unknown}: not known, so not checked"
        assert summary == (whole if len(whole) <= MOST_SUMMARY else f"{whole[: MOST_SUMMARY - 4]} ...")
        assert len(summary) <= MOST_SUMMARY == 139


def test_how_loud_a_card_is(services: HookServices) -> None:
    def indicators(text: str, *others: str, **prefetch: Any) -> list[str]:
        known = {**taken(*others), **prefetch}
        return [
            card(services, "order-sign", {"draftOrders": bundle(draft(text))}, known)["indicator"],
            card(services, "patient-view", {}, {**taken(text, *others), **prefetch})["indicator"],
        ]

    assert indicators("bendroflumethiazide 2.5 mg od") == ["info", "info"]
    assert indicators("quinine 300 mg") == ["critical", "warning"]
    assert indicators(MACROLIDE, STATIN) == ["critical", "critical"]
    low = bundle(potassium(3.1, "2026-11-20"))
    assert indicators("furosemide 40 mg om", observations=low) == ["critical", "critical"]
    assert indicators("prednisolone 40 mg od", observations=low) == ["warning", "info"]


def test_our_pages_come_first_and_leave_room_for_sources(services: HookServices, checker: Checker) -> None:
    drafts = {
        "draftOrders": bundle(*(draft(text, text) for text in ("quinine 300 mg", STATIN, MACROLIDE, "colchicine")))
    }
    links = card(services, "order-sign", drafts, taken())["links"]
    assert len(links) == MOST_LINKS == 6
    assert [link["url"].startswith("https://cds.example.org/drugs/") for link in links] == [True] * 3 + [False] * 3
    assert [link["label"] for link in links[:2]] == [
        f"What the tables say of {name}" for name in ("colchicine", "quinine")
    ]
    bare = card(HookServices(checker), "order-sign", drafts, taken())["links"]
    assert [link["url"].startswith("https://cds.example.org") for link in bare] == [False] * 6
    assert len({link["url"] for link in bare}) == 6


def test_a_name_with_spaces_is_quoted_in_its_link(services: HookServices) -> None:
    links = card(services, "order-sign", {"draftOrders": bundle(draft("magnesium citrate 300 mg"))}, taken(STATIN))[
        "links"
    ]
    assert links[0]["url"] == "https://cds.example.org/drugs/magnesium%20citrate"


def test_the_details_have_what_stands_together_and_nothing_else_that_is_quiet(services: HookServices) -> None:
    prefetch = taken(STATIN, "magnesium citrate 300 mg", "furosemide 40 mg", "paracetamol 1 g", "zolpidem 10 mg")
    detail = card(services, "patient-view", {}, prefetch)["detail"]
    assert "**Together:**" in detail
    assert "**Possible causes** (evidence, figure; a class ratio of 1 would be no link):" in detail
    assert "Weak association" not in detail
    assert "Not listed" not in detail


def test_of_many_causes_the_first_few_have_what_to_do_about_them(services: HookServices) -> None:
    prefetch = taken("indapamide 2.5 mg", "furosemide 40 mg", "bumetanide 1 mg", "raloxifene 60 mg", "naproxen 500 mg")
    lines = card(services, "patient-view", {}, prefetch)["detail"].splitlines()
    start = lines.index("- **Possible causes** (evidence, figure; a class ratio of 1 would be no link):") + 1
    assert [": " in line for line in lines[start : start + 5]] == [True] * 3 + [False] * 2
    assert lines[start + 4] == "  - naproxen (limited)"
