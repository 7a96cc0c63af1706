"""Medicines on one list that act together."""

from collections.abc import Sequence

from medcheck.knowledge.clinical import Clinical
from medcheck.records import Combination, Mention
from medcheck.rules.findings import Associated
from medcheck.rules.needs import met_by, taken

_SEVERITIES = ("high", "moderate")


def combinations(
    mentions: Sequence[Mention], entries: Sequence[Associated], clinical: Clinical
) -> tuple[Combination, ...]:
    """The combinations of a list, the more severe first, in the order of the table."""
    medicines = taken(
        mentions, entries, clinical.groups(ingredient for mention in mentions for ingredient in mention.ingredients)
    )
    if len(medicines) < 2:
        return ()
    found = []
    for row in clinical.table("combinations"):
        together = met_by(row["needs"], medicines, clinical.unit_masses)
        if together:
            names = {medicine.ingredient or clinical.classes[medicine.class_id].name for medicine in together}
            found.append(
                Combination(
                    id=row["id"],
                    title=row["title"],
                    ingredients=tuple(sorted(names)),
                    severity=row["severity"],
                    note=row["note"],
                    action=row["action"],
                    sources=clinical.sources(row["sources"].split(";")),
                )
            )
    return tuple(sorted(found, key=lambda combination: _SEVERITIES.index(combination.severity)))
