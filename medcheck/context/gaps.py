"""Whether a cue can speak of the next medicine, or of the one before it: by what stands between them."""

from collections.abc import Sequence
from typing import Literal

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.cue_reach import ENDED, is_content
from medcheck.context.medicine_text import MedicineText
from medcheck.document.tokens import is_year

# Only directions and small words stand between ("direct"), other words, but few and no mark ("loose"), or more.
Gap = Literal["direct", "loose", ""]

_BEFORE_SENTENCE = frozenset(".;•*")
_ENDS = frozenset((".", ";", "\n"))
_FARTHEST = 60
_LOOSE_FORWARD = 7
_LOOSE_TO_MEMBER = 10  # to one named in a bracket after its class
_LOOSE_BACKWARD = 14
_LONGEST_INDICATION = 2  # words of what a medicine is for


def gap_forward(text: MedicineText, cue: Cue, following: Sequence[int]) -> Gap:
    """How near a cue stands to the first of the medicines after it."""
    first = text.places[following[0]][0]
    gap = text.tokens[cue.last : first]
    longest = _LOOSE_FORWARD
    if len(gap) > 1 and (gap[-1].norm == "(" or gap[-1].norm in text.language.example_words):
        gap = gap[:-1]  # "avoid decongestants (pseudoephedrine)" is of the class and its member
        longest = _LOOSE_TO_MEMBER
    begin = first if cue.act == "planned" else begin_of_kind(text, first)  # "suggested an NSAID (X)" may be taken
    if all(fills_forward(text, index) for index in range(cue.last, begin)):
        return "direct"
    if _opens_sentence(text, cue) and _is_strength(text, cue.last, first):
        return "direct"
    if cue.act == "failed" and _is_after_one_word(text, cue, following[0]):
        return "direct"
    if len(gap) <= longest and not any(
        t.norm in ",.;:()[]|" or t.kind == "line" or t.norm in text.language.turning_words for t in gap
    ):
        if any(_begins_clause(text, cue, index) for index in range(cue.last, cue.last + len(gap))):
            return ""  # "avoids grapefruit as on X", "not had a migraine since X"
        if cue.act in ("avoid", "no", "info", "declined") and _names_company(text, cue.last, cue.last + len(gap)):
            return ""  # "avoid grapefruit with X"
        return "loose"
    return ""


def _is_after_one_word(text: MedicineText, cue: Cue, number: int) -> bool:
    """ "Failed physio, X, Y": one word and a comma stand before what has no dose."""
    gap = text.words(cue.last, text.places[number][0])
    opens = cue.first == 0 or text.tokens[cue.first - 1].kind != "word"
    return opens and len(gap) == 2 and gap[0].isalpha() and gap[1] == "," and not text.has_number_after(number)


def _begins_clause(text: MedicineText, cue: Cue, at: int) -> bool:
    """Whether a clause of reason or time begins at a word; not "such as", "as a stimulant"."""
    language, word, after = text.language, text.word(at), text.word(at + 1)
    if word in language.words_for_as:
        return after in language.cues_by_first_word or after in language.patient_pronouns
    if word in language.words_for_therefore:
        if cue.act in ENDING:
            return after in language.actors  # "finished so X started"
        return after not in language.words_of_degree  # "not funded so pays for X", not "so much X"
    return word in language.conjunctions_of_reason or word in language.words_for_since


def _names_company(text: MedicineText, begin: int, end: int) -> bool:
    """Whether something else is to be avoided beside a medicine: "dairy within 2 h of X", "sun on X"."""
    language = text.language
    beside = (language.words_for_with | language.words_for_on | language.words_of_manner) - language.words_for_and
    return any(
        text.word(at) in beside
        and (is_content(text, at - 1) or text.word(at - 1) in language.days_and_months)
        and not text.word(at - 1).endswith(tuple(language.participle_endings))
        for at in range(begin + 1, end)
    )


def begin_of_kind(text: MedicineText, first: int) -> int:
    """Where the kind is named whose member is named at a token: "statins (simvastatin)"; without one, that token."""
    begin, language = first, text.language
    while begin > 0 and (text.word(begin - 1) == "(" or text.word(begin - 1) in language.words_before_example):
        begin -= 1
    return begin - 1 if begin < first and text.word(begin - 1) in language.kinds_of_medicine else first


