"""Names of several meanings, settled by their context: "MTX 15 mg weekly", "pred 5" beside acetaminophen.

A meaning is settled, in this order, where it makes a product that there is of the medicines joined to it
("losartan/HCT"); where the text names the medicine in full and the short form is how that name begins
("dexamethasone ... dex"); where a word of the language's table `settling` stands in the same item; where the
name means that medicine in the country in which the list was written; and where the table says that nothing else need
be known, because the meanings have the same associations. Another short form does not settle one: "HCT 25 mg" beside a
cream of hydrocortisone is as likely the diuretic. Two medicines that mean different things are never guessed between.
"""

from collections.abc import Sequence

from medcheck.knowledge.names import Name
from medcheck.naming.correct import exact_suggestion
from medcheck.naming.evidence import has_dose_beside, is_directed
from medcheck.naming.found import Found, Hit, hit
from medcheck.naming.surroundings import item_at
from medcheck.naming.text_context import TextContext
from medcheck.naming.unknown_word import UnknownWord

ANYWHERE = "*"  # in the table: where nothing else settles it
_ADDS = ("/", "+", "&")
_JOINS = ("/", "-", "+", "&")


def settle_short_forms(context: TextContext, found: Sequence[Found]) -> list[Found]:
    """What was found, each name of several meanings with the one that its context settles, if it does."""
    open_ones = [entry for entry in found if isinstance(entry, Hit) and _is_open(entry)]
    local = [entry for entry in found if isinstance(entry, Hit) and context.lexicon.is_local(entry.names[0])]
    if not open_ones and not local:
        return list(found)
    countries: frozenset[str] = frozenset()
    if local:
        from medcheck.naming.country import countries_of

        countries = countries_of(context, found)
    named = {
        (entry.names[0].compact_key, entry.names[0].meaning)
        for entry in found
        if isinstance(entry, Hit) and not _is_open(entry)
    }
    in_product = _in_products(context, found, open_ones)
    settled: dict[str, Name] = {}
    for entry in (*open_ones, *local):
        key = entry.names[0].compact_key
        alike = {name.meaning: name for name in context.lexicon.by_compact_key(key)}
        by_words = _ingredients(context, key, entry.first)
        in_full = {meaning for written, meaning in named if written.startswith(key)} if _is_open(entry) else set()
        here = {meaning for meaning, name in alike.items() if countries.intersection(name.countries)}
        possible = in_full or {(ingredient,) for ingredient in by_words.get(False, ())}
        if not possible:
            possible = here if len(here) == 1 else {(ingredient,) for ingredient in by_words.get(True, ())}
        meant = alike.keys() & possible
        if len(meant) == 1:
            settled.setdefault(key, alike[meant.pop()])
    result: list[Found] = []
    for one in found:
        if isinstance(one, Hit):
            chosen = in_product.get(one.first) or settled.get(one.names[0].compact_key)
            one = _with_meaning(one, chosen) if chosen else one
        result.append(one)
    return result


def _is_open(hit: Hit) -> bool:
    return len({name.meaning for name in hit.names}) > 1 and hit.names[0].kind == "abbreviation"


def _in_products(context: TextContext, found: Sequence[Found], open_ones: Sequence[Hit]) -> dict[int, Name]:
    """By its first token, the only meaning of a name that makes a product of what is joined to it."""
    hits = [entry for entry in found if isinstance(entry, Hit)]
    meant: dict[int, Name] = {}
    for entry in open_ones:
        joined = _joined_to(context, hits, entry)
        fitting = [name for name in entry.names if joined and context.lexicon.is_product({*joined, *name.meaning})]
        if len({name.meaning for name in fitting}) == 1:
            meant[entry.first] = fitting[0]
    return meant


def _joined_to(context: TextContext, hits: Sequence[Hit], entry: Hit) -> set[str]:
    """The ingredients of the names to which a mark such as a slash, or nothing between them, joins a name.

    Another short form of two meanings, or the same again ("MSO4 MSO4"), says nothing.
    """
    chain: list[Hit] = []
    for one in hits:
        if not chain or not _are_joined(context, chain[-1].last, one.first):
            if entry in chain:
                break
            chain = []
        chain.append(one)
    return {ingredient for one in chain if not _is_open(one) for ingredient in one.names[0].ingredients}


def _are_joined(context: TextContext, last: int, first: int) -> bool:
    return last == first or (last + 1 == first and context.tokens[last].norm in _JOINS)


def _ingredients(context: TextContext, short_form: str, index: int) -> dict[bool, set[str]]:
    """What words of the item settle (False), and what is meant where nothing does (True)."""
    rows = context.language.settling.get(short_form)
    if not rows:
        return {}
    item = context.items[item_at(context, index)]
    words = {token.norm for token in context.tokens[item.first : item.last]}
    return {
        False: {ingredient for ingredient, word in rows if word in words},
        True: {ingredient for ingredient, word in rows if word == ANYWHERE},
    }


def settled_short_form(context: TextContext, word: UnknownWord) -> Hit | None:
    """A short form that is no name of the tables, with a word that settles it: "met 1 g bd", "bud/formoterol"."""
    if word.written not in context.language.settling:
        return None
    by_words = _ingredients(context, word.written, word.first)
    ingredients = set().union(*by_words.values())
    if len(ingredients) != 1:
        return None
    beside = has_dose_beside(context, word.first, word.end) or _is_joined(context, word)
    if not beside and not _is_counted(context, word, bool(by_words.get(True))) and not _is_not_tolerated(context, word):
        return None
    compact_key = ingredients.pop().replace(" ", "")
    names = tuple(name for name in context.lexicon.by_compact_key(compact_key) if name.kind == "ingredient")
    return hit(word.first, word.end, names, "abbreviation", 100.0) if names else None


def _is_counted(context: TextContext, word: UnknownWord, by_any: bool) -> bool:
    """Whether a number that says how much follows: any if nothing else may be meant ("biso 2.5"), else "met 1000"."""
    tokens, end = context.tokens, word.end
    if end >= len(tokens) or tokens[end].kind != "number":
        return False
    if by_any:
        return True
    settles = any(tokens[end].norm == settling for _, settling in context.language.settling[word.written])
    return settles and (is_directed(context, end) or end + 1 >= len(tokens) or tokens[end + 1].kind != "word")


def _is_not_tolerated(context: TextContext, word: UnknownWord) -> bool:
    """Whether a word for an intolerance stands right after: "pen allergic"."""
    after = context.tokens[word.end : word.end + 2]
    after = after[1:] if after and after[0].norm == "-" else after[:1]
    return bool(after) and after[0].norm in context.language.words_for_intolerance


def _is_joined(context: TextContext, word: UnknownWord) -> bool:
    """Whether a mark joins a short form to another name: "bud/formoterol", "cefazolin + metro"."""
    return any(context.tokens[at].norm in _ADDS for at in (word.first - 1, word.end) if 0 <= at < len(context.tokens))


def _with_meaning(hit: Hit, chosen: Name) -> Hit:
    if len(hit.names) == 1 and hit.names[0].meaning == chosen.meaning:
        return hit
    other = next(name for name in (*hit.names, chosen) if name.meaning != chosen.meaning)
    return hit._replace(names=(chosen,), runner_up=exact_suggestion(other))
