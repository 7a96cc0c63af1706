"""From first uses to the results of each pair."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isinf, isnan

from medcheck.export.sequence.groups import Groups, PairOfGroups
from medcheck.export.sequence.ratio import Ratio, crude_ratio, null_effect
from medcheck.export.sequence.results import Attrition, SequencePair, SequenceRatio
from medcheck.export.sequence.uses import GroupUse, Uses

STEP = 30  # days of one bar
_NONE_AFTER = "nobody began the marker first, so the ratio has no upper bound"
_NO_NULL = "trends of prescribing cannot be told from so few first uses, so there is no adjusted ratio"
_CONTROL_ORDER = ("", "positive", "negative")


@dataclass(frozen=True)
class Settings:
    """How an analysis is made; days throughout. ``average`` None takes the whole time for the null effect.

    Counts from 1 to below ``fewest_people`` are suppressed, ratios of fewer than ``fewest_pairs`` people marked.
    """

    windows: tuple[int, ...] = (30, 90, 365)
    average: int | None = 548
    run_in: int = 365
    level: float = 0.95
    fewest_people: int = 5
    fewest_pairs: int = 50


def results_of(uses: Uses, groups: Groups, settings: Settings) -> tuple[SequencePair, ...]:
    """The pairs of which somebody has both medicines, those asked about first, then the controls."""
    made = [
        _pair(pair, uses, groups, settings)
        for pair in groups.pairs
        if uses.apart.get((pair.index, pair.marker)) or pair.control
    ]
    return tuple(sorted(made, key=_order))


def _order(pair: SequencePair) -> tuple[int, bool, float, str, str]:
    """Those asked about before controls, those of enough people before the others, the greatest ratio first."""
    longest = pair.ratios[-1]
    adjusted = longest.adjusted
    known = adjusted is not None and isfinite(adjusted)
    weight = -adjusted if adjusted is not None and known else 0.0
    return _CONTROL_ORDER.index(pair.control), longest.too_few, weight, pair.index, pair.marker


def _pair(pair: PairOfGroups, uses: Uses, groups: Groups, settings: Settings) -> SequencePair:
    none = GroupUse(0, {})
    index, marker = uses.groups.get(pair.index, none), uses.groups.get(pair.marker, none)
    apart = uses.apart.get((pair.index, pair.marker), {})
    longest = max(settings.windows)
    expected = null_effect(index.began, marker.began, settings.average)

    def shown(number: int) -> int | None:
        return None if 0 < number < settings.fewest_people else number

    both = sum(apart.values())
    too_far = sum(number for days, number in apart.items() if abs(days) > longest)
    attrition = Attrition(
        people=shown(uses.people),
        index_users=shown(index.users),
        index_began=shown(sum(index.began.values())),
        marker_users=shown(marker.users),
        marker_began=shown(sum(marker.began.values())),
        began_both=shown(both),
        same_day=shown(apart.get(0, 0)),
        too_far=shown(too_far),
    )
    return SequencePair(
        index=groups.all[pair.index].name,
        marker=groups.all[pair.marker].name,
        control=pair.control,
        source=pair.source,
        attrition=attrition,
        ratios=tuple(_ratio(apart, window, expected, settings) for window in settings.windows),
        bars=tuple((step, shown(number)) for step, number in sorted(_bars(apart, longest).items())),
    )


def _ratio(apart: Mapping[int, int], window: int, expected: float, settings: Settings) -> SequenceRatio:
    index_first = sum(number for days, number in apart.items() if 0 < days <= window)
    marker_first = sum(number for days, number in apart.items() if 0 < -days <= window)
    too_few = index_first + marker_first < settings.fewest_pairs
    sides = (index_first, marker_first)
    if any(0 < side < settings.fewest_people for side in sides):
        # A ratio would tell the suppressed count from the other one.
        kept = [None if 0 < side < settings.fewest_people else side for side in sides]
        return SequenceRatio(
            window=window, index_first=kept[0], marker_first=kept[1], crude=None, crude_low=None, crude_high=None,
            null_effect=None, adjusted=None, adjusted_low=None, adjusted_high=None, too_few=too_few,
            warnings=("a count is too small to be shown",),
        )  # fmt: skip
    crude = crude_ratio(index_first, marker_first, settings.level)
    usable = isfinite(expected) and expected > 0
    adjusted = crude.over(expected) if usable else None
    warnings = (_NONE_AFTER,) * isinf(crude.value) + (_NO_NULL,) * (not usable)
    return SequenceRatio(
        window=window,
        index_first=index_first,
        marker_first=marker_first,
        **_limits("crude", crude),
        null_effect=expected if usable else None,
        **_limits("adjusted", adjusted),
        too_few=too_few,
        warnings=warnings,
    )


def _limits(name: str, ratio: Ratio | None) -> dict[str, float | None]:
    if ratio is None or isnan(ratio.value):
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: ratio.value, f"{name}_low": ratio.low, f"{name}_high": ratio.high}


def _bars(apart: Mapping[int, int], longest: int) -> Counter[int]:
    """People by the distance in steps; 1 for 1 to 30 days after, -1 for as many before."""
    bars: Counter[int] = Counter()
    for days, number in apart.items():
        if 0 < abs(days) <= longest:
            step = -(-abs(days) // STEP)
            bars[step if days > 0 else -step] += number
    return bars


def numbers_of(pairs: Sequence[PairOfGroups]) -> list[tuple[int, int]]:
    """Each pair of groups once, as an engine is asked for it."""
    return list(dict.fromkeys((pair.index, pair.marker) for pair in pairs))
