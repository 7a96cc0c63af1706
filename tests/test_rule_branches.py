"""The rules on records made by hand: both sides of every limit and of every condition."""

from dataclasses import replace
from typing import Any

import pytest

from medcheck.knowledge.clinical import Clinical
from medcheck.knowledge.combination_grammar import parse
from medcheck.knowledge.result_grammar import Condition
from medcheck.knowledge.result_grammar import parse as parse_result
from medcheck.records import Because, Match, Mention, Result, Status
from medcheck.results.read import FoundResult
from medcheck.rules.alerts import alerts, meets
from medcheck.rules.combination_matching import (
    Taken,
    medicines_taken,
    met_by,
    tags_of_terms,
    taken,
    terms_beside_a_cause,
)
from medcheck.rules.combinations import combinations
from medcheck.rules.findings import Association, associated, findings
from medcheck.rules.questions import questions
from medcheck.rules.reactions import asks_for_reaction, met_by_reaction
from medcheck.rules.still_explaining import may_still_explain


def mention(*ingredients: str, status: Status = "current", **fields: Any) -> Mention:
    name = " / ".join(ingredients) or "a kind"
    given = {"match": Match(name=name, method="exact", score=100.0), **fields}
    return Mention(text=name, start=0, end=len(name), ingredients=ingredients, status=status, **given)


def taking(ingredient: str, *tags: str, class_id: str = "", **fields: Any) -> Taken:
    one = mention(*([ingredient] if ingredient else []), **fields)
    return Taken(ingredient, one, frozenset({f"ingredient:{ingredient}", *tags}), class_id)


def found(name: str, *values: float, **fields: Any) -> FoundResult:
    result = {key: fields.pop(key) for key in ("flag", "beyond", "date") if key in fields}
    record = {"unit": None, "flag": None, "text": name, "start": 0, "end": 1, **result}
    first = values[0] if values else 0.0
    given = {"times_upper": None, "superseded": False, **fields}
    return FoundResult(0, 1, Result(name=name, value=first, **record), values, **given)


# --- a condition on a value -------------------------------------------------------------------------------------------

CONDITIONS: list[tuple[str, FoundResult, bool]] = [
    ("potassium low", found("potassium", 3.1, flag="low"), True),
    ("potassium low", found("potassium", 3.1, flag="high"), False),
    ("potassium low", found("potassium", 3.1), False),
    ("potassium low", found("sodium", 3.1, flag="low"), False),
    ("potassium|sodium low", found("sodium", 3.1, flag="low"), True),
    *(
        (f"potassium {sign}3", found("potassium", value), value in holds)
        for sign, holds in (("<", (2.9,)), ("<=", (2.9, 3.0)), (">", (3.1,)), (">=", (3.0, 3.1)))
        for value in (2.9, 3.0, 3.1)
    ),
    # what is beyond the range that is measured meets no limit on its other side
    ("potassium <3", found("potassium", 2.0, beyond="<"), True),
    ("potassium <3", found("potassium", 2.0, beyond=">"), False),
    ("potassium >=6", found("potassium", 7.0, beyond=">"), True),
    ("potassium >=6", found("potassium", 7.0, beyond="<"), False),
    # whichever of its possible units it is in
    ("potassium <3", found("potassium", 2.0, 2.9), True),
    ("potassium <3", found("potassium", 2.0, 3.1), False),
    ("potassium <3", found("potassium"), False),
    # multiples of the upper limit
    ("creatine kinase >10x", found("creatine kinase", 1.0, times_upper=10.1), True),
    ("creatine kinase >10x", found("creatine kinase", 99.0, times_upper=10.0), False),
    ("creatine kinase >=10x", found("creatine kinase", 1.0, times_upper=10.0), True),
    ("creatine kinase >10x", found("creatine kinase", 99.0, times_upper=None), False),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CONDITIONS)
def test_a_value_meets_a_condition(cell: str, value: FoundResult, expected: bool) -> None:
    assert meets(parse_result(cell), value) is expected


def test_a_flag_is_asked_for_before_a_limit() -> None:
    condition = Condition(("potassium",), "low", "<", 3.0, False)
    assert meets(condition, found("potassium", 9.0, flag="low"))


# --- alerts -----------------------------------------------------------------------------------------------------------


