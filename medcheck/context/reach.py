"""Which medicine a cue speaks of: the object of its verb, the list after it, or the name before it."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.compose import Cue
from medcheck.context.evidence import Evidence, Near
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language

_FARTHEST = 60
_CUES_AHEAD = 8  # so many cues are looked at for the next that speaks of what stands after it
_MOST_NAMED = 100  # medicines of one sentence that one cue may speak of
_LOOSE_FORWARD = 7
_LOOSE_BACK = 14
_LONGEST_CONDITION = 9

NEGATIVE = frozenset(
    "stop hold finish once failed tried never no avoid declined planned conditional await not_dispensed other_person "
    "unused may switched info allergy past neg would_change".split()
)
POSITIVE = frozenset("take keep start restart kept dose request".split())
_QUIET = frozenset(
    ("nothing", "pseudo", "supply", "weak", "prn", "reaction", "sideeffect", "symptom", "irreal", "was", "give")
)
_STOPS = frozenset(("stop", "hold", "finish"))


class Segment(NamedTuple):
    """A sentence, or a cell of a row: ``tokens[first:last]`` with the numbers of its medicines and its cues."""

    first: int
    last: int
    named: list[int]
    cues: list[Cue]
    given_once: bool


class Reach:
    """The evidence that the cues of a text give for its medicines."""

    def __init__(
        self, tokens: Sequence[Token], places: Sequence[tuple[int, int]], meanings: Sequence[object], language: Language
    ) -> None:
        self.meanings = meanings
        self.tokens = tokens
        self.places = places
        self.language = language
        self.quiet = language.cue_words
        self.evidence: list[list[Evidence]] = [[] for _ in places]

    def add(self, number: int, act: str, cue: Cue, near: Near) -> None:
        """One piece of evidence for a medicine."""
        if act in _STOPS and self._doubted(cue):
            act = "doubt"
        self.evidence[number].append(Evidence(act, cue.first, cue.last, near))

    def _doubted(self, cue: Cue) -> bool:
        """Whether what is said is a guess: "? stopped", "thinks she may have been told to stop"."""
        before = self.tokens[max(0, cue.first - 6) : cue.first]
        ends = [place for place, token in enumerate(before) if token.kind == "line" or token.norm == "."]
        if ends:  # a guess in another line or sentence is none about this cue
            before = before[ends[-1] + 1 :]
        if (
            before
            and before[-1].norm == "?"
            and (len(before) < 2 or before[-2].end < before[-1].start or before[-2].kind != "word")
        ):
            return True
        if any(t.norm in ("think", "thinks", "maybe", "possibly", "perhaps", "unsure") for t in before):
            return True
        return any(one.norm in ("may", "might") and other.norm == "have" for one, other in pairwise(before))

    def read(self, segment: Segment, before: Sequence[int]) -> None:
        """The cues of a segment; ``before``: the medicines of the one before it, to which "it" may refer."""
        named = segment.named
        starts = [self.places[number][0] for number in named]
        cues = segment.cues
        self._from_one_to_the_other(named)
        for place, cue in enumerate(cues):
            if cue.act in ("nothing", "pseudo"):
                continue
            blocked = segment.last
            for later in range(place + 1, min(place + 1 + _CUES_AHEAD, len(cues))):
                if cues[later].act not in _QUIET and cues[later].direction != "backward":
                    blocked = cues[later].first
                    break
            at = bisect_left(starts, cue.first)
            ahead = named[at : min(bisect_left(starts, blocked), at + _MOST_NAMED)]
            back = named[max(0, at - _MOST_NAMED) : at]
            behind = segment.first
            self._one(segment, cue, ahead, back, before, behind)

    def _one(
        self,
        segment: Segment,
        cue: Cue,
        ahead: Sequence[int],
        back: Sequence[int],
        before: Sequence[int],
        behind: int,
    ) -> None:
        tokens = self.tokens
        forward = self._forward(cue, ahead) if ahead and cue.direction != "backward" else ""
        backward = self._backward(cue, back, behind) if back and cue.direction != "forward" else ""
        if tokens[cue.first].norm in "([" and forward != "direct":
            return
        if back and cue.last < len(tokens) and tokens[cue.last].norm == "(":
            forward = ""
        act = cue.act
        if act == "change":
            self._changed(cue, ahead, back, forward, backward, before)
            return
        if (
            act == "stop"
            and tokens[cue.first].norm == "off"
            and cue.first
            and (
                tokens[cue.first - 1].norm in self.language.days_and_months | {"day", "days"}
                or tokens[cue.first - 1].kind == "number"
            )
        ):
            return  # "Sat Sun off"
        if act in ("stop", "finish") and cue.form in ("past", "base", "present", "ing") and self._other_thing(cue):
            return
        if act == "neg" and cue.last < len(tokens) and tokens[cue.last].norm == "with":
            return  # "not with aspirin" is of what goes together
        if act in ("person", "other_person") and tokens[segment.last - 1].norm == "?":
            return  # who asks of her father means the patient
        if act == "neg" and back and not backward:
            backward = self._backward(cue, back, behind)
            if any(t.norm in self.language.cues_by_first_word for t in tokens[self.places[back[-1]][1] : cue.first]):
                backward = ""
        if act in ("neg", "person"):
            if forward == "direct" and {"tonights", "todays", "this", "yesterdays", "mornings", "lunchtime", "dose"} & {
                t.norm for t in tokens[cue.last : self.places[ahead[0]][0]]
            }:
                self.add(ahead[0], "weak", cue, "weak")  # a dose was missed
            elif forward == "direct":
                self._ahead("never" if act == "neg" else "other_person", cue, ahead, "phrase")
            elif act == "neg" and backward == "direct" and self._closes(cue, segment):
                ends = {"stop", "hold", "kept"} & {one.act for one in self.evidence[back[-1]]}
                self.add(back[-1], "kept" if ends else "never", cue, "phrase")  # "told to stop but hasn't"
            return
        if (
            act == "irreal"
            and tokens[cue.first].norm == "if"
            and back
            and self.places[back[-1]][1] == cue.first
            and any(t.norm in ("<", ">", "≥", "≤") for t in tokens[cue.last : cue.last + 4])
        ):
            self.add(back[-1], "conditional", cue, "loose")
            return
        if act == "irreal":
            if tokens[cue.first].norm in ("if", "unless") and ahead and not back and self._plain_until(cue, ahead[0]):
                self.add(ahead[0], "conditional", cue, "loose")
            return
        if act in ("reaction", "sideeffect", "symptom"):
            self._reaction(cue, ahead, back)
            return
        if act == "was":
            self._was(cue, ahead, segment)
            return
        if act == "give":
            self._given(cue, ahead, back, forward, backward, segment)
            return
        if act == "anymore":
            if back:
                self.evidence[back[-1]] = [
                    e._replace(act="stop") if e.act in ("never", "no") else e for e in self.evidence[back[-1]]
                ]
                if backward == "direct":
                    pass
            return
        if not back and not forward and before and self._refers(cue, segment):
            if not self._conditional(cue, cue.last):
                for number in before if self._several(cue) else before[-1:]:
                    self.add(number, self._settled(cue, cue.last), cue, "note")
            return
        if act == "prn":
            self._as_needed(cue, ahead, back, forward, backward)
            return
        near = "weak" if act in ("weak", "supply") else "phrase"
        act = "weak" if act == "supply" else act
        to_ahead = self._chooses_ahead(cue, ahead, back, forward, backward)
        if to_ahead is None:
            return
        if to_ahead:
            if forward == "loose" and act == "await":
                return
            if (
                forward == "loose"
                and act
                in (
                    "stop",
                    "hold",
                    "finish",
                    "failed",
                    "tried",
                    "past",
                    "once",
                    "weak",
                    "give",
                )
                and not self._names_it(cue, ahead[0])
            ):
                return
            settled = self._settled(cue, self.places[ahead[0]][1])
            self._ahead(settled, cue, ahead, "loose" if forward == "loose" and near != "weak" else near)
        else:
            if (
                backward == "loose"
                and act
                in (
                    "failed",
                    "past",
                    "info",
                    "planned",
                    "await",
                    "weak",
                    "once",
                    "declined",
                    "no",
                    "avoid",
                )
                and (act not in ("past", "once", "no", "declined") or backward != "loose" or self._cut(back[-1], cue))
            ):
                return
            if self._of_a_condition(back[-1], cue):
                return
            holds = cue.act == "avoid" and cue.form in ("past", "state")
            if act in ("failed", "declined", "avoid") and not holds and not self._closes(cue, segment):
                return
            settled = self._settled(cue, cue.last)
            loose = (backward == "loose" or act == "past") and near != "weak"
            for number in self._group_back(cue, back, settled):
                said = [e.act for e in self.evidence[number] if e.near == "phrase"]
                if settled == "declined" and "stop" in said:
                    settled = "kept"  # "deprescribing of X declined"
                if (
                    settled == "restart"
                    and (cue.modified or cue.form in ("base", "ing"))
                    and {"stop", "hold"} & set(said)
                ):
                    continue  # it is to be restarted
                self.add(number, settled, cue, "loose" if loose else near)

    def _from_one_to_the_other(self, named: Sequence[int]) -> None:
        """ "From X to Y", "onto X from Y"."""
        for one, other in pairwise(named):
            before = self.tokens[self.places[one][0] - 1] if self.places[one][0] else None
            between = [t.norm for t in self.tokens[self.places[one][1] : self.places[other][0]]]
            if before is None or not between or len(between) > 6:
                continue
            if before.norm == "from" and between[-1] in ("to", "onto"):
                old, new = one, other
            elif before.norm in ("to", "onto") and between[-1] == "from":
                old, new = other, one
            else:
                continue
            first = self.places[old][0] - 1
            cue = Cue(first, first + 1, "stop", "", "forward", False)
            self.add(old, "switched", cue, "phrase")
            self.add(new, "start", cue, "phrase")

    def _other_thing(self, cue: Cue) -> bool:
        """Whether something else is stopped: "stopped sharing towels", "finished eating"."""
        after = self.tokens[cue.last].norm if cue.last < len(self.tokens) else ""
        return (
            after.endswith("ing")
            and len(after) > 5
            and after
            not in ("taking", "using", "having", "during", "pending", "morning", "evening", "following", "smoking_")
        )

    def _plain_until(self, cue: Cue, number: int) -> bool:
        gap = self.tokens[cue.last : self.places[number][0]]
        return 0 < len(gap) <= 8 and not any(t.norm in ".;:" or t.kind == "line" for t in gap)

    # where it may reach

    def _forward(self, cue: Cue, ahead: Sequence[int]) -> str:
        first = self.places[ahead[0]][0]
        gap = self.tokens[cue.last : first]
        if len(gap) > 1 and gap[-1].norm in ("(", "eg", "incl", "ie", "including"):
            gap = gap[:-1]  # "avoid decongestants (pseudoephedrine)" is of the class and its member
        if all(self._fills_forward(index) for index in range(cue.last, first)):
            return "direct"
        if len(gap) <= _LOOSE_FORWARD and not any(
            t.norm in ",.;:()[]|" or t.kind == "line" or t.norm in self.language.turning_words for t in gap
        ):
            return "loose"
        return ""

    def _fills_forward(self, index: int) -> bool:
        token = self.tokens[index]
        if (
            token.norm in self.language.between_cue_and_name
            or token.norm in self.language.forms
            or token.norm in (":", "*", "_", "•", "]")
        ):
            return True
        if token.kind == "number":
            after = self.tokens[index + 1].norm
            return (
                after in self.language.between_cue_and_name
                or after in self.language.units
                or after in (":", "-", "/", "th", "nd", "rd")
                or self.tokens[index - 1].norm in "/-"
                or is_year(token)
            )
        if token.norm == "/":
            return self.tokens[index - 1].kind == "number"
        if token.norm in self.language.days_and_months:
            return True
        return (
            token.norm == "."
            and (self.tokens[index - 1].norm in self.language.forms or self.tokens[index - 1].norm == "t")
        ) or token.norm == "t"

    def _backward(self, cue: Cue, back: Sequence[int], behind: int) -> str:
        last = self.places[back[-1]][1]
        if cue.first - last > _FARTHEST:
            return ""
        words = self._without_asides(last, cue.first)
        if (
            all(not w.isalpha() or w in self.language.between_name_and_cue or self._is_direction(w) for w in words)
            and "." not in words[:-1]
        ):
            return "direct"
        if len(words) <= _LOOSE_BACK and last >= behind and not {";", "|", "\n"} & set(words):
            return "loose"
        return ""

    def _is_direction(self, word: str) -> bool:
        return word in self.language.sig_words or word in self.language.salts or word in self.quiet

    def _without_asides(self, first: int, last: int) -> list[str]:
        words: list[str] = []
        depth = 0
        for token in self.tokens[first:last]:
            depth += token.norm in "(["
            if not depth:
                words.append(token.norm)
            elif token.norm in ")]":
                depth -= 1
        if depth:  # the cue stands inside the bracket itself
            return [t.norm for t in self.tokens[first:last]]
        return words

    def _cut(self, number: int, cue: Cue) -> bool:
        gap = self.tokens[self.places[number][1] : cue.first]
        return any(t.norm in ",.;:" and t.kind == "mark" for t in gap)

    def _names_it(self, cue: Cue, number: int) -> bool:
        gap = [t.norm for t in self.tokens[cue.last : self.places[number][0]]]
        return bool({"of", "with", "the", "his", "her", "my", "their", "on", "taking"} & set(gap)) and not {
            "and",
            "then",
            "so",
            "because",
            "as",
        } & set(gap)

    def _closes(self, cue: Cue, segment: Segment) -> bool:
        """Whether nothing but marks or a reason follows: "amlodipine - none", "Taking? no"."""
        rest = self.tokens[cue.last : min(cue.last + 1, segment.last)]
        return not rest or rest[0].norm in self.language.time_or_reason_words or rest[0].kind == "line"

    def _chooses_ahead(
        self, cue: Cue, ahead: Sequence[int], back: Sequence[int], forward: str, backward: str
    ) -> bool | None:
        if forward == "direct" and backward == "direct":
            gap = self.tokens[self.places[back[-1]][1] : cue.first]
            if gap and gap[-1].norm in ("after", "since", "before", "by", "following", "from", "of", "while", "alone"):
                return True
            if any(t.norm in self.language.turning_words for t in gap) or (
                cue.form == "present" and cue.act in POSITIVE
            ):
                return True
            cut = any(t.norm in ",.;:([" and t.kind == "mark" for t in gap) and not any(
                t.norm in ")]" for t in gap[-1:]
            )
            acts = bool(gap) and gap[-1].norm in self.language.actors - self.language.singular_words
            if cue.form in ("base", "ing", "present") and any(t.norm == "-" for t in gap) and len(gap) < 2:
                return True
            owned = any(
                t.norm in ("his", "her", "the", "my", "their") for t in self.tokens[cue.last : self.places[ahead[0]][0]]
            )
            return cut or acts or owned or (gap != [] and gap[-1].norm in ("and", "&", "-", "→", "+"))
        if forward == "direct":
            return True
        if backward == "direct":
            return False
        refers = cue.last < len(self.tokens) and self.tokens[cue.last].norm in self.language.pronouns
        subject = self.tokens[cue.first - 1] if cue.first else None
        owned = (
            subject is not None
            and subject.kind == "word"
            and subject.norm not in self.language.between_name_and_cue
            and not self._is_direction(subject.norm)
        )
        if backward == "loose" and owned and not refers:
            return None  # "methotrexate monitoring, rest deferred" is of the rest
        if backward == "loose" and (refers or not forward):
            passive = cue.first and self.tokens[cue.first - 1].norm in self.language.singular_words | {
                "been",
                "were",
                "are",
                "s",
                "be",
            }
            if cue.form in ("base", "ing") and not refers and not cue.modified and cue.act in _STOPS:
                return None
            if cue.act in NEGATIVE | POSITIVE | {"kept", "doubt"} and (
                refers or passive or cue.modified or cue.form in ("state", "past") or cue.act == "kept"
            ):
                return False
            return None
        return True if forward == "loose" else None

    # what it says there

    def _settled(self, cue: Cue, behind: int) -> str:
        """The act, or that a medicine is still taken where it is to be stopped on a condition or later."""
        if cue.act in _STOPS | {"would_change", "avoid"} and self._conditional(cue, behind):
            return "kept"
        if cue.act in _STOPS and cue.first and self.tokens[cue.first - 1].norm == "be":
            return "kept"
        if cue.act == "finish" and cue.form in ("base", "present"):
            done = self.tokens[cue.first].norm == "complete" and behind == cue.last
            return (
                "finish"
                if done and not (behind < len(self.tokens) and self.tokens[behind].kind == "number")
                else "kept"
            )
        if cue.act == "stop" and cue.form == "base" and self._after_course(cue):
            return "kept"
        if cue.act in ("stop", "hold") and self._to_a_number(cue):
            return "dose"
        if cue.act == "restart" and cue.form in ("base", "ing") and self._later(behind):
            return "hold"
        if (
            cue.act == "stop"
            and cue.form == "present"
            and behind < len(self.tokens)
            and (
                self.tokens[behind].kind == "number"
                or self.tokens[behind].norm in self.language.days_and_months | {"in", "on", "at"}
            )
        ):
            return "kept"
        if cue.act in ("start", "restart", "keep", "take") and cue.form == "base" and self._starts_later(cue, behind):
            return "conditional" if cue.act != "keep" else "keep"
        if cue.act == "start" and cue.form == "present" and self._starts_later(cue, behind):
            return "planned"
        if cue.act == "would_change":
            return "kept"
        return cue.act

    def _conditional(self, cue: Cue, behind: int) -> bool:
        if cue.form not in ("base", "present", "ing", "state", ""):
            return False
        tokens = self.tokens
        for index in range(cue.first - 1, max(-1, cue.first - _LONGEST_CONDITION), -1):
            if tokens[index].norm in ("if", "when", "unless"):
                return True
            if tokens[index].kind == "line" or tokens[index].norm in ";.,:":
                break
        for index in range(behind, min(behind + _LONGEST_CONDITION, len(tokens))):
            token = tokens[index]
            after = tokens[index + 1] if index + 1 < len(tokens) else token
            if (
                (
                    token.norm == "while"
                    and (after.norm.endswith("ing") or after.norm in ("npo", "nbm", "unwell", "sick", "ill"))
                )
                or token.norm in ("if", "when", "unless", "before", "prior", "sbp", "<", ">", "hr")
                or (token.norm == "once" and cue.act == "stop")
            ):
                return True
            if token.norm == "after" and (after.kind == "number" or after.norm in ("one", "two", "three")):
                return True
            if token.norm in ("in", "on", "from", "at") and (
                after.kind == "number"
                or after.norm in ("the", "one", "two", "three", "four", "six")
                or after.norm in self.language.days_and_months
            ):
                return not is_year(after) or True
            if (
                index > behind
                and token.kind == "number"
                and after.norm in ("days", "day", "weeks", "wks", "months", "hours", "h", "hrs")
                and index + 2 < len(tokens)
                and tokens[index + 2].norm in ("before", "prior", "pre", "preop")
            ):
                return True
            if token.kind == "line" or token.norm in ",;.)" or token.norm == "until":
                return False
        return False

    def _starts_later(self, cue: Cue, behind: int) -> bool:
        tokens = self.tokens
        for index in range(cue.first - 1, max(-1, cue.first - 14), -1):
            if tokens[index].norm in ("if", "unless"):
                return True
            if tokens[index].kind == "line" or tokens[index].norm in ";.:":
                break
        for index in range(behind, min(behind + 7, len(tokens))):
            token = tokens[index]
            if token.norm in ("if", "unless", "when", "once"):
                return cue.act != "take"
            if (
                cue.form == "present"
                and token.norm in ("in", "on")
                and index + 1 < len(tokens)
                and (tokens[index + 1].norm in self.language.days_and_months or tokens[index + 1].norm == "the")
            ):
                return True
            if token.kind == "line" or token.norm in ",;.":
                return False
        return False

    def _after_course(self, cue: Cue) -> bool:
        """ "5 mg bd 1 wk, 2 mg nocte 1 wk, stop": the end of a course that is under way."""
        gap = self.tokens[max(0, cue.first - 6) : cue.first]
        if gap and gap[-1].norm == "then":
            return True
        return any(
            one.kind == "number" and other.norm in ("week", "weeks", "wk", "wks", "day", "days", "month", "months", "d")
            for one, other in pairwise(gap)
        )

    def _to_a_number(self, cue: Cue) -> bool:
        """ "Dropped from 10 to 7.5" is a change of dose."""
        after = self.tokens[cue.last : cue.last + 2]
        return (
            len(after) == 2 and after[0].norm in ("from", "to") and after[1].kind == "number" and not is_year(after[1])
        )

    def _later(self, behind: int) -> bool:
        return any(
            t.norm in ("after", "once", "when", "if", "post", "following") for t in self.tokens[behind : behind + 4]
        )

    def _of_a_condition(self, number: int, cue: Cue) -> bool:
        first = self.places[number][0]
        before = self.tokens[first - 1].norm if first else ""
        if cue.act in _STOPS and before in ("if", "when", "once", "until", "unless"):
            return not any(t.norm == "was" for t in self.tokens[self.places[number][1] : cue.first])
        return False

    def _refers(self, cue: Cue, segment: Segment) -> bool:
        tokens = self.tokens
        if cue.act in _QUIET or cue.act in ("info", "neg", "planned", "await"):
            return False
        if cue.last < len(tokens) and tokens[cue.last].norm in self.language.pronouns:
            return True
        subject = cue.first - 1
        while subject >= segment.first and tokens[
            subject
        ].norm in self.language.between_name_and_cue - self.language.pronouns - {"he", "she"}:
            subject -= 1
        if subject >= segment.first and tokens[subject].norm in self.language.pronouns:
            return True
        opens = all(
            t.kind != "word" or t.norm in self.language.between_name_and_cue or t.norm in self.language.column_roles
            for t in tokens[segment.first : cue.first]
        )
        if not opens:
            return False
        if cue.act in ("once",) and cue.last - cue.first < 2:
            return False
        after = [
            t
            for t in tokens[cue.last : min(cue.last + 8, segment.last)]
            if t.norm not in (":", "-", "*", "!", ")", "]") and t.kind != "line"
        ]
        return (
            not after
            or after[0].kind == "number"
            or after[0].norm in self.language.time_or_reason_words
            or after[0].norm in self.language.days_and_months
            or after[0].norm.endswith("ly")
        )

    def _ahead(self, act: str, cue: Cue, ahead: Sequence[int], near: str) -> None:
        seen = cue.last
        negative = act in NEGATIVE
        for place, number in enumerate(ahead):
            between = self.tokens[seen : self.places[number][0]]
            if place:
                norms = [t.norm for t in between]
                if any(n in self.language.turning_words for n in norms):
                    break
                if (
                    act in ("prn", "weak", "other_person", "info")
                    and "and" not in norms
                    and "," not in norms
                    and "/" not in norms
                ):
                    break
                if cue.form in ("base", "past", "ing", "present") and {"to", "onto"} & set(norms):
                    break
                if {"with", "while", "when"} & set(norms):
                    break
                in_bracket = norms[-1:] in (["("], ["["])
                if (
                    negative
                    and not in_bracket
                    and self._dosed(number)
                    and not self._dosed(ahead[0])
                    and ":" not in {t.norm for t in self.tokens[cue.last : self.places[ahead[0]][0]]}
                ):
                    break
                if (
                    not all(
                        t.kind != "word"
                        or self._is_direction(t.norm)
                        or t.norm in self.language.between_name_and_cue
                        or t.norm in self.language.between_cue_and_name
                        or t.norm in ("nor",)
                        for t in between
                    )
                    and act not in ("allergy", "no", "never", "avoid")
                    and "," not in norms
                    and "and" not in norms
                ):
                    break
                if any(t.norm == "." for t in between[:-1]) and act not in ("allergy",):
                    break
            seen = self.places[number][1]
            self.add(number, act, cue, near if place == 0 else ("list" if near != "weak" else "weak"))

    def _dosed(self, number: int) -> bool:
        last = self.places[number][1]
        return last < len(self.tokens) and self.tokens[last].kind == "number"

    def _several(self, cue: Cue) -> bool:
        return any(t.norm in self.language.plural_words for t in self.tokens[max(0, cue.first - 3) : cue.last + 1])

    def _group_back(self, cue: Cue, back: Sequence[int], act: str) -> list[int]:
        gap = self._without_asides(self.places[back[-1]][1], cue.first)
        plural = {*gap, self.tokens[cue.first].norm} & self.language.plural_words
        single = {*gap, self.tokens[cue.first].norm} & self.language.singular_words
        if act in POSITIVE:
            plural -= {"which", "were"}  # "X was switched to Y, which she continues"
        if plural - {"have"} and len(back) > 1 and act not in ("weak",):
            return list(back)
        together = list(back[-1:])
        if single or act in ("weak",):
            return together
        while len(together) < len(back):
            earlier, later = back[-len(together) - 1], together[0]
            joint = [t.norm for t in self.tokens[self.places[earlier][1] : self.places[later][0]]]
            if joint not in (["and"], ["&"], ["+"], ["/"]) and not (len(together) > 1 and joint == [","]):
                break
            together.insert(0, earlier)
        return together

    def _changed(
        self, cue: Cue, ahead: Sequence[int], back: Sequence[int], forward: str, backward: str, before: Sequence[int]
    ) -> None:
        """ "Changed from X to Y", "X changed to Y", "converted X to Y", "X replaced by Y", "X -> Y"."""
        tokens = self.tokens
        after = tokens[cue.last].norm if cue.last < len(tokens) else ""
        if cue.form == "arrow":
            if (
                ahead
                and back
                and self.places[ahead[0]][0] - cue.last <= 1
                and self._backward(cue, back, 0) == "direct"
                and not any(t.norm == ";" for t in self.tokens[self.places[back[-1]][1] : cue.first])
            ):
                self._exchange(back[-1], ahead[0], cue)
            return
        if cue.form in ("base", "present") and self._conditional(cue, cue.last):
            for number in back[-1:]:
                self.add(number, "kept", cue, "phrase")
            if ahead and forward == "direct":
                self.add(
                    ahead[0],
                    "conditional" if after in self.language.replacement_prepositions else "kept",
                    cue,
                    "phrase",
                )
            elif ahead:
                self.add(ahead[0], "conditional", cue, "phrase")
            return
        if any(t.norm in ("generic", "brand") for t in tokens[cue.last : cue.last + 4]):
            return
        if ahead and after == "from":
            self.add(ahead[0], "switched", cue, "phrase")
            if len(ahead) > 1 and any(
                t.norm in self.language.replacement_prepositions
                for t in tokens[self.places[ahead[0]][1] : self.places[ahead[1]][0]]
            ):
                self.add(ahead[1], "start", cue, "phrase")
            return
        if after in self.language.replacement_prepositions or after in ("over", "out"):
            to_name = bool(ahead) and self._forward(cue._replace(last=cue.last + 1), ahead) == "direct"
            if not to_name and ahead and cue.form == "state":
                to_name = True
            if to_name and (back or before):
                pass
            if to_name:
                self.add(ahead[0], "start", cue, "phrase")
            if to_name or (
                cue.last + 1 < len(tokens)
                and tokens[cue.last + 1].kind == "word"
                and tokens[cue.last + 1].norm not in self.language.sig_words
                and not ahead
            ):
                target = back[-1:] or before[-1:]
                same = bool(ahead) and bool(target)
                if target and (backward or same or not back):
                    self.add(target[-1], "switched", cue, "phrase")
            return
        if ahead and forward == "direct":
            if len(ahead) > 1 and any(
                t.norm in self.language.replacement_prepositions
                for t in tokens[self.places[ahead[0]][1] : self.places[ahead[1]][0]]
            ):
                self.add(ahead[0], "switched", cue, "phrase")
                self.add(ahead[1], "start", cue, "phrase")
            elif cue.form in ("past", "ing") and tokens[cue.first].norm.startswith("replac"):
                self.add(ahead[0], "switched", cue, "phrase")
                if back and backward:
                    self.add(back[-1], "start", cue, "phrase")
            return
        swapped = tokens[cue.first].norm in ("swapped", "substituted", "replaced", "switched", "exchanged")
        if swapped and back and backward == "direct" and after in ("", ".", ",", ";", ")"):
            self.add(back[-1], "switched", cue, "phrase")

    def _exchange(self, old: int, new: int, cue: Cue) -> None:
        self.add(old, "switched", cue, "phrase")
        self.add(new, "start", cue, "phrase")

    def _was(self, cue: Cue, ahead: Sequence[int], segment: Segment) -> None:
        """ "Was on quinine until May", "took it from January to March": what stands before the end is taken no more."""
        if not ahead or self._forward(cue, ahead) == "":
            return
        limit = min(segment.last, self.places[ahead[0]][1] + 24)
        for place, number in enumerate(ahead):
            begin = self.places[number][1]
            end = self.places[ahead[place + 1]][0] if place + 1 < len(ahead) else limit
            if self._ends(begin, end):
                for earlier in self._joined(ahead[: place + 1]):
                    self.add(earlier, "stop", cue, "phrase")
                return
        turned = [
            t.norm for t in self.tokens[self.places[ahead[0]][1] : min(self.places[ahead[0]][1] + 60, segment.last)]
        ]
        if "now" in turned and len(ahead) > 1:
            at = self.places[ahead[0]][1] + turned.index("now")
            for number in ahead:
                if self.places[number][0] < at:
                    self.add(number, "stop", cue, "phrase")
            return
        behind = self.tokens[self.places[ahead[0]][1] : self.places[ahead[0]][1] + 2]
        if [t.norm for t in behind] == ["x", "1"]:
            self.add(ahead[0], "once", cue, "phrase")
            return
        self.add(ahead[0], "weak", cue, "weak")

    def _joined(self, back: Sequence[int]) -> list[int]:
        together = list(back[-1:])
        while len(together) < len(back):
            earlier, later = back[-len(together) - 1], together[0]
            joint = [t.norm for t in self.tokens[self.places[earlier][1] : self.places[later][0]]]
            if joint not in (["and"], ["&"]) and not (len(together) > 1 and joint == [","]):
                break
            together.insert(0, earlier)
        return together

    def _ends(self, begin: int, end: int) -> bool:
        began = False
        tokens = self.tokens
        for index in range(begin, end):
            word = tokens[index].norm
            if tokens[index].kind == "line" or word in self.language.turning_words or word == ".":
                return False
            if word in ("until", "till", "til", "ago", "pregnancy", "childhood"):
                return word != "ago" or not tokens[index - 1].norm.startswith(("h", "min"))
            if began and word in ("to", "-"):
                return True
            began = began or word == "from"
            after = tokens[index + 1] if index + 1 < end else tokens[index]
            if word == "in" and (is_year(after) or after.norm in self.language.days_and_months):
                return True
            if word == "last" and after.norm in self.language.units | {"summer", "winter", "spring", "autumn"}:
                return True
        return False

    def _given(
        self,
        cue: Cue,
        ahead: Sequence[int],
        back: Sequence[int],
        forward: str,
        backward: str,
        segment: Segment,
    ) -> None:
        """Given once: by injection, in a place where nothing is taken home, or on a day that is named."""
        if cue.modified and cue.act != "give":
            return
        once = segment.given_once or any(
            t.norm in ("iv", "im", "stat", "x1", "inj", "injection", "bolus", "neb", "nebs", "today", "yesterday")
            for t in self.tokens[max(segment.first, cue.first - 30) : min(segment.last, cue.last + 30)]
        )
        if self.tokens[cue.first].norm == "administered" and (forward == "direct" or backward == "direct"):
            self.add(back[-1] if backward == "direct" else ahead[0], "once", cue, "phrase")
            return
        if ahead and forward == "direct" and cue.form in ("past", "state"):
            self._ahead("once" if once else "weak", cue, ahead, "phrase" if once else "weak")
        elif back and backward == "direct" and cue.form == "past":
            after = self.tokens[cue.last] if cue.last < segment.last else None
            dated = after is not None and (
                after.kind == "number"
                or after.norm in self.language.days_and_months
                or after.norm in ("today", "yesterday")
            )
            once = segment.given_once
            if dated or once:
                self.add(back[-1], "once", cue, "phrase")

    def _as_needed(self, cue: Cue, ahead: Sequence[int], back: Sequence[int], forward: str, backward: str) -> None:
        gap = self.tokens[self.places[back[-1]][1] : cue.first] if back else []
        cut = any(t.kind == "mark" and t.norm in ",.;:([" for t in gap)
        if ahead and forward == "direct" and (not back or cut or not backward):
            self.add(ahead[0], "prn", cue, "phrase")
        elif back and backward == "direct":
            self.add(back[-1], "prn", cue, "phrase")

    def _reaction(self, cue: Cue, ahead: Sequence[int], back: Sequence[int]) -> None:
        tokens = self.tokens
        if (
            ahead
            and cue.last < len(tokens)
            and (
                tokens[cue.last].norm in ("from", "with", "to", "after", "on", "due")
                or (not back and self.places[ahead[0]][0] == cue.last)
            )
            and cue.act == "reaction"
        ) and all(
            self._fills_forward(i) or self.tokens[i].norm == "to" for i in range(cue.last + 1, self.places[ahead[0]][0])
        ):
            self.add(ahead[0], "allergy", cue, "phrase")
            return
        if not back:
            return
        number = back[-1]
        gap = [t.norm for t in tokens[self.places[number][1] : cue.first]]
        if "→" in gap or ">" in gap:
            gap = gap[max(at for at, word in enumerate(gap) if word in ("→", ">")) :]
        if cue.first - self.places[number][1] > 12 or not all(
            w in self.language.between_name_and_reaction for w in gap
        ):
            return
        told = not gap or any(w.isalpha() for w in gap) or gap[-1:] in ([">"], ["→"])
        severity = any(
            t.norm in ("mild", "moderate", "severe", "low", "high", "unconfirmed", "confirmed")
            for t in tokens[cue.last : cue.last + 3]
        )
        if cue.act == "symptom":
            if severity or any(w in self.language.causing_words for w in gap):
                self.add(number, "allergy", cue, "phrase")
            return
        if cue.act == "reaction":
            self.add(number, "allergy", cue, "phrase" if told else "row")
        elif any(w in self.language.causing_words for w in gap):
            self.add(number, "allergy", cue, "phrase")
        elif gap in (["-"], ["("], ["/"], ["|"], [":"]):
            self.add(number, "allergy", cue, "row")
