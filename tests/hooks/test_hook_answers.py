"""What the services answer: one card on what matters, on what the orders add, or none."""

from datetime import date
from typing import Any

import pytest
from calls import bundle, called, draft, order, potassium, taken

from medcheck import Checker, ResourceError
from medcheck.hooks.given import Call
from medcheck.hooks.services import HookServices, Lacking

DAY = date(2026, 11, 29)
STATIN = "simvastatin 40 mg nocte"
MACROLIDE = "clarithromycin 500 mg bd"


@pytest.fixture(scope="module")
def services(checker: Checker) -> HookServices:
    return HookServices(checker)


def answered(services: HookServices, hook: str, call: Call) -> Any:
    id_ = f"medcheck-{hook}"
    return services.answer(id_, call, DAY)


def said(answer: Any) -> list[tuple[str, str]]:
    assert isinstance(answer, list), answer
    return [(card["indicator"], card["summary"]) for card in answer]


def viewed(services: HookServices, *texts: str) -> list[tuple[str, str]]:
    return said(answered(services, "patient-view", called({}, taken(*texts))))


def signed(services: HookServices, text: str, *texts: str) -> list[tuple[str, str]]:
    context = {"draftOrders": bundle(draft(text))}
    return said(answered(services, "order-sign", called(context, taken(*texts))))


def test_a_patient_who_takes_nothing_associated_has_no_card(services: HookServices) -> None:
    assert viewed(services, "paracetamol 1 g qds", "amoxicillin 500 mg tds") == []
    assert viewed(services) == []


def test_a_possible_cause_is_told_quietly(services: HookServices) -> None:
    assert viewed(services, "bendroflumethiazide 2.5 mg od") == [
        ("info", "Cramp review: bendroflumethiazide: may cause or worsen cramps (moderate evidence)")
    ]


def test_what_is_taken_already_is_louder_only_where_it_is_due_today(services: HookServices) -> None:
    assert viewed(services, "quinine sulfate 300 mg nocte") == [("warning", "Cramp review: quinine: safety warning")]
    assert viewed(services, STATIN, MACROLIDE) == [
        ("critical", "Cramp review: clarithromycin + simvastatin (muscle damage); 1 more in the details")
    ]


def test_a_weak_association_alone_is_nothing_to_stop_anybody_for(services: HookServices) -> None:
    assert viewed(services, "zolpidem 10 mg nocte", "acebutolol 200 mg bd") == []


def test_an_order_is_said_by_what_adding_it_does(services: HookServices) -> None:
    assert signed(services, MACROLIDE, STATIN, "furosemide 40 mg om") == [
        ("critical", "Adding clarithromycin: clarithromycin + simvastatin (muscle damage)")
    ]


def test_an_order_that_adds_nothing_gives_no_card_whatever_else_is_taken(services: HookServices) -> None:
    assert signed(services, "paracetamol 1 g qds", STATIN, MACROLIDE, "quinine 300 mg") == []
    assert signed(services, "furosemide 40 mg om", "Lasix 40 mg om") == []


def test_an_order_of_quinine_is_a_safety_warning(services: HookServices) -> None:
    assert signed(services, "quinine sulfate 300 mg nocte") == [("critical", "Adding quinine: safety warning")]


def test_an_order_of_a_possible_cause_is_never_more_than_information(services: HookServices) -> None:
    assert signed(services, "bendroflumethiazide 2.5 mg od") == [
        ("info", "Adding bendroflumethiazide: may cause or worsen cramps (moderate evidence)")
    ]


def test_an_order_that_is_not_recognised_is_said_to_be_unchecked(services: HookServices) -> None:
    assert signed(services, "Zyzzofol 5 mg") == [("info", "Adding Zyzzofol: not known, so not checked")]


def test_what_is_not_recognised_beside_an_order_is_said_in_its_details(services: HookServices) -> None:
    context = {"draftOrders": bundle(draft("bendroflumethiazide 2.5 mg od"))}
    card = answered(services, "order-sign", called(context, taken("Zyzzofol 5 mg")))[0]
    assert card["summary"] == "Adding bendroflumethiazide: may cause or worsen cramps (moderate evidence)"
    assert "\n\nZyzzofol: not known, so not checked.\n\n" in card["detail"]


