"""Context words become cues: a modifier changes what the act after it says ("never discontinued").

The meaning of a cue is worked out from its last word to its first, as one would read it aloud: *stop* means stopped,
*to stop* that it is still taken, *told to stop* stopped again, *not told to stop* taken.
"""

from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.acts import AFTER_FAILURE
from medcheck.context.atoms import Atom
from medcheck.document.tokens import Token
from medcheck.language import Language

_AFTER_ANSWER = frozenset((",", "-"))
_MOST_BETWEEN = 4  # fillers between two words of one cue
_MOST_OF_PERSON = 3  # words between another person and what that person takes

# What a modifier makes of an act.
_NOT: dict[str, str] = {
    "stop": "kept", "hold": "kept", "finish": "kept", "failed": "keep", "take": "never", "start": "never",
    "keep": "stop", "restart": "stop", "give": "never", "supply": "not_dispensed", "planned": "never",
    "kept": "kept", "change": "would_change", "allergy": "nothing", "await": "never", "avoid": "nothing",
    "dose": "keep", "request": "stop", "no": "nothing", "never": "nothing", "declined": "keep", "was": "never",
    "prn": "nothing", "reaction": "nothing", "sideeffect": "nothing", "try": "never", "weak": "nothing", "on": "never",
    "unused": "nothing", "unneeded": "kept", "nothing": "nothing", "neg": "nothing",
    "conditional": "never", "other_person": "nothing", "once": "nothing", "tried": "never", "past": "nothing",
}  # fmt: skip
_IRREAL: dict[str, str] = {
    "on": "planned", "reaction": "nothing", "symptom": "nothing", "sideeffect": "nothing",
    "stop": "kept", "hold": "kept", "finish": "kept", "failed": AFTER_FAILURE, "take": "planned", "start": "planned",
    "keep": "keep",
    "restart": "conditional", "give": "planned", "supply": "planned", "change": "would_change", "await": "await",
    "dose": "dose", "request": "planned", "weak": "planned", "avoid": "no", "never": "planned", "was": "planned",
}  # fmt: skip
_PLAN = {**_IRREAL, "stop": "kept", "never": "no", "no": "no", "avoid": "no"}
_ORDERED = {
    "on": "keep", "take": "keep", "weak": "keep", "start": "start", "never": "no", "kept": "kept", "finish": "kept",
}  # fmt: skip
_REFUSED: dict[str, str] = {
    "on": "declined",
    "stop": "kept", "hold": "kept", "finish": "kept", "change": "would_change", "restart": "stop", "take": "declined",
    "start": "declined", "keep": "stop", "give": "declined", "supply": "declined", "planned": "declined",
    "dose": "keep", "weak": "declined", "kept": "kept", "request": "declined", "await": "declined",
    "was": "declined", "try": "declined", "once": "doubt",
}  # fmt: skip
_TRIED = {"neg": "nothing", "stop": "kept", "hold": "kept", "take": "tried", "start": "tried", "restart": "tried"}
_NO_LONGER: dict[str, str] = {
    "on": "stop",
    "stop": "kept", "hold": "kept", "finish": "kept", "take": "stop", "keep": "stop", "start": "stop", "weak": "stop",
    "supply": "stop", "give": "stop", "prn": "stop", "request": "stop", "planned": "stop", "dose": "keep",
    "was": "stop", "avoid": "nothing", "no": "nothing", "allergy": "nothing", "declined": "keep",
}  # fmt: skip
_PAST = {"on": "stop", "take": "stop", "was": "stop", "weak": "stop", "give": "once",
         "try": "tried", "keep": "stop", "start": "weak",
         "prn": "stop", "supply": "weak", "restart": "restart"}  # fmt: skip
_FOR_OTHERS = {"take": "other_person", "on": "other_person", "weak": "other_person", "was": "other_person",
               "start": "other_person", "keep": "other_person",
               "request": "other_person", "prn": "other_person"}  # fmt: skip
