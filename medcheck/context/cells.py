"""What the cells of a row say of the medicine in it: one recogniser for each kind of column."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import NamedTuple

from medcheck.context.acts import ENDING, NEGATIVE, POSITIVE
from medcheck.context.boxes import answer_in, is_circled
from medcheck.context.compose import Cue
from medcheck.context.conditions import act_in_time
from medcheck.context.cued_text import CuedText
from medcheck.context.cues_in_place import ends_something_else
from medcheck.context.evidence import Near, Said
from medcheck.context.heading_meaning import ACTS, hides
from medcheck.context.medicine_text import MedicineText
from medcheck.context.weigh import MEANINGS
from medcheck.document.legends import is_code
from medcheck.document.tables import Cell, Row
from medcheck.document.tokens import Token, is_year
from medcheck.language import Language

_FEWEST_IN_CHART = 2  # marks or initials in a row without a head, one a day
_FEWEST_DAYS = 4  # marks in a row below a head with days
_LONGEST_MARK = 3
_LONGEST_WITH_ASIDE = 12  # tokens of a cell that may name another medicine in a bracket
_SEVERITY_WITHIN = 4  # tokens after a symptom
_SHORTEST_CODE = 4  # letters of a code that needs no legend
_BEFORE_END = 2  # words of which one may open the end in a cell: "item cancelled"
_BOX = frozenset("[(")
_DONE = frozenset(("past", "state"))  # forms of cues
_SAY_NOTHING = frozenset(("nothing", "pseudo", "irreal", "was"))
_WEAK_IN_CELLS = frozenset(("past", "neg", "info", "planned"))
_VERDICTS = frozenset(("never", "no", "unused"))  # where they close a cell of remarks
_OF_NONE = frozenset(("never", "no", "unused"))
_OF_SUPPLY = _OF_NONE | {"not_dispensed"}
_MOST_OF_THE_SAME = 2  # words: "as before"
_YES = {"stopped": "stop", "held": "hold", "allergy": "allergy"}  # to what the head of a column asks; else "taken"
_LISTS = frozenset(("stopped", "held"))  # what the head of a list of medicines may say without naming any
_ARROWS = frozenset(">→")
_ASKING = frozenset(("status", "end"))  # roles of columns whose heads ask something
_OF_USE = frozenset(("dose", "status", "end"))
_OF_COURSE = frozenset(("end", "dose"))
_BEFORE_CHOICE = frozenset(":])☑☒")
_OF_LIMITS = frozenset("<>≤≥?")  # "INR > 5, hold"
_BEFORE_REASON = frozenset(",-:(→")
_AFTER_REASON = frozenset(",-:;→")
_MAY_BE_NAMED_IN = frozenset(("status", "comment", "end"))  # a cell that names a medicine and yet speaks of the row's

Found = tuple[str, Cue, Near]


class Column(NamedTuple):
    """What a column tells of each of its cells: the words of its head, and the letters that stand alone in it.

    ``beside_use``: whether another column says how the medicines are taken, or a dose stands beside a name.
    ``labelled``: whether the heads stand before each value ("Plan: same dose"), not over a table.
    ``coded``: whether the head says what codes below it mean ("C=continue H=hold").
    """

    head: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    beside_use: bool = False
    labelled: bool = False
    coded: bool = False


_NO_COLUMN = Column()


class CellText(NamedTuple):
    """A cell with its cues; ``at``: its first word, number or tick; ``asked``: what the head of its column says.

    ``grid``: whether several columns of the table say different things and a tick chooses one.
    """

    whole: CuedText
    cell: Cell
    cues: Sequence[Cue]
    at: int
    asked: str | None = None
    grid: bool = False
    column: Column = _NO_COLUMN

    @property
    def tokens(self) -> Sequence[Token]:
        """Those of the whole text."""
        return self.whole.tokens

    @property
    def language(self) -> Language:
        """The language of the text."""
        return self.whole.language

    @property
    def first(self) -> str:
        """The norm of the first word."""
        return self.tokens[self.at].norm

    @property
    def alone(self) -> bool:
        """Whether no other word follows the first at once: "No" or "No, rash", but not "No change"."""
        return self.at + 1 >= self.cell.last or self.tokens[self.at + 1].kind != "word"

    @property
    def code(self) -> str:
        """What the first word says as a code ("C", "DC", "Y")."""
        return self.whole.legend.of_code(self.first, self.language)

    @property
    def words(self) -> Cue:
        """The cell as words that decide."""
        return Cue(self.cell.first, self.cell.last)


def said_by_cells(whole: CuedText, rows: Sequence[Row]) -> Iterator[Said]:
    """What the cells of each row say of its medicine."""
    tokens, language = whole.tokens, whole.language
    text = MedicineText(tokens, whole.places, language)
    asked_of: dict[tuple[Cell, ...], list[str | None]] = {}
    columns = _read_columns(whole, rows)
    for row in rows:
        subject = subject_of(row, whole)
        titled = bool(row.head) and row.head[0].first < row.head[0].last
        if subject is None or (subject.role != "medicine" and row.cells[0].role == "medicine" and not titled):
            continue
        if row.head not in asked_of:
            asked_of[row.head] = _heads_say(whole, row.head)
        asked = asked_of[row.head]
        grid = (
            len({ACTS[says] for cell, says in zip(row.head, asked, strict=True) if says and cell.role in _ASKING}) > 1
        )
        marks = sum(_is_mark(tokens, cell) for cell in row.cells)
        is_chart, days = not row.head and marks >= _FEWEST_IN_CHART, marks >= _FEWEST_DAYS
        numbers = whole.named(subject.first, subject.last)
        dosed = any(token.kind == "number" for token in tokens[subject.first : subject.last])
        labelled = _is_labelled(row)
        over = asked[subject.column] if row.head and 0 <= subject.column < len(asked) else None
        if subject.role != "medicine" and not (over in _LISTS and _is_list(whole, row.head, subject.column)):
            over = None
        if over and hides(over) and not row.apart:
            title = row.head[subject.column]
            for number in numbers:
                yield Said(number, ACTS[over], Cue(title.first, title.last), "section")
        for cell in row.cells:
            if cell is subject or cell.first >= cell.last:
                continue
            names_one = bool(whole.named(cell.first, cell.last))
            may_be_named = titled and cell.role in _MAY_BE_NAMED_IN
            column = columns.get((row.head, cell.column), _NO_COLUMN)
            if not row.head and cell is row.cells[-1] and len(whole.legend.definitions) > 1:
                column = column._replace(coded=True)
            coded = column.coded and _opens_with_code(whole, cell)
            if names_one and not (coded or may_be_named or _named_aside(whole, cell) or _points_on(whole, cell)):
                continue
            asks = asked[cell.column] if 0 <= cell.column < len(asked) else None
            answer = answer_in(tokens, cell.first, cell.last, language)
            if answer and answer.first == answer.last and tokens[cell.first].norm in _BOX:
                act = _ticked(cell, asks) if answer.ticked else None
                if act:
                    tick = Cue(cell.first, cell.last)
                    yield from (Said(number, act, tick, "cell") for number in numbers)
                continue
            if answer and answer.first < answer.last:
                if not answer.ticked:
                    continue
                cell = cell._replace(first=answer.first, last=answer.last)
            at = next((i for i in range(cell.first, cell.last) if _speaks(tokens[i], language)), None)
            if at is None:
                continue
            if dosed or labelled:
                column = column._replace(beside_use=column.beside_use or dosed, labelled=labelled)
            if _denies_change(tokens, cell, at, column, language):
                continue
            own = [
                _in_time(cue, text, cell.last)
                for cue in whole.cues_in(cell.first, cell.last)
                if cue.act not in _SAY_NOTHING
                and not _is_of_how(cue, text)
                and not ends_something_else(cue, text)
                and tokens[cue.first].norm not in "(["
                and not (names_one and _names(whole.names, cue.last, cell.last))
                and not (names_one and _is_of_another(whole, cue, cell, numbers))
            ]
            if _is_mark(tokens, cell) and (is_chart or (days and cell.role not in _ASKING)):
                continue  # the code of one day
            found = _read(CellText(whole, cell, own, at, asks, grid, column))
            needed = _as_needed(cell, own)
            if needed and (not found or found[0] != "prn"):
                for number in numbers:
                    yield Said(number, "prn", needed, "row")
            if found:
                for number in numbers:
                    yield Said(number, *found)


def _as_needed(cell: Cell, cues: Sequence[Cue]) -> Cue | None:
    """ "2 puffs PRN | Continued": what is taken as needed by its directions; not "sometimes forgets a dose"."""
    if cell.role in _ASKING or cell.role == "reaction":
        return None
    others = {cue.first for cue in cues}
    return next((cue for cue in cues if cue.act == "prn" and cue.last not in others), None)


def _is_list(whole: CuedText, head: Sequence[Cell], column: int) -> bool:
    """Whether a column without a noun is the list of medicines of a table that has no other: "Stopped | Reason"."""
    title = head[column]
    cues = whole.cues_in(title.first, title.last)
    return all(cell.role != "medicine" for cell in head) and all(cue.form != "present" for cue in cues)


def _is_labelled(row: Row) -> bool:
    """Whether the heads of a row stand between its cells."""
    return bool(row.head) and row.head[-1].first > row.cells[0].first


def _read_columns(whole: CuedText, rows: Sequence[Row]) -> dict[tuple[tuple[Cell, ...], int], Column]:
    """The columns of all tables, by their head and number."""
    tokens, opens = whole.tokens, [one.opens for one in whole.legend.definitions]
    letters: dict[tuple[tuple[Cell, ...], int], set[str]] = {}
    for row in rows:
        for cell in row.cells if row.head else ():
            alone = (token.norm for token in tokens[cell.first : cell.last] if len(token.norm) == 1)
            letters.setdefault((row.head, cell.column), set()).update(alone)
    columns = {}
    for (head, number), own in letters.items():
        title = head[number : number + 1] if number >= 0 else ()
        words = frozenset(token.norm for cell in title for token in tokens[cell.first : cell.last])
        beside_use = any(cell.role in _OF_USE for cell in head)
        coded = any(bisect_left(opens, cell.first) < bisect_left(opens, cell.last) for cell in title)
        columns[head, number] = Column(words, frozenset(own), beside_use, coded=coded)
    return columns


def _is_of_how(cue: Cue, text: MedicineText) -> bool:
    """Whether advice is of how something is taken: "not with milk", "do not take within 2 hours of"."""
    language = text.language
    return (
        cue.act in ("neg", "no", "avoid") and text.word(cue.last) in language.words_for_with | language.words_of_manner
    )


def _named_aside(whole: CuedText, cell: Cell) -> bool:
    """Whether a cell names a medicine in a bracket alone, after other words: "Discontinued (interacts with X)"."""
    tokens = whole.tokens
    named = whole.names[whole.named(cell.first, cell.last)[0]]
    depth = 0
    for token in tokens[cell.first : named]:
        depth += (token.norm in "([") - (token.norm in ")]") if token.kind == "mark" else 0
    return depth > 0 and cell.last - cell.first <= _LONGEST_WITH_ASIDE


def _opens_with_code(whole: CuedText, cell: Cell) -> bool:
    """Whether a cell begins with a code of the text's own legend."""
    token = whole.tokens[cell.first]
    return token.norm in whole.legend.says and is_code(whole.text, token)


