"""What the services say of themselves and on their cards, from the tables in ``data/hooks``."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from medcheck.exceptions import TableError
from medcheck.fhir.tables import fhir_tables
from medcheck.knowledge.folder import data_folder
from medcheck.knowledge.hook_rows import HookPrefetchRow, HookServiceRow, HookWordRow, OverrideReasonRow
from medcheck.knowledge.tables import read_rows


class Words(NamedTuple):
    """The phrases of the cards, a field for each row of ``words.csv``."""

    about: str
    allergies: str
    label: str
    medicines: str
    more: str
    needed: str
    not_given: str
    not_known: str
    not_whole: str
    results: str
    warning: str


class HookTables(NamedTuple):
    """All rows: services by id, prefetch templates by key, with the codes of laboratory values in their place."""

    services: Mapping[str, HookServiceRow]
    prefetch: Mapping[str, HookPrefetchRow]
    reasons: tuple[OverrideReasonRow, ...]
    words: Words


@cache
def hook_tables() -> HookTables:
    """The tables, read once in a process; TableError names the first row that is wrong."""
    folder = data_folder()
    codes = ",".join(f"http://loinc.org|{code}" for code in fhir_tables().analytes)
    prefetch = [
        row._replace(template=row.template.replace("{laboratory_codes}", codes))
        for _, row in read_rows(folder, HookPrefetchRow)
    ]
    words = {row.key: row.words for _, row in read_rows(folder, HookWordRow)}
    if set(words) != set(Words._fields):
        raise TableError(f"hooks/words.csv: the keys must be {', '.join(Words._fields)}")
    return HookTables(
        {row.id: row for _, row in read_rows(folder, HookServiceRow)},
        {row.key: row for row in prefetch},
        tuple(row for _, row in read_rows(folder, OverrideReasonRow)),
        Words(**words),
    )
