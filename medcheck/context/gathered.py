"""The evidence for each medicine of a text, while it is gathered."""

from medcheck.context.acts import HIDING, OPEN_TO_DOUBT
from medcheck.context.compose import Cue
from medcheck.context.evidence import Evidence, Near
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.context.nature import is_of_rescue

_OF_SENTENCES = frozenset(("phrase", "list", "loose", "note"))
_OF_AN_END = frozenset(("declined", "planned", "await", "failed"))
_OF_LABELS = frozenset(("once", "never", "no", "avoid", "declined"))
_LONGEST_DATE = 7  # tokens, with the mark or line end after it
_AFTER_DATE = frozenset(";|)")
_GUESS_WITHIN = 6  # words before a cue in which it may be called a guess


class Gathered:
    """``evidence[number]``: what was found so far for each medicine of a text."""

    def __init__(self, text: MedicineText) -> None:
        self.text = text
        self.evidence: list[list[Evidence]] = [[] for _ in text.places]

    def add(self, number: int, act: str, cue: Cue, near: Near) -> None:
        """One piece of evidence for a medicine; a guess that it is not taken is a doubt."""
        if act == "start" and near in _OF_SENTENCES and _is_date_of_start(self.text, cue, number):
            near = "row"  # it does not undo the heading over the entry
        guess = act in OPEN_TO_DOUBT and _is_guess(self.text, cue)
        if guess or (act == "allergy" and near == "label" and self._is_named_as_taken(number)):
            act = "doubt"
        weighed = act in HIDING and (near in _OF_SENTENCES or (near == "label" and act in _OF_LABELS))
        doubt = ""
        if weighed:
            from medcheck.context.certainty import doubt_about  # for the few texts in which something is stopped

            doubt = doubt_about(self.text, cue, act, near, number)
            if not doubt and act in _OF_AN_END and cue.first >= self.text.places[number][1] and self._may_end(number):
                doubt = "change"  # "talked about coming off X, not ready", "hold X from Monday"
        self.evidence[number].append(Evidence(act, cue.first, cue.last, near, doubt))

    def _is_named_as_taken(self, number: int) -> bool:
        """Whether "on" stands before a medicine under "Alerts", or it is one for an attack: "Anaphylaxis: EpiPen"."""
        text = self.text
        rescue = bool(text.meanings) and is_of_rescue(text.meanings[number], text.language)
        return rescue or text.word(text.places[number][0] - 1) in text.language.words_for_on

    def _may_end(self, number: int) -> bool:
        """Whether words before a medicine speak of an end of it that has not come."""
        first = self.text.places[number][0]
        return any(
            one.act == "kept" and one.last <= first and self.text.tokens[one.first].kind == "word"
            for one in self.evidence[number]
        )

    def acts(self, number: int) -> set[str]:
        """What was said so far of a medicine."""
        return {evidence.act for evidence in self.evidence[number]}


def _is_date_of_start(text: MedicineText, cue: Cue, number: int) -> bool:
    """Whether a cue after a medicine says no more than when it was begun: "started 2019", "Added 2/11/2014"."""
    if cue.first < text.places[number][1] or cue.last >= len(text.tokens) or text.tokens[cue.last].kind != "number":
        return False
    for token in text.tokens[cue.last : cue.last + _LONGEST_DATE]:
        if token.kind == "line" or token.norm in _AFTER_DATE:
            return True
        if token.kind == "word" and token.norm not in text.language.days_and_months:
            return False
    return cue.last + _LONGEST_DATE >= len(text.tokens)


def _asks_after(text: MedicineText, cue: Cue) -> bool:
    """Whether a mark of question ends what a cue says: "stop?? check with cardiology", not "stopped ?2019"."""
    at = cue.last + (text.word(cue.last) in text.language.pronouns)
    if text.word(at) != "?" or at + 1 >= len(text.tokens):
        return text.word(at) == "?"
    after = text.tokens[at + 1]
    return after.norm == "?" or after.kind != "number"


def _is_guess(text: MedicineText, cue: Cue) -> bool:
    """Whether what is said is a guess: "? stopped", "thinks she may have been told to stop"."""
    before = text.tokens[max(0, cue.first - _GUESS_WITHIN) : cue.first]
    ends = [place for place, token in enumerate(before) if token.kind == "line" or token.norm == "."]
    if ends:  # a guess in another line or sentence is none about this cue
        before = before[ends[-1] + 1 :]
    asks = (
        bool(before)
        and before[-1].norm == "?"
        and (len(before) < 2 or before[-2].end < before[-1].start or before[-2].kind != "word")
    )
    return (
        asks
        or _asks_after(text, cue)
        or holds_phrase([*(token.norm for token in before), text.word(cue.first)], text.language.doubting_phrases)
    )
