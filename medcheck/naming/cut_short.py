"""Names cut short, in the manner of prescribing systems, where a form or strength follows, and of people."""

from collections.abc import Sequence

from medcheck.naming.correct import correct, exact_suggestion, suggestion
from medcheck.naming.evidence import is_directed
from medcheck.naming.found import Hit, Miss, hit
from medcheck.naming.misspelt import is_as_likely, misspelt_name
from medcheck.naming.neighbours import has_dose
from medcheck.naming.salts import is_salt
from medcheck.naming.text_context import TextContext
from medcheck.naming.truncate import SURE_WHEN_CUT, expand, expand_co_name
from medcheck.naming.unknown_word import UnknownWord

_MOST_WORDS = 3
_SHORTEST_END = 4  # letters of the last word of a name that is cut short there, with no mark of it
_MOST_SHOWN = 3
_MOST_SALTS = 3  # between a name cut short and the mark that shows it


def co_name(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """A co- name: cut short ("co-amox", or "co-cod", which could be two) or misspelt; never its second part alone."""
    if not word.is_co_name:
        return None
    names = expand_co_name(context.lexicon, context.tokens[word.end - 1].norm)
    if len(names) == 1:
        return hit(word.first, word.end, (names[0],), "abbreviation", 100.0)
    if names:
        return Miss(word.first, word.end, tuple(map(exact_suggestion, names[:_MOST_SHOWN])), ambiguous=True)
    return misspelt_name(context, word)


def cut_short_name(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """The name of which up to three words are the beginnings; asked about where several fit."""
    if word.known and not word.is_salt:  # "Sod Chlor_Soln" begins with a salt
        return None
    lexicon, tokens = context.lexicon, context.tokens
    written = _words_from(context, word)
    for size in range(len(written), 0, -1):
        end = word.first + size
        shown = _is_shown_to_be_cut(context, end) or _is_between_slashes(context, word.first, end)
        if not shown and not _may_end_a_name(context, written[:size]):
            continue
        names = expand(lexicon, written[:size])
        if not names or not (shown or (len(names) == 1 and names[0].words[: size - 1] == tuple(written[: size - 1]))):
            continue
        if len(names) > 1:
            return Miss(word.first, end, tuple(map(exact_suggestion, names[:_MOST_SHOWN])), ambiguous=True)
        if names[0].commonness < SURE_WHEN_CUT:
            continue  # a rare name that happens to begin so: rather a misspelling of a common one
        if size == 1 and not _is_marked_as_cut(context, end):
            meant = correct(lexicon, written[0]).best
            if meant and is_as_likely(meant, names[0]):
                return Miss(word.first, end, (suggestion(meant), exact_suggestion(names[0])), ambiguous=True)
        while end < word.limit and tokens[end].kind == "word" and tokens[end].norm in context.language.salts:
            end += 1
        return hit(word.first, end, (names[0],), "abbreviation", 100.0)
    return None


def salt_of_metal(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """A metal with a salt that no name has in full ("potassium cit"): never passed over."""
    index = word.first
    if not word.is_salt or index + 1 >= word.limit or not is_salt(context, index + 1):
        return None
    if context.tokens[index].norm not in context.language.metals:
        return None
    names = expand(context.lexicon, [token.norm for token in context.tokens[index : index + 2]])
    if len(names) == 1:
        return hit(index, index + 2, (names[0],), "abbreviation", 100.0)
    return Miss(index, index + 2, tuple(map(exact_suggestion, names[:_MOST_SHOWN])), ambiguous=bool(names))


def _words_from(context: TextContext, word: UnknownWord) -> list[str]:
    """The words from here on that may be parts of one name, with nothing between them."""
    words: list[str] = []
    for token in context.tokens[word.first : min(word.first + _MOST_WORDS, word.limit)]:
        if token.kind != "word" or (
            words and (token.norm in context.language.forms or token.norm in context.language.units)
        ):
            break
        words.append(token.norm)
    return words


def _may_end_a_name(context: TextContext, written: Sequence[str]) -> bool:
    """Whether the last of several words is none but that of a salt, so that it may be cut short: "ferrous sulph"."""
    if len(written) < 2 or len(written[-1]) < _SHORTEST_END:
        return False
    return written[-1] in context.language.salts or not context.lexicon.known(written[-1])


def _is_marked_as_cut(context: TextContext, end: int) -> bool:
    """Whether the mark of a prescribing system's name ("Spironol_Tab") stands after a word."""
    return end < len(context.tokens) and context.tokens[end].norm == "_"


def _is_shown_to_be_cut(context: TextContext, end: int) -> bool:
    """Whether what stands after a word shows that a prescribing system cut it: "_", a dose form or a strength."""
    tokens = context.tokens
    at = end
    while (
        at < min(end + _MOST_SALTS, len(tokens))
        and tokens[at].kind == "word"
        and tokens[at].norm in context.language.salts
    ):
        at += 1
    if at >= len(tokens):
        return False
    language = context.language
    if tokens[at].norm == "_" or (tokens[at].norm in language.forms and tokens[at].norm not in language.function_words):
        return True  # but not "sodium can rise"
    if tokens[at].norm == "/":
        return "_" in context.text
    return has_dose(context, at) or is_directed(context, at)


def _is_between_slashes(context: TextContext, index: int, end: int) -> bool:
    """Whether a word is a whole part of a row of ingredients between slashes, as payers cut them to a length."""
    sides = [context.tokens[at] for at in (index - 1, end) if 0 <= at < len(context.tokens)]
    return any(side.norm == "/" for side in sides) and all(side.kind in ("mark", "line") for side in sides)
