"""A finding's grades in words: for the side effect itself, and apart from it for electrolytes."""

from medcheck.records import Evidence, FigureOf, Role
from medcheck.side_effect import SideEffect


def grades_in_words(
    role: Role,
    evidence: Evidence,
    electrolyte_effect: str | None,
    electrolyte_evidence: Evidence | None,
    side_effect: SideEffect,
) -> str:
    """The grade as a short phrase; both grades, that of its role first, where electrolytes have one of their own."""
    if electrolyte_evidence is None:
        return f"{evidence} evidence" + (" of benefit" if role == "treatment" else "")
    electrolytes = f"{electrolyte_effect}: {electrolyte_evidence}"
    if role == "electrolyte":
        return f"{electrolytes}; {side_effect.itself}: {evidence}"
    return f"{evidence} evidence; {electrolytes}"


WEAK_SOURCES = "Named only on consumer pages, hosted copies of labels or in reports about other texts."


def figure_label(words: str, figure_of: FigureOf | None) -> str:
    """What stands before a figure, which says so where it was found for the class and not for the medicine itself."""
    return f"{words} of the class" if figure_of == "class" else words
