"""What the tables do not have as it is written: joined, split, truncated and misspelt names, and unknown words.

Between the exact names of an item, each word is given to the strategies of :mod:`medcheck.naming.strategies`, which a
start loads for the first such word. Words of directions and ordinary words are left alone.
"""

from collections import deque
from collections.abc import Callable, Sequence

from medcheck.document.items import Item
from medcheck.knowledge.names import Commonness
from medcheck.naming.evidence import is_enough, is_object_of_handling, is_sure_enough, is_worth_asking
from medcheck.naming.found import Device, Found, Hit, Miss, UnfamiliarWord
from medcheck.naming.neighbours import may_introduce_medicine
from medcheck.naming.surroundings import IN_PROSE, Surroundings
from medcheck.naming.text_context import TextContext, next_word
from medcheck.naming.unknown_word import CO, UnknownWord, unknown_word_at

# In prose, without any other evidence, only a long everyday name with light slips in it is taken for misspelt.
SHORTEST_SURE_IN_PROSE = 8
SHORTEST_SURE_OBJECT = 6  # of a verb of having: "brought naproxn from home"
SHORTEST_UNFAMILIAR = 3  # letters of a name of the tables: "Fe" is in Santa Fe
SHORTEST_CLIPPED_IN_PROSE = 6  # "metoclop"
LOWEST_SURE_SCORE = 88.0

_TOKENS_OF_LABEL = 3
_OPENS = frozenset("([")
_PARTS = _OPENS | frozenset(",;+&/")  # marks between a device and a medicine beside it


def names_of_item(
    context: TextContext, item: Item, exact: Sequence[Found], begin: int, around: Callable[[], Surroundings]
) -> list[Found]:
    """The names of an item, exact and guessed; a dressing or device at its head makes all of it none.

    ``begin``: the token up to which a name of the item before reaches.
    """
    exact = [found for found in exact if not (isinstance(found, Device) and _is_label(context, found, item.last))]
    if exact and isinstance(exact[0], Device):
        return [
            found
            if isinstance(found, Device) or _is_apart_from_device(context, exact[0], found, around)
            else _of_device(found)
            for found in exact
        ]
    has_device = any(isinstance(found, Device) for found in exact)
    result: list[Found] = []
    index = max(item.first, begin)
    ahead = deque(exact)
    while True:
        limit = ahead[0].first if ahead else item.last
        found = None if has_device else _next_guess(context, index, limit, around)
        if found:
            # "losarttan potassium": what is the salt of a guess is no medicine of its own
            while ahead and ahead[0].last <= found.last:
                ahead.popleft()
            if ahead:
                found = found._replace(last=min(found.last, ahead[0].first))
            result.append(found)
            index = found.last
        elif ahead and index < item.last:
            result.append(ahead.popleft())
            index = max(index, result[-1].last)
        else:
            return result or _dosed_ordinary_word(context, item)


def _next_guess(
    context: TextContext, begin: int, limit: int, around: Callable[[], Surroundings]
) -> Hit | Miss | UnfamiliarWord | None:
    """The first guess at a word from one token to before another."""
    tokens = context.tokens
    for index in range(begin, limit):
        if tokens[index].kind == "word":
            found = guess_at(context, index, limit, around)
            if found:
                return found
    return None


def guess_at(
    context: TextContext, index: int, limit: int, around: Callable[[], Surroundings]
) -> Hit | Miss | UnfamiliarWord | None:
    """What the first strategy that applies makes of the word here, if anything speaks for a medicine."""
    if _has_no_part_in_a_name(context, index):
        return None
    word = unknown_word_at(context, index, limit)
    if word is None or (not word.known and context.lexicon.known(word.written)):
        return None
    from medcheck.naming.misspelt import clipped_name, misspelt_name
    from medcheck.naming.strategies import by_strategies

    if not word.known and not is_enough(context, around(), word.first, word.end):
        if context.lexicon.is_lookalike(word.written):
            return None
        had = is_object_of_handling(context, word.first)
        shortest = SHORTEST_SURE_OBJECT if had else SHORTEST_SURE_IN_PROSE
        found = misspelt_name(context, word) if len(word.written) >= shortest else None
        if isinstance(found, Hit):
            if found.last > word.end and is_enough(context, around(), word.first, found.last):
                return found  # "certolizumb pegol 200 mg as directed": what speaks for it stands after its second word
            if (_is_sure(found) or (had and _is_everyday(found))) and is_sure_enough(
                context, around(), word.first, word.end
            ):
                return found
        if len(word.written) >= SHORTEST_CLIPPED_IN_PROSE and is_sure_enough(context, around(), word.first, word.end):
            clipped = clipped_name(context, word)
            if isinstance(clipped, Hit):
                return clipped
        return _unfamiliar(context, word)
    found = by_strategies(context, word)
    if isinstance(found, Miss) and not word.known and not is_worth_asking(context, around(), word.first, word.end):
        return UnfamiliarWord(word.first, word.end)
    return found or (None if word.known else _unfamiliar_name(context, word))


