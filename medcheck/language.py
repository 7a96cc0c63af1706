"""The words of lists and prescriptions in one language, as the tables of ``data/language`` hold them.

Functions that read a text get a :class:`Language` as a parameter; no module holds such words of its own.
"""

from collections.abc import Callable, KeysView, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from medcheck.records import Route

Direction = Literal["forward", "backward", "bidirectional"]
Form = Literal["base", "present", "past", "ing", "state", "modal", "arrow", ""]
# What a column of a table of medicines holds.
ColumnRole = Literal[
    "medicine", "dose", "status", "answer", "start", "end", "issued", "reason", "reaction", "severity", "comment",
    "occasion", "other",
]  # fmt: skip


class ContextCue(NamedTuple):
    """Words that speak of taking, stopping, refusing ...; :mod:`medcheck.context.compose` says what they come to.

    ``category``: the act or modifier that they are. ``form``: of a verb, or ``state`` for a phrase that says all by
    itself. ``direction``: whether the medicine stands after them (forward) or before them (backward).
    ``scope``: how firmly they say it, see data/language/README.md.
    """

    words: tuple[str, ...]
    category: str
    form: str
    direction: str
    scope: str


class CuesByFirstWord(dict[str, Mapping[str, Sequence[ContextCue]]]):
    """The context cues by the word they begin with and the one after it (or ""), longest first.

    A text has few of their first words and there are some thousand cues, so those of a word are made when it is met.
    ``rows``: for each first word the cells of its cues in a row, separated by tabs.
    """

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = rows

    @property
    def first_words(self) -> KeysView[str]:
        """The words that a cue begins with."""
        return self._rows.keys()

    def __missing__(self, word: str) -> Mapping[str, Sequence[ContextCue]]:
        made = self[word] = _by_second_word(self._rows[word].split("\t"))
        return made

    def get(self, word: str, default: Any = None) -> Any:
        """The cues that begin with a word; asked for every word of a text, most of which begin none."""
        return self[word] if word in self._rows else default

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    def __len__(self) -> int:
        return len(self._rows)


def _by_second_word(cells: Sequence[str]) -> Mapping[str, Sequence[ContextCue]]:
    by_second: dict[str, list[ContextCue]] = {}
    columns = len(ContextCue._fields)
    for at in range(0, len(cells), columns):
        cue, *others = cells[at : at + columns]
        words = tuple(cue.split(" "))
        by_second.setdefault(words[1] if len(words) > 1 else "", []).append(ContextCue(words, *others))
    for cues in by_second.values():
        cues.sort(key=lambda cue: -len(cue.words))
    return by_second


class AnalyteName(NamedTuple):
    """What a name in a laboratory result stands for; ``symbol`` is how a chemical symbol is written, else "".

    ``dose``: what a whole number without a unit may count where the name is also that of something taken: tablets
    (``count``) or units. ``head`` and ``second`` are the first tokens of the name; ``spaced``: white space may stand
    inside it.
    """

    analyte: str
    symbol: str
    dose: str
    head: str
    second: str
    spaced: bool


