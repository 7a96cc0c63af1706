"""A number and the words for what it counts; several names as one phrase."""

from collections.abc import Sequence


def plural(number: int, one: str, more: str = "") -> str:
    """``one`` of 1, and of any other number ``more``, by default ``one`` with an s."""
    return one if number == 1 else more or one + "s"


def counted(number: int, one: str, more: str = "") -> str:
    """The number before its words: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {plural(number, one, more)}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
