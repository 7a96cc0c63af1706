"""Lines of ``unrecognised.csv`` that somebody has filled in: each settles its own text, and nothing else."""

from typing import NamedTuple

from medcheck import pipeline
from medcheck.assembly.mentions import Assembled
from medcheck.checker import Checker
from medcheck.document.sig import route, strength
from medcheck.document.tokens import direction_words, tokenise
from medcheck.export.lines.code_cells import shown
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.export.lines.medicine import ANY_MENTION
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.local import read_settled, settled_name
from medcheck.records import Mention, replace
from medcheck.report.csv import neutral


class Settled(NamedTuple):
    """What was settled; ``line`` still has its code where nobody saw that, so that it can contradict."""

    line: DistinctLine
    assembled: Assembled


class SettledLines:
    """What the lines that a names file settles mean; their route, strength and status are those that the text says.

    Texts are compared as a spreadsheet leaves them, with the mark before what it would take for a formula.
    """

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        found = read_settled(checker.names, checker.database) if checker.names else {}
        self._means = {(neutral(text), neutral(code)): means for (text, code), means in found.items()}
        self._texts = {text for text, _ in self._means}

    def find(self, line: DistinctLine) -> Settled | None:
        """What a line was settled as, beside its code or whatever code; None for any other line."""
        if not self._means or (text := neutral(line.text)) not in self._texts:
            return None
        beside_code = self._means.get((text, neutral(shown(line.code)))) if line.code else None
        means = beside_code or self._means.get((text, ""))
        if not means:
            return None
        code = "" if beside_code else line.code
        return Settled(DistinctLine(line.text, code), Assembled(self._read(line.text, means), (), (), ()))

    def _read(self, text: str, means: tuple[str, ...]) -> tuple[Mention, ...]:
        assembled = pipeline.assemble(pipeline.begin(text, self._checker.lexicon))
        mentions = assembled.mentions
        if len(assembled.unrecognised) == 1:
            # For this text alone the word is a name, so that what stands around it says route, strength and status.
            database = self._checker.database
            own = settled_name(assembled.unrecognised[0].text, means, database)
            lexicon = Lexicon(database, [own, *self._checker.own_names])
            mentions = pipeline.assemble(pipeline.begin(text, lexicon)).mentions
        if {ingredient for mention in mentions for ingredient in mention.ingredients} == set(means):
            return mentions
        same = [mention for mention in mentions if mention.ingredients == means]
        first = (same or mentions)[0] if mentions else self._as_written(text)
        return (replace(first, ingredients=means, drug_class=None),)

    def _as_written(self, text: str) -> Mention:
        """What the directions of a text say of a medicine that none of its words names."""
        language = self._checker.language
        words = direction_words(tokenise(text, language))
        return replace(ANY_MENTION, route=route(words, language), strength=strength(text, 0, len(text), language))
