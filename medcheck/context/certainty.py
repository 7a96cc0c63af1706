"""Whether a cue surely reaches the medicine that it would hide, by the grammar around it; else that one is unclear.

Which words a cue has does not matter here, only what its verb can speak of: another subject or object, a part of what
is taken, directions that go on after it. ``docs/status.md`` has the order as a table.
"""

from collections.abc import Callable

from medcheck.context import doubts_of_course as course
from medcheck.context import doubts_of_object as objects
from medcheck.context import doubts_of_part as parts
from medcheck.context import doubts_of_plan as plans
from medcheck.context.compose import Cue
from medcheck.context.cue_reach import Reach, cue_reach
from medcheck.context.evidence import Near
from medcheck.context.medicine_text import MedicineText


def doubt_about(text: MedicineText, cue: Cue, act: str, near: Near, number: int) -> str:
    """Why a cue does not surely reach a medicine, as one word; empty where nothing speaks against it."""
    reach = cue_reach(text, cue, act, near, number)
    return next((name for name, doubts in DOUBTS if doubts(reach)), "")


# Each is asked in turn; the first that holds names the doubt.
DOUBTS: tuple[tuple[str, Callable[[Reach], bool]], ...] = (
    ("condition", course.is_on_condition),
    ("date", course.is_dated),
    ("since", course.is_of_a_time_since),
    ("day", course.is_for_one_day),
    ("question", course.is_asked),
    ("answer", course.is_another_answer),
    ("negated", course.is_negated_from_afar),
    ("denied", course.is_quoted_and_denied),
    ("source", course.is_of_one_source),
    ("line", course.is_on_another_line),
    ("clause", course.is_in_other_clause),
    ("purpose", course.is_for_a_purpose),
    ("loose", objects.is_loose_before),
    ("list", objects.is_far_in_list),
    ("subject", objects.has_other_subject),
    ("complaint", objects.is_of_the_complaint),
    ("culture", objects.is_of_a_culture),
    ("reviewed", objects.is_reviewed),
    ("dose", objects.is_of_a_new_dose),
    ("proposed", plans.is_proposed),
    ("ordered", plans.is_ordered),
    ("change", plans.is_of_a_change),
    ("beside", plans.is_beside_another_object),
    ("own", plans.is_of_ones_own),
    ("granted", plans.is_granted),
    ("verb", plans.is_subject_of_a_verb),
    ("monitored", plans.is_monitored),
    ("carried", plans.is_at_hand),
    ("manner", plans.is_manner_of_taking),
    ("today", objects.is_of_today),
    ("last", objects.is_of_the_last_use),
    ("allergen", objects.is_of_another_allergen),
    ("object", objects.has_other_object),
    ("advice", objects.is_advice_on_use),
    ("pronoun", objects.is_other_occasion),
    ("compound", objects.is_part_of_object),
    ("part", parts.is_of_a_part),
    ("form", parts.is_of_a_form),
    ("same", parts.is_named_again),
    ("directions", parts.has_directions_after),
    ("weak", objects.is_weak_and_apart),
    ("carer", objects.is_of_who_is_cared_for),
    ("talk", course.is_talk_of_directions),
    ("again", course.is_given_again),
    ("restarted", course.is_before_restart),
    ("contradicted", course.is_contradicted),
)
