"""Whether a cue surely reaches the medicine that it would hide, by the grammar around it; else that one is unclear.

Which words a cue has does not matter here, only what its verb can speak of: another subject or object, a part of what
is taken, directions that go on after it. ``docs/status.md`` has the order as a table.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import ENDING
from medcheck.context.compose import Cue
from medcheck.context.evidence import Near
from medcheck.context.medicine_text import MedicineText, holds_phrase

_LOOKED_AT_AFTER = 24  # tokens after a cue and its medicine that are still looked at
# What they say does not have to adjoin: "if his blood pressure rises, X", "they never gave me that X".
_FROM_AFAR = frozenset(("conditional", "never", "no", "avoid", "past"))
_PLANNED = frozenset(("planned", "await", "info"))
_SHORTEST_INITIALS = 2  # letters of who signed for a dose in a chart
_ENDED = ENDING | {"never", "no", "declined", "not_dispensed", "switched", "past", "failed", "unused"}


class Reach(NamedTuple):
    """A cue and the medicine that it may speak of: the name at ``tokens[first:last]``.

    ``end``: of the sentence, but not beyond the next name, nor far away.
    """

    text: MedicineText
    cue: Cue
    act: str
    near: Near
    number: int
    first: int
    last: int
    end: int

    @property
    def follows_name(self) -> bool:
        """Whether the cue stands after the name."""
        return self.cue.first >= self.last

    @property
    def precedes_name(self) -> bool:
        """Whether the cue stands before the name."""
        return self.cue.last <= self.first


def doubt_about(text: MedicineText, cue: Cue, act: str, near: Near, number: int) -> str:
    """Why a cue does not surely reach a medicine, as one word; empty where nothing speaks against it."""
    first, last = text.places[number]
    begin = max(cue.last, last)
    following = text.places[number + 1][0] if number + 1 < len(text.places) else len(text.tokens)
    limit = min(begin + _LOOKED_AT_AFTER, following if following >= begin else len(text.tokens), len(text.tokens))
    end = next((at for at in range(begin, limit) if _ends_sentence(text, at)), limit)
    reach = Reach(text, cue, act, near, number, first, last, end)
    return next((name for name, doubts in DOUBTS if doubts(reach)), "")


def _ends_sentence(text: MedicineText, at: int) -> bool:
    token = text.tokens[at]
    if token.kind == "line" or token.norm == "|":
        return True
    return token.norm == "." and (at + 1 >= len(text.tokens) or token.end < text.tokens[at + 1].start)


def is_loose_before(reach: Reach) -> bool:
    """ "Asking for the last fill of X, 1 tds": other words stand between a cue and a name after it."""
    if reach.near != "loose" or not reach.precedes_name or reach.act in _FROM_AFAR:
        return False
    return reach.act not in _PLANNED or _has_directions(reach)


def _has_directions(reach: Reach) -> bool:
    """Whether a form follows a name, or how often it is taken."""
    text, language = reach.text, reach.text.language
    after = text.words(reach.last, reach.end)
    return text.word(reach.last) in language.forms or not language.words_for_regular.isdisjoint(after)


def is_far_in_list(reach: Reach) -> bool:
    """ "Finished chemo in May, X for five years": a time or reason has closed what the list began with."""
    text, language = reach.text, reach.text.language
    if reach.near != "list" or reach.act not in ENDING:
        return False
    gap = text.tokens[_end_of_name_before(text, reach.first) : reach.first]
    return any(token.norm in language.prepositions for token in gap)


def has_other_subject(reach: Reach) -> bool:
    """ "X helps; wheeze stopped", "wheeze stopped with X": something else has ended."""
    text, cue, language = reach.text, reach.cue, reach.text.language
    if reach.act not in _ENDED - {"unused"} | {"await"} or cue.form not in ("past", "state", "base", ""):
        return False
    if text.word(cue.first) in language.prepositions:
        return False
    at = cue.first - 1
    while at >= 0 and text.word(at) in language.cue_fillers and text.word(at) not in ("-", *language.words_for_and):
        at -= 1
    if at < 0 or not _is_content(text, at) or text.word(at) in language.subjects_of_taking:
        return False
    if cue.form == "base" and (at < cue.first - 1 or text.word(at - 1) not in language.determiners):
        return False  # "the tooth pull" is a noun, "hold" by itself an order
    if reach.follows_name:
        own_clause = reach.act != "await" or not {",", ";"}.isdisjoint(text.words(reach.last, at))
        return at >= reach.last and own_clause and text.word(cue.last) not in language.pronouns
    joints = (text.word(cue.last - 1), text.word(cue.last))
    return reach.precedes_name and not language.prepositions_of_circumstance.isdisjoint(joints)


def is_of_another_allergen(reach: Reach) -> bool:
    """ "X 500 mg, pen allergy noted": an allergy to what stands before the word, not to what has a dose."""
    text, at = reach.text, reach.cue.first - 1
    if reach.act != "allergy" or not reach.follows_name or text.tokens[at].kind != "word":
        return False
    if text.word(at) in text.language.causing_words or text.word(at) in text.language.cue_fillers:
        return False
    gap = text.tokens[reach.last : at]
    return any(token.kind == "number" for token in gap)


def has_other_object(reach: Reach) -> bool:
    """ "X has stopped her headaches", "X: do not use old capsules"."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    if text.word(at - 1) in language.prepositions or not reach.follows_name:
        return False
    if reach.act == "await" and text.word(at) in language.determiners:
        at += 1
    if reach.act == "await":  # "X stays pending gastro review"
        return (
            reach.cue.form == "state"
            and at < reach.end
            and (_is_content(text, at) or text.word(at) in language.modifiers)
        )
    if reach.act not in _ENDED:
        return False
    if reach.act == "hold" and reach.cue.form == "ing" and text.word(at) in language.pronouns:
        return at + 1 < reach.end and _is_content(text, at + 1)  # "was holding it wrong"
    if text.word(at) in language.part_words and text.word(at + 1) in language.words_for_a_part:
        return True
    if reach.act == "stop" and reach.cue.form == "base" and at < reach.end and _is_content(text, at):
        return True  # "X 1-0-1, stop tea with food"
    if text.word(at) not in language.determiners or at + 1 >= reach.end:
        return False
    return _is_content(text, at + 1) or (reach.act == "hold" and text.word(at + 1) in language.words_for_a_part)


