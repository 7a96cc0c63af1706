"""Names that may mean something else: a word, a short form of other things, a substance that is measured or eaten.

Such a name is a medicine only where something speaks for it (``medcheck.naming.evidence``); every other name stands
without.
"""

from medcheck.document.lines import line_of
from medcheck.knowledge.names import Commonness, Name
from medcheck.naming.evidence import (
    ENOUGH,
    ENOUGH_FOR_OTHER_MEANING,
    ENOUGH_IN_TECHNICAL_PROSE,
    fills_item,
    has_dose_beside,
    is_beside_medicine,
    is_directed,
    is_flow,
    is_governed,
    is_infused,
    is_joined,
    is_result_unit,
    opens_item,
    weigh,
)
from medcheck.naming.found import Hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.surroundings import IN_PROSE, SHORTEST_TECHNICAL, Surroundings, form_at, item_at
from medcheck.naming.text_context import TextContext

RARE = 1  # commonness
LONGEST_SCARCE = 4  # letters of a name that in technical prose may well be something else
LONGEST_SHORT_FORM = 3  # letters of an abbreviation that, in small letters, may well stand for something else
_TOKENS_OF_RESULT = 4
_TOKENS_BEFORE_RESULT = 2
_LONGEST_DIRECTIONS = 40  # tokens
_TOKENS_OF_REMARK = 3  # a kind of medicine so near after "while" is part of a remark on another
_SENTENCE_ENDS = frozenset(".?!")
_BEFORE_FORM = frozenset("_-(")


