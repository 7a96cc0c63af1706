"""The results of a sequence symmetry analysis."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class SequenceRatio(_Result):
    """The ratio of one pair within one window of days; all but ``warnings`` are None where counts are suppressed.

    ``index_first`` people began the index medicine before the marker, ``marker_first`` the other way round.
    ``adjusted`` is the crude ratio divided by the ``null_effect``. The limits are those of the Jeffreys interval.
    """

    window: int
    index_first: int | None
    marker_first: int | None
    crude: float | None
    crude_low: float | None
    crude_high: float | None
    null_effect: float | None
    adjusted: float | None
    adjusted_low: float | None
    adjusted_high: float | None
    too_few: bool
    warnings: tuple[str, ...] = ()


class Attrition(_Result):
    """How many people are left at each step, from all to those who are counted; None where that is suppressed.

    ``began`` ones had none of it in the run-in. ``same_day`` and ``too_far`` (further apart than the longest window)
    are of those who ``began_both``, and count on neither side.
    """

    people: int | None
    index_users: int | None
    index_began: int | None
    marker_users: int | None
    marker_began: int | None
    began_both: int | None
    same_day: int | None
    too_far: int | None


class SequencePair(_Result):
    """An index and a marker medicine; ``control`` says what is known of the pair, by ``source``.

    ``bars`` counts people by the distance in steps of 30 days, the marker's begin less the index medicine's: 1 is a
    marker begun 1 to 30 days after, -1 one begun 1 to 30 days before.
    """

    index: str
    marker: str
    control: Literal["negative", "positive", ""]
    source: str
    attrition: Attrition
    ratios: tuple[SequenceRatio, ...]
    bars: tuple[tuple[int, int | None], ...]


class SymmetrySummary(_Result):
    """What ``symmetry.json`` holds; ``folder`` is not written. Days are written as 2026-11-30, or are empty."""

    tables_version: str
    profile: str
    columns: dict[str, tuple[str, ...]]
    rows: int
    undated_rows: int
    rows_without_patient: int
    unrecognised_rows: int
    people: int
    first_day: str
    last_day: str
    run_in: int
    windows: tuple[int, ...]
    average: int | None
    level: float
    fewest_people: int
    fewest_pairs: int
    notices: tuple[str, ...]
    pairs: tuple[SequencePair, ...]
    folder: Path = Path()
