"""What laboratories measure, in which units, and what is normal: the tables as the reading of values asks for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from medcheck.knowledge.result_rows import AnalyteRow, ReferenceRangeRow, ResultUnitRow


class Limits(NamedTuple):
    """The lowest and the highest normal value; None where there is no such limit."""

    low: float | None
    high: float | None


class Measures(NamedTuple):
    """The analytes by name, their units, and their reference ranges with the unit of these.

    ``ranges`` holds women's and men's; ``upper_limits`` the lower upper limit of the two, for what is counted in it.
    """

    analytes: Mapping[str, AnalyteRow]
    units: Mapping[str, Sequence[ResultUnitRow]]
    ranges: Mapping[str, Limits]
    range_units: Mapping[str, str]
    upper_limits: Mapping[str, float]

    def unit_of(self, analyte: str, unit: str) -> ResultUnitRow | None:
        """A unit as one of an analyte, or None where it is not measured in it."""
        return next((row for row in self.units.get(analyte, ()) if row.unit == unit), None)

    def possible_units(self, analyte: str, value: float) -> list[ResultUnitRow]:
        """The units that a value without one may be in."""
        return [row for row in self.units.get(analyte, ()) if row.assumed and row.low <= value <= row.high]


def units_of(analyte: str, value: float, unit: str | None, measures: Measures) -> list[ResultUnitRow]:
    """The unit that a value is in, or those that it may be in; none where it cannot be one of the analyte."""
    if unit is None:
        return measures.possible_units(analyte, value)
    row = measures.unit_of(analyte, unit)
    return [row] if row and row.low <= value <= row.high else []


def measures_of(
    analytes: Iterable[AnalyteRow], units: Iterable[ResultUnitRow], ranges: Iterable[ReferenceRangeRow]
) -> Measures:
    """The tables by analyte; where the ranges of women and men differ, the one that holds both."""
    by_analyte: dict[str, list[ResultUnitRow]] = {}
    for unit in units:
        by_analyte.setdefault(unit.analyte, []).append(unit)
    widest: dict[str, Limits] = {}
    range_units: dict[str, str] = {}
    upper_limits: dict[str, float] = {}
    for row in ranges:
        known = widest.get(row.analyte, Limits(row.low, row.high))
        widest[row.analyte] = Limits(_wider(min, known.low, row.low), _wider(max, known.high, row.high))
        range_units[row.analyte] = row.unit
        if row.high is not None:
            upper_limits[row.analyte] = min(row.high, upper_limits.get(row.analyte, row.high))
    return Measures({row.name: row for row in analytes}, by_analyte, widest, range_units, upper_limits)


def _wider(choose: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else choose(one, other)
