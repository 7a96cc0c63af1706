"""In which country a list was written, by the brands of its medicines and a few other words.

Asked only where a name means one medicine here and another there: "pred" is prednisone in the United States and
prednisolone in Britain, "Duolin" has salbutamol in New Zealand and levosalbutamol in India.
"""

from collections import Counter
from collections.abc import Sequence

from medcheck.naming.found import Found, Hit
from medcheck.naming.text_context import TextContext

_AS_MANY = 0.99  # of the votes for the first: as good as a tie


def countries_of(context: TextContext, found: Sequence[Found]) -> frozenset[str]:
    """The countries that most speaks for, or none where nothing does; a sign of several counts for each in part."""
    votes: Counter[str] = Counter()
    hits = [entry for entry in found if isinstance(entry, Hit) and not context.lexicon.is_local(entry.names[0])]
    signs = {hit.names[0].name: hit.names[0].countries for hit in hits if hit.names[0].kind == "brand"}
    signs |= {token.norm: tuple(context.language.country_words.get(token.norm, ())) for token in context.tokens}
    for countries in signs.values():
        for country in countries:
            votes[country] += 1 / len(countries)  # type: ignore[assignment]  # a Counter counts by halves, too
    most = max(votes.values(), default=0)
    return frozenset(country for country, number in votes.items() if number >= _AS_MANY * most)
