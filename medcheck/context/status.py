"""Whether a medicine that is named is taken: headings, and phrases before and behind the name."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from medcheck.context.cues import Cue, cues
from medcheck.context.phrases import CONDITIONS, CUE_WORDS, ENDINGS, ORDERS_TO_STOP, POSSESSIVES
from medcheck.document.items import Item
from medcheck.document.sections import Heading, sections_over
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language
from medcheck.records import Status

# Words that end what a phrase in front of a list of medicines covers.
_TURNS = frozenset(("but", "however", "although", "though", "except", ";"))
# "both of which", "all have been stopped": the phrase behind covers every medicine of the sentence before it.
_PLURAL = frozenset(("both", "all", "these", "they", "which", "were", "have"))
_SINGULAR = frozenset(("was", "is", "has"))
# "... but it was stopped", "never took it": whatever stands between, the medicine named last is meant.
_REFERS = frozenset(("it", "this"))
_AUXILIARIES = frozenset("was is has had been being were have then also later now since recently just".split())
_BETWEEN = _AUXILIARIES | frozenset(
    "he she it his her him this that these be so not made they we i you history medication "
    "medicine drug which still only use are most very self course but ago".split()
)
# "It was stopped." speaks of a sentence so near before it: "Furosemide 40 mg. Started: 2020. Stopped: 2021."
_SENTENCES_BACK = 3
_ARROWS = frozenset(("-", "=", "→"))
_FROM = frozenset(("from", "change", "convert", "switch", "replace"))
# So many phrases are looked at for the next that speaks of what stands behind it.
_CUES_AHEAD = 8
_FILLERS = frozenset("the a an his her their my any all of to also some both either and or other".split())
# "she discontinued her statin": who acts stands in front of the phrase, whose it is behind, and it speaks of the next.
_ACTORS = frozenset("he she they we i patient pt has had have".split())
_HIS = frozenset("his her their my a an".split())
_OWNERS = _HIS | {"your", "the"}
# "completed 7 days of", "finished a course of"
_COURSE = frozenset("day days week weeks month months course courses dose doses of".split())
_OF_TIME_OR_REASON = frozenset(". in on since last after from because due owing".split())
_FROM_WHAT = frozenset(("from", "with", "to", "after"))  # "hives from aspirin"
# "X changed to Y": whatever is said between, X is the medicine named last.
_INTO = frozenset(("to", "by", "with", "for"))
# What may stand between a medicine and the reaction to it: "Penicillin (rash)", "Bactrim, which gave her a bad rash".
_TO_REACTION = frozenset(
    "( [ - = > → : | , caused causes causing gives gave give got developed with him her me a an which that severe mild "
    "bad itchy skin widespread generalised generalized".split()
)
# So many tokens behind an order to stop are looked at for its condition.
_LONGEST_CONDITION = 8
_FARTHEST = 60  # tokens between a medicine and what is said of it behind
# So many tokens from "was on" to the end of that time.
_SPAN_OF_TIME = 24


class _Sentence(NamedTuple):
    """The phrases of a sentence and the numbers of the medicines named in it."""

    cues: list[Cue]
    named: list[int]


def statuses(
    tokens: Sequence[Token],
    items: Sequence[Item],
    places: Sequence[tuple[int, int]],
    sections: Sequence[Heading],
    language: Language,
) -> tuple[list[Status], list[Heading | None]]:
    """The status of each medicine at ``tokens[first:last]``, places in order, and the heading that it stands under.

    A heading holds until the next one, or to the end of its line if something stands behind it there. A phrase in
    front holds for the rest of its sentence; one behind for the nearest medicine, if nothing but its directions
    stands between, or for all of the sentence if it speaks of several.
    """
    sentence_of = _sentences(tokens, items)
    over = sections_over(tokens, items, sections, places, sentence_of, language)
    result: list[Status] = [heading.status if heading else "current" for heading in over]
    inside = [False] * len(tokens)
    for first, last in [*places, *((heading.first, heading.last) for heading in sections)]:
        inside[first:last] = [True] * (last - first)
    sentences: dict[int, _Sentence] = {}
    for cue in cues(tokens):
        if not inside[cue.first]:
            sentences.setdefault(sentence_of[cue.first], _Sentence([], [])).cues.append(cue)
    for number, (first, _) in enumerate(places):
        sentences.setdefault(sentence_of[first], _Sentence([], [])).named.append(number)
    before: Sequence[int] = []
    before_at = 0
    for at, sentence in sorted(sentences.items()):
        near = at - before_at <= _SENTENCES_BACK
        _read(tokens, places, over, sentence, before if near else [], result, language)
        if sentence.named:
            before, before_at = sentence.named, at
    return result, over


def _read(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    over: Sequence[Heading | None],
    sentence: _Sentence,
    before: Sequence[int],
    result: list[Status],
    language: Language,
) -> None:
    """The phrases of one sentence; ``before``: the medicines of the sentence before it, to which "it" may refer."""
    found, named = sentence
    starts = [places[number][0] for number in named]
    for place, cue in enumerate(found):
        ends_at = next(
            (
                other.first
                for other in found[place + 1 : place + 1 + _CUES_AHEAD]
                if other.first > cue.first and other.reach not in ("behind", "reaction", "until")
            ),
            None,
        )
        ahead = named[bisect_left(starts, cue.last) : len(named) if ends_at is None else bisect_left(starts, ends_at)]
        back: Sequence[int] = named[: bisect_left(starts, cue.first)]
        if tokens[cue.first].norm in _ARROWS and not (ahead and starts[len(back)] == cue.last):
            continue  # "125 -> 62.5" is a change of dose
        refers = _refers(tokens, cue, language)
        if not back and refers:
            back = before
        if cue.reach == "reaction":
            if (
                ahead
                and tokens[cue.last].norm in _FROM_WHAT
                and _direct(tokens, cue.last + 1, places[ahead[0]][0], language)
            ):
                result[ahead[0]] = "allergy"
            elif back and _reaction(tokens, places[back[-1]], cue, over[back[-1]]):
                result[back[-1]] = "allergy"
        elif cue.reach == "until":
            limit = min(len(tokens) if ends_at is None else ends_at, cue.last + _SPAN_OF_TIME)
            _apply_until(tokens, places, ahead, limit, result, language)
        elif back and refers:
            _apply_behind(tokens, places, cue, back, ahead, result, language)
        elif _reaches_ahead(tokens, places, cue, ahead, back, language):
            if not _conditional(tokens, cue, places[ahead[0]][1], language):
                _apply_ahead(tokens, places, cue, ahead, result)
        elif back and cue.reach != "before" and not _unreal(tokens, cue, places[back[-1]], language):
            _apply_behind(tokens, places, cue, back, ahead, result, language)
        if back and tokens[cue.first].norm == "now":
            _superseded(tokens, places, back, result)


def _refers(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """Whether a phrase speaks of the medicine named last: "never took it", "... but it was stopped"."""
    if cue.reach != "behind" and cue.last < len(tokens) and tokens[cue.last].norm in _REFERS:
        return cue.last + 1 == len(tokens) or not tokens[cue.last + 1].norm.endswith("ed")  # "does not want it changed"
    if cue.reach in ("behind", "either") and _dated_alone(tokens, cue, language):
        return True
    subject = cue.first - 1
    while subject > 0 and tokens[subject].norm in _AUXILIARIES:
        subject -= 1
    return cue.reach in ("behind", "either") and subject >= 0 and tokens[subject].norm in _REFERS


def _dated_alone(tokens: Sequence[Token], cue: Cue, language: Language) -> bool:
    """ "Stopped in May.", "Stopped: 03/2021", "..., but never started.": it names nothing, but when or why."""
    before = tokens[cue.first - 1].norm if cue.first else "."
    if before == ":" and cue.first > 1 and tokens[cue.first - 2].norm == "status":
        return True
    if before not in (".", "but") or (cue.last >= len(tokens) and before == "."):
        return False
    after = [token for token in tokens[cue.last : cue.last + 2] if token.norm != ":"]
    return not after or after[0].kind in ("number", "line") or _tells_when_or_why(after[0].norm, language)


def _tells_when_or_why(word: str, language: Language) -> bool:
    return word in _OF_TIME_OR_REASON or word in language.days_and_months


def _conditional(tokens: Sequence[Token], cue: Cue, behind: int, language: Language) -> bool:
    """Whether an order to stop is for a case or a day to come: "hold if SBP < 100", "stop aspirin in 2 weeks"."""
    if tokens[cue.first].norm not in ORDERS_TO_STOP:
        return False
    for index in range(cue.first - 1, max(-1, cue.first - _LONGEST_CONDITION), -1):
        if tokens[index].norm in ("if", "when"):
            return True
        if tokens[index].kind == "line" or tokens[index].norm in ";.":
            break
    for index in range(behind, min(behind + _LONGEST_CONDITION, len(tokens))):
        token = tokens[index]
        after = tokens[index + 1] if index + 1 < len(tokens) else token
        if token.norm in CONDITIONS:
            return True
        if token.norm in ("in", "on") and (
            after.kind == "number" or after.norm == "the" or after.norm in language.days_and_months
        ):
            return True
        if token.kind == "line" or token.norm in ",;." or token.norm == "until":
            return False
    return False


def _unreal(tokens: Sequence[Token], cue: Cue, place: tuple[int, int], language: Language) -> bool:
    """Whether what stands behind a medicine does not stop it: on a condition, of another thing, of its dose or time.

    "Hold if SBP < 100", "failed his driving test", "changed to 75 mcg"; "until it is stopped", but not "when it was".
    """
    if _conditional(tokens, cue, cue.last, language) or (
        cue.direct and cue.last < len(tokens) and tokens[cue.last].norm in _HIS
    ):
        return True
    before = tokens[place[0] - 1].norm if place[0] else ""
    if before in ("if", "when", "once", "until") and not any(t.norm == "was" for t in tokens[place[1] : cue.first]):
        return True
    if tokens[cue.last - 1].norm not in _INTO or cue.last >= len(tokens):
        return False
    return tokens[cue.last].kind == "number" or tokens[cue.last].norm in language.sig_words


def _apply_until(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    ahead: Sequence[int],
    limit: int,
    result: list[Status],
    language: Language,
) -> None:
    """ "Was on quinine until May", "took it from January to March": what stands before the end is taken no more."""
    for place, number in enumerate(ahead):
        begin = places[number][1]
        end = places[ahead[place + 1]][0] if place + 1 < len(ahead) else limit
        if _ends(tokens, begin, end, language):
            for earlier in _joined(tokens, places, ahead[: place + 1]):
                result[earlier] = "stopped"
            return


def _ends(tokens: Sequence[Token], begin: int, end: int, language: Language) -> bool:
    began = False
    for index in range(begin, end):
        word = tokens[index].norm
        if tokens[index].kind == "line" or word in _TURNS or word == ".":
            return False
        if word in ENDINGS:
            return word != "ago" or not tokens[index - 1].norm.startswith(("h", "min"))
        if began and word in ("to", "-"):
            return True
        began = began or word == "from"
        after = tokens[index + 1] if index + 1 < end else tokens[index]
        if word == "in" and (is_year(after) or after.norm in language.days_and_months):
            return True
        if word == "last" and after.norm in language.units:
            return True
    return False


def _reaction(tokens: Sequence[Token], place: tuple[int, int], cue: Cue, over: Heading | None) -> bool:
    """Whether a reaction is one to a medicine: it has no dose, and its list is not one of what is taken.

    In a list of what is taken, "(rash)" is what it is taken for.
    """
    gap = [token.norm for token in tokens[max(place[1], cue.first - _FARTHEST) : cue.first]]
    if not all(word in _TO_REACTION for word in gap):
        return False
    told = not gap or any(word.isalpha() for word in gap) or gap[-1:] in ([">"], ["→"])
    return told or over is None or over.status != "current"


def _apply_ahead(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], cue: Cue, ahead: Sequence[int], result: list[Status]
) -> None:
    seen = cue.last
    for number in ahead:
        if _turned(tokens, cue, seen, places[number][0]):
            break
        seen = places[number][1]
        if cue.status == "as_needed" and number != ahead[0]:
            break
        # "off furosemide since May, ramipril 5 mg": a medicine with a dose behind one without is taken.
        if cue.status != "current" and _has_number(tokens, places[number][1]) > _has_number(
            tokens, places[ahead[0]][1]
        ):
            break
        if result[number] != "allergy" or cue.status != "current":
            result[number] = cue.status


def _reaches_ahead(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    cue: Cue,
    ahead: Sequence[int],
    back: Sequence[int],
    language: Language,
) -> bool:
    if not ahead or cue.reach == "behind":
        return False
    between = tokens[cue.last : places[ahead[0]][0]]
    direct = _direct(tokens, cue.last, places[ahead[0]][0], language)
    introduced = any(token.norm == ":" for token in between) and tokens[cue.last - 1].norm not in POSSESSIVES
    if cue.direct and not direct and not introduced:
        return False
    if cue.status == "as_needed" or (cue.reach == "either" and back):
        gap = tokens[max(places[back[-1]][1], cue.first - _FARTHEST) : cue.first] if back else []
        cut_off = any(token.kind != "word" and token.norm in ",.;([:" for token in gap)
        acts = (bool(gap) and gap[-1].norm in _ACTORS) or any(token.norm in _OWNERS for token in between)
        return direct and (not back or cut_off or acts)
    return True


def _direct(tokens: Sequence[Token], begin: int, end: int, language: Language) -> bool:
    return all(_filler(tokens, index, language) for index in range(begin, end))


def _filler(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a word may stand between a phrase and the name that it speaks of: "completed 7 days of", "stop Tab."."""
    token = tokens[index]
    if token.kind == "number":
        return tokens[index + 1 + (tokens[index + 1].norm == "-")].norm in _COURSE
    if token.norm == ".":
        return tokens[index - 1].norm in language.forms or tokens[index - 1].norm == "t"
    if token.norm == "t":
        return tokens[index + 1].norm == "."  # "Stop T. Lasix"
    return token.norm in _FILLERS or token.norm in language.forms or token.norm in _COURSE or token.norm in "-)]"


