"""Whether a value is low, normal or high: by what the laboratory printed beside it, else by the reference ranges.

A value that would be judged otherwise in another unit, or as another analyte that its words could mean, is not judged.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from medcheck.records import Flag
from medcheck.results.measures import Limits, Measures, units_of
from medcheck.results.value import Beyond, Reading

# A limit that is round in one unit is not in another: of a value in mg/dL, so much is left to the conversion.
_CONVERSION = 0.005


class Judgement(NamedTuple):
    """``flag`` is None where nothing can be said; ``by`` and ``reference`` say what it rests on."""

    flag: Flag | None
    by: Literal["text", "table"] | None
    reference: str | None


def judge(reading: Reading, measures: Measures) -> Judgement:
    """The judgement of a value."""
    printed = reading.printed
    if reading.mark:
        return Judgement(reading.mark, "text", printed.text if printed else None)
    if printed:
        flag = _compare(reading.value, reading.beyond, Limits(printed.low, printed.high), 0.0)
        return Judgement(flag, "text" if flag else None, printed.text)
    flags = set(_possible_flags(reading, measures))
    flag = flags.pop() if len(flags) == 1 else None
    if flag:
        return Judgement(flag, "table", reference_of(reading.analyte, measures))
    return Judgement(reading.said, "text" if reading.said else None, None)


def _possible_flags(reading: Reading, measures: Measures) -> Iterator[Flag | None]:
    units = units_of(reading.analyte, reading.value, reading.unit, measures)
    for analyte in (reading.analyte, *measures.analytes[reading.analyte].could_be):
        limits = measures.ranges.get(analyte)
        for unit in (own for row in units for own in units_of(analyte, reading.value, row.unit, measures)):
            value = reading.value * unit.factor + unit.offset
            spare = _CONVERSION if unit.factor != 1 or unit.offset else 0.0
            yield _compare(value, reading.beyond, limits, spare) if limits else None


def _compare(value: float, beyond: Beyond | None, limits: Limits, spare: float) -> Flag | None:
    low, high = limits
    if beyond == "<":
        if low is not None and value <= low:
            return "low"
        return "normal" if low is None and high is not None and value <= high else None
    if beyond == ">":
        if high is not None and value >= high:
            return "high"
        return "normal" if high is None and low is not None and value >= low else None
    if low is not None and value < low * (1 - spare):
        return "low"
    if high is not None and value > high * (1 + spare):
        return "high"
    return "normal"


def reference_of(analyte: str, measures: Measures) -> str | None:
    """The reference range in words: "3.5-5.3 mmol/L", "under 42 mmol/mol"."""
    limits = measures.ranges.get(analyte)
    if limits is None:
        return None
    low, high = (None if limit is None else f"{limit:g}" for limit in limits)
    words = f"{low}-{high}" if low and high else f"from {low}" if low else f"up to {high}"
    return f"{words} {measures.range_units[analyte]}"
