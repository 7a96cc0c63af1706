"""The parts of a review as plain frozen records: what was read, what was found, what was not understood.

Standard dataclasses rather than pydantic models: the first pydantic class of a process costs it about 20 ms, and a
paste should be answered at once. ``medcheck.models.Review`` validates and writes the same records as JSON.
"""

import sys
from dataclasses import MISSING, FrozenInstanceError, dataclass
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal, NoReturn, TypeVar

from medcheck.printable import encodable

if sys.version_info >= (3, 11):
    from typing import dataclass_transform
else:
    from typing_extensions import dataclass_transform

Status = Literal["current", "as_needed", "held", "unclear", "stopped", "allergy", "not_taken"]
# A medicine of one of these counts for findings.
TAKEN: tuple[Status, ...] = ("current", "as_needed", "unclear")
Route = Literal["oral", "inhaled", "injection", "topical", "ophthalmic", "nasal", "otic", "rectal", "vaginal"]
Method = Literal["exact", "abbreviation", "fuzzy", "class", "code"]
# Of the next five a report shows first what stands first here.
Role = Literal["cause", "electrolyte", "treatment"]
Level = Literal["warning", "flag", "note"]
Evidence = Literal["strong", "moderate", "limited"]
FigureOf = Literal["own", "class"]
Severity = Literal["high", "moderate"]
Flag = Literal["low", "normal", "high"]
Urgency = Literal["now", "same_day", "soon", "routine"]
TextKind = Literal["list", "table", "directions", "letter", "note", "mixture"]


class _Encodable:
    """A mark for pydantic: in JSON a half of a surrogate pair, which no file can hold, is the replacement character."""

    @staticmethod
    def __get_pydantic_core_schema__(*_: object) -> Any:
        as_json = {"type": "function-plain", "function": encodable, "return_schema": {"type": "str"}}
        return {"type": "str", "serialization": {**as_json, "when_used": "json"}}


# Text as somebody wrote it, which may be any str.
Written = Annotated[str, _Encodable]


