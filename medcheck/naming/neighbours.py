"""What stands beside a word: a dose, a number glued to it, a word that introduces a medicine, a diagnosis."""

from medcheck.knowledge.names import Name
from medcheck.naming.text_context import TextContext


def may_introduce_medicine(context: TextContext, index: int) -> bool:
    """Whether a medicine may be named here: at the start of an item, or after a word that introduces one."""
    if index == 0:
        return True
    before = context.tokens[index - 1]
    return before.kind != "word" or before.norm in context.language.introducing_words


def has_dose(context: TextContext, index: int) -> bool:
    """Whether a strength or a dose form stands right here."""
    tokens = context.tokens
    if index >= len(tokens):
        return False
    token = tokens[index]
    if token.norm in context.language.forms and token.norm not in context.language.function_words:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return token.kind == "number" and after is not None and (after.norm in context.language.units or after.norm in "/%")


def is_glued_to_number_after(context: TextContext, last: int) -> bool:
    """Whether a number without a unit is glued to the word before ``last``: a code ("ABC123"), not a strength."""
    tokens = context.tokens
    if last >= len(tokens) or tokens[last].kind != "number" or tokens[last].start != tokens[last - 1].end:
        return False
    return last + 1 >= len(tokens) or tokens[last + 1].norm not in context.language.units


def is_glued_to_number_before(context: TextContext, first: int) -> bool:
    """Whether the word begins right after a number ("6mos")."""
    before = context.tokens[first - 1] if first else None
    return before is not None and before.kind == "number" and before.end == context.tokens[first].start


def is_diagnosis(context: TextContext, last: int) -> bool:
    """Whether a diagnosis or a test is meant ("vitamin D deficiency"), not a medicine."""
    tokens = context.tokens
    if last >= len(tokens):
        return False
    at = last + (tokens[last].norm == "-" and last + 1 < len(tokens))
    if tokens[at].kind != "word":
        return False
    after = [token.norm for token in tokens[at : at + 2]]
    return not context.language.diagnosis_words.isdisjoint((after[0], " ".join(after)))


def is_of_test(context: TextContext, name: Name, first: int, last: int) -> bool:
    """Whether a short form names a test before its values, or what is predicted: "Spiro: FEV1 68% pred"."""
    if name.kind != "abbreviation":
        return False
    tokens, results = context.tokens, context.language.result_words
    heads = last + 1 < len(tokens) and tokens[last].norm == ":" and tokens[last + 1].norm in results
    return heads or (first > 0 and tokens[first - 1].norm == "%")


def follows_prefix(context: TextContext, first: int, last: int) -> bool:
    """Whether a prefix is glued to the name, which then says of the word after it when or which it is.

    "Post-cisplatin neuropathy" is no medicine taken; "(post-MTX)" may still speak of one.
    """
    tokens = context.tokens
    if first < 2 or tokens[first - 1].norm != "-" or tokens[first - 2].norm not in context.language.prefixes_of_names:
        return False
    glued = tokens[first - 2].end == tokens[first - 1].start and tokens[first - 1].end == tokens[first].start
    return glued and last < len(tokens) and tokens[last].kind == "word" and not has_dose(context, last)


def is_company(context: TextContext, name: Name, last: int) -> bool:
    """Whether a brand name is that of its maker here: "(Acme UK Ltd)"."""
    if name.kind != "brand":
        return False
    for token in context.tokens[last : last + 2]:
        if token.kind == "line":
            return False  # "Lipitor", and below it "Labs today"
        if token.norm in context.language.company_words:
            return True
    return False
