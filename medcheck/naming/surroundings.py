"""A text as the search for names sees it: which words go on, lead to a medicine, or carry its dose."""

from collections.abc import Sequence

from medcheck.knowledge.database import Name
from medcheck.naming.lexicon import Lexicon
from medcheck.reading.phrases import PHRASE_WORDS
from medcheck.reading.sig import FORMS, SALTS, SHORT_FORMS, SIG_WORDS, UNITS
from medcheck.reading.tokens import Token

_LEADS = frozenset(
    "and or with takes take taking on include includes including consist consisting uses using plus also of is are was "
    "started start given prescribed continue add added both either occasional the her his their".split()
)
METALS = frozenset("potassium sodium calcium magnesium iron zinc aluminium aluminum ferrous ferric sod pot".split())
# What is measured in blood as well as taken; a bare number behind it is a result.
_MEASURED = frozenset("potassium sodium calcium magnesium iron zinc glucose folic acid urea albumin phosphate".split())
_DIAGNOSES = frozenset(
    "deficiency deficient anaemia anemia anaemic anemic overload resistance studies dependence misuse abuse".split()
)
_INSIDE_NAMES = frozenset("-/_'&+\\")


class Surroundings:
    """The tokens of one text with the names that its words may belong to."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon

    def follow(self, index: int, words: Sequence[str]) -> int | None:
        """The token index behind the last of these words, if they stand here one behind the other."""
        at = index
        for word in words[1:]:
            after = self.next_word(at)
            if after is None or not _same(self.tokens[after].norm, word):
                return None
            at = after
        return at + 1

    def next_word(self, index: int) -> int | None:
        """The next word or number of one name, over a hyphen, slash or line end; None where no name goes on."""
        previous = self.tokens[index]
        for at in range(index + 1, min(index + 4, len(self.tokens))):
            token = self.tokens[at]
            if token.kind in ("word", "number"):
                return at
            if token.kind == "line":
                if previous.kind == "number":
                    return None
            elif token.norm == ".":
                if previous.kind != "word" or len(previous.norm) > 3:
                    return None
            elif token.norm not in _INSIDE_NAMES:
                return None
        return None

    def runs_into_number(self, last: int) -> bool:
        """Whether a number without a unit is glued to the word before ``last``: a code ("TMC278"), not a strength."""
        if (
            last >= len(self.tokens)
            or self.tokens[last].kind != "number"
            or self.tokens[last].start != self.tokens[last - 1].end
        ):
            return False
        return last + 1 >= len(self.tokens) or self.tokens[last + 1].norm not in UNITS

    def is_finding(self, name: Name, last: int) -> bool:
        """Whether a diagnosis or a laboratory value is meant ("vitamin D deficiency", "Na 138"), not a medicine."""
        if last >= len(self.tokens):
            return False
        after = self.tokens[last]
        if after.kind == "word" and after.norm in _DIAGNOSES:
            return True
        if not set(name.ingredients) & _MEASURED:
            return False
        if after.norm in ("level", "levels", "was", "is", "low", "high", "normal") or after.norm in "=<>":
            return True
        if after.kind != "number":
            return False
        unit = self.tokens[last + 1].norm if last + 1 < len(self.tokens) else ""
        per_litre = self.tokens[last + 2 : last + 4] and self.tokens[last + 2].norm == "/"
        return (unit not in UNITS and unit not in FORMS) or bool(
            per_litre and unit in ("mmol", "meq", "g", "mg", "umol")
        )

    def leads(self, index: int) -> bool:
        """Whether a medicine may be named here: at the start of an item, or behind a word that leads to one."""
        if index == 0:
            return True
        before = self.tokens[index - 1]
        return before.kind != "word" or before.norm in _LEADS

    def dosed(self, index: int) -> bool:
        """Whether a strength or a dose form stands right here."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if token.norm in FORMS:
            return True
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return token.kind == "number" and after is not None and (after.norm in UNITS or after.norm in "/%")

    def with_salts(self, name: Name, end: int) -> int:
        """The end of a name with the salt behind it ("Docusate sodium"), unless that begins another medicine."""
        if not name.ingredients or name.words[-1] in METALS:
            return end
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.kind == "mark" and token.norm == "-" and end + 1 < len(self.tokens):
                token = self.tokens[end + 1]
            if token.kind != "word" or token.norm not in SALTS or token.norm in ("mg", "g"):
                break
            if token.norm in METALS and self.starts_common_name(end):
                break
            end = self.tokens.index(token, end) + 1
        return end

    def starts_common_name(self, index: int) -> bool:
        """Whether a salt of its own stands here ("aspirin potassium chloride" is two medicines)."""
        for name in self.lexicon.starting_with(self.tokens[index].norm):
            if len(name.words) > 1 and name.commonness >= 2 and self.follow(index, name.words):
                return True
        return False

    def known_word(self, word: str) -> bool:
        """Whether a word is one of directions, a salt, a phrase about taking, or an ordinary word."""
        return word in SIG_WORDS or word in SALTS or word in PHRASE_WORDS or self.lexicon.word_kind(word) is not None


def _same(written: str, word: str) -> bool:
    return written == word or SHORT_FORMS.get(written, written) == SHORT_FORMS.get(word, word)
