"""The grade of an association, computed from its claims, so that no grade can contradict its evidence.

``docs/evidence.md`` states the rule in full, with the reason for each number. In short: a claim earns a step by its
design, by absolute difference and ratio, and by the number of events; what is only indirect must show more; the best
claim counts, and what contradicts it takes one step off.
"""

from collections.abc import Iterable, Sequence
from math import sqrt

from medcheck.knowledge.clinical_rows import ClaimRow
from medcheck.records import Evidence

# The bound at which the GRADE working group speaks of appreciable harm: a relative increase of 25 per cent.
APPRECIABLE = 1.25
# An indirect comparison must exclude less than this to be strong: a hidden bias of a third is common in such studies.
APPRECIABLE_INDIRECTLY = 1.5
# Excess over the comparator, in points of per cent, that a trial arm of usual size (some 500) can tell from chance.
NOTABLE_POINTS, NOTABLE_RATIO = 2.0, 1.5
# One more in 33 and one more in 10: the first matters however common the complaint is without the medicine.
CLEAR_POINTS, LARGE_POINTS = 3.0, 10.0
# Fewer events than this on both sides together are noise, whatever their ratio.
FEWEST_EVENTS = 10.0
# Without a comparator: no placebo or control arm in the tables is above 25 per cent, half of which is chance no more.
HIGH_RATE, DRAMATIC_RATE = 25.0, 50.0
# The quantile of the normal distribution for a 95 % interval.
_Z = 1.96

_ORDER: tuple[Evidence, ...] = ("limited", "moderate", "strong")
_COMPARISONS = ("controlled", "randomised")
_KINDS = ("case_report", "review", "label", "randomised", "controlled")


def grade(claims: Iterable[ClaimRow]) -> Evidence:
    """The strength of evidence that these claims, all about one association, add up to."""
    listed = list(claims)
    best = max((_step(claim) for claim in listed if claim.direction == "supports"), default=0)
    against = [claim for claim in listed if claim.direction != "supports"]
    if _weight_of(against) >= _weight_of([claim for claim in listed if claim.direction == "supports"]):
        best = max(0, best - 1)
    return "limited" if is_small(listed) else _ORDER[best]


def is_small(claims: Iterable[ClaimRow]) -> bool:
    """Whether a trial has shown the effect to be small, if there is one: the interval of its ratio ends below 1.25."""
    return any(
        claim.kind == "randomised" and claim.about != "efficacy" and claim.high is not None and claim.high < APPRECIABLE
        for claim in claims
    )


def leading(claims: Sequence[ClaimRow]) -> ClaimRow | None:
    """The supporting claim that weighs most: one with a figure before one without, a medicine's own before its class's.

    None where none supports.
    """
    supporting = [claim for claim in claims if claim.direction == "supports"]
    return max(supporting, key=_weight, default=None)


def heaviest_first(claims: Iterable[ClaimRow]) -> list[ClaimRow]:
    """By what each shows by itself; as in the tables where that is the same."""
    return sorted(claims, key=_weight, reverse=True)


def effect(claim: ClaimRow | None) -> float:
    """How many times as frequent on the medicine: the ratio, or the rate over its comparator; 0 where not stated."""
    if claim is None or claim.estimate is None or claim.about == "efficacy":
        return 0.0
    if claim.low is not None:
        return claim.estimate
    return claim.estimate / claim.comparator if claim.comparator else 0.0


def _weight(claim: ClaimRow) -> tuple[int, bool, bool, int, float]:
    own = not claim.subject.startswith("class:")
    return (_step(claim), bool(claim.figure), own, _KINDS.index(claim.kind), effect(claim))


def _weight_of(claims: Sequence[ClaimRow]) -> tuple[int, bool]:
    """Comparisons count by source; between as many, lists, labels and cases count as one, for they copy one another."""
    comparisons = {claim.source for claim in claims if _compares(claim)}
    return len(comparisons), any(claim.source not in comparisons for claim in claims)


def _compares(claim: ClaimRow) -> bool:
    """Whether it can speak for or against: one that was too small to find anything shows neither."""
    if claim.direction == "supports" or claim.about == "efficacy":
        return claim.kind in _COMPARISONS or claim.comparator is not None
    return claim.comparator is not None or (claim.high is not None and claim.high < APPRECIABLE)


def _step(claim: ClaimRow) -> int:
    """What one supporting claim shows by itself: 0 limited, 1 moderate, 2 strong."""
    if claim.about == "efficacy":
        return 1 if claim.kind == "randomised" else 0
    if claim.low is not None:
        return _step_of_ratio(claim.low, claim) if claim.kind in _COMPARISONS else 0
    if claim.estimate is None or claim.kind == "review":
        return 0
    step = _step_of_excess(claim) if claim.comparator is not None else _step_of_rate(claim)
    return max(0, step - bool(claim.indirect))


def _step_of_ratio(low: float, claim: ClaimRow) -> int:
    strong, moderate = (APPRECIABLE_INDIRECTLY, APPRECIABLE) if claim.indirect else (APPRECIABLE, 1.0)
    return 2 if low >= strong else 1 if low >= moderate and low > 1 else 0


def _step_of_excess(claim: ClaimRow) -> int:
    assert claim.estimate is not None
    assert claim.comparator is not None
    points = round(claim.estimate - claim.comparator, 3)
    by_half = claim.estimate >= NOTABLE_RATIO * claim.comparator
    if claim.people and claim.comparator_people:
        if not _beyond_chance(claim.estimate / 100, claim.people, claim.comparator / 100, claim.comparator_people):
            return 0
        if points >= LARGE_POINTS and by_half:
            return 2
        return 1 if by_half or points >= CLEAR_POINTS else 0
    return 1 if (points >= NOTABLE_POINTS and by_half) or points >= CLEAR_POINTS else 0


def _step_of_rate(claim: ClaimRow) -> int:
    assert claim.estimate is not None
    if claim.people and claim.estimate / 100 * claim.people < 2 * FEWEST_EVENTS:
        return 0
    return 2 if claim.estimate >= DRAMATIC_RATE else 1 if claim.estimate >= HIGH_RATE else 0


def _beyond_chance(rate: float, people: float, other: float, others: float) -> bool:
    """Whether there are events enough and the 95 % interval of the difference lies above nought (Newcombe 1998)."""
    if rate * people + other * others < FEWEST_EVENTS:
        return False
    lower, _ = _wilson(rate, people)
    _, upper = _wilson(other, others)
    return rate - other - sqrt((rate - lower) ** 2 + (upper - other) ** 2) > 0


def _wilson(rate: float, people: float) -> tuple[float, float]:
    """The 95 % interval of a rate, good for few events and for none (Wilson 1927)."""
    square = _Z**2 / people
    middle, half = rate + square / 2, _Z * sqrt(rate * (1 - rate) / people + square / (4 * people))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)
