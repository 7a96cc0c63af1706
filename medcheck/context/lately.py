"""Whether what was stopped was stopped lately: "last week", "2/52 ago", "on 12/11" held against the document's day."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from medcheck.context.evidence import Evidence
from medcheck.context.weigh import Decision
from medcheck.document.dates import read_dates, read_partial_dates
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
    today: date | None,
) -> list[Decision]:
    """The decisions, those marked that say "stopped" with a recent time beside the words that say so."""
    return [
        decision._replace(
            lately=_recent_time(text, tokens, _beside(tokens, places, decision, because), language, today)
        )
        if decision.status == "stopped" and (because := decision.because)
        else decision
        for decision in decided
    ]


def _recent_time(
    text: str,
    tokens: Sequence[Token],
    beside: tuple[int, int],
    language: Language,
    today: date | None,
) -> str:
    """The words of a recent time; empty where none or another is said."""
    said = tokens[beside[0] : beside[1]]
    time = _time_said([token.norm for token in said], language)
    if time:
        days, first, last = time
        return text[said[first].start : said[last - 1].end] if days <= LATELY_DAYS else ""
    if any(token.kind == "number" or token.norm in language.days_and_months for token in said):
        return _recent_date(text[said[0].start : said[-1].end], today)
    return ""


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


def _time_said(words: Sequence[str], language: Language) -> tuple[float, int, int] | None:
    """The days that some words give, and which words those are: "yesterday", "last week", "3/52 ago"."""
    for at, word in enumerate(words):
        if word in language.words_for_lately:
            return 0, at, at + 1
        if word in language.words_for_recent:
            for end in range(at + 1, min(at + 2 + _BETWEEN_LAST_AND_UNIT, len(words))):
                if words[end] in language.period_days:
                    return language.period_days[words[end]], at, end + 1
        if word in language.words_for_ago and at:
            return _time_before_ago(words, at, language)
    return None


def _time_before_ago(words: Sequence[str], ago: int, language: Language) -> tuple[float, int, int] | None:
    if ago > 2 and words[ago - 2] == "/" and words[ago - 3].isdigit():
        days = language.period_days.get(f"/{words[ago - 1]}", 0) * int(words[ago - 3])
        return (days, ago - 3, ago + 1) if days else None
    unit = language.period_days.get(words[ago - 1])
    for at in range(ago - 2, max(ago - 5, -1), -1):
        number = float(words[at]) if words[at].isdigit() else language.number_values.get(words[at])
        if unit and number:
            return unit * number, at, ago + 1
    return None


def _recent_date(words: str, today: date | None) -> str:
    """The last date among some words, if it is recent; empty without it or the day of the document."""
    if today is None:
        return ""
    written = (read_dates(words) or read_partial_dates(words, today))[-1:]
    return next((words[one.start : one.end] for one in written if 0 <= (today - one.day).days <= LATELY_DAYS), "")
