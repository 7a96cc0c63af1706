"""The day that a cell of an export holds."""

import re
from datetime import date

# Enough of a cell to hold its date; what follows is the time of day, which would only multiply the distinct values.
DATE_LETTERS = 11
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d\d?)(?:[-/.]?(\d\d?))?(?!\d)")
_YEAR_LAST = re.compile(r"(\d\d?)[-/. ](\d\d?|[A-Za-z]{3})[a-z]*[-/. ](\d{4})(?!\d)")
# What systems write for "not known": UK Biobank's 1902, 1903 and 2037 among them.
PLACEHOLDER_YEARS = frozenset((1900, 1901, 1902, 1903, 2037, 2099, 9999))


def day(cell: str) -> date | None:
    """The date at the start of a cell, else None.

    ``03/04/2020`` is the third of April where that is possible: only a month above 12 makes it American.
    A year and month stand for the month's last possible day, 28: a stop "in March" is not past on the 27th.
    """
    text = cell.strip()[:DATE_LETTERS]
    found = _YEAR_FIRST.match(text)
    if found:
        year, month, number = int(found[1]), int(found[2]), int(found[3] or 28)
    else:
        found = _YEAR_LAST.match(text)
        if not found:
            return None
        number, year = int(found[1]), int(found[3])
        month = int(found[2]) if found[2].isdigit() else _MONTHS.get(found[2].lower(), 0)
        if month > 12:
            number, month = month, number
    if year in PLACEHOLDER_YEARS:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
