"""The review as JSON: what ``Review.model_dump_json`` gives, indented."""

from medcheck.records import ReviewRecord
from medcheck.report.layout import Layout
from medcheck.side_effect import SideEffect


def write(review: ReviewRecord, side_effect: SideEffect, layout: Layout) -> str:  # noqa: ARG001 - one form for all writers
    """The whole review; it never leaves anything out."""
    from medcheck.models import Review

    return Review.of(review).model_dump_json(indent=2) + "\n"
