"""One distinct line of an export to its answer: associated, not listed, unrecognised or not a medicine."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from medcheck.assembly.mentions import Reader, route_of
from medcheck.assembly.simple_line import plain
from medcheck.checker import Checker
from medcheck.document.items import Item, split_items
from medcheck.document.sig import milligrams, strength
from medcheck.document.tokens import Token, tokenise
from medcheck.export.lines.code_cells import shown
from medcheck.export.lines.codes import Codes
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.medicine import ANY_MENTION, Medicine, as_mention
from medcheck.knowledge.needs import parse
from medcheck.naming.exact import ExactNames
from medcheck.naming.found import Found, Hit
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.local import CODE_DISAGREES, read_settled
from medcheck.naming.scan import completed
from medcheck.records import TAKEN, Mention, NotMedicine, Unrecognised
from medcheck.report.csv import neutral
from medcheck.report.outline import printable
from medcheck.rules.findings import associated, findings

Kind = Literal["associated", "not_listed", "unrecognised", "not_a_medicine"]
KINDS: tuple[Kind, ...] = ("associated", "not_listed", "unrecognised", "not_a_medicine")


class Answer(NamedTuple):
    """What a row says of its line.

    ``name``, ``reason`` and ``suggestions`` say what was not recognised. ``medicines`` count for the patient; a line
    whose code contradicts its text gives none, for nobody knows which of the two she takes.
    """

    kind: Kind
    ingredients: str = ""
    findings: str = ""
    corrected: str = ""
    name: str = ""
    reason: str = ""
    suggestions: str = ""
    medicines: tuple[Medicine, ...] = ()


class _Line:
    """A line with its tokens and the names that stand in it as the tables have them."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.tokens: list[Token] = tokenise(text)
        self.items: list[Item] = split_items(text, self.tokens)
        self.exact: list[Found] = ExactNames(text, self.tokens, lexicon).found()