def is_part_of_object(reach: Reach) -> bool:
    """ "No X problems", "gave X another go": the name is only a part of what the cue speaks of."""
    text, language = reach.text, reach.text.language
    if not reach.precedes_name:
        return False
    after = text.word(reach.last)
    if reach.act == "once":
        return after in language.determiners or after in language.part_words
    between = text.words(reach.cue.last, reach.first)
    trouble = after in language.words_for_trouble or not language.words_for_trouble.isdisjoint(between)
    return reach.act in _ENDED and trouble


def is_of_a_part(reach: Reach) -> bool:
    """ "X 80/40 - pm dose dropped", "old box of X finished", "brand X stopped"."""
    text, language = reach.text, reach.text.language
    if reach.act not in _ENDED:
        return False
    one_dose = not language.words_for_single_dose.isdisjoint(text.words(reach.cue.last, reach.first))
    if reach.precedes_name and reach.act == "never" and one_dose:
        return True
    before = reach.first - 1
    while before > 0 and text.word(before) in language.determiners | language.prepositions:
        before -= 1
    if _names_part(text, before) or text.word(reach.first - 1) in language.brand_words:
        return True
    at = reach.cue.first - 1
    while at > reach.last and text.word(at) in language.cue_fillers:
        at -= 1
    if not reach.follows_name or at <= reach.last:
        return False
    strength = text.word(at) in language.masses and text.word(at - 2) in language.determiners
    return (
        strength
        or _names_part(text, at)
        or (reach.act == "past" and text.word(reach.cue.last) in language.words_for_a_part)
    )


def _names_part(text: MedicineText, at: int) -> bool:
    """Whether a part of what is taken is named at two words: "pm dose", "old box"."""
    return text.word(at) in text.language.words_for_a_part and text.word(at - 1) in text.language.part_words


def is_of_a_form(reach: Reach) -> bool:
    """ "X replaced with soluble": another form of it."""
    text, language, at = reach.text, reach.text.language, reach.cue.last
    if reach.act != "switched" or not reach.follows_name:
        return False
    while at < reach.end and (text.word(at) in language.prepositions or text.word(at) in language.determiners):
        at += 1
    return at < reach.end and (text.word(at) in language.forms or text.word(at) in language.modifiers)


