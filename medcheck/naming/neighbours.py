"""What stands beside a word: a dose, a number glued to it, a word that introduces a medicine, a diagnosis."""

from medcheck.knowledge.names import Name
from medcheck.naming.text_context import TextContext

_LEADS = frozenset(
    "and or with takes take taking on include includes including consist consisting uses using plus also of is are was "
    "started start given prescribed continue add added both either occasional the her his their".split()
)
# What is measured in blood and also taken: the values that occur, in mmol/L. A dose has a unit or frequency after it.
_IN_BLOOD = {
    "potassium": (1.0, 9.0),
    "sodium": (100.0, 180.0),
    "calcium": (1.0, 4.0),
    "magnesium": (0.0, 3.0),
    "glucose": (2.0, 40.0),
    "phosphate": (0.0, 3.0),
}
_DIAGNOSES = frozenset(
    "deficiency deficient anaemia anemia anaemic anemic overload resistance studies dependence misuse abuse induced "
    "toxicity poisoning pneumonitis receptor kinase".split()
)


def may_introduce_medicine(context: TextContext, index: int) -> bool:
    """Whether a medicine may be named here: at the start of an item, or after a word that introduces one."""
    if index == 0:
        return True
    before = context.tokens[index - 1]
    return before.kind != "word" or before.norm in _LEADS


def has_dose(context: TextContext, index: int) -> bool:
    """Whether a strength or a dose form stands right here."""
    tokens = context.tokens
    if index >= len(tokens):
        return False
    token = tokens[index]
    if token.norm in context.language.forms:
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


def is_diagnosis_or_result(context: TextContext, name: Name, last: int) -> bool:
    """Whether a diagnosis or a laboratory value is meant ("vitamin D deficiency", "Na 138"), not a medicine."""
    tokens = context.tokens
    if last >= len(tokens):
        return False
    at = last + (tokens[last].norm == "-" and last + 1 < len(tokens))
    if tokens[at].kind == "word" and tokens[at].norm in _DIAGNOSES:
        return True
    low, high = _IN_BLOOD.get(name.ingredients[0] if len(name.ingredients) == 1 else "", (0.0, 0.0))
    if not high or len(name.words) > 1 or name.kind == "brand":
        return False
    at = last + (tokens[last].norm in ("level", "was", "is", "=", ":"))
    number = tokens[at] if at < len(tokens) else None
    if number is None or number.kind != "number" or not low <= _whole_part(number.norm) <= high:
        return False
    after = [token.norm for token in tokens[at + 1 : at + 4]]
    if after[1:2] == ["/"]:
        return True  # "3.2 mmol/L"
    return not after or after[0] not in context.language.dose_words


def _whole_part(number: str) -> float:
    return float(number.replace(",", ".").split(".")[0])
