"""The words of a heading, taken apart: what each says, and which of them are not known."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from medcheck.context.acts import ENDING
from medcheck.context.atoms import meant
from medcheck.context.boxes import is_unticked
from medcheck.context.compose import Cue
from medcheck.document.labels import Label
from medcheck.document.tokens import Token, is_clock
from medcheck.language import Language

UNKNOWN = "unknown"
NOTHING = "nothing"
OCCASION = "occasion"
_GIVEN = "given_once"
_BESIDE_FORMS = frozenset(("current", "taken", "medicines", "stopped"))

# What a cue of several words, or one that the table of headings does not have, says in a heading.
_OF_CUES = {
    "stop": "stopped", "failed": "stopped", "tried": "stopped", "switched": "stopped", "expired": "stopped",
    "finish": "finished", "hold": "held", "once": "given_once", "give": "given_once", "never": "never", "neg": "never",
    "unused": "never", "unneeded": "stopped", "no": "never",
    "avoid": "not_taken", "declined": "declined", "not_dispensed": "not_dispensed",
    "other_person": "other_person", "person": "other_person", "allergy": "allergy", "reaction": UNKNOWN,
    "take": "taken", "keep": "taken", "kept": "taken", "start": "taken", "restart": "taken", "dose": "taken",
    "change": "taken", "prn": "as_needed", "doubt": "unclear", "symptom": UNKNOWN,
}  # fmt: skip

_SAY_LITTLE = frozenset((UNKNOWN, NOTHING, OCCASION))
_DONE = frozenset(("past", "state"))  # forms of cues
_OF_GIVING = frozenset(("never", "not_taken", "not_dispensed", "given_once"))
_ENDS = frozenset(("stopped", "finished"))
_FIRM = frozenset(("stopped", "finished", "held", "given_once", "taken"))

_BY_MISTAKE = frozenset(("stopped", "held", "not_dispensed"))


class Part(NamedTuple):
    """Words at ``tokens[first:last]`` of a heading and what they say, as ``headings.csv`` puts it, or ``unknown``."""

    says: str
    first: int
    last: int


class Parts(NamedTuple):
    """The parts of a heading outside brackets, and those of each bracket."""

    main: tuple[Part, ...]
    asides: tuple[tuple[Part, ...], ...]


def read_parts(
    tokens: Sequence[Token], label: Label, cues: Sequence[Cue], classes: frozenset[int], language: Language
) -> Parts:
    """The parts of a label; ``cues``: those that begin in it; ``classes``: tokens that name a class of medicines."""
    inner = [index for index in range(label.first, label.last) if tokens[index].norm in "([" and index + 1 < label.last]
    asides: list[tuple[Part, ...]] = []
    main: list[tuple[int, int]] = []
    at = label.first
    while inner:
        opened = inner[0]
        closed = next((i for i in range(opened, label.last) if tokens[i].norm in ")]"), label.last)
        main.append((at, opened))
        asides.append(tuple(parts_between(tokens, opened + 1, closed, cues, classes, language, aside=True)))
        at = min(closed + 1, label.last)
        inner = [index for index in inner if index >= at]
    main.append((at, label.last))
    if not asides:
        whole = language.headings.get(" ".join(word for word in label.words if word != "/"))
        if whole:
            return Parts((Part(whole, label.first, label.last),), ())
    return Parts(
        tuple(part for first, last in main for part in parts_between(tokens, first, last, cues, classes, language)),
        tuple(asides),
    )


def parts_between(
    tokens: Sequence[Token],
    first: int,
    last: int,
    cues: Sequence[Cue],
    classes: frozenset[int],
    language: Language,
    aside: bool = False,
) -> list[Part]:
    """The parts of the words at ``tokens[first:last]``; see :func:`read_parts`.

    Outside a bracket (``aside``), unknown words after a preposition only say where, when or by whom.
    """
    by_start = {cue.first: cue for cue in cues if cue.last <= last and not _joins(tokens, cue, language)}
    parts: list[Part] = []
    bare: list[int] = []  # the parts that are "not" or "not on" and no more
    in_tail = False
    at = first
    while at < last:
        if tokens[at].kind not in ("word", "number"):
            at += 1
            continue
        cue = by_start.get(at)
        length, says = _in_table(tokens, at, last, language)
        if not length and cue is not None and cue.last == at + 1:
            length, says = _as_meant(tokens[at].norm, language)
        if cue is not None and cue.last - at > length:
            says, length = _of_cue(cue), cue.last - at
            named = any(language.heading_words.get(token.norm) == "medicines" for token in tokens[at : cue.last])
            if named or (says == "other_person" and _ends_in_taking(tokens, cue, language)):
                parts.append(Part("medicines", at, at + 1))  # "Medications given during your visit", "Dad is on:"
        elif not length:
            length = 1
            says = "medicines" if at in classes else NOTHING if _is_filler(tokens[at], language) else UNKNOWN
        if says == "other_person" and any(_names_source(t, language) for t in tokens[first:at]):
            says = NOTHING  # "Meds per wife", "reviewed with pt & spouse"
        if is_unticked(tokens, at):
            says = NOTHING  # "[x] new [ ] stop"
        in_tail = in_tail or (tokens[at].norm in language.tail_prepositions and any(p.says in _FIRM for p in parts))
        if says in (UNKNOWN, "other") and in_tail and not aside:
            says = NOTHING
        to_restart = cue is not None and cue.act == "restart" and cue.form in ("base", "ing")
        if to_restart and any(part.says in ("held", "stopped") for part in parts):
            says, in_tail = NOTHING, True  # "Withheld, GP to restart once K < 5", "Pause - ask before restarting"
        if cue is not None and cue.last == at + length and _is_bare(tokens, cue, language):
            bare.append(len(parts))
        parts.append(Part(says, at, at + length))
        at += length
        told = cue is not None and cue.form == "base" and tokens[at - 1].norm not in language.words_for_until
        if says in _FIRM and tokens[at - 1].norm in language.tail_prepositions and not told:
            in_tail = True  # "hold until", which is one cue
    for number in bare:
        rest = {part.says for part in parts[number + 1 :] if not _is_of_change(part, by_start)}
        if number + 1 < len(parts) and rest <= _SAY_LITTLE:
            parts[number] = parts[number]._replace(says="unclear")  # "not verified", "not on the chart"
    for number, (part, after) in enumerate(pairwise(parts)):
        if (
            part.says == "allergy"
            and after.says in (UNKNOWN, "other", OCCASION)
            and _names_allergen(tokens, part, after, language)
        ):
            parts[number] = part._replace(says="unclear")  # "Anaphylaxis to peanut: X", "Wheeze with colds: X"
    to_come = [_is_to_come(part, tokens, last, by_start, language) for part in parts]
    parts = [part._replace(says="unclear") if later else part for part, later in zip(parts, to_come, strict=True)]
    said = {part.says for part in parts}
    if OCCASION in said and any(cue.act in ENDING and cue.form in _DONE for cue in by_start.values()):
        # "Held before surgery" has been done, "Hold before surgery" is for a day to come.
        parts = [part._replace(says=NOTHING) if part.says == OCCASION else part for part in parts]
    if not said.isdisjoint(_BY_MISTAKE) and any(t.norm in language.words_for_mistake for t in tokens[first:last]):
        # "Left off the list by mistake"
        parts = [part._replace(says="taken") if part.says in _BY_MISTAKE | {"never"} else part for part in parts]
    if "held" in said and any(t.norm in language.places_of_storage for t in tokens[first:last]):
        # "Held in CD cupboard"
        parts = [part._replace(says=NOTHING) if part.says == "held" else part for part in parts]
    if not said.isdisjoint(_OF_GIVING | _FIRM) and any(t.norm in language.words_for_givers for t in tokens[first:last]):
        parts = [_of_giver(part, tokens, language) for part in parts]
    at_clock = any(is_clock(token) for token in tokens[first:last])
    if _GIVEN in said and (at_clock or _is_habit(tokens[first:last], language)):
        parts = [part._replace(says="taken") if part.says == _GIVEN else part for part in parts]
    if "never" in said and any(
        t.norm in language.words_of_households or t.kind == "number" for t in tokens[first:last]
    ):
        # "Before lunch nothing", "12 nothing"
        none = language.words_for_none
        parts = [p._replace(says=NOTHING) if p.says == "never" and tokens[p.first].norm in none else p for p in parts]
    return parts


def _is_to_come(
    part: Part, tokens: Sequence[Token], last: int, by_start: Mapping[int, Cue], language: Language
) -> bool:
    """Whether a part says when something is to end: "To stop 3/4/27", "Finish after 12 months"."""
    if part.says not in _ENDS:
        return False
    cue = by_start.get(part.first)
    told = cue is not None and cue.form == "base" and cue.last == part.last
    at = part.last + (part.last < last and tokens[part.last].norm in language.prepositions)
    to_be = tokens[part.first].norm in language.words_for_to
    return (told or to_be) and at < last and tokens[at].kind == "number"


def _names_allergen(tokens: Sequence[Token], part: Part, after: Part, language: Language) -> bool:
    """Whether a reaction is to the unknown thing named right after it, for which a medicine may be."""
    word = tokens[after.first].norm
    joint = tokens[part.last - 1].norm in language.prepositions and after.first == part.last
    known = language.words_without_content | language.kinds_of_medicine
    return joint and tokens[after.first].kind == "word" and word not in known


def _of_giver(part: Part, tokens: Sequence[Token], language: Language) -> Part:
    """What is not done by one is done by another: "Not given by us", "Carers do not give"; "Given by others"."""
    if part.says == _GIVEN and not language.words_for_givers.isdisjoint(t.norm for t in tokens[part.first : part.last]):
        return part  # "Medicines we gave you in the ER"
    negated = any(token.norm in language.words_for_not for token in tokens[part.first : part.last])
    by_whom = part.says in _OF_GIVING or (part.says in _FIRM and negated)
    return part._replace(says="unclear") if by_whom else part


def _is_of_change(part: Part, by_start: Mapping[int, Cue]) -> bool:
    """Whether a part of a heading is of a change, so that "no" before it ends nothing: "No dose change"."""
    return any(at in by_start and by_start[at].act in ("change", "dose") for at in range(part.first, part.last))


def _is_bare(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a cue is "not" or "not on", which says nothing before the words after it."""
    return cue.act == "neg" or (cue.act in ("never", "no") and tokens[cue.last - 1].norm in language.prepositions)


