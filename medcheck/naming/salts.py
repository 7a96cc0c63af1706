"""The salt after a name: it says nothing about which medicine it is, unless it begins a medicine of its own."""

from medcheck.knowledge.names import Commonness, Name
from medcheck.naming.text_context import TextContext, follow, names_at

METALS = frozenset("potassium sodium calcium magnesium iron zinc aluminium aluminum ferrous ferric sod pot mag".split())
_COMMON = Commonness.ORDINARY  # from which a salt is known as a medicine of its own
_MASSES = ("mg", "g")


def end_with_salts(context: TextContext, name: Name, end: int) -> int:
    """The end of a name with the salt after it ("Docusate sodium"), unless that begins another medicine."""
    tokens = context.tokens
    if not name.ingredients or name.words[-1] in METALS:
        return end
    while end < len(tokens):
        at = end + (tokens[end].kind == "mark" and tokens[end].norm == "-" and end + 1 < len(tokens))
        token = tokens[at]
        if token.kind != "word" or token.norm not in context.language.salts or token.norm in _MASSES:
            break
        if token.norm in METALS and _starts_common_name(context, end):
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
        len(name.words) > 1 and name.commonness >= _COMMON and follow(context, index, name.words)
        for name in names_at(context, index)
    )