def _points_on(whole: CuedText, cell: Cell) -> bool:
    """Whether a cell opens with an end and goes on to what is taken instead: "DISCONTINUED -> DOAC".

    Also "item cancelled - now on X", with words for that.
    """
    words = [at for at in range(cell.first, cell.last) if whole.tokens[at].kind == "word"][:_BEFORE_END]
    cues = whole.cues_in(cell.first, words[-1] + 1) if words else ()
    if not cues or cues[0].act not in ENDING or cues[0].form != "past":
        return False
    named = whole.names[whole.named(cell.first, cell.last)[0]]
    after = whole.tokens[cues[0].last : named]
    if not after:
        return False
    instead = whole.cues_in(cues[0].last + 1, named) if after[0].kind == "mark" else ()
    told = bool(instead) and instead[0].act in POSITIVE and instead[-1].last == named
    return told or after[-1].norm in _ARROWS


def _denies_change(tokens: Sequence[Token], cell: Cell, at: int, column: Column, language: Language) -> bool:
    """Whether a cell says "no" and no more below "New?" or "Dose changed", which asks of no end."""
    if tokens[at].norm not in language.answers_no or at + 1 < cell.last:
        return False
    return not language.heads_of_change.isdisjoint(column.head)


def _ticked(cell: Cell, asks: str | None) -> str | None:
    """What a tick alone in a cell says: what the head of its column does."""
    return "stop" if cell.role == "end" else ACTS.get(asks or "")


