"""A text as the search for names sees it: its tokens and items, and which word may go on from which."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from medcheck.document.items import Item, split_items
from medcheck.document.labels import Label, read_labels
from medcheck.document.lines import Line, read_lines
from medcheck.document.tokens import Token, tokenise
from medcheck.naming.lexicon import Lexicon
from medcheck.results.names import may_hold_results, places_of_analytes

if TYPE_CHECKING:
    from medcheck.results.read import FoundResult

_INSIDE_NAMES = frozenset("-/_'&+\\#")
_MOST_BETWEEN_WORDS = 3  # tokens between two words of one name: a mark, a line end and one more
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
_LONGEST_DOTTED = 3  # "Vit. D": a longer word before a dot ends its sentence


class TextContext:
    """One text with all that the search for names looks at.

    ``layout``: the text with plain spaces, by which its lines and cells are told: pages have others ("&nbsp;").
    ``as_of``: the day on which the list is looked at, where it is known.
    """

    def __init__(self, text: str, lexicon: Lexicon, as_of: date | None = None) -> None:
        self.text = text
        self.layout = text if text.isascii() else text.translate(_SPACES)
        self.lexicon = lexicon
        self.language = lexicon.language
        self.as_of = as_of
        self.tokens: Sequence[Token] = tokenise(self.layout, self.language)
        self.items: Sequence[Item] = split_items(self.layout, self.tokens, self.language)
        self.next_words: dict[int, int | None] = {}  # see next_word
        self._places_of_analytes = places_of_analytes(self.tokens, self.language)
        # Whether something that laboratories measure may be named.
        self.may_hold_results = may_hold_results(self.layout, self.tokens, self._places_of_analytes, self.language)

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines of the text."""
        return read_lines(self.layout, self.tokens)

    @cached_property
    def labels(self) -> Sequence[Label]:
        """All that is written like a label."""
        return read_labels(self.layout, self.tokens, self.lines)

    @cached_property
    def results(self) -> "Sequence[FoundResult]":
        """The laboratory values of the text."""
        if not self.may_hold_results:
            return ()
        from medcheck.results.read import read_results  # 5 ms, for the texts that hold one

        return read_results(
            self.layout, self.tokens, self.lines, self._places_of_analytes, self.language, self.lexicon.measures
        )


def next_word(context: TextContext, index: int) -> int | None:
    """The next word or number of one name, over a hyphen, slash or line end; None where no name goes on."""
    known = context.next_words
    if index not in known:
        known[index] = _find_next_word(context.tokens, index)
    return known[index]


def next_word_of_line(context: TextContext, index: int) -> int | None:
    """The same, but None where a line ends before it."""
    after = next_word(context, index)
    return None if after is None or is_over_line_end(context, index, after) else after


def is_over_line_end(context: TextContext, index: int, after: int) -> bool:
    """Whether a line ends between two words of which the later is ``next_word`` of the earlier.

    A hyphen glued to the first ("bendroflu-" at the end of a line) joins them all the same.
    """
    tokens = context.tokens
    if after == index + 1 or tokens[after - 1].kind != "line":
        return False
    return tokens[index + 1].norm != "-" or tokens[index + 1].start != tokens[index].end


def _find_next_word(tokens: Sequence[Token], index: int) -> int | None:
    previous = tokens[index]
    for at, token in enumerate(tokens[index + 1 : index + 1 + _MOST_BETWEEN_WORDS], index + 1):
        if token.kind == "word" or token.kind == "number":
            return at
        if token.kind == "line":
            return _first_word_of_line(tokens, at + 1) if previous.kind == "word" else None
        if token.norm == ".":
            if previous.kind != "word" or len(previous.norm) > _LONGEST_DOTTED:
                return None
        elif token.norm not in _INSIDE_NAMES:
            return None
    return None


def _first_word_of_line(tokens: Sequence[Token], index: int) -> int | None:
    """The word that a line begins with: after a bullet or a list number, and after an empty line, no name goes on."""
    return index if index < len(tokens) and tokens[index].kind == "word" else None
