"""Tokens to names: every medicine a text holds, and every word that looks like one and is not known."""

from collections.abc import Sequence
from functools import cache, partial

from medcheck.naming.exact import find_exact_names
from medcheck.naming.found import Found, Hit, Miss
from medcheck.naming.guess import guess_dosed, names_of_item
from medcheck.naming.surroundings import Surroundings, read_surroundings
from medcheck.naming.text_context import TextContext
from medcheck.records import Suggestion


def find_names(context: TextContext) -> list[Found]:
    """Everything found, in the order of the text; the stretches do not overlap.

    First the names that stand there as the tables have them, then, item by item, what is left.
    """
    return add_guesses(context, find_exact_names(context))


def add_guesses(context: TextContext, exact: Sequence[Found], surroundings: Surroundings | None = None) -> list[Found]:
    """The names that stand in a text as the tables have them, and what is found between them.

    ``surroundings``: those of the exact names, where they have been read.
    """
    result: list[Found] = []
    place = 0

    around = cache(partial(read_surroundings, context, exact)) if surroundings is None else lambda: surroundings
    for item in context.items:
        inside: list[Found] = []
        while place < len(exact) and exact[place].first < item.last:
            inside.append(exact[place])
            place += 1
        begin = result[-1].last if result else 0  # a name may reach over the end of its item
        result.extend(names_of_item(context, item, inside, begin, around))
    return [_unless_refused(context, found) for found in result] if context.lexicon.refused else result


def guess_alone(context: TextContext) -> list[Found]:
    """The names that stand in a line of an unknown word and its dose, which is evidence enough for a medicine."""
    found = guess_dosed(context)
    return [_unless_refused(context, found)] if found else []


def _unless_refused(context: TextContext, found: Found) -> Found:
    """What was found; a correction that somebody has refused is a name not known, with what it was corrected to."""
    if not isinstance(found, Hit) or found.method != "fuzzy":
        return found
    written = "".join(token.norm for token in context.tokens[found.first : found.last])
    if written not in context.lexicon.refused:
        return found
    offered = [Suggestion(name=name.name, ingredients=name.ingredients, score=found.score) for name in found.names]
    runner_up = [found.runner_up] if found.runner_up else []
    return Miss(found.first, found.last, (*offered, *runner_up), ambiguous=False)