def alerted(clinical: Clinical, results: list[FoundResult], *mentions: Mention) -> list[tuple[str, tuple[int, ...]]]:
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    return [(alert.id, alert.results) for alert in alerts(results, mentions, medicines, clinical)]


LOW = {"flag": "low"}


def test_no_value_no_alert(clinical: Clinical) -> None:
    assert alerted(clinical, [], mention("furosemide")) == []


def test_a_value_that_a_later_one_supersedes_is_not_counted(clinical: Clinical) -> None:
    low = found("potassium", 2.4, **LOW)
    assert alerted(clinical, [low]) == [("potassium-critical-low", (0,))]
    assert alerted(clinical, [low._replace(superseded=True)]) == []
    assert alerted(clinical, [low._replace(superseded=True), low]) == [("potassium-critical-low", (1,))]


@pytest.mark.parametrize(
    ("dates", "counted"),
    [
        (("2024-01-01", "2024-01-02"), (1,)),
        (("2024-01-02", "2024-01-01"), (0,)),
        (("2024-01-02", "2024-01-02"), (0, 1)),
        ((None, "2024-01-02"), (0, 1)),
        ((None, None), (0, 1)),
    ],
)
def test_the_last_day_counts_where_all_bear_a_date(
    clinical: Clinical, dates: tuple[str | None, ...], counted: tuple[int, ...]
) -> None:
    values = [found("potassium", 2.4, date=date, **LOW) for date in dates]
    assert alerted(clinical, values) == [("potassium-critical-low", counted)]


def test_the_last_day_is_that_of_the_same_analyte(clinical: Clinical) -> None:
    values = [
        found("potassium", 2.4, date="2024-01-01", **LOW),
        found("sodium", 118.0, date="2024-01-02", **LOW),
    ]
    assert alerted(clinical, values) == [("potassium-critical-low", (0,)), ("sodium-critical-low", (1,))]


def test_an_alert_names_each_medicine_once_in_order_and_all_its_mentions(clinical: Clinical) -> None:
    mentions = [
        mention("paracetamol"),
        mention("indapamide"),
        mention("furosemide"),
        mention("furosemide", strength="40 mg"),
    ]
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    (alert,) = alerts([found("potassium", 3.1, **LOW)], mentions, medicines, clinical)
    assert (alert.id, alert.ingredients, alert.mentions) == (
        "potassium-low-medicine",
        ("furosemide", "indapamide"),
        (1, 2, 3),
    )


def test_an_alert_of_a_kind_of_medicine_has_the_name_of_its_class(clinical: Clinical) -> None:
    mentions = [mention(drug_class="loop-diuretic")]
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    (alert,) = alerts([found("potassium", 3.1, **LOW)], mentions, medicines, clinical)
    assert (alert.ingredients, alert.mentions) == ((clinical.classes["loop-diuretic"].name,), (0,))


# --- what is taken, and what it counts as -----------------------------------------------------------------------------


def names(medicines: list[Taken]) -> list[str]:
    return [medicine.ingredient or medicine.class_id for medicine in medicines]


def tags_of(clinical: Clinical, *mentions: Mention) -> list[frozenset[str]]:
    return [one.tags for one in medicines_taken(mentions, associated(mentions, clinical), clinical)]


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("current", True),
        ("as_needed", True),
        ("unclear", True),
        ("held", False),
        ("stopped", False),
        ("allergy", False),
        ("not_taken", False),
    ],
)
def test_what_counts_as_taken(clinical: Clinical, status: Status, counts: bool) -> None:
    one = mention("furosemide", status=status)
    assert len(medicines_taken([one], associated([one], clinical), clinical)) == counts
    assert len(findings(associated([one], clinical), clinical)) == counts


def test_a_medicine_counts_as_its_name_its_groups_its_class_and_its_role(clinical: Clinical) -> None:
    (furosemide,) = tags_of(clinical, mention("furosemide"))
    assert {"ingredient:furosemide", "class:loop-diuretic", "role:cause"} <= furosemide
    (ibuprofen,) = tags_of(clinical, mention("ibuprofen"))
    assert {"ingredient:ibuprofen", "group:nsaid"} <= ibuprofen
    assert not any(tag.startswith(("class:", "role:")) for tag in ibuprofen)


