"""The review as JSON: what ``Review.model_dump_json`` gives, indented."""

from medcheck.records import Reading


def write(reading: Reading, everything: bool, width: int, colour: bool) -> str:  # noqa: ARG001 - one form for all writers
    """The whole review; it never leaves anything out."""
    from medcheck.models import Review

    return Review.of(reading).model_dump_json(indent=2) + "\n"
