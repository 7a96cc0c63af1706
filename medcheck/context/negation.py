"""A negation, or another person, without a verb of its own: "not X", "her mother's X", "told to stop X but hasn't"."""

from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_backward
from medcheck.context.gathered import Gathered
from medcheck.context.groups import add_to_list
from medcheck.context.medicine_text import MedicineText
from medcheck.context.segments import is_beside_trouble
from medcheck.document.tokens import is_year

_BEFORE_OWNER = frozenset("(-[=:")
_AFTER_OWNER = frozenset(")],.;")
_LONGEST_OWNER = 6  # words between a name and the person it belongs to


def add_negation(seen: CueInSentence, gathered: Gathered) -> bool:
    """What a modifier that stands alone says of the medicine after it, or of the one before it."""
    cue, text = seen.cue, gathered.text
    if cue.act not in ("neg", "person"):
        return False
    if seen.forward == "direct" and _is_of_a_time(seen, text):
        return True  # "none for 3 years on X"
    if seen.forward == "direct":
        if text.language.words_for_single_dose.isdisjoint(text.words_to(seen.following[0], cue)):
            act = "never" if cue.act == "neg" else "other_person"
            add_to_list(gathered, act, cue, seen.following, "phrase")
        else:
            gathered.add(seen.following[0], "weak", cue, "weak")  # a dose was missed
    elif cue.act == "person" and seen.preceding and _is_owner(seen, text):
        gathered.add(seen.preceding[-1], "other_person", cue, "phrase")
    elif cue.act == "neg" and seen.preceding and _is_of_preceding(seen, text) and closes(seen, text):
        number = seen.preceding[-1]
        adjoins = cue.first == text.places[number][1] or text.word(cue.first - 1) in (":", "-")
        if adjoins and is_beside_trouble(text, number):
            return True  # "problems with X: none", "side effects with X nil"
        ended = not gathered.acts(number).isdisjoint(("stop", "hold", "kept"))
        gathered.add(number, "kept" if ended else "never", cue, "phrase")  # "told to stop but hasn't"
    return True


def _is_of_a_time(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a "none" is of the time after it, and so of something before: "seizures: none for 3 years on X"."""
    times = text.language.words_for_so_long | text.language.words_for_since
    return text.word(seen.cue.last - 1) in text.language.words_for_none and text.word(seen.cue.last) in times


def _is_owner(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a person owns the medicine before: "X is his late wife's", "X (son's)", "X - her mum's, took one"."""
    supplied = text.word(seen.cue.last) in text.language.words_for_supplies and not (
        text.language.words_for_mistake.isdisjoint(text.words(seen.cue.last, seen.segment.last))
    )  # "X: father's prescription, shown by mistake"
    if not closes(seen, text) and not supplied and text.word(seen.cue.last) not in _AFTER_OWNER:
        return False
    return (not supplied and _owns_preceding(seen, text)) or _stands_as_owner(seen, text)


def _stands_as_owner(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a person in the genitive is all that a bracket or dash adds to a medicine."""
    at, last = seen.cue.first - 1, text.word(seen.cue.last - 1)
    while text.word(at) in text.language.determiners:
        at -= 1
    alone = text.language.cues_by_first_word.get(last.removesuffix("s"), {}).get("", ())
    genitive = last.endswith("s") and any(cue.category == "person" for cue in alone)
    before = text.words(seen.segment.first, text.places[seen.preceding[-1]][0])
    if not text.language.words_for_borrowing.isdisjoint(before):
        return False  # "takes X (mum's)"
    return genitive and text.word(at) in _BEFORE_OWNER


def _owns_preceding(seen: CueInSentence, text: MedicineText) -> bool:
    """ "X = brother", "X is his late wife's": what a name is said to be belongs to another person."""
    begin = text.places[seen.preceding[-1]][1]
    if seen.cue.first - begin > _LONGEST_OWNER:
        return False
    gap = text.words(begin, seen.cue.first)
    owns = "=" in gap or text.word(seen.cue.last - 1).endswith("s")
    identity = text.language.words_of_identity | text.language.words_of_belonging
    return owns and not identity.isdisjoint(gap)


def _is_of_preceding(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether only directions stand between a medicine and the negation after it, and no other cue."""
    backward = seen.backward or gap_backward(text, seen.cue, seen.preceding, seen.segment.first)
    if any(
        word.isalpha() and word in text.language.cues_by_first_word and word not in text.language.units
        for word in text.words_from(seen.preceding[-1], seen.cue)
    ):
        return False
    return backward == "direct"


def closes(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether a time, a reason or nothing follows a cue: "amlodipine - none", "Taking? no"."""
    at = seen.cue.last
    if at >= seen.segment.last:
        return True
    token, language = text.tokens[at], text.language
    dated = is_year(token) and language.words_for_now.isdisjoint(text.words(at + 1, at + 3))  # not "2019, now 5 mg"
    return token.norm in language.time_or_reason_words or token.kind == "line" or dated
