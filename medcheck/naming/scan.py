"""Tokens to names: every medicine a text holds, and every word that looks like one and is not known."""

from collections.abc import Sequence

from medcheck.document.items import Item
from medcheck.document.tokens import Token
from medcheck.naming.exact import ExactNames
from medcheck.naming.found import Found
from medcheck.naming.guess import Guesses
from medcheck.naming.lexicon import Lexicon


def scan(text: str, tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> list[Found]:
    """Everything found, in the order of the text; the stretches do not overlap.

    First the names that stand there as the tables have them, then, item by item, what is left.
    """
    return completed(text, tokens, items, lexicon, ExactNames(text, tokens, lexicon).found())


def completed(
    text: str, tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon, exact: Sequence[Found]
) -> list[Found]:
    """The names that stand in a text as the tables have them, and what is found between them."""
    guesses = Guesses(text, tokens, lexicon)
    result: list[Found] = []
    place = 0
    for item in items:
        inside: list[Found] = []
        while place < len(exact) and exact[place].first < item.last:
            inside.append(exact[place])
            place += 1
        begun = result[-1].last if result else 0  # a name may reach over the end of its item
        result.extend(guesses.fill(item, inside, begun))
    return result
