"""A page about a medicine as parts, for whatever shows it: a web page, JSON."""

from collections.abc import Iterable
from typing import NamedTuple

from medcheck.records import Source
from medcheck.report.sources import References


class PagePart(NamedTuple):
    """Paragraphs under a title; ``is_entry`` is True of one of many under the heading before it."""

    title: str
    paragraphs: list[str]
    is_entry: bool = False


class PlainPage:
    """What :class:`medcheck.report.terminal.TerminalPage` is for a terminal, without lines."""

    def __init__(self) -> None:
        self.parts: list[PagePart] = []
        self._references = References()

    def heading(self, text: str) -> None:
        """A heading; the first is the page's title."""
        self.parts.append(PagePart(text, []))

    def entry(self, text: str) -> None:
        """The title of one of many entries under the same heading."""
        self.parts.append(PagePart(text, [], True))

    def say(self, text: str, first: str = "", rest: str = "") -> None:  # noqa: ARG002 - how lines begin on a terminal
        """A paragraph."""
        if not self.parts:
            self.parts.append(PagePart("", []))
        self.parts[-1].paragraphs.append(text.strip())

    def refs(self, sources: Iterable[Source]) -> str:
        """The numbers under which these sources stand in ``sources()``."""
        return "".join(f"[{number}]" for number in self._references.numbers(sources))

    def sources(self) -> tuple[Source, ...]:
        """All that were cited, by number."""
        return self._references.listed()
