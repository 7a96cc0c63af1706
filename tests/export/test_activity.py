from datetime import date

import pytest

from medcheck.export.inputs.layouts import ENDED, layouts
from medcheck.export.patients.activity import day, is_inactive


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


@pytest.mark.parametrize(
    ("stop", "status", "expected"),
    [
        ("2026-06-29", "active", True),
        ("2026-06-30", "active", False),
        ("", "active", False),
        ("", "Stopped", True),
        ("", "entered-in-error", True),
        ("not a date", "", False),
    ],
)
def test_a_row_is_past_by_its_stop_date_or_its_status(stop: str, status: str, expected: bool) -> None:
    assert is_inactive([stop], [status], [layouts().inactive[ENDED]], date(2026, 6, 30)) is expected
