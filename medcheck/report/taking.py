"""Whether a medicine is taken, and why, in the words of a report."""

from medcheck.records import Mention

# How a status that does not count is said; the others are taken.
STATUS_WORDS = {
    "held": "held",
    "stopped": "stopped",
    "allergy": "allergy or intolerance",
    "not_taken": "not taken",
}
_REASON_WORDS = {
    "ended": "",
    "course_completed": "course completed",
    "given_once": "given once",
    "switched": "switched to another",
    "expired": "its end date has passed",
    "never": "never taken",
    "declined": "declined",
    "planned": "only planned",
    "conditional": "only on a condition",
    "advice_only": "",  # the words that decided say more: “not taking”, “avoid”
    "other_person": "another person's",
    "not_dispensed": "never dispensed",
}


def why(mention: Mention) -> str:
    """The reason and the words that decided: "given once, from “given in ED”"; empty where nothing was said."""
    reason = mention.status_reason or ""
    parts = [_REASON_WORDS.get(reason, f"reaction: {reason}") if reason else ""]
    if mention.status_because:
        parts.append(f"from “{mention.status_because.text}”")
    return ", ".join(part for part in parts if part)
