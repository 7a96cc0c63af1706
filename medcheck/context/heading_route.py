"""Headings of a form ("Eye drops:", "Inhalers") give their route to the medicines under them."""

from bisect import bisect_left
from collections.abc import Sequence

from medcheck.context.sections import Section
from medcheck.document.sig import route
from medcheck.document.tokens import Token
from medcheck.language import Language
from medcheck.records import Route

# Nothing for these is dosed in milligrams: what is has another route, for no tablet may pass for an eye drop.
_UNWEIGHED = frozenset(("topical", "ophthalmic", "nasal", "otic", "inhaled"))
# Of these, not in micrograms either, and by no number as large as a tablet's ("furosemide 40").
_COUNTED = frozenset(("topical", "ophthalmic", "otic"))
_SMALLEST_TABLET = "5"
_DOSE = 3  # tokens after a name in which its dose stands


def heading_routes(
    tokens: Sequence[Token], sections: Sequence[Section], places: Sequence[tuple[int, int]], language: Language
) -> list[Route | None]:
    """The route that the heading over each place gives it; a label on its line outweighs the heading above.

    What is dosed as none of the form ends the section of the form.
    """
    firsts = [first for first, _ in places]
    result: list[Route | None] = [None] * len(places)
    for section in sorted(sections, key=lambda section: (section.inline, section.body)):
        of_form = route(section.label.words, language) if section.of_form else None
        if section.inline and of_form is None and section.act == "neutral":
            continue
        for number in range(bisect_left(firsts, section.body), bisect_left(firsts, section.end)):
            dose = [token.norm for token in tokens[places[number][1] : places[number][1] + _DOSE]]
            numbered = bool(dose) and tokens[places[number][1]].kind == "number"
            if of_form and numbered and _is_dose_of_another(section, of_form, dose, language):
                of_form = None
            result[number] = of_form
    return result


def _is_dose_of_another(section: Section, of_form: Route, dose: Sequence[str], language: Language) -> bool:
    """Whether the dose after a medicine is none of the forms that a heading is of."""
    if of_form not in _UNWEIGHED or section.label.words[0].startswith(tuple(language.weighed_form_beginnings)):
        return False
    if dose[2:] == ["/"]:
        return False
    unit = dose[1] if len(dose) > 1 else ""
    counted = unit not in language.units and unit not in ("%", "/") and _as_large(dose[0])
    if of_form in _COUNTED and (unit in language.microgram_units or counted):
        return True
    return unit in language.tablet_units


def _as_large(number: str) -> bool:
    return number.isdigit() and (len(number) > 1 or number >= _SMALLEST_TABLET)