_MODIFIERS = {
    "neg": _NOT, "irreal": _IRREAL, "ordered": _ORDERED, "order": _ORDERED, "refuse": _REFUSED, "plan": _PLAN,
    "try": _TRIED, "fail": _NOT, "past": _PAST, "nolonger": _NO_LONGER, "person": _FOR_OTHERS,
}  # fmt: skip
# What a modifier says by itself, of the medicine next to it.
_ALONE = {
    "neg": "neg", "refuse": "declined", "plan": "planned", "try": "tried", "fail": "failed", "past": "past",
    "nolonger": "stop", "irreal": "irreal", "ordered": "nothing", "order": "nothing", "person": "person",
}  # fmt: skip
# An act that takes on the act after it: "stopped taking", "started using", "finished taking".
_CHAINS = {
    ("stop", "take"): "stop", ("stop", "was"): "stop", ("stop", "give"): "stop", ("stop", "supply"): "stop",
    ("stop", "keep"): "stop", ("stop", "weak"): "stop",
    ("unneeded", "take"): "unneeded", ("unneeded", "weak"): "unneeded",
    ("start", "take"): "start", ("keep", "take"): "keep", ("finish", "take"): "finish",
    ("finish", "give"): "finish", ("weak", "take"): "take",
    ("stop", "on"): "stop", ("start", "on"): "start", ("restart", "on"): "restart",
    ("weak", "on"): "weak", ("keep", "on"): "keep", ("start", "once"): "start", ("restart", "once"): "restart",
    ("keep", "weak"): "keep", ("weak", "keep"): "keep",
    ("restart", "take"): "restart", ("hold", "take"): "hold", ("was", "take"): "was",
    ("planned", "stop"): "kept", ("avoid", "stop"): "kept", ("await", "stop"): "kept",
    ("allergy", "stop"): "kept",
}  # fmt: skip
_ACTS = frozenset(("take", "on", "start", "stop", "hold", "finish", "restart", "keep"))


class Cue(NamedTuple):
    """What the words at ``tokens[first:last]`` say of a medicine next to them.

    ``act``: the meaning that came out; ``form`` that of the verb; ``ordered``: whether it was told or decided.
    """

    first: int
    last: int
    act: str = ""
    form: str = ""
    direction: str = ""
    modified: bool = False