def _is_habit(tokens: Sequence[Token], language: Language) -> bool:
    """Whether what is given is given again and again: "Given at home by Mum", "Medicines given in the morning"."""
    words = {token.norm for token in tokens}
    habit = language.words_for_regular | language.words_of_households
    return not habit.isdisjoint(words) and (language.words_for_recent | language.recent_days).isdisjoint(words)


def _ends_in_taking(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a cue ends in a verb of taking: "Dad takes", "my father is on"."""
    word = tokens[cue.last - 1].norm
    alone = language.cues_by_first_word.get(word, {}).get("", ())
    return word in language.words_for_on or any(one.category == "take" for one in alone)


def _of_cue(cue: Cue) -> str:
    """What a cue says in a heading: "Given", but not "Give" or "My GP gives"."""
    return "taken" if cue.act == "give" and cue.form in ("base", "present") else _OF_CUES.get(cue.act, NOTHING)


def _joins(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a cue joins two ("past and current"), each of which speaks for itself in a heading."""
    return any(token.norm in language.words_for_and or token.norm == "/" for token in tokens[cue.first : cue.last])


def _in_table(tokens: Sequence[Token], at: int, last: int, language: Language) -> tuple[int, str]:
    """The longest row of the table of heading words that stands here, as its number of tokens and what it says."""
    for words, says in language.heading_phrases.get(tokens[at].norm, ()):
        index = at
        for word in words:
            while index < last and tokens[index].norm in "-/,":
                index += 1
            if index >= last or tokens[index].norm != word:
                break
            index += 1
        else:
            return index - at, says
    return 0, NOTHING


def _as_meant(word: str, language: Language) -> tuple[int, str]:
    """The row for the word that a misspelt or scanned one is read as ("DlSCONTlNUED")."""
    known = meant(word, language)
    says = language.heading_words.get(known) if known else None
    return (1, says) if says else (0, NOTHING)


def _is_filler(token: Token, language: Language) -> bool:
    norm = token.norm
    return (
        token.kind == "number"
        or norm in language.cue_fillers
        or norm in language.days_and_months
        or norm in language.forms
        or norm in language.units
        or norm in language.number_words
        or len(norm) == 1
    )


def _names_source(token: Token, language: Language) -> bool:
    return token.norm in language.source_prepositions


def is_of_form(label: Label, language: Language) -> bool:
    """Whether the words of a label name a form or route and little else: "Eye drops", "Left eye", "Her tablets"."""
    return any(language.forms.get(word) for word in label.words) and all(
        word in language.forms
        or word in language.words_beside_forms
        or language.heading_words.get(word) in _BESIDE_FORMS
        for word in label.words
    )
