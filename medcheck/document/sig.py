"""Directions: the strength and the route that the words beside a name give."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from medcheck.language import Language
from medcheck.records import Route

# Compiled by ``re`` for the first text that asks for them.
_BARE_PAIR = r"(?<![\d/])\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?){1,2}(?![\d/])"
_RUN_ON = r"(\d[\d.,]*\s?)([a-zA-Z]+)"
_MASS = r"(\d[\d,]*(?:\.\d+)?)\s?([a-z]+)"
_THOUSANDS = r"[1-9]\d*(?:,\d{3})+(?:\.\d+)?"


def strength(text: str, start: int, end: int, language: Language) -> str | None:
    """The first strength written between two offsets, as written ("40 mg", "250/50 mcg", "1 %"), or None."""
    written = text[start:end]
    if not any(map(str.isdecimal, written)):
        return None
    found = _strength_pattern(language).search(text, start, end)
    if not found and "/" in written:
        found = re.compile(_BARE_PAIR).search(text, start, end)
    return found.group().strip() if found else _strength_run_on(written, language)


@lru_cache(maxsize=4)
def _strength_pattern(language: Language) -> re.Pattern[str]:
    """A number or several ("250/50", "10-20"), a unit, and what it is in ("/5 ml", "/25 mcg")."""
    number = r"(?<!\d)(?<!\d[.,])\d+(?:,\d+)*(?:\.\d+)?"
    per = _any_of(language.per_words)
    return re.compile(
        rf"""
        {number}
        (?:\s?(?:/|-|–|\+|{_any_of(language.range_words)})\s?{number}){{0,3}}
        \s?
        (?:%|(?:{_any_of(language.percent_words)}|{_any_of(language.strength_units)})\b)
        (?:\s?(?:/|{per})\s?\d*(?:\.\d+)?\s?(?:{_any_of(language.strength_denominators)})\b)?
        (?:\s?/\s?{number}\s?(?:%|{_any_of(language.concentration_units)}))?
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def _any_of(words: Iterable[str]) -> str:
    """Any of the words, the longest that fits; a blank in one may be left out ("per cent")."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in longest_first)


def _strength_run_on(written: str, language: Language) -> str | None:
    for found in re.finditer(_RUN_ON, written):
        letters = unit_run_on(found[2], language)
        if found[2][:letters].lower() in language.strength_units:
            return found[1] + found[2][:letters]
    return None


def unit_run_on(word: str, language: Language) -> int:
    """The letters of the unit that begins a word like "mgOD", or 0."""
    lowered = word.lower()
    directions = language.run_on_directions
    return max(
        (
            len(unit)
            for unit in language.run_on_units
            if lowered.startswith(unit) and lowered[len(unit) :] in directions
        ),
        default=0,
    )


def milligrams(written: str | None, masses: Mapping[str, float]) -> float | None:
    """The mass of a single strength in milligrams, None for none, a pair ("10/20 mg") or another unit.

    ``masses``: the milligrams of each unit of mass.
    """
    found = re.fullmatch(_MASS, written.lower()) if written else None
    if not found or found[2] not in masses:
        return None
    number = number_of(found[1])
    return None if number is None else number * masses[found[2]]


def number_of(written: str) -> float | None:
    """A number as written: "1,500" and "1,500.5" have thousands, "2,5" and "0,125" a decimal comma."""
    if "," not in written:
        return float(written)
    if re.fullmatch(_THOUSANDS, written):
        return float(written.replace(",", ""))
    if written.count(",") == 1 and "." not in written and not written.endswith(","):
        return float(written.replace(",", "."))
    return None


def route(words: Sequence[str], language: Language) -> Route | None:
    """The route that the words beside a name settle, or None.

    A word for one site (eye, nose, ear, rectum, vagina) outweighs a form ("nasal inhaler" is nasal); among forms the
    first wins.
    """
    if language.forms.keys().isdisjoint(words):
        return None
    if not language.decisive_forms.isdisjoint(words):
        return next(language.forms[word] for word in words if word in language.decisive_forms)
    return next((settled for word in words if (settled := language.forms.get(word))), None)
