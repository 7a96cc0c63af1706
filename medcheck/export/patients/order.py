"""Which came first for a patient: what is taken for the side effect, or a likely cause of it.

The first day of a medicine is the begin of its first row in the export, past rows included; where one of its rows has
no day, nobody knows.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from medcheck.counted import counted

# Garrison 2012 looked for the treatment in the year after the cause.
WITHIN_DAYS = 365
RANKS = AFTER_A_CAUSE, NOT_KNOWN, NOT_AFTER = 2, 1, 0


class Order(NamedTuple):
    """``rank`` is one of the above, ``words`` say which came first.

    ``within`` has each treatment that began in the year after a cause, with that cause.
    """

    rank: int = NOT_AFTER
    words: str = ""
    within: tuple[tuple[str, str], ...] = ()


class Begun(NamedTuple):
    """A medicine by its name and the numbers of the sets, one for each kind of line, that hold it."""

    name: str
    sets: Collection[int]


class Compared(NamedTuple):
    """The treatments and likely causes among the medicines of a patient whose order is asked about."""

    treatments: tuple[Begun, ...]
    causes: tuple[Begun, ...]

    def order(self, first: Mapping[int, int | None]) -> Order:
        """What the first days of a patient's sets say; None is the day of a set that nobody knows."""
        causes = [(cause.name, _first(cause.sets, first)) for cause in self.causes]
        found = [_order_of(medicine.name, _first(medicine.sets, first), causes) for medicine in self.treatments]
        return Order(
            max(order.rank for order in found),
            "; ".join(order.words for order in found),
            tuple(pair for order in found for pair in order.within),
        )


def earlier(one: int | None, other: int | None) -> int | None:
    """The earlier of two days; nobody knows it where one is not known."""
    return None if one is None or other is None else min(one, other)


def _first(sets: Collection[int], first: Mapping[int, int | None]) -> int | None:
    return reduce(earlier, (first[number] for number in sets if number in first))


def _order_of(treatment: str, begun: int | None, causes: list[tuple[str, int | None]]) -> Order:
    """The cause that decides is the one begun last before the treatment, else the one begun first after it."""
    if begun is None:
        return Order(NOT_KNOWN, f"{treatment}: order not known")
    after = sorted(_lags(begun, causes))
    within = [(lag, cause) for lag, cause in after if 0 < lag <= WITHIN_DAYS]
    if within:
        nearest = [cause for lag, cause in within if lag == within[0][0]]
        words = f"{treatment} began {counted(within[0][0], 'day')} after {' and '.join(nearest)}"
        return Order(AFTER_A_CAUSE, words, tuple((treatment, cause) for _, cause in within))
    same = [cause for lag, cause in after if lag == 0]
    if same:
        return Order(NOT_KNOWN, f"{treatment} began on the same day as {same[0]}")
    if len(after) < len(causes):
        return Order(NOT_KNOWN, f"{treatment}: order not known")
    later = [(lag, cause) for lag, cause in after if lag > 0]
    if later:
        return Order(NOT_AFTER, f"{treatment} began {counted(later[0][0], 'day')} after {later[0][1]}")
    lag, cause = max(after, key=lambda pair: pair[0])
    return Order(NOT_AFTER, f"{treatment} began {counted(-lag, 'day')} before {cause}")


def _lags(begun: int, causes: list[tuple[str, int | None]]) -> Iterator[tuple[int, str]]:
    return ((begun - day, cause) for cause, day in causes if day is not None)
