"""``patients.csv``: one line for each patient with a finding, most in need of review first."""

from collections.abc import Sequence

from medcheck.export.patients.rules import PatientReview, PatientRow

COLUMNS = (
    "rank", "patient", "warnings", "combinations", "treatment_beside_cause", "strong", "moderate", "limited",
    "findings", "medicines", "acting_together", "rows", "past_rows", "rows_to_come", "unrecognised_rows", "came_first",
)  # fmt: skip


def patient_cells(rank: int, row: PatientRow, names: Sequence[str]) -> tuple[object, ...]:
    """A line of ``patients.csv``; ``names`` are those of the findings."""
    warnings, combinations, beside, *counts = row.review.numbers
    return (
        rank, row.patient, warnings, combinations, "yes" if beside else "no", *counts,
        *medicines_and_combinations(row.review, names), row.rows, row.past, row.to_come, row.unrecognised,
        row.order.words,
    )  # fmt: skip


def medicines_and_combinations(review: PatientReview, names: Sequence[str]) -> tuple[str, str]:
    """The cells of the medicines found and of what acts together."""
    together = "; ".join(f"{hit.title} ({', '.join(hit.ingredients)})" for hit in review.combinations)
    return "; ".join(names[number] for number in review.findings), together
