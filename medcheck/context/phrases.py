"""The headings and phrases by which a list says whether a medicine is taken."""

from typing import Literal

from medcheck.records import Status

Reach = Literal["before", "behind", "either", "until", "reaction"]

# Headings and the status of what stands under them.
HEADINGS: dict[str, Status] = {
    **dict.fromkeys(
        (
            "allergies", "allergy", "drug allergies", "medication allergies", "medicine allergies", "known allergies",
            "allergies to medications",
            "allergic to", "allergic", "allergies adrs", "allergies and adrs", "allergy adr", "side effects", "adr",
            "allergies and intolerances", "allergies intolerances",
            "adverse reactions",
            "adverse drug reactions", "intolerances",
            "intolerance", "sensitivities", "drug sensitivities", "adrs", "drug intolerances", "allergy list",
            "allergy status", "allergies sensitivities",
            "allergies adverse reactions", "allergies and adverse reactions", "all",
        ),
        "allergy",
    ),
    **dict.fromkeys(
        (
            "previous", "past", "former", "old", "medications stopped on admission", "stopped on admission",
            "discontinued", "discontinued medications", "discontinued medicines", "discontinued meds",
            "medications discontinued", "stopped",
            "stopped medications", "stopped medicines", "stopped meds", "medicines stopped", "medications stopped",
            "meds stopped",
            "past medications", "past medicines", "previous medications", "previous medicines", "prior medications",
            "former medications",
            "old medications", "past meds", "previous meds", "inactive medications", "recently stopped",
            "medications in the past",
            "ceased", "ceased medications", "ceased medicines", "historical medications", "past drugs",
            "previous drugs", "completed courses",
        ),
        "stopped",
    ),
    **dict.fromkeys(("family history", "fh", "fhx", "family hx", *"father mother brother sister husband wife"
    .split()), "not_taken"),
    **dict.fromkeys(
        ("not taking", "not taken", "declined", "refused", "medications declined", "avoid", "drugs to avoid",
        "contraindicated", "do not give"),
        "not_taken",
    ),
    **dict.fromkeys(("prn", "prn medications", "prn meds", "as needed", "as required", "when required",
    "as needed medications"), "as_needed"),
    **dict.fromkeys(
        (
            "current", "now", "new", "currently", "continue", "unchanged", "medicines started", "medications started",
            "medicines changed", "medications changed", "medications continued", "medications", "medication", "meds",
            "medicines", "medicine", "drugs", "current medications",
            "current medication", "current meds", "current medicines",
            "current drugs", "home medications", "home meds", "medications at home", "medications on admission",
            "meds on admission", "admission medications",
            "discharge medications", "discharge meds", "medications on discharge", "medications at discharge",
            "medications on transfer", "medication list",
            "repeat medication", "repeat medications", "repeats", "acute medication", "acutes", "regular medications",
            "regular medicines", "outpatient medications", "prescribed medications",
            "medications prescribed", "otc", "over the counter", "supplements", "vitamins", "prescriptions", "rx",
            "treatment", "drug history", "dh", "dhx", "medication history",
            "present medications", "active medications", "scheduled medications", "scheduled", "taking",
            "currently taking", "total medications", "inpatient medications", "new medications", "started",
            "continued", "changed", "inhalers", "insulin", "oral medications", "tta", "ttos", "ttas",
            "preoperative medications", "postoperative medications", "medications prior to admission",
            "repeat medication list", "repeat list", "repeat template", "medication chart", "drug chart",
            "medications list", "meds list", "list of medications", "past medical history", "pmh", "pmhx",
            "medical history", "past history", "surgical history",
            "past surgical history", "social history", "history", "substance use",
            "diagnosis", "diagnoses", "problems", "problem list", "plan", "assessment", "impression",
            "physical examination", "examination", "review of systems", "vital signs",
            "labs", "laboratory", "presenting complaint", "history of present illness", "hpi", "habits", "tobacco",
            "alcohol", "immunizations", "immunisations", "name", "dob", "address", "indication",
            "shx", "long term meds", "long term medication", "long term medications", "regular", "regular meds",
            "d c meds", "d c medications", "dc meds", "dc medications",
            "acute", "repeat", "increased", "decreased", "reduced", "restarted", "resumed", "changes to medications",
        ),
        "current",
    ),
}  # fmt: skip
LONGEST_HEADING = 5

