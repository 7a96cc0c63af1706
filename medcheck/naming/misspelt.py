"""Misspelt names, and words that look like a medicine and are like no name."""

from medcheck.knowledge.names import Commonness, Name
from medcheck.naming.correct import Candidate, Correction, correct, exact_suggestion, is_worth_showing, suggestion
from medcheck.naming.evidence import is_directed
from medcheck.naming.found import Hit, Miss, hit
from medcheck.naming.neighbours import has_dose, may_introduce_medicine
from medcheck.naming.salts import end_with_salts
from medcheck.naming.text_context import TextContext, next_word_of_line
from medcheck.naming.truncate import SHORTEST_ALONE, SHORTEST_DOSED, SURE_WHEN_CUT, expand
from medcheck.naming.unknown_word import UnknownWord

LONGEST_CODE = 6  # characters with a digit among them
_MOST_SHOWN = 3
MOST_EDITS = 9  # more than any correction has


def dosed_short_form(context: TextContext, word: UnknownWord) -> Miss | None:
    """A word too short to correct, but with a dose after it: somebody's abbreviation."""
    if word.known or not word.is_short or len(context.tokens[word.first].norm) < 2:
        return None
    if not may_introduce_medicine(context, word.first) or not has_dose(context, word.end):
        return None
    return Miss(word.first, word.end, (), ambiguous=False) if context.tokens[word.end].kind == "number" else None


def misspelt_name(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """The medicine that an unknown word is sure to stand for, alone or with the next word; else a question."""
    if word.known or (word.is_short and not word.is_co_name):
        return None
    corrections = _corrections(context, word)
    for end, correction in corrections:
        best = correction.best
        if not best or not correction.certain or (end != word.end and not _spans(context, best, end)):
            continue
        if _is_maker(context, best, end, word.limit):
            continue
        if best.name.commonness < Commonness.EVERYDAY and context.lexicon.is_misspelt_direction(word.written):
            continue  # "mornin" is nearer to the morning than to a name that few lists have
        return _as_corrected(context, word, end, best, correction.others)
    nearest = min((correction.best.edits for _, correction in corrections if correction.best), default=MOST_EDITS)
    lexicon = context.lexicon
    if not lexicon.is_misspelt_direction(word.written):
        clipped = clipped_name(context, word)
        if clipped:
            return clipped
    if lexicon.is_misspelt_direction(word.written) or (
        nearest > 1 and lexicon.is_misspelt_word(word.written) and not _is_dosed(context, word.end)
    ):
        return None  # "mornign", "appointmnt": nearer to an ordinary word than to any medicine
    for end, correction in reversed(corrections):
        if correction.best:
            near = (correction.best, *correction.others)
            shown = tuple(suggestion(candidate) for candidate in near if is_worth_showing(candidate))
            return Miss(word.first, end, shown, ambiguous=len(shown) > 1)
    if _is_short_code(context, word):
        return None
    return Miss(word.first, word.end, (), ambiguous=False)


def clipped_name(context: TextContext, word: UnknownWord) -> Hit | Miss | None:
    """A name as people clip it ("metoclop"): sure where it begins one medicine's name alone and is near to no other.

    Four letters need a dose. None for the beginning of a rare name.
    """
    lexicon = context.lexicon
    if not word.written.isalpha() or lexicon.by_compact_key(word.written):
        return None  # what is a name as a whole has been looked at as such
    dosed = has_dose(context, word.end) or _is_dosed(context, word.end)
    shortest = SHORTEST_DOSED if dosed else SHORTEST_ALONE
    names = expand(lexicon, [word.written], shortest)
    if not names or names[0].commonness < SURE_WHEN_CUT:
        return None
    meant = correct(lexicon, word.written).best
    if len(names) == 1 and not (meant and is_as_likely(meant, names[0])):
        return hit(word.first, word.end, (names[0],), "abbreviation", 100.0)
    near = [suggestion(meant)] if meant and is_as_likely(meant, names[0]) else []
    offered = (*near, *map(exact_suggestion, names[:_MOST_SHOWN]))
    return Miss(word.first, word.end, offered, ambiguous=True)


def is_as_likely(meant: Candidate, name: Name) -> bool:
    """Whether a word may as well be the name in ordinary use of another medicine than it begins, with a slip in it."""
    return meant.edits == 1 and meant.name.meaning != name.meaning and meant.name.commonness >= SURE_WHEN_CUT


def _is_dosed(context: TextContext, index: int) -> bool:
    """Whether a number with a unit of doses or a route stands here: whatever is before is like, something is dosed."""
    after = context.tokens[index : index + 2]
    if len(after) < 2 or after[0].kind != "number":
        return False
    return after[1].norm in context.language.dose_units or is_directed(context, index)


def _is_short_code(context: TextContext, word: UnknownWord) -> bool:
    """Whether a few letters and digits that are like no name are a code, as of a diagnosis or batch: "XE2BZ"."""
    is_mixed = not word.written.isalpha() and len(word.written) <= LONGEST_CODE
    return is_mixed and not has_dose(context, word.end)


def _corrections(context: TextContext, word: UnknownWord) -> list[tuple[int, Correction]]:
    """What this word with the next may stand for, and what it may alone, each with its end."""
    lexicon, tokens = context.lexicon, context.tokens
    found: list[tuple[int, Correction]] = []
    after = next_word_of_line(context, word.end - 1)
    if after is not None and after < word.limit and tokens[after].kind == "word":
        second = tokens[after].norm
        apart = second in context.language.sig_words or lexicon.word_kind(second) is not None
        if not apart or _is_hyphenated(context, word.end - 1, after):
            found.append((after + 1, correct(lexicon, word.written + second)))
    found.append((word.end, correct(lexicon, word.written)))
    return found


def _is_hyphenated(context: TextContext, index: int, after: int) -> bool:
    """Whether a hyphen and nothing else joins two words: "Rosucor-ASP" is one name, though "asp" is shorthand."""
    return context.text[context.tokens[index].end : context.tokens[after].start] == "-"


def _as_corrected(
    context: TextContext, word: UnknownWord, end: int, best: Candidate, others: tuple[Candidate, ...]
) -> Hit | Miss:
    """The correction, unless the word is as well the beginning of another medicine's name ("citalo 20")."""
    cut = [name for name in expand(context.lexicon, [word.written]) if name.commonness >= SURE_WHEN_CUT]
    if cut and end == word.end and best.name.meaning not in {name.meaning for name in cut}:
        return Miss(word.first, end, (suggestion(best), *map(exact_suggestion, cut[:2])), ambiguous=True)
    runner_up = suggestion(others[0]) if others else None
    end = end_with_salts(context, best.name, end)
    return hit(word.first, end, (best.name,), "fuzzy", best.score, runner_up)


def _is_maker(context: TextContext, best: Candidate, end: int, limit: int) -> bool:
    """Whether the word may be the maker of another ingredient right after it ("Acme Furosemide")."""
    tokens = context.tokens
    if end != limit or end >= len(tokens) or tokens[end].kind != "word" or best.name.kind != "brand":
        return False
    after = [name for name in context.lexicon.starting_with(tokens[end].norm) if name.kind == "ingredient"]
    return bool(after) and not any(set(name.ingredients) & set(best.name.ingredients) for name in after)


def _spans(context: TextContext, best: Candidate, end: int) -> bool:
    """Whether a correction of two words joined is better than leaving the second word to itself."""
    return len(best.name.words) > 1 or not context.lexicon.starting_with(context.tokens[end - 1].norm)
