"""The salt after a name: it says nothing about which medicine it is, unless it begins a medicine of its own."""

from medcheck.knowledge.names import Commonness, Name
from medcheck.naming.text_context import TextContext
from medcheck.naming.written_names import follow, names_at

_COMMON = Commonness.ORDINARY  # from which a salt is known as a medicine of its own


def end_with_salts(context: TextContext, name: Name, end: int) -> int:
    """The end of a name with the salt after it ("Docusate sodium"), unless that begins another medicine."""
    tokens, language = context.tokens, context.language
    if not name.ingredients or name.words[-1] in language.metals:
        return end
    while end < len(tokens):
        at = end + (tokens[end].kind == "mark" and tokens[end].norm == "-" and end + 1 < len(tokens))
        token = tokens[at]
        if token.kind != "word" or token.norm not in language.salts or token.norm in language.salt_lookalikes:
            break
        if token.norm in language.metals and _starts_common_name(context, end):
            break
        end = at + 1
    return end


def is_salt(context: TextContext, index: int) -> bool:
    """Whether a salt stands here that is no unit too ("g")."""
    tokens = context.tokens
    return (
        index < len(tokens) and tokens[index].kind == "word" and tokens[index].norm in context.language.salts_not_units
    )


def _starts_common_name(context: TextContext, index: int) -> bool:
    """Whether a salt of its own stands here ("aspirin potassium chloride" is two medicines)."""
    return any(
        len(name.words) > 1 and name.commonness >= _COMMON and follow(context, index, name)
        for name in names_at(context, index)
    )