# A short line of its own with one of these words is a heading though the list does not know it ("Current Repeat
# Medication", "STOP taking these medications"); the first kind that fits decides.
SIGNS: dict[Status, frozenset[str]] = {
    "allergy": frozenset("allergy allergies allergen allergens adverse reactions intolerance intolerances".split()),
    "stopped": frozenset(
        "stop stopped stopping discontinued discontinue previous past former ceased inactive held withheld".split()
    ),
    "current": frozenset(
        "medication medications medicine medicines meds drugs prescriptions repeat repeats acute continue "
        "continuing continued take taking tablets inhalers changed start started new".split()
    ),
}
HEADING_WORDS = frozenset(word for signs in SIGNS.values() for word in signs) | frozenset(
    "the these this my your our list of on at in to for and or home hospital admission discharge today summary "
    "during be how you ask doctor about change changing last days weeks months year years".split()
)
# The head of a table is made of these; a column of reactions makes it a table of allergies.
COLUMNS = frozenset(
    "drug substance agent item type severity criticality manifestation date onset noted status verified comment "
    "comments note notes details dose dosage strength form route frequency freq directions instructions sig qty "
    "quantity supply indication reason prescriber prescribed start end refills issued time times duration "
    "reaction category source".split()
)
ALLERGY_COLUMNS = frozenset("reaction reactions allergen allergens allergy".split())


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split("|"))