def test_several_orders_are_counted_and_what_is_heaviest_is_said(services: HookServices) -> None:
    drafts = bundle(draft("amlodipine 5 mg od", "a"), draft(MACROLIDE, "b"), draft("paracetamol 1 g", "c"))
    answer = answered(services, "order-sign", called({"draftOrders": drafts}, taken(STATIN)))
    assert said(answer)[0][1].startswith("Adding 3 medicines: clarithromycin + simvastatin (muscle damage); ")


def test_two_orders_that_are_a_risk_together_are_said_at_signing(services: HookServices) -> None:
    drafts = bundle(draft(MACROLIDE, "a"), draft(STATIN, "b"))
    answer = answered(services, "order-sign", called({"draftOrders": drafts}, taken()))
    assert said(answer) == [
        (
            "critical",
            "Adding clarithromycin and simvastatin: clarithromycin + simvastatin (muscle damage); "
            "1 more in the details",
        )
    ]


DRAFTS = bundle(draft("quinine 300 mg", "a"), draft(MACROLIDE, "b"))


@pytest.mark.parametrize(
    ("selections", "names"),
    [
        (["MedicationRequest/b"], "Adding clarithromycin: "),
        (["b"], "Adding clarithromycin: "),
        ("MedicationRequest/b", "Adding clarithromycin: "),
        (["https://ehr.example.org/fhir/MedicationRequest/b"], "Adding clarithromycin: "),
        (["MedicationRequest/a"], "Adding quinine: "),
        (["MedicationRequest/a", "MedicationRequest/b"], "Adding quinine and clarithromycin: "),
        (["MedicationRequest/elsewhere"], "Adding quinine and clarithromycin: "),
        ([], "Adding quinine and clarithromycin: "),
        (None, "Adding quinine and clarithromycin: "),
    ],
)
def test_only_what_is_selected_is_spoken_of(services: HookServices, selections: Any, names: str) -> None:
    context = {"draftOrders": DRAFTS, "selections": selections}
    answer = answered(services, "order-select", called(context, taken(STATIN)))
    assert said(answer)[0][1].startswith(names)


def test_a_risk_with_an_order_that_is_not_selected_is_said_and_what_that_does_alone_is_not(
    services: HookServices,
) -> None:
    drafts = bundle(draft(STATIN, "a"), draft("bendroflumethiazide 2.5 mg", "c"), draft(MACROLIDE, "b"))
    context = {"draftOrders": drafts, "selections": ["MedicationRequest/b"]}
    card = answered(services, "order-select", called(context, taken()))[0]
    assert card["summary"] == "Adding clarithromycin: clarithromycin + simvastatin (muscle damage)"
    assert "bendroflumethiazide" not in card["detail"]


def test_a_selection_that_is_no_medicine_is_nothing_to_speak_of(services: HookServices) -> None:
    diet = {"resourceType": "NutritionOrder", "id": "n", "patient": {"reference": "Patient/p1"}}
    context = {"draftOrders": bundle(diet, draft("quinine 300 mg", "a")), "selections": ["NutritionOrder/n"]}
    assert answered(services, "order-select", called(context, {})) == []


def test_a_medicine_that_has_not_been_chosen_yet_is_nothing_to_speak_of(services: HookServices) -> None:
    unnamed = {name: value for name, value in draft("").items() if name != "medicationCodeableConcept"}
    context = {"draftOrders": bundle(unnamed), "selections": ["MedicationRequest/draft"]}
    assert answered(services, "order-select", called(context, taken(STATIN))) == []


def test_an_order_whose_medicine_is_only_referred_to_is_said_to_be_unchecked(services: HookServices) -> None:
    referring = {**draft(""), "medicationReference": {"reference": "Medication/9"}}
    del referring["medicationCodeableConcept"]
    answer = answered(services, "order-sign", called({"draftOrders": bundle(referring)}, taken()))
    assert [indicator for indicator, _ in said(answer)] == ["info"]
    assert "not known, so not checked" in answer[0]["summary"]


