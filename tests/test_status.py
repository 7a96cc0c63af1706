"""Whether a medicine that is named is taken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medcheck


def statuses(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.status) for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("furosemide 40 mg daily", "current"),
        ("has been taking furosemide", "current"),
        ("furosemide restarted", "current"),
        ("furosemide prn", "as_needed"),
        ("prn furosemide", "as_needed"),
        ("furosemide when required", "as_needed"),
        ("furosemide 40 mg (stopped)", "stopped"),
        ("furosemide, stopped 2019", "stopped"),
        ("recently stopped furosemide", "stopped"),
        ("used to take furosemide", "stopped"),
        ("no longer taking furosemide", "stopped"),
        ("furosemide was discontinued in May", "stopped"),
        ("furosemide held", "held"),
        ("has completed a course of furosemide", "stopped"),
        ("allergic to furosemide", "allergy"),
        ("furosemide: intolerance", "allergy"),
        ("could not tolerate furosemide", "allergy"),
        ("furosemide caused anaphylaxis", "allergy"),
        ("has not tried furosemide", "not_taken"),
        ("denies taking furosemide", "not_taken"),
        ("furosemide - declined", "not_taken"),
        ("consider furosemide", "not_taken"),
        ("never taken furosemide", "not_taken"),
    ],
)
def test_a_phrase_before_or_after_the_name_says_whether_it_is_taken(text: str, status: str) -> None:
    assert statuses(text) == [("furosemide", status)]


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("ALLERGIES:", "allergy"),
        ("Drug allergies:", "allergy"),
        ("Discontinued:", "stopped"),
        ("Past medications:", "stopped"),
        ("Declined:", "not_taken"),
        ("PRN:", "as_needed"),
        ("PMH:", "current"),
        ("Meds on admission:", "current"),
    ],
)
def test_a_heading_speaks_of_what_stands_under_it(heading: str, status: str) -> None:
    assert statuses(f"{heading}\nfurosemide 40 mg\nbumetanide 1 mg") == [
        ("furosemide", status),
        ("bumetanide", status),
    ]


def test_the_next_heading_ends_the_one_before() -> None:
    text = "Allergies:\npenicillin\nquinine\n\nMedications:\nfurosemide 40 mg"
    assert statuses(text) == [("penicillin", "allergy"), ("quinine", "allergy"), ("furosemide", "current")]


def test_a_heading_with_words_after_it_speaks_of_its_line_only() -> None:
    assert statuses("Allergies: penicillin\nfurosemide 40 mg") == [("penicillin", "allergy"), ("furosemide", "current")]


def test_a_phrase_covers_the_medicines_joined_to_it() -> None:
    assert statuses("allergic to penicillin and quinine") == [("penicillin", "allergy"), ("quinine", "allergy")]
    assert statuses("Both furosemide and simvastatin were stopped") == [
        ("furosemide", "stopped"),
        ("simvastatin", "stopped"),
    ]


def test_a_phrase_ends_with_its_sentence() -> None:
    assert statuses("She stopped furosemide. Bumetanide 1 mg daily.") == [
        ("furosemide", "stopped"),
        ("Bumetanide", "current"),
    ]


def test_but_turns_the_phrase() -> None:
    assert statuses("not on simvastatin but on furosemide") == [("simvastatin", "not_taken"), ("furosemide", "current")]


def test_as_needed_speaks_of_one_medicine() -> None:
    assert statuses("Occasional Ventolin, simvastatin 20 mg") == [("Ventolin", "as_needed"), ("simvastatin", "current")]


def test_stop_smoking_stops_no_medicine() -> None:
    assert statuses("furosemide 40 mg daily. Stop smoking.") == [("furosemide", "current")]


@pytest.mark.parametrize("status", ["stopped", "declined", "allergic to"])
def test_what_is_not_taken_gives_no_finding(status: str) -> None:
    review = medcheck.check(f"{status} furosemide")
    assert (len(review.mentions), review.findings) == (1, ())


def test_a_medicine_listed_bare_and_later_said_to_be_stopped_is_stopped() -> None:
    assert statuses("furosemide, simvastatin. The furosemide was stopped.") == [
        ("furosemide", "stopped"),
        ("simvastatin", "current"),
        ("furosemide", "stopped"),
    ]


def test_a_class_that_was_stopped_stops_no_other_class() -> None:
    assert statuses("water tablet daily, statin stopped") == [("water tablet", "current"), ("statin", "stopped")]


@pytest.mark.parametrize("text", ["d/c furosemide", "D/c'd furosemide", "STOP furosemide", "Stop T. furosemide"])
def test_short_forms_of_stopped_before_a_name(text: str) -> None:
    assert statuses(text) == [("furosemide", "stopped")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("switched from simvastatin to atorvastatin", [("simvastatin", "stopped"), ("atorvastatin", "current")]),
        ("simvastatin replaced by atorvastatin", [("simvastatin", "stopped"), ("atorvastatin", "current")]),
        ("simvastatin -> atorvastatin", [("simvastatin", "stopped"), ("atorvastatin", "current")]),
        ("furosemide and quinine stopped, amlodipine started",
         [("furosemide", "stopped"), ("quinine", "stopped"), ("amlodipine", "current")]),
        ("furosemide stopped in 2019 and restarted in 2021", [("furosemide", "current")]),
        ("do not stop furosemide", [("furosemide", "current")]),
        ("never stopped taking furosemide", [("furosemide", "current")]),
        ("furosemide 40 mg, stop if dizzy", [("furosemide", "current")]),
        ("stopped smoking in 2010, furosemide 40 mg", [("furosemide", "current")]),
        ("Stopped last month: nifedipine 20 mg", [("nifedipine", "stopped")]),
        ("d/c furosemide, ramipril 5 mg", [("furosemide", "stopped"), ("ramipril", "current")]),
        ("tried quinine without benefit; now gabapentin", [("quinine", "stopped"), ("gabapentin", "current")]),
        ("quinine, no longer taking", [("quinine", "stopped")]),
        ("no statin", [("statin", "not_taken")]),
        ("never had quinine", [("quinine", "not_taken")]),
        ("mother takes warfarin", [("warfarin", "not_taken")]),
        ("her husband's furosemide", [("furosemide", "not_taken")]),
        ("Family history: father on digoxin", [("digoxin", "not_taken")]),
        ("Allergies: NKDA. Furosemide 40 mg od", [("Furosemide", "current")]),
        ("Allergies\npenicillin\n\nRepeats of today\nfurosemide 40 mg",
         [("penicillin", "allergy"), ("furosemide", "current")]),
        ("Previous: simvastatin. Current: atorvastatin.", [("simvastatin", "stopped"), ("atorvastatin", "current")]),
        # what is said of a medicine that is not recognised
        ("switched from Velotaxa to ramipril", [("ramipril", "current")]),
        ("ramipril 5 mg, Velotaxa 10mg: discontinued", [("ramipril", "current")]),
        ("- ramipril 5 mg, her husband takes Velotaxa", [("ramipril", "current")]),
        # or of what is no medicine
        ("ramipril 5 mg, her husband takes bed rail", [("ramipril", "current")]),
        ("ramipril 5 mg, stopped Comfeel", [("ramipril", "current")]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_medicine_reaches_that_medicine_and_no_other(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    "text", ["iron deficiency anaemia", "vitamin D deficiency", "Na 138", "potassium 3.2 mmol/L", "K 3.2"]
)
def test_diagnoses_and_laboratory_values_are_no_medicines(text: str) -> None:
    assert statuses(text) == []


def test_a_guess_about_one_medicine_casts_no_doubt_on_the_next_line() -> None:
    assert statuses("I think she stopped amlodipine?\nStopped: quinine 300 mg") == [
        ("amlodipine", "unclear"),
        ("quinine", "stopped"),
    ]


def test_a_medicine_over_a_line_end_is_named_once() -> None:
    assert statuses("Hydro-\nchlorothiazide 25 mg") == [("Hydro-\nchlorothiazide", "current")]


def test_headings_that_no_list_holds_end_the_section_above() -> None:
    text = (
        "STOP taking these medications\nquinine 200 mg\nCHANGE how you take these medications\nfurosemide 40 mg\n"
        "Discontinued Repeat Medication\nramipril 5 mg\nAcute Medication (last 12 months)\nprednisolone 5 mg"
    )
    assert statuses(text) == [
        ("quinine", "stopped"),
        ("furosemide", "current"),
        ("ramipril", "stopped"),
        ("prednisolone", "current"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is to be stopped one day, or on a condition, is still taken
        ("furosemide 40 mg (hold for SBP<100)", [("furosemide", "current")]),
        ("stop metformin if vomiting", [("metformin", "current")]),
        ("wants to stop simvastatin", [("simvastatin", "current")]),
        ("could the simvastatin be stopped", [("simvastatin", "current")]),
        ("clopidogrel 75 mg, stop in 12 months", [("clopidogrel", "current")]),
        ("omeprazole 20 mg until clopidogrel stopped", [("omeprazole", "current"), ("clopidogrel", "current")]),
        ("told her to stop furosemide", [("furosemide", "stopped")]),
        # what else is stopped, and what else is said
        ("furosemide 40 mg (stopped smoking 2010)", [("furosemide", "current")]),
        ("furosemide 40 mg, stop date: none", [("furosemide", "current")]),
        ("furosemide, but failed her driving test", [("furosemide", "current")]),
        ("no side effects from simvastatin", [("simvastatin", "current")]),
        ("levothyroxine changed to 75 mcg", [("levothyroxine", "current")]),
        # times
        ("was on simvastatin until May, atorvastatin since", [("simvastatin", "stopped"), ("atorvastatin", "current")]),
        ("was on furosemide when admitted", [("furosemide", "current")]),
        ("took prednisolone from January to March", [("prednisolone", "stopped")]),
        ("took furosemide this morning", [("furosemide", "current")]),
        ("was started on furosemide in March", [("furosemide", "current")]),
        ("simvastatin (2015-2018)", [("simvastatin", "stopped")]),
        ("completed 7 days of clarithromycin", [("clarithromycin", "stopped")]),
        ("off warfarin since June, apixaban 5 mg bd", [("warfarin", "stopped"), ("apixaban", "current")]),
        # a phrase reaches back over what is said between
        ("started on furosemide in hospital but it was stopped", [("furosemide", "stopped")]),
        ("given nifedipine 20 mg for Raynaud's but never took it", [("nifedipine", "not_taken")]),
        ("Furosemide 40 mg. Stopped in May.", [("furosemide", "stopped")]),
        ("Furosemide 40 mg. Stopped feeling dizzy.", [("furosemide", "current")]),
        ("Drug: furosemide\nStatus: discontinued", [("furosemide", "stopped")]),
        ("ramipril 5 mg (cough) changed to losartan", [("ramipril", "stopped"), ("losartan", "current")]),
        ("salmeterol (tremor, stopped)", [("salmeterol", "stopped")]),
        # not taken yet, or by somebody else
        ("to start furosemide on Monday", [("furosemide", "not_taken")]),
        ("furosemide was offered but declined", [("furosemide", "not_taken")]),
        ("not currently taking furosemide", [("furosemide", "not_taken")]),
        ("neither furosemide nor quinine", [("furosemide", "not_taken"), ("quinine", "not_taken")]),
        ("took her sister's furosemide", [("furosemide", "not_taken")]),
        ("wife reports he takes furosemide", [("furosemide", "current")]),
        ("her mother, who takes furosemide", [("furosemide", "not_taken")]),
        # the class above its medicines
        ("Past diuretics: furosemide, bumetanide",
         [("diuretics", "stopped"), ("furosemide", "stopped"), ("bumetanide", "stopped")]),
        ("diuretic (furosemide) stopped", [("diuretic", "stopped"), ("furosemide", "stopped")]),
        ("Diuretics: furosemide (stopped)", [("diuretics", "stopped"), ("furosemide", "stopped")]),
        ("ran out of furosemide", [("furosemide", "current")]),
    ],
)  # fmt: skip
def test_what_is_said_in_prose(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text.lower(), status) for text, status in statuses(text)] == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Penicillin (rash)", "allergy"),
        ("Penicillin -> rash", "allergy"),
        ("Penicillin gives her a rash", "allergy"),
        ("hives from penicillin", "allergy"),
        ("Meds: penicillin (rash)", "current"),
        ("penicillin 250 mg (rash)", "current"),
        ("penicillin for a rash", "current"),
    ],
)
def test_a_reaction_makes_an_allergy_only_of_what_is_not_listed_as_taken(text: str, status: str) -> None:
    assert [said for _, said in statuses(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Allergen | Reaction\nquinine | rash\n\nfurosemide 40 mg",
        "Drug\tReaction\tSeverity\nquinine\tcramp\tmild\n\nfurosemide 40 mg",
        "Allergies - quinine\nfurosemide 40 mg",
        "| Allergy | quinine |\n| Repeat | furosemide 40 mg |",
        "Allergies\tquinine\nRepeat\tfurosemide 40 mg",
        "<h3>Allergies</h3><p>quinine</p><h3>Medicines</h3><p>furosemide 40 mg</p>",
        "Allergies\n\nquinine\n\nMedicines\n\nfurosemide 40 mg",
        "Allergies\nquinine\nfurosemide 40 mg od",
    ],
)
def test_allergies_in_tables_and_sections_of_every_shape(text: str) -> None:
    assert statuses(text) == [("quinine", "allergy"), ("furosemide", "current")]


@pytest.mark.parametrize(
    "text",
    [
        "Medicines to stop: quinine. Medicines to start: furosemide",
        "STOP taking: quinine\nSTART taking: furosemide",
        "1. furosemide 2) stopped: quinine 3) furosemide",
        "| Medicine | Change |\n| quinine | Stopped |\n| furosemide | Started |",
        "quinine, stopped: 2019, furosemide 40 mg",
        "Allergies - none known\nFormer: quinine\nDrugs - furosemide",
    ],
)
def test_stopped_in_lists_of_every_shape(text: str) -> None:
    assert dict(statuses(text)) == {"quinine": "stopped", "furosemide": "current"}


@pytest.mark.parametrize("text", ["~~quinine~~", "<s>quinine</s>", '<del class="x">200 mg quinine</del>', "q̶u̶i̶n̶i̶n̶e̶"])
def test_what_is_struck_through_is_stopped(text: str) -> None:
    assert [status for _, status in statuses(f"{text} furosemide 40 mg")] == ["stopped", "current"]


@pytest.mark.parametrize("text", ["~quinine~", "~~ quinine", "<s>iron</s> quinine", "quinine <span>200 mg</span>"])
def test_what_is_not_struck_through_is_taken(text: str) -> None:
    assert dict(statuses(text))["quinine"] == "current"


def reasons(text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (m.text, m.status, m.status_reason, m.status_because.text if m.status_because else None)
        for m in medcheck.check(text).mentions
    ]


@pytest.mark.parametrize(
    ("text", "status", "reason", "because"),
    [
        ("furosemide stopped in May", "stopped", "ended", "stopped"),
        ("finished the furosemide on Friday", "stopped", "course_completed", "finished"),
        ("given furosemide 40 mg IV in ED", "stopped", "given_once", "in ED"),
        ("furosemide withheld", "held", None, "withheld"),
        ("furosemide, ? stopped", "unclear", None, "? stopped"),
        ("never took furosemide", "not_taken", "never", "never took"),
        ("declined furosemide", "not_taken", "declined", "declined"),
        ("would start furosemide", "not_taken", "planned", "would start"),
        ("has not collected the furosemide", "not_taken", "not_dispensed", "has not collected"),
        ("her mother is on furosemide", "not_taken", "other_person", "mother is on"),
        ("furosemide caused hives", "allergy", "hives", "hives"),
        ("furosemide 40 mg daily", "current", None, "daily"),
        ("furosemide 40 mg", "current", None, None),
    ],
)
def test_a_status_has_its_reason_and_the_words_that_decided(
    text: str, status: str, reason: str | None, because: str | None
) -> None:
    assert reasons(text) == [("furosemide", status, reason, because)]


@pytest.mark.parametrize(
    "text",
    [
        "never stopped furosemide",
        "not told to stop furosemide",
        "would advise against stopping furosemide",
        "refuses to stop furosemide",
        "furosemide is not to be stopped",
        "furosemide, deprescribing declined",
        "do not stop furosemide abruptly",
        "unable to come off furosemide",
        "furosemide held last week, since restarted",
        "stop furosemide in March 2027",
        "coming off furosemide slowly",
        "furosemide kept in fridge",
        "NO CHANGE: furosemide",
        "asking for more furosemide",
    ],
)
def test_what_negates_an_end_is_taken(text: str) -> None:
    assert statuses(text) == [("furosemide", "current")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("furosemide discontined", "stopped"),
        ("furosemide St0pped", "stopped"),
        ("furosemide witheld", "held"),
        ("alergic to furosemide", "allergy"),
    ],
)
def test_a_misspelt_or_scanned_cue_is_read(text: str, status: str) -> None:
    assert statuses(text) == [("furosemide", status)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drug\tDose\tStatus\nfurosemide\t40 mg\tStopped\nquinine\t200 mg\tContinued", ["stopped", "current"]),
        ("Medicine | Taking?\nfurosemide | N\nquinine | Y", ["stopped", "current"]),
        ("Drug / dose / plan (C continue, H hold)\nfurosemide / 40 mg / H\nquinine / 200 mg / C", ["held", "current"]),
        ("[x] furosemide\n[ ] quinine", ["current", "stopped"]),
        ("Ceased: furosemide. Commenced: quinine", ["stopped", "current"]),
    ],
)
def test_tables_boxes_and_labels_say_whether_a_medicine_is_taken(text: str, expected: list[str]) -> None:
    assert [status for _, status in statuses(text)] == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Printed 5 March 2026\nfurosemide 40 mg - last issued 02/2019", "unclear"),
        ("Printed 5 March 2026\nfurosemide 40 mg - last issued 02/2026", "current"),
        ("Printed 5 March 2026\nfurosemide 40 mg, stop date 01/02/2026", "stopped"),
        ("Printed 5 March 2026\nfurosemide 40 mg, stop date 01/02/2027", "current"),
        ("furosemide 40 mg - last issued 02/2019", "current"),
    ],
)
def test_dates_are_held_against_the_day_of_the_document(text: str, status: str) -> None:
    assert statuses(text) == [("furosemide", status)]


def test_dates_are_held_against_the_day_that_is_given() -> None:
    text = "furosemide 40 mg, stop date 01/02/2026"
    assert medcheck.check(text, as_of=date(2026, 1, 1)).mentions[0].status == "current"
    assert medcheck.check(text, as_of=date(2026, 3, 1)).mentions[0].status == "stopped"


LINES = (
    "furosemide 40 mg od",
    "Stopped: simvastatin",
    "quinine - declined",
    "allergic to penicillin",
    "was on ramipril until May, now losartan 50 mg",
    "Drug\tStatus\nbisoprolol\tWithheld",
    "never stopped digoxin",
    "[ ] aspirin",
    "Is she still on amlodipine? No.",
)


@given(lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=5))
def test_the_words_that_decided_stand_in_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    for mention in medcheck.check(text).mentions:
        because = mention.status_because
        assert because is None or because.text == text[because.start : because.end] != ""


@given(lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=5), more=st.sampled_from(LINES[:5]))
def test_a_paragraph_more_changes_the_status_of_no_other_medicine(lines: list[str], more: str) -> None:
    text = "\n".join(lines)
    mentions = medcheck.check(text).mentions
    before = [(m.start, m.status) for m in mentions]
    named = {m.ingredients for m in mentions} & {m.ingredients for m in medcheck.check(more).mentions}
    after = [(m.start, m.status) for m in medcheck.check(f"{text}\n\n{more}").mentions]
    assert named or after[: len(before)] == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is refused is the change
        ("Would not have her furosemide halted", "current"),
        ("Never let furosemide lapse", "current"),
        ("Refused to have furosemide reduced", "current"),
        # an effect is denied, no taking
        ("Furosemide no longer causes cramps", "current"),
        ("Furosemide has never given him a rash", "current"),
        # no negation is left of two
        ("Should never be without furosemide", "current"),
        ("She has not been without furosemide", "current"),
        # given, but again and again
        ("Furosemide 40 mg weekly, given today", "current"),
        ("Furosemide 80 mg stat then 40 mg daily", "current"),
        ("Furosemide 80 mg IV stat", "stopped"),
        # guesses and questions
        ("Furosemide: stop?? ask the renal team", "unclear"),
        ("I believe furosemide was stopped", "unclear"),
        ("Maybe not taking furosemide", "unclear"),
        # the end was before the beginning
        ("Furosemide restarted after she stopped it herself", "current"),
        ("Furosemide to start in 2 days prior to the operation", "not_taken"),
        ("PRN furosemide: none given", "as_needed"),
        ("Furosemide on and off", "as_needed"),
        ("Furosemide 40 mg full stop", "current"),
    ],
)
def test_a_cue_is_read_with_what_it_stands_with(text: str, expected: str) -> None:
    assert [mention.status for mention in medcheck.check(text).mentions if mention.text.lower() == "furosemide"] == [
        expected
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ex quinine, now furosemide", ["stopped", "current"]),
        ("Hold furosemide 3/7, push fluids, quinine 200 mg nocte", ["held", "current"]),
        ("Furosemide replaced in May by bumetanide", ["stopped", "current"]),
        ("Furosemide: brand switched to Lasix", ["current", "current"]),
        ("Furosemide stepped down to bumetanide", ["stopped", "current"]),
    ],
)
def test_a_cue_reaches_the_medicines_that_it_is_said_of(text: str, expected: list[str]) -> None:
    assert [status for _, status in statuses(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avoid over the counter decongestants and cold tabs (furosemide)", ["not_taken"]),
        ("Consider quinine once furosemide is out", ["not_taken", "current"]),
        ("Should the ankles swell, furosemide", ["not_taken"]),
        ("Should be on furosemide", ["current"]),
        ("(furosemide - vomiting)", ["allergy"]),
        ("(furosemide 40 mg - vomiting last week)", ["current"]),
    ],
)
def test_a_bracket_and_a_condition_bound_what_is_said(text: str, expected: list[str]) -> None:
    assert [status for _, status in statuses(text)] == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("She is not taking Lasix any more", "stopped"),
        ("no longer taking Lasix", "stopped"),
        ("Consider Lasix", "not_taken"),
        ("Hold Lasix before surgery", "current"),
        ("Was on Lasix until 2019", "stopped"),
        ("Stop Lasix if dizzy", "current"),
        ("Do not take Lasix", "not_taken"),
        ("allergic to Lasix", "allergy"),
    ],
)
def test_a_space_typed_twice_in_a_sentence_changes_no_status(text: str, status: str) -> None:
    for place, letter in enumerate(text):
        if letter == " ":
            written = f"{text[:place]} {text[place:]}"
            assert [mention.status for mention in medcheck.check(written).mentions] == [status], written


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("You may take Lasix for swelling", "as_needed"),
        ("Lasix stpoped", "stopped"),
        ("Lasix endde in May", "stopped"),
        ("aovid Lasix", "not_taken"),
        ("change Lasix", "current"),
        ("replace Lasix", "current"),
        ("replacing Lasix", "stopped"),
    ],
)
def test_a_cue_in_another_form_or_with_two_letters_swapped(text: str, status: str) -> None:
    assert statuses(text) == [("Lasix", status)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("was on Lasix 2 weeks ago", "stopped"),
        ("Lasix taken 3 weeks ago", "stopped"),
        ("took Lasix 2 hours ago", "current"),  # the last dose
        ("Took Lasix 3 hours ago", "current"),
    ],
)
def test_what_was_taken_weeks_ago_is_past_and_a_dose_hours_ago_is_not(text: str, status: str) -> None:
    assert statuses(text) == [("Lasix", status)]


@pytest.mark.parametrize(
    ("text", "reactions"),
    [
        ("Allergies: penicillin, aspirin (rash)", [None, "rash"]),
        ("allergic to penicillin and to aspirin which gave a rash", [None, "rash"]),
    ],
)
def test_a_reaction_is_that_of_the_medicine_before_it_alone(text: str, reactions: list[str | None]) -> None:
    assert [mention.status_reason for mention in medcheck.check(text).mentions] == reactions


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("She stops Lasix because of rash", "stopped"),
        ("Lasix stops in May", "current"),
        ("Lasix starts in May", "not_taken"),
        ("to start on Monday Lasix", "not_taken"),
        ("takes Lasix on Monday", "current"),
        ("Lasix to be started if dizzy", "not_taken"),
        ("Lasix stops on 3/4", "current"),
        ("told to stop Lasix but hasn't", "current"),
        ("Lasix not", "not_taken"),
        ("refused to have her Lasix lowered", "current"),
    ],
)
def test_what_is_to_come_and_what_is_refused_has_not_happened(text: str, status: str) -> None:
    assert statuses(text) == [("Lasix", status)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("took Lasix from 2015 to 2018", "stopped"),
        ("took Lasix last winter", "stopped"),
        ("took Lasix last night", "current"),
        ("took Lasix in March", "stopped"),
        ("took Lasix in 2019", "stopped"),
        ("took Lasix in water", "current"),
    ],
)
def test_a_time_that_is_over_ends_what_was_taken_in_it(text: str, status: str) -> None:
    assert statuses(text) == [("Lasix", status)]


def test_it_is_said_of_the_last_medicine_before_and_both_of_all() -> None:
    assert statuses("She was given Lasix and ramipril. It was stopped.") == [
        ("Lasix", "current"),
        ("ramipril", "stopped"),
    ]
    assert statuses("She was given Lasix and ramipril. Both were stopped.") == [
        ("Lasix", "stopped"),
        ("ramipril", "stopped"),
    ]
    assert statuses("She was given Lasix. It would be stopped if she is dizzy.") == [("Lasix", "current")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Lasix 2015-2018", "stopped"),
        ("Lasix 1991-94", "stopped"),
        ("Lasix since 2015-2018", "current"),
    ],
)
def test_years_from_and_to_are_past_and_years_since_are_not(text: str, status: str) -> None:
    assert statuses(text) == [("Lasix", status)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Apixaban 2.5 mg bd  start 3/2/24  stop ______", "current"),
        ("Apixaban 2.5 mg bd  start 3/2/24  stop 9/2/24 ______", "unclear"),
        ("Continue to hold apixaban", "held"),
        ("Apixaban remains off", "stopped"),
        ("Apixaban to stay off", "held"),
    ],
)
def test_an_empty_field_says_nothing_and_a_standing_stop_stands(text: str, status: str) -> None:
    assert [found for _, found in statuses(text)] == [status]
