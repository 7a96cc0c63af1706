"""The sequence ratio, what it would be without an effect, and its interval.

The method is that of Hallas (Epidemiology 1996;7:478-84), the null effect with a moving average that of Tsiropoulos
and others (Pharmacoepidemiol Drug Saf 2009;18:483-91). The interval is the Jeffreys interval of the share of people who
began the index medicine first, turned into a ratio.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import inf, nan

from medcheck.exceptions import EngineUnavailable

# A ratio of which one side is empty has no limit on that side; half a person stands for none there.
_INSTEAD_OF_NONE = 0.5
_JEFFREYS = 0.5  # both parameters of the prior


@dataclass(frozen=True)
class Ratio:
    """A ratio with its limits; infinite where nobody began the marker first, not a number where nobody is counted."""

    value: float
    low: float
    high: float

    def over(self, null_effect: float) -> "Ratio":
        """The ratio and its limits divided by what it would be without an effect."""
        if not null_effect:
            return Ratio(nan, nan, nan)
        return Ratio(self.value / null_effect, self.low / null_effect, self.high / null_effect)


def crude_ratio(index_first: int, marker_first: int, level: float = 0.95) -> Ratio:
    """How many began the index medicine first for each who began the marker first."""
    if not index_first and not marker_first:
        return Ratio(nan, nan, nan)
    value = index_first / marker_first if marker_first else inf
    low, high = (share / (1 - share) for share in _jeffreys(index_first, marker_first, level))
    return Ratio(value, low, high)


def _jeffreys(index_first: float, marker_first: float, level: float) -> tuple[float, float]:
    try:
        from scipy.special import betaincinv
    except ImportError:
        raise EngineUnavailable(
            "sequence symmetry needs SciPy: in a checkout of medcheck, pip install '.[symmetry]'"
        ) from None
    a = (index_first or _INSTEAD_OF_NONE) + _JEFFREYS
    b = (marker_first or _INSTEAD_OF_NONE) + _JEFFREYS
    tail = (1 - level) / 2
    return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))


def null_effect(index_days: Mapping[int, int], marker_days: Mapping[int, int], average: int | None) -> float:
    """The ratio that trends of prescribing alone would give: of all pairs of a first use of each, by any two people.

    ``index_days`` and ``marker_days`` count the first uses on each day. Only pairs at most ``average`` days apart
    count, or all for None; those of the same day on neither side. Not a number where there is no pair at all.
    """
    if not index_days or not marker_days:
        return nan
    first = min(*index_days, *marker_days)
    last = max(*index_days, *marker_days)
    until = [0, *accumulate(marker_days.get(day, 0) for day in range(first, last + 1))]  # marker uses before each day
    reach = last - first + 1 if average is None else average
    after = before = 0
    for day, number in index_days.items():
        place = day - first
        after += number * (until[min(place + 1 + reach, len(until) - 1)] - until[place + 1])
        before += number * (until[place] - until[max(place - reach, 0)])
    if not after and not before:
        return nan
    return after / before if before else inf