# Phrases and the status they give: "before" the medicines they speak of, "behind" them, or on either side.
PHRASES: dict[Status, dict[Reach, tuple[str, ...]]] = {
    "allergy": {
        "before": _phrases("""
            allergic to | allergy to | allergies to | intolerant to | intolerant of | intolerance to |
            intolerance of | sensitive to | sensitivity to | hypersensitive to | hypersensitivity to | reaction to |
            reactions to | reacted to | adverse reaction to | cannot tolerate | could not tolerate |
            did not tolerate | does not tolerate | unable to tolerate | cant tolerate | couldnt tolerate |
            side effects from | side effects to | side effects with | side effect of | adr to | adr
        """),
        "behind": _phrases("""
            allergy | intolerance | not tolerated | hypersensitivity
        """),
        "reaction": _phrases("""
            rash | skin rash | hives | urticaria | anaphylaxis | anaphylactic reaction | anaphylactic shock |
            allergic | angioedema | angio oedema | angioneurotic oedema | sjs | stevens johnson | swollen lips |
            lip swelling | facial swelling | swollen face | tongue swelling | throat swelling
        """),
    },
    "stopped": {
        "before": _phrases("""
            d / cd | dced | could not get on with | did not get on with | didnt get on with | previously | formerly |
            previous | past | former | used to take | used to be on | used to use | was previously on |
            previously on | previously prescribed | previously given | previously took | previously taking |
            previously taken | formerly on | formerly took | no longer taking | no longer takes | no longer on |
            no longer uses | in the past she has been on | in the past he has been on | in the past | had been on |
            has previously been on | had been taking | off of | came off | come off | has come off | taken off |
            was taken off | no longer needs | no longer requires | had a course of | recent course of |
            after a course of | following a course of | recently finished | just finished | finished a course of |
            completed a course of | completed course of | has completed | recently completed | status post |
            has tried | had tried | tried | failed | has failed | past use of | history of taking | previous use of |
            has taken in the past | prior use of | stopped taking | told to hold | instructed to hold |
            advised to hold | asked to hold | instructed to stop | told to stop | advised to stop | asked to stop |
            quit | quit taking | withheld | past medications include | previous medications include | discontinue |
            will discontinue | stop | hold | on hold | d / c | dc | dcd | switched from | changed from |
            converted from | switching from | swapped from | moved from | rotated from | transitioned from |
            replacing | was taking | were taking | previously tried | omit | pause | off | finished | completed |
            no longer prescribed | ex | change | convert | switch | replace | s / p | stopping | since stopping |
            after stopping | on stopping
        """),
        "until": _phrases("""
            last took | was on | were on | took | was given | were given | was treated with | had been given | used
        """),
        "behind": _phrases("""
            no benefit | no effect | with little effect | not helping | did not suit | did not agree with |
            in the past | given x | was given x | were given x | completed | finished | used previously |
            until last | ended | d c | dc | dcd | off now | failed | did not help | didnt help | was ineffective |
            ( past ) | ( previous ) | ( historical ) | ( old ) | ( ended ) | on hold | withheld | stop taking |
            stopped taking | d / c | d / cd | replaced by | replaced with | changed to | switched to | swapped for |
            converted to | swapped to | without benefit | hold | stop | dced | suspended | paused | omitted |
            deprescribed | cancelled | canceled | crossed out | no longer taking | no longer takes |
            no longer prescribed | not continued | any more | anymore | any longer | not needed any more |
            not needed anymore | no longer needed | no longer required | no longer used | - > | → | = >
        """),
        "either": _phrases("""
            stopped | discontinued | recently stopped | recently discontinued | ceased | has stopped | had stopped |
            held | withdrawn | most recently stopped taking | weaned off | tapered off
        """),
    },
    "not_taken": {
        "before": _phrases("""
            hasnt started | has not started | have not started | never needed | has never needed | did not get |
            didnt get | did not start | didnt start | in place of | does not want to take | does not want |
            did not want | doesnt want | not keen on | to add | will add | may add | not had | not allergic to |
            no allergy to | no known allergy to | not taking | not on | not take | not taken | never taken |
            never took | never been on | never on | has not had | had not had | have not had | has not tried |
            had not tried | have not tried | has not been on | has not taken | have not taken | was not taking |
            is not taking | has never taken | has never been on | has never tried | denies taking | denies use of |
            denies using | denies any | denies | desires to be on | desires | would like to be on |
            would like to try | would like to start | wants to be on | wants to try | wants to start | refuses |
            refused | declined | declines | avoid | avoids | avoiding | should avoid | must not take |
            should not take | should not have | do not give | not to give | not to take | contraindicated |
            consider | considering | may consider | discussed starting | thinking about | plan to start |
            planning to start | to start | to begin | will start | will be started on | will begin | due to start |
            going to start | hopes to start | suggest starting | suggest adding | recommend starting |
            recommend adding | advise starting | consider starting | consider adding | offered | was offered |
            were offered | non adherent with | non adherent to | nonadherent with | nonadherent to |
            not adherent with | not adherent to | non compliant with | noncompliant with | not compliant with |
            instead of | rather than | does not take | does not use | do not take | not using | did not take |
            didnt take | doesnt take | isnt taking | wont take | not started | yet to start | plan for | no |
            never had | has never had | never used | never tried | have never taken | nil | not for |
            has not been taking | have not been taking | hasnt been taking | not been taking | to commence |
            neither | unable to take | cannot take | cant take | can not take | asking for | asked for | would like |
            advise | advised | recommend | recommended | suggest | suggested | request for
        """),
        "behind": _phrases("""
            declined | refused | not taken | not picked up | never picked up | not filled | never filled |
            not started | not taking | never started | never taken | contraindicated | avoided | did not take |
            does not take | doesnt take | not dispensed | not collected | not used | has not taken |
            has not started | not tried | unable to afford | to be avoided | to be started | will be started |
            was offered | offered | never took | not for this patient | not suitable
        """),
    },
    "as_needed": {
        "before": _phrases("""
            occasional | occasionally | occasionally takes | occasionally uses | prn | as needed | sometimes |
            sometimes takes | rarely takes | intermittent | when needed | if needed | may take | may use
        """),
        "behind": _phrases("""
            as reqd | if reqd | when reqd | as req | as & when | prn | as needed | as required | when required |
            if required | when needed | if needed | if necessary | when necessary | occasionally | sos |
            as necessary | only as needed | on occasion | rarely | intermittently | when symptomatic |
            for breakthrough | p r n | as neccessary | on demand | as and when | when you need | if you need |
            when she needs | when he needs | if she needs | if he needs | occasional use | only when | only if |
            now and then | from time to time | sparingly
        """),
    },
    "current": {
        "before": _phrases("""
            request for repeat | requests repeat | requesting repeat | back on | now back on | now takes |
            now taking | now on | currently on | currently taking | currently takes | currently uses | currently |
            is on | is taking | switched to | changed to | replaced by | replaced with | restarted | restarted on |
            resumed | started on | was started on | recently started | takes | continues on | continues to take |
            remains on | continue | taking | start | started | uses | using | now | on | do not stop | dont stop |
            not to stop | should not stop | never stop | not stopped | without stopping | do not discontinue |
            not discontinued | do not hold | swapped for | converted to | swapped to | - > | → | = > |
            never stopped taking | never stopped | to stop | to come off | to discontinue | to hold | non stop |
            no side effects | denies side effects | denies any side effects | without side effects | told to start |
            instructed to start | advised to start | asked to start | may stop | can stop | consider stopping |
            considering stopping | suggest stopping | recommend stopping | advise stopping |
            thinking about stopping | discuss stopping | being weaned off | being tapered off | weaning off |
            changed over to | switched over to | was on | were on
        """),
        "behind": _phrases("""
            back on | now back on | restarted | resumed | continues | not stopped | do not stop | was not stopped |
            then stop | to be restarted
        """),
    },
}  # fmt: skip

