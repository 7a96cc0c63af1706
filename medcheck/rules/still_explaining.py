"""Medicines that are withheld, or were stopped lately, and may still explain what is complained of."""

from collections.abc import Sequence

from medcheck.knowledge.clinical import Clinical
from medcheck.records import TAKEN, Mention, replace
from medcheck.rules.findings import associated, findings


def may_still_explain(mentions: Sequence[Mention], clinical: Clinical) -> tuple[int, ...]:
    """The numbers of those mentions that would be findings, more than weak ones, if they were taken.

    A medicine that is taken elsewhere in the list is explained by that.
    """
    taken = {name for mention in mentions if mention.status in TAKEN for name in mention.ingredients}
    lately = {
        number: replace(mention, status="current")
        for number, mention in enumerate(mentions)
        if (mention.status == "held" or mention.stopped_lately) and not taken.issuperset(mention.ingredients or (None,))
    }
    if not lately:
        return ()
    numbers = tuple(lately)
    found = findings(associated(tuple(lately.values()), clinical), clinical)
    causes = [finding for finding in found if finding.role != "treatment" and not finding.is_weak]
    return tuple(sorted({numbers[at] for finding in causes for at in finding.mentions}))
