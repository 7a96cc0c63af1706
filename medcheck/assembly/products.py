"""Names joined by "/", "+" or "with" are one combination product, strengths between them or not."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.naming.found import Hit

_VERB_WITHIN = 5
_STRENGTHS_WITHIN = 4  # tokens: "5 mg - 160"


def group_products(tokens: Sequence[Token], hits: Sequence[Hit], language: Language) -> list[list[Hit]]:
    """The names, those of one product together."""
    products: list[list[Hit]] = []
    for hit in hits:
        if products and _is_one_product(tokens, products[-1][-1], hit, language):
            products[-1].append(hit)
        else:
            products.append([hit])
    return products


def _takes_two(tokens: Sequence[Token], hit: Hit, language: Language) -> bool:
    """Whether a verb before a name takes another object after "with": "replaced X with Y", "no X with Y"."""
    near = reversed(tokens[max(0, hit.first - _VERB_WITHIN) : hit.first])
    before = [token.norm for token in takewhile(lambda token: token.kind != "line", near)]
    replaces = any(word.startswith(tuple(language.beginnings_of_replacing)) for word in before)
    refused = language.words_for_not | language.negations | language.words_for_keeping_apart
    return replaces or not refused.isdisjoint(before)


def _is_one_product(tokens: Sequence[Token], before: Hit, after: Hit, language: Language) -> bool:
    between = tokens[before.last : after.first]
    if not between or between[-1].norm not in language.product_joints:
        return False
    joint = len(between) - 1 - (len(between) > 1 and between[-1].norm == "/")  # the "w" of "w/"
    if between[joint].norm in language.lone_product_joints and (joint or _takes_two(tokens, before, language)):
        return False
    if _is_spaced_dash(between, tokens[before.last - 1], tokens[after.first]) and not _has_two_strengths(
        tokens, after.last, language
    ):
        return False  # "Lasix - aspirin"
    return all(
        token.norm in language.product_joints
        or token.kind == "number"
        or token.norm in language.units
        or token.norm in language.salts
        or token.norm == "%"
        for token in between
    )


def _is_spaced_dash(between: Sequence[Token], before: Token, after: Token) -> bool:
    """Whether a dash with a blank on each side, which parts as often as it joins, is all that stands between names."""
    return [token.norm for token in between] == ["-"] and before.end < between[0].start and between[0].end < after.start


def _has_two_strengths(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether the strengths of two ingredients follow a name: "5/160", "5 mg - 160 mg"."""
    after = tokens[last : last + _STRENGTHS_WITHIN]
    return (
        bool(after)
        and after[0].kind == "number"
        and any(one.norm in language.product_joints and other.kind == "number" for one, other in pairwise(after))
    )
