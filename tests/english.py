"""What reads a text or a name, in English as the tables that come with medcheck have it."""

from collections.abc import Sequence
from functools import cache

from medcheck.document import items, tokens
from medcheck.knowledge.database import Database
from medcheck.language import Language


@cache
def english() -> Language:
    return Database().language()


def tokenise(text: str) -> list[tokens.Token]:
    return tokens.tokenise(text, english())


def key(name: str) -> str:
    return tokens.key(name, english())


def split_items(text: str, of_text: Sequence[tokens.Token]) -> list[items.Item]:
    return items.split_items(text, of_text, english())
