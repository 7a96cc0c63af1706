"""Tokens to names: every medicine a text holds, and every word that looks like one and is not known.

First the names that stand there as the tables have them, then, item by item, what is left: joined, split, truncated
and misspelt names. Words of directions and ordinary words are never corrected into a medicine.
"""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.knowledge.database import Name
from medcheck.naming.correct import Candidate, Correction, correct, most_edits, score, suggestion
from medcheck.naming.homonyms import likeliest
from medcheck.naming.lexicon import Lexicon
from medcheck.naming.slips import edits, weight
from medcheck.naming.truncate import expand
from medcheck.reading.items import Item
from medcheck.reading.phrases import PHRASE_WORDS
from medcheck.reading.sig import FORMS, SALTS, SHORT_FORMS, SIG_WORDS, UNITS
from medcheck.reading.tokens import Token
from medcheck.records import Method, Suggestion

# A shorter unknown word is no more likely a medicine than a misspelt ordinary word, unless a dose stands behind it.
SHORTEST_UNKNOWN = 4
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "prof", "professor", "doctor", "nurse", "sister"))
_LEADS = frozenset(
    "and or with takes take taking on include includes including consist consisting uses using plus also of is are was "
    "started start given prescribed continue add added both either occasional the her his their".split()
)
_METALS = frozenset(
    (
        "potassium",
        "sodium",
        "calcium",
        "magnesium",
        "iron",
        "zinc",
        "aluminium",
        "aluminum",
        "ferrous",
        "ferric",
        "sod",
        "pot",
    )
)
_INSIDE_NAMES = frozenset("-/_'&+\\")


class Hit(NamedTuple):
    """A medicine, or with ``names`` of several meanings one to ask about, at ``tokens[first:last]``."""

    first: int
    last: int
    names: tuple[Name, ...]
    method: Method
    score: float
    runner_up: Suggestion | None = None


class Miss(NamedTuple):
    """What looks like a medicine at ``tokens[first:last]`` and is not known, or could be several."""

    first: int
    last: int
    suggestions: tuple[Suggestion, ...]
    ambiguous: bool


class Device(NamedTuple):
    """A dressing, device or food at ``tokens[first:last]``."""

    first: int
    last: int


Found = Hit | Miss | Device