def fills_forward(text: MedicineText, index: int) -> bool:
    """Whether a word or mark between a cue and a medicine after it leaves the cue its object."""
    language = text.language
    token = text.tokens[index]
    before = text.word(index - 1)
    if (
        token.norm in language.between_cue_and_name
        or token.norm in language.forms
        or token.norm in language.days_and_months
        or token.norm in language.tablet_letters
        or token.norm in (":", "*", "_", "•", "]")
    ):
        return True
    if token.kind == "number":
        after = text.word(index + 1)
        return (
            after in language.between_cue_and_name
            or after in language.units
            or after in language.ordinal_endings
            or after in (":", "-", "/")
            or before in "/-"
            or is_year(token)
        )
    if token.norm == "/":  # of a date; with space before it, it parts two entries
        return text.tokens[index - 1].kind == "number" and text.tokens[index - 1].end == token.start
    shortened = before in language.forms or before in language.tablet_letters or before in language.words_before_example
    return token.norm == "." and shortened


def _is_strength(text: MedicineText, first: int, last: int) -> bool:
    """Whether a number with its unit is all that stands between two tokens, but for "the" and "of"."""
    passed = text.language.determiners | text.language.words_for_of
    inner = [token for token in text.tokens[first:last] if token.norm not in passed]
    return len(inner) == 2 and inner[1].norm in text.language.masses


def _opens_sentence(text: MedicineText, cue: Cue) -> bool:
    """Whether an end opens its sentence, but for who ends it: "she stopped 40 mg X", not "pain stopped 40 mg X"."""
    at = cue.first - 1
    while text.word(at) in text.language.actors or text.word(at) in text.language.patient_pronouns:
        at -= 1
    opens = at < 0 or text.tokens[at].kind == "line" or text.word(at) in _BEFORE_SENTENCE
    return opens and cue.act in ENDING and cue.form != "state" and not cue.modified


def gap_backward(text: MedicineText, cue: Cue, preceding: Sequence[int], segment_first: int) -> Gap:
    """How near a cue stands to the last of the medicines before it."""
    last = text.places[preceding[-1]][1]
    if cue.first - last > _FARTHEST:
        return ""
    words = without_asides(text, last, cue.first)
    if (
        all(not w.isalpha() or w in text.language.between_name_and_cue or is_direction(text, w) for w in words)
        and "." not in words[:-1]
    ):
        return "direct"
    if cue.act in ENDED and cue.form != "base" and follows_indication(text, last, cue.first):
        return "direct"
    if words[-1:] == [";"] and _closes_clause(text, cue) and len(preceding) == 1 and last >= segment_first:
        return "loose"  # "X made him faint; binned"
    if len(words) <= _LOOSE_BACKWARD and last >= segment_first and not {";", "|", "\n"} & set(words):
        return "loose"
    return ""


def follows_indication(text: MedicineText, last: int, first: int) -> bool:
    """Whether what a medicine is for is all that stands after its dose: "X 5 mg for the sciatica stopped"."""
    language, at = text.language, last
    while at < first and text.word(at) not in language.words_for_for:
        if text.tokens[at].kind != "number" and not is_direction(text, text.word(at)):
            return False
        at += 1
    at += 1
    while text.word(at) in language.determiners:
        at += 1
    noun = range(at, first)
    return 0 < len(noun) <= _LONGEST_INDICATION and all(
        text.tokens[index].kind == "word"
        and not text.language.cues_by_first_word.get(text.word(index), {}).get("")
        and text.word(index) not in language.period_units
        and (is_content(text, index) or len(text.word(index)) > 1)
        for index in noun
    )


def _closes_clause(text: MedicineText, cue: Cue) -> bool:
    """Whether a verb that ended something is all of its clause."""
    ended = cue.form == "past" and (cue.act in ENDING or cue.act == "switched")
    return ended and (cue.last >= len(text.tokens) or text.word(cue.last) in _ENDS)


def is_direction(text: MedicineText, word: str) -> bool:
    """Whether a word is one of directions, of a salt or short cue, or an adverb, and so no subject or object."""
    language = text.language
    known = word in language.sig_words or word in language.salts or word in language.short_cue_words
    return known or word.endswith(tuple(language.adverb_endings))


def without_asides(text: MedicineText, first: int, last: int) -> list[str]:
    """The words between two places without what stands in brackets; all of them where a bracket is left open."""
    words: list[str] = []
    depth = 0
    for word in text.words(first, last):
        depth += word in "(["
        if not depth:
            words.append(word)
        elif word in ")]":
            depth -= 1
    return text.words(first, last) if depth else words


def is_cut(text: MedicineText, number: int, cue: Cue, marks: str = ",.;:") -> bool:
    """Whether a mark of the sentence stands between a medicine and a cue after it."""
    gap = text.tokens[text.places[number][1] : cue.first]
    return any(token.norm in marks for token in gap)
