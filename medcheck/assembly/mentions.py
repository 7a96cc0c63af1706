"""What was found in a text becomes mentions: its strength, route and status read from the words around it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypedDict

from medcheck.context.status import statuses
from medcheck.document.items import Item
from medcheck.document.sections import headings
from medcheck.document.sig import SALTS, SIG_WORDS, UNITS, route, strength
from medcheck.document.struck import struck
from medcheck.document.tokens import Token
from medcheck.naming.found import Aside, Device, Found, Hit, Miss
from medcheck.records import TAKEN, Match, Mention, NotMedicine, Route, Status, Suggestion, Unrecognised

# How many words in front of a name are looked at for its route ("nebulised salbutamol", "topical hydrocortisone").
_WORDS_IN_FRONT = 2
MOST_IN_BRACKET = 12  # a longer list in a bracket is not the composition of one product
_BETWEEN_INGREDIENTS = frozenset((";", ",", "/", "+", "\\", "&", "and"))
# Between a kind of medicine and the one that is meant, and what parts two entries of a list.
_SPEAKING_OF = frozenset("called such as like eg ie namely for example including the a an her his my".split())
_APART = frozenset((",", ";", "\n", ".", "|", "•"))
_JOINS = frozenset(("/", "+", "\\", "&", "-", "with", "plus"))


class _Stretch(TypedDict):
    text: str
    start: int
    end: int


class Reader:
    """One text's mentions, unrecognised stretches and lines that are no medicine."""

    def __init__(self, text: str, tokens: Sequence[Token], items: Sequence[Item], found: Sequence[Found]) -> None:
        self.text = text
        self.tokens = tokens
        self.items = items
        self._item_starts = [item.first for item in items]
        found = list(explained(tokens, found))
        hits = [_settle(hit, found, place + 1) for place, hit in enumerate(found) if isinstance(hit, Hit)]
        self._sure = self._together([hit for hit in hits if len(_meanings(hit)) == 1])
        self._unsure = [hit for hit in hits if len(_meanings(hit)) > 1]
        self._misses = [miss for miss in found if isinstance(miss, Miss)]
        self._devices = [device for device in found if isinstance(device, Device)]
        self._places = [(group[0].first, group[-1].last) for group in self._sure]
        self._made = self._make(self._places)
        self._kinds = self._only_kinds()

    def mentions(self) -> tuple[Mention, ...]:
        """The medicines, in the order of the text."""
        return tuple(mention for number, mention in enumerate(self._made) if number not in self._kinds)

    def _make(self, places: list[tuple[int, int]]) -> list[Mention]:
        sections = headings(self.text, self.tokens, self.items, places)
        given, over = statuses(self.tokens, self.items, places, sections)
        lines = struck(self.text, [(self.tokens[first].start, self.tokens[last - 1].end) for first, last in places])
        taken = [*places, (len(self.tokens), len(self.tokens))]
        made = [
            self._mention(
                group,
                "stopped" if lines[number] else given[number],
                section.route if (section := over[number]) else None,
                places[number - 1][1] if number else 0,
                taken[number + 1][0],
            )
            for number, group in enumerate(self._sure)
        ]
        return _stopped_later(self._agreed(made, places))

    def _only_kinds(self) -> set[int]:
        """Which are a kind of medicine that is taken and of which nothing is known ("steroids", "antibiotics").

        Not those beside the medicine that they say the kind of: "Ventolin puffer", "antibiotic (doxycycline)".
        """
        return {
            number
            for number, mention in enumerate(self._made)
            if not (mention.ingredients or mention.drug_class)
            and mention.status in TAKEN
            and not (self._speaks_of(number - 1, number) or self._speaks_of(number, number + 1))
        }

    def _speaks_of(self, before: int, after: int) -> bool:
        """Whether of two mentions one is a medicine, and only directions and joining words stand between them."""
        if (
            before < 0
            or after >= len(self._made)
            or not (self._made[before].ingredients or self._made[after].ingredients)
        ):
            return False
        between = self.tokens[self._places[before][1] : self._places[after][0]]
        return all(
            token.norm in SIG_WORDS or token.norm in _SPEAKING_OF or (token.kind != "word" and token.norm not in _APART)
            for token in between
        )

    def _agreed(self, made: list[Mention], places: list[tuple[int, int]]) -> list[Mention]:
        """A brand and its ingredient in brackets ("Lasix (furosemide) 40 mg: discontinued") are one entry."""
        for number in range(1, len(made)):
            before, inside = made[number - 1], made[number]
            between = [token.norm for token in self.tokens[places[number - 1][1] : places[number][0]]]
            if before.drug_class and between == [":"]:  # "Diuretics: furosemide (stopped)"
                made[number - 1] = replace(before, status=inside.status)
            if between not in (["("], ["["]) or not (
                before.drug_class or set(before.ingredients) & set(inside.ingredients)
            ):
                continue
            status = before.status if before.status not in ("current", "as_needed") else inside.status
            route = before.route or inside.route
            made[number - 1] = replace(before, status=status, route=route, strength=before.strength or inside.strength)
            made[number] = replace(inside, status=status, route=inside.route or route)
        return made

    def unrecognised(self) -> tuple[Unrecognised, ...]:
        """What is not known or could be two, in the order of the text."""
        unsure = [
            Unrecognised(
                **self._stretch(hit.first, hit.last),
                reason="ambiguous",
                suggestions=tuple(
                    Suggestion(name=name.name, ingredients=name.ingredients, score=hit.score)
                    for name in {name.meaning: name for name in hit.names}.values()
                ),
            )
            for hit in self._unsure
        ]
        misses = [
            Unrecognised(
                **self._stretch(miss.first, miss.last),
                reason="ambiguous" if miss.ambiguous else "unknown",
                suggestions=miss.suggestions,
            )
            for miss in self._misses
        ]
        kinds = [
            Unrecognised(**self._stretch(*self._places[number]), reason="ambiguous", suggestions=())
            for number in self._kinds
        ]
        return tuple(sorted(unsure + misses + kinds, key=lambda entry: entry.start))

    def not_medicines(self) -> tuple[NotMedicine, ...]:
        """Dressings, devices and foods, in the order of the text."""
        return tuple(NotMedicine(**self._stretch(device.first, device.last)) for device in self._devices)

    def _stretch(self, first: int, last: int) -> _Stretch:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return {"text": self.text[start:end], "start": start, "end": end}

    def _together(self, hits: list[Hit]) -> list[list[Hit]]:
        """Names joined by "/", "+" or "with" are one combination product, strengths between them or not."""
        groups: list[list[Hit]] = []
        for hit in hits:
            if groups and self._joined(groups[-1][-1], hit):
                groups[-1].append(hit)
            else:
                groups.append([hit])
        return groups

    def _joined(self, before: Hit, after: Hit) -> bool:
        between = self.tokens[before.last : after.first]
        joints = [token for token in between if token.norm in _JOINS]
        if not joints or any(token.kind == "line" for token in between):
            return False
        last = between[-1]
        if last.norm not in _JOINS:
            return False
        if last.norm in ("with", "plus", "-") and len(between) > 1:
            return False
        return all(
            token.norm in _JOINS
            or token.kind == "number"
            or token.norm in UNITS
            or token.norm in SALTS
            or token.norm == "%"
            for token in between
        )

    def _mention(
        self, group: list[Hit], status: Status, section: Route | None, previous_end: int, next_start: int
    ) -> Mention:
        first, last = group[0].first, group[-1].last
        names = [hit.names[0] for hit in group]
        weakest = min(group, key=lambda hit: (hit.score, hit.method == "exact"))
        limit = self._item_limit(last, next_start)
        ingredients = sorted({ingredient for name in names for ingredient in name.ingredients})
        return Mention(
            **self._stretch(first, last),
            ingredients=tuple(ingredients),
            drug_class=next((name.drug_class for name in names if name.drug_class), None) if not ingredients else None,
            status=status,
            route=self._route(group, first, last, limit, previous_end, section),
            strength=self._strength(last, limit),
            match=Match(
                name=" / ".join(name.name for name in names),
                method=weakest.method,
                score=weakest.score,
                runner_up=weakest.runner_up,
            ),
        )

    def _begins_item(self, index: int) -> bool:
        return index >= 0 and self._item_starts[bisect_right(self._item_starts, index) - 1] == index

    def _item_limit(self, last: int, next_start: int) -> int:
        """Where the directions of a mention end: at the next medicine, the end of its line, or a new list number."""
        at = bisect_right(self._item_starts, last - 1) - 1
        sentence = self.items[at].sentence
        limit = last
        for number in range(at, len(self.items)):
            item = self.items[number]
            if item.last <= last:
                continue
            if (
                item.first >= next_start
                or item.sentence != sentence
                or (item.first > last and self.tokens[item.first - 1].norm in ";|•.:)")
            ):
                break
            limit = item.last
        return max(last, min(limit, next_start))

    def _strength(self, last: int, limit: int) -> str | None:
        if limit <= last:
            return None
        return strength(self.text, self.tokens[last - 1].end, self.tokens[limit - 1].end)

    def _route(
        self, group: list[Hit], first: int, last: int, limit: int, previous_end: int, section: Route | None
    ) -> Route | None:
        in_front: list[str] = []
        for token in reversed(self.tokens[max(previous_end, first - _WORDS_IN_FRONT) : first]):
            if token.kind != "word" and not (token.norm == "." and self._begins_item(first - 2)):  # "Tab. Lasix"
                break
            in_front.append(token.norm)
        if in_front and previous_end and first - len(in_front) == previous_end:
            in_front = []  # nothing between them and the medicine before: they are its directions
        named = next((hit.names[0].route for hit in group if hit.names[0].route), "")
        return route_of(self.tokens[first:last], in_front, self.tokens[last:limit], named) or section


