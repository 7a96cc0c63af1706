"""The rows of the curated tables: what each column may hold. Only the build of the database needs this module."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from medcheck.knowledge.needs import parse
from medcheck.language import Direction, Scope
from medcheck.records import Level, Role, Route, Status
from medcheck.side_effect import SideEffect

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_INGREDIENT = re.compile(r"[a-z0-9(][a-z0-9 ,.+()'/-]*")


def _lower_case(name: str) -> str:
    if not _INGREDIENT.fullmatch(name):
        raise ValueError(f"{name!r} is not a lower-case ingredient name")
    return name


Ingredient = Annotated[str, AfterValidator(_lower_case)]
Kind = Literal["ingredient", "synonym", "brand", "abbreviation", "class", "not_medicine"]
SEPARATOR = ";"


def _split(cell: object) -> object:
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()] if isinstance(cell, str) else cell


def _empty_is_none(cell: object) -> object:
    return None if cell == "" else cell


Slugs = Annotated[list[Slug], BeforeValidator(_split)]
Words = Annotated[list[Text], BeforeValidator(_split)]
Ingredients = Annotated[list[Ingredient], BeforeValidator(_split)]
Routes = Annotated[list[Route], BeforeValidator(_split)]
Number = Annotated[float | None, BeforeValidator(_empty_is_none)]


class Row(BaseModel):
    """A row of a curated table; cells are text, lists are separated by ``;``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Row):
    """A row that somebody checked against its sources, and when that is due again."""

    checked: date
    due: date

    @model_validator(mode="after")
    def _due_after_checked(self) -> "Dated":
        if self.due <= self.checked:
            raise ValueError("'due' must lie after 'checked'")
        return self


class SourceRow(Dated):
    """A publication, label or notice that a professional can look up."""

    id: Slug
    kind: Literal["study", "trial", "review", "guideline", "label", "regulator", "case_report", "reference"]
    title: Text
    publisher: Text
    year: Annotated[int, Field(ge=1900, le=2100)]
    doi: Annotated[str, StringConstraints(pattern=r"^(10\.\S+)?$")]
    pmid: Annotated[str, StringConstraints(pattern=r"^\d*$")]
    url: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")]

    @model_validator(mode="after")
    def _can_be_looked_up(self) -> "SourceRow":
        if not (self.doi or self.pmid or self.url):
            raise ValueError("one of 'doi', 'pmid' and 'url' must be given")
        return self


class _Association(Dated):
    """What a class or an ingredient has in common: the words shown, and where they can be checked."""

    role: Role | Literal[""]
    level: Level | Literal[""]
    routes: Routes
    mechanism: str
    note: str
    action: str
    sources: Slugs