class Language:
    """One set or table of words in each field; ``data/language/README.md`` says what each holds.

    A set of words is a field of the type ``frozenset[str]`` and has its rows in ``words.csv`` under the field's name.
    A field is made by ``read``, from its name, when it is first asked for: no start needs them all.
    """

    # directions
    units: frozenset[str]
    microgram_units: frozenset[str]
    tablet_units: frozenset[str]
    unit_masses: Mapping[str, float]
    period_days: Mapping[str, float]
    number_values: Mapping[str, float]
    settling: Mapping[str, Sequence[tuple[str, str]]]
    country_words: Mapping[str, Sequence[str]]
    strength_units: frozenset[str]
    strength_denominators: frozenset[str]
    concentration_units: frozenset[str]
    percent_words: frozenset[str]
    per_words: frozenset[str]
    range_words: frozenset[str]
    run_on_units: frozenset[str]
    run_on_directions: frozenset[str]
    register_prefixes: frozenset[str]
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
    words_before_forms: frozenset[str]
    # headings
    headings: Mapping[str, str]  # the whole of a heading
    heading_words: Mapping[str, str]
    words_for_none: frozenset[str]
    table_columns: frozenset[str]
    allergy_columns: frozenset[str]
    # whether a word is a medicine
    function_words: frozenset[str]
    governing_words: frozenset[str]
    weak_governing_words: frozenset[str]
    places_of_storage: frozenset[str]
    place_prepositions: frozenset[str]
    before_place_prepositions: frozenset[str]
    during_words: frozenset[str]
    between_governor_and_name: frozenset[str]
    sure_directions: frozenset[str]
    articles: frozenset[str]
    other_endings: frozenset[str]
    word_prefixes: frozenset[str]
    verbs_of_handling: frozenset[str]
    between_name_and_result: frozenset[str]
    joining_words: frozenset[str]
    greetings: frozenset[str]
    farewells: frozenset[str]
    dose_units: frozenset[str]
    flow_units: frozenset[str]
    flow_denominators: frozenset[str]
    ingredient_endings: frozenset[str]
    measured_substances: frozenset[str]
    mostly_medicines: frozenset[str]
    organ_substances: frozenset[str]
    letters_of_days: frozenset[str]
    verbs_of_taking: frozenset[str]
    household_substances: frozenset[str]
    food_substances: frozenset[str]
    result_words: frozenset[str]
    result_units: frozenset[str]
    after_no_medicine: frozenset[str]
    medicine_heading_words: frozenset[str]
    other_heading_words: frozenset[str]
    # laboratory results
    analyte_names: Mapping[str, AnalyteName]  # by the name without blanks
    result_unit_names: Mapping[str, str]
    words_before_value: frozenset[str]
    words_for_low: frozenset[str]
    words_for_high: frozenset[str]
    words_for_normal: frozenset[str]
    less_than_words: frozenset[str]
    more_than_words: frozenset[str]
    not_measured_words: frozenset[str]
    other_specimens: frozenset[str]
    range_lead_words: frozenset[str]
    range_joints: frozenset[str]
    result_headings: frozenset[str]
    # names and what stands beside them
    metals: frozenset[str]
    introducing_words: frozenset[str]
    diagnosis_words: frozenset[str]
    prefixes_of_names: frozenset[str]
    masses: frozenset[str]
    salt_lookalikes: frozenset[str]
    device_words: frozenset[str]
    company_words: frozenset[str]
    titles: frozenset[str]
    name_particles: frozenset[str]
    short_form_doses: frozenset[str]
    words_after_clock: frozenset[str]
    words_after_device: frozenset[str]
    device_dose_units: frozenset[str]
    words_for_content: frozenset[str]
    words_before_member: frozenset[str]
    product_joints: frozenset[str]
    lone_product_joints: frozenset[str]
    expansion_marks: frozenset[str]
    ingredient_separators: frozenset[str]
    # whether a medicine is taken
    cues_by_first_word: CuesByFirstWord
    cue_words: frozenset[str]
    short_cue_words: frozenset[str]
    phrase_words: frozenset[str]  # of a cue, of a heading or of the head of a table: none of them is a medicine
    column_roles: Mapping[str, ColumnRole]
    status_codes: Mapping[str, str]
    legend_words: frozenset[str]
    letters_for_times: frozenset[str]
    words_for_going_on: frozenset[str]
    tail_prepositions: frozenset[str]
    cue_fillers: frozenset[str]
    turning_words: frozenset[str]
    causing_words: frozenset[str]
    end_date_words: frozenset[str]
    issue_date_words: frozenset[str]
    document_date_words: frozenset[str]
    course_prepositions: frozenset[str]
    course_words: frozenset[str]
    conditions: frozenset[str]
    inside_cues: frozenset[str]
    ingredients_given_once: frozenset[str]
    ingredients_of_emergencies: frozenset[str]
    forms_of_dentists: frozenset[str]
    words_of_care: frozenset[str]
    words_of_use: frozenset[str]
    words_for_would: frozenset[str]
    words_for_option: frozenset[str]
    words_for_suitable: frozenset[str]
    words_for_food: frozenset[str]
    words_for_keeping_apart: frozenset[str]
    people_elsewhere: frozenset[str]
    words_for_keeping: frozenset[str]
    words_for_so_long: frozenset[str]
    words_for_episodes: frozenset[str]
    words_before_person: frozenset[str]
    verbs_of_illness: frozenset[str]
    words_after_sensitive: frozenset[str]
    words_for_adjoining_allergy: frozenset[str]
    words_for_had: frozenset[str]
    words_for_ordering: frozenset[str]
    words_for_other_doses: frozenset[str]
    words_of_households: frozenset[str]
    words_for_outcome: frozenset[str]
    words_for_treated: frozenset[str]
    words_for_under_way: frozenset[str]
    words_for_back_then: frozenset[str]
    ages_of_youth: frozenset[str]
    longer_periods: frozenset[str]
    words_for_having_had: frozenset[str]
    words_for_a_course: frozenset[str]
    verbs_of_past_use: frozenset[str]
    words_before_single_use: frozenset[str]
    words_for_supplies: frozenset[str]
    beginnings_of_substituting: frozenset[str]
    ingredients_given_at_intervals: frozenset[str]
    parts_of_a_day: frozenset[str]
    names_of_days: frozenset[str]
    words_for_yet: frozenset[str]
    verbs_of_failing: frozenset[str]
    nouns_of_failing: frozenset[str]
    people_as_family_says: frozenset[str]
    people_cared_for: frozenset[str]
    words_for_unused: frozenset[str]
    words_for_mild: frozenset[str]
    words_after_mild: frozenset[str]
    manners_of_taking: frozenset[str]
    phrases_for_at_hand: frozenset[str]
    words_for_therefore: frozenset[str]
    verbs_of_knowing: frozenset[str]
    nouns_of_talk: frozenset[str]
    verbs_of_talk: frozenset[str]
    words_of_worry: frozenset[str]
    words_of_telling: frozenset[str]
    words_for_treating: frozenset[str]
    words_of_no_change: frozenset[str]
    words_for_neither: frozenset[str]
    phrases_for_this_order: frozenset[str]
    words_after_course_name: frozenset[str]
    words_for_passing: frozenset[str]
    words_for_dying: frozenset[str]
    words_of_no_time: frozenset[str]
    events_that_end: frozenset[str]
    words_of_an_event: frozenset[str]
    places_of_care: frozenset[str]
    places_of_giving: frozenset[str]
    words_before_occasion: frozenset[str]
    forms_of_a_single_use: frozenset[str]
    words_before_year_of_use: frozenset[str]
    words_for_running_short: frozenset[str]
    verbs_of_carers: frozenset[str]
    words_for_a_stretch: frozenset[str]
    words_of_own_clause: frozenset[str]
    people_who_give: frozenset[str]
    nouns_of_excuse: frozenset[str]
    words_for_left: frozenset[str]
    words_of_lacking: frozenset[str]
    words_for_supplying: frozenset[str]
    words_for_whether: frozenset[str]
    words_of_the_writer: frozenset[str]
    words_for_the_writer: frozenset[str]
    words_for_provocation: frozenset[str]
    words_for_the_rest: frozenset[str]
    words_for_on: frozenset[str]
    words_before_next: frozenset[str]
    words_for_review: frozenset[str]
    words_for_that: frozenset[str]
    words_of_starting: frozenset[str]
    words_for_late: frozenset[str]
    causing_words_now: frozenset[str]
    complaints_of_takers: frozenset[str]
    words_of_guessing: frozenset[str]
    words_for_fewer: frozenset[str]
    words_of_altering: frozenset[str]
    words_of_having: frozenset[str]
    words_of_degree: frozenset[str]
    words_beside_objects: frozenset[str]
    verbs_before_on: frozenset[str]
    phrases_of_cause: frozenset[str]
    words_of_early_supply: frozenset[str]
    verbs_of_offering: frozenset[str]
    words_of_proposal: frozenset[str]
    words_for_granted: frozenset[str]
    words_for_a_visit: frozenset[str]
    words_asking_how: frozenset[str]
    phrases_of_taking_how: frozenset[str]
    verbs_of_a_new_dose: frozenset[str]
    years_without_end: frozenset[str]
    heads_of_change: frozenset[str]
    heads_of_taking: frozenset[str]
    heads_of_codes: frozenset[str]
    heads_of_doses: frozenset[str]
    heads_of_supply: frozenset[str]
    heads_of_side_effects: frozenset[str]
    labels_of_one_medicine: frozenset[str]
    words_for_alone: frozenset[str]
    words_for_allergy: frozenset[str]
    words_for_running: frozenset[str]
    words_for_injecting: frozenset[str]
    words_before_rate: frozenset[str]
    rate_units: frozenset[str]
    rescue_ingredients: frozenset[str]
    companions_of_once: frozenset[str]
    words_for_cultures: frozenset[str]
    words_for_reporting: frozenset[str]
    period_ends: frozenset[str]
    plural_words: frozenset[str]
    singular_words: frozenset[str]
    pronouns: frozenset[str]
    between_name_and_cue: frozenset[str]
    between_cue_and_name: frozenset[str]
    between_name_and_reaction: frozenset[str]
    actors: frozenset[str]
    time_or_reason_words: frozenset[str]
    replacement_prepositions: frozenset[str]
    words_for_should: frozenset[str]
    causative_words: frozenset[str]
    words_for_recent: frozenset[str]
    words_for_relief: frozenset[str]
    words_for_regular: frozenset[str]
    tick_marks: frozenset[str]
    words_for_ticks: frozenset[str]
    answers_yes: frozenset[str]
    words_for_not: frozenset[str]
    # words beside a cue
    adjectives_of_the_past: frozenset[str]
    adverb_endings: frozenset[str]
    beginnings_of_hours: frozenset[str]
    beginnings_of_replacing: frozenset[str]
    beginnings_with_ph: frozenset[str]
    brand_words: frozenset[str]
    conditions_before_cue: frozenset[str]
    conditions_before_name: frozenset[str]
    conditions_of_start: frozenset[str]
    cues_of_many_meanings: frozenset[str]
    determiners: frozenset[str]
    doubting_phrases: frozenset[str]
    example_words: frozenset[str]
    heads_after_change: frozenset[str]
    heads_before_change: frozenset[str]
    hypothetical_words: frozenset[str]
    occasions_of_once: frozenset[str]
    once_phrases: frozenset[str]
    ordinal_endings: frozenset[str]
    part_words: frozenset[str]
    participle_endings: frozenset[str]
    participles_of_taking: frozenset[str]
    passive_auxiliaries: frozenset[str]
    patient_pronouns: frozenset[str]
    period_units: frozenset[str]
    phrases_of_going_on: frozenset[str]
    phrases_of_indecision: frozenset[str]
    nouns_of_the_end: frozenset[str]
    words_for_eking: frozenset[str]
    words_for_around: frozenset[str]
    phrases_of_request: frozenset[str]
    phrases_of_present: frozenset[str]
    words_of_rarely: frozenset[str]
    words_of_leave: frozenset[str]
    words_of_long_use: frozenset[str]
    phrases_of_supply: frozenset[str]
    plural_only_if_ended: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    words_before_circumstances: frozenset[str]
    reactions_like_side_effect: frozenset[str]
    recent_days: frozenset[str]
    days_to_come: frozenset[str]
    denials_at_the_end: frozenset[str]
    relative_pronouns: frozenset[str]
    replacement_particles: frozenset[str]
    routes_of_once: frozenset[str]
    routes_of_others: frozenset[str]
    units_of_others: frozenset[str]
    seasons: frozenset[str]
    severity_words: frozenset[str]
    states_of_illness: frozenset[str]
    subjects_of_taking: frozenset[str]
    tablet_letters: frozenset[str]
    time_prepositions: frozenset[str]
    words_after_list: frozenset[str]
    words_after_reaction: frozenset[str]
    words_before_clause_of_cue: frozenset[str]
    words_before_object: frozenset[str]
    words_between_clauses: frozenset[str]
    words_for_a_part: frozenset[str]
    words_for_administered: frozenset[str]
    words_for_about: frozenset[str]
    words_for_above: frozenset[str]
    words_for_after: frozenset[str]
    words_for_ago: frozenset[str]
    words_for_at: frozenset[str]
    words_for_by: frozenset[str]
    words_for_and: frozenset[str]
    words_for_be: frozenset[str]
    words_for_before: frozenset[str]
    words_for_borrowing: frozenset[str]
    words_for_benefit: frozenset[str]
    words_for_but: frozenset[str]
    words_for_carrying: frozenset[str]
    words_for_complete: frozenset[str]
    words_for_containers: frozenset[str]
    words_for_day: frozenset[str]
    words_for_delaying: frozenset[str]
    words_for_discharge: frozenset[str]
    words_for_for: frozenset[str]
    words_for_from: frozenset[str]
    words_for_going_home: frozenset[str]
    labels_of_course: frozenset[str]
    labels_of_givers: frozenset[str]
    labels_of_giving: frozenset[str]
    labels_of_a_log: frozenset[str]
    labels_of_treatment: frozenset[str]
    words_for_repeating: frozenset[str]
    heads_of_outcomes: frozenset[str]
    words_for_nights: frozenset[str]
    signs_of_a_trial: frozenset[str]
    words_for_bearing: frozenset[str]
    words_for_every: frozenset[str]
    phrases_for_first: frozenset[str]
    words_of_ordering: frozenset[str]
    words_of_firm_orders: frozenset[str]
    subjects_of_orders: frozenset[str]
    words_of_waiting: frozenset[str]
    words_of_waiting_for: frozenset[str]
    words_of_readiness: frozenset[str]
    words_of_clearance: frozenset[str]
    words_for_courses: frozenset[str]
    words_of_giving: frozenset[str]
    words_for_operations: frozenset[str]
    words_beside_operations: frozenset[str]
    words_after_operations: frozenset[str]
    words_for_given_once: frozenset[str]
    words_for_givers: frozenset[str]
    words_for_have: frozenset[str]
    words_for_intolerance: frozenset[str]
    words_for_having: frozenset[str]
    words_for_if: frozenset[str]
    words_for_in: frozenset[str]
    words_for_last: frozenset[str]
    words_for_lately: frozenset[str]
    words_for_lists: frozenset[str]
    words_for_a_change: frozenset[str]
    words_for_missing: frozenset[str]
    prepositions_of_lists: frozenset[str]
    words_for_wanting: frozenset[str]
    words_for_one_time: frozenset[str]
    words_before_example: frozenset[str]
    kinds_of_medicine: frozenset[str]
    words_for_later: frozenset[str]
    words_for_mistake: frozenset[str]
    words_for_need: frozenset[str]
    words_for_next: frozenset[str]
    words_for_nor: frozenset[str]
    auxiliaries_of_present: frozenset[str]
    visits_to_come: frozenset[str]
    words_for_now: frozenset[str]
    words_for_off: frozenset[str]
    words_for_once: frozenset[str]
    words_for_or: frozenset[str]
    words_for_own: frozenset[str]
    words_for_restarting: frozenset[str]
    verbs_of_saying: frozenset[str]
    words_for_records: frozenset[str]
    words_for_since: frozenset[str]
    words_for_single_dose: frozenset[str]
    words_for_swapped: frozenset[str]
    words_for_the: frozenset[str]
    words_for_the_same: frozenset[str]
    words_for_then: frozenset[str]
    words_for_to: frozenset[str]
    conjunctions_of_reason: frozenset[str]
    negations: frozenset[str]
    particles: frozenset[str]
    prepositions_of_other_object: frozenset[str]
    words_for_of: frozenset[str]
    words_for_planning: frozenset[str]
    words_for_prescribing: frozenset[str]
    words_for_tests: frozenset[str]
    words_for_unrelated: frozenset[str]
    words_of_condition: frozenset[str]
    words_of_joining: frozenset[str]
    words_of_reason: frozenset[str]
    words_for_other_source: frozenset[str]
    words_for_some: frozenset[str]
    words_for_without: frozenset[str]
    words_of_cause: frozenset[str]
    words_for_as: frozenset[str]
    words_before_going_on: frozenset[str]
    words_for_findings: frozenset[str]
    words_of_identity: frozenset[str]
    words_of_interaction: frozenset[str]
    words_of_belonging: frozenset[str]
    words_for_also: frozenset[str]
    words_for_done: frozenset[str]
    words_for_supplier: frozenset[str]
    words_for_ended: frozenset[str]
    words_for_exception: frozenset[str]
    words_for_these_days: frozenset[str]
    words_for_trouble: frozenset[str]
    words_for_until: frozenset[str]
    words_for_vaccines: frozenset[str]
    words_for_using: frozenset[str]
    words_for_was: frozenset[str]
    words_for_while: frozenset[str]
    words_for_will: frozenset[str]
    words_for_with: frozenset[str]
    words_of_manner: frozenset[str]
    words_of_sequence: frozenset[str]
    words_beside_forms: frozenset[str]
    source_prepositions: frozenset[str]
    answers_no: frozenset[str]
    exception_words: frozenset[str]

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    if not TYPE_CHECKING:  # or mypy would take any name for a field

        def __getattr__(self, name: str) -> Any:
            if name not in Language.__annotations__:
                raise AttributeError(f"no field of a language: {name}")
            return self.__dict__.setdefault(name, self._read(name))

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
    def words_without_content(self) -> frozenset[str]:
        """Every word of grammar and directions: none of them is the subject or object of a verb."""
        return self.sig_words.union(
            self.salts, self.cue_fillers, self.between_name_and_cue, self.between_cue_and_name, self.pronouns,
            self.patient_pronouns, self.actors, self.determiners, self.prepositions, self.time_or_reason_words,
            self.passive_auxiliaries, self.period_units, self.turning_words,
        )  # fmt: skip

    @cached_property
    def salts_not_units(self) -> frozenset[str]:
        """The salts that are no unit too ("g")."""
        return self.salts - self.units

    @cached_property
    def words_beside_single_use(self) -> frozenset[str]:
        """The words of which a text has one that says by a time that something was taken once (or "5/7")."""
        return self.verbs_of_past_use.union(
            self.words_for_a_course,
            self.forms_of_a_single_use,
            self.words_for_so_long,
            self.words_before_year_of_use,
            self.signs_of_a_trial,
        )

    @cached_property
    def salts_without_value(self) -> frozenset[str]:
        """The salts that do not stand between what was measured and its value."""
        return self.salts.difference(
            self.words_before_value, self.words_for_low, self.words_for_high, self.words_for_normal,
            self.less_than_words, self.more_than_words, self.range_lead_words,
        )  # fmt: skip

    @cached_property
    def dose_words(self) -> frozenset[str]:
        """What may stand after the number of a dose; not "on": "potassium 3.1 on indapamide" is a value."""
        return (self.units.union(self.forms, self.frequencies) | {"%"}) - {"on"}

    @cached_property
    def analyte_heads(self) -> Mapping[str, frozenset[str]]:
        """The first tokens of all names of laboratory results, each with those that may follow, "" for none."""
        heads: dict[str, set[str]] = {}
        for name in self.analyte_names.values():
            heads.setdefault(name.head, set()).add(name.second)
        return {head: frozenset(seconds) for head, seconds in heads.items()}

    @cached_property
    def no_names(self) -> frozenset[str]:
        """Every word of directions, of salts, of phrases and of headings: none of them is a name."""
        return self.sig_words | self.salts | self.phrase_words

    @cached_property
    def heading_phrases(self) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
        """The words and phrases of headings by their first word, the longest first, each with what it says."""
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, says in sorted(self.heading_words.items(), key=lambda row: -len(row[0].split())):
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, says))
        return by_first


FIELDS = tuple(Language.__annotations__)
# The sets that are made of the rows of other tables when the database is built.
_MADE = {"decisive_forms", "phrase_words", *(name for name in FIELDS if name.endswith("cue_words"))}
# The other fields that are simple sets: each has its rows in words.csv.
SETS = tuple(name for name, kind in Language.__annotations__.items() if kind == frozenset[str] and name not in _MADE)
