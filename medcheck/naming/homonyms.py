"""One name, several medicines: which may be meant, and when it must be asked."""

from collections.abc import Sequence

from medcheck.knowledge.names import Commonness, Name


def likeliest(names: Sequence[Name]) -> tuple[tuple[Name, ...], Name | None]:
    """The names that may be meant, one for each medicine, and a rare other meaning to be shown.

    Meanings that share an ingredient are versions of one brand, and the commonest (then the shortest) of them stands
    for all. More than one name in the answer means that it must be asked.
    """
    if len(names) == 1:
        return tuple(names), None
    families: list[list[Name]] = []
    for name in sorted(names, key=lambda name: (-name.commonness, len(name.ingredients), name.meaning)):
        alike = [family for family in families if any(set(name.meaning) & set(member.meaning) for member in family)]
        families = [family for family in families if family not in alike]
        # One that shares an ingredient with two others makes them versions of one brand, too.
        families.append([*(member for family in alike for member in family), name])
    families.sort(key=lambda family: (-family[0].commonness, len(family[0].ingredients), family[0].meaning))
    first = [family[0] for family in families]
    # In ordinary use against specialist, rare or local: then the rare meaning is shown and not asked about.
    if (
        len(first) > 1
        and first[0].commonness >= Commonness.ORDINARY > first[1].commonness
        and first[0].kind != "abbreviation"
    ):
        return (first[0],), first[1]
    return tuple(first), None
