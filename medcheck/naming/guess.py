"""What the tables do not have as it is written: joined, split, truncated and misspelt names, and unknown words."""

from collections.abc import Sequence

from medcheck.document.items import Item
from medcheck.document.sig import FORMS, SALTS, SIG_WORDS, UNITS
from medcheck.naming.correct import Candidate, Correction, correct, suggestion, unslipped
from medcheck.naming.found import Device, Found, Hit, Miss, hit
from medcheck.naming.text_context import METALS, Surroundings
from medcheck.naming.truncate import expand

# A shorter unknown word is no more likely a medicine than a misspelt ordinary word, unless a dose stands behind it.
SHORTEST_UNKNOWN = 4
CODE_DIGITS = (3, 7)  # fewer are a strength or a list number, more the number of a person or a prescription
# A name cut short is sure only where it is in ordinary use.
SURE_WHEN_CUT = 2
_MASSES = frozenset(("mg", "mcg", "microgram", "micrograms"))
_TIMES = frozenset("od bd bid tds tid qds qid nocte mane om on daily".split())
_DOSED_BY = _MASSES | _TIMES
_APART = frozenset(("and", "plus", "+", "&", "takes", "take", "taking", "on", "uses", "also", "then"))
_DOSE_UNITS = frozenset(
    "mg mcg g microgram micrograms ug units unit iu puff puffs tablet tablets tab tabs cap caps".split()
)
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "miss", "prof", "professor", "doctor", "nurse", "sister"))