def is_result(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a name that is measured too stands in a laboratory result or an examination of its level."""
    tokens, language = context.tokens, context.language
    for index in range(last, min(last + _TOKENS_OF_RESULT, len(tokens))):
        token = tokens[index]
        if token.kind == "number":
            if index + 1 < len(tokens) and is_result_unit(context, index + 1):
                return not is_infused(context, first, index + 1)
            if is_flow(context, index + 1):
                return False  # "oxygen at 2 L/min"
            has_unit = index + 1 < len(tokens) and _is_unit(context, index + 1)
            return not has_unit and not (index == last and _is_in_list_of_medicines(context, around, first, last))
        if token.norm in language.result_words:
            return True
        if token.kind == "word" and token.norm not in language.between_name_and_result:
            break
        if token.kind == "line" or token.norm in (",", ".", ";"):
            break
    if any(token.norm in language.result_words for token in tokens[max(0, first - _TOKENS_BEFORE_RESULT) : first]):
        return True
    # "FBC, folate", "lipids/B12": among other tests
    beside = (first - 2, first - 1), (last + 1, last)
    return any(
        0 <= word < len(tokens)
        and 0 <= mark < len(tokens)
        and (tokens[mark].norm in language.joining_words or tokens[mark].norm == ",")
        and (
            _is_test(context, tokens[word].norm)
            or tokens[word].norm in language.result_words
            or (tokens[mark].norm == "/" and tokens[word].norm in language.measured_substances)
        )
        for word, mark in beside
    )


def _is_in_list_of_medicines(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a bare number after a name is its strength: "Thyroxine 100" in a list with medicines."""
    heading = around.headings[first]
    if heading:
        return heading == "medicines"
    if is_beside_medicine(context, around, first, last):
        return True
    _, listed = form_at(around, first)
    if not listed or context.results or not opens_item(context, around, first):
        return False
    return any(around.named) or context.tokens[first].norm in context.language.mostly_medicines


def _is_test(context: TextContext, word: str) -> bool:
    """Whether a word of notes may be a test or finding: "FBC", but not "prn"."""
    return context.lexicon.word_kind(word) in ("shorthand", "clinical") and word not in context.language.sig_words


def _is_unit(context: TextContext, index: int) -> bool:
    language = context.language
    norm = context.tokens[index].norm
    return norm in language.dose_units or norm in language.sure_directions or norm == "%"


def is_meant_as_medicine(context: TextContext, around: Surroundings, found: Hit) -> bool:
    """Whether a name that is also an ordinary word, a short form of other things or a substance measured is meant."""
    tokens, language = context.tokens, context.language
    first, last = found.first, found.last
    dosed = has_dose_beside(context, first, last)
    is_class = found.names[0].kind == "class"
    if tokens[first].norm in language.household_substances and not dosed and not is_class:
        return False
    if last - first == len(tokens):
        return True  # the text is this name
    if is_class:
        return _is_class_meant(context, around, found)
    if _is_label(context, around, first, last) or _is_clock(context, last):
        return False
    total = weigh(context, around, first, last, exact=True)
    if is_food(context, found) and not dosed:
        return _is_food_meant(context, around, first, last)
    if last - first == 1 and tokens[first].norm in language.organ_substances and not dosed:
        return total >= ENOUGH and not _is_organ(context, around, first, last)
    if _may_be_day(context, found) and not dosed:
        return _is_vitamin_meant(context, around, first, last)
    if tokens[first].norm in language.mostly_medicines and last - first == 1:
        return True
    if is_measured(context, found) or found.names[0].kind == "ingredient":
        return total >= ENOUGH
    written = context.text[tokens[first].start : tokens[last - 1].end]
    as_in_table = any(written == name.name for name in found.names)  # "Apo-go", "d4T"
    if not as_in_table and not dosed and _has_inner_capital(found.names[0].name) and not written.isupper():
        return False  # "Same" is no SAMe
    capital = not _opens_sentence(context, first, last) and all(
        context.text[token.start : token.end][:1].isupper() for token in tokens[first:last] if token.kind == "word"
    )
    if found.names[0].kind == "abbreviation" or (len(found.names[0].words) > 1 and not written.islower()):
        capital = capital or as_in_table
    named = capital or dosed or is_directed(context, last)
    named = named or (around.headings[first] == "medicines" and _is_by_itself(context, first, last))
    if not named and not (found.names[0].kind == "synonym" and is_joined(context, around, first, last)):
        return False
    return total >= ENOUGH_FOR_OTHER_MEANING


def _is_by_itself(context: TextContext, first: int, last: int) -> bool:
    """Whether marks or ends of lines stand on both sides of a name: "Allergies: kelp, ..."."""
    tokens = context.tokens
    sides = [tokens[at].kind for at in (first - 1, last) if 0 <= at < len(tokens)]
    return all(kind in ("mark", "line") for kind in sides)


def is_written_as_name(context: TextContext, found: Hit) -> bool:
    """Whether capital letters show that words are a name, though not what of: in each of several, or one after a word.

    A short form may be one of anything, and a name of people is more often a person's.
    """
    if found.names[0].kind in ("abbreviation", "class") or _may_be_day(context, found):
        return False
    tokens = [token for token in context.tokens[found.first : found.last] if token.kind == "word"]
    if not tokens or not all(context.text[token.start : token.end][:1].isupper() for token in tokens):
        return False
    if len(tokens) > 1 or found.names[0].words[-1].isdigit():
        return True  # "Icy Hot", "Diane 35"
    if found.first == 0 or context.tokens[found.first - 1].kind != "word":
        return False
    written = context.text[tokens[0].start : tokens[0].end]
    return written.istitle() and context.lexicon.word_kind(tokens[0].norm) != "name"


def _is_food_meant(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether what people eat and drink is taken for its effect: an entry, or named with medicines or directions."""
    _, listed = form_at(around, first)
    if listed and around.lines[line_of(around.lines, first)].body == first:
        return True
    if around.kind not in IN_PROSE:
        return fills_item(context, first, last)
    if around.headings[first] == "medicines" or is_directed(context, last):
        return True
    return is_beside_medicine(context, around, first, last) or _is_taken(context, first)


def _is_taken(context: TextContext, first: int) -> bool:
    """Whether a verb of taking stands right before a name: "takes garlic"."""
    return first > 0 and context.tokens[first - 1].norm in context.language.verbs_of_taking


def _is_organ(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a gland is meant, not the medicine made of it: "her thyroid", "thyroid problems"."""
    tokens, language = context.tokens, context.language
    if is_directed(context, last) or around.headings[first] == "medicines":
        return False
    if first and tokens[first - 1].norm in language.possessives:
        return not _is_taken(context, first - 1)
    after = tokens[last] if last < len(tokens) else None
    return after is not None and after.kind == "word" and after.norm not in language.sig_words


def _may_be_day(context: TextContext, found: Hit) -> bool:
    """Whether a name is a letter and a number that may be a day: "D2", a vitamin or the second day of a stay."""
    words = found.names[0].words
    return len(words) == 2 and words[0] in context.language.letters_of_days and words[1].isdigit()


def _is_vitamin_meant(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a letter with a number is all of its item, has directions or stands beside a medicine."""
    if fills_item(context, first, last) or is_directed(context, last) or is_governed(context, around, first):
        return True
    return around.headings[first] == "medicines" or is_beside_medicine(context, around, first, last)


def _opens_sentence(context: TextContext, first: int, last: int) -> bool:
    """Whether a sentence or line of more than the name begins here, so that a capital letter says nothing."""
    before = context.tokens[first - 1] if first else None
    begins = before is None or before.kind == "line" or before.norm in _SENTENCE_ENDS
    return begins and not fills_item(context, first, last)


def _is_clock(context: TextContext, last: int) -> bool:
    """Whether a time of the day stands after a name: "SW 08:00"."""
    after = context.tokens[last : last + 3]
    return len(after) > 2 and after[0].kind == after[2].kind == "number" and after[1].norm == ":"


def _has_inner_capital(name: str) -> bool:
    """Whether a name is written with small and capital letters mixed: "SAMe"."""
    return not name.isupper() and any(letter.isupper() for letter in name[1:]) and " " not in name


def _is_label(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a name only heads another: "Vitamins: Forceval"."""
    tokens = context.tokens
    opens = first == 0 or tokens[first - 1].kind != "word"
    return opens and last + 1 < len(tokens) and tokens[last].norm == ":" and around.named[last + 1]


def _is_class_meant(context: TextContext, around: Surroundings, found: Hit) -> bool:
    """Whether a kind of medicine is one that somebody takes, not a part of something else that is spoken of."""
    tokens, language = context.tokens, context.language
    first, last = found.first, found.last
    if last < len(tokens) and tokens[last].norm in language.after_no_medicine:
        return False
    written = context.text[tokens[first].start : tokens[last - 1].end]
    if _is_form_of_name_before(context, around, first, last) or _is_use_of_name_before(context, around, first, last):
        return False
    short_form = found.names[0].name.isupper() and last - first == 1
    if short_form and not written.isupper() and context.lexicon.word_kind(tokens[first].norm):
        return False  # "pop"
    word = tokens[first].norm if last - first == 1 and written.islower() else ""
    if word and _has_inner_capital(found.names[0].name) and context.lexicon.word_kind(word) == "ordinary":
        return bool(is_governed(context, around, first))  # "on prep", but not "bowel prep"
    before = tokens[max(0, first - _TOKENS_OF_REMARK) : first]
    if any(token.norm in language.during_words for token in before) and not has_dose_beside(context, first, last):
        return False  # "omit while on antibiotics"
    return around.kind not in IN_PROSE or _is_class_taken(context, around, first, last)


def _is_form_of_name_before(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a kind of medicine is but the dose form of the name before it: "Dexamethasone_Eye Dps"."""
    tokens, language = context.tokens, context.language
    if first < 2 or tokens[first - 1].norm not in _BEFORE_FORM or not around.named[first - 2]:
        return False
    return all(token.kind != "word" or token.norm in language.sig_words for token in tokens[first:last])


def _is_use_of_name_before(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a kind of medicine says how the name before it is used: "Novorapid sliding scale", "Mirena IUS"."""
    tokens, language = context.tokens, context.language
    if tokens[last - 1].norm not in language.words_of_use:
        return False
    before = first - 1
    while before > 0 and tokens[before].norm in language.per_words:
        before -= 1
    return before >= 0 and bool(around.named[before])


def _is_class_taken(context: TextContext, around: Surroundings, first: int, last: int) -> bool:
    """Whether a kind of medicine in running text is one that somebody takes, not one that is spoken of."""
    if is_governed(context, around, first) or around.headings[first] == "medicines":
        return True
    if last < len(context.tokens) and context.tokens[last].norm in context.language.words_for_intolerance:
        return True
    _, listed = form_at(around, first)
    opens = listed and opens_item(context, around, first)
    if opens or has_dose_beside(context, first, last) or is_directed(context, last):
        return True
    return _is_all_directions(context, last, context.items[item_at(context, first)].last)


def _is_all_directions(context: TextContext, first: int, last: int) -> bool:
    """Whether what is left of an item is directions with a frequency: "a water tablet each morning"."""
    if last - first > _LONGEST_DIRECTIONS:
        return False  # each class in an item of a thousand words would be followed by a look at all of them
    words = [token.norm for token in context.tokens[first:last] if token.kind == "word"]
    language = context.language
    return any(word in language.frequencies for word in words) and all(word in language.sig_words for word in words)


def is_food(context: TextContext, found: Hit) -> bool:
    """Whether a name is that of something eaten, drunk or kept in the house."""
    language = context.language
    eaten = language.food_substances | language.household_substances
    return found.last - found.first == 1 and context.tokens[found.first].norm in eaten


def is_measured(context: TextContext, found: Hit) -> bool:
    """Whether a name is that of a substance that is also measured, eaten or in the body."""
    tokens, measured = context.tokens[found.first : found.last], context.language.measured_substances
    if "".join(token.norm for token in tokens if token.kind != "mark") in measured:
        return True
    if len(found.names[0].ingredients) < 2:
        return False
    return all(part in measured for part in _parts(context, found) if part != "/")  # "B12/folate", "B12 folate"


def _parts(context: TextContext, found: Hit) -> list[str]:
    """The words of a name, each with the numbers written close to it: "B12"."""
    parts: list[str] = []
    end = -1
    for token in context.tokens[found.first : found.last]:
        if token.start == end and token.norm != "/" and parts[-1] != "/":
            parts[-1] += token.norm
        else:
            parts.append(token.norm)
        end = token.end
    return parts


def is_short_and_scarce(found: Hit) -> bool:
    """Whether a name is a few letters that stand for much else in texts of another kind: "TCP", "SSD"."""
    name = found.names[0]
    return (
        found.last - found.first == 1
        and len(name.compact_key) <= LONGEST_SCARCE
        and name.kind != "ingredient"
        and name.commonness < Commonness.EVERYDAY
    )


def has_company(context: TextContext, around: Surroundings, found: Hit) -> bool:
    """Whether something speaks for a short name that is all the medicines of a text: a list, a dose, shorthand."""
    form, _ = form_at(around, found.first)
    line = around.lines[line_of(around.lines, found.first)]
    tokens = context.tokens[line.first : line.last]
    if form != "prose" or len(tokens) < SHORTEST_TECHNICAL:
        return True
    total = weigh(context, around, found.first, found.last, exact=True)
    if not around.of_care:
        return total >= ENOUGH_IN_TECHNICAL_PROSE
    if any(_is_test(context, token.norm) or token.norm in context.language.sure_directions for token in tokens):
        return True
    return total >= ENOUGH


def needs_evidence(context: TextContext, found: Hit) -> bool:
    """Whether a name may mean something else, so that it is a medicine only where something speaks for it."""
    if is_measured(context, found) or is_food(context, found) or _may_be_day(context, found):
        return True
    name = found.names[0]
    if name.kind == "class":
        return True
    after = context.tokens[found.last].norm if found.last < len(context.tokens) else ""
    if name.kind == "abbreviation" and after in context.language.after_no_medicine:
        return True
    if name.kind == "abbreviation" and len(name.compact_key) <= LONGEST_SHORT_FORM + (name.commonness <= RARE):
        written = context.text[context.tokens[found.first].start : context.tokens[found.last - 1].end]
        as_in_table = written.isupper() or (written == name.name and not written.islower())  # "KCl"
        if not as_in_table or name.commonness <= RARE:
            return True
    return has_other_meaning(name, context.lexicon)


def has_other_meaning(name: Name, lexicon: Lexicon) -> bool:
    """Whether a name is made of words that other texts have, too."""
    words = [word for word in name.words if word.isalpha()]
    if len(words) == 1:
        if name.kind == "synonym" and len(name.words) > 1 and name.commonness > RARE:
            return False  # "omega 3"
        return lexicon.word_kind(words[0]) not in (None, "manufacturer")
    letters = [word for word in words if len(word) == 1]
    known = [word for word in words if len(word) > 1] if len(letters) > 1 else words  # "A to Z", but not "Slow K"
    return name.kind == "brand" and len(words) > 1 and None not in map(lexicon.word_kind, known)