@pytest.mark.parametrize(
    "drafts",
    [
        {"resourceType": "Bundle", "entry": {"resource": draft(MACROLIDE)}},
        [draft(MACROLIDE)],
        draft(MACROLIDE),
        {"resourceType": "Bundle", "entry": [{"resource": [draft(MACROLIDE)]}]},
        bundle(
            {**draft(MACROLIDE), "category": {"coding": {"code": "community"}}, "dosageInstruction": {"text": "bd"}}
        ),
        bundle({name: value for name, value in draft(MACROLIDE).items() if name not in ("intent", "status", "id")}),
        bundle({**draft(MACROLIDE), "resourceType": "MedicationOrder", "patient": {"reference": "Patient/p1"}}),
        bundle(bundle(draft(MACROLIDE))),
    ],
)
def test_an_order_is_read_whatever_it_comes_in(services: HookServices, drafts: Any) -> None:
    answer = answered(services, "order-sign", called({"draftOrders": drafts}, taken(STATIN)))
    assert said(answer) == [("critical", "Adding clarithromycin: clarithromycin + simvastatin (muscle damage)")]


@pytest.mark.parametrize(
    "context",
    [
        {"medication": order(MACROLIDE, "taken-1")},
        {"order": {"resource": order(MACROLIDE, "taken-1")}},
        {"medication": {"resource": order(MACROLIDE, "taken-1")}},
        {"medication": bundle(order(MACROLIDE, "taken-1"))},
        {"medication": [order(MACROLIDE, "taken-1")]},
        {"medication": {**order(MACROLIDE, "another")}},
    ],
)
def test_an_order_to_verify_is_said_by_what_it_contributes_though_it_is_in_the_record(
    services: HookServices, context: dict[str, Any]
) -> None:
    answer = answered(services, "medication-verify", called(context, taken(STATIN, MACROLIDE)))
    assert said(answer) == [("critical", "Verifying clarithromycin: clarithromycin + simvastatin (muscle damage)")]


def test_a_refill_is_said_by_what_the_medicine_contributes(services: HookServices) -> None:
    context = {"medications": bundle(draft("bendroflumethiazide 2.5 mg"))}
    answer = answered(services, "medication-refill", called(context, taken("bendroflumethiazide 2.5 mg od")))
    assert said(answer) == [("info", "Continuing bendroflumethiazide: may cause or worsen cramps (moderate evidence)")]


def test_an_order_that_is_signed_anew_replaces_its_earlier_state(services: HookServices) -> None:
    amlodipine = "amlodipine 10 mg od"
    low, high = order("simvastatin 20 mg nocte", "s"), order("simvastatin 40 mg nocte", "s")
    prefetch = {"requests": bundle(low, order(amlodipine, "a"))}
    answer = answered(services, "order-sign", called({"draftOrders": bundle(high)}, prefetch))
    assert said(answer)[0][1] == "Adding simvastatin: amlodipine + simvastatin (muscle damage)"
    stopped = {**high, "status": "stopped"}
    assert answered(services, "order-sign", called({"draftOrders": bundle(stopped)}, prefetch)) == []


def test_an_order_in_place_of_another_is_not_counted_beside_it(services: HookServices) -> None:
    instead = draft("azithromycin 500 mg od", priorPrescription={"reference": "MedicationRequest/taken-1"})
    answer = answered(services, "order-sign", called({"draftOrders": bundle(instead)}, taken(STATIN, MACROLIDE)))
    assert not any("clarithromycin" in card["detail"] for card in answer)


def test_an_order_not_to_give_something_adds_nothing(services: HookServices) -> None:
    context = {"draftOrders": bundle(draft("quinine 300 mg", doNotPerform=True))}
    assert answered(services, "order-sign", called(context, taken())) == []


def test_a_value_and_an_order_that_concern_each_other_are_said_together(services: HookServices) -> None:
    prefetch = {**taken(), "observations": bundle(potassium(2.9, "2026-11-20"))}
    context = {"draftOrders": bundle(draft("furosemide 40 mg om"))}
    card = answered(services, "order-sign", called(context, prefetch))[0]
    assert "potassium 2.9" in card["detail"]


