"""What a reader of a report asked for."""

from typing import NamedTuple


class Layout(NamedTuple):
    """How a report is to be laid out; a format ignores what it has no use for.

    ``details``: figures, reasons and sources of all that is said, where a format would else be brief. ``everything``:
    that, all questions, and each medicine that is recognised and not on our list. ``width`` is in columns. ``colour``
    says whether escape sequences for colour are welcome. ``given`` is the text that was reviewed, for a format that
    shows it with marks. ``references`` are those of the FHIR resource of each mention, ``patient`` that of the person,
    where the medicines came as resources.
    """

    everything: bool = False
    details: bool = False
    width: int = 80
    colour: bool = False
    given: str = ""
    references: tuple[str, ...] = ()
    patient: str = ""
