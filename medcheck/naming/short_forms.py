"""Short forms of several meanings, settled by their context: "MTX 15 mg weekly", "pred 5".

A meaning is settled where a word of the language's table `settling` stands in the same item, or where the text names
the medicine in full and the short form is how that name begins: "dexamethasone ... dex". Another short form it does not
settle: "HCT 25 mg" beside a cream of hydrocortisone is as likely the diuretic. Two medicines that mean different things
are never guessed between.
"""

from collections.abc import Sequence

from medcheck.naming.correct import exact_suggestion
from medcheck.naming.evidence import has_dose_beside
from medcheck.naming.found import Found, Hit, hit
from medcheck.naming.surroundings import item_at
from medcheck.naming.text_context import TextContext
from medcheck.naming.unknown_word import UnknownWord


def settle_short_forms(context: TextContext, found: Sequence[Found]) -> list[Found]:
    """What was found, each short form of several meanings with the one that its context settles, if it does."""
    open_ones = [entry for entry in found if isinstance(entry, Hit) and _is_open(entry)]
    if not open_ones:
        return list(found)
    named = {
        (entry.names[0].compact_key, entry.names[0].meaning)
        for entry in found
        if isinstance(entry, Hit) and not _is_open(entry)
    }
    settled: dict[str, tuple[str, ...]] = {}
    for entry in open_ones:
        key = entry.names[0].compact_key
        meanings = {name.meaning for name in entry.names}
        told = meanings & {meaning for written, meaning in named if written.startswith(key)}
        told = told or meanings & _by_words(context, entry)
        if len(told) == 1:
            settled.setdefault(key, told.pop())
    return [_settled(entry, settled) if isinstance(entry, Hit) else entry for entry in found]


def _is_open(hit: Hit) -> bool:
    return len({name.meaning for name in hit.names}) > 1 and hit.names[0].kind == "abbreviation"


def _by_words(context: TextContext, hit: Hit) -> set[tuple[str, ...]]:
    """The meanings that a word of the item, or one that always does, settles."""
    return {(ingredient,) for ingredient in _ingredients(context, hit.names[0].compact_key, hit.first)}


def _ingredients(context: TextContext, short_form: str, index: int) -> set[str]:
    rows = context.language.settling.get(short_form)
    if not rows:
        return set()
    item = context.items[item_at(context, index)]
    words = {token.norm for token in context.tokens[item.first : item.last]}
    return {ingredient for ingredient, word in rows if word in words or word == "*"}


def settled_short_form(context: TextContext, word: UnknownWord) -> Hit | None:
    """A short form that is no name of the tables, with a dose and a word that settles it: "met 1 g bd"."""
    ingredients = _ingredients(context, word.written, word.first)
    if len(ingredients) != 1 or not has_dose_beside(context, word.first, word.end):
        return None
    names = tuple(name for name in context.lexicon.by_compact_key(ingredients.pop()) if name.kind == "ingredient")
    return hit(word.first, word.end, names, "abbreviation", 100.0) if names else None


def _settled(hit: Hit, settled: dict[str, tuple[str, ...]]) -> Hit:
    meaning = settled.get(hit.names[0].compact_key) if _is_open(hit) else None
    if meaning is None:
        return hit
    chosen = next(name for name in hit.names if name.meaning == meaning)
    other = next(name for name in hit.names if name.meaning != meaning)
    return hit._replace(names=(chosen,), runner_up=exact_suggestion(other))
