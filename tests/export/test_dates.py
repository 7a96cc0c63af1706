from datetime import date

import pytest

from medcheck.export.times.dates import day


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026-03-04T12:33:11Z", date(2026, 3, 4)),
        ("2180-05-06 22:00:00", date(2180, 5, 6)),
        ("20260304", date(2026, 3, 4)),
        ("04/03/2026", date(2026, 3, 4)),
        ("12/31/2026", date(2026, 12, 31)),
        ("4-Mar-2026", date(2026, 3, 4)),
        ("202603", date(2026, 3, 28)),
        ("2026-02-30", None),
        ("01/01/1902", None),
        ("2037-07-07", None),
        ("ongoing", None),
        ("", None),
    ],
)
def test_the_day_at_the_start_of_a_cell(cell: str, expected: date | None) -> None:
    assert day(cell) == expected