def _is_mark(tokens: Sequence[Token], cell: Cell) -> bool:
    """Whether a cell is a mark, a code or initials alone, as in a chart."""
    return cell.last == cell.first + 1 and len(tokens[cell.first].norm) <= _LONGEST_MARK


def _in_time(cue: Cue, text: MedicineText, until: int) -> Cue:
    """A cue with what it comes to at its time, by the words of its cell: "until 14/09 then cease"."""
    return cue._replace(act=act_in_time(text, cue, cue.last, until)) if cue.act in ENDING else cue


def _names(names: Sequence[int], first: int, last: int) -> bool:
    """Whether a medicine is named right after a cue: "instead of X" in a cell speaks of that one."""
    at = bisect_left(names, first)
    return at < len(names) and names[at] == first < last


def _is_of_another(whole: CuedText, cue: Cue, cell: Cell, own: Sequence[int]) -> bool:
    """Whether the medicine right before a cue is another than that of the row: "X | Y stopped"."""
    named = whole.named(cell.first, cue.first)
    if not named or cue.act not in ENDING:
        return False
    passed = whole.language.words_for_was | whole.language.passive_auxiliaries | whole.language.forms.keys()
    between = whole.tokens[whole.places[named[-1]][1] : cue.first]
    meanings = [whole.meanings[number] for number in own]
    return whole.meanings[named[-1]] not in meanings and all(token.norm in passed for token in between)


