"""What dates say of a medicine: an end that has passed, a course that is over, a last issue long ago.

There is no clock: dates are held against the day that is given, or the one that the document bears.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from medcheck.document.dates import Written, read_dates
from medcheck.document.lines import Line, line_of
from medcheck.document.tokens import Token
from medcheck.language import Language

# A medicine last issued so long ago is asked about: twice the longest usual supply and its review.
DOUBTED_AFTER_DAYS = 365
# There is no clock, but no text is read before this program was written: what was to end before then may have ended,
# and what stands in a column of ends has.
EARLIEST_READING = date(2026, 11, 1)
# A course may have been begun late or been handed out twice.
COURSE_GRACE_DAYS = 14
_LONGEST_COURSE_DAYS = 42
_LONGEST_SUPPLY_DAYS = 100
_WORDS_BEFORE = 3  # a date is named by one of so many tokens before it


class Days(NamedTuple):
    """The dates of a text against the day on which it was written.

    ``today``: that day, given or said by the text, or None; ``starts``: where each token starts.
    """

    written: Sequence[Written]
    starts: Sequence[int]
    today: date | None

    def among(self, first: int, last: int) -> Sequence[Written]:
        """The dates in ``tokens[first:last]``."""
        if not self.written:
            return ()
        dates = [one.start for one in self.written]
        until = self.starts[last] if last < len(self.starts) else None
        end = len(dates) if until is None else bisect_left(dates, until)
        return self.written[bisect_left(dates, self.starts[first]) : end]

    def has_passed(self, day: date) -> bool | None:
        """Whether a day has passed; None for one that may have, where the text does not say when it was written."""
        if self.today is not None:
            return day < self.today
        return True if day < EARLIEST_READING else None


def read_days(text: str, tokens: Sequence[Token], language: Language, as_of: date | None) -> Days:
    """The dates of a text, and its day."""
    written = read_dates(text)
    if not written:
        return Days((), (), as_of)
    starts = [token.start for token in tokens]
    return Days(written, starts, as_of or _document_day(text, tokens, starts, written, language))


class Dated(NamedTuple):
    """An act that a date makes of a medicine, with the tokens that say it; ``is_end``: it is the date of an end."""

    number: int
    act: str
    first: int
    last: int
    is_end: bool = False


def judge_dates(
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    language: Language,
    days: Days,
) -> Iterator[Dated]:
    """What the dates beside each medicine say of it."""
    if not days.written:
        return
    for number, (first, last) in enumerate(places):
        line = lines[line_of(lines, first)]
        next_first = places[number + 1][0] if number + 1 < len(places) else len(tokens)
        end = _sentence_end(tokens, last, min(line.last, next_first))
        alone = number == 0 or places[number - 1][0] < line.first
        begin = line.first if alone else first
        if end <= first:
            continue
        course = _course(tokens, last, end, language)
        ended = _ended_range(tokens, last, end, language, days) if alone and last < end else None
        if ended:
            yield ended._replace(number=number)
            continue
        for one in days.among(begin, end):
            at = bisect_left(days.starts, one.start)
            said = {token.norm for token in tokens[max(begin, at - _WORDS_BEFORE) : at]}
            until = bisect_right(days.starts, one.end - 1)
            if said & language.end_date_words:
                passed = days.has_passed(one.day)
                if passed is not None:
                    sure = days.today is not None or not said.isdisjoint(language.words_for_ended)
                    act = "kept" if not passed else "expired" if sure else "doubt"
                    yield Dated(number, act, max(begin, at - 1), until, is_end=True)
            elif days.today is None:
                continue
            elif course and (days.today - one.day).days > course + COURSE_GRACE_DAYS:
                yield Dated(number, "finish", at, until)
            elif said & language.issue_date_words and (days.today - one.day).days > DOUBTED_AFTER_DAYS:
                yield Dated(number, "doubt", max(begin, at - 1), until)


def _ended_range(tokens: Sequence[Token], last: int, end: int, language: Language, days: Days) -> Dated | None:
    """ "X 20 mg: 03/2018 - 06/2019": a time from a day to another that ends an entry, and is over.

    Some weeks may be those that a supply or a chart is for ("28 tablets 01/10/2026 - 28/10/2026").
    """
    among = days.among(last, end)
    if len(among) < 2:
        return None
    begun, ended = among[-2:]
    first, until = bisect_left(days.starts, begun.start), bisect_right(days.starts, ended.end - 1)
    between = [
        token.norm for token in tokens[bisect_right(days.starts, begun.end - 1) : bisect_left(days.starts, ended.start)]
    ]
    if len(between) != 1 or between[0] not in language.words_for_to | language.words_for_until | {"-"}:
        return None
    said = {token.norm for token in tokens[max(last, first - _WORDS_BEFORE) : first]}
    closed = all(token.kind == "mark" for token in tokens[until:end])
    length = (ended.day - begun.day).days
    if (
        not closed
        or length <= 0
        or said & (language.issue_date_words | language.words_for_since)
        or not days.has_passed(ended.day)
    ):
        return None
    told = language.sig_words | language.units | language.forms.keys() | language.words_for_from
    alone = all(token.kind != "word" or token.norm in told for token in tokens[last:first])
    return Dated(0, "stop" if alone and length > _LONGEST_SUPPLY_DAYS else "doubt", first, until)


def _words_before(tokens: Sequence[Token], at: int) -> set[str]:
    """The words that may name the date at a token, on its line."""
    before: set[str] = set()
    for token in reversed(tokens[max(0, at - _WORDS_BEFORE) : at]):
        if token.kind == "line":
            break
        before.add(token.norm)
    return before


def _sentence_end(tokens: Sequence[Token], first: int, last: int) -> int:
    for at in range(first, last - 1):
        if tokens[at].norm == "." and tokens[at].end < tokens[at + 1].start:
            return at
    return last


def _day_of_document(
    tokens: Sequence[Token], starts: Sequence[int], written: Sequence[Written], language: Language
) -> date | None:
    """The latest day on which the document says that it was written, or that something was issued."""
    days = []
    for one in written:
        before = _words_before(tokens, bisect_left(starts, one.start))
        if before & language.end_date_words:
            continue
        if before & language.document_date_words or before & language.issue_date_words:
            days.append(one.day)
    return max(days, default=None)


def _document_day(
    text: str, tokens: Sequence[Token], starts: Sequence[int], written: Sequence[Written], language: Language
) -> date | None:
    """The day that the document bears: said to be its own, or alone on its first line."""
    day = _day_of_document(tokens, starts, written, language)
    alone = not text[: written[0].start].strip() and not text[written[0].end :].partition("\n")[0].strip(" ,.")
    return day or (written[0].day if alone else None)


def _course(tokens: Sequence[Token], first: int, last: int, language: Language) -> int:
    """The days of a short course in the directions of a medicine ("for 5 days", "5/7", "x 1 week"), or 0."""
    for at in range(first, last - 1):
        number = tokens[at]
        if number.kind != "number" or not number.norm.isdigit():
            continue
        if tokens[at + 1].norm == "/" and at + 2 < last and tokens[at + 2].norm == "7":
            return int(number.norm)
        before = tokens[at - 1].norm if at else ""
        days = {"day": 1, "week": 7}.get(tokens[at + 1].norm.rstrip("s"), 0) * int(number.norm)
        if 0 < days <= _LONGEST_COURSE_DAYS and before in language.course_prepositions:
            return days
    return 0
