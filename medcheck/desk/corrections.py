"""What a person can set by hand: which medicine a name means, and whether each is taken."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from medcheck.desk.form import NONE_OF_THESE
from medcheck.desk.reviewed import STATUSES, Reviewed, read_as
from medcheck.printable import printable
from medcheck.records import Mention, Unrecognised
from medcheck.report.outline_records import Place

_UNCLEAR = "unclear, ask"


def corrections(reviewed: Reviewed) -> str:
    """The radio groups and the statuses, as parts of the page's one form."""
    unknown = "".join(_unknown(entry, reviewed) for entry in reviewed.as_read.unrecognised)
    taken = "".join(_taken(number, mention, reviewed) for number, mention in enumerate(reviewed.record.mentions))
    parts = []
    if unknown:
        parts.append(_section("meant", "Did you mean", unknown))
    if taken:
        rows = f'<ul class="taken">{taken}</ul>'
        parts.append(_section("taken", "Is it taken?", rows))
    if parts:
        again = '<button type="submit" form="list" class="again">Review with what is set here</button>'
        parts.append(f'<p class="again">{again}</p>')
    return "".join(parts)


def _section(id_: str, title: str, body: str) -> str:
    return f'<section aria-labelledby="{id_}" class="by-hand"><h2 id="{id_}">{title}</h2>{body}</section>'


def _unknown(entry: Unrecognised, reviewed: Reviewed) -> str:
    place = Place(entry.start, entry.end)
    field = f"choice-{entry.start}-{entry.end}"
    chosen = reviewed.chosen.get(place)
    in_force = None if chosen is None else ";".join(chosen) or NONE_OF_THESE
    radios = "".join(
        f'<label><input type="radio" form="list" name="{field}" id="{field}-{number}" value="{escape(value)}"'
        f"{' checked' if value == in_force else ''}> <span>{escape(words)}</span></label>"
        for number, (value, words) in enumerate(_choices(entry))
    )
    return f"<fieldset><legend>{escape(printable(entry.text))}</legend>{radios}</fieldset>"


def _choices(entry: Unrecognised) -> Iterator[tuple[str, str]]:
    """The values and words of the radio group; one choice for each meaning."""
    offered: dict[str, str] = {}
    for suggestion in entry.suggestions:
        ingredients = ", ".join(suggestion.ingredients)
        same = suggestion.name.casefold() in (ingredients.casefold(), entry.text.casefold())
        if ingredients:
            offered.setdefault(
                ";".join(suggestion.ingredients), ingredients if same else f"{suggestion.name} ({ingredients})"
            )
    yield from offered.items()
    yield NONE_OF_THESE, "none of these: it stays unknown" if offered else "looked up by hand: it stays unknown"


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
        f'<li><label for="{field}">{escape(written)}{by_hand}</label>{link}'
        f'<select form="list" name="{field}" id="{field}">{options}</select></li>'
    )


def _as_read(mention: Mention, by_hand: bool) -> str:
    """The choice that leaves it to the text; once something is set, what the text said is not at hand."""
    if by_hand:
        return "as the text says"
    return f"as read: {STATUSES.get(mention.status, _UNCLEAR)}"