def subject_of(row: Row, whole: CuedText) -> Cell | None:
    """The cell with the medicine of a row: that of its column, or else the first that names one."""
    named = [cell for cell in row.cells if whole.named(cell.first, cell.last)]
    return next((cell for cell in named if cell.role == "medicine"), named[0] if named else None)


def _speaks(token: Token, language: Language) -> bool:
    return (
        token.kind in ("word", "number")
        or token.norm in language.status_codes
        or token.norm in language.answers_yes
        or token.norm in language.tick_marks
    )


def _heads_say(whole: CuedText, head: Sequence[Cell]) -> list[str | None]:
    """What each head of a table says; "D/C" is a code only beside others: "Continue | Hold | D/C"."""
    says = [_head_says(whole, cell) for cell in head]
    if any(one in ("held", "taken") and cell.role in _ASKING for one, cell in zip(says, head, strict=True)):
        for column, cell in enumerate(head):
            letters = [t.norm for t in whole.tokens[cell.first : cell.last] if t.kind == "word"]
            if says[column] is None and cell.role in _ASKING and all(len(letter) == 1 for letter in letters):
                code = whole.language.status_codes.get("".join(letters))
                says[column] = code if code in ACTS else None
    return says


def _head_says(whole: CuedText, cell: Cell) -> str | None:
    """What the head of a column says of the medicine of each row, as ``headings.csv`` puts it."""
    if (cell.role != "medicine" and cell.role not in _ASKING) or cell.first >= cell.last:
        return None
    code = whole.tokens[cell.first].norm
    if cell.last - cell.first == 1 and code in whole.legend.says:
        return whole.legend.says[code]
    own = whole.cues_in(cell.first, cell.last)
    if [cue.act for cue in own] == ["change"] and own[0].last - own[0].first == cell.last - cell.first:
        return "taken"  # "Continue | Change | Stop"
    if cell.role in _ASKING and own and all(cue.act == "give" for cue in own):
        return None  # what was "Given" is taken on, too
    says = whole.head_says(cell.first, cell.last)
    return says if says in ACTS else None


def _read(text: CellText) -> Found | None:
    told = text.at == text.cell.first and text.first in text.whole.legend.says
    doubtful = text.code == "unclear" and text.at + 1 < text.cell.last
    if told and not doubtful and _is_coded(text):
        act = ACTS.get(text.code)  # a code says what the legend of the text says, in whichever column it stands
        return (act, text.words, "cell") if act else None
    denied = [cue for cue in text.cues if cue.act in _OF_SUPPLY]
    if denied and not any(cue.act in ENDING | POSITIVE for cue in text.cues):
        if not text.language.heads_of_supply.isdisjoint(text.column.head):
            return "kept", denied[-1], "cell"  # "Supply | not supplied" speaks of what is to be handed out
        if not text.language.heads_of_doses.isdisjoint(text.column.head):
            return "doubt", denied[-1], "cell"  # "Given? | asleep, not given" is of one dose
    return next((found for recognise in _BY_ROLE.get(text.cell.role, _OTHERS) if (found := recognise(text))), None)