class Resolver:
    """Answers lines with one checker; what the rules say of a medicine is kept, so that each is judged once."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        checker.clinical.read_all()
        self._dosed = _dosed(checker)
        self._said: dict[tuple[Medicine, ...], str] = {}
        self._names: dict[str, frozenset[str] | None] = {}
        self._codes = Codes(checker.database, self._ingredients)
        settled = read_settled(checker.names, checker.database) if checker.names else {}
        self._settled = {(neutral(text), neutral(code)): means for (text, code), means in settled.items()}

    def resolve(self, key: DistinctLine) -> Answer:
        """The answer for a distinct line; the same line has the same answer in any file and on any machine."""
        line = _Line(key.text, self.checker.lexicon)
        hit = None if key.code else plain(line.text, line.tokens, line.items, line.exact, self.checker.lexicon)
        return self._read_out(key, line) if hit is None else self._plain(hit, line)

    def _plain(self, hit: Hit, line: "_Line") -> Answer:
        """The answer to a plain line, as reading it would give it."""
        name = hit.names[0]
        route = route_of(line.tokens[: hit.last], [], line.tokens[hit.last :], name.route)
        begin = line.tokens[hit.last - 1].end
        dose = _dose(strength(line.text, begin, len(line.text))) if self._asks_dose(name.ingredients) else None
        return self._listed(name.ingredients, (Medicine(name.ingredients, None, route, dose),))

    def _listed(self, ingredients: Sequence[str], taken: tuple[Medicine, ...], corrected: str = "") -> Answer:
        said = self._findings(taken)
        kind: Kind = "associated" if said else "not_listed"
        return Answer(kind, "; ".join(ingredients), said, corrected, medicines=taken)

    def _read_out(self, key: DistinctLine, line: "_Line") -> Answer:
        text = line.text
        mentions, unknown, others = self._read(line)
        settled = self._settled.get((neutral(text), neutral(shown(key.code)))) if key.code and self._settled else None
        if settled:
            mentions, unknown = _as_settled(mentions, settled), ()
        ingredients = sorted({ingredient for mention in mentions for ingredient in mention.ingredients})
        taken = tuple(self._medicine(mention) for mention in mentions if mention.status in TAKEN)
        corrected = "; ".join(
            f"{printable(mention.text)} -> {mention.match.name}"
            for mention in mentions
            if mention.match.method == "fuzzy"
        )
        against = self._codes.disagrees(key.code, ingredients) if key.code and not settled else ()
        if against:
            both = f"{'; '.join(ingredients)} (code: {'; '.join(dict.fromkeys(means for _, means in against))})"
            codes = "; ".join(f"{printable(code)}: {means}" for code, means in against)
            return Answer(
                "unrecognised", both, self._findings(taken), corrected, printable(text), CODE_DISAGREES, codes
            )
        answer = self._listed(ingredients, taken, corrected)
        if unknown:
            one = len(unknown) == 1
            return answer._replace(
                kind="unrecognised",
                name=printable(unknown[0].text if one else text),
                reason="ambiguous" if any(entry.reason == "ambiguous" for entry in unknown) else "unknown",
                suggestions="; ".join(dict.fromkeys(s.name for entry in unknown for s in entry.suggestions)),
            )
        if answer.kind == "associated":
            return answer
        if any(not mention.ingredients for mention in mentions):  # a class word of which nothing is known: could be any
            return answer._replace(kind="unrecognised", name=printable(text), reason="ambiguous")
        if mentions:
            return answer
        if others:
            return Answer("not_a_medicine")
        reason = "no medicine found" if text.strip() else "empty"
        return Answer("unrecognised", name=printable(text), reason=reason)

    def _read(self, line: "_Line") -> tuple[tuple[Mention, ...], tuple[Unrecognised, ...], tuple[NotMedicine, ...]]:
        found = completed(line.text, line.tokens, line.items, self.checker.lexicon, line.exact)
        reader = Reader(line.text, line.tokens, line.items, found)
        return reader.mentions(), reader.unrecognised(), reader.not_medicines()

    def _medicine(self, mention: Mention) -> Medicine:
        dose = _dose(mention.strength) if self._asks_dose(mention.ingredients) else None
        return Medicine(mention.ingredients, mention.drug_class, mention.route, dose)

    def _asks_dose(self, ingredients: tuple[str, ...]) -> bool:
        return self._dosed is None or not self._dosed.isdisjoint(ingredients)

    def _findings(self, medicines: tuple[Medicine, ...]) -> str:
        if not medicines:
            return ""
        if medicines not in self._said:
            entries = associated([as_mention(medicine) for medicine in medicines], self.checker.clinical)
            found = findings(entries, self.checker.clinical) if entries else ()
            self._said[medicines] = "; ".join(f"{f.ingredient} ({f.role}, {f.level}, {f.evidence})" for f in found)
        return self._said[medicines]

    def _ingredients(self, name: str) -> frozenset[str] | None:
        """What a second name means; None where it is not wholly recognised and so says nothing."""
        if name not in self._names:
            mentions, unknown, _ = self._read(_Line(name, self.checker.lexicon))
            sure = mentions and not unknown and all(m.match.method != "fuzzy" for m in mentions)
            self._names[name] = frozenset(i for m in mentions for i in m.ingredients) if sure else None
        return self._names[name]


def _as_settled(mentions: tuple[Mention, ...], ingredients: tuple[str, ...]) -> tuple[Mention, ...]:
    """The mentions of a line of which somebody said what it means; route, strength and status stay as written."""
    if {ingredient for mention in mentions for ingredient in mention.ingredients} == set(ingredients):
        return mentions
    return (replace(mentions[0] if mentions else ANY_MENTION, ingredients=ingredients, drug_class=None),)


def _dose(written: str | None) -> str | None:
    """A strength in milligrams, which is all that a rule asks of it."""
    dose = milligrams(written)
    return None if dose is None else f"{dose:g} mg"


def _dosed(checker: Checker) -> frozenset[str] | None:
    """The ingredients whose strength some combination asks for; None where it asks for that of a whole class."""
    found = set()
    for row in checker.clinical.table("combinations"):
        for alternative in (alternative for term in parse(row["needs"]) for alternative in term):
            if alternative.above is not None:
                if alternative.kind != "ingredient":
                    return None
                found.add(alternative.name)
    return frozenset(found)
