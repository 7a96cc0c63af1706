"""Settings of the whole process that a reader needs otherwise for a moment: one thread at a time, put back at once."""

import csv
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# Of two threads that save and put back in turn, the second would put back what the first had set.
_ONE_AT_A_TIME = Lock()


@contextmanager
def cells_up_to(length: int) -> Iterator[None]:
    """The csv module takes cells of this length and is never left with a lower limit than it had."""
    with _ONE_AT_A_TIME:
        before = csv.field_size_limit()
        try:
            csv.field_size_limit(max(before, length))
            yield
        finally:
            csv.field_size_limit(before)


@contextmanager
def without_warnings() -> Iterator[None]:
    """No warning is shown or becomes an error."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
