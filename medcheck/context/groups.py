"""How many medicines a cue speaks of: the list after it, or those joined before it."""

from collections.abc import Sequence

from medcheck.context.acts import NEGATIVE, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.evidence import Near
from medcheck.context.gaps import is_direction, without_asides
from medcheck.context.gathered import Gathered
from medcheck.context.medicine_text import MedicineText

_JOINS = frozenset((",", "+", "&"))  # marks between the members of a list


def add_to_list(gathered: Gathered, act: str, cue: Cue, following: Sequence[int], near: Near) -> None:
    """The act for the first medicine after a cue and for those of the list that it begins."""
    text = gathered.text
    seen = cue.last
    for place, number in enumerate(following):
        if place and _ends_list(text, act, cue, following[0], seen, number):
            break
        seen = text.places[number][1]
        gathered.add(number, act, cue, near if place == 0 else ("list" if near != "weak" else "weak"))


def _ends_list(text: MedicineText, act: str, cue: Cue, first: int, seen: int, number: int) -> bool:
    """Whether a list has ended before a medicine; ``seen``: the end of the medicine before it."""
    language = text.language
    between = text.tokens[seen : text.places[number][0]]
    words = [token.norm for token in between]
    joined = "," in words or not language.words_for_and.isdisjoint(words)
    if not language.turning_words.isdisjoint(words):
        return True
    if act in NEGATIVE and not (
        language.words_for_now | language.words_for_then | language.words_for_having
    ).isdisjoint(words):
        return True  # "Ex X, now Y", "no X, has Y"
    if act in NEGATIVE and words[-1:] and words[-1] in language.words_for_using:
        return True  # "avoid X, use Y"
    if act in ("prn", "weak", "other_person", "info") and not joined and "/" not in words:
        return True
    if cue.form in ("base", "past", "ing", "present") and not language.words_for_to.isdisjoint(words):
        return True
    if not language.words_after_list.isdisjoint(words) or not language.words_for_therefore.isdisjoint(words):
        return True
    if act in NEGATIVE and words == [","] and text.word(text.places[number][1]) in language.words_of_own_clause:
        return True  # "cut out X, Y still helps"
    if (
        act in NEGATIVE
        and words[-1:] not in (["("], ["["])
        and text.has_number_after(number)
        and not text.has_number_after(first)
        and ":" not in text.words_to(first, cue)
    ):
        return True  # "stopped statin, furosemide 40 mg": what has a dose is taken
    if (
        act not in ("allergy", "no", "never", "avoid")
        and (not joined or (act in NEGATIVE and language.words_for_and.isdisjoint(words)))
        and any(
            t.kind == "word"
            and not is_direction(text, t.norm)
            and t.norm not in language.between_name_and_cue
            and t.norm not in language.between_cue_and_name
            and t.norm not in language.words_for_nor
            for t in between
        )
    ):
        return True
    return act != "allergy" and "." in words[:-1]


def group_before(text: MedicineText, cue: Cue, preceding: Sequence[int], act: str) -> list[int]:
    """The medicines before a cue that it speaks of: all where it says "both", else those joined to the last."""
    language = text.language
    gap = {*without_asides(text, text.places[preceding[-1]][1], cue.first), text.tokens[cue.first].norm}
    plural = gap & language.plural_words
    if act in POSITIVE:
        plural -= language.plural_only_if_ended  # "X was switched to Y, which she continues"
    if plural - language.words_for_have and len(preceding) > 1 and act != "weak":
        return list(preceding)
    if gap & language.singular_words or act == "weak":
        return list(preceding[-1:])
    in_bracket = text.word(text.places[preceding[-1]][1]) in (")", "]")  # "nebs (X, Y) stopped"
    several = in_bracket or not language.nouns_of_failing.isdisjoint(text.words(cue.first, cue.last))
    return joined_before(text, preceding, ("&", "+", "/", ",") if several else ("&", "+", "/"))


def joined_before(text: MedicineText, preceding: Sequence[int], marks: Sequence[str]) -> list[int]:
    """The last medicine and those joined to it: "X, Y and Z"; ``marks``: those that join like "and"."""
    together = list(preceding[-1:])
    while len(together) < len(preceding):
        earlier = preceding[-len(together) - 1]
        joint = text.words_between(earlier, together[0])
        joins = len(joint) == 1 and (joint[0] in text.language.words_for_and or joint[0] in marks)
        if not joins and not (len(together) > 1 and joint == [","]):
            break
        together.insert(0, earlier)
    return together


def injected_with(text: MedicineText, preceding: Sequence[int]) -> list[int]:
    """The last medicine with those listed before it that were injected, too: "Inj X 4 mg, Inj Y 1 amp stat given"."""
    language = text.language
    together = list(preceding[-1:])
    while len(together) < len(preceding):
        earlier = preceding[-len(together) - 1]
        between = text.words_between(earlier, together[0])
        first = text.places[earlier][0]
        own = {*text.words(max(0, first - 1), first), *_until_mark(between)}
        regular = not language.words_for_regular.isdisjoint(between)
        joined = "," in between or "+" in between or not language.words_for_and.isdisjoint(between)
        ended = not {".", ";", "\n"}.isdisjoint(between)
        if regular or ended or not joined or own.isdisjoint(language.words_for_injecting):
            break
        together.insert(0, earlier)
    return together


def _until_mark(words: Sequence[str]) -> Sequence[str]:
    """The words before a comma or plus."""
    return words[: next((at for at, word in enumerate(words) if word in _JOINS), len(words))]
