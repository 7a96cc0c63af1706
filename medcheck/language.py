"""The words of lists and prescriptions in one language, as the tables of ``data/language`` hold them.

Functions that read a text get a :class:`Language` as a parameter; no module holds such words of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal, NamedTuple

from medcheck.records import Route, Status

Direction = Literal["forward", "backward", "bidirectional", "terminate"]
Scope = Literal["sentence", "next", "period", "reaction"]


class ContextRule(NamedTuple):
    """A phrase that says whether a medicine is taken.

    ``direction``: whether the medicine stands after the phrase (forward) or before it (backward).
    ``scope``: how far it reaches: over its sentence, to the next name only, over a period whose end must be named
    ("was on ... until May"), or to a medicine and the reaction to it.
    ``terminators``: words that end its reach, beside those that end the reach of every phrase.
    """

    words: tuple[str, ...]
    status: Status
    direction: Direction
    scope: Scope
    terminators: frozenset[str]


@dataclass(frozen=True, eq=False, repr=False)
class Language:
    """One set or table of words in each field; ``data/language/README.md`` says what each holds.

    A set of words is a field of the type ``frozenset[str]`` and has its rows in ``words.csv`` under the field's name.
    """

    # directions
    units: frozenset[str]
    microgram_units: frozenset[str]
    tablet_units: frozenset[str]
    unit_masses: Mapping[str, float]
    strength_units: frozenset[str]
    strength_denominators: frozenset[str]
    concentration_units: frozenset[str]
    percent_words: frozenset[str]
    per_words: frozenset[str]
    range_words: frozenset[str]
    run_on_units: frozenset[str]
    run_on_directions: frozenset[str]
    forms: Mapping[str, Route | None]
    decisive_forms: frozenset[str]
    short_forms: Mapping[str, str]
    weighed_form_beginnings: frozenset[str]
    frequencies: frozenset[str]
    number_words: frozenset[str]
    modifiers: frozenset[str]
    days_and_months: frozenset[str]
    instructions: frozenset[str]
    salts: frozenset[str]
    # items
    dotted_abbreviations: frozenset[str]
    forms_before_names: frozenset[str]
    orders_before_forms: frozenset[str]
    # headings
    headings: Mapping[str, Status]
    heading_signs: Mapping[str, Status]
    heading_fillers: frozenset[str]
    heading_periods: frozenset[str]
    words_beside_forms: frozenset[str]
    words_for_none: frozenset[str]
    table_columns: frozenset[str]
    allergy_columns: frozenset[str]
    # whether a medicine is taken
    context_rules: tuple[ContextRule, ...]
    terminators: frozenset[str]
    relatives: frozenset[str]
    relatives_verbs: frozenset[str]
    relatives_possessive: frozenset[str]
    orders_to_stop: frozenset[str]
    conditions: frozenset[str]
    other_things_stopped: frozenset[str]
    inside_cues: frozenset[str]
    period_ends: frozenset[str]
    plural_words: frozenset[str]
    singular_words: frozenset[str]
    pronouns: frozenset[str]
    auxiliaries: frozenset[str]
    between_name_and_cue: frozenset[str]
    between_cue_and_name: frozenset[str]
    between_name_and_reaction: frozenset[str]
    after_reaction: frozenset[str]
    arrows: frozenset[str]
    actors: frozenset[str]
    owners: frozenset[str]
    other_owners: frozenset[str]
    course_words: frozenset[str]
    time_or_reason_words: frozenset[str]
    replacement_prepositions: frozenset[str]

    @cached_property
    def sig_words(self) -> frozenset[str]:
        """Every word of directions; none of them is ever a medicine's name."""
        return frozenset().union(
            self.units,
            self.forms,
            self.frequencies,
            self.number_words,
            self.modifiers,
            self.days_and_months,
            self.instructions,
        )

    @cached_property
    def salts_not_units(self) -> frozenset[str]:
        """The salts that are no unit too ("g")."""
        return self.salts - self.units

    @cached_property
    def dose_words(self) -> frozenset[str]:
        """What may stand after the number of a dose; not "on": "potassium 3.1 on indapamide" is a value."""
        return (self.units.union(self.forms, self.frequencies) | {"%"}) - {"on"}

    @cached_property
    def no_names(self) -> frozenset[str]:
        """Every word of directions, of salts, of phrases and of headings: none of them is a name."""
        return self.sig_words | self.salts | self.phrase_words

    @cached_property
    def heading_words(self) -> frozenset[str]:
        """The words that headings are made of beside the known ones: signs, and what stands between them."""
        return self.heading_fillers.union(self.heading_signs)

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """Every word of a phrase about taking, but for what relatives do."""
        own = (rule.words for rule in self.context_rules if rule.words[0] not in self.relatives)
        return frozenset(word for words in own for word in words)

    @cached_property
    def phrase_words(self) -> frozenset[str]:
        """Every word of a phrase about taking, of a heading, or of the head of a table: none of them is a medicine."""
        in_headings = frozenset(word for heading in self.headings for word in heading.split())
        return self.cue_words | self.heading_words | self.table_columns | in_headings

    @cached_property
    def rules_by_first_word(self) -> Mapping[str, tuple[ContextRule, ...]]:
        """The context rules by the word they begin with, longest first."""
        by_first: dict[str, list[ContextRule]] = {}
        for rule in sorted(self.context_rules, key=lambda rule: -len(rule.words)):
            by_first.setdefault(rule.words[0], []).append(rule)
        return {word: tuple(rules) for word, rules in by_first.items()}


# The fields that are simple sets: each has its rows in words.csv, but for the two that are columns of other tables.
SETS = tuple(
    field.name
    for field in fields(Language)
    if field.type == frozenset[str] and field.name not in ("decisive_forms", "terminators")
)
