"""What an outline consists of: sections of entries, each with its lines and where the text names it."""

from typing import NamedTuple

from medcheck.records import Source


class Line(NamedTuple):
    """One labelled line of an entry; the label may be empty."""

    label: str
    text: str


class Place(NamedTuple):
    """A stretch of the text as given."""

    start: int
    end: int


class Entry(NamedTuple):
    """One thing said: ``badge`` is its grade or urgency, ``written`` the words it was read from, ``refs`` from 1.

    For a writer that shows more than one after another: ``brief`` is the grade with its figure, ``do`` what to do
    first, ``places`` where the text names it, ``decided`` the words that made its status.
    """

    title: str
    badge: str
    written: tuple[str, ...]
    lines: tuple[Line, ...]
    refs: tuple[int, ...]
    brief: str = ""
    do: str = ""
    places: tuple[Place, ...] = ()
    decided: Place | None = None


class Section(NamedTuple):
    """Entries under one heading; ``tone`` is danger, caution, plain or quiet."""

    id: str
    title: str
    tone: str
    lead: str
    entries: tuple[Entry, ...]


class Outline(NamedTuple):
    """The whole report; ``references[n - 1]`` is reference ``n``."""

    title: str
    summary: str
    sections: tuple[Section, ...]
    references: tuple[Source, ...]
    disclaimer: str
    tables_version: str
