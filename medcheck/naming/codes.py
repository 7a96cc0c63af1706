"""Medicines that have no name yet but their maker's code: "MK-0000", "AB1234 5 mg"."""

from medcheck.naming.found import Miss
from medcheck.naming.neighbours import has_dose, may_introduce_medicine
from medcheck.naming.text_context import TextContext
from medcheck.naming.unknown_word import UnknownWord

# Fewer digits are a strength or a list number, more the number of a person or a prescription.
CODE_DIGITS = (3, 7)


def code_name(context: TextContext, word: UnknownWord) -> Miss | None:
    """A maker's code that is dosed or all of its item, to be asked about."""
    if not (word.known or word.is_short) or context.tokens[word.first].norm in context.language.register_prefixes:
        return None
    tokens, index = context.tokens, word.first
    token = tokens[index]
    at = index + 1 + (index + 1 < word.limit and tokens[index + 1].norm == "-")
    number = tokens[at] if at < word.limit else None
    if number is None or number.kind != "number" or not number.norm.isdigit():
        return None
    if not may_introduce_medicine(context, index):
        return None
    gap = number.start - token.end - (at - index - 1)
    if gap or token.norm in context.language.units or not CODE_DIGITS[0] <= len(number.norm) <= CODE_DIGITS[1]:
        return None
    written = context.text[token.start : token.end]
    alone = at + 1 == word.limit and written.isupper() and not context.lexicon.known(token.norm)
    return Miss(index, at + 1, (), ambiguous=False) if alone or has_dose(context, at + 1) else None