def _is_coded(text: CellText) -> bool:
    """Whether a cell holds one word, or more than a letter and a date or time: "H", "DISC 28/11 16:40"."""
    rest = text.tokens[text.cell.first + 1 : text.cell.last]
    reasoned = text.column.coded or (bool(rest) and rest[0].norm in _BEFORE_REASON)
    if reasoned and is_code(text.whole.text, text.tokens[text.cell.first]):
        return True  # "H pending cath" below "C=continue H=hold", "H - K 5.9"
    return not rest or (len(text.first) > 1 and all(token.kind != "word" for token in rest))


def of_reaction(text: CellText) -> Found | None:
    """A reaction: "Penicillin | rash", but not "none known", nor the side effects asked for in a list with doses."""
    if text.first in text.language.words_for_none:
        return None
    if text.column.beside_use and not text.language.heads_of_side_effects.isdisjoint(text.column.head):
        return None
    return "allergy", text.words, "cell"


def of_tick(text: CellText) -> Found | None:
    """A tick below one of several heads: "Continue | Stop | Hold", "Now | Past | Never"."""
    if not text.grid or text.asked is None:
        return None
    words = [token.norm for token in text.tokens[text.cell.first : text.cell.last]]
    boxed = words[:1] == ["["] and words[1:2] != ["]"]
    ticked = words[1] if boxed else words[0]
    marks = text.language.tick_marks | text.language.answers_yes
    return (ACTS[text.asked], text.words, "cell") if ticked in marks else None


def of_status(text: CellText) -> Found | None:
    """ "Withheld", "Continue - increased", "N", "DC", "Not taking"."""
    negated = (text.code == "never" and text.alone) or (text.first in text.language.words_for_not and not text.cues)
    about_stopping = text.asked in ("stopped", "held")
    if text.first in text.language.words_for_none and text.code != "never" and text.at + 1 >= text.cell.last:
        return None
    said = [cue for cue in text.cues if cue.act not in ("info", "planned") or cue.modified]
    strong = [cue for cue in said if cue.act in MEANINGS or cue.act in ("neg", "change")]
    strong = [
        cue for cue in strong if cue.act != "neg" or _opens(text, cue) or _answers(text, cue)
    ]  # "daughter asked, no", not "Stop date none", nor "4 a month, no escalation"
    firm = [cue for cue in strong if cue.act not in ("weak", "neg")]
    firm = [cue for cue in firm if cue.act != "prn"] or firm  # "continue prn" is to continue
    if any(cue.act in ENDING and cue.form in _DONE for cue in firm):
        firm = [cue for cue in firm if cue.act != "change"]  # "stopped - changed to another", "on hold -> bleed"
    if firm:
        last = _not_yet_restarted(firm)
        if last.act in ENDING and not about_stopping and _opens_taken(text, last):
            return "doubt", last, "cell"
        act = "dose" if last.act == "change" else last.act
        return act, last, "doubtful" if act == "doubt" else "cell"
    if text.asked == "allergy" and (negated or text.first in text.language.answers_no):
        return None  # "Allergic? | no"
    if negated and not about_stopping and not _asks_of_taking(text):
        return "doubt", text.words, "doubtful"
    if negated:
        return ("kept" if about_stopping else "stop"), text.words, "cell"
    if text.first in text.language.answers_yes:
        return _YES.get(text.asked or "", "keep"), text.words, "cell"
    if strong and strong[0].act == "weak":
        return "weak", strong[0], "label" if text.column.labelled else "cell"  # "Plan: same dose" undoes no sentence
    if strong:
        return "never", strong[0], "cell"
    if text.code in ACTS and (text.alone or len(text.first) == 1):
        if _may_be_tick(text):
            return "doubt", text.words, "doubtful"
        return ACTS[text.code], text.words, "cell"
    return None


def _answers(text: CellText, cue: Cue) -> bool:
    """Whether a negation stands between marks, as an answer does."""
    closes = cue.last >= text.cell.last
    return closes and text.tokens[cue.first - 1].kind == "mark"


