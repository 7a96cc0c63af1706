"""A text as the search for names sees it: its tokens and items, and the names that its words may belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from medcheck.document.items import Item, split_items
from medcheck.document.tokens import Token, tokenise
from medcheck.knowledge.names import Name
from medcheck.language import Language
from medcheck.naming.lexicon import Lexicon

_INSIDE_NAMES = frozenset("-/_'&+\\#")
_MOST_BETWEEN_WORDS = 3  # tokens between two words of one name: a mark, a line end and one more
_LONGEST_DOTTED = 3  # "Vit. D": a longer word before a dot ends its sentence


@dataclass(frozen=True, slots=True)
class TextContext:
    """One text with all that the search for names looks at."""

    text: str
    tokens: Sequence[Token]
    items: Sequence[Item]
    lexicon: Lexicon
    as_of: date | None = None  # the day on which the list is looked at, where it is known
    _next_words: dict[int, int | None] = field(default_factory=dict)  # asked for again and again

    @property
    def language(self) -> Language:
        """The words of the language that the text is read in."""
        return self.lexicon.language


def context_of(text: str, lexicon: Lexicon, as_of: date | None = None) -> TextContext:
    """The context of a text as somebody wrote it."""
    tokens = tokenise(text, lexicon.language)
    return TextContext(text, tokens, split_items(text, tokens, lexicon.language), lexicon, as_of)


def names_at(context: TextContext, index: int) -> Sequence[Name]:
    """The names that may stand here by their first two words, longest first."""
    after = next_word(context, index)
    tokens = context.tokens
    return context.lexicon.names_by_first_two_words(tokens[index].norm, None if after is None else tokens[after].norm)


def follow(context: TextContext, index: int, words: Sequence[str]) -> int | None:
    """The token index after the last of these words, if they stand here one after the other."""
    at = index
    for word in words[1:]:
        after = next_word(context, at)
        if after is None or not _same(context.tokens[after].norm, word, context.language.short_forms):
            return None
        at = after
    return at + 1


def next_word(context: TextContext, index: int) -> int | None:
    """The next word or number of one name, over a hyphen, slash or line end; None where no name goes on."""
    known = context._next_words
    if index not in known:
        known[index] = _find_next_word(context.tokens, index)
    return known[index]


def _find_next_word(tokens: Sequence[Token], index: int) -> int | None:
    previous = tokens[index]
    for at in range(index + 1, min(index + 1 + _MOST_BETWEEN_WORDS, len(tokens))):
        token = tokens[at]
        if token.kind in ("word", "number"):
            return at
        if token.kind == "line":
            if previous.kind == "number":
                return None
        elif token.norm == ".":
            if previous.kind != "word" or len(previous.norm) > _LONGEST_DOTTED:
                return None
        elif token.norm not in _INSIDE_NAMES:
            return None
    return None


def _same(written: str, word: str, short_forms: Mapping[str, str]) -> bool:
    return written == word or short_forms.get(written, written) == short_forms.get(word, word)
