"""What speaks for a word being a medicine, and against it, weighed in one place.

| evidence | weight | for example |
|---|---|---|
| a dose after it, or a dose form beside it | DOSED | "xyz 20 mg", "xyz cream", "Tab. xyz" |
| a frequency or route after it | DIRECTED | "xyz bd", "xyz po" |
| a word that governs it, before it | GOVERNED | "started on xyz", "allergic to xyz" |
| a word that may govern it | WEAKLY_GOVERNED | "on xyz" |
| a heading of medicines over it | UNDER_HEADING | "Allergies: xyz" |
| its own line or item in a list of medicines, the first cell of a row | LISTED | |
| a medicine in the item before or after it | BESIDE_MEDICINE | "aspirin, xyz, ramipril" |
| the ending of ingredients | ENDING | "xyzpril" |
| digits inside a long word | SCANNED | "penici11in" |
| a capital letter inside a sentence | CAPITAL | |
| an article before it | ARTICLE | "a xyz" |
| the ending of verbs, adverbs and nouns of action | OTHER_ENDING | "xyzing" |
| a long one of these, or that of a finding or procedure | SURE_OTHER_ENDING | "xyzation", "xyzoscopy" |
| a known word with a prefix before it | DERIVED | "nonxyz", where "xyz" is a word |
| a person's name before it, both with a capital letter | AFTER_NAME | "Mary Xyz" |
| the genitive | OF_SOMEBODY | "Xyz's" |
| a heading of something else over it | OTHER_HEADING | "Examination: xyz" |
| a word after it that makes it a place, sign or test | NO_MEDICINE | "xyz sign", "xyz Street" |
| a value of laboratories after it | NO_MEDICINE | "xyz: 0.2 mg/dL" |

A name of the tables that can mean nothing else needs none of it. What needs some, and how much, say the thresholds.
A sentence in which no word speaks of a patient or of care is technical prose ("you may use xyz to change
settings"): a question about a word there, or a short name that stands for much else, needs as much as a dose.
"""

from medcheck.document.lines import line_of
from medcheck.naming.surroundings import IN_PROSE, Surroundings, form_at, item_at
from medcheck.naming.text_context import TextContext

DOSED = 4.0
DIRECTED = 2.5
GOVERNED = 3.0
WEAKLY_GOVERNED = 2.0
UNDER_HEADING = 3.0
LISTED = 3.0
BESIDE_MEDICINE = 2.5
ENDING = 2.0
CAPITAL = 0.5
SCANNED = 2.5
ARTICLE = -2.0
AFTER_NAME = -2.0
OTHER_ENDING = -2.5
SURE_OTHER_ENDING = -3.5  # more than its place in a list speaks for a word
DERIVED = -3.5
OF_SOMEBODY = -3.5
OTHER_HEADING = -1.5
NO_MEDICINE = -4.0

# So much is needed for an unknown word in prose to be corrected or asked about, and for a name that is an ordinary
# word, a laboratory value or an abbreviation to be the medicine. One strong sign is enough, two weak ones are.
ENOUGH = 2.0
ENOUGH_FOR_OTHER_MEANING = 2.5
NOTHING_AGAINST = -1.0  # one adverse sign at most: a heading, but no article and no ending of a verb
ENOUGH_IN_LIST = 0.0  # a bare word on a line of its own
ENOUGH_IN_TECHNICAL_PROSE = 4.0  # "use" and "given" govern anything there; a dose does not stand after it

LEAST_INFUSED = 8  # mmol of a salt that is given; in blood there are fewer in a litre

_WORDS_BETWEEN = 3  # between a governing word and the name
_TOKENS_BETWEEN = 12  # and so many with an enumeration of names
_TOKENS_OF_DIRECTIONS = 3  # within so many after a name its directions begin
_SHORTEST_SCANNED = 8
_SHORTEST_SURE_ENDING = 4
_SHORTEST_STEM = 3  # letters before the ending of an ingredient
_SHORTEST_DERIVED = 5  # letters of a word after its prefix
_TOKENS_BEFORE_VALUE = 2  # a colon and a word such as "was"


