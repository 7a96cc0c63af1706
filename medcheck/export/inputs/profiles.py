"""Which column of an export holds what: named profiles by header, else plain exports by column-name synonyms."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from medcheck.exceptions import ProfileError
from medcheck.export.inputs.layouts import DELETED, ENDED, layouts, norm
from medcheck.export.inputs.rows import ROLES
from medcheck.export.lines.code_cells import LOOKED_UP, SYSTEMS
from medcheck.knowledge.export_rows import CodeFileRow, ProfileRow, pairs


class Columns(NamedTuple):
    """Where things are in the rows of one export; numbers count from 0, None is not there.

    ``systems`` says of each of the ``code`` columns which coding system it holds, where its name or the profile does.
    ``taken`` says that a row which nothing ends is taken still.
    """

    profile: str
    drug: tuple[int, ...]
    patient: int | None = None
    date: int | None = None
    stop: tuple[int, ...] = ()
    status: tuple[int, ...] = ()
    inactive: tuple[frozenset[str], ...] = ()
    code: tuple[int, ...] = ()
    items: int | None = None
    systems: tuple[str, ...] = ()
    supply: int | None = None
    quantity: int | None = None
    directions: int | None = None
    taken: bool = False

    @property
    def has_times(self) -> bool:
        """Whether a row is past, current or to come: a month of an aggregate file says nothing of the kind."""
        return self.patient is not None or bool(self.stop or self.status)

    @property
    def has_quantities(self) -> bool:
        """Whether it can be worked out how long a quantity lasts."""
        return self.quantity is not None and self.directions is not None


def choose(
    columns: Sequence[str],
    options: Mapping[str, Sequence[str]] | None = None,
    where: str = "the export",
    code_file: CodeFileRow | None = None,
) -> Columns:
    """The columns to use; ``options`` maps roles to column names and wins over what the header says.

    ``code_file`` is the layout of a file that names the codes.

    Raises ProfileError, listing the columns, for a header nobody knows and for a column that is not there.
    """
    places = {norm(column): place for place, column in reversed(list(enumerate(columns)))}
    found = _named(places, where, "drug" in (options or {}), code_file.name if code_file else "")
    if not found.profile:
        found = _plain(places, columns)
    for role, names in (options or {}).items():
        found = _with_option(found, role, names, places, columns, where)
    if not found.drug:
        raise ProfileError(
            f"{where}: which column holds the medicine? Set it with --map drug=COLUMN, or the line of the header with "
            f"--header-row. {listed(columns)}"
        )
    return _apart(found)


def is_header(columns: Sequence[str], options: Mapping[str, Sequence[str]]) -> bool:
    """Whether cells name a medicine's column: the one that ``options`` choose, else that of a layout or its name."""
    places = {norm(column): place for place, column in reversed(list(enumerate(columns)))}
    chosen = [norm(name) for name in options.get("drug", ())]
    if chosen:
        return all(name in places for name in chosen)
    return _profile(columns) is not None or bool(_plain(places, columns).drug)


def listed(columns: Sequence[str]) -> str:
    """The columns of a file in an error message; a line of data taken for a header is not repeated in full."""
    shown = [re.sub(r"\s+", " ", column)[:40] or "(empty)" for column in columns[:60]]
    return f"Columns: {', '.join(shown)}{', …' if len(columns) > 60 else ''}."


def wanted_code_file(columns: Sequence[str]) -> str:
    """The name of the file that would name the codes of a file with these columns; empty where they need none."""
    profile = _profile(columns)
    return profile.code_file if profile else ""


def code_file_of(columns: Sequence[str], wanted: Container[str]) -> CodeFileRow | None:
    """The layout of a file that names codes, where its name is among those wanted; None for any other file."""
    for code_file in layouts().code_files:
        if code_file.name in wanted and set(map(norm, code_file.header)) <= set(map(norm, columns)):
            return code_file
    return None


def _profile(columns: Sequence[str]) -> ProfileRow | None:
    places = {norm(column) for column in columns}
    return next((row for row in layouts().profiles if all(norm(column) in places for column in row.header)), None)


