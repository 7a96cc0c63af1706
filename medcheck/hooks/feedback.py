"""What became of cards: codes and times alone, of a bounded number of them, as long as the process runs."""

from collections import deque
from collections.abc import Container
from datetime import datetime
from typing import Literal, NamedTuple

MOST = 1000  # some days of a ward; what is older is forgotten
Outcome = Literal["accepted", "overridden"]


class Kept(NamedTuple):
    """What became of one card; ``reason`` is a code of ours, or None without one or where it is another's."""

    service: str
    outcome: Outcome
    reason: str | None
    time: datetime


class Feedback:
    """The latest of what was told; nothing of it is text that somebody wrote, and no card can be told from another."""

    def __init__(self, reasons: Container[str]) -> None:
        self._reasons = reasons
        self._kept: deque[Kept] = deque(maxlen=MOST)

    def keep(self, service: str, outcome: Outcome, reason: str, time: datetime) -> None:
        """Keep one; a reason with a code that is not ours may be words, and is not kept."""
        self._kept.append(Kept(service, outcome, reason if reason in self._reasons else None, time))

    def of(self, service: str) -> tuple[Kept, ...]:
        """What is kept of a service, the oldest first."""
        return tuple(one for one in self._kept if one.service == service)