def scan(text: str, tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> list[Found]:
    """Everything found, in the order of the text; the stretches do not overlap."""
    scanner = _Scanner(text, tokens, items, lexicon)
    return scanner.found()


def _same(written: str, word: str) -> bool:
    return written == word or SHORT_FORMS.get(written, written) == SHORT_FORMS.get(word, word)


class _Scanner:
    def __init__(self, text: str, tokens: Sequence[Token], items: Sequence[Item], lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.items = items
        self.lexicon = lexicon

    def found(self) -> list[Found]:
        exact = self._exact()
        result: list[Found] = []
        place = 0
        for item in self.items:
            inside: list[Found] = []
            while place < len(exact) and exact[place].first < item.last:
                inside.append(exact[place])
                place += 1
            result.extend(self._rest(item, inside))
        return result

    # Names as the tables have them.

    def _exact(self) -> list[Found]:
        found: list[Found] = []
        index = 0
        while index < len(self.tokens):
            hit = self._exact_at(index) if self.tokens[index].kind in ("word", "number") else None
            if hit is None:
                index += 1
                continue
            found.append(hit)
            index = hit.last
        return found

    def _exact_at(self, index: int) -> Hit | Device | None:
        token = self.tokens[index]
        best: list[Name] = []
        end = 0
        for name in self.lexicon.starting_with(token.norm):
            if best and len(name.words) < len(best[0].words):
                break
            reached = self._follow(index, name.words)
            if reached and self._plausible(name, index, reached):
                best.append(name)
                end = reached
        if not best:
            return None
        if best[0].kind == "not_medicine":
            return Device(index, end)
        longer = self._longer(index, best[0])
        if longer:
            return longer
        if len(best[0].words) == 1 and token.norm in _METALS and self._salt_behind(end):
            return None
        end = self._with_salts(best[0], end)
        return self._hit(index, end, tuple(best), "exact", 100.0)

    def _hit(
        self,
        first: int,
        last: int,
        names: tuple[Name, ...],
        method: Method,
        points: float,
        runner_up: Suggestion | None = None,
    ) -> Hit:
        names, other = likeliest(names)
        if other:
            runner_up = Suggestion(name=other.name, ingredients=other.ingredients, score=points)
        kinds = {name.kind for name in names}
        if "class" in kinds and method != "fuzzy":
            method = "class"
        elif "abbreviation" in kinds and method == "exact":
            method = "abbreviation"
        return Hit(first, last, names, method, points, runner_up)

    def _follow(self, index: int, words: Sequence[str]) -> int | None:
        """The token index behind the last of these words, if they stand here one behind the other."""
        at = index
        for word in words[1:]:
            after = self._next(at)
            if after is None or not _same(self.tokens[after].norm, word):
                return None
            at = after
        return at + 1

    def _next(self, index: int) -> int | None:
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

    def _plausible(self, name: Name, first: int, last: int) -> bool:
        """Whether a name that is also a word of directions or an ordinary word is meant as a medicine here."""
        if len(name.words) > 1 and not all(word in SIG_WORDS or not word.isalpha() for word in name.words):
            return True
        word = name.words[0]
        token = self.tokens[first]
        written = self.text[token.start : self.tokens[last - 1].end]
        if all(part in SIG_WORDS or not part.isalpha() for part in name.words):
            return len(name.words) > 2 and self._leads(first) and written[:1].isupper()  # "One A Day"
        if name.kind == "abbreviation" and self._runs_into_number(last):
            return False
        if len(word) <= 2:
            return written == name.name and self._leads(first)
        if len(word) == 3 and name.kind == "abbreviation" and not self._leads(first):
            return written.isupper() and self._dosed(last)
        if name.kind not in ("abbreviation", "not_medicine") and self.lexicon.word_kind(word) in (
            "ordinary",
            "clinical",
        ):
            return self._leads(first) and (written[:1].isupper() or self._dosed(last))
        return True

    def _runs_into_number(self, last: int) -> bool:
        """Whether a number without a unit is glued to the word before ``last``: a code ("TMC278"), not a strength."""
        if (
            last >= len(self.tokens)
            or self.tokens[last].kind != "number"
            or self.tokens[last].start != self.tokens[last - 1].end
        ):
            return False
        return last + 1 >= len(self.tokens) or self.tokens[last + 1].norm not in UNITS

    def _leads(self, index: int) -> bool:
        """Whether a medicine may be named here: at the start of an item, or behind a word that leads to one."""
        if index == 0:
            return True
        before = self.tokens[index - 1]
        return before.kind != "word" or before.norm in _LEADS

    def _dosed(self, index: int) -> bool:
        """Whether a strength or a dose form stands right here."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if token.norm in FORMS:
            return True
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return token.kind == "number" and after is not None and (after.norm in UNITS or after.norm in "/%")

    def _with_salts(self, name: Name, end: int) -> int:
        """The end of a name with the salt behind it ("Docusate sodium"), unless that begins another medicine."""
        if not name.ingredients or name.words[-1] in _METALS:
            return end
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.kind == "mark" and token.norm == "-" and end + 1 < len(self.tokens):
                token = self.tokens[end + 1]
            if token.kind != "word" or token.norm not in SALTS or token.norm in ("mg", "g"):
                break
            if token.norm in _METALS and self._starts_common_name(end):
                break
            end = self.tokens.index(token, end) + 1
        return end

    def _starts_common_name(self, index: int) -> bool:
        """Whether a salt of its own stands here ("aspirin potassium chloride" is two medicines)."""
        for name in self.lexicon.starting_with(self.tokens[index].norm):
            if len(name.words) > 1 and name.commonness >= 2 and self._follow(index, name.words):
                return True
        return False

    def _salt_behind(self, index: int) -> bool:
        return (
            index < len(self.tokens) and self.tokens[index].kind == "word" and self.tokens[index].norm in SALTS - UNITS
        )

    def _longer(self, index: int, exact: Name) -> Hit | None:
        """A longer name of which only the later words are misspelt or cut short ("isosorbide mononitrat")."""
        size = len(exact.words)
        end = self._follow(index, exact.words)
        after = self._next(end - 1) if end else None
        if after is None or self.tokens[after].kind != "word" or self._known_word(self.tokens[after].norm):
            return None
        written = self.tokens[after].norm
        if len(written) < SHORTEST_UNKNOWN or any(len(n.words) == 1 for n in self.lexicon.starting_with(written)):
            return None
        near = []
        for name in self.lexicon.starting_with(exact.words[0]):
            if len(name.words) == size + 1 and name.words[:size] == exact.words and name.kind != "not_medicine":
                word = name.words[size]
                if word.startswith(written):
                    near.append((0.0, name, "abbreviation"))
                elif len(word) > 4 and edits(written, word, most_edits(len(word))) <= most_edits(len(word)):
                    near.append((weight(written, word), name, "fuzzy"))
        if not near:
            return None
        near.sort(key=lambda entry: (entry[0], -entry[1].commonness))
        slips, name, how = near[0]
        if any(other.meaning != name.meaning and far - slips < 1 for far, other, _ in near):
            return None
        return self._hit(
            index,
            after + 1,
            (name,),
            "fuzzy" if how == "fuzzy" else "abbreviation",
            score(slips, name) if how == "fuzzy" else 100.0,
        )

    # What is left.

    def _rest(self, item: Item, exact: list[Found]) -> list[Found]:
        if exact and isinstance(exact[0], Device):
            return [found for found in exact if isinstance(found, Device)]
        device = any(isinstance(found, Device) for found in exact)
        result: list[Found] = []
        index = item.first
        place = 0
        while index < item.last:
            if place < len(exact) and exact[place].first <= index:
                result.append(exact[place])
                index = max(index, exact[place].last)
                place += 1
                continue
            limit = exact[place].first if place < len(exact) else item.last
            found = None if device else self._inexact_at(index, limit)
            if found:
                result.append(found)
                index = found.last
            else:
                index += 1
        return result

    def _inexact_at(self, index: int, limit: int) -> Found | None:
        token = self.tokens[index]
        if token.kind != "word":
            return None
        written, end = self._glued(index, limit)
        if self._known_word(token.norm) and written == token.norm:
            begins_a_salt = token.norm in SALTS and token.norm not in UNITS  # "Sod Chlor_Soln"
            return self._joined(index, limit) or (self._truncated(index, limit) if begins_a_salt else None)
        if self._after_title(index) or self._is_code(written):
            return None
        joined = self._joined(index, limit)
        if joined:
            return joined
        cut = self._truncated(index, limit)
        if cut:
            return cut
        if len(written) < SHORTEST_UNKNOWN:
            return self._short(index, end)
        return self._misspelt(index, end, written, limit)

    def _known_word(self, word: str) -> bool:
        return word in SIG_WORDS or word in SALTS or word in PHRASE_WORDS or self.lexicon.word_kind(word) is not None

    def _after_title(self, index: int) -> bool:
        before = [token for token in self.tokens[max(0, index - 2) : index] if token.norm != "."]
        return bool(before) and before[-1].norm in _TITLES

    @staticmethod
    def _is_code(written: str) -> bool:
        return sum(letter.isdigit() for letter in written) > 2

    def _glued(self, index: int, limit: int) -> tuple[str, int]:
        """A word with the numbers and words glued to it on both sides of a digit ("simvastat1n"), and its end."""
        end = index + 1
        while (
            end + 1 < limit
            and self.tokens[end].kind == "number"
            and self.tokens[end].start == self.tokens[end - 1].end
            and self.tokens[end + 1].kind == "word"
            and self.tokens[end + 1].start == self.tokens[end].end
            and self.tokens[end + 1].norm not in UNITS
        ):
            end += 2
        return "".join(token.norm for token in self.tokens[index:end]), end

    def _joined(self, index: int, limit: int) -> Hit | None:
        """A name whose words are joined, or one word of which is split ("cocodamol", "furo semide")."""
        word = self.tokens[index].norm
        after = self._next(index)
        tries = [(word, index + 1)] if not self._known_word(word) else []
        if after is not None and after < limit and self.tokens[after].kind == "word":
            behind = self.tokens[after].norm
            if not (self._known_word(word) and self._known_word(behind)):  # "one daily" is no brand name
                tries.append((word + behind, after + 1))
        for squash, end in reversed(tries):
            if len(squash) < 6:
                continue
            names = tuple(name for name in self.lexicon.spelt(squash) if name.kind != "not_medicine")
            if names:
                return self._hit(index, self._with_salts(names[0], end), names, "exact", 100.0)
        return None

    def _truncated(self, index: int, limit: int) -> Hit | Miss | None:
        """A name cut short in the manner of prescribing systems; only where its form or strength follows."""
        words: list[str] = []
        ends: list[int] = []
        at: int | None = index
        while at is not None and at < limit and len(words) < 3 and self.tokens[at].kind == "word":
            norm = self.tokens[at].norm
            if words and (norm in FORMS or norm in UNITS):
                break
            words.append(norm)
            ends.append(at + 1)
            at = self._next_within_name(at)
        for size in range(len(words), 0, -1):
            if not self._cut_style(ends[size - 1]):
                continue
            names = expand(self.lexicon, words[:size])
            if not names:
                continue
            end = ends[size - 1]
            if len(names) == 1:
                while end < limit and self.tokens[end].kind == "word" and self.tokens[end].norm in SALTS:
                    end += 1
                return self._hit(index, end, (names[0],), "abbreviation", 100.0)
            shown = tuple(suggestion(Candidate(name, 0, 0.0, 0.0)) for name in names[:3])
            return Miss(index, end, shown, ambiguous=True)
        return None

    def _next_within_name(self, index: int) -> int | None:
        after = index + 1
        if after < len(self.tokens) and self.tokens[after].kind == "word":
            return after
        return None

    def _cut_style(self, end: int) -> bool:
        """Whether what stands behind a word shows that a prescribing system cut it: "_", a dose form or a strength."""
        at = end
        while at < len(self.tokens) and self.tokens[at].kind == "word" and self.tokens[at].norm in SALTS:
            at += 1
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.norm == "_" or token.norm in FORMS:
            return True
        if token.norm == "/":
            return "_" in self.text
        return self._dosed(at)

    def _short(self, index: int, end: int) -> Miss | None:
        """A word too short to correct, but with a dose behind it: somebody's abbreviation."""
        token = self.tokens[index]
        if len(token.norm) < 2 or not self._leads(index) or not self._dosed(end) or self.tokens[end].kind != "number":
            return None
        return Miss(index, end, (), ambiguous=False)

    def _misspelt(self, index: int, end: int, written: str, limit: int) -> Found | None:
        answers: list[tuple[int, Correction]] = []
        after = self._next(end - 1)
        if after is not None and after < limit and self.tokens[after].kind == "word":
            norm = self.tokens[after].norm
            if norm not in SIG_WORDS and self.lexicon.word_kind(norm) is None:
                answers.append((after + 1, correct(self.lexicon, written + norm)))
        answers.append((end, correct(self.lexicon, written)))
        for last, answer in answers:
            best = answer.best
            if best and answer.certain and (last == end or self._spans(best, last)):
                if self._is_maker(best, last, limit):
                    continue
                runner_up = suggestion(answer.others[0]) if answer.others else None
                last = self._with_salts(best.name, last)
                return self._hit(index, last, (best.name,), "fuzzy", best.score, runner_up)
        for last, answer in reversed(answers):
            if answer.best:
                shown = tuple(suggestion(candidate) for candidate in (answer.best, *answer.others))
                return Miss(index, last, shown, ambiguous=len(shown) > 1)
        return Miss(index, end, (), ambiguous=False)

    def _is_maker(self, best: Candidate, last: int, limit: int) -> bool:
        """Whether the word may be the maker of another ingredient right behind it ("Medicom Carmellose")."""
        if last != limit or last >= len(self.tokens) or self.tokens[last].kind != "word" or best.name.kind != "brand":
            return False
        behind = [name for name in self.lexicon.starting_with(self.tokens[last].norm) if name.kind == "ingredient"]
        return bool(behind) and not any(set(name.ingredients) & set(best.name.ingredients) for name in behind)

    def _spans(self, best: Candidate, last: int) -> bool:
        """Whether a correction of two words joined is better than leaving the second word to itself."""
        second = self.tokens[last - 1].norm
        return len(best.name.words) > 1 or not self.lexicon.starting_with(second)