def compose(
    tokens: Sequence[Token], atoms: Sequence[Atom], language: Language, cells: frozenset[int] = frozenset()
) -> list[Cue]:
    """The cues of a text in order; ``cells``: the tokens that begin a cell, over whose start no two words join."""
    fillers = language.cue_fillers
    cues: list[Cue] = []
    pending: list[Atom] = []
    act: Cue | None = None
    end = 0
    for place, atom in enumerate(atoms):
        joined = bool(pending or act) and (
            _near(tokens, end, atom.first, fillers)
            or (
                bool(pending)
                and pending[-1].category == "person"
                and _continues_person(tokens, end, atom.first, language)
            )
        )
        if joined and cells and not cells.isdisjoint(range(end, atom.first + 1)):
            joined = False  # "as directed | Completed"
        if pending and _begins_anew(tokens, pending[-1], atom, end, language):
            joined = False
        if not joined:
            cues.extend(_closed(pending, act))
            pending, act = [], None
        end = atom.last
        if atom.category == "anymore":
            if act and act.act in ("never", "neg", "no"):
                act = act._replace(last=atom.last, act="stop")
            elif act or pending:
                cues.extend(_closed(pending, act))
                pending, act = [], None
                cues.append(Cue(atom.first, atom.last, "anymore", "", "backward"))
            else:
                cues.append(Cue(atom.first, atom.last, "anymore", "", "backward"))
            continue
        also = act is not None and act.act == "weak" and atom.form == "past"  # "has also tried"
        if atom.category == "try" and act and act.act in ("start", "restart", "weak", "keep") and not also:
            act = act._replace(last=atom.last)
            continue
        if atom.category in _MODIFIERS:
            if act:
                cues.append(act)
                act = None
            if atom.category == "order" and atom.form == "present" and pending and pending[-1].category == "person":
                pending.pop()  # "his brother reminds him to take X"
            pending.append(atom)
            continue
        value = _value(atom)
        following = atoms[place + 1] if place + 1 < len(atoms) else None
        if (
            pending
            and value == "weak"
            and tokens[atom.first].norm not in language.manners_of_taking
            and following is not None
            and following.category in _ACTS
            and _value(following) != "weak"
            and _near(tokens, atom.last, following.first, fillers)
        ):
            continue  # "not currently taking"; who is "not regularly taking" takes some
        if act is not None:
            chained = _CHAINS.get((act.act, value)) if atom.form in ("ing", "base", "past", "state", "") else None
            if act.act in ("await", "allergy") and atom.form != "ing":
                chained = None  # "for consideration of stopping", not "pending - stopped"
            if act.act in ("stop", "hold", "finish") and _names_what_is_now(tokens, atom, language):
                chained = None  # "cancelled - now on X"
            if act.act == "restart" and value in ("stop", "hold"):
                chained = (
                    "restart"
                    if any(t.norm in language.words_of_sequence for t in tokens[act.last : atom.first])
                    else None
                )
            if chained and act.act != value:
                act = act._replace(last=atom.last, act=chained)
                continue
            cues.append(act)
            act = None
        act = _folded(pending, atom, value)
        pending = []
    cues.extend(_closed(pending, act))
    return cues


def _names_what_is_now(tokens: Sequence[Token], atom: Atom, language: Language) -> bool:
    """Whether a word begins with "now" and goes on to what is taken: "now on X", but not "stop now"."""
    goes_on = atom.last < len(tokens) and tokens[atom.last].kind == "word"
    return goes_on and tokens[atom.first].norm in language.words_for_now


def _begins_anew(tokens: Sequence[Token], modifier: Atom, atom: Atom, end: int, language: Language) -> bool:
    """Whether a word near a modifier, which ends at ``end``, is none that it changes."""
    if _is_no_subject(tokens, modifier, atom.first, language) or _is_answer(tokens, modifier, atom.first, language):
        return True  # "lives with wife and is on X", "No - takes one a day"
    to = modifier.scope == "infinitive" and tokens[modifier.first].norm in language.words_for_to
    if to and any(token.norm in language.determiners for token in tokens[modifier.last : atom.first]):
        return True  # "due to the patient being on X"
    if atom.category == "give" and atom.form == "past":
        return tokens[modifier.first].norm in language.words_for_for  # "away for a month so given X"
    if modifier.category == "person" and atom.category == "keep" and atom.last - atom.first == 1:
        return tokens[atom.first].norm in language.words_for_reporting  # "neighbour brings X"
    if modifier.category == "plan" and modifier.form == "past" and modifier.direction != "forward":
        # "X discussed if the sleep is bad", "X was proposed and he will think"
        return tokens[atom.first].norm in language.words_of_condition or (
            end < atom.first and atom.category in ("irreal", "neg")
        )
    between = tokens[modifier.last : atom.first]
    if (
        modifier.category == "past"
        and atom.category == "keep"
        and any(t.norm in language.words_for_and for t in between)
    ):
        return True  # "diagnosed previously and currently on X"
    if modifier.category == "nolonger":  # "no more since May", "no longer - changed in September"
        return atom.category == "pseudo" or tokens[end].norm in _AFTER_ANSWER
    return False


def _is_answer(tokens: Sequence[Token], modifier: Atom, until: int, language: Language) -> bool:
    """Whether a "no" answers what was asked before, and what follows explains it."""
    is_no = modifier.last - modifier.first == 1 and tokens[modifier.first].norm in language.answers_no
    return is_no and modifier.last < until and tokens[modifier.last].norm in _AFTER_ANSWER


