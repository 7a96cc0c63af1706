"""Doubts whether what a cue says holds: it is talk, a question or a condition, or what follows says that it goes on."""

from itertools import pairwise

from medcheck.context.cue_reach import ENDED, Reach
from medcheck.context.medicine_text import holds_phrase


def is_talk_of_directions(reach: Reach) -> bool:
    """ "X 25 mg daily discussed": after directions a verb of talk may speak of them."""
    text = reach.text
    if reach.act != "planned" or not reach.follows_name or reach.cue.form != "past":
        return False
    gap = text.tokens[reach.last : reach.cue.first]
    passive = text.language.passive_auxiliaries | text.language.words_for_was
    return any(token.kind == "number" for token in gap) and passive.isdisjoint(token.norm for token in gap)


def is_given_again(reach: Reach) -> bool:
    """ "X given today, next in 6 months"."""
    after = reach.text.words(max(reach.cue.last, reach.last), reach.end)
    return reach.act == "once" and not reach.text.language.words_for_next.isdisjoint(after)


def is_contradicted(reach: Reach) -> bool:
    """ "X held x1, continuing as usual", "not keen on X but is using it": what follows says that it goes on."""
    language = reach.text.language
    if reach.act not in ENDED | {"allergy", "once"}:
        return False
    words = reach.text.words(max(reach.cue.last, reach.last), reach.end)
    if holds_phrase(words, language.phrases_of_going_on):
        return True
    if reach.text.is_name_begun_at(reach.end):
        return False  # "but now takes Y" is of Y
    turn = next((at for at, word in enumerate(words) if word in language.words_for_but), len(words))
    return any(
        one in language.words_for_using and other not in language.words_for_not
        for one, other in pairwise([*words[turn:], ""])
    )
