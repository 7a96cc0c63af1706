"""The rows of the tables about CDS Hooks, which only the services for them ask for, and the database not."""

from typing import Literal, NamedTuple

from medcheck.knowledge.cells import Text, Texts


class HookServiceRow(NamedTuple):
    """A service: the hook it answers, which fields of the context hold its orders, and what it says of itself.

    ``selections`` is the field that names some of the orders. ``taken_already``: a medicine of an order is taken
    before it. ``lead`` begins the summary of its cards, before the names of the orders. Names of phrases of
    ``side_effect.csv`` stand in braces.
    """

    id: Text
    hook: Text
    orders: Texts
    selections: str
    taken_already: Literal["yes", "no"]
    lead: Text
    title: Text
    description: Text
    usage: Text


class HookPrefetchRow(NamedTuple):
    """What every service asks to be sent along; ``{laboratory_codes}`` are those of ``fhir/laboratory_codes.csv``."""

    key: Text
    holds: Literal["medicines", "allergies", "results"]
    template: Text


class OverrideReasonRow(NamedTuple):
    """A reason that somebody can give for passing over a card."""

    code: Text
    display: Text


class HookWordRow(NamedTuple):
    """A phrase of the cards."""

    key: Text
    words: Text