def test_a_value_of_last_year_says_nothing_of_today(services: HookServices) -> None:
    prefetch = {**taken(), "observations": bundle(potassium(2.9, "2025-11-20"))}
    context = {"draftOrders": bundle(draft("furosemide 40 mg om"))}
    assert not any(
        "potassium 2.9" in card["detail"] for card in answered(services, "order-sign", called(context, prefetch))
    )


def test_a_medicine_like_one_that_once_gave_the_symptom_is_a_warning(services: HookServices) -> None:
    allergy = {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "patient": {"reference": "Patient/p1"},
        "code": {"text": "simvastatin"},
        "reaction": [{"manifestation": [{"text": "muscle cramps"}]}],
    }
    context = {"draftOrders": bundle(draft("rosuvastatin 10 mg od"))}
    answer = answered(services, "order-sign", called(context, {**taken(), "allergies": bundle(allergy)}))
    assert said(answer) == [
        ("warning", "Adding rosuvastatin: rosuvastatin after reaction to simvastatin; 1 more in the details")
    ]


def test_a_moderate_combination_that_is_due_at_no_time_is_information(services: HookServices) -> None:
    assert signed(services, "magnesium citrate 300 mg od", STATIN) == [
        ("info", "Adding magnesium citrate: magnesium citrate + simvastatin (one may treat what another causes)")
    ]
    assert [loud for loud, _ in signed(services, "daptomycin iv 500 mg od", STATIN)] == ["critical"]


def test_of_more_values_than_are_asked_for_the_newest_count_and_others_push_none_out(services: HookServices) -> None:
    days = [f"2026-11-{day:02}" for day in range(1, 21)]
    pulses = [{**potassium(70, day), "code": {"coding": [{"code": "8867-4"}]}} for day in days * 10]
    values = [potassium(5.0, day) for day in days * 10]
    prefetch = {**taken(), "observations": bundle(potassium(2.9, "2026-11-21"), *pulses, *values)}
    context = {"draftOrders": bundle(draft("furosemide 40 mg om"))}
    card = answered(services, "order-sign", called(context, prefetch))[0]
    assert "potassium 2.9" in card["detail"]
    panel = {**potassium(2.9, "2026-11-22"), "component": [potassium(5.0, "2026-11-22")] * 1000}
    prefetch = {**taken(), "observations": bundle(panel, *values)}
    assert "potassium 2.9" not in answered(services, "order-sign", called(context, prefetch))[0]["detail"]


def test_what_was_not_sent_along_is_said_not_to_have_been_looked_at(services: HookServices) -> None:
    prefetch = {"requests": bundle(order("bendroflumethiazide 2.5 mg od"))}
    card = answered(services, "patient-view", called({}, prefetch))[0]
    assert "\n\nNot given, so not looked at: allergies, laboratory values.\n\n" in card["detail"]
    whole = answered(services, "patient-view", called({}, taken("bendroflumethiazide 2.5 mg od")))[0]
    assert "Not given" not in whole["detail"]


OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
REMARK = {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}


@pytest.mark.parametrize(
    "prefetch",
    [
        {},
        {"allergies": None, "observations": None},
        {"requests": OUTCOME},
        {"requests": bundle(order(STATIN), OUTCOME)},
        {"other": bundle(order(STATIN))},
    ],
)
@pytest.mark.parametrize("hook", ["patient-view", "order-sign"])
def test_without_the_medicines_taken_there_is_no_answer(
    services: HookServices, prefetch: dict[str, Any], hook: str
) -> None:
    call = called({"draftOrders": bundle(draft("quinine 300 mg"))}, prefetch)
    assert answered(services, hook, call) == Lacking("Needed and not given: medicines.")


@pytest.mark.parametrize("prefetch", [{"requests": None}, {"statements": None}, {"requests": bundle(REMARK)}])
def test_that_there_is_nothing_is_an_answer_to_a_template(services: HookServices, prefetch: dict[str, Any]) -> None:
    assert answered(services, "patient-view", called({}, prefetch)) == []


