"""Names that stand in a text as the tables have them, on one line or, where that is sure, over a line end.

A narrow column wraps names ("Isosorbide / mononitrate 20 mg"), but the last word of one entry and the first of the next
may make a name by chance ("one at night / nurse to visit", "daily / vitamin E").
"""

from collections.abc import Mapping, Sequence

from medcheck.knowledge.names import Name
from medcheck.naming.text_context import TextContext, is_over_line_end, next_word, next_word_of_line


def names_at(context: TextContext, index: int) -> Sequence[Name]:
    """The names that may stand here by their first two words, longest first."""
    after = next_word(context, index)
    tokens = context.tokens
    return context.lexicon.names_by_first_two_words(tokens[index].norm, None if after is None else tokens[after].norm)


def follow(context: TextContext, index: int, name: Name) -> int | None:
    """The token index after the last word of a name, if its words stand here one after the other."""
    at = index
    for word in name.words[1:]:
        after = next_word(context, at)
        if after is None or not _same(context.tokens[after].norm, word, context.language.short_forms):
            return None
        joint = context.tokens[at + 1 : after]
        if word.isdigit() and "+" not in name.name and any(token.norm == "+" for token in joint):
            return None  # "K+ 1" is no vitamin K1
        if is_over_line_end(context, at, after) and not _is_wrapped(context, name, index, at, after):
            return None
        at = after
    return at + 1


def _is_wrapped(context: TextContext, name: Name, first: int, last: int, after: int) -> bool:
    """Whether a name that begins at ``first`` surely goes on after the line that ends with the word at ``last``.

    The next line must not stand for itself, the words before must not be the directions of another medicine, and one
    of them must be out of place in any other reading.
    """
    tokens, lexicon, language = context.tokens, context.lexicon, context.language
    second = tokens[after].norm
    before = [token.norm for token in tokens[first : last + 1] if token.kind in ("word", "number")]
    if second in language.sig_words or second in language.phrase_words or _begins_name_of_line(context, after):
        return False
    if all(word in language.sig_words or word in language.phrase_words for word in before):
        return False
    alone = {other.meaning for other in lexicon.by_compact_key("".join(before))}
    if name.meaning in alone or second in language.salts or not lexicon.known(second):
        return True
    if alone:
        return False
    begins_line = first == 0 or tokens[first - 1].kind == "line"
    return begins_line or not all(map(lexicon.known, before))


def _begins_name_of_line(context: TextContext, index: int) -> bool:
    """Whether a whole name begins with the first word of a line and ends on it."""
    after = next_word_of_line(context, index)
    tokens = context.tokens
    names = context.lexicon.names_by_first_two_words(tokens[index].norm, None if after is None else tokens[after].norm)
    return any(_stands_on_line(context, index, name) for name in names)


def _stands_on_line(context: TextContext, index: int, name: Name) -> bool:
    at = index
    for word in name.words[1:]:
        after = next_word_of_line(context, at)
        if after is None or not _same(context.tokens[after].norm, word, context.language.short_forms):
            return False
        at = after
    return True


def _same(written: str, word: str, short_forms: Mapping[str, str]) -> bool:
    return written == word or short_forms.get(written, written) == short_forms.get(word, word)
