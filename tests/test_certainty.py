"""A cue hides a medicine only where its grammar surely reaches it; otherwise the medicine is unclear."""

import pytest

import medcheck
from medcheck.context.certainty import DOUBTS

# For each doubt a text where it holds, and one that differs in it alone and hides furosemide.
EXAMPLES = [
    ("condition", "Furosemide 40 mg w/h if SBP < 90", "Furosemide 40 mg w/h"),
    ("condition", "Could not cope if furosemide was stopped", "Could not cope as furosemide was stopped"),
    ("condition", "Furosemide stop Tuesday", "Furosemide stop"),
    ("condition", "Call if you have side effects from furosemide", "She had side effects from furosemide"),
    ("date", "Furosemide 40 mg daily, stop 12/12/2027", "Furosemide 40 mg daily, stop"),
    ("question", "Are you allergic to furosemide?", "Allergic to furosemide"),
    ("question", "Cease furosemide? No", "Cease furosemide"),
    ("answer", "Furosemide 40 mg: none", "Furosemide: none"),
    ("answer", "Enough left?\nFurosemide: no", "Still taking?\nFurosemide: no"),
    ("negated", "Will not hear of stopping her furosemide", "Stopping her furosemide"),
    ("negated", "No day passes without furosemide", "Without furosemide"),
    ("denied", 'Furosemide 40 mg - yes, not "not dispensed"', "Furosemide 40 mg - not dispensed"),
    ("source", "Furosemide private script, so not issued", "Furosemide not issued"),
    ("clause", "Furosemide replaced with liquid as can't swallow", "Furosemide replaced, stopped"),
    ("purpose", "Furosemide 40 mg, I forgot to put it on the letter", "Furosemide 40 mg, to start"),
    ("advice", "Furosemide 40 mg, avoid on empty stomach", "Furosemide, avoid"),
    ("pronoun", "Furosemide: some hair shed at first, then it stopped", "Furosemide: it was stopped"),
    ("loose", "Declined to part with furosemide", "Declined furosemide"),
    ("list", "Finished bisoprolol in May, furosemide for five years", "Finished bisoprolol, furosemide"),
    ("subject", "Furosemide helps, wheeze stopped", "Furosemide helps, stopped"),
    ("subject", "Wheeze stopped with furosemide", "Stopped furosemide"),
    ("allergen", "Furosemide 40 mg bd, pollen allergy", "Furosemide: allergy"),
    ("object", "Furosemide has stopped her palpitations", "Furosemide has been stopped"),
    ("object", "Furosemide 40 mg - do not use old tablets", "Furosemide 40 mg - do not use"),
    ("compound", "No furosemide problems", "No furosemide"),
    ("part", "Furosemide 40 mg, pm dose stopped", "Furosemide 40 mg, stopped"),
    ("compound", "Furosemide bloods not done", "Furosemide not issued"),
    ("object", "D/c'd home on furosemide", "D/c'd furosemide"),
    ("object", "Held his furosemide up to the light", "Held his furosemide"),
    ("object", "Furosemide got rid of the fluid", "Got rid of furosemide"),
    ("part", "Never takes more than two furosemide", "Never takes furosemide"),
    ("part", "Old box of furosemide finished", "Furosemide finished"),
    ("form", "Furosemide replaced with liquid", "Furosemide replaced with bumetanide"),
    ("form", "Furosemide tablets stopped - liquid now", "Furosemide tablets stopped - dizzy now"),
    ("same", "Lasix stopped, now furosemide 40 mg", "Lasix stopped, now bumetanide 1 mg"),
    ("directions", "Furosemide stopped, 40 mg daily", "Furosemide 40 mg daily stopped"),
    ("directions", "Weaned off furosemide to 20 daily", "Weaned off furosemide"),
    ("weak", "Furosemide: dry skin, itch gone", "Furosemide: gone"),
    ("talk", "Furosemide 40 mg daily discussed", "Furosemide discussed"),
    ("talk", "Information on furosemide usage", "Information on furosemide"),
    ("talk", "Furosemide. Nobody knew whether he had stopped it", "Furosemide. He had stopped it"),
    ("again", "Furosemide given today, next in June", "Furosemide given today"),
    ("since", "Furosemide from 6 weeks ago", "Furosemide 6 weeks ago"),
    ("day", "Do not take furosemide on the morning of surgery", "Do not take furosemide"),
    ("day", "Hold furosemide on dialysis days", "Hold furosemide"),
    ("day", "0800 Furosemide 40 mg - not given", "Furosemide 40 mg - not given"),
    ("condition", "Refuses furosemide unless crushed", "Refuses furosemide when crushed"),
    ("date", "Furosemide 1 g, EOT 6/30", "Furosemide 1 g, EOT"),
    ("day", "Refused furosemide at night", "Refused furosemide"),
    ("talk", "Furosemide, omit was considered", "Furosemide, omit"),
    ("contradicted", "If sore furosemide is fine", "If sore furosemide"),
    ("contradicted", "Started furosemide in the ER", "Given furosemide in the ER"),
    ("contradicted", "Has tried furosemide, which helps", "Has tried furosemide, which did not help"),
    ("contradicted", "Furosemide, advised to stop, will think", "Furosemide, advised to stop"),
    ("contradicted", "Can't afford furosemide, splitting it", "Can't afford furosemide"),
    ("manner", "Held this morning's furosemide and will take it", "Will take furosemide once well"),
    ("part", "Took 2 furosemide in error", "Furosemide in error"),
    ("pronoun", "Furosemide on\nStatin came off it", "Furosemide on\nCame off it"),
    ("part", "Leave out the night furosemide", "Leave out the furosemide"),
    ("part", "Furosemide 20 and 40: take the 40, 20 binned", "Furosemide 20 binned"),
    ("part", "Doesn't really use furosemide", "Doesn't use furosemide"),
    ("change", "Expect furosemide effect", "Expect furosemide"),
    ("carried", "Furosemide - taking at home, to be added", "Furosemide to be added"),
    ("monitored", "First furosemide at 0800 to be given by staff", "First furosemide to be given by staff"),
    ("date", "Furosemide 40 mg daily, stop 30th", "Furosemide 40 mg daily, stop"),
    ("day", "Furosemide given 2215 without effect", "Furosemide without effect"),
    ("own", "Script request. Wants furosemide", "Seen today. Wants furosemide"),
    ("culture", "E. coli, allergic to furosemide", "Allergic to furosemide"),
    ("complaint", "On furosemide for fits, none since March", "On furosemide, none since March"),
    ("reviewed", "Consider review of furosemide", "Consider furosemide"),
    ("dose", "Furosemide 20 mg, increase to 40 mg from Monday", "Furosemide 20 mg from Monday"),
    ("proposed", "Recommended to GP: stop furosemide", "Stop furosemide"),
    ("proposed", "Consider reducing and ceasing furosemide", "After reducing and ceasing furosemide"),
    ("change", "Furosemide: happy to wean, not yet started", "Furosemide: happy to take, not yet started"),
    ("ordered", "We will start furosemide", "The consultant will start furosemide"),
    ("ordered", "I prescribed furosemide. She can start taking that", "She can start taking furosemide"),
    ("ordered", "She will take furosemide 40 mg daily", "She will take furosemide 40 mg daily once approved"),
    ("change", "Looking at cutting furosemide", "Looking at furosemide"),
    ("change", "Not yet had furosemide increased", "Not yet had furosemide"),
    ("beside", "Call if there are problems with furosemide", "If there are swellings furosemide"),
    ("beside", "Asks about driving on furosemide", "Asks about going on furosemide"),
    ("beside", "Free of gout thanks to furosemide", "Free of furosemide"),
    ("own", "Asked for his furosemide", "Asked for furosemide"),
    ("granted", "Prior auth for furosemide approved", "Prior auth for furosemide"),
    ("verb", "Mentions that furosemide helps", "Mentions furosemide"),
    ("verb", "Asked what furosemide is for", "Asked what furosemide is"),
    ("monitored", "Furosemide 40 mg bd awaiting bloods", "Furosemide awaiting bloods"),
    ("monitored", "Furosemide 40 mg, 20 mg from Monday", "Furosemide 20 mg from Monday"),
    ("carried", "Carries furosemide as a back up", "Furosemide as a back up"),
    ("manner", "Knows when to use furosemide", "Wants to use furosemide"),
    ("today", "Will start furosemide today", "Will start furosemide"),
    ("last", "Furosemide, last used 2 weeks ago", "Furosemide, used 2 weeks ago"),
    ("allergen", "Furosemide if anaphylaxis to nuts", "Furosemide, anaphylaxis to it"),
    ("restarted", "Furosemide restarted on day 6 (it had been stopped)", "Furosemide on day 6 (it had been stopped)"),
    ("answer", "Uses his brother's? No - own furosemide", "No furosemide"),
    ("carer", "Furosemide: husband applies", "Furosemide: husband takes"),
    ("carer", "My son takes furosemide", "His son takes furosemide"),
    ("carer", "Dad takes his furosemide at six", "Dad takes furosemide at six"),
    ("part", "Not taking furosemide correctly", "Not taking furosemide"),
    ("part", "Can't have her furosemide before 6", "Can't have her furosemide"),
    ("source", "Furosemide not issued until Friday", "Furosemide not issued"),
    ("talk", "Discussed the risks of stopping furosemide", "Discussed this, stopping furosemide"),
    ("talk", "Not sure whether he takes furosemide", "Not sure, never takes furosemide"),
    ("object", "Refused blister pack for his furosemide", "Refused his furosemide"),
    ("allergen", "Mild cough on furosemide", "Cough on furosemide"),
    ("contradicted", "Furosemide: PA denied, then approved, taking", "Furosemide: PA denied"),
    ("contradicted", "Furosemide inhaler finished, needs repeat", "Furosemide inhaler finished"),
    ("line", "Furosemide 40 mg\nFinished the tea", "Furosemide 40 mg\nFinished in May"),
    ("change", "Spoke of coming off furosemide, not ready", "Furosemide, not ready"),
    ("day", "Furosemide not given 0800", "Furosemide not given"),
    ("day", "Held dose of furosemide", "Held furosemide"),
    ("day", "Refused pm furosemide", "Refused furosemide"),
    ("condition", "Hold furosemide for a week around the jab", "Hold furosemide for the ankles"),
    ("question", "Furosemide: stop maybe", "Furosemide: stop"),
    ("list", "No pain, furosemide helping", "No furosemide"),
    ("list", "Declined bisoprolol (furosemide)", "Declined furosemide (bisoprolol)"),
    ("list", "Allergic to penicillin, currently furosemide", "Allergic to furosemide, currently well"),
    ("subject", "Pharmacy holding furosemide for pickup", "Nurse holding furosemide"),
    ("allergen", "Furosemide for cat allergy", "Furosemide allergy"),
    ("allergen", "Being on furosemide makes her dizzy", "Furosemide made her dizzy"),
    ("allergen", "Denies nausea with furosemide", "Nausea with furosemide"),
    ("part", "Replaced furosemide patch today", "Replaced furosemide patch with tablets"),
    ("part", "Sometimes refuses furosemide", "Refuses furosemide"),
    ("part", "Furosemide in the drawer, most nights", "Furosemide in the drawer"),
    ("form", "Couldn't tolerate furosemide SR, on LA", "Couldn't tolerate furosemide SR"),
    ("directions", "Came off furosemide, relapsed, on 40 since", "Came off furosemide, relapsed"),
    ("directions", "Couldn't get furosemide 40, has 20", "Couldn't get furosemide 40"),
    ("contradicted", "Furosemide w/h 0800, given 2000", "Furosemide w/h"),
    ("contradicted", "No response yet to furosemide", "No response to furosemide"),
    ("purpose", "Sister will collect furosemide", "Sister will start furosemide"),
    ("last", "Last took furosemide in May", "Took furosemide in May"),
    ("talk", "Unsure re: stopping furosemide", "Stopping furosemide"),
    ("contradicted", "Furosemide 40 mg stopped for a day, taking it as usual", "Furosemide 40 mg stopped for a day"),
]


