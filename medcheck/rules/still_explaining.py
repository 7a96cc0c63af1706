"""Medicines that are withheld, or were stopped lately, and may still explain what is complained of."""

from collections.abc import Sequence
from dataclasses import replace

from medcheck.knowledge.clinical import Clinical
from medcheck.records import TAKEN, Mention
from medcheck.rules.findings import associated


def may_still_explain(mentions: Sequence[Mention], clinical: Clinical) -> tuple[int, ...]:
    """The numbers of those mentions that would be findings if they were taken; not of what is taken elsewhere."""
    taken = {name for mention in mentions if mention.status in TAKEN for name in mention.ingredients}
    lately = {
        number: replace(mention, status="current")
        for number, mention in enumerate(mentions)
        if (mention.status == "held" or mention.stopped_lately) and not taken.issuperset(mention.ingredients or (None,))
    }
    numbers = tuple(lately)
    found = associated(tuple(lately.values()), clinical) if lately else ()
    return tuple(sorted({numbers[at] for entry in found if entry.role != "treatment" for at in entry.mentions}))
