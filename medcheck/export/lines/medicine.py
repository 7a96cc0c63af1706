"""A medicine of a line as far as the rules look at it."""

from typing import NamedTuple

from medcheck.records import Match, Mention, Route, replace

ANY_MENTION = Mention(
    text="", start=0, end=0, ingredients=(), status="current", match=Match(name="", method="exact", score=100.0)
)  # fmt: skip


class Medicine(NamedTuple):
    """A medicine that is taken; ``strength`` is None where no rule asks for it."""

    ingredients: tuple[str, ...]
    drug_class: str | None
    route: Route | None
    strength: str | None


def as_mention(medicine: Medicine) -> Mention:
    """A mention that the rules take for this medicine."""
    return replace(ANY_MENTION, **medicine._asdict())