def test_a_kind_of_medicine_counts_where_it_is_associated_alone(clinical: Clinical) -> None:
    (diuretic,) = tags_of(clinical, mention(drug_class="loop-diuretic"))
    assert {"class:loop-diuretic", "role:cause"} <= diuretic
    assert tags_of(clinical, mention(drug_class="no such class")) == []


def test_the_class_of_a_medicine_given_otherwise_is_counted_beside_its_own(clinical: Clinical) -> None:
    (inhaled,) = tags_of(clinical, mention("salbutamol", route="inhaled"))
    (oral,) = tags_of(clinical, mention("salbutamol", route="oral"))
    own = {tag for tag in inhaled if tag.startswith("class:")}
    assert own < {tag for tag in oral if tag.startswith("class:")}


def test_a_medicine_listed_again_alike_counts_once_and_otherwise_twice(clinical: Clinical) -> None:
    one = mention("furosemide", strength="40 mg", route="oral")
    assert len(tags_of(clinical, one, one, replace(one, start=50, end=60))) == 1
    assert len(tags_of(clinical, one, replace(one, strength="80 mg"))) == 2
    assert len(tags_of(clinical, one, replace(one, route="injection"))) == 2


def test_each_ingredient_of_a_product_is_taken() -> None:
    both = taken([mention("ibuprofen", "famotidine")], [], {"ibuprofen": frozenset({"nsaid"})})
    assert [(one.ingredient, one.tags) for one in both] == [
        ("ibuprofen", frozenset({"ingredient:ibuprofen", "group:nsaid"})),
        ("famotidine", frozenset({"ingredient:famotidine"})),
    ]


def test_an_associated_medicine_without_a_class_is_a_class_of_its_own() -> None:
    entry = Association("quinine", None, None, (0,))
    (one,) = taken([mention("quinine")], [entry], {})
    assert one.class_id == "quinine"
    assert "class:quinine" in one.tags


# --- which medicines meet what a combination needs --------------------------------------------------------------------

SIMVASTATIN_40 = taking("simvastatin", "class:statin", "role:cause", class_id="statin", strength="40 mg")
FUROSEMIDE = taking("furosemide", "class:loop", "role:cause", class_id="loop", route="oral")
BUMETANIDE = taking("bumetanide", "class:loop", "role:cause", class_id="loop")
IBUPROFEN_GEL = taking("ibuprofen", "group:nsaid", route="topical")
NAPROXEN = taking("naproxen", "group:nsaid")
DIURETIC = taking("", "class:loop", "role:cause", class_id="loop")
EVERY = [SIMVASTATIN_40, FUROSEMIDE, BUMETANIDE, IBUPROFEN_GEL, NAPROXEN]


@pytest.mark.parametrize(
    ("needs", "medicines", "expected"),
    [
        ("simvastatin + furosemide", EVERY, ["simvastatin", "furosemide"]),
        ("simvastatin + amlodipine", EVERY, []),
        ("amlodipine + simvastatin", EVERY, []),
        ("amlodipine|simvastatin + furosemide", EVERY, ["simvastatin", "furosemide"]),
        ("class:loop + simvastatin", EVERY, ["furosemide", "simvastatin", "bumetanide"]),
        # one medicine meets one term only
        ("furosemide + class:loop", [FUROSEMIDE], []),
        ("furosemide + class:loop", [FUROSEMIDE, BUMETANIDE], ["furosemide", "bumetanide"]),
        ("furosemide + furosemide", [FUROSEMIDE, FUROSEMIDE], []),
        # a limit of the dose: over it, or not said
        ("simvastatin>20mg + furosemide", EVERY, ["simvastatin", "furosemide"]),
        ("simvastatin>40mg + furosemide", EVERY, []),
        ("simvastatin>39.9mg + furosemide", EVERY, ["simvastatin", "furosemide"]),
        ("bumetanide>5mg + furosemide", EVERY, ["bumetanide", "furosemide"]),
        # a route: one of them, or not said
        ("group:nsaid@oral,injection + furosemide", EVERY, ["naproxen", "furosemide"]),
        ("group:nsaid@topical + furosemide", [IBUPROFEN_GEL, FUROSEMIDE], ["ibuprofen", "furosemide"]),
        # two of one class are one reason, where any medicine of a role would do
        ("role:cause + role:cause", [FUROSEMIDE, BUMETANIDE], []),
        ("role:cause + role:cause", [FUROSEMIDE, SIMVASTATIN_40], ["furosemide", "simvastatin"]),
        ("role:cause + class:loop", [FUROSEMIDE, BUMETANIDE], ["furosemide", "bumetanide"]),
        # a kind of medicine is known by its class
        ("class:loop + simvastatin", [DIURETIC, SIMVASTATIN_40], ["loop", "simvastatin"]),
    ],
)
def test_which_medicines_meet_the_terms(needs: str, medicines: list[Taken], expected: list[str]) -> None:
    assert sorted(names(met_by(parse(needs), medicines, {"mg": 1.0}))) == sorted(expected)


