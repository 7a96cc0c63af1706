"""What headings say of the medicines under them: hidden only where every word is known and says so."""

import pytest

import medcheck
from medcheck.context.heading_meaning import RECOGNISERS, Heading, heading_says


def statuses(text: str) -> list[str]:
    return [mention.status for mention in medcheck.check(text).mentions]


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        # all words known, and together they say so
        ("Discontinued by GP since last visit:", "stopped"),
        ("Cardiac medicines stopped this week:", "stopped"),
        ("Repeat template items removed", "stopped"),
        ("Home medications held on admission:", "held"),
        ("Currently withheld:", "held"),
        ("Medicines not yet started:", "not_taken"),
        ("Previous inhalers:", "stopped"),
        ("Medicines to stop:", "stopped"),
        ("Immunisations:", "stopped"),
        # brackets that say so
        ("MEDICATIONS [discontinued]", "stopped"),
        ("Repeat medicines (on hold)", "held"),
        # a known word hides nothing beside one that is unknown
        ("Discontinued zorbing medicines:", "unclear"),
        ("Wexham formulary items stopped:", "unclear"),
        # two that contradict each other
        ("Past and current medication:", "unclear"),
        ("Started and stopped:", "unclear"),
        # words that only look as if they hid something
        ("Current outpatient medications on file prior to visit", "current"),
        ("Medicines reconciliation (complete within 24 hours)", "current"),
        ("Patient-held list", "current"),
        ("Advice on discharge:", "current"),
        ("Medicines prior to admission:", "current"),
        ("Medicines (2 stopped by Wexham clinic)", "current"),
        ("Meds per wife:", "current"),
        ("Never stopped:", "current"),
        ("Medicines to start:", "current"),
        # unknown headings say nothing
        ("Zorbing:", "current"),
    ],
)
def test_a_heading_hides_only_what_all_its_words_say(heading: str, status: str) -> None:
    assert statuses(f"{heading}\nfurosemide 40 mg\nbisoprolol 5 mg") == [status, status]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INACTIVE. Omeprazole. Naproxen 500 mg.", ["stopped", "stopped"]),
        ("4. MEDICINES [stopped]. Omeprazole 20 mg.", ["stopped"]),
        ("Ceased: quinine. Commenced: bisoprolol 5 mg", ["stopped", "current"]),
        ("Stop: spironolactone 25 mg (now in Aldactide)", ["stopped", "current"]),
        ("Husband: warfarin 3 mg", ["not_taken"]),
        # a kind of medicine on a line of its own is an entry, not a heading
        ("stopped SSRI\nramipril 5 mg", ["stopped", "current"]),
        ("NSAIDs (rash)\nramipril 5 mg", ["allergy", "current"]),
        ("Statin intolerance: cramps\npravastatin 10 mg", ["allergy", "current"]),
        # the directions of an inhaler say nothing against the heading over it
        ("Past medications:\nsalbutamol 2 puffs qds\nramipril 5 mg", ["stopped", "stopped"]),
        ("[x] new [ ] stop: losartan 50 mg\n[ ] new [x] change [ ] stop: ramipril 5 mg", ["current", "current"]),
        ("Mum's tablets:\nwarfarin 3 mg\nramipril 5 mg", ["current", "current"]),
        ("Allergies: none known\nramipril 5 mg", ["current"]),
        ("Completed by: J. Smith, pharmacist\nramipril 5 mg", ["current"]),
        ("ramipril 5 mg\nCompleted by: J. Smith, pharmacist", ["current"]),
    ],
)
def test_a_label_reaches_what_stands_after_it_on_its_line(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


def test_each_recogniser_knows_a_heading_that_no_other_knows_before_it() -> None:
    headings = [
        ({"none", "allergy"}, "", "other"),
        ({"allergy"}, "", "allergy"),
        ({"other", "stopped"}, "", "other"),
        ({"medicines"}, "stopped", "stopped"),
        ({"other_person"}, "", "other_person"),
        ({"held", "occasion"}, "", "unclear"),
        ({"medicines", "held"}, "", "held"),
        ({"past", "medicines"}, "", "past"),
        ({"unclear"}, "", "unclear"),
        ({"as_needed"}, "", "as_needed"),
        ({"medicines"}, "", "current"),
    ]
    said = []
    for words, bracket, _ in headings:
        heading = Heading(frozenset(words), tuple(sorted(words)), 0, len(words), bracket, sure=True, opens=False)
        said.append((next(r for r in RECOGNISERS if r(heading)), heading_says(heading)))
    assert said == [(r, expected) for r, (_, _, expected) in zip(RECOGNISERS, headings, strict=True)]
