"""How long a supply lasts: the days that a cell gives, or those of a quantity with its directions."""

import re
from functools import lru_cache

from medcheck.export.inputs.layouts import layouts

# A supply of more is none: a year's is the most that is handed over, and what is longer is a number of something else.
MOST_DAYS = 400
# A number without a unit that is no greater may be one of packs.
_PERHAPS_PACKS = 6
_DAYS = re.compile(r"(\d{1,4})(?:\.0+)?(?:\s*d(?:ays?)?)?", re.IGNORECASE)
_QUANTITY = re.compile(r"(\d{1,6}(?:\.\d+)?)(?:\s*[x*]?\s*([a-z]+))?(?:\(s\))?", re.IGNORECASE)
_PART = re.compile(r"\d[\d.,/x-]*|[a-z]+|\S")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_PHRASE = 6


def days_of_supply(cell: str) -> int | None:
    """The days that a cell gives ("28", "28 days"), else None."""
    found = _DAYS.fullmatch(cell)
    return _lasting(float(found[1])) if found else None


@lru_cache(maxsize=50_000)
def days_of_quantity(quantity: str, directions: str) -> int | None:
    """The whole days that a quantity lasts by its directions; None where either leaves a doubt.

    Every word of the directions must be known: "1-2 daily", "when required" and "2 puffs twice a day" say nothing of
    how long 60 of something last.
    """
    found = _QUANTITY.fullmatch(quantity)
    if not found or not (_is_unit(found[2].lower()) if found[2] else float(found[1]) > _PERHAPS_PACKS):
        return None
    a_day = _doses_a_day(directions)
    return _lasting(float(found[1]) / a_day) if a_day else None


def _lasting(days: float) -> int | None:
    # a thousandth: 28 divided by four sevenths must be 49
    return int(days + 0.001) if days + 0.001 >= 1 and days <= MOST_DAYS else None


def _is_unit(word: str) -> bool:
    known = layouts().directions.get(word)
    return known is not None and known.kind == "unit"


def _doses_a_day(directions: str) -> float | None:
    """How many are taken each day; several doses of a day ("one in the morning and two at night") are added."""
    total = 0.0
    number: float | None = None
    often: str = ""  # the kind of the frequency that the number has already
    joined = False
    for kind, value in _parts(directions):
        if kind == "number":
            if number is not None and not often:
                return None
            number, often, joined = value, "", False
        elif kind in ("frequency", "moment"):
            if often == "frequency" and kind == "moment" and not joined:
                continue  # "once a day in the morning"
            if number is None or often:
                return None
            total, often = total + number * value, kind
        elif kind == "and":
            joined = True
        elif kind not in ("unit", "filler"):
            return None
    return total if often and not joined else None


def _parts(directions: str) -> list[tuple[str, float]]:
    """Kind and value of the words of directions; the kind is "" where they are not known."""
    words = _PART.findall(directions.lower().replace("(s)", "").strip(" ."))
    known = layouts().directions
    found: list[tuple[str, float]] = []
    place = 0
    while place < len(words):
        word = words[place]
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            row = known.get(" ".join(words[place : place + length]))
            if row:
                value = float(row.number or 1) / float(row.days or 1)
                found.append((row.kind, value))
                place += length
                break
        else:
            if _NUMBER.fullmatch(word):
                found.append(("number", float(word)))
            elif word in ("and", "&", ",", ";"):
                found.append(("and", 0.0) if word in ("and", "&") else ("filler", 0.0))
            else:
                found.append(("", 0.0))
            place += 1
    return found
