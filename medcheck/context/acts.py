"""Acts, which are what a cue can come to say of a medicine, in groups that are treated alike.

What each means for the status is in :mod:`medcheck.context.weigh`.
"""

NEGATIVE = frozenset(
    "stop hold finish once failed tried never no avoid declined planned conditional await not_dispensed other_person "
    "unused unneeded may switched info allergy past neg would_change".split()
)
POSITIVE = frozenset("take keep start restart kept dose request".split())
ENDING = frozenset(("stop", "hold", "finish"))
# What is left out may be so for one day.
LEFT_OUT = frozenset(("never", "no", "avoid", "hold"))
# A guess that one of these holds ("? stopped") hides no medicine.
OPEN_TO_DOUBT = ENDING | {"never", "no", "past", "switched"}
# They say nothing that would end the reach of the cue before them.
QUIET = frozenset(
    ("nothing", "pseudo", "supply", "weak", "prn", "reaction", "sideeffect", "symptom", "irreal", "was", "give")
)
# Each makes a medicine one that is not taken.
HIDING = NEGATIVE - {"neg", "would_change"}
# "If no response": what stands before it is for when what is done now has failed.
AFTER_FAILURE = "after_failure"
