"""What was borne without harm beside an allergy: "penicillin allergy, tolerated amoxicillin since" names no list."""

from collections import Counter
from collections.abc import Iterator

from medcheck.context.acts import POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.nature import ends_item, item_of

_LONGEST = 40  # tokens of a sentence that are looked at


def said_by_tolerance(text: CuedText) -> Iterator[Said]:
    """Names without directions after a verb of bearing, in a sentence that speaks of an allergy before."""
    language, tokens = text.language, text.tokens
    meanings = [tuple(meaning) for meaning in text.meanings]
    times = Counter(meanings)
    for number, (first, last) in enumerate(text.places):
        begin, end = item_of(text, number)
        verb = next((at for at in range(begin, first) if tokens[at].norm in language.words_for_bearing), None)
        if verb is None or (last < end and tokens[last].kind == "number"):
            continue
        if times[meanings[number]] > 1:
            continue  # it stands in a list, too
        after = [token.norm for token in tokens[last:end]]
        again = language.words_for_regular | language.pronouns
        if not again.isdisjoint(after) or any(cue.act in POSITIVE for cue in text.cues_in(last, end)):
            continue  # "tolerates X, on it since May"
        opens = next((at for at in range(first, max(0, first - _LONGEST), -1) if ends_item(text, at - 1)), 0)
        words = {token.norm for token in tokens[opens:verb]}
        if words.isdisjoint(language.words_for_none) and any(
            language.heading_words.get(word) == "allergy" for word in words
        ):
            yield Said(number, "info", Cue(verb, first, "info"), "phrase")