def is_named_again(reach: Reach) -> bool:
    """ "X stopped, now Y": Y is another name of the same medicine."""
    text, number = reach.text, reach.number
    if not reach.follows_name or number + 1 >= len(text.places) or not text.meanings:
        return False
    following = text.places[number + 1][0]
    return (
        reach.act in _ENDED - {"switched"}
        and text.has_number_after(number + 1)
        and bool(text.meanings[number])
        and text.meanings[number] == text.meanings[number + 1]
        and reach.cue.last <= following == reach.end
        and text.word(following - 1) not in ("(", "[")
    )


def has_directions_after(reach: Reach) -> bool:
    """ "X syrup stopped, tablets 500 mg bd": how much and how often it is taken is said after the end."""
    text, language = reach.text, reach.text.language
    if not reach.follows_name or reach.act not in _ENDED | {"once"}:
        return False
    for at in range(reach.cue.last, reach.end):
        word, before = text.word(at), text.word(at - 1)
        if before in language.words_for_was or before in language.words_for_from or before in (">", "<"):
            continue
        if word in language.words_for_restarting:
            return False
        if text.tokens[at].kind == "number" and text.word(at + 1) in language.masses and at + 1 < reach.end:
            return True
        if word in language.words_for_regular:
            return True
    return False


def is_weak_and_apart(reach: Reach) -> bool:
    """ "X: dry skin, itch gone": a word of many meanings, with other things named between."""
    text = reach.text
    if not reach.follows_name or reach.act not in _ENDED or reach.cue.last - reach.cue.first > 1:
        return False
    if text.word(reach.cue.first) not in text.language.cues_of_many_meanings:
        return False
    return any(_is_content(text, at) for at in range(reach.last, reach.cue.first))


def is_talk_of_directions(reach: Reach) -> bool:
    """ "X 25 mg daily discussed": after directions a verb of talk may speak of them."""
    text = reach.text
    if reach.act != "planned" or not reach.follows_name or reach.cue.form != "past":
        return False
    gap = text.tokens[reach.last : reach.cue.first]
    passive = text.language.passive_auxiliaries | text.language.words_for_was
    return any(token.kind == "number" for token in gap) and passive.isdisjoint(token.norm for token in gap)


def is_given_again(reach: Reach) -> bool:
    """ "X given today, next in 6 months"."""
    after = reach.text.words(max(reach.cue.last, reach.last), reach.end)
    return reach.act == "once" and not reach.text.language.words_for_next.isdisjoint(after)


def is_contradicted(reach: Reach) -> bool:
    """ "X held x1, continuing as usual", "not keen on X but is using it": what follows says that it goes on."""
    language = reach.text.language
    if reach.act not in _ENDED | {"allergy", "once"}:
        return False
    words = reach.text.words(max(reach.cue.last, reach.last), reach.end)
    if holds_phrase(words, language.phrases_of_going_on):
        return True
    if reach.text.is_name_begun_at(reach.end):
        return False  # "but now takes Y" is of Y
    turn = next((at for at, word in enumerate(words) if word in language.words_for_but), len(words))
    return any(
        one in language.words_for_using and other not in language.words_for_not
        for one, other in pairwise([*words[turn:], ""])
    )


def _end_of_name_before(text: MedicineText, first: int) -> int:
    number = text.first_ending_after(first)
    return text.places[number - 1][1] if number else 0


def _is_content(text: MedicineText, at: int) -> bool:
    """Whether a word can be a subject or object of its own: no word of grammar or directions, no number."""
    token, language = text.tokens[at], text.language
    return (
        token.kind == "word"
        and len(token.norm) > _SHORTEST_INITIALS
        and token.norm not in language.words_without_content
        and not token.norm.endswith(tuple(language.adverb_endings))
        and not text.is_named_at(at)
    )


# Each is asked in turn; the first that holds names the doubt.
DOUBTS: tuple[tuple[str, Callable[[Reach], bool]], ...] = (
    ("loose", is_loose_before),
    ("list", is_far_in_list),
    ("subject", has_other_subject),
    ("allergen", is_of_another_allergen),
    ("object", has_other_object),
    ("compound", is_part_of_object),
    ("part", is_of_a_part),
    ("form", is_of_a_form),
    ("same", is_named_again),
    ("directions", has_directions_after),
    ("weak", is_weak_and_apart),
    ("talk", is_talk_of_directions),
    ("again", is_given_again),
    ("contradicted", is_contradicted),
)
