"""What the words of a heading or label say of the medicines after it."""

from collections.abc import Sequence

from medcheck.context.acts import NEGATIVE, POSITIVE
from medcheck.context.compose import Cue
from medcheck.document.labels import Label
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import Status

_LONGEST_PAST = 4  # words of a heading like "Previous medicines"
SIGN_ORDER: tuple[Status, ...] = ("allergy", "stopped", "current")


def label_act(tokens: Sequence[Token], label: Label, own: Sequence[Cue], language: Language) -> str | None:
    """What a label says of the medicines after it, or None where it is none of medicines."""
    plain = [w for w in label.words if w != "/"]
    joined = " ".join(label.words)
    if {"plan", "plans"} & set(plain) and not language.medicine_nouns & set(plain):
        return "neutral"
    if label.kind == "block" and plain[0] in language.words_for_none and not {"longer", "taking"} & set(plain):
        return None
    status = language.headings.get(joined) or language.headings.get(" ".join(plain))
    # "Reconciliation (complete within 24 h)", "Medications (patient-held list)": such words are not of the medicines.
    own = [c for c in own if c.act in ("stop", "hold", "kept") or not _in_bracket(tokens, label, c)]
    own = [c for c in own if c.act != "hold" or not _is_glued(tokens, c)]
    beside = [c for c in own if c.act in NEGATIVE | {"kept"}]
    if status is None or (status == "current" and beside):
        acts = [c.act for c in own if c.act not in ("nothing", "pseudo", "irreal")]
        colon = label.last < len(tokens) and tokens[label.last].norm in ":?"
        unknown = [
            w
            for w in plain
            if not (
                w in language.heading_words
                or w in language.cue_words
                or w in language.medicine_nouns
                or w in language.cue_fillers
            )
        ]
        if len(unknown) >= 2 and len(plain) > 3 and not language.medicine_nouns & set(plain):
            acts = []
        if (
            not colon
            and not label.upper
            and len(unknown) > (1 if language.medicine_nouns & set(plain) and label.kind == "block" else 0)
        ):
            return None
        if not colon:
            acts = [act for act in acts if act != "planned"]
        if own and all(c.act == "pseudo" for c in own):
            return None
        if plain in (["pre"], ["intra"], ["intraop"]):
            return "once"
        if any(w.startswith(("allerg", "intoleran", "hypersens")) for w in plain) and not {
            "medication",
            "medications",
            "medicines",
        } & set(plain) - {"allergies"}:
            return "neutral" if label.kind != "block" and _says_none(plain, language) else "allergy"
        if {
            "adverse",
            "reaction",
            "reactions",
            "sensitivity",
            "sensitivities",
            "adr",
            "adrs",
            "intolerances",
            "intolerance",
            "allergies",
            "allergy",
        } & set(plain):
            return "allergy"
        if "kept" in acts:
            ordered = (
                "to" in plain
                and bool(language.medicine_nouns & set(plain))
                and not any(w in ("not", "never") for w in plain)
            )
            return "stop" if ordered else "keep"
        if "to" in plain and language.medicine_nouns & set(plain) and "await" in acts:
            return "keep"  # "Medicines to start"
        for act in reversed(acts):
            if act == "past" and len(plain) > _LONGEST_PAST:
                continue  # "Asthma as a child, took inhalers" heads no list
            if act in NEGATIVE and plain[0] in ("current", "currently"):
                continue  # "Current medications on file prior to visit"
            if act == "info":
                return "keep"  # "Advice on discharge:" heads what is to be taken
            if act in NEGATIVE and act != "neg":
                return "stop" if act == "past" else act
            if act == "neg" and all(w in language.cue_words or w in language.cue_fillers for w in plain):
                return "never"
            if act in ("give",):
                return "once"
            if act == "doubt":
                return "doubt"
            if act == "change":
                return "keep"
        if status is None and label.kind == "block" and not _reads_like_heading(tokens, label, language):
            return None
        if status is None and (
            any(a in POSITIVE or a in ("weak", "was") for a in acts) or language.medicine_nouns & set(plain)
        ):
            return "keep"
        if status is None:
            sign = heading_sign(plain, language)
            if sign and all(w in language.heading_words for w in plain):
                status = sign
        if status is None:
            return "prn" if "prn" in acts else None
    if status == "allergy" and _says_none(plain, language):
        return "neutral"
    if status == "not_taken" and (
        {"family", "fh", "fhx"} & set(plain)
        or (len(plain) == 1 and plain[0] in ("father", "mother", "brother", "sister", "husband", "wife"))
    ):
        return "other_person"
    return {"allergy": "allergy", "stopped": "stop", "not_taken": "no", "as_needed": "prn", "current": "keep"}[status]


def heading_sign(words: Sequence[str], language: Language) -> Status | None:
    """The kind of heading by its signs, allergies before what is stopped, and that before what is taken."""
    kinds = {language.heading_signs[word] for word in words if word in language.heading_signs}
    return next((kind for kind in SIGN_ORDER if kind in kinds), None)


def _in_bracket(tokens: Sequence[Token], label: Label, cue: Cue) -> bool:
    return sum((t.norm in "([") - (t.norm in ")]") for t in tokens[label.first : cue.first]) > 0


def _is_glued(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a cue is the second part of a word with a hyphen ("patient-held")."""
    before = tokens[cue.first - 1] if cue.first else None
    return before is not None and before.norm == "-" and before.end == tokens[cue.first].start


def _says_none(words: Sequence[str], language: Language) -> bool:
    return bool(language.words_for_none & set(words)) and "except" not in words


def _reads_like_heading(tokens: Sequence[Token], label: Label, language: Language) -> bool:
    colon = label.last < len(tokens) and tokens[label.last].norm == ":"
    if colon:
        return True
    plain = [w for w in label.words if w != "/"]
    if all(
        w in language.heading_words
        or w in language.cue_words
        or w in language.medicine_nouns
        or w in language.cue_fillers
        for w in plain
    ):
        return bool(language.medicine_nouns & set(plain)) or len(plain) <= 3
    return tokens[label.first - 1].norm in "#*=" if label.first else False
