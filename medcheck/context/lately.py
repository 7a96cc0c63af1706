"""Whether what was stopped was stopped lately: "last week", "2/52 ago", "on 12/11" held against the document's day."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from medcheck.context.dating import document_day
from medcheck.context.evidence import Evidence
from medcheck.context.weigh import Decision
from medcheck.document.dates import latest_partial_date, read_dates
from medcheck.document.tokens import Token
from medcheck.language import Language

# What a medicine did may outlast it by some weeks: a statin is left out for four to six to see what it did.
LATELY_DAYS = 42
_WORDS_BEFORE, _WORDS_AFTER = 4, 7  # the time stands next to the words that say so, in their sentence
_BETWEEN_LAST_AND_UNIT = 2  # "last few days"


def mark_lately(
    text: str,
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    decided: Sequence[Decision],
    language: Language,
    as_of: date | None,
) -> list[Decision]:
    """The decisions, those marked that say "stopped" with a recent time beside the words that say so."""

    @cache
    def today() -> date | None:
        return as_of or document_day(text, tokens, language)

    return [
        decision._replace(lately=True)
        if decision.status == "stopped"
        and decision.because
        and _is_lately(text, tokens, _beside(tokens, places, decision, decision.because), language, today)
        else decision
        for decision in decided
    ]


def _is_lately(
    text: str,
    tokens: Sequence[Token],
    beside: tuple[int, int],
    language: Language,
    today: Callable[[], date | None],
) -> bool:
    said = tokens[beside[0] : beside[1]]
    days = _days_said([token.norm for token in said], language)
    if days is None and any(token.kind == "number" or token.norm in language.days_and_months for token in said):
        days = _days_since(text[said[0].start : said[-1].end], today())
    return days is not None and 0 <= days <= LATELY_DAYS


def _beside(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], decision: Decision, because: Evidence
) -> tuple[int, int]:
    """The words that decided with those beside them, in their sentence and up to the medicines around.

    That which something was switched to may stand between.
    """
    before = bisect_right(places, because.first, key=lambda place: place[1]) - 1
    after = bisect_left(places, because.last, key=lambda place: place[0]) + (decision.reason == "switched")
    lowest = max(places[before][1] if before >= 0 else 0, because.first - _WORDS_BEFORE)
    highest = min(places[after][0] if after < len(places) else len(tokens), because.last + _WORDS_AFTER)
    begin, end = because.first, because.last
    while begin > lowest and not _ends_sentence(tokens, begin - 1):
        begin -= 1
    while end < highest and not _ends_sentence(tokens, end):
        end += 1
    return begin, end


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind == "line" or token.norm == ";":
        return True
    return token.norm == "." and (index + 1 == len(tokens) or token.end < tokens[index + 1].start)


def _days_said(words: Sequence[str], language: Language) -> float | None:
    """The days that words give: "yesterday", "last week", "two weeks ago", "3/52 ago"."""
    if not language.words_for_lately.isdisjoint(words):
        return 0
    for at, word in enumerate(words):
        if word in language.words_for_recent:
            units = [language.period_days.get(unit) for unit in words[at + 1 : at + 2 + _BETWEEN_LAST_AND_UNIT]]
            named = next((days for days in units if days), None)
            if named:
                return named
        if word in language.words_for_ago and at:
            return _days_before_ago(words[:at], language)
    return None


def _days_before_ago(words: Sequence[str], language: Language) -> float | None:
    if len(words) > 2 and words[-2] == "/" and words[-3].isdigit():
        return language.period_days.get(f"/{words[-1]}", 0) * int(words[-3]) or None
    unit = language.period_days.get(words[-1])
    numbers = [float(word) if word.isdigit() else language.number_values.get(word) for word in words[-4:-1]]
    known = [number for number in numbers if number]
    return unit * known[-1] if unit and known else None


def _days_since(words: str, today: date | None) -> int | None:
    """The days from the last date among some words to today; None without either."""
    if today is None:
        return None
    whole = read_dates(words)
    day = whole[-1].day if whole else latest_partial_date(words, today)
    return (today - day).days if day else None