def _apply_behind(
    tokens: Sequence[Token],
    places: Sequence[tuple[int, int]],
    cue: Cue,
    back: Sequence[int],
    ahead: Sequence[int],
    result: list[Status],
    language: Language,
) -> None:
    far = cue.first - places[back[-1]][1] > _FARTHEST
    gap = _without_asides(tokens[max(places[back[-1]][1], cue.first - _FARTHEST) : cue.first])
    several = (
        cue.status != "as_needed" and len(back) > 1 and any(word in _PLURAL for word in (*gap, tokens[cue.first].norm))
    )
    if (
        not several
        and not _refers(tokens, cue, language)
        and not _exchanged(tokens, cue, places, ahead)
        and (far or not all(_is_direction(word, language) for word in gap))
    ):
        return  # "Furosemide 40 mg, latex allergy": the phrase speaks of something else
    one = cue.status == "as_needed" or _SINGULAR & {*gap, tokens[cue.first].norm}
    together = list(back[-1:]) if one else _joined(tokens, places, back)
    for number in back if several else together:
        if result[number] in ("current", "as_needed") or cue.status in ("stopped", "allergy"):
            result[number] = cue.status
        elif cue.status == "current" and result[number] == "stopped":
            result[number] = "current"  # "stopped 2019 and restarted 2021"


