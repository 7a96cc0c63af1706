"""What kind of text was pasted: a list, a table, directions alone, a letter, a note, or a mixture of list and prose.

Each line has a form first: an entry names a medicine or a dose, a bare line is a few words without grammar, prose has
the small words of sentences, and whatever else is other (the telegraphic style of notes). The kind follows from how
many lines there are of each. In a list an unknown word is asked about wherever it stands; in other texts a line must
be an entry, or stand among entries, for its unknown words to be looked at without more evidence.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import TextKind

LineForm = Literal["entry", "bare", "prose", "other"]

MOST_BARE_WORDS = 4  # the longest names have four words; more without a dose or a medicine is a remark
FEWEST_PROSE_WORDS = 5
# Pronouns, auxiliaries and the like, without the small words that directions have too ("at", "with"), make up 20 to
# 30 % of English prose, and hardly any of prescriptions.
PROSE_SHARE = 0.15
LONGEST_ALONE = 8  # words of the only line of a list that names no medicine and is no enumeration
LONGEST_DIRECTED = 8  # words; a name that is not known, with a number and its directions
ENTRY_SHARE = 0.3  # of an entry's words at least so many belong to names or directions
COMMA_ITEM_WORDS = 3.0  # words an item, at most, where a line is an enumeration
LIST_SHARE = 0.7  # of the lines of a list at least so many are entries or bare
SMALL_SHARE = 0.2  # with those small words; directions have as many, but are made of words of directions otherwise
DIRECTED_SHARE = 0.3
MOST_PROSE_SHARE = 0.15
FEWEST_ENTRIES = 3  # in a mixture


def line_form(tokens: Sequence[Token], line: Line, named: Sequence[bool], language: Language) -> LineForm:
    """The form of a line; ``named`` says of each token whether it belongs to a medicine's name."""
    words = function = small = covered = doses = numbers = 0
    commas = 0
    function_words, sig_words = language.function_words, language.sig_words
    for index in range(line.body, line.last):
        token = tokens[index]
        if token.kind == "word":
            words += 1
            if token.norm in function_words:
                small += 1
                function += token.norm not in language.instructions
                covered += named[index]
            else:
                covered += named[index] or token.norm in sig_words
        elif token.kind == "number":
            after = tokens[index + 1].norm if index + 1 < line.last else ""
            doses += after in language.dose_units
            numbers += 1
        elif token.norm in (",", ";"):
            commas += 1
    has_name = any(named[line.body : line.last])
    if words >= FEWEST_PROSE_WORDS and function and function >= PROSE_SHARE * words:
        return "prose"
    if words >= FEWEST_PROSE_WORDS and small >= SMALL_SHARE * words and covered < DIRECTED_SHARE * words:
        return "prose"
    if has_name or doses:
        return "entry" if words <= MOST_BARE_WORDS or covered + small >= ENTRY_SHARE * words else "other"
    opening = tokens[line.body] if line.body < line.last else None  # a line may be a bullet or a box and nothing else
    opens_with_word = opening is not None and opening.kind == "word" and opening.norm not in language.sig_words
    if opens_with_word and numbers and (covered + small) * 2 >= words and words <= LONGEST_DIRECTED:
        return "entry"  # "xyz 40 x 2 in the morning"
    if function:
        return "prose" if words > MOST_BARE_WORDS else "other"
    if words <= MOST_BARE_WORDS:
        return "bare"
    return "bare" if commas and words <= COMMA_ITEM_WORDS * (commas + 1) else "other"


def text_kind(
    tokens: Sequence[Token], lines: Sequence[Line], forms: Sequence[LineForm], columns: int, language: Language
) -> TextKind:
    """The kind of a text by the forms of its lines; ``columns`` of them are rows of cells."""
    count = Counter(forms)
    total = len(forms)
    if total and columns >= 2 and columns >= total / 2:
        return "table"
    begin = {tokens[line.body].norm for line in lines if line.body < line.last}
    if begin & language.greetings and begin & language.farewells:
        return "letter"
    words = [token.norm for token in tokens if token.kind == "word"]
    if words and not count["entry"] and language.sig_words.issuperset(words):
        return "directions"
    if total < 2:
        remark = count["other"] and len(words) > LONGEST_ALONE
        sentence = not count["entry"] and len(words) > MOST_BARE_WORDS and _is_sentence(tokens)
        return "note" if count["prose"] or remark or sentence else "list"
    listed = count["entry"] + count["bare"]
    mostly_listed = listed >= LIST_SHARE * total and count["prose"] <= MOST_PROSE_SHARE * total
    if listed == total or (mostly_listed and count["entry"] * 2 >= count["bare"]):
        return "list"
    return "mixture" if count["entry"] >= FEWEST_ENTRIES else "note"


def _is_sentence(tokens: Sequence[Token]) -> bool:
    """Whether a line ends like a sentence and enumerates nothing."""
    return tokens[-1].norm in ".?!" and not any(token.norm in ",;" for token in tokens)