class _Part:
    """What every record does: written once here, for ``dataclass`` would write it anew for each, 0.5 ms of every start.

    Those are its methods for values by keyword, for keeping them as they are, and for comparing and showing them. The
    values are kept as they are given, in the ``__dict__``: a review has some dozens of records, and to set slots one by
    one took 5 % of it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    _fields: ClassVar[dict[str, Any]]
    _defaults: ClassVar[dict[str, Any]]
    _values_of: ClassVar["attrgetter[tuple[Any, ...]]"]

    def __init__(self, **given: Any) -> None:
        fields = self._fields
        values = given if len(given) == len(fields) else {**self._defaults, **given}
        if values.keys() != fields.keys():
            missing = [name for name in fields if name not in values]
            if missing and len(values) <= len(fields):
                raise TypeError(f"{type(self).__name__}: {missing[0]!r} is missing")
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(fields)}; given are {', '.join(given)}")
        object.__setattr__(self, "__dict__", values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self._values())

    def _values(self) -> tuple[Any, ...]:
        return type(self)._values_of(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part) and type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        values = zip(self._fields, self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in values)})"


_R = TypeVar("_R", bound=_Part)


def replace(record: _R, **changes: Any) -> _R:
    """The record with other values in some fields, as ``dataclasses.replace`` makes it in several times the time."""
    values = {**record.__dict__, **changes}
    if len(values) > len(record.__dict__):
        return type(record)(**values)  # which says what is no field
    made = object.__new__(type(record))
    object.__setattr__(made, "__dict__", values)
    return made


def _restored(kind: type[_R], values: tuple[Any, ...]) -> _R:
    return kind(**dict(zip(kind._fields, values, strict=True)))


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
def _record(kind: type[_R]) -> type[_R]:
    """A frozen dataclass with the methods of :class:`_Part`."""
    made = dataclass(init=False, repr=False, eq=False, kw_only=True)(kind)
    known: dict[str, Any] = made.__dict__["__dataclass_fields__"]
    made._fields = known
    made._values_of = attrgetter(*known)
    made._defaults = {name: field.default for name, field in known.items() if field.default is not MISSING}
    return made


@_record
class Source(_Part):
    """Where a statement can be looked up; at least one of doi, pmid and url is set.

    ``year`` is when it was published, None of an undated page; ``read`` is the day it was read for the tables.
    ``is_strong`` is False of a consumer page, a hosted copy or a report about another text.
    """

    id: str
    title: str
    year: int | None
    publisher: str
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    read: str = ""
    is_strong: bool = True


@_record
class Suggestion(_Part):
    """A name that something written might stand for; ``score`` as in :class:`Match`."""

    name: str
    ingredients: tuple[str, ...]
    score: float


@_record
class Match(_Part):
    """How a mention was resolved.

    ``score`` is 100 for a name of the tables as written there, else 100 less the weighted slips (see
    ``medcheck.naming.slips``) per letter of the name in per cent. ``runner_up`` is the nearest name of *another*
    medicine, scored alike, or None where none is within reach.
    """

    name: str
    method: Method
    score: float
    runner_up: Suggestion | None = None


@_record
class Because(_Part):
    """The words of the text that decided whether a medicine is taken; ``text == given[start:end]``."""

    text: Written
    start: int
    end: int


@_record
class Weighed(_Part):
    """One piece of evidence for a status: its words, what they say, and how near they stand to the name."""

    text: str
    says: str
    near: str


@_record
class Explanation(_Part):
    """A medicine with its status and all that was weighed for it, in the order in which it counts."""

    text: str
    status: Status
    status_reason: str | None
    weighed: tuple[Weighed, ...]


@_record
class Mention(_Part):
    """A medicine as somebody wrote it; ``text == given[start:end]``.

    ``status_reason``: of ``stopped`` ``ended``, ``course_completed``, ``given_once``, ``switched`` or ``expired``; of
    ``not_taken`` ``never``, ``declined``, ``planned``, ``conditional``, ``advice_only``, ``other_person`` or
    ``not_dispensed``; of ``allergy`` the reaction as written. ``status_because`` is None where nothing was said.
    ``stopped_lately``: the words that say that it was stopped some weeks ago at most ("last week").

    ``ingredients`` are lower-case international nonproprietary names, sorted; a class word ("water tablet") has none
    and sets ``drug_class`` instead. ``route`` is None where neither the list nor the name settles it.
    """

    text: Written
    start: int
    end: int
    ingredients: tuple[str, ...]
    drug_class: str | None = None
    status: Status
    status_reason: Written | None = None
    status_because: Because | None = None
    stopped_lately: Written | None = None
    route: Route | None = None
    strength: Written | None = None
    match: Match


@_record
class MedicineEntry(_Part):
    """A medicine that arrives separated from others, as from a record system; what is None is read from ``text``.

    ``text`` may hold directions, too ("Lasix 40 mg om"). ``ingredients`` are names of ours, brand names will do; with
    them the entry is that medicine whatever its text is called. ``status_reason`` is kept with a ``status`` alone.
    """

    text: str
    ingredients: tuple[str, ...] | None = None
    status: Status | None = None
    status_reason: str | None = None
    route: Route | None = None
    strength: str | None = None


@_record
class Finding(_Part):
    """A medicine taken that is associated with the side effect, or is taken for it.

    ``evidence`` grades the side effect itself, ``electrolyte_evidence`` what the medicine does to potassium, magnesium,
    calcium or sodium (``electrolyte_effect``: "low magnesium"); both are None where no claim is about that. ``figure``
    and ``electrolyte_figure`` are the source's own numbers for the claim that weighs most in each; ``figure_of`` and
    ``electrolyte_figure_of`` say whether they were found for the medicine itself or for its class. ``mentions`` are
    indexes into ``Review.mentions``. ``ingredient`` is the class's name where only a class was written.
    ``weak_sources``: it rests on consumer pages, hosted copies of labels or reports about other texts alone.
    """

    ingredient: str
    drug_class: str
    role: Role
    level: Level
    evidence: Evidence
    figure: str | None = None
    figure_of: FigureOf | None = None
    electrolyte_evidence: Evidence | None = None
    electrolyte_effect: str | None = None
    electrolyte_figure: str | None = None
    electrolyte_figure_of: FigureOf | None = None
    weak_sources: bool = False
    note: str
    mechanism: str
    action: str
    sources: tuple[Source, ...]
    mentions: tuple[int, ...]

    @property
    def is_weak(self) -> bool:
        """Whether it is of the lowest level and grade in every respect, so that a name says enough."""
        return self.level == "note" and {self.evidence, self.electrolyte_evidence or "limited"} == {"limited"}

    @property
    def in_brief(self) -> str:
        """As a cell of an export has it: ingredient, role, level, grade, and that for electrolytes if there is one."""
        electrolytes = f", electrolytes {self.electrolyte_evidence}" if self.electrolyte_evidence else ""
        return f"{self.ingredient} ({self.role}, {self.level}, {self.evidence}{electrolytes})"


@_record
class Combination(_Part):
    """Medicines on the list that act together; ``ingredients`` are those that met the rule, sorted.

    ``reacted`` are those of them that are not taken, because they once gave the side effect. ``risk`` is what may come
    of it in two or three words. ``urgency`` says how soon the first step of ``action`` is due.
    """

    id: str
    title: str
    ingredients: tuple[str, ...]
    reacted: tuple[str, ...] = ()
    severity: Severity
    urgency: Urgency
    risk: str
    note: str
    action: str
    sources: tuple[Source, ...]


@_record
class Result(_Part):
    """A laboratory value in the text; ``text == given[start:end]``.

    ``unit`` is None where none was written. ``flag`` is None where the value cannot be judged: without a unit, where
    one could make it low and another normal. ``judged_by`` is ``text`` for a range or mark that the laboratory printed
    beside it, else ``table``, and ``reference`` is the range. ``beyond`` is the "<" or ">" of a value that is out of
    the range measured ("eGFR >90"). ``date`` is the day of the value where its line bears one, as YYYY-MM-DD.
    """

    name: str
    value: float
    unit: str | None = None
    flag: Flag | None = None
    text: Written
    start: int
    end: int
    beyond: Literal["<", ">"] | None = None
    reference: Written | None = None
    judged_by: Literal["text", "table"] | None = None
    date: str | None = None


@_record
class Alert(_Part):
    """What a laboratory value asks for, by itself or beside medicines taken; a reason to act, never a diagnosis.

    ``results`` and ``mentions`` are indexes into those of the review; ``ingredients`` are sorted.
    """

    id: str
    title: str
    results: tuple[int, ...]
    ingredients: tuple[str, ...]
    mentions: tuple[int, ...]
    urgency: Urgency
    note: str
    action: str
    sources: tuple[Source, ...]


@_record
class Unrecognised(_Part):
    """A stretch that looks like a medicine and is not known, or could be two; ``text == given[start:end]``."""

    text: Written
    start: int
    end: int
    reason: Literal["unknown", "ambiguous"]
    suggestions: tuple[Suggestion, ...] = ()


@_record
class Unfamiliar(_Part):
    """A word of running text that no table has and nothing shows to be a medicine; ``text == given[start:end]``."""

    text: Written
    start: int
    end: int


@_record
class NotMedicine(_Part):
    """A dressing, device or food that was recognised as such; ``text == given[start:end]``."""

    text: Written
    start: int
    end: int


@_record
class Question(_Part):
    """Another cause or a red flag to ask about, most relevant to the list first.

    ``in_brief`` is what to ask about in some words. ``raised_by`` are the medicines taken that make it more relevant,
    none for what is asked of everybody. ``rule_out``: with such a medicine it comes before all possible causes.
    """

    id: str
    topic: str
    question: str
    in_brief: str
    why: str
    urgency: Urgency
    rule_out: bool = False
    raised_by: tuple[str, ...] = ()
    tests: str | None = None
    refer: str | None = None
    sources: tuple[Source, ...]


@_record
class ReviewRecord(_Part):
    """Everything medcheck says about one list; ``medcheck.Review`` has the same fields and is the public form.

    ``may_still_explain`` are the numbers of mentions that are held or were stopped lately, so not counted, and are
    associated with the side effect.
    """

    tables_version: str
    text_kind: TextKind
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    combinations: tuple[Combination, ...]
    unrecognised: tuple[Unrecognised, ...]
    unfamiliar: tuple[Unfamiliar, ...]
    not_medicines: tuple[NotMedicine, ...]
    results: tuple[Result, ...]
    alerts: tuple[Alert, ...]
    questions: tuple[Question, ...]
    may_still_explain: tuple[int, ...] = ()
