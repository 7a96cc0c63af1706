"""Dates as lists write them, to the month at least: "02-Feb-2026", "14/09/2027", "June 2019", "2026-03-06"."""

import re
from bisect import bisect_right
from collections.abc import Sequence
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

# A date without a year: "12/11", "3rd of November", "Nov 3", "in October". As the pattern of a date, it is compiled by
# ``re`` for the first text that asks for it.
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_PARTIAL = (
    r"(?i)(?<![\w/.])(?:(?P<numbers>\d{1,2}[/.]\d{1,2})(?![/.]?\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>{_MONTH})\b"
    rf"|(?P<first>{_MONTH})\.? (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b(?!/)"
    rf"|(?:in|since|of|early|mid|late)[ -](?P<alone>{_MONTH})\b)"
)


_LAST_DAY = 28  # of every month: what was stopped in October was so by its end


class Written(NamedTuple):
    """A date written at ``text[start:end]``; one without a day counts as the first of its month."""

    start: int
    end: int
    day: date


def read_dates(text: str) -> list[Written]:
    """The dates of a text in order; day before month, unless a date of the text has a second number over 12."""
    found = _hits(text)
    if not found:
        return []
    american = any(hit["slashed"] and int(re.split(r"[/.-]", hit["slashed"])[1]) > 12 for hit in found)
    dates = ((hit, _date(hit, american)) for hit in found)
    return [Written(*hit.span(), day) for hit, day in dates if day]


def _hits(text: str) -> "list[re.Match[str]]":
    """What looks like a date, looked for in the lines that hold a hint alone: none goes over the end of a line."""
    found: list[re.Match[str]] = []
    end = 0
    for hint in re.finditer(_HINT, text):
        if hint.start() >= end:
            begin = text.rfind("\n", end, hint.start()) + 1 or end
            end = text.find("\n", hint.end()) + 1 or len(text)
            found.extend(re.compile(_DATE).finditer(text, begin, end))
    return found


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


def date_around(dates: Sequence[Written], start: int, end: int) -> Written | None:
    """The one of these dates, which are in order, that ``text[start:end]`` is part of."""
    at = bisect_right(dates, start, key=lambda one: one.start) - 1
    return dates[at] if at >= 0 and end <= dates[at].end else None


def read_partial_dates(text: str, today: date) -> list[Written]:
    """The dates of a text that have no year, each as the latest such day that is not after ``today``."""
    dates = []
    for hit in re.finditer(_PARTIAL, text):
        if hit["numbers"]:
            day, month = (int(part) for part in re.split("[/.]", hit["numbers"]))
        else:
            name = hit["month"] or hit["first"] or hit["alone"]
            month, day = _MONTHS.find(name[:3].lower()) // 3 + 1, int(hit["day"] or hit["day_after"] or 0)
            day = day or (today.day if month == today.month else _LAST_DAY)
        found = _last_before(today, month, day)
        if found:
            dates.append(Written(*hit.span(), found))
    return dates


def _last_before(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year - 1):
        try:
            if (found := date(year, month, day)) <= today:
                return found
        except ValueError:
            return None
    return None