@pytest.mark.parametrize(("doubt", "doubtful", "sure"), EXAMPLES)
def test_a_cue_that_may_speak_of_something_else_hides_nothing(doubt: str, doubtful: str, sure: str) -> None:
    first, hidden = medcheck.check(doubtful).mentions[-1], medcheck.check(sure).mentions[0]
    assert first.status in ("unclear", "current"), doubt
    assert hidden.status in ("stopped", "held", "not_taken", "allergy"), doubt


def test_each_doubt_has_an_example() -> None:
    assert {doubt for doubt, _, _ in EXAMPLES} == {name for name, _ in DOUBTS}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Furosemide left off the list in error", "current"),
        ("Furosemide hold lifted", "current"),
        ("Furosemide un-held this morning", "current"),
        ("Gave up salt, not the furosemide", "current"),
        ("Was told to stop furosemide 40 mg but has not", "current"),
        ("Consider stopping furosemide or switching to bumetanide", "current"),
        ("Furosemide 40 mg - stopped with the bisoprolol", "stopped"),
        ("Furosemide - do not take with lithium", "current"),
        ("Furosemide stopped in May. Wheeze stopped too", "stopped"),
        ("Stopped: smoking. Furosemide 40 mg", "current"),
        ("Do not take furosemide with aspirin", "unclear"),
        ("Furosemide only works if taken regularly", "unclear"),
        ("Furosemide LA: chemist stopped doing Adalat", "unclear"),
        ("Furosemide - none needed this week", "unclear"),
        ("Furosemide withdrawn batch returned", "unclear"),
        ("Apart from furosemide, all stopped by oncology", "unclear"),
        ("Furosemide, last dose given 8 am", "unclear"),
        ("Has furosemide been stopped? No.", "current"),
        ("Was on furosemide, now also on bumetanide", "current"),
        ("Was on furosemide, now on bumetanide", "stopped"),
        ("Replaced furosemide with bumetanide", "stopped"),
        ("Furosemide is given by his wife", "current"),
        ("Furosemide in bag is his late wife's", "not_taken"),
        ("Furosemide = brother", "not_taken"),
        ("Furosemide if swab positive", "not_taken"),
        ("Furosemide only if culture positive", "not_taken"),
        ("Furosemide 40 mg - none", "not_taken"),
        ("Furosemide _stopped_", "stopped"),
        ("Stop ______ furosemide 40 mg", "current"),
    ],
)
def test_what_only_looks_like_an_end_of_a_medicine(text: str, status: str) -> None:
    assert medcheck.check(text).mentions[0].status == status