def _opens_taken(text: CellText, last: Cue) -> bool:
    """Whether a cell begins with words that a medicine is taken: "Active (was on hold)", "Y - held for op, back"."""
    if text.code == "taken" or text.first in text.language.answers_yes:
        return True
    lead = text.cues[0]
    between = [token.norm for token in text.tokens[lead.last : last.first]]
    until = text.language.words_for_until | text.language.words_for_then | text.language.words_for_but
    return lead.act in ("keep", "take", "restart", "kept") and lead is not last and until.isdisjoint(between)


def _may_be_tick(text: CellText) -> bool:
    """Whether an "x" below "Continue" or "Taking" may choose that as well as deny it: its column has no other mark."""
    ticks = text.language.tick_marks
    others = text.column.letters & (ticks | text.language.answers_yes) - {text.first}
    return text.first in ticks and not hides(text.asked) and not others


def _asks_of_taking(text: CellText) -> bool:
    """Whether "no" surely says that a medicine is not taken: below "Still taking?", but not below "Ordered?".

    A letter alone may be a code ("N" for new), unless its column has the letter for "yes", too.
    """
    language, head = text.language, text.column.head
    if not language.heads_of_taking.isdisjoint(head):
        return True
    coded = not head or not language.heads_of_codes.isdisjoint(head)
    return coded and (len(text.first) > 1 or not language.answers_yes.isdisjoint(text.column.letters))


def _not_yet_restarted(firm: Sequence[Cue]) -> Cue:
    """The cue that holds now: the last, but for "Held pre-procedure, restart after"."""
    last = firm[-1]
    if last.act == "restart" and (last.modified or last.form in ("base", "ing")):
        return next((cue for cue in firm if cue.act in ("hold", "stop")), last)
    return last


def of_answer(text: CellText) -> Found | None:
    """Whether a proposal of the row was agreed to: "Stop | family declined, continues"."""
    refused = text.code == "never" or any(cue.act in ("declined", "never", "neg", "keep", "kept") for cue in text.cues)
    return ("kept", text.words, "cell") if refused else None


def of_end(text: CellText) -> Found | None:
    """The column of the end: a date, words that say it has ended, or an answer ("Stopped? Y")."""
    if text.alone and (text.first in text.language.answers_yes or text.code == "never"):
        return ("keep" if text.code == "never" else "stop"), text.words, "cell"
    firm = [cue for cue in text.cues if cue.act in ("stop", "finish", "hold", "keep", "kept", "weak")]
    if firm:
        return ("keep" if firm[0].act == "weak" else firm[0].act), firm[0], "cell"
    return of_date(text)


def of_date(text: CellText) -> Found | None:
    """The day of the end, or at least its year: one that is to come has ended nothing."""
    rest = text.tokens[text.at + 1 : text.cell.last]
    months = text.language.days_and_months
    dated = text.first in months or (
        text.tokens[text.at].kind == "number" and any(t.norm in "/-." or t.norm in months for t in rest)
    )
    if not dated and not is_year(text.tokens[text.at]):
        return None
    cell = text.tokens[text.cell.first : text.cell.last]
    if any(token.norm in text.language.years_without_end for token in cell):
        return "kept", text.words, "cell"
    if all(token.norm.strip("0") == "" for token in cell if token.kind == "number"):
        return None  # "00/00/0000"
    days = [one.day for one in text.whole.days.among(text.cell.first, text.cell.last)]
    if not days and is_year(text.tokens[text.at]):
        days = [date(int(text.first), 12, 31)]
    passed = [text.whole.days.has_passed(day) for day in days]
    act = {True: "stop", False: "kept", None: "doubt"}[passed[-1]] if passed else "stop"
    return act, text.words, "cell"


def of_date_of_stop(text: CellText) -> Found | None:
    """A date below "Stop" or "Discontinued"."""
    return of_date(text) if text.asked in ("stopped", "finished") else None


def of_going_on(text: CellText) -> Found | None:
    """A cell of any column that says no more than that it goes on: "Duration | current"."""
    words = [token.norm for token in text.tokens[text.at : text.cell.last] if token.kind == "word"]
    return ("keep", text.words, "cell") if len(words) == 1 and words[0] in text.language.words_for_going_on else None