def _exchanged(tokens: Sequence[Token], cue: Cue, places: Sequence[tuple[int, int]], ahead: Sequence[int]) -> bool:
    """ "Amlodipine made her ankles swell, so changed to ramipril": what is changed is the medicine named last."""
    return (
        cue.status == "stopped"
        and tokens[cue.last - 1].norm in _INTO
        and bool(ahead)
        and places[ahead[0]][0] == cue.last
    )


def _joined(tokens: Sequence[Token], places: Sequence[tuple[int, int]], back: Sequence[int]) -> list[int]:
    """The last of some medicines with those joined to it: "furosemide and quinine stopped"."""
    together = list(back[-1:])
    while len(together) < len(back):
        before, behind = back[-len(together) - 1], together[0]
        joint = [token.norm for token in tokens[places[before][1] : places[behind][0]]]
        if joint not in (["and"], ["&"]) and not (len(together) > 1 and joint == [","]):
            break
        together.insert(0, before)
    return together


def _without_asides(tokens: Sequence[Token]) -> list[str]:
    """The words without those in brackets: "ramipril (cough) changed to losartan", "salmeterol (tremor, stopped)"."""
    words: list[str] = []
    depth = 0
    for token in tokens:
        depth += token.norm in "(["
        if not depth:
            words.append(token.norm)
        elif token.norm in ")]":
            depth -= 1
    return words