def test_of_a_first_page_what_is_found_is_said_and_silence_is_no_answer(services: HookServices) -> None:
    more = {"link": [{"relation": "next", "url": "https://ehr.example.org/2"}]}
    found = answered(services, "patient-view", called({}, {"requests": bundle(order("quinine 300 mg"), **more)}))
    assert "further pages of the answer were not sent" in found[0]["detail"]
    nothing = answered(services, "patient-view", called({}, {"requests": bundle(order("paracetamol 1 g"), **more)}))
    assert isinstance(nothing, Lacking)


def test_of_more_medicines_than_can_be_read_in_time_only_those_taken_count(services: HookServices) -> None:
    over = [order("quinine 300 mg", f"o{number}", "completed") for number in range(301)]
    prefetch = {"requests": bundle(order("bendroflumethiazide 2.5 mg"), *over)}
    assert len(said(answered(services, "patient-view", called({}, prefetch)))) == 1
    allergy = {"resourceType": "AllergyIntolerance", "code": {"text": "x"}}
    for many in (
        {"requests": bundle(*(order("x", f"{number}") for number in range(301)))},
        {"requests": bundle(order("x")), "allergies": bundle(*[allergy] * 300)},
        {"requests": bundle(order("x" * 20_001))},
        {"requests": bundle(order("x", dosageInstruction=[{"text": "x" * 20_001}]))},
    ):
        with pytest.raises(ResourceError, match=r"^more than 300 medicines and allergies, or than 20,000 letters of "):
            answered(services, "patient-view", called({}, many))


def of(patient: Any) -> dict[str, Any]:
    return order("paracetamol 1 g", subject=patient)


SELF = {"resourceType": "Patient", "id": "p1", "identifier": [{"value": "NHS1"}]}