def of_the_same(text: CellText) -> Found | None:
    """ "Same", "as before" in a row without a head: it goes on, whatever the heading over it says ("Previous Rx")."""
    words = [token.norm for token in text.tokens[text.at : text.cell.last]]
    same = 0 < len(words) <= _MOST_OF_THE_SAME and words[-1] in text.language.words_for_the_same
    return ("keep", text.words, "note") if same else None


def of_lone_no(text: CellText) -> Found | None:
    """ "No", "No, stopped in May"; where nothing tells what is asked ("Blister pack? | no - loose") it is a doubt."""
    if text.first not in text.language.answers_no or len(text.first) == 1 or not text.alone:
        return None
    firm = [cue for cue in text.cues if cue.act in ("stop", "hold", "never", "finish") and cue.first > text.at]
    if firm:
        return firm[0].act, firm[0], "cell"
    answer = Cue(text.at, text.at + 1)
    if text.cell.role is not None:
        return "doubt", answer, "doubtful"
    if text.cell.first == 0 or text.tokens[text.cell.first - 1].kind == "line":  # "No | NSAIDs", "No | X 40 mg daily"
        line = takewhile(lambda token: token.kind != "line", text.tokens[text.at :])
        return "doubt" if any(token.kind == "number" for token in line) else "stop", answer, "cell"
    return ("doubt", answer, "doubtful") if text.at + 1 == text.cell.last else ("stop", answer, "cell")


def of_dated_code(text: CellText) -> Found | None:
    """A code in capitals with no more than a day, in a row without a head: "DISC Nov 1"."""
    if text.code not in _LISTS or len(text.first) < _SHORTEST_CODE or text.at != text.cell.first:
        return None
    rest = text.tokens[text.at + 1 : text.cell.last]
    dated = all(token.kind != "word" or token.norm in text.language.days_and_months for token in rest)
    capitals = is_code(text.whole.text, text.tokens[text.at])
    return (ACTS[text.code], text.words, "note") if dated and capitals else None


def of_bare_cell(text: CellText) -> Found | None:
    """A cell of a row without a head: only what opens or closes it speaks of the medicine."""
    if not text.cues:
        return None
    lead = text.cues[0]
    second = text.cues[1] if len(text.cues) > 1 else lead
    if lead.act == "dose" and second.act in ENDING and second.form == "past" and _opens(text, lead):
        return second.act, second, "note"  # "weaned and stopped"
    again = next((cue for cue in text.cues if cue.act == "restart" and cue.form in _DONE), None)
    if lead.act in ("hold", "stop") and again:
        return again.act, again, "note"  # "was held on admission, restarted 12/3"
    if _opens(text, lead) and lead.act in (NEGATIVE | POSITIVE | {"doubt", "kept"}) - _WEAK_IN_CELLS:
        return lead.act, lead, "row" if lead.act in ("take", "keep", "dose", "start") else "note"
    if lead.act == "prn" and _opens(text, lead):
        return "prn", lead, "row"
    if lead.act == "reaction" and _is_relieved(text, lead):
        return "doubt", lead, "row"  # "nightmares better" may be what it is for
    if lead.act == "reaction":
        return "allergy", lead, "row"
    after = {token.norm for token in text.tokens[lead.last : lead.last + _SEVERITY_WITHIN]}
    if lead.act in ("symptom", "sideeffect") and text.language.severity_words & after:
        return "allergy", lead, "note"
    last = text.cues[-1]
    closes = all(token.kind != "word" for token in text.tokens[last.last : text.cell.last])
    parted = text.tokens[last.first - 1].norm in _AFTER_REASON
    held = next((cue for cue in reversed(text.cues) if cue.act != "weak"), last)
    ordered = held.form == "past" or text.tokens[held.first - 1].norm in _AFTER_REASON
    if held.act == "hold" and ordered and _lasts_until(text, held):
        return held.act, held, "note"  # "SBP 88 withheld until review", "HR 44, hold until seen"
    if closes and last.act in ("stop", "finish", "hold", "declined") and last.form in ("past", "state"):
        return last.act, last, "note"  # "with anticoagulant, ceased"
    if closes and parted and last.act in _VERDICTS and _is_of_itself(text):
        return last.act, last, "note"  # "has old bottle, not using"
    if closes and _is_order_after_reason(text, last):
        return last.act, last, "note"
    return of_course_done(text)