def _unfamiliar(context: TextContext, word: UnknownWord) -> UnfamiliarWord | None:
    """An unknown word that nothing speaks for, if it is long enough for a name."""
    return _unfamiliar_name(context, word) if word.is_short else UnfamiliarWord(word.first, word.end)


def _unfamiliar_name(context: TextContext, word: UnknownWord) -> UnfamiliarWord | None:
    """A word that is a name of the tables and no other word, where it is not meant ("prev dex - crash")."""
    if len(word.written) < SHORTEST_UNFAMILIAR or not context.lexicon.by_compact_key(word.written):
        return None
    return UnfamiliarWord(word.first, word.end)


def _has_no_part_in_a_name(context: TextContext, index: int) -> bool:
    """Whether the word here is known and goes on with a known word, a number apart from it, a line end or a mark.

    No strategy makes a name of it then. Most words between the names of a list are such, and to ask all of
    the strategies about each took 4 % of a check.
    """
    tokens, language, known = context.tokens, context.language, context.lexicon.known
    token = tokens[index]
    norm = token.norm
    if not known(norm) or norm in language.salts_not_units or norm in language.settling or norm == CO:
        return False
    if index + 1 >= len(tokens):
        return True
    after = tokens[index + 1]
    if after.kind == "word":
        return known(after.norm)
    if after.kind == "mark":  # but for one over which a name goes on, and the hyphen of a code
        return after.norm != "-" and next_word(context, index) is None
    return after.kind == "line" or after.start > token.end


def guess_dosed(context: TextContext) -> Hit | Miss | None:
    """What an unknown word is with which a text begins, where its dose alone is evidence enough for a medicine.

    None where it is known, or such that no strategy looks at it.
    """
    word = unknown_word_at(context, 0, len(context.tokens))
    if word is None or word.known or context.lexicon.known(word.written):
        return None
    from medcheck.naming.strategies import by_strategies

    return by_strategies(context, word)


def _is_sure(found: Hit) -> bool:
    return found.score >= LOWEST_SURE_SCORE and _is_everyday(found) and found.runner_up is None


def _is_everyday(found: Hit) -> bool:
    return found.names[0].commonness >= Commonness.EVERYDAY


def _dosed_ordinary_word(context: TextContext, item: Item) -> list[Found]:
    """An ordinary word with a dose after it and no medicine beside it, as "tram 50 mg qds": a short form."""
    tokens = context.tokens
    for index in range(item.first, item.last - 2):
        word, number, after = tokens[index : index + 3]
        if word.kind == "word" and number.kind == "number" and after.norm in context.language.short_form_doses:
            is_short_form = (
                len(word.norm) > 1
                and may_introduce_medicine(context, index)
                and context.lexicon.word_kind(word.norm) == "ordinary"
                and word.norm not in context.language.sig_words
                and word.norm not in context.language.phrase_words
                and not word.norm.endswith(tuple(context.language.other_endings))
            )
            return [Miss(index, index + 1, (), ambiguous=False)] if is_short_form else []
    return []


def _is_label(context: TextContext, device: Device, limit: int) -> bool:
    """Whether a device is what the medicines after it are kept in or read from: "Blister pack checked: aspirin"."""
    after = context.tokens[device.last : min(limit, device.last + _TOKENS_OF_LABEL)]
    return any(token.norm == ":" for token in after)


def _of_device(found: Found) -> Found:
    """What a device is made of or for: no medicine, but a name, which is never passed over without a word."""
    return UnfamiliarWord(found.first, found.last) if isinstance(found, Hit | Miss) else found


def _is_apart_from_device(
    context: TextContext, device: Device, found: Found, around: Callable[[], Surroundings]
) -> bool:
    """Whether a medicine after a device or food is one of its own ("spacer and salbutamol"), not what that is of."""
    if not isinstance(found, Hit | Miss):
        return False
    language, tokens = context.language, context.tokens
    before = tokens[found.first - 1]
    if before.norm in _PARTS and not (before.norm in _OPENS and found.first - 1 == device.last):
        return True  # "needle every 6 months (X)", but not "dressing (silver)", which says what it is made of
    if not isinstance(found, Hit):
        return False
    if before.norm in _OPENS and found.names[0].kind == "brand":
        return True
    between = {token.norm for token in tokens[device.last : found.first]}
    kept_in = any(token.norm in language.words_for_containers for token in tokens[device.first : device.last])
    if kept_in or tokens[device.first].norm in language.words_for_food or before.norm in language.determiners:
        return True  # "no alcohol with X", "a spacer for his X", "dosette for X"
    if not (language.patient_pronouns | language.words_for_reporting).isdisjoint(between):
        return True  # "catheter care, she says X makes her wet"
    dose = context.tokens[found.last : found.last + 2]
    has_dose = len(dose) == 2 and dose[0].kind == "number" and dose[1].norm in context.language.device_dose_units
    if has_dose or before.norm in context.language.words_after_device:
        return True
    # "cannula out so X was changed", but not "dressing with silver"
    words = {token.norm for token in tokens[device.last : found.first] if token.kind == "word"}
    return bool(words) and words.isdisjoint(language.words_for_content) and around().kind in IN_PROSE