class ClassRow(_Association):
    """A drug class that as a whole is associated with the side effect.

    ``promotes``: members of these classes count as members of this one instead, when the route is one of
    ``when_routes`` or a member of the group ``when_beside`` stands in the same mention.
    """

    id: Slug
    name: Text
    atc: Words
    role: Role
    level: Level
    mechanism: Text
    note: Text
    action: Text
    promotes: Slugs
    when_routes: Routes
    when_beside: Slug | Literal[""]

    @model_validator(mode="after")
    def _has_codes_and_sources(self) -> "ClassRow":
        if any(not re.fullmatch(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?", code) for code in self.atc):
            raise ValueError("'atc' holds a code of the wrong shape")
        if not self.sources:
            raise ValueError("'sources' is empty")
        return self


class DrugRow(_Association):
    """One ingredient; what is empty here holds as its class says."""

    ingredient: Ingredient
    drug_class: Annotated[str, Field(alias="class")]
    usual_route: Route | Literal[""]

    @model_validator(mode="after")
    def _complete_without_class(self) -> "DrugRow":
        if not self.drug_class:
            for column in ("role", "level", "routes", "mechanism", "note", "action", "sources"):
                if not getattr(self, column):
                    raise ValueError(f"{column!r} is empty and there is no class to take it from")
        elif (self.note or self.mechanism or self.action) and not self.sources:
            raise ValueError("'sources' is empty beside words of its own")
        return self


# A substance has its own ATC code or, rarely, that of its group; BNF codes of substances are nine characters, of which
# the last two are digits, too, for a few; RxNorm identifiers of ingredients (RxCUI) are bare numbers.
CODE_SHAPES = {
    "atc": re.compile(r"[A-V]\d\d[A-Z]{2}(\d\d)?"),
    "bnf": re.compile(r"(0[1-9]|1[0-5]|19)\d{5}[0-9A-Z]{2}"),
    "rxnorm": re.compile(r"[1-9]\d{0,7}"),
}


class CodeRow(Row):
    """A code of a coding system and the substance that it means, or all those of a combination product."""

    ingredients: Annotated[list[Ingredient], BeforeValidator(_split), Field(min_length=1)]
    system: Literal["atc", "bnf", "rxnorm"]
    code: Text

    @model_validator(mode="after")
    def _of_the_system_s_shape(self) -> "CodeRow":
        if not CODE_SHAPES[self.system].fullmatch(self.code):
            raise ValueError(f"'code' holds {self.code!r}, which is no {self.system} code of a substance")
        if self.ingredients != sorted(set(self.ingredients)):
            raise ValueError("'ingredients' are not sorted, each once")
        return self


class ClaimRow(Dated):
    """One statement of one source about one subject; every number given stands in ``figure`` too."""

    subject: Annotated[str, StringConstraints(pattern=r"^((class|group):[a-z0-9-]+|[a-z0-9][a-z0-9 ,.()'/-]*)$")]
    about: Literal["side_effect", "electrolyte", "efficacy", "harm", "use"]
    finding: Text
    figure: str
    estimate: Number
    low: Number
    high: Number
    comparator: Number
    kind: Literal["controlled", "randomised", "label", "review", "case_report"]
    direction: Literal["supports", "does_not_support"]
    source: Slug

    @model_validator(mode="after")
    def _numbers_stand_in_the_figure(self) -> "ClaimRow":
        stated = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", self.figure.replace("−", "-"))}
        for column in ("estimate", "low", "high", "comparator"):
            value = getattr(self, column)
            if value is not None and abs(value) not in stated:
                raise ValueError(f"{column!r} is {value:g}, which 'figure' does not state")
        if (self.low is None) != (self.high is None):
            raise ValueError("'low' and 'high' go together")
        if self.low is not None and self.comparator is not None:
            raise ValueError("an interval belongs to a ratio, 'comparator' to a rate: not both")
        return self


class NameRow(Row):
    """A name of a curated ingredient or class."""

    name: Text
    kind: Kind
    ingredients: Ingredients
    drug_class: Annotated[str, Field(alias="class")]
    route: Route | Literal[""]
    countries: Words

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "NameRow":
        if self.kind == "class" and not self.drug_class:
            raise ValueError("a class word needs a 'class'")
        if self.kind not in ("class", "not_medicine") and not self.ingredients:
            raise ValueError("'ingredients' is empty")
        return self


class VocabularyRow(Row):
    """A name of any other medicine, or of a dressing, device or food (kind ``not_medicine``)."""

    name: Text
    kind: Kind
    ingredients: Ingredients
    route: Route | Literal[""]
    commonness: Annotated[int, Field(ge=0, le=3)]

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "VocabularyRow":
        if bool(self.ingredients) == (self.kind in ("class", "not_medicine")):
            raise ValueError("'ingredients' must be given for a medicine, and for nothing else")
        return self


class GroupRow(Dated):
    """Membership of a group that combinations and classes refer to."""

    group: Slug
    name: Text
    ingredient: Ingredient
    source: Slug


class CombinationRow(Dated):
    """Medicines that act together; ``needs`` in the grammar of ``medcheck.knowledge.needs``."""

    id: Slug
    title: Text
    needs: Text
    note: Text
    action: Text
    severity: Literal["high", "moderate"]
    sources: Annotated[list[Slug], BeforeValidator(_split), Field(min_length=1)]

    @model_validator(mode="after")
    def _needs_fit_the_grammar(self) -> "CombinationRow":
        parse(self.needs)
        return self


class QuestionRow(Dated):
    """Another cause or a red flag to ask about; ``raised_by`` says on which lists it is most relevant."""

    id: Slug
    topic: Text
    question: Text
    why: Text
    urgency: Literal["now", "same_day", "soon", "routine"]
    raised_by: Words
    tests: str
    refer: str
    sources: Annotated[list[Slug], BeforeValidator(_split), Field(min_length=1)]


class PublishedListRow(Dated):
    """One item of a published list of medicines associated with the side effect, and where our tables cover it."""

    list: Text
    list_title: Text
    source: Slug
    item: Text
    covered_by: str
    left_out_because: str

    @model_validator(mode="after")
    def _covered_or_explained(self) -> "PublishedListRow":
        if bool(self.covered_by) == bool(self.left_out_because):
            raise ValueError("either 'covered_by' or 'left_out_because' must be given, not both")
        return self


class WordRow(Row):
    """A word that is no medicine's name and is never corrected into one; where it is one as well, it needs evidence.

    ``frequency``: how often it stands among a thousand million words of ordinary text, as a power of ten.
    """

    word: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$")]
    kind: Literal["ordinary", "name", "clinical", "shorthand", "manufacturer"]
    frequency: Annotated[int, Field(ge=0, le=8)]


class SideEffectRow(Row):
    """A phrase that is said of the side effect; ``key`` is a field of :class:`medcheck.side_effect.SideEffect`."""

    key: Text
    words: Text

    @model_validator(mode="after")
    def _is_a_phrase_of_ours(self) -> "SideEffectRow":
        if self.key not in SideEffect._fields:
            raise ValueError(f"'key' holds {self.key!r}, which is none of {', '.join(SideEffect._fields)}")
        return self


# As tokens are compared: lower case, one space between them.
_Words = Annotated[str, StringConstraints(pattern=r"^[^\sA-Z]+( [^\sA-Z]+)*$")]


class SetRow(Row):
    """A word, or words, of one of the simple sets of a language."""

    set: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
    word: _Words


class FormRow(Row):
    """A word for a form or route; ``decisive`` where it outweighs other forms beside it ("eye drops")."""

    word: _Words
    route: Route | Literal[""]
    decisive: Literal["yes", ""]


class ShortFormRow(Row):
    """A form as prescribing systems shorten it."""

    short: _Words
    form: _Words


class UnitMassRow(Row):
    """A unit of mass and its milligrams."""

    unit: _Words
    milligrams: Annotated[float, Field(gt=0)]


class HeadingRow(Row):
    """A heading and the status of what stands under it."""

    heading: _Words
    status: Status


class HeadingSignRow(Row):
    """A word that makes a short line a heading, and the status of what stands under it."""

    word: _Words
    status: Status


class ContextRow(Row):
    """A cue of the context: a phrase about taking, or a word that ends its reach; see :mod:`medcheck.language`.

    A pattern holds names of sets in braces, each for any of its words.
    """

    cue: _Words
    kind: Literal["literal", "pattern"]
    category: Status | Literal[""]
    direction: Direction
    scope: Scope | Literal[""]
    terminators: Annotated[str, StringConstraints(pattern=r"^([^\sA-Z;]+(;[^\sA-Z;]+)*)?$")]

    @model_validator(mode="after")
    def _says_something_or_ends_it(self) -> "ContextRow":
        ends = self.direction == "terminate"
        if ends == bool(self.category) or ends == bool(self.scope):
            raise ValueError("'category' and 'scope' are given for all but a terminator")
        return self
