"""A text as the search for names sees it: which words go on, lead to a medicine, or carry its dose."""

from collections.abc import Sequence

from medcheck.document.sig import FORMS, FREQUENCY, SALTS, SHORT_FORMS, UNITS
from medcheck.document.tokens import Token
from medcheck.knowledge.database import Name
from medcheck.naming.lexicon import Lexicon

_LEADS = frozenset(
    "and or with takes take taking on include includes including consist consisting uses using plus also of is are was "
    "started start given prescribed continue add added both either occasional the her his their".split()
)
METALS = frozenset("potassium sodium calcium magnesium iron zinc aluminium aluminum ferrous ferric sod pot mag".split())
# What is measured in blood and also taken: the values that occur, in mmol/L. A dose has a unit or frequency behind it.
_IN_BLOOD = {
    "potassium": (1.0, 9.0),
    "sodium": (100.0, 180.0),
    "calcium": (1.0, 4.0),
    "magnesium": (0.0, 3.0),
    "glucose": (2.0, 40.0),
    "phosphate": (0.0, 3.0),
}
_DIAGNOSES = frozenset(
    "deficiency deficient anaemia anemia anaemic anemic overload resistance studies dependence misuse abuse induced "
    "toxicity poisoning pneumonitis receptor kinase".split()
)
_OF_A_DOSE = (UNITS | FORMS.keys() | FREQUENCY | {"%"}) - {"on"}  # "potassium 3.1 on indapamide" is a value
_ONLY_SALTS = SALTS - UNITS  # "g" is a unit, too
_INSIDE_NAMES = frozenset("-/_'&+\\#")


class Surroundings:
    """The tokens of one text with the names that its words may belong to."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon
        self._next: dict[int, int | None] = {}  # asked for again and again

    def names_from(self, index: int) -> Sequence[Name]:
        """The names that may stand here by their first two words, longest first."""
        after = self.next_word(index)
        return self.lexicon.going_on(self.tokens[index].norm, None if after is None else self.tokens[after].norm)

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
        if index not in self._next:
            self._next[index] = self._find_next(index)
        return self._next[index]

    def _find_next(self, index: int) -> int | None:
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
        """Whether a number without a unit is glued to the word before ``last``: a code ("ABC123"), not a strength."""
        if (
            last >= len(self.tokens)
            or self.tokens[last].kind != "number"
            or self.tokens[last].start != self.tokens[last - 1].end
        ):
            return False
        return last + 1 >= len(self.tokens) or self.tokens[last + 1].norm not in UNITS

    def runs_out_of_number(self, first: int) -> bool:
        """Whether a number is glued to the front of the word."""
        before = self.tokens[first - 1] if first else None
        return before is not None and before.kind == "number" and before.end == self.tokens[first].start

    def is_finding(self, name: Name, last: int) -> bool:
        """Whether a diagnosis or a laboratory value is meant ("vitamin D deficiency", "Na 138"), not a medicine."""
        if last >= len(self.tokens):
            return False
        at = last + (self.tokens[last].norm == "-" and last + 1 < len(self.tokens))
        if self.tokens[at].kind == "word" and self.tokens[at].norm in _DIAGNOSES:
            return True
        low, high = _IN_BLOOD.get(name.ingredients[0] if len(name.ingredients) == 1 else "", (0.0, 0.0))
        if not high or len(name.words) > 1 or name.kind == "brand":
            return False
        at = last + (self.tokens[last].norm in ("level", "was", "is", "=", ":"))
        number = self.tokens[at] if at < len(self.tokens) else None
        if (
            number is None
            or number.kind != "number"
            or not low <= float(number.norm.replace(",", ".").split(".")[0]) <= high
        ):
            return False
        behind = [token.norm for token in self.tokens[at + 1 : at + 4]]
        if behind[1:2] == ["/"]:
            return True  # "3.2 mmol/L"
        return not behind or behind[0] not in _OF_A_DOSE

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

    def salt_behind(self, index: int) -> bool:
        """Whether a salt stands here that is no unit too ("g")."""
        return index < len(self.tokens) and self.tokens[index].kind == "word" and self.tokens[index].norm in _ONLY_SALTS

    def starts_common_name(self, index: int) -> bool:
        """Whether a salt of its own stands here ("aspirin potassium chloride" is two medicines)."""
        for name in self.names_from(index):
            if len(name.words) > 1 and name.commonness >= 2 and self.follow(index, name.words):
                return True
        return False

    def known_word(self, word: str) -> bool:
        """Whether a word is one of directions, a salt, a phrase about taking, or an ordinary word."""
        return self.lexicon.known(word)


def _same(written: str, word: str) -> bool:
    return written == word or SHORT_FORMS.get(written, written) == SHORT_FORMS.get(word, word)