# A relative's medicine is not the patient's: "mother takes warfarin".
_RELATIVES = (
    "mother father wife husband brother sister son daughter partner mum mom dad aunt uncle grandmother grandfather "
    "friend neighbour neighbor dog cat"
)
_TAKES = ("takes", "took", "on", "is on", "was on", "has", "had", "uses", "is taking", "was taking", "was given")
RELATIVES = tuple(f"{who} {verb}" for who in _RELATIVES.split() for verb in _TAKES)
POSSESSIVES = tuple(f"{who}s" for who in _RELATIVES.split())  # "her husband's furosemide"

# These speak only of the name right behind them: "no statin", "stop furosemide". "Stopped smoking" is of no medicine.
DIRECT_ONLY = frozenset(_phrases("""
    no | nil | omit | pause | off | ex | adr | not for | stop | hold | on hold | d / c | d / cd | dc | dcd | avoid |
    avoids | avoiding | consider | considering | declined | declines | refused | refuses | desires | status post |
    advise | advised | recommend | recommended | suggest | suggested | discontinue | tried | failed | quit |
    stopped | discontinued | ceased | held | withheld | finished | completed | s / p | stopping | offered | neither |
    dced | previously | formerly | previous | past | former | no longer needs | no longer requires
"""))  # fmt: skip

# An order to stop with one of these behind it is for a day to come or a case: "hold if SBP < 100".
ORDERS_TO_STOP = frozenset(("stop", "hold", "omit", "pause", "discontinue", "withhold"))
CONDITIONS = frozenset("if when unless while before prior after sbp < >".split())
# What else is stopped, or said of stopping: "stopped smoking", "stop date".
OTHER_THINGS = frozenset(
    "date dates parameters smoking drinking alcohol cigarettes driving work working breastfeeding".split()
)
# They may stand inside a phrase: "not currently taking", "asked her to stop".
INSIDE = frozenset("currently presently really actually yet ever recently her him them me who".split())
# What was taken "until" then or "3 years ago" is taken no more.
ENDINGS = frozenset(("until", "till", "til", "ago", "pregnancy", "childhood"))

# Every word of a phrase, and of a heading or phrase: none of them is a medicine.
CUE_WORDS = frozenset(
    word
    for reaches in PHRASES.values()
    for phrases in reaches.values()
    for phrase in phrases
    for word in phrase.split()
) | frozenset(POSSESSIVES)
PHRASE_WORDS = CUE_WORDS | HEADING_WORDS | COLUMNS | frozenset(word for heading in HEADINGS for word in heading.split())