@pytest.mark.parametrize(
    ("needs", "tags", "expected"),
    [
        ("furosemide + digoxin", {"ingredient:furosemide", "ingredient:digoxin"}, True),
        ("furosemide + digoxin", {"ingredient:furosemide"}, False),
        ("furosemide + digoxin", {"ingredient:digoxin"}, False),
        ("furosemide|class:loop + digoxin", {"class:loop", "ingredient:digoxin"}, True),
    ],
)
def test_most_combinations_are_ruled_out_by_tags(needs: str, tags: set[str], expected: bool) -> None:
    assert all(of_term & tags for of_term in tags_of_terms(parse(needs))) is expected


def test_what_is_taken_for_the_side_effect_is_what_stands_beside_any_cause() -> None:
    needs = [
        "role:cause + quinine|class:q",
        "quinine + role:cause",
        "role:cause + role:cause",
        "role:cause + role:treatment",
        "role:cause + quinine + magnesium",
        "furosemide + quinine",
        "role:cause + reacted:same_class",
    ]
    expected = [parse("quinine|class:q")[0], parse("quinine")[0]]
    assert list(terms_beside_a_cause(map(parse, needs))) == expected


# --- combinations -----------------------------------------------------------------------------------------------------


def combined(clinical: Clinical, *mentions: Mention) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    return [(it.id, it.ingredients, it.reacted) for it in combinations(mentions, medicines, clinical)]


def test_nothing_taken_nothing_combined(clinical: Clinical) -> None:
    assert combined(clinical) == []
    assert combined(clinical, mention("simvastatin", status="allergy", status_reason="cramps")) == []


def test_one_medicine_alone_is_no_combination_unless_it_gave_the_reaction(clinical: Clinical) -> None:
    assert combined(clinical, mention("simvastatin")) == []
    reacted = mention("simvastatin", status="allergy", status_reason="cramps")
    assert combined(clinical, mention("simvastatin"), reacted) == [
        ("reaction-to-same-class", ("simvastatin",), ("simvastatin",))
    ]


def test_severe_combinations_come_first_and_names_are_in_order(clinical: Clinical) -> None:
    mentions = [mention(name) for name in ("fenofibrate", "simvastatin", "clarithromycin")]
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    hits = combinations(mentions, medicines, clinical)
    severities = [it.severity for it in hits]
    assert severities == sorted(severities, key=["high", "moderate"].index)
    assert set(severities) == {"high", "moderate"}
    assert all(list(it.ingredients) == sorted(set(it.ingredients)) for it in hits)
    assert hits[0].ingredients == ("clarithromycin", "simvastatin")


# --- reactions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("needs", "expected"), [("role:cause + reacted:same_class", True), ("role:cause + quinine", False)]
)
def test_which_terms_ask_for_a_reaction(needs: str, expected: bool) -> None:
    assert asks_for_reaction(parse(needs)) is expected