def route_of(name: Sequence[Token], in_front: list[str], behind: Sequence[Token], named: str) -> Route | None:
    """The route of a medicine by the words of its name, in front of it and behind; ``named`` is that of its product."""
    written = (
        route([token.norm for token in name])
        or route(in_front)
        or route([token.norm for token in behind if token.kind == "word"])
    )
    if written == "oral" and named:
        return _as_route(named)  # "one tablet by mouth" cannot make an eye drop a tablet; a form word of its own may
    return written or _as_route(named)


def _as_route(route_name: str) -> Route | None:
    return route_name or None  # type: ignore[return-value]  # the tables hold only routes


def _meanings(hit: Hit) -> set[tuple[str, ...]]:
    return {name.meaning for name in hit.names}


def explained(tokens: Sequence[Token], found: Sequence[Found]) -> Iterator[Found]:
    """What was found, less the guesses that a bracket right behind makes needless: "Oldbrand [ibuprofen]".

    A brand name whose bracket names quite another medicine is asked about, and the bracket stands.
    """
    for place, entry in enumerate(found):
        inside = _bracket(tokens, entry, found, place + 1)
        if not inside or isinstance(entry, (Device, Aside)):
            yield entry
        elif isinstance(entry, Miss) or (entry.method == "fuzzy" and not _shared(entry, inside)):
            continue
        elif entry.names[0].kind == "brand" and not _shared(entry, inside):
            yield Hit(entry.first, entry.last, (*entry.names, *inside[0].names), entry.method, entry.score)
        else:
            yield entry


