"""What is given once by its nature or by the way in which it is given: a vaccine, an anaesthetic, a drip today."""

from collections.abc import Collection, Iterator

from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.medicine_text import MedicineText, holds_phrase
from medcheck.language import Language

_LOOKED_AT = 14  # tokens around a name in which its directions stand
_BEFORE = 3
_HOURS_OF_DRIVER = "24"


def said_by_nature(text: MedicineText) -> Iterator[Said]:
    """For each medicine that is given once where nothing else is said: its own name, or its route and occasion."""
    routes = text.language.routes_of_once
    names_route = not routes.isdisjoint([token.norm for token in text.tokens])
    for number, (first, last) in enumerate(text.places):
        if _is_of_a_test(text, last):
            yield Said(number, "once", Cue(last, last + 1, "once"), "nature")  # "dexamethasone suppression test"
            continue
        of_once = is_of_once(text.meanings[number], text.language)
        if not of_once and not names_route:
            continue  # as of most medicines
        begin, end = item_of(text, number)
        words = {*text.words(begin, first), *text.words(last, end)}
        vaccine = of_once and _is_vaccine(text.meanings[number], text.language)
        if _is_regular(words, text.language) and not (vaccine and _is_given(text, words)):
            continue
        if (
            of_once
            and not _has_other_form(words, text.language)
            and not (_is_running(text, last, end) or _is_for_days(text, last, end))
        ):
            near = "by_kind" if vaccine else "nature"  # whatever list it is in
            yield Said(number, "once", Cue(first, last, "once"), near)
            if _is_companion(text, number + 1):
                yield Said(number + 1, "once", Cue(first, last, "once"), near)  # "lidocaine 2% with adrenaline"
        elif not words.isdisjoint(routes):
            at = next((at for at in range(last, end) if _is_occasion(text, at)), None)
            if at is not None:
                yield Said(number, "once", Cue(at, at + 1, "once"), "nature")


def _is_of_a_test(text: MedicineText, at: int) -> bool:
    """Whether a test for which something is given is named at a token: "suppression test", "stress echo"."""
    language = text.language
    tests = language.words_for_tests | language.after_no_medicine
    return text.word(at) in language.words_for_provocation and text.word(at + 1) in tests


def _is_given(text: MedicineText, words: Collection[str]) -> bool:
    """ "Flu vaccine given, next in 2027", but not "flu vaccine yearly", "due next week"."""
    language = text.language
    given = any(
        cue.category == "give" for word in words for cue in language.cues_by_first_word.get(word, {}).get("", ())
    )
    return given and language.words_for_regular.isdisjoint(words)


def _is_for_days(text: MedicineText, last: int, end: int) -> bool:
    """ "Vitamin K x 3 days"."""
    so_long = (at for at in range(last, end - 2) if text.word(at) in text.language.words_for_so_long)
    return any(text.is_number(at + 1) and text.word(at + 2) in text.language.period_units for at in so_long)


def _is_companion(text: MedicineText, number: int) -> bool:
    """Whether a medicine stands as an addition to what is given once before it."""
    language = text.language
    if number >= len(text.places) or language.companions_of_once.isdisjoint(_ingredients(text.meanings[number])):
        return False
    between = text.words_between(number - 1, number)
    joins = language.words_for_with | language.words_for_content | language.words_for_and | set("/+")
    return (
        between[-1:] != []
        and between[-1] in joins
        and not any(word.isalpha() and word not in joins for word in between)
    )


def _is_running(text: MedicineText, last: int, end: int) -> bool:
    """Whether the rate of a drip follows a name, or that it runs: "oxytocin at 8 mu", "oxytocin infusing"."""
    language = text.language
    if not language.words_for_running.isdisjoint(text.words(last, end)):
        return True
    if any(text.word(at) == "/" and text.word(at + 1) == _HOURS_OF_DRIVER for at in range(last, end)):
        return True  # "1 mg/24h" of a driver
    rated = text.word(last) in language.words_before_rate and text.is_number(last + 1)
    if rated and text.word(last + 2) in language.rate_units:
        return True
    per = next((at for at in range(last + 1, end - 1) if text.word(at) == "/"), end)
    return text.word(per - 1) in language.rate_units and (
        text.word(per + 1).startswith("24") or text.word(per + 1) in language.period_units
    )


def _is_occasion(text: MedicineText, at: int) -> bool:
    """Whether an occasion of one dose is named: "today", "x1"."""
    return holds_phrase(text.words(at, at + 2), text.language.occasions_of_once)


def item_of(text: MedicineText | CuedText, number: int) -> tuple[int, int]:
    """The tokens around a name that may be its directions: those of its sentence, to the next name."""
    first, last = text.places[number]
    before = text.places[number - 1][1] if number else 0
    following = text.places[number + 1][0] if number + 1 < len(text.places) else len(text.tokens)
    end = last
    while end < min(following, last + _LOOKED_AT) and not ends_item(text, end):
        end += 1
    begin = first
    while begin > max(before, first - _BEFORE) and not _begins(text, begin - 1):
        begin -= 1
    return begin, end


def _begins(text: MedicineText | CuedText, at: int) -> bool:
    return text.tokens[at].norm in ",:" or ends_item(text, at)


def ends_item(text: MedicineText | CuedText, at: int) -> bool:
    """Whether a line, a sentence or what a semicolon parts ends at a token."""
    token = text.tokens[at]
    if token.kind == "line" or token.norm == ";":
        return True
    return token.norm == "." and (at + 1 >= len(text.tokens) or token.end < text.tokens[at + 1].start)


def is_of_once(meaning: object, language: Language) -> bool:
    """Whether all that a name stands for is given once by others."""
    named, once = _ingredients(meaning), language.ingredients_given_once
    if len(named) > 1:
        named = [name for name in named if name not in language.companions_of_once]
    return bool(named) and all(name in once or name.split(" ")[-1] in once for name in named)


def _is_vaccine(meaning: object, language: Language) -> bool:
    return all(name.split(" ")[-1] in language.words_for_vaccines for name in _ingredients(meaning))


def is_of_intervals(meaning: object, language: Language) -> bool:
    """Whether some of what a name stands for is given every few weeks or months: a depot, a vitamin, an antibody."""
    return not language.ingredients_given_at_intervals.isdisjoint(_ingredients(meaning))


def is_of_emergencies(meaning: object, language: Language) -> bool:
    """Whether all that a name stands for is given in an emergency, in theatre or before a treatment."""
    named = _ingredients(meaning)
    return bool(named) and all(name in language.ingredients_of_emergencies for name in named)


def is_of_rescue(meaning: object, language: Language) -> bool:
    """Whether some of what a name stands for is kept at hand for an attack."""
    return not language.rescue_ingredients.isdisjoint(_ingredients(meaning))


def _ingredients(meaning: object) -> list[str]:
    return [str(ingredient) for ingredient in meaning] if isinstance(meaning, list | tuple) else []


def is_once_with(words: Collection[str], language: Language) -> bool:
    """Whether what is given once by its nature is given once with directions of these words, too."""
    return not _is_regular(words, language) and not _has_other_form(words, language)


def _is_regular(words: Collection[str], language: Language) -> bool:
    """Whether a time is named at which something is given again, or next."""
    return not (language.words_for_regular.isdisjoint(words) and language.words_for_next.isdisjoint(words))


def _has_other_form(words: Collection[str], language: Language) -> bool:
    """Whether a form is named that people use themselves: a patch, a gel, a spray; a dentist injects "buccal"."""
    return any(
        language.forms.get(word) not in (None, "injection") and word not in language.forms_of_dentists for word in words
    )