@pytest.mark.parametrize(
    "resource",
    [
        of({"reference": "Patient/p2"}),
        of({"reference": "https://ehr.example.org/fhir/Patient/p2"}),
        of({"reference": "urn:uuid:0b1"}),
        of({"reference": "Group/p1"}),
        of({"identifier": {"value": "NHS2"}}),
        of("Patient/p2"),
        {"resourceType": "Patient", "id": "p2"},
        {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p2"}},
        {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p2"}},
        {**of({"reference": "Patient/p1"}), "contained": [of({"reference": "Patient/p2"})]},
    ],
)
@pytest.mark.parametrize("place", ["prefetch", "another key", "orders"])
def test_another_patient_is_refused_wherever_one_stands(
    services: HookServices, resource: dict[str, Any], place: str
) -> None:
    orders = bundle(draft("quinine 300 mg"), *([resource] if place == "orders" else []))
    prefetch = {"prefetch": {**taken(), "allergies": bundle(resource)}, "another key": {**taken(), "x": resource}}
    with pytest.raises(ResourceError, match=r"^a resource is about a patient who is not context\.patientId, "):
        answered(services, "order-sign", called({"draftOrders": orders}, prefetch.get(place, taken())))


@pytest.mark.parametrize(
    "resource",
    [
        of({"reference": "Patient/p1"}),
        of({"reference": "https://ehr.example.org/fhir/Patient/p1/_history/2"}),
        of({"identifier": {"value": "NHS1"}}),
        of([{"reference": "Patient/p1"}]),
        of("Patient/p1"),
        of(None),
        SELF,
    ],
)
def test_the_patient_in_context_is_known_however_a_resource_says_so(
    services: HookServices, resource: dict[str, Any]
) -> None:
    prefetch = {**taken(), "requests": bundle(resource), "patient": SELF}
    assert answered(services, "patient-view", called({}, prefetch)) == []


def test_what_has_the_patient_s_id_and_is_no_patient_is_another(services: HookServices) -> None:
    device = {"resourceType": "Device", "id": "p1"}
    prefetch = {**taken(), "requests": bundle(device, of({"reference": "Device/p1"}))}
    with pytest.raises(ResourceError, match=r"^a resource is about a patient who is not context\.patientId, "):
        answered(services, "patient-view", called({}, prefetch))


def test_a_patient_in_the_bundle_is_known_by_its_address_there(services: HookServices) -> None:
    entry = [
        {"fullUrl": "urn:uuid:0b1", "resource": SELF},
        {"fullUrl": "urn:uuid:0b2", "resource": of({"reference": "urn:uuid:0b1"})},
    ]
    assert (
        answered(services, "patient-view", called({}, {"requests": {"resourceType": "Bundle", "entry": entry}})) == []
    )


@pytest.mark.parametrize("patient", [None, "", 7.5, {}])
def test_without_a_patient_there_is_no_answer(services: HookServices, patient: Any) -> None:
    id_ = "medcheck-patient-view"
    if patient == 7.5:
        assert services.answer(id_, Call("i", {"patientId": patient}, taken())) == []
        return
    with pytest.raises(ResourceError, match=r"^context\.patientId is missing$"):
        services.answer(id_, Call("i", {"patientId": patient}, taken()))


def test_resources_inside_one_another_without_end_are_refused(services: HookServices) -> None:
    deep: dict[str, Any] = draft(MACROLIDE)
    for _ in range(5_000):
        deep = {"resource": bundle(deep)}
    with pytest.raises(ResourceError, match=r"^resources inside one another, more than 20 deep; "):
        services.answer("medcheck-order-sign", Call("i", {"patientId": "1", "draftOrders": deep}, taken(STATIN)))


def test_a_card_is_whole_and_has_links_to_our_pages_where_their_address_is_known(checker: Checker) -> None:
    context = {"draftOrders": bundle(draft(MACROLIDE))}
    call = called(context, taken(STATIN), "d1577c69")
    card = answered(HookServices(checker, "https://cds.example.org/medcheck/"), "order-sign", call)[0]
    assert [*card] == ["uuid", "summary", "detail", "indicator", "source", "links", "overrideReasons"]
    assert card["uuid"] == "78f50150-d2f8-5312-9734-c6440a5f7575"
    assert card["detail"] == (
        "- **Act on:** TODAY: clarithromycin + simvastatin (muscle damage): Prescriber, before next dose; "
        "ask about muscle pain, weakness and dark urine\n\n"
        "A medicine not listed can cause cramps, too. Stop none without the prescriber."
    )
    assert card["source"] == {"label": "medcheck", "url": "https://cds.example.org/medcheck/"}
    assert card["links"][:2] == [
        {
            "label": f"What the tables say of {name}",
            "url": f"https://cds.example.org/medcheck/drugs/{name}",
            "type": "absolute",
        }
        for name in ("clarithromycin", "simvastatin")
    ]
    assert card["overrideReasons"][0] == {
        "code": "already-considered",
        "system": "urn:medcheck:override-reasons",
        "display": "Considered already",
    }


def test_without_our_address_the_links_are_those_of_the_sources(services: HookServices) -> None:
    card = answered(services, "patient-view", called({}, taken("quinine 300 mg")))[0]
    assert card["source"] == {"label": "medcheck"}
    assert {
        "label": "Quinine for muscle cramps",
        "url": "https://pubmed.ncbi.nlm.nih.gov/25842375/",
        "type": "absolute",
    } in (card["links"])


def test_the_same_call_has_the_same_card_and_another_call_another_name(services: HookServices) -> None:
    first, again, other = (
        answered(services, "patient-view", called({}, taken("quinine 300 mg"), instance)) for instance in "aab"
    )
    assert first == again
    assert first[0]["uuid"] != other[0]["uuid"]


def test_names_too_long_for_a_card_make_room_for_what_is_said_of_them(services: HookServices) -> None:
    unknown = draft(f"{'Zyzzofol' * 40} 5 mg", "a")
    summaries = [
        said(answered(services, "order-sign", called({"draftOrders": bundle(*drafts)}, taken())))[0][1]
        for drafts in ([unknown], [unknown, draft("quinine 300 mg", "b")], [unknown, draft("paracetamol 1 g", "b")])
    ]
    assert summaries[:2] == [
        "Adding 1 medicine: not known, so not checked",
        "Adding 2 medicines: quinine: safety warning; 1 more in the details",
    ]
    assert summaries[2] == f"Adding 2 medicines: {('Zyzzofol' * 40)[:115]} ..."
