"""One medicine in the place of another: "changed from X to Y", "X replaced by Y", "X -> Y"."""

from collections.abc import Sequence
from itertools import pairwise

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.conditions import follows_proposal, is_conditional
from medcheck.context.cue_in_sentence import CueInSentence
from medcheck.context.gaps import gap_backward, gap_forward
from medcheck.context.gathered import Gathered
from medcheck.context.groups import add_to_list
from medcheck.context.medicine_text import MedicineText

_LONGEST_FROM_TO = 6
_BRAND_WITHIN = 4
_TIME_WITHIN = 4
_ARROWS = frozenset((">", "→"))


def add_from_one_to_other(gathered: Gathered, named: Sequence[int]) -> None:
    """ "From X to Y", "onto X from Y", whatever the verb."""
    text = gathered.text
    froms, tos = text.language.words_for_from, text.language.words_for_to
    for one, other in pairwise(named):
        before = text.word(text.places[one][0] - 1)
        between = text.words_between(one, other)
        if not before or not between or len(between) > _LONGEST_FROM_TO:
            continue
        injected, forms = text.language.routes_of_once, text.language.forms
        if before in froms and between[-1] in tos:
            old, new = one, other
        elif before in injected and len(between) > 1 and between[-2] in tos and between[-1] in forms:
            old, new = one, other  # "iv X to po Y"
        elif before in tos and between[-1] in froms:
            old, new = other, one
        else:
            continue
        first = text.places[old][0] - 1
        _exchange(gathered, old, new, Cue(first, first + 1, "stop", "", "forward"))


def add_replacement(seen: CueInSentence, gathered: Gathered) -> bool:
    """What a verb of change says of the old and the new medicine."""
    cue, text = seen.cue, gathered.text
    if cue.act == "would_change" and _names_new_alone(seen, text):
        _proposed(seen, gathered, "planned")
        return True
    if cue.act == "would_change" and _names_new(text, seen.following) and not _is_decided(seen, text):
        gathered.add(seen.following[1], "planned", cue, "phrase")  # "could swap X for Y"
    if cue.act != "change":
        return False
    if cue.form in ("arrow", "base", "ing") and seen.following and follows_proposal(text, cue.first):
        _proposed(seen, gathered, "planned")
    elif cue.form == "arrow":
        _from_arrow(seen, gathered)
    elif cue.form == "proposed" or (is_conditional(text, cue, cue.last)):
        _proposed(seen, gathered)
    elif text.language.brand_words.isdisjoint(text.words(max(0, cue.first - 1), cue.last + _BRAND_WITHIN)):
        _changed(seen, gathered)
    return True


def _names_new_alone(seen: CueInSentence, text: MedicineText) -> bool:
    """Whether "to" and a name follow what is only thought of: "considering switch to X", not "will change to X"."""
    cue = seen.cue
    if _is_decided(seen, text) or text.word(cue.last) not in text.language.replacement_prepositions:
        return False
    if not seen.following or text.places[seen.following[0]][0] != cue.last + 1:
        return False
    named = text.meanings[seen.following[0]] if text.meanings else None
    return text.meanings.count(named) <= 1  # of what is named elsewhere, too, the form or dose would change


def _is_decided(seen: CueInSentence, text: MedicineText) -> bool:
    language = text.language
    return text.word(seen.cue.first) in language.words_for_should | language.words_for_to | language.words_for_will


def _from_arrow(seen: CueInSentence, gathered: Gathered) -> None:
    cue, text = seen.cue, gathered.text
    if (
        seen.following
        and seen.preceding
        and text.places[seen.following[0]][0] - cue.last <= 1
        and gap_backward(text, cue, seen.preceding, 0) == "direct"
        and ";" not in text.words_from(seen.preceding[-1], cue)
    ):
        _exchange(gathered, seen.preceding[-1], seen.following[0], cue)


def _proposed(seen: CueInSentence, gathered: Gathered, new: str = "conditional") -> None:
    """ "Change to Y if X fails": the old one is taken, the ``new`` one not yet."""
    cue, text = seen.cue, gathered.text
    for number in seen.preceding[-1:]:
        if "\n" not in text.words_from(number, cue):
            gathered.add(number, "kept", cue, "phrase")
    if seen.following:
        to_new = cue.form == "arrow" or text.word(cue.last) in text.language.replacement_prepositions
        of_old = seen.forward == "direct" and not to_new
        gathered.add(seen.following[0], "kept" if of_old else new, cue, "phrase")
        if of_old and _names_new(text, seen.following):
            gathered.add(seen.following[1], new, cue, "phrase")