class Guesses(Surroundings):
    """Goes through an item between the names that are sure; words of directions and ordinary words are left alone."""

    def fill(self, item: Item, exact: Sequence[Found], begun: int) -> list[Found]:
        """The names of an item, sure and guessed; a dressing or device at its head makes all of it none.

        ``begun``: the token up to which a name of the item before reaches.
        """
        if exact and isinstance(exact[0], Device):
            return [found for found in exact if isinstance(found, Device) or self._stands_alone(found)]
        device = any(isinstance(found, Device) for found in exact)
        result: list[Found] = []
        index = max(item.first, begun)
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
        return result or self._dosed_word(item)

    def _dosed_word(self, item: Item) -> list[Found]:
        """An ordinary word with a dose behind it and no medicine beside it, as "tram 50 mg qds": a short form."""
        for index in range(item.first, item.last - 2):
            word, number, behind = self.tokens[index : index + 3]
            if word.kind == "word" and number.kind == "number" and behind.norm in _DOSED_BY:
                short_form = (
                    len(word.norm) > 1 and self.leads(index) and self.lexicon.word_kind(word.norm) == "ordinary"
                )
                return (
                    [Miss(index, index + 1, (), ambiguous=False)] if short_form and word.norm not in SIG_WORDS else []
                )
        return []

    def _stands_alone(self, found: Found) -> bool:
        """Whether a medicine behind a device is one of its own ("spacer and salbutamol"), not what the device is of."""
        if not isinstance(found, Hit):
            return False
        before = self.tokens[found.first - 1]
        dose = self.tokens[found.last : found.last + 2]
        dosed = len(dose) == 2 and dose[0].kind == "number" and dose[1].norm in _DOSE_UNITS
        return dosed or before.norm in _APART

    def _inexact_at(self, index: int, limit: int) -> Found | None:
        token = self.tokens[index]
        if token.kind != "word":
            return None
        written, end = self._glued(index, limit)
        if written.startswith("co") and written != token.norm:
            names = expand(self.lexicon, ["co", self.tokens[end - 1].norm])
            if len(names) == 1:
                return hit(index, end, (names[0],), "abbreviation", 100.0)  # "co-amox"
            return self._misspelt(index, end, written, limit)
        if self.known_word(token.norm) and written == token.norm:
            begins_a_salt = token.norm in SALTS and token.norm not in UNITS  # "Sod Chlor_Soln"
            found: Hit | Miss | None = self._joined(index, limit)
            if not found and begins_a_salt:
                found = self._truncated(index, limit) or self._salt_of_metal(index, limit)
            return found or self._code_name(index, limit)
        if self._after_title(index) or self._is_code(written):
            return None
        joined = self._joined(index, limit)
        if joined:
            return joined
        cut = self._truncated(index, limit)
        if cut:
            return cut
        if len(written) < SHORTEST_UNKNOWN:
            return self._short(index, end) or self._code_name(index, limit)
        return self._misspelt(index, end, written, limit)

    def _after_title(self, index: int) -> bool:
        before = [token for token in self.tokens[max(0, index - 2) : index] if token.norm != "."]
        return bool(before) and before[-1].norm in _TITLES

    @staticmethod
    def _is_code(written: str) -> bool:
        return sum(letter.isdigit() for letter in written) > 2

    def _glued(self, index: int, limit: int) -> tuple[str, int]:
        """A word with the numbers and words glued to it on both sides of a digit ("simvastat1n"), and its end."""
        end = index + 1
        if self.tokens[index].norm == "co" and end + 1 < limit and self.tokens[end].norm == "-":
            return f"co{self.tokens[end + 1].norm}", end + 2  # "co-amilozid" is one name, and never its second part
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
        after = self.next_word(index)
        tries = [(word, index + 1)] if not self.known_word(word) else []
        if after is not None and after < limit and self.tokens[after].kind == "word":
            behind = self.tokens[after].norm
            if not (self.known_word(word) and self.known_word(behind)):  # "one daily" is no brand name
                tries.append((word + behind, after + 1))
        for squash, end in reversed(tries):
            if len(squash) < 6:
                continue
            names = tuple(name for name in self.lexicon.spelt(squash) if name.kind != "not_medicine")
            if names:
                return hit(index, self.with_salts(names[0], end), names, "exact", 100.0)
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
            if not (self._cut_style(ends[size - 1]) or self._in_row(index, ends[size - 1])):
                continue
            names = expand(self.lexicon, words[:size])
            if not names:
                continue
            end = ends[size - 1]
            if len(names) == 1 and names[0].commonness < SURE_WHEN_CUT:
                continue  # a rare name that happens to begin so: rather a misspelling of a common one
            if len(names) == 1 and not self._marked_cut(ends[size - 1]) and size == 1:
                meant = correct(self.lexicon, words[0]).best
                if meant and meant.edits == 1 and meant.name.meaning != names[0].meaning:
                    return Miss(index, end, (suggestion(meant), unslipped(names[0])), ambiguous=True)
            if len(names) == 1:
                while end < limit and self.tokens[end].kind == "word" and self.tokens[end].norm in SALTS:
                    end += 1
                return hit(index, end, (names[0],), "abbreviation", 100.0)
            return Miss(index, end, tuple(map(unslipped, names[:3])), ambiguous=True)
        return None

    def _salt_of_metal(self, index: int, limit: int) -> Hit | Miss | None:
        """A metal with a salt that no name has in full ("potassium cit"): never passed over."""
        if self.tokens[index].norm not in METALS or index + 1 >= limit or not self.salt_behind(index + 1):
            return None
        names = expand(self.lexicon, [token.norm for token in self.tokens[index : index + 2]])
        if len(names) == 1:
            return hit(index, index + 2, (names[0],), "abbreviation", 100.0)
        return Miss(index, index + 2, tuple(map(unslipped, names[:3])), ambiguous=bool(names))

    def _marked_cut(self, end: int) -> bool:
        """Whether the mark of a prescribing system's name ("Spironol_Tab") stands behind a word."""
        return end < len(self.tokens) and self.tokens[end].norm == "_"

    def _next_within_name(self, index: int) -> int | None:
        after = index + 1
        if after < len(self.tokens) and self.tokens[after].kind == "word":
            return after
        return None

    def _cut_style(self, end: int) -> bool:
        """Whether what stands behind a word shows that a prescribing system cut it: "_", a dose form or a strength."""
        at = end
        while at < min(end + 3, len(self.tokens)) and self.tokens[at].kind == "word" and self.tokens[at].norm in SALTS:
            at += 1
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.norm == "_" or token.norm in FORMS:
            return True
        if token.norm == "/":
            return "_" in self.text
        return self.dosed(at)

    def _in_row(self, index: int, end: int) -> bool:
        """Whether a word is a whole part of a row of ingredients between slashes, as payers cut them to a length."""
        sides = [self.tokens[at] for at in (index - 1, end) if 0 <= at < len(self.tokens)]
        return any(side.norm == "/" for side in sides) and all(side.kind in ("mark", "line") for side in sides)

    def _short(self, index: int, end: int) -> Miss | None:
        """A word too short to correct, but with a dose behind it: somebody's abbreviation."""
        token = self.tokens[index]
        if len(token.norm) < 2 or not self.leads(index) or not self.dosed(end) or self.tokens[end].kind != "number":
            return None
        return Miss(index, end, (), ambiguous=False)

    def _code_name(self, index: int, limit: int) -> Miss | None:
        """A medicine that has no name yet but its maker's code ("MK-0000", "AB1234 5 mg"), dosed or all of its item."""
        token = self.tokens[index]
        at = index + 1 + (index + 1 < limit and self.tokens[index + 1].norm == "-")
        number = self.tokens[at] if at < limit else None
        if number is None or number.kind != "number" or not number.norm.isdigit() or not self.leads(index):
            return None
        apart = number.start - token.end - (at - index - 1)
        if apart or token.norm in UNITS or not CODE_DIGITS[0] <= len(number.norm) <= CODE_DIGITS[1]:
            return None
        written = self.text[token.start : token.end]
        alone = at + 1 == limit and written.isupper() and not self.known_word(token.norm)
        return Miss(index, at + 1, (), ambiguous=False) if alone or self.dosed(at + 1) else None

    def _misspelt(self, index: int, end: int, written: str, limit: int) -> Found | None:
        answers: list[tuple[int, Correction]] = []
        after = self.next_word(end - 1)
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
                cut = [name for name in expand(self.lexicon, [written]) if name.commonness >= SURE_WHEN_CUT]
                if cut and last == end and best.name.meaning not in {name.meaning for name in cut}:
                    shown = (suggestion(best), *map(unslipped, cut[:2]))
                    return Miss(index, end, shown, ambiguous=True)  # "citalo 20"
                runner_up = suggestion(answer.others[0]) if answer.others else None
                last = self.with_salts(best.name, last)
                return hit(index, last, (best.name,), "fuzzy", best.score, runner_up)
        for last, answer in reversed(answers):
            if answer.best:
                shown = tuple(suggestion(candidate) for candidate in (answer.best, *answer.others))
                return Miss(index, last, shown, ambiguous=len(shown) > 1)
        return Miss(index, end, (), ambiguous=False)

    def _is_maker(self, best: Candidate, last: int, limit: int) -> bool:
        """Whether the word may be the maker of another ingredient right behind it ("Acme Furosemide")."""
        if last != limit or last >= len(self.tokens) or self.tokens[last].kind != "word" or best.name.kind != "brand":
            return False
        behind = [name for name in self.lexicon.starting_with(self.tokens[last].norm) if name.kind == "ingredient"]
        return bool(behind) and not any(set(name.ingredients) & set(best.name.ingredients) for name in behind)

    def _spans(self, best: Candidate, last: int) -> bool:
        """Whether a correction of two words joined is better than leaving the second word to itself."""
        second = self.tokens[last - 1].norm
        return len(best.name.words) > 1 or not self.lexicon.starting_with(second)
