"""A line below a list that speaks of all of it: "The above have been stopped", "^ all of these stopped"."""

from collections.abc import Iterator

from medcheck.context.acts import NEGATIVE
from medcheck.context.compose import Cue
from medcheck.context.cued_text import CuedText
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS
from medcheck.document.lines import Line

_LONGEST = 14  # tokens of such a line
_WITHIN = 5  # tokens of its beginning in which "above" stands
_OF_SUPPLY = frozenset(("not_dispensed", "other_person"))
_DONE = frozenset(("past", "state"))  # forms of what has been done


def said_below(text: CuedText) -> Iterator[Said]:
    """What such lines say of the medicines above them, up to an empty line or one that ends like a heading."""
    words = text.language.words_for_above
    begin = 0  # the first line that such a line may speak of
    for number, line in enumerate(text.lines):
        opening = [token.norm for token in text.tokens[line.body : min(line.last, line.body + _WITHIN)]]
        if words.isdisjoint(opening) or line.last - line.first > _LONGEST or text.named(line.first, line.last):
            continue
        if text.tokens[line.last - 1].norm == ":":
            continue
        at = next(at for at in range(line.body, line.last) if text.tokens[at].norm in words)
        if at + 1 < line.last and text.tokens[at + 1].kind == "number":
            continue  # "above 160"
        if not _is_subject(text, line, at):
            continue  # "see above re stopped meds"
        act = _act(text, line)
        if act:
            near = "section" if act in NEGATIVE else "row"
            for one in _above(text, begin, number):
                yield Said(one, act, Cue(line.body, line.last, act), near)
        begin = number + 1


def _is_subject(text: CuedText, line: Line, at: int) -> bool:
    """Whether a line speaks of what stands above: "All of the above", "Stopped all the above", not "see above"."""
    language = text.language
    known = language.determiners | language.plural_words | language.words_for_of | language.words_for_none
    of_cues = {n for cue in text.cues_in(line.first, at) for n in range(cue.first, cue.last)}
    return all(
        token.kind == "mark" or token.norm in known or number in of_cues
        for number, token in enumerate(text.tokens[line.body : at], line.body)
    )


def _act(text: CuedText, line: Line) -> str | None:
    """What a line says as a heading would; what is still to be done is a doubt."""
    act = ACTS.get(text.head_says(line.body, line.last) or "")
    told = any(cue.form not in _DONE for cue in text.cues_in(line.first, line.last) if cue.act in NEGATIVE)
    return "doubt" if act in _OF_SUPPLY or (act in NEGATIVE and told) else act


def _above(text: CuedText, begin: int, number: int) -> range:
    """The medicines of the lines above one."""
    first = number
    while first > begin:
        above = text.lines[first - 1]
        if text.tokens[above.last - 1].norm == ":" or (text.lines[first].blank and first < number):
            break
        first -= 1
    return text.named(text.lines[first].first, text.lines[number].first)