def _changed(seen: CueInSentence, gathered: Gathered) -> None:
    seen = _past_time(seen, gathered.text)
    cue, text = seen.cue, gathered.text
    language = text.language
    following, preceding = seen.following, seen.preceding
    after = text.word(cue.last)
    if following and after in language.words_for_from and _is_of_the_same(text, cue, following[0]):
        gathered.add(following[0], "dose", cue, "phrase")
    elif following and after in language.words_for_from:
        gathered.add(following[0], "switched", cue, "phrase")
        if _names_new(text, following):
            gathered.add(following[1], "start", cue, "phrase")
    elif after in language.replacement_prepositions or after in language.replacement_particles:
        _changed_to(seen, gathered)
    elif following and seen.forward == "direct":
        if _names_new(text, following):
            _exchange(gathered, following[0], following[1], cue)
        elif cue.form == "past" and _names_new(text, following[1:]) and _are_joined(text, following):
            gathered.add(following[0], "switched", cue, "phrase")
            _exchange(gathered, following[1], following[2], cue)  # "swapped X and Y for Z"
        elif text.word(cue.first).startswith(tuple(language.beginnings_of_replacing)) and (
            cue.form in ("past", "ing") or (cue.form == "present" and preceding)  # "X (replaces Y and Z)"
        ):
            add_to_list(gathered, "switched", cue, following, "phrase")
            if preceding:
                gathered.add(preceding[-1], "start", cue, "phrase")
    elif (
        (text.word(cue.first) in language.words_for_swapped or text.word(cue.first - 1) in _ARROWS)  # "X → changed"
        and preceding
        and seen.backward == "direct"
        and after in ("", ".", ",", ";", ")", "\n")
    ):
        gathered.add(preceding[-1], "switched", cue, "phrase")


def _is_of_the_same(text: MedicineText, cue: Cue, number: int) -> bool:
    """Whether what is changed from and to stands before the name: "from tablets to liquid X"."""
    words = text.words_to(number, cue)
    return not text.language.words_for_to.isdisjoint(words[1:])


def _past_time(seen: CueInSentence, text: MedicineText) -> CueInSentence:
    """A cue with the time after it: "replaced in January by Y"."""
    language = text.language
    end = seen.cue.last
    while end < min(seen.cue.last + _TIME_WITHIN, len(text.tokens)) and (
        text.tokens[end].kind == "number"
        or text.word(end) in language.time_prepositions
        or text.word(end) in language.days_and_months
        or text.word(end) in language.recent_days
    ):
        end += 1
    joined = language.replacement_prepositions | language.replacement_particles  # "over to"
    if text.word(end) not in joined and seen.following:
        end = _preposition_before(text, text.places[seen.following[0]][0])
    joins = text.word(end) in language.replacement_prepositions and 0 < end - seen.cue.last <= _TIME_WITHIN
    told = [token.norm for token in text.tokens[seen.cue.last : end]]
    if not joins or not language.words_for_a_part.isdisjoint(told) or not all(word.isalnum() for word in told):
        return seen
    return seen._replace(cue=seen.cue._replace(last=end))


def _preposition_before(text: MedicineText, first: int) -> int:
    """The token before a name and what belongs to it: "replaced last week by her X"."""
    at = first - 1
    while text.word(at) in text.language.determiners:
        at -= 1
    return at


def _changed_to(seen: CueInSentence, gathered: Gathered) -> None:
    """ "Changed to Y", "converted over to Y": the one before it is the old one."""
    cue, text = seen.cue, gathered.text
    following, preceding = seen.following, seen.preceding
    names_new = bool(following) and (
        cue.form == "state" or gap_forward(text, cue._replace(last=cue.last + 1), following) == "direct"
    )
    substituted = text.word(cue.first).startswith(tuple(text.language.beginnings_of_substituting))
    if names_new and substituted and text.word(cue.last) in text.language.words_for_for:
        for number in (*preceding[-1:], following[0]):
            gathered.add(number, "doubt", cue, "phrase")  # "X substituted for Y": either may be the new one
        return
    if names_new:
        gathered.add(following[0], "start", cue, "phrase")
    named_otherwise = (
        not following
        and cue.last + 1 < len(text.tokens)
        and text.tokens[cue.last + 1].kind == "word"
        and text.tokens[cue.last + 1].norm not in text.language.sig_words
    )
    old = preceding[-1:] or seen.earlier[-1:]
    if (names_new or named_otherwise) and old and (seen.backward or following or not preceding):
        # "For X. Takes Y, Z. Rang the surgery; changed to W": any of several may be meant.
        ended = not gathered.acts(old[-1]).isdisjoint(ENDING)
        sure = bool(preceding) or ended or len(old) == len(seen.earlier)
        same = names_new and _name(text, old[-1]) == _name(text, following[0])
        act = "dose" if same else "switched" if sure else "doubt"  # "crush X; change to X liquid"
        gathered.add(old[-1], act, cue, "phrase")


def _name(text: MedicineText, number: int) -> list[str]:
    """A name as it is written."""
    return text.words(*text.places[number])


def _names_new(text: MedicineText, following: Sequence[int]) -> bool:
    """Whether "to" or "with" and another medicine follow the first one after a verb of change."""
    return len(following) > 1 and not text.language.replacement_prepositions.isdisjoint(
        text.words_between(following[0], following[1])
    )


def _are_joined(text: MedicineText, following: Sequence[int]) -> bool:
    """Whether no more than "and" stands between the first two medicines."""
    joints = text.language.words_for_and | text.language.determiners | {"&", "+"}
    return joints.issuperset(text.words_between(following[0], following[1]))


def _exchange(gathered: Gathered, old: int, new: int, cue: Cue) -> None:
    text = gathered.text
    same = bool(text.meanings) and bool(text.meanings[old]) and text.meanings[old] == text.meanings[new]
    if same and text.language.words_for_once.isdisjoint(text.words_between(min(old, new), max(old, new))):
        gathered.add(new, "dose", cue, "phrase")  # "X 30 -> X 60", but not "X 180 once -> X 90 bd"
        return
    gathered.add(old, "switched", cue, "phrase")
    gathered.add(new, "start", cue, "phrase")
