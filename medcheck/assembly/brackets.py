"""A name and the bracket after it: "Oldbrand [ibuprofen]", "MTX (methotrexate)", "Lasix (furosemide) 40 mg"."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.naming.found import Device, Found, Hit, Miss, OtherMeaning, UnfamiliarWord
from medcheck.records import TAKEN, Mention, replace

MOST_IN_BRACKET = 12  # a longer list in a bracket is not the composition of one product


def meanings(hit: Hit) -> set[tuple[str, ...]]:
    """What the names of a hit stand for: one thing, or several to be asked about."""
    return {name.meaning for name in hit.names}


def is_ambiguous(hit: Hit) -> bool:
    """Whether the names of a hit stand for several things."""
    return len(meanings(hit)) > 1


def drop_guesses_explained_by_bracket(
    tokens: Sequence[Token], found: Sequence[Found], language: Language
) -> Iterator[Found]:
    """What was found, less the guesses that a bracket right after makes needless: "Oldbrand [ibuprofen]".

    A brand name whose bracket names quite another medicine is asked about, and the bracket stands.
    """
    for place, entry in enumerate(found):
        inside = _in_bracket_after(tokens, entry, found[place + 1 : place + 1 + MOST_IN_BRACKET], language)
        if not inside or isinstance(entry, (Device, OtherMeaning, UnfamiliarWord)):
            yield entry
        elif isinstance(entry, Miss) or (_is_guess(entry) and not _share_ingredient(entry, inside)):
            continue
        elif entry.names[0].kind == "brand" and not _share_ingredient(entry, inside):
            yield Hit(entry.first, entry.last, (*entry.names, *inside[0].names), entry.method, entry.score)
        else:
            yield entry


def _is_guess(hit: Hit) -> bool:
    """Whether a name is misspelt or cut short, and not one of the tables."""
    return hit.method == "fuzzy" or (hit.method == "abbreviation" and hit.names[0].kind in ("ingredient", "synonym"))


def disambiguate_by_expansion(tokens: Sequence[Token], found: Sequence[Found], language: Language) -> list[Hit]:
    """The hits; an abbreviation of several meanings has the one that explains it: "MTX (methotrexate)".

    A name after a comma or on the next line is another entry, and explains nothing.
    """
    hits = []
    for place, entry in enumerate(found):
        if isinstance(entry, Hit):
            following = found[place + 1] if place + 1 < len(found) else None
            hits.append(_with_one_meaning(tokens, entry, following, language))
    return hits


def _with_one_meaning(tokens: Sequence[Token], hit: Hit, following: Found | None, language: Language) -> Hit:
    if not isinstance(following, Hit):
        return hit
    between = [token.norm for token in tokens[hit.last : following.first]]
    if not between or (len(between) == 1 and between[0] in language.expansion_marks):
        # What the bracket itself was added to ("Lasix (aspirin)") is not explained by it.
        own = [name for name in hit.names if name not in following.names]
        agreed = tuple(name for name in own if name.meaning == following.names[0].meaning)
        if agreed:
            return hit._replace(names=agreed[:1])
    return hit


def agree_with_bracket(
    tokens: Sequence[Token], mentions: Sequence[Mention], places: Sequence[tuple[int, int]], language: Language
) -> list[Mention]:
    """A brand and its ingredient in brackets ("Lasix (furosemide) 40 mg: discontinued") are one entry."""
    agreed = list(mentions)
    for number in range(1, len(agreed)):
        before, inside = agreed[number - 1], agreed[number]
        between = [token.norm for token in tokens[places[number - 1][1] : places[number][0]]]
        if before.drug_class and between == [":"]:  # "Diuretics: furosemide (stopped)"
            agreed[number - 1] = _with_status_of(before, inside)
        same = before.drug_class or before.ingredients == inside.ingredients
        if not (same or set(before.ingredients) & set(inside.ingredients)):
            continue
        if between not in (["("], ["["]):
            begin, (first, last) = places[number - 1][1], places[number]
            because = before.status_because
            decided = range(because.start, because.end) if because else range(0)
            gap = [token for token in tokens[begin:first] if token.start not in decided]
            instead = before.status not in TAKEN and _is_in_use_instead(between[:-1], language)
            alone = last < len(tokens) and tokens[last].norm in (")", "]") and not instead
            if same and alone and _are_directions(gap[:-1], language):
                if inside.status_because is None:  # "Lasix stopped (furosemide)"
                    agreed[number] = _with_status_of(inside, before)
                elif because is None:
                    agreed[number - 1] = _with_status_of(before, inside)
            continue
        if before.drug_class and inside.status == "unclear":
            continue  # "not on statin (ezetimibe in situ)"
        decides = inside if before.status in ("current", "as_needed") else before
        route = before.route or inside.route
        agreed[number - 1] = replace(_with_status_of(before, decides), route=route, strength=inside.strength)
        agreed[number] = replace(_with_status_of(inside, decides), route=inside.route or before.route)
    return agreed


def _is_in_use_instead(between: Sequence[str], language: Language) -> bool:
    """Whether the last words before a bracket, after a mark, say that what it holds is used: "stopped - use (X)"."""
    words = list(takewhile(str.isalpha, reversed(between)))
    using = language.words_for_using | language.words_for_now | language.introducing_words
    return 0 < len(words) < len(between) and using.issuperset(words)


def _are_directions(gap: Sequence[Token], language: Language) -> bool:
    """Whether some words are of a dose or time, so that a name after them is no new medicine ("changed to (X)")."""
    return all(
        token.kind == "number"
        or token.norm in ("-", ",", ":", "|")
        or token.norm in language.sig_words
        or token.norm in language.units
        or token.norm in language.words_for_last
        for token in gap
    )


def _with_status_of(mention: Mention, other: Mention) -> Mention:
    return replace(mention, status=other.status, status_reason=other.status_reason, status_because=other.status_because)


def _in_bracket_after(
    tokens: Sequence[Token], entry: Found, following: Sequence[Found], language: Language
) -> list[Hit]:
    """The medicines in a bracket right after an entry that holds nothing else, or none."""
    if entry.last >= len(tokens) or tokens[entry.last].norm not in "([":
        return []
    end = entry.last + 1
    inside: list[Hit] = []
    for other in following:
        if not isinstance(other, Hit) or any(
            token.norm not in language.ingredient_separators for token in tokens[end : other.first]
        ):
            break
        inside.append(other)
        end = other.last
    closed = end < len(tokens) and tokens[end].norm in (")", "]")
    return inside if closed else []


def _share_ingredient(entry: Hit, inside: Sequence[Hit]) -> bool:
    named = {ingredient for hit in inside for name in hit.names for ingredient in name.ingredients}
    return any(named & set(name.ingredients) for name in entry.names)
