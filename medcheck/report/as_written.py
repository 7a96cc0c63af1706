"""What was read in a few words: a medicine, also as it is written where that is otherwise; a value; a suggestion."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

from medcheck.printable import printable
from medcheck.records import Finding, Mention, Result, ReviewRecord, Suggestion, Unrecognised
from medcheck.report.taking import STATUS_WORDS

_LONGEST_QUOTE = 40  # the words that decided, where a whole row of a table did


def each(said: Iterable[str]) -> tuple[str, ...]:
    """What is said, each once, in whatever case it is written."""
    return tuple({one.casefold(): one for one in reversed([*said])}.values())[::-1]


def found(review: ReviewRecord, finding: Finding) -> tuple[str, ...]:
    """The medicine of a finding, in full and then in short."""
    return _read(finding.ingredient, [review.mentions[number] for number in finding.mentions])


def taken(review: ReviewRecord, ingredient: str) -> tuple[str, ...]:
    """An ingredient that is taken, in full as of a finding and then by the words of the list alone."""
    mentions = [it for it in review.mentions if ingredient in it.ingredients and it.status not in STATUS_WORDS]
    mentions = [it for it in mentions if it.match.method != "fuzzy"] or mentions
    if not mentions:
        return (ingredient,)
    full = _read(ingredient, mentions)[0]
    return (full, ingredient if full == ingredient else printable(mentions[0].text))


def named(mention: Mention) -> str:
    """The ingredients of a mention with the words they were read from, where those are others."""
    return _read(", ".join(mention.ingredients) or mention.match.name, [mention])[0]


def _read(name: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """ "furosemide (Lasix)", "furosemide"; a correction is to be confirmed: "Simvastatn (simvastatin?)".

    What only adds a salt ("quinine sulfate") says no more.
    """
    corrected = each(printable(mention.text) for mention in mentions if mention.match.method == "fuzzy")
    other = each(
        printable(mention.text)
        for mention in mentions
        if mention.match.method != "fuzzy" and not mention.text.casefold().startswith(name.casefold())
    )
    if corrected:
        return (f"{' and '.join(corrected)} ({', '.join((f'{name}?', *other))})",)
    return (f"{name} ({', '.join(other)})", name) if other else (name,)


def quoted(mention: Mention) -> str:
    """The words that decided whether it is taken, in quotation marks; empty where nothing was said."""
    because = mention.status_because
    return f"“{shorten(printable(because.text), _LONGEST_QUOTE, placeholder=' ...')}”" if because else ""


def not_taken(mention: Mention) -> str:
    """ "furosemide (“Stopped last month”)": the words that say so, after the status where they do not name it."""
    status, said = STATUS_WORDS[mention.status], quoted(mention)
    why = said if status in said.casefold() else f"{status}: {said}" if said else status
    when = mention.stopped_lately
    when = f", {printable(when)}" if when and when not in said else ""
    return f"{named(mention)} ({why}{when})"


def suggested(entry: Unrecognised) -> list[str]:
    """The medicines that something written might stand for: a name with its ingredients, where that says more."""
    return [suggestion_in_words(suggestion, entry.text) for suggestion in entry.suggestions]


def suggestion_in_words(suggestion: Suggestion, written: str) -> str:
    """A name with its ingredients, where that says more than what is written."""
    ingredients = ", ".join(suggestion.ingredients)
    if ingredients and suggestion.name.casefold() == written.casefold():
        return ingredients
    same = not ingredients or ingredients == suggestion.name.lower()
    return suggestion.name if same else f"{suggestion.name} ({ingredients})"


def value_as_written(result: Result) -> str:
    """The words of a value; with its name where they are a number alone, from a table."""
    written = printable(result.text)
    return written if any(map(str.isalpha, written)) else f"{result.name} {written}"