def _bracket(tokens: Sequence[Token], entry: Found, found: Sequence[Found], following: int) -> list[Hit]:
    """The medicines in a bracket right behind an entry that holds nothing else, or none."""
    if entry.last >= len(tokens) or tokens[entry.last].norm not in "([":
        return []
    end = entry.last + 1
    inside: list[Hit] = []
    for other in islice(found, following, following + MOST_IN_BRACKET):
        if not isinstance(other, Hit) or any(
            token.norm not in _BETWEEN_INGREDIENTS for token in tokens[end : other.first]
        ):
            break
        inside.append(other)
        end = other.last
    closed = end < len(tokens) and tokens[end].norm in (")", "]")
    return inside if closed else []


def _shared(entry: Hit, inside: Sequence[Hit]) -> bool:
    named = {ingredient for hit in inside for name in hit.names for ingredient in name.ingredients}
    return any(named & set(name.ingredients) for name in entry.names)


def _settle(hit: Hit, found: Sequence[Found], next_place: int) -> Hit:
    """An abbreviation of several meanings is settled by its expansion right behind it: "MTX (methotrexate)"."""
    if len(_meanings(hit)) == 1:
        return hit._replace(names=hit.names[:1])
    following = found[next_place] if next_place < len(found) else None
    if isinstance(following, Hit) and following.first - hit.last <= 1:
        agreed = tuple(name for name in hit.names if name.meaning == following.names[0].meaning)
        if agreed:
            return hit._replace(names=agreed[:1])
    return hit


def _stopped_later(mentions: list[Mention]) -> list[Mention]:
    """A medicine listed bare and later said to be stopped is stopped where it was listed, too."""
    result = list(mentions)
    bare: dict[tuple[str, ...], list[int]] = {}
    for number, mention in enumerate(mentions):
        if mention.strength:
            continue
        what = mention.ingredients or (mention.drug_class or "",)
        if mention.status == "stopped":
            for earlier in bare.pop(what, ()):
                result[earlier] = replace(result[earlier], status="stopped")
        elif mention.status in ("current", "as_needed"):
            bare.setdefault(what, []).append(number)
    return result
