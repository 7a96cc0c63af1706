"""What a reader of a report asked for."""

from typing import NamedTuple


class Layout(NamedTuple):
    """How a report is to be laid out; a format ignores what it has no use for.

    ``everything``: list what is recognised and not on our list, and all questions. ``width`` is in columns. ``colour``
    says whether escape sequences for colour are welcome.
    """

    everything: bool = False
    width: int = 80
    colour: bool = False