@pytest.mark.parametrize(
    ("reaction", "counts"),
    [
        ("cramps", True),
        ("Cramps", True),
        ("leg  CRAMPS at night", True),
        ("muscle pain", True),
        ("muscle   pain", True),
        ("crampsy", False),
        ("xcramps", False),
        ("rash", False),
        ("", False),
        (None, False),
    ],
)
def test_a_reaction_is_known_by_whole_words(clinical: Clinical, reaction: str | None, counts: bool) -> None:
    reacted = mention("simvastatin", status="allergy", status_reason=reaction)
    hits = combined(clinical, mention("atorvastatin"), reacted)
    assert [hit[1:] for hit in hits if hit[2]] == [(("atorvastatin", "simvastatin"), ("simvastatin",))] * counts


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (mention("atorvastatin"), mention(drug_class="statin"), {"atorvastatin", "statin"}),
        (mention(drug_class="statin"), mention("simvastatin"), {"simvastatin", "statin"}),
        (mention("furosemide"), mention("simvastatin"), set()),
        (mention("furosemide"), mention(drug_class="no such class"), set()),
        (mention("paracetamol"), mention("paracetamol"), set()),
    ],
)
def test_a_reaction_concerns_its_own_class(
    clinical: Clinical, now: Mention, before: Mention, expected: set[str]
) -> None:
    reacted = replace(before, status="allergy", status_reason="cramps")
    mentions = [reacted, now]
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    met, gave = met_by_reaction(parse("role:cause + reacted:same_class"), medicines, mentions, clinical)
    called = {clinical.classes["statin"].name if name == "statin" else name for name in expected}
    assert met == called
    assert len(gave) == bool(expected)


def test_only_an_allergy_is_a_reaction(clinical: Clinical) -> None:
    for status in ("stopped", "not_taken", "held", "current"):
        one = mention("simvastatin", status=status, status_reason="cramps")  # type: ignore[arg-type]
        assert [hit for hit in combined(clinical, mention("atorvastatin"), one) if hit[2]] == []


# --- questions --------------------------------------------------------------------------------------------------------


def asked(clinical: Clinical, *mentions: Mention) -> dict[str, tuple[str, ...]]:
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    return {question.id: question.raised_by for question in questions(medicines, clinical)}


def test_a_question_names_what_raises_it_once_in_order(clinical: Clinical) -> None:
    statins = [mention("simvastatin"), mention("atorvastatin"), mention("simvastatin", strength="40 mg")]
    assert asked(clinical, *statins)["weakness-dark-urine"] == ("atorvastatin", "simvastatin")
    assert asked(clinical, mention("paracetamol")).get("weakness-dark-urine", ()) == ()
    kind = asked(clinical, mention(drug_class="statin"))["weakness-dark-urine"]
    assert kind == (clinical.classes["statin"].name,)


def test_the_first_question_stands_first_then_what_is_raised_then_the_others_each_by_urgency(
    clinical: Clinical,
) -> None:
    mentions = [mention("quinine"), mention("simvastatin"), mention("furosemide")]
    medicines = medicines_taken(mentions, associated(mentions, clinical), clinical)
    first, *others = questions(medicines, clinical)
    assert first.id == "timing"
    order = ["now", "same_day", "soon", "routine"]
    ranks = [(not it.raised_by, order.index(it.urgency), it.id) for it in others]
    assert ranks == sorted(ranks)
    assert {not it.raised_by for it in others} == {True, False}


# --- what may still explain -------------------------------------------------------------------------------------------

BECAUSE = Because(text="last week", start=0, end=9)


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([mention("furosemide", status="held")], (0,)),
        ([mention("furosemide", status="stopped")], ()),
        ([mention("furosemide", status="stopped", stopped_lately="last week")], (0,)),
        ([mention("furosemide")], ()),
        ([mention("paracetamol", status="held")], ()),
        ([mention("quinine", status="held")], ()),
        ([mention("zolpidem", status="held")], ()),  # a weak one explains too little
        ([mention("furosemide", status="held"), mention("furosemide")], ()),
        ([mention("furosemide", status="held"), mention("furosemide", status="unclear")], ()),
        ([mention("furosemide", status="held"), mention("furosemide", status="stopped")], (0,)),
        ([mention("furosemide", status="held"), mention("simvastatin")], (0,)),
        ([mention("paracetamol"), mention("furosemide", status="held"), mention("simvastatin", status="held")], (1, 2)),
        ([mention("furosemide", status="held"), mention("furosemide", status="held")], (0, 1)),
        ([mention(drug_class="loop-diuretic", status="held")], (0,)),
        ([mention(drug_class="loop-diuretic", status="held"), mention("furosemide")], (0,)),
        ([mention("amiloride", "furosemide", status="held"), mention("amiloride")], (0,)),
    ],
)
def test_what_is_held_or_was_stopped_lately_may_still_explain(
    clinical: Clinical, mentions: list[Mention], expected: tuple[int, ...]
) -> None:
    assert may_still_explain(mentions, clinical) == expected
