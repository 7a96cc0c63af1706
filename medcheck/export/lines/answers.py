"""One distinct line of an export to its answer: associated, not listed, unrecognised or not a medicine."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from medcheck import pipeline
from medcheck.assembly.mentions import Assembled
from medcheck.checker import Checker
from medcheck.document.sig import milligrams, strength
from medcheck.export.lines.codes import Codes
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.known_parts import KnownParts, SimpleLine, UnknownName, keep
from medcheck.export.lines.medicine import Medicine, as_mention
from medcheck.export.lines.settled import SettledLines
from medcheck.knowledge.clinical_rows import CombinationRow, DrugRow
from medcheck.naming import correct
from medcheck.naming.local import CODE_DISAGREES
from medcheck.printable import printable
from medcheck.records import TAKEN, Mention, Route, Suggestion

# What is looked up for most words; those of other letters are looked up line by line.
_WORD = re.compile(r"[a-z]+")
_FIRST_WORDS = re.compile(r"([a-z]+)(?:[ -]([a-z]+))?")

Kind = Literal["associated", "not_listed", "unrecognised", "not_a_medicine"]
KINDS: tuple[Kind, ...] = ("associated", "not_listed", "unrecognised", "not_a_medicine")


class Answer(NamedTuple):
    """What a row says of its line.

    ``name``, ``reason`` and ``suggestions`` say what was not recognised. ``medicines`` count for the patient, and
    ``findings`` are theirs, also where something else of the line was not recognised; a line whose code contradicts its
    text gives none, for nobody knows which of the two she takes.
    """

    kind: Kind
    ingredients: str = ""
    findings: str = ""
    corrected: str = ""
    name: str = ""
    reason: str = ""
    suggestions: str = ""
    medicines: tuple[Medicine, ...] = ()


class Resolver:
    """Answers lines with one checker; what the rules say of a medicine is kept, so that each is asked about once."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        checker.clinical.read_all()
        self._dosed = _dosed(checker)
        self._curated = frozenset(row.ingredient for row in checker.clinical.rows(DrugRow))
        self._findings_of: dict[tuple[Medicine, ...], str] = {}
        self._answers: dict[tuple[tuple[str, ...], Route | None], Answer] = {}  # those of simple lines
        self._known_parts = KnownParts(checker.lexicon)
        self._names: dict[str, frozenset[str] | None] = {}
        self._codes = Codes(checker.database, self._ingredients)
        self._settled = SettledLines(checker)

    def answers(self, lines: Sequence[DistinctLine]) -> list[Answer]:
        """The answer to each of some lines, whose words are looked up together."""
        lexicon = self.checker.lexicon
        texts = [line.text.lower() for line in lines]
        lexicon.prepare(_WORD.findall("\n".join(texts)))
        first = (found for found in map(_FIRST_WORDS.match, texts) if found)
        correct.prepare(lexicon, dict.fromkeys((found[1], found[2] or "") for found in first))
        return [self.resolve(line) for line in lines]

    def resolve(self, key: DistinctLine) -> Answer:
        """The answer for a distinct line; the same line has the same answer in any file and on any machine."""
        settled = self._settled.find(key)
        if settled:
            return self._assembled(settled.line, settled.assembled)
        simple = None if key.code else self._known_parts.find(key.text)
        if simple is None:
            line = pipeline.begin(key.text, self.checker.lexicon)
            hit = None if key.code else pipeline.only_medicine(line)
            if hit is not None:
                simple = self._known_parts.read(line.context, hit)
            else:
                found = pipeline.guess(line)
                simple = None if key.code else self._known_parts.guessed(line.context, found)
                if simple is None:
                    return self._assembled(key, pipeline.assemble(line, found=found))
        return self._unknown(simple, key.text) if isinstance(simple, UnknownName) else self._simple(simple, key.text)

    def _simple(self, line: SimpleLine, text: str) -> Answer:
        """The answer to a simple line, as assembling it would give it."""
        ingredients, route = line.name.ingredients, line.route
        if line.once:
            return self._listed(ingredients, ())
        answer = None if line.misspelt else self._answers.get((ingredients, route))
        if answer is None:
            asks = self._asks_dose(ingredients)
            dose = self._dose(strength(text, line.end, len(text), self.checker.language)) if asks else None
            corrected = _corrected(text[: line.end], line.name.name) if line.misspelt else ""
            answer = self._listed(ingredients, (Medicine(ingredients, None, route, dose),), corrected)
            if not (line.misspelt or asks):
                keep(self._answers, (ingredients, route), answer)
        return answer

    def _unknown(self, line: UnknownName, text: str) -> Answer:
        """The answer to a line that is simple but for its name, as assembling it would give it."""
        reason = "ambiguous" if line.miss.ambiguous else "unknown"
        suggestions = _names(line.miss.suggestions)
        return Answer("unrecognised", name=printable(text[: line.end]), reason=reason, suggestions=suggestions)

    def _listed(self, ingredients: Sequence[str], taken: tuple[Medicine, ...], corrected: str = "") -> Answer:
        findings = self._findings(taken)
        kind: Kind = "associated" if findings else "not_listed"
        return Answer(kind, "; ".join(ingredients), findings, corrected, medicines=taken)

    def _assembled(self, key: DistinctLine, assembled: Assembled) -> Answer:
        text = key.text
        mentions, unknown, _, others = assembled
        ingredients = sorted({ingredient for mention in mentions for ingredient in mention.ingredients})
        taken = tuple(self._medicine(mention) for mention in mentions if mention.status in TAKEN)
        corrected = "; ".join(
            _corrected(mention.text, mention.match.name) for mention in mentions if mention.match.method == "fuzzy"
        )
        against = self._codes.disagrees(key.code, ingredients) if key.code else ()
        if against:
            both = f"{'; '.join(ingredients)} (code: {'; '.join(dict.fromkeys(means for _, means in against))})"
            codes = "; ".join(f"{printable(code)}: {means}" for code, means in against)
            return Answer("unrecognised", both, "", corrected, printable(text), CODE_DISAGREES, codes)
        answer = self._listed(ingredients, taken, corrected)
        if unknown:
            return answer._replace(
                kind="unrecognised",
                name=printable(unknown[0].text if len(unknown) == 1 else text),
                reason="ambiguous" if any(entry.reason == "ambiguous" for entry in unknown) else "unknown",
                suggestions=_names(suggestion for entry in unknown for suggestion in entry.suggestions),
            )
        if answer.kind == "associated":
            return answer
        if mentions and not ingredients:  # a class word of which nothing is known: could be any
            return answer._replace(kind="unrecognised", name=printable(text), reason="ambiguous")
        if mentions:
            return answer
        if others:
            return Answer("not_a_medicine")
        reason = "no medicine found" if text.strip() else "empty"
        return Answer("unrecognised", name=printable(text), reason=reason)

    def _medicine(self, mention: Mention) -> Medicine:
        dose = self._dose(mention.strength) if self._asks_dose(mention.ingredients) else None
        return Medicine(mention.ingredients, mention.drug_class, mention.route, dose)

    def _dose(self, written: str | None) -> str | None:
        """A strength in milligrams, which is all that a rule asks of it."""
        dose = milligrams(written, self.checker.language.unit_masses)
        return None if dose is None else f"{dose:g} mg"

    def _asks_dose(self, ingredients: tuple[str, ...]) -> bool:
        return self._dosed is None or not self._dosed.isdisjoint(ingredients)

    def _findings(self, medicines: tuple[Medicine, ...]) -> str:
        if all(it.drug_class is None and self._curated.isdisjoint(it.ingredients) for it in medicines):
            return ""  # no row speaks of any, as of most lines
        if medicines not in self._findings_of:
            found = pipeline.find_associated([as_mention(medicine) for medicine in medicines], self.checker.clinical)
            self._findings_of[medicines] = "; ".join(finding.in_brief for finding in found)
        return self._findings_of[medicines]

    def _ingredients(self, name: str) -> frozenset[str] | None:
        """What a second name means; None where it is not wholly recognised and so says nothing."""
        if name not in self._names:
            mentions, unknown, unfamiliar, _ = pipeline.assemble(pipeline.begin(name, self.checker.lexicon))
            certain = mentions and not (unknown or unfamiliar) and all(m.match.method != "fuzzy" for m in mentions)
            self._names[name] = frozenset(i for m in mentions for i in m.ingredients) if certain else None
        return self._names[name]


def _corrected(written: str, name: str) -> str:
    return f"{printable(written)} -> {name}"


def _names(suggestions: Iterable[Suggestion]) -> str:
    return "; ".join(dict.fromkeys(suggestion.name for suggestion in suggestions))


def _dosed(checker: Checker) -> frozenset[str] | None:
    """The ingredients whose strength some combination asks for; None where it asks for that of a whole class."""
    found = set()
    for row in checker.clinical.rows(CombinationRow):
        for alternative in (alternative for term in row.terms for alternative in term):
            if alternative.above is not None:
                if alternative.kind != "ingredient":
                    return None
                found.add(alternative.name)
    return frozenset(found)