def _named(places: Mapping[str, int], where: str, drug_chosen: bool, code_file: str) -> Columns:
    profile = _profile(list(places))
    if profile is None:
        return Columns("", ())
    has_code_file = bool(code_file) and profile.code_file == code_file
    if profile.needs and not has_code_file:
        if drug_chosen:
            return Columns("", ())
        raise ProfileError(f"{where}: {profile.name} lacks {profile.needs}, or set --map drug=COLUMN")

    def at(column: str) -> int | None:
        return places.get(norm(column)) if column else None

    inactive = layouts().values
    status = [(places[norm(c)], inactive[values]) for c, values in pairs(profile.inactive) if norm(c) in places]
    found = Columns(
        profile.name,
        tuple(places[norm(c)] for c in profile.drug if norm(c) in places),
        at(profile.patient),
        at(profile.date),
        tuple(places[norm(c)] for c in profile.stop if norm(c) in places),
        tuple(place for place, _ in status),
        tuple(values for _, values in status),
        items=at(profile.items),
        supply=at(profile.supply),
        quantity=at(profile.quantity),
        directions=at(profile.directions),
        taken=bool(profile.taken),
    )
    return _coded(found, [(profile.looked_up, LOOKED_UP)] if has_code_file else pairs(profile.code), places)


def _plain(places: Mapping[str, int], columns: Sequence[str]) -> Columns:
    known = layouts()

    def first(role: str) -> int | None:
        return next((places[name] for name in known.named(role) if name in places), None)

    tells = any(name in places for name in known.named("supporting"))
    names = [row for row in known.columns if row.role == "drug" and (tells or not row.vague)]
    drug = next((places[norm(row.name)] for row in names if norm(row.name) in places), None)
    if drug is None and len(columns) == 1 and norm(columns[0]) in known.named("drug"):
        drug = 0
    if drug is None:
        return Columns("chosen columns", (), first("patient"), first("date"))
    patient, strength, stop = first("patient"), first("strength"), first("stop")
    status = [
        (place, known.values[values])
        for place, values in ((first("status"), ENDED), (first("deleted"), DELETED))
        if place is not None
    ]
    found = Columns(
        "plain export",
        (drug,) if strength is None else (drug, strength),
        patient,
        first("date"),
        () if stop is None else (stop,),
        tuple(place for place, _ in status),
        tuple(values for _, values in status),
        items=first("items") if patient is None else None,
        supply=first("supply"),
        quantity=first("quantity"),
        directions=first("directions"),
        taken=stop is not None,  # who writes stops leaves out those that have not come
    )
    coded: dict[str, str] = {}
    for row in known.columns:
        if row.role == "code" and norm(row.name) in places:
            coded.setdefault(row.system, row.name)  # one column for each system
    return _coded(found, [(coded[system], system) for system in (*SYSTEMS, "") if system in coded], places)


def _coded(found: Columns, codes: Sequence[tuple[str, str]], places: Mapping[str, int]) -> Columns:
    """The columns with those of codes that are there; a system that is not given is that of the column's name."""
    there = [(places[norm(c)], system or layouts().system_of(c)) for c, system in codes if norm(c) in places]
    return found._replace(code=tuple(place for place, _ in there), systems=tuple(system for _, system in there))


def _apart(found: Columns) -> Columns:
    """The columns, none of the medicine among those of codes."""
    kept = [pair for pair in zip(found.code, found.systems, strict=True) if pair[0] not in found.drug]
    return found._replace(code=tuple(place for place, _ in kept), systems=tuple(system for _, system in kept))


def _with_option(
    found: Columns, role: str, names: Sequence[str], places: Mapping[str, int], columns: Sequence[str], where: str
) -> Columns:
    if role not in ROLES:
        raise ProfileError(f"--map {role}=…: the part before = is one of {', '.join(ROLES)}")
    chosen = []
    for name in names:
        exact = [place for place, column in enumerate(columns) if column == name]
        place = exact[0] if exact else places.get(norm(name))
        if place is None:
            raise ProfileError(f"{where}: --map {role}={name}: there is no such column. {listed(columns)}")
        chosen.append(place)
    if role == "drug":
        return found._replace(drug=tuple(chosen), profile=found.profile or "chosen columns")
    if role == "stop":
        return found._replace(stop=tuple(chosen), taken=True)
    if role == "status":
        return found._replace(status=tuple(chosen), inactive=(layouts().values[ENDED],) * len(chosen))
    if role == "patient":
        return found._replace(patient=chosen[0])
    if role == "date":
        return found._replace(date=chosen[0])
    if role == "supply":
        return found._replace(supply=chosen[0])
    if role == "quantity":
        return found._replace(quantity=chosen[0])
    if role == "directions":
        return found._replace(directions=chosen[0])
    if role == "code":
        return found._replace(code=tuple(chosen), systems=tuple(layouts().system_of(columns[p]) for p in chosen))
    return found._replace(items=chosen[0])