def _value(atom: Atom) -> str:
    if atom.category == "take" and atom.form == "past":
        return "was"
    if atom.scope == "weak" and atom.category == "keep":
        return "weak"
    return atom.category


def _folded(pending: Sequence[Atom], atom: Atom, value: str) -> Cue:
    act = value
    for modifier in reversed(pending):
        act = _modified(modifier, act, atom.form)
    first = pending[0].first if pending else atom.first
    direction = atom.direction
    if pending:
        if value in ("weak", "on", "give") and pending[-1].category in ("plan", "irreal"):
            direction = "forward"
        if pending[-1].category == "irreal" and pending[-1].scope == "may" and value == "start":
            act = "may"
    elif act == "take" and atom.form == "base":
        act = "weak"  # "take one daily"
    if act == "on":
        act = "weak"
    return Cue(first, atom.last, act, atom.form, direction, bool(pending))


def _modified(modifier: Atom, act: str, form: str) -> str:
    table = _MODIFIERS[modifier.category]
    if modifier.category == "try" and form == "past":
        return act  # "trial ended"
    if modifier.scope == "infinitive" and act in ("take", "weak", "keep", "was"):
        return "weak"  # "to be taken with food"
    if modifier.scope == "ought" and act in ("take", "on", "weak"):
        return "weak"  # "should take with food"
    if modifier.scope == "infinitive" and act == "restart":
        return "restart"
    if modifier.category == "irreal" and modifier.scope == "may" and act in ("take", "weak"):
        return "prn"
    return table.get(act, act)


def _closed(pending: Sequence[Atom], act: Cue | None) -> list[Cue]:
    if act:
        return [act]
    pending = list(pending)
    while pending and pending[-1].scope == "infinitive":
        pending.pop()
    if not pending:
        return []
    # The last modifier speaks by itself, changed by those before it: "not keen on", "never tried".
    last = pending[-1]
    value = _ALONE[last.category]
    if last.category == "try" and last.form in ("ing", "base"):
        value = "weak" if last.form == "ing" else "start"  # "trying", "agrees trial"
    for modifier in reversed(pending[:-1]):
        table = _MODIFIERS[modifier.category]
        value = (
            {"declined": "nothing"}.get(value, table.get(value, value))
            if modifier.category == "neg"
            else table.get(value, value)
        )
    return [Cue(pending[0].first, last.last, value, last.form, last.direction, len(pending) > 1)]


def _continues_person(tokens: Sequence[Token], begin: int, end: int, language: Language) -> bool:
    """Whether a cue still speaks of another person: "her mother, who took", but not "mum reports a fever, is on"."""
    between = tokens[begin:end]
    if len(between) == 2 and between[0].norm == "," and between[1].norm in language.relative_pronouns:
        return True
    return len(between) <= _MOST_OF_PERSON and all(
        token.kind == "word"
        and token.norm not in language.patient_pronouns
        and token.norm not in language.words_for_reporting
        for token in between
    )


def _is_no_subject(tokens: Sequence[Token], person: Atom, end: int, language: Language) -> bool:
    """Whether a verb joined by "and" has another subject than the person before it: "lives with wife and is on X"."""
    if person.category != "person" or person.last >= end:
        return False
    at = person.first - 1
    while at >= 0 and tokens[at].norm in language.determiners:
        at -= 1
    if at >= 0 and tokens[at].norm in language.words_for_by:
        return tokens[person.last].norm == "-"  # "restarted by mum - had been off it"
    return at >= 0 and tokens[person.last].norm in language.words_for_and and tokens[at].norm in language.prepositions


def _near(tokens: Sequence[Token], begin: int, end: int, fillers: frozenset[str]) -> bool:
    if end - begin > _MOST_BETWEEN:
        return False
    return all(tokens[at].norm in fillers for at in range(begin, end))