def weigh(context: TextContext, around: Surroundings, first: int, last: int, *, exact: bool = False) -> float:
    """The sum of what speaks for ``tokens[first:last]`` being a medicine; ``exact``: it is the name of one."""
    tokens, language = context.tokens, context.language
    form, listed = form_at(around, first)
    total = 0.0
    if has_dose_beside(context, first, last):
        total += DOSED
    elif is_directed(context, last):
        total += DIRECTED
    total += is_governed(context, around, first, exact=exact)
    heading = around.headings[first]
    if heading == "medicines":
        total += UNDER_HEADING
    elif heading == "other" and not total:
        total += OTHER_HEADING
    if (listed and opens_item(context, around, first)) or (exact and _heads_row(context, around, first, last)):
        total += LISTED
    if is_beside_medicine(context, around, first, last):
        total += BESIDE_MEDICINE
    written = context.text[tokens[first].start : tokens[last - 1].end]
    word = tokens[first].norm
    if word[_SHORTEST_STEM:].endswith(tuple(language.ingredient_endings)):
        total += ENDING
    before = tokens[first - 1] if first else None
    if form == "prose" and before is not None and before.kind == "word" and written[:1].isupper():
        total += CAPITAL
    if before is not None and before.norm in language.articles and not _is_counted(context, first - 1):
        total += ARTICLE
    if not exact:
        total += _against_ending(context, word)
        if _is_derived(context, word):
            total += DERIVED
        if _is_genitive(context, first, last):
            total += OF_SOMEBODY
        if _is_after_name(context, first) and written[:1].isupper():
            total += AFTER_NAME
    if last - first > 1 and not exact and written.isalnum() and len(written) >= _SHORTEST_SCANNED:
        total += SCANNED
    after = tokens[last] if last < len(tokens) else None
    other = after is not None and after.kind == "word" and after.norm in language.after_no_medicine
    if other or (not exact and _has_value_after(context, last)):
        total += NO_MEDICINE
    return total


