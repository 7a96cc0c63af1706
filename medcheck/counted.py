"""A number and the words for what it counts."""


def plural(number: int, one: str, more: str = "") -> str:
    """``one`` of 1, and of any other number ``more``, by default ``one`` with an s."""
    return one if number == 1 else more or one + "s"


def counted(number: int, one: str, more: str = "") -> str:
    """The number before its words: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {plural(number, one, more)}"
