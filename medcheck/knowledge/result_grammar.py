"""The grammar of ``result`` in ``result_rules.csv``: what a laboratory value must be like.

An analyte, or several joined by "|", and one of: ``low`` or ``high``, as the value is judged; ``<=2.5``, a limit in the
unit of the reference range; ``>10x``, a multiple of the upper limit that the value is judged by.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

# Compiled by ``re`` for the first text with a laboratory value.
_CONDITION = r"(?P<analytes>.+?) (?:(?P<flag>low|high)|(?P<sign>[<>]=?)(?P<limit>\d+(?:\.\d+)?)(?P<times>x?))"


class Condition(NamedTuple):
    """``flag`` is "" where ``sign`` and ``limit`` count; ``times``: the limit is a multiple of the upper one."""

    analytes: tuple[str, ...]
    flag: Literal["low", "high", ""]
    sign: str
    limit: float
    times: bool


@lru_cache(maxsize=1000)  # the rows of the table are some dozens; each is asked for again at every review
def parse(result: str) -> Condition:
    """The condition of a ``result`` cell; ValueError where it does not fit the grammar."""
    found = re.fullmatch(_CONDITION, result)
    if not found:
        raise ValueError(f"{result!r} is no analyte with low, high, a limit or a multiple of the upper limit")
    flag: Literal["low", "high", ""] = "low" if found["flag"] == "low" else "high" if found["flag"] else ""
    return Condition(
        tuple(found["analytes"].split("|")), flag, found["sign"] or "", float(found["limit"] or 0), bool(found["times"])
    )
