"""Lines for a terminal: how wide, in which style, where they break."""

from collections.abc import Iterable
from textwrap import wrap

from medcheck.records import Source
from medcheck.report.layout import Layout
from medcheck.report.sources import References, cite

NARROWEST, WIDEST = 40, 100  # longer lines are hard to read
BOLD, HEADING = "1", "36;1"  # ANSI codes
# The colour of a heading and the mark before an entry, by how pressing they are.
COLOURS = {"danger": "31;1", "caution": "33;1", "plain": "36;1", "quiet": "1"}
MARKS = {"danger": "!", "caution": "*", "plain": "-", "quiet": "-"}


def column_width(columns: int) -> int:
    """The width to write at on a terminal of so many columns."""
    return max(NARROWEST, min(WIDEST, columns))


def styled(text: str, code: str, colour: bool) -> str:
    """Text in an ANSI style, or as it is where colour is not welcome."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most ``width`` columns; a word that is longer (a web address) stays whole."""
    return wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]


def with_bold_title(line: str, title: str, colour: bool) -> str:
    """A line with the title in it set bold, where colour is welcome."""
    return line.replace(title, styled(title, BOLD, True), 1) if colour else line


def source_lines(sources: Iterable[Source], width: int) -> list[str]:
    """The numbered list of sources at the end of a report."""
    return [
        line
        for number, source in enumerate(sources, 1)
        for line in wrapped(f"[{number}] {cite(source)}", width, "", "    ")
    ]


class TerminalPage:
    """A page that grows line by line, and lists at its end the sources that it cited."""

    def __init__(self, layout: Layout) -> None:
        self._width = column_width(layout.width)
        self._colour = layout.colour
        self._lines: list[str] = []
        self._references = References()

    def heading(self, text: str) -> None:
        """A heading; the first is the page's title."""
        if self._lines:
            self._lines += ["", styled(text.upper(), HEADING, self._colour)]
        else:
            self._lines.append(styled(text, BOLD, self._colour))

    def entry(self, text: str) -> None:
        """The title of one of many entries under the same heading."""
        self._lines += ["", styled(text, BOLD, self._colour)]

    def say(self, text: str, first: str = "", rest: str = "") -> None:
        """A paragraph; ``first`` and ``rest`` begin its first line and the others."""
        self._lines += wrapped(text, self._width, first, rest)

    def refs(self, sources: Iterable[Source]) -> str:
        """The numbers under which these sources stand at the end of the page."""
        return "".join(f"[{number}]" for number in self._references.numbers(sources))

    def text(self) -> str:
        """The whole page."""
        cited = self._references.listed()
        if cited:
            self.heading("Sources")
            self._lines += source_lines(cited, self._width)
        return "\n".join(self._lines) + "\n"
