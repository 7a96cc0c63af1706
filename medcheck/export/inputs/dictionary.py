"""A file that names the codes of an export: OMOP's CONCEPT.csv, the drug codes of an EMIS extract."""

from collections.abc import Iterator, Sequence

from medcheck.export.inputs.layouts import norm
from medcheck.export.inputs.omop import CUT
from medcheck.export.inputs.rows import OnBad, Table
from medcheck.export.lines.code_cells import LOOKED_UP, join, split
from medcheck.export.lines.distinct_line import DistinctLine
from medcheck.knowledge.export_rows import CodeFileRow


class Dictionary:
    """The names of the codes that an export has in use; the rest of the file, which may be large, is passed over."""

    def __init__(self, table: Table, layout: CodeFileRow) -> None:
        self.table = table
        places = [norm(column) for column in table.columns]
        self._code, self._term = places.index(norm(layout.code)), places.index(norm(layout.term))
        self._unmapped = layout.unmapped
        self._names: dict[str, str] = {}

    def read(self, key: DistinctLine) -> DistinctLine:
        """The key with the name of its code as its text, where the file has one.

        What stood in the text before then is a second name, unless it is a number or was cut short.
        """
        name = next((self._names[code] for code in _looked_up(key) if code in self._names), "")
        others = [(system, code) for system, code in split(key.code) if system != LOOKED_UP]
        if name and len(key.text) < CUT and not key.text.isdigit():
            others.append(("", key.text))
        return DistinctLine(name or key.text, join([code for _, code in others], [system for system, _ in others]))

    def read_all(self, keys: Sequence[DistinctLine], on_bad: OnBad) -> list[DistinctLine]:
        """Every key with its name; the file is read through for them."""
        wanted = {code for key in keys for code in _looked_up(key)} - {self._unmapped}
        for row in self.table.rows(on_bad) if wanted else ():
            code = row[self._code].strip()
            if code in wanted and row[self._term].strip():
                self._names[code] = row[self._term].strip()
        return [self.read(key) for key in keys]


def _looked_up(key: DistinctLine) -> Iterator[str]:
    codes = [code for system, code in split(key.code) if system == LOOKED_UP]
    yield from codes or [key.text]
