"""The names that stand in a text as the tables have them, the longest at each place."""

from functools import lru_cache

from medcheck.document.sig import SALTS, SIG_WORDS
from medcheck.knowledge.database import Name
from medcheck.naming.correct import most_edits, score, unslipped
from medcheck.naming.found import Aside, Device, Found, Hit, Miss, hit
from medcheck.naming.lexicon import SHORTEST_PART, WORDS_KEPT
from medcheck.naming.slips import edits, weight
from medcheck.naming.text_context import METALS, Surroundings
from medcheck.naming.truncate import CLEARLY_COMMONER

_NO_WORD = ("mark", "line")
# A shorter second word is no sure sign of a longer name misspelt.
SHORTEST_CONTINUED = 4
_SALTS_ALONE = SALTS - METALS
RARE = 1  # specialist, local or gone: a reader has rather met the device
_MASSES = frozenset(("mg", "mcg", "g", "microgram", "micrograms", "ug", "iu", "units", "mmol", "meq"))


@lru_cache(maxsize=WORDS_KEPT)
def _like_directions(words: tuple[str, ...]) -> bool:
    """Whether a name reads as directions do: "One A Day", "pen V"."""
    return all(word in SIG_WORDS or not word.isalpha() for word in words)


class ExactNames(Surroundings):
    """Finds names word by word; a name that is also an ordinary word counts only where a medicine may be named."""

    def found(self) -> list[Found]:
        """Every name, dressing and device, in the order of the text."""
        found: list[Found] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            entry = None if token.kind in _NO_WORD or self.lexicon.idle(token.norm) else self._exact_at(index)
            if entry is None:
                index += 1
                continue
            found.append(entry)
            index = entry.last
        return found

    def _exact_at(self, index: int) -> Hit | Miss | Device | Aside | None:
        token = self.tokens[index]
        names = self.names_from(index)
        if not names and self.known_word(token.norm):
            return None
        if index > 1 and self.tokens[index - 1].norm == "-" and self.tokens[index - 2].norm == "co":
            return None  # "co-amox" is no amoxicillin: a co- name is one name
        if index and token.norm in _SALTS_ALONE and self.tokens[index - 1].norm in METALS:
            return None  # "magnesium aspart" holds no insulin aspart
        best: list[Name] = []
        end = 0
        for name in names:
            if best and len(name.words) < len(best[0].words):
                break
            reached = self.follow(index, name.words)
            if reached and self._plausible(name, index, reached):
                best.append(name)
                end = reached
        if not best:
            return self._split(index)
        medicines = [name for name in best if name.kind != "not_medicine"]
        if not medicines:
            return Device(index, end)
        appliance = max((name.commonness for name in best if name.kind == "not_medicine"), default=-1)
        if appliance >= max(name.commonness for name in medicines):
            return Miss(index, end, tuple(map(unslipped, medicines)), ambiguous=True)  # a plaster or a medicated one
        best = medicines
        if self.is_finding(best[0], end):
            return Aside(index, end)
        longer = self._longer(index, best[0])
        if longer:
            return longer
        if len(best[0].words) == 1 and token.norm in METALS and self.salt_behind(end):
            return None
        end = self.with_salts(best[0], end)
        if self._of_a_device(best[0], end):
            return Miss(index, end, (unslipped(best[0]),), ambiguous=True)
        return hit(index, end, tuple(best), "exact", 100.0)

    def _of_a_device(self, name: Name, end: int) -> bool:
        """Whether a syringe of some make may be meant: its maker took the name of a rare product of another route."""
        if name.kind != "brand" or name.commonness > RARE or name.route == "injection" or end >= len(self.tokens):
            return False
        return self.tokens[end].norm in ("syringe", "syringes")

    def _split(self, index: int) -> Hit | None:
        """A name that is written as two words, of which the first is no word at all ("hydrochloro thiazide")."""
        first = self.tokens[index].norm
        if len(first) < SHORTEST_PART or self.known_word(first):
            return None
        after = self.next_word(index)
        if after is None or self.tokens[after].kind != "word":
            return None
        names = tuple(n for n in self.lexicon.spelt(first + self.tokens[after].norm) if n.kind != "not_medicine")
        return hit(index, self.with_salts(names[0], after + 1), names, "exact", 100.0) if names else None

    def _plausible(self, name: Name, first: int, last: int) -> bool:
        """Whether a name that is also a word of directions or an ordinary word is meant as a medicine here."""
        if (
            name.words[-1].isdigit()
            and len(name.words) > 1
            and last < len(self.tokens)
            and self.tokens[last].norm in _MASSES
        ):
            return False  # "dex 4 mg": the number is a strength, no part of the name
        like_directions = _like_directions(name.words)
        if len(name.words) > 1 and not like_directions:
            return True
        word = name.words[0]
        token = self.tokens[first]
        written = self.text[token.start : self.tokens[last - 1].end]
        if like_directions:
            if len(name.words) == 1 or not self.leads(first):
                return False
            return self.dosed(last) or (len(name.words) > 2 and written[:1].isupper())  # "pen V 250 mg", "One A Day"
        if name.kind == "abbreviation" and self.runs_into_number(last):
            return False
        if len(word) <= 3 and self.runs_out_of_number(first):
            return False  # "6mos" are months
        if len(word) <= 2:
            return written == name.name and self.leads(first)
        if len(word) == 3 and name.kind == "abbreviation" and not self.leads(first):
            return written.isupper() and self.dosed(last)
        if name.kind not in ("abbreviation", "not_medicine") and self.lexicon.word_kind(word) in (
            "ordinary",
            "clinical",
        ):
            return self.leads(first) and (written[:1].isupper() or self.dosed(last))
        return True

    def _longer(self, index: int, exact: Name) -> Hit | None:
        """A longer name of which only the later words are misspelt or cut short ("isosorbide mononitrat")."""
        size = len(exact.words)
        end = self.follow(index, exact.words)
        after = self.next_word(end - 1) if end else None
        if after is None or self.tokens[after].kind != "word":
            return None
        written = self.tokens[after].norm
        known = self.known_word(written)
        if len(written) < SHORTEST_CONTINUED or (known and written not in SALTS):
            return None  # a salt may be cut short, and make another medicine so: "hyoscine butylbrom"
        alone = {name.meaning for name in self.lexicon.starting_with(written) if len(name.words) == 1}
        near = []
        for name in self.lexicon.starting_with(exact.words[0]):
            if len(name.words) == size + 1 and name.words[:size] == exact.words and name.kind != "not_medicine":
                if alone and name.meaning not in alone:
                    continue  # the second word is another medicine
                word = name.words[size]
                if word.startswith(written):
                    near.append((0.0, name, "abbreviation"))
                elif (
                    not known and len(word) > 4 and edits(written, word, most_edits(len(word))) <= most_edits(len(word))
                ):
                    near.append((weight(written, word), name, "fuzzy"))
        if not near:
            return None
        near.sort(key=lambda entry: (entry[0], -entry[1].commonness))
        slips, name, how = near[0]
        if any(
            other.meaning != name.meaning and far - slips < 1 and name.commonness - other.commonness < CLEARLY_COMMONER
            for far, other, _ in near
        ):
            return None
        return hit(
            index,
            after + 1,
            (name,),
            "fuzzy" if how == "fuzzy" else "abbreviation",
            score(slips, name) if how == "fuzzy" else 100.0,
        )