def _heads_row(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a name is all of the first cell in a row of a table."""
    line = around.lines[line_of(around.lines, first)]
    return around.kind == "table" and line.body == first and fills_item(context, first, last)


_APOSTROPHES = frozenset("'\u2019")


def _is_genitive(context: TextContext, first: int, last: int) -> bool:
    """Whether a word is a genitive, and not that of a name: "Xyz's", "Xyzs' "."""
    tokens, text = context.tokens, context.text
    written = text[tokens[first].start : tokens[last - 1].end]
    if written[-1:].lower() != "s":
        return False
    end = tokens[last - 1].end
    if written[-2:-1] not in _APOSTROPHES and text[end : end + 1] not in _APOSTROPHES:
        return False
    return not context.lexicon.starting_with(tokens[first].norm[:-1])


def _is_derived(context: TextContext, word: str) -> bool:
    """Whether a word is one of another text with a prefix: "nonlabored", "transforaminal"."""
    prefixes = context.language.word_prefixes
    return word.startswith(tuple(prefixes)) and any(
        word.startswith(prefix)
        and len(word) - len(prefix) >= _SHORTEST_DERIVED
        and context.lexicon.word_kind(word[len(prefix) :]) in ("ordinary", "clinical")
        for prefix in prefixes
    )


def _has_value_after(context: TextContext, last: int) -> bool:
    """Whether a value of laboratories stands after a word: "xyz: 0.2 mg/dL"."""
    tokens, between = context.tokens, context.language.between_name_and_result
    for index in range(last, min(last + _TOKENS_BEFORE_VALUE + 1, len(tokens) - 1)):
        if tokens[index].kind == "number":
            return is_result_unit(context, index + 1)
        if tokens[index].norm not in _BEFORE_DOSE and tokens[index].norm not in between:
            return False
    return False


def _against_ending(context: TextContext, word: str) -> float:
    """What the ending of an unknown word says against a medicine."""
    if not word.endswith(tuple(context.language.other_endings)):
        return 0.0
    endings = [ending for ending in context.language.other_endings if word.endswith(ending)]
    return SURE_OTHER_ENDING if max(map(len, endings)) >= _SHORTEST_SURE_ENDING else OTHER_ENDING


def _is_after_name(context: TextContext, first: int) -> bool:
    """Whether the word before is a person's name with a capital letter, so that a surname may follow."""
    before = context.tokens[first - 1] if first else None
    if before is None or before.kind != "word" or context.lexicon.word_kind(before.norm) != "name":
        return False
    return context.text[before.start : before.end].istitle()


def is_flow(context: TextContext, unit: int) -> bool:
    """Whether a unit is that of a gas: "L/min"."""
    norms = [token.norm for token in context.tokens[unit : unit + 3]]
    language = context.language
    return len(norms) > 2 and norms[0] in language.flow_units and norms[2] in language.flow_denominators


def _is_counted(context: TextContext, article: int) -> bool:
    """Whether a number stands before an article: "half an aspirin"."""
    before = context.tokens[article - 1] if article else None
    return before is not None and (before.kind == "number" or before.norm in context.language.number_words)


def has_dose_beside(context: TextContext, first: int, last: int) -> bool:
    """Whether a strength or dose form stands right after a name, or a form before it ("Tab. Lasix")."""
    tokens, language = context.tokens, context.language
    before = tokens[first - 1] if first else None
    if before is not None and before.norm == "." and first > 1:
        before = tokens[first - 2]
    if before is not None and before.norm in language.forms_before_names:
        return True
    at = last
    while at < len(tokens) and at < last + 2 and tokens[at].norm in _BEFORE_DOSE:
        at += 1
    if at >= len(tokens):
        return False
    if tokens[at].norm in language.forms and tokens[at].norm not in language.function_words:  # "xyz can", a verb
        return at == last
    for index in range(at, min(at + _TOKENS_OF_DIRECTIONS, len(tokens) - 1)):
        token = tokens[index]
        if token.kind == "number":
            unit = index + 1
            if tokens[unit].norm in _RANGES and unit + 2 < len(tokens) and tokens[unit + 1].kind == "number":
                unit += 2
            dosed = tokens[unit].norm in language.dose_units or tokens[unit].norm == "%" or is_flow(context, unit)
            return dosed and (not is_result_unit(context, unit) or is_infused(context, first, unit))
        if token.norm not in language.modifiers and token.norm not in language.salts:
            return False
    return False


_RANGES = frozenset(("/", "-", "x", "to"))
_BEFORE_DOSE = frozenset(("(", "-", ":", ".", "~", "@", "="))


def is_result_unit(context: TextContext, index: int) -> bool:
    """Whether a unit is one of a laboratory value: "mmol/L", "ng/mL"."""
    tokens, language = context.tokens, context.language
    if tokens[index].norm in language.result_units:
        return True
    return index + 2 < len(tokens) and tokens[index + 1].norm == "/" and tokens[index + 2].norm in ("l", "dl")


def is_infused(context: TextContext, first: int, unit: int) -> bool:
    """Whether an amount in a unit of results is a dose, by a route beside it: "IV magnesium 20 mmol"."""
    tokens, language = context.tokens, context.language
    if unit + 1 < len(tokens) and tokens[unit + 1].norm == "/":
        return False
    sides = [tokens[at].norm for at in (first - 1, unit + 1) if 0 <= at < len(tokens)]
    amount = tokens[unit - 1].norm
    return amount.isdigit() and int(amount) >= LEAST_INFUSED and not language.sure_directions.isdisjoint(sides)


def is_directed(context: TextContext, last: int) -> bool:
    """Whether directions begin right after a name: a frequency, a route, a number that ends the item."""
    tokens, language = context.tokens, context.language
    if last >= len(tokens):
        return False
    token = tokens[last]
    if token.kind == "word":
        return token.norm in language.sure_directions
    if token.kind != "number" or tokens[last - 1].end == token.start:
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return after is not None and after.kind == "word" and after.norm in language.sure_directions


def is_governed(context: TextContext, around: Surroundings, first: int, *, exact: bool = True) -> float:
    """How strongly a word before the name governs it, with at most a few words between them."""
    tokens, language = context.tokens, context.language
    between = 0
    for index in range(first - 1, max(-1, first - 1 - _TOKENS_BETWEEN), -1):
        norm = tokens[index].norm
        if (
            around.named[index]
            or norm in language.joining_words
            or norm == ","
            or norm in language.measured_substances
            or (norm in language.medicine_heading_words and norm not in language.governing_words)
        ):
            continue  # "started on aspirin and xyz"
        between += 1
        if between > _WORDS_BETWEEN + 1:
            break
        if not exact and norm in language.place_prepositions and not _may_govern(context, around, index):
            return 0.0
        if norm in language.weak_governing_words:
            return WEAKLY_GOVERNED
        if norm in language.governing_words:
            return GOVERNED
        if tokens[index].kind == "number" or norm in ("(", ":", '"', "'", "-"):
            continue
        if norm not in language.between_governor_and_name and norm not in language.units:
            return 0.0
    return 0.0


def is_object_of_handling(context: TextContext, first: int) -> bool:
    """Whether a verb of having or wanting stands before a word, as it may before a medicine: "brought my xyz"."""
    tokens, language = context.tokens, context.language
    at = first - 1
    while at >= 0 and tokens[at].norm in language.between_governor_and_name:
        if tokens[at].norm in language.verbs_of_handling:
            return True
        at -= 1
    return at >= 0 and tokens[at].norm in language.verbs_of_handling


def _may_govern(context: TextContext, around: Surroundings, index: int) -> bool:
    """Whether the word before "on" allows that a medicine follows: "is on", not "an attack on"."""
    before = context.tokens[index - 1] if index else None
    if before is None or before.kind != "word" or around.named[index - 1]:
        return True
    return before.norm in context.language.before_place_prepositions


def is_beside_medicine(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether the item before or after names a medicine, in one enumeration or joined by "and"."""
    items = context.items
    number = item_at(context, first)
    sentence = items[number].sentence
    for other in (number - 1, number + 1):
        if 0 <= other < len(items) and items[other].sentence == sentence:
            item = items[other]
            words = sum(token.kind == "word" for token in context.tokens[item.first : item.last])
            if any(around.named[item.first : item.last]) and words <= _WORDS_OF_ITEM:
                return True
    return is_joined(context, around, first, last)


_WORDS_OF_ITEM = 8


def is_joined(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """ "aspirin and xyz", "xyz/aspirin"."""
    tokens = context.tokens
    if first > 1 and tokens[first - 1].norm in context.language.joining_words and around.named[first - 2]:
        return True
    return last + 1 < len(tokens) and tokens[last].norm in context.language.joining_words and around.named[last + 1]


def opens_item(context: TextContext, around: Surroundings, first: int) -> bool:
    """Whether a word stands where a list names its medicines; in a list as such that is anywhere."""
    if around.kind not in IN_PROSE:
        return True
    for index in range(first - 1, -1, -1):
        token = context.tokens[index]
        if token.kind != "word" and token.kind != "number":
            return True
        if token.kind == "word" and token.norm not in context.language.sig_words:
            return False  # "half an aspirin" opens one
    return True


def is_enough(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether an unknown word is to be corrected or asked about here."""
    _, listed = form_at(around, first)
    total = weigh(context, around, first, last)
    as_in_list = listed and around.headings[first] != "other" and opens_item(context, around, first)
    return total >= (ENOUGH_IN_LIST if as_in_list else ENOUGH)


def is_worth_asking(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether to ask about a word for which enough speaks, but of which no medicine is made: not in technical prose."""
    return around.of_care or weigh(context, around, first, last) >= ENOUGH_IN_TECHNICAL_PROSE


def is_sure_enough(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether nothing speaks against a word that is like one everyday medicine's name and no other word."""
    return weigh(context, around, first, last) > NOTHING_AGAINST


def fills_item(context: TextContext, first: int, last: int) -> bool:
    """Whether a name, with directions at most, is all that its item holds."""
    item = context.items[item_at(context, first)]
    words = [token.norm for token in context.tokens[item.first : item.last] if token.kind == "word"]
    inside = [token.norm for token in context.tokens[first:last] if token.kind == "word"]
    return all(word in inside or word in context.language.sig_words for word in words)