def test_a_sure_end_outweighs_a_doubtful_one_and_a_heading_of_what_is_taken_does_not() -> None:
    assert medcheck.check("Stopped medicines:\nfurosemide, wheeze stopped").mentions[0].status == "stopped"
    assert medcheck.check("Current medicines:\nfurosemide, wheeze stopped").mentions[0].status == "unclear"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Levothyroxine 75 mcg - do not take within 4 hours of calcium", "current"),
        ("Has not run out of levothyroxine", "current"),
        ("Never had a problem with levothyroxine", "unclear"),
        ("Levothyroxine 75 mcg - was holding it wrong", "unclear"),
        ("Not keen on levothyroxine but is using it", "current"),
        ("Levothyroxine 6 drops -> 4 drops -> off", "current"),
        ("| levothyroxine | 75 mcg | until 14/09 then cease |", "current"),
        ("Levothyroxine pending", "not_taken"),
        ("Levothyroxine stays pending kidney review", "current"),
    ],
)
def test_manner_trouble_and_time_are_no_end(text: str, status: str) -> None:
    assert medcheck.check(text).mentions[0].status == status


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Simvastatin suspended for the 7 days of clarithromycin", ["held", "current"]),
        ("No bisoprolol, has furosemide", ["not_taken", "current"]),
        ("Avoid bisoprolol because of the furosemide", ["not_taken", "current"]),
    ],
)
def test_a_reason_or_what_is_taken_instead_is_not_hidden(text: str, statuses: list[str]) -> None:
    assert [mention.status for mention in medcheck.check(text).mentions] == statuses


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Influenza vaccine October", "stopped"),
        ("Lidocaine 1% to the wound", "stopped"),
        ("Lidocaine patch, 12 hours on", "current"),
        ("Current medicines:\nlidocaine 5%", "current"),
        ("Furosemide 40 mg iv today", "stopped"),
        ("Furosemide 40 mg iv bd today", "current"),
        ("Furosemide 40 mg today", "current"),
        ("Roaccutane in 2012", "stopped"),
        ("Furosemide in 2012, and since", "current"),
    ],
)
def test_what_is_given_once_by_its_nature_or_route_is_not_taken(text: str, status: str) -> None:
    assert medcheck.check(text).mentions[0].status == status
