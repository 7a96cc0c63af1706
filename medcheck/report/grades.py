"""A finding's grades in words: for the side effect itself, and apart from it for electrolytes."""

from medcheck.records import Evidence, Role
from medcheck.side_effect import SideEffect


def grades_in_words(
    role: Role, evidence: Evidence, electrolyte_evidence: Evidence | None, side_effect: SideEffect
) -> str:
    """The grade as a short phrase; both grades, that of its role first, where electrolytes have one of their own."""
    if electrolyte_evidence is None:
        return f"{evidence} evidence" + (" of benefit" if role == "treatment" else "")
    electrolytes = f"{side_effect.claims_electrolyte.lower()}: {electrolyte_evidence}"
    if role == "electrolyte":
        return f"{electrolytes}; {side_effect.itself}: {evidence}"
    return f"{evidence} evidence; {electrolytes}"
