"""What a person can set by hand: which medicine a name means, and whether each is taken."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from medcheck.desk.form import NONE_OF_THESE
from medcheck.desk.reviewed import STATUSES, Asked, Reviewed, read_as
from medcheck.printable import printable
from medcheck.records import Mention
from medcheck.report.outline_records import Place

_UNCLEAR = "unclear, ask"


def corrections(reviewed: Reviewed) -> str:
    """The radio groups and the statuses, as parts of the page's one form."""
    unknown = "".join(_unknown(place, entry, reviewed) for place, entry in reviewed.asked.items())
    taken = "".join(_taken(number, mention, reviewed) for number, mention in enumerate(reviewed.record.mentions))
    parts = []
    if unknown:
        offers = any(entry.could_be for entry in reviewed.asked.values())
        parts.append(_section("meant", "Did you mean" if offers else "Which medicine is it?", unknown))
    if taken:
        rows = f'<ul class="taken">{taken}</ul>'
        parts.append(_section("taken", "Is it taken?", rows))
    if parts:
        again = '<button type="submit" form="list" class="again">Review with what is set here</button>'
        parts.append(f'<p class="again">{again}</p>')
    return "".join(parts)


def _section(id_: str, title: str, body: str) -> str:
    return f'<section aria-labelledby="{id_}" class="by-hand"><h2 id="{id_}">{title}</h2>{body}</section>'


def _unknown(place: Place, entry: Asked, reviewed: Reviewed) -> str:
    where = f"{place.start}-{place.end}"
    field = f"choice-{where}"
    chosen = reviewed.chosen.get(place)
    in_force = None if chosen is None else ";".join(chosen) or NONE_OF_THESE
    choices = list(_choices(entry))
    typed = "" if in_force is None or in_force in dict(choices) else in_force
    radios = "".join(
        f'<label><input type="radio" form="list" name="{field}" id="{field}-{number}" value="{escape(value)}"'
        f"{' checked' if value == in_force else ''}> <span>{escape(words)}</span></label>"
        for number, (value, words) in enumerate(choices)
    )
    name = escape(printable(entry.text))
    asks = "another medicine:" if entry.could_be else "its name:"
    other = (
        f'<label class="other"><span>{asks}</span> <input type="text" form="list" name="typed-{where}" '
        f'id="typed-{where}" value="{escape(typed)}" autocomplete="off" spellcheck="false"></label>'
    )
    read = f" <small>read as {escape(entry.could_be[0].name)}</small>" if entry.is_corrected else ""
    return f"<fieldset><legend>{name}{read}</legend>{radios}{other}</fieldset>"


def _choices(entry: Asked) -> Iterator[tuple[str, str]]:
    """The values and words of the radio group; one choice for each meaning, none for a class that is read as one."""
    if entry.is_class:
        return
    offered: dict[str, str] = {}
    for suggestion in entry.could_be:
        ingredients = ", ".join(suggestion.ingredients)
        same = suggestion.name.casefold() in (ingredients.casefold(), entry.text.casefold())
        if ingredients:
            offered.setdefault(
                ";".join(suggestion.ingredients), ingredients if same else f"{suggestion.name} ({ingredients})"
            )
    for number, (value, words) in enumerate(offered.items()):
        yield value, f"yes, {words}" if entry.is_corrected and number == 0 else words
    yield NONE_OF_THESE, "none of these: it stays unknown" if offered else "looked up: it stays unknown"


def _taken(number: int, mention: Mention, reviewed: Reviewed) -> str:
    field = f"status-{mention.start}-{mention.end}"
    written, name = printable(mention.text), read_as(mention)
    in_force = reviewed.statuses.get(number)
    options = f'<option value="">{escape(_as_read(mention, in_force is not None))}</option>' + "".join(
        f'<option value="{status}"{" selected" if status == in_force else ""}>{escape(words)}</option>'
        for status, words in STATUSES.items()
    )
    by_hand = ' <b class="set">set by hand</b>' if in_force else ""
    link = f' <a class="name" href="/drugs/{quote(name, safe="")}">{escape(name)}</a>' if mention.ingredients else ""
    return (
        f'<li><label for="{field}">{_with_breaks(written)}{by_hand}</label>{link}'
        f'<select form="list" name="{field}" id="{field}">{options}</select></li>'
    )


def _with_breaks(name: str) -> str:
    """A name that may be broken after its slashes: "Salmeterol/fluticasone" is wider than its column."""
    return escape(name).replace("/", "/<wbr>")


def _as_read(mention: Mention, by_hand: bool) -> str:
    """The choice that leaves it to the text; once something is set, what the text said is not at hand."""
    if by_hand:
        return "as the text says"
    return f"as read: {STATUSES.get(mention.status, _UNCLEAR)}"
