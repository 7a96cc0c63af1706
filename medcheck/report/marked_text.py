"""The text as given with a mark on each medicine that a report speaks of, each linked with its row."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from medcheck.printable import printable, printable_lines
from medcheck.report.outline_records import Entry, Place, Section
from medcheck.side_effect import SideEffect


class Mark(NamedTuple):
    """How a section is marked: a sign for the eye, its meaning in words, and the tone that colours it."""

    sign: str
    words: str
    tone: str


class Row(NamedTuple):
    """An entry of a section with the number of its row on the page."""

    number: int
    section: str
    entry: Entry


def mark_of(section: str, side_effect: SideEffect) -> Mark:
    """The mark of a section of the outline, by its id."""
    if section == "treatments":
        return Mark("+", side_effect.taken_for, "plain")
    return _MARKS[section]


_MARKS = {
    "alerts": Mark("!", "act on", "danger"),
    "warnings": Mark("!", "act on", "danger"),
    "severe": Mark("!", "act on", "danger"),
    "associated": Mark("▲", "possible cause", "caution"),
    "minor": Mark("△", "weak", "caution"),
    "combinations": Mark("&", "together", "caution"),
    "held": Mark("‖", "not taken now", "plain"),
    "unrecognised": Mark("?", "to ask", "danger"),
    "unclear": Mark("?", "to ask", "danger"),
    "corrections": Mark("≈", "corrected", "caution"),
    "not-counted": Mark("×", "not taken", "quiet"),
    "not-listed": Mark("✓", "recognised", "good"),
    "not-medicines": Mark("○", "not a medicine", "quiet"),
    "results": Mark("#", "laboratory value", "quiet"),
}
# Sections whose titles are an ingredient with its class in brackets.
WITH_CLASS = ("warnings", "associated", "treatments")
_TITLED_BY_INGREDIENT = (*WITH_CLASS, "minor")
# Sections whose lines say something else than what the words were read as.
_NOT_READ = ("alerts", "severe", "combinations", "results", "corrections")
# A medicine bears the mark of what matters most of it, and these beside.
_BESIDE_ANOTHER = ("unclear", "corrections")


def rows_of(sections: Iterable[Section]) -> list[Row]:
    """The entries of these sections but for the questions, numbered in their order."""
    marked = [(section.id, entry) for section in sections if section.id != "questions" for entry in section.entries]
    return [Row(number, section, entry) for number, (section, entry) in enumerate(marked, 1)]


class MarkedText(NamedTuple):
    """A text as HTML, and the places that have an id in it."""

    given: str
    html: str
    places: frozenset[Place]

    def words(self, place: Place) -> str:
        """The words at a place, on one line."""
        return printable(self.given[place.start : place.end])


def marked_text(given: str, rows: Sequence[Row], side_effect: SideEffect) -> MarkedText:
    """The text with its marks: each is a link to its first row and has the id that :func:`place_id` gives.

    Where two places share letters, the one that comes first among the rows has them.
    """
    named: dict[Place, list[Row]] = {}
    decided: dict[Place, None] = {}
    for row in rows:
        for place in row.entry.places:
            named.setdefault(place, []).append(row)
        if row.entry.decided:
            decided[row.entry.decided] = None
    owner: list[Place | None] = [None] * len(given)
    for place in (*named, *decided):
        for offset in range(place.start, min(place.end, len(given))):
            owner[offset] = owner[offset] or place
    html = []
    seen: set[Place] = set()
    for owned, offsets in groupby(range(len(given)), key=owner.__getitem__):
        stretch = list(offsets)
        shown = escape(printable_lines(given[stretch[0] : stretch[-1] + 1]))
        if owned is None or owned in seen:
            html.append(shown)
        elif owned in named:
            html.append(_marked(shown, owned, named[owned], side_effect))
        else:
            html.append(f'<span class="decided" id="{place_id(owned)}">{shown}</span>')
        if owned:
            seen.add(owned)
    return MarkedText(given, "".join(html), frozenset(seen))


def _marked(shown: str, place: Place, rows: Sequence[Row], side_effect: SideEffect) -> str:
    shown_rows = [rows[0], *(row for row in rows[1:] if row.section in _BESIDE_ANOTHER)]
    marks = list(dict.fromkeys(mark_of(row.section, side_effect) for row in shown_rows))
    signs = "".join(mark.sign for mark in marks)
    words = ", ".join(mark.words for mark in marks)
    read_as = next(filter(None, map(_read_as, rows)), "")
    if read_as and read_as.casefold() != shown.casefold():
        words += f": {read_as}"
    beside = "; ".join(filter(None, map(_beside, rows)))
    note = f' <i class="beside">{escape(beside)}</i>' if beside else ""
    return (
        f'<a class="mark {marks[0].tone}" id="{place_id(place)}" href="#row{rows[0].number}">'
        f'<b aria-hidden="true">{escape(signs)}</b>{shown}<span class="aside"> ({escape(words)})</span></a>{note}'
    )


def _read_as(row: Row) -> str:
    """What the words were read as; empty where that is what they say, or what acts together."""
    if row.section in _TITLED_BY_INGREDIENT:
        return row.entry.title.partition(" (")[0]
    unlabelled = [line.text for line in row.entry.lines if not line.label]
    return "" if row.section in _NOT_READ or not unlabelled else unlabelled[0]


def _beside(row: Row) -> str:
    """What must be read with the name itself: the correction, or why it does not count."""
    if row.section == "corrections":
        return row.entry.do
    return row.entry.badge if row.section in ("not-counted", "held") else ""


def place_id(place: Place) -> str:
    """The id of a stretch of the text on the page."""
    return f"at{place.start}"