def _lasts_until(text: CellText, cue: Cue) -> bool:
    """Whether "until" ends or follows a cue, and something after it."""
    near = (token.norm for token in text.tokens[cue.last - 1 : cue.last + 1])
    return cue.last < text.cell.last and not text.language.words_for_until.isdisjoint(near)


def _is_of_itself(text: CellText) -> bool:
    """Whether a cell speaks of what is left, and of no other act, of which its last words could be."""
    words = {token.norm for token in text.tokens[text.cell.first : text.cell.last]}
    others = {cue.act for cue in text.cues[:-1]}
    kept = text.language.words_for_supplies | text.language.words_for_left
    return not kept.isdisjoint(words) and others.isdisjoint(POSITIVE | ENDING | {"planned", "await"})


def _is_order_after_reason(text: CellText, cue: Cue) -> bool:
    """ "X  postural drop, stop", "AKI - hold": an order that a mark parts from its reason, not from a dose or time."""
    language = text.language
    if (
        cue.act not in ENDING
        or cue.form != "base"
        or cue.modified
        or text.tokens[cue.first - 1].norm not in _AFTER_REASON
    ):
        return False
    others = {other.act for other in text.cues if other != cue}
    reason = [token.norm for token in text.tokens[text.cell.first : cue.first]]
    open_ended = language.period_units | language.words_of_condition | language.words_for_until | _OF_LIMITS
    course = any(one == "/" and other.isdigit() for one, other in pairwise(reason))  # "1 daily for 7/7 - stop"
    if course or not language.days_and_months.isdisjoint(reason) or not open_ended.isdisjoint(reason):
        return False
    return cue.first > text.at and others.isdisjoint(POSITIVE | {"kept", "doubt"})


def of_course_done(text: CellText) -> Found | None:
    """ "12 mo done", "7 days completed"; in a column of the end or of doses also "done" alone."""
    clause = takewhile(lambda token: token.norm != ",", text.tokens[text.cell.first : text.cell.last])
    words = [token.norm for token in clause if token.kind == "word"]
    counted = any(token.kind == "number" for token in text.tokens[text.cell.first : text.cell.last])
    if not words or words[-1] not in text.language.words_for_done or not (counted or text.cell.role in _OF_COURSE):
        return None
    others = set(words[:-1]) - text.language.period_units - text.language.course_words
    return None if others else ("finish", text.words, "cell")


def of_remark(text: CellText) -> Found | None:
    """A column of remarks, reasons or doses."""
    if not text.cues:
        return None
    role = text.cell.role
    opens = _opens(text, text.cues[0])
    firm = [cue for cue in text.cues if cue.act in (NEGATIVE | {"kept", "restart", "doubt"}) - _WEAK_IN_CELLS]
    if role == "reason" and text.column.beside_use:
        firm = [cue for cue in firm if cue.act != "allergy"]  # "Indication | allergy" beside "Dose | 10 mg"
    if not firm or not (opens or role in ("comment", "reason", "other", "issued")):
        return None
    last = _not_yet_restarted(firm)
    if role not in ("dose", "start") or (last.act not in ("take", "keep", "once") and opens):
        return last.act, last, "note"
    return None


def _opens(text: CellText, cue: Cue) -> bool:
    before = text.tokens[cue.first - 1].norm
    near = cue.first - text.at <= 1 or before in _BEFORE_CHOICE or before == "*"  # "6 tablets **cancelled**"
    return cue.first == text.at or near or is_circled(text.tokens, cue.first, cue.last)


def _is_relieved(text: CellText, cue: Cue) -> bool:
    """Whether what a cue names is said to be better."""
    return cue.last < len(text.tokens) and text.tokens[cue.last].norm in text.language.words_for_relief


Recogniser = Callable[[CellText], Found | None]
_OTHERS: tuple[Recogniser, ...] = (of_going_on, of_lone_no, of_course_done, of_remark)
_BY_ROLE: dict[str | None, tuple[Recogniser, ...]] = {
    "reaction": (of_reaction,),
    "status": (of_tick, of_status, of_date_of_stop),
    "answer": (of_answer,),
    "occasion": (),  # what is to be done on a day says nothing of what is taken
    "end": (of_tick, of_going_on, of_course_done, of_end),
    None: (of_lone_no, of_the_same, of_dated_code, of_bare_cell),
}
