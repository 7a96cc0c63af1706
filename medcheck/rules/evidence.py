"""The grade of an association, computed from its claims, so that no grade can contradict its evidence.

The rule, as the README states it:

- **strong**: a comparison (a controlled observational study or a randomised trial) in which the whole 95 % interval of
  the ratio lies at 1.25 or above.
- **moderate**: a comparison whose interval lies above 1; or the side effect at least one and a half times as frequent
  on the medicine as on placebo or control, in a trial or a label; or, for a treatment, a randomised trial that found
  a benefit.
- **limited**: anything else that supports: a comparison that does not reach significance, a label without comparator,
  a review or published list, case reports.

Where comparisons that looked and found no support are as many as those that support, or more, one step is taken off.
"""

from collections.abc import Iterable, Sequence

from medcheck.knowledge.clinical_rows import ClaimRow
from medcheck.records import Evidence

# The bound at which the GRADE working group speaks of appreciable harm: a relative increase of 25 per cent.
APPRECIABLE = 1.25
# Below this a difference from placebo in a label is within what chance gives at the usual trial sizes.
NOTABLE_EXCESS = 1.5

_ORDER: tuple[Evidence, ...] = ("limited", "moderate", "strong")
_COMPARISONS = ("controlled", "randomised")
_KINDS = ("case_report", "review", "label", "randomised", "controlled")


def grade(claims: Iterable[ClaimRow]) -> Evidence:
    """The strength of evidence that these claims, all about one association, add up to."""
    listed = list(claims)
    best = max((_step(claim) for claim in listed if claim.direction == "supports"), default=0)
    comparisons = [claim.direction == "supports" for claim in listed if claim.kind in _COMPARISONS]
    if False in comparisons and comparisons.count(False) >= comparisons.count(True):
        best = max(0, best - 1)
    return _ORDER[best]


def leading(claims: Sequence[ClaimRow]) -> ClaimRow | None:
    """The supporting claim that weighs most, with a figure before one without; None where none supports."""
    supporting = [claim for claim in claims if claim.direction == "supports"]
    return max(supporting, key=_weight, default=None)


def effect(claim: ClaimRow | None) -> float:
    """How many times as frequent on the medicine: the ratio, or the rate over its comparator; 0 where not stated."""
    if claim is None or claim.estimate is None or claim.about == "efficacy":
        return 0.0
    if claim.low is not None:
        return claim.estimate
    return claim.estimate / claim.comparator if claim.comparator else 0.0


def _weight(claim: ClaimRow) -> tuple[int, bool, int, float]:
    return (_step(claim), bool(claim.figure), _KINDS.index(claim.kind), effect(claim))


def _step(claim: ClaimRow) -> int:
    if claim.about == "efficacy":
        return 1 if claim.kind == "randomised" else 0
    if claim.low is not None and claim.kind in _COMPARISONS:
        return 2 if claim.low >= APPRECIABLE else 1 if claim.low > 1 else 0
    if claim.comparator is not None and claim.estimate is not None:
        return 1 if claim.estimate >= NOTABLE_EXCESS * claim.comparator else 0
    return 0
