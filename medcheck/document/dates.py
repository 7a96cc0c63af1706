"""Dates as lists write them, to the month at least: "02-Feb-2026", "14/09/2027", "June 2019", "2026-03-06"."""

import re
from datetime import date
from typing import NamedTuple

# The first three letters of each month, in order.
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_YEAR = r"(?:19|20)\d\d"
# What every date holds; most texts hold none, and the whole pattern takes ten times as long to compile.
_HINT = rf"{_YEAR}|\d[/.-]\d{{1,2}}[/.-]\d\d|-\d\d"
_DATE = (
    r"(?<![\d/.])(?:"
    rf"(?P<iso>{_YEAR}-\d{{1,2}}(?:-\d{{1,2}})?)"
    rf"|(?P<slashed>\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:{_YEAR}|\d\d))"
    r"|(?P<named>(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<month>[A-Za-z]{3,9})\.?[ ,-]{1,2}"
    rf"(?P<year>{_YEAR}|(?<=-)\d\d(?=\W|$)))"
    rf"|(?P<short>\d{{1,2}}/{_YEAR})"
    r")(?![\d/]\d|\d)"
)


class Written(NamedTuple):
    """A date written at ``text[start:end]``; one without a day counts as the first of its month."""

    start: int
    end: int
    day: date


def read_dates(text: str) -> list[Written]:
    """The dates of a text in order; day before month, unless a date of the text has a second number over 12."""
    if not re.search(_HINT, text):
        return []
    found = list(re.finditer(_DATE, text))
    american = any(hit["slashed"] and int(re.split(r"[/.-]", hit["slashed"])[1]) > 12 for hit in found)
    dates = ((hit, _date(hit, american)) for hit in found)
    return [Written(*hit.span(), day) for hit, day in dates if day]


def _date(hit: "re.Match[str]", american: bool) -> date | None:
    day = 1
    if hit["iso"]:
        year, month, *rest = (int(part) for part in hit["iso"].split("-"))
        day = rest[0] if rest else 1
    elif hit["slashed"]:
        first, second, year = (int(part) for part in re.split(r"[/.-]", hit["slashed"]))
        day, month = (second, first) if american else (first, second)
    elif hit["named"]:
        at = _MONTHS.find(hit["month"][:3].lower())
        month = at // 3 + 1 if at >= 0 and at % 3 == 0 else 0
        year, day = int(hit["year"]), int(hit["day"] or 1)
    else:
        month, year = (int(part) for part in hit["short"].split("/"))
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None
