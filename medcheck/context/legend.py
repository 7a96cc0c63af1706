"""What the codes of a text mean by its own legend, and what a code beside a medicine says of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from medcheck.context.acts import ENDING
from medcheck.context.atoms import read_atoms
from medcheck.context.boxes import has_ticked_box
from medcheck.context.compose import Cue, compose
from medcheck.context.conditions import is_conditional
from medcheck.context.evidence import Said
from medcheck.context.heading_meaning import ACTS, heading_of, heading_says
from medcheck.context.heading_parts import Parts, parts_between
from medcheck.context.medicine_text import MedicineText
from medcheck.document.legends import RAISED, Definition, is_code, read_legends
from medcheck.document.lines import Line
from medcheck.document.tokens import Token
from medcheck.language import ColumnRole, Language

_FEWEST_IN_CHART = 3  # codes in a row of a chart, so that they are one
_HIDES_AT_END = frozenset(("hold", "stop", "finish"))
_FIRM = frozenset(("held", "stopped"))
_OF_SUPPLY = "not_dispensed"
_AS_TAKEN = frozenset(("given_once", "finished"))  # in a legend "given", "completed" speak of a dose


class Legend(NamedTuple):
    """``says``: what each code means, as ``headings.csv`` puts it, or "" where it speaks of something else."""

    says: Mapping[str, str]
    definitions: Sequence[Definition]  # of what says something

    def covers(self, token: int) -> bool:
        """Whether a token belongs to a definition."""
        if not self.definitions:
            return False
        at = bisect_right(self.definitions, token, key=lambda one: one.opens) - 1
        return at >= 0 and token < max(self.definitions[at].last, self.definitions[at].closes)

    def of_code(self, code: str, language: Language) -> str:
        """What a code says here; of one that the text does not define, what it says mostly."""
        return self.says.get(code, language.status_codes.get(code, ""))

    def columns(self, language: Language) -> Mapping[str, ColumnRole]:
        """The words of the heads of columns, with the codes that may be one."""
        coded: dict[str, ColumnRole] = {code: "status" for code, says in self.says.items() if says and code.isalpha()}
        return {**language.column_roles, **coded} if len(coded) > 1 else language.column_roles


def read_legend(
    text: str, tokens: Sequence[Token], lines: Sequence[Line], inside: Sequence[bool], language: Language
) -> Legend:
    """The legend of a text; a code that is defined twice, otherwise, says nothing.

    ``inside``: whether each token belongs to the name of a medicine, which is no code ("aspirin = stopped").
    """
    definitions = read_legends(text, tokens, lines, language.legend_words, inside)
    definitions = [one for one in definitions if not inside[one.opens]]
    says: dict[str, str] = {}
    for one in definitions:
        meaning = _meaning(tokens, one, language)
        says[one.code] = meaning if says.get(one.code, meaning) == meaning else ""
    return Legend(says, [one for one in definitions if says[one.code] or not one.code.isalpha()])


def _meaning(tokens: Sequence[Token], one: Definition, language: Language) -> str:
    words = list(tokens[one.first : one.last])
    said = list(takewhile(lambda word: word.norm not in "([", words))
    if said and said[-1].norm in language.words_for_need:
        return "as_needed"  # "N not required" speaks of a dose
    if one.begun and words[0].kind == "word":
        words[0] = words[0]._replace(norm=one.begun + words[0].norm)
    elif one.begun:
        words.insert(0, tokens[one.first]._replace(norm=one.begun, kind="word"))
    cues = compose(words, read_atoms(words, language, [False] * len(words), lambda _: True), language)
    if any(cue.act == "supply" for cue in cues):
        return ""  # "not for TTO"
    if words[0].norm.startswith(tuple(language.beginnings_of_substituting)):
        return "stopped"  # "S = substitute": another is given in its place
    alone = MedicineText(words, (), language)
    if any(cue.act in ENDING and is_conditional(alone, cue, cue.last) for cue in cues):
        return ""  # "stop if dizzy"
    parts = parts_between(words, 0, len(words), cues, frozenset(), language)
    if parts and parts[0].says in _FIRM:
        return parts[0].says  # "held per parameter"
    says = heading_says(heading_of(Parts(tuple(parts), ()), sure=True, opens=False)) or ""
    if says == _OF_SUPPLY and not one.code.isalpha():
        return ""  # the footnote "not dispensed this month" is of the supply
    if says == "never" and any(_is_giving(word, language) for word in words):
        return "unclear"  # "✗ not given" is of a dose
    if says == "given_once" and any(cue.act == "once" for cue in cues):
        return says  # "one-off", "once only"
    return "taken" if says in _AS_TAKEN else says


def _is_giving(word: Token, language: Language) -> bool:
    alone = language.cues_by_first_word.get(word.norm, {}).get("", ())
    return any(cue.category == "give" for cue in alone)


def said_by_codes(
    text: str,
    tokens: Sequence[Token],
    lines: Sequence[Line],
    places: Sequence[tuple[int, int]],
    legend: Legend,
    language: Language,
) -> Iterator[Said]:
    """What a code before the first medicine of a line says of it, and the last codes of its row in a chart."""
    signs = {tokens[line.first].norm for line in lines} & language.status_codes.keys()
    signs = {sign for sign in signs if not sign.isalnum()}
    boxed = has_ticked_box(lines)
    names = [first for first, _ in places]
    told = bool(signs) and any(
        tokens[at].norm in signs
        for line in lines
        if bisect_left(names, line.first) == bisect_left(names, line.last)
        for at in range(line.first, line.last)
    )
    at = 0
    for number, (first, last) in enumerate(places):
        while lines[at].last <= first:
            at += 1
        line = lines[at]
        until = min(line.last, places[number + 1][0]) if number + 1 < len(places) else line.last
        found = _raised(text, tokens, first, until, legend) or _at_end(
            text, tokens, line, last, until, legend, language
        )
        if not found and number and places[number - 1][0] >= line.first:
            continue
        found = found or _before(text, tokens, line, first, legend, language, len(signs) > 1, boxed, told)
        found = found or _after(text, tokens, line, last, legend)
        if found:
            act, begin, end = found
            together = [number]
            while together[-1] + 1 < len(places) and tokens[places[together[-1]][1]].norm in "/(":
                if places[together[-1] + 1][0] > places[together[-1]][1] + 1:
                    break
                together.append(together[-1] + 1)
            for one in together:
                yield Said(one, act, Cue(begin, end, act), "cell")


def _before(
    text: str,
    tokens: Sequence[Token],
    line: Line,
    first: int,
    legend: Legend,
    language: Language,
    several: bool,
    boxed: bool,
    told: bool,
) -> tuple[str, int, int] | None:
    """ "S  codeine 30 mg", "(-) warfarin", "[H] lisinopril", "⏸ X".

    ``several``: whether the lines of the text begin with more than one sign; ``boxed``: whether one has a ticked box.
    ``told``: whether the text tells what such signs stand for.
    """
    begin = line.first
    if line.mark == "number" and tokens[begin].kind == "number":
        begin += 2
    inner = tokens[begin:first]
    if len(inner) == 2 and inner[1].norm in "-:" and inner[0].norm in legend.says:
        inner = inner[:1]  # "S - nifedipine"
    bracket = len(inner) == 3 and inner[0].norm in "([" and inner[2].norm in ")]"
    code = inner[1] if bracket else inner[0] if len(inner) == 1 else None
    if code is None:
        return None
    says = legend.says.get(code.norm, "") if is_code(text, code) else ""
    if not says and bracket and boxed and code.kind == "word" and is_code(text, code):
        says = language.status_codes.get(code.norm, "")
        says = says if says in ("held", "stopped") and code.norm not in language.tick_marks else ""
    elif not says and not bracket and code.norm in language.status_codes and not code.norm.isalnum():
        says = language.status_codes[code.norm]
        if says == "never" and told:
            return "doubt", begin, first  # "✓ = seen" says that "✗" is none of taking
        if not several and ACTS.get(says) != "keep":
            return "doubt", begin, first
    return (ACTS[says], begin, first) if says in ACTS else None


def _raised(text: str, tokens: Sequence[Token], first: int, until: int, legend: Legend) -> tuple[str, int, int] | None:
    """ "Sumatriptan² 50 mg", "X 5 mg²": a small raised number; not "mg/m²"."""
    if RAISED.isdisjoint(legend.says):
        return None
    begin = tokens[first].start
    for at in range(begin + 1, tokens[until].start if until < len(tokens) else len(text)):
        act = ACTS.get(legend.says.get(text[at], "")) if text[at] in RAISED else None
        if act and not text.endswith("/m", begin, at):
            token = next(n for n in range(until - 1, first - 1, -1) if tokens[n].start < at)
            return act, token, token + 1
    return None


def _at_end(
    text: str, tokens: Sequence[Token], line: Line, last: int, until: int, legend: Legend, language: Language
) -> tuple[str, int, int] | None:
    """ "X 10 mg mane - H", "X 5 mg od (S)", "X 5 mg od *", "X*, Y": what the code says that ends an entry.

    Letters end a line, set apart by a dash, a bracket, a bar or a gap, so that they are none of a name ("Vitamin C");
    several codes are a chart.
    """
    if not legend.says:
        return None
    end = until
    if end == line.last and tokens[end - 1].norm in ")]" and tokens[end - 3].norm not in "([":
        end = next((at for at in range(end - 1, last, -1) if tokens[at].norm in "(["), end)  # "H (until bloods)"
    while end > last and tokens[end - 1].norm in ",;":
        end -= 1
    bracket = end - last >= 3 and tokens[end - 1].norm in ")]" and tokens[end - 3].norm in "(["
    at = end - 2 if bracket else end - 1
    if at < last or not (bracket or is_code(text, tokens[at])):
        return None
    before = tokens[at - 1] if at > last else None
    if before and before.norm not in "-:(" and before.norm not in language.sig_words and is_code(text, before):
        return None
    if tokens[at].kind == "word" and not bracket:
        gap = text[tokens[at - 1].end : tokens[at].start]
        if len(gap) == 1 and until == line.last and tokens[at - 1].kind == "number" and at - 1 >= last:
            gap = "  "  # "Losartan 50 S", not "Vitamin C"
        if until < line.last or not (tokens[at - 1].norm in "-|:;" or "\t" in gap or len(gap) > 1):
            return None
    act = ACTS.get(legend.says.get(tokens[at].norm, ""))
    return (act, at, at + 1) if act else None


def _after(text: str, tokens: Sequence[Token], line: Line, last: int, legend: Legend) -> tuple[str, int, int] | None:
    """The last two codes of a row in a chart, where they are the same: "JK JK XX XX"."""
    if not legend.says:
        return None
    run = 0
    best: tuple[str, int, int] | None = None
    for at in range(last, line.last + 1):
        if at < line.last and _is_in_chart(text, tokens[at]):
            run += 1
            continue
        if run >= _FEWEST_IN_CHART and tokens[at - 1].norm == tokens[at - 2].norm:
            act = ACTS.get(legend.says.get(tokens[at - 1].norm, ""), "")
            if act in _HIDES_AT_END:
                best = act, at - 1, at
        run = 0
    return best


def _is_in_chart(text: str, token: Token) -> bool:
    written = text[token.start : token.end]
    return (token.kind == "word" and len(written) <= 3) or token.norm in "/-✓✔✗✘.•"