def _superseded(
    tokens: Sequence[Token], places: Sequence[tuple[int, int]], back: Sequence[int], result: list[Status]
) -> None:
    """ "Was on indapamide, now on amlodipine": what was taken before."""
    first = places[back[0]][0]
    if any(token.norm in ("was", "were") for token in tokens[max(0, first - 3) : first]):
        for number in back:
            result[number] = "stopped"


def _is_direction(word: str, language: Language) -> bool:
    """Whether a word may stand between a medicine and what is said of it: its directions, a mark, a word of phrases."""
    return (
        not word.isalpha()
        or word in language.sig_words
        or word in language.salts
        or word in CUE_WORDS
        or word in _BETWEEN
    )


def _turned(tokens: Sequence[Token], cue: Cue, begin: int, end: int) -> bool:
    """Whether something in front of a medicine says otherwise than the phrase before it."""
    between = tokens[begin:end]
    if any(token.norm in _TURNS for token in between):
        return True
    # "switched from one to the other", "change one to the other"
    return tokens[cue.last - 1].norm in _FROM and any(token.norm in ("to", "onto", "with") for token in between)


def _has_number(tokens: Sequence[Token], last: int) -> bool:
    return last < len(tokens) and tokens[last].kind == "number"


def _sentences(tokens: Sequence[Token], items: Sequence[Item]) -> list[int]:
    sentence = [0] * len(tokens)
    for item in items:
        sentence[item.first : item.last] = [item.sentence] * (item.last - item.first)
    return sentence
